//! One question per entity capabilities hash (XEP-0115), however many people have it, and none after a restart.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use support::fantail::Fantail;
use support::prosody::PASSWORD;
use support::scripted::{Connection, ScriptedServer};
use support::xml::attribute;

/// What a client with one identity (client/pc, Exodus) and one feature (urn:example:one) hashes to (§5.1).
const HASH: &str = "EqRMN/2roi2rTGTOp18DAuLjtxc=";
const DISCO: &str = "http://jabber.org/protocol/disco#info";
const PEOPLE: [&str; 3] = ["juliet", "nurse", "benvolio"];

fn show(connection: &mut Connection, who: &str) {
    connection.send(&format!(
        "<presence from='{who}@scripted.test/x'>\
         <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://client.example' ver='{HASH}'/></presence>"
    ));
}

/// Signs Fantail in with three on its list.
fn sign_in(server: &ScriptedServer) -> Connection {
    let mut connection = server.accept_signed_in(PASSWORD);
    loop {
        let piece = connection.next().expect("the client signs in");
        if piece.contains("jabber:iq:roster") {
            let items = PEOPLE.map(|who| format!("<item jid='{who}@scripted.test' subscription='both'/>")).concat();
            let id = attribute(&piece, "id").unwrap();
            connection.send(&format!("<iq type='result' id='{id}'><query xmlns='jabber:iq:roster'>{items}</query></iq>"));
        } else if piece.starts_with("<presence") {
            return connection;
        } else {
            connection.answer(&piece);
        }
    }
}

/// The questions asked until Fantail answers a ping of ours, which it does after all that came before.
fn questions(connection: &mut Connection) -> Vec<String> {
    connection.send("<iq type='get' id='marker' from='scripted.test'><ping xmlns='urn:xmpp:ping'/></iq>");
    let mut asked = Vec::new();
    loop {
        let piece = connection.next().expect("the client answers the ping");
        if piece.contains("marker") {
            return asked;
        }
        if piece.contains(DISCO) && piece.contains("client.example") {
            asked.push(piece);
        }
    }
}

fn answer(connection: &mut Connection, question: &str, feature: &str) {
    let (id, to) = (attribute(question, "id").unwrap(), attribute(question, "to").unwrap());
    connection.send(&format!(
        "<iq type='result' id='{id}' from='{to}'><query xmlns='{DISCO}' node='https://client.example#{HASH}'>\
         <identity category='client' type='pc' name='Exodus'/><feature var='{feature}'/></query></iq>"
    ));
}

#[test]
fn everybody_with_the_same_hash_is_asked_once_and_a_false_answer_does_not_count() {
    let server = ScriptedServer::start();
    let mut fantail = Fantail::start();
    fantail.add_account("romeo@scripted.test", PASSWORD, &server.address(), &server.ca());
    let mut connection = sign_in(&server);
    for who in PEOPLE {
        show(&mut connection, who);
    }
    let asked = questions(&mut connection);
    assert_eq!(asked.len(), 1, "{asked:?}");
    // Somebody lies about what his hash means: the next to show it is asked instead.
    answer(&mut connection, &asked[0], "urn:example:lie");
    show(&mut connection, "nurse");
    let again = questions(&mut connection);
    assert_eq!(again.len(), 1, "{again:?}");
    answer(&mut connection, &again[0], "urn:example:one");
    show(&mut connection, "benvolio");
    assert_eq!(questions(&mut connection), [""; 0]);
    fantail.kill9();
    fantail.restart();
    fantail.ctl_with_stdin(&["account", "password", "romeo@scripted.test"], PASSWORD);
    let mut connection = sign_in(&server);
    show(&mut connection, "juliet");
    assert_eq!(questions(&mut connection), [""; 0]);
}
