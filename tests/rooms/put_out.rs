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

/// A bookmark says that the room is entered at every sign-in: not by whom it has put out.
#[test]
fn who_was_put_out_of_a_room_of_every_day_stays_out_until_he_joins_again() {
    let mut stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_persistentroom", "1")]);
    stage.fantail.ctl(&["room", "join", TEA, "--nick", "romeo", "--autojoin"]);
    administer(&mut juliet, TEA, "<item nick='romeo' role='none'/>");
    stage.room("put out", |room| room["state"] == "failed");
    juliet.expect_presence(&format!("{TEA}/romeo"), None);
    juliet.expect_presence(&format!("{TEA}/romeo"), Some("unavailable"));
    let mut device = stage.peer("romeo@one.test");
    for restarts in [false, true] {
        let other = format!("cake-{restarts}@conference.one.test");
        stage.fantail.ctl(&["status", "offline"]);
        device.iq(&format!(
            "<iq xmlns='jabber:client' type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:bookmarks:1'>\
             <item id='{other}'><conference xmlns='urn:xmpp:bookmarks:1' name='Cake'/></item></publish></pubsub></iq>"
        ));
        if restarts {
            stage.fantail.quit();
            stage.restart();
        } else {
            stage.fantail.ctl(&["status", "available"]);
        }
        // All bookmarks are told, and a join of ours would have come before this message.
        stage.fantail.wait_for(&["rooms"], "the bookmarks", |room| room["room"] == other.as_str());
        stage.fantail.ctl(&["send", "juliet@one.test", "I am out"]);
        juliet.expect_message("I am out");
        assert!(juliet.events().iter().all(|event| event["from"] != format!("{TEA}/romeo")), "after a restart: {restarts}");
        let room = stage.room("known", |_| true);
        assert_eq!((room["state"] != "joined", &room["autojoin"]), (true, &serde_json::json!(true)));
    }
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
