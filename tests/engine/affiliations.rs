//! The lists of a room (XEP-0045 §9, §10): everybody is put on each of them, read from the server, and taken off again, on both servers.

use super::room_details::signed_in;
use super::*;
use fantail::model::{Affiliated, Affiliation, BareJid, RoomWishes};
use std::path::Path;
use support::ejabberd::{self, Ejabberd};

fn on_and_off_each_list(jid: &str, room: &str, address: &str, ca: &Path) {
    let (engine, _events, _directory) = signed_in(jid, address, ca);
    let (account, room): (BareJid, BareJid) = (jid.parse().unwrap(), room.parse().unwrap());
    let wishes = Box::new(RoomWishes::default());
    ask(&engine, Command::CreateRoom { account: account.clone(), room: room.clone(), nick: None, wishes });
    let listed = |affiliation| -> Vec<Affiliated> {
        let Reply::Affiliated(list) = ask(&engine, Command::Affiliated { account: account.clone(), room: room.clone(), affiliation })
        else {
            panic!("no list")
        };
        list
    };
    let juliet: BareJid = format!("juliet@{}", account.domain()).parse().unwrap();
    let set = |affiliation, reason: Option<&str>| {
        let reason = reason.map(str::to_owned);
        ask(&engine, Command::SetAffiliation { account: account.clone(), room: room.clone(), jid: juliet.clone(), affiliation, reason });
    };
    for affiliation in [Affiliation::Outcast, Affiliation::Member, Affiliation::Admin, Affiliation::Owner] {
        let others = listed(affiliation).len();
        assert_eq!(others, usize::from(affiliation == Affiliation::Owner), "we own it");
        set(affiliation, Some("Well known"));
        let list = listed(affiliation);
        let there = list.iter().find(|one| one.jid == juliet).unwrap_or_else(|| panic!("{affiliation:?}: {list:?}"));
        assert_eq!((there.affiliation, list.len()), (affiliation, others + 1));
        set(Affiliation::None, None);
        assert_eq!(listed(affiliation).len(), others, "{affiliation:?}");
    }
    ask(&engine, Command::Quit);
}

#[test]
fn of_a_room_of_prosody() {
    let prosody = Prosody::start(Options::default());
    on_and_off_each_list(ROMEO, "tea@conference.one.test", &prosody.address(), prosody.ca());
}

#[test]
fn of_a_room_of_ejabberd() {
    let ejabberd = Ejabberd::start();
    let (jid, room) = (format!("romeo@{}", ejabberd::DOMAIN), format!("tea@{}", ejabberd::ROOMS));
    on_and_off_each_list(&jid, &room, &ejabberd.address(), ejabberd.ca());
}
