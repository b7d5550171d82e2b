//! The wrapper that gives a drawn element its meaning, the keyboard and the focus ring.

use super::latin::latin;
use super::semantics::{Request, Role, Semantics, Visit};
use super::theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Id, Operation, Tree, operation::Focusable, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, overlay, renderer, text};
use iced::keyboard::{self, Key, Modifiers, key::Named};
use iced::widget::text_input;
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

/// Wraps an element: what it means is said here and nowhere else.
pub fn accessible<'a, Message>(semantics: Semantics, content: impl Into<Element<'a, Message>>) -> Accessible<'a, Message> {
    Accessible {
        content: content.into(),
        semantics,
        id: None,
        tab_stop: true,
        ring: 6.0,
        current: None,
        access_keys: Vec::new(),
        on_activate: None,
        on_input: None,
        on_key: None,
        on_context: None,
    }
}

/// Keys that inputs would take although they mean nothing to them: Esc, access keys, and signs and digits with Ctrl, which would be written.
fn is_for_the_window(event: &Event) -> bool {
    let Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) = event else { return false };
    match key {
        Key::Named(Named::Escape) => true,
        // With Alt letters are access keys; on a Mac they are signs.
        Key::Character(_) if modifiers.alt() && !modifiers.command() => !cfg!(target_os = "macos"),
        Key::Character(sign) => modifiers.command() && !modifiers.alt() && !sign.chars().any(char::is_alphabetic),
        _ => false,
    }
}

/// Where the caret of a field of one line is, which only the field itself knows: both ends of its selection, in characters.
fn caret(value: Option<&str>, inside: &[Tree]) -> Option<(usize, usize)> {
    type Input = text_input::State<<Renderer as text::Renderer>::Paragraph>;
    let field = inside.first().filter(|field| field.tag == tree::Tag::of::<Input>())?;
    let value = text_input::Value::new(value?);
    let (start, end) = match field.state.downcast_ref::<Input>().cursor().state(&value) {
        text_input::cursor::State::Index(at) => (at, at),
        text_input::cursor::State::Selection { start, end } => (start, end),
    };
    let characters = |graphemes: usize| value.until(graphemes).to_string().chars().count();
    Some((characters(start), characters(end)))
}

type OnKey<'a, Message> = Box<dyn Fn(&Key, Modifiers) -> Option<Message> + 'a>;

#[allow(missing_debug_implementations)]
pub struct Accessible<'a, Message> {
    content: Element<'a, Message>,
    semantics: Semantics,
    id: Option<Id>,
    tab_stop: bool,
    ring: f32,
    current: Option<Rectangle>,
    access_keys: Vec<char>,
    on_activate: Option<Message>,
    on_input: Option<Box<dyn Fn(String) -> Message + 'a>>,
    on_key: Option<OnKey<'a, Message>>,
    on_context: Option<Box<dyn Fn(Point) -> Message + 'a>>,
}

impl<'a, Message> Accessible<'a, Message> {
    /// The default action: a click, Enter and Space. It makes the widget focusable, too.
    pub fn on_activate(mut self, message: Message) -> Self {
        self.on_activate = Some(message);
        self
    }

    /// Without an action the widget is shown as disabled.
    pub fn on_activate_maybe(mut self, message: Option<Message>) -> Self {
        self.semantics.disabled = message.is_none();
        self.on_activate = message;
        self
    }

    /// Replaces the text of an input, for assistive technologies.
    pub fn on_input(mut self, message: impl Fn(String) -> Message + 'a) -> Self {
        self.on_input = Some(Box::new(message));
        self
    }

    /// Keys while it is focused, before Enter and Space mean the default action. It makes the widget focusable; a field that is
    /// typed into has them when it has no use for them itself.
    pub fn on_key(mut self, message: impl Fn(&Key, Modifiers) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(message));
        self
    }

    /// The right mouse button, at a point of the window; the menu key while it is focused.
    pub fn on_context(mut self, message: impl Fn(Point) -> Message + 'a) -> Self {
        self.on_context = Some(Box::new(message));
        self
    }

    /// The name by which code moves the focus here.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Alt and this letter activate it from anywhere in the window.
    pub fn access_key(mut self, key: impl Into<Option<char>>) -> Self {
        let key = key.into();
        self.semantics.access_key = self.semantics.access_key.or(key);
        self.access_keys.extend(key);
        self
    }

    /// `false`: reached by the mouse or through its list, not by Tab.
    pub fn tab_stop(mut self, tab_stop: bool) -> Self {
        self.tab_stop = tab_stop;
        self
    }

    /// The radius of the focus ring; 0 for none: a list shows by its selected row where the focus is.
    pub fn ring(mut self, radius: f32) -> Self {
        self.ring = radius;
        self
    }

    /// Where the focus is inside of it, from its upper left corner: the ring goes around this instead.
    pub fn current(mut self, current: Option<Rectangle>) -> Self {
        self.current = current;
        self
    }

    /// Another name than the label that is drawn.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.semantics.name = name.into();
        self
    }

    /// Whether what it opens is open.
    pub fn expanded(mut self, expanded: bool) -> Self {
        self.semantics.expanded = Some(expanded);
        self
    }

    fn is_focusable(&self) -> bool {
        self.tab_stop && !self.semantics.disabled && !self.semantics.is_input() && (self.on_activate.is_some() || self.on_key.is_some())
    }
}

#[derive(Default)]
struct State {
    focused: bool,
    /// The focus came by keyboard, or was moved by code: it is shown.
    visible: bool,
    request: Option<Request>,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }
    fn focus(&mut self) {
        self.focused = true;
        self.visible = true;
    }
    fn unfocus(&mut self) {
        self.focused = false;
    }
}

/// Whether anything in it has the focus.
#[derive(Default)]
struct Look {
    focused: bool,
}

