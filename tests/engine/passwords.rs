//! Another password (XEP-0077 §3.3): for who knows the present one, on the server and here at once.

use super::notices::{account, online};
use super::*;
use fantail::model::Problem;
use fantail::model::problem::AuthFailure;

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
