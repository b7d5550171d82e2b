//! A desk with several windows on it: tasks are run, windows open and close, the engine is played.

use super::accessibility::tree::Snapshot;
use super::faces;
use super::testing::{Screen, lines};
use super::theme::Appearance;
use fantail::engine::{Engine, Envelope};
use fantail::model::discovery::Item;
use fantail::model::form::{Choice, Field, FieldKind, Form};
use fantail::model::search::{Search, Word};
use fantail::model::{
    Account, AccountState, AccountStatus, Affiliated, Affiliation, Archiving, BareJid, Certificate, Command, Contact, Conversation, Event,
    Fingerprint, Found, Kind, Message as TalkMessage, Problem, Reply, Request, Room, RoomChoice, RoomInfo, RosterItem, Show, State,
    Subscription,
};
use fantail::ui::app::{App, Message, Options, OutsideSource};
use fantail::ui::pictures;
use fantail::ui::semantics::Role;
use iced::advanced::widget::operation::{Operation, Outcome};
use iced::futures::StreamExt;
use iced::keyboard::{Modifiers, key::Named};
use iced::{Point, Size, Task, mouse, window};
use iced_test::runtime::{Action, task, window::Action as WindowAction};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub const PLAIN: Modifiers = Modifiers::empty();

pub struct Desk {
    pub app: App,
    screens: BTreeMap<window::Id, Screen>,
    /// Where windows stand.
    places: BTreeMap<window::Id, Point>,
    /// In the order of their opening.
    open: Vec<window::Id>,
    commands: Arc<Mutex<Vec<Command>>>,
    refusal: Arc<Mutex<Option<Problem>>>,
    reply: Arc<Mutex<Option<Reply>>>,
    pub ended: bool,
    /// Windows that were given the keyboard, one after the other.
    pub raised: Vec<window::Id>,
    /// Pictures that the windows want to draw.
    wanted: pictures::Wanted,
    /// What tasks that wait for a moment run on.
    runtime: tokio::runtime::Runtime,
}

/// As the store would: all words, the newest message first.
fn find(messages: &[TalkMessage], search: &Search) -> Vec<TalkMessage> {
    let has = |body: &str, word: &Word| {
        let (Word::Exact(word) | Word::Prefix(word)) = word;
        body.to_lowercase().contains(&word.to_lowercase())
    };
    let within = |said: &&TalkMessage| search.conversation.as_ref().is_none_or(|conversation| said.conversation == *conversation);
    let then =
        |said: &&TalkMessage| search.after.is_none_or(|after| said.time >= after) && search.before.is_none_or(|before| said.time < before);
    let names = |said: &&TalkMessage| !search.mention || said.body.contains("student");
    let found = messages
        .iter()
        .rev()
        .filter(within)
        .filter(then)
        .filter(names)
        .filter(|said| search.words.iter().all(|word| has(&said.body, word)));
    let mut found: Vec<TalkMessage> = found.cloned().collect();
    found.sort_by_key(|said| std::cmp::Reverse(said.time));
    found
}

/// What the rooms' service lists.
fn rooms() -> Vec<RoomInfo> {
    let room = |name: &str, title: &str, about: &str, occupants, choices: &[RoomChoice]| {
        let mut info = RoomInfo::unknown(jid(&format!("{name}@conference.jabber.uni-mainz.de")), Some(title.into()));
        info.description = Some(about.to_owned()).filter(|about| !about.is_empty());
        info.occupants = Some(occupants);
        RoomChoice::ALL.into_iter().for_each(|choice| info.options.set(choice, Some(choices.contains(&choice))));
        info
    };
    use RoomChoice::{MembersOnly, Moderated, PasswordProtected, Persistent, Public};
    vec![
        room("numerics", "Numerics tutorial", "Sheets, questions and sometimes answers", 23, &[Persistent, Public]),
        room("lecture", "Physics lecture", "Questions go to the tutors", 212, &[Persistent, Public, Moderated]),
        room("council", "Student council", "", 7, &[Persistent, Public, MembersOnly, PasswordProtected]),
        room("lunch", "Lunch today?", "Mensa at noon", 3, &[Public]),
    ]
}

