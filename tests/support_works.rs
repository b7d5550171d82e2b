//! The ground the other tests stand on, tried with a client and a server nobody here wrote.
#![allow(clippy::unwrap_used)]

mod support;

use support::peer::Peer;
use support::prosody::{self, Prosody};

#[test]
fn two_people_chat_over_our_prosody_across_domains() {
    let server = Prosody::start(prosody::Options::default());
    let mut romeo = Peer::online("romeo@one.test", prosody::PASSWORD, server.port(), server.ca());
    let mut juliet = Peer::online("juliet@two.test", prosody::PASSWORD, server.port(), server.ca());
    romeo.send("juliet@two.test", "But soft!");
    assert_eq!(juliet.expect_message("But soft!")["from"].as_str().unwrap().split('/').next(), Some("romeo@one.test"));
    juliet.send("romeo@one.test", "Ay me!");
    romeo.expect_message("Ay me!");
}
