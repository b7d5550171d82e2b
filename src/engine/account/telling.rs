//! What both sides tell each other without words: that a message arrived (XEP-0184), how far it was read (XEP-0333), that somebody is
//! writing (XEP-0085). We tell it only to people who may see our presence; strangers learn nothing.

use super::AccountTask;
use crate::model::telling::Signal;
use crate::model::{BareJid, Direction, Jid, Kind, MessageState, Subscription, Typing};
use crate::store::Change;
use crate::xmpp::messages::{self, Origin, Sides};
use crate::xmpp::rooms::{Phase, RoomSession};
use crate::xmpp::{chat_markers, chat_states, receipts};
use std::time::{Duration, Instant};
use xmpp_parsers::message::{Message, MessageType};

/// So long somebody is believed to be writing who tells nothing more: his client may be gone.
const BELIEVED: Duration = Duration::from_secs(60);

/// Who has written nothing for so long rests (XEP-0085 §5.1).
const RESTS: Duration = Duration::from_secs(30);

impl AccountTask {
    /// Whether whoever we talk to learns it: as far as they may know, and we want them to.
    pub(super) fn tells(&self, signal: Signal, conversation: &Jid) -> bool {
        self.may_be_told(conversation) && self.telling.tells(signal, self.own(), Some(&conversation.to_bare()))
    }

    /// It has not said yet who may come in.
    fn is_unknown_room(&self, room: &BareJid) -> bool {
        let known = |session: &RoomSession| session.phase == Phase::Joined && session.options.members_only.is_some();
        !self.rooms.get(room).is_some_and(known)
    }

    /// Whether a room learns how far we have read: only where not everybody may come in.
    pub(super) fn tells_room(&self, room: &BareJid) -> bool {
        let private = |session: &RoomSession| session.phase == Phase::Joined && session.options.members_only == Some(true);
        self.rooms.get(room).is_some_and(private) && self.telling.tells(Signal::Reading, self.own(), Some(room))
    }

    /// People who may see our presence as far as the server has told in this session, and ourselves. Nobody in a room is known well enough.
    pub(super) fn may_be_told(&self, conversation: &Jid) -> bool {
        let person = conversation.to_bare();
        let sees_us = |subscription| matches!(subscription, Subscription::From | Subscription::Both);
        conversation.is_bare()
            && !self.is_room(&person)
            && (person == *self.own() || !self.list_awaited && self.roster.get(&person).is_some_and(|item| sees_us(item.subscription)))
    }

    pub(super) fn on_signals(&mut self, message: &Message, origin: Origin) {
        if matches!(message.type_, MessageType::Error | MessageType::Groupchat) {
            return;
        }
        let Some(Sides { conversation, direction, .. }) = self.with_context(|context| messages::sides(message, origin, context)) else {
            return;
        };
        let account = self.own().clone();
        let about_others = receipts::read(message).is_some() || chat_markers::read(message).is_some();
        if about_others && self.archive_gaps.any() {
            self.archive_gaps.hear_again(message, origin);
        }
        match direction {
            Direction::In => {
                if let Some(origin_id) = receipts::read(message).filter(|id| self.wrote_there(id, &conversation)) {
                    self.changes.push(Change::SetState { account, origin_id, state: MessageState::Delivered });
                } else if let Some(id) = chat_markers::read(message) {
                    self.changes.push(Change::Displayed { account, conversation: conversation.clone(), id });
                }
                if origin == Origin::Live {
                    // Words end it, whatever is said beside them.
                    let silent = crate::xmpp::element::body(message).is_none();
                    let typing = chat_states::read(message).filter(|_| silent).or((!silent).then_some(Typing::Not));
                    if let Some(typing) = typing {
                        self.on_typing(conversation, typing);
                    }
                }
            }
            // Another device of ours has read so far.
            Direction::Out => {
                if let Some(id) = chat_markers::read(message) {
                    self.changes.push(Change::ReadTo { account, conversation: conversation.clone(), id });
                    self.changed_conversations.insert(conversation);
                }
            }
        }
    }

