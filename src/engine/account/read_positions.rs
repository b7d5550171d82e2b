//! How far the user has read, the same on all devices (XEP-0490), whoever else is told.

use super::AccountTask;
use super::answers::Purpose;
use crate::model::{BareJid, Jid, Kind};
use crate::store::Change;
use crate::xmpp::displayed_sync::{self, Position};
use crate::xmpp::iq;
use crate::xmpp::rooms::Phase;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default)]
pub(super) struct ReadPositions {
    /// As the server has them, as far as that is known in this session.
    published: BTreeMap<Jid, String>,
    /// Read here while nobody could be told.
    due: BTreeSet<Jid>,
    /// Maybe read here in an earlier run that could not tell it any more.
    unsure: BTreeSet<Jid>,
    /// They were asked for in this session.
    asked: bool,
    /// And told: what is read here is published on top of them, never in their place.
    told: bool,
}

impl ReadPositions {
    /// The session is gone: what it knew may change meanwhile.
    pub(super) fn forget(&mut self) {
        self.published.clear();
        (self.asked, self.told) = (false, false);
        self.unsure.clear();
    }
}

impl AccountTask {
    /// Once the archive has told its messages: a position among them says nothing before.
    pub(super) fn ask_read_positions(&mut self) {
        if !std::mem::replace(&mut self.read_positions.asked, true) {
            self.ask(displayed_sync::request(), Purpose::ReadPositions);
        }
    }

    /// All there are, or none where the server keeps none.
    pub(super) fn on_all_read_positions(&mut self, positions: Vec<Position>) {
        self.read_positions.told = true;
        self.read_positions.unsure = positions.iter().map(|(conversation, _)| conversation.clone()).collect();
        self.on_read_positions(positions);
    }

    pub(super) fn on_read_positions(&mut self, positions: Vec<Position>) {
        for (conversation, stanza_id) in positions {
            let account = self.own().clone();
            self.changes.push(Change::ReadToArchived { account, conversation: conversation.clone(), stanza_id: stanza_id.clone() });
            self.changed_conversations.insert(conversation.clone());
            self.read_positions.published.insert(conversation, stanza_id);
        }
    }

    /// Among messages that have come in since a position may say more.
    pub(super) fn read_positions_again(&mut self) {
        self.on_read_positions(self.read_positions.published.clone().into_iter().collect());
    }

    /// The same, once a room has told what was said before we came.
    pub(super) fn read_position_again(&mut self, room: &BareJid) {
        let room = Jid::from(room.clone());
        let position = self.read_positions.published.get(&room).map(|position| (room, position.clone()));
        self.on_read_positions(position.into_iter().collect());
    }

    /// Not all of what was said there is here: the position that another device has told may be later than ours.
    fn misses_some(&self, conversation: &Jid) -> bool {
        match self.rooms.get(&conversation.to_bare()) {
            Some(room) => {
                matches!(room.phase, Phase::Joining | Phase::Making)
                    || room.inside() && !room.gaps.is_empty() && !self.room_archives.is_silent(&room.room)
            }
            None => self.catch_up.query().is_some() || self.archive_gaps.is_filling(),
        }
    }

    /// What was not taken goes out with the next message that is read there.
    pub(super) fn on_read_position(&mut self, conversation: &Jid, stanza_id: &str, answer: &iq::Answer) {
        if answer.is_err() && self.read_positions.published.get(conversation).is_some_and(|published| published == stanza_id) {
            self.read_positions.published.remove(conversation);
        }
    }

    /// A conversation was looked at here.
    pub(super) fn read_here(&mut self, conversation: Jid) {
        self.read_positions.due.insert(conversation);
    }

    /// Publishes what was read, each conversation's newest message once.
    pub(super) async fn publish_read_positions(&mut self) {
        if !self.online() || !self.read_positions.told {
            return;
        }
        let (later, due): (BTreeSet<Jid>, _) =
            std::mem::take(&mut self.read_positions.due).into_iter().partition(|talk| self.misses_some(talk));
        let (unsure_later, unsure): (BTreeSet<Jid>, _) =
            std::mem::take(&mut self.read_positions.unsure).into_iter().partition(|talk| self.misses_some(talk));
        (self.read_positions.due, self.read_positions.unsure) = (later, unsure_later);
        if due.is_empty() && unsure.is_empty() {
            return;
        }
        let (store, account, published) = (self.store.clone(), self.own().clone(), self.read_positions.published.clone());
        let newest = move || {
            let ours = |conversation: Jid, is_sure: bool| {
                let (stanza_id, kind) = store.newest_read(&account, &conversation).ok().flatten()?;
                // Never back. A position that is nowhere here is of what was not kept: who has read here since knows better.
                let after = published.get(&conversation).map(|told| store.is_after(&account, &conversation, &stanza_id, told));
                after.map_or(is_sure, |after| after.ok().flatten().unwrap_or(is_sure)).then_some(((stanza_id, kind), conversation))
            };
            let due = due.into_iter().filter_map(|talk| ours(talk, true));
            due.chain(unsure.into_iter().filter_map(|talk| ours(talk, false))).collect::<Vec<_>>()
        };
        let newest = tokio::task::spawn_blocking(newest).await.unwrap_or_default();
        for ((stanza_id, kind), conversation) in newest {
            if self.read_positions.published.get(&conversation) == Some(&stanza_id) {
                continue;
            }
            let by = if kind == Kind::Groupchat { conversation.to_bare() } else { self.own().clone() };
            let then = Purpose::PublishReadPosition { conversation: conversation.clone(), stanza_id: stanza_id.clone() };
            self.publish_private(displayed_sync::publish(&conversation, &stanza_id, &by), then);
            self.read_positions.published.insert(conversation, stanza_id);
        }
    }
}