/// Who is on a list of a room.
fn affiliated(affiliation: Affiliation) -> Vec<Affiliated> {
    let person = |name: &str, reason: Option<&str>| Affiliated {
        jid: jid(&format!("{name}@jabber.uni-mainz.de")),
        affiliation,
        reason: reason.map(Into::into),
    };
    match affiliation {
        Affiliation::Member => vec![person("clara", None), person("jonas", None), person("miriam", None)],
        Affiliation::Outcast => vec![person("tybalt", Some("Brawls in the tutorial"))],
        _ => Vec::new(),
    }
}

/// A server's form for a room.
pub fn room_form() -> Form {
    let field = |name: &str, kind, label: &str, value: &str| Field {
        name: name.into(),
        kind,
        label: Some(label.to_owned()).filter(|label| !label.is_empty()),
        values: vec![value.into()],
        ..Field::default()
    };
    let choice = |value: &str, label: &str| Choice { value: value.into(), label: Some(label.into()) };
    let fields = vec![
        field("FORM_TYPE", FieldKind::Hidden, "", "http://jabber.org/protocol/muc#roomconfig"),
        field("muc#roomconfig_roomname", FieldKind::Text, "Title", "Numerics tutorial"),
        field("muc#roomconfig_persistentroom", FieldKind::Boolean, "Persistent (room should remain even when it is empty)", "1"),
        field("muc#roomconfig_publicroom", FieldKind::Boolean, "Include room information in public lists", "1"),
        field("muc#roomconfig_membersonly", FieldKind::Boolean, "Only allow members to join", "0"),
        field("muc#roomconfig_roomsecret", FieldKind::Text, "Password", ""),
        Field {
            choices: vec![choice("moderators", "Moderators only"), choice("anyone", "Anyone")],
            ..field("muc#roomconfig_whois", FieldKind::OneOf, "Addresses (JIDs) of room occupants may be viewed by:", "moderators")
        },
    ];
    Form { title: None, instructions: Some("Complete and submit this form to configure the room.".into()), fields }
}

impl Desk {
    /// The program just started, with this state in the engine.
    pub fn new(state: State) -> Self {
        Self::with_history(state, Vec::new())
    }

