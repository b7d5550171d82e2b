//! A second real client on the other side: slixmpp, driven by JSON lines (`tests/peers/peer.py`).

use super::PATIENCE;
use super::lines::JsonLines;
use super::process::Process;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::time::Duration;

/// It answers and authorizes nothing by itself.
#[derive(Debug)]
pub struct Peer {
    jid: String,
    stdin: ChildStdin,
    lines: JsonLines,
    asked: u64,
    // Last, so that it ends after its pipes are closed.
    process: Process,
}

impl Peer {
    /// Signs in by STARTTLS on a loopback port and shows itself available.
    pub fn online(jid: &str, password: &str, port: u16, ca: &Path) -> Self {
        let mut peer = Self::signed_in(jid, password, port, ca);
        peer.presence(&json!({}));
        peer
    }

    /// Signs in without sending presence. Panics when the server refuses.
    pub fn signed_in(jid: &str, password: &str, port: u16, ca: &Path) -> Self {
        Self::try_sign_in(jid, password, port, ca).unwrap_or_else(|error| panic!("{jid}: {error}"))
    }

    /// As `signed_in`, with the refusal.
    pub fn try_sign_in(jid: &str, password: &str, port: u16, ca: &Path) -> Result<Self, String> {
        // `scripts/test` names the Python that has slixmpp.
        let python = std::env::var_os("FANTAIL_TEST_PYTHON").unwrap_or_else(|| "python3".into());
        let mut command = Command::new(python);
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/peer.py")).args([jid, password]).arg(ca);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = Process::spawn(&mut command, None);
        let stdin = process.child().stdin.take().unwrap();
        let lines = JsonLines::of(process.child().stdout.take().unwrap());
        let mut peer = Self { jid: jid.into(), stdin, lines, asked: 0, process };
        peer.try_ask("login", &json!({ "host": "127.0.0.1", "port": port }))?;
        Ok(peer)
    }

    pub fn jid(&self) -> &str {
        &self.jid
    }

    /// Any of `type`, `to`, `show`, `status`.
    pub fn presence(&mut self, fields: &Value) {
        self.ask("presence", fields);
    }

    pub fn subscribe(&mut self, to: &str) {
        self.presence(&json!({ "to": to, "type": "subscribe" }));
    }

    /// Authorizes who asked.
    pub fn subscribed(&mut self, to: &str) {
        self.presence(&json!({ "to": to, "type": "subscribed" }));
    }

    /// Denies, or takes the authorization back.
    pub fn unsubscribed(&mut self, to: &str) {
        self.presence(&json!({ "to": to, "type": "unsubscribed" }));
    }

    /// A chat message; its id.
    pub fn send(&mut self, to: &str, body: &str) -> String {
        let sent = self.ask("send", &json!({ "to": to, "body": body }));
        sent["id"].as_str().unwrap().into()
    }

    pub fn send_with_id(&mut self, to: &str, body: &str, id: &str) {
        self.ask("send", &json!({ "to": to, "body": body, "id": id }));
    }

    /// Chat messages `PREFIX 1` to `PREFIX COUNT`, with ids `PREFIX-1` and so on.
    pub fn send_many(&mut self, to: &str, prefix: &str, count: usize) {
        self.ask("send_many", &json!({ "to": to, "prefix": prefix, "count": count }));
    }

    pub fn say_in_room(&mut self, room: &str, body: &str) -> String {
        let sent = self.ask("send", &json!({ "to": room, "body": body, "type": "groupchat" }));
        sent["id"].as_str().unwrap().into()
    }

    /// XML as it is, unchecked.
    pub fn raw(&mut self, xml: &str) {
        self.ask("raw", &json!({ "xml": xml }));
    }

    /// Sends an IQ (its id is added) and gives the answer, a result or an error, as XML.
    pub fn iq(&mut self, xml: &str) -> String {
        self.ask("iq", &json!({ "xml": xml }))["xml"].as_str().unwrap().into()
    }

    /// As `iq`, as often as it takes: for whom may be about to end, and then answers nothing.
    pub fn insistent_iq(&mut self, xml: &str) -> String {
        super::eventually(PATIENCE, "an answer", || {
            let answer = self.try_ask("iq", &json!({ "xml": xml, "patience": 2 })).ok()?;
            answer["xml"].as_str().map(str::to_owned)
        })
    }

