//! What comes from outside: somebody writes, a link is opened.

use super::desk::{Desk, jid, lively, me};
use fantail::model::{Command, Conversation, Direction, Event, Kind, Manner, Message as Said, MessageId, MessageState};
use fantail::ui::app::{Message, Outside};
use fantail::ui::semantics::Role;

const ANNA: &str = "anna@example.org";

fn anna_writes() -> Vec<Event> {
    let said = Said {
        id: MessageId(7),
        account: me(),
        conversation: jid(ANNA).into(),
        kind: Kind::Chat,
        direction: Direction::In,
        from: jid(ANNA).into(),
        time: jiff::Timestamp::now(),
        body: "Are you there?".into(),
        state: MessageState::Received,
        origin_id: None,
        stanza_id: None,
        delayed: false,
        shortened: false,
        unstyled: false,
        manner: Manner::Plain,
        file: None,
        corrected: false,
        retracted: false,
        answers: None,
        unchanged: None,
        reactions: std::collections::BTreeMap::new(),
    };
    let about = Conversation {
        account: me(),
        conversation: jid(ANNA).into(),
        kind: Kind::Chat,
        unread: 1,
        mentions: 0,
        last_time: Some(said.time),
        last_body: Some(said.body.clone()),
        typing: Default::default(),
    };
    vec![Event::Message(Box::new(said)), Event::Conversation(about)]
}

#[test]
fn what_opens_by_itself_gives_the_keyboard_back_and_is_read_when_somebody_comes() {
    let mut desk = Desk::new(lively());
    let list = desk.window("Buddy List");
    desk.send(Message::Focused(list, true));
    desk.send(Message::Events(anna_writes()));
    let chat = desk.window(ANNA);
    // The desktop gives the keyboard to what is new, and we give it back.
    for (window, focused) in [(list, false), (chat, true)] {
        desk.send(Message::Focused(window, focused));
    }
    assert_eq!(desk.raised.last(), Some(&list));
    for (window, focused) in [(chat, false), (list, true)] {
        desk.send(Message::Focused(window, focused));
    }
    let read = Command::MarkRead { account: me(), conversation: jid(ANNA).into() };
    assert!(!desk.commands().contains(&read));
    for (window, focused) in [(list, false), (chat, true)] {
        desk.send(Message::Focused(window, focused));
    }
    assert!(desk.commands().contains(&read), "the second time it is the user");
}

#[test]
fn where_nobody_was_the_new_chat_is_read_when_something_is_done_there() {
    let mut desk = Desk::new(lively());
    desk.send(Message::Events(anna_writes()));
    let chat = desk.window(ANNA);
    desk.send(Message::Focused(chat, true));
    let read = Command::MarkRead { account: me(), conversation: jid(ANNA).into() };
    assert!(!desk.commands().contains(&read));
    desk.send(Message::Touched(chat));
    assert!(desk.commands().contains(&read));
}

#[test]
fn a_chat_that_opened_by_itself_is_read_when_its_buddy_is_pressed() {
    let mut desk = Desk::new(lively());
    let list = desk.window("Buddy List");
    desk.send(Message::Focused(list, true));
    desk.send(Message::Events(anna_writes()));
    let chat = desk.window(ANNA);
    desk.click("Buddy List", Role::ListBoxOption, ANNA);
    assert_eq!(desk.raised.last(), Some(&chat));
    desk.send(Message::Focused(chat, true));
    assert!(desk.commands().contains(&Command::MarkRead { account: me(), conversation: jid(ANNA).into() }));
}

#[test]
fn a_chat_the_user_opened_is_read_at_once() {
    let mut desk = Desk::new(lively());
    desk.click("Buddy List", Role::ListBoxOption, ANNA);
    let chat = desk.window(ANNA);
    desk.send(Message::Focused(chat, true));
    desk.send(Message::Events(anna_writes()));
    assert!(desk.commands().contains(&Command::MarkRead { account: me(), conversation: jid(ANNA).into() }));
}

#[test]
fn a_link_writes_into_the_input_and_sends_nothing() {
    let mut desk = Desk::new(lively());
    for body in ["Hello", "there"] {
        desk.send(Message::Outside(Outside::OpenUri(format!("xmpp:{ANNA}?message;body={body}"))));
    }
    let tree = desk.tree(ANNA);
    let (_, input) = tree.find(Role::MultilineTextInput, &format!("Message to {ANNA}")).unwrap();
    assert_eq!(input.value(), Some("Hello\nthere"));
    assert!(!desk.commands().iter().any(|command| matches!(command, Command::Send { .. })));
}

#[test]
fn a_link_to_a_room_fills_in_the_dialog_with_its_password() {
    let mut desk = Desk::new(lively());
    desk.send(Message::Outside(Outside::OpenUri("xmpp:tea@rooms.example.org?join;password=earl".into())));
    let tree = desk.tree("Join a Chat");
    assert_eq!(tree.find(Role::TextInput, "Room").unwrap().1.value(), Some("tea"));
    assert_eq!(tree.find(Role::TextInput, "Server").unwrap().1.value(), Some("rooms.example.org"));
    assert!(desk.commands().is_empty());
    desk.click("Join a Chat", Role::Button, "Join");
    let commands = desk.commands();
    let [Command::JoinRoom { password: Some(password), .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(password.reveal(), "earl");
}
