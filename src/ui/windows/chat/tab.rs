//! One conversation in a chat window: its log, its draft, and what of it was looked at.

use super::amend::Intent;
use super::draft::Draft;
use super::find::Find;
use super::log::{Before, Log, Setting};
use super::{Action, Asked, PAGE};
use crate::i18n::t_with;
use crate::model::{BareJid, Command, Jid, Kind, MessageId, PictureId, Problem, Room, RoomState, State, Typing};
use crate::ui::profile::Shown;
use crate::ui::text::bidi;
use iced::advanced::widget::Id;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

/// The engine hears so often that somebody goes on writing; it tells the other side when that has ended.
const TELL_AGAIN: Duration = Duration::from_secs(10);

/// An account and the address of a conversation: never the address alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub account: BareJid,
    pub conversation: Jid,
}

impl Key {
    pub fn new(account: BareJid, conversation: impl Into<Jid>) -> Self {
        Self { account, conversation: conversation.into() }
    }

    /// As the model keys its maps.
    pub fn pair(&self) -> (BareJid, Jid) {
        (self.account.clone(), self.conversation.clone())
    }

    /// The room it is, or is a private conversation in.
    pub fn room<'a>(&self, state: &'a State) -> Option<&'a Room> {
        state.rooms.get(&(self.account.clone(), self.conversation.to_bare()))
    }

    /// What kind of conversation it is.
    pub fn subject(&self, state: &State) -> Subject {
        match (self.room(state), self.conversation.resource()) {
            (Some(_), None) => Subject::Room,
            (Some(_), Some(nick)) => Subject::Occupant(nick.as_str().to_owned()),
            (None, _) => match state.conversations.get(&self.pair()).map(|conversation| conversation.kind) {
                Some(Kind::Groupchat) => Subject::Room,
                Some(Kind::Chat) | None => Subject::Person,
            },
        }
    }

    /// Its name, as it stands in the window's title.
    pub fn name(&self, state: &State) -> String {
        let name = match self.subject(state) {
            Subject::Person => {
                let contact = state.contacts.get(&(self.account.clone(), self.conversation.to_bare()));
                contact.map_or_else(|| self.conversation.to_string(), |contact| contact.display_name().to_owned())
            }
            Subject::Room => self.room(state).map_or_else(|| self.conversation.to_string(), |room| room.display_name().to_owned()),
            Subject::Occupant(nick) => {
                let room = self.room(state).map_or_else(|| self.conversation.to_bare().to_string(), |room| room.display_name().to_owned());
                t_with("chat-room-private", &[("nick", nick.into()), ("room", room.into())])
            }
        };
        bidi::strip(&name)
    }

    /// Tells the logs of one window apart.
    pub fn number(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// What a conversation is with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Person,
    Room,
    /// Somebody in a room, in private.
    Occupant(String),
}

#[derive(Debug)]
pub struct Tab {
    pub key: Key,
    pub log: Log,
    pub draft: Draft,
    /// The input, as focus knows it; a new one takes the focus.
    pub input: Id,
    /// Counts how often the log was sent to its newest message.
    pub jumps: u32,
    /// The newest message is what is looked at.
    pub at_end: bool,
    /// The room has shown whom private messages go to.
    was_there: bool,
    /// The log, as focus knows it.
    pub log_id: Id,
    /// Counts how often all of the log was marked.
    pub marks: u32,
    /// What is known of the other side stands beside the log.
    pub shows_info: bool,
    /// What the other side publishes, once it was asked for.
    pub profile: Option<Shown>,
    /// How far the list of people is scrolled.
    pub people: f32,
    pub people_id: Id,
    /// Only people whose name has this are shown.
    pub people_filter: String,
    pub people_filter_id: Id,
    /// What is looked for here.
    pub finding: Option<Find>,
    /// What the text in the input is for, if not a new message.
    pub intent: Option<Intent>,
    /// The field for what hidden words are about.
    pub about_id: Id,
    /// Counts how often the log was sent to a message, and to which last.
    pub shown: (u32, Option<MessageId>),
    /// When the other side was last told that we write.
    pub told_writing: Option<Instant>,
    /// Why the last message could not even be stored.
    pub problem: Option<Problem>,
    /// What came of a command, or what the room did not let us do.
    pub note: Option<String>,
    /// Above how many unread messages the line goes, once the first page is there.
    unread: u32,
    /// Not all of them are here yet.
    line_moves: bool,
    /// So many were unread when the conversation was opened.
    pub was_unread: u32,
    /// It was said that all is read, and the answer is not there yet.
    marking: bool,
}

