//! Roster pushes from strangers (CVE-2015-8688, CVE-2016-9928, CVE-2019-16236, CVE-2014-0364), and lists that came cut.

use super::{JULIET, STRANGERS, romeo, romeo_with};
use crate::support::xml;
use serde_json::json;
use std::cell::RefCell;

const JULIET_ITEM: &str = "<item jid='juliet@scripted.test' name='Juliet' subscription='both'/>";

#[test]
fn cve_2015_8688_a_push_from_a_stranger_changes_nothing_and_is_refused() {
    let mut stage = romeo();
    stage.push(JULIET_ITEM);
    let before = stage.fantail.ctl(&["roster"]);
    assert_eq!((&before[0]["jid"], &before[0]["name"]), (&json!(JULIET), &json!("Juliet")));
    for (number, from) in STRANGERS.iter().enumerate() {
        for (kind, item) in [
            ("add", "<item jid='tybalt@scripted.test' subscription='both'/>"),
            ("remove", "<item jid='juliet@scripted.test' subscription='remove'/>"),
        ] {
            let answer = stage.ask(&format!(
                "<iq type='set' id='{kind}-{number}' from='{from}'><query xmlns='jabber:iq:roster' ver='evil'>{item}</query></iq>"
            ));
            assert!(answer.contains("service-unavailable"), "{from}: {answer}");
        }
    }
    stage.still_works();
    assert_eq!(stage.fantail.ctl(&["roster"]), before);
    // Nor do they choose what we ask the server for next time.
    let asked = RefCell::new(String::new());
    stage.come_back(|piece| {
        if piece.contains("jabber:iq:roster") {
            *asked.borrow_mut() = piece.to_owned();
        }
        None
    });
    assert_eq!(xml::attribute(&asked.borrow(), "ver").as_deref(), Some("honest"), "{}", asked.borrow());
}

#[test]
fn a_push_of_our_own_account_with_several_people_is_malformed() {
    let mut stage = romeo();
    let item = |jid: &str| format!("<item jid='{jid}' subscription='both'/>");
    for items in [String::new(), item("a@scripted.test") + &item("b@scripted.test"), "<item jid='@@'/>".into()] {
        let answer = stage.ask(&format!("<iq type='set' id='p'><query xmlns='jabber:iq:roster'>{items}</query></iq>"));
        assert!(answer.contains("bad-request"), "{answer}");
    }
    stage.still_works();
    assert!(stage.fantail.ctl(&["roster"]).is_empty());
}

#[test]
fn a_list_that_came_cut_never_replaces_the_one_we_have() {
    let mut stage = romeo();
    stage.push(JULIET_ITEM);
    let before = stage.fantail.ctl(&["roster"]);
    // More attributes than the guard lets through: what is left looks like a list without Juliet.
    let attributes: String = (0..300).map(|number| format!(" a{number}=''")).collect();
    stage.come_back(|piece| {
        let id = xml::attribute(piece, "id").filter(|_| piece.contains("jabber:iq:roster"))?;
        let item = format!("<item jid='tybalt@scripted.test' subscription='both'{attributes}/>");
        Some(format!("<iq type='result' id='{id}'><query xmlns='jabber:iq:roster' ver='cut'>{item}</query></iq>"))
    });
    stage.still_works();
    assert_eq!(stage.fantail.ctl(&["roster"]), before);
}

#[test]
fn a_list_from_somebody_else_is_not_ours() {
    let mut stage = romeo_with(|piece| {
        let id = xml::attribute(piece, "id").filter(|_| piece.contains("jabber:iq:roster"))?;
        let list = |from: &str, jid: &str| {
            format!(
                "<iq type='result' id='{id}' {from}><query xmlns='jabber:iq:roster'><item jid='{jid}' subscription='both'/></query></iq>"
            )
        };
        Some(list("from='tybalt@scripted.test/x'", "tybalt@scripted.test") + &list("", JULIET))
    });
    stage.still_works();
    let roster = stage.fantail.ctl(&["roster"]);
    assert_eq!((roster.len(), &roster[0]["jid"]), (1, &json!(JULIET)));
}
