//! What is kept: SQLite (history, roster, settings, caps, outbox) and the keyring (secrets). No XML, no async.

pub mod change;

pub use change::{Change, Incoming, NewMessage, Novelty, Outcome, SavedRoom};
