//! Messages by keyboard and by their menu: going, marking, copying, opening.

use super::*;
use crate::ui::text::Link;

const NONE: Modifiers = Modifiers::empty();

impl Desk {
    /// The log has the focus, by F6 from the input.
    fn in_log() -> Self {
        let history = vec![
            incoming(1, "the first message"),
            said(2, ME, "mine", MessageState::Sent),
            incoming(3, "read https://xmpp.org/rfcs/ and geo:50.0,8.2"),
        ];
        let mut desk = Self::with_clara(history);
        desk.press(Named::Tab, Modifiers::SHIFT);
        assert_eq!(desk.focused(), "Log Messages");
        desk
    }

    fn copy(&mut self, modifiers: Modifiers) -> Option<String> {
        self.letter('c', Modifiers::COMMAND | modifiers);
        self.screen.copied()
    }
}

#[test]
fn the_arrows_go_from_message_to_message_and_the_focus_is_told_there() {
    let mut desk = Desk::in_log();
    desk.press(Named::ArrowUp, NONE);
    assert!(desk.focused().contains("read https"), "{}", desk.focused());
    desk.press(Named::ArrowUp, NONE);
    assert!(desk.focused().contains("mine"), "{}", desk.focused());
    desk.press(Named::Home, NONE);
    assert!(desk.focused().contains("the first message"), "{}", desk.focused());
    desk.press(Named::ArrowUp, NONE);
    assert!(desk.focused().contains("the first message"), "{}", desk.focused());
    desk.press(Named::End, NONE);
    assert!(desk.focused().contains("read https"), "{}", desk.focused());
    assert_eq!(desk.copy(NONE).as_deref(), Some("read https://xmpp.org/rfcs/ and geo:50.0,8.2"));
}

#[test]
fn shift_marks_messages_and_letters_and_copies_them_with_or_without_names() {
    let mut desk = Desk::in_log();
    desk.press(Named::Home, NONE);
    desk.press(Named::ArrowDown, Modifiers::SHIFT);
    desk.press(Named::ArrowDown, Modifiers::SHIFT);
    assert_eq!(desk.copy(NONE).as_deref(), Some("the first message\nmine"));
    let named = desk.copy(Modifiers::SHIFT).unwrap();
    let lines: Vec<_> = named.lines().collect();
    assert!(lines[0].ends_with(") Clara Weber: the first message") && lines[1].ends_with(") You: mine"), "{named}");
    desk.press(Named::ArrowUp, Modifiers::SHIFT);
    assert_eq!(desk.copy(NONE).as_deref(), Some("the first message"), "back again");
    desk.press(Named::Escape, NONE);
    desk.press(Named::Home, NONE);
    desk.press(Named::ArrowRight, Modifiers::SHIFT);
    desk.press(Named::ArrowRight, Modifiers::SHIFT | Modifiers::COMMAND);
    assert_eq!(desk.copy(NONE).as_deref(), Some("the"));
    desk.press(Named::ArrowLeft, Modifiers::SHIFT);
    assert_eq!(desk.copy(NONE).as_deref(), Some("th"));
    desk.letter('a', Modifiers::COMMAND);
    assert_eq!(desk.copy(NONE).map(|text| text.lines().count()), Some(3));
}

#[test]
fn enter_opens_the_link_of_a_message_after_its_true_address_was_shown() {
    let mut desk = Desk::in_log();
    desk.press(Named::End, NONE);
    desk.press(Named::Enter, NONE);
    let shown = desk.lines().join("\n");
    assert!(shown.contains("https://xmpp.org/rfcs/") && shown.contains("Open this address?"), "{shown}");
    assert!(desk.actions.iter().all(|action| !matches!(action, Action::OpenLink(_))));
}

#[test]
fn what_opens_an_address_is_said_before_it_is_opened() {
    let explained = |link: &str| {
        let mut desk = Desk::with_clara(vec![incoming(1, "look")]);
        desk.send(vec![Message::Log(Happening::LinkPressed(Link::parse(link).unwrap()))]);
        desk.lines().join("\n")
    };
    assert!(explained("geo:50.0,8.2").contains("on a map"));
    assert!(explained("mailto:a@b.example").contains("The email goes"));
    assert!(explained("tel:+49-6131-1").contains("number is called"));
    assert!(explained("xmpp:tea@muc.example?join").contains("Fantail itself"));
    assert!(explained("https://xmpp.org/").contains("leads here"));
}

#[test]
fn the_menu_of_a_message_copies_it_and_marks_all() {
    let mut desk = Desk::in_log();
    desk.press(Named::Home, NONE);
    desk.press(Named::ContextMenu, NONE);
    desk.click(Role::MenuItem, "Copy");
    assert!(desk.actions.contains(&Action::Copy("the first message".into())), "{:?}", desk.actions);
    desk.press(Named::ContextMenu, NONE);
    desk.click(Role::MenuItem, "Mark All");
    assert!(matches!(desk.actions.last(), Some(Action::Focus(_))), "{:?}", desk.actions);
    assert_eq!(desk.copy(NONE).map(|text| text.lines().count()), Some(3));
}

#[test]
fn the_right_button_offers_the_link_under_it_and_keeps_what_is_marked() {
    let mut desk = Desk::in_log();
    desk.press(Named::End, NONE);
    desk.press(Named::ContextMenu, NONE);
    desk.click(Role::MenuItem, "Copy Link Address");
    assert!(desk.actions.contains(&Action::Copy("https://xmpp.org/rfcs/".into())), "{:?}", desk.actions);
    desk.letter('a', Modifiers::COMMAND);
    desk.right_click(Role::ListItem, "Clara Weber: the first message");
    desk.click(Role::MenuItem, "Copy");
    let copied = |action: &Action| matches!(action, Action::Copy(text) if text.lines().count() == 3);
    assert!(desk.actions.iter().any(copied), "{:?}", desk.actions);
}

#[test]
fn whoever_reads_further_up_keeps_what_he_reads_in_a_flood() {
    let flood =
        |desk: &mut Desk, ids: std::ops::Range<i64>| desk.happen(ids.map(|id| Event::Message(Box::new(incoming(id, "again")))).collect());
    let mut desk = Desk::with_clara((1..40).map(|id| incoming(id, "hello")).collect());
    desk.send(vec![Message::Log(Happening::AtEnd(false))]);
    flood(&mut desk, 100..2_200);
    assert_eq!(desk.chat.active().unwrap().log.oldest(), Some(MessageId(1)));
    desk.send(vec![Message::Log(Happening::AtEnd(true))]);
    flood(&mut desk, 2_200..2_201);
    assert!(desk.chat.active().unwrap().log.oldest() > Some(MessageId(1_000)));
}
