//! How often a login waits for the server, counted on the wire, and what happens where a server objects to being asked at once.

#![allow(clippy::unwrap_used)]

mod support;

use support::fantail::Fantail;
use support::proxy::Proxy;
use support::scram_server::{Hash, Scram};
use support::scripted::{Connection, FEATURES, ScriptedServer};

const JID: &str = "romeo@scripted.test";
const PASSWORD: &str = "secret";

/// From the first header inside TLS to the presence, which comes without one answer to what was asked before it.
fn sign_in_and_await_presence(connection: &mut Connection) -> Vec<String> {
    connection.authenticate(&Scram::new(Hash::Sha256, PASSWORD));
    connection.open(FEATURES);
    connection.pieces_until("<presence")
}

/// Where each of these first stands; they all have to.
fn positions(pieces: &[String], parts: &[&str]) -> Vec<usize> {
    let find = |part: &&str| pieces.iter().position(|piece| piece.contains(part));
    parts.iter().map(|part| find(part).unwrap_or_else(|| panic!("no {part} in {pieces:#?}"))).collect()
}

#[test]
fn by_direct_tls_a_login_waits_four_times() {
    let server = ScriptedServer::start();
    let proxy = Proxy::start(server.port());
    let fantail = Fantail::start();
    let ca = server.ca();
    let arguments = ["account", "add", JID, "--server", &proxy.address(), "--security", "direct-tls", "--ca", ca.to_str().unwrap()];
    fantail.ctl_with_stdin(&arguments, PASSWORD);
    let mut connection = server.accept_direct_tls();
    let asked = sign_in_and_await_presence(&mut connection);
    // The first is the TLS handshake, before the stream.
    assert_eq!(proxy.round_trips() - 1, 4, "{:?}", proxy.runs());
    let order = positions(&asked, &["urn:ietf:params:xml:ns:xmpp-bind", "<enable", "jabber:iq:roster", "urn:xmpp:mam:2", "<presence"]);
    assert!(order.is_sorted(), "{asked:#?}");
}

#[test]
fn by_starttls_a_login_waits_six_times() {
    let server = ScriptedServer::start();
    let proxy = Proxy::start(server.port());
    let fantail = Fantail::start();
    fantail.add_account(JID, PASSWORD, &proxy.address(), &server.ca());
    let mut connection = server.accept_starttls();
    sign_in_and_await_presence(&mut connection);
    assert_eq!(proxy.round_trips(), 6, "{:?}", proxy.runs());
}

/// Signs Romeo in on a stream where nothing may follow the binding before it is answered. The stream stands as long as what is given
/// back: else he would be back at once.
fn is_asked_one_by_one(server: &ScriptedServer, fantail: &Fantail) -> Connection {
    let mut connection = server.accept_starttls();
    connection.authenticate(&Scram::new(Hash::Sha256, PASSWORD));
    connection.open(FEATURES);
    let bind = connection.expect("<iq");
    assert!(bind.contains("urn:ietf:params:xml:ns:xmpp-bind"), "{bind}");
    // Whatever was written with the binding would come before the answer to this.
    connection.send("<iq type='get' id='marker' from='scripted.test'><ping xmlns='urn:xmpp:ping'/></iq>");
    let pong = connection.next().unwrap();
    assert!(pong.contains("marker"), "behind the binding came {pong}");
    connection.answer(&bind);
    while let Some(piece) = connection.next() {
        if piece.starts_with("<presence") {
            break;
        }
        connection.answer(&piece);
    }
    fantail.wait_online(None);
    connection
}

#[test]
fn a_server_that_objects_to_everything_at_once_is_asked_one_by_one_and_that_is_remembered() {
    let server = ScriptedServer::start();
    let mut fantail = Fantail::start();
    fantail.add_account(JID, PASSWORD, &server.address(), &server.ca());
    let mut connection = server.accept_starttls();
    sign_in_and_await_presence(&mut connection);
    connection.send("</stream:stream>");
    connection.abort();
    let standing = is_asked_one_by_one(&server, &fantail);
    // It ends its stream in good order, and waits for our end.
    std::thread::scope(|scope| {
        let mut standing = standing;
        scope.spawn(move || standing.expect_end());
        fantail.quit();
    });
    fantail.restart();
    fantail.ctl_with_stdin(&["account", "password", JID], PASSWORD);
    is_asked_one_by_one(&server, &fantail);
}

#[test]
fn a_server_that_refuses_the_bundle_with_a_stream_error_is_asked_one_by_one() {
    let server = ScriptedServer::start();
    let fantail = Fantail::start();
    fantail.add_account(JID, PASSWORD, &server.address(), &server.ca());
    let mut connection = server.accept_starttls();
    sign_in_and_await_presence(&mut connection);
    connection.send("<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
    fantail.wait_for(&["accounts"], "the error is told", |account| account["error"] == "not-authorized");
    fantail.ctl_with_stdin(&["account", "password", JID], PASSWORD);
    is_asked_one_by_one(&server, &fantail);
}

const OFFER: &str = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

/// What a client that asks early writes after a header, read from a server that offers no encryption.
fn asks_early(server: &ScriptedServer) -> bool {
    let mut connection = server.accept();
    connection.open("");
    connection.expect_end().iter().any(|piece| piece.starts_with("<starttls"))
}

#[test]
fn a_server_that_stumbles_over_an_early_request_for_tls_is_asked_after_its_features() {
    let server = ScriptedServer::start();
    let fantail = Fantail::start();
    fantail.add_account(JID, PASSWORD, &server.address(), &server.ca());
    let mut stumbling = server.accept();
    stumbling.open(OFFER);
    stumbling.expect("<starttls");
    stumbling.abort();
    assert!(!asks_early(&server));
    let _connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
}

#[test]
fn what_is_no_xmpp_server_teaches_nothing_about_one() {
    let server = ScriptedServer::start();
    let fantail = Fantail::start();
    fantail.add_account(JID, PASSWORD, &server.address(), &server.ca());
    let mut portal = server.accept();
    portal.expect("<stream:stream");
    portal.send("<html><body>Please pay for the network.</body></html>");
    drop(portal);
    fantail.wait_for(&["accounts"], "it is told", |account| account["error"] == "unreachable");
    server.accept().abort();
    assert!(asks_early(&server));
    let _connection = server.accept_online(PASSWORD);
    fantail.wait_online(None);
}
