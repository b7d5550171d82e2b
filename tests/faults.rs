//! The great faults: connections that break at random points, in the middle of a handshake, a stanza or an acknowledgement; programs
//! killed at any instant. All the while everybody writes, and in the end every message is in every history once and in order.
//!
//! `FANTAIL_FAULTS` says how many (200), `FANTAIL_FAULTS_SEED` repeats a run: the seed is printed.

#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stdout, reason = "the seed, with which a run that failed is repeated")]

mod support;

use serde_json::Value;
use std::hash::{BuildHasher, Hasher};
use std::path::Path;
use support::ejabberd::{self, Ejabberd};
use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody};
use support::proxy::{Direction, Proxy};
use support::tls_proxy::{Mischief, TlsProxy};
use support::{PATIENCE, eventually};

/// A server, and who writes there through a bad network. Romeo is always among them.
struct Place<'a> {
    domain: &'static str,
    port: u16,
    direct_tls_port: u16,
    ca: &'a Path,
    writers: &'static [&'static str],
}

impl Place<'_> {
    fn address(&self, name: &str) -> String {
        format!("{name}@{}", self.domain)
    }

    fn juliet(&self) -> String {
        self.address("juliet")
    }

    fn tea(&self) -> String {
        format!("tea@conference.{}", self.domain)
    }
}

/// All that a history may hold.
const ALL: &str = "100000";

