//! Joining: who is there, what the room tells of itself, and every reason to be refused.

use super::{TEA, configure, keys, romeo};
use crate::support::fantail::Fantail;
use crate::support::prosody::PASSWORD;
use serde_json::{Value, json};

#[test]
fn a_room_with_two_others_shows_who_they_are() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_whois", "anyone")]);
    let mut nurse = stage.peer("nurse@one.test");
    nurse.join(TEA, "nurse");
    let room = stage.join("romeo");
    assert_eq!((&room["state"], &room["error"], &room["nick"]), (&json!("joined"), &Value::Null, &json!("romeo")));
    assert_eq!((&room["affiliation"], &room["role"], &room["occupants"]), (&json!("none"), &json!("participant"), &json!(3)));
    juliet.presence(&json!({ "to": format!("{TEA}/juliet"), "show": "away", "status": "on the balcony" }));
    let seen = stage.occupant("juliet", "Juliet is away", |occupant| occupant["presence"] == "away");
    assert_eq!(keys(&seen), ["account", "affiliation", "jid", "nick", "presence", "role", "room", "status"]);
    assert_eq!((&seen["affiliation"], &seen["role"], &seen["status"]), (&json!("owner"), &json!("moderator"), &json!("on the balcony")));
    assert!(seen["jid"].as_str().unwrap().starts_with("juliet@one.test/"), "{seen}");
    assert_eq!(stage.occupant("nurse", "the nurse", |_| true)["role"], "participant");
    assert_eq!(stage.nicks(), ["juliet", "nurse", "romeo"]);
    nurse.leave(TEA, "nurse");
    stage.room("the nurse has left", |room| room["occupants"] == 2);
    assert_eq!(stage.nicks(), ["juliet", "romeo"]);
    juliet.expect_presence(&format!("{TEA}/romeo"), None);
}

#[test]
fn a_room_that_hides_addresses_shows_none() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[("muc#roomconfig_whois", "moderators")]);
    stage.join("romeo");
    assert_eq!(stage.occupant("juliet", "Juliet", |_| true)["jid"], Value::Null);
}

#[test]
fn a_room_tells_its_name_and_the_five_choices() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[
        ("muc#roomconfig_roomname", "Tea &amp; cake"),
        ("muc#roomconfig_persistentroom", "1"),
        ("muc#roomconfig_publicroom", "0"),
        ("muc#roomconfig_moderatedroom", "1"),
        ("muc#roomconfig_roomsecret", "cup"),
    ]);
    let room = stage.fantail.ctl(&["room", "join", TEA, "--nick", "romeo", "--password", "cup"]).remove(0);
    let names = [
        "account",
        "affiliation",
        "asking",
        "autojoin",
        "error",
        "members_only",
        "moderated",
        "name",
        "nick",
        "occupants",
        "password_protected",
        "persistent",
        "public",
        "role",
        "room",
        "state",
        "subject",
        "successor",
    ];
    assert_eq!(keys(&room), names);
    assert_eq!((&room["name"], &room["room"], &room["account"]), (&json!("Tea & cake"), &json!(TEA), &json!("romeo@one.test")));
    let choices = ["persistent", "public", "members_only", "password_protected", "moderated"].map(|name| room[name].clone());
    assert_eq!(choices, [json!(true), json!(false), json!(false), json!(true), json!(true)]);
    assert_eq!((&room["autojoin"], &room["role"]), (&json!(false), &json!("visitor")));
    configure(&mut juliet, TEA, &[("muc#roomconfig_roomname", "Coffee"), ("muc#roomconfig_moderatedroom", "0")]);
    let changed = stage.room("the new name", |room| room["name"] == "Coffee");
    assert_eq!(changed["moderated"], json!(false));
}

#[test]
fn joining_a_room_that_is_not_there_creates_it_and_opens_it_for_others() {
    let stage = romeo();
    let room = stage.join("romeo");
    assert_eq!((&room["state"], &room["affiliation"], &room["role"]), (&json!("joined"), &json!("owner"), &json!("moderator")));
    let mut juliet = stage.peer("juliet@one.test");
    juliet.join(TEA, "juliet");
    stage.occupant("juliet", "Juliet", |occupant| occupant["affiliation"] == "none");
}

#[test]
fn without_a_nickname_the_accounts_own_is_taken() {
    let stage = romeo();
    let room = stage.fantail.ctl(&["room", "join", TEA, "--autojoin"]).remove(0);
    assert_eq!((&room["nick"], &room["autojoin"]), (&json!("romeo"), &json!(true)));
}

#[test]
fn a_taken_nickname_is_refused_and_never_altered() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    assert_eq!(stage.fantail.refused(&["room", "join", TEA, "--nick", "juliet"]), "conflict");
    assert_eq!(stage.room("refused", |room| room["state"] == "failed")["error"], "conflict");
    assert!(stage.nicks().is_empty());
    assert_eq!(stage.join("romeo")["state"], "joined");
    juliet.expect_presence(&format!("{TEA}/romeo"), None);
    assert_eq!(stage.nicks(), ["juliet", "romeo"]);
}

#[test]
fn joining_again_gives_the_room_and_another_nickname_is_another_verb() {
    let stage = romeo();
    let first = stage.join("romeo");
    assert_eq!(stage.join("romeo"), first);
    assert_eq!(stage.fantail.refused(&["room", "join", TEA, "--nick", "montague"]), "bad-argument");
    assert_eq!(stage.nicks(), ["romeo"]);
}

#[test]
fn a_room_with_a_password_wants_it() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[("muc#roomconfig_roomsecret", "cup")]);
    assert_eq!(stage.fantail.refused(&["room", "join", TEA]), "not-authorized");
    assert_eq!(stage.fantail.refused(&["room", "join", TEA, "--password", "saucer"]), "not-authorized");
    assert_eq!(stage.fantail.ctl(&["room", "join", TEA, "--password", "cup"])[0]["state"], "joined");
}

