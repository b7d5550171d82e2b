//! Making a room, changing it, finding it and putting an end to it. All combinations of the five choices: `tests/room_options.rs`.

use super::{TEA, condition, failed, romeo, romeo_on};
use crate::support::prosody::Options;
use serde_json::{Value, json};

const GARDEN: &str = "garden@conference.one.test";

#[test]
fn a_room_is_made_with_a_name_and_a_nickname_and_is_open_only_then() {
    let stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    let arguments = ["room", "create", TEA, "--name", "Tea & cake", "--persistent", "--public", "--nick", "host"];
    let made = stage.fantail.ctl(&arguments).remove(0);
    assert_eq!((&made["name"], &made["nick"], &made["state"]), (&json!("Tea & cake"), &json!("host"), &json!("joined")));
    assert_eq!(juliet.try_join(TEA, "juliet", None), Ok(()));
    stage.occupant("juliet", "Juliet comes in", |_| true);
}

#[test]
fn a_room_that_is_there_already_is_not_made_and_not_entered() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    assert_eq!(stage.fantail.refused(&["room", "create", TEA]), "conflict");
    // An entry of ours would have come before this message.
    stage.fantail.ctl(&["send", "juliet@one.test", "It is yours"]);
    juliet.expect_message("It is yours");
    assert!(juliet.events().iter().all(|event| event["from"] != format!("{TEA}/romeo")));
    assert!(stage.fantail.ctl(&["rooms"]).is_empty());
}

#[test]
fn a_room_that_cannot_be_as_wished_is_not_there_at_all() {
    let more = "muc_room_allow_persistent = false".into();
    let stage = romeo_on(Options { more, ..Options::default() });
    assert_eq!(stage.fantail.refused(&["room", "create", TEA, "--persistent", "--members-only"]), "not-acceptable");
    assert!(stage.fantail.ctl(&["rooms"]).is_empty());
    assert_eq!(stage.fantail.refused(&["disco", TEA]), "item-not-found");
    // What it does let us choose, it makes.
    assert_eq!(stage.fantail.ctl(&["room", "create", TEA, "--members-only"]).remove(0)["members_only"], true);
}

#[test]
fn a_private_room_that_vanished_with_its_server_comes_back_private() {
    let mut stage = romeo();
    let made = ["room", "create", TEA, "--temporary", "--hidden", "--members-only", "--password", "cup", "--name", "Tea"];
    stage.fantail.ctl(&made);
    stage.prosody.kill();
    stage.fantail.wait_for(&["accounts"], "it is noticed", |account| account["state"] == "connecting");
    // The rooms of this server live in its memory alone.
    stage.prosody.restart();
    let mut juliet = stage.peer("juliet@one.test");
    stage.fantail.wait_online(None);
    let room = stage.room("in it again", |room| room["state"] == "joined" && room["members_only"] == true);
    let choices = ["persistent", "public", "password_protected"].map(|name| room[name].clone());
    assert_eq!((choices, &room["name"]), ([json!(false), json!(false), json!(true)], &json!("Tea")));
    assert_eq!(juliet.try_join(TEA, "juliet", Some("cup")), Err("registration-required".into()));
}

#[test]
fn a_private_room_that_vanished_while_we_were_off_comes_back_private_or_not_at_all() {
    for (password, expected) in [(None, "joined"), (Some("cup"), "failed")] {
        let mut stage = romeo();
        let made = ["room", "create", TEA, "--temporary", "--hidden", "--members-only"];
        let with_password = password.map(|password| ["--password", password]);
        stage.fantail.ctl(&[&made[..], with_password.as_ref().map_or(&[][..], |both| &both[..])].concat());
        stage.room("as it is", |room| room["members_only"] == true);
        // The last to leave a temporary room puts an end to it. No keyring remembers the password.
        stage.fantail.quit();
        stage.restart();
        stage.room("what becomes of it", |room| room["state"] == expected);
        let mut juliet = stage.peer("juliet@one.test");
        let answer = juliet.try_join(TEA, "juliet", None);
        if password.is_none() {
            let room = stage.room("as it was", |room| room["members_only"] == true);
            assert_eq!((&room["public"], &room["persistent"]), (&json!(false), &json!(false)));
            assert_eq!(answer, Err("registration-required".into()));
        } else {
            assert_eq!(answer, Ok(()), "a room of hers, since there is none");
        }
    }
}

