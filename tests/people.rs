//! Buddies on a real server: presence, chat, authorization and addresses elsewhere, with a slixmpp client on the other side.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody};
use support::scripted::ScriptedServer;

struct Stage {
    prosody: Prosody,
    fantail: Fantail,
}

/// Romeo at Fantail, signed in.
fn romeo() -> Stage {
    let prosody = Prosody::start(Options::default());
    let fantail = Fantail::start();
    fantail.add_account("romeo@one.test", PASSWORD, &prosody.address(), prosody.ca());
    fantail.wait_online(None);
    Stage { prosody, fantail }
}

impl Stage {
    fn peer(&self, jid: &str) -> Peer {
        Peer::online(jid, PASSWORD, self.prosody.port(), self.prosody.ca())
    }

    fn contact(&self, jid: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.fantail.wait_for(&["roster"], what, |contact| contact["jid"] == jid && fits(contact))
    }

    /// Both see each other.
    fn befriend(&self, peer: &mut Peer) {
        let jid = peer.jid().to_owned();
        self.fantail.ctl(&["contact", "add", &jid]);
        peer.expect("a request", |event| event["type"] == "subscribe");
        peer.subscribed("romeo@one.test");
        peer.subscribe("romeo@one.test");
        self.fantail.wait_for(&["requests"], "a request", |request| request["jid"] == jid);
        self.fantail.ctl(&["authorize", &jid]);
        self.contact(&jid, "both see each other", |contact| contact["subscription"] == "both");
    }
}

#[test]
fn a_chat_goes_both_ways() {
    let stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    let sent = stage.fantail.ctl(&["send", "juliet@one.test", "But soft! <what> & light"]).remove(0);
    assert_eq!((&sent["direction"], &sent["kind"]), (&json!("out"), &json!("chat")));
    juliet.expect_message("But soft! <what> & light");
    juliet.send("romeo@one.test", "Ay me! 💐");
    let answer = stage.fantail.wait_for(&["history", "juliet@one.test"], "the answer", |message| message["body"] == "Ay me! 💐");
    assert_eq!((&answer["direction"], &answer["state"], &answer["from"]), (&json!("in"), &json!("received"), &json!("juliet@one.test")));
    stage.fantail.wait_for(&["history", "juliet@one.test"], "an acknowledgement", |message| {
        message["body"] == "But soft! <what> & light" && message["state"] == "sent"
    });
    let conversation = stage.fantail.ctl(&["conversations"]).remove(0);
    assert_eq!((&conversation["conversation"], &conversation["unread"]), (&json!("juliet@one.test"), &json!(1)));
}

#[test]
fn presence_is_seen_both_ways() {
    let stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    stage.befriend(&mut juliet);
    stage.contact("juliet@one.test", "Juliet is there", |contact| contact["presence"] == "available");
    juliet.presence(&json!({ "show": "away", "status": "on the balcony" }));
    let away = stage.contact("juliet@one.test", "Juliet is away", |contact| contact["presence"] == "away");
    assert_eq!(away["status"], "on the balcony");
    stage.fantail.ctl(&["status", "dnd", "in exile"]);
    juliet.expect("Romeo does not want to be disturbed", |event| {
        event["event"] == "presence" && event["show"] == "dnd" && event["status"] == "in exile"
    });
    juliet.logout();
    stage.contact("juliet@one.test", "Juliet is gone", |contact| contact["presence"] == "offline");
    stage.fantail.ctl(&["status", "offline"]);
    assert_eq!(stage.fantail.ctl(&["accounts"])[0]["state"], "offline");
}

#[test]
fn with_what_words_we_go_is_seen() {
    let stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    stage.befriend(&mut juliet);
    stage.contact("juliet@one.test", "Juliet is there", |contact| contact["presence"] == "available");
    stage.fantail.ctl(&["status", "offline", "to Mantua"]);
    juliet.expect("Romeo's last words", |event| {
        event["event"] == "presence" && event["type"] == "unavailable" && event["status"] == "to Mantua"
    });
    assert_eq!(stage.fantail.ctl(&["accounts"])[0]["state"], "offline");
}

