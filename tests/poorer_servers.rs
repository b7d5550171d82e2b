//! Servers that keep no archive, or count no stanzas: what is written goes out once and what comes is there once, as far as they let.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody};
use support::proxy::Proxy;

const ROMEO: &str = "romeo@one.test";
const JULIET: &str = "juliet@one.test";

fn bodies(fantail: &Fantail) -> Vec<String> {
    fantail.ctl(&["history", JULIET]).iter().map(|message| message["body"].as_str().unwrap().to_owned()).collect()
}

fn sent(fantail: &Fantail, body: &str) -> Value {
    fantail.wait_for(&["history", JULIET], "acknowledged", |message| message["body"] == body && message["state"] == "sent")
}

fn signed_in_again(fantail: &mut Fantail) {
    fantail.restart();
    fantail.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    fantail.wait_online(None);
}

fn each_message_is_there_once(without: &[&'static str]) {
    let prosody = Prosody::start(Options { without: without.to_vec(), ..Options::default() });
    let mut proxy = Proxy::start(prosody.port());
    let mut fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &proxy.address(), prosody.ca());
    fantail.wait_online(None);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    fantail.ctl(&["send", JULIET, "one"]);
    sent(&fantail, "one");

    // The network goes, and both write meanwhile.
    proxy.refuse();
    proxy.cut();
    fantail.wait_for(&["accounts"], "it is noticed", |account| account["state"] == "connecting");
    fantail.ctl(&["send", JULIET, "two"]);
    juliet.send(ROMEO, "three");
    proxy.resume();
    fantail.wait_online(None);
    sent(&fantail, "two");
    fantail.wait_for(&["history", JULIET], "what she wrote", |message| message["body"] == "three");

    // Killed with a message that had not gone out, and started again.
    proxy.refuse();
    proxy.cut();
    fantail.wait_for(&["accounts"], "it is noticed", |account| account["state"] == "connecting");
    fantail.ctl(&["send", JULIET, "four"]);
    fantail.kill9();
    proxy.resume();
    signed_in_again(&mut fantail);
    sent(&fantail, "four");
    juliet.send(ROMEO, "five");
    fantail.wait_for(&["history", JULIET], "what she wrote", |message| message["body"] == "five");

    let mut here = bodies(&fantail);
    here.sort();
    assert_eq!(here, ["five", "four", "one", "three", "two"], "without {without:?}");
    juliet.expect_message("four");
    let heard: Vec<Value> = juliet.events().into_iter().filter(|event| event["event"] == "message").collect();
    let heard: Vec<&str> = heard.iter().filter_map(|event| event["body"].as_str()).collect();
    assert_eq!(heard, ["one", "two"], "without {without:?}");
}

#[test]
fn without_an_archive_each_message_is_there_once() {
    each_message_is_there_once(&["mam"]);
}

#[test]
fn without_stream_management_each_message_is_there_once() {
    each_message_is_there_once(&["smacks"]);
}

#[test]
fn with_neither_each_message_is_there_once() {
    each_message_is_there_once(&["mam", "smacks"]);
}
