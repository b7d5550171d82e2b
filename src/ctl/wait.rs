//! `wait`: until an account has a state, or cannot reach it without the user.

use crate::engine::Engine;
use crate::model::problem::NotFound;
use crate::model::{AccountState, AccountStatus, BareJid, Event, Problem};
use std::time::Duration;

/// The account once its state is `state`. Ends at once with the account's own problem when the state is `failed` and another
/// one is awaited. The engine resets the state before it answers `enable` and the like, so what is seen here can be trusted.
pub async fn wait(engine: &Engine, account: &BareJid, state: AccountState, limit: Duration) -> Result<Box<AccountStatus>, Problem> {
    tokio::time::timeout(limit, reach(engine, account, state)).await.unwrap_or(Err(Problem::Timeout))
}

async fn reach(engine: &Engine, account: &BareJid, state: AccountState) -> Result<Box<AccountStatus>, Problem> {
    let mut subscription = engine.subscribe();
    while let Some(events) = subscription.next().await {
        for event in events {
            match event {
                Event::Account(status) if status.jid() == account => {
                    if status.state == state {
                        return Ok(status);
                    }
                    if status.state == AccountState::Failed {
                        return Err(status.problem.unwrap_or(Problem::Offline));
                    }
                }
                Event::AccountRemoved(removed) if removed == *account => return Err(Problem::NotFound(NotFound::Account)),
                _ => {}
            }
        }
    }
    Err(Problem::Offline)
}
