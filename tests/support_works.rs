//! The ground the other tests stand on, tried with a client and servers nobody here wrote.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use support::certificates::{self, Kind};
use support::ejabberd::{self, Ejabberd};
use support::peer::Peer;
use support::prosody::{self, Mechanisms, PASSWORD, Passwords, Prosody};
use support::proxy::Proxy;
use support::scram_server::{Hash, Scram};
use support::screen::Screen;
use support::scripted::{self, ScriptedServer};
use support::xml;

fn peer(server: &Prosody, jid: &str) -> Peer {
    Peer::online(jid, PASSWORD, server.port(), server.ca())
}

#[test]
fn two_people_chat_over_our_prosody_across_domains() {
    let server = Prosody::start(prosody::Options::default());
    let mut romeo = peer(&server, "romeo@one.test");
    let mut juliet = peer(&server, "juliet@two.test");
    romeo.send("juliet@two.test", "But soft!");
    assert!(juliet.expect_message("But soft!")["from"].as_str().unwrap().starts_with("romeo@one.test/"));
    juliet.send("romeo@one.test", "Ay me!");
    romeo.expect_message("Ay me!");
}

#[test]
fn a_thousand_messages_arrive_in_their_order() {
    let server = Prosody::start(prosody::Options::default());
    let mut romeo = peer(&server, "romeo@one.test");
    let mut juliet = peer(&server, "juliet@one.test");
    romeo.send_many("juliet@one.test", "flood", 1000);
    juliet.expect_message("flood 1000");
    let bodies: Vec<_> = juliet.events().iter().filter_map(|event| event["body"].as_str().map(str::to_owned)).collect();
    assert_eq!(bodies, (1..1000).map(|number| format!("flood {number}")).collect::<Vec<_>>());
}

#[test]
fn nobody_is_authorized_until_the_peer_says_so() {
    let server = Prosody::start(prosody::Options::default());
    let mut romeo = peer(&server, "romeo@one.test");
    let mut juliet = peer(&server, "juliet@one.test");
    romeo.subscribe("juliet@one.test");
    juliet.expect_presence("romeo@one.test", Some("subscribe"));
    assert_eq!(romeo.roster()["juliet@one.test"]["subscription"], "none");
    juliet.subscribed("romeo@one.test");
    romeo.expect_presence("juliet@one.test", Some("subscribed"));
    romeo.expect_presence("juliet@one.test", None);
    assert_eq!(romeo.roster()["juliet@one.test"]["subscription"], "to");
}

#[test]
fn peers_talk_in_a_room_and_a_taken_nick_or_a_wrong_password_is_refused() {
    let server = Prosody::start(prosody::Options::default());
    let mut romeo = peer(&server, "romeo@one.test");
    let mut nurse = peer(&server, "nurse@two.test");
    let room = format!("balcony@{}", prosody::ROOMS);
    romeo.create_room(&room, "Romeo", &[("muc#roomconfig_roomsecret", "rose")]);
    assert_eq!(nurse.join_with_password(&room, "Nurse", "thorn"), Err("RuntimeError: not-authorized".into()));
    assert_eq!(nurse.join_with_password(&room, "Romeo", "rose"), Err("RuntimeError: conflict".into()));
    nurse.join_with_password(&room, "Nurse", "rose").unwrap();
    nurse.say_in_room(&room, "Anon, anon!");
    assert_eq!(romeo.expect_message("Anon, anon!")["from"], format!("{room}/Nurse"));
}

#[test]
fn every_way_to_keep_passwords_and_every_tls_lets_a_peer_in_and_a_wrong_password_out() {
    for options in [
        prosody::Options { passwords: Passwords::HashedSha1, mechanisms: Mechanisms::WithoutPlain, ..prosody::Options::default() },
        prosody::Options { passwords: Passwords::HashedSha256, tls12_only: true, ..prosody::Options::default() },
        prosody::Options { mechanisms: Mechanisms::OnlyPlain, without: vec!["mam", "smacks"], ..prosody::Options::default() },
    ] {
        let server = Prosody::start(options);
        peer(&server, "romeo@one.test");
        let refused = Peer::try_sign_in("romeo@one.test", "wrong", server.port(), server.ca());
        assert!(refused.is_err(), "{refused:?}");
    }
}

