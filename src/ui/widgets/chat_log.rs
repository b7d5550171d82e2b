//! The log of a conversation: any number of messages, of which only those in view are laid out.
//!
//! It is held at a message, never at a distance from the top: older messages that are loaded above, and messages that
//! change their height, do not move what is read. Text is marked with the mouse over several messages and copied. Each
//! message in view is an entry of a log for assistive technologies and for tests.

mod draw;
mod keys;
mod measure;
mod pointer;
pub mod row;
mod selection;
mod state;
mod view;

pub use row::{Chip, Content, Key, Line, Note, Notice, Quote, Row, Tone};

use crate::i18n::t;
use crate::model::{Density, MessageId};
use crate::ui::semantics::{Role, Semantics, Visit};
use crate::ui::text::{Link, PieceLook, bidi};
use crate::ui::theme::Tokens;
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, renderer};
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme};
use measure::Inks;
use state::{State, Target};

/// What the user did in the log.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// The first rows came near: the window may load older ones.
    NeedOlder,
    /// The newest message is at the bottom, and stays there; or that is not so any more.
    AtEnd(bool),
    LinkPressed(Link),
    OfferTaken(MessageId),
    /// What a message answers.
    QuotePressed(MessageId),
    /// On a message, this emoji.
    ReactionPressed(MessageId, String),
    /// A letter typed while the log had the focus: it belongs into the input.
    Typed(String),
    /// The right button, or the menu key: a context menu wants its lines.
    Asked(About),
}

/// What a context menu is about.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    pub message: MessageId,
    /// The link under the pointer; by keyboard the first of the message.
    pub link: Option<Link>,
    /// What would be copied: what is marked, else the message.
    pub plain: String,
    /// The same, each message with its time and who wrote it.
    pub named: String,
    /// Where it was asked, from the upper left corner of the log.
    pub place: Rectangle,
}

/// A log over rows, oldest first.
#[allow(missing_debug_implementations)]
pub struct ChatLog<'a, Message> {
    rows: &'a [Row],
    conversation: u64,
    jumps: u32,
    marks: u32,
    shown: (u32, Option<MessageId>),
    inks: Inks,
    density: Density,
    id: Option<Id>,
    /// Old messages come in, which nobody wants read aloud.
    loading: bool,
    on_happening: Box<dyn Fn(Happening) -> Message + 'a>,
    has_older: bool,
}

impl<'a, Message> ChatLog<'a, Message> {
    /// `conversation` tells one log from another that takes its place, so that each keeps where it was.
    pub fn new(rows: &'a [Row], conversation: u64, on_happening: impl Fn(Happening) -> Message + 'a) -> Self {
        Self {
            rows,
            conversation,
            jumps: 0,
            marks: 0,
            shown: (0, None),
            inks: Inks::default(),
            density: Density::default(),
            id: None,
            loading: false,
            on_happening: Box::new(on_happening),
            has_older: false,
        }
    }

    /// Goes to the newest message whenever the number is another.
    pub fn jumps(mut self, jumps: u32) -> Self {
        self.jumps = jumps;
        self
    }

    /// Marks everything whenever the number is another.
    pub fn marks(mut self, marks: u32) -> Self {
        self.marks = marks;
        self
    }

    /// Goes to a message whenever the number is another.
    pub fn shown(mut self, shown: (u32, Option<MessageId>)) -> Self {
        self.shown = shown;
        self
    }

    /// The colour of links: text is laid out before the theme is known.
    pub fn colors(mut self, tokens: &Tokens) -> Self {
        self.inks = Inks { link: tokens.accent, quiet: tokens.dim };
        self
    }

    pub fn density(mut self, density: Density) -> Self {
        self.density = density;
        self
    }

    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// There are older messages to load, and none are on their way.
    pub fn has_older(mut self, has_older: bool) -> Self {
        self.has_older = has_older;
        self
    }

    /// Whether what comes in is old.
    pub fn loading(mut self, loading: bool) -> Self {
        self.loading = loading;
        self
    }

    fn happened(&self, shell: &mut Shell<'_, Message>, happening: Happening) {
        shell.publish((self.on_happening)(happening));
    }
}

