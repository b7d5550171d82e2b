//! Somebody asks to see our presence (RFC 6121 §3.1): kept until answered.

use jid::BareJid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub account: BareJid,
    pub jid: BareJid,
    /// What they call themselves (XEP-0172).
    pub nick: Option<String>,
    pub message: Option<String>,
    pub time: jiff::Timestamp,
}
