//! The windows, one struct a kind, and what any of them may ask of the program.
//!
//! A window knows neither the engine nor its siblings: it shows `model::State`, turns what the user did into its own
//! `Message`, and answers with an [`Action`]. A new kind is a file, a variant of [`Window`] and [`Message`], and its arms below.

pub mod about;
pub mod account_editor;
pub mod accounts;
pub mod add_buddy;
pub mod authorize;
pub mod buddy_list;
pub mod certificate;
pub mod change_password;
pub mod chat;
pub mod console;
pub mod history;
pub mod invite;
pub mod join_room;
pub mod new_message;
pub mod own_profile;
pub mod password;
pub mod preferences;
pub mod registration;
pub mod room_editor;
pub mod room_list;
pub mod room_people;
pub mod server_info;
pub mod shortcuts;
pub(super) mod talk;
pub mod user_info;

use super::text::Link;
use super::theme::Tokens;
use crate::model::uri::UriAction;
use crate::model::{BareJid, Command, Event, Jid, MessageId, Problem, Reply, State};
use iced::{Element, Size, Task, window};

/// What a window asks of the program.
#[allow(missing_debug_implementations)]
pub enum Action {
    None,
    /// Close this window.
    Close,
    /// Open a window, or raise the one that is there.
    Open(Opening),
    /// Give a command to the engine; a refusal is shown in the buddy list.
    Tell(Command),
    /// Give a command to the engine, and nobody cares for the answer.
    Keep(Command),
    /// Give a command to the engine; the answer comes back as a message.
    Ask(Command, Then),
    /// Something of iced's: scroll, focus.
    Run(Task<Message>),
    /// Give this window another size.
    Resize(Size),
    /// Hand an address to the desktop.
    OpenLink(Link),
    /// The user chooses a picture by the desktop's dialog.
    PickPicture(fn(Option<std::path::PathBuf>) -> Message),
    /// A tab of this chat window goes elsewhere.
    MoveTab(chat::Key, chat::Destination),
    /// A conversation was closed, and is remembered.
    Closed(chat::Key),
    /// The conversation that was closed last is opened again.
    Reopen,
    /// Somebody should look at this window.
    WantAttention,
    Quit,
    /// One after the other.
    All(Vec<Action>),
}

pub type Then = Box<dyn FnOnce(Result<Reply, Problem>) -> Message + Send>;

impl Action {
    /// A command and what its answer becomes.
    pub fn ask(command: Command, then: impl FnOnce(Result<Reply, Problem>) -> Message + Send + 'static) -> Self {
        Self::Ask(command, Box::new(then))
    }

    /// Two at once.
    pub fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }
}

/// Which window to open, with what it starts from.
#[derive(Debug, Clone, PartialEq)]
pub enum Opening {
    BuddyList,
    Accounts,
    AddAccount,
    ModifyAccount(BareJid),
    ChangePassword(BareJid),
    /// What an account publishes of its owner.
    OwnProfile(BareJid),
    /// All there is to know about somebody.
    UserInfo {
        account: BareJid,
        jid: BareJid,
    },
    /// Prefilled when somebody is to be added back.
    AddBuddy {
        account: Option<BareJid>,
        jid: Option<BareJid>,
        name: Option<String>,
        group: Option<String>,
    },
    Authorize,
    Password(BareJid),
    Certificate(BareJid),
    About,
    Console,
    Preferences,
    ServerInfo,
    Shortcuts,
    /// A chat window with this conversation in front.
    Conversation {
        account: BareJid,
        jid: Jid,
    },
    /// The same, with this message in view.
    Message {
        account: BareJid,
        jid: Jid,
        message: MessageId,
    },
    /// Of one conversation, or of all.
    History(Option<chat::Key>),
    /// The same, with all that called us in rooms.
    Mentions,
    NewMessage,
    CreateRoom,
    RoomList,
    RoomSettings {
        account: BareJid,
        room: BareJid,
    },
    /// Asks people into a room.
    Invite {
        account: BareJid,
        room: BareJid,
        people: Vec<BareJid>,
    },
    /// Members and bans of a room.
    RoomPeople {
        account: BareJid,
        room: BareJid,
    },
    /// What a room asks of those for whom it keeps a nickname.
    Registration {
        account: BareJid,
        room: BareJid,
    },
    /// With a room filled in, and why it refused us if it did.
    JoinRoom {
        again: Option<(BareJid, BareJid)>,
    },
}

