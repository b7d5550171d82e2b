//! Create Room and Room Settings: the five choices as plain sentences, with what they come to; behind them the server's whole form.

mod further;
mod options;
mod view;

use super::{Action, Opening};
use crate::i18n::{t, t_with};
use crate::model::form::Form;
use crate::model::{
    AccountState, Affiliation, BareJid, Command, Jid, Problem, Reply, Room, RoomChoice, RoomDetail, RoomDetails, RoomOptions, RoomState,
    RoomWishes, Secret, State,
};
use crate::ui::windows::chat::words;
use further::Further;
use iced::Size;
use iced::advanced::widget::Id;
use std::collections::BTreeMap;

pub const SIZE: Size = Size::new(500.0, 720.0);
pub const SMALLEST: Size = Size::new(440.0, 360.0);

/// What the user did, and what the server said.
#[derive(Debug, Clone)]
pub enum Message {
    AccountChosen(usize),
    PresetChosen(usize),
    RoomEdited(String),
    ServerEdited(String),
    NameEdited(String),
    Chosen(RoomChoice, bool),
    AddressesShown(bool),
    FurtherWanted,
    Further(further::Edit),
    PasswordEdited(String),
    /// All options are shown, or the plain sentences. Of a new room they are known once it is there.
    AllWanted(bool),
    /// A field of the server's form.
    FieldSet(String, Vec<String>),
    Submitted,
    Cancelled,
    /// Whether there is a room at this address already.
    Looked(BareJid, Result<Reply, Problem>),
    FormCame(Result<Reply, Problem>),
    Answered(Result<Reply, Problem>),
    DestroyWanted,
    ReasonEdited(String),
    SuccessorEdited(String),
    DestroyDismissed,
    DestroyConfirmed,
    Destroyed(Result<Reply, Problem>),
}

/// What a room is for, and what it is then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Preset {
    /// Fit for encryption: members see each other's addresses.
    Group,
    Channel,
    Lecture,
    Meeting,
}

impl Preset {
    const ALL: [Self; 4] = [Self::Group, Self::Channel, Self::Lecture, Self::Meeting];

    fn name(self) -> &'static str {
        match self {
            Self::Group => "room-preset-group",
            Self::Channel => "room-preset-channel",
            Self::Lecture => "room-preset-lecture",
            Self::Meeting => "room-preset-meeting",
        }
    }

    fn chosen(self) -> Chosen {
        let none = Chosen::default();
        match self {
            Self::Group => Chosen { persistent: true, members_only: true, addresses: true, ..none },
            Self::Channel => Chosen { persistent: true, public: true, ..none },
            Self::Lecture => Chosen { persistent: true, public: true, moderated: true, ..none },
            Self::Meeting => Chosen { password: true, ..none },
        }
    }
}

/// What is ticked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Chosen {
    persistent: bool,
    public: bool,
    members_only: bool,
    password: bool,
    moderated: bool,
    /// Everybody in the room sees who is who.
    addresses: bool,
}

impl Chosen {
    fn get(&self, choice: RoomChoice) -> bool {
        match choice {
            RoomChoice::Persistent => self.persistent,
            RoomChoice::Public => self.public,
            RoomChoice::MembersOnly => self.members_only,
            RoomChoice::PasswordProtected => self.password,
            RoomChoice::Moderated => self.moderated,
        }
    }

    fn set(&mut self, choice: RoomChoice, on: bool) {
        *match choice {
            RoomChoice::Persistent => &mut self.persistent,
            RoomChoice::Public => &mut self.public,
            RoomChoice::MembersOnly => &mut self.members_only,
            RoomChoice::PasswordProtected => &mut self.password,
            RoomChoice::Moderated => &mut self.moderated,
        } = on;
    }

    fn of(options: &RoomOptions) -> Self {
        let mut chosen = Self::default();
        RoomChoice::ALL.into_iter().for_each(|choice| chosen.set(choice, options.get(choice).unwrap_or(false)));
        chosen
    }
}

/// The room that is changed.
#[derive(Debug)]
struct Existing {
    room: BareJid,
    before: Chosen,
    /// As far as the room has told.
    told: RoomOptions,
    name_before: String,
    /// The server's form, once it came.
    form: Option<Form>,
    /// What was changed in it by its own fields.
    fields: BTreeMap<String, Vec<String>>,
    /// Only its owners may change it.
    read_only: bool,
    origin: Origin,
}