    pub fn join(&mut self, room: &str, nick: &str) {
        self.ask("join", &json!({ "room": room, "nick": nick }));
    }

    /// Joins a room that is not there yet and opens it, with these fields of its form (`muc#roomconfig_…`) set and the server's
    /// defaults for the others (XEP-0045 §10.1).
    pub fn create_room(&mut self, room: &str, nick: &str, fields: &[(&str, &str)]) {
        self.join(room, nick);
        let fields: String = fields.iter().map(|(name, value)| format!("<field var='{name}'><value>{value}</value></field>")).collect();
        let answer = self.iq(&format!(
            "<iq xmlns='jabber:client' type='set' to='{room}'><query xmlns='http://jabber.org/protocol/muc#owner'>\
             <x xmlns='jabber:x:data' type='submit'>\
             <field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>{fields}</x></query></iq>"
        ));
        assert!(answer.contains("type=\"result\""), "{room} cannot be configured: {answer}");
    }

    pub fn join_with_password(&mut self, room: &str, nick: &str, password: &str) -> Result<(), String> {
        self.try_ask("join", &json!({ "room": room, "nick": nick, "password": password })).map(drop)
    }

    /// Without a password unless one is given; the condition when the room refuses.
    pub fn try_join(&mut self, room: &str, nick: &str, password: Option<&str>) -> Result<(), String> {
        let refused = self.try_ask("join", &json!({ "room": room, "nick": nick, "password": password })).map(drop);
        refused.map_err(|error| error.rsplit(' ').next().unwrap_or_default().to_owned())
    }

    pub fn leave(&mut self, room: &str, nick: &str) {
        self.ask("leave", &json!({ "room": room, "nick": nick }));
    }

    /// Contacts by bare JID, each with `subscription` and `name`.
    pub fn roster(&mut self) -> Value {
        self.ask("roster", &json!({}))["items"].take()
    }

    pub fn logout(&mut self) {
        self.ask("logout", &json!({}));
    }

    /// The connection breaks without a word.
    pub fn abort(&mut self) {
        self.ask("abort", &json!({}));
    }

    /// Takes the next message with this body (`from`, `to`, `type`, `id`, `body`, `subject`, `xml`).
    pub fn expect_message(&mut self, body: &str) -> Value {
        self.expect(&format!("message {body:?}"), |event| event["event"] == "message" && event["body"] == body)
    }

    /// Takes the next presence of this type (`None`: available) from this address, bare or full.
    pub fn expect_presence(&mut self, from: &str, kind: Option<&str>) -> Value {
        self.expect(&format!("presence {kind:?} from {from}"), |event| {
            event["event"] == "presence"
                && event["type"].as_str() == kind
                && event["from"].as_str().is_some_and(|full| full == from || full.split('/').next() == Some(from))
        })
    }

    pub fn expect(&mut self, what: &str, fits: impl FnMut(&Value) -> bool) -> Value {
        self.lines.wait_for(PATIENCE, what, fits)
    }

    /// Whether something comes within a time. For "it never comes" prefer waiting for something sent after it.
    pub fn sees_within(&mut self, deadline: Duration, fits: impl FnMut(&Value) -> bool) -> bool {
        self.lines.try_for(deadline, fits).is_ok()
    }

    /// All events not taken yet.
    pub fn events(&mut self) -> Vec<Value> {
        self.lines.so_far()
    }

    fn ask(&mut self, what: &str, fields: &Value) -> Value {
        self.try_ask(what, fields).unwrap_or_else(|error| panic!("{} cannot {what}: {error}", self.jid))
    }

    fn try_ask(&mut self, what: &str, fields: &Value) -> Result<Value, String> {
        self.asked += 1;
        let mut command = fields.clone();
        command["n"] = self.asked.into();
        command["do"] = what.into();
        writeln!(self.stdin, "{command}").map_err(|error| error.to_string())?;
        let number = self.asked;
        let reply = self.lines.wait_for(PATIENCE, what, |line| line["reply"] == number);
        match reply["error"].as_str() {
            Some(error) => Err(error.into()),
            None => Ok(reply),
        }
    }
}