#[test]
fn who_is_on_the_list_keeps_name_and_groups_when_added_again() {
    let stage = romeo();
    let add = |words: &[&str]| stage.fantail.ctl(&[&["contact", "add", "juliet@one.test"], words].concat()).remove(0);
    let added = add(&["--name", "-J-", "--group", "--Verona"]);
    assert_eq!((&added["name"], &added["groups"], &added["ask"]), (&json!("-J-"), &json!(["--Verona"]), &json!(true)));
    let again = add(&[]);
    assert_eq!((&again["name"], &again["groups"]), (&json!("-J-"), &json!(["--Verona"])));
    assert_eq!(add(&["--name", "Juliet"])["name"], "Juliet");
    assert_eq!(stage.fantail.ctl(&["roster"])[0]["groups"], json!(["--Verona"]));
}

#[test]
fn a_request_waits_over_restarts_and_is_answered_by_the_user_alone() {
    let mut stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    let mut tybalt = stage.peer("tybalt@one.test");
    juliet.subscribe("romeo@one.test");
    tybalt.subscribe("romeo@one.test");
    for jid in ["juliet@one.test", "tybalt@one.test"] {
        stage.fantail.wait_for(&["requests"], "a request", |request| request["jid"] == jid);
    }
    stage.fantail.restart();
    let kept: Vec<_> = stage.fantail.ctl(&["requests"]).into_iter().map(|request| request["jid"].clone()).collect();
    assert_eq!(kept, [json!("juliet@one.test"), json!("tybalt@one.test")]);
    stage.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
    stage.fantail.wait_online(None);
    stage.fantail.ctl(&["authorize", "juliet@one.test", "--add", "--name", "Juliet", "--group", "Verona"]);
    juliet.expect("an authorization", |event| event["type"] == "subscribed");
    juliet.expect("a request in return", |event| event["type"] == "subscribe");
    let added = stage.contact("juliet@one.test", "on the list", |contact| contact["subscription"] == "from");
    assert_eq!((&added["name"], &added["groups"]), (&json!("Juliet"), &json!(["Verona"])));
    stage.fantail.ctl(&["deny", "tybalt@one.test"]);
    tybalt.expect("a refusal", |event| event["type"] == "unsubscribed");
    assert!(stage.fantail.ctl(&["requests"]).is_empty());
    assert_eq!(stage.fantail.refused(&["authorize", "tybalt@one.test"]), "not-found");
}

#[test]
fn buddies_are_added_renamed_grouped_and_removed() {
    let stage = romeo();
    let added = stage.fantail.ctl(&["contact", "add", "juliet@one.test", "--name", "Juliet", "--group", "Capulet"]).remove(0);
    assert_eq!((&added["jid"], &added["name"], &added["groups"]), (&json!("juliet@one.test"), &json!("Juliet"), &json!(["Capulet"])));
    stage.contact("juliet@one.test", "asked", |contact| contact["ask"] == true);
    stage.fantail.ctl(&["contact", "rename", "juliet@one.test", "My lady"]);
    stage.fantail.ctl(&["contact", "groups", "juliet@one.test", "Verona", "Love"]);
    let changed = stage.contact("juliet@one.test", "changed", |contact| contact["name"] == "My lady");
    assert_eq!(changed["groups"], json!(["Love", "Verona"]));
    stage.fantail.ctl(&["contact", "remove", "juliet@one.test"]);
    assert!(stage.fantail.ctl(&["roster"]).is_empty());
    assert_eq!(stage.fantail.refused(&["contact", "remove", "juliet@one.test"]), "not-found");
    assert_eq!(stage.fantail.refused(&["contact", "add", "romeo@one.test"]), "bad-argument");
}

