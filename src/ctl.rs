//! The remote control: a local socket that speaks the commands and events of the engine (`docs/ctl.md`).
//!
//! The client (`fantail ctl …`) reads the command line and sends one `Request`; the server inside the running instance
//! carries it out by `Command`s and answers with lines. Both sides share `Verb`.

pub mod attend;
pub mod client;
pub mod command_line;
mod events;
mod json;
mod perform;
mod pick;
mod rooms;
pub mod server;
pub mod transport;
pub mod verb;
mod wait;
pub mod wire;

#[cfg(test)]
mod tests;

/// The exit statuses of the contract.
pub mod exit {
    pub const DONE: u8 = 0;
    /// Refused by the program or the server.
    pub const REFUSED: u8 = 1;
    pub const USAGE: u8 = 2;
    pub const NO_INSTANCE: u8 = 3;
}
