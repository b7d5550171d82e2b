//! What is known to be missing of an archive (XEP-0313).

use super::MessageId;
use jiff::Timestamp;

/// Where what was missing belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// After this one, where that is known.
    pub up_to: Option<MessageId>,
    /// Before all that was stored after this one: whoever has looked at that has looked at what was missing.
    pub noted: Option<MessageId>,
    /// The page that tells it, counted back from the end of the archive, which is 0.
    pub page: u32,
}

/// What is missing of our own archive (XEP-0313): all between two of its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveGap {
    /// The archive's id of the last message before it, and when the archive says it was.
    pub after: String,
    pub since: Option<Timestamp>,
    /// That of the first one behind it.
    pub before: String,
    /// What is missing belongs there; so many pages are here behind it.
    pub missing: Missing,
}

/// What is missing of a room's archive: all before one of its lines, up to what is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomGap {
    /// The archive's id of that line.
    pub before: String,
    pub missing: Missing,
}
