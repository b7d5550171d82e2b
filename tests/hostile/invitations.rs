//! Invitations of strangers: nobody is taken anywhere, a flood is bounded, and only the room, or a person in their own name, invites.

use super::{STRANGERS, romeo};
use std::collections::BTreeSet;

fn mediated(from: &str, reason: &str) -> String {
    format!(
        "<message from='{from}'><body>Come!</body><x xmlns='http://jabber.org/protocol/muc#user'>\
         <invite from='tybalt@scripted.test'><reason>{reason}</reason></invite></x></message>"
    )
}

fn direct(from: &str, room: &str) -> String {
    format!("<message from='{from}'><x xmlns='jabber:x:conference' jid='{room}'/></message>")
}

#[test]
fn a_flood_of_invitations_is_bounded_and_takes_us_nowhere() {
    let mut stage = romeo();
    for _ in 0..3 {
        let flood: String = (0..300).map(|number| mediated(&format!("r{number}@rooms.scripted.test"), &"x".repeat(3_000))).collect();
        stage.send(&flood);
    }
    stage.still_works();
    let invitations = stage.fantail.ctl(&["invites"]);
    let rooms: BTreeSet<&str> = invitations.iter().map(|invitation| invitation["room"].as_str().unwrap()).collect();
    assert_eq!((invitations.len(), rooms.len()), (100, 100), "one a room, and so many rooms");
    assert!(invitations.iter().all(|invitation| invitation["reason"].as_str().unwrap().len() <= 2_000));
    assert!(stage.fantail.ctl(&["rooms"]).is_empty() && stage.fantail.ctl(&["conversations"]).iter().all(|about| about["kind"] == "chat"));
    // Nothing was answered: the first word to a room is the one that the user orders.
    let first = stage.ordered(&["room", "decline", "r7@rooms.scripted.test"], "<message");
    assert!(first.contains("r7@rooms.scripted.test") && first.contains("decline"), "{first}");
}

#[test]
fn somebody_in_a_room_does_not_speak_for_it_and_a_server_is_no_room() {
    let mut stage = romeo();
    stage.send(&mediated("tea@rooms.scripted.test/Mercutio", "from inside"));
    stage.send(&mediated("rooms.scripted.test", "from a service"));
    for stranger in STRANGERS {
        stage.send(&direct(stranger, "rooms.scripted.test"));
        stage.send(&direct(stranger, "not an address"));
    }
    stage.still_works();
    assert!(stage.fantail.ctl(&["invites"]).is_empty());
    stage.send(&direct("tybalt@scripted.test/x", "tea@rooms.scripted.test"));
    stage.still_works();
    let invitation = stage.fantail.ctl(&["invites"]).remove(0);
    assert_eq!((invitation["from"].as_str(), invitation["direct"].as_bool()), (Some("tybalt@scripted.test/x"), Some(true)));
}
