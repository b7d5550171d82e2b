//! Messages that arrive: live, as copies of our other devices, from the archive; and errors for ours.

use super::AccountTask;
use crate::model::{BareJid, Direction, Event, Kind, Manner, MessageState, Unchanged};
use crate::store::{Amends, Change, Follows, Incoming, NewMessage};
use crate::xmpp::archive::{self, Archived, Open};
use crate::xmpp::avatar;
use crate::xmpp::carbons::{self, Carbon};
use crate::xmpp::displayed_sync;
use crate::xmpp::messages::{self, Context, Line, Origin};
use crate::xmpp::mood;
use crate::xmpp::rooms::{bookmarks, voice};
use xmpp_parsers::message::{Message, MessageType};

impl AccountTask {
    pub(super) fn on_message(&mut self, message: &Message, cut: bool) {
        let own = self.own().clone();
        let own_queries = [self.catch_up.query(), self.archive_gaps.query(), self.backfill.query()].into_iter().flatten();
        let open: Vec<Open<'_>> = own_queries.map(|query| Open { room: None, query }).chain(self.room_archives.open()).collect();
        match archive::read(message, &own, &open) {
            Archived::No => {}
            Archived::Refused => return tracing::debug!("an archive result nobody asked for"),
            Archived::Result { query, room: true, stanza_id, message, stamp } => {
                let stamp = stamp.unwrap_or_else(jiff::Timestamp::now);
                return self.on_room_archived(&query, &message, stanza_id, stamp, cut);
            }
            Archived::Result { query, room: false, stanza_id, message, stamp } => {
                return self.on_archived(&query, &message, stanza_id, stamp, cut);
            }
        }
        match carbons::read(message, &own) {
            Carbon::No => {}
            Carbon::Refused => return tracing::debug!("a carbon that is not to be believed"),
            Carbon::Copy(message, origin) => {
                if self.on_invitation(&message, None) {
                    return;
                }
                self.on_signals(&message, origin);
                if let Some(line) = self.read_line(&message, origin) {
                    self.store_line(line, cut);
                }
                return;
            }
        }
        if let Some(positions) = displayed_sync::event(message, &own) {
            return self.on_read_positions(positions);
        }
        if let Some((whose, picture)) = avatar::event(message, &own) {
            return self.on_picture_told(whose, picture);
        }
        if let Some((whose, mood)) = mood::event(message, &own) {
            return self.on_mood(whose, mood);
        }
        if let Some(changes) = bookmarks::event(message, &own) {
            return self.on_bookmark_changes(changes);
        }
        if message.type_ == MessageType::Groupchat {
            return self.on_room_message(message, cut);
        }
        if let Some((from, id, problem)) = messages::bounce(message) {
            if self.invitation_refused(&from, &id) {
                return;
            }
            self.wish_refused(&from, &id, &problem);
            return self.on_bounce(&from, id, problem);
        }
        if let Some((room, nick)) = voice::read(message) {
            return self.on_voice_request(&room, &nick);
        }
        if self.on_declined(message) || self.on_invitation(message, None) {
            // The archive has it, too: once answered it is not to come again with the next session.
            if let Some(stanza_id) = messages::stanza_id(message, &own).filter(|_| self.trusts_stanza_ids) {
                self.catch_up.live(&stanza_id);
            }
            return;
        }
        self.on_signals(message, Origin::Live);
        if let Some(line) = self.read_line(message, Origin::Live) {
            if let Some(stanza_id) = &line.stanza_id {
                self.catch_up.live(stanza_id);
            }
            if line.direction == Direction::In {
                self.whispers_with(&line.conversation);
                self.confirm_arrival(message, &line.conversation);
            }
            self.store_line(line, cut);
        }
    }

    /// A message that our own archive tells.
    fn on_archived(&mut self, query: &str, message: &Message, stanza_id: String, stamp: Option<jiff::Timestamp>, cut: bool) {
        let (old, gap) = (self.backfill.query() == Some(query), self.archive_gaps.query() == Some(query));
        if gap {
            self.gap_tells(&stanza_id, stamp);
        } else if !old {
            self.archive_tells(&stanza_id, stamp);
        }
        if (old || gap) && self.is_too_old(stamp) {
            return if old { self.backfill.is_far_enough() } else { self.archive_gaps.is_far_enough() };
        }
        // The last page of a gap tells what was told before it, too: that may be answered.
        let told = gap && self.catch_up.has_told(&stanza_id);
        if !old && !told && self.on_invitation(message, stamp) {
            return;
        }
        if !old {
            self.on_signals(message, Origin::Archive);
        }
        let Some(mut line) = self.read_line(message, Origin::Archive) else { return };
        if (old || gap) && self.forgotten.has(&line.conversation, line.stamp.or(stamp)) {
            return;
        }
        let deleted = self.forgotten.has_message(&line.conversation, &stanza_id, line.origin_id.as_deref(), stamp);
        if line.amends.is_none() && deleted {
            return;
        }
        let (page, follows) = match (old, gap) {
            (true, _) => (Some(self.backfill.page()), Follows::Nothing),
            (false, true) => self.place_in_gap(&line.conversation),
            (false, false) if line.amends.is_some() => (self.catch_up.place(), self.catch_up.follows_all()),
            (false, false) => (self.catch_up.place(), self.catch_up.follows(&line.conversation, &stanza_id)),
        };
        let stamp = stamp.map(|stamp| archive::in_order(stamp.min(jiff::Timestamp::now()), page));
        line.stamp = line.stamp.or(stamp);
        line.stanza_id = Some(stanza_id);
        self.store_line_as(line, cut, old.then_some(Incoming::Read), follows);
    }