/// Numbers that come again with the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let seed = std::env::var("FANTAIL_FAULTS_SEED").ok().map_or_else(
            || std::hash::RandomState::new().build_hasher().finish(),
            |seed| seed.parse().expect("FANTAIL_FAULTS_SEED is a number"),
        );
        println!("FANTAIL_FAULTS_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// One Fantail behind both kinds of bad network.
struct Writer {
    name: &'static str,
    address: String,
    juliet: String,
    tea: String,
    blind: Proxy,
    tls: TlsProxy,
    fantail: Fantail,
    /// Connections there were when the present fault was set up.
    before: usize,
    /// What went wrong so far.
    faults: Vec<String>,
}

impl Writer {
    fn start(name: &'static str, place: &Place<'_>) -> Self {
        let tls = TlsProxy::start(place.domain, place.direct_tls_port);
        let blind = Proxy::start(tls.port());
        let fantail = Fantail::start();
        let (address, tea, server) = (place.address(name), place.tea(), blind.address());
        let ca = place.ca.to_str().unwrap();
        fantail.ctl_with_stdin(&["account", "add", &address, "--server", &server, "--security", "direct-tls", "--ca", ca], PASSWORD);
        fantail.wait_online(None);
        fantail.ctl(&["room", "join", &tea, "--nick", name]);
        Self { name, address, juliet: place.juliet(), tea, blind, tls, fantail, before: 0, faults: Vec::new() }
    }

    fn send(&self, number: usize) {
        self.fantail.ctl(&["send", &self.juliet, &format!("{} {number}", self.name)]);
        self.fantail.ctl(&["send", &self.tea, &format!("{} {number}", self.name)]);
    }

    /// Prepares what goes wrong while the next messages are on their way.
    fn plan(&mut self, chance: &mut Chance) {
        self.before = self.blind.connections();
        let fault = match chance.below(12) {
            0..=4 => {
                let bytes = usize::try_from(chance.below(4_000)).unwrap() + 1;
                self.blind.cut_after(bytes);
                format!("cut after {bytes} bytes")
            }
            5 | 6 => {
                let direction = if chance.below(2) == 0 { Direction::Up } else { Direction::Down };
                self.blind.hold(direction);
                format!("one way: nothing goes {direction:?}")
            }
            7 => {
                self.blind.refuse();
                "nobody is let in".to_owned()
            }
            8 | 9 => {
                let up = chance.below(2) == 0;
                self.tls.set(Mischief { halve_up: up, halve_down: !up, ..Mischief::default() });
                format!("half of what goes {}", if up { "up" } else { "down" })
            }
            10 => {
                self.tls.set(Mischief { swallow_acknowledgements: true, ..Mischief::default() });
                "no acknowledgements".to_owned()
            }
            _ => "killed".to_owned(),
        };
        self.faults.push(fault);
    }

    /// Whatever was planned has happened, or happens now; then the network is as it should be.
    fn strike(&mut self) {
        if self.faults.last().is_some_and(|fault| fault == "killed") {
            self.fantail.kill9();
            self.fantail.restart();
            self.fantail.ctl_with_stdin(&["account", "password", &self.address], PASSWORD);
        }
        if self.blind.connections() == self.before {
            self.blind.cut();
            self.tls.cut();
        }
        self.tls.set(Mischief::default());
        self.blind.resume();
    }

    fn comes_back(&self) {
        let what = format!("{} comes back after {:?}", self.name, self.faults.last());
        // A server that ends a stream with an error is not tried again at once (see `Backoff`).
        let patience = PATIENCE * 3;
        eventually(patience, &what, || (self.blind.connections() > self.before).then_some(()));
        eventually(patience, &what, || (self.fantail.ctl(&["accounts"])[0]["state"] == "online").then_some(()));
    }

    fn bodies(&self, conversation: &str) -> Vec<String> {
        bodies(&self.fantail, conversation)
    }
}

fn bodies(fantail: &Fantail, conversation: &str) -> Vec<String> {
    let history = fantail.ctl(&["history", conversation, "--limit", ALL]);
    history.into_iter().map(|message| message["body"].as_str().unwrap().to_owned()).collect()
}

fn numbered(name: &str, rounds: usize) -> Vec<String> {
    (1..=rounds).map(|number| format!("{name} {number}")).collect()
}

/// Those that one of them wrote.
fn of(name: &str, bodies: &[String]) -> Vec<String> {
    bodies.iter().filter(|body| body.split(' ').next() == Some(name)).cloned().collect()
}

#[test]
fn every_message_is_in_every_history_once_and_in_order() {
    let writers = &["romeo", "nurse", "tybalt", "benvolio"];
    let users = [&writers[..], &["juliet"]].concat();
    let prosody = Prosody::start(Options { users, ..Options::default() });
    let (port, direct_tls_port) = (prosody.port(), prosody.direct_tls_port());
    survive(&Place { domain: "one.test", port, direct_tls_port, ca: prosody.ca(), writers }, count());
}

/// Its rooms do not tell who is who (XEP-0421): whose line it is, is told by the nickname while somebody is there.
#[test]
fn and_so_it_is_at_ejabberd() {
    let ejabberd = Ejabberd::start();
    let (port, direct_tls_port) = (ejabberd.port(), ejabberd.direct_tls_port());
    let place = Place { domain: ejabberd::DOMAIN, port, direct_tls_port, ca: ejabberd.ca(), writers: &["romeo", "nurse"] };
    survive(&place, count() / 5);
}

/// Two Fantails and another program on one account, through networks that break: in the end each has all, whoever wrote it, once.
#[test]
fn two_fantails_and_another_client_of_one_account_agree_in_the_end() {
    const ROUNDS: usize = 12;
    let mut chance = Chance::new();
    let prosody = Prosody::start(Options::default());
    let (romeo, juliets) = ("romeo@one.test", "juliet@one.test");
    let mut juliet = Peer::online(juliets, PASSWORD, prosody.port(), prosody.ca());
    let mut phone = Peer::online(romeo, PASSWORD, prosody.port(), prosody.ca());
    phone.iq("<iq xmlns='jabber:client' type='set'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
    let devices = ["desk", "laptop"].map(|name| {
        let (proxy, fantail) = (Proxy::start(prosody.port()), Fantail::start());
        fantail.add_account(romeo, PASSWORD, &proxy.address(), prosody.ca());
        fantail.wait_online(None);
        (name, proxy, fantail)
    });
    for round in 1..=ROUNDS {
        for (name, proxy, fantail) in &devices {
            proxy.cut_after(usize::try_from(chance.below(3_000)).unwrap() + 1);
            fantail.ctl(&["send", juliets, &format!("{name} {round}")]);
        }
        phone.send(juliets, &format!("phone {round}"));
        juliet.send(romeo, &format!("juliet {round}"));
        for (_, proxy, _) in &devices {
            proxy.cut();
        }
        for (name, _, fantail) in &devices {
            let back = || (fantail.ctl(&["accounts"])[0]["state"] == "online").then_some(());
            eventually(PATIENCE * 3, &format!("{name} comes back"), back);
        }
    }
    let everybody = ["desk", "laptop", "phone", "juliet"];
    for (name, _, fantail) in &devices {
        let all = || (bodies(fantail, juliets).len() >= ROUNDS * everybody.len()).then_some(());
        eventually(PATIENCE, &format!("{name} has all"), all);
        let found = bodies(fantail, juliets);
        assert_eq!(found.len(), ROUNDS * everybody.len(), "{found:?}");
        for writer in everybody {
            assert_eq!(of(writer, &found), numbered(writer, ROUNDS), "what {name} has of {writer}");
        }
    }
    let heard = juliet.events();
    let heard: Vec<String> = heard.iter().filter_map(|event| event["body"].as_str()).map(str::to_owned).collect();
    for writer in ["desk", "laptop", "phone"] {
        assert_eq!(of(writer, &heard), numbered(writer, ROUNDS), "what Juliet heard of {writer}");
    }
}

/// How many faults there are to be.
fn count() -> usize {
    std::env::var("FANTAIL_FAULTS").map_or(200, |count| count.parse().expect("FANTAIL_FAULTS is a number"))
}

fn survive(place: &Place<'_>, count: usize) {
    let rounds = count.div_ceil(place.writers.len());
    let mut chance = Chance::new();
    let (juliets, tea) = (place.juliet(), place.tea());
    let mut juliet = Peer::online(&juliets, PASSWORD, place.port, place.ca);
    juliet.create_room(&tea, "juliet", &[]);
    // A second device of Romeo's reads along, undisturbed.
    let reader = Fantail::start();
    reader.add_account(&place.address("romeo"), PASSWORD, &format!("127.0.0.1:{}", place.port), place.ca);
    reader.wait_online(None);
    reader.ctl(&["room", "join", &tea, "--nick", "reader"]);
    let mut writers: Vec<Writer> = place.writers.iter().map(|name| Writer::start(name, place)).collect();

    for round in 1..=rounds {
        for writer in &mut writers {
            writer.plan(&mut chance);
            writer.send(round);
            juliet.send(&writer.address, &format!("juliet {round}"));
        }
        juliet.say_in_room(&tea, &format!("juliet {round}"));
        writers.iter_mut().for_each(Writer::strike);
        writers.iter().for_each(Writer::comes_back);
    }

    // What waits goes out, what was missed comes in.
    let everybody = [place.writers, &["juliet"]].concat();
    let settled = |writer: &Writer, conversation: &str, state: &str| {
        let own =
            writer.fantail.ctl(&["history", conversation, "--limit", ALL]).into_iter().filter(|message| message["direction"] == "out");
        own.filter(|message: &Value| message["state"] == state).count() == rounds
    };
    for writer in &writers {
        let what = format!("all of {} has arrived", writer.name);
        eventually(PATIENCE, &what, || (settled(writer, &juliets, "sent") && settled(writer, &tea, "delivered")).then_some(()));
        let what = format!("{} has heard all", writer.name);
        eventually(PATIENCE, &what, || (writer.bodies(&tea).len() >= rounds * everybody.len()).then_some(()));
    }
    let room = bodies(&reader, &tea);
    for name in &everybody {
        assert_eq!(of(name, &room), numbered(name, rounds), "what the reader heard of {name}");
    }
    for writer in &writers {
        let theirs = writer.bodies(&tea);
        assert_eq!(theirs.len(), room.len(), "{} in the room: {theirs:?}; {:?}", writer.name, writer.faults);
        for name in &everybody {
            assert_eq!(of(name, &theirs), numbered(name, rounds), "what {} heard of {name} in the room; {:?}", writer.name, writer.faults);
        }
        assert_eq!(theirs, room, "{} agrees with the reader on the order of all; {:?}", writer.name, writer.faults);
        let chat = writer.bodies(&juliets);
        assert_eq!(chat.len(), rounds * 2, "{} and Juliet: {chat:?}", writer.name);
        for name in [writer.name, "juliet"] {
            assert_eq!(of(name, &chat), numbered(name, rounds), "in the chat of {}; {:?}", writer.name, writer.faults);
        }
    }
    let read_along = bodies(&reader, &juliets);
    for name in ["romeo", "juliet"] {
        assert_eq!(of(name, &read_along), numbered(name, rounds), "what the reader read along of {name}");
    }
    // Nobody heard anything twice.
    let heard: Vec<Value> = juliet.events().into_iter().filter(|event| event["event"] == "message").collect();
    for name in place.writers {
        for kind in ["chat", "groupchat"] {
            let bodies: Vec<String> =
                heard.iter().filter(|event| event["type"] == kind).filter_map(|event| event["body"].as_str()).map(str::to_owned).collect();
            assert_eq!(of(name, &bodies), numbered(name, rounds), "what Juliet heard of {name} as {kind}");
        }
    }
    println!("{} faults survived", rounds * place.writers.len());
}
