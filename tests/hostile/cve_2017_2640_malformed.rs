//! What no XMPP stream may carry (RFC 6120 §11): bombs, entities (CVE-2017-2640), broken UTF-8 (CVE-2011-3594), smuggled
//! streams (CVE-2022-22784). The stream ends, nothing of it is shown, and the client comes back without a storm.

use super::{PASSWORD, Stage, romeo, sign_in};
use serde_json::Value;
use std::time::Duration;

/// Sends it; the stream ends; the user's word brings the account back, alive and knowing nothing of it.
fn ends_the_stream(stage: &mut Stage, what: &[u8]) {
    let mut connection = stage.connection.take().unwrap();
    let shown = String::from_utf8_lossy(what).into_owned();
    // The client may hang up before it has heard all.
    let _ = connection.try_send_bytes(what);
    let lost = stage.fantail.wait_for(&["accounts"], &shown, |account| account["state"] != "online");
    assert_eq!(lost["state"], "connecting", "{shown}");
    assert_ne!(lost["error"], Value::Null, "{shown}");
    drop(connection);
    stage.fantail.ctl(&["account", "disable", super::ROMEO]);
    stage.fantail.ctl(&["account", "enable", super::ROMEO]);
    stage.connection = Some(sign_in(&stage.server, |_| None));
    stage.fantail.wait_online(None);
    stage.still_works();
    assert!(!stage.knows("evil"), "{shown}");
}

fn message(inside: &str) -> Vec<u8> {
    format!("<message type='chat' from='tybalt@scripted.test/x'><body>evil {inside}</body></message>").into_bytes()
}

#[test]
fn documents_instructions_and_comments_end_the_stream() {
    let mut stage = romeo();
    let lol: String = (1..10).map(|level| format!("<!ENTITY l{level} '{}'>", format!("&l{};", level - 1).repeat(10))).collect();
    for what in [
        format!("<!DOCTYPE x [<!ENTITY l0 'evil'>{lol}]><message from='a@scripted.test'><body>&l9;</body></message>"),
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>".into(),
        "<?php evil ?>".into(),
        "<!-- evil -->".into(),
    ] {
        ends_the_stream(&mut stage, what.as_bytes());
    }
    for inside in ["<!-- x -->", "<?x y?>"] {
        ends_the_stream(&mut stage, &message(inside));
    }
}

#[test]
fn cve_2017_2640_entities_that_are_no_characters_end_the_stream() {
    let mut stage = romeo();
    for entity in ["&#0;", "&#xD800;", "&#x110000;", "&#99999999999999999999;", "&#-1;", "&#x;", "&nbsp;", "&l9;", "&", "&#12", "&#xFFFF;"]
    {
        ends_the_stream(&mut stage, &message(entity));
    }
}

#[test]
fn cve_2011_3594_broken_utf_8_ends_the_stream() {
    let mut stage = romeo();
    for bytes in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x00", b"\x08"] {
        let mut what = b"<message type='chat' from='tybalt@scripted.test/x'><body>evil ".to_vec();
        what.extend_from_slice(bytes);
        what.extend_from_slice(b"</body></message>");
        ends_the_stream(&mut stage, &what);
    }
}

#[test]
fn markup_that_is_not_well_formed_ends_the_stream() {
    let mut stage = romeo();
    for what in [
        "<message from='a@scripted.test' from='b@scripted.test'><body>evil</body></message>",
        "<message from='a@scripted.test'><body>evil</message></body>",
        "<message from='a@scripted.test'><x:y/><body>evil</body></message>",
        "<message from=a@scripted.test><body>evil</body></message>",
        "<message from='a@scripted.test'><body a='<'>evil</body></message>",
        "evil words between stanzas",
    ] {
        ends_the_stream(&mut stage, what.as_bytes());
    }
}

#[test]
fn cve_2022_22784_a_stream_inside_a_stanza_smuggles_nothing() {
    let mut stage = romeo();
    stage.send(
        "<message type='chat' from='tybalt@scripted.test/x'><stream:stream xmlns='jabber:client' version='1.0'>\
         <message xmlns='jabber:client' type='chat' from='juliet@scripted.test/b'><body>evil</body></message></stream:stream></message>",
    );
    stage.still_works();
    assert!(!stage.knows("evil"));
    ends_the_stream(
        &mut stage,
        b"<message type='chat' from='tybalt@scripted.test/x'><body></stream:stream><stream:stream xmlns='jabber:client'>\
          <message from='juliet@scripted.test/b'><body>evil</body></message>",
    );
}

#[test]
fn after_such_an_end_the_client_comes_back_by_itself_and_takes_its_time() {
    let mut stage = romeo();
    let mut connection = stage.connection.take().unwrap();
    connection.send("<!DOCTYPE x>");
    let lost = stage.fantail.wait_for(&["accounts"], "the end", |account| account["state"] == "connecting");
    let retry: jiff::Timestamp = lost["retry_at"].as_str().unwrap().parse().unwrap();
    assert!(retry.duration_since(jiff::Timestamp::now()) > jiff::SignedDuration::from_secs(20), "{lost}");
    drop(connection);
    assert!(stage.server.accept_within(Duration::from_secs(2)).is_none(), "a storm begins");
    let mut connection = stage.server.accept_within(Duration::from_secs(60)).expect("the client comes back");
    connection.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>");
    connection.expect("<starttls");
    connection.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    connection.start_tls();
    connection.authenticate(&crate::support::scram_server::Scram::new(crate::support::scram_server::Hash::Sha256, PASSWORD));
    connection.open(crate::support::scripted::FEATURES);
    super::begin(&mut connection, |_| None);
    stage.connection = Some(connection);
    stage.fantail.wait_online(None);
    stage.still_works();
}
