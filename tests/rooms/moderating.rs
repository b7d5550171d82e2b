//! Roles, affiliations, nicknames and voices: what moderators, admins and owners do, and what others ask for.

use super::{Stage, TEA, administer, configure, romeo, romeo_on};
use crate::support::peer::Peer;
use crate::support::prosody::Options;
use serde_json::{Value, json};

/// Romeo owns the room, Juliet is in it.
fn owned() -> (Stage, Peer) {
    let stage = romeo();
    stage.fantail.ctl(&["room", "create", TEA, "--nick", "romeo"]);
    let mut juliet = stage.peer("juliet@one.test");
    juliet.join(TEA, "juliet");
    stage.occupant("juliet", "Juliet", |_| true);
    (stage, juliet)
}

fn left(peer: &mut Peer) -> String {
    let told = peer.expect_presence(&format!("{TEA}/juliet"), Some("unavailable"));
    told["xml"].as_str().unwrap().to_owned()
}

#[test]
fn somebody_is_put_out_with_a_reason_and_may_come_again() {
    let (stage, mut juliet) = owned();
    let gone = stage.fantail.ctl(&["room", "role", TEA, "juliet", "none", "--reason", "Enough"]).remove(0);
    assert_eq!((&gone["nick"], &gone["role"]), (&json!("juliet"), &json!("none")));
    let told = left(&mut juliet);
    assert!(told.contains("307") && told.contains("Enough"), "{told}");
    assert_eq!(stage.nicks(), ["romeo"]);
    assert_eq!(juliet.try_join(TEA, "juliet", None), Ok(()));
}

#[test]
fn somebody_is_banned_and_let_in_again() {
    let (stage, mut juliet) = owned();
    let affiliation =
        |word: &str| stage.fantail.ctl(&["room", "affiliation", TEA, "juliet@one.test", word, "--reason", "Brawls"]).remove(0);
    let banned = affiliation("outcast");
    let expected = json!({
        "account": "romeo@one.test", "room": TEA, "jid": "juliet@one.test", "affiliation": "outcast", "reason": "Brawls",
    });
    assert_eq!(banned, expected);
    assert!(left(&mut juliet).contains("301"));
    assert_eq!(juliet.try_join(TEA, "juliet", None), Err("forbidden".into()));
    affiliation("none");
    assert_eq!(juliet.try_join(TEA, "juliet", None), Ok(()));
}

#[test]
fn members_admins_and_owners_are_made_and_seen() {
    let (stage, _juliet) = owned();
    for word in ["member", "admin", "owner"] {
        stage.fantail.ctl(&["room", "affiliation", TEA, "juliet@one.test", word]);
        assert_eq!(stage.occupant("juliet", word, |juliet| juliet["affiliation"] == word)["affiliation"], word);
    }
}

#[test]
fn a_voice_is_taken_and_given_and_a_moderator_made() {
    let (stage, mut juliet) = owned();
    let role = |word: &str| {
        stage.fantail.ctl(&["room", "role", TEA, "juliet", word]);
        stage.occupant("juliet", word, |juliet| juliet["role"] == word);
    };
    stage.fantail.ctl(&["room", "configure", TEA, "moderated=true"]);
    role("visitor");
    juliet.say_in_room(TEA, "may I?");
    juliet.expect("a refusal", |event| event["type"] == "error" && event["event"] == "message");
    role("participant");
    juliet.say_in_room(TEA, "now I may");
    stage.line("now I may");
    role("moderator");
}

#[test]
fn who_may_not_moderate_is_refused() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    assert_eq!(stage.fantail.refused(&["room", "role", TEA, "juliet", "none"]), "not-allowed");
    assert_eq!(stage.fantail.refused(&["room", "affiliation", TEA, "nurse@one.test", "member"]), "not-allowed");
    assert_eq!(stage.fantail.refused(&["room", "role", TEA, "nobody", "none"]), "not-found");
}

