//! The buddy list: who is there, in groups; rooms; what asks for attention; and our own status.

mod cards;
mod catch_up;
mod dragging;
mod draw;
mod entry;
mod faces;
mod finding;
mod keys;
mod menus;
mod mood;
mod question;
mod rows;
mod selection;

use super::{Action, Opening};
use crate::i18n::t;
use crate::model::command::SubscriptionChange;
use crate::model::presence::Availability;
use crate::model::room::RoomState;
use crate::model::{BareJid, Command, Event, Notify, Problem, Reply, Setting, State};
use crate::ui::widgets::gestures::Gesture;
use catch_up::CatchUp;
use dragging::Drag;
use iced::advanced::widget::Id;
use iced::widget::scrollable::Viewport;
use iced::widget::{operation, scrollable::AbsoluteOffset};
use question::Question;
use rows::{Group, Row, Rows};
use selection::{How, Member, Selection};
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Debug, Clone)]
pub enum Message {
    Scrolled(Viewport),
    /// The keyboard moved on: by that many rows, or to an end.
    Moved(isize, How),
    /// The row the keyboard is at is selected too, or no more.
    Toggled,
    Pressed(Row),
    Entered,
    Gestured(Gesture),
    /// The group the keyboard is in is to be folded, or open.
    FoldWanted(bool),
    /// Letters that begin a search, or go on with it; none when it is only asked for.
    Typed(String),
    FindEdited(String),
    FindDropped,
    /// How the list is shown.
    Chosen(Setting),
    Opened(Box<Opening>),
    AccountEnabled(BareJid, bool),
    Reconnected(BareJid),
    Authorized(BareJid, BareJid),
    Denied(BareJid, BareJid),
    SubscriptionChanged(BareJid, BareJid, SubscriptionChange),
    RoomLeft(BareJid, BareJid),
    AutojoinSet(BareJid, BareJid, bool),
    NotifySet(BareJid, BareJid, Notify),
    InvitationAccepted(BareJid, BareJid),
    InvitationDeclined(BareJid, BareJid, Option<String>),
    /// What is it that one is invited to?
    InvitationAsked(BareJid, BareJid),
    RoomTold(BareJid, Result<Reply, Problem>),
    /// What the menu of the selected rows offers, or a key.
    GroupChosen(Group),
    NewGroupWanted,
    RenameWanted,
    RemoveWanted,
    InfoWanted,
    /// Our own picture.
    PictureWanted,
    PicturePicked,
    PictureChosen(Option<PathBuf>),
    PictureRemoved,
    /// Our own mood.
    MoodWanted,
    MoodAboutEdited(String),
    MoodRemoved,
    AnswerEdited(String),
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
    /// The conversation that was closed last.
    Reopened,
    QuitAsked,
}

#[derive(Debug)]
pub struct BuddyList {
    rows: Rows,
    selection: Selection,
    /// What is looked for, while something is.
    find: Option<String>,
    drag: Option<Drag>,
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
    finder: Id,
    answer: Id,
    about: Id,
    keep: Id,
    status: Id,
}

impl BuddyList {
    pub fn new(state: &State) -> Self {
        Self {
            rows: Rows::new(state, &state.settings.listing),
            selection: Selection::default(),
            find: None,
            drag: None,
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
            finder: Id::unique(),
            answer: Id::unique(),
            about: Id::unique(),
            keep: Id::unique(),
            status: Id::unique(),
        }
    }

    pub fn title() -> String {
        t("buddy-list-title")
    }

    pub fn on_events(&mut self, events: &[Event], state: &State) -> Action {
        if events.iter().any(|event| matches!(event, Event::Settings(_))) {
            self.rows.list(&state.settings.listing, state);
        }
        self.rows.apply(events, state);
        self.settle();
        self.keyring_read.retain(|jid| state.accounts.get(jid).is_some_and(|status| status.keyring_missing));
        self.question.take_if(|question| !question.concerns(state));
        self.drag.take_if(|drag| !drag.concerns(state));
        self.catch_up.on_events(events)
    }

