//! Forged stanza-ids (XEP-0359 §5): nobody hides a message behind the id of another.

use super::{JULIET, Stage, romeo, romeo_with};
use crate::support::xml;
use serde_json::{Value, json};

fn said(body: &str, by: &str, id: &str) -> String {
    format!(
        "<message type='chat' from='juliet@scripted.test/balcony' id='{body}'><body>{body}</body><stanza-id xmlns='urn:xmpp:sid:0' by='{by}' id='{id}'/></message>"
    )
}

/// On a server that strips what others forge in our name.
fn romeo_with_ids() -> Stage {
    romeo_with(|piece| {
        let id = xml::attribute(piece, "id").filter(|_| piece.contains("disco#info"))?;
        let info = "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='account' type='registered'/>\
                    <feature var='urn:xmpp:sid:0'/><feature var='urn:xmpp:mam:2'/></query>";
        Some(format!("<iq type='result' id='{id}'>{info}</iq>"))
    })
}

#[test]
fn an_id_counts_only_by_our_own_archive() {
    let mut stage = romeo_with_ids();
    stage.send(&said("first", "romeo@scripted.test", "s1"));
    assert_eq!(stage.message(JULIET, "first")["stanza_id"], json!("s1"));
    for (number, by) in ["juliet@scripted.test", "scripted.test", "romeo@scripted.test/home", "tea@rooms.test"].iter().enumerate() {
        let body = format!("not hidden {number}");
        stage.send(&said(&body, by, "s1"));
        assert_eq!(stage.message(JULIET, &body)["stanza_id"], Value::Null, "{by}");
    }
    stage.send(&said("again", "romeo@scripted.test", "s1"));
    stage.still_works();
    assert!(!stage.knows("again"), "one id of our archive is one message");
}

#[test]
fn where_the_server_does_not_strip_forged_ids_none_counts() {
    let mut stage = romeo();
    for body in ["one", "two"] {
        stage.send(&said(body, "romeo@scripted.test", "s1"));
        assert_eq!(stage.message(JULIET, body)["stanza_id"], Value::Null);
    }
    stage.still_works();
}
