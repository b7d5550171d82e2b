//! The end of a turn: what was collected is committed, then acknowledged, sent, told and answered, in this order.

use super::link::Link;
use super::{AccountTask, Outgoing, amendments};
use crate::model::message::written_length;
use crate::model::problem::{BadArgument, StorageFault};
use crate::model::telling::Signal;
use crate::model::trace::Way;
use crate::model::{BareJid, Conversation, Event, Jid, Kind, MessageState, Problem, Unchanged};
use crate::store::{Change, Novelty, Outcome, Queued, Store};
use crate::xmpp::backoff::Cause;
use crate::xmpp::stream_management::StreamManagement;
use crate::xmpp::{chat_markers, messages};
use std::collections::BTreeSet;
use std::time::Instant;
use tokio::sync::oneshot;
use xmpp_parsers::ns;

/// A message that goes out within this time has waited for nothing.
const AT_ONCE: jiff::SignedDuration = jiff::SignedDuration::from_secs(1);

/// So long messages gather after some were stored.
const GATHER: std::time::Duration = std::time::Duration::from_millis(20);

impl AccountTask {
    pub(super) async fn settle(&mut self) {
        loop {
            if !self.settle_once().await || (self.changes.is_empty() && self.outgoing.is_empty()) {
                break;
            }
        }
        if let Some(elements) = self.traced.as_mut().map(std::mem::take).filter(|elements| !elements.is_empty()) {
            self.events.push(Event::Traced { account: self.own().clone(), elements });
        }
        let events = std::mem::take(&mut self.events);
        if !events.is_empty() {
            let _ = self.hub.send(events).await;
        }
        for (answer, result) in self.replies.drain(..) {
            let _ = answer.send(result);
        }
    }

    /// `false` when the store could not commit.
    async fn settle_once(&mut self) -> bool {
        self.note_cursor();
        let stanzas = std::mem::take(&mut self.counted);
        let changes = std::mem::take(&mut self.changes);
        if changes.iter().any(|change| matches!(change, Change::AddMessage(_))) {
            self.gather_until = Some(Instant::now() + GATHER);
        }
        if !changes.is_empty() {
            // What the server acknowledged it will not acknowledge again: kept for the next turn if this one cannot commit.
            let lasting = |change: &&Change| matches!(change, Change::SetState { .. } | Change::AmendmentSent { .. });
            let acknowledged: Vec<Change> = changes.iter().filter(lasting).cloned().collect();
            match write(&self.store, changes).await {
                Ok(outcomes) => {
                    self.catch_up.committed();
                    self.on_outcomes(outcomes).await;
                }
                Err(fault) => {
                    self.on_storage_fault(fault);
                    self.changes = acknowledged;
                    return false;
                }
            }
        }
        self.send_markers().await;
        self.publish_read_positions().await;
        self.sm.committed(stanzas);
        if std::mem::take(&mut self.owes_ack) && stanzas > 0 && self.sm.counts_inbound() {
            // The server asked before these were committed, and may not ask again.
            let answer = self.sm.answer();
            self.send(answer);
        }
        self.pump_outbox();
        self.tell_people();
        let changed = std::mem::take(&mut self.changed_conversations);
        self.tell_conversations(changed).await;
        self.flush().await;
        true
    }

    /// Writes at once and gives the outcomes back, for commands that need them.
    pub(super) async fn commit(&mut self, changes: Vec<Change>) -> Result<Vec<Outcome>, Problem> {
        let outcomes = write(&self.store, changes).await.map_err(Problem::Storage)?;
        self.on_outcomes(outcomes.clone()).await;
        Ok(outcomes)
    }

    /// Messages that are new or changed are told, and the conversations they belong to.
    async fn on_outcomes(&mut self, outcomes: Vec<Outcome>) {
        let mut conversations = BTreeSet::new();
        if self.status.resumed && outcomes.iter().any(|outcome| matches!(outcome, Outcome::Message(_, Novelty::New | Novelty::Updated))) {
            self.backoff.carried();
        }
        for outcome in outcomes {
            let (message, novelty) = match outcome {
                Outcome::Message(message, novelty) => (message, novelty),
                Outcome::Messages(messages) => {
                    for message in messages {
                        self.outbox.note(&message);
                        self.events.push(Event::Message(Box::new(message)));
                    }
                    continue;
                }
                Outcome::Done | Outcome::Nothing => continue,
            };
            if message.direction == crate::model::Direction::Out {
                self.outbox.note(&message);
            }
            if novelty != Novelty::Known {
                conversations.insert(message.conversation.clone());
                self.events.push(Event::Message(message));
            }
        }
        self.tell_conversations(conversations).await;
    }