/// Where the room of the sheet comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Known,
    /// It was made by this very sheet, which is not done with it: whoever cancels takes it back.
    Fresh,
    /// It was made by this very sheet, and is to be.
    Made,
}

/// The room is to end: with a reason, and where to go instead.
#[derive(Debug, Default)]
struct Ending {
    reason: String,
    successor: String,
    invalid: bool,
}

/// What is known of addresses while they are typed. One is asked about at a time.
#[derive(Debug, Default)]
struct Looking {
    asked: Option<BareJid>,
    /// Whether there is a room.
    known: BTreeMap<BareJid, bool>,
}

#[derive(Debug)]
pub struct RoomEditor {
    account: Option<BareJid>,
    /// `None` while a room is to be made.
    existing: Option<Existing>,
    room: String,
    server: String,
    name: String,
    looking: Looking,
    chosen: Chosen,
    further: Further,
    password: String,
    shows_all: bool,
    ending: Option<Ending>,
    start: Id,
    tried: bool,
    working: bool,
    refusal: Option<String>,
    /// The choice that the server refused.
    refused: Option<RoomChoice>,
    /// The room that is being made is not wanted any more.
    cancelled: bool,
    /// What the server does not let anybody choose, of a room that was made or changed.
    left_out: Vec<RoomDetail>,
}

/// Which field is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Account,
    Room,
    Server,
    Password,
    /// Said beside the field already.
    Further,
}

impl RoomEditor {
    /// Whose room is changed.
    pub fn account(&self) -> Option<&BareJid> {
        self.account.as_ref()
    }

    pub fn create(state: &State) -> Self {
        let online = state.accounts.values().find(|account| account.state == AccountState::Online);
        let account = online.or(state.accounts.values().next()).map(|account| account.jid().clone());
        Self {
            account,
            existing: None,
            room: String::new(),
            server: String::new(),
            name: String::new(),
            looking: Looking::default(),
            chosen: Preset::Group.chosen(),
            further: Further::default(),
            password: String::new(),
            shows_all: false,
            ending: None,
            start: Id::unique(),
            tried: false,
            working: false,
            refusal: None,
            refused: None,
            cancelled: false,
            left_out: Vec::new(),
        }
    }

    pub fn change(account: &BareJid, room: &BareJid, state: &State) -> Self {
        let known = state.rooms.get(&(account.clone(), room.clone()));
        let chosen = known.map(|known| Chosen::of(&known.options)).unwrap_or_default();
        let name = known.and_then(|known| known.name.clone()).unwrap_or_default();
        let read_only = known.is_none_or(|known| known.affiliation != Affiliation::Owner || known.state != RoomState::Joined);
        let existing = Existing {
            room: room.clone(),
            before: chosen,
            told: known.map(|known| known.options).unwrap_or_default(),
            name_before: name.clone(),
            form: None,
            fields: BTreeMap::new(),
            read_only,
            origin: Origin::Known,
        };
        Self { account: Some(account.clone()), existing: Some(existing), name, chosen, working: !read_only, ..Self::create(state) }
    }

    /// The room whose settings these are.
    pub fn about(&self) -> Option<(&BareJid, &BareJid)> {
        self.account.as_ref().zip(self.existing.as_ref().map(|existing| &existing.room))
    }

    /// Asks for the form.
    pub fn begin(&self) -> Action {
        match (&self.account, &self.existing) {
            (Some(account), Some(existing)) if !existing.read_only && existing.form.is_none() => {
                let command = Command::RoomForm { account: account.clone(), room: existing.room.clone() };
                Action::ask(command, |answer| super::Message::RoomEditor(Message::FormCame(answer)))
            }
            _ => Action::None,
        }
    }

