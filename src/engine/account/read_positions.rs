//! How far the user has read, the same on all devices (XEP-0490), whoever else is told.

use super::AccountTask;
use super::answers::Purpose;
use crate::model::{Jid, Kind};
use crate::store::Change;
use crate::xmpp::displayed_sync::{self, Position};
use crate::xmpp::iq;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default)]
pub(super) struct ReadPositions {
    /// As the server has them, as far as that is known in this session.
    published: BTreeMap<Jid, String>,
    /// Read here while nobody could be told.
    due: BTreeSet<Jid>,
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
        if !self.online() || !self.read_positions.told || self.read_positions.due.is_empty() {
            return;
        }
        let due = std::mem::take(&mut self.read_positions.due);
        let (store, account) = (self.store.clone(), self.own().clone());
        let newest = move || {
            let archived = |conversation: Jid| Some((store.newest_read(&account, &conversation).ok().flatten()?, conversation));
            due.into_iter().filter_map(archived).collect::<Vec<_>>()
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