    /// The same, with these messages in the archive.
    pub fn with_history(state: State, messages: Vec<TalkMessage>) -> Self {
        let (engine, mut envelopes) = Engine::channel();
        let commands = Arc::new(Mutex::new(Vec::new()));
        let refusal = Arc::new(Mutex::new(None));
        let reply: Arc<Mutex<Option<Reply>>> = Arc::default();
        let (log, refuse, answered) = (Arc::clone(&commands), Arc::clone(&refusal), Arc::clone(&reply));
        std::thread::spawn(move || {
            while let Some(envelope) = envelopes.blocking_recv() {
                let Envelope::Command(command, answer) = envelope else { continue };
                let reply = match (&command, refuse.lock().unwrap().take()) {
                    (Command::State, _) => Ok(Reply::State(Box::new(state.clone()))),
                    (Command::History { conversation, .. }, _) => {
                        Ok(Reply::Messages(messages.iter().filter(|message| message.conversation == *conversation).cloned().collect()))
                    }
                    (Command::HistoryFrom { conversation, message, .. }, _) => {
                        let from = |said: &&TalkMessage| said.conversation == *conversation && said.id >= *message;
                        Ok(Reply::Messages(messages.iter().filter(from).cloned().collect()))
                    }
                    (_, Some(problem)) => Err(problem),
                    (Command::HistoryAround { conversation, message, .. }, None) => {
                        let there: Vec<_> = messages.iter().filter(|said| said.conversation == *conversation).cloned().collect();
                        let at = there.iter().position(|said| said.id == *message).unwrap_or_default();
                        Ok(Reply::Messages(there.into_iter().skip(at.saturating_sub(2)).take(at.min(2) + 3).collect()))
                    }
                    (Command::Search { search, .. }, None) => Ok(Reply::Messages(find(&messages, search))),
                    (Command::Archiving { change, .. }, None) => Ok(Reply::Archiving(change.unwrap_or(Archiving::Always))),
                    (Command::Export { .. }, None) => Ok(Reply::Exported { path: "/home/me/Downloads/Fantail.html".into(), count: 3 }),
                    (Command::RoomInfo { room, .. }, None) => rooms()
                        .into_iter()
                        .find(|info| info.room == *room)
                        .map(|info| Reply::RoomInfo(Box::new(info)))
                        .ok_or(Problem::stanza("item-not-found")),
                    (Command::DiscoverItems { jid, .. }, None) if jid.domain().as_str().starts_with("conference.") => {
                        let item = |info: RoomInfo| Item { jid: info.room.into(), node: None, name: None };
                        // What belongs to another server is nothing to ask about.
                        let elsewhere = RoomInfo::unknown("victim@elsewhere.example".parse().unwrap(), None);
                        Ok(Reply::Items(rooms().into_iter().chain([elsewhere]).map(item).collect()))
                    }
                    // Two pages: the second when it is asked for.
                    (Command::SearchRooms { after, .. }, None) => {
                        let mut rooms = rooms();
                        let last = rooms.pop();
                        let (rooms, next) =
                            if after.is_none() { (rooms, Some("1".to_owned())) } else { (last.into_iter().collect(), None) };
                        Ok(Reply::Found(Found { rooms, next }))
                    }
                    (Command::Affiliated { affiliation, .. }, None) => Ok(Reply::Affiliated(affiliated(*affiliation))),
                    (Command::RoomForm { .. }, None) => Ok(Reply::Form(Box::new(room_form()))),
                    (
                        Command::Profile { .. }
                        | Command::ChangePassword { .. }
                        | Command::RegistrationForm { .. }
                        | Command::Discover { .. }
                        | Command::CreateRoom { .. }
                        | Command::ConfigureRoom { .. },
                        None,
                    ) => Ok(answered.lock().unwrap().take().unwrap_or(Reply::Done)),
                    (_, None) => Ok(Reply::Done),
                };
                if !matches!(
                    command,
                    Command::State | Command::Attention(_) | Command::Wake | Command::SetDraft { .. } | Command::Typing { .. }
                ) {
                    log.lock().unwrap().push(command);
                }
                let _ = answer.send(reply);
            }
        });
        let (_, outside) = tokio::sync::mpsc::unbounded_channel();
        let (app, task) = App::new(engine, Options { open_window: true }, OutsideSource::new(outside));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
        let mut desk = Self {
            app,
            screens: BTreeMap::new(),
            places: BTreeMap::new(),
            open: Vec::new(),
            commands,
            refusal,
            reply,
            ended: false,
            raised: Vec::new(),
            wanted: pictures::wanted(),
            runtime,
        };
        desk.run(task);
        desk
    }

    pub fn send(&mut self, message: Message) {
        let task = self.app.update(message);
        self.run(task);
    }

    pub fn event(&mut self, event: Event) {
        self.send(Message::Events(vec![event]));
    }

    fn run(&mut self, task: Task<Message>) {
        let Some(mut stream) = task::into_stream(task) else { return };
        while let Some(action) = self.runtime.block_on(stream.next()) {
            match action {
                Action::Output(message) => self.send(message),
                Action::Window(WindowAction::Open(id, settings, opened)) => {
                    self.open.push(id);
                    if let window::Position::Specific(place) = settings.position {
                        self.places.insert(id, place);
                    }
                    self.screens.insert(id, Screen::new(settings.size.width, settings.size.height));
                    let _ = opened.send(id);
                }
                Action::Window(WindowAction::Close(id)) => self.close(id),
                Action::Window(WindowAction::Resize(id, size)) => {
                    if let Some(screen) = self.screens.get_mut(&id) {
                        screen.resize(size);
                    }
                }
                Action::Window(WindowAction::GetPosition(id, answer)) => {
                    let _ = answer.send(self.places.get(&id).copied());
                }
                Action::Window(WindowAction::GetSize(id, answer)) => {
                    let _ = answer.send(self.screens.get(&id).map(Screen::size).unwrap_or_default());
                }
                Action::Widget(operation) => self.operate(operation),
                Action::Window(WindowAction::GainFocus(id)) => self.raised.push(id),
                Action::Exit => self.ended = true,
                _ => {}
            }
        }
    }

