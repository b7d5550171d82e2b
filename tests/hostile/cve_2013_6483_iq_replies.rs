//! Answers from whom nobody asked (CVE-2013-6483), and requests that are unknown, malformed or cut.

use super::{JULIET, STRANGERS, romeo};
use std::thread;

#[test]
fn cve_2013_6483_an_answer_with_the_right_id_from_somebody_else_answers_nothing() {
    let mut stage = romeo();
    let condition = thread::scope(|scope| {
        let Some(connection) = stage.connection.as_mut() else { unreachable!("the stage is online") };
        let adding = scope.spawn(|| stage.fantail.refused(&["contact", "add", JULIET]));
        let piece = connection.skip_to("jabber:iq:roster");
        let id = crate::support::xml::attribute(&piece, "id").unwrap();
        // 96 bits nobody can guess.
        assert!(id.chars().filter(char::is_ascii_hexdigit).count() >= 24, "{id}");
        let ours = |from: &str| from == "romeo@scripted.test" || from == "scripted.test";
        for from in STRANGERS.iter().copied().filter(|from| !ours(from)).chain(["romeo@scripted.test/elsewhere"]) {
            connection.send(&format!("<iq type='result' id='{id}' from='{from}'/>"));
            // Not even readable.
            connection.send(&format!("<iq type='result' id='{id}' from='{from}'><a/><b/></iq>"));
            connection.send(&format!(
                "<iq type='error' id='{id}' from='{from}'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
            ));
        }
        // The true answer comes last, and says something else.
        connection.send(&format!(
            "<iq type='error' id='{id}'><error type='cancel'><not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
        ));
        adding.join().unwrap()
    });
    assert_eq!(condition, "not-allowed");
    stage.still_works();
    assert!(stage.fantail.ctl(&["roster"]).is_empty());
}

#[test]
fn a_request_nobody_here_knows_is_unavailable() {
    let mut stage = romeo();
    for kind in ["get", "set"] {
        for from in ["", "from='tybalt@scripted.test/x'"] {
            let answer = stage.ask(&format!("<iq type='{kind}' id='odd' {from}><odd xmlns='urn:odd'/></iq>"));
            assert!(answer.contains("service-unavailable") && answer.contains("error"), "{answer}");
        }
    }
    stage.still_works();
}

#[test]
fn a_malformed_request_is_a_bad_request() {
    let mut stage = romeo();
    for inside in ["", "<a xmlns='urn:a'/><b xmlns='urn:b'/>", "only words"] {
        let answer = stage.ask(&format!("<iq type='get' id='bad' from='tybalt@scripted.test/x'>{inside}</iq>"));
        assert!(answer.contains("bad-request") && answer.contains("tybalt@scripted.test/x"), "{answer}");
    }
    let answer = stage.ask("<iq type='foo' id='bad' from='tybalt@scripted.test/x'><a xmlns='urn:a'/></iq>");
    assert!(answer.contains("bad-request"), "{answer}");
    // Nobody to answer, or nothing to answer to.
    stage.send("<iq type='get' id='bad' from='@@'><a xmlns='urn:a'/></iq><iq type='get'><a xmlns='urn:a'/></iq><iq/>");
    stage.still_works();
}

#[test]
fn a_request_that_came_cut_is_not_acceptable() {
    let mut stage = romeo();
    let attributes: String = (0..300).map(|number| format!(" a{number}=''")).collect();
    let deep = format!("{}{}", "<a xmlns='urn:a'>".repeat(100), "</a>".repeat(100));
    let long = format!("<a xmlns='urn:a' b='{}'/>", "x".repeat(9000));
    for inside in [format!("<a xmlns='urn:a'{attributes}/>"), deep, long] {
        for kind in ["get", "set"] {
            let answer = stage.ask(&format!("<iq type='{kind}' id='cut' from='tybalt@scripted.test/x'>{inside}</iq>"));
            assert!(answer.contains("not-acceptable"), "{answer}");
        }
    }
    // A cut push of our own account is not taken either.
    let push = format!("<query xmlns='jabber:iq:roster'><item jid='tybalt@scripted.test'{attributes}/></query>");
    let answer = stage.ask(&format!("<iq type='set' id='cut'>{push}</iq>"));
    assert!(answer.contains("not-acceptable"), "{answer}");
    stage.still_works();
    assert!(stage.fantail.ctl(&["roster"]).is_empty());
}
