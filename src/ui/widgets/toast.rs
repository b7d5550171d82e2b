//! A word about what was done, over the foot of a window. It goes by itself.

use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::time::{Duration, Instant};
use iced::widget::{container, stack, text};
use iced::{Border, Element, Event, Length, Padding, Rectangle, Renderer, Size, Theme, Vector, alignment, window};

/// Long enough to be read, short enough to be in nobody's way.
const STAYS: Duration = Duration::from_secs(3);

/// What a window has to say, if anything. What it says next takes the place.
#[derive(Debug, Default)]
pub struct Toast {
    number: u32,
    words: Option<String>,
}

impl Toast {
    pub fn say(&mut self, words: String) {
        (self.number, self.words) = (self.number.wrapping_add(1), Some(words));
    }

    pub fn over(&mut self) {
        self.words = None;
    }
}

/// Puts the words over the window, and publishes when they have stood long enough.
pub fn toast<'a, Message: Clone + 'a>(window: impl Into<Element<'a, Message>>, said: &Toast, over: Message) -> Element<'a, Message> {
    let number = said.number;
    let card = said.words.clone().map(|words| {
        let semantics = Semantics { live: true, ..Semantics::new(Role::Status, "toast", words.clone()) };
        let face = container(text(words).size(theme::LABEL)).padding([8, 16]).style(face);
        let timed = Timed { content: accessible(semantics, face).into(), number, over };
        let foot = Padding { bottom: 72.0, ..Padding::ZERO };
        container(Element::new(timed)).center_x(Length::Fill).align_y(alignment::Vertical::Bottom).height(Length::Fill).padding(foot).into()
    });
    stack![window.into()].extend(card).into()
}

fn face(theme: &Theme) -> container::Style {
    let tokens = theme::tokens(theme);
    container::Style {
        background: Some(tokens.text.into()),
        text_color: Some(tokens.background),
        border: Border { radius: 16.0.into(), ..Border::default() },
        ..container::Style::default()
    }
}

struct Timed<'a, Message> {
    content: Element<'a, Message>,
    number: u32,
    over: Message,
}

struct State {
    number: u32,
    until: Instant,
}

impl State {
    fn new(number: u32) -> Self {
        Self { number, until: Instant::now() + STAYS }
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Timed<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::new(self.number))
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        if state.number != self.number {
            *state = State::new(self.number);
        }
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        _: Layout<'_>,
        _: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _: &Rectangle,
    ) {
        if let Event::Window(window::Event::RedrawRequested(now)) = event {
            let state = tree.state.downcast_ref::<State>();
            if *now >= state.until {
                shell.publish(self.over.clone());
            } else {
                shell.request_redraw_at(state.until);
            }
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn overlay<'b>(
        &'b mut self,
        _: &'b mut Tree,
        _: Layout<'b>,
        _: &Renderer,
        _: &Rectangle,
        _: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        None
    }
}
