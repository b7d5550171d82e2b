//! What a field offers while it is typed into: a list below it. Down and Up choose, Enter takes, Esc hides it; a click takes, too.
//! Tab goes on to the next field as always: nothing is taken that nobody chose.

use crate::ui::semantics::{Request, Role, Semantics, Visit};
use crate::ui::theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{self, Renderer as _};
use iced::advanced::widget::operation::{Focusable, text_input};
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, overlay, renderer};
use iced::keyboard::{self, Key, key::Named};
use iced::{Element, Event, Length, Pixels, Point, Rectangle, Renderer, Size, Theme, Vector, alignment};

/// More are not shown: who types on gets fewer.
pub const MOST: usize = 5;
const ROW: f32 = 28.0;
const PADDING: f32 = 4.0;

/// The first few of `known` that begin with, or else have, what was typed; not what is already whole. Nothing before something is typed.
pub fn fitting(typed: &str, known: impl IntoIterator<Item = String>) -> Vec<String> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Vec::new();
    }
    let (mut begin, mut have) = (Vec::new(), Vec::new());
    for one in known {
        let lower = one.to_lowercase();
        if lower == typed || begin.contains(&one) || have.contains(&one) {
            continue;
        }
        match lower.find(&typed) {
            Some(0) => begin.push(one),
            Some(_) => have.push(one),
            None => {}
        }
    }
    begin.append(&mut have);
    begin.truncate(MOST);
    begin
}

/// A text input, what it offers now, and what a taken offer means.
#[allow(missing_debug_implementations)]
pub struct Offers<'a, Message> {
    input: Element<'a, Message>,
    id: Id,
    name: String,
    offers: Vec<String>,
    on_taken: Box<dyn Fn(String) -> Message + 'a>,
}

impl<'a, Message> Offers<'a, Message> {
    /// `id` is the one of the text input in `input`, `name` what both are called.
    pub fn new(
        input: impl Into<Element<'a, Message>>,
        id: Id,
        name: String,
        offers: Vec<String>,
        on_taken: impl Fn(String) -> Message + 'a,
    ) -> Self {
        Self { input: input.into(), id, name, offers, on_taken: Box::new(on_taken) }
    }
}

#[derive(Default)]
struct State {
    focused: bool,
    chosen: Option<usize>,
    /// Hidden by Esc, until others are offered.
    hidden: Option<Vec<String>>,
    /// Below the mouse: looks chosen, but only a click takes it.
    hovered: Option<usize>,
    /// A place in the list that was clicked, or that an assistive technology asked for.
    picked: Option<usize>,
    /// Taken: the caret goes behind it once it is there.
    taken: bool,
}

/// Whether the input has the focus.
#[derive(Default)]
struct Look(bool);

impl Operation for Look {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }
    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        self.0 |= state.is_focused();
    }
}

impl State {
    fn shows(&self, offers: &[String]) -> bool {
        self.focused && !offers.is_empty() && self.hidden.as_deref() != Some(offers)
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Offers<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }
    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.input)]
    }
    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.input));
    }
    fn size(&self) -> Size<Length> {
        self.input.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.input.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.input.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let input = &mut tree.children[0];
        if std::mem::take(&mut state.taken) {
            self.input.as_widget_mut().operate(input, layout, renderer, &mut text_input::move_cursor_to_end::<()>(self.id.clone()));
        }
        state.chosen = state.chosen.filter(|chosen| *chosen < self.offers.len());
        let mut picked = state.picked.take();
        let mut ours = false;
        if let Event::Keyboard(keyboard::Event::KeyPressed { key: Key::Named(named), modifiers, .. }) = event
            && modifiers.is_empty()
            && state.shows(&self.offers)
        {
            let last = self.offers.len() - 1;
            match (named, state.chosen) {
                (Named::ArrowDown, chosen) => state.chosen = Some(chosen.map_or(0, |at| if at == last { 0 } else { at + 1 })),
                (Named::ArrowUp, chosen) => state.chosen = Some(chosen.and_then(|at| at.checked_sub(1)).unwrap_or(last)),
                (Named::Enter, Some(chosen)) => picked = Some(chosen),
                (Named::Escape, _) => state.hidden = Some(self.offers.clone()),
                _ => {}
            }
            if matches!(named, Named::ArrowDown | Named::ArrowUp | Named::Escape) || picked.is_some() {
                ours = true;
                shell.capture_event();
                shell.request_redraw();
            }
        }
        if let Some(taken) = picked.and_then(|picked| self.offers.get(picked)) {
            (state.chosen, state.taken) = (None, true);
            shell.publish((self.on_taken)(taken.clone()));
            shell.request_redraw();
        }
        // What another widget took is still the input's to know of: a click elsewhere ends its focus.
        if !ours {
            self.input.as_widget_mut().update(input, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        let mut look = Look::default();
        self.input.as_widget_mut().operate(input, layout, renderer, &mut look);
        if state.focused != look.0 {
            (state.focused, state.chosen) = (look.0, None);
            shell.request_redraw();
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
        self.input.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.input.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        _: &Renderer,
        _: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let state = tree.state.downcast_mut::<State>();
        if !state.shows(&self.offers) {
            return None;
        }
        let list = List { field: layout.bounds() + translation, name: &self.name, offers: &self.offers, state };
        Some(overlay::Element::new(Box::new(list)))
    }
}

/// The list, above everything else in the window.
struct List<'b> {
    field: Rectangle,
    name: &'b str,
    offers: &'b [String],
    state: &'b mut State,
}

impl List<'_> {
    fn row(layout: Layout<'_>, index: usize) -> Rectangle {
        let whole = layout.bounds();
        let at = Point::new(whole.x + PADDING, whole.y + PADDING + ROW * index as f32);
        Rectangle::new(at, Size::new(whole.width - 2.0 * PADDING, ROW))
    }

    fn under(&self, layout: Layout<'_>, cursor: mouse::Cursor) -> Option<usize> {
        (0..self.offers.len()).find(|index| cursor.is_over(Self::row(layout, *index)))
    }
}

