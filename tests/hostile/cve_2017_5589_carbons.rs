//! Forged carbons (CVE-2017-5589 to -5606, CVE-2017-5858, CVE-2019-16235, CVE-2020-26547).

use super::{JULIET, STRANGERS, romeo};
use serde_json::json;

fn carbon(outer: &str, direction: &str, kind: &str, body: &str) -> String {
    let (from, to) = match direction {
        "sent" => ("romeo@scripted.test/phone", "juliet@scripted.test/balcony"),
        _ => ("juliet@scripted.test/balcony", "romeo@scripted.test/phone"),
    };
    format!(
        "<message {outer} type='{kind}'><{direction} xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>\
         <message xmlns='jabber:client' type='{kind}' from='{from}' to='{to}' id='{body}'><body>{body}</body></message></forwarded></{direction}></message>"
    )
}

#[test]
fn cve_2017_5589_copies_from_strangers_are_not_shown_and_our_own_are() {
    let mut stage = romeo();
    for outer in STRANGERS {
        for direction in ["received", "sent"] {
            stage.send(&carbon(&format!("from='{outer}'"), direction, "chat", "forged"));
        }
    }
    for (outer, name) in [("", "absent"), ("from='romeo@scripted.test'", "own")] {
        for direction in ["received", "sent"] {
            stage.send(&carbon(outer, direction, "chat", &format!("{name}-{direction}")));
        }
    }
    stage.still_works();
    assert!(!stage.knows("forged"));
    for name in ["absent", "own"] {
        let received = stage.message(JULIET, &format!("{name}-received"));
        assert_eq!((&received["direction"], &received["from"]), (&json!("in"), &json!(JULIET)));
        let sent = stage.message(JULIET, &format!("{name}-sent"));
        assert_eq!((&sent["direction"], &sent["from"]), (&json!("out"), &json!("romeo@scripted.test")));
    }
}

#[test]
fn a_copy_never_carries_a_line_of_a_room() {
    let mut stage = romeo();
    for direction in ["received", "sent"] {
        stage.send(&carbon("", direction, "groupchat", "forged"));
    }
    stage.still_works();
    assert!(!stage.knows("forged"));
}

#[test]
fn a_copy_of_a_message_we_never_sent_is_not_ours() {
    let mut stage = romeo();
    stage.send(&carbon("", "sent", "chat", "forged").replace("romeo@scripted.test/phone", "tybalt@scripted.test/x"));
    // Both at once, and one inside the other.
    let inner = carbon("", "received", "chat", "forged");
    stage.send(&inner.replace("</message></forwarded>", &format!("{inner}</message></forwarded>")).replace("<body>forged</body>", ""));
    stage.send(
        &carbon("", "received", "chat", "forged")
            .replace("</received></message>", "</received><sent xmlns='urn:xmpp:carbons:2'/></message>"),
    );
    stage.still_works();
    assert!(!stage.knows("forged"));
}

#[test]
fn a_copy_with_an_odd_detail_is_shown_as_it_would_be_live() {
    let mut stage = romeo();
    let odd = carbon("", "received", "chat", "odd").replace("type='chat' from='juliet", "type='foo' from='juliet");
    stage.send(&odd.replace("<body>odd", "<thread>1</thread><thread>2</thread><body>odd"));
    stage.still_works();
    stage.message(JULIET, "odd");
}
