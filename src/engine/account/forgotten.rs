//! Conversations that the user has deleted: what an archive or a room's history still tells of them must not bring them back.

use crate::model::{BareJid, Jid};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// So much later a room may have heard the last line than we have: its clock is another one.
const CLOCKS: SignedDuration = SignedDuration::from_secs(5);

/// Each with the time up to which it was deleted, and the last line of its archive that was.
#[derive(Debug, Default)]
pub(super) struct Forgotten(BTreeMap<Jid, (Timestamp, Option<String>)>);

impl Forgotten {
    /// All of them.
    pub(super) fn load(&mut self, all: Vec<(Jid, Timestamp, Option<String>)>) {
        self.0 = all.into_iter().map(|(jid, until, last)| (jid, (until, last))).collect();
    }

    /// Whether a message of the account's own archive was deleted.
    pub(super) fn has(&self, conversation: &Jid, stamp: Option<Timestamp>) -> bool {
        self.0.get(conversation).is_some_and(|(until, _)| stamp.is_some_and(|stamp| stamp <= *until))
    }

    /// Behind which line of its archive a room goes on.
    pub(super) fn last_line(&self, room: &BareJid) -> Option<String> {
        self.0.get(&Jid::from(room.clone()))?.1.clone()
    }

    /// Up to when what a room tells was deleted.
    pub(super) fn in_room(&self, room: &BareJid) -> Option<Timestamp> {
        let (until, _) = self.0.get(&Jid::from(room.clone()))?;
        Some(until.checked_add(CLOCKS).unwrap_or(*until))
    }

    /// Whether a line that a room tells of the past was deleted; what is said now never was.
    pub(super) fn has_line(&self, room: &BareJid, stamp: Option<Timestamp>) -> bool {
        self.in_room(room).is_some_and(|until| stamp.is_some_and(|stamp| stamp <= until))
    }
}
