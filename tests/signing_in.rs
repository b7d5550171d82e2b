//! Signing in at real servers: Prosody and ejabberd as they come, good and bad certificates, and what the user has to do.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;
use support::certificates::Kind;
use support::ejabberd::{self, Ejabberd};
use support::eventually;
use support::fantail::Fantail;
use support::prosody::{Mechanisms, Options, PASSWORD, Passwords, Prosody};
use support::proxy::Proxy;

const ROMEO: &str = "romeo@one.test";
const JULIET: &str = "juliet@one.test";

fn add_by_direct_tls(fantail: &Fantail, jid: &str, password: &str, server: &str, ca: &Path) {
    let arguments = ["account", "add", jid, "--server", server, "--security", "direct-tls", "--ca", ca.to_str().unwrap()];
    fantail.ctl_with_stdin(&arguments, password);
}

fn account(fantail: &Fantail, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
    fantail.wait_for(&["accounts"], what, fits)
}

fn failed(fantail: &Fantail, condition: &str) -> Value {
    let account = account(fantail, condition, |account| account["state"] == "failed");
    assert_eq!((&account["error"], &account["retry_at"]), (&json!(condition), &Value::Null), "{account}");
    assert_eq!(fantail.refused(&["wait", "online"]), condition);
    account
}

/// By STARTTLS as Romeo and by direct TLS as Juliet: both are online at their first attempt, with this TLS and this mechanism.
fn both_ways_in(server: &Prosody, tls: &str, mechanism: &str) {
    let (starttls, direct_tls) = (Proxy::start(server.port()), Proxy::start(server.direct_tls_port()));
    let fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &starttls.address(), server.ca());
    add_by_direct_tls(&fantail, JULIET, PASSWORD, &direct_tls.address(), server.ca());
    for jid in [ROMEO, JULIET] {
        let account = fantail.wait_online(Some(jid));
        assert_eq!((&account["tls"], &account["mechanism"]), (&json!(tls), &json!(mechanism)), "{account}");
        assert_eq!((&account["error"], &account["certificate"]["reason"]), (&Value::Null, &Value::Null), "{account}");
        assert_eq!(account["certificate"]["sha256"], server.certificate().sha256(), "{account}");
    }
    assert_eq!((starttls.connections(), direct_tls.connections()), (1, 1), "it took more than one attempt");
}

#[test]
fn a_stock_prosody_lets_us_in_by_starttls_and_direct_tls() {
    let mut server = Prosody::start(Options::default());
    both_ways_in(&server, "TLSv1.3", "SCRAM-SHA-256");
    server.restart_with(|options| options.tls12_only = true);
    both_ways_in(&server, "TLSv1.2", "SCRAM-SHA-256");
}

#[test]
fn a_prosody_with_hashed_passwords_lets_us_in() {
    let mut server = Prosody::start(Options { passwords: Passwords::HashedSha1, ..Options::default() });
    both_ways_in(&server, "TLSv1.3", "SCRAM-SHA-1");
    server.restart_with(|options| options.tls12_only = true);
    both_ways_in(&server, "TLSv1.2", "SCRAM-SHA-1");
}

#[test]
fn a_stock_ejabberd_lets_us_in_by_starttls_and_direct_tls() {
    let server = Ejabberd::start();
    let proxy = Proxy::start(server.port());
    let fantail = Fantail::start();
    fantail.add_account("romeo@three.test", ejabberd::PASSWORD, &proxy.address(), server.ca());
    add_by_direct_tls(&fantail, "juliet@three.test", ejabberd::PASSWORD, &server.direct_tls_address(), server.ca());
    for jid in ["romeo@three.test", "juliet@three.test"] {
        let account = fantail.wait_online(Some(jid));
        assert_eq!(account["tls"], "TLSv1.3", "{account}");
        let mechanism = account["mechanism"].as_str().unwrap();
        assert!(mechanism.starts_with("SCRAM-") && !mechanism.ends_with("-PLUS"), "{account}");
    }
    assert_eq!(proxy.connections(), 1, "it took more than one attempt");
}

