//! Bookmarks that somebody else pushes: nobody but our own account says which rooms are ours, and which are entered by themselves.

use super::{JULIET, ROMEO, STRANGERS, romeo};

fn push(from: &str) -> String {
    format!(
        "<message type='headline' from='{from}'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:bookmarks:1'>\
         <item id='trap@rooms.test'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'><nick>romeo</nick></conference></item>\
         </items></event></message>"
    )
}

#[test]
fn a_room_is_bookmarked_by_our_own_account_alone() {
    let mut stage = romeo();
    for from in STRANGERS.into_iter().chain([JULIET, "rooms.test", "trap@rooms.test"]) {
        stage.send(&push(from));
    }
    stage.still_works();
    assert!(stage.fantail.ctl(&["rooms"]).is_empty());
    stage.send(&push(ROMEO));
    stage.fantail.wait_for(&["rooms"], "our own bookmark", |room| room["room"] == "trap@rooms.test" && room["autojoin"] == true);
}
