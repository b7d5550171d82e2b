//! Room List: the public rooms of a service, live as they tell of themselves, found by name, description or address.

use super::{Action, Opening};
use crate::i18n::{t, t_with};
use crate::model::room_config::rooms_of;
use crate::model::uri;
use crate::model::{AccountState, BareJid, Command, Jid, Problem, Reply, RoomInfo, Setting, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::keyed;
use crate::ui::widgets::long_list::{LongList, long_list};
use crate::ui::widgets::modal::{Card, modal};
use crate::ui::widgets::toast::{Toast, toast};
use crate::ui::widgets::{avatar, button, empty, field, form, frame, row as rows};
use crate::ui::{known, theme, words};
use iced::advanced::widget::Id;
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, row, scrollable, space, text};
use iced::{Element, Length, Size, alignment, window};
use std::collections::{BTreeSet, VecDeque};

pub const SIZE: Size = Size::new(620.0, 600.0);
pub const SMALLEST: Size = Size::new(460.0, 360.0);

/// Rooms that are asked about themselves at the same time.
const AT_ONCE: usize = 16;
/// As far from the sides as the fields above.
const EDGE: f32 = 20.0;

#[derive(Debug, Clone)]
pub enum Message {
    AccountChosen(usize),
    ServerEdited(String),
    FindTyped(String),
    Sorted(usize),
    /// Get List, or Enter in the field of the server.
    Asked,
    /// The rooms of this asking.
    Came(u32, Result<Reply, Problem>),
    Told(u32, BareJid, Result<Reply, Problem>),
    Pressed(BareJid),
    Moved {
        down: bool,
    },
    Scrolled(f32),
    /// One server's rooms, or those that a directory knows.
    WhereChosen(usize),
    /// The directory may learn what is looked for.
    Agreed,
    AgreementDismissed,
    MoreAsked,
    Found(u32, Result<Reply, Problem>),
    Joined,
    Bookmarked,
    BookmarkTold(Result<Reply, Problem>),
    Copied,
    ToastOver,
    Closed,
}

/// The directory of public rooms that most clients ask.
const DIRECTORY: &str = "search.jabber.network";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    People,
    Name,
}

/// What a directory is asked for, and by whom.
#[derive(Debug, Clone)]
struct Searching {
    account: BareJid,
    directory: BareJid,
    words: String,
}

#[derive(Debug)]
pub struct RoomList {
    account: Option<BareJid>,
    /// Empty: the account's own conference server, as the placeholder says.
    server: String,
    /// Who was asked last.
    service: Option<BareJid>,
    find: String,
    /// A directory is asked for rooms of all servers (XEP-0433).
    everywhere: bool,
    /// Empty: the usual one, as the placeholder says.
    directory: String,
    /// What the directory is asked, or was.
    search: Option<Searching>,
    /// Behind what is shown there is more.
    next: Option<String>,
    /// It is asked whether the directory may be.
    agreeing: bool,
    order: Order,
    /// Askings so far: an answer to an earlier one comes too late.
    asked: u32,
    waiting: bool,
    rooms: Vec<RoomInfo>,
    /// Rooms that were not asked about themselves yet.
    to_ask: VecDeque<BareJid>,
    problem: Option<Problem>,
    at: Option<BareJid>,
    offset: f32,
    fields: [Id; 2],
    list: Id,
    toast: Toast,
}

impl RoomList {
    pub fn new(state: &State) -> Self {
        let online = state.accounts.values().find(|account| account.state == AccountState::Online);
        let account = online.or(state.accounts.values().next()).map(|account| account.jid().clone());
        Self {
            account,
            server: String::new(),
            service: None,
            find: String::new(),
            everywhere: false,
            directory: String::new(),
            search: None,
            next: None,
            agreeing: false,
            order: Order::People,
            asked: 0,
            waiting: false,
            rooms: Vec::new(),
            to_ask: VecDeque::new(),
            problem: None,
            at: None,
            offset: 0.0,
            fields: [Id::unique(), Id::unique()],
            list: Id::unique(),
            toast: Toast::default(),
        }
    }

    pub fn title() -> String {
        t("room-list-title")
    }