#[test]
fn a_server_that_knows_only_plain_gets_it_inside_tls() {
    let server = Prosody::start(Options { mechanisms: Mechanisms::OnlyPlain, ..Options::default() });
    both_ways_in(&server, "TLSv1.3", "PLAIN");
}

#[test]
fn the_resource_is_fantails_own_and_stays_over_restarts() {
    let server = Prosody::start(Options::default());
    let mut fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &server.address(), server.ca());
    let resource = fantail.wait_online(None)["resource"].clone();
    assert!(resource.as_str().unwrap().starts_with("Fantail-"), "{resource}");
    fantail.restart();
    fantail.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    assert_eq!(fantail.wait_online(None)["resource"], resource);
}

#[test]
fn a_wrong_password_is_tried_once_and_the_right_one_then_works() {
    let server = Prosody::start(Options::default());
    let proxy = Proxy::start(server.port());
    let fantail = Fantail::start();
    fantail.add_account(ROMEO, "wrong", &proxy.address(), server.ca());
    let account = failed(&fantail, "auth-failed");
    assert!(account["text"].as_str().unwrap().contains("did not accept the username or the password"), "{account}");
    assert!(!fantail.events().sees_within(Duration::from_secs(2), |event| event["state"] == "connecting"));
    assert_eq!(proxy.connections(), 1);
    fantail.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    fantail.wait_online(None);
    assert_eq!(proxy.connections(), 2);
}

#[test]
fn a_refused_connection_is_tried_again_until_the_server_is_there() {
    let server = Prosody::start(Options::default());
    let mut proxy = Proxy::start(server.port());
    proxy.refuse();
    let fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &proxy.address(), server.ca());
    let refused = account(&fantail, "refused", |account| account["error"] == "unreachable" && account["retry_at"].is_string());
    assert_eq!(refused["state"], "connecting");
    assert!(refused["text"].as_str().unwrap().contains("refuses the connection"), "{refused}");
    // Each attempt waits longer than the one before.
    let later = account(&fantail, "tried again", |account| account["retry_at"].as_str() > refused["retry_at"].as_str());
    assert_eq!((&later["state"], &later["error"]), (&json!("connecting"), &json!("unreachable")));
    proxy.resume();
    assert_eq!(fantail.wait_online(None)["error"], Value::Null);
}

#[test]
fn a_host_that_nobody_knows_is_said_so_and_tried_again() {
    let fantail = Fantail::start();
    fantail.ctl_with_stdin(&["account", "add", ROMEO, "--server", "no-such-host.invalid"], PASSWORD);
    let unknown = account(&fantail, "unknown", |account| account["error"] == "unreachable");
    assert_eq!(unknown["state"], "connecting");
    let words = unknown["text"].as_str().unwrap();
    // A machine without any network says that instead.
    assert!(words.contains("address") || words.contains("found") || words.contains("network"), "{unknown}");
    account(&fantail, "tried again", |account| account["retry_at"].as_str() > unknown["retry_at"].as_str());
}

/// A certificate that nobody vouches for is refused for its reason, and accepted only by its own fingerprint.
fn untrusted(kind: Kind, reason: &str) {
    let server = Prosody::start(Options { certificate: kind, ..Options::default() });
    let proxy = Proxy::start(server.port());
    let fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &proxy.address(), server.ca());
    let account = failed(&fantail, "untrusted-certificate");
    let certificate = &account["certificate"];
    let right = server.certificate().sha256();
    assert_eq!((&certificate["reason"], &certificate["sha256"]), (&json!(reason), &json!(right)), "{account}");
    for field in ["subject", "issuer", "not_after"] {
        assert!(certificate[field].is_string(), "{account}");
    }
    assert!(!server.log().contains("SCRAM"), "no sign-in begins before the certificate is accepted");
    let wrong = format!("{}0", &right[..63]);
    let wrong = if wrong == right { format!("{}1", &right[..63]) } else { wrong };
    assert_eq!(fantail.refused(&["account", "trust", ROMEO, &wrong]), "bad-argument");
    failed(&fantail, "untrusted-certificate");
    assert_eq!(proxy.connections(), 1, "nothing is tried while the question stands");
    fantail.ctl(&["account", "trust", ROMEO, &right.to_uppercase()]);
    let online = fantail.wait_online(None);
    assert_eq!((&online["certificate"]["sha256"], &online["certificate"]["reason"]), (&json!(right), &Value::Null));
}

