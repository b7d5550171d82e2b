//! Being put out of a room: the reason is shown, and nobody goes back without the user.

use super::{Stage, TEA, administer, condition, failed, romeo};
use crate::support::peer::Peer;

/// Put out by this word of Juliet's, for this reason; not back by itself, not even after a restart.
fn put_out(item: &str, reason: &str) -> (Stage, Peer) {
    let mut stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_persistentroom", "1")]);
    stage.join("romeo");
    administer(&mut juliet, TEA, item);
    let expected = failed(reason);
    let room = stage.room("put out", |room| room["state"] == "failed");
    assert_eq!(condition(&room), (&expected.0, &expected.1));
    assert!(stage.nicks().is_empty());
    juliet.expect_presence(&format!("{TEA}/romeo"), None);
    juliet.expect_presence(&format!("{TEA}/romeo"), Some("unavailable"));
    stage.restart();
    // A join of ours would have come before this message.
    stage.fantail.ctl(&["send", "juliet@one.test", "I am out"]);
    juliet.expect_message("I am out");
    assert!(juliet.events().iter().all(|event| event["from"] != format!("{TEA}/romeo")));
    assert_ne!(stage.room("known", |_| true)["state"], "joined");
    (stage, juliet)
}

#[test]
fn who_was_kicked_stays_out_until_he_joins_again() {
    let (stage, _juliet) = put_out("<item nick='romeo' role='none'><reason>Enough</reason></item>", "policy-violation");
    assert_eq!(stage.join("romeo")["state"], "joined");
}

#[test]
fn who_was_banned_stays_out() {
    let (stage, _juliet) = put_out("<item jid='romeo@one.test' affiliation='outcast'/>", "forbidden");
    assert_eq!(stage.fantail.refused(&["room", "join", TEA]), "forbidden");
}

#[test]
fn a_destroyed_room_is_gone() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    let answer = juliet.iq(&format!(
        "<iq xmlns='jabber:client' type='set' to='{TEA}'><query xmlns='http://jabber.org/protocol/muc#owner'>\
         <destroy><reason>Curfew</reason></destroy></query></iq>"
    ));
    assert!(answer.contains("result"), "{answer}");
    let expected = failed("gone");
    let room = stage.room("destroyed", |room| room["state"] == "failed");
    assert_eq!(condition(&room), (&expected.0, &expected.1));
    assert!(stage.nicks().is_empty());
}

#[test]
fn a_room_that_becomes_for_members_puts_guests_out() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    super::configure(&mut juliet, TEA, &[("muc#roomconfig_membersonly", "1")]);
    let expected = failed("registration-required");
    let room = stage.room("put out", |room| room["state"] == "failed");
    assert_eq!(condition(&room), (&expected.0, &expected.1));
}