    /// Makes a window as small as it can be; its size then.
    pub fn shrink(&mut self, title: &str) -> Size {
        let id = self.window(title);
        let (_, smallest) = self.app.windows().find(|(open, _)| *open == id).unwrap().1.size();
        self.screens.get_mut(&id).unwrap().resize(smallest);
        smallest
    }

    /// What code does to widgets reaches all windows, as it does in the real program.
    fn operate(&mut self, operation: Box<dyn Operation>) {
        let mut current = Some(operation);
        while let Some(mut operation) = current.take() {
            for (id, screen) in &mut self.screens {
                screen.operate(self.app.view(*id), operation.as_mut());
            }
            if let Outcome::Chain(next) = operation.finish() {
                current = Some(next);
            }
        }
    }

    /// As if the program had been started with this palette.
    pub fn wear(&mut self, appearance: Appearance) {
        self.app.wear(appearance);
    }

    /// The system goes light or dark.
    pub fn show_as(&mut self, appearance: Appearance) {
        let mode = if appearance == Appearance::Light { iced::theme::Mode::Light } else { iced::theme::Mode::Dark };
        self.send(Message::System(mode));
    }

    pub fn close(&mut self, id: window::Id) {
        self.open.retain(|open| *open != id);
        self.screens.remove(&id);
        self.send(Message::Closed(id));
    }

    /// What the windows are about: their titles without what is unread there.
    pub fn titles(&self) -> Vec<String> {
        self.open.iter().map(|id| self.about(*id)).collect()
    }

    fn about(&self, id: window::Id) -> String {
        let title = self.app.title(id);
        match title.rsplit_once(" (") {
            Some((name, unread)) if unread.trim_end_matches(')').parse::<u32>().is_ok() => name.to_owned(),
            _ => title,
        }
    }

    pub fn window(&self, title: &str) -> window::Id {
        let titles = self.titles();
        let at = titles.iter().position(|known| known == title).unwrap_or_else(|| panic!("no {title:?} in {titles:?}"));
        self.open[at]
    }

    fn on(&mut self, title: &str, run: impl FnOnce(&mut Screen, &App, window::Id) -> Vec<Message>) {
        let id = self.window(title);
        let mut screen = self.screens.remove(&id).unwrap();
        let messages = run(&mut screen, &self.app, id);
        self.screens.insert(id, screen);
        messages.into_iter().for_each(|message| self.send(message));
    }

    pub fn tree(&mut self, title: &str) -> Snapshot {
        let id = self.window(title);
        let mut screen = self.screens.remove(&id).unwrap();
        // What a first frame tells (a list its scroll position) is told before the look.
        let messages = screen.send(self.app.view(id), &[]);
        messages.into_iter().for_each(|message| self.send(message));
        let tree = screen.tree(self.app.view(id));
        self.screens.insert(id, screen);
        tree
    }

    pub fn focused(&mut self, title: &str) -> String {
        super::testing::focused(&self.tree(title))
    }

    pub fn has(&mut self, title: &str, role: Role, name: &str) -> bool {
        self.tree(title).find(role, name).is_some()
    }

    pub fn click(&mut self, title: &str, role: Role, name: &str) {
        self.on(title, |screen, app, id| screen.click(|| app.view(id), role, name));
    }

    pub fn right_click(&mut self, title: &str, role: Role, name: &str) {
        self.on(title, |screen, app, id| screen.press(|| app.view(id), mouse::Button::Right, role, name));
    }

    pub fn key(&mut self, title: &str, key: Named) {
        self.on(title, |screen, app, id| screen.key(app.view(id), key, PLAIN));
    }

    /// A named key with others held.
    pub fn key_with(&mut self, title: &str, key: Named, modifiers: Modifiers) {
        self.on(title, |screen, app, id| screen.key(app.view(id), key, modifiers));
    }

    /// A click with keys held.
    pub fn pick(&mut self, title: &str, modifiers: Modifiers, role: Role, name: &str) {
        self.on(title, |screen, app, id| screen.pick(|| app.view(id), modifiers, role, name));
    }

