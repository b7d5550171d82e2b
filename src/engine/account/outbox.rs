//! Own messages on their way: queued in order, sent once, and settled by acknowledgement, archive or reflection.

use crate::model::{BareJid, Kind, Message, MessageState};
use std::collections::{HashSet, VecDeque};

/// The messages that are not acknowledged yet, oldest first.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    messages: VecDeque<Message>,
    /// Sent in this session, with what the archive cursor was then.
    in_flight: VecDeque<(String, Option<String>)>,
    /// Sent in a session that is gone: the server may have them. The archive, or the room's history, is asked first.
    uncertain: HashSet<String>,
}

impl Outbox {
    /// After a start nobody knows which of them had gone out.
    pub(super) fn load(&mut self, messages: Vec<Message>) {
        self.uncertain = messages.iter().filter_map(|message| message.origin_id.clone()).collect();
        self.messages = messages.into();
    }

    /// Follows a message as the store has it now.
    pub(super) fn note(&mut self, message: &Message) {
        let Some(id) = &message.origin_id else { return };
        let position = self.messages.iter().position(|queued| queued.id == message.id);
        match (&message.state, position) {
            (MessageState::Queued, None) => self.messages.push_back(message.clone()),
            (MessageState::Queued, Some(_)) => {}
            (_, Some(position)) => {
                self.messages.remove(position);
                self.settled(id);
            }
            (_, None) => self.settled(id),
        }
    }

    fn settled(&mut self, id: &str) {
        self.uncertain.remove(id);
        self.in_flight.retain(|(sent, _)| sent != id);
    }

    pub(super) fn contains(&self, origin_id: &str) -> bool {
        self.messages.iter().any(|message| message.origin_id.as_deref() == Some(origin_id))
    }

    /// The session is gone: whatever was sent in it and not acknowledged is uncertain.
    pub(super) fn session_ended(&mut self) {
        self.uncertain.extend(self.in_flight.drain(..).map(|(id, _)| id));
    }

    /// The server, or the archive, has told all it had: what is still here of this kind was not received.
    pub(super) fn certain(&mut self, told: impl Fn(&Message) -> bool) {
        for message in self.messages.iter().filter(|message| told(message)) {
            if let Some(id) = &message.origin_id {
                self.uncertain.remove(id);
            }
        }
    }

    /// Some one-to-one message waits for the archive's word.
    pub(super) fn has_uncertain_chats(&self) -> bool {
        self.uncertain().any(|message| message.kind == Kind::Chat)
    }

    /// Rooms with a line that waits for the history's word: the lines behind it wait, too.
    pub(super) fn uncertain_rooms(&self) -> HashSet<BareJid> {
        self.uncertain().filter(|message| message.kind == Kind::Groupchat).map(|message| message.conversation.to_bare()).collect()
    }

    fn uncertain(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|message| message.origin_id.as_ref().is_some_and(|id| self.uncertain.contains(id)))
    }

    /// What may go out now, in order; noted as in flight.
    pub(super) fn take_ready(&mut self, cursor: Option<&String>, ready: impl Fn(&Message) -> bool) -> Vec<Message> {
        let mut taken = Vec::new();
        let sent: HashSet<&String> = self.in_flight.iter().map(|(id, _)| id).collect();
        for message in &self.messages {
            let Some(id) = &message.origin_id else { continue };
            if !sent.contains(id) && ready(message) {
                taken.push(message.clone());
            }
        }
        self.in_flight.extend(taken.iter().filter_map(|message| Some((message.origin_id.clone()?, cursor.cloned()))));
        taken
    }

    /// The ids that are in flight, oldest first.
    pub(super) fn in_flight(&self) -> Vec<String> {
        self.in_flight.iter().map(|(id, _)| id.clone()).collect()
    }

    /// Where the next catch-up has to start so that it tells of every message in flight: before the oldest of them was sent.
    /// The outer `None`: nothing is in flight, or nothing must be kept back.
    pub(super) fn oldest_cursor(&self) -> Option<Option<&String>> {
        self.in_flight.front().map(|(_, cursor)| cursor.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Direction, MessageId};

    fn message(id: i64, kind: Kind, state: MessageState) -> Message {
        Message {
            id: MessageId(id),
            account: "romeo@montague.lit".parse().unwrap(),
            conversation: "juliet@capulet.lit".parse().unwrap(),
            kind,
            direction: Direction::Out,
            from: "romeo@montague.lit".parse().unwrap(),
            time: jiff::Timestamp::UNIX_EPOCH,
            body: "hi".into(),
            state,
            origin_id: Some(format!("u{id}")),
            stanza_id: None,
            delayed: false,
            shortened: false,
        }
    }

    fn queued(id: i64) -> Message {
        message(id, Kind::Chat, MessageState::Queued)
    }

    fn ids(messages: &[Message]) -> Vec<i64> {
        messages.iter().map(|message| message.id.0).collect()
    }

    #[test]
    fn each_message_goes_out_once_a_session_and_in_order() {
        let mut outbox = Outbox::default();
        outbox.note(&queued(1));
        outbox.note(&queued(2));
        assert_eq!(ids(&outbox.take_ready(None, |_| true)), [1, 2]);
        assert_eq!(ids(&outbox.take_ready(None, |_| true)), [0; 0]);
        outbox.note(&queued(3));
        assert_eq!(ids(&outbox.take_ready(None, |_| true)), [3]);
    }

    #[test]
    fn what_a_lost_session_left_is_uncertain_until_the_archive_has_told() {
        let mut outbox = Outbox::default();
        outbox.note(&queued(1));
        outbox.note(&queued(2));
        outbox.take_ready(None, |_| true);
        outbox.session_ended();
        assert!(outbox.has_uncertain_chats());
        outbox.note(&message(1, Kind::Chat, MessageState::Sent));
        outbox.certain(|message| message.kind == Kind::Chat);
        assert!(!outbox.has_uncertain_chats());
        assert_eq!(ids(&outbox.take_ready(None, |_| true)), [2]);
    }

    #[test]
    fn after_a_start_everything_is_uncertain_and_nothing_new_is() {
        let mut outbox = Outbox::default();
        outbox.load(vec![queued(1)]);
        assert!(outbox.has_uncertain_chats());
        let mut outbox = Outbox::default();
        outbox.note(&queued(1));
        assert!(!outbox.has_uncertain_chats());
    }

    #[test]
    fn a_room_waits_for_the_history_only_while_a_line_of_its_own_is_uncertain() {
        let mut outbox = Outbox::default();
        outbox.load(vec![message(1, Kind::Groupchat, MessageState::Queued)]);
        assert_eq!(outbox.uncertain_rooms().len(), 1);
        assert!(!outbox.has_uncertain_chats());
        outbox.certain(|message| message.kind == Kind::Groupchat);
        assert_eq!(outbox.uncertain_rooms().len(), 0);
    }

    #[test]
    fn the_cursor_stays_before_the_oldest_message_in_flight() {
        let mut outbox = Outbox::default();
        outbox.note(&queued(1));
        outbox.take_ready(Some(&"a".to_owned()), |_| true);
        outbox.note(&queued(2));
        outbox.take_ready(Some(&"b".to_owned()), |_| true);
        assert_eq!(outbox.oldest_cursor(), Some(Some(&"a".to_owned())));
        outbox.note(&message(1, Kind::Chat, MessageState::Sent));
        assert_eq!(outbox.oldest_cursor(), Some(Some(&"b".to_owned())));
        outbox.note(&message(2, Kind::Chat, MessageState::Sent));
        assert_eq!(outbox.oldest_cursor(), None);
    }
}