    /// After the rows have changed: what is selected and where they are scrolled to.
    fn settle(&mut self) {
        self.selection.keep(&self.rows);
        self.offset = self.offset.min((self.rows.height() - self.height).max(0.0));
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
            Message::Moved(by, how) => return self.step(by, how),
            Message::Toggled => {
                if let Some(row) = self.selection.cursor().cloned() {
                    self.selection.select(row, How::Toggle, &self.rows);
                }
            }
            Message::Pressed(row) => return self.press(row, state),
            Message::Entered => {
                if let Some(row) = self.selection.cursor().cloned() {
                    return self.press(row, state);
                }
            }
            Message::Gestured(gesture) => return self.gesture(gesture, state),
            Message::FoldWanted(fold) => return self.fold_from_inside(fold, state),
            Message::Typed(letters) => return self.type_on(&letters),
            Message::FindEdited(words) => return self.look_for(words),
            Message::FindDropped => return self.stop_finding(),
            Message::Chosen(setting) => return self.set(setting, state),
            Message::Opened(opening) => return Action::Open(*opening),
            Message::AccountEnabled(account, enabled) => return Action::Tell(Command::EnableAccount { account, enabled }),
            Message::Reconnected(account) => return Action::Tell(Command::Reconnect(account)),
            Message::Authorized(account, jid) => return authorize(account, jid, state),
            Message::Denied(account, jid) => return Action::Tell(Command::Deny { account, jid }),
            Message::InvitationAccepted(account, room) => {
                self.question = None;
                let invitation = state.invitations.get(&(account.clone(), room.clone()));
                let password = invitation.and_then(|invitation| invitation.password.clone());
                let opening = Opening::Conversation { account: account.clone(), jid: room.clone().into() };
                // Why a room refuses stands in its tab.
                let join = Command::JoinRoom { account, room, nick: None, password, autojoin: false };
                return Action::Keep(join).and(Action::Open(opening));
            }
            Message::InvitationDeclined(account, room, reason) => {
                self.question = None;
                return Action::Tell(Command::DeclineInvitation { account, room, reason });
            }
            Message::InvitationAsked(account, room) => {
                self.question = Some(Question::invitation(&account, &room));
                let command = Command::RoomInfo { account, room: room.clone() };
                return Action::ask(command, move |answer| super::Message::BuddyList(Message::RoomTold(room.clone(), answer)));
            }
            Message::RoomTold(room, answer) => {
                if let Some(question) = &mut self.question {
                    question.told(&room, answer);
                }
            }
            Message::SubscriptionChanged(account, jid, change) => {
                return Action::Tell(Command::ChangeSubscription { account, jid, change });
            }
            Message::AutojoinSet(account, room, autojoin) => return Action::Tell(Command::SetAutojoin { account, room, autojoin }),
            Message::NotifySet(account, room, notify) => return Action::Tell(Command::SetNotify { account, room, notify }),
            Message::RoomLeft(account, room) => return Action::Tell(Command::LeaveRoom { account, room, words: None }),
            Message::GroupChosen(group) => {
                return question::regroup(&self.members(), &group, state).and(question::move_rooms(&self.rooms(), &group, state));
            }
            Message::NewGroupWanted => {
                let question = Question::NewGroup { members: self.members(), rooms: self.rooms(), typed: String::new() };
                self.ask(question, state);
            }
            Message::RenameWanted => match self.selection.cursor() {
                Some(Row::Group(group)) => self.question = self.rename_group(group),
                Some(Row::Room { account, room, .. }) => self.question = Some(Question::room_alias(account, room, state)),
                Some(row) => self.question = Member::of(row).map(|member| Question::alias(&member, state)),
                None => {}
            },
            Message::RemoveWanted => match self.selection.cursor() {
                // Buddies who are selected as well are meant.
                Some(Row::Group(group)) if self.members().is_empty() => self.question = self.dissolve_group(group),
                Some(Row::Room { .. }) if self.members().is_empty() => self.ask(Question::RemoveRooms(self.rooms()), state),
                _ => self.ask(Question::Remove(self.members()), state),
            },
            Message::InfoWanted => {
                if let Some((account, jid)) = self.whom(state) {
                    return Action::Open(Opening::UserInfo { account, jid });
                }
            }
            Message::PictureWanted => self.ask(Question::Picture { typed: String::new() }, state),
            Message::PicturePicked => return Action::PickPicture(|path| super::Message::BuddyList(Message::PictureChosen(path))),
            Message::PictureChosen(chosen) => {
                if let (Some(question @ Question::Picture { .. }), Some(path)) = (&mut self.question, chosen) {
                    question.edit(path.display().to_string());
                }
            }
            Message::PictureRemoved => {
                self.question = None;
                return question::set_picture(None, state);
            }
            Message::Reopened => return Action::Reopen,
            Message::MoodWanted => self.ask(mood::question(state), state),
            Message::MoodAboutEdited(text) => {
                if let Some(Question::Mood { about, .. }) = &mut self.question {
                    *about = text;
                }
            }
            Message::MoodRemoved => {
                self.question = None;
                return mood::set(None, state);
            }
            Message::AnswerEdited(text) => {
                if let Some(question) = &mut self.question {
                    question.edit(text);
                }
            }
            Message::Confirmed => {
                if let Some(answer) = self.question.as_ref().and_then(|question| question.answer(state)) {
                    self.question = None;
                    return answer;
                }
            }
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
        self.selection.select(row.clone(), How::Alone, &self.rows);
        if let Row::Group(group) = &row {
            return self.fold(group, self.rows.heading(group).open, state);
        }
        let Some((account, jid)) = row.conversation() else { return Action::None };
        let found = self.stop_finding();
        let open = found.and(Action::Open(Opening::Conversation { account: account.clone(), jid }));
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

    fn set(&mut self, setting: Setting, state: &State) -> Action {
        let mut settings = state.settings.clone();
        settings.apply(&setting);
        self.rows.list(&settings.listing, state);
        self.settle();
        Action::Tell(Command::Set(setting))
    }

    fn fold(&mut self, group: &Group, fold: bool, state: &State) -> Action {
        // What is found is seen whatever is folded.
        if self.find.as_ref().is_some_and(|words| !words.trim().is_empty()) {
            return Action::None;
        }
        let mut folded = state.settings.listing.folded.clone();
        let changed = if fold { folded.insert(group.key()) } else { folded.remove(&group.key()) };
        if changed { self.set(Setting::FoldedGroups(folded), state) } else { Action::None }
    }

    /// Left and right: from an entry to its group, from a group to its first entry, and between folded and open.
    fn fold_from_inside(&mut self, fold: bool, state: &State) -> Action {
        match self.selection.cursor().cloned() {
            Some(Row::Group(group)) if fold || !self.rows.heading(&group).open => self.fold(&group, fold, state),
            Some(Row::Group(_)) => self.step(1, How::Alone),
            Some(row) if fold => {
                let heading = Row::Group(row.group().clone());
                let at = self.rows.position(&heading);
                self.selection.select(heading, How::Alone, &self.rows);
                at.map_or(Action::None, |at| self.reveal(at))
            }
            Some(_) | None => Action::None,
        }
    }

    /// The buddies that are selected.
    fn members(&self) -> Vec<Member> {
        self.selection.cursor().map_or_else(Vec::new, |row| self.selection.members(row))
    }

    /// The rooms that are selected.
    fn rooms(&self) -> Vec<question::Place> {
        self.selection.cursor().map_or_else(Vec::new, |row| self.selection.rooms(row))
    }

    /// Unless it is about nobody.
    fn ask(&mut self, mut question: Question, state: &State) {
        self.question = question.concerns(state).then_some(question);
    }

    fn rename_group(&self, group: &Group) -> Option<Question> {
        let Group::Named(name) = group else { return None };
        let rows = self.rows.members(group);
        let (members, rooms) = (rows.iter().filter_map(Member::of).collect(), rows.iter().filter_map(question::place).collect());
        Some(Question::RenameGroup { group: group.clone(), members, rooms, typed: name.as_ref().to_owned() })
    }

    fn dissolve_group(&self, group: &Group) -> Option<Question> {
        group.named()?;
        let rows = self.rows.members(group);
        let (members, rooms) = (rows.iter().filter_map(Member::of).collect(), rows.iter().filter_map(question::place).collect());
        Some(Question::DissolveGroup { group: group.clone(), members, rooms })
    }

    /// The person at the cursor, and on which account.
    fn whom(&self, state: &State) -> Option<(BareJid, BareJid)> {
        match self.selection.cursor()? {
            Row::Contact { account, jid, .. } => Some((account.clone(), jid.clone())),
            // Somebody in a room is nobody elsewhere.
            Row::Other { account, jid } => Some((account.clone(), jid.to_bare())).filter(|key| !state.rooms.contains_key(key)),
            Row::Group(_) | Row::Room { .. } => None,
        }
    }

    fn step(&mut self, by: isize, how: How) -> Action {
        let Some(next) = self.selection.step(by, &self.rows) else { return Action::None };
        if let Some(row) = self.rows.row(next) {
            self.selection.select(row, how, &self.rows);
        }
        self.reveal(next)
    }

    /// Scrolls as far as it takes to see a row.
    fn reveal(&mut self, index: usize) -> Action {
        let (top, bottom) = (self.rows.top(index), self.rows.top(index + 1));
        let target = if top < self.offset {
            top
        } else if bottom > self.offset + self.height {
            bottom - self.height
        } else {
            return Action::None;
        };
        self.scroll_to(target)
    }

    fn scroll_to(&mut self, y: f32) -> Action {
        self.offset = y.min(self.rows.height() - self.height).max(0.0);
        Action::Run(operation::scroll_to(self.scroll.clone(), AbsoluteOffset { x: 0.0, y: self.offset }))
    }
}

/// Our own status: that of the first account that is enabled.
fn own_availability(state: &State) -> Availability {
    state.accounts.values().find(|status| status.config.enabled).map_or(Availability::Offline, |status| status.availability)
}

fn own_text(state: &State) -> Option<String> {
    state.accounts.values().find(|status| status.config.enabled).and_then(|status| status.status_text.clone())
}

/// Lets somebody see us, and offers to add who is not on the list.
fn authorize(account: BareJid, jid: BareJid, state: &State) -> Action {
    let key = (account.clone(), jid.clone());
    let name = state.requests.get(&key).and_then(|request| request.nick.clone());
    let add = Opening::AddBuddy { account: Some(account.clone()), jid: Some(jid.clone()), name, group: None };
    let add = if state.contacts.contains_key(&key) { Action::None } else { Action::Open(add) };
    Action::Tell(Command::Authorize { account, jid, add: None }).and(add)
}
