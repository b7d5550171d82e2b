//! The connection of an account as typed states: none, waiting for its time, being made, up.

use super::connection::{Established, Failure};
use super::session::Session;
use crate::xmpp::stream::{Ended, Item};
use std::time::Instant;

pub(super) type Connecting = futures::future::BoxFuture<'static, Result<Established, Failure>>;

pub(super) enum Link {
    /// Not wanted, or not without the user.
    Idle,
    Waiting {
        until: Instant,
    },
    Connecting(Connecting),
    Up(Box<Session>),
}

pub(super) enum LinkEvent {
    Connected(Result<Box<Established>, Failure>),
    /// What has arrived, in order; the last may be the end.
    Received(Vec<Item>, Option<Ended>),
}

/// Stanzas taken in one turn: one transaction, one batch of events.
const BATCH: usize = 256;

impl Link {
    /// Waits for what the connection has to tell. Cancelling loses nothing.
    pub(super) async fn next(&mut self) -> LinkEvent {
        match self {
            Self::Idle | Self::Waiting { .. } => std::future::pending().await,
            Self::Connecting(connecting) => LinkEvent::Connected(connecting.await.map(Box::new)),
            Self::Up(session) => match session.stream.next().await {
                Ok(first) => {
                    let mut items = vec![first];
                    while items.len() < BATCH {
                        match futures::FutureExt::now_or_never(session.stream.next()) {
                            Some(Ok(item)) => items.push(item),
                            Some(Err(ended)) => return LinkEvent::Received(items, Some(ended)),
                            None => break,
                        }
                    }
                    LinkEvent::Received(items, None)
                }
                Err(ended) => LinkEvent::Received(Vec::new(), Some(ended)),
            },
        }
    }

    /// Ends the stream properly, where there is one.
    pub(super) async fn close(&mut self) {
        if let Self::Up(session) = std::mem::replace(self, Self::Idle) {
            session.stream.close().await;
        }
    }
}
