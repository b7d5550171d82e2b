//! Addresses and words made to break a database or a screen (CVE-2012-2086): kept as the text they are.

use super::{JULIET, romeo};
use serde_json::json;

const DROP: &str = "'); DROP TABLE messages; --";

#[test]
fn cve_2012_2086_an_address_is_never_part_of_a_query() {
    let mut stage = romeo();
    let odd = ["a');drop-table-messages;--@scripted.test".replace('\'', ""), "100%_*?@scripted.test".into(), "робот@scripted.test".into()];
    for jid in &odd {
        stage.send(&format!("<message type='chat' from=\"{jid}/{DROP}\" id=\"{DROP}\"><body>{DROP}</body></message>"));
        stage.send(&format!(
            "<presence type='subscribe' from=\"{jid}\"><nick xmlns='http://jabber.org/protocol/nick'>{DROP}</nick></presence>"
        ));
        let message = stage.message(jid, DROP);
        assert_eq!((&message["conversation"], &message["origin_id"]), (&json!(jid), &json!(DROP)));
        stage.fantail.wait_for(&["requests"], jid, |request| request["jid"] == json!(jid) && request["nick"] == DROP);
    }
    stage.still_works();
    assert_eq!(stage.fantail.ctl(&["history", JULIET]).len(), 1);
    assert_eq!(stage.fantail.ctl(&["conversations"]).len(), odd.len() + 1);
}

#[test]
fn addresses_of_any_length_are_carried_or_left_out() {
    let mut stage = romeo();
    let longest = format!("{}@scripted.test", "a".repeat(1_000));
    stage.send(&format!("<message type='chat' from='{longest}/{}'><body>from afar</body></message>", "r".repeat(1_000)));
    stage.message(&longest, "from afar");
    let too_long = format!("{}@scripted.test", "a".repeat(1_024));
    for from in
        [too_long.as_str(), "@@", "a@", "@scripted.test", "a b@scripted.test", "", "/x", "a@scripted.test/", "\u{202e}a@scripted.test"]
    {
        stage.send(&format!("<message type='chat' from='{from}'><body>from nowhere</body></message>"));
        stage.send(&format!("<presence from='{from}'/><presence type='subscribe' from='{from}'/>"));
        stage.still_works();
    }
    assert!(!stage.knows("from nowhere"));
    assert!(stage.fantail.ctl(&["requests"]).is_empty());
    assert_eq!(stage.fantail.refused(&["contact", "add", &too_long]), "bad-argument");
}

#[test]
fn marks_of_direction_and_invisible_characters_survive_as_text() {
    let mut stage = romeo();
    let odd = "\u{202e}gpj.exe\u{202c} a\u{200b}b\u{200d}c \u{2066}x\u{2069} \u{feff}\u{3164}";
    stage.push(&format!("<item jid='juliet@scripted.test' name='{odd}' subscription='both'/>"));
    stage.send(&format!("<message type='chat' from='juliet@scripted.test/b'><body>{odd}</body></message>"));
    stage.send(&format!("<presence from='juliet@scripted.test/b'><status>{odd}</status></presence>"));
    stage.send(&format!(
        "<presence type='subscribe' from='tybalt@scripted.test'><nick xmlns='http://jabber.org/protocol/nick'>{odd}</nick></presence>"
    ));
    stage.still_works();
    stage.message(JULIET, odd);
    stage.fantail.wait_for(&["roster"], "Juliet", |contact| contact["name"] == odd && contact["status"] == odd);
    stage.fantail.wait_for(&["requests"], "Tybalt", |request| request["nick"] == odd);
}
