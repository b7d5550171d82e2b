//! Questions that come by themselves: authorization, certificates.

use super::desk::{Desk, account, certificate, jid, lively, me, request};
use fantail::model::{AccountStatus, Command, Event, Fingerprint, Problem, Profile, Reply};
use fantail::ui::semantics::Role;
use iced::keyboard::{Modifiers, key::Named};

#[test]
fn a_request_opens_a_window_that_no_stray_key_answers() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", Some("Lena Fischer"), Some("Hi, I'm in your seminar group!"))));
    assert_eq!(desk.titles(), ["Buddy List", "Authorize"]);
    desk.key("Authorize", Named::Enter);
    desk.key("Authorize", Named::Space);
    assert_eq!(desk.commands(), []);
    desk.key("Authorize", Named::Tab);
    assert_eq!(desk.focused("Authorize"), "Button Authorize");
    desk.key("Authorize", Named::Tab);
    assert_eq!(desk.focused("Authorize"), "Button Deny");
}

#[test]
fn alt_a_authorizes_and_offers_to_add_back() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", Some("Lena Fischer"), None)));
    desk.tree("Authorize");
    desk.shortcut("Authorize", 'a', Modifiers::ALT);
    assert_eq!(desk.commands(), [Command::Authorize { account: me(), jid: jid("lena@example.org"), add: None }]);
    desk.event(Event::RequestGone { account: me(), jid: jid("lena@example.org") });
    desk.click("Authorize", Role::Button, "Add…");
    assert_eq!(desk.titles(), ["Buddy List", "Add Buddy"]);
    let tree = desk.tree("Add Buddy");
    assert_eq!(tree.find(Role::TextInput, "Buddy's username").unwrap().1.value(), Some("lena@example.org"));
    assert_eq!(tree.find(Role::TextInput, "Alias").unwrap().1.value(), Some("Lena Fischer"));
}

#[test]
fn alt_d_denies_and_the_next_one_waits_in_the_same_window() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", None, None)));
    desk.event(Event::Request(request("tom@example.org", None, None)));
    assert_eq!(desk.titles(), ["Buddy List", "Authorize"]);
    desk.tree("Authorize");
    desk.shortcut("Authorize", 'd', Modifiers::ALT);
    desk.shortcut("Authorize", 'd', Modifiers::ALT);
    let deny = |address| Command::Deny { account: me(), jid: jid(address) };
    assert_eq!(desk.commands(), [deny("lena@example.org"), deny("tom@example.org")]);
    assert_eq!(desk.titles(), ["Buddy List"]);
}

#[test]
fn who_asks_can_be_written_to_before_anything_is_decided() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", None, None)));
    desk.click("Authorize", Role::Button, "Reply…");
    assert_eq!(desk.titles(), ["Buddy List", "Authorize", "lena@example.org"]);
    assert!(desk.commands().iter().all(|command| !matches!(command, Command::Authorize { .. } | Command::Deny { .. })));
    desk.shortcut("Authorize", 'a', Modifiers::ALT);
    assert!(desk.commands().iter().any(|command| matches!(command, Command::Authorize { .. })));
}

#[test]
fn a_crowd_of_strangers_is_one_question_and_people_we_know_come_first() {
    let mut desk = Desk::new(lively());
    let strangers: Vec<String> = (1..=7).map(|number| format!("bot{number}@spam.example")).collect();
    for stranger in &strangers {
        desk.event(Event::Request(request(stranger, None, None)));
    }
    desk.event(Event::Request(request("clara@jabber.uni-mainz.de", None, None)));
    // Clara is on the list: she is asked about alone.
    assert!(desk.has("Authorize", Role::Button, "Authorize"));
    desk.shortcut("Authorize", 'a', Modifiers::ALT);
    desk.event(Event::RequestGone { account: me(), jid: jid("clara@jabber.uni-mainz.de") });
    let authorized = Command::Authorize { account: me(), jid: jid("clara@jabber.uni-mainz.de"), add: None };
    assert_eq!(desk.commands(), [authorized]);
    assert!(desk.has("Authorize", Role::Button, "Deny all 7"));
    // The key for one does nothing to all.
    desk.shortcut("Authorize", 'a', Modifiers::ALT);
    assert_eq!(desk.commands(), []);
    desk.click("Authorize", Role::Button, "Deny all 7");
    let denied: Vec<_> = strangers.iter().map(|stranger| Command::Deny { account: me(), jid: jid(stranger) }).collect();
    assert_eq!(desk.commands(), denied);
    assert_eq!(desk.titles(), ["Buddy List"]);
}

#[test]
fn the_one_that_is_asked_about_stays_whoever_comes() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", None, None)));
    // Clara is known, and asks while somebody is about to answer.
    desk.event(Event::Request(request("clara@jabber.uni-mainz.de", None, None)));
    desk.tree("Authorize");
    desk.shortcut("Authorize", 'd', Modifiers::ALT);
    assert_eq!(desk.commands(), [Command::Deny { account: me(), jid: jid("lena@example.org") }]);
}