#[test]
fn sight_is_asked_for_given_up_and_taken_back() {
    let stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    stage.befriend(&mut juliet);
    let contact = |verb: &str| stage.fantail.ctl(&["contact", verb, "juliet@one.test"]).remove(0);
    assert_eq!(contact("unsubscribe")["subscription"], "from");
    juliet.expect("he looks away", |event| event["type"] == "unsubscribe");
    assert_eq!(contact("revoke")["subscription"], "none");
    juliet.expect("he hides", |event| event["type"] == "unsubscribed");
    assert_eq!(contact("subscribe")["ask"], true);
    juliet.expect("he asks again", |event| event["type"] == "subscribe");
    for verb in ["unsubscribe", "revoke"] {
        assert_eq!(stage.fantail.refused(&["contact", verb, "nurse@one.test"]), "not-found");
    }
    assert_eq!(stage.fantail.ctl(&["contact", "subscribe", "nurse@one.test"]).remove(0)["ask"], true);
}

#[test]
fn strangers_and_other_domains_can_be_written_to() {
    let stage = romeo();
    let mut nurse = stage.peer("nurse@one.test");
    let mut far = Peer::online("juliet@two.test", PASSWORD, stage.prosody.port(), stage.prosody.ca());
    assert!(stage.fantail.ctl(&["roster"]).is_empty());
    stage.fantail.ctl(&["send", "nurse@one.test", "Where is my lady?"]);
    nurse.expect_message("Where is my lady?");
    stage.fantail.ctl(&["send", "juliet@two.test", "Over the wall"]);
    far.expect_message("Over the wall");
    far.send("romeo@one.test", "Here");
    stage.fantail.wait_for(&["history", "juliet@two.test"], "the answer", |message| message["body"] == "Here");
}

#[test]
fn a_message_to_nobody_fails_with_the_reason() {
    let stage = romeo();
    stage.fantail.ctl(&["send", "nobody@one.test", "Anyone?"]);
    let failed = stage.fantail.wait_for(&["history", "nobody@one.test"], "a failure", |message| message["state"] == "failed");
    assert_eq!(failed["error"], "service-unavailable");
}

#[test]
fn what_another_device_sends_and_receives_is_here_once() {
    let stage = romeo();
    let mut phone = stage.peer("romeo@one.test");
    let mut juliet = stage.peer("juliet@one.test");
    phone.send("juliet@one.test", "from the phone");
    juliet.expect_message("from the phone");
    let copy = stage.fantail.wait_for(&["history", "juliet@one.test"], "the copy", |message| message["body"] == "from the phone");
    assert_eq!((&copy["direction"], &copy["state"]), (&json!("out"), &json!("sent")));
    juliet.send("romeo@one.test", "to both");
    phone.expect_message("to both");
    stage.fantail.wait_for(&["history", "juliet@one.test"], "the answer", |message| message["body"] == "to both");
    assert_eq!(stage.fantail.ctl(&["history", "juliet@one.test"]).len(), 2);
}

#[test]
fn two_accounts_live_side_by_side_and_keep_their_things_apart() {
    let stage = romeo();
    stage.fantail.add_account("juliet@one.test", PASSWORD, &stage.prosody.address(), stage.prosody.ca());
    stage.fantail.wait_online(Some("juliet@one.test"));
    assert_eq!(stage.fantail.refused(&["send", "nurse@one.test", "which of us?"]), "bad-argument");
    stage.fantail.ctl(&["--account", "romeo@one.test", "contact", "add", "juliet@one.test"]);
    stage
        .fantail
        .wait_for(&["requests"], "a request", |request| request["account"] == "juliet@one.test" && request["jid"] == "romeo@one.test");
    stage.fantail.ctl(&["authorize", "romeo@one.test"]);
    stage.contact("juliet@one.test", "she is seen", |contact| contact["account"] == "romeo@one.test" && contact["presence"] == "available");
    stage.fantail.ctl(&["--account", "romeo@one.test", "send", "juliet@one.test", "hello across"]);
    let hers = stage.fantail.wait_for(&["history", "romeo@one.test"], "it arrives", |message| message["body"] == "hello across");
    assert_eq!((&hers["account"], &hers["direction"]), (&json!("juliet@one.test"), &json!("in")));
    stage.fantail.ctl(&["account", "remove", "juliet@one.test"]);
    let left: Vec<Value> = stage.fantail.ctl(&["conversations"]).into_iter().map(|conversation| conversation["account"].clone()).collect();
    assert_eq!(left, [json!("romeo@one.test")]);
}

