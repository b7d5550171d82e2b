//! What is said about a message: that it arrived and was read, that somebody writes; corrected, taken back, answered, reacted to. Two
//! Fantails on a real server, a second device of one of them, and strangers.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody};
use support::proxy::Proxy;

const ROMEO: &str = "romeo@one.test";
const JULIET: &str = "juliet@one.test";
const TEA: &str = "tea@conference.one.test";

fn signed_in(jid: &str, address: &str, prosody: &Prosody) -> Fantail {
    let fantail = Fantail::start();
    fantail.add_account(jid, PASSWORD, address, prosody.ca());
    fantail.wait_online(None);
    fantail
}

/// Romeo and Juliet, each at a Fantail, on each other's lists.
struct Pair {
    prosody: Prosody,
    proxy: Proxy,
    romeo: Fantail,
    juliet: Fantail,
}

fn pair() -> Pair {
    let prosody = Prosody::start(Options::default());
    let proxy = Proxy::start(prosody.port());
    let romeo = signed_in(ROMEO, &proxy.address(), &prosody);
    let juliet = signed_in(JULIET, &prosody.address(), &prosody);
    for (one, other, name) in [(&romeo, &juliet, ROMEO), (&juliet, &romeo, JULIET)] {
        one.ctl(&["contact", "add", if name == ROMEO { JULIET } else { ROMEO }]);
        other.wait_for(&["requests"], "asked", |request| request["jid"] == name);
        other.ctl(&["authorize", name]);
    }
    for (one, name) in [(&romeo, JULIET), (&juliet, ROMEO)] {
        one.wait_for(&["roster"], "befriended", |contact| contact["jid"] == name && contact["subscription"] == "both");
    }
    Pair { prosody, proxy, romeo, juliet }
}

fn has(fantail: &Fantail, with: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
    fantail.wait_for(&["history", with], what, fits)
}

fn id(message: &Value) -> &str {
    message["id"].as_str().unwrap()
}