    /// What the account knows, for reading messages.
    pub(super) fn with_context<T>(&self, read: impl FnOnce(Context<'_>) -> T) -> T {
        let is_room = |jid: &BareJid| self.is_room(jid);
        read(Context { own: self.own(), trusts_stanza_ids: self.trusts_stanza_ids, is_room: &is_room, now: jiff::Timestamp::now() })
    }

    fn read_line(&self, message: &Message, origin: Origin) -> Option<Line> {
        let line = self.with_context(|context| messages::read(message, origin, context))?;
        if line.direction == Direction::In && line.manner == Manner::Attention && !self.may_be_told(&line.conversation) {
            // Strangers may write, not ring.
            return Some(Line { manner: Manner::Plain, ..line }).filter(|line| !line.body.is_empty() || line.amends.is_some());
        }
        Some(line)
    }

    /// A line of a conversation, whichever way it came.
    pub(super) fn store_line(&mut self, line: Line, shortened: bool) {
        let follows = match self.resumed_after {
            Some(up_to) if line.kind == Kind::Chat => Follows::Resumed { up_to },
            _ => Follows::Nothing,
        };
        self.store_line_as(line, shortened, None, follows);
    }

    /// `known` says whether it counts as unread, where that is not to be found out.
    pub(super) fn store_line_as(&mut self, line: Line, shortened: bool, known: Option<Incoming>, follows: Follows) {
        let account = self.own().clone();
        let ours = line.direction == Direction::Out;
        if self.is_too_old(line.stamp) && !line.origin_id.as_ref().is_some_and(|id| self.outbox.contains(id)) {
            return;
        }
        // What the server archived or sent on to us, or the room reflected, has arrived there.
        let state = match (ours, line.kind) {
            (false, _) => MessageState::Received,
            (true, Kind::Chat) => MessageState::Sent,
            (true, Kind::Groupchat) => MessageState::Delivered,
        };
        let incoming = match (ours, line.kind) {
            (true, _) => Incoming::Read,
            (false, _) if self.is_ignored(&line) => Incoming::Read,
            (false, Kind::Groupchat) if self.names_us(&line) => Incoming::Mention,
            (false, _) => Incoming::Unread,
        };
        let incoming = known.unwrap_or(incoming);
        let origin_id = line.origin_id.clone().filter(|id| ours && self.outbox.contains(id));
        let since = self.speaks_since(&line);
        let message = NewMessage {
            account: account.clone(),
            conversation: line.conversation,
            kind: line.kind,
            direction: line.direction,
            from: line.from,
            time: line.stamp.unwrap_or_else(jiff::Timestamp::now),
            body: line.body,
            state: state.clone(),
            origin_id: line.origin_id,
            message_id: line.message_id,
            stanza_id: line.stanza_id,
            occupant_id: line.occupant_id,
            answers: line.answers,
            markable: line.markable,
            delayed: line.stamp.is_some(),
            shortened,
            unstyled: line.unstyled,
            manner: line.manner,
            file: line.file,
            follows,
            incoming,
        };
        if let Some((target, amendment)) = line.amends {
            if let Some(id) = message.origin_id.clone().filter(|id| ours && self.outbox.is_amendment(id)) {
                self.amendment_sent(&id);
            }
            return self.changes.push(Change::Amend(Box::new(message), Amends { target, amendment, since }));
        }
        // What is found in a gap, or further back, has its time.
        let placed = message.origin_id.clone().filter(|_| ours && message.kind == Kind::Groupchat && known.is_none());
        if let Some(origin_id) = placed {
            // The room has told what others said before it. Some servers have acknowledged it by then.
            self.changes.push(Change::GoesOut {
                account: account.clone(),
                conversation: message.conversation.clone(),
                origin_id,
                time: message.time,
            });
        }
        self.changes.push(Change::AddMessage(message));
        if let Some(origin_id) = origin_id {
            self.changes.push(Change::SetState { account, origin_id, state });
        }
    }

    /// It was said before what the user wants to keep.
    pub(super) fn is_too_old(&self, stamp: Option<jiff::Timestamp>) -> bool {
        let begins = self.keeping.begins(jiff::Timestamp::now());
        begins.is_some_and(|begins| stamp.is_some_and(|stamp| stamp < begins))
    }

    /// An error counts only from where the message was sent to. In a room the room refuses a line, nobody in it; a private
    /// message is refused by the room or by whom it was for.
    fn on_bounce(&mut self, from: &jid::Jid, origin_id: String, problem: crate::model::Problem) {
        let (store, account) = (&self.store, self.own());
        let sent = store.own_message(account, &origin_id).ok().flatten();
        let room = self.is_room(&from.to_bare());
        let theirs =
            |conversation: &jid::Jid| conversation == from || conversation.to_bare() == from.to_bare() && (!room || from.is_bare());
        if sent.is_some_and(|message| theirs(&message.conversation)) {
            let account = account.clone();
            return self.changes.push(Change::SetState { account, origin_id, state: MessageState::Failed(problem) });
        }
        // It may have been a change of one that got through.
        let Some((id, what)) = self.changed_by(&origin_id) else { return };
        let message = self.store.message(id).ok().flatten();
        if message.is_some_and(|message| theirs(&message.conversation)) {
            self.amendment_sent(&origin_id);
            let unchanged = Unchanged { what, problem };
            self.changes.push(Change::AmendmentRefused { account: self.own().clone(), message: id, unchanged });
        }
    }

    /// A room is told about through its events; its line through `Event::Message`.
    pub(super) fn tell_room(&mut self, room: &BareJid) {
        let event = self.room_event(room);
        self.events.extend(event);
    }

    pub(super) fn room_event(&self, room: &BareJid) -> Option<Event> {
        self.room_value(room).map(|room| Event::Room(Box::new(room)))
    }
}