    pub(super) async fn tell_conversations(&mut self, conversations: BTreeSet<Jid>) {
        if conversations.is_empty() {
            return;
        }
        let (store, account) = (self.store.clone(), self.own().clone());
        let read = move || read_conversations(&store, &account, &conversations);
        let found = tokio::task::spawn_blocking(read).await.unwrap_or_default();
        for conversation in found {
            let typing = self.typing.get(&conversation.conversation).map(|(typing, _)| *typing).unwrap_or_default();
            self.events.push(Event::Conversation(Conversation { typing, ..conversation }));
        }
    }

    /// Nothing that was not committed may count as handled: intake stops, the stream is dropped without its end, so that the
    /// server keeps the rest.
    fn on_storage_fault(&mut self, fault: StorageFault) {
        tracing::error!(?fault, "the store could not commit");
        self.outgoing.clear();
        for (_, result) in &mut self.replies {
            *result = Err(Problem::Storage(fault));
        }
        if self.catch_up.query().or(self.archive_gaps.query()).or(self.backfill.query()).is_some() || self.room_archives.any() {
            // A page of which a part was not kept is not told again by a resumption: its end is not waited for any more.
            self.sm = StreamManagement::default();
        }
        self.catch_up.not_committed();
        let own = self.own().clone();
        if let (Ok(gaps), Ok(start)) = (self.store.archive_gaps(&own), self.store.archive_start(&own, &own)) {
            self.archive_gaps.load(gaps);
            self.backfill.load(start);
        }
        self.load_room_gaps();
        if matches!(self.link, Link::Up(_)) {
            self.lost(Problem::Storage(fault), Cause::StreamError);
        } else {
            self.status.problem = Some(Problem::Storage(fault));
            self.tell_status();
        }
    }

    /// Sends what is ready, in one write. What cannot be sent now and is not in the outbox is forgotten with its session.
    pub(super) async fn flush(&mut self) {
        let outgoing = std::mem::take(&mut self.outgoing);
        let Link::Up(session) = &mut self.link else {
            // While a session may be resumed, what the user did meanwhile goes out with the resumption.
            if self.sm.resume().is_some() {
                let stanzas = outgoing.into_iter().filter(|sent| sent.element.ns() == ns::JABBER_CLIENT && !sent.again);
                stanzas.for_each(|sent| self.sm.sent(sent.element, sent.message));
            }
            return;
        };
        let mut elements = Vec::with_capacity(outgoing.len() + 1);
        for Outgoing { element, message, again } in outgoing {
            if element.is("enable", ns::SM) {
                self.sm.sent_enable();
            } else if element.ns() == ns::JABBER_CLIENT && !again {
                self.sm.sent(element.clone(), message);
                if session.resuming {
                    // The resumption sends it, with all that was not acknowledged.
                    continue;
                }
            }
            elements.push(element);
        }
        let now = Instant::now();
        if session.established
            && let Some(request) = self.sm.request(now)
        {
            session.liveness.asked(now, super::liveness::Asked::Acknowledgement);
            elements.push(request);
        }
        if elements.is_empty() {
            return;
        }
        let sent = session.stream.send(&elements).await;
        elements.iter().for_each(|element| self.trace(Way::Sent, element));
        if let Err(ended) = sent {
            self.on_ended(ended);
        }
    }

