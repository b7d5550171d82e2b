//! The program with windows: an iced daemon that shows the engine's state and carries out what its windows ask for.

mod conversations;
mod desk;
mod placement;
mod places;
mod sources;
mod tabs;
mod zoom;

use super::accessibility::{self, Accessibility};
use super::pictures;
use super::theme::{self, Appearance};
use super::widgets::icon;
use super::windows::{self, Action, Opening, Window};
use crate::desktop::dialog;
use crate::engine::Engine;
use crate::i18n::t;
use crate::model::uri::XmppUri;
use crate::model::{AccountStatus, Attention, Command, Event, Palette, Problem, Reply, State};
use desk::{Unasked, is_touch};
use iced::time::Duration;
use iced::{Element, Subscription, Task, Theme, window};
pub use sources::OutsideSource;
use sources::{EventSource, PictureSource};
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::mpsc;

/// The name under which the desktop knows the program.
pub const APP_ID: &str = "im.fantail.Fantail";

/// How the program starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// `false`: no window until somebody asks for one.
    pub open_window: bool,
}

pub use crate::desktop::instance::Outside;

/// Runs until the last window is closed or the user quits.
pub fn run(engine: Engine, options: Options, outside: mpsc::UnboundedReceiver<Outside>) -> Result<(), String> {
    let outside = OutsideSource::new(outside);
    let wished = std::env::var("ICED_THEME").ok().and_then(|name| Appearance::named(&name));
    let boot = move || {
        let (mut app, task) = App::new(engine.clone(), options, outside.clone());
        if let Some(wished) = wished {
            app.wear(wished);
        }
        if serves_screen_readers() {
            app.accessibility = Some(Accessibility::default());
        }
        (app, task)
    };
    iced::daemon(boot, App::update, App::view)
        .title(App::title)
        .theme(App::theme)
        .scale_factor(|app, _| app.state.settings.zoom.factor())
        .style(|_, theme| theme::base(theme))
        .subscription(App::subscription)
        .settings(settings())
        .run()
        .map_err(|error| error.to_string())
}

pub(super) fn settings() -> iced::Settings {
    iced::Settings {
        id: Some(APP_ID.to_owned()),
        fonts: theme::FONTS.map(Into::into).to_vec(),
        default_font: theme::REGULAR,
        default_text_size: theme::BODY.into(),
        ..iced::Settings::default()
    }
}

/// So long nobody looks before servers may hold back what can wait.
const RESTS: Duration = Duration::from_secs(60);

#[derive(Debug, Clone)]
pub enum Message {
    /// What the engine did, at most once per 16 ms.
    Events(Vec<Event>),
    EngineEnded,
    /// What there is when the program starts.
    Started(Result<Reply, Problem>),
    Outside(Outside),
    System(iced::theme::Mode),
    Opened(window::Id),
    Closed(window::Id),
    Focused(window::Id, bool),
    Zoomed(zoom::Step),
    /// A key or a button was pressed in a window.
    Touched(window::Id),
    Window(window::Id, windows::Message),
    /// The answer to a question of a window; taken once.
    Answered(window::Id, Answer),
    /// A window is elsewhere on the screen, or of another size.
    Moved(window::Id),
    /// Nobody has looked for a while.
    Rested,
    /// Pictures are here that a window wanted to draw.
    Pictures(pictures::Fetched),
    PlacesWanted,
    PlacesKnown(Vec<places::Placed>),
    /// A tab was let go outside its window.
    Dropped(tabs::Drop),
    Accessibility(accessibility::Event),
    /// The answer to a command that nobody waits for.
    Told(Result<Reply, Problem>),
    Quitted,
}

/// A message that is made where it is used.
#[derive(Debug, Clone)]
pub struct Answer(windows::Message);

#[derive(Debug)]
pub struct App {
    engine: Engine,
    outside: OutsideSource,
    pictures: PictureSource,
    state: State,
    windows: BTreeMap<window::Id, Window>,
    /// Conversations that were closed, the last one at the end.
    closed: Vec<windows::chat::Key>,
    /// What the desktop has.
    system: Appearance,
    /// Asked for by name when the program was started: the system is not followed then.
    wished: Option<Appearance>,
    focused: Option<window::Id>,
    /// The window that was opened or raised last: it is the one to have the keyboard.
    newest: Option<window::Id>,
    /// Windows on their way, and whether they are to close as soon as they are there: nothing can close them before.
    coming: BTreeMap<window::Id, bool>,
    /// Windows that opened by themselves and were not looked at since.
    unasked: BTreeMap<window::Id, Unasked>,
    /// Windows whose place is to be kept.
    replaced: BTreeSet<window::Id>,
    /// Somebody is at the windows, as the engine was told last.
    attention: Attention,
    /// A window was looked at since the start.
    looked: bool,
    /// `None` where screen readers are not served.
    accessibility: Option<Accessibility>,
    icon: Option<window::Icon>,
    open_window: bool,
    /// What came from outside before the state was known.
    early: Option<Vec<Outside>>,
    quitting: bool,
}