/// Every kind of window.
#[derive(Debug)]
pub enum Window {
    About(about::About),
    AccountEditor(Box<account_editor::AccountEditor>),
    Accounts(accounts::Accounts),
    AddBuddy(add_buddy::AddBuddy),
    Authorize(authorize::Authorize),
    BuddyList(buddy_list::BuddyList),
    Certificate(certificate::Certificate),
    ChangePassword(change_password::ChangePassword),
    Chat(chat::Chat),
    Console(console::Console),
    History(history::History),
    JoinRoom(join_room::JoinRoom),
    NewMessage(new_message::NewMessage),
    OwnProfile(own_profile::OwnProfile),
    Password(password::Password),
    Preferences(preferences::Preferences),
    Registration(registration::Registration),
    RoomEditor(Box<room_editor::RoomEditor>),
    RoomList(Box<room_list::RoomList>),
    Invite(invite::Invite),
    RoomPeople(room_people::RoomPeople),
    ServerInfo(server_info::ServerInfo),
    Shortcuts(shortcuts::Shortcuts),
    UserInfo(user_info::UserInfo),
}

/// What happened in a window.
#[derive(Debug, Clone)]
pub enum Message {
    About(about::Message),
    AccountEditor(account_editor::Message),
    Accounts(accounts::Message),
    AddBuddy(add_buddy::Message),
    Authorize(authorize::Message),
    BuddyList(buddy_list::Message),
    Certificate(certificate::Message),
    ChangePassword(change_password::Message),
    Chat(chat::Message),
    Console(console::Message),
    History(history::Message),
    JoinRoom(join_room::Message),
    NewMessage(new_message::Message),
    OwnProfile(own_profile::Message),
    Password(password::Message),
    Preferences(preferences::Message),
    Registration(registration::Message),
    RoomEditor(room_editor::Message),
    RoomList(room_list::Message),
    Invite(invite::Message),
    RoomPeople(room_people::Message),
    ServerInfo(server_info::Message),
    Shortcuts(shortcuts::Message),
    UserInfo(user_info::Message),
}

impl Window {
    /// The window for an opening.
    pub fn new(opening: &Opening, state: &State) -> Self {
        match opening {
            Opening::About => Self::About(about::About),
            Opening::Console => Self::Console(console::Console::new(state)),
            Opening::ServerInfo => Self::ServerInfo(server_info::ServerInfo::new(state)),
            Opening::Preferences => Self::Preferences(preferences::Preferences::default()),
            Opening::Shortcuts => Self::Shortcuts(shortcuts::Shortcuts),
            Opening::Accounts => Self::Accounts(accounts::Accounts::new(state)),
            Opening::AddAccount => Self::AccountEditor(Box::new(account_editor::AccountEditor::add())),
            Opening::ModifyAccount(jid) => {
                let editor = state.accounts.get(jid).map(account_editor::AccountEditor::modify);
                Self::AccountEditor(Box::new(editor.unwrap_or_else(account_editor::AccountEditor::add)))
            }
            Opening::AddBuddy { account, jid, name, group } => {
                let mut window = add_buddy::AddBuddy::new(state, account.clone(), jid.as_ref(), name.clone());
                group.iter().for_each(|group| window.fill_in(group));
                Self::AddBuddy(window)
            }
            Opening::Authorize => Self::Authorize(authorize::Authorize::new(state)),
            Opening::BuddyList => Self::BuddyList(buddy_list::BuddyList::new(state)),
            Opening::Certificate(account) => Self::Certificate(certificate::Certificate::new(account.clone())),
            Opening::ChangePassword(account) => Self::ChangePassword(change_password::ChangePassword::new(account.clone())),
            Opening::OwnProfile(account) => Self::OwnProfile(own_profile::OwnProfile::new(account.clone())),
            Opening::UserInfo { account, jid } => Self::UserInfo(user_info::UserInfo::new(account.clone(), jid.clone())),
            Opening::Password(account) => Self::Password(password::Password::new(account.clone(), state)),
            Opening::Conversation { .. } | Opening::Message { .. } => Self::Chat(chat::Chat::default()),
            Opening::Mentions => Self::History(history::History::new(None)),
            Opening::History(within) => Self::History(history::History::new(within.clone())),
            Opening::RoomList => Self::RoomList(Box::new(room_list::RoomList::new(state))),
            Opening::Invite { account, room, people } => Self::Invite(invite::Invite::new(account.clone(), room.clone(), people)),
            Opening::RoomPeople { account, room } => Self::RoomPeople(room_people::RoomPeople::new(account.clone(), room.clone())),
            Opening::Registration { account, room } => Self::Registration(registration::Registration::new(account.clone(), room.clone())),
            Opening::CreateRoom => Self::RoomEditor(Box::new(room_editor::RoomEditor::create(state))),
            Opening::RoomSettings { account, room } => Self::RoomEditor(Box::new(room_editor::RoomEditor::change(account, room, state))),
            Opening::NewMessage => Self::NewMessage(new_message::NewMessage::new(state)),
            Opening::JoinRoom { again: Some((account, room)) } => Self::JoinRoom(join_room::JoinRoom::again(account, room, state)),
            Opening::JoinRoom { again: None } => Self::JoinRoom(join_room::JoinRoom::new(state)),
        }
    }

