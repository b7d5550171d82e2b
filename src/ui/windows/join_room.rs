//! Join a Chat: room, server, nickname, password; what a refusal means is said in the dialog.

use super::add_buddy::usual_account;
use crate::i18n::{t, t_with};
use crate::model::{AccountState, BareJid, Command, Problem, Reply, RoomState, Secret, State};
use crate::ui::known;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::text::bidi;
use crate::ui::theme;
use crate::ui::widgets::{button, choice, field, form, scope, tick};
use crate::ui::windows::chat::{Key, words};
use iced::advanced::widget::Id;
use iced::keyboard::{Key as Pressed, key::Named};
use iced::widget::{column, container, space, text};
use iced::{Element, Length, Size, window};

pub const SIZE: Size = Size::new(420.0, 388.0);

/// What the user did in the dialog, and what the room said.
#[derive(Debug, Clone)]
pub enum Message {
    AccountChosen(usize),
    RoomEdited(String),
    ServerEdited(String),
    NickEdited(String),
    PasswordEdited(String),
    AutojoinSet(bool),
    /// Which rooms there are.
    ListWanted,
    Submitted,
    Cancelled,
    Answered(Result<Reply, Problem>),
}

/// What the dialog asks of whoever opened it.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    None,
    Close,
    /// Answered with [`Message::Answered`].
    Join(Command),
    /// We are in: closes the dialog, too.
    OpenChat(Key),
    /// The list of rooms instead of this dialog.
    RoomList,
}

#[derive(Debug)]
pub struct JoinRoom {
    account: Option<BareJid>,
    room: String,
    /// Empty: the account's own conference server, as the placeholder says.
    server: String,
    /// Empty: the name before the @ of the account, as the placeholder says.
    nick: String,
    password: String,
    /// At every sign-in, on every device.
    autojoin: bool,
    fields: [Id; 4],
    start: usize,
    tried: bool,
    joining: bool,
    refusal: Option<String>,
}

/// Which field is wrong, and the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    Room(String),
    Server(String),
    Nick(String),
    /// None of them: the account.
    Account(String),
}

/// What is to be joined.
struct Wish {
    account: BareJid,
    room: BareJid,
    nick: String,
}

impl JoinRoom {
    /// An account that has gone is none to be chosen.
    pub fn on_state(&mut self, state: &State) {
        if self.account.as_ref().is_some_and(|account| !state.accounts.contains_key(account)) {
            self.account = usual_account(state);
        }
    }

    pub fn new(state: &State) -> Self {
        let online = state.accounts.values().find(|account| account.state == AccountState::Online);
        let account = online.or(state.accounts.values().next()).map(|account| account.jid().clone());
        Self {
            account,
            room: String::new(),
            server: String::new(),
            nick: String::new(),
            password: String::new(),
            autojoin: false,
            fields: std::array::from_fn(|_| Id::unique()),
            start: 0,
            tried: false,
            joining: false,
            refusal: None,
        }
    }

    /// For a room that is known: when it refused us, all is there but what it wants otherwise.
    pub fn again(account: &BareJid, room: &BareJid, state: &State) -> Self {
        let known = state.rooms.get(&(account.clone(), room.clone()));
        let problem = known.and_then(|known| if let RoomState::Failed(problem) = &known.state { Some(problem) } else { None });
        let (name, server) = (room.node().map_or("", |node| node.as_str()).to_owned(), room.domain().as_str().to_owned());
        let start = match problem.map(Problem::condition) {
            Some("not-authorized") => 3,
            Some(_) => 2,
            None => 0,
        };
        let refusal = problem.map(|problem| words::refusal(problem, &server, false));
        let nick = known.map_or_else(String::new, |known| known.nick.clone());
        let autojoin = known.is_some_and(|known| known.autojoin);
        Self { account: Some(account.clone()), room: name, server, nick, autojoin, start, refusal, ..Self::new(state) }
    }

    /// The password that a link brings.
    pub fn fill_in(&mut self, password: &Secret) {
        password.reveal().clone_into(&mut self.password);
    }