#[test]
fn a_nickname_is_changed_where_it_is_free() {
    let (stage, mut juliet) = owned();
    assert_eq!(stage.fantail.refused(&["room", "nick", TEA, "juliet"]), "conflict");
    assert_eq!(stage.fantail.ctl(&["room", "nick", TEA, "montague"]).remove(0)["nick"], "montague");
    assert_eq!(stage.nicks(), ["juliet", "montague"]);
    juliet.expect_presence(&format!("{TEA}/montague"), None);
    stage.fantail.ctl(&["send", TEA, "under another name"]);
    let said = juliet.expect_message("under another name");
    assert_eq!(said["from"], format!("{TEA}/montague"));
    // It is the same one already.
    assert_eq!(stage.fantail.ctl(&["room", "nick", TEA, "montague"]).remove(0)["nick"], "montague");
}

#[test]
fn a_visitor_asks_to_speak_and_a_moderator_hears_it() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_moderatedroom", "1")]);
    assert_eq!(stage.join("romeo")["role"], "visitor");
    assert_eq!(stage.fantail.ctl(&["room", "request-voice", TEA]).remove(0)["role"], "visitor");
    let asked =
        juliet.expect("the request", |event| event["xml"].as_str().is_some_and(|xml| xml.contains("muc#request") && xml.contains("romeo")));
    assert_ne!(asked["from"], Value::Null);
    administer(&mut juliet, TEA, "<item nick='romeo' role='participant'/>");
    stage.room("may speak", |room| room["role"] == "participant");
    configure(&mut juliet, TEA, &[("muc#roomconfig_moderatedroom", "0")]);
    assert_eq!(stage.fantail.refused(&["room", "request-voice", "garden@conference.one.test"]), "not-found");
}

#[test]
fn a_moderator_hears_who_asks_to_speak_until_they_may() {
    let (stage, mut juliet) = owned();
    stage.fantail.ctl(&["room", "configure", TEA, "moderated=true"]);
    stage.fantail.ctl(&["room", "role", TEA, "juliet", "visitor"]);
    juliet.raw(&format!(
        "<message to='{TEA}'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value>\
         </field><field var='muc#role'><value>participant</value></field></x></message>"
    ));
    let room = stage.room("somebody asks", |room| room["asking"] != json!([]));
    assert_eq!(room["asking"], json!(["juliet"]));
    stage.fantail.ctl(&["room", "role", TEA, "juliet", "participant"]);
    stage.room("nobody asks any more", |room| room["asking"] == json!([]));
}

#[test]
fn a_moderator_takes_back_what_somebody_else_said_for_everybody() {
    let options = Options { room_modules: vec!["muc_moderation"], ..Options::default() };
    let stage = romeo_on(options);
    stage.fantail.ctl(&["room", "create", TEA, "--persistent"]);
    let mut juliet = stage.peer("juliet@one.test");
    juliet.join(TEA, "juliet");
    juliet.say_in_room(TEA, "buy now");
    let spam = stage.line("buy now");
    let id = spam["id"].as_str().unwrap();
    let gone = stage.fantail.ctl(&["retract", TEA, id]).remove(0);
    assert_eq!((&gone["retracted"], &gone["body"]), (&json!(true), &json!("")));
    juliet.expect("the room's word", |event| event["xml"].as_str().is_some_and(|xml| xml.contains("message-moderate:0")));
    stage.fantail.wait_for(&["history", TEA], "gone here, too", |line| line["id"] == id && line["retracted"] == true);
}

#[test]
fn what_was_taken_back_while_we_were_away_the_archive_tells_and_a_guest_takes_back_nothing() {
    let options = Options { room_modules: vec!["muc_moderation"], ..Options::default() };
    let mut stage = romeo_on(options);
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_persistentroom", "1")]);
    stage.join("romeo");
    juliet.say_in_room(TEA, "buy now");
    let spam = stage.line("buy now");
    assert_eq!(stage.fantail.refused(&["retract", TEA, spam["id"].as_str().unwrap()]), "bad-argument");
    stage.fantail.quit();
    let answer = juliet.iq(&format!(
        "<iq xmlns='jabber:client' type='set' to='{TEA}'><apply-to xmlns='urn:xmpp:fasten:0' id='{}'>\
         <moderate xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/></moderate></apply-to></iq>",
        spam["stanza_id"].as_str().unwrap(),
    ));
    assert!(answer.contains("result"), "{answer}");
    stage.restart();
    stage.room("in it again", |room| room["state"] == "joined");
    stage.fantail.wait_for(&["history", TEA], "gone here, too", |line| line["id"] == spam["id"] && line["retracted"] == true);
}
