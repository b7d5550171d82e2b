//! Bookmarks: a room is ours on every device, and is entered and left on all of them.

use super::{Stage, TEA, romeo};
use crate::support::PATIENCE;
use crate::support::ejabberd::{self, Ejabberd};
use crate::support::eventually;
use crate::support::fantail::Fantail;
use crate::support::peer::Peer;
use crate::support::prosody::PASSWORD;

const EXTENSIONS: &str = "<extensions><pinned xmlns='urn:other:client'/></extensions>";

fn items(device: &mut Peer) -> String {
    device.iq(
        "<iq xmlns='jabber:client' type='get'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:bookmarks:1'/></pubsub></iq>",
    )
}

fn bookmarks(device: &mut Peer, fits: impl Fn(&str) -> bool) -> String {
    eventually(PATIENCE, "bookmarks that fit", || Some(items(device)).filter(|items| fits(items)))
}

fn bookmark(device: &mut Peer, autojoin: bool) {
    let options: String = [
        ("FORM_TYPE", "http://jabber.org/protocol/pubsub#publish-options"),
        ("pubsub#persist_items", "true"),
        ("pubsub#max_items", "max"),
        ("pubsub#send_last_published_item", "never"),
        ("pubsub#access_model", "whitelist"),
    ]
    .map(|(name, value)| format!("<field var='{name}'><value>{value}</value></field>"))
    .concat();
    let answer = device.iq(&format!(
        "<iq xmlns='jabber:client' type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:bookmarks:1'>\
         <item id='{TEA}'><conference xmlns='urn:xmpp:bookmarks:1' name='Tea' autojoin='{autojoin}'><nick>montague</nick>{EXTENSIONS}\
         </conference></item></publish><publish-options><x xmlns='jabber:x:data' type='submit'>{options}</x></publish-options></pubsub></iq>"
    ));
    assert!(answer.contains("result"), "{answer}");
}

/// Romeo's other client.
fn device(stage: &Stage) -> Peer {
    stage.peer("romeo@one.test")
}

#[test]
fn a_room_to_be_entered_by_itself_is_bookmarked_and_no_longer_once_it_is_left() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[]);
    let mut device = device(&stage);
    stage.fantail.ctl(&["room", "join", TEA, "--nick", "romeo", "--autojoin"]);
    let told = bookmarks(&mut device, |items| items.contains(TEA));
    assert!(told.contains("autojoin=\"true\"") && told.contains(">romeo</"), "{told}");
    stage.fantail.ctl(&["room", "leave", TEA]);
    bookmarks(&mut device, |items| items.contains(TEA) && items.contains("autojoin=\"false\""));
}

#[test]
fn a_room_left_while_nobody_could_be_told_stays_left() {
    let mut stage = romeo();
    let _juliet = stage.juliet_with_tea(&[("muc#roomconfig_persistentroom", "1")]);
    let mut device = device(&stage);
    stage.fantail.ctl(&["room", "join", TEA, "--nick", "romeo", "--autojoin"]);
    bookmarks(&mut device, |items| items.contains("autojoin=\"true\""));
    stage.fantail.quit();
    stage.fantail.restart_with(&["--offline"]);
    stage.fantail.ctl(&["room", "leave", TEA]);
    stage.fantail.quit();
    stage.fantail.restart_with(&[]);
    stage.sign_in_again();
    bookmarks(&mut device, |items| items.contains(TEA) && items.contains("autojoin=\"false\""));
    let room = stage.room("left", |_| true);
    assert_eq!((&room["state"], &room["autojoin"]), (&serde_json::json!("left"), &serde_json::json!(false)));
}

#[test]
fn a_room_we_are_in_already_is_bookmarked_too_and_who_comes_and_goes_quickly_is_where_he_went_last() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[]);
    let mut device = device(&stage);
    stage.join("romeo");
    assert_eq!(stage.fantail.ctl(&["room", "join", TEA, "--nick", "romeo", "--autojoin"]).remove(0)["autojoin"], true);
    bookmarks(&mut device, |items| items.contains("autojoin=\"true\""));
    for _ in 0..5 {
        stage.fantail.ctl(&["room", "leave", TEA]);
        stage.fantail.ctl(&["room", "join", TEA, "--autojoin"]);
    }
    // What the server tells of it has come before the answer.
    stage.fantail.ctl(&["disco", "one.test"]);
    assert_eq!(stage.room("in it", |_| true)["state"], "joined");
    bookmarks(&mut device, |items| items.contains("autojoin=\"true\""));
}

#[test]
fn what_another_device_enters_and_leaves_is_entered_and_left_and_what_it_added_stays() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[]);
    let mut device = device(&stage);
    bookmark(&mut device, true);
    let room = stage.room("entered", |room| room["state"] == "joined");
    assert_eq!((&room["nick"], &room["autojoin"]), (&"montague".into(), &true.into()));
    bookmark(&mut device, false);
    stage.room("left", |room| room["state"] == "left" && room["autojoin"] == false);
    stage.fantail.ctl(&["room", "join", TEA, "--autojoin"]);
    let told = bookmarks(&mut device, |items| items.contains("autojoin=\"true\""));
    assert!(told.contains("urn:other:client"), "{told}");
}

#[test]
fn what_was_bookmarked_while_we_were_away_is_entered_at_the_next_sign_in_and_what_was_taken_away_is_not() {
    let mut stage = romeo();
    let _juliet = stage.juliet_with_tea(&[]);
    let mut device = device(&stage);
    stage.fantail.quit();
    bookmark(&mut device, true);
    stage.restart();
    stage.room("entered", |room| room["state"] == "joined");
    stage.fantail.quit();
    let answer = device.iq(&format!(
        "<iq xmlns='jabber:client' type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'>\
         <retract node='urn:xmpp:bookmarks:1'><item id='{TEA}'/></retract></pubsub></iq>"
    ));
    assert!(answer.contains("result"), "{answer}");
    stage.restart();
    stage.room("left", |room| room["state"] == "left" && room["autojoin"] == false);
}

#[test]
fn where_the_server_keeps_only_the_older_list_it_is_written_whole_and_read() {
    let ejabberd = Ejabberd::start();
    let room = format!("tea@{}", ejabberd::ROOMS);
    let start = || {
        let fantail = Fantail::start();
        fantail.add_account(&format!("romeo@{}", ejabberd::DOMAIN), PASSWORD, &ejabberd.address(), ejabberd.ca());
        fantail.wait_online(None);
        fantail
    };
    let mut device = Peer::online(&format!("romeo@{}", ejabberd::DOMAIN), PASSWORD, ejabberd.port(), ejabberd.ca());
    let mut list = |inside: &str, kind: &str| {
        device.iq(&format!("<iq xmlns='jabber:client' type='{kind}'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'>{inside}</storage></query></iq>"))
    };
    list("<url name='Play' url='https://lit.example'/>", "set");
    let one = start();
    one.ctl(&["room", "create", &room, "--persistent"]);
    one.ctl(&["room", "leave", &room]);
    one.ctl(&["room", "join", &room, "--autojoin"]);
    let told = eventually(PATIENCE, "the room on the list", || Some(list("", "get")).filter(|list| list.contains(&room)));
    assert!(told.contains("https://lit.example") && told.contains("autojoin=\"true\""), "{told}");
    drop(one);
    let other = start();
    other.wait_for(&["rooms"], "entered by the list", |known| known["room"] == room.as_str() && known["state"] == "joined");
}