    /// Presses one row and moves the pointer to another one, without letting go.
    pub fn drag(&mut self, title: &str, from: &str, to: &str) {
        let (from, to) = (self.row(title, from), self.row(title, to));
        self.point(title, from, &[mouse::Event::ButtonPressed(mouse::Button::Left)]);
        self.point(title, to, &[]);
        self.point(title, to, &[]);
    }

    pub fn let_go(&mut self, title: &str, over: &str) {
        let over = self.row(title, over);
        self.point(title, over, &[mouse::Event::ButtonReleased(mouse::Button::Left)]);
    }

    /// Takes a tab and lets it go at a point of the same window, or beyond its edges.
    pub fn drag_tab(&mut self, title: &str, name: &str, to: Point) {
        let mut from = Point::ORIGIN;
        self.on(title, |screen, app, id| {
            from = screen.middle(app.view(id), Role::Tab, name);
            Vec::new()
        });
        let window = self.window(title);
        let mut point = |at: Point, then: &[mouse::Event]| {
            // The title follows the tab in front.
            let title = self.about(window);
            self.point(&title, at, then);
        };
        point(from, &[mouse::Event::ButtonPressed(mouse::Button::Left)]);
        point(Point::new(from.x, from.y + 20.0), &[]);
        point(to, &[]);
        point(to, &[mouse::Event::ButtonReleased(mouse::Button::Left)]);
    }

    pub fn size(&self, title: &str) -> Size {
        self.screens[&self.window(title)].size()
    }

    /// The user draws a window larger or smaller.
    pub fn resize(&mut self, title: &str, size: Size) {
        let id = self.window(title);
        self.screens.get_mut(&id).unwrap().resize(size);
    }

    /// Where a window stands on the screen.
    pub fn place(&self, title: &str) -> Point {
        self.places[&self.window(title)]
    }

    /// The pointer rests on a row until all there is to know of it is shown.
    pub fn rest_on(&mut self, title: &str, name: &str) {
        let row = self.row(title, name);
        self.point(title, row, &[]);
        self.on(title, |screen, app, id| {
            screen.rest(app.view(id), std::time::Duration::from_secs(2));
            Vec::<Message>::new()
        });
    }

    fn row(&mut self, title: &str, name: &str) -> Point {
        let mut at = Point::ORIGIN;
        self.on(title, |screen, app, id| {
            at = screen.middle(app.view(id), Role::ListBoxOption, name);
            Vec::new()
        });
        at
    }

    fn point(&mut self, title: &str, at: Point, then: &[mouse::Event]) {
        self.on(title, |screen, app, id| screen.point(app.view(id), at, then));
    }

    /// What a window shows, as assistive technologies read it.
    pub fn lines(&mut self, title: &str) -> Vec<String> {
        lines(&self.tree(title))
    }

    pub fn shortcut(&mut self, title: &str, letter: char, modifiers: Modifiers) {
        self.on(title, |screen, app, id| screen.letter(app.view(id), letter, modifiers));
    }

    pub fn type_text(&mut self, title: &str, text: &str) {
        self.tree(title);
        text.chars().for_each(|letter| self.shortcut(title, letter, PLAIN));
    }

    /// What was asked of the engine since the last look.
    pub fn commands(&self) -> Vec<Command> {
        std::mem::take(&mut *self.commands.lock().unwrap())
    }

    /// The next command, which nobody waited for: it may still be on its way.
    pub fn next_command(&self) -> Command {
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let mut commands = self.commands.lock().unwrap();
            if !commands.is_empty() {
                return commands.remove(0);
            }
            drop(commands);
            assert!(std::time::Instant::now() < deadline, "no command came");
            std::thread::yield_now();
        }
    }

    /// The next question for a profile, or for what somebody can do, or the next wish for a room, is answered so.
    pub fn answer(&self, reply: Reply) {
        *self.reply.lock().unwrap() = Some(reply);
    }

    /// The pictures come that were wanted since.
    pub fn bring_pictures(&mut self) {
        while let Some(look) = self.wanted.try_next() {
            pictures::here(look, Some(look.cut_out(&faces::draw(look.id, look.side()))));
        }
    }

    /// The next command is refused.
    pub fn refuse(&self, problem: Problem) {
        *self.refusal.lock().unwrap() = Some(problem);
    }

    /// The screen of a window, to be kept: the window is not drawn any more.
    pub fn screen(&mut self, title: &str) -> (Screen, window::Id) {
        let id = self.window(title);
        (self.screens.remove(&id).unwrap(), id)
    }
}