fn bodies(fantail: &Fantail, with: &str) -> Vec<String> {
    let history = fantail.ctl(&["history", with]);
    history.iter().map(|message| message["body"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_message_is_delivered_and_then_displayed() {
    let Pair { romeo, juliet, prosody: _prosody, proxy: _proxy } = pair();
    romeo.ctl(&["send", JULIET, "one"]);
    romeo.ctl(&["send", JULIET, "two"]);
    has(&romeo, JULIET, "delivered", |message| message["body"] == "two" && message["state"] == "delivered");
    assert_eq!(juliet.ctl(&["conversations"])[0]["unread"], 2);
    let read = juliet.ctl(&["read", ROMEO]);
    assert_eq!(read[0]["body"], "two");
    for body in ["one", "two"] {
        has(&romeo, JULIET, "displayed", |message| message["body"] == body && message["state"] == "displayed");
    }
    assert_eq!(juliet.ctl(&["conversations"])[0]["unread"], 0);
}

#[test]
fn what_was_read_while_offline_is_told_with_the_next_session() {
    let Pair { romeo, juliet, prosody: _prosody, proxy: _proxy } = pair();
    romeo.ctl(&["send", JULIET, "one"]);
    has(&juliet, ROMEO, "arrived", |message| message["body"] == "one");
    juliet.ctl(&["status", "offline"]);
    juliet.ctl(&["read", ROMEO]);
    juliet.ctl(&["status", "available"]);
    has(&romeo, JULIET, "displayed", |message| message["state"] == "displayed");
}

#[test]
fn corrections_answers_reactions_and_retractions_reach_the_other_side() {
    let Pair { romeo, juliet, prosody: _prosody, proxy: _proxy } = pair();
    let sent = romeo.ctl(&["send", JULIET, "tee?"]).remove(0);
    has(&juliet, ROMEO, "arrived", |message| message["body"] == "tee?");
    let corrected = romeo.ctl(&["send", JULIET, "tea?", "--correct", id(&sent)]).remove(0);
    assert_eq!((&corrected["id"], &corrected["body"], &corrected["corrected"]), (&sent["id"], &"tea?".into(), &true.into()));
    let hers = has(&juliet, ROMEO, "corrected", |message| message["body"] == "tea?" && message["corrected"] == true);
    assert_eq!(bodies(&juliet, ROMEO), ["tea?"]);

    juliet.ctl(&["react", ROMEO, id(&hers), "👍"]);
    has(&romeo, JULIET, "reacted", |message| message["reactions"] == json!({ "👍": [JULIET] }));
    juliet.ctl(&["react", ROMEO, id(&hers)]);
    has(&romeo, JULIET, "taken back", |message| message["reactions"] == json!({}));

    let answer = juliet.ctl(&["send", ROMEO, "yes", "--reply", id(&hers)]).remove(0);
    assert_eq!(answer["reply_to"], hers["id"]);
    let answer = has(&romeo, JULIET, "answered", |message| message["body"] == "yes");
    assert_eq!(answer["reply_to"], sent["id"]);

    romeo.ctl(&["retract", JULIET, id(&sent)]);
    let gone = has(&juliet, ROMEO, "taken back", |message| message["retracted"] == true);
    assert_eq!((&gone["id"], &gone["body"]), (&hers["id"], &"".into()));
    assert_eq!(bodies(&juliet, ROMEO), ["", "yes"]);
    assert!(juliet.ctl(&["search", "tea"]).is_empty());
    assert_eq!(romeo.refused(&["retract", JULIET, id(&answer)]), "bad-argument");
    assert_eq!(romeo.refused(&["send", JULIET, "no", "--correct", id(&answer)]), "bad-argument");
    assert_eq!(romeo.refused(&["react", JULIET, id(&answer), "words"]), "bad-argument");
}

#[test]
fn another_device_sees_the_same_live_and_from_the_archive() {
    let Pair { prosody, romeo, juliet, proxy: _proxy } = pair();
    let tablet = signed_in(ROMEO, &prosody.address(), &prosody);
    let sent = romeo.ctl(&["send", JULIET, "tee?"]).remove(0);
    romeo.ctl(&["send", JULIET, "tea?", "--correct", id(&sent)]);
    let hers = has(&juliet, ROMEO, "corrected", |message| message["body"] == "tea?");
    juliet.ctl(&["react", ROMEO, id(&hers), "🎉"]);
    juliet.ctl(&["send", ROMEO, "at five"]);
    // Read here is read there.
    has(&tablet, JULIET, "copied", |message| message["body"] == "at five");
    romeo.wait_for(&["conversations"], "unread", |conversation| conversation["unread"] == 1);
    romeo.ctl(&["read", JULIET]);
    tablet.wait_for(&["conversations"], "read elsewhere", |conversation| {
        conversation["conversation"] == JULIET && conversation["unread"] == 0
    });

    let later = signed_in(ROMEO, &prosody.address(), &prosody);
    has(&later, JULIET, "caught up", |message| message["body"] == "at five");
    for device in [&romeo, &tablet, &later] {
        let message = has(device, JULIET, "the same", |message| message["corrected"] == true);
        assert_eq!((&message["body"], &message["reactions"]), (&"tea?".into(), &json!({ "🎉": [JULIET] })), "{message}");
        assert_eq!(bodies(device, JULIET), ["tea?", "at five"]);
    }
}

#[test]
fn what_is_said_while_the_network_is_gone_goes_out_later_in_order() {
    let Pair { prosody, mut proxy, mut romeo, mut juliet } = pair();
    juliet.quit();
    proxy.refuse();
    let first = romeo.ctl(&["send", JULIET, "tee?"]).remove(0);
    let second = romeo.ctl(&["send", JULIET, "never mind"]).remove(0);
    romeo.ctl(&["send", JULIET, "tea?", "--correct", id(&first)]);
    romeo.ctl(&["retract", JULIET, id(&second)]);
    assert_eq!(bodies(&romeo, JULIET), ["tea?", ""]);
    romeo.kill9();
    let mut peer = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    proxy.resume();
    romeo.restart();
    romeo.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    romeo.wait_online(None);
    let retraction = peer.expect("the retraction", |event| event["xml"].as_str().is_some_and(|xml| xml.contains("message-retract:1")));
    let said: Vec<Value> = peer.events().into_iter().chain([retraction]).filter(|event| event["event"] == "message").collect();
    let correction = said.iter().find(|event| event["xml"].as_str().unwrap().contains("message-correct")).unwrap();
    assert_eq!(correction["body"], "tea?");
    has(&romeo, JULIET, "sent", |message| message["id"] == first["id"] && message["state"] != "queued");
    assert_eq!(bodies(&romeo, JULIET), ["tea?", ""]);
}

#[test]
fn strangers_learn_nothing_and_whoever_asks_for_it_may_be_refused() {
    let prosody = Prosody::start(Options::default());
    let fantail = signed_in(ROMEO, &prosody.address(), &prosody);
    let mut tybalt = Peer::online("tybalt@one.test", PASSWORD, prosody.port(), prosody.ca());
    let curious = |id: &str, body: &str| {
        format!(
            "<message to='{ROMEO}' type='chat' id='{id}'><body>{body}</body><request xmlns='urn:xmpp:receipts'/>\
             <markable xmlns='urn:xmpp:chat-markers:0'/><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"
        )
    };
    tybalt.raw(&curious("t1", "are you there?"));
    has(&fantail, "tybalt@one.test", "arrived", |message| message["body"] == "are you there?");
    fantail.ctl(&["read", "tybalt@one.test"]);
    fantail.ctl(&["send", "tybalt@one.test", "who asks?"]);
    let answer = tybalt.expect_message("who asks?");
    assert!(!answer["xml"].as_str().unwrap().contains("chatstates"), "{answer}");
    let told: Vec<Value> = tybalt.events().into_iter().filter(|event| event["event"] == "message").collect();
    assert_eq!(told, [] as [Value; 0]);
    // What a stranger says of others' messages changes nothing.
    let sent = fantail.ctl(&["send", "nurse@one.test", "for you alone"]).remove(0);
    let name = sent["origin_id"].as_str().unwrap();
    tybalt.raw(&format!("<message to='{ROMEO}' type='chat'><received xmlns='urn:xmpp:receipts' id='{name}'/></message>"));
    tybalt.raw(&format!("<message to='{ROMEO}' type='chat'><retract xmlns='urn:xmpp:message-retract:1' id='{name}'/></message>"));
    tybalt.raw(&format!(
        "<message to='{ROMEO}' type='chat'><reactions xmlns='urn:xmpp:reactions:0' id='{name}'><reaction>👎</reaction></reactions></message>"
    ));
    tybalt.send(ROMEO, "done");
    has(&fantail, "tybalt@one.test", "all heard", |message| message["body"] == "done");
    let message = has(&fantail, "nurse@one.test", "unchanged", |message| message["state"] == "sent");
    assert_eq!((&message["body"], &message["reactions"]), (&"for you alone".into(), &json!({})));
}

#[test]
fn typing_is_shown_until_words_come_or_it_ends() {
    let Pair { prosody, romeo, juliet: _juliet, proxy: _proxy } = pair();
    romeo.ctl(&["send", JULIET, "hi"]);
    let mut peer = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    let state = |name: &str| format!("<message to='{ROMEO}' type='chat'><{name} xmlns='http://jabber.org/protocol/chatstates'/></message>");
    let typing = |expected: bool| {
        romeo.wait_for(&["conversations"], "typing", |conversation| {
            conversation["conversation"] == JULIET && conversation["typing"] == expected
        })
    };
    peer.raw(&state("composing"));
    typing(true);
    peer.raw(&state("paused"));
    typing(false);
    peer.raw(&state("composing"));
    typing(true);
    peer.send(ROMEO, "words");
    typing(false);
}

#[test]
fn in_a_room_everybody_sees_it_and_nobody_else_may() {
    let Pair { prosody, romeo, juliet, proxy: _proxy } = pair();
    for (fantail, nick) in [(&juliet, "juliet"), (&romeo, "romeo")] {
        fantail.ctl(&["room", "join", TEA, "--nick", nick]);
    }
    let sent = romeo.ctl(&["send", TEA, "tee?"]).remove(0);
    has(&romeo, TEA, "reflected", |message| message["state"] == "delivered" && message["stanza_id"].is_string());
    let hers = has(&juliet, TEA, "heard", |message| message["body"] == "tee?");
    romeo.ctl(&["send", TEA, "tea?", "--correct", id(&sent)]);
    has(&juliet, TEA, "corrected", |message| message["id"] == hers["id"] && message["body"] == "tea?");
    juliet.ctl(&["react", TEA, id(&hers), "👍"]);
    let occupant = format!("{TEA}/juliet");
    for fantail in [&romeo, &juliet] {
        has(fantail, TEA, "reacted", |message| message["reactions"] == json!({ "👍": [occupant] }));
    }
    juliet.ctl(&["send", TEA, "yes", "--reply", id(&hers)]);
    let answer = has(&romeo, TEA, "answered", |message| message["body"] == "yes");
    assert_eq!(answer["reply_to"], sent["id"]);

    // Tybalt has a name for every message, and is not their author.
    let mut tybalt = Peer::online("tybalt@one.test", PASSWORD, prosody.port(), prosody.ca());
    tybalt.join(TEA, "tybalt");
    let (name, archived) = (sent["origin_id"].as_str().unwrap(), hers["stanza_id"].as_str().unwrap());
    tybalt.raw(&format!("<message to='{TEA}' type='groupchat'><retract xmlns='urn:xmpp:message-retract:1' id='{archived}'/></message>"));
    tybalt.raw(&format!(
        "<message to='{TEA}' type='groupchat' id='x'><body>poison</body><replace xmlns='urn:xmpp:message-correct:0' id='{name}'/></message>"
    ));
    has(&juliet, TEA, "as a line of his own", |message| message["body"] == "poison");
    assert_eq!(bodies(&juliet, TEA), ["tea?", "yes", "poison"]);

    romeo.ctl(&["retract", TEA, id(&sent)]);
    has(&juliet, TEA, "taken back", |message| message["id"] == hers["id"] && message["retracted"] == true);
    assert_eq!(bodies(&romeo, TEA), ["", "yes", "poison"]);
}

#[test]
fn what_is_read_on_one_device_is_read_on_the_others_and_on_those_to_come_whoever_wrote_it() {
    let prosody = Prosody::start(Options::default());
    let laptop = signed_in(ROMEO, &prosody.address(), &prosody);
    let tablet = signed_in(ROMEO, &prosody.address(), &prosody);
    let mut tybalt = Peer::online("tybalt@one.test", PASSWORD, prosody.port(), prosody.ca());
    tybalt.create_room(TEA, "tybalt", &[]);
    for device in [&laptop, &tablet] {
        device.ctl(&["room", "join", TEA, "--nick", if std::ptr::eq(device, &laptop) { "romeo" } else { "romeo2" }]);
    }
    tybalt.send(ROMEO, "are you there?");
    tybalt.say_in_room(TEA, "or here?");
    let unread = |device: &Fantail, with: &'static str, count: u32| {
        device.wait_for(&["conversations"], "as unread as expected", move |talk| talk["conversation"] == with && talk["unread"] == count)
    };
    for with in ["tybalt@one.test", TEA] {
        unread(&laptop, with, 1);
        unread(&tablet, with, 1);
        laptop.ctl(&["read", with]);
        unread(&tablet, with, 0);
    }
    // A stranger has heard nothing of it.
    let later = signed_in(ROMEO, &prosody.address(), &prosody);
    has(&later, "tybalt@one.test", "caught up", |message| message["body"] == "are you there?");
    unread(&later, "tybalt@one.test", 0);
    tybalt.send(ROMEO, "and now?");
    for device in [&laptop, &tablet, &later] {
        unread(device, "tybalt@one.test", 1);
    }
    let told = tybalt.events().into_iter().filter(|event| event["event"] == "message" && event["type"] == "chat").count();
    assert_eq!(told, 0);
}

#[test]
fn whoever_is_to_learn_nothing_learns_nothing_until_it_is_set_otherwise() {
    let Pair { prosody, mut romeo, mut juliet, proxy: _proxy } = pair();
    juliet.quit();
    romeo.quit();
    let database = fantail::store::Profile::at(romeo.profile()).unwrap().database();
    let nothing = json!({ (format!("{ROMEO} {JULIET}")): { "arrival": false, "reading": false, "typing": false } }).to_string();
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.execute("INSERT INTO settings (key, value) VALUES ('tell-exceptions', ?1)", [&nothing]).unwrap();
    drop(connection);
    let mut peer = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    let told = |peer: &mut Peer, number: u32, romeo: &Fantail| {
        let body = format!("word {number}");
        peer.raw(&format!(
            "<message to='{ROMEO}' type='chat' id='w{number}'><body>{body}</body><request xmlns='urn:xmpp:receipts'/>\
             <markable xmlns='urn:xmpp:chat-markers:0'/></message>"
        ));
        has(romeo, JULIET, "arrived", |message| message["body"] == body.as_str());
        romeo.ctl(&["read", JULIET]);
        romeo.ctl(&["send", JULIET, &format!("answer {number}")]);
        let answer = peer.expect_message(&format!("answer {number}"));
        let before: Vec<String> = peer.events().iter().map(ToString::to_string).collect();
        (before.join("") + &answer.to_string()).replace(['\'', '\\'], "\"")
    };
    romeo.restart();
    romeo.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    romeo.wait_online(None);
    let silence = told(&mut peer, 1, &romeo);
    for sign in ["chatstates", "<received", "<displayed"] {
        assert!(!silence.contains(sign), "{sign} in {silence}");
    }
    romeo.quit();
    rusqlite::Connection::open(&database).unwrap().execute("DELETE FROM settings WHERE key = 'tell-exceptions'", []).unwrap();
    romeo.restart();
    romeo.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    romeo.wait_online(None);
    let signs = told(&mut peer, 2, &romeo);
    for sign in ["chatstates", "<received", "<displayed"] {
        assert!(signs.contains(sign), "no {sign} in {signs}");
    }
}
