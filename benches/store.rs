//! What is written to the disk and read from it. `cargo bench --bench store`.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use fantail::model::search::Search;
use fantail::model::{Account, BareJid, Direction, Kind, Manner, MessageState, RosterItem, Subscription};
use fantail::store::{Change, Follows, Incoming, NewMessage, Profile, Store};
use std::sync::{LazyLock, mpsc};

fn main() {
    divan::main();
}

/// As many stanzas as the engine takes in one turn.
const TURN: usize = 256;

struct Kept {
    store: Store,
    _directory: tempfile::TempDir,
}

fn me() -> BareJid {
    "me@one.test".parse().unwrap()
}

impl Kept {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(&Profile::at(directory.path()).unwrap()).unwrap();
        let kept = Self { store, _directory: directory };
        kept.write(vec![Change::SaveAccount(Account::new(me(), "bench".into()))]);
        kept
    }

    /// With so many messages in one conversation.
    fn with(count: usize) -> Self {
        let kept = Self::new();
        kept.take_in(count);
        kept
    }

    fn write(&self, changes: Vec<Change>) {
        let (done, answer) = mpsc::channel();
        self.store.write(changes, move |result| done.send(result).unwrap());
        answer.recv().unwrap().unwrap();
    }

    fn take_in(&self, count: usize) {
        let all: Vec<_> = (0..count).collect();
        all.chunks(TURN).for_each(|turn| self.write(turn.iter().map(|number| Change::AddMessage(message(*number))).collect()));
    }
}

fn message(number: usize) -> NewMessage {
    let from: BareJid = "juliet@one.test".parse().unwrap();
    NewMessage {
        account: me(),
        conversation: from.clone().into(),
        kind: Kind::Chat,
        direction: Direction::In,
        from: from.into(),
        time: jiff::Timestamp::from_second(1_700_000_000 + number as i64).unwrap(),
        body: format!("Message {number}: the slides are nearly done"),
        state: MessageState::Received,
        origin_id: Some(format!("o{number}")),
        message_id: None,
        stanza_id: Some(format!("s{number}")),
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

#[divan::bench(args = [100, 10_000], sample_count = 5)]
fn messages_are_stored(bencher: Bencher<'_, '_>, count: usize) {
    bencher.with_inputs(Kept::new).bench_refs(|kept| kept.take_in(count));
}

/// They are known already: an archive that tells what came live.
#[divan::bench(sample_count = 5)]
fn a_thousand_known_messages_come_again(bencher: Bencher<'_, '_>) {
    let kept = Kept::with(1_000);
    bencher.bench_local(|| kept.take_in(1_000));
}

#[divan::bench(args = [100, 100_000])]
fn a_conversation_is_opened(bencher: Bencher<'_, '_>, count: usize) {
    let kept = Kept::with(count);
    let with = "juliet@one.test".parse().unwrap();
    bencher.bench_local(|| kept.store.messages(&me(), &with, None, 100).unwrap());
}

/// A lifetime of messages, made once for all who look into it.
static LIFETIME: LazyLock<Kept> = LazyLock::new(|| {
    let kept = Kept::new();
    let all: Vec<_> = (0..1_000_000).collect();
    all.chunks(20_000).for_each(|part| kept.write(part.iter().map(|number| Change::AddMessage(message(*number))).collect()));
    kept
});

/// The first page of hits for a word that is in one message of a million, in every one, and for the beginnings of many.
#[divan::bench(args = ["777777", "slides", "77*"])]
fn a_million_messages_are_searched(bencher: Bencher<'_, '_>, words: &str) {
    let search = Search::parse(words, &jiff::tz::TimeZone::UTC);
    let kept = &*LIFETIME;
    bencher.bench_local(|| kept.store.search(&search, 50).unwrap());
}

#[divan::bench]
fn a_conversation_of_a_million_is_opened(bencher: Bencher<'_, '_>) {
    let kept = &*LIFETIME;
    let with = "juliet@one.test".parse().unwrap();
    bencher.bench_local(|| kept.store.messages(&me(), &with, None, 100).unwrap());
}

#[divan::bench(args = [1_000, 10_000])]
fn a_roster_is_read(bencher: Bencher<'_, '_>, count: usize) {
    let kept = Kept::new();
    let item = |number| RosterItem {
        jid: format!("buddy{number}@one.test").parse().unwrap(),
        name: Some(format!("Buddy {number}")),
        groups: vec![format!("Group {}", number % 20)],
        subscription: Subscription::Both,
        ask: false,
    };
    kept.write(vec![Change::ReplaceRoster { account: me(), version: None, items: (0..count).map(item).collect() }]);
    bencher.bench_local(|| kept.store.roster(&me()).unwrap());
}
