//! Somebody wants us in a room (XEP-0045 §7.8, XEP-0249): kept until answered, never followed by itself.

use super::Secret;
use jid::{BareJid, Jid};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub account: BareJid,
    pub room: BareJid,
    /// Who invites, by their own server's word when it is direct, else by the room's.
    pub from: Jid,
    pub reason: Option<String>,
    /// Forgotten with the process: passwords are not kept in the profile.
    pub password: Option<Secret>,
    /// By the person and not by the room: then nobody can be told that we do not come.
    pub direct: bool,
    pub time: jiff::Timestamp,
}
