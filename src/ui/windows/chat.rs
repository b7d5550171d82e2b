//! The chat window: conversations in tabs, each with its log and an input. Its title is the conversation's name.

mod amend;
mod answers;
mod commands;
mod draft;
mod find;
mod going;
mod info;
mod keys;
mod log;
mod menu;
mod message;
mod moderation;
mod notice_words;
mod notices;
mod people;
mod tab;
mod tabs;
mod view;
pub mod words;

pub use amend::Intent;
use commands::Outcome;
pub use message::{Action, Asked, Message, Turn};
pub use tab::{Key, Subject, Tab};
pub use tabs::Destination;
pub(super) use view::input_style;

use crate::i18n::t;
use crate::model::export::Format;
use crate::model::{AccountState, Amendment, Command, Conversation, Event, Manner, MessageId, Notify, Problem, Reply, RoomState, State};
use crate::ui::profile::Shown;
use crate::ui::text::Link;
use crate::ui::widgets::chat_log::{About, Happening};
use crate::ui::widgets::toast::Toast;
use iced::advanced::widget::Id;
use iced::widget::text_editor::{self, Edit};
use jiff::Timestamp;
use std::sync::Arc;

/// So many messages are loaded at once.
const PAGE: u32 = 100;

#[derive(Debug, Default)]
pub struct Chat {
    tabs: Vec<Tab>,
    active: usize,
    /// The window has the focus of the desktop.
    focused: bool,
    /// A link that waits for the user's word.
    link: Option<Link>,
    /// What the menu of the log is about.
    asked: Option<About>,
    /// What a message said before it was corrected, with the times.
    versions: Option<Vec<(Timestamp, String)>>,
    /// A message that is to be taken back, once the user has said so.
    retracting: Option<amend::Retracting>,
    /// All of the conversation in front is to be deleted here, once the user has said so.
    forgetting: bool,
    /// What is asked before something is done in the room in front.
    asking: Option<moderation::Asking>,
    /// To which day the log is to go.
    going: Option<going::Going>,
    /// All commands are shown.
    helps: bool,
    toast: Toast,
    /// A long text that waits for it.
    pasting: Option<Arc<String>>,
    /// The tab that is dragged.
    lifted: Option<usize>,
    /// The tab whose menu is wanted.
    menu_of: Option<usize>,
    /// There are other chat windows.
    has_others: bool,
    /// Which conversation was in front when a card could be opened last.
    front: Option<Key>,
}

impl Chat {
    /// Brings a conversation to the front, in a new tab when it has none.
    #[must_use]
    pub fn open(&mut self, key: &Key, state: &State) -> Vec<Action> {
        let mut actions = self.open_behind(key, state);
        if let Some(index) = self.tabs.iter().position(|tab| tab.key == *key) {
            self.select(index);
        }
        actions.extend(self.look(state));
        actions
    }

    /// The same, with a message in view: what lies between it and the newest is loaded when it is not there.
    #[must_use]
    pub fn open_at(&mut self, key: &Key, message: MessageId, state: &State) -> Vec<Action> {
        let mut actions = self.open(key, state);
        actions.extend(self.tab_mut(key).map(|tab| tab.go_to(message)).unwrap_or_default());
        actions
    }

    /// A new tab that does not come to the front, unless it is the first.
    #[must_use]
    pub fn open_behind(&mut self, key: &Key, state: &State) -> Vec<Action> {
        if self.has(key) {
            return Vec::new();
        }
        let tab = Tab::new(key.clone(), state);
        let page = tab.ask_page();
        let notices = tab.ask_notices(state);
        self.tabs.push(tab);
        std::iter::once(page).chain(notices).collect()
    }

    pub fn has(&self, key: &Key) -> bool {
        self.tabs.iter().any(|tab| tab.key == *key)
    }

