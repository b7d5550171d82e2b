//! A room's word and who only pretends to have it (XEP-0045): presence of the bare address, of others, in other namespaces.

use super::{PASSWORD, Stage, romeo};
use crate::support::scram_server::{Hash, Scram};
use crate::support::scripted::{Connection, FEATURES};
use crate::support::xml;
use serde_json::{Value, json};
use std::thread;

const TEA: &str = "tea@rooms.test";
const X: &str = "http://jabber.org/protocol/muc#user";

fn here(from: &str, inside: &str) -> String {
    format!("<presence from='{from}'><x xmlns='{X}'><item affiliation='member' role='participant'/>{inside}</x></presence>")
}

/// Answers a join as a room does, with Juliet in it.
fn let_in(connection: &mut Connection) {
    connection.skip_to(&format!("{TEA}/romeo"));
    connection.send(&(here("tea@rooms.test/juliet", "") + &here("tea@rooms.test/romeo", "<status code='110'/>")));
    connection.send(&format!("<message type='groupchat' from='{TEA}'><subject/></message>"));
    let id = xml::attribute(&connection.skip_to("disco#info"), "id").unwrap();
    connection.send(&format!("<iq type='result' id='{id}' from='{TEA}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"));
}

fn in_the_room() -> Stage {
    let mut stage = romeo();
    thread::scope(|scope| {
        let fantail = &stage.fantail;
        let joining = scope.spawn(|| fantail.ctl(&["room", "join", TEA, "--nick", "romeo"]));
        let_in(stage.connection.as_mut().unwrap());
        assert_eq!(joining.join().unwrap()[0]["state"], "joined");
    });
    stage
}

/// A slow server has not told its bookmarks yet: whoever leaves a room that has none waits for nothing but that.
#[test]
fn who_leaves_before_the_bookmarks_are_told_is_answered_once_they_are() {
    let mut stage = romeo();
    let bookmarks = stage.asked("storage:bookmarks");
    thread::scope(|scope| {
        let fantail = &stage.fantail;
        let joining = scope.spawn(|| fantail.ctl(&["room", "join", TEA, "--nick", "romeo"]));
        let connection = stage.connection.as_mut().unwrap();
        let_in(connection);
        assert_eq!(joining.join().unwrap()[0]["state"], "joined");
        let leaving = scope.spawn(|| fantail.ctl(&["room", "leave", TEA]));
        connection.skip_to("type='unavailable'");
        connection.send(&format!(
            "<iq type='result' id='{bookmarks}'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query></iq>"
        ));
        assert_eq!(leaving.join().unwrap()[0]["state"], "left");
    });
    stage.still_works();
    // Nothing was written of a room that was never bookmarked.
    let answer = stage.ask("<iq type='get' id='end' from='tybalt@scripted.test/x'><odd xmlns='urn:odd'/></iq>");
    assert!(answer.contains("service-unavailable"), "{answer}");
}

fn nicks(stage: &Stage) -> Vec<Value> {
    stage.fantail.ctl(&["occupants", TEA]).into_iter().map(|mut occupant| occupant["nick"].take()).collect()
}

#[test]
fn the_rooms_own_presence_is_nobody() {
    let mut stage = in_the_room();
    for inside in ["", "<x xmlns='vcard-temp:x:update'><photo>0123456789abcdef0123456789abcdef01234567</photo></x>"] {
        stage.send(&format!("<presence from='{TEA}'>{inside}</presence>"));
    }
    stage.send(&here(TEA, "<status code='110'/>"));
    stage.send(&format!("<presence type='unavailable' from='{TEA}'/>"));
    stage.still_works();
    assert_eq!(nicks(&stage), ["juliet", "romeo"]);
    assert_eq!(stage.fantail.ctl(&["rooms"])[0]["state"], "joined");
}

#[test]
fn rank_is_told_by_the_room_alone_and_in_its_own_namespace() {
    let mut stage = in_the_room();
    for from in ["tybalt@rooms.test", "tybalt@scripted.test/x", "cake@rooms.test/juliet"] {
        stage.send(&here(from, "<status code='110'/>").replace("participant", "moderator"));
    }
    stage.send(&here("tea@rooms.test/juliet", "").replace(X, "urn:other").replace("participant", "moderator"));
    stage.send(&here("tea@rooms.test/tybalt", "").replace(X, "http://jabber.org/protocol/muc#admin"));
    stage.still_works();
    assert_eq!(nicks(&stage), ["juliet", "romeo"]);
    assert!(stage.fantail.ctl(&["occupants", TEA]).iter().all(|occupant| occupant["role"] == "participant"));
    assert!(stage.fantail.ctl(&["roster"]).is_empty());
}

#[test]
fn lines_come_from_the_room_we_are_in_and_from_nobody_else() {
    let mut stage = in_the_room();
    for from in ["cake@rooms.test/juliet", "tybalt@scripted.test/x", "rooms.test"] {
        stage.send(&format!("<message type='groupchat' from='{from}'><body>forged</body></message>"));
        stage.send(&format!("<message type='groupchat' from='{from}'><subject>forged</subject></message>"));
    }
    stage.send(&format!("<message type='groupchat' from='{TEA}/juliet'><body>honest</body></message>"));
    stage.still_works();
    stage.message(TEA, "honest");
    assert!(!stage.knows("forged"));
    assert_eq!(stage.fantail.ctl(&["rooms"])[0]["subject"], Value::Null);
}