    /// A receipt counts only from where the message went.
    fn wrote_there(&self, origin_id: &str, conversation: &Jid) -> bool {
        let sent = self.store.own_message(self.own(), origin_id).ok().flatten();
        sent.is_some_and(|message| message.conversation == *conversation)
    }

    fn on_typing(&mut self, conversation: Jid, typing: Typing) {
        let before = match typing {
            Typing::Not => self.typing.remove(&conversation),
            told => self.typing.insert(conversation.clone(), (told, Instant::now() + BELIEVED)),
        };
        if before.map(|(before, _)| before).unwrap_or_default() != typing {
            self.changed_conversations.insert(conversation);
        }
    }

    /// When somebody is no longer believed to be writing, or we are not.
    pub(super) fn next_rest(&self) -> Option<Instant> {
        self.typing.values().map(|(_, until)| *until).chain(self.writing.values().flatten().copied()).min()
    }

    pub(super) fn on_rests(&mut self, now: Instant) {
        let over: Vec<Jid> = self.typing.iter().filter(|(_, (_, until))| *until <= now).map(|(who, _)| who.clone()).collect();
        for conversation in over {
            self.on_typing(conversation, Typing::Not);
        }
        let resting = self.writing.iter().filter(|(_, rests)| rests.is_some_and(|rests| rests <= now));
        let resting: Vec<Jid> = resting.map(|(who, _)| who.clone()).collect();
        for conversation in resting {
            if self.tells(Signal::Typing, &conversation) {
                self.send(chat_states::write(conversation.clone(), Typing::Paused));
            }
            self.writing.insert(conversation, None);
        }
    }

    /// A message that asks for a receipt gets one, once it is stored.
    pub(super) fn confirm_arrival(&mut self, message: &Message, conversation: &Jid) {
        let (Some(id), Some(from)) = (receipts::requested(message), message.from.clone()) else { return };
        if self.tells(Signal::Arrival, conversation) {
            self.send(receipts::write(from, message.type_.clone(), id));
        }
    }

    /// The senders of what was looked at learn it, each once, for the newest only.
    pub(super) async fn send_markers(&mut self) {
        if !self.online() || self.list_awaited || !std::mem::take(&mut self.markers_due) {
            return;
        }
        let (store, account) = (self.store.clone(), self.own().clone());
        let unmarked = tokio::task::spawn_blocking(move || store.unmarked(&account)).await;
        for unmarked in unmarked.ok().and_then(Result::ok).unwrap_or_default() {
            if unmarked.kind == Kind::Groupchat && self.is_unknown_room(&unmarked.conversation.to_bare()) {
                // Nobody knows yet whether it may know; the room's own word comes soon.
                continue;
            }
            let tells = match unmarked.kind {
                Kind::Chat => self.tells(Signal::Reading, &unmarked.conversation),
                Kind::Groupchat => self.tells_room(&unmarked.conversation.to_bare()),
            };
            if tells {
                self.send(chat_markers::write(unmarked.conversation.clone(), unmarked.kind, &unmarked.id));
            }
            // Whoever may not know it now is not told later either.
            self.changes.push(Change::MarkerSent(unmarked, self.own().clone()));
        }
    }

    /// The user writes, rests or closes the conversation.
    pub(super) fn tell_typing(&mut self, conversation: Jid, typing: Typing) {
        if !self.online() || !self.tells(Signal::Typing, &conversation) {
            // Who learned that we write, and may not any more, does not learn that we stopped.
            self.writing.remove(&conversation);
            return;
        }
        let news = match typing {
            // Goes on: told already, unless it had come to rest.
            Typing::Composing => self.writing.insert(conversation.clone(), Some(Instant::now() + RESTS)).flatten().is_none(),
            Typing::Not | Typing::Paused | Typing::Gone => self.writing.remove(&conversation).is_some(),
        };
        if news {
            self.send(chat_states::write(conversation, typing));
        }
    }
}