impl App {
    /// The first task asks what there is; the windows follow the answer.
    pub fn new(engine: Engine, options: Options, outside: OutsideSource) -> (Self, Task<Message>) {
        let app = Self {
            pictures: PictureSource::new(engine.clone()),
            engine,
            outside,
            state: State::default(),
            windows: BTreeMap::new(),
            closed: Vec::new(),
            system: Appearance::default(),
            replaced: BTreeSet::new(),
            wished: None,
            focused: None,
            newest: None,
            coming: BTreeMap::new(),
            unasked: BTreeMap::new(),
            attention: Attention::default(),
            looked: false,
            accessibility: None,
            icon: window_icon(),
            open_window: options.open_window,
            early: Some(Vec::new()),
            quitting: false,
        };
        let state = Task::perform(app.engine.call(Command::State), Message::Started);
        (app, Task::batch([state, iced::system::theme().map(Message::System)]))
    }

    /// Keeps to a palette from now on, whatever the system has.
    pub fn wear(&mut self, wished: Appearance) {
        self.wished = Some(wished);
    }

    pub fn update(&mut self, message: Message) -> Task<Message> {
        let zoom = self.state.settings.zoom;
        let task = self.handle(message);
        let fitted = self.fit(zoom);
        let told =
            self.accessibility.as_ref().map_or(Task::none(), |accessibility| accessibility.refresh(self.state.settings.zoom.factor()));
        Task::batch([task, fitted, told])
    }