    /// What follows when it was opened, or raised, for an opening: a chat window brings the conversation to the front.
    pub fn opened(&mut self, opening: &Opening, state: &State) -> Action {
        match (self, opening) {
            (Self::Chat(window), Opening::Conversation { account, jid }) => {
                talk::chat(window.open(&chat::Key::new(account.clone(), jid.clone()), state))
            }
            (Self::Chat(window), Opening::Message { account, jid, message }) => {
                talk::chat(window.open_at(&chat::Key::new(account.clone(), jid.clone()), *message, state))
            }
            (Self::History(window), Opening::Mentions) => window.look_for_mentions(),
            (Self::History(window), Opening::History(within)) => window.look_within(within.clone()),
            (Self::Console(window), Opening::Console) => window.begin(),
            (Self::ServerInfo(window), Opening::ServerInfo) => window.begin(),
            (Self::AccountEditor(window), Opening::ModifyAccount(_)) => window.begin(state),
            (Self::RoomEditor(window), Opening::RoomSettings { .. }) => window.begin(),
            (Self::Registration(window), Opening::Registration { .. }) => window.begin(),
            (Self::OwnProfile(window), Opening::OwnProfile(_)) => window.begin(),
            (Self::UserInfo(window), Opening::UserInfo { .. }) => window.begin(),
            (Self::RoomList(window), Opening::RoomList) => window.begin(state),
            (Self::Invite(window), Opening::Invite { people, .. }) => {
                window.choose(people);
                Action::None
            }
            (Self::RoomPeople(window), Opening::RoomPeople { .. }) => window.begin(),
            _ => Action::None,
        }
    }

    /// What is asked of the engine when it is gone.
    pub fn closed(&self) -> Option<Command> {
        match self {
            Self::Console(window) => window.end(),
            Self::RoomEditor(window) => window.end(),
            _ => None,
        }
    }

    /// Takes over what a link brings, for the user to look at: nothing is sent.
    pub fn fill_in(&mut self, wish: &UriAction) {
        match (self, wish) {
            (Self::Chat(window), UriAction::Message { body: Some(body) }) => window.fill_in(body),
            (Self::JoinRoom(window), UriAction::Join { password: Some(password) }) => window.fill_in(password),
            (Self::AddBuddy(window), UriAction::Roster { group: Some(group), .. }) => window.fill_in(group),
            _ => {}
        }
    }

    /// It has the focus of the desktop, or lost it.
    pub fn focused(&mut self, focused: bool, state: &State) -> Action {
        match self {
            Self::Chat(window) => talk::chat(window.update(chat::Message::Focused(focused), state)),
            _ => Action::None,
        }
    }