#[test]
fn a_certificate_of_ones_own_is_accepted_by_its_fingerprint_only() {
    untrusted(Kind::SelfSigned, "unknown-issuer");
}

#[test]
fn an_expired_certificate_is_accepted_by_its_fingerprint_only() {
    untrusted(Kind::Expired, "expired");
}

#[test]
fn a_certificate_for_another_name_is_accepted_by_its_fingerprint_only() {
    untrusted(Kind::WrongName, "wrong-name");
}

#[test]
fn a_certificate_that_changed_after_it_was_accepted_is_refused_again() {
    let mut server = Prosody::start(Options { certificate: Kind::SelfSigned, ..Options::default() });
    let mut fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &server.address(), server.ca());
    failed(&fantail, "untrusted-certificate");
    fantail.ctl(&["account", "trust", ROMEO, &server.certificate().sha256()]);
    fantail.wait_online(None);
    server.restart_with_certificate(Kind::SelfSigned);
    let account = failed(&fantail, "untrusted-certificate");
    assert_eq!(account["certificate"]["reason"], "changed", "{account}");
    assert_eq!(account["certificate"]["sha256"], server.certificate().sha256());
    // The old choice holds over a restart of the program, too.
    fantail.restart();
    fantail.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    assert_eq!(failed(&fantail, "untrusted-certificate")["certificate"]["reason"], "changed");
    fantail.ctl(&["account", "trust", ROMEO, &server.certificate().sha256()]);
    fantail.wait_online(None);
}

#[test]
fn without_the_extra_root_the_same_server_is_not_trusted() {
    let server = Prosody::start(Options::default());
    let fantail = Fantail::start();
    fantail.ctl_with_stdin(&["account", "add", ROMEO, "--server", &server.address()], PASSWORD);
    let account = failed(&fantail, "untrusted-certificate");
    let reason = account["certificate"]["reason"].as_str().unwrap();
    assert!(["unknown-issuer", "no-roots"].contains(&reason), "{account}");
}

#[test]
fn of_two_clients_with_one_resource_the_older_gives_up() {
    let server = Prosody::start(Options::default());
    let proxy = Proxy::start(server.port());
    let (older, newer) = (Fantail::start(), Fantail::start());
    let add = |fantail: &Fantail| {
        let ca = server.ca().to_str().unwrap();
        let arguments = ["account", "add", ROMEO, "--server", &proxy.address(), "--ca", ca, "--resource", "balcony"];
        fantail.ctl_with_stdin(&arguments, PASSWORD);
    };
    add(&older);
    assert_eq!(older.wait_online(None)["resource"], "balcony");
    add(&newer);
    newer.wait_online(None);
    failed(&older, "conflict");
    assert!(!older.events().sees_within(Duration::from_secs(2), |event| event["state"] == "connecting"));
    assert_eq!(newer.ctl(&["accounts"])[0]["state"], "online");
    assert_eq!(proxy.connections(), 2);
}

#[test]
fn a_server_that_restarts_is_joined_again_without_the_user() {
    // Prosody shuts resumable sessions without a word, and the others with one.
    for (without, error) in [(vec![], "unreachable"), (vec!["smacks"], "system-shutdown")] {
        let mut server = Prosody::start(Options { without, ..Options::default() });
        let fantail = Fantail::start();
        fantail.add_account(ROMEO, PASSWORD, &server.address(), server.ca());
        fantail.wait_online(None);
        let mut events = fantail.events();
        events.expect("account", "the events have begun", |event| event["state"] == "online");
        server.stop();
        let down = events.expect("account", "the server goes", |event| event["state"] == "connecting" && event["error"] == error);
        assert_eq!(down["tls"], Value::Null, "{down}");
        server.restart();
        let online = fantail.wait_online(None);
        assert_eq!((&online["error"], &online["retry_at"]), (&Value::Null, &Value::Null));
    }
}

#[test]
fn a_server_without_power_is_joined_again_when_it_is_back() {
    let mut server = Prosody::start(Options::default());
    let fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &server.address(), server.ca());
    fantail.wait_online(None);
    server.kill();
    account(&fantail, "the power failed", |account| account["state"] == "connecting");
    server.restart();
    fantail.wait_online(None);
}

