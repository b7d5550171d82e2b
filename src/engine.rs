//! Joins protocol and storage: one task per account, commands in, batches of events out. It has its own runtime.

pub mod handle;

pub use handle::{Engine, Envelope, Subscription};
