//! What menus hang on: the titles of a menu bar, the face of a drop-down, or anything with a context menu.

use super::super::access::Label;
use super::Item;
use super::panel::{Open, Overlay};
use crate::ui::latin::latin;
use crate::ui::semantics::{Request, Role, Semantics, Visit};
use crate::ui::theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Id, Operation, Tree, operation::Focusable, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, overlay, renderer};
use iced::keyboard::{self, Key, Modifiers, key::Named};
use iced::widget::container;
use iced::{Color, Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

/// The menu bar of a window: titles (`_Buddies`) and their lines. It is one stop of Tab.
pub fn bar<'a, Message: Clone + 'a>(menus: Vec<(String, Vec<Item<Message>>)>) -> Menus<'a, Message> {
    let anchors = menus.into_iter().map(|(title, items)| {
        let label = Label::read(&title);
        let content = container(label.view(theme::LABEL, theme::REGULAR, None)).padding([4, 8]).into();
        let semantics = Semantics { popup: true, ..Semantics::new(Role::MenuItem, &label.text, label.text.clone()) };
        Anchor { content, semantics, key: label.key(), items }
    });
    Menus::of(anchors.collect(), Kind::Bar)
}

/// Something that opens a menu below itself when it is pressed.
pub fn drop_down<'a, Message: Clone + 'a>(
    semantics: Semantics,
    content: impl Into<Element<'a, Message>>,
    items: Vec<Item<Message>>,
) -> Menus<'a, Message> {
    let semantics = Semantics { popup: true, ..semantics };
    let anchor = Anchor { content: content.into(), semantics, key: None, items };
    Menus::of(vec![anchor], Kind::DropDown { tab_stop: true })
}

/// Something with a context menu: the right button opens it; the menu key, too, when `by_key` (the selected row).
pub fn context<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    items: Vec<Item<Message>>,
    by_key: bool,
) -> Menus<'a, Message> {
    let anchor = Anchor { content: content.into(), semantics: Semantics::new(Role::GenericContainer, "context", ""), key: None, items };
    Menus::of(vec![anchor], Kind::Context { by_key })
}

struct Anchor<'a, Message> {
    content: Element<'a, Message>,
    semantics: Semantics,
    key: Option<char>,
    items: Vec<Item<Message>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Bar,
    DropDown { tab_stop: bool },
    Context { by_key: bool },
}

#[allow(missing_debug_implementations)]
pub struct Menus<'a, Message> {
    anchors: Vec<Anchor<'a, Message>>,
    kind: Kind,
    id: Option<Id>,
    enabled: bool,
    place: Option<Rectangle>,
}

impl<'a, Message> Menus<'a, Message> {
    fn of(anchors: Vec<Anchor<'a, Message>>, kind: Kind) -> Self {
        Self { anchors, kind, id: None, enabled: true, place: None }
    }

    /// Where a context menu opens by key, from the upper left corner of what has it; without, below all of it.
    pub fn place(mut self, place: Option<Rectangle>) -> Self {
        self.place = place;
        self
    }

    /// The name by which code moves the focus here.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// `false`: reached by the mouse, not by Tab.
    pub fn tab_stop(mut self, tab_stop: bool) -> Self {
        if let Kind::DropDown { .. } = self.kind {
            self.kind = Kind::DropDown { tab_stop };
        }
        self
    }

    /// `false`: nothing opens.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    fn is_focusable(&self) -> bool {
        self.enabled && matches!(self.kind, Kind::Bar | Kind::DropDown { tab_stop: true })
    }
}

