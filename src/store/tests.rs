//! What users may rely on: each rule of the store, through its own doors.
#![allow(clippy::unwrap_used)]

mod amendments;
mod gaps;
mod lists;
mod messages;
mod notices;
mod opening;
mod pictures;
mod searching;
mod writing;

use super::*;
use crate::model::{Account, BareJid, Direction, Jid, Kind, Manner, Message, MessageState};
use jiff::Timestamp;
use std::sync::mpsc::channel;
use tempfile::TempDir;

/// A store in a directory of its own, with the account of Romeo.
struct Kept {
    store: Store,
    profile: Profile,
    directory: TempDir,
}

impl Kept {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::at(directory.path()).unwrap();
        let kept = Self { store: Store::open(&profile).unwrap(), profile, directory };
        kept.write([Change::SaveAccount(account(romeo()))]);
        kept
    }

    fn write(&self, changes: impl IntoIterator<Item = Change>) -> Vec<Outcome> {
        write(&self.store, changes).unwrap()
    }

    /// Writes one change that concerns a message.
    fn told(&self, change: Change) -> (Message, Novelty) {
        match self.write([change]).pop() {
            Some(Outcome::Message(message, novelty)) => (*message, novelty),
            other => panic!("no message came out, but {other:?}"),
        }
    }

    fn add(&self, message: NewMessage) -> (Message, Novelty) {
        self.told(Change::AddMessage(message))
    }

    fn history(&self, conversation: &str) -> Vec<Message> {
        self.store.messages(&romeo(), &jid(conversation), None, 1000).unwrap()
    }

    fn bodies(&self, conversation: &str) -> Vec<String> {
        self.history(conversation).into_iter().map(|message| message.body).collect()
    }

    /// Ends the store and opens it again, as a new start of the program does.
    fn reopened(self) -> Self {
        self.store.close();
        Self { store: Store::open(&self.profile).unwrap(), ..self }
    }
}

fn write(store: &Store, changes: impl IntoIterator<Item = Change>) -> Result<Vec<Outcome>, StorageFault> {
    let (done, answer) = channel();
    store.write(changes.into_iter().collect(), move |outcomes| done.send(outcomes).unwrap());
    answer.recv().unwrap()
}

fn romeo() -> BareJid {
    bare("romeo@montague.lit")
}

fn account(jid: BareJid) -> Account {
    Account::new(jid, "Fantail-abc123".into())
}

fn bare(text: &str) -> BareJid {
    text.parse().unwrap()
}

fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

/// A live message of Juliet, without any id.
fn from_juliet(body: &str) -> NewMessage {
    NewMessage {
        account: romeo(),
        conversation: jid("juliet@capulet.lit"),
        kind: Kind::Chat,
        direction: Direction::In,
        from: jid("juliet@capulet.lit"),
        time: at(0),
        body: body.into(),
        state: MessageState::Received,
        origin_id: None,
        message_id: None,
        stanza_id: None,
        occupant_id: None,
        answers: None,
        markable: false,
        delayed: false,
        shortened: false,
        unstyled: false,
        manner: Manner::Plain,
        file: None,
        follows: Follows::Nothing,
        incoming: Incoming::Unread,
    }
}

/// A message of ours to Juliet, to be queued.
fn to_juliet(origin_id: &str, body: &str) -> NewMessage {
    NewMessage {
        direction: Direction::Out,
        from: jid("romeo@montague.lit"),
        state: MessageState::Queued,
        origin_id: Some(origin_id.into()),
        incoming: Incoming::Read,
        ..from_juliet(body)
    }
}

/// A line of the nurse in a room.
fn in_room(room: &str, body: &str) -> NewMessage {
    NewMessage { conversation: jid(room), kind: Kind::Groupchat, from: jid(&format!("{room}/nurse")), ..from_juliet(body) }
}

fn state(origin_id: &str, state: MessageState) -> Change {
    Change::SetState { account: romeo(), origin_id: origin_id.into(), state }
}
