//! The XML console shows what goes over the stream while it is open, and sends what is written. Server Info beside it.

use super::desk::{Desk, lively, me};
use fantail::model::discovery::{Discovered, Identity};
use fantail::model::problem::BadArgument;
use fantail::model::trace::{Kind, Traced, Way};
use fantail::model::{Command, Event, Problem, Reply};
use fantail::ui::semantics::Role;
use iced::keyboard::{Modifiers, key::Named};

const CONSOLE: &str = "XML Console";

fn opened() -> Desk {
    let mut desk = Desk::new(lively());
    desk.click("Buddy List", Role::MenuItem, "Help");
    desk.click("Buddy List", Role::MenuItem, CONSOLE);
    assert_eq!(desk.next_command(), Command::Trace { account: me(), on: true });
    desk
}

#[test]
fn server_info_tells_how_we_are_connected_and_what_the_server_offers() {
    let mut desk = Desk::new(lively());
    desk.answer(Reply::Discovered(Box::new(Discovered {
        jid: "jabber.uni-mainz.de".parse().unwrap(),
        node: None,
        identities: vec![Identity { category: "server".into(), kind: "im".into(), name: Some("Prosody".into()) }],
        features: vec!["urn:xmpp:blocking".into()],
        forms: Vec::new(),
    })));
    desk.click("Buddy List", Role::MenuItem, "Help");
    desk.click("Buddy List", Role::MenuItem, "Server Info");
    let account = me();
    let domain = account.domain().as_str().parse().unwrap();
    assert!(desk.commands().contains(&Command::Discover { account: account.clone(), jid: domain, node: None }));
    let lines = super::testing::lines(&desk.tree("Server Info"));
    let value = |name: &str| lines.iter().skip_while(|line| **line != format!("Label {name}")).nth(1).cloned();
    assert_eq!(value("Account"), Some(format!("Label {account}")));
    assert_eq!(value("Software").as_deref(), Some("Label Prosody"));
    assert_eq!(value("Blocking people").as_deref(), Some("Label yes"));
    assert_eq!(value("Sending files").as_deref(), Some("Label no"));
}

fn traced(way: Way, kind: Kind, xml: &str) -> Event {
    let element = Traced { way, time: jiff::Timestamp::UNIX_EPOCH, kind, xml: xml.into() };
    Event::Traced { account: me(), elements: vec![element] }
}

fn shows(desk: &mut Desk, text: &str) -> bool {
    super::testing::lines(&desk.tree(CONSOLE)).iter().any(|line| line.starts_with("ListItem") && line.contains(text))
}

#[test]
fn the_stream_is_told_only_while_the_console_is_open() {
    let mut desk = opened();
    desk.event(traced(Way::Received, Kind::Message, "<message><body>tea</body></message>"));
    assert!(shows(&mut desk, "Received: <message>"));
    desk.key(CONSOLE, Named::Escape);
    assert_eq!(desk.commands(), [Command::Trace { account: me(), on: false }]);
    assert_eq!(desk.titles(), ["Buddy List"]);
}

#[test]
fn what_is_shown_is_filtered_paused_and_cleared() {
    let mut desk = opened();
    desk.event(traced(Way::Received, Kind::Presence, "<presence/>"));
    desk.event(traced(Way::Sent, Kind::Iq, "<iq type='get'/>"));
    desk.click(CONSOLE, Role::ComboBox, "Show");
    desk.click(CONSOLE, Role::MenuItemCheckBox, "Presence");
    assert!(shows(&mut desk, "<presence/>") && !shows(&mut desk, "<iq"));
    desk.click(CONSOLE, Role::CheckBox, "Pause");
    desk.event(traced(Way::Received, Kind::Presence, "<presence type='unavailable'/>"));
    assert!(!shows(&mut desk, "unavailable"));
    desk.click(CONSOLE, Role::Button, "Clear");
    assert!(!shows(&mut desk, "<presence/>"));
}

#[test]
fn a_template_is_sent_and_what_is_refused_stays_with_the_reason() {
    let mut desk = opened();
    desk.click(CONSOLE, Role::Button, "Templates");
    desk.click(CONSOLE, Role::MenuItem, "Ping the server");
    desk.refuse(Problem::BadArgument(BadArgument::Xml));
    desk.click(CONSOLE, Role::Button, "Send");
    let sent = desk.commands();
    assert!(matches!(&sent[..], [Command::SendXml { xml, .. }] if xml.contains("urn:xmpp:ping")), "{sent:?}");
    let words = super::testing::lines(&desk.tree(CONSOLE)).join("\n");
    assert!(words.contains("This is not one whole message"), "{words}");
    desk.click(CONSOLE, Role::MultilineTextInput, "A stanza, as XML");
    desk.key_with(CONSOLE, Named::Enter, Modifiers::COMMAND);
    assert_eq!(desk.commands(), sent, "as it was");
    let tree = desk.tree(CONSOLE);
    assert_eq!(tree.find(Role::MultilineTextInput, "A stanza, as XML").unwrap().1.value().unwrap_or_default().trim(), "");
}
