//! The buddy list: who is there, in groups; rooms; what asks for attention; and our own status.

mod catch_up;
mod draw;
mod menus;
mod rows;

use super::{Action, Opening};
use crate::i18n::t;
use crate::model::presence::Availability;
use crate::model::room::RoomState;
use crate::model::{BareJid, Command, Event, Problem, Setting, State};
use catch_up::CatchUp;
use iced::advanced::widget::Id;
use iced::keyboard::{Key, Modifiers, key::Named};
use iced::widget::scrollable::Viewport;
use iced::widget::{operation, scrollable::AbsoluteOffset};
use rows::{Group, Row, Rows};
use std::collections::BTreeSet;

#[derive(Debug, Clone)]
pub enum Message {
    Scrolled(Viewport),
    /// The keyboard moved on: by that many rows, or to an end.
    Moved(isize),
    Pressed(Row),
    Entered,
    OfflineToggled,
    Opened(Box<Opening>),
    AccountEnabled(BareJid, bool),
    Reconnected(BareJid),
    Authorized(BareJid, BareJid),
    Denied(BareJid, BareJid),
    RoomLeft(BareJid, BareJid),
    RenameAsked(BareJid, BareJid),
    RemoveAsked(BareJid, BareJid),
    AliasEdited(String),
    Confirmed,
    Dropped,
    StatusChosen(Availability),
    StatusTextAsked,
    StatusTextEdited(String),
    StatusTextDone,
    StatusTextDropped,
    RefusalRead,
    KeyringRead(BareJid),
    /// A catch-up is still going on, the one with this number.
    CatchUpLasts(u32),
    QuitAsked,
}

/// A question in a card above the list.
#[derive(Debug)]
enum Question {
    Rename { account: BareJid, jid: BareJid, alias: String },
    Remove { account: BareJid, jid: BareJid },
}

#[derive(Debug)]
pub struct BuddyList {
    rows: Rows,
    folded: BTreeSet<Group>,
    selected: Option<Row>,
    offset: f32,
    width: f32,
    height: f32,
    question: Option<Question>,
    /// Our own message, while it is typed.
    status_text: Option<String>,
    refused: Option<Problem>,
    /// Accounts of which it is known that their password could not be kept.
    keyring_read: BTreeSet<BareJid>,
    catch_up: CatchUp,
    scroll: Id,
    list: Id,
    alias: Id,
    keep: Id,
    status: Id,
}

impl BuddyList {
    pub fn new(state: &State) -> Self {
        let mut list = Self {
            rows: Rows::default(),
            folded: BTreeSet::new(),
            selected: None,
            offset: 0.0,
            width: 320.0,
            height: 720.0,
            question: None,
            status_text: None,
            refused: None,
            keyring_read: BTreeSet::new(),
            catch_up: CatchUp::default(),
            scroll: Id::unique(),
            list: Id::unique(),
            alias: Id::unique(),
            keep: Id::unique(),
            status: Id::unique(),
        };
        list.flatten(state);
        list
    }

    pub fn title() -> String {
        t("buddy-list-title")
    }

    fn flatten(&mut self, state: &State) {
        self.rows = Rows::new(state, &self.folded, state.settings.show_offline);
        self.selected.take_if(|row| self.rows.position(row).is_none());
        self.offset = self.offset.min((self.rows.height - self.height).max(0.0));
    }

    pub fn on_events(&mut self, events: &[Event], state: &State) -> Action {
        self.flatten(state);
        self.keyring_read.retain(|jid| state.accounts.get(jid).is_some_and(|status| status.keyring_missing));
        let gone = |question: &mut Question| match question {
            Question::Rename { account, jid, .. } | Question::Remove { account, jid } => {
                !state.contacts.contains_key(&(account.clone(), jid.clone()))
            }
        };
        self.question.take_if(gone);
        self.catch_up.on_events(events)
    }

