//! Links (CVE-2012-2085, CVE-2018-18467): `xmpp:` fills in a form and does nothing by itself; all else is refused.

use super::{JULIET, romeo};
use serde_json::Value;

#[test]
fn cve_2012_2085_only_xmpp_links_are_taken() {
    let stage = romeo();
    for link in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://example.org",
        "data:text/html,x",
        "smb://host/x",
        "ms-msdt:/id",
        "mailto:a@b",
        "xmpp:",
        "xmpp:@@",
        "xmpp:a%00b@scripted.test",
        "xmpp:$(touch x)@scripted.test/`id`\n",
        "",
    ] {
        assert_eq!(stage.fantail.refused(&["open", link]), "bad-argument", "{link}");
    }
}

#[test]
fn cve_2018_18467_a_link_does_nothing_by_itself() {
    let mut stage = romeo();
    // The last that it asks by itself.
    stage.connection().skip_to("urn:xmpp:mam:2");
    let before: Vec<Vec<Value>> = ["roster", "conversations", "rooms", "requests"].map(|verb| stage.fantail.ctl(&[verb])).into();
    for query in [
        "message;body=sent",
        "join",
        "join;password=x",
        "subscribe",
        "roster;name=x",
        "remove",
        "unsubscribe",
        "register",
        "pubsub;action=subscribe;node=x",
    ] {
        // There is no window to fill in here.
        assert_eq!(stage.fantail.refused(&["open", &format!("xmpp:{JULIET}?{query}")]), "no-display", "{query}");
    }
    let after: Vec<Vec<Value>> = ["roster", "conversations", "rooms", "requests"].map(|verb| stage.fantail.ctl(&[verb])).into();
    assert_eq!(before, after);
    // Nothing was said to the server either: before the answer to this it hears at most a question for an acknowledgement.
    stage.send("<iq type='get' id='next' from='tybalt@scripted.test/x'><odd xmlns='urn:odd'/></iq>");
    let heard = stage.connection().pieces_until("<iq");
    let (answer, before) = heard.split_last().unwrap();
    assert!(answer.contains("service-unavailable") && before.iter().all(|piece| piece.starts_with("<r ")), "{heard:?}");
    stage.still_works();
}
