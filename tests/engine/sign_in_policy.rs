//! How an account may sign in: never with less than before unless the user says so, and with the password itself only where that is allowed.

use super::notices::account;
use super::*;
use fantail::model::ScramHash;
use fantail::model::problem::AuthFailure;
use support::prosody::Mechanisms;

fn failed(events: &mut Subscription, failure: AuthFailure) {
    let problem = Some(Problem::AuthFailed(failure));
    let fits = |event: &Event| matches!(event, Event::Account(status) if status.state == AccountState::Failed && status.problem == problem);
    until(events, |seen| seen.iter().any(fits));
}

fn config(engine: &Engine) -> Account {
    let Reply::State(state) = ask(engine, Command::State) else { panic!("no state") };
    state.accounts[&account()].config.clone()
}

#[test]
fn the_password_itself_is_sent_only_where_the_account_allows_it() {
    let prosody = Prosody::start(Options { mechanisms: Mechanisms::OnlyPlain, ..Options::default() });
    let (engine, mut events, _directory) = started();
    let strict = Account { allow_plain: false, ..romeo(&prosody, "desk") };
    ask(&engine, Command::AddAccount { account: strict.clone(), password: Some(Secret::new(PASSWORD)) });
    failed(&mut events, AuthFailure::PlainNotAllowed);
    ask(&engine, Command::ModifyAccount { account: Account { allow_plain: true, ..strict }, password: None });
    until(&mut events, is_online);
    assert_eq!(config(&engine).hash_seen, None);
    ask(&engine, Command::Quit);
}

#[test]
fn a_weaker_mechanism_than_before_is_taken_only_when_the_user_says_so() {
    let mut prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = started();
    ask(&engine, Command::AddAccount { account: romeo(&prosody, "desk"), password: Some(Secret::new(PASSWORD)) });
    until(&mut events, is_online);
    assert_eq!(config(&engine).hash_seen, Some(ScramHash::Sha256));
    prosody.stop();
    let weaker = r#"disable_sasl_mechanisms = { "DIGEST-MD5"; "SCRAM-SHA-256"; "SCRAM-SHA-256-PLUS" }"#;
    prosody.restart_with(|options| options.more = weaker.into());
    failed(&mut events, AuthFailure::Downgrade);
    ask(&engine, Command::ForgetSignIn(account()));
    until(&mut events, is_online);
    assert_eq!(config(&engine).hash_seen, Some(ScramHash::Sha1));
    ask(&engine, Command::Quit);
}
