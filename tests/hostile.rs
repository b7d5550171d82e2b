//! What a hostile peer or server sends, and what becomes of it: each file is one row of `docs/security.md`, named for its CVE
//! where there is one. After each attack the same session still works, unless the stream has to end by the standard.

#![allow(clippy::unwrap_used)]

#[path = "hostile/authorization_flood.rs"]
mod authorization_flood;
#[path = "hostile/bookmarks.rs"]
mod bookmarks;
#[path = "hostile/cve_2012_2085_links.rs"]
mod cve_2012_2085_links;
#[path = "hostile/cve_2012_2086_addresses.rs"]
mod cve_2012_2086_addresses;
#[path = "hostile/cve_2013_6483_iq_replies.rs"]
mod cve_2013_6483_iq_replies;
#[path = "hostile/cve_2015_8688_roster_pushes.rs"]
mod cve_2015_8688_roster_pushes;
#[path = "hostile/cve_2017_2640_malformed.rs"]
mod cve_2017_2640_malformed;
#[path = "hostile/cve_2017_5589_carbons.rs"]
mod cve_2017_5589_carbons;
#[path = "hostile/cve_2019_16237_archive.rs"]
mod cve_2019_16237_archive;
#[path = "hostile/invitations.rs"]
mod invitations;
#[path = "hostile/leniency.rs"]
mod leniency;
#[path = "hostile/limits.rs"]
mod limits;
#[path = "hostile/old_rights.rs"]
mod old_rights;
#[path = "hostile/rooms_spoofed.rs"]
mod rooms_spoofed;
#[path = "hostile/stanza_ids.rs"]
mod stanza_ids;
mod support;

use serde_json::Value;
use std::time::Duration;
use support::fantail::Fantail;
use support::scram_server::{Hash, Scram};
use support::scripted::{Connection, FEATURES, ScriptedServer};
use support::xml;

const PASSWORD: &str = "secret";
const ROMEO: &str = "romeo@scripted.test";
const JULIET: &str = "juliet@scripted.test";
const STRANGERS: [&str; 5] =
    ["tybalt@scripted.test", "tybalt@scripted.test/x", "romeo@scripted.test/elsewhere", "scripted.test", "romeo@evil.test"];

/// Romeo at Fantail, signed in to a server that says what the test says.
struct Stage {
    server: ScriptedServer,
    /// `None` between two connections.
    connection: Option<Connection>,
    fantail: Fantail,
    markers: usize,
}

/// With the ordinary answers to all that a sign-in asks.
fn romeo() -> Stage {
    romeo_with(|_| None)
}

/// With answers of the test's own to some of what a sign-in asks (raw XML), and the ordinary ones else.
fn romeo_with(answers: impl Fn(&str) -> Option<String>) -> Stage {
    let server = ScriptedServer::start();
    let fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &server.address(), &server.ca());
    let connection = sign_in(&server, answers);
    fantail.wait_online(None);
    Stage { server, connection: Some(connection), fantail, markers: 0 }
}

fn sign_in(server: &ScriptedServer, answers: impl Fn(&str) -> Option<String>) -> Connection {
    let mut connection = server.accept_starttls();
    connection.authenticate(&Scram::new(Hash::Sha256, PASSWORD));
    connection.open(FEATURES);
    begin(&mut connection, answers);
    connection
}

/// Answers until the first presence.
fn begin(connection: &mut Connection, answers: impl Fn(&str) -> Option<String>) {
    loop {
        let piece = connection.next().expect("the client goes on to its first presence");
        if piece.starts_with("<presence") {
            return;
        }
        match answers(&piece) {
            Some(answer) => connection.send(&answer),
            None if piece.starts_with("<resume") => {
                connection.send("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
            }
            None => connection.answer(&piece),
        }
    }
}

impl Stage {
    fn connection(&mut self) -> &mut Connection {
        self.connection.as_mut().unwrap()
    }

    fn send(&mut self, xml: &str) {
        self.connection().send(xml);
    }

    /// A chat message from a balcony is shown: this very session takes in what comes, and nothing else was tried.
    fn still_works(&mut self) {
        self.markers += 1;
        let marker = format!("marker {}", self.markers);
        self.send(&format!("<message type='chat' from='{JULIET}/balcony' id='marker'><body>{marker}</body></message>"));
        self.message(JULIET, &marker);
        assert!(self.fantail.is_running());
        assert!(self.server.accept_within(Duration::ZERO).is_none(), "the client has connected anew");
    }

    fn message(&self, conversation: &str, body: &str) -> Value {
        self.fantail.wait_for(&["history", conversation], body, |message| message["body"] == body)
    }

    /// Whether anybody's history, the list of conversations or any other list holds this word.
    fn knows(&self, word: &str) -> bool {
        let conversations = self.fantail.ctl(&["conversations"]);
        let mut told: Vec<Value> = ["roster", "requests", "rooms"].iter().flat_map(|verb| self.fantail.ctl(&[verb])).collect();
        for conversation in &conversations {
            told.extend(self.fantail.ctl(&["history", conversation["conversation"].as_str().unwrap()]));
        }
        told.extend(conversations);
        told.iter().any(|object| object.to_string().contains(word))
    }

    /// The next IQ of the client's with this in it; its id.
    fn asked(&mut self, part: &str) -> String {
        let piece = self.connection().skip_to(part);
        xml::attribute(&piece, "id").unwrap_or_else(|| panic!("no id in {piece}"))
    }

    /// Sends a request and gives the client's answer to it.
    fn ask(&mut self, iq: &str) -> String {
        self.send(iq);
        let id = xml::attribute(iq, "id").unwrap();
        loop {
            let piece = self.connection().skip_to("<iq");
            if xml::attribute(&piece, "id").as_deref() == Some(&id) {
                return piece;
            }
        }
    }

    /// What the client sends with this in it when the user orders something; the order is confirmed.
    fn ordered(&mut self, words: &[&str], part: &str) -> String {
        let Self { connection, fantail, .. } = self;
        let connection = connection.as_mut().unwrap();
        std::thread::scope(|scope| {
            let call = scope.spawn(|| fantail.try_ctl(words));
            let piece = connection.skip_to(part);
            let ping = connection.skip_to("urn:xmpp:ping");
            connection.answer(&ping);
            call.join().unwrap();
            piece
        })
    }

    /// The list has these people, said by our own account.
    fn push(&mut self, items: &str) {
        for (number, item) in items.split_inclusive("/>").enumerate() {
            let answer =
                self.ask(&format!("<iq type='set' id='honest-{number}'><query xmlns='jabber:iq:roster' ver='honest'>{item}</query></iq>"));
            assert!(answer.contains("result"), "{answer}");
        }
    }

    /// Breaks the connection and takes the client's next one, as a new session.
    fn come_back(&mut self, answers: impl Fn(&str) -> Option<String>) {
        self.connection.take().unwrap().abort();
        self.connection = Some(sign_in(&self.server, answers));
        self.fantail.wait_online(None);
    }
}