    /// A command that nobody waits for was refused.
    pub fn refused(&mut self, problem: &Problem) {
        self.refused = Some(problem.clone());
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::Scrolled(viewport) => {
                self.offset = viewport.absolute_offset().y;
                let bounds = viewport.bounds();
                (self.width, self.height) = (bounds.width, bounds.height);
            }
            Message::Moved(by) => return self.step(by),
            Message::Pressed(row) => return self.press(row, state),
            Message::Entered => {
                if let Some(row) = self.selected.clone() {
                    return self.press(row, state);
                }
            }
            Message::OfflineToggled => {
                let show = !state.settings.show_offline;
                return Action::Tell(Command::Set(Setting::ShowOffline(show)));
            }
            Message::Opened(opening) => return Action::Open(*opening),
            Message::AccountEnabled(account, enabled) => return Action::Tell(Command::EnableAccount { account, enabled }),
            Message::Reconnected(account) => return Action::Tell(Command::Reconnect(account)),
            Message::Authorized(account, jid) => return Action::Tell(Command::Authorize { account, jid, add: None }),
            Message::Denied(account, jid) => return Action::Tell(Command::Deny { account, jid }),
            Message::RoomLeft(account, room) => return Action::Tell(Command::LeaveRoom { account, room }),
            Message::RenameAsked(account, jid) => {
                let key = (account, jid);
                let alias = state.contacts.get(&key).and_then(|contact| contact.item.name.clone()).unwrap_or_default();
                self.question = Some(Question::Rename { account: key.0, jid: key.1, alias });
            }
            Message::RemoveAsked(account, jid) => self.question = Some(Question::Remove { account, jid }),
            Message::AliasEdited(text) => {
                if let Some(Question::Rename { alias, .. }) = &mut self.question {
                    *alias = text;
                }
            }
            Message::Confirmed => match self.question.take() {
                Some(Question::Rename { account, jid, alias }) => {
                    let name = Some(alias.trim().to_owned()).filter(|alias| !alias.is_empty());
                    return Action::Tell(Command::RenameContact { account, jid, name });
                }
                Some(Question::Remove { account, jid }) => return Action::Tell(Command::RemoveContact { account, jid }),
                None => {}
            },
            Message::Dropped => self.question = None,
            Message::StatusChosen(availability) => {
                let text = own_text(state);
                return Action::Tell(Command::SetStatus { account: None, availability, text });
            }
            Message::StatusTextAsked => self.status_text = Some(own_text(state).unwrap_or_default()),
            Message::StatusTextEdited(text) => self.status_text = Some(text),
            Message::StatusTextDone => {
                let text = self.status_text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
                return Action::Tell(Command::SetStatus { account: None, availability: own_availability(state), text });
            }
            Message::StatusTextDropped => self.status_text = None,
            Message::RefusalRead => self.refused = None,
            Message::KeyringRead(account) => {
                self.keyring_read.insert(account);
            }
            Message::CatchUpLasts(number) => self.catch_up.lasts(number),
            Message::QuitAsked => return Action::Quit,
        }
        Action::None
    }

    /// A group folds; anything else is a conversation: one press starts it.
    fn press(&mut self, row: Row, state: &State) -> Action {
        self.selected = Some(row.clone());
        if let Row::Group { group, .. } = row {
            if !self.folded.remove(&group) {
                self.folded.insert(group);
            }
            self.flatten(state);
            return Action::None;
        }
        let Some((account, jid)) = row.conversation() else { return Action::None };
        let open = Action::Open(Opening::Conversation { account: account.clone(), jid });
        let Row::Room { room, .. } = row else { return open };
        let outside =
            state.rooms.get(&(account.clone(), room.clone())).filter(|room| matches!(room.state, RoomState::Left | RoomState::Failed(_)));
        match outside {
            Some(known) => {
                let nick = Some(known.nick.clone()).filter(|nick| !nick.is_empty());
                let join = Command::JoinRoom { account, room, nick, password: None, autojoin: known.autojoin };
                open.and(Action::Tell(join))
            }
            None => open,
        }
    }

    fn step(&mut self, by: isize) -> Action {
        let Some(last) = self.rows.rows.len().checked_sub(1) else { return Action::None };
        let at = self.selected.as_ref().and_then(|row| self.rows.position(row));
        let next = match at {
            Some(at) => at.saturating_add_signed(by).min(last),
            None if by < 0 => last,
            None => 0,
        };
        self.selected = self.rows.rows.get(next).cloned();
        let (top, bottom) = (self.rows.top(next), self.rows.top(next + 1));
        let target = if top < self.offset {
            top
        } else if bottom > self.offset + self.height {
            bottom - self.height
        } else {
            return Action::None;
        };
        self.offset = target;
        Action::Run(operation::scroll_to(self.scroll.clone(), AbsoluteOffset { x: 0.0, y: target }))
    }
}

/// Our own status: that of the first account that is enabled.
fn own_availability(state: &State) -> Availability {
    state.accounts.values().find(|status| status.config.enabled).map_or(Availability::Offline, |status| status.availability)
}

fn own_text(state: &State) -> Option<String> {
    state.accounts.values().find(|status| status.config.enabled).and_then(|status| status.status_text.clone())
}

/// The keys of the list while it has the focus.
fn list_key(key: &Key) -> Option<Message> {
    match key {
        Key::Named(Named::ArrowDown) => Some(Message::Moved(1)),
        Key::Named(Named::ArrowUp) => Some(Message::Moved(-1)),
        Key::Named(Named::PageDown) => Some(Message::Moved(10)),
        Key::Named(Named::PageUp) => Some(Message::Moved(-10)),
        Key::Named(Named::Home) => Some(Message::Moved(isize::MIN)),
        Key::Named(Named::End) => Some(Message::Moved(isize::MAX)),
        Key::Named(Named::Enter | Named::Space) => Some(Message::Entered),
        _ => None,
    }
}

/// The shortcuts of the window, as its menus show them.
fn shortcut(key: &Key, modifiers: Modifiers) -> Option<Message> {
    let Key::Character(letter) = key else { return None };
    if !modifiers.command() || modifiers.alt() {
        return None;
    }
    let opening = match letter.to_lowercase().as_str() {
        "m" => Opening::NewMessage,
        "j" => Opening::JoinRoom { again: None },
        "b" => Opening::AddBuddy { account: None, jid: None, name: None },
        "a" => Opening::Accounts,
        "q" => return Some(Message::QuitAsked),
        _ => return None,
    };
    Some(Message::Opened(Box::new(opening)))
}