#[test]
fn a_bad_certificate_is_bad_to_a_client_nobody_here_wrote() {
    for kind in [Kind::Expired, Kind::WrongName, Kind::SelfSigned] {
        let server = Prosody::start(prosody::Options { certificate: kind, ..prosody::Options::default() });
        let refused = Peer::try_sign_in("romeo@one.test", PASSWORD, server.port(), server.ca());
        assert!(refused.is_err(), "{kind:?}: {refused:?}");
    }
}

#[test]
fn a_restarted_prosody_keeps_its_ports_and_people() {
    let mut server = Prosody::start(prosody::Options::default());
    let mut romeo = peer(&server, "romeo@one.test");
    server.stop();
    romeo.expect("the connection ends", |event| event["event"] == "disconnected");
    server.restart();
    peer(&server, "romeo@one.test");
    server.kill();
    server.restart();
    server.set_password("romeo", prosody::DOMAIN, "changed");
    assert!(Peer::try_sign_in("romeo@one.test", PASSWORD, server.port(), server.ca()).is_err());
    Peer::online("romeo@one.test", "changed", server.port(), server.ca());
}

#[test]
fn a_client_without_stream_management_is_told_that_the_server_shuts_down() {
    let mut server = Prosody::start(prosody::Options { without: vec!["smacks"], ..prosody::Options::default() });
    let mut romeo = peer(&server, "romeo@one.test");
    server.stop();
    romeo.expect("the connection ends", |event| event["event"] == "disconnected");
    assert!(server.log().contains("system-shutdown"), "{}", server.log());
}

#[test]
fn a_proxy_counts_holds_cuts_and_refuses() {
    let server = Prosody::start(prosody::Options::default());
    let mut proxy = Proxy::start(server.port());
    let mut romeo = Peer::online("romeo@one.test", PASSWORD, proxy.port(), server.ca());
    let mut juliet = peer(&server, "juliet@one.test");
    assert!(proxy.round_trips() >= 6, "STARTTLS and SCRAM take their steps: {:?}", proxy.runs());
    proxy.black_hole();
    juliet.send("romeo@one.test", "held");
    juliet.send("nurse@one.test", "not held");
    assert!(!romeo.sees_within(std::time::Duration::from_millis(200), |event| event["body"] == "held"));
    proxy.resume();
    romeo.expect_message("held");
    proxy.refuse();
    proxy.cut();
    romeo.expect("the connection breaks", |event| event["event"] == "disconnected");
    assert!(Peer::try_sign_in("romeo@one.test", PASSWORD, proxy.port(), server.ca()).is_err());
    assert_eq!(proxy.connections(), 1);
    proxy.resume();
    Peer::online("romeo@one.test", PASSWORD, proxy.port(), server.ca());
}

/// Signs slixmpp in to a scripted server in a thread of its own.
fn slixmpp_at(server: &ScriptedServer) -> std::thread::JoinHandle<Result<Peer, String>> {
    let (port, ca) = (server.port(), server.ca());
    std::thread::spawn(move || Peer::try_sign_in(&format!("romeo@{}", scripted::DOMAIN), PASSWORD, port, &ca))
}

#[test]
fn a_scripted_server_signs_an_honest_client_in_with_each_hash() {
    for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha512] {
        let server = ScriptedServer::start();
        let romeo = slixmpp_at(&server);
        let mut connection = server.accept_starttls();
        let attempt = connection.authenticate(&Scram::new(hash, PASSWORD));
        assert_eq!(attempt.mechanism, hash.mechanism());
        // slixmpp sends its presence when told to: what it asks for until the roster is enough.
        connection.open(scripted::FEATURES);
        loop {
            let piece = connection.expect("<");
            connection.answer(&piece);
            if piece.contains("jabber:iq:roster") {
                break;
            }
        }
        let mut romeo = romeo.join().unwrap().unwrap();
        connection.send("<message from='juliet@scripted.test/balcony' type='chat'><body>Hist!</body></message>");
        romeo.expect_message("Hist!");
    }
}

