//! Own messages on their way: queued in order, sent once, and settled by acknowledgement, archive or reflection.

use crate::model::{BareJid, Jid, Kind, Message, MessageId, MessageState};
use crate::store::Queued;
use std::collections::{HashSet, VecDeque};

/// What is not acknowledged yet, oldest first: messages, and between them what is said about earlier ones. Those may go out twice:
/// they say the same.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    queue: VecDeque<Queued>,
    /// Sent in this session, with what the archive cursor was then.
    in_flight: VecDeque<(String, Option<String>)>,
    /// Messages sent in a session that is gone: the server may have them. The archive, or the room's history, is asked first.
    uncertain: HashSet<String>,
    /// Those that may have gone out once, whatever was told of them since.
    written: HashSet<String>,
}

impl Outbox {
    /// After a start nobody knows which of them had gone out.
    pub(super) fn load(&mut self, queue: Vec<Queued>) {
        self.uncertain =
            queue.iter().filter(|queued| queued.amendment.is_none()).filter_map(|queued| queued.id().map(str::to_owned)).collect();
        self.written.clone_from(&self.uncertain);
        self.queue = queue.into();
    }

    /// Nobody can have it: it was never sent.
    pub(super) fn is_unsent(&self, id: &str) -> bool {
        !self.written.contains(id)
    }

    /// Follows a message as the store has it now.
    pub(super) fn note(&mut self, message: &Message) {
        let Some(id) = &message.origin_id else { return };
        let position = self.queue.iter().position(|queued| queued.amendment.is_none() && queued.message.id == message.id);
        match (&message.state, position) {
            (MessageState::Queued, None) => self.queue.push_back(Queued { message: message.clone(), amendment: None }),
            (MessageState::Queued, Some(position)) => self.queue[position].message.retracted = message.retracted,
            (_, Some(position)) => {
                self.queue.remove(position);
                self.settled(id);
            }
            (_, None) => self.settled(id),
        }
    }

    /// What is said about a message goes out behind all that waits.
    pub(super) fn add(&mut self, amendment: Queued) {
        self.queue.push_back(amendment);
    }

    pub(super) fn is_amendment(&self, id: &str) -> bool {
        self.queue.iter().any(|queued| queued.amendment.as_ref().is_some_and(|(of, _)| of == id))
    }

    /// What waits to be said about a message.
    pub(super) fn amendments_of(&self, message: MessageId) -> Vec<String> {
        let about_it = self.queue.iter().filter(|queued| queued.message.id == message);
        about_it.filter_map(|queued| Some(queued.amendment.as_ref()?.0.clone())).collect()
    }

    pub(super) fn forget_amendment(&mut self, id: &str) {
        self.queue.retain(|queued| queued.amendment.as_ref().is_none_or(|(of, _)| of != id));
        self.settled(id);
    }

    /// What waits to be said there is not said any more.
    pub(super) fn forget_conversation(&mut self, conversation: &Jid) {
        let (gone, kept) = std::mem::take(&mut self.queue).into_iter().partition(|queued| queued.message.conversation == *conversation);
        self.queue = kept;
        let gone: VecDeque<Queued> = gone;
        gone.iter().filter_map(Queued::id).for_each(|id| self.settled(id));
    }

    fn settled(&mut self, id: &str) {
        self.uncertain.remove(id);
        self.written.remove(id);
        self.in_flight.retain(|(sent, _)| sent != id);
    }

    fn messages(&self) -> impl Iterator<Item = &Message> {
        self.queue.iter().filter(|queued| queued.amendment.is_none()).map(|queued| &queued.message)
    }

    pub(super) fn contains(&self, origin_id: &str) -> bool {
        self.messages().any(|message| message.origin_id.as_deref() == Some(origin_id))
    }

    /// The session is gone: whatever was sent in it and not acknowledged is uncertain.
    pub(super) fn session_ended(&mut self) {
        let sent: Vec<String> = self.in_flight.drain(..).map(|(id, _)| id).collect();
        let sent = sent.into_iter().filter(|id| self.contains(id)).collect::<Vec<_>>();
        self.written.extend(sent.iter().cloned());
        self.uncertain.extend(sent);
    }

