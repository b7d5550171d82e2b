//! Conversations that the user has deleted: what an archive or a room's history still tells of them must not bring them back.

use crate::model::{BareJid, Jid};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashSet};

/// So much later a room may have heard the last line than we have: its clock is another one.
const CLOCKS: SignedDuration = SignedDuration::from_secs(5);

/// So much later than our clock an archive's may be, for what bears an id that was deleted.
const SOON: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, Default)]
pub(super) struct Forgotten {
    /// Each with the time up to which it was deleted, and the last line of its archive that was.
    conversations: BTreeMap<Jid, (Timestamp, Option<String>)>,
    /// The ids of the last messages that were.
    messages: HashSet<(Jid, String)>,
}

impl Forgotten {
    /// All of them.
    pub(super) fn load(&mut self, all: Vec<(Jid, Timestamp, Option<String>)>, messages: Vec<(Jid, String)>) {
        self.conversations = all.into_iter().map(|(jid, until, last)| (jid, (until, last))).collect();
        self.messages = messages.into_iter().collect();
    }

    /// Whether this very message was deleted: by the archive's id of it, or by its sender's, which another one may bear later.
    pub(super) fn has_message(&self, conversation: &Jid, stanza_id: &str, origin_id: Option<&str>, stamp: Option<Timestamp>) -> bool {
        let Some((until, _)) = self.conversations.get(conversation) else { return false };
        let has = |id: &str| self.messages.contains(&(conversation.clone(), id.to_owned()));
        let latest = until.checked_add(SOON).unwrap_or(*until);
        has(stanza_id) || stamp.is_none_or(|stamp| stamp <= latest) && origin_id.is_some_and(has)
    }

    /// Whether a message of the account's own archive was deleted.
    pub(super) fn has(&self, conversation: &Jid, stamp: Option<Timestamp>) -> bool {
        self.conversations.get(conversation).is_some_and(|(until, _)| stamp.is_some_and(|stamp| stamp <= *until))
    }

    /// Behind which line of its archive a room goes on.
    pub(super) fn last_line(&self, room: &BareJid) -> Option<String> {
        self.conversations.get(&Jid::from(room.clone()))?.1.clone()
    }

    /// Up to when what a room tells was deleted.
    pub(super) fn in_room(&self, room: &BareJid) -> Option<Timestamp> {
        let (until, _) = self.conversations.get(&Jid::from(room.clone()))?;
        Some(until.checked_add(CLOCKS).unwrap_or(*until))
    }

    /// Whether a line that a room tells of the past was deleted; what is said now never was.
    pub(super) fn has_line(&self, room: &BareJid, stamp: Option<Timestamp>) -> bool {
        self.in_room(room).is_some_and(|until| stamp.is_some_and(|stamp| stamp <= until))
    }
}