    /// Whether this window is what an opening asks for: it is raised then, and no second one opened.
    pub fn is(&self, opening: &Opening) -> bool {
        match (self, opening) {
            (Self::About(_), Opening::About)
            | (Self::Console(_), Opening::Console)
            | (Self::Preferences(_), Opening::Preferences)
            | (Self::RoomList(_), Opening::RoomList)
            | (Self::ServerInfo(_), Opening::ServerInfo)
            | (Self::Shortcuts(_), Opening::Shortcuts)
            | (Self::Accounts(_), Opening::Accounts)
            | (Self::Authorize(_), Opening::Authorize)
            | (Self::BuddyList(_), Opening::BuddyList)
            | (Self::Chat(_), Opening::Conversation { .. } | Opening::Message { .. })
            | (Self::History(_), Opening::History(_) | Opening::Mentions)
            | (Self::NewMessage(_), Opening::NewMessage)
            | (Self::JoinRoom(_), Opening::JoinRoom { again: None })
            | (Self::AddBuddy(_), Opening::AddBuddy { jid: None, group: None, .. }) => true,
            (Self::AccountEditor(editor), Opening::AddAccount) => editor.account().is_none(),
            (Self::AccountEditor(editor), Opening::ModifyAccount(jid)) => editor.account() == Some(jid),
            (Self::Certificate(window), Opening::Certificate(account)) => window.account() == account,
            (Self::Invite(window), Opening::Invite { account, room, .. }) => window.about() == (account, room),
            (Self::RoomPeople(window), Opening::RoomPeople { account, room }) => window.about() == (account, room),
            (Self::Registration(window), Opening::Registration { account, room }) => window.about() == (account, room),
            (Self::RoomEditor(window), Opening::CreateRoom) => window.about().is_none(),
            (Self::RoomEditor(window), Opening::RoomSettings { account, room }) => window.about() == Some((account, room)),
            (Self::Password(window), Opening::Password(account)) => window.account() == account,
            (Self::ChangePassword(window), Opening::ChangePassword(account)) => window.account() == account,
            (Self::OwnProfile(window), Opening::OwnProfile(account)) => window.account() == account,
            (Self::UserInfo(window), Opening::UserInfo { account, jid }) => window.about() == (account, jid),
            _ => false,
        }
    }

    pub fn title(&self, state: &State) -> String {
        match self {
            Self::About(_) => about::About::title(),
            Self::AccountEditor(editor) => editor.title(),
            Self::Accounts(_) => accounts::Accounts::title(),
            Self::AddBuddy(_) => add_buddy::AddBuddy::title(),
            Self::Authorize(_) => authorize::Authorize::title(),
            Self::BuddyList(_) => buddy_list::BuddyList::title(),
            Self::Certificate(_) => certificate::Certificate::title(),
            Self::ChangePassword(_) => change_password::ChangePassword::title(),
            Self::OwnProfile(_) => own_profile::OwnProfile::title(),
            Self::UserInfo(_) => user_info::UserInfo::title(),
            Self::Chat(window) => window.title(state),
            Self::JoinRoom(_) => join_room::JoinRoom::title(),
            Self::NewMessage(_) => new_message::NewMessage::title(),
            Self::Password(_) => password::Password::title(),
            Self::Console(_) => console::Console::title(),
            Self::History(_) => history::History::title(),
            Self::Preferences(_) => preferences::Preferences::title(),
            Self::RoomEditor(window) => window.title(state),
            Self::RoomList(_) => room_list::RoomList::title(),
            Self::Invite(window) => window.title(state),
            Self::RoomPeople(window) => window.title(state),
            Self::Registration(window) => window.title(state),
            Self::ServerInfo(_) => server_info::ServerInfo::title(),
            Self::Shortcuts(_) => shortcuts::Shortcuts::title(),
        }
    }

