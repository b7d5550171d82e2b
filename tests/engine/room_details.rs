//! What is chosen of a room beside the five choices, on both servers: what they let their owners choose is so afterwards, what they do not
//! is told; and a room that is not wanted any more while it is made is gone.

use super::*;
use fantail::model::{BareJid, Form, Problem, RoomDetail, RoomDetails, RoomOptions, RoomWishes, Whispering};
use std::path::Path;
use support::ejabberd::{self, Ejabberd};

pub fn signed_in(jid: &str, address: &str, ca: &Path) -> (Engine, Subscription, TempDir) {
    let (engine, mut events, directory) = started();
    let account = Account {
        host: Host::parse(address),
        security: Security::StartTls,
        extra_roots: Some(std::fs::read_to_string(ca).unwrap()),
        ..Account::new(jid.parse().unwrap(), "desk".into())
    };
    ask(&engine, Command::AddAccount { account, password: Some(Secret::new(PASSWORD)) });
    until(&mut events, is_online);
    (engine, events, directory)
}

fn wished() -> RoomDetails {
    RoomDetails {
        addresses_shown: Some(true),
        anybody_invites: Some(true),
        anybody_sets_subject: Some(true),
        private_messages: Some(Whispering::Nobody),
        archived: Some(false),
        history: Some(7),
        language: Some("de".into()),
        maximum: Some(30),
    }
}

/// Makes the room as wished, changes it, and reads the server's form after both.
fn made_and_changed(jid: &str, room: &str, address: &str, ca: &Path) -> (Vec<RoomDetail>, RoomDetails, RoomDetails) {
    let (engine, _events, _directory) = signed_in(jid, address, ca);
    let (account, room): (BareJid, BareJid) = (jid.parse().unwrap(), room.parse().unwrap());
    let form = || -> Form {
        let Reply::Form(form) = ask(&engine, Command::RoomForm { account: account.clone(), room: room.clone() }) else { panic!("no form") };
        *form
    };
    let wishes = |details: RoomDetails| Box::new(RoomWishes { details, ..RoomWishes::default() });
    let create = Command::CreateRoom { account: account.clone(), room: room.clone(), nick: None, wishes: wishes(wished()) };
    let Reply::Configured { room: made, left_out } = ask(&engine, create) else { panic!("not made") };
    assert_eq!(made.room, room);
    let first = RoomDetails::read(&form());
    let change = RoomDetails { anybody_sets_subject: Some(false), language: Some("en".into()), ..RoomDetails::default() };
    let change = Command::ConfigureRoom { account: account.clone(), room: room.clone(), wishes: wishes(change) };
    let Reply::Configured { left_out: none, .. } = ask(&engine, change) else { panic!("not changed") };
    assert_eq!(none, []);
    let second = RoomDetails::read(&form());
    ask(&engine, Command::Quit);
    (left_out, first, second)
}

#[test]
fn prosody_takes_what_it_asks_for_and_the_rest_is_told() {
    let prosody = Prosody::start(Options::default());
    let (left_out, first, second) = made_and_changed(ROMEO, "tea@conference.one.test", &prosody.address(), prosody.ca());
    assert_eq!(left_out, [RoomDetail::PrivateMessages, RoomDetail::Maximum]);
    let expected = RoomDetails { private_messages: None, maximum: None, ..wished() };
    assert_eq!(first, expected);
    assert_eq!(second, RoomDetails { anybody_sets_subject: Some(false), language: Some("en".into()), ..expected });
}

#[test]
fn ejabberd_takes_what_it_asks_for_and_the_rest_is_told() {
    let ejabberd = Ejabberd::start();
    let (jid, room) = (format!("romeo@{}", ejabberd::DOMAIN), format!("tea@{}", ejabberd::ROOMS));
    let (left_out, first, second) = made_and_changed(&jid, &room, &ejabberd.address(), ejabberd.ca());
    assert_eq!(left_out, [RoomDetail::History]);
    let expected = RoomDetails { history: None, ..wished() };
    assert_eq!(first, expected);
    assert_eq!(second, RoomDetails { anybody_sets_subject: Some(false), language: Some("en".into()), ..expected });
}

#[test]
fn a_room_that_is_taken_back_is_gone_and_can_be_made_again() {
    let prosody = Prosody::start(Options::default());
    let (engine, _events, _directory) = signed_in(ROMEO, &prosody.address(), prosody.ca());
    let (account, room): (BareJid, BareJid) = (ROMEO.parse().unwrap(), "tea@conference.one.test".parse().unwrap());
    let options = RoomOptions { persistent: Some(true), ..RoomOptions::default() };
    let create = || {
        let wishes = Box::new(RoomWishes { options, ..RoomWishes::default() });
        ask(&engine, Command::CreateRoom { account: account.clone(), room: room.clone(), nick: None, wishes })
    };
    for _ in 0..2 {
        assert!(matches!(create(), Reply::Configured { room, .. } if room.options.persistent == Some(true)));
        ask(&engine, Command::TakeBackRoom { account: account.clone(), room: room.clone() });
        let info = engine.ask(Command::RoomInfo { account: account.clone(), room: room.clone() }).blocking_recv().unwrap();
        assert!(matches!(&info, Err(Problem::Stanza { condition, .. }) if condition == "item-not-found"), "{info:?}");
        let Reply::State(state) = ask(&engine, Command::State) else { panic!("no state") };
        assert!(!state.rooms.contains_key(&(account.clone(), room.clone())), "nor is it on the list");
    }
    ask(&engine, Command::Quit);
}
