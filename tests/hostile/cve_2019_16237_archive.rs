//! Forged results of an archive (CVE-2019-16237, CVE-2020-26547).

use super::{JULIET, STRANGERS, romeo, romeo_with};
use crate::support::xml;
use serde_json::json;

fn result(outer: &str, query: &str, id: &str, body: &str) -> String {
    format!(
        "<message {outer}><result xmlns='urn:xmpp:mam:2' queryid='{query}' id='{id}'><forwarded xmlns='urn:xmpp:forward:0'>\
         <delay xmlns='urn:xmpp:delay' stamp='2026-11-21T10:00:00Z'/>\
         <message xmlns='jabber:client' type='chat' from='juliet@scripted.test/balcony' to='romeo@scripted.test' id='{id}'><body>{body}</body></message>\
         </forwarded></result></message>"
    )
}

#[test]
fn cve_2019_16237_results_nobody_asked_for_are_not_shown() {
    let mut stage = romeo();
    for outer in ["", "from='romeo@scripted.test'", "from='juliet@scripted.test'"] {
        stage.send(&result(outer, "q", "a1", "forged"));
        stage.send(&result(outer, "", "a2", "forged"));
    }
    stage.still_works();
    assert!(!stage.knows("forged"));
}

#[test]
fn cve_2020_26547_while_we_ask_only_our_own_archive_answers() {
    let mut stage = romeo_with(|piece| {
        let id = xml::attribute(piece, "id").filter(|_| piece.contains("urn:xmpp:mam:2"))?;
        let query = xml::attribute(piece, "queryid").unwrap();
        let forged = STRANGERS.map(|from| result(&format!("from='{from}'"), &query, "f1", "forged")).concat();
        let wrong = result("", "another", "f2", "forged") + &result("from='romeo@scripted.test'", "", "f3", "forged");
        let honest = result("from='romeo@scripted.test'", &query, "a1", "honest");
        let fin = "<fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'><last>a1</last></set></fin>";
        Some(format!("{forged}{wrong}{honest}<iq type='result' id='{id}'>{fin}</iq>"))
    });
    stage.still_works();
    assert!(!stage.knows("forged"));
    let honest = stage.message(JULIET, "honest");
    assert_eq!(
        (&honest["stanza_id"], &honest["time"], &honest["delayed"]),
        (&json!("a1"), &json!("2026-11-21T10:00:00.000Z"), &json!(true))
    );
}
