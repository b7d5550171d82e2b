//! Keeping a room by click: what is offered to whom, what is asked first, and what comes of it.

use super::*;
use crate::model::{Affiliation, Room, Whispering};

const NONE: Modifiers = Modifiers::empty();

/// Somebody whose address the room tells.
fn person(nick: &str, role: RoomRole, affiliation: Affiliation) -> Event {
    let Event::Occupant(known) = occupant(nick, role) else { panic!("no occupant") };
    let jid = format!("{}@jabber.example/desk", nick.to_lowercase()).parse().ok();
    Event::Occupant(std::sync::Arc::new(crate::model::Occupant { affiliation, jid, ..(*known).clone() }))
}

fn we_are(role: RoomRole, affiliation: Affiliation) -> Event {
    let Event::Room(known) = room(RoomState::Joined) else { panic!("no room") };
    Event::Room(Box::new(Room { role, affiliation, ..*known }))
}

fn keeping(role: RoomRole, affiliation: Affiliation) -> Desk {
    let mut desk = in_room();
    desk.happen(vec![
        we_are(role, affiliation),
        person("Zoe", RoomRole::Participant, Affiliation::None),
        person("Olga", RoomRole::Moderator, Affiliation::Owner),
        person("amy", RoomRole::Visitor, Affiliation::Member),
    ]);
    desk
}

impl Desk {
    /// What the menu of somebody offers.
    fn offered(&mut self, nick: &str) -> Vec<String> {
        self.click(Role::ListItem, nick);
        let lines = self.lines();
        self.press(Named::Escape, NONE);
        lines.into_iter().filter_map(|line| line.strip_prefix("MenuItem ").map(str::to_owned)).collect()
    }

    fn choose(&mut self, nick: &str, line: &str) {
        self.click(Role::ListItem, nick);
        self.click(Role::MenuItem, line);
    }

    fn of_the_room(&mut self, line: &str) {
        self.click(Role::Button, "More");
        self.click(Role::MenuItem, line);
    }
}

fn role(nick: &str, role: RoomRole, reason: Option<&str>) -> Command {
    Command::SetRole { account: bare(ME), room: bare(TEA), nick: nick.into(), role, reason: reason.map(Into::into) }
}

fn affiliation(jid: &str, affiliation: Affiliation, reason: Option<&str>) -> Command {
    Command::SetAffiliation { account: bare(ME), room: bare(TEA), jid: bare(jid), affiliation, reason: reason.map(Into::into) }
}

#[test]
fn who_has_no_power_is_offered_none() {
    let mut desk = keeping(RoomRole::Participant, Affiliation::Member);
    assert_eq!(desk.offered("Zoe"), ["Private Message", "Address: zoe@jabber.example"]);
}

#[test]
fn a_moderator_gives_and_takes_voices_and_puts_out_but_not_owners() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::None);
    let offered = desk.offered("Zoe");
    assert_eq!(offered[2..], ["Take the Voice Away…", "Put Out…"], "{offered:?}");
    assert_eq!(desk.offered("Olga").len(), 2, "an owner");
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Member);
    assert_eq!(desk.offered("amy")[2..], ["Give a Voice…", "Put Out…"]);
    desk.choose("amy", "Give a Voice…");
    assert_eq!(desk.asked(), [], "why is asked first");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [role("amy", RoomRole::Participant, None)]);
}

#[test]
fn an_owner_is_offered_everything() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    let expected = ["Take the Voice Away…", "Make Moderator…", "Put Out…", "Ban…", "Make Member…", "Make Administrator…", "Make Owner…"];
    assert_eq!(desk.offered("Zoe")[2..], expected);
    for (line, to) in [("Make Member…", Affiliation::Member), ("Make Owner…", Affiliation::Owner)] {
        desk.choose("Zoe", line);
        desk.write("She helps");
        desk.press(Named::Enter, NONE);
        assert_eq!(desk.asked(), [affiliation("zoe@jabber.example", to, Some("She helps"))]);
    }
    desk.choose("Zoe", "Take the Voice Away…");
    assert!(desk.lines().iter().any(|line| line.contains("Take the voice of Zoe away?")), "{:#?}", desk.lines());
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [role("Zoe", RoomRole::Visitor, None)]);
}

#[test]
fn somebody_is_put_out_after_a_question_with_a_reason() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    desk.choose("Zoe", "Put Out…");
    assert_eq!(desk.asked(), []);
    desk.write("Enough");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [role("Zoe", RoomRole::None, Some("Enough"))]);
    assert!(desk.focused().starts_with("MultilineTextInput"), "who writes goes on writing: {}", desk.focused());
}

