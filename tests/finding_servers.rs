//! The whole program finds its server by the domain's records alone (RFC 6120 §3.2, XEP-0368), as it does with a real provider.
//!
//! It asks a name server of the test's own, on port 53 of a loopback address. Who may not listen there (neither root nor
//! `net.ipv4.ip_unprivileged_port_start=53`) is told so, and these tests are left out; never in continuous integration.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::json;
use std::io::ErrorKind;
use std::net::{IpAddr, UdpSocket};
use support::certificates::Kind;
use support::fantail::Fantail;
use support::nameserver::{self, Srv};
use support::process::free_port;
use support::prosody::{Options, PASSWORD, Prosody};
use support::proxy::Proxy;

const DIRECT: &str = "_xmpps-client._tcp.one.test";
const STARTTLS: &str = "_xmpp-client._tcp.one.test";

/// The server behind two counted doors, one for each way of encrypting.
struct Doors {
    prosody: Prosody,
    direct: Proxy,
    starttls: Proxy,
}

impl Doors {
    /// `None` where the tests are left out.
    fn open() -> Option<Self> {
        may_listen().then(Self::opened)
    }

    fn opened() -> Self {
        let prosody = Prosody::start(Options::default());
        Self { direct: Proxy::start(prosody.direct_tls_port()), starttls: Proxy::start(prosody.port()), prosody }
    }

    /// Signs in with nothing but the address, on a network with these records. The doors that were used.
    fn sign_in(&self, records: &[Srv]) -> (usize, usize) {
        let fantail = Fantail::start_asking(name_server(records));
        let arguments = ["account", "add", "romeo@one.test", "--ca", self.prosody.ca().to_str().unwrap()];
        fantail.ctl_with_stdin(&arguments, PASSWORD);
        assert_eq!(fantail.wait_online(None)["state"], json!("online"));
        (self.direct.connections(), self.starttls.connections())
    }
}

#[expect(clippy::print_stderr, reason = "who runs the tests has to know what was not tried")]
fn may_listen() -> bool {
    let may = UdpSocket::bind("127.0.53.53:53").map_or_else(|error| error.kind() != ErrorKind::PermissionDenied, |_| true);
    let may = may || std::env::var_os("CI").is_some();
    if !may {
        eprintln!("left out: port 53 of a loopback address is not ours to listen on");
    }
    may
}

/// A loopback address whose port 53 is free.
fn name_server(records: &[Srv]) -> IpAddr {
    let process = std::process::id().to_be_bytes();
    let found = (1..=250u8).find_map(|last| {
        let address = IpAddr::from([127, process[2], process[3], last]);
        nameserver::start(&format!("{address}:53"), records.to_vec()).ok()
    });
    found.expect("tests may listen on port 53 (as root, or net.ipv4.ip_unprivileged_port_start=53)").ip()
}

#[test]
fn the_record_of_the_highest_priority_decides_whether_tls_comes_first() {
    let Some(doors) = Doors::open() else { return };
    let (direct, starttls) = (doors.direct.port(), doors.starttls.port());
    let used = doors.sign_in(&[(STARTTLS, 10, 0, starttls, "here.one.test"), (DIRECT, 5, 0, direct, "here.one.test")]);
    assert_eq!(used, (1, 0));
    let used = doors.sign_in(&[(STARTTLS, 5, 0, starttls, "here.one.test"), (DIRECT, 10, 0, direct, "here.one.test")]);
    assert_eq!(used, (1, 1));
}

#[test]
fn a_server_that_is_down_is_passed_over_for_the_next_of_the_list() {
    let Some(doors) = Doors::open() else { return };
    let records = vec![
        (DIRECT, 1, 0, free_port(), "here.one.test"),
        (DIRECT, 2, 0, doors.direct.port(), "gone.one.test"),
        (STARTTLS, 3, 0, doors.starttls.port(), "here.one.test"),
    ];
    assert_eq!(doors.sign_in(&records), (0, 1));
}

#[test]
fn a_domain_that_offers_only_direct_tls_is_reached_by_it() {
    let Some(doors) = Doors::open() else { return };
    let records = vec![(STARTTLS, 0, 0, 0, "."), (DIRECT, 0, 0, doors.direct.port(), "here.one.test")];
    assert_eq!(doors.sign_in(&records), (1, 0));
}

#[test]
fn a_domain_that_says_that_it_has_no_such_service_is_not_tried_any_further() {
    if !may_listen() {
        return;
    }
    let fantail = Fantail::start_asking(name_server(&[(STARTTLS, 0, 0, 0, "."), (DIRECT, 0, 0, 0, ".")]));
    fantail.ctl_with_stdin(&["account", "add", "romeo@one.test"], PASSWORD);
    let account = fantail.wait_for(&["accounts"], "the reason is told", |account| account["error"] == json!("unreachable"));
    assert_eq!(account["state"], json!("connecting"));
    assert!(account["text"].as_str().unwrap().contains("offers no XMPP service"), "{account}");
}

#[test]
fn the_certificate_is_for_the_domain_of_the_address_wherever_the_records_lead() {
    if !may_listen() {
        return;
    }
    let prosody = Prosody::start(Options { certificate: Kind::WrongName, ..Options::default() });
    let fantail = Fantail::start_asking(name_server(&[(STARTTLS, 0, 0, prosody.port(), "here.elsewhere.test")]));
    fantail.ctl_with_stdin(&["account", "add", "romeo@one.test", "--ca", prosody.ca().to_str().unwrap()], PASSWORD);
    let account = fantail.wait_for(&["accounts"], "it is refused", |account| account["state"] == json!("failed"));
    assert_eq!((&account["error"], &account["certificate"]["reason"]), (&json!("untrusted-certificate"), &json!("wrong-name")));
    assert!(!prosody.log().contains("Authenticated as"), "nobody signed in");
}
