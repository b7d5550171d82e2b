//! Rooms on a real server, with two slixmpp clients in them: joining and being refused, what is said, and coming back.

#![allow(clippy::unwrap_used)]

#[path = "rooms/archive.rs"]
mod archive;
#[path = "rooms/bookmarks.rs"]
mod bookmarks;
#[path = "rooms/coming_back.rs"]
mod coming_back;
#[path = "rooms/invitations.rs"]
mod invitations;
#[path = "rooms/joining.rs"]
mod joining;
#[path = "rooms/lines.rs"]
mod lines;
#[path = "rooms/making.rs"]
mod making;
#[path = "rooms/moderating.rs"]
mod moderating;
#[path = "rooms/put_out.rs"]
mod put_out;
mod support;

use serde_json::{Value, json};
use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody};

const TEA: &str = "tea@conference.one.test";

struct Stage {
    prosody: Prosody,
    fantail: Fantail,
}

/// Romeo at Fantail, signed in.
fn romeo() -> Stage {
    romeo_on(Options::default())
}

fn romeo_on(options: Options) -> Stage {
    let prosody = Prosody::start(options);
    let fantail = Fantail::start();
    fantail.add_account("romeo@one.test", PASSWORD, &prosody.address(), prosody.ca());
    fantail.wait_online(None);
    Stage { prosody, fantail }
}

impl Stage {
    fn peer(&self, jid: &str) -> Peer {
        Peer::online(jid, PASSWORD, self.prosody.port(), self.prosody.ca())
    }

    /// Juliet, who owns the room `TEA` and sits in it, with these settings beside the defaults.
    fn juliet_with_tea(&self, settings: &[(&str, &str)]) -> Peer {
        let mut juliet = self.peer("juliet@one.test");
        juliet.join(TEA, "juliet");
        configure(&mut juliet, TEA, settings);
        juliet
    }

    fn join(&self, nick: &str) -> Value {
        self.fantail.ctl(&["room", "join", TEA, "--nick", nick]).remove(0)
    }

    fn room(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.fantail.wait_for(&["rooms"], what, |room| room["room"] == TEA && fits(room))
    }

    fn occupant(&self, nick: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.fantail.wait_for(&["occupants", TEA], what, |occupant| occupant["nick"] == nick && fits(occupant))
    }

    fn nicks(&self) -> Vec<Value> {
        self.fantail.ctl(&["occupants", TEA]).into_iter().map(|mut occupant| occupant["nick"].take()).collect()
    }

    fn line(&self, body: &str) -> Value {
        self.fantail.wait_for(&["history", TEA], body, |line| line["body"] == body)
    }

    /// All that was said, in order.
    fn bodies(&self) -> Vec<Value> {
        self.fantail.ctl(&["history", TEA, "--limit", "500"]).into_iter().map(|mut line| line["body"].take()).collect()
    }

    /// The program anew, with the password that it keeps in memory only.
    fn restart(&mut self) {
        self.fantail.restart();
        self.sign_in_again();
    }

    fn sign_in_again(&self) {
        self.fantail.ctl_with_stdin(&["account", "password", "romeo@one.test"], PASSWORD);
        self.fantail.wait_online(None);
    }
}

/// The owner's word on the room's settings; with none the defaults, which unlock a new room.
fn configure(owner: &mut Peer, room: &str, settings: &[(&str, &str)]) {
    let field = |(name, value): &(&str, &str)| format!("<field var='{name}'><value>{value}</value></field>");
    let fields: String = settings.iter().map(field).collect();
    let answer = owner.iq(&format!(
        "<iq xmlns='jabber:client' type='set' to='{room}'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>\
         <field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>{fields}</x></query></iq>"
    ));
    assert!(answer.contains("result"), "{answer}");
}

/// A moderator's or owner's word on somebody: `item` is the inside of `muc#admin`.
fn administer(moderator: &mut Peer, room: &str, item: &str) {
    let answer = moderator.iq(&format!(
        "<iq xmlns='jabber:client' type='set' to='{room}'><query xmlns='http://jabber.org/protocol/muc#admin'>{item}</query></iq>"
    ));
    assert!(answer.contains("result"), "{answer}");
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn condition(room: &Value) -> (&Value, &Value) {
    (&room["state"], &room["error"])
}

fn failed(condition: &str) -> (Value, Value) {
    (json!("failed"), json!(condition))
}
