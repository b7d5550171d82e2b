//! A room with a crowd in it: entering, coming and going, and what each of them takes in memory. `cargo bench --bench rooms`.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};
use fantail::xmpp::element::{self, Received};
use fantail::xmpp::rooms::{Phase, RoomSession};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::presence::Presence;

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const ROOM: &str = "lecture@rooms.one.test";

/// Somebody comes, or goes; with what servers send along.
fn presence(number: usize, gone: bool, own: bool) -> Presence {
    let kind = if gone { "type='unavailable'" } else { "" };
    let own = if own { "<status code='110'/>" } else { "" };
    let role = if gone { "none" } else { "participant" };
    let xml = format!(
        "<presence xmlns='jabber:client' from='{ROOM}/student {number}' to='me@one.test/x' {kind}>\
         <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://fantail.im' ver='q07IKJEyjvHSyhy//CH0CxmKi8w='/>\
         <occupant-id xmlns='urn:xmpp:occupant-id:0' id='dd72603deec90a38ba552f7c68cbcc61bca202cd{number:05}'/>\
         <x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='{role}'/>{own}</x></presence>"
    );
    let Received::Presence(presence) = element::read(xml.parse::<Element>().unwrap()) else { panic!("{xml}") };
    *presence
}

/// We are asked in, and everybody who is there is told; we come last (XEP-0045 §7.2.2).
fn entered(everybody: &[Presence]) -> RoomSession {
    let mut session = RoomSession::new(ROOM.parse().unwrap(), format!("student {}", everybody.len() - 1));
    session.phase = Phase::Joining;
    let changes: usize = everybody.iter().map(|presence| session.on_presence(presence).len()).sum();
    assert!(changes >= everybody.len());
    session
}

fn everybody(count: usize) -> Vec<Presence> {
    (0..count).map(|number| presence(number, false, number + 1 == count)).collect()
}

#[divan::bench(args = [1_000, 6_000])]
fn a_room_is_entered(bencher: Bencher<'_, '_>, count: usize) {
    let everybody = everybody(count);
    bencher.counter(ItemsCount::new(count)).bench(|| entered(&everybody));
}

#[divan::bench]
fn five_hundred_come_and_go_in_a_room_of_six_thousand(bencher: Bencher<'_, '_>) {
    let everybody = everybody(6_000);
    let moving: Vec<Presence> =
        (10_000..10_500).flat_map(|number| [presence(number, false, false), presence(number, true, false)]).collect();
    bencher
        .counter(ItemsCount::new(moving.len()))
        .with_inputs(|| entered(&everybody))
        .bench_values(|mut session| moving.iter().map(|presence| session.on_presence(presence).len()).sum::<usize>());
}
