//! What was said is found again, by keyboard and by mouse, and the conversation opens there.

use super::chat_scenes::{CLARA, everything_said, with_people};
use super::desk::Desk;
use fantail::model::{Command, MessageId};
use fantail::ui::semantics::Role;
use iced::keyboard::{Modifiers, key::Named};

const HISTORY: &str = "History";

fn desk() -> Desk {
    let mut desk = Desk::with_history(with_people(), everything_said());
    desk.shortcut("Buddy List", 'h', Modifiers::CTRL);
    desk
}

fn hits(desk: &mut Desk) -> Vec<String> {
    desk.lines(HISTORY).into_iter().filter_map(|line| line.strip_prefix("ListBoxOption ").map(str::to_owned)).collect()
}

#[test]
fn words_find_messages_as_they_are_typed_the_newest_first() {
    let mut desk = desk();
    desk.type_text(HISTORY, "slid");
    assert_eq!(hits(&mut desk), ["Clara Weber: the slides are nearly done too, so I'll send both together"]);
    desk.type_text(HISTORY, "xyz");
    assert!(hits(&mut desk).is_empty());
    assert!(desk.lines(HISTORY).iter().any(|line| line.contains("Nothing was found.")), "{:#?}", desk.lines(HISTORY));
}

#[test]
fn enter_opens_the_chat_at_the_message_that_is_chosen() {
    let mut desk = desk();
    desk.type_text(HISTORY, "so");
    let found = hits(&mut desk);
    assert!(found.len() > 1, "{found:?}");
    desk.key(HISTORY, Named::ArrowDown);
    desk.commands();
    desk.key(HISTORY, Named::Enter);
    assert_eq!(desk.titles(), ["Buddy List", HISTORY, "Numerics tutorial"]);
    let from = desk.commands().into_iter().find_map(|command| match command {
        Command::HistoryFrom { message, .. } => Some(message),
        _ => None,
    });
    assert_eq!(from, Some(MessageId(22)));
    let shown = desk.lines("Numerics tutorial").join("\n");
    assert!(shown.contains("the trivial solution"), "{shown}");
}

#[test]
fn a_conversation_is_searched_alone() {
    let mut desk = desk();
    desk.type_text(HISTORY, "on");
    let all = hits(&mut desk).len();
    desk.click(HISTORY, Role::ComboBox, "Conversation");
    desk.click(HISTORY, Role::MenuItemCheckBox, "Numerics tutorial");
    let some = hits(&mut desk);
    assert!(!some.is_empty() && some.len() < all, "{some:?}");
}

#[test]
fn from_a_chat_its_own_conversation_is_searched() {
    let mut desk = Desk::with_history(with_people(), everything_said());
    desk.click("Buddy List", Role::ListBoxOption, "Clara Weber");
    desk.shortcut("Clara Weber", 'h', Modifiers::CTRL);
    desk.type_text(HISTORY, "on");
    let search = desk.commands().into_iter().rev().find_map(|command| match command {
        Command::Search { search, .. } => search.conversation,
        _ => None,
    });
    assert_eq!(search, CLARA.parse().ok());
    desk.key(HISTORY, Named::Escape);
    assert_eq!(desk.titles(), ["Buddy List", "Clara Weber"]);
}
