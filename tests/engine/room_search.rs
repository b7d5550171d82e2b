//! A directory of rooms (XEP-0433), scripted: it is asked what was typed, page by page, and what it answers is read.

use super::support::scripted::{Connection, DOMAIN, ScriptedServer};
use super::support::xml::attribute;
use super::*;
use fantail::model::{BareJid, Found, Problem};

const DIRECTORY: &str = "search.far.test";

fn search(engine: &Engine, after: Option<&str>) -> tokio::sync::oneshot::Receiver<Result<Reply, Problem>> {
    let (account, directory) = (format!("romeo@{DOMAIN}").parse().unwrap(), DIRECTORY.parse().unwrap());
    engine.ask(Command::SearchRooms { account, directory, words: "tea & cake".into(), after: after.map(Into::into) })
}

/// What it was asked.
fn asked(connection: &mut Connection) -> String {
    let asked = connection.skip_to("urn:xmpp:channel-search:0:search");
    assert_eq!(attribute(&asked, "to").as_deref(), Some(DIRECTORY));
    assert!(asked.contains("tea &amp; cake"), "{asked}");
    asked
}

fn page(connection: &mut Connection, asked: &str, room: &str, from: &str) {
    let id = attribute(asked, "id").unwrap();
    connection.send(&format!(
        "<iq type='result' id='{id}' from='{from}'><result xmlns='urn:xmpp:channel-search:0:search'><item address='{room}'>\
         <name>Tea</name><nusers>4</nusers></item><set xmlns='http://jabber.org/protocol/rsm'><last>{room}</last></set></result></iq>"
    ));
}

fn found(answer: tokio::sync::oneshot::Receiver<Result<Reply, Problem>>) -> Found {
    match answer.blocking_recv().unwrap() {
        Ok(Reply::Found(found)) => found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_directory_is_asked_page_by_page_and_nobody_else_answers_for_it() {
    let server = ScriptedServer::start();
    let (engine, mut events, _directory) = started();
    let account = Account {
        host: Host::parse(&server.address()),
        security: Security::StartTls,
        extra_roots: Some(std::fs::read_to_string(server.ca()).unwrap()),
        ..Account::new(format!("romeo@{DOMAIN}").parse().unwrap(), "desk".into())
    };
    let adding = engine.ask(Command::AddAccount { account, password: Some(Secret::new(PASSWORD)) });
    let mut connection = server.accept_online(PASSWORD);
    adding.blocking_recv().unwrap().unwrap();
    until(&mut events, is_online);

    let first = search(&engine, None);
    let question = asked(&mut connection);
    assert!(!question.contains("<after"), "{question}");
    page(&mut connection, &question, "trap@rooms.far.test", "tybalt@scripted.test");
    page(&mut connection, &question, "tea@rooms.far.test", DIRECTORY);
    let told = found(first);
    let room: BareJid = "tea@rooms.far.test".parse().unwrap();
    assert_eq!(told.rooms.iter().map(|info| (&info.room, info.occupants)).collect::<Vec<_>>(), [(&room, Some(4))]);

    let second = search(&engine, told.next.as_deref());
    let question = asked(&mut connection);
    assert!(question.contains("tea@rooms.far.test</after>"), "{question}");
    let id = attribute(&question, "id").unwrap();
    connection.send(&format!(
        "<iq type='error' id='{id}' from='{DIRECTORY}'><error type='wait'>\
         <resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
    ));
    assert_eq!(second.blocking_recv().unwrap(), Err(Problem::stanza("resource-constraint")));
}