#[test]
fn a_ban_is_by_address_and_esc_takes_it_back() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Admin);
    desk.choose("Zoe", "Ban…");
    desk.press(Named::Escape, NONE);
    assert_eq!(desk.asked(), []);
    desk.choose("Zoe", "Ban…");
    desk.click(Role::Button, "Ban");
    assert_eq!(desk.asked(), [affiliation("zoe@jabber.example", Affiliation::Outcast, None)]);
}

#[test]
fn the_subject_and_the_own_name_begin_as_they_are() {
    let mut desk = keeping(RoomRole::Participant, Affiliation::None);
    desk.of_the_room("Change the Subject…");
    assert!(desk.lines().iter().any(|line| line.contains("Tea at five")), "{:#?}", desk.lines());
    desk.write(" or six");
    desk.press(Named::Enter, NONE);
    let subject = Command::SetSubject { account: bare(ME), room: bare(TEA), subject: "Tea at five or six".into() };
    assert_eq!(desk.asked(), [subject]);
    desk.of_the_room("Change Nickname…");
    desk.write("2");
    desk.click(Role::Button, "Change");
    assert_eq!(desk.asked(), [Command::SetNick { account: bare(ME), room: bare(TEA), nick: "me2".into() }]);
}

#[test]
fn a_visitor_asks_to_speak() {
    let mut desk = keeping(RoomRole::Visitor, Affiliation::None);
    desk.of_the_room("Ask to Speak");
    assert_eq!(desk.asked(), [Command::RequestVoice { account: bare(ME), room: bare(TEA) }]);
}

#[test]
fn who_takes_the_name_while_power_is_asked_about_gets_none() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    desk.choose("Zoe", "Make Moderator…");
    let known = desk.state.occupant(&bare(ME), &bare(TEA), "Zoe").unwrap().clone();
    let other = Occupant { jid: Some("mallory@jabber.example/x".parse().unwrap()), ..known };
    desk.happen(vec![Event::Occupant(other.into())]);
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), []);
    assert!(desk.lines().iter().any(|line| line.starts_with("Status ")), "{:#?}", desk.lines());
}

#[test]
fn what_the_room_refuses_is_said_above_the_input() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    desk.choose("amy", "Give a Voice…");
    desk.press(Named::Enter, NONE);
    desk.answer(Asked::Moderating(key(TEA)), Err(Problem::stanza("not-allowed")));
    assert!(desk.lines().iter().any(|line| line.starts_with("Status Nobody is allowed")), "{:#?}", desk.lines());
}

#[test]
fn a_room_that_ended_shows_the_way_to_the_next() {
    let mut desk = in_room();
    let Event::Room(known) = room(RoomState::Failed(Problem::stanza("gone"))) else { panic!("no room") };
    desk.happen(vec![Event::Room(Box::new(Room { successor: Some(bare("garden@muc.example")), ..*known }))]);
    desk.click(Role::Button, "Go to garden@muc.example");
    let gone = desk.actions.iter().any(|action| *action == Action::JoinDialog(key("garden@muc.example")));
    assert!(gone, "{:?}", desk.actions);
}

#[test]
fn a_command_is_typed_and_a_wrong_one_stays_in_the_input() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    desk.write("/kick Zoe Enough");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), [role("Zoe", RoomRole::None, Some("Enough"))]);
    desk.write("/dance");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), []);
    assert!(desk.lines().iter().any(|line| line.starts_with("Status There is no command")), "{:#?}", desk.lines());
    assert!(desk.shows("TextRun /dance"), "{:#?}", desk.lines());
}

#[test]
fn help_shows_every_command_until_esc() {
    let mut desk = keeping(RoomRole::Participant, Affiliation::None);
    desk.write("/help");
    desk.press(Named::Enter, NONE);
    assert!(desk.lines().iter().any(|line| line.starts_with("Label /topic text")), "{:#?}", desk.lines());
    desk.press(Named::Escape, NONE);
    assert!(desk.focused().starts_with("MultilineTextInput"), "{}", desk.focused());
    desk.write("/msg Zoe hello");
    desk.press(Named::Enter, NONE);
    assert!(matches!(&desk.asked()[..], [Command::Send { to, body, .. }] if to.as_str() == "tea@muc.example/Zoe" && body == "hello"));
}