    /// The server, or the archive, has told all it had: what is still here of this kind was not received.
    pub(super) fn certain(&mut self, told: impl Fn(&Message) -> bool) {
        let ids: Vec<String> = self.messages().filter(|message| told(message)).filter_map(|message| message.origin_id.clone()).collect();
        for id in ids {
            self.uncertain.remove(&id);
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

    /// When the first of the lines was written of which nobody knows whether this room has them.
    pub(super) fn oldest_uncertain(&self, room: &BareJid) -> Option<jiff::Timestamp> {
        let there = |message: &&Message| message.kind == Kind::Groupchat && message.conversation.to_bare() == *room;
        self.uncertain().filter(there).map(|message| message.time).min()
    }

    fn uncertain(&self) -> impl Iterator<Item = &Message> {
        self.messages().filter(|message| message.origin_id.as_ref().is_some_and(|id| self.uncertain.contains(id)))
    }

    /// What may go out now, in order; noted as in flight.
    pub(super) fn take_ready(&mut self, cursor: Option<&String>, ready: impl Fn(&Queued) -> bool) -> Vec<Queued> {
        let mut taken = Vec::new();
        let sent: HashSet<&str> = self.in_flight.iter().map(|(id, _)| id.as_str()).collect();
        for queued in &self.queue {
            let Some(id) = queued.id() else { continue };
            if !sent.contains(id) && ready(queued) {
                taken.push(queued.clone());
            }
        }
        self.in_flight.extend(taken.iter().filter_map(|queued| Some((queued.id()?.to_owned(), cursor.cloned()))));
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
    use crate::model::Manner;
    use crate::model::{Amendment, Direction};

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
            unstyled: false,
            manner: Manner::Plain,
            file: None,
            corrected: false,
            retracted: false,
            answers: None,
            unchanged: None,
            reactions: std::collections::BTreeMap::new(),
        }
    }

    fn queued(id: i64) -> Message {
        message(id, Kind::Chat, MessageState::Queued)
    }

    fn ids(taken: &[Queued]) -> Vec<i64> {
        taken.iter().map(|queued| queued.message.id.0).collect()
    }

    fn waiting(message: Message) -> Queued {
        Queued { message, amendment: None }
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
        outbox.load(vec![waiting(queued(1))]);
        assert!(outbox.has_uncertain_chats());
        let mut outbox = Outbox::default();
        outbox.note(&queued(1));
        assert!(!outbox.has_uncertain_chats());
    }

    #[test]
    fn a_room_waits_for_the_history_only_while_a_line_of_its_own_is_uncertain() {
        let mut outbox = Outbox::default();
        outbox.load(vec![waiting(message(1, Kind::Groupchat, MessageState::Queued))]);
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

    #[test]
    fn what_waits_in_a_conversation_that_is_forgotten_is_not_said() {
        let mut outbox = Outbox::default();
        outbox.note(&queued(1));
        outbox.note(&message(2, Kind::Groupchat, MessageState::Queued));
        outbox.note(&Message { conversation: "nurse@capulet.lit".parse().unwrap(), ..queued(3) });
        outbox.forget_conversation(&"juliet@capulet.lit".parse().unwrap());
        assert_eq!(ids(&outbox.take_ready(None, |_| true)), [3]);
    }

    #[test]
    fn an_amendment_goes_out_behind_what_it_amends_and_again_in_the_next_session() {
        let mut outbox = Outbox::default();
        outbox.note(&queued(1));
        outbox.add(Queued { message: queued(1), amendment: Some(("a".into(), Amendment::Retraction)) });
        let names = |taken: Vec<Queued>| taken.iter().filter_map(|queued| queued.id().map(str::to_owned)).collect::<Vec<_>>();
        assert_eq!(names(outbox.take_ready(None, |_| true)), ["u1", "a"]);
        outbox.note(&message(1, Kind::Chat, MessageState::Sent));
        assert!(outbox.is_amendment("a") && !outbox.is_amendment("u1"));
        outbox.session_ended();
        assert!(!outbox.has_uncertain_chats());
        assert_eq!(names(outbox.take_ready(None, |_| true)), ["a"]);
        outbox.forget_amendment("a");
        assert_eq!((names(outbox.take_ready(None, |_| true)), outbox.in_flight()), (vec![], vec![]));
    }

    #[test]
    fn what_was_never_written_is_known_and_so_is_what_waits_to_be_said_about_it() {
        let mut outbox = Outbox::default();
        let new = message(2, Kind::Chat, MessageState::Queued);
        let kept = Queued { message: message(1, Kind::Chat, MessageState::Queued), amendment: None };
        let id = |message: &Message| message.origin_id.clone().unwrap();
        outbox.load(vec![kept.clone()]);
        outbox.note(&new);
        outbox.note(&Message { retracted: true, ..new.clone() });
        outbox.add(Queued { message: new.clone(), amendment: Some(("taken-back".into(), Amendment::Retraction)) });
        assert_eq!(outbox.amendments_of(new.id), ["taken-back"]);
        outbox.certain(|_| true);
        assert!(outbox.is_unsent(&id(&new)) && !outbox.is_unsent(&id(&kept.message)), "after a restart nobody knows");
        let taken = outbox.take_ready(None, |_| true);
        assert_eq!(taken.iter().filter(|queued| queued.message.retracted).count(), 1);
        outbox.session_ended();
        assert!(!outbox.is_unsent(&id(&new)));
    }
}
