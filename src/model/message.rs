//! A message, as it is kept and shown.

use super::problem::Problem;
use jid::{BareJid, Jid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fantail's own name for a message, the same over restarts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(pub i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Chat,
    Groupchat,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Groupchat => "groupchat",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    In,
    Out,
}

impl Direction {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// How far a message has come. A later state never goes back to an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageState {
    /// Stored, to be sent.
    Queued,
    /// Our server has acknowledged it (XEP-0198).
    Sent,
    /// It arrived at the other side (XEP-0184), or the room reflected it.
    Delivered,
    /// It was looked at (XEP-0333).
    Displayed,
    Failed(Problem),
    /// Of somebody else.
    Received,
}

impl MessageState {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Displayed => "displayed",
            Self::Failed(_) => "failed",
            Self::Received => "received",
        }
    }
}

/// How much later than its second a page of an archive begins that tells whole seconds, in microseconds: less than anybody is shown.
/// Pages are counted back from the end of the archive, which is 0.
pub fn page_order(page: u32) -> i64 {
    const LATE: i64 = 999;
    (LATE - i64::from(page)).max(1)
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub account: BareJid,
    /// A bare JID; the occupant's full JID for a private message in a room.
    pub conversation: Jid,
    pub kind: Kind,
    pub direction: Direction,
    /// The bare JID of who wrote it; in rooms and their private messages the occupant JID.
    pub from: Jid,
    /// When it was written, as far as known.
    pub time: jiff::Timestamp,
    pub body: String,
    pub state: MessageState,
    /// The sender's id (XEP-0359): for our own also the stanza's id.
    pub origin_id: Option<String>,
    /// The id of the archive that keeps it: our own, or the room's (XEP-0359).
    pub stanza_id: Option<String>,
    /// Its time comes from a delay stamp (XEP-0203) or the archive.
    pub delayed: bool,
    /// It was larger than we take: the rest was cut.
    pub shortened: bool,
    /// Its sender wants its words as they are, without styles (XEP-0393 §6).
    pub unstyled: bool,
    pub manner: Manner,
    /// Where the file is that it carries, an http or https address (XEP-0066).
    pub file: Option<String>,
    /// `body` is a later version (XEP-0308).
    pub corrected: bool,
    /// Its sender took it back (XEP-0424): there is no body any more.
    pub retracted: bool,
    /// The last change of ours to it that did not get through.
    pub unchanged: Option<Unchanged>,
    pub answers: Option<Box<Answered>>,
    /// Who feels what about it (XEP-0444): by emoji, in rooms by occupant.
    pub reactions: BTreeMap<String, Vec<Jid>>,
}

/// A change that did not get through, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unchanged {
    pub what: Changing,
    pub problem: Problem,
}

/// What was to change of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Changing {
    Words,
    /// That it was said at all.
    Existence,
    /// What we feel about it.
    Reactions,
}

/// A place in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The first message from then on; where there is none, the last one.
    Since(jiff::Timestamp),
    /// The first of the last so many that came in.
    LastIn(u32),
}

/// How a message wants to be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Manner {
    #[default]
    Plain,
    /// Its words may give something away: they are shown when they are asked for. What they are about, or nothing (XEP-0382).
    Spoiler(String),
    /// It calls for attention; it may have no words (XEP-0224).
    Attention,
}

/// What a message answers (XEP-0461).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// As its sender named it: an id of the room's archive, else the stanza's own.
    pub id: String,
    /// The message itself, where we have it.
    pub message: Option<Quoted>,
}

/// A message, as far as it is shown with one that answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    pub id: MessageId,
    pub from: Jid,
    pub body: String,
}

/// The bytes of a body once it is XML.
pub fn written_length(body: &str) -> usize {
    let escaped = |byte: u8| match byte {
        b'&' => 5,
        b'<' | b'>' => 4,
        _ => 1,
    };
    body.bytes().map(escaped).sum()
}