    pub fn title() -> String {
        t("join-room-title")
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::AccountChosen(index) => self.account = state.accounts.keys().nth(index).cloned(),
            Message::RoomEdited(room) => self.edit_room(room),
            Message::ServerEdited(server) => self.server = server,
            Message::NickEdited(nick) => self.nick = nick,
            Message::PasswordEdited(password) => self.password = password,
            Message::AutojoinSet(autojoin) => self.autojoin = autojoin,
            Message::Submitted => return self.submit(state),
            Message::ListWanted => return Action::RoomList,
            Message::Cancelled => return Action::Close,
            Message::Answered(answer) => return self.answered(answer),
        }
        (self.tried, self.refusal) = (false, None);
        Action::None
    }

    /// A whole address or link that is pasted fills both fields.
    fn edit_room(&mut self, room: String) {
        let plain = room.trim();
        let address = plain.strip_prefix("xmpp:").map_or(plain, |rest| rest.split(['?', ';']).next().unwrap_or(rest));
        match address.split_once('@') {
            // As it is typed the server is not whole yet: it goes over when it comes at once.
            Some((name, server)) if !server.is_empty() && self.room.len() + 1 < room.len() => {
                self.server = server.split('/').next().unwrap_or(server).to_owned();
                self.room = name.to_owned();
            }
            _ => self.room = room,
        }
    }

    fn submit(&mut self, state: &State) -> Action {
        if self.joining {
            return Action::None;
        }
        self.tried = true;
        self.refusal = None;
        let Ok(Wish { account, room, nick }) = self.wish(state) else { return Action::None };
        // The room may know us by a name of its own.
        let nick = Some(nick).filter(|_| !self.nick.trim().is_empty());
        self.joining = true;
        let password = (!self.password.is_empty()).then(|| Secret::new(self.password.clone()));
        Action::Join(Command::JoinRoom { account, room, nick, password, autojoin: self.autojoin })
    }

    fn answered(&mut self, answer: Result<Reply, Problem>) -> Action {
        self.joining = false;
        match answer {
            Ok(Reply::Room(room)) => Action::OpenChat(Key::new(room.account, room.room)),
            Ok(_) => Action::Close,
            Err(problem) => {
                self.start = match problem.condition() {
                    "conflict" | "not-acceptable" => 2,
                    "not-authorized" => 3,
                    _ => 0,
                };
                // A new name takes the focus.
                self.fields[self.start] = Id::unique();
                self.refusal = Some(words::refusal(&problem, &self.server(), !self.password.is_empty()));
                Action::None
            }
        }
    }

    fn server(&self) -> String {
        let typed = self.server.trim();
        if typed.is_empty() { self.usual_server() } else { typed.to_owned() }
    }

    fn usual_server(&self) -> String {
        self.account.as_ref().map_or_else(String::new, |account| format!("conference.{}", account.domain()))
    }

    fn usual_nick(&self) -> String {
        self.account.as_ref().and_then(|account| account.node()).map_or_else(String::new, |node| node.as_str().to_owned())
    }

    /// It is about something that was typed, not about what is still missing.
    fn is_typed(&self, fault: &Fault) -> bool {
        let typed = match fault {
            Fault::Room(_) => &self.room,
            Fault::Server(_) => &self.server,
            Fault::Nick(_) => &self.nick,
            Fault::Account(_) => return false,
        };
        // An address typed letter by letter is no wrong name yet.
        !typed.trim().is_empty() && !typed.trim().ends_with('@')
    }

    /// What was typed, checked: the same for the errors, the button and Enter.
    fn wish(&self, state: &State) -> Result<Wish, Fault> {
        let account = self.account.clone().ok_or_else(|| Fault::Account(t("join-room-no-account")))?;
        let online = state.accounts.get(&account).is_some_and(|account| account.state == AccountState::Online);
        let typed = self.room.trim();
        // Typed letter by letter the address may still be whole in the first field.
        let (name, server) = match typed.split_once('@') {
            Some((name, server)) if !server.is_empty() => (name, server.to_owned()),
            _ => (typed, self.server()),
        };
        let bad_server = || Fault::Server(t("join-room-invalid-server"));
        let whole = |c: char| c.is_whitespace() || matches!(c, '@' | '/');
        if server.is_empty() || server.contains(whole) || BareJid::new(&server).is_err() {
            return Err(bad_server());
        }
        if name.is_empty() || name.contains(whole) {
            return Err(Fault::Room(t("join-room-invalid-room")));
        }
        let room = BareJid::new(&format!("{name}@{server}")).map_err(|_| Fault::Room(t("join-room-invalid-room")))?;
        let nick = Some(self.nick.trim()).filter(|nick| !nick.is_empty()).map_or_else(|| self.usual_nick(), str::to_owned);
        if room.with_resource_str(&nick).is_err() {
            return Err(Fault::Nick(t("join-room-invalid-nick")));
        }
        if !online {
            let words = t_with("join-room-offline", &[("account", account.to_string().into())]);
            return Err(Fault::Account(words));
        }
        Ok(Wish { account, room, nick })
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let fault = self.wish(state).err().filter(|fault| !self.joining && (self.tried || self.is_typed(fault)));
        let wrong = |which: fn(&Fault) -> Option<&String>| fault.as_ref().and_then(which).cloned();
        let mut fields: Vec<Element<'a, Message>> = Vec::new();
        if state.accounts.len() > 1 {
            let accounts: Vec<String> = state.accounts.keys().map(ToString::to_string).collect();
            let selected = state.accounts.keys().position(|account| Some(account) == self.account.as_ref()).unwrap_or(0);
            let name = t("join-room-account");
            fields.push(form::labelled(&name, choice::choice("account", &name, &accounts, selected, Message::AccountChosen)));
        }
        let mut line =
            |place: usize, key: &str, name: String, value: &str, hint: String, error: Option<String>, on: fn(String) -> Message| {
                let mut line =
                    field::field(&self.fields[place], key, &name, value).placeholder(hint).error(error).on_submit(Message::Submitted);
                if !self.joining {
                    line = line.on_input(on);
                }
                match place {
                    0 => line = line.offers(known::rooms(value, self.account.as_ref(), state)),
                    1 => line = line.offers(known::room_servers(value, self.usual_server(), state)),
                    _ => {}
                }
                if place == 3 {
                    line = line.secure();
                }
                fields.push(form::labelled(&name, line));
            };
        let room = wrong(|fault| if let Fault::Room(words) = fault { Some(words) } else { None });
        let server = wrong(|fault| if let Fault::Server(words) = fault { Some(words) } else { None });
        let nick = wrong(|fault| if let Fault::Nick(words) = fault { Some(words) } else { None });
        line(0, "room", t("join-room-room"), &self.room, t("join-room-room-hint"), room, Message::RoomEdited);
        line(1, "server", t("join-room-server"), &self.server, self.usual_server(), server, Message::ServerEdited);
        line(2, "nick", t("join-room-nick"), &self.nick, self.usual_nick(), nick, Message::NickEdited);
        line(3, "password", t("join-room-password"), &self.password, t("join-room-password-hint"), None, Message::PasswordEdited);
        fields.push(form::beside(tick::tick("autojoin", &t("join-room-autojoin"), self.autojoin, Message::AutojoinSet)));
        fields.push(form::beside(self.below(&fault)));
        let join = button::primary("join", &t("join-room-join"), (!self.joining).then_some(Message::Submitted));
        let cancel = button::secondary("cancel", &t("chat-cancel"), Some(Message::Cancelled));
        let list = button::secondary("list", &t("join-room-list"), Some(Message::ListWanted));
        let content =
            column![form::fields(fields), space().height(Length::Fill), form::foot(vec![list.into()], vec![cancel.into(), join.into()])];
        let scoped = scope::scope(content).start(self.fields[self.start].clone()).on_key(|key, _| match key {
            Pressed::Named(Named::Escape) => Some(Message::Cancelled),
            _ => None,
        });
        accessible(Semantics::window(id, Self::title()), scoped).into()
    }

    /// Below the fields: what goes on, what went wrong, or what is good to know.
    fn below<'a>(&self, fault: &Option<Fault>) -> Element<'a, Message> {
        let alarm = self.refusal.clone().or(match fault {
            Some(Fault::Account(words)) => Some(words.clone()),
            Some(Fault::Room(_) | Fault::Server(_) | Fault::Nick(_)) | None => None,
        });
        if self.joining {
            let words = t_with("join-room-joining", &[("room", self.room.trim().to_owned().into())]);
            return said("joining", words, false);
        }
        alarm.map_or_else(|| form::hint(t("join-room-explain")), |words| said("refusal", words, true))
    }
}