    /// Asks the usual server at once.
    pub fn begin(&mut self, state: &State) -> Action {
        self.ask(state)
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::AccountChosen(index) => {
                self.account = state.accounts.keys().nth(index).cloned();
                self.begin_anew();
                return if self.everywhere { Action::None } else { self.ask(state) };
            }
            Message::ServerEdited(server) if self.everywhere => self.directory = server,
            Message::ServerEdited(server) => self.server = server,
            Message::FindTyped(find) if self.everywhere => (self.find, self.at) = (find, None),
            Message::FindTyped(find) => (self.find, self.offset) = (find, 0.0),
            Message::Sorted(index) => self.order = if index == 0 { Order::People } else { Order::Name },
            Message::WhereChosen(index) => {
                self.everywhere = index > 0;
                self.begin_anew();
                return if self.everywhere { Action::None } else { self.ask(state) };
            }
            Message::Agreed => {
                self.agreeing = false;
                let Some(Searching { account, directory, .. }) = &self.search else { return Action::None };
                let agreed = state.settings.agreed_to(account, directory);
                return Action::Tell(Command::Set(Setting::Directories(agreed))).and(self.look_further());
            }
            Message::AgreementDismissed => (self.agreeing, self.search) = (false, None),
            Message::MoreAsked => return self.look_further(),
            Message::Found(asked, answer) if asked == self.asked => self.found(answer),
            Message::Found(..) => {}
            Message::Asked => return self.ask(state),
            Message::Came(asked, answer) if asked == self.asked => return self.came(answer),
            Message::Told(asked, room, answer) if asked == self.asked => return self.told(&room, answer),
            Message::Came(..) | Message::Told(..) => {}
            Message::Pressed(room) if self.at.as_ref() == Some(&room) => return self.join(),
            Message::Pressed(room) => self.at = Some(room),
            Message::Moved { down } => return self.step(down),
            Message::Scrolled(offset) => self.offset = offset,
            Message::Joined => return self.join(),
            Message::Copied => {
                let Some(room) = &self.at else { return Action::None };
                self.toast.say(t("toast-copied"));
                return Action::Run(iced::clipboard::write(uri::to_join(room)));
            }
            Message::Bookmarked => {
                let (Some(account), Some(room)) = (self.account.clone(), self.at.clone()) else { return Action::None };
                let name = self.rooms.iter().find(|info| info.room == room).and_then(|info| info.name.clone());
                let command = Command::BookmarkRoom { account, room, name };
                return Action::ask(command, |answer| super::Message::RoomList(Message::BookmarkTold(answer)));
            }
            Message::BookmarkTold(Ok(_)) => self.toast.say(t("room-list-bookmarked")),
            Message::BookmarkTold(Err(problem)) => self.toast.say(words::problem(&problem)),
            Message::ToastOver => self.toast.over(),
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    fn usual_server(&self) -> String {
        self.account.as_ref().map_or_else(String::new, |account| format!("conference.{}", account.domain()))
    }

    fn ask(&mut self, state: &State) -> Action {
        if self.everywhere {
            return self.look(state);
        }
        let typed = self.server.trim();
        let server = if typed.is_empty() { self.usual_server() } else { typed.to_owned() };
        self.begin_anew();
        let (Some(account), Ok(jid)) = (self.account.clone(), server.parse::<BareJid>()) else {
            self.problem = Some(Problem::BadArgument(crate::model::problem::BadArgument::Host));
            return Action::None;
        };
        (self.waiting, self.service) = (true, Some(jid.clone()));
        let jid = Jid::from(jid);
        let asked = self.asked;
        Action::ask(Command::DiscoverItems { account, jid, node: None }, move |answer| {
            super::Message::RoomList(Message::Came(asked, answer))
        })
    }

    /// Asks the directory for what was typed, once the user has agreed that it learns that from this account.
    fn look(&mut self, state: &State) -> Action {
        self.begin_anew();
        let typed = self.directory.trim();
        let directory = if typed.is_empty() { DIRECTORY } else { typed };
        let (Some(account), Ok(directory)) = (self.account.clone(), directory.parse::<BareJid>()) else {
            self.problem = Some(Problem::BadArgument(crate::model::problem::BadArgument::Host));
            return Action::None;
        };
        let words = self.find.trim().to_owned();
        if words.is_empty() {
            return Action::None;
        }
        self.agreeing = !state.settings.agrees_to(&account, &directory);
        self.search = Some(Searching { account, directory, words });
        if self.agreeing { Action::None } else { self.look_further() }
    }

    /// The first page of the search, or what is behind those that are here.
    fn look_further(&mut self) -> Action {
        let Some(Searching { account, directory, words }) = self.search.clone() else { return Action::None };
        self.waiting = true;
        let (asked, after) = (self.asked, self.next.clone());
        Action::ask(Command::SearchRooms { account, directory, words, after }, move |answer| {
            super::Message::RoomList(Message::Found(asked, answer))
        })
    }

    fn found(&mut self, answer: Result<Reply, Problem>) {
        self.waiting = false;
        match answer {
            Ok(Reply::Found(found)) => {
                let known: BTreeSet<BareJid> = self.rooms.iter().map(|info| info.room.clone()).collect();
                self.rooms.extend(found.rooms.into_iter().filter(|info| !known.contains(&info.room)));
                self.next = found.next;
            }
            Ok(_) => {}
            // What is here stays, and More asks again.
            Err(problem) if !self.rooms.is_empty() => self.toast.say(words::problem(&problem)),
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Nothing is here, nothing is asked, and no answer is waited for.
    fn begin_anew(&mut self) {
        self.asked += 1;
        (self.rooms, self.to_ask, self.search, self.next) = (Vec::new(), VecDeque::new(), None, None);
        (self.at, self.offset, self.problem, self.waiting) = (None, 0.0, None, false);
    }

    fn came(&mut self, answer: Result<Reply, Problem>) -> Action {
        self.waiting = false;
        match answer {
            Ok(Reply::Items(items)) => {
                self.rooms = self.service.as_ref().map(|service| rooms_of(service, items)).unwrap_or_default();
                self.to_ask = self.rooms.iter().map(|info| info.room.clone()).collect();
                Action::All((0..AT_ONCE).map(|_| self.ask_next()).collect())
            }
            Ok(_) => Action::None,
            Err(problem) => {
                self.problem = Some(problem);
                Action::None
            }
        }
    }

    fn ask_next(&mut self) -> Action {
        let (Some(account), Some(room)) = (self.account.clone(), self.to_ask.pop_front()) else { return Action::None };
        let asked = self.asked;
        let command = Command::RoomInfo { account, room: room.clone() };
        Action::ask(command, move |answer| super::Message::RoomList(Message::Told(asked, room, answer)))
    }

    fn told(&mut self, room: &BareJid, answer: Result<Reply, Problem>) -> Action {
        if let (Ok(Reply::RoomInfo(info)), Some(known)) = (answer, self.rooms.iter_mut().find(|info| info.room == *room)) {
            *known = RoomInfo { name: info.name.clone().or(known.name.take()), ..*info };
        }
        self.ask_next()
    }

    fn join(&self) -> Action {
        let again = self.account.clone().zip(self.at.clone());
        if again.is_none() { Action::None } else { Action::Open(Opening::JoinRoom { again }) }
    }

    /// Those that fit what is looked for, in order.
    fn shown(&self) -> Vec<&RoomInfo> {
        // What a directory finds it has looked for in its own way.
        let find = if self.everywhere { String::new() } else { self.find.trim().to_lowercase() };
        let has = |text: &str| text.to_lowercase().contains(&find);
        let fits = |info: &&RoomInfo| {
            has(info.room.as_str()) || info.name.as_deref().is_some_and(has) || info.description.as_deref().is_some_and(has)
        };
        let mut shown: Vec<&RoomInfo> = self.rooms.iter().filter(fits).collect();
        match self.order {
            Order::People => shown.sort_by_cached_key(|info| (std::cmp::Reverse(info.occupants), name(info).to_lowercase())),
            Order::Name => shown.sort_by_cached_key(|info| name(info).to_lowercase()),
        }
        shown
    }

    fn step(&mut self, down: bool) -> Action {
        let shown = self.shown();
        let at = shown.iter().position(|info| Some(&info.room) == self.at.as_ref());
        let next = match (at, down) {
            (None, _) => 0,
            (Some(at), true) => (at + 1).min(shown.len().saturating_sub(1)),
            (Some(at), false) => at.saturating_sub(1),
        };
        let Some(room) = shown.get(next).map(|info| info.room.clone()) else { return Action::None };
        self.at = Some(room);
        // So that the row is somewhere in the middle.
        let offset = (next as f32 * rows::HEIGHT - 3.0 * rows::HEIGHT).max(0.0);
        let to = scrollable::AbsoluteOffset { x: None, y: Some(offset) };
        Action::Run(iced::widget::operation::scroll_to(self.list.clone(), to))
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let head = self.head(state);
        let join = button::primary("join", &t("room-list-join"), self.at.is_some().then_some(Message::Joined));
        let bookmark = button::secondary("bookmark", &t("room-list-bookmark"), self.at.is_some().then_some(Message::Bookmarked));
        let copy = button::secondary("copy", &t("room-list-copy"), self.at.is_some().then_some(Message::Copied));
        let close = button::secondary("close", &t("button-close"), Some(Message::Closed));
        let more = self.next.is_some() && !self.waiting;
        let more = more.then(|| button::secondary("more", &t("room-list-more"), Some(Message::MoreAsked)).into());
        let foot =
            form::foot(std::iter::once(self.count()).chain(more).collect(), vec![copy.into(), bookmark.into(), close.into(), join.into()]);
        let content = column![head, form::line(), container(self.list(id)).height(Length::Fill), foot];
        let content = modal(toast(content, &self.toast, Message::ToastOver), self.agreeing.then(|| self.agreement()));
        let start = Some(self.fields[1].clone()).filter(|_| !self.agreeing);
        frame::window(id, Self::title(), content)
            .start(start)
            .on_key(|key, _| match key {
                Key::Named(Named::Escape) => Some(Message::Closed),
                Key::Named(Named::ArrowDown) => Some(Message::Moved { down: true }),
                Key::Named(Named::ArrowUp) => Some(Message::Moved { down: false }),
                Key::Named(Named::Enter) => Some(Message::Joined),
                _ => None,
            })
            .into()
    }

    fn head<'a>(&'a self, state: &'a State) -> Element<'a, Message> {
        let arrows = |key: &Key, _| match key {
            Key::Named(Named::ArrowDown) => Some(Message::Moved { down: true }),
            Key::Named(Named::ArrowUp) => Some(Message::Moved { down: false }),
            _ => None,
        };
        let mut lines: Vec<Element<'a, Message>> = Vec::new();
        if state.accounts.len() > 1 {
            let accounts: Vec<String> = state.accounts.keys().map(ToString::to_string).collect();
            let at = state.accounts.keys().position(|account| Some(account) == self.account.as_ref()).unwrap_or(0);
            let name = t("join-room-account");
            lines.push(form::labelled(&name, choice("account", &name, &accounts, at, Message::AccountChosen)));
        }
        let place = t("room-list-where");
        let places = [t("room-list-one-server"), t("room-list-all-servers")];
        lines.push(form::labelled(&place, choice("where", &place, &places, usize::from(self.everywhere), Message::WhereChosen)));
        let (label, value, usual, offers, ask) = if self.everywhere {
            ("room-list-directory", &self.directory, DIRECTORY.to_owned(), Vec::new(), "room-list-search")
        } else {
            let offers = known::room_servers(&self.server, self.usual_server(), state);
            ("room-list-server", &self.server, self.usual_server(), offers, "room-list-ask")
        };
        let server = field::field(&self.fields[0], "server", &t(label), value)
            .placeholder(usual)
            .offers(offers)
            .on_input(Message::ServerEdited)
            .on_submit(Message::Asked);
        let ask = button::secondary("ask", &t(ask), (!self.waiting).then_some(Message::Asked));
        let server = row![container(server).width(Length::Fill), ask].spacing(8).align_y(alignment::Vertical::Top);
        lines.push(form::labelled(&t(label), server));
        let find = field::field(&self.fields[1], "find", &t("room-list-find"), &self.find)
            .placeholder(t("room-list-find-hint"))
            .on_input(Message::FindTyped)
            .on_submit(if self.everywhere && self.at.is_none() { Message::Asked } else { Message::Joined })
            .on_key(arrows);
        let orders = [t("room-list-by-people"), t("room-list-by-name")];
        let order = choice("sort", &t("room-list-sort"), &orders, usize::from(self.order == Order::Name), Message::Sorted);
        let find = row![container(find).width(Length::Fill), container(order).width(150)].spacing(8);
        lines.push(form::labelled(&t("room-list-find"), find));
        form::fields(lines)
    }

    /// Who learns what, before the first time.
    fn agreement<'a>(&self) -> Card<'a, Message> {
        let cancel = Id::new("agreement-cancel");
        let asked = self.search.as_ref();
        let directory = asked.map(|search| search.directory.to_string()).unwrap_or_default();
        let account = asked.map(|search| search.account.to_string()).unwrap_or_default();
        let told = t_with("room-list-agree-explain", &[("directory", directory.clone().into()), ("account", account.into())]);
        Card {
            headline: t_with("room-list-agree-question", &[("directory", directory.into())]),
            body: text(told).size(theme::LABEL).style(theme::dim).wrapping(text::Wrapping::WordOrGlyph).into(),
            buttons: vec![
                button::secondary("cancel", &t("button-cancel"), Some(Message::AgreementDismissed)).id(cancel.clone()).into(),
                button::primary("agree", &t("room-list-agree"), Some(Message::Agreed)).into(),
            ],
            start: Some(cancel),
            on_escape: Message::AgreementDismissed,
            on_enter: None,
        }
    }

    fn count<'a>(&self) -> Element<'a, Message> {
        let count = i64::try_from(self.shown().len()).unwrap_or(i64::MAX);
        if self.waiting || count == 0 {
            return space().into();
        }
        let words = t_with("room-list-count", &[("count", count.into())]);
        let status = Semantics { live: true, ..Semantics::new(Role::Status, "count", words.clone()) };
        accessible(status, text(words).size(theme::SMALL).style(theme::dim)).into()
    }

    fn list<'a>(&'a self, id: window::Id) -> Element<'a, Message> {
        let shown = self.shown();
        if shown.is_empty() {
            let (headline, advice) = match &self.problem {
                Some(problem) => (words::problem(problem), String::new()),
                None if self.waiting => (t("room-list-loading"), String::new()),
                None if self.everywhere && self.search.is_none() => (t("room-list-type"), t("room-list-press")),
                None if self.everywhere => (t("room-list-none-found"), String::new()),
                None if self.rooms.is_empty() => (t("room-list-empty"), t("room-list-empty-explain")),
                None => (t("room-list-none-found"), String::new()),
            };
            let said = Semantics { live: true, ..Semantics::new(Role::Status, "state", headline.clone()) };
            return accessible(said, empty::empty(None, headline, advice, None)).into();
        }
        let at = self.at.clone();
        long_list(LongList {
            id: self.list.clone(),
            semantics: Semantics::new(Role::ListBox, format!("rooms {id:?}"), t("room-list-title")),
            height: rows::HEIGHT,
            count: shown.len(),
            scrolled: self.offset,
            draw: move |index: usize| (keyed::key(&shown[index].room), one(shown[index], at.as_ref() == Some(&shown[index].room))),
            on_scroll: Message::Scrolled,
        })
    }
}

fn name(info: &RoomInfo) -> &str {
    let local = || info.room.as_str().split('@').next().unwrap_or_default();
    info.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or_else(local)
}

/// What is out of the ordinary about it.
fn signs(info: &RoomInfo) -> Vec<String> {
    let signs = [
        (info.options.members_only == Some(true), "room-list-sign-members"),
        (info.options.password_protected == Some(true), "room-list-sign-password"),
        (info.options.moderated == Some(true), "room-list-sign-moderated"),
        (info.options.persistent == Some(false), "room-list-sign-temporary"),
    ];
    signs.into_iter().filter(|(so, _)| *so).map(|(_, key)| t(key)).collect()
}

fn one<'a>(info: &RoomInfo, selected: bool) -> Element<'a, Message> {
    let about =
        info.description.clone().or_else(|| info.subject.clone()).map(|about| about.split_whitespace().collect::<Vec<_>>().join(" "));
    let about = about.filter(|about| about != name(info)).unwrap_or_else(|| info.room.to_string());
    let language = info.language.clone().map(|language| language.to_uppercase());
    let second: Vec<String> = signs(info).into_iter().chain(language).chain([bidi::isolate(&about)]).collect();
    let second = second.join(" · ");
    let people = info.occupants.map(|count| t_with("room-people", &[("count", count.into())]));
    let right = people.clone().map(|people| text(people).size(theme::SMALL).style(theme::dim).into());
    let picture = avatar::room(info.room.as_str(), 32.0);
    let face = rows::two_lines(picture, bidi::isolate(name(info)), second.clone(), right, false);
    let description = people.into_iter().chain([bidi::strip(&second)]).collect::<Vec<_>>().join(", ");
    let semantics = Semantics {
        selected: Some(selected),
        description,
        ..Semantics::new(Role::ListBoxOption, info.room.as_str(), bidi::strip(name(info)))
    };
    rows::choosable(semantics, face, EDGE, Message::Pressed(info.room.clone())).tab_stop(false).into()
}
