//! The protocol: stream, sign-in, and one file per capability, named for it. No I/O outside `stream` and `connect`.

pub mod backoff;
pub mod caps;
pub mod connect;
pub mod dns;
pub mod guard;
pub mod sasl;
pub mod tls;
