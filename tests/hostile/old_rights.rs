//! Who might see us yesterday, and may not today: what a device tells goes by the list of this session (RFC 6121 §2.1), not by the last.

use super::{JULIET, PASSWORD, ROMEO, Stage, begin, romeo_with, xml};
use crate::support::scram_server::{Hash, Scram};
use crate::support::scripted::FEATURES;
use serde_json::Value;
use std::cell::RefCell;

fn list(id: &str, subscription: &str) -> String {
    format!("<iq type='result' id='{id}'><query xmlns='jabber:iq:roster'><item jid='{JULIET}' subscription='{subscription}'/></query></iq>")
}

fn asks(id: &str) -> String {
    format!(
        "<message type='chat' id='{id}' from='{JULIET}/balcony' to='{ROMEO}'><body>{id}</body><request xmlns='urn:xmpp:receipts'/>\
         <markable xmlns='urn:xmpp:chat-markers:0'/></message>"
    )
}

/// How much the client tells Juliet until it answers this.
fn told(stage: &mut Stage) -> usize {
    stage.send("<iq type='get' id='end' from='tybalt@scripted.test/x'><odd xmlns='urn:odd'/></iq>");
    let mut count = 0;
    loop {
        let piece = stage.connection().next().unwrap();
        if piece.starts_with("<iq") && xml::attribute(&piece, "id").as_deref() == Some("end") {
            return count;
        }
        count += usize::from(piece.contains("<received") || piece.contains("<displayed"));
    }
}

#[test]
fn nothing_is_told_to_anybody_before_the_list_of_this_session_is_here() {
    let is_roster = |piece: &str| piece.contains("jabber:iq:roster");
    let mut stage = romeo_with(|piece| is_roster(piece).then(|| list(&xml::attribute(piece, "id").unwrap(), "both")));
    stage.send(&asks("first"));
    stage.message(JULIET, "first");
    stage.fantail.ctl(&["read", JULIET]);
    assert_eq!(told(&mut stage), 2, "as long as she may know");
    stage.send(&asks("second"));
    stage.message(JULIET, "second");
    told(&mut stage);

    stage.connection.take().unwrap().abort();
    stage.fantail.wait_for(&["accounts"], "the link is gone", |account: &Value| account["state"] == "connecting");
    stage.fantail.ctl(&["read", JULIET]);
    let mut connection = stage.server.accept_starttls();
    connection.authenticate(&Scram::new(Hash::Sha256, PASSWORD));
    connection.open(FEATURES);
    let roster = RefCell::new(String::new());
    begin(&mut connection, |piece| {
        is_roster(piece).then(|| {
            *roster.borrow_mut() = xml::attribute(piece, "id").unwrap();
            String::new()
        })
    });
    stage.connection = Some(connection);
    stage.send(&asks("third"));
    stage.message(JULIET, "third");
    assert_eq!(told(&mut stage), 0);
    // From another device her right was taken back meanwhile.
    let roster = list(&roster.into_inner(), "to");
    stage.send(&roster);
    stage.fantail.wait_online(None);
    stage.send(&asks("fourth"));
    stage.message(JULIET, "fourth");
    stage.fantail.ctl(&["read", JULIET]);
    assert_eq!(told(&mut stage), 0);
}