#[test]
fn a_room_for_members_takes_members() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_membersonly", "1")]);
    assert_eq!(stage.fantail.refused(&["room", "join", TEA]), "registration-required");
    super::administer(&mut juliet, TEA, "<item affiliation='member' jid='romeo@one.test'/>");
    let room = stage.join("romeo");
    assert_eq!((&room["members_only"], &room["affiliation"]), (&json!(true), &json!("member")));
}

#[test]
fn a_banned_guest_stays_out() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    super::administer(&mut juliet, TEA, "<item affiliation='outcast' jid='romeo@one.test'/>");
    assert_eq!(stage.fantail.refused(&["room", "join", TEA]), "forbidden");
}

#[test]
fn an_address_that_is_no_room_is_refused_and_stays_what_it_is() {
    let stage = romeo();
    // This server talks to no other.
    assert_eq!(stage.fantail.refused(&["room", "join", "tea@nowhere.test"]), "not-allowed");
    assert_eq!(stage.fantail.refused(&["room", "join", "conference.one.test"]), "bad-argument");
    assert_eq!(stage.fantail.refused(&["room", "leave", "cake@conference.one.test"]), "not-found");
    // Juliet is a person, whatever we took her for.
    let mut juliet = stage.peer("juliet@one.test");
    stage.fantail.refused(&["room", "join", "juliet@one.test"]);
    stage.fantail.ctl(&["send", "juliet@one.test", "Pardon me"]);
    assert_eq!(juliet.expect_message("Pardon me")["type"], "chat");
}

#[test]
fn nicknames_of_all_sorts_are_carried_whole() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    let mut nurse = stage.peer("nurse@one.test");
    stage.join("romeo");
    for nick in ["Frau Müller-Lüdenscheidt", "Джульетта", "יוליה", "a/b@c \"'", "☂ tea"] {
        nurse.join(TEA, nick);
        stage.occupant(nick, nick, |occupant| occupant["role"] == "participant");
        nurse.say_in_room(TEA, &format!("I am {nick}"));
        assert_eq!(stage.line(&format!("I am {nick}"))["from"], json!(format!("{TEA}/{nick}")));
        nurse.leave(TEA, nick);
        stage.room("left", |room| room["occupants"] == 2);
    }
    stage.fantail.ctl(&["room", "leave", TEA]);
    for nick in ["Rømeo der Große", "☂ romeo"] {
        assert_eq!(stage.join(nick)["nick"], nick);
        assert_eq!(stage.join(nick)["state"], "joined");
        juliet.expect_presence(&format!("{TEA}/{nick}"), None);
        stage.fantail.ctl(&["room", "leave", TEA]);
    }
}

#[test]
fn a_nickname_is_the_same_in_each_of_its_forms() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[]);
    assert_eq!(stage.join("①romeo")["nick"], "1romeo");
    assert_eq!(stage.join("①romeo")["state"], "joined");
    stage.fantail.ctl(&["room", "leave", TEA]);
    let mut nurse = stage.peer("nurse@one.test");
    nurse.join(TEA, "2romeo");
    assert_eq!(stage.fantail.refused(&["room", "join", TEA, "--nick", "②romeo"]), "conflict");
}

#[test]
fn a_nickname_no_address_can_carry_is_refused_at_once() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[]);
    // Addresses are of Unicode 3.2 (RFC 6122), which has no teapot.
    for nick in ["🫖 romeo", "\u{202e}oemor", &"x".repeat(1024)] {
        assert_eq!(stage.fantail.refused(&["room", "join", TEA, "--nick", nick]), "bad-argument");
    }
    assert_eq!(stage.join("romeo")["state"], "joined");
}

#[test]
fn leaving_is_told_to_the_others_and_kept() {
    let mut stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    let left = stage.fantail.ctl(&["room", "leave", TEA]).remove(0);
    assert_eq!((&left["state"], &left["error"], &left["occupants"]), (&json!("left"), &Value::Null, &json!(0)));
    juliet.expect_presence(&format!("{TEA}/romeo"), Some("unavailable"));
    stage.restart();
    assert_eq!(stage.room("known", |_| true)["state"], "left");
    assert!(stage.nicks().is_empty());
}

#[test]
fn nobody_joins_while_offline() {
    let fantail = Fantail::start_with(&["--offline"]);
    fantail.ctl_with_stdin(&["account", "add", "romeo@one.test", "--server", "127.0.0.1:1"], PASSWORD);
    assert_eq!(fantail.refused(&["room", "join", TEA]), "offline");
    assert!(fantail.ctl(&["rooms"]).is_empty());
}

#[test]
fn events_tell_the_room_and_its_people() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    let mut events = stage.fantail.events();
    stage.join("romeo");
    let room = events.expect("room", "joined", |room| room["state"] == "joined");
    assert_eq!((&room["room"], &room["nick"]), (&json!(TEA), &json!("romeo")));
    let occupant = events.expect("occupant", "Juliet", |occupant| occupant["nick"] == "juliet");
    assert_eq!((&occupant["room"], &occupant["affiliation"], &occupant["presence"]), (&json!(TEA), &json!("owner"), &json!("chat")));
    juliet.say_in_room(TEA, "Hist!");
    let line = events.expect("message", "a line", |line| line["body"] == "Hist!");
    assert_eq!((&line["conversation"], &line["kind"], &line["from"]), (&json!(TEA), &json!("groupchat"), &json!(format!("{TEA}/juliet"))));
    juliet.leave(TEA, "juliet");
    events.expect("room", "one less", |room| room["occupants"] == 1);
}