#[test]
fn a_crowd_of_strangers_can_be_gone_through_one_by_one() {
    let mut desk = Desk::new(lively());
    for number in 1..=5 {
        desk.event(Event::Request(request(&format!("bot{number}@spam.example"), None, None)));
    }
    desk.click("Authorize", Role::Button, "One by one");
    desk.shortcut("Authorize", 'd', Modifiers::ALT);
    assert_eq!(desk.commands(), [Command::Deny { account: me(), jid: jid("bot1@spam.example") }]);
}

#[test]
fn a_request_can_be_left_for_later_and_answered_in_the_list() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("clara@jabber.uni-mainz.de", None, None)));
    desk.key("Authorize", Named::Escape);
    assert_eq!((desk.titles(), desk.commands()), (vec!["Buddy List".to_owned()], vec![]));
    desk.click("Buddy List", Role::Button, "Authorize");
    assert!(matches!(&desk.commands()[..], [Command::Authorize { .. }]));
}

#[test]
fn who_asks_is_known_by_their_address_and_can_be_added_back_from_the_list() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("mallory@example.org", Some("Clara Weber"), Some("Let me in"))));
    desk.key("Authorize", Named::Escape);
    let told = desk.lines("Buddy List").join("\n");
    assert!(told.contains("mallory@example.org") && told.contains("Let me in"), "{told}");
    desk.click("Buddy List", Role::Button, "Authorize");
    assert_eq!(desk.commands(), [Command::Authorize { account: me(), jid: jid("mallory@example.org"), add: None }]);
    assert!(desk.titles().contains(&"Add Buddy".to_owned()));
    let tree = desk.tree("Add Buddy");
    let (_, address) = tree.find(Role::TextInput, "Buddy's username").unwrap();
    assert_eq!(address.value(), Some("mallory@example.org"));
}

#[test]
fn what_somebody_publishes_is_asked_for_only_when_wanted() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", None, None)));
    assert_eq!(desk.commands(), []);
    let mut profile = Profile::new(jid("lena@example.org"));
    profile.full_name = Some("Lena Vogt".into());
    profile.organization = Some("Institute of Physics".into());
    desk.answer(Reply::Profile(Box::new(profile)));
    desk.tree("Authorize");
    desk.shortcut("Authorize", 'p', Modifiers::ALT);
    assert_eq!(desk.commands(), [Command::Profile { account: me(), jid: jid("lena@example.org") }]);
    let shown = super::testing::lines(&desk.tree("Authorize")).join("\n");
    assert!(shown.contains("Lena Vogt") && shown.contains("Institute of Physics"), "{shown}");
    assert!(!shown.contains("Show Profile"));
    // The next one is somebody else.
    desk.event(Event::Request(request("mika@example.org", None, None)));
    desk.shortcut("Authorize", 'd', Modifiers::ALT);
    assert!(desk.has("Authorize", Role::Button, "Show Profile"));
}

#[test]
fn a_request_answered_on_another_device_goes_away() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", None, None)));
    desk.event(Event::RequestGone { account: me(), jid: jid("lena@example.org") });
    assert_eq!(desk.titles(), ["Buddy List"]);
}

fn untrusted() -> AccountStatus {
    AccountStatus { certificate: Some(certificate()), ..account(Some(Problem::UntrustedCertificate)) }
}

#[test]
fn enter_does_not_trust_a_certificate() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Account(Box::new(untrusted())));
    assert_eq!(desk.titles(), ["Buddy List", "Certificate"]);
    assert_eq!(desk.focused("Certificate"), "Button Don't connect");
    let tree = desk.tree("Certificate");
    let said: Vec<_> = tree.nodes.iter().filter(|(_, node)| node.role() == Role::Label).filter_map(|(_, node)| node.value()).collect();
    assert!(said.iter().any(|value| value.starts_with("ABAB ABAB")), "{said:?}");
    desk.key("Certificate", Named::Enter);
    assert_eq!((desk.titles(), desk.commands()), (vec!["Buddy List".to_owned()], vec![]));
    desk.click("Buddy List", Role::Button, "Look at certificate…");
    desk.click("Certificate", Role::Button, "Trust this certificate");
    assert_eq!(desk.commands(), [Command::TrustCertificate { account: me(), sha256: Fingerprint([0xab; 32]) }]);
    assert_eq!(desk.titles(), ["Buddy List"]);
}

#[test]
fn questions_from_before_are_asked_at_the_start() {
    let mut state = lively();
    state.apply(&Event::Request(request("lena@example.org", None, None)));
    state.apply(&Event::Account(Box::new(account(Some(Problem::PasswordNeeded)))));
    let desk = Desk::new(state);
    assert_eq!(desk.titles(), ["Buddy List", "Password", "Authorize"]);
}
