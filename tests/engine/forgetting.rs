//! What the user deletes stays deleted, though the archive still tells of it.

use super::notices::{account, online_at};
use super::*;
use fantail::model::{Jid, Message};
use support::proxy::Proxy;

const JULIET: &str = "juliet@one.test";
const NURSE: &str = "nurse@one.test";
/// Of each: six pages of the archive in all.
const MANY: usize = 300;

fn history(engine: &Engine, with: &str) -> Vec<Message> {
    let conversation: Jid = with.parse().unwrap();
    let Reply::Messages(messages) = ask(engine, Command::History { account: account(), conversation, before: None, limit: 5_000 }) else {
        panic!("no messages")
    };
    messages
}

#[test]
fn a_conversation_deleted_while_the_archive_comes_in_does_not_come_back() {
    let prosody = Prosody::start(Options::default());
    let (first, mut events, _first) = online_at(&prosody, "first");
    let mut peers = [JULIET, NURSE].map(|name| Peer::online(name, PASSWORD, prosody.port(), prosody.ca()));
    for half in 0..2 {
        for peer in &mut peers {
            peer.send_many(ROMEO, &format!("part {half}"), MANY / 2);
        }
    }
    let last = format!("part 1 {}", MANY / 2);
    let heard = |seen: &[Event], from: &str| {
        seen.iter().any(|event| matches!(event, Event::Message(message) if message.body == last && message.from.as_str() == from))
    };
    until(&mut events, |seen| heard(seen, JULIET) && heard(seen, NURSE));
    ask(&first, Command::Quit);

    // The network breaks after the second page or so.
    let mut proxy = Proxy::start(prosody.port());
    let (second, mut events, _second) = started();
    proxy.cut_after(150_000);
    let at_proxy = Account { host: Host::parse(&proxy.address()), ..romeo(&prosody, "second") };
    ask(&second, Command::AddAccount { account: at_proxy, password: Some(Secret::new(PASSWORD)) });
    let lost = |seen: &[Event]| {
        let states = seen.iter().filter_map(|event| if let Event::Account(status) = event { Some(status.state) } else { None });
        states.skip_while(|state| *state != AccountState::Online).any(|state| state == AccountState::Connecting)
    };
    until(&mut events, lost);
    let before = history(&second, JULIET).len();
    assert!(before > 0 && before < MANY, "{before} of {MANY} are here");
    ask(&second, Command::ForgetConversation { account: account(), conversation: JULIET.parse().unwrap() });

    proxy.resume();
    support::eventually(support::PATIENCE, "the rest comes", || (history(&second, NURSE).len() == MANY).then_some(()));
    let back: Vec<String> = history(&second, JULIET).into_iter().map(|message| message.body).collect();
    assert_eq!(back, [""; 0]);
    ask(&second, Command::Quit);
}