#[test]
fn a_room_is_changed_by_the_five_choices_and_by_the_servers_own_fields() {
    let stage = romeo();
    stage.fantail.ctl(&["room", "create", TEA, "--temporary"]);
    let configure = |options: &[&str]| stage.fantail.ctl(&[&["room", "configure", TEA][..], options].concat()).remove(0);
    let room = configure(&["members_only=true", "public=false", "moderated=true", "persistent=true", "name=Quiet tea"]);
    let choices = ["persistent", "public", "members_only", "password_protected", "moderated"].map(|name| room[name].clone());
    assert_eq!(choices, [json!(true), json!(false), json!(true), json!(false), json!(true)]);
    assert_eq!(room["name"], "Quiet tea");
    assert_eq!(configure(&["password=cup"])["password_protected"], true);
    assert_eq!(configure(&["password_protected=false"])["password_protected"], false);
    assert_eq!(configure(&["muc#roomconfig_membersonly=0", "muc#roomconfig_whois=anyone"])["members_only"], false);

    // A password set by the server's own field is the one that we come back with.
    configure(&["password=cup"]);
    configure(&["muc#roomconfig_roomsecret=saucer"]);
    stage.fantail.ctl(&["status", "offline"]);
    stage.fantail.ctl(&["status", "available"]);
    stage.room("in it again", |room| room["state"] == "joined" && room["password_protected"] == true);
    configure(&["password_protected=false"]);

    let refused = |option: &str| stage.fantail.refused(&["room", "configure", TEA, option]);
    assert_eq!(refused("password_protected=true"), "bad-argument");
    assert_eq!(refused("muc#roomconfig_odd=1"), "bad-argument");
    assert_eq!(refused("muc#roomconfig_whois=nobody"), "bad-argument");
    assert_eq!(refused("public"), "bad-argument");
}

#[test]
fn only_its_owner_changes_a_room_and_others_hear_of_it() {
    let stage = romeo();
    let _juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    assert_eq!(stage.fantail.refused(&["room", "configure", TEA, "public=false"]), "forbidden");
    assert_eq!(stage.fantail.refused(&["room", "destroy", TEA]), "forbidden");
}

#[test]
fn a_subject_is_set_by_who_may_and_refused_to_who_may_not() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_changesubject", "0")]);
    stage.join("romeo");
    assert_eq!(stage.fantail.refused(&["room", "subject", TEA, "Coffee"]), "forbidden");
    super::configure(&mut juliet, TEA, &[("muc#roomconfig_changesubject", "1")]);
    assert_eq!(stage.fantail.ctl(&["room", "subject", TEA, "Cake & tea"]).remove(0)["subject"], "Cake & tea");
    juliet.expect("the subject", |event| event["subject"] == "Cake & tea");
    assert_eq!(stage.fantail.ctl(&["room", "subject", TEA, ""]).remove(0)["subject"], Value::Null);
    assert_eq!(stage.fantail.refused(&["room", "subject", GARDEN, "x"]), "not-found");
}

#[test]
fn who_is_in_a_room_that_ends_learns_why_and_where_to_go() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    let answer = juliet.iq(&format!(
        "<iq xmlns='jabber:client' type='set' to='{TEA}'><query xmlns='http://jabber.org/protocol/muc#owner'>\
         <destroy jid='{GARDEN}'><reason>Curfew</reason></destroy></query></iq>"
    ));
    assert!(answer.contains("result"), "{answer}");
    let expected = failed("gone");
    let room = stage.room("destroyed", |room| room["state"] == "failed");
    assert_eq!(condition(&room), (&expected.0, &expected.1));
    assert_eq!(room["successor"], GARDEN);
}

#[test]
fn an_owner_puts_an_end_to_a_room_for_everybody() {
    let stage = romeo();
    stage.fantail.ctl(&["room", "create", TEA, "--persistent"]);
    let mut juliet = stage.peer("juliet@one.test");
    juliet.join(TEA, "juliet");
    let left = stage.fantail.ctl(&["room", "destroy", TEA, "--reason", "Curfew", "--to", GARDEN]).remove(0);
    assert_eq!((&left["state"], &left["error"], &left["occupants"]), (&json!("left"), &Value::Null, &json!(0)));
    let told = juliet.expect_presence(&format!("{TEA}/juliet"), Some("unavailable"));
    let told = told["xml"].as_str().unwrap();
    assert!(told.contains("Curfew") && told.contains(GARDEN), "{told}");
    // Prosody remembers for a while that there was one.
    assert_eq!(stage.fantail.refused(&["disco", TEA]), "gone");
}

#[test]
fn a_service_lists_its_public_rooms_with_what_they_are() {
    let stage = romeo();
    stage.fantail.ctl(&["room", "create", TEA, "--name", "Tea", "--public", "--persistent", "--moderated"]);
    stage.fantail.ctl(&["room", "create", GARDEN, "--hidden"]);
    let listed = stage.fantail.ctl(&["room", "list", "conference.one.test"]);
    assert_eq!(listed.len(), 1, "{listed:?}");
    let expected = json!({
        "room": TEA, "name": "Tea", "description": null, "subject": null, "occupants": 1, "language": null, "persistent": true,
        "public": true, "members_only": false, "password_protected": false, "moderated": true,
    });
    let mut tea = listed.into_iter().next().unwrap();
    (tea["description"], tea["language"]) = (Value::Null, Value::Null);
    assert_eq!(tea, expected);
}
