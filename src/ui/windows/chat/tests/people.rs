//! The people of a room: what they are to it, whom a name only looks like, and how somebody is found in a crowd.

use super::*;
use crate::model::{Affiliation, Conversation, Ignored, Notify, Room, Setting};

fn with(nick: &str, change: impl Fn(&mut Occupant)) -> Event {
    let Event::Occupant(mut occupant) = occupant(nick, RoomRole::Participant) else { panic!("no occupant") };
    change(std::sync::Arc::make_mut(&mut occupant));
    Event::Occupant(occupant)
}

/// What is told of each in the list beside the name.
fn about(desk: &mut Desk) -> Vec<(String, String)> {
    let tree = desk.screen.tree(Desk::view(&desk.chat, &desk.state, desk.id));
    let people = tree.nodes.iter().map(|(_, node)| node).filter(|node| node.role() == Role::ListItem);
    let words = |words: Option<&str>| crate::ui::text::bidi::strip(words.unwrap_or_default());
    people.map(|node| (words(node.label()), words(node.description()))).collect()
}

#[test]
fn rank_hat_and_false_name_are_told() {
    let mut desk = in_room();
    desk.happen(vec![
        with("amy", |amy| (amy.affiliation, amy.hats) = (Affiliation::Owner, vec!["Speaker".into()])),
        with("Zoé", |zoe| zoe.resembles = Some("Zoe".into())),
    ]);
    let told = about(&mut desk);
    let of = |nick: &str| told.iter().find(|(name, _)| name == nick).map(|(_, about)| about.clone()).unwrap();
    assert_eq!(of("amy"), "Owner of the room, Speaker, Available");
    assert_eq!(of("Zoé"), "Looks like Zoe, Available");
    assert_eq!(of("me"), "Available");
}

#[test]
fn somebody_is_found_in_a_crowd() {
    let mut desk = in_room();
    assert!(!desk.lines().contains(&"TextInput Find somebody".to_owned()));
    desk.happen((0..30).map(|number| occupant(&format!("guest {number:02}"), RoomRole::Visitor)).collect());
    desk.click(Role::TextInput, "Find somebody");
    desk.write("T 1");
    let names: Vec<String> = about(&mut desk).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, (10..20).map(|number| format!("guest {number}")).collect::<Vec<_>>());
}

fn said_by(id: i64, nick: &str) -> Said {
    let from = format!("{TEA}/{nick}").parse().unwrap();
    Said { kind: Kind::Groupchat, conversation: TEA.parse().unwrap(), from, ..incoming(id, &format!("{nick} says")) }
}

fn ignoring(nick: &str, ignored: bool) -> Setting {
    Setting::Ignored(Ignored::default().with(&bare(ME), &bare(TEA), nick, ignored))
}

fn set(desk: &mut Desk, setting: &Setting) {
    let mut settings = desk.state.settings.clone();
    settings.apply(setting);
    desk.happen(vec![Event::Settings(Box::new(settings))]);
}

#[test]
fn whom_one_ignores_says_nothing_any_more_until_he_is_heard_again() {
    let mut desk = in_room();
    desk.happen([said_by(1, "amy"), said_by(2, "Zoe")].map(|said| Event::Message(Box::new(said))).into());
    desk.click(Role::ListItem, "Zoe");
    desk.click(Role::MenuItemCheckBox, "Ignore");
    assert!(desk.actions.contains(&Action::Set(ignoring("Zoe", true))));
    set(&mut desk, &ignoring("Zoe", true));
    let says = |desk: &mut Desk, words: &str| desk.lines().iter().any(|line| line.contains(words));
    assert!(says(&mut desk, "amy says") && !says(&mut desk, "Zoe says"));
    assert!(about(&mut desk).contains(&("Zoe".into(), "Ignored, Available".into())));
    set(&mut desk, &ignoring("Zoe", false));
    assert!(says(&mut desk, "Zoe says"));
}

#[test]
fn an_open_menu_stays_with_its_person_whoever_comes_and_goes() {
    let mut desk = in_room();
    desk.click(Role::ListItem, "Zoe");
    desk.happen(vec![occupant("anna", RoomRole::Moderator), occupant("boss", RoomRole::Moderator)]);
    desk.lines();
    desk.happen(vec![
        Event::OccupantGone { account: bare(ME), room: bare(TEA), nick: "anna".into() },
        occupant("chef", RoomRole::Moderator),
    ]);
    desk.click(Role::MenuItemCheckBox, "Ignore");
    assert!(desk.actions.contains(&Action::Set(ignoring("Zoe", true))), "{:?}", desk.actions);
}

#[test]
fn a_room_calls_for_attention_as_much_as_was_wished() {
    let calls = |notify: Notify, mentions: u32| {
        let mut desk = in_room();
        let Event::Room(known) = room(RoomState::Joined) else { panic!("no room") };
        desk.happen(vec![Event::Room(Box::new(Room { notify, ..*known }))]);
        desk.send(vec![Message::Focused(false)]);
        desk.actions.clear();
        let conversation = TEA.parse().unwrap();
        let unread = Conversation {
            account: bare(ME),
            conversation,
            kind: Kind::Groupchat,
            unread: 1,
            mentions,
            last_time: None,
            last_body: None,
            typing: crate::model::Typing::Not,
        };
        desk.happen(vec![Event::Conversation(unread)]);
        desk.actions.contains(&Action::WantAttention)
    };
    assert_eq!([calls(Notify::OnMention, 0), calls(Notify::OnMention, 1)], [false, true]);
    assert_eq!([calls(Notify::Always, 0), calls(Notify::Never, 1)], [true, false]);
}

#[test]
fn a_room_with_a_profile_of_its_own_shows_it_when_asked_and_another_offers_none() {
    let mut desk = in_room();
    desk.click(Role::Button, "More");
    desk.click(Role::MenuItemCheckBox, "About This Conversation");
    assert!(!desk.shows("Button Show Profile"));
    let Event::Room(known) = room(RoomState::Joined) else { panic!("no room") };
    desk.happen(vec![Event::Room(Box::new(Room { has_profile: true, ..*known }))]);
    desk.click(Role::Button, "Show Profile");
    assert!(desk.asked().contains(&Command::Profile { account: bare(ME), jid: bare(TEA) }));
}