impl Tab {
    pub fn new(key: Key, state: &State) -> Self {
        let unread = state.conversations.get(&key.pair()).map_or(0, |conversation| conversation.unread);
        let mut log = Log::default();
        log.set_loading();
        let draft = state.drafts.get(&key.pair()).map(|text| Draft::kept(text)).unwrap_or_default();
        Self {
            key,
            log,
            draft,
            input: Id::unique(),
            jumps: 0,
            at_end: true,
            was_there: false,
            log_id: Id::unique(),
            marks: 0,
            shows_info: false,
            profile: None,
            people: 0.0,
            people_id: Id::unique(),
            people_filter: String::new(),
            people_filter_id: Id::unique(),
            finding: None,
            intent: None,
            about_id: Id::unique(),
            shown: (0, None),
            told_writing: None,
            problem: None,
            note: None,
            unread,
            line_moves: false,
            was_unread: unread,
            marking: false,
        }
    }

    /// The focus goes to the input.
    pub fn take_focus(&mut self) {
        self.input = Id::unique();
    }

    /// Nothing of it is here any more.
    pub fn forget(&mut self) {
        self.log = Log::default();
        self.drop_correction();
        (self.intent, self.problem, self.was_unread) = (None, None, 0);
    }

    /// What was being written before a message was corrected stands in the input again.
    pub(super) fn drop_correction(&mut self) {
        if let Some(Intent::Correct(_, before)) = self.intent.take_if(|intent| matches!(intent, Intent::Correct(..))) {
            self.draft.begin(&before);
        }
    }

    /// The log goes to a message, loaded first with all that came after it where it is not there.
    pub fn go_to(&mut self, message: MessageId) -> Vec<Action> {
        if self.has(message) {
            self.show(message);
            return Vec::new();
        }
        let (account, conversation) = self.key.pair();
        vec![Action::Ask(Command::HistoryFrom { account, conversation, message }, Asked::From(self.key.clone(), message))]
    }

    /// The log goes to a message.
    pub fn show(&mut self, id: MessageId) {
        self.shown = (self.shown.0.wrapping_add(1), Some(id));
    }

    /// Everything in the log is marked; the focus belongs there.
    pub fn mark_all(&mut self) -> Id {
        self.marks = self.marks.wrapping_add(1);
        self.log_id.clone()
    }

    pub fn unread(&self, state: &State) -> u32 {
        state.conversations.get(&self.key.pair()).map_or(0, |conversation| conversation.unread)
    }

    /// It is looked at: whether the engine must be told.
    pub fn look_at(&mut self, state: &State) -> bool {
        let tell = self.unread(state) > 0 && !self.marking;
        self.marking |= tell;
        tell
    }

    /// The engine told how much is unread.
    pub fn conversation_changed(&mut self) {
        self.marking = false;
    }

    /// It is no longer looked at: the line above what was new has done its work.
    pub fn look_away(&mut self) {
        self.was_unread = 0;
        if std::mem::take(&mut self.line_moves) {
            self.unread = 0;
        }
        self.log.set_new_from(None);
    }

    /// Asks for the page before what is there.
    pub fn ask_page(&self) -> Action {
        let (account, conversation) = self.key.pair();
        if self.log.before() == Before::Archived {
            let command = Command::OlderLines { account, room: conversation.to_bare() };
            return Action::Ask(command, Asked::Page(self.key.clone()));
        }
        let command = Command::History { account, conversation, before: self.log.oldest(), limit: PAGE };
        Action::Ask(command, Asked::Page(self.key.clone()))
    }

    /// Asks for what happened in the room, if it is one.
    pub fn ask_notices(&self, state: &State) -> Option<Action> {
        let (account, room) = (self.key.account.clone(), self.key.conversation.to_bare());
        let command = Command::Notices { account, room };
        (self.key.subject(state) == Subject::Room).then(|| Action::Ask(command, Asked::Notices(self.key.clone())))
    }

    /// A page of history came.
    pub fn loaded(&mut self, page: Vec<crate::model::Message>, asked: u32) {
        self.log.add_page(page, asked);
        let unread = std::mem::take(&mut self.unread);
        let moves = std::mem::take(&mut self.line_moves);
        if unread > 0 && (moves || self.log.new_from().is_none()) {
            let (first, all) = self.log.first_of_last(unread);
            self.log.set_new_from(first);
            // The line goes up with each page until the first of them is here.
            (self.unread, self.line_moves) = if all { (0, false) } else { (unread, true) };
        }
    }

    /// A message is new or has changed; `seen` when the tab is looked at.
    pub fn message(&mut self, message: &crate::model::Message, seen: bool) {
        let from_others = self.log.add(message);
        if from_others && self.was_unread > 0 {
            // One more came after the first that was not looked at.
            self.was_unread += 1;
        }
        if from_others && self.line_moves {
            self.unread += 1;
        }
        if from_others && !seen && self.log.new_from().is_none() {
            self.log.set_new_from(Some(message.id));
        }
    }

    /// Of those who have written here.
    fn pictures(&self, state: &State) -> BTreeMap<String, PictureId> {
        let own = Jid::from(self.key.account.clone());
        let whose = self.log.senders().iter().chain([&own]);
        whose.filter_map(|jid| Some((jid.to_string(), state.picture(&self.key.account, jid.clone())?))).collect()
    }