#[test]
fn a_moderator_removes_what_somebody_said_after_a_question() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    let Event::Room(known) = we_are(RoomRole::Moderator, Affiliation::Owner) else { panic!("no room") };
    let line = crate::model::Message { stanza_id: Some("s1".into()), ..incoming_in_room(7, "buy now") };
    desk.happen(vec![Event::Message(Box::new(line))]);
    desk.right_click(Role::ListItem, "Zoe: buy now");
    assert!(!desk.shows("MenuItem Remove for Everybody…"), "this room cannot");
    desk.press(Named::Escape, NONE);
    desk.happen(vec![Event::Room(Box::new(Room { moderates: true, ..*known }))]);
    desk.right_click(Role::ListItem, "Zoe: buy now");
    desk.click(Role::MenuItem, "Remove for Everybody…");
    assert_eq!(desk.asked(), []);
    desk.click(Role::TextInput, "Reason, for Zoe and the others");
    desk.write("Spam");
    desk.click(Role::CheckBox, "All that Zoe has said here");
    desk.click(Role::Button, "Remove");
    let (account, room, reason) = (bare(ME), bare(TEA), Some("Spam".to_owned()));
    assert_eq!(desk.asked(), [Command::Moderate { account, room, message: MessageId(7), whole: true, reason }]);
}

#[test]
fn who_asks_to_speak_is_shown_to_moderators_with_both_answers() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    let Event::Room(known) = we_are(RoomRole::Moderator, Affiliation::Owner) else { panic!("no room") };
    desk.happen(vec![Event::Room(Box::new(Room { asking: vec!["amy".into()], ..*known }))]);
    assert!(desk.lines().iter().any(|line| line.starts_with("Status amy asks to speak")), "{:#?}", desk.lines());
    desk.click(Role::Button, "Give a Voice");
    assert_eq!(desk.asked(), [role("amy", RoomRole::Participant, None)]);
    desk.click(Role::Button, "Not Now");
    assert_eq!(desk.asked(), [Command::DeclineVoice { account: bare(ME), room: bare(TEA), nick: "amy".into() }]);
}

#[test]
fn who_takes_the_name_while_a_ban_is_asked_about_is_not_banned() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    desk.choose("Zoe", "Ban…");
    let Event::Occupant(other) = person("Zoe", RoomRole::Participant, Affiliation::None) else { panic!("no occupant") };
    let jid = "innocent@jabber.example/desk".parse().ok();
    desk.happen(vec![Event::Occupant(std::sync::Arc::new(crate::model::Occupant { jid, ..(*other).clone() }))]);
    desk.click(Role::Button, "Ban");
    assert_eq!(desk.asked(), [affiliation("zoe@jabber.example", Affiliation::Outcast, None)]);
}

#[test]
fn what_is_asked_about_one_conversation_is_not_answered_in_another() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    desk.choose("Zoe", "Ban…");
    assert!(desk.shows("Button Ban"));
    desk.open(CLARA);
    assert!(!desk.shows("Button Ban"), "{:#?}", desk.lines());
    desk.open(TEA);
    assert!(!desk.shows("Button Ban"));
}

#[test]
fn clear_empties_the_view_and_a_sign_of_life_is_told_above_the_input() {
    let mut desk = in_room();
    desk.happen(vec![Event::Message(Box::new(incoming_in_room(3, "hello there")))]);
    assert!(desk.lines().iter().any(|line| line.contains("hello there")));
    desk.write("/clear");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), []);
    assert!(!desk.lines().iter().any(|line| line.contains("hello there")));
    desk.happen(vec![Event::Message(Box::new(incoming_in_room(4, "and again")))]);
    assert!(desk.lines().iter().any(|line| line.contains("and again")));
    desk.write("/ping Zoe");
    desk.press(Named::Enter, NONE);
    let jid = "tea@muc.example/Zoe".parse().unwrap();
    assert_eq!(desk.asked(), [Command::Ping { account: bare(ME), jid }]);
    desk.answer(Asked::Ping(key(TEA)), Ok(Reply::Pong(std::time::Duration::from_millis(120))));
    assert!(desk.shows("Label Answered after 120 ms."), "{:#?}", desk.lines());
}

#[test]
fn all_conversations_of_the_window_are_emptied_at_once() {
    let mut desk = in_room();
    let clara = Key::new(bare(ME), bare(CLARA));
    let look = |desk: &mut Desk, key: &Key| drop(desk.chat.open(key, &desk.state));
    let has = |desk: &mut Desk, words: &str| desk.lines().iter().any(|line| line.contains(words));
    look(&mut desk, &clara);
    desk.happen(vec![Event::Message(Box::new(incoming(3, "from Clara"))), Event::Message(Box::new(incoming_in_room(4, "hello there")))]);
    assert!(has(&mut desk, "from Clara"), "{:#?}", desk.lines());
    look(&mut desk, &key(TEA));
    assert!(has(&mut desk, "hello there"), "{:#?}", desk.lines());
    desk.write("/clearall");
    desk.press(Named::Enter, NONE);
    assert!(!has(&mut desk, "hello there"));
    look(&mut desk, &clara);
    assert!(!has(&mut desk, "from Clara"), "{:#?}", desk.lines());
}

