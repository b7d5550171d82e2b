//! Own messages corrected, taken back, reacted to; and since when somebody in a room has spoken under his name.

use super::room_config::Asked;
use super::{AccountTask, Answer};
use crate::model::message::written_length;
use crate::model::problem::{BadArgument, NotFound};
use crate::model::wording::is_sayable;
use crate::model::{Amendment, BareJid, Changing, Direction, Jid, Kind, Message, MessageId, MessageState, Problem, Reply, Role};
use crate::store::{Change, Outcome, Queued, Store};
use crate::xmpp::messages::Line;
use crate::xmpp::moderation::{self, Generation};
use crate::xmpp::rooms::{Phase, RoomSession};
use crate::xmpp::{iq, reactions};
use jiff::Timestamp;

/// Of so many changes it is known what they were about when they bounce. Corrections are known for ever.
const MOST_CHANGED: usize = 100;

impl AccountTask {
    pub(super) async fn amend(&mut self, conversation: &Jid, id: MessageId, amendment: Amendment, answer: Answer) {
        if amendment == Amendment::Retraction
            && let Some((stanza_id, generation)) = self.power_over(conversation, id)
        {
            let room = conversation.to_bare();
            let request = moderation::request(&room, &stanza_id, None, generation);
            return self.ask_room(&room, request, Asked::Moderated { message: id, stanza_id, answer });
        }
        let message = match self.checked(conversation, id, &amendment) {
            Ok(message) => message,
            Err(problem) => return self.reply(answer, Err(problem)),
        };
        if let Err(problem) = self.still_whispers_to(&message.conversation) {
            return self.reply(answer, Err(problem));
        }
        let room = self.rooms.get(&message.conversation.to_bare()).filter(|_| message.kind == Kind::Groupchat);
        let from = room.and_then(RoomSession::occupant_jid).map_or_else(|| self.own().clone().into(), Into::into);
        let occupant_id = room.and_then(|room| room.occupant_id.clone());
        let origin_id = uuid::Uuid::new_v4().to_string();
        let (account, words) = (self.own().clone(), (origin_id.clone(), amendment.clone()));
        let change = Change::QueueAmendment { account, message: id, origin_id, amendment, from, occupant_id };
        let stored = self.commit(vec![change]).await;
        if let Ok([Outcome::Message(..)]) = stored.as_deref() {
            self.changed.push_back((words.0.clone(), id, words.1.changes()));
            self.changed.drain(..self.changed.len().saturating_sub(MOST_CHANGED));
            self.outbox.add(Queued { message, amendment: Some(words) });
        }
        self.reply_message(stored, answer);
    }

