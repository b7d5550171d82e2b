//! `wait`: for a state, for the account's own error, for its limit.

use super::*;

#[tokio::test]
async fn waiting_ends_when_the_state_is_reached() {
    let mut stage = Stage::new();
    let call = stage.call(&["wait", "online"]).await;
    let (_, reply) = stage.asked().await;
    reply.send(Ok(Reply::State(Box::new(one_account())))).unwrap();
    let events = stage.subscribed().await;
    let now = |state| Event::Account(Box::new(AccountStatus { state, ..status("me@a") }));
    events.send(vec![now(AccountState::Offline)]).unwrap();
    events.send(vec![now(AccountState::Connecting)]).unwrap();
    events.send(vec![now(AccountState::Online)]).unwrap();
    assert_eq!(call.await.unwrap().one()["state"], "online");
}

#[tokio::test]
async fn waiting_for_another_account_is_not_disturbed_by_this_one() {
    let mut stage = Stage::new();
    let call = stage.call(&["wait", "online", "--account", "me@b"]).await;
    let (_, reply) = stage.asked().await;
    reply.send(Ok(Reply::State(Box::new(two_accounts())))).unwrap();
    let events = stage.subscribed().await;
    let now = |account: &str, state| Event::Account(Box::new(AccountStatus { state, ..status(account) }));
    events.send(vec![now("me@a", AccountState::Failed), now("me@a", AccountState::Online)]).unwrap();
    events.send(vec![now("me@b", AccountState::Online)]).unwrap();
    assert_eq!(call.await.unwrap().one()["account"], "me@b");
}

#[tokio::test]
async fn waiting_ends_at_once_with_the_accounts_own_error() {
    let mut stage = Stage::new();
    let failed = || {
        let problem = Some(Problem::AuthFailed(AuthFailure::WrongPassword));
        Event::Account(Box::new(AccountStatus { state: AccountState::Failed, problem, ..status("me@a") }))
    };
    for (awaited, condition) in [("online", Some("auth-failed")), ("connecting", Some("auth-failed")), ("failed", None)] {
        let call = stage.call(&["wait", awaited]).await;
        let (_, reply) = stage.asked().await;
        reply.send(Ok(Reply::State(Box::new(one_account())))).unwrap();
        stage.subscribed().await.send(vec![failed()]).unwrap();
        let answer = call.await.unwrap();
        match condition {
            Some(condition) => assert_eq!(answer.condition(), condition),
            None => assert_eq!(answer.one()["error"], "auth-failed"),
        }
    }
}

#[tokio::test]
async fn waiting_has_a_limit_and_ends_with_the_account() {
    let mut stage = Stage::new();
    for (limit, condition) in [("0", "timeout"), ("30", "not-found")] {
        let call = stage.call(&["wait", "online", "--timeout", limit]).await;
        let (_, reply) = stage.asked().await;
        reply.send(Ok(Reply::State(Box::new(one_account())))).unwrap();
        let events = stage.subscribed().await;
        let _ = events.send(vec![Event::AccountRemoved(bare("me@a"))].into_iter().filter(|_| limit == "30").collect());
        assert_eq!(call.await.unwrap().condition(), condition);
    }
}

#[tokio::test]
async fn what_is_so_already_is_waited_for_no_time_at_all() {
    let mut stage = Stage::new();
    let mut state = one_account();
    state.apply(&Event::Account(Box::new(AccountStatus { state: AccountState::Online, ..status("me@a") })));
    assert_eq!(stage.told(&state, &["wait", "online", "--timeout", "0"]).await.one()["state"], "online");
}

#[tokio::test]
async fn what_cannot_be_said_on_the_wire_is_refused_whatever_it_is_for() {
    let mut stage = Stage::new();
    let calls: [&[&str]; 5] = [
        &["send", "juliet@a", "ding\u{7}"],
        &["status", "away", "\u{1b}[31mred"],
        &["contact", "add", "romeo@a", "--name", "R\u{0}"],
        &["room", "join", "tea@rooms.a", "--password", "\u{c}"],
        &["profile", "set", "note=\u{ffff}"],
    ];
    for words in calls {
        assert_eq!(stage.told(&one_account(), words).await.condition(), "bad-argument", "{words:?}");
    }
}