    /// The conversations in it, from left to right.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.tabs.iter().map(|tab| &tab.key)
    }

    pub fn is_empty(&self) -> bool {
        self.tabs.is_empty()
    }

    /// The conversation's name, and how much is unread in the window.
    pub fn title(&self, state: &State) -> String {
        let name = self.name(state);
        // What is in front of somebody's eyes is read in a moment.
        let counts = |(index, _): &(usize, &Tab)| *index != self.active || !self.focused;
        match self.tabs.iter().enumerate().filter(counts).map(|(_, tab)| tab.unread(state)).sum::<u32>() {
            0 => name,
            unread => format!("{name} ({unread})"),
        }
    }

    fn name(&self, state: &State) -> String {
        self.active().map(|tab| tab.key.name(state)).unwrap_or_default()
    }

    /// The tab in front.
    pub fn active(&self) -> Option<&Tab> {
        self.tabs.get(self.active)
    }

    fn active_mut(&mut self) -> Option<&mut Tab> {
        self.tabs.get_mut(self.active)
    }

    fn tab_mut(&mut self, key: &Key) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.key == *key)
    }

    /// Takes in what changed; `state` has it already.
    #[must_use]
    pub fn apply(&mut self, events: &[Event], state: &State) -> Vec<Action> {
        let mut calls = false;
        let in_front = self.active().filter(|_| self.focused).map(|tab| tab.key.clone());
        for event in events {
            match event {
                Event::Message(message) => {
                    let key = Key::new(message.account.clone(), message.conversation.clone());
                    let seen = in_front.as_ref() == Some(&key);
                    if let Some(tab) = self.tab_mut(&key) {
                        // Whoever reads further up finds a line where he has not looked yet.
                        let at_end = tab.at_end;
                        tab.message(message, seen && at_end);
                    }
                }
                Event::Noticed(notice) => {
                    if let Some(tab) = self.tab_mut(&Key::new(notice.account.clone(), notice.room.clone())) {
                        tab.log.notice((**notice).clone());
                    }
                }
                Event::Conversation(conversation) => {
                    let key = Key::new(conversation.account.clone(), conversation.conversation.clone());
                    let calling = calls_for_attention(conversation, &key, state);
                    if let Some(tab) = self.tab_mut(&key) {
                        tab.conversation_changed();
                        calls |= calling && in_front.as_ref() != Some(&key);
                    }
                }
                Event::ConversationRemoved { account, conversation } => {
                    if let Some(tab) = self.tab_mut(&Key::new(account.clone(), conversation.clone())) {
                        tab.forget();
                    }
                }
                Event::AccountRemoved(account) => {
                    let front = self.active().map(|tab| tab.key.clone());
                    self.tabs.retain(|tab| tab.key.account != *account);
                    let still = self.tabs.iter().position(|tab| Some(&tab.key) == front.as_ref());
                    self.active = still.unwrap_or(self.active.min(self.tabs.len().saturating_sub(1)));
                    (self.lifted, self.menu_of) = (None, None);
                }
                _ => {}
            }
        }
        // What is asked about a message, or written about it, keeps it.
        let busy = self.asked.is_some() || self.retracting.is_some() || self.versions.is_some();
        for tab in self.tabs.iter_mut().filter(|tab| tab.at_end && tab.intent.is_none() && !busy) {
            tab.log.trim();
        }
        self.tabs.iter_mut().for_each(|tab| tab.refresh(state));
        let mut actions = self.look(state);
        if self.tabs.is_empty() {
            actions.push(Action::Close);
        } else if calls && !self.focused {
            actions.push(Action::WantAttention);
        }
        actions
    }

    #[must_use]
    pub fn update(&mut self, message: Message, state: &State) -> Vec<Action> {
        // Also where a tab was moved in or out since.
        self.drop_cards();
        let written = match &message {
            Message::Edited(action) => action.is_edit(),
            Message::WordErased(_) => true,
            _ => false,
        };
        let mut actions = self.act(message, state);
        actions.extend(self.tabs.iter_mut().filter_map(|tab| tab.typing(written, state)).map(Action::Keep));
        actions.extend(self.tabs.iter_mut().filter_map(Tab::keep).map(Action::Keep));
        self.tabs.iter_mut().for_each(|tab| tab.refresh(state));
        actions.extend(self.look(state));
        actions
    }

    fn act(&mut self, message: Message, state: &State) -> Vec<Action> {
        match message {
            Message::TabSelected(index) => self.select(index),
            Message::TabClosed(index) => return self.close(index, state),
            Message::TabsTurned(turn) => return self.turn(turn, state),
            Message::Tabs(deed) => return self.deed(deed, state),
            Message::TabSent(index, destination) => return self.send_away(index, destination),
            Message::InfoPressed => {
                if let Some(tab) = self.active_mut() {
                    tab.shows_info = !tab.shows_info;
                }
            }
            Message::FindPressed => {
                let Some(tab) = self.active_mut() else { return Vec::new() };
                return vec![Action::Focus(tab.finding.get_or_insert_default().field.clone())];
            }
            Message::FindTyped(words) => return self.active_mut().map(|tab| tab.find(words)).unwrap_or_default(),
            Message::FindMoved { older } => return self.active_mut().map(|tab| tab.find_on(older)).unwrap_or_default(),
            Message::FindClosed => self.end_finding(),
            Message::DayPressed => self.ask_day(),
            Message::DayTyped(typed) => self.day_typed(typed),
            Message::DayConfirmed => return self.go_to_day(),
            Message::DayDismissed => {
                self.going = None;
                self.take_focus();
            }
            Message::UnreadPressed => return self.active_mut().map(Tab::go_to_unread).unwrap_or_default(),
            Message::HistoryPressed => return self.active().map(|tab| Action::History(tab.key.clone())).into_iter().collect(),
            Message::ShortcutsPressed => return vec![Action::Shortcuts],
            Message::NewMessagePressed => return vec![Action::NewMessage],
            Message::JoinRoomPressed => return vec![Action::JoinRoom],
            Message::BuddyListPressed => return vec![Action::BuddyList],
            Message::QuitPressed => return vec![Action::Quit],
            Message::Log(Happening::NeedOlder) => return self.load_older(),
            Message::Log(Happening::AtEnd(end)) => {
                if let Some(tab) = self.active_mut() {
                    tab.at_end = end;
                }
            }
            Message::Log(Happening::LinkPressed(link)) => self.link = Some(link),
            Message::Log(Happening::Asked(about)) => self.asked = Some(about),
            Message::Log(Happening::QuotePressed(id)) => {
                return self.active_mut().map(|tab| tab.go_to(id)).unwrap_or_default();
            }
            Message::Log(Happening::ReactionPressed(id, emoji)) | Message::Reacted(id, emoji) => return self.react(id, emoji, state),
            Message::AnswerPressed(id) => self.answer_to(id),
            Message::CorrectPressed(id) => self.correct(id),
            Message::LastCorrected => self.correct_last(),
            Message::IntentDropped if self.active().is_some_and(|tab| tab.intent.is_none() && tab.finding.is_some()) => self.end_finding(),
            Message::IntentDropped => self.drop_intent(),
            Message::VersionsPressed(id) => return vec![Action::Ask(Command::Versions(id), Asked::Versions)],
            Message::VersionsClosed => {
                self.versions = None;
                self.take_focus();
            }
            Message::TakeBackPressed(id) => self.retracting = Some(amend::Retracting::new(id)),
            Message::TakeBackReason(reason) => {
                if let Some(retracting) = &mut self.retracting {
                    retracting.reason = reason;
                }
            }
            Message::TakeBackAll(all) => {
                if let Some(retracting) = &mut self.retracting {
                    retracting.all = all;
                }
            }
            Message::TakeBackDismissed => {
                self.retracting = None;
                self.take_focus();
            }
            Message::TakeBackConfirmed => return self.take_back(),
            Message::ForgetPressed => self.forgetting = true,
            Message::ExportPressed(format) => return self.export(format),
            Message::Told(setting) => return vec![Action::Set(setting)],
            Message::ForgetDismissed => {
                self.forgetting = false;
                self.take_focus();
            }
            Message::ForgetConfirmed => return self.forget(),
            Message::Copied(text) => {
                self.toast.say(t("toast-copied"));
                return vec![Action::Copy(text)];
            }
            Message::ToastOver => self.toast.over(),
            Message::AllMarked => return self.active_mut().map(|tab| Action::Focus(tab.mark_all())).into_iter().collect(),
            Message::Log(Happening::OfferTaken(id)) if self.correction_again(id).is_some() => {
                return self.correction_again(id).into_iter().collect();
            }
            Message::Log(Happening::OfferTaken(id)) if self.active().is_some_and(|tab| tab.log.is_open(id).is_some()) => {
                self.uncover(id, state);
            }
            Message::HiddenTurned(id) => self.uncover(id, state),
            Message::HidingPressed => self.hide_words(),
            Message::HiddenAbout(about) => self.hidden_about(about),
            Message::AttentionPressed => return self.call_for_attention(),
            Message::Log(Happening::OfferTaken(id)) | Message::RetryPressed(id) => {
                if self.active().is_some_and(|tab| tab.has(id)) {
                    return vec![Action::Ask(Command::Retry(id), Asked::Other)];
                }
            }
            Message::Log(Happening::Typed(text)) => {
                if let Some(tab) = self.active_mut() {
                    tab.draft.perform(text_editor::Action::Edit(Edit::Paste(text.into())));
                    tab.take_focus();
                }
            }
            Message::Edited(text_editor::Action::Edit(Edit::Paste(text))) if draft::is_long(&text) => self.pasting = Some(text),
            Message::PasteDismissed => self.pasting = None,
            Message::PasteConfirmed => {
                if let (Some(text), Some(tab)) = (self.pasting.take(), self.tabs.get_mut(self.active)) {
                    tab.draft.perform(text_editor::Action::Edit(Edit::Paste(text)));
                }
            }
            Message::Edited(action) => self.active_mut().map(|tab| tab.draft.perform(action)).unwrap_or_default(),
            Message::ProfilePressed => return self.ask_profile(),
            Message::DraftSet(text) => self.active_mut().map(|tab| tab.draft.set(&text)).unwrap_or_default(),
            Message::Undone => drop(self.active_mut().map(|tab| tab.draft.undo())),
            Message::WordErased(way) => drop(self.active_mut().map(|tab| tab.draft.erase_word(way))),
            Message::Redone => drop(self.active_mut().map(|tab| tab.draft.redo())),
            Message::Completed => {
                if let Some(tab) = self.active_mut() {
                    let nicks = tab.nicks(state);
                    tab.draft.complete(nicks);
                }
            }
            Message::Recalled { older } => self.active_mut().map(|tab| tab.recall(older)).unwrap_or_default(),
            Message::Submitted => return self.send(state),
            Message::AddBuddyPressed => return self.active().map(|tab| Action::AddBuddy(tab.key.clone())).into_iter().collect(),
            Message::LinkConfirmed => return self.link.take().map(Action::OpenLink).into_iter().collect(),
            Message::LinkDismissed => self.link = None,
            Message::PeopleFiltered(words) => {
                if let Some(tab) = self.active_mut() {
                    (tab.people_filter, tab.people) = (words, 0.0);
                    tab.people_id = Id::unique();
                }
            }
            Message::PeopleScrolled(offset) => {
                if let Some(tab) = self.active_mut() {
                    tab.people = offset;
                }
            }
            Message::OccupantPressed(nick) => return self.open_private(&nick, state),
            Message::Room(deed) => return self.moderate(deed, state),
            Message::LeavePressed => return self.leave(),
            Message::RejoinPressed => return self.rejoin(state),
            Message::JoinDialogPressed => return self.active().map(|tab| Action::JoinDialog(tab.key.clone())).into_iter().collect(),
            Message::Answered(Asked::Found(key, number), Ok(Reply::Messages(found))) => {
                return self.tab_mut(&key).map(|tab| tab.found(number, found)).unwrap_or_default();
            }
            Message::Answered(Asked::Spot(key), Ok(Reply::Message(found))) => {
                return self.tab_mut(&key).map(|tab| tab.go_to(found.id)).unwrap_or_default();
            }
            Message::Answered(Asked::Joining(_), Ok(Reply::Room(room))) => {
                return vec![Action::Conversation(Key::new(room.account, room.room))];
            }
            // The room asks for more than the name.
            Message::Answered(Asked::Registering(key), Err(Problem::NotImplemented)) => {
                return vec![Action::Registration(key.account, key.conversation.to_bare())];
            }
            Message::Answered(asked, answer) => self.answered(asked, answer),
            Message::Focused(focused) => {
                let before = std::mem::replace(&mut self.focused, focused);
                if before
                    && !focused
                    && let Some(tab) = self.active_mut()
                {
                    tab.look_away();
                }
            }
        }
        Vec::new()
    }

    /// Text for the input of the tab in front, after what is written there.
    pub fn fill_in(&mut self, text: &str) {
        if let Some(tab) = self.active_mut() {
            let written = tab.draft.text();
            let written = written.trim_end();
            let both = if written.is_empty() { text.to_owned() } else { format!("{written}\n{text}") };
            tab.draft.set(&both);
        }
    }

    fn end_finding(&mut self) {
        if let Some(tab) = self.active_mut() {
            tab.finding = None;
            tab.take_focus();
        }
    }

    fn load_older(&mut self) -> Vec<Action> {
        let Some(tab) = self.active_mut().filter(|tab| tab.log.can_load()) else { return Vec::new() };
        tab.log.set_loading();
        vec![tab.ask_page()]
    }

    fn send(&mut self, state: &State) -> Vec<Action> {
        let Some(tab) = self.active_mut().filter(|tab| tab.may_write(state)) else { return Vec::new() };
        tab.note = None;
        // What is corrected is a text, whatever it begins with.
        let outcome = match tab.intent {
            None | Some(Intent::Hide(_) | Intent::Answer(_)) => commands::read(tab.draft.text().trim(), &tab.key, state),
            Some(Intent::Correct(..)) => Outcome::Said(None),
        };
        let replaced = match outcome {
            Outcome::Said(body) => body,
            Outcome::Wrong(words) => {
                tab.note = Some(words);
                return Vec::new();
            }
            Outcome::Told(words) => {
                tab.take_draft();
                tab.note = Some(words);
                return Vec::new();
            }
            Outcome::Done(actions) => {
                tab.take_draft();
                return actions;
            }
            Outcome::Clear => {
                tab.take_draft();
                tab.clear(state);
                return Vec::new();
            }
            Outcome::ClearAll => {
                tab.take_draft();
                self.tabs.iter_mut().for_each(|tab| tab.clear(state));
                return Vec::new();
            }
            Outcome::Help => {
                tab.take_draft();
                self.helps = true;
                return Vec::new();
            }
        };
        let Some(typed) = tab.take_draft() else { return Vec::new() };
        let body = replaced.unwrap_or(typed);
        let (account, to) = tab.key.pair();
        let asked = Asked::Sending(tab.key.clone(), Intent::typed(tab.intent.as_ref(), body.clone()));
        let command = match tab.intent.take() {
            Some(Intent::Correct(message, before)) => {
                tab.draft.set(&before);
                Command::Amend { account, conversation: to, message, amendment: Amendment::Correction(body) }
            }
            Some(Intent::Answer(id)) => Command::Send { account, to, body, answers: Some(id), manner: Manner::Plain },
            Some(Intent::Hide(about)) => {
                tab.take_focus();
                Command::Send { account, to, body, answers: None, manner: Manner::Spoiler(about.trim().to_owned()) }
            }
            None => Command::Send { account, to, body, answers: None, manner: Manner::Plain },
        };
        vec![Action::Ask(command, asked)]
    }

    /// A question was answered: who writes goes on writing.
    fn take_focus(&mut self) {
        if let Some(tab) = self.active_mut() {
            tab.take_focus();
        }
    }

    fn export(&self, format: Format) -> Vec<Action> {
        let Some(tab) = self.active() else { return Vec::new() };
        let (account, conversation) = tab.key.pair();
        let command = Command::Export { account: Some(account), conversation: Some(conversation), format, folder: None };
        vec![Action::Ask(command, Asked::Export)]
    }

    fn forget(&mut self) -> Vec<Action> {
        self.forgetting = false;
        self.take_focus();
        let Some(tab) = self.active() else { return Vec::new() };
        let (account, conversation) = tab.key.pair();
        vec![Action::Ask(Command::ForgetConversation { account, conversation }, Asked::Other)]
    }

    fn ask_profile(&mut self) -> Vec<Action> {
        let Some(tab) = self.active_mut() else { return Vec::new() };
        tab.profile = Some(Shown::Asked);
        let (account, conversation) = tab.key.pair();
        vec![Action::Ask(Command::Profile { account, jid: conversation.to_bare() }, Asked::Profile(tab.key.clone()))]
    }

    fn open_private(&mut self, nick: &str, state: &State) -> Vec<Action> {
        let key = self.active().and_then(|tab| {
            let full = tab.key.conversation.to_bare().with_resource_str(nick).ok()?;
            Some(Key::new(tab.key.account.clone(), full))
        });
        key.map(|key| self.open(&key, state)).unwrap_or_default()
    }

    fn leave(&self) -> Vec<Action> {
        let leave = |tab: &Tab| Command::LeaveRoom { account: tab.key.account.clone(), room: tab.key.conversation.to_bare(), words: None };
        self.active().map(|tab| Action::Ask(leave(tab), Asked::Other)).into_iter().collect()
    }

    fn rejoin(&self, state: &State) -> Vec<Action> {
        let join = |tab: &Tab| {
            let room = tab.key.room(state)?;
            let nick = Some(room.nick.clone()).filter(|nick| !nick.is_empty());
            Some(Command::JoinRoom {
                account: room.account.clone(),
                room: room.room.clone(),
                nick,
                password: None,
                autojoin: room.autojoin,
            })
        };
        self.active().and_then(join).map(|command| Action::Ask(command, Asked::Other)).into_iter().collect()
    }

    /// What is in front of somebody's eyes is read.
    fn look(&mut self, state: &State) -> Vec<Action> {
        self.drop_cards();
        if !self.focused {
            return Vec::new();
        }
        let Some(tab) = self.active_mut() else { return Vec::new() };
        if !tab.look_at(state) {
            return Vec::new();
        }
        let (account, conversation) = tab.key.pair();
        vec![Action::Ask(Command::MarkRead { account, conversation }, Asked::Other)]
    }
}

/// What is unread somewhere calls: of a room as much as was wished.
fn calls_for_attention(conversation: &Conversation, key: &Key, state: &State) -> bool {
    let notify = key.room(state).filter(|_| key.subject(state) == Subject::Room).map_or(Notify::Always, |room| room.notify);
    match notify {
        Notify::Always => conversation.unread > 0,
        Notify::OnMention => conversation.mentions > 0,
        Notify::Never => false,
    }
}

/// How an account stands, as far as writing is concerned.
fn waits(key: &Key, state: &State) -> Option<AccountState> {
    let account = state.accounts.get(&key.account)?;
    Some(account.state).filter(|state| *state != AccountState::Online)
}

/// A room that is not joined.
fn room_trouble<'a>(key: &Key, state: &'a State) -> Option<&'a RoomState> {
    key.room(state).map(|room| &room.state).filter(|state| **state != RoomState::Joined)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests;