    fn handle(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Started(reply) => {
                let early = self.early.take().unwrap_or_default();
                early.into_iter().fold(self.start(reply), |task, wish| task.chain(self.carry_out(wish)))
            }
            Message::Events(events) => self.apply(&events),
            Message::EngineEnded | Message::Quitted => iced::exit(),
            Message::Outside(wish) => match &mut self.early {
                Some(early) if wish != Outside::Quit => {
                    early.push(wish);
                    Task::none()
                }
                _ => self.carry_out(wish),
            },
            Message::System(mode) => {
                self.system = if mode == iced::theme::Mode::Dark { Appearance::Dark } else { Appearance::Light };
                Task::none()
            }
            Message::Opened(id) => self.came(id),
            Message::Closed(id) => self.closed(id),
            Message::Focused(id, focused) => self.focus_moved(id, focused),
            Message::Touched(id) => self.touched(id),
            Message::Zoomed(step) => self.zoom(step),
            Message::Dropped(drop) => self.dropped(&drop),
            Message::Moved(id) => self.moved(id),
            Message::Pictures(fetched) => {
                fetched.take_in();
                Task::none()
            }
            Message::PlacesWanted => self.ask_places(),
            Message::PlacesKnown(placed) => self.keep_places(placed),
            Message::Accessibility(event) => {
                self.accessibility.as_mut().map_or(Task::none(), |accessibility| accessibility.update(event).map(Message::Accessibility))
            }
            Message::Answered(id, Answer(message)) | Message::Window(id, message) => {
                let Some(window) = self.windows.get_mut(&id) else { return Task::none() };
                let action = window.update(message, &self.state);
                self.act(id, action)
            }
            Message::Rested if self.attention == Attention::Away && self.looked => self.set_attention(Attention::Resting),
            Message::Told(Ok(_)) | Message::Rested => Task::none(),
            Message::Told(Err(problem)) => {
                for window in self.windows.values_mut() {
                    if let Window::BuddyList(list) = window {
                        list.refused(&problem);
                    }
                }
                Task::none()
            }
        }
    }

    pub fn view(&self, id: window::Id) -> Element<'_, Message> {
        match self.windows.get(&id) {
            Some(window) => window.view(id, &self.state, theme::of(self.appearance())).map(move |message| Message::Window(id, message)),
            None => iced::widget::space().into(),
        }
    }

    pub fn title(&self, id: window::Id) -> String {
        self.windows.get(&id).map_or_else(|| "Fantail".to_owned(), |window| window.title(&self.state))
    }

    /// The palette in use: by the command line's word, by the user's choice, as the desktop has it.
    pub fn appearance(&self) -> Appearance {
        let chosen = match self.state.settings.look.palette {
            Palette::System => self.system,
            Palette::Light => Appearance::Light,
            Palette::Dark => Appearance::Dark,
            Palette::HighContrast => Appearance::HighContrast,
        };
        self.wished.unwrap_or(chosen)
    }

    pub fn theme(&self, _: window::Id) -> Theme {
        theme::theme(self.appearance())
    }

    fn subscription(&self) -> Subscription<Message> {
        // Every message rebuilds the windows: touches are listened to only while they tell something.
        let touches = match self.unasked.is_empty() {
            true => Subscription::none(),
            false => iced::event::listen_with(|event, _, id| is_touch(&event).then_some(Message::Touched(id))),
        };
        let rests = match (self.attention, self.looked) {
            (Attention::Away, true) => iced::time::every(RESTS).map(|_| Message::Rested),
            _ => Subscription::none(),
        };
        let assistance = self.accessibility.as_ref().map_or(Subscription::none(), Accessibility::subscription);
        Subscription::batch([
            touches,
            rests,
            assistance.map(Message::Accessibility),
            EventSource::new(self.engine.clone()).subscription(),
            self.outside.subscription(),
            self.pictures.subscription(),
            iced::system::theme_changes().map(Message::System),
            iced::event::listen_with(|event, _, _| zoom::step(&event).map(Message::Zoomed)),
            window::close_events().map(Message::Closed),
            iced::event::listen_with(|event, _, id| match event {
                iced::Event::Window(window::Event::Focused) => Some(Message::Focused(id, true)),
                iced::Event::Window(window::Event::Unfocused) => Some(Message::Focused(id, false)),
                iced::Event::Window(window::Event::Moved(_) | window::Event::Resized(_)) => Some(Message::Moved(id)),
                _ => None,
            }),
        ])
    }

    /// The windows that are open.
    pub fn windows(&self) -> impl Iterator<Item = (window::Id, &Window)> {
        self.windows.iter().map(|(id, window)| (*id, window))
    }

    fn carry_out(&mut self, wish: Outside) -> Task<Message> {
        match wish {
            Outside::OpenUri(uri) => {
                let shown = self.show();
                match XmppUri::parse(&uri) {
                    Some(uri) => shown.chain(self.open_uri(&uri)),
                    None => shown,
                }
            }
            Outside::Show => {
                let shown = self.show();
                shown.chain(self.ask_what_waits())
            }
            Outside::Quit => self.quit(),
        }
    }

    fn start(&mut self, reply: Result<Reply, Problem>) -> Task<Message> {
        // Events may have come before: they are the same state, or a newer one.
        if let Ok(Reply::State(state)) = reply
            && self.state == State::default()
        {
            self.state = *state;
        }
        if !self.open_window {
            return Task::none();
        }
        let shown = self.show();
        shown.chain(self.ask_what_waits())
    }

    /// Questions that were there before the windows.
    fn ask_what_waits(&mut self) -> Task<Message> {
        let mut questions: Vec<_> = self.state.accounts.values().filter_map(account_question).collect();
        if !self.state.requests.is_empty() {
            questions.push(Opening::Authorize);
        }
        Task::batch(questions.iter().map(|question| self.open_quietly(question)).collect::<Vec<_>>())
    }

    /// The buddy list; at the first start the Accounts window and Add Account on top of it.
    fn show(&mut self) -> Task<Message> {
        if !self.state.accounts.is_empty() || self.windows.values().any(|window| matches!(window, Window::BuddyList(_))) {
            return self.open(&Opening::BuddyList);
        }
        let accounts = self.open(&Opening::Accounts);
        accounts.chain(self.open(&Opening::AddAccount))
    }

    fn apply(&mut self, events: &[Event]) -> Task<Message> {
        for event in events {
            if let Event::Picture { picture: Some(id), .. } = event {
                pictures::told(*id);
            }
        }
        let before: Vec<_> = events.iter().flat_map(|event| self.question(event)).collect();
        events.iter().for_each(|event| self.state.apply(event));
        let questions: Vec<_> = events.iter().flat_map(|event| self.question(event)).filter(|asked| !before.contains(asked)).collect();
        let ids: Vec<_> = self.windows.keys().copied().collect();
        let mut tasks = Vec::new();
        for id in ids {
            if let Some(window) = self.windows.get_mut(&id) {
                let action = window.on_events(events, &self.state);
                tasks.push(self.act(id, action));
            }
        }
        // In the background nothing opens by itself: what waits is asked when the windows are opened.
        if !self.windows.is_empty() {
            tasks.push(self.knock(events));
            tasks.extend(questions.iter().map(|question| self.open_quietly(question)));
        }
        Task::batch(tasks)
    }

    /// The window that an event asks for, as things stand.
    fn question(&self, event: &Event) -> Option<Opening> {
        match event {
            Event::Request(request) => {
                let key = (request.account.clone(), request.jid.clone());
                self.state.requests.contains_key(&key).then_some(Opening::Authorize)
            }
            Event::Account(status) => self.state.accounts.get(status.jid()).and_then(account_question),
            _ => None,
        }
    }

    fn act(&mut self, id: window::Id, action: Action) -> Task<Message> {
        match action {
            Action::None => Task::none(),
            Action::Close => self.close(id),
            Action::Open(opening) => self.open(&opening),
            Action::Tell(command) => self.tell(command),
            Action::Keep(command) => {
                if let Command::SetDraft { account, conversation, body } = command.clone() {
                    // The engine tells of it later: a window that opens before finds it here.
                    self.state.apply(&Event::Draft { account, conversation, body });
                }
                drop(self.engine.ask(command));
                Task::none()
            }
            Action::Ask(command, then) => {
                // Asked here and not in the task: tasks overtake each other, and a second message would go out before the first.
                let answer = self.engine.call(command);
                Task::perform(answer, move |answer| Message::Answered(id, Answer(then(answer))))
            }
            Action::Run(task) => task.map(move |message| Message::Window(id, message)),
            Action::Resize(size) => window::resize(id, size),
            Action::OpenLink(link) => self.open_link(&link),
            Action::PickPicture(chosen) => {
                Task::perform(dialog::picture(t("picture-title")), move |path| Message::Window(id, chosen(path)))
            }
            Action::Closed(key) => {
                self.remember_closed(key);
                Task::none()
            }
            Action::Reopen => self.reopen(),
            Action::MoveTab(key, destination) => self.move_tab(id, key, destination),
            Action::WantAttention => window::request_user_attention(id, Some(window::UserAttention::Informational)),
            Action::Quit => self.quit(),
            Action::All(actions) => Task::batch(actions.into_iter().map(|action| self.act(id, action)).collect::<Vec<_>>()),
        }
    }

    fn tell(&mut self, command: Command) -> Task<Message> {
        if let Command::Set(setting) = &command {
            // At once: the next press of the same key goes on from here.
            self.state.settings.apply(setting);
        }
        self.ask(command, Message::Told)
    }

    fn ask(&self, command: Command, then: fn(Result<Reply, Problem>) -> Message) -> Task<Message> {
        Task::perform(self.engine.call(command), then)
    }

    fn attend(&mut self) -> Task<Message> {
        let attention = match (self.focused, self.attention) {
            (Some(_), _) => Attention::Looked,
            (None, Attention::Looked) => Attention::Away,
            (None, before) => before,
        };
        self.set_attention(attention)
    }

    fn set_attention(&mut self, attention: Attention) -> Task<Message> {
        if attention == self.attention {
            return Task::none();
        }
        // Who never looked uses the program from outside: nothing is to wait there.
        self.looked |= attention == Attention::Looked;
        self.attention = attention;
        self.ask(Command::Attention(attention), Message::Told)
    }

    fn quit(&mut self) -> Task<Message> {
        if std::mem::replace(&mut self.quitting, true) {
            return Task::none();
        }
        self.ask(Command::Quit, |_| Message::Quitted)
    }
}

