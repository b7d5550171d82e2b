//! The protocol: stream, sign-in, and one file per capability, named for it. No I/O outside `stream`, `tls`, `dns` and `connect`.

pub mod archive;
pub mod backoff;
pub mod caps;
pub mod carbons;
pub mod connect;
pub mod console;
pub mod disco;
pub mod dns;
pub mod element;
pub mod features;
pub mod guard;
pub mod iq;
pub mod messages;
pub mod presence;
pub mod rooms;
pub mod roster;
pub mod sasl;
pub mod sign_in;
pub mod starttls;
pub mod stream;
pub mod stream_management;
pub mod tls;
pub mod vcard;
