//! Invitations: by the room and directly, accepted, declined, kept over a restart, and our own.

use super::{Stage, TEA, romeo};
use crate::support::peer::Peer;
use serde_json::{Value, json};

const ROMEO: &str = "romeo@one.test";

fn invite(juliet: &mut Peer) {
    juliet.raw(&format!(
        "<message xmlns='jabber:client' to='{TEA}'><x xmlns='http://jabber.org/protocol/muc#user'>\
         <invite to='{ROMEO}'><reason>It is the east</reason></invite></x></message>"
    ));
}

impl Stage {
    fn invited(&self) -> Value {
        self.fantail.wait_for(&["invites"], "an invitation", |invitation| invitation["room"] == TEA)
    }

    fn is_invited(&self) -> bool {
        !self.fantail.ctl(&["invites"]).is_empty()
    }
}

#[test]
fn a_room_invites_and_is_entered_only_when_the_user_accepts() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    invite(&mut juliet);
    let invitation = stage.invited();
    assert_eq!((&invitation["reason"], &invitation["direct"]), (&json!("It is the east"), &json!(false)));
    // Prosody names the occupant, not the person.
    assert_eq!(invitation["from"], format!("{TEA}/juliet"));
    assert!(stage.fantail.ctl(&["rooms"]).is_empty(), "not by itself");
    assert!(stage.fantail.ctl(&["conversations"]).is_empty(), "an invitation is no message");
    assert_eq!(stage.fantail.ctl(&["room", "accept", TEA]).remove(0)["room"], TEA);
    stage.room("joined", |room| room["state"] == "joined");
    assert!(!stage.is_invited());
}

#[test]
fn a_direct_invitation_brings_the_password_of_the_room() {
    let stage = romeo();
    let settings = [("muc#roomconfig_passwordprotectedroom", "1"), ("muc#roomconfig_roomsecret", "rose")];
    let mut juliet = stage.juliet_with_tea(&settings);
    juliet.raw(&format!(
        "<message xmlns='jabber:client' to='{ROMEO}'><x xmlns='jabber:x:conference' jid='{TEA}' password='rose' reason='Ay me'/></message>"
    ));
    assert_eq!(stage.invited()["direct"], true);
    stage.fantail.ctl(&["room", "accept", TEA]);
    stage.room("joined", |room| room["state"] == "joined");
}

#[test]
fn an_invitation_waits_over_a_restart_and_who_invited_learns_that_we_decline() {
    let mut stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    invite(&mut juliet);
    stage.invited();
    stage.restart();
    stage.invited();
    stage.fantail.ctl(&["room", "decline", TEA]);
    assert!(!stage.is_invited());
    juliet.expect("the word that he does not come", |event| event["event"] == "message" && holds(event, "<decline"));
    assert_eq!(stage.fantail.refused(&["room", "decline", TEA]), "not-found");
}

#[test]
fn what_was_answered_does_not_come_again_with_the_next_start() {
    let mut stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    invite(&mut juliet);
    stage.invited();
    stage.fantail.ctl(&["room", "decline", TEA]);
    stage.fantail.restart();
    let mut events = stage.fantail.events();
    stage.sign_in_again();
    juliet.send(ROMEO, "after it");
    stage.fantail.wait_for(&["history", "juliet@one.test"], "what came later", |message| message["body"] == "after it");
    assert!(!stage.is_invited());
    assert!(events.so_far().iter().all(|event| event["event"] != "invite" && event["event"] != "invitation"), "nor for a moment");
}

#[test]
fn we_invite_through_the_room_we_are_in() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    assert_eq!(stage.fantail.refused(&["room", "invite", TEA, "juliet@one.test"]), "not-found");
    stage.join("romeo");
    stage.fantail.ctl(&["room", "invite", TEA, "juliet@one.test", "--reason", "Come & see"]);
    juliet.expect("the invitation", |event| holds(event, "<invite") && holds(event, "Come &amp; see"));
}

#[test]
fn where_the_room_lets_us_invite_nobody_we_ask_them_ourselves() {
    let stage = romeo();
    let settings = [("muc#roomconfig_membersonly", "1"), ("muc#roomconfig_allowmemberinvites", "0")];
    let mut juliet = stage.juliet_with_tea(&settings);
    super::administer(&mut juliet, TEA, "<item affiliation='member' jid='romeo@one.test'/>");
    stage.join("romeo");
    let mut nurse = stage.peer("nurse@one.test");
    stage.fantail.ctl(&["room", "invite", TEA, "nurse@one.test", "--reason", "Come & see"]);
    let told = nurse.expect("the invitation", |event| holds(event, "jabber:x:conference"));
    assert_eq!(told["from"].as_str().unwrap().split('/').next(), Some(ROMEO));
    assert!(holds(&told, "Come &amp; see") && !holds(&told, "<invite"), "{told}");
}

fn holds(event: &Value, piece: &str) -> bool {
    event["xml"].as_str().is_some_and(|xml| xml.contains(piece))
}