impl<Message> Widget<Message, Theme, Renderer> for ChatLog<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::new(self.conversation, self.jumps, self.marks, self.shown.0))
    }

    fn diff(&self, tree: &mut Tree) {
        tree.state.downcast_mut::<State>().take_up(self.conversation, self.jumps, self.marks, self.shown.0);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        let size = limits.max();
        let state = tree.state.downcast_mut::<State>();
        state.arrange(self.rows, size, self.inks, self.density);
        state.note_news(self.rows, self.loading);
        if state.show(self.rows, self.shown) {
            state.arrange(self.rows, size, self.inks, self.density);
        }
        layout::Node::new(size)
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        // An operation cannot publish messages, so it leaves its wishes here.
        for target in std::mem::take(&mut state.wishes) {
            match target {
                Target::Newest => state.jump(shell),
                Target::Offer(id) => self.happened(shell, Happening::OfferTaken(id)),
                Target::Link(link) => self.happened(shell, Happening::LinkPressed(link)),
                Target::Quote(id) => self.happened(shell, Happening::QuotePressed(id)),
                Target::Reaction(id, emoji) => self.happened(shell, Happening::ReactionPressed(id, emoji)),
                Target::Thumb | Target::Text => {}
            }
        }
        let happening = match event {
            Event::Mouse(event) => state.mouse(self.rows, event, bounds, cursor, clipboard, shell),
            Event::Keyboard(event) => state.keyboard(self.rows, event, bounds, clipboard, shell),
            Event::Window(iced::window::Event::RedrawRequested(now)) => {
                state.follow(self.rows, bounds, *now, shell);
                if let Some(end) = state.end_news() {
                    self.happened(shell, Happening::AtEnd(end));
                }
                if self.has_older { state.needs_older(self.rows) } else { None }
            }
            _ => None,
        };
        if let Some(happening) = happening {
            self.happened(shell, happening);
        }
    }

    fn mouse_interaction(&self, tree: &Tree, layout: Layout<'_>, cursor: mouse::Cursor, _: &Rectangle, _: &Renderer) -> mouse::Interaction {
        let state = tree.state.downcast_ref::<State>();
        match cursor.position_over(layout.bounds()).map(|point| state.target(self.rows, layout.bounds(), point)) {
            Some(Target::Newest | Target::Offer(_) | Target::Link(_) | Target::Quote(_) | Target::Reaction(..)) => {
                mouse::Interaction::Pointer
            }
            Some(Target::Text) => mouse::Interaction::Text,
            Some(Target::Thumb) | None => mouse::Interaction::None,
        }
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        let semantics = Semantics::new(Role::Log, "log", t("chat-log"));
        operation.custom(self.id.as_ref(), bounds, &mut Visit::new(semantics, false));
        // The focus is at one of the two: the log, or the message in it at which the keyboard is.
        let current = state.current_row(self.rows).filter(|index| state.view.visible.iter().any(|placed| placed.index == *index));
        if current.is_none() {
            operation.focusable(self.id.as_ref(), bounds, state);
        }
        operation.traverse(&mut |operation| {
            let news = state.news(self.rows);
            for placed in state.view.visible.clone() {
                let place = Rectangle::new(Point::new(bounds.x, bounds.y + placed.y), Size::new(bounds.width, placed.height));
                let Some(row) = self.rows.get(placed.index) else { continue };
                let holder = (current == Some(placed.index)).then_some(self.id.as_ref());
                show(row, placed.index >= news, place, holder, state, operation);
            }
            if let Some(place) = state.jump_button(bounds) {
                let wish = press("newest", t("chat-log-jump"), Role::Button, place, operation);
                state.wishes.extend(wish.then_some(Target::Newest));
            }
        });
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Rectangle,
    ) {
        draw::draw(self, tree.state.downcast_ref::<State>(), renderer, theme, layout.bounds(), cursor.position_over(layout.bounds()));
    }
}

/// Tells an operation about a row: a message is an entry "name: body" with its links and its offer inside. `holder` is there
/// when the focus is at it.
fn show(row: &Row, live: bool, place: Rectangle, holder: Option<Option<&Id>>, state: &mut State, operation: &mut dyn Operation) {
    let line = match &row.content {
        Content::Divider { label, .. } => return operation.text(None, place, label),
        Content::Notice(notice) => {
            let Key::Notice(number) = row.key else { return };
            let (name, description) = (bidi::strip(&notice.text), notice.time.clone());
            let live = live && notice.announced;
            let semantics = Semantics { description, live, ..Semantics::new(Role::ListItem, format!("notice {number}"), name) };
            return operation.custom(None, place, &mut Visit::new(semantics, false));
        }
        Content::Line(line) => line,
    };
    let Key::Message(id) = row.key else { return };
    let note = line.note.as_ref();
    let about = [Some(&line.time), line.state.as_ref(), note.map(|note| &note.text)];
    let description = about.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
    let name = format!("{}: {}", bidi::strip(&line.sender), line.body.text());
    let semantics = Semantics { description, live, ..Semantics::new(Role::ListItem, id.0.to_string(), name) };
    operation.custom(None, place, &mut Visit::new(semantics, false));
    if let Some(id) = holder {
        operation.focusable(id, place, state);
    }
    let (quoted, chips) = state.cache.pressable(row, place.position());
    let wishes = &mut state.wishes;
    operation.traverse(&mut |operation| {
        if line.head {
            operation.text(None, place, &line.sender);
        }
        if let Some(quote) = &line.quote {
            let wish = press("quote", bidi::strip(&quote.text), Role::Link, quoted.unwrap_or(place), operation);
            wishes.extend(quote.to.filter(|_| wish).map(Target::Quote));
        }
        operation.text(None, place, line.body.text());
        for (index, chip) in line.chips.iter().enumerate() {
            let name = format!("{} {}: {}", chip.emoji, chip.count, bidi::strip(&chip.names));
            if press(&format!("reaction {}", chip.emoji), name, Role::Button, chips.get(index).copied().unwrap_or(place), operation) {
                wishes.push(Target::Reaction(id, chip.emoji.clone()));
            }
        }
        for text in line.state.as_ref().filter(|_| line.shows_state).into_iter().chain(note.map(|note| &note.text)) {
            operation.text(None, place, text);
        }
        for (index, piece) in line.body.pieces().iter().enumerate() {
            if let PieceLook::Link(link) = &piece.look
                && press(&format!("link {index}"), link.as_str().to_owned(), Role::Link, place, operation)
            {
                wishes.push(Target::Link(link.clone()));
            }
        }
        if let Some(offer) = note.and_then(|note| note.offer.clone())
            && press("offer", offer, Role::Button, place, operation)
        {
            wishes.push(Target::Offer(id));
        }
    });
}

/// Something to press inside the log. Whether an assistive technology asked for it.
fn press(key: &str, name: String, role: Role, place: Rectangle, operation: &mut dyn Operation) -> bool {
    operation.text(None, place, &name);
    let mut visit = Visit::new(Semantics::new(role, key, name), true);
    operation.custom(None, place, &mut visit);
    visit.request.is_some()
}

impl<'a, Message: 'a> From<ChatLog<'a, Message>> for Element<'a, Message> {
    fn from(log: ChatLog<'a, Message>) -> Self {
        Element::new(log)
    }
}