#[test]
fn a_scripted_server_notices_a_wrong_password_and_refuses() {
    let server = ScriptedServer::start();
    let romeo = slixmpp_at(&server);
    let mut connection = server.accept_starttls();
    connection.offer(&[Hash::Sha256.mechanism()], &[]);
    let wrong = connection.try_play(&Scram::new(Hash::Sha256, "another")).unwrap_err();
    assert_eq!(wrong, "wrong password");
    assert!(romeo.join().unwrap().is_err());
}

#[test]
fn a_client_that_does_not_trust_the_certificate_does_not_get_past_tls() {
    let server = ScriptedServer::start_with(Kind::Expired, rustls::ALL_VERSIONS);
    let romeo = slixmpp_at(&server);
    let mut connection = server.accept();
    connection.open("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>");
    connection.expect("<starttls");
    connection.send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    assert!(connection.try_start_tls().is_err() || connection.next().is_none());
    assert!(romeo.join().unwrap().is_err());
}

#[test]
fn a_stream_is_cut_into_pieces_whatever_stands_in_them() {
    let mut stream =
        "<?xml version='1.0'?> <stream:stream to='a>b'><a x='>' y=\"'/>\"><b/>t<c>u</c></a><r/> </stream:stream><half".to_owned();
    let mut pieces = Vec::new();
    while let Some(piece) = xml::take_piece(&mut stream) {
        pieces.push(piece);
    }
    let expected =
        ["<?xml version='1.0'?>", "<stream:stream to='a>b'>", "<a x='>' y=\"'/>\"><b/>t<c>u</c></a>", "<r/>", "</stream:stream>"];
    assert_eq!(pieces, expected);
    assert_eq!(stream, "<half");
    assert_eq!(xml::attribute(&pieces[2], "y").as_deref(), Some("'/>"));
    assert_eq!(xml::text("<auth mechanism='X'>dGV4dA==</auth>"), "dGV4dA==");
}

#[test]
fn two_people_chat_over_our_ejabberd() {
    let server = Ejabberd::start();
    let mut romeo = Peer::online("romeo@three.test", ejabberd::PASSWORD, server.port(), server.ca());
    let mut juliet = Peer::online("juliet@three.test", ejabberd::PASSWORD, server.port(), server.ca());
    romeo.send("juliet@three.test", "But soft!");
    juliet.expect_message("But soft!");
}

#[test]
fn channel_binding_is_the_same_on_both_ends_in_tls_1_2_and_1_3() {
    for versions in [&[&rustls::version::TLS12], &[&rustls::version::TLS13]] {
        let server = ScriptedServer::start_with(Kind::Good, versions);
        let address = server.address();
        let client = std::thread::spawn(move || {
            let mut roots = rustls::RootCertStore::empty();
            roots.add(certificates::authority_der()).unwrap();
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
            let config = config.with_root_certificates(roots).with_no_client_auth();
            let name = scripted::DOMAIN.try_into().unwrap();
            let connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
            let mut tls = rustls::StreamOwned::new(connection, TcpStream::connect(address).unwrap());
            tls.write_all(b"<done/>").unwrap();
            tls.flush().unwrap();
            tls.conn.export_keying_material([0_u8; 32], b"EXPORTER-Channel-Binding", Some(b"")).unwrap().to_vec()
        });
        let mut connection = server.accept_direct_tls();
        connection.expect("<done/>");
        assert_eq!(connection.channel_binding("p=tls-exporter,,"), client.join().unwrap());
    }
}

#[test]
fn a_screen_has_a_window_manager_and_takes_pictures() {
    let screen = Screen::start();
    assert!(screen.windows("Buddy List").is_empty());
    let picture = std::fs::read(screen.picture("empty-screen")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
}