    /// Own messages that may go out now.
    fn pump_outbox(&mut self) {
        if !self.online() {
            return;
        }
        let chats = !self.outbox.has_uncertain_chats();
        let (rooms, waiting, store) = (&self.rooms, self.outbox.uncertain_rooms(), &self.store);
        let ready = |queued: &Queued| match queued.message.kind {
            Kind::Chat => {
                // To somebody in a room from within it.
                let whispers = rooms.get(&queued.message.conversation.to_bare()).filter(|room| room.is_room());
                chats && whispers.is_none_or(|room| room.phase == crate::xmpp::rooms::Phase::Joined)
            }
            Kind::Groupchat => {
                let room = queued.message.conversation.to_bare();
                let joined = rooms.get(&room).is_some_and(|room| room.phase == crate::xmpp::rooms::Phase::Joined);
                !waiting.contains(&room) && joined && (queued.amendment.is_none() || amendments::target(store, queued).is_some())
            }
        };
        let longest = self.status.longest_body();
        let messages = self.outbox.take_ready(self.catch_up.live_cursor(), ready);
        let confirm = !messages.is_empty() && !self.sm.is_enabled();
        let (now, mut waited) = (jiff::Timestamp::now(), false);
        let mut unsaid = BTreeSet::new();
        for queued in messages {
            let Some(id) = queued.id().map(str::to_owned) else { continue };
            if unsaid.contains(&queued.message.id) {
                continue;
            }
            let still = self.still_whispers_to(&queued.message.conversation);
            if let (Some((_, amendment)), Err(problem)) = (&queued.amendment, &still) {
                let unchanged = Unchanged { what: amendment.changes(), problem: problem.clone() };
                self.amendment_sent(&id);
                let account = self.own().clone();
                self.changes.push(Change::AmendmentRefused { account, message: queued.message.id, unchanged });
                continue;
            }
            if let Some((_, amendment)) = &queued.amendment {
                let target = amendments::target(&self.store, &queued);
                let element = target.map(|target| messages::write_amendment(&queued.message, &id, &target, amendment));
                match element {
                    Some(element) => self.outgoing.push(Outgoing { element, message: Some(id), again: false }),
                    // What it was about is gone: so is it.
                    None => self.amendment_sent(&id),
                }
                continue;
            }
            let message = queued.message;
            if let Err(problem) = still {
                let state = MessageState::Failed(problem);
                self.changes.push(Change::SetState { account: self.own().clone(), origin_id: id, state });
                continue;
            }
            let unsent = self.outbox.is_unsent(&id);
            if message.retracted && unsent {
                // It was taken back before it went out: nobody need ever see it, nor what was said about it.
                unsaid.insert(message.id);
                self.outbox.amendments_of(message.id).iter().for_each(|id| self.amendment_sent(id));
            }
            // Who may have it already is told that it is taken back, and not once more what it said. A room has no name for it before
            // it has told it.
            if message.retracted && (unsent || message.kind == Kind::Chat) {
                self.changes.push(Change::SetState { account: self.own().clone(), origin_id: id, state: MessageState::Sent });
                continue;
            }
            if written_length(&message.body) > longest {
                // Queued while nobody knew what this server takes.
                let state = MessageState::Failed(Problem::BadArgument(BadArgument::LongMessage));
                self.changes.push(Change::SetState { account: self.own().clone(), origin_id: id, state });
                continue;
            }
            // Behind what was said meanwhile, and so do all after it.
            waited |= now.duration_since(message.time).abs() > AT_ONCE;
            if waited {
                self.changes.push(Change::GoesOut {
                    account: self.own().clone(),
                    conversation: message.conversation.clone(),
                    origin_id: id.clone(),
                    time: now,
                });
            }
            let state = message.kind == Kind::Chat && self.tells(Signal::Typing, &message.conversation);
            let mut element = messages::write(&message, &id, state);
            if message.kind == Kind::Groupchat && self.tells_room(&message.conversation.to_bare()) {
                element.append_child(chat_markers::markable());
            }
            self.outgoing.push(Outgoing { element, message: Some(id), again: false });
        }
        if confirm {
            self.confirm_by_ping();
        }
    }

    /// Messages the server has.
    pub(super) fn acknowledged(&mut self, ids: impl IntoIterator<Item = String>) {
        for origin_id in ids {
            if self.outbox.is_amendment(&origin_id) {
                self.amendment_sent(&origin_id);
            } else {
                self.changes.push(Change::SetState { account: self.own().clone(), origin_id, state: MessageState::Sent });
            }
        }
    }
}

fn read_conversations(store: &Store, account: &BareJid, conversations: &BTreeSet<Jid>) -> Vec<Conversation> {
    conversations.iter().filter_map(|conversation| store.conversation(account, conversation).ok().flatten()).collect()
}

/// Waits for the one writer.
pub(crate) async fn write(store: &Store, changes: Vec<Change>) -> Result<Vec<Outcome>, StorageFault> {
    let (done, committed) = oneshot::channel();
    store.write(changes, move |result| {
        let _ = done.send(result);
    });
    committed.await.unwrap_or(Err(StorageFault::Other))
}