    /// Empties the view; the history stays.
    pub fn clear(&mut self, state: &State) {
        self.log.clear();
        self.refresh(state);
    }

    pub fn refresh(&mut self, state: &State) {
        if let (Subject::Occupant(nick), Some(room)) = (self.key.subject(state), self.key.room(state)) {
            self.was_there |= state.occupant(&room.account, &room.room, &nick).is_some();
        }
        let now = jiff::Zoned::now();
        let setting = Setting {
            peer: self.key.name(state),
            own: self.key.account.to_string(),
            pictures: self.pictures(state),
            nick: self.key.room(state).map(|room| room.nick.clone()),
            room: self.key.room(state).map(|room| room.room.to_string()),
            look_alikes: self.look_alikes(state),
            hearing: state.settings.hearing.clone(),
            comings: state.settings.conversing.comings,
            today: now.date(),
            zone: now.time_zone().clone(),
        };
        self.log.refresh(&setting);
    }

    /// What is written, taken out of the input; `None` when there is nothing but space.
    pub fn take_draft(&mut self) -> Option<String> {
        let text = self.draft.take()?;
        self.jumps = self.jumps.wrapping_add(1);
        // The message itself ends the writing.
        self.told_writing = None;
        self.log.set_new_from(None);
        self.problem = None;
        Some(text)
    }

    /// Those in a room whose names look like somebody else's, and whose.
    fn look_alikes(&self, state: &State) -> BTreeMap<String, String> {
        let Some(room) = self.key.room(state) else { return BTreeMap::new() };
        let marked = state.occupants_of(&room.account, &room.room);
        marked.filter_map(|occupant| Some((occupant.nick.clone(), occupant.resembles.clone()?))).collect()
    }

    /// The names of the others in a room.
    pub fn nicks<'a>(&self, state: &'a State) -> impl Iterator<Item = &'a str> + use<'a> {
        let room = self.key.room(state).filter(|_| self.key.subject(state) == Subject::Room);
        room.into_iter().flat_map(|room| {
            let others = state.occupants_of(&room.account, &room.room).filter(|occupant| occupant.nick != room.nick);
            others.map(|occupant| occupant.nick.as_str())
        })
    }

    /// What another of our own messages said takes the place of the draft.
    pub fn recall(&mut self, older: bool) {
        self.draft.recall(older, self.log.said_by_us());
    }

    /// What has to be kept of the draft, if anything.
    pub fn keep(&mut self) -> Option<Command> {
        let typed = self.draft.take_unkept()?;
        let body = match &self.intent {
            // A correction belongs to its message: what was being written is what is kept.
            Some(Intent::Correct(_, before)) => before.clone(),
            intent => Intent::typed(intent.as_ref(), typed),
        };
        let (account, conversation) = self.key.pair();
        Some(Command::SetDraft { account, conversation, body })
    }

    /// What the other side is to be told of our writing; the engine knows whether it may be. `written` when a key was pressed.
    pub fn typing(&mut self, written: bool, state: &State) -> Option<Command> {
        let typing = match (self.draft.is_blank(), self.told_writing) {
            (false, told) if written && told.is_none_or(|told| told.elapsed() > TELL_AGAIN) => Typing::Composing,
            (true, Some(_)) => Typing::Not,
            _ => return None,
        };
        self.told_writing = (typing == Typing::Composing).then(Instant::now);
        self.tell(typing, state)
    }

    fn tell(&self, typing: Typing, state: &State) -> Option<Command> {
        let (account, conversation) = self.key.pair();
        (self.key.subject(state) == Subject::Person).then_some(Command::Typing { account, conversation, typing })
    }

    /// The conversation is closed while something is written in it.
    pub fn leave(&self, state: &State) -> Option<Command> {
        self.told_writing.and_then(|_| self.tell(Typing::Gone, state))
    }

    /// A message of this conversation, for its retry.
    pub fn has(&self, id: MessageId) -> bool {
        self.log.message(id).is_some()
    }

    /// Writing makes no sense: a room that is not joined, or somebody who left it.
    pub fn may_write(&self, state: &State) -> bool {
        match self.key.subject(state) {
            Subject::Person => true,
            Subject::Room => self.key.room(state).is_some_and(|room| room.state == RoomState::Joined),
            Subject::Occupant(_) => {
                let may = self.key.room(state).is_some_and(|room| room.state == RoomState::Joined && room.may_whisper());
                may && self.gone(state).is_none()
            }
        }
    }

    /// Whom private messages would go to, and who has left the room that we are in. Some rooms show not everybody.
    pub fn gone(&self, state: &State) -> Option<String> {
        let Subject::Occupant(nick) = self.key.subject(state) else { return None };
        let room = self.key.room(state).filter(|room| room.state == RoomState::Joined && self.was_there)?;
        state.occupant(&room.account, &room.room, &nick).is_none().then_some(nick)
    }
}
