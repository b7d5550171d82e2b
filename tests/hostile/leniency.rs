//! Stanzas with one bad detail: the rest is kept (RFC 6121 §4.7.2, §5.2.2), and nothing is mistaken for something else.

use super::{JULIET, romeo};
use serde_json::{Value, json};

#[test]
fn a_message_of_an_unknown_type_or_with_two_threads_is_shown() {
    let mut stage = romeo();
    stage.send("<message type='foo' from='juliet@scripted.test/b'><body>of type foo</body></message>");
    stage.send("<message from='juliet@scripted.test/b'><thread>a</thread><thread>b</thread><body>with two threads</body></message>");
    stage.send(
        "<message from='juliet@scripted.test/b'><body xml:lang='de'>auf Deutsch</body><body xml:lang='fr'>en français</body></message>",
    );
    stage.still_works();
    for body in ["of type foo", "with two threads"] {
        assert_eq!(stage.message(JULIET, body)["kind"], "chat");
    }
    assert!(stage.knows("auf Deutsch") || stage.knows("en français"));
}

#[test]
fn presence_with_a_bad_show_or_priority_is_presence() {
    let mut stage = romeo();
    stage.push("<item jid='juliet@scripted.test' subscription='both'/>");
    for inside in
        ["<show/>", "<show>foo</show>", "<priority>high</priority>", "<priority>1000</priority>", "<show>away</show><show>dnd</show>"]
    {
        stage.send("<presence type='unavailable' from='juliet@scripted.test/b'/>");
        stage.send(&format!("<presence from='juliet@scripted.test/b'>{inside}<status>{}</status></presence>", inside.len()));
        let seen = stage.fantail.wait_for(&["roster"], inside, |contact| contact["status"] == json!(inside.len().to_string()));
        assert_ne!(seen["presence"], "offline", "{inside}");
    }
    stage.still_works();
}

#[test]
fn a_message_inside_a_message_and_markup_in_a_body_are_no_messages() {
    let mut stage = romeo();
    let inner = "<message xmlns='jabber:client' type='chat' from='tybalt@scripted.test/x'><body>smuggled</body></message>";
    stage.send(&format!("<message type='chat' from='juliet@scripted.test/b'>{inner}</message>"));
    stage.send(&format!("<message type='chat' from='juliet@scripted.test/b'><body>outer</body>{inner}</message>"));
    stage.send(&format!("<presence from='juliet@scripted.test/b'>{inner}</presence>"));
    stage.send(&format!("<message type='chat' from='juliet@scripted.test/b'><x xmlns='urn:x'>{inner}</x></message>"));
    stage.send("<message type='chat' from='juliet@scripted.test/b'><html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><script>smuggled()</script></body></html><body>plain</body></message>");
    stage.still_works();
    assert!(!stage.knows("smuggled"));
    for body in ["outer", "plain"] {
        stage.message(JULIET, body);
    }
}

#[test]
fn an_error_for_a_message_counts_only_from_where_it_went() {
    let mut stage = romeo();
    let sent = stage.fantail.ctl(&["send", JULIET, "mine"]).remove(0);
    let id = sent["origin_id"].as_str().unwrap().to_owned();
    stage.connection().skip_to("mine");
    let bounce = |from: &str, condition: &str| {
        format!(
            "<message type='error' id='{id}' from='{from}'><error type='cancel'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
        )
    };
    for from in ["tybalt@scripted.test/x", "juliet@evil.test", "scripted.test"] {
        stage.send(&bounce(from, "gone"));
    }
    stage.still_works();
    assert_eq!(stage.message(JULIET, "mine")["error"], Value::Null);
    stage.send(&bounce(JULIET, "item-not-found"));
    let failed = stage.fantail.wait_for(&["history", JULIET], "the true error", |message| message["state"] == "failed");
    assert_eq!(failed["error"], "item-not-found");
}

#[test]
fn a_sender_whose_client_is_named_in_newer_characters_is_heard_and_seen() {
    let mut stage = romeo();
    stage.push("<item jid='juliet@scripted.test' subscription='both'/>");
    // A squirrel and a flag, both younger than the characters of RFC 6122.
    let from = "juliet@scripted.test/\u{1f43f} phone \u{1f1e9}\u{1f1ea}";
    stage.send(&format!("<message type='chat' from='{from}'><body>from my phone</body></message><presence from='{from}'/>"));
    stage.message(JULIET, "from my phone");
    stage.fantail.wait_for(&["roster"], "there", |contact| contact["presence"] == "available" && contact["resources"][0] == "□ phone □□");
    stage.send(&format!("<presence type='unavailable' from='{from}'/>"));
    stage.fantail.wait_for(&["roster"], "gone", |contact| contact["presence"] == "offline");
    stage.still_works();
}