#[test]
fn an_occupant_cannot_make_our_line_fail_nor_put_us_out() {
    let mut stage = in_the_room();
    let sent = stage.fantail.ctl(&["send", TEA, "mine"]).remove(0);
    let id = sent["origin_id"].as_str().unwrap().to_owned();
    stage.connection().skip_to("mine");
    let error = "<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    stage.send(&format!("<message type='error' id='{id}' from='{TEA}/tybalt'>{error}</message>"));
    stage.send(&format!("<message type='error' id='{id}' from='cake@rooms.test'>{error}</message>"));
    stage.send(&format!("<presence type='error' from='{TEA}/tybalt'>{error}</presence>"));
    stage.still_works();
    assert_eq!(stage.message(TEA, "mine")["error"], Value::Null);
    assert_eq!(stage.fantail.ctl(&["rooms"])[0]["state"], "joined");
    stage.send(&format!("<message type='error' id='{id}' from='{TEA}'>{error}</message>"));
    let failed = stage.fantail.wait_for(&["history", TEA], "the room's own word", |line| line["state"] == "failed");
    assert_eq!(failed["error"], "forbidden");
}

#[test]
fn an_old_line_under_our_name_that_we_never_wrote_is_not_ours() {
    let mut stage = in_the_room();
    stage.send(&format!(
        "<message type='groupchat' from='{TEA}/romeo' id='x'><body>I owe Tybalt money</body>\
         <delay xmlns='urn:xmpp:delay' from='{TEA}' stamp='2026-11-21T10:00:00Z'/></message>"
    ));
    stage.still_works();
    assert_eq!(stage.message(TEA, "I owe Tybalt money")["direction"], json!("in"));
}

#[test]
fn nobody_puts_a_line_said_now_into_the_past() {
    let mut stage = in_the_room();
    for (body, by) in [("one", "tea@rooms.test/z"), ("two", TEA), ("three", "rooms.test")] {
        stage.send(&format!(
            "<message type='groupchat' from='{TEA}/tybalt' id='{body}'><body>{body}</body>\
             <delay xmlns='urn:xmpp:delay' from='{by}' stamp='2001-11-21T10:00:00Z'/></message>"
        ));
    }
    stage.still_works();
    for body in ["one", "two", "three"] {
        let time = stage.message(TEA, body)["time"].as_str().unwrap().to_owned();
        assert!(*time > *"2026", "{body}: {time}");
    }
}

/// Resumes a broken session; the id of the ping by which the client asks the room whether it is still in.
fn resumed_in_the_room() -> (Stage, String) {
    let mut stage = in_the_room();
    stage.connection.take().unwrap().abort();
    let mut connection = stage.server.accept_starttls();
    connection.authenticate(&Scram::new(Hash::Sha256, PASSWORD));
    connection.open(FEATURES);
    let previous = xml::attribute(&connection.skip_to("<resume"), "previd").unwrap();
    connection.send(&format!("<resumed xmlns='urn:xmpp:sm:3' previd='{previous}' h='0'/>"));
    stage.connection = Some(connection);
    let id = stage.asked("urn:xmpp:ping");
    (stage, id)
}

#[test]
fn after_a_resumption_a_room_that_knows_us_is_left_alone() {
    let (mut stage, id) = resumed_in_the_room();
    stage.send(&format!("<iq type='result' id='{id}' from='{TEA}/romeo'/>"));
    stage.still_works();
    assert_eq!(nicks(&stage), ["juliet", "romeo"]);
    let answer = stage.ask("<iq type='get' id='end' from='tybalt@scripted.test/x'><odd xmlns='urn:odd'/></iq>");
    assert!(answer.contains("service-unavailable"), "{answer}");
}

#[test]
fn after_a_resumption_a_room_that_forgot_us_is_entered_again() {
    let (mut stage, id) = resumed_in_the_room();
    stage.send(&format!(
        "<iq type='error' id='{id}' from='{TEA}/romeo'><error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
    ));
    let_in(stage.connection());
    stage.fantail.wait_for(&["rooms"], "in again", |room| room["state"] == "joined" && room["occupants"] == 2);
    stage.still_works();
}

#[test]
fn an_occupant_named_in_newer_characters_is_heard_and_never_answered_in_somebody_elses_place() {
    let mut stage = in_the_room();
    let from = format!("{TEA}/\u{1f43f} nurse");
    stage.send(&here(&from, ""));
    stage.send(&format!("<message type='groupchat' from='{from}'><body>Madam!</body></message>"));
    assert_eq!(stage.message(TEA, "Madam!")["from"], json!(format!("{TEA}/□ nurse")));
    // An answer would go to whoever takes the name with the box.
    stage.send(&format!("<message type='chat' from='{from}'><body>psst</body></message>"));
    stage.still_works();
    assert_eq!(nicks(&stage), ["juliet", "romeo", "□ nurse"]);
    assert!(!stage.knows("psst"));
}

#[test]
fn six_thousand_people_come_into_a_room_and_go_and_we_are_still_in_it() {
    const CROWD: usize = 6000;
    let mut stage = in_the_room();
    let crowd = |kind: &str| -> String {
        (0..CROWD)
            .map(|number| here(&format!("{TEA}/guest {number:04}"), "").replacen("<presence", &format!("<presence{kind}"), 1))
            .collect()
    };
    stage.send(&crowd(""));
    stage.still_works();
    assert_eq!(stage.fantail.ctl(&["rooms"])[0]["occupants"], CROWD + 2);
    assert_eq!(nicks(&stage).len(), CROWD + 2);
    stage.send(&crowd(" type='unavailable'"));
    stage.still_works();
    assert_eq!(nicks(&stage), ["juliet", "romeo"]);
}