/// Something that is read aloud when it comes.
fn said<'a>(key: &str, words: String, alarming: bool) -> Element<'a, Message> {
    let role = if alarming { Role::Alert } else { Role::Status };
    let semantics = Semantics { live: true, ..Semantics::new(role, key, bidi::strip(&words)) };
    let style = if alarming { theme::danger } else { theme::dim };
    accessible(semantics, container(text(words).size(theme::LABEL).style(style))).into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::Room;
    use crate::ui::testing::{Screen, check_rules, focused, lines};
    use crate::ui::windows::chat::tests::{bare, key, state};
    use iced::keyboard::Modifiers;

    struct Desk {
        dialog: JoinRoom,
        state: State,
        screen: Screen,
        id: window::Id,
    }

    impl Desk {
        fn new() -> Self {
            let state = state();
            Self { dialog: JoinRoom::new(&state), state, screen: Screen::new(SIZE.width, SIZE.height), id: window::Id::unique() }
        }

        fn write(&mut self, text: &str) {
            for letter in text.chars() {
                let messages = self.screen.letter(self.dialog.view(self.id, &self.state), letter, Modifiers::empty());
                messages.into_iter().for_each(|message| assert_eq!(self.dialog.update(message, &self.state), Action::None));
            }
        }

        fn press(&mut self, named: Named) -> Action {
            let messages = self.screen.key(self.dialog.view(self.id, &self.state), named, Modifiers::empty());
            messages.into_iter().map(|message| self.dialog.update(message, &self.state)).next_back().unwrap_or(Action::None)
        }

        fn lines(&mut self) -> Vec<String> {
            let tree = self.screen.tree(self.dialog.view(self.id, &self.state));
            check_rules(&tree);
            lines(&tree)
        }

        fn focused(&mut self) -> String {
            focused(&self.screen.tree(self.dialog.view(self.id, &self.state)))
        }
    }

    fn join(room: &str, nick: Option<&str>, password: Option<&str>) -> Action {
        let (room, nick, password) = (bare(room), nick.map(str::to_owned), password.map(Secret::new));
        Action::Join(Command::JoinRoom { account: bare("me@jabber.example"), room, nick, password, autojoin: false })
    }

    #[test]
    fn the_keyboard_goes_from_room_to_password_and_enter_joins() {
        let mut desk = Desk::new();
        assert_eq!(desk.focused(), "TextInput Room");
        desk.write("tea");
        desk.press(Named::Tab);
        desk.write("muc.example");
        desk.press(Named::Tab);
        desk.write("romeo");
        desk.press(Named::Tab);
        assert_eq!(desk.focused(), "PasswordInput Password");
        desk.write("secret");
        assert_eq!(desk.press(Named::Enter), join("tea@muc.example", Some("romeo"), Some("secret")));
        assert!(desk.lines().iter().any(|line| line.starts_with("Status Joining")), "{:#?}", desk.lines());
    }

    #[test]
    fn what_is_left_empty_is_what_the_placeholders_say() {
        let mut desk = Desk::new();
        desk.write("tea");
        assert_eq!(desk.press(Named::Enter), join("tea@conference.jabber.example", None, None));
    }

    #[test]
    fn a_whole_address_fills_room_and_server_pasted_or_typed() {
        let mut desk = Desk::new();
        desk.dialog.update(Message::RoomEdited("xmpp:tea@muc.example?join".into()), &desk.state.clone());
        assert_eq!((desk.dialog.room.as_str(), desk.dialog.server.as_str()), ("tea", "muc.example"));
        let mut desk = Desk::new();
        desk.write("tea@muc.example");
        assert_eq!(desk.press(Named::Enter), join("tea@muc.example", None, None));
    }

    #[test]
    fn a_wrong_field_says_so_and_nothing_is_sent() {
        let mut desk = Desk::new();
        assert_eq!(desk.press(Named::Enter), Action::None);
        assert!(desk.lines().iter().any(|line| line.contains("Enter the room")), "{:#?}", desk.lines());
        let mut desk = Desk::new();
        desk.write("tea");
        desk.press(Named::Tab);
        desk.write("a b");
        assert_eq!(desk.press(Named::Enter), Action::None);
        assert!(desk.lines().iter().any(|line| line.contains("not a server")), "{:#?}", desk.lines());
    }

    #[test]
    fn a_refusal_is_said_in_the_dialog_with_the_focus_where_it_helps() {
        for (condition, words, focus) in [
            ("not-authorized", "password", "PasswordInput Password"),
            ("conflict", "nickname", "TextInput Nickname"),
            ("registration-required", "Only members", "TextInput Room"),
        ] {
            let mut desk = Desk::new();
            desk.write("tea");
            desk.press(Named::Enter);
            let answer = desk.dialog.update(Message::Answered(Err(Problem::stanza(condition))), &desk.state.clone());
            assert_eq!(answer, Action::None);
            assert!(desk.lines().iter().any(|line| line.starts_with("Alert") && line.contains(words)), "{:#?}", desk.lines());
            assert_eq!(desk.focused(), focus);
        }
    }

    #[test]
    fn a_room_may_be_entered_at_every_sign_in() {
        let mut desk = Desk::new();
        desk.write("tea");
        assert_eq!(desk.dialog.update(Message::AutojoinSet(true), &desk.state.clone()), Action::None);
        let Action::Join(Command::JoinRoom { autojoin, .. }) = desk.press(Named::Enter) else { panic!("not joined") };
        assert!(autojoin);
    }

    #[test]
    fn once_in_the_chat_opens() {
        let mut desk = Desk::new();
        let room = Room::new(bare("me@jabber.example"), bare("tea@muc.example"), "me".into());
        let answer = Message::Answered(Ok(Reply::Room(Box::new(room))));
        assert_eq!(desk.dialog.update(answer, &desk.state.clone()), Action::OpenChat(key("tea@muc.example")));
    }
}
