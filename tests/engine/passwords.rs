//! Another password (XEP-0077 §3.3): for who knows the present one, on the server and here at once.

use super::notices::{account, online};
use super::*;
use fantail::model::Problem;
use fantail::model::problem::AuthFailure;
use support::scram_server::{Hash, Scram};
use support::scripted::ScriptedServer;

fn change(engine: &Engine, now: &str, password: &str) -> Result<Reply, Problem> {
    let command = Command::ChangePassword { account: account(), now: Secret::new(now), password: Secret::new(password) };
    engine.ask(command).blocking_recv().unwrap()
}

#[test]
fn another_password_holds_from_the_next_sign_in_on() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    let wrong = Err(Problem::AuthFailed(AuthFailure::WrongPassword));
    assert_eq!(change(&engine, "a passer-by", "mine now"), wrong);
    assert_eq!(change(&engine, PASSWORD, "correct <horse> & staple"), Ok(Reply::PasswordChanged { kept: true }));
    assert_eq!(change(&engine, PASSWORD, "again"), wrong, "the old one is forgotten");
    ask(&engine, Command::Reconnect(account()));
    until(&mut events, is_online);
    let failed = |events: &[Event]| {
        let wrong = |event: &Event| matches!(event, Event::Account(status) if status.problem == Some(Problem::AuthFailed(AuthFailure::WrongPassword)));
        events.iter().any(wrong)
    };
    ask(&engine, Command::SetPassword { account: account(), password: Secret::new(PASSWORD), remember: false });
    until(&mut events, failed);
    ask(&engine, Command::Quit);
}

#[test]
fn a_server_that_lets_nobody_change_it_is_quoted_and_the_old_one_stays() {
    let prosody = Prosody::start(Options { without: vec!["user_account_management"], ..Options::default() });
    let (engine, mut events, _directory) = online(&prosody);
    assert!(matches!(change(&engine, PASSWORD, "other"), Err(Problem::Stanza { .. })));
    ask(&engine, Command::Reconnect(account()));
    until(&mut events, is_online);
    ask(&engine, Command::Quit);
}

#[test]
fn one_that_the_server_took_without_a_word_is_tried_when_the_old_one_is_refused() {
    const NEW: &str = "correct horse";
    let server = ScriptedServer::start();
    let (engine, mut events, _directory) = started();
    let account = Account {
        host: Host::parse(&server.address()),
        security: Security::StartTls,
        extra_roots: Some(std::fs::read_to_string(server.ca()).unwrap()),
        ..Account::new("romeo@scripted.test".parse().unwrap(), "desk".into())
    };
    let own = account.jid.clone();
    ask(&engine, Command::AddAccount { account, password: Some(Secret::new(PASSWORD)) });
    let mut connection = server.accept_online(PASSWORD);
    until(&mut events, is_online);
    let change = Command::ChangePassword { account: own, now: Secret::new(PASSWORD), password: Secret::new(NEW) };
    let changed = engine.ask(change);
    connection.skip_to("jabber:iq:register");
    connection.abort();
    // By then it has the new one.
    let mut refused = server.accept_starttls();
    refused.offer(&["SCRAM-SHA-256"], &[]);
    assert!(refused.try_play(&Scram::new(Hash::Sha256, NEW)).is_err(), "the old one is tried first");
    drop(refused);
    let mut again = server.accept_signed_in(NEW);
    again.expect("<resume");
    again.send("<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
    loop {
        let piece = again.next().expect("it signs in");
        again.answer(&piece);
        if piece.starts_with("<presence") {
            break;
        }
    }
    assert_eq!(changed.blocking_recv().unwrap(), Err(Problem::Offline));
    until(&mut events, is_online);
    ask(&engine, Command::Quit);
}