#[test]
fn who_shows_a_mood_is_told_that_it_is_shown() {
    let mut desk = in_room();
    let mood = Some(crate::model::Mood { feeling: crate::model::Feeling::parse("in_awe").unwrap(), text: Some("of tea".into()) });
    desk.answer(Asked::Mood(key(TEA), mood), Ok(Reply::Done));
    assert!(desk.shows("Label Your buddies see your mood: in awe: of tea"), "{:#?}", desk.lines());
    desk.answer(Asked::Mood(key(TEA), None), Ok(Reply::Done));
    assert!(desk.shows("Label You show no mood any more."), "{:#?}", desk.lines());
    desk.answer(Asked::Mood(key(TEA), None), Err(Problem::Offline));
    assert!(!desk.shows("Label You show no mood any more."), "{:#?}", desk.lines());
}

#[test]
fn the_room_is_asked_to_keep_our_name() {
    let mut desk = in_room();
    desk.of_the_room("Keep My Nickname for Me");
    assert_eq!(desk.asked(), [Command::RegisterNick { account: bare(ME), room: bare(TEA), nick: "me".into() }]);
    desk.answer(Asked::Registering(key(TEA)), Err(Problem::stanza("registration-required")));
    assert!(!desk.shows("Status The room keeps this nickname for you."));
    desk.answer(Asked::Registering(key(TEA)), Err(Problem::NotImplemented));
    assert!(desk.actions.iter().any(|action| *action == Action::Registration(bare(ME), bare(TEA))), "{:?}", desk.actions);
    desk.answer(Asked::Registering(key(TEA)), Ok(Reply::Done));
    assert!(desk.lines().iter().any(|line| line.contains("The room keeps this nickname for you.")), "{:#?}", desk.lines());
}

fn incoming_in_room(id: i64, body: &str) -> crate::model::Message {
    let (conversation, from) = (bare(TEA).into(), format!("{TEA}/Zoe").parse().unwrap());
    crate::model::Message { conversation, kind: crate::model::Kind::Groupchat, from, ..incoming(id, body) }
}

#[test]
fn an_owner_gives_the_room_a_picture_from_a_file_or_takes_it_away() {
    let mut desk = keeping(RoomRole::Moderator, Affiliation::Owner);
    let Event::Room(known) = we_are(RoomRole::Moderator, Affiliation::Owner) else { panic!("no room") };
    desk.happen(vec![Event::Room(Box::new(Room { has_profile: true, ..*known }))]);
    let set = |file: Option<&str>| Command::SetRoomPicture { account: bare(ME), room: bare(TEA), file: file.map(Into::into) };
    // Its menu is longer than the window has room for below the button: it lies under the pointer when the button goes up.
    desk.of_the_room("Picture of the Room…");
    desk.click(Role::Button, "Choose…");
    assert!(desk.actions.contains(&Action::PickPicture));
    desk.send(vec![Message::picture_chosen(Some("/home/me/tea.png".into()))]);
    desk.click(Role::Button, "Change");
    assert_eq!(desk.asked(), [set(Some("/home/me/tea.png"))]);
    desk.of_the_room("Picture of the Room…");
    desk.click(Role::Button, "Change");
    assert_eq!(desk.asked(), [set(None)]);
    desk.happen(vec![we_are(RoomRole::Moderator, Affiliation::Admin)]);
    desk.click(Role::Button, "More");
    assert!(!desk.lines().iter().any(|line| line.contains("Picture of the Room")), "{:#?}", desk.lines());
}

#[test]
fn where_a_room_lets_nobody_whisper_that_is_said_and_nothing_is_sent() {
    let mut desk = keeping(RoomRole::Participant, Affiliation::None);
    let Event::Room(known) = we_are(RoomRole::Participant, Affiliation::None) else { panic!("no room") };
    let lets = |who| Event::Room(Box::new(Room { private_messages: Some(who), ..(*known).clone() }));
    let zoe = Key::new(bare(ME), format!("{TEA}/Zoe").parse::<crate::model::Jid>().unwrap());
    let _ = desk.chat.open(&zoe, &desk.state);
    let said = |desk: &mut Desk| desk.lines().iter().any(|line| line.contains("This room lets you send no private messages."));
    for (who, forbids) in
        [(Whispering::Everybody, false), (Whispering::Participants, false), (Whispering::Moderators, true), (Whispering::Nobody, true)]
    {
        desk.happen(vec![lets(who)]);
        assert_eq!(said(&mut desk), forbids, "{who:?}: {:#?}", desk.lines());
    }
    desk.asked();
    desk.write("psst");
    desk.press(Named::Enter, NONE);
    assert_eq!(desk.asked(), []);
}
