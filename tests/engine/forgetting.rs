//! What the user deletes stays deleted, though the archive still tells of it.

use super::notices::{TEA, account, online, online_at, room};
use super::*;
use fantail::model::{Jid, Manner, Message, RoomWishes};
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

/// Behind the last message of which the archive's id is known here the archive tells our own words again, and those of other devices.
#[test]
fn a_deleted_conversation_stays_deleted_when_the_program_starts_again() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, folder) = online_at(&prosody, "first");
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    let mut phone = Peer::online("romeo@one.test/phone", PASSWORD, prosody.port(), prosody.ca());
    juliet.send(ROMEO, "what is it?");
    until(&mut events, |seen| seen.iter().any(|event| matches!(event, Event::Message(message) if message.body == "what is it?")));
    let to = JULIET.parse().unwrap();
    ask(&engine, Command::Send { account: account(), to, body: "a secret".into(), answers: None, manner: Manner::Plain });
    juliet.expect_message("a secret");
    phone.send(JULIET, "another");
    juliet.expect_message("another");
    until(&mut events, |seen| seen.iter().any(|event| matches!(event, Event::Message(message) if message.body == "another")));
    ask(&engine, Command::ForgetConversation { account: account(), conversation: JULIET.parse().unwrap() });
    ask(&engine, Command::Quit);

    juliet.send(ROMEO, "did you delete it?");
    juliet.roster();
    let store = Store::open(&Profile::at(folder.path()).unwrap()).unwrap();
    let engine = engine::start(store, Keyring::none(), Start { offline: false }).unwrap();
    ask(&engine, Command::SetPassword { account: account(), password: Secret::new(PASSWORD), remember: false });
    let bodies = || history(&engine, JULIET).into_iter().map(|message| message.body).collect::<Vec<_>>();
    support::eventually(support::PATIENCE, "what came since", || (!bodies().is_empty()).then_some(()));
    assert_eq!(bodies(), ["did you delete it?"]);
    ask(&engine, Command::Quit);
}

/// Comes into the room again, and waits until it has told all it tells.
fn enter(engine: &Engine) {
    let join = Command::JoinRoom { account: account(), room: room(), nick: None, password: None, autojoin: false };
    assert!(matches!(ask(engine, join), Reply::Room(_)));
}

#[test]
fn a_rooms_deleted_history_does_not_come_back_whether_it_has_an_archive_or_not() {
    for without in [Vec::new(), vec!["muc_mam"]] {
        let archived = without.is_empty();
        let prosody = Prosody::start(Options { without, ..Options::default() });
        let (engine, mut events, _directory) = online(&prosody);
        let wishes = Box::new(RoomWishes::default());
        ask(&engine, Command::CreateRoom { account: account(), room: room(), nick: None, wishes });
        let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
        juliet.join(TEA, "juliet");
        for line in ["one", "two", "three"] {
            juliet.say_in_room(TEA, line);
        }
        until(&mut events, |seen| seen.iter().any(|event| matches!(event, Event::Message(message) if message.body == "three")));
        ask(&engine, Command::LeaveRoom { account: account(), room: room(), words: None });
        ask(&engine, Command::ForgetConversation { account: account(), conversation: room().into() });
        // The room's clock has whole seconds, and ours may be another.
        support::eventually(support::PATIENCE, "some time goes by", || {
            juliet.say_in_room(TEA, "while away");
            enter(&engine);
            let bodies: Vec<String> = history(&engine, TEA).into_iter().map(|message| message.body).collect();
            assert!(bodies.iter().all(|body| body == "while away"), "{bodies:?}");
            ask(&engine, Command::LeaveRoom { account: account(), room: room(), words: None });
            (!bodies.is_empty()).then_some(())
        });
        enter(&engine);
        let more = ask(&engine, Command::OlderLines { account: account(), room: room() });
        assert!(matches!(more, Reply::More(false)), "{more:?}, with an archive: {archived}");
        assert!(history(&engine, TEA).iter().all(|message| message.body == "while away"));
        ask(&engine, Command::Quit);
    }
}
