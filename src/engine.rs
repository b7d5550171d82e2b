//! Joins protocol and storage: one task per account, commands in, batches of events out. It has its own runtime.

pub mod handle;
pub mod network;

pub use handle::{Engine, Envelope, Subscription};