impl Operation for Look {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }
    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        self.focused |= state.is_focused();
    }
}

impl<Message: Clone> Accessible<'_, Message> {
    /// What a key means here: `None` when it means nothing.
    fn key(&self, focused: bool, key: &Key, modifiers: Modifiers, bounds: Rectangle) -> Option<Message> {
        if let (true, Key::Character(letter)) = (modifiers.alt() && !modifiers.command(), key) {
            let typed = letter.chars().flat_map(char::to_lowercase).next();
            return self.on_activate.clone().filter(|_| self.access_keys.iter().any(|key| Some(*key) == typed));
        }
        if !focused {
            return None;
        }
        if let Some(message) = self.on_key.as_ref().and_then(|on_key| on_key(key, modifiers)) {
            return Some(message);
        }
        let is_menu_key = *key == Key::Named(Named::ContextMenu) || (*key == Key::Named(Named::F10) && modifiers.shift());
        match (key, &self.on_context) {
            (_, Some(on_context)) if is_menu_key => Some(on_context(Point::new(bounds.x + 24.0, bounds.y + bounds.height))),
            // Enter in a tick is Enter in its dialog.
            (Key::Named(Named::Enter), _) if self.semantics.role == Role::CheckBox => None,
            (Key::Named(Named::Enter | Named::Space), _) => self.on_activate.clone(),
            _ => None,
        }
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Accessible<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }
    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }
    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }
    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let content = self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits);
        layout::Node::with_children(content.size(), vec![content])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let focusable = self.is_focusable();
        let state = tree.state.downcast_mut::<State>();
        let selection = self.semantics.selection.or_else(|| caret(self.semantics.value.as_deref(), &tree.children));
        let semantics = Semantics { selection, ..self.semantics.clone() };
        let mut visit = Visit::new(semantics, self.on_activate.is_some());
        operation.custom(self.id.as_ref(), layout.bounds(), &mut visit);
        state.request = visit.request.or(state.request.take());
        if focusable {
            operation.focusable(self.id.as_ref(), layout.bounds(), state);
        } else {
            state.focused = false;
        }
        operation.traverse(&mut |operation| {
            for content in layout.children() {
                self.content.as_widget_mut().operate(&mut tree.children[0], content, renderer, operation);
            }
        });
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
        let focusable = self.is_focusable();
        let state = tree.state.downcast_mut::<State>();
        // An operation cannot publish messages, so it leaves its request here.
        match (state.request.take(), &self.on_activate, &self.on_input) {
            (Some(Request::Activate), Some(message), _) => shell.publish(message.clone()),
            (Some(Request::SetValue(value)), _, Some(on_input)) => shell.publish(on_input(value)),
            _ => {}
        }
        if !(self.semantics.is_input() && is_for_the_window(event)) {
            for content in layout.children() {
                let tree = &mut tree.children[0];
                self.content.as_widget_mut().update(tree, event, content, cursor, renderer, clipboard, shell, viewport);
            }
        }
        let state = tree.state.downcast_mut::<State>();
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(button)) => {
                let over = cursor.position_over(layout.bounds());
                if focusable && state.focused != over.is_some() {
                    state.focused = over.is_some();
                    shell.request_redraw();
                }
                state.visible = false;
                if let (Some(at), mouse::Button::Right, Some(on_context)) = (over, button, &self.on_context)
                    && !shell.is_event_captured()
                {
                    shell.publish(on_context(at));
                    shell.capture_event();
                }
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. }) if !shell.is_event_captured() => {
                let key = &latin(key, *physical_key);
                let bounds = layout.bounds();
                let focused = match layout.children().next() {
                    Some(content) if self.semantics.is_input() && self.on_key.is_some() => {
                        let mut look = Look::default();
                        self.content.as_widget_mut().operate(&mut tree.children[0], content, renderer, &mut look);
                        look.focused
                    }
                    _ => state.focused && focusable,
                };
                if let Some(message) = self.key(focused, key, *modifiers, bounds) {
                    tree.state.downcast_mut::<State>().visible = true;
                    shell.publish(message);
                    shell.capture_event();
                }
            }
            _ => {}
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
        for content in layout.children() {
            self.content.as_widget().draw(&tree.children[0], renderer, theme, style, content, cursor, viewport);
        }
        let state = tree.state.downcast_ref::<State>();
        if state.focused && state.visible && self.is_focusable() && (self.ring > 0.0 || self.current.is_some()) {
            let ring = iced::border::rounded(self.ring).width(2).color(theme::tokens(theme).accent);
            let whole = layout.bounds();
            // Inside the bounds: what lies outside is cut off by lists.
            let bounds = self.current.map_or(whole, |current| current + Vector::new(whole.x, whole.y));
            let quad = renderer::Quad { bounds, border: ring, ..renderer::Quad::default() };
            match whole.intersection(viewport) {
                // A layer of its own: what scrolls has one, too, and would cover it.
                Some(seen) if self.current.is_some() => {
                    renderer.with_layer(seen, |renderer| renderer.fill_quad(quad, iced::Color::TRANSPARENT));
                }
                _ => renderer.fill_quad(quad, iced::Color::TRANSPARENT),
            }
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let content = layout.children().next();
        content.map_or(mouse::Interaction::None, |content| {
            self.content.as_widget().mouse_interaction(&tree.children[0], content, cursor, viewport, renderer)
        })
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let content = layout.children().next()?;
        self.content.as_widget_mut().overlay(&mut tree.children[0], content, renderer, viewport, translation)
    }
}

impl<'a, Message: Clone + 'a> From<Accessible<'a, Message>> for Element<'a, Message> {
    fn from(widget: Accessible<'a, Message>) -> Self {
        Self::new(widget)
    }
}