pub fn jid(text: &str) -> BareJid {
    text.parse().unwrap()
}

pub fn me() -> BareJid {
    jid("student@jabber.uni-mainz.de")
}

pub fn account(problem: Option<Problem>) -> AccountStatus {
    let state = match &problem {
        None => AccountState::Online,
        Some(problem) if problem.needs_user() => AccountState::Failed,
        Some(_) => AccountState::Connecting,
    };
    AccountStatus { state, problem, ..AccountStatus::new(Account::new(me(), "Fantail-abc123".into())) }
}

pub fn certificate() -> Certificate {
    Certificate {
        sha256: Fingerprint([0xab; 32]),
        subject: "jabber.uni-mainz.de".into(),
        issuer: "Somebody".into(),
        not_after: "2027-01-02T00:00:00Z".parse().unwrap(),
        fault: Some(fantail::model::account::CertificateFault::UnknownIssuer),
    }
}

pub fn contact(address: &str, name: &str, group: &str, show: Show, status: &str) -> Contact {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let item = RosterItem {
        jid: jid(address),
        name: text(name),
        groups: text(group).into_iter().collect(),
        subscription: Subscription::Both,
        ask: false,
    };
    Contact { account: me(), item, show, status: text(status), resources: Vec::new() }
}

pub fn request(address: &str, nick: Option<&str>, message: Option<&str>) -> Request {
    let time = "2026-11-22T12:00:00Z".parse().unwrap();
    Request { account: me(), jid: jid(address), nick: nick.map(Into::into), message: message.map(Into::into), time }
}

/// An account that is online, with buddies, a room and something unread.
pub fn lively() -> State {
    let mut state = State::default();
    let mut room = Room::new(me(), jid("numerics@conference.jabber.uni-mainz.de"), "student".into());
    room.state = fantail::model::RoomState::Joined;
    room.name = Some("Numerics tutorial".into());
    room.occupants = 6;
    let today = |hour, minute| jiff::Zoned::now().date().at(hour, minute, 0, 0).to_zoned(jiff::tz::TimeZone::system()).unwrap().timestamp();
    let talk = |address: &str, kind, unread, time, body: &str| {
        Event::Conversation(Conversation {
            account: me(),
            conversation: jid(address).into(),
            kind,
            unread,
            mentions: 0,
            last_time: Some(time),
            last_body: Some(body.into()),
            typing: Default::default(),
        })
    };
    let uni = "@jabber.uni-mainz.de";
    let looks = |of: &str, face| Event::Picture { account: me(), jid: of.parse().unwrap(), picture: Some(faces::id(face)) };
    for event in [
        Event::Account(Box::new(account(None))),
        Event::Roster(contact(
            &format!("clara{uni}"),
            "Clara Weber",
            "University",
            Show::Available,
            "Writing: the slides are nearly done…",
        )),
        Event::Roster(contact(&format!("berger{uni}"), "Prof. Berger", "University", Show::Away, "In a lecture until 16:00")),
        Event::Roster(contact(&format!("jonas{uni}"), "Jonas Hoffmann", "University", Show::Dnd, "")),
        Event::Roster(contact(&format!("mira{uni}"), "Mira Krämer", "University", Show::Offline, "")),
        Event::Roster(contact("anna@example.org", "", "Friends", Show::Chat, "")),
        Event::Room(Box::new(room)),
        talk(&format!("clara{uni}"), Kind::Chat, 2, today(14, 7), "the slides are nearly done too"),
        talk("numerics@conference.jabber.uni-mainz.de", Kind::Groupchat, 9, today(13, 52), "Leon: exercise 4b is due on Friday"),
        looks(&format!("clara{uni}"), 0),
        looks(&format!("berger{uni}"), 1),
        looks("numerics@conference.jabber.uni-mainz.de/Leon", 2),
        looks("anna@example.org", 3),
    ] {
        state.apply(&event);
    }
    state
}