    /// Its first size, and the smallest one.
    pub fn size(&self) -> (Size, Size) {
        let fixed = |width, height| (Size::new(width, height), Size::new(width, height));
        match self {
            Self::About(_) => fixed(360.0, 340.0),
            Self::AccountEditor(editor) => (editor.size(), Size::new(420.0, 340.0)),
            Self::Accounts(_) => (Size::new(540.0, 360.0), Size::new(500.0, 280.0)),
            Self::AddBuddy(window) => window.size(),
            Self::Authorize(window) => (window.size(), Size::new(400.0, 240.0)),
            Self::BuddyList(_) => (Size::new(320.0, 720.0), Size::new(272.0, 320.0)),
            Self::Certificate(_) => (Size::new(520.0, 392.0), Size::new(480.0, 360.0)),
            Self::ChangePassword(_) => (change_password::SIZE, change_password::SIZE),
            Self::OwnProfile(_) => (own_profile::SIZE, own_profile::SMALLEST),
            Self::UserInfo(_) => (user_info::SIZE, user_info::SMALLEST),
            Self::Chat(_) => (Size::new(720.0, 720.0), Size::new(420.0, 320.0)),
            Self::JoinRoom(_) => (join_room::SIZE, join_room::SIZE),
            Self::NewMessage(_) => (new_message::SIZE, new_message::SIZE),
            Self::Console(_) => (console::SIZE, console::SMALLEST),
            Self::History(_) => (history::SIZE, history::SMALLEST),
            Self::ServerInfo(_) => (server_info::SIZE, Size::new(440.0, 320.0)),
            Self::Invite(_) => (invite::SIZE, invite::SMALLEST),
            Self::RoomPeople(_) => (room_people::SIZE, room_people::SMALLEST),
            Self::Registration(_) => (registration::SIZE, registration::SMALLEST),
            Self::RoomList(_) => (room_list::SIZE, room_list::SMALLEST),
            Self::RoomEditor(_) => (room_editor::SIZE, room_editor::SMALLEST),
            Self::Preferences(_) => (preferences::SIZE, Size::new(420.0, 320.0)),
            Self::Shortcuts(_) => (Size::new(560.0, 640.0), Size::new(480.0, 360.0)),
            Self::Password(_) => (Size::new(420.0, 250.0), Size::new(400.0, 240.0)),
        }
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match (self, message) {
            (Self::About(_), Message::About(message)) => about::About::update(message),
            (Self::AccountEditor(window), Message::AccountEditor(message)) => window.update(message, state),
            (Self::Accounts(window), Message::Accounts(message)) => window.update(message, state),
            (Self::AddBuddy(window), Message::AddBuddy(message)) => window.update(message, state),
            (Self::Authorize(window), Message::Authorize(message)) => window.update(message, state),
            (Self::BuddyList(window), Message::BuddyList(message)) => window.update(message, state),
            (Self::Certificate(window), Message::Certificate(message)) => window.update(message, state),
            (Self::Chat(window), Message::Chat(message)) => talk::chat(window.update(message, state)),
            (Self::JoinRoom(window), Message::JoinRoom(message)) => talk::join_room(window.update(message, state)),
            (Self::NewMessage(window), Message::NewMessage(message)) => talk::new_message(window.update(message, state)),
            (Self::Password(window), Message::Password(message)) => window.update(message, state),
            (Self::ChangePassword(window), Message::ChangePassword(message)) => window.update(message),
            (Self::OwnProfile(window), Message::OwnProfile(message)) => window.update(message),
            (Self::UserInfo(window), Message::UserInfo(message)) => window.update(message),
            (Self::Console(window), Message::Console(message)) => window.update(message),
            (Self::History(window), Message::History(message)) => window.update(message, state),
            (Self::ServerInfo(window), Message::ServerInfo(message)) => window.update(message),
            (Self::Invite(window), Message::Invite(message)) => window.update(message, state),
            (Self::RoomPeople(window), Message::RoomPeople(message)) => window.update(message),
            (Self::Registration(window), Message::Registration(message)) => window.update(message),
            (Self::RoomList(window), Message::RoomList(message)) => window.update(message, state),
            (Self::RoomEditor(window), Message::RoomEditor(message)) => window.update(message, state),
            (Self::Preferences(window), Message::Preferences(message)) => window.update(message, state),
            (Self::Shortcuts(_), Message::Shortcuts(message)) => shortcuts::Shortcuts::update(message),
            // The window that asked is gone, and another took its place.
            _ => Action::None,
        }
    }