    /// Takes back what somebody said, or all that is here of what they said: by the room's own name for them, else what was said
    /// since the present bearer of the nickname came.
    pub(super) fn moderate(&mut self, room: &BareJid, id: MessageId, whole: bool, reason: Option<&str>, answer: Answer) {
        let conversation = Jid::from(room.clone());
        let Some((stanza_id, generation)) = self.power_over(&conversation, id) else {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Message)));
        };
        let others = if whole { self.said_by_the_same(room, id) } else { Vec::new() };
        for (message, stanza_id) in others.into_iter().filter(|(other, _)| *other != id) {
            let request = moderation::request(room, &stanza_id, reason, generation);
            // The one that was pressed answers for all.
            let (answer, _) = tokio::sync::oneshot::channel();
            self.ask_room(room, request, Asked::Moderated { message, stanza_id, answer });
        }
        let request = moderation::request(room, &stanza_id, reason, generation);
        self.ask_room(room, request, Asked::Moderated { message: id, stanza_id, answer });
    }

    fn said_by_the_same(&self, room: &BareJid, id: MessageId) -> Vec<(MessageId, String)> {
        let Some(message) = self.store.message(id).ok().flatten() else { return Vec::new() };
        let nick = message.from.resource().map(ToString::to_string).unwrap_or_default();
        let since = self.rooms.get(room).and_then(|session| session.occupants.get(&nick)).map_or(Timestamp::MAX, |occupant| occupant.since);
        self.store.said_by_the_same(id, since).unwrap_or_default()
    }

    /// What a moderator needs to take back what somebody else said in a room (XEP-0425); `None` where that is not so.
    fn power_over(&self, conversation: &Jid, id: MessageId) -> Option<(String, Generation)> {
        let message = self.store.message(id).ok().flatten()?;
        let theirs = message.direction == Direction::In && message.kind == Kind::Groupchat && !message.retracted;
        let here = message.account == *self.own() && message.conversation == *conversation;
        let room = self.rooms.get(&conversation.to_bare()).filter(|room| room.phase == Phase::Joined && room.role == Role::Moderator)?;
        Some((message.stanza_id.filter(|_| theirs && here && conversation.is_bare())?, room.moderation?))
    }

    /// The room has done it, and tells everybody; whoever asked need not wait for that.
    pub(super) fn on_moderated(&mut self, room: &BareJid, message: MessageId, stanza_id: String, to: Answer, answer: iq::Answer) {
        if let Err(problem) = answer {
            return self.reply(to, Err(problem));
        }
        self.changes.push(Change::Moderated { account: self.own().clone(), room: room.clone(), stanza_id });
        let known = self.store.message(message).map_err(Problem::Storage);
        let known = known.and_then(|known| known.ok_or(Problem::NotFound(NotFound::Message)));
        let gone = known.map(|known| Reply::Message(Box::new(Message { retracted: true, corrected: false, body: String::new(), ..known })));
        self.reply(to, gone);
    }

    /// The message, where that can be said of it.
    fn checked(&self, conversation: &Jid, id: MessageId, amendment: &Amendment) -> Result<Message, Problem> {
        let message = self.store.message(id).map_err(Problem::Storage)?;
        let here = |message: &Message| message.account == *self.own() && message.conversation == *conversation && !message.retracted;
        let message = message.filter(here);
        let message = message.ok_or(Problem::NotFound(NotFound::Message))?;
        let ours = message.direction == Direction::Out;
        // A room that gives its lines no ids has no name for them.
        let told = matches!(message.state, MessageState::Delivered | MessageState::Received);
        let nameless = message.kind == Kind::Groupchat && message.stanza_id.is_none() && told;
        match amendment {
            Amendment::Correction(_) | Amendment::Retraction if !ours => Err(Problem::BadArgument(BadArgument::NotOurs)),
            Amendment::Correction(body) if body.trim().is_empty() => Err(Problem::BadArgument(BadArgument::EmptyMessage)),
            Amendment::Correction(body) if !is_sayable(body) => Err(Problem::BadArgument(BadArgument::Characters)),
            Amendment::Correction(body) if written_length(body) > self.status.longest_body() => {
                Err(Problem::BadArgument(BadArgument::LongMessage))
            }
            Amendment::Correction(_) => Ok(message),
            Amendment::Reactions(emoji) if !emoji.iter().all(|emoji| reactions::is_reaction(emoji)) => {
                Err(Problem::BadArgument(BadArgument::Emoji))
            }
            Amendment::Reactions(_) | Amendment::Retraction if nameless => Err(Problem::NotImplemented),
            Amendment::Reactions(_) | Amendment::Retraction => Ok(message),
        }
    }

    /// Which message a change of ours was about, and what it changed. `None` for one that another has followed.
    pub(super) fn changed_by(&self, origin_id: &str) -> Option<(MessageId, Changing)> {
        let Some((_, message, what)) = self.changed.iter().find(|(id, ..)| id == origin_id) else {
            let corrected = self.store.corrected_by(self.own(), origin_id).ok().flatten();
            return corrected.map(|message| (message, Changing::Words));
        };
        let last = self.changed.iter().rev().find(|(_, other, change)| (other, change) == (message, what));
        last.filter(|(id, ..)| id == origin_id).map(|_| (*message, *what))
    }

    /// The server has it: nothing more to send.
    pub(super) fn amendment_sent(&mut self, origin_id: &str) {
        self.outbox.forget_amendment(origin_id);
        self.changes.push(Change::AmendmentSent { account: self.own().clone(), origin_id: origin_id.to_owned() });
    }

    /// Since when an occupant has been in the room under the name a line bears; an old line tells nothing of it, so for ever.
    /// `None` for people.
    pub(super) fn speaks_since(&self, line: &Line) -> Option<Timestamp> {
        let nick = line.from.resource()?;
        let occupant = self.rooms.get(&line.from.to_bare()).and_then(|room| room.occupants.get(nick.as_str()));
        Some(occupant.filter(|_| line.stamp.is_none()).map_or(Timestamp::MAX, |occupant| occupant.since))
    }
}

/// What the message of an amendment is called where it goes; `None` while nobody knows.
pub(super) fn target(store: &Store, queued: &Queued) -> Option<String> {
    let (_, amendment) = queued.amendment.as_ref()?;
    let by_archive = queued.message.kind == Kind::Groupchat && !matches!(amendment, Amendment::Correction(_));
    store.name(queued.message.id, by_archive).ok().flatten()
}