/// Everywhere once it was tried there; until then by wish.
fn serves_screen_readers() -> bool {
    cfg!(target_os = "linux") || std::env::var_os("FANTAIL_SCREEN_READER").is_some_and(|wish| wish == "1")
}

/// What an account asks the user.
fn account_question(status: &AccountStatus) -> Option<Opening> {
    let jid = status.jid().clone();
    if windows::password::is_wanted(status) {
        Some(Opening::Password(jid))
    } else {
        windows::certificate::in_question(status).map(|_| Opening::Certificate(jid))
    }
}

/// The program's icon as pixels, for the frames of windows.
pub(super) fn window_icon() -> Option<window::Icon> {
    const SIZE: u32 = 64;
    let tree = resvg::usvg::Tree::from_data(icon::SMALL_BYTES, &resvg::usvg::Options::default()).ok()?;
    let mut pixels = resvg::tiny_skia::Pixmap::new(SIZE, SIZE)?;
    let scale = SIZE as f32 / tree.size().width();
    resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let rgba = pixels
        .pixels()
        .iter()
        .map(resvg::tiny_skia::PremultipliedColorU8::demultiply)
        .flat_map(|c| [c.red(), c.green(), c.blue(), c.alpha()]);
    window::icon::from_rgba(rgba.collect(), SIZE, SIZE).ok()
}
