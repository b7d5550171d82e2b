//! A conversation: the messages with one address, or of one room.

use super::message::Kind;
use jid::{BareJid, Jid};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    pub account: BareJid,
    pub conversation: Jid,
    pub kind: Kind,
    pub unread: u32,
    /// Unread lines of a room that name us.
    pub mentions: u32,
    pub last_time: Option<jiff::Timestamp>,
    /// The beginning of the last message, for the buddy list.
    pub last_body: Option<String>,
    /// Of the other side (XEP-0085).
    pub typing: super::Typing,
}