    /// Events that have just been applied to the state, each once.
    pub fn on_events(&mut self, events: &[Event], state: &State) -> Action {
        let removed = |account: &BareJid| events.iter().any(|event| matches!(event, Event::AccountRemoved(jid) if jid == account));
        if self.bound_to().is_some_and(removed) {
            return Action::Close;
        }
        match self {
            Self::Accounts(window) => window.on_state(state),
            Self::Authorize(window) => window.on_state(state),
            Self::BuddyList(window) => window.on_events(events, state),
            Self::Certificate(window) => window.on_state(state),
            Self::Chat(window) => talk::chat(window.apply(events, state)),
            Self::Password(window) => window.on_events(events, state),
            Self::Console(window) => {
                window.on_events(events);
                Action::None
            }
            Self::AddBuddy(window) => {
                window.on_state(state);
                Action::None
            }
            Self::JoinRoom(window) => {
                window.on_state(state);
                Action::None
            }
            Self::NewMessage(window) => {
                window.on_state(state);
                Action::None
            }
            Self::About(_)
            | Self::AccountEditor(_)
            | Self::ChangePassword(_)
            | Self::OwnProfile(_)
            | Self::UserInfo(_)
            | Self::History(_)
            | Self::RoomEditor(_)
            | Self::RoomList(_)
            | Self::Invite(_)
            | Self::RoomPeople(_)
            | Self::Registration(_)
            | Self::Preferences(_)
            | Self::ServerInfo(_)
            | Self::Shortcuts(_) => Action::None,
        }
    }

    /// The account that it makes no sense without.
    fn bound_to(&self) -> Option<&BareJid> {
        match self {
            Self::AccountEditor(window) => window.account(),
            Self::ChangePassword(window) => Some(window.account()),
            Self::OwnProfile(window) => Some(window.account()),
            Self::UserInfo(window) => Some(window.account()),
            Self::RoomEditor(window) => window.account(),
            Self::Invite(window) => Some(window.account()),
            Self::RoomPeople(window) => Some(window.account()),
            Self::Registration(window) => Some(window.account()),
            _ => None,
        }
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State, tokens: &'static Tokens) -> Element<'a, Message> {
        match self {
            Self::About(window) => window.view(id).map(Message::About),
            Self::AccountEditor(window) => window.view(id, state).map(Message::AccountEditor),
            Self::Accounts(window) => window.view(id, state).map(Message::Accounts),
            Self::AddBuddy(window) => window.view(id, state).map(Message::AddBuddy),
            Self::Authorize(window) => window.view(id, state).map(Message::Authorize),
            Self::BuddyList(window) => window.view(id, state).map(Message::BuddyList),
            Self::Certificate(window) => window.view(id, state).map(Message::Certificate),
            Self::Chat(window) => window.view(id, state, tokens).map(Message::Chat),
            Self::JoinRoom(window) => window.view(id, state).map(Message::JoinRoom),
            Self::RoomEditor(window) => window.view(id, state).map(Message::RoomEditor),
            Self::RoomList(window) => window.view(id, state).map(Message::RoomList),
            Self::Invite(window) => window.view(id, state).map(Message::Invite),
            Self::RoomPeople(window) => window.view(id, state).map(Message::RoomPeople),
            Self::Registration(window) => window.view(id, state).map(Message::Registration),
            Self::NewMessage(window) => window.view(id, state).map(Message::NewMessage),
            Self::Password(window) => window.view(id, state).map(Message::Password),
            Self::ChangePassword(window) => window.view(id).map(Message::ChangePassword),
            Self::OwnProfile(window) => window.view(id, state).map(Message::OwnProfile),
            Self::UserInfo(window) => window.view(id, state).map(Message::UserInfo),
            Self::Console(window) => window.view(id, state, tokens).map(Message::Console),
            Self::History(window) => window.view(id, state).map(Message::History),
            Self::ServerInfo(window) => window.view(id, state).map(Message::ServerInfo),
            Self::Preferences(window) => window.view(id, state).map(Message::Preferences),
            Self::Shortcuts(window) => window.view(id).map(Message::Shortcuts),
        }
    }
}