#[test]
fn a_note_to_oneself_is_there_once() {
    let stage = romeo();
    stage.fantail.ctl(&["send", "romeo@one.test", "buy milk"]);
    stage.fantail.wait_for(&["history", "romeo@one.test"], "sent", |message| message["state"] == "sent");
    let mut phone = stage.peer("romeo@one.test");
    phone.send("romeo@one.test", "and bread");
    stage.fantail.wait_for(&["history", "romeo@one.test"], "the other note", |message| message["body"] == "and bread");
    let notes = stage.fantail.ctl(&["history", "romeo@one.test"]);
    assert_eq!(notes.iter().filter(|note| note["body"] == "buy milk").count(), 1, "{notes:?}");
}

#[test]
fn a_profile_is_what_its_owner_published() {
    let stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    let nothing = stage.fantail.ctl(&["profile", "juliet@one.test"]).remove(0);
    assert_eq!((&nothing["jid"], &nothing["full_name"]), (&json!("juliet@one.test"), &Value::Null));
    juliet.iq("<iq xmlns='jabber:client' type='set' id='card'><vCard xmlns='vcard-temp'><FN>Juliet Capulet</FN>\
         <EMAIL><USERID>juliet@capulet.test</USERID></EMAIL></vCard></iq>");
    let profile = stage.fantail.ctl(&["profile", "juliet@one.test"]).remove(0);
    assert_eq!((&profile["full_name"], &profile["email"]), (&json!("Juliet Capulet"), &json!("juliet@capulet.test")));
    assert_eq!(stage.fantail.ctl(&["profile"]).remove(0)["jid"], "romeo@one.test");
}

#[test]
fn a_message_that_would_end_the_stream_is_refused_and_the_next_one_goes() {
    let stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    // As XML each sign is five bytes.
    assert_eq!(stage.fantail.refused(&["send", "juliet@one.test", &"&".repeat(60_000)]), "bad-argument");
    stage.fantail.ctl(&["send", "juliet@one.test", &"x".repeat(100_000)]);
    juliet.expect("the long one", |event| event["event"] == "message" && event["body"].as_str().is_some_and(|body| body.len() == 100_000));
    stage.fantail.ctl(&["send", "juliet@one.test", "and a short one"]);
    juliet.expect_message("and a short one");
}

#[test]
fn what_a_server_can_do_is_asked_for() {
    let stage = romeo();
    let server = stage.fantail.ctl(&["disco", "one.test"]).remove(0);
    assert_eq!((&server["identities"][0]["category"], &server["identities"][0]["type"]), (&json!("server"), &json!("im")));
    let features: Vec<_> = server["features"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(features.contains(&"urn:xmpp:ping") && features.is_sorted(), "{features:?}");
    let items = stage.fantail.ctl(&["disco", "one.test", "--items"]);
    assert!(items.iter().any(|item| item["jid"] == "conference.one.test"), "{items:?}");
    assert_eq!(stage.fantail.refused(&["disco", "nobody@one.test/nowhere"]), "service-unavailable");
}

#[test]
fn what_waits_for_an_answer_fails_with_the_session_and_not_only_after_its_time() {
    let server = ScriptedServer::start();
    let fantail = Fantail::start();
    fantail.add_account("romeo@scripted.test", PASSWORD, &server.address(), &server.ca());
    let mut connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
    let condition = std::thread::scope(|scope| {
        let adding = scope.spawn(|| fantail.refused(&["contact", "add", "juliet@scripted.test"]));
        connection.skip_to("juliet@scripted.test");
        connection.abort();
        let mut connection = server.accept_signed_in(PASSWORD);
        connection.expect("<resume");
        connection.send("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
        // Before the new session is bound: its own limit is far away.
        connection.expect("<iq");
        adding.join().unwrap()
    });
    assert_eq!(condition, "offline");
}
