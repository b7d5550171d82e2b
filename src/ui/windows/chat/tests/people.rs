//! The people of a room: what they are to it, whom a name only looks like, and how somebody is found in a crowd.

use super::*;
use crate::model::Affiliation;

fn with(nick: &str, change: impl Fn(&mut Occupant)) -> Event {
    let Event::Occupant(mut occupant) = occupant(nick, RoomRole::Participant) else { panic!("no occupant") };
    change(&mut occupant);
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