impl<Message> overlay::Overlay<Message, Theme, Renderer> for List<'_> {
    fn layout(&mut self, _: &Renderer, window: Size) -> layout::Node {
        let size = Size::new(self.field.width, ROW * self.offers.len() as f32 + 2.0 * PADDING);
        let (below, above) = (self.field.y + self.field.height + 2.0, self.field.y - size.height - 2.0);
        let y = if below + size.height > window.height && above >= 0.0 { above } else { below };
        layout::Node::new(size).move_to(Point::new(self.field.x, y))
    }

    fn operate(&mut self, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        let list = Semantics::new(Role::ListBox, format!("offers {}", self.name), self.name);
        operation.custom(None, layout.bounds(), &mut Visit::new(list, false));
        operation.traverse(&mut |operation| {
            for (index, offer) in self.offers.iter().enumerate() {
                let selected = Some(self.state.chosen == Some(index));
                let option = Semantics { selected, ..Semantics::new(Role::ListBoxOption, offer.clone(), offer.clone()) };
                let mut visit = Visit::new(option, true);
                operation.custom(None, Self::row(layout, index), &mut visit);
                if visit.request == Some(Request::Activate) {
                    self.state.picked = Some(index);
                }
            }
        });
    }

    fn update(
        &mut self,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        let under = self.under(layout, cursor);
        match event {
            Event::Mouse(mouse::Event::CursorMoved { .. }) if under != self.state.hovered => {
                self.state.hovered = under;
                shell.request_redraw();
            }
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) if cursor.is_over(layout.bounds()) => {
                // The widget below takes it at the redraw that follows: the list knows nothing of messages.
                self.state.picked = under;
                shell.capture_event();
                shell.request_redraw();
            }
            _ => {}
        }
    }

    fn draw(&self, renderer: &mut Renderer, theme: &Theme, _: &renderer::Style, layout: Layout<'_>, _: mouse::Cursor) {
        let tokens = theme::tokens(theme);
        renderer.with_layer(layout.bounds(), |renderer| {
            let border = iced::border::rounded(8).width(1).color(tokens.field_line);
            let ground = renderer::Quad { bounds: layout.bounds(), border, ..renderer::Quad::default() };
            renderer.fill_quad(ground, tokens.background);
            for (index, offer) in self.offers.iter().enumerate() {
                let row = Self::row(layout, index);
                if self.state.chosen == Some(index) || self.state.hovered == Some(index) {
                    let border = iced::border::rounded(5);
                    renderer.fill_quad(renderer::Quad { bounds: row, border, ..renderer::Quad::default() }, tokens.accent_weak);
                }
                let text = text::Text {
                    content: offer.clone(),
                    bounds: row.size(),
                    size: Pixels(theme::LABEL),
                    line_height: text::LineHeight::default(),
                    font: theme::REGULAR,
                    align_x: text::Alignment::Left,
                    align_y: alignment::Vertical::Center,
                    shaping: text::Shaping::Auto,
                    wrapping: text::Wrapping::None,
                };
                renderer.fill_text(text, Point::new(row.x + 8.0, row.center_y()), tokens.text, row);
            }
        });
    }

    fn mouse_interaction(&self, layout: Layout<'_>, cursor: mouse::Cursor, _: &Renderer) -> mouse::Interaction {
        if self.under(layout, cursor).is_some() { mouse::Interaction::Pointer } else { mouse::Interaction::None }
    }
}

impl<'a, Message: 'a> From<Offers<'a, Message>> for Element<'a, Message> {
    fn from(offers: Offers<'a, Message>) -> Self {
        Self::new(offers)
    }
}
