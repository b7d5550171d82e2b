//! Who does not come says why, in both directions.

use super::notices::{TEA, account, create, next, online, room};
use super::*;
use fantail::model::{Happening, RoomWishes};

fn xml(event: &serde_json::Value, piece: &str) -> bool {
    event["xml"].as_str().is_some_and(|xml| xml.contains(piece))
}

#[test]
fn somebody_whom_we_asked_in_and_who_does_not_come_is_told_in_the_room() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    create(&engine, &mut events, RoomWishes::default());
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    let jid = "juliet@one.test".parse().unwrap();
    ask(&engine, Command::Invite { account: account(), room: room(), jid, reason: None });
    juliet.expect("the invitation", |event| xml(event, "<invite"));
    // Nobody has asked Tybalt.
    let decline = |words: &str| {
        let inside = format!("<decline to='{ROMEO}'><reason>{words}</reason></decline>");
        format!("<message to='{TEA}'><x xmlns='http://jabber.org/protocol/muc#user'>{inside}</x></message>")
    };
    Peer::online("tybalt@one.test", PASSWORD, prosody.port(), prosody.ca()).raw(&decline("Buy now"));
    juliet.raw(&decline("Busy"));
    let declined = Happening::Declined { who: "juliet@one.test".into(), reason: Some("Busy".into()) };
    assert_eq!(next(&mut events, |_| true), declined);
}

#[test]
fn whoever_invited_us_learns_why_we_do_not_come() {
    let prosody = Prosody::start(Options::default());
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    juliet.create_room(TEA, "juliet", &[]);
    let (engine, mut events, _directory) = online(&prosody);
    juliet.raw(&format!("<message to='{TEA}'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='{ROMEO}'/></x></message>"));
    until(&mut events, |seen| seen.iter().any(|event| matches!(event, Event::Invitation(_))));
    ask(&engine, Command::DeclineInvitation { account: account(), room: room(), reason: Some("The hour is late".into()) });
    juliet.expect("why he does not come", |event| xml(event, "<decline") && xml(event, "The hour is late"));
}