#[derive(Default)]
struct State {
    focused: bool,
    visible: bool,
    /// The title that has the focus.
    current: usize,
    open: Option<Open>,
    request: Option<usize>,
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

impl<Message: Clone> Menus<'_, Message> {
    /// What a key opens: a title and whether its first line is highlighted.
    fn opened_by(&self, state: &mut State, key: &Key, modifiers: Modifiers) -> Option<usize> {
        if let (Key::Character(letter), true) = (key, modifiers.alt() && !modifiers.command()) {
            let typed = letter.chars().flat_map(char::to_lowercase).next();
            return self.anchors.iter().position(|anchor| anchor.key.is_some() && anchor.key == typed);
        }
        let menu_key = *key == Key::Named(Named::ContextMenu) || (*key == Key::Named(Named::F10) && modifiers.shift());
        match (self.kind, key) {
            (Kind::Context { by_key: true }, _) if menu_key => Some(0),
            (Kind::Bar, Key::Named(Named::F10)) if !modifiers.shift() => Some(0),
            (Kind::Bar | Kind::DropDown { .. }, Key::Named(Named::Enter | Named::Space | Named::ArrowDown)) if state.focused => {
                Some(state.current)
            }
            _ => None,
        }
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Menus<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }
    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }
    fn children(&self) -> Vec<Tree> {
        self.anchors.iter().map(|anchor| Tree::new(&anchor.content)).collect()
    }
    fn diff(&self, tree: &mut Tree) {
        let contents: Vec<_> = self.anchors.iter().map(|anchor| &anchor.content).collect();
        tree.diff_children(&contents);
        let state = tree.state.downcast_mut::<State>();
        state.current = state.current.min(self.anchors.len().saturating_sub(1));
        state.open.take_if(|open| open.anchor >= self.anchors.len());
    }
    fn size(&self) -> Size<Length> {
        match (self.kind, &self.anchors[..]) {
            (Kind::DropDown { .. } | Kind::Context { .. }, [anchor]) => anchor.content.as_widget().size(),
            _ => Size::new(Length::Shrink, Length::Shrink),
        }
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let (mut size, mut nodes) = (Size::ZERO, Vec::with_capacity(self.anchors.len()));
        for (anchor, tree) in self.anchors.iter_mut().zip(&mut tree.children) {
            let node = anchor.content.as_widget_mut().layout(tree, renderer, limits).move_to(Point::new(size.width, 0.0));
            size = Size::new(size.width + node.size().width, size.height.max(node.size().height));
            nodes.push(node);
        }
        layout::Node::with_children(size, nodes)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let focusable = self.is_focusable();
        let state = tree.state.downcast_mut::<State>();
        let is_context = matches!(self.kind, Kind::Context { .. });
        for (index, ((anchor, child), layout)) in self.anchors.iter_mut().zip(&mut tree.children).zip(layout.children()).enumerate() {
            if !is_context {
                let expanded = state.open.as_ref().is_some_and(|open| open.anchor == index);
                let semantics = Semantics { expanded: Some(expanded), disabled: !self.enabled, ..anchor.semantics.clone() };
                let mut visit = Visit::new(semantics, self.enabled);
                operation.custom(self.id.as_ref(), layout.bounds(), &mut visit);
                if visit.request == Some(Request::Activate) {
                    state.request = Some(index);
                }
                if focusable && index == state.current {
                    operation.focusable(self.id.as_ref(), layout.bounds(), state);
                }
            }
            operation.traverse(&mut |operation| anchor.content.as_widget_mut().operate(child, layout, renderer, operation));
        }
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
        for ((anchor, child), layout) in self.anchors.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            anchor.content.as_widget_mut().update(child, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        let state = tree.state.downcast_mut::<State>();
        if let Some(index) = state.request.take().filter(|_| self.enabled) {
            state.open = Some(Open::new(index, None, true));
            shell.invalidate_layout();
            shell.request_redraw();
        }
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(button)) => {
                state.visible = false;
                let under = layout.children().position(|layout| cursor.is_over(layout.bounds()));
                let opens = match (self.kind, button) {
                    (Kind::Bar | Kind::DropDown { .. }, mouse::Button::Left) | (Kind::Context { .. }, mouse::Button::Right) => under,
                    _ => None,
                };
                state.focused = under.is_some() && self.enabled && matches!(self.kind, Kind::Bar | Kind::DropDown { tab_stop: true });
                if let Some(index) = opens.filter(|_| self.enabled && !shell.is_event_captured()) {
                    state.current = index;
                    let at = cursor.position().filter(|_| matches!(self.kind, Kind::Context { .. }));
                    state.open = Some(Open::by_press(index, at, cursor.position()));
                    shell.capture_event();
                    shell.invalidate_layout();
                }
                shell.request_redraw();
            }
            Event::Mouse(mouse::Event::CursorMoved { .. }) if self.kind == Kind::Bar => shell.request_redraw(),
            Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. })
                if self.enabled && !shell.is_event_captured() =>
            {
                let key = &latin(key, *physical_key);
                let last = self.anchors.len().saturating_sub(1);
                if let Some(index) = self.opened_by(state, key, *modifiers) {
                    state.current = index;
                    state.open = Some(Open::new(index, None, true));
                    shell.capture_event();
                    shell.invalidate_layout();
                } else if state.focused && self.kind == Kind::Bar {
                    match key {
                        Key::Named(Named::ArrowLeft) => state.current = state.current.checked_sub(1).unwrap_or(last),
                        Key::Named(Named::ArrowRight) => state.current = if state.current == last { 0 } else { state.current + 1 },
                        _ => return,
                    }
                    shell.capture_event();
                }
                shell.request_redraw();
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
        let tokens = theme::tokens(theme);
        let state = tree.state.downcast_ref::<State>();
        for (index, ((anchor, child), layout)) in self.anchors.iter().zip(&tree.children).zip(layout.children()).enumerate() {
            let open = state.open.as_ref().is_some_and(|open| open.anchor == index);
            if self.kind == Kind::Bar && (open || cursor.is_over(layout.bounds())) {
                let border = iced::border::rounded(4);
                let ground = if open { tokens.accent_weak } else { tokens.hover };
                renderer.fill_quad(renderer::Quad { bounds: layout.bounds(), border, ..renderer::Quad::default() }, ground);
            }
            anchor.content.as_widget().draw(child, renderer, theme, style, layout, cursor, viewport);
            if state.focused && state.visible && state.current == index && self.is_focusable() {
                let border = iced::border::rounded(theme::RADIUS).width(2).color(tokens.accent);
                let ring = renderer::Quad { bounds: layout.bounds(), border, ..renderer::Quad::default() };
                renderer.fill_quad(ring, Color::TRANSPARENT);
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
        let children = self.anchors.iter().zip(&tree.children).zip(layout.children());
        children
            .map(|((anchor, child), layout)| {
                let interaction = anchor.content.as_widget().mouse_interaction(child, layout, cursor, viewport, renderer);
                let presses = self.enabled && matches!(self.kind, Kind::DropDown { .. }) && cursor.is_over(layout.bounds());
                if presses { mouse::Interaction::Pointer } else { interaction }
            })
            .max()
            .unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let at = |bounds: Rectangle| self.place.map_or(bounds, |place| place + Vector::new(bounds.x, bounds.y));
        let bounds: Vec<_> = layout.children().map(|layout| at(layout.bounds()) + translation).collect();
        let state = tree.state.downcast_mut::<State>();
        if state.open.is_some() {
            let index = state.open.as_ref().map_or(0, |open| open.anchor);
            let menus = self.anchors.iter().map(|anchor| &anchor.items[..]).collect();
            let name = self.anchors.get(index).map_or_else(String::new, |anchor| anchor.semantics.name.clone());
            let titles = if self.kind == Kind::Bar { bounds.len() } else { 0 };
            let overlay = Overlay { open: &mut state.open, current: &mut state.current, menus, anchors: bounds, titles, translation, name };
            return Some(overlay::Element::new(Box::new(overlay)));
        }
        let children = self.anchors.iter_mut().zip(&mut tree.children).zip(layout.children());
        let overlays: Vec<_> = children
            .filter_map(|((anchor, child), layout)| anchor.content.as_widget_mut().overlay(child, layout, renderer, viewport, translation))
            .collect();
        (!overlays.is_empty()).then(|| overlay::Group::with_children(overlays).overlay())
    }
}

impl<'a, Message: Clone + 'a> From<Menus<'a, Message>> for Element<'a, Message> {
    fn from(menus: Menus<'a, Message>) -> Self {
        Self::new(menus)
    }
}