#[test]
fn a_password_that_is_not_remembered_is_asked_for_at_the_next_start() {
    let server = Prosody::start(Options::default());
    let proxy = Proxy::start(server.port());
    let mut fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &proxy.address(), server.ca());
    fantail.wait_online(None);
    fantail.restart();
    failed(&fantail, "password-needed");
    assert_eq!(proxy.connections(), 1);
    fantail.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    fantail.wait_online(None);
}

#[test]
fn offline_at_the_start_stays_offline_until_told_otherwise() {
    let server = Prosody::start(Options::default());
    let proxy = Proxy::start(server.port());
    let profile = tempfile::TempDir::new().unwrap();
    let mut fantail = Fantail::start_in(&profile.path().join("profile"));
    fantail.add_account(ROMEO, PASSWORD, &proxy.address(), server.ca());
    fantail.wait_online(None);
    fantail.quit();
    let fantail = Fantail::start_in_with(&profile.path().join("profile"), &["--offline"]);
    assert_eq!(fantail.ctl(&["wait", "offline"])[0]["error"], Value::Null);
    fantail.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    assert!(!fantail.events().sees_within(Duration::from_secs(2), |event| event["state"] == "connecting"));
    assert_eq!(proxy.connections(), 1);
    fantail.ctl(&["status", "available"]);
    fantail.wait_online(None);
}

#[test]
fn an_account_is_disabled_enabled_and_removed() {
    let server = Prosody::start(Options::default());
    let mut fantail = Fantail::start();
    fantail.add_account(ROMEO, PASSWORD, &server.address(), server.ca());
    fantail.wait_online(None);
    let disabled = fantail.ctl(&["account", "disable", ROMEO]).remove(0);
    assert_eq!((&disabled["enabled"], &disabled["state"]), (&json!(false), &json!("offline")));
    assert_eq!((&disabled["tls"], &disabled["mechanism"]), (&Value::Null, &Value::Null), "{disabled}");
    assert_eq!(fantail.refused(&["wait", "online", "--timeout", "1"]), "timeout");
    fantail.restart();
    assert_eq!(fantail.ctl(&["accounts"])[0], fantail.ctl(&["wait", "offline"])[0]);
    fantail.ctl(&["account", "enable", ROMEO]);
    failed(&fantail, "password-needed");
    fantail.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
    fantail.wait_online(None);
    let removed = fantail.ctl(&["account", "remove", ROMEO]).remove(0);
    assert_eq!(removed["account"], ROMEO);
    assert!(fantail.ctl(&["accounts"]).is_empty());
    assert_eq!(fantail.refused(&["account", "remove", ROMEO]), "not-found");
    // A stream that was only dropped would wait for its resumption instead.
    let ended = || server.log().matches("Unbinding resource for romeo@one.test").count() == 2;
    eventually(Duration::from_secs(10), "both streams were ended properly", || ended().then_some(()));
    fantail.restart();
    assert!(fantail.ctl(&["accounts"]).is_empty());
}

#[test]
fn a_server_is_named_in_every_usual_way() {
    let ipv6 = TcpListener::bind("[::1]:0").is_ok();
    let interfaces = if ipv6 { r#"interfaces = { "127.0.0.1", "::1" }"# } else { "" };
    let server = Prosody::start(Options { more: interfaces.into(), ..Options::default() });
    let mut hosts = vec![format!("localhost:{}", server.port()), format!("127.0.0.1:{}", server.port())];
    if ipv6 {
        hosts.push(format!("[::1]:{}", server.port()));
    }
    let fantail = Fantail::start();
    for host in hosts {
        fantail.add_account(ROMEO, PASSWORD, &host, server.ca());
        assert_eq!(fantail.wait_online(None)["error"], Value::Null, "{host}");
        fantail.ctl(&["account", "remove", ROMEO]);
    }
    for wrong in ["", "one.test:0", "one.test:99999", "one test", "[::1"] {
        assert_eq!(fantail.refused(&["account", "add", ROMEO, "--server", wrong]), "bad-argument", "{wrong}");
    }
}