    pub fn title(&self, state: &State) -> String {
        match self.about() {
            Some((account, room)) => {
                let known = state.rooms.get(&(account.clone(), room.clone()));
                let name = known.map_or_else(|| room.to_string(), |known| known.display_name().to_owned());
                t_with("room-settings-title", &[("room", name.into())])
            }
            None => t("room-create-title"),
        }
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::AccountChosen(index) => self.account = state.accounts.keys().nth(index).cloned(),
            Message::PresetChosen(index) => {
                if let Some(preset) = Preset::ALL.get(index) {
                    self.chosen = preset.chosen();
                }
            }
            Message::RoomEdited(room) => self.edit_room(room),
            Message::ServerEdited(server) => self.server = server,
            Message::NameEdited(name) => self.name = name,
            Message::Chosen(choice, on) => self.chosen.set(choice, on),
            Message::AddressesShown(on) => self.chosen.addresses = on,
            Message::PasswordEdited(password) => self.password = password,
            Message::FurtherWanted => self.further.open = !self.further.open,
            Message::Further(edit) => self.further.edit(edit),
            Message::AllWanted(all) if self.existing.is_none() => {
                self.shows_all = all;
                let action = self.submit(state);
                self.shows_all &= self.working;
                return action;
            }
            Message::AllWanted(all) => self.shows_all = all,
            Message::FieldSet(name, values) => {
                if let Some(existing) = &mut self.existing {
                    existing.fields.insert(name, values);
                }
            }
            Message::Submitted => return self.submit(state),
            Message::Cancelled => return self.cancel(),
            Message::Looked(room, answer) => return self.looked(room, &answer),
            Message::FormCame(answer) => return self.form_came(answer),
            Message::Answered(answer) => return self.answered(answer, state),
            Message::DestroyWanted => self.ending = Some(Ending::default()),
            Message::DestroyDismissed => self.ending = None,
            Message::ReasonEdited(reason) => self.edit_ending(|ending| ending.reason = reason),
            Message::SuccessorEdited(successor) => self.edit_ending(|ending| (ending.successor, ending.invalid) = (successor, false)),
            Message::DestroyConfirmed => return self.destroy(),
            Message::Destroyed(Ok(_)) => return Action::Close,
            Message::Destroyed(Err(problem)) => return self.answered(Err(problem), state),
        }
        (self.tried, self.refusal, self.refused) = (false, None, None);
        self.look()
    }

    /// Asks whether there is a room already where one is to be made.
    fn look(&mut self) -> Action {
        let (Some(account), None, Ok(room)) = (&self.account, &self.existing, self.address()) else { return Action::None };
        // Another server is not asked about while its name is half typed, nor are those whose names it begins with.
        if room.domain().as_str() != self.usual_server() {
            return Action::None;
        }
        if self.looking.asked.is_some() || self.looking.known.contains_key(&room) {
            return Action::None;
        }
        self.looking.asked = Some(room.clone());
        let command = Command::RoomInfo { account: account.clone(), room: room.clone() };
        Action::ask(command, move |answer| super::Message::RoomEditor(Message::Looked(room.clone(), answer)))
    }

    fn looked(&mut self, room: BareJid, answer: &Result<Reply, Problem>) -> Action {
        self.looking.asked = None;
        match answer {
            Ok(_) => drop(self.looking.known.insert(room, true)),
            Err(Problem::Stanza { condition, .. }) if condition == "item-not-found" => drop(self.looking.known.insert(room, false)),
            // Nobody could tell: it is found out when the room is made.
            Err(_) => return Action::None,
        }
        self.look()
    }

    fn is_taken(&self) -> bool {
        self.existing.is_none() && self.address().is_ok_and(|room| self.looking.known.get(&room) == Some(&true))
    }

    fn edit_ending(&mut self, edit: impl FnOnce(&mut Ending)) {
        self.ending.as_mut().map(edit).unwrap_or_default();
    }

    /// A whole address fills both fields.
    fn edit_room(&mut self, room: String) {
        match room.trim().split_once('@') {
            Some((name, server)) if !server.is_empty() && self.room.len() + 1 < room.len() => {
                (self.room, self.server) = (name.to_owned(), server.to_owned());
            }
            _ => self.room = room,
        }
    }

    fn usual_server(&self) -> String {
        self.account.as_ref().map_or_else(String::new, |account| format!("conference.{}", account.domain()))
    }

    /// The preset that is in force, if one is.
    fn preset(&self) -> Option<usize> {
        Preset::ALL.iter().position(|preset| preset.chosen() == self.chosen)
    }

    /// Where the room is, or is to be.
    fn address(&self) -> Result<BareJid, Fault> {
        if let Some(existing) = &self.existing {
            return Ok(existing.room.clone());
        }
        let typed = self.room.trim();
        let server = Some(self.server.trim()).filter(|server| !server.is_empty()).map_or_else(|| self.usual_server(), str::to_owned);
        let (name, server) = match typed.split_once('@') {
            Some((name, server)) if !server.is_empty() => (name, server.to_owned()),
            _ => (typed, server),
        };
        let odd = |c: char| c.is_whitespace() || matches!(c, '@' | '/');
        if server.contains(odd) || BareJid::new(&server).is_err() {
            return Err(Fault::Server);
        }
        if name.is_empty() || name.contains(odd) {
            return Err(Fault::Room);
        }
        BareJid::new(&format!("{name}@{server}")).map_err(|_| Fault::Room)
    }

    /// Everything that is typed, checked.
    fn whole(&self, state: &State) -> Result<(BareJid, BareJid), Fault> {
        let account = self.account.clone().ok_or(Fault::Account)?;
        let room = self.address()?;
        let has_one = self.existing.as_ref().is_some_and(|existing| existing.before.password);
        if self.chosen.password && self.password.is_empty() && !has_one {
            return Err(Fault::Password);
        }
        if self.further.fault().is_some() {
            return Err(Fault::Further);
        }
        let online = state.accounts.get(&account).is_some_and(|status| status.state == AccountState::Online);
        if online { Ok((account, room)) } else { Err(Fault::Account) }
    }

    /// What is to be: of a room that is there only what is to change.
    fn wishes(&self) -> RoomWishes {
        let before = self.existing.as_ref().map(|existing| existing.before);
        let mut options = RoomOptions::default();
        for choice in RoomChoice::ALL {
            let on = self.chosen.get(choice);
            let changed = before.is_none_or(|before| before.get(choice) != on);
            options.set(choice, changed.then_some(on));
        }
        let password = Some(self.password.as_str()).filter(|password| self.chosen.password && !password.is_empty()).map(Secret::new);
        if password.is_some() {
            options.password_protected = Some(true);
        }
        let name_before = self.existing.as_ref().map_or("", |existing| &existing.name_before);
        let name = Some(self.name.trim().to_owned()).filter(|name| name != name_before);
        RoomWishes {
            name,
            options,
            details: RoomDetails {
                addresses_shown: before.is_none_or(|before| before.addresses != self.chosen.addresses).then_some(self.chosen.addresses),
                ..self.further.wishes()
            },
            password,
            fields: self.existing.as_ref().map(|existing| existing.fields.clone()).unwrap_or_default(),
        }
    }

    fn submit(&mut self, state: &State) -> Action {
        if self.working || self.existing.as_ref().is_some_and(|existing| existing.read_only) {
            return Action::None;
        }
        (self.tried, self.refusal) = (true, None);
        let (account, room) = match self.whole(state) {
            Ok(whole) => whole,
            Err(fault) => {
                if fault == Fault::Further {
                    (self.further.open, self.shows_all) = (true, false);
                }
                return Action::None;
            }
        };
        self.working = true;
        let wishes = Box::new(self.wishes());
        let command = match self.existing {
            Some(_) => Command::ConfigureRoom { account, room, wishes },
            None => Command::CreateRoom { account, room, nick: None, wishes },
        };
        Action::ask(command, |answer| super::Message::RoomEditor(Message::Answered(answer)))
    }

    fn form_came(&mut self, answer: Result<Reply, Problem>) -> Action {
        self.working = false;
        let Some(existing) = &mut self.existing else { return Action::None };
        match answer {
            Ok(Reply::Form(form)) => {
                let shown = RoomDetails::read(&form).addresses_shown.unwrap_or_default();
                let open = self.further.open;
                self.further = Further::of(&form);
                self.further.open = open;
                (existing.before.addresses, self.chosen.addresses) = (shown, shown);
                existing.form = Some(*form);
            }
            Ok(_) => {}
            Err(problem) => {
                // Of a room of our own making we know that it is ours.
                existing.read_only = existing.origin == Origin::Known;
                self.shows_all = false;
                self.refusal = Some(crate::i18n::problem::words(&problem));
            }
        }
        Action::None
    }

    fn answered(&mut self, answer: Result<Reply, Problem>, state: &State) -> Action {
        self.working = false;
        match answer {
            Ok(Reply::Configured { room, .. }) if self.cancelled => {
                Action::Tell(Command::TakeBackRoom { account: room.account, room: room.room }).and(Action::Close)
            }
            Ok(Reply::Configured { room, left_out }) if self.existing.is_none() => self.made(&room, left_out, state),
            Ok(Reply::Configured { room, left_out }) if !left_out.is_empty() => {
                self.left_out = left_out;
                if let Some(existing) = &mut self.existing
                    && existing.origin == Origin::Fresh
                {
                    existing.origin = Origin::Made;
                }
                self.learn(&room)
            }
            Ok(_) => self.close(),
            Err(_) if self.cancelled => Action::Close,
            Err(problem) => {
                self.refused = if let Problem::RoomChoice(choice) = &problem { Some(*choice) } else { None };
                self.shows_all &= self.existing.is_some();
                self.refusal = Some(match problem {
                    Problem::Conflict => t("room-create-taken"),
                    problem if self.existing.is_none() => words::refusal(&problem, &self.usual_server(), false),
                    problem => crate::i18n::problem::words(&problem),
                });
                // What else was wished may be so by now.
                let known = self.about().and_then(|(account, room)| state.rooms.get(&(account.clone(), room.clone())));
                known.filter(|_| self.refused.is_some()).cloned().map_or(Action::None, |room| self.learn(&room))
            }
        }
    }

    /// The room is there. Where more is to be chosen, or something was left out, the sheet stays.
    fn made(&mut self, room: &Room, left_out: Vec<RoomDetail>, state: &State) -> Action {
        if !self.shows_all && left_out.is_empty() {
            return conversation(room.account.clone(), room.room.clone()).and(Action::Close);
        }
        let mut state = state.clone();
        state.rooms.insert((room.account.clone(), room.room.clone()), room.clone());
        *self = Self { shows_all: self.shows_all, left_out, ..Self::change(&room.account, &room.room, &state) };
        if let Some(existing) = &mut self.existing {
            existing.origin = if self.shows_all { Origin::Fresh } else { Origin::Made };
        }
        self.begin()
    }

    /// What the room is now: what is wished next is counted from there.
    fn learn(&mut self, room: &Room) -> Action {
        let Some(existing) = &mut self.existing else { return Action::None };
        existing.before = Chosen { addresses: existing.before.addresses, ..Chosen::of(&room.options) };
        existing.told = room.options;
        existing.name_before = room.name.clone().unwrap_or_default();
        (existing.form, existing.fields) = (None, BTreeMap::new());
        self.working = true;
        self.begin()
    }

    /// It is done. Whoever has made a room is in it.
    fn close(&mut self) -> Action {
        match (&self.account, &mut self.existing) {
            (Some(account), Some(existing)) if existing.origin != Origin::Known => {
                existing.origin = Origin::Made;
                conversation(account.clone(), existing.room.clone()).and(Action::Close)
            }
            _ => Action::Close,
        }
    }

    /// What is being made is unmade; what is there was only looked at.
    fn cancel(&mut self) -> Action {
        match (&self.account, &self.existing) {
            (_, Some(existing)) if existing.origin == Origin::Fresh => Action::Close,
            // It is there, or is not, when the server has answered.
            (_, None) if self.working => {
                self.cancelled = true;
                Action::None
            }
            _ => self.close(),
        }
    }

    /// The window is gone, by whichever button.
    pub fn end(&self) -> Option<Command> {
        let (account, existing) = (self.account.clone()?, self.existing.as_ref()?);
        (existing.origin == Origin::Fresh).then(|| Command::TakeBackRoom { account, room: existing.room.clone() })
    }

    fn destroy(&mut self) -> Action {
        let (Some(account), Some(existing), Some(ending)) = (&self.account, &self.existing, &mut self.ending) else { return Action::None };
        let successor = match ending.successor.trim() {
            "" => None,
            typed => match typed.parse::<BareJid>() {
                Ok(jid) if jid.node().is_some() => Some(jid),
                _ => {
                    ending.invalid = true;
                    return Action::None;
                }
            },
        };
        let reason = Some(ending.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        let command = Command::DestroyRoom { account: account.clone(), room: existing.room.clone(), reason, successor };
        self.ending = None;
        self.working = true;
        Action::ask(command, |answer| super::Message::RoomEditor(Message::Destroyed(answer)))
    }
}

fn conversation(account: BareJid, room: BareJid) -> Action {
    Action::Open(Opening::Conversation { account, jid: Jid::from(room) })
}
