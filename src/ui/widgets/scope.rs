//! Where Tab goes around, and F6 from pane to pane: a window or a modal card, with the focus it starts with and the keys that mean
//! something in it.
//!
//! iced runs operations over all windows at once, so the focus is moved here, inside the widget that owns the window.

use crate::ui::latin::latin;
use crate::ui::semantics::{Role, Visit};
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Focusable, Scrollable, focusable};
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::keyboard::{self, Key, Modifiers, key::Named};
use iced::{Element, Event, Length, Rectangle, Renderer, Size, Theme, Vector};
use std::any::Any;

/// Keeps Tab and Shift+Tab inside `content`.
pub fn scope<'a, Message>(content: impl Into<Element<'a, Message>>) -> Scope<'a, Message> {
    Scope { content: content.into(), start: None, on_key: None, active: true }
}

/// Shows `content` but lets nothing reach it while something modal lies above.
pub fn inert<'a, Message>(content: impl Into<Element<'a, Message>>, inert: bool) -> Scope<'a, Message> {
    Scope { active: !inert, ..scope(content) }
}

type OnKey<'a, Message> = Box<dyn Fn(&Key, Modifiers) -> Option<Message> + 'a>;

#[allow(missing_debug_implementations)]
pub struct Scope<'a, Message> {
    content: Element<'a, Message>,
    start: Option<Id>,
    on_key: Option<OnKey<'a, Message>>,
    active: bool,
}

impl<'a, Message> Scope<'a, Message> {
    /// Has the focus when the scope appears, and whenever this changes.
    pub fn start(mut self, start: impl Into<Option<Id>>) -> Self {
        self.start = start.into();
        self
    }

    /// Keys that no widget inside took: Esc, Enter, shortcuts.
    pub fn on_key(mut self, on_key: impl Fn(&Key, Modifiers) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }
}

#[derive(Default)]
struct State {
    started: Option<Id>,
}

impl<Message> Widget<Message, Theme, Renderer> for Scope<'_, Message> {
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
        self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        if self.active {
            self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
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
        let redraw = matches!(event, Event::Window(iced::window::Event::RedrawRequested(_)));
        if !self.active && !redraw {
            return;
        }
        let state = tree.state.downcast_mut::<State>();
        let content = &mut tree.children[0];
        if self.start.is_some() && state.started != self.start {
            state.started.clone_from(&self.start);
            if let Some(id) = self.start.clone() {
                self.content.as_widget_mut().operate(content, layout, renderer, &mut focusable::focus::<()>(id));
                shell.request_redraw();
            }
        }
        let cursor = if self.active { cursor } else { mouse::Cursor::Unavailable };
        self.content.as_widget_mut().update(content, event, layout, cursor, renderer, clipboard, shell, viewport);
        let Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, modifiers, .. }) = event else { return };
        // What is typed without them is a letter, of whichever script.
        let key = &if modifiers.command() || modifiers.alt() { latin(key, *physical_key) } else { key.clone() };
        if shell.is_event_captured() {
            return;
        }
        let tab = *key == Key::Named(Named::Tab);
        if (tab || *key == Key::Named(Named::F6)) && !modifiers.command() && !modifiers.alt() {
            let mut look = Look::default();
            self.content.as_widget_mut().operate(content, layout, renderer, &mut look);
            let target = if tab { look.next(modifiers.shift()) } else { look.next_pane(modifiers.shift()) };
            let mut put = Put { target, ..Put::default() };
            self.content.as_widget_mut().operate(content, layout, renderer, &mut put);
            if let Some(mut reveal) = put.reveal {
                self.content.as_widget_mut().operate(content, layout, renderer, &mut reveal);
            }
            shell.capture_event();
            shell.request_redraw();
        } else if let Some(message) = self.on_key.as_ref().and_then(|on_key| on_key(key, *modifiers)) {
            shell.publish(message);
            shell.capture_event();
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
        let cursor = if self.active { cursor } else { mouse::Cursor::Unavailable };
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        if !self.active {
            return mouse::Interaction::None;
        }
        self.content.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        if !self.active {
            return None;
        }
        self.content.as_widget_mut().overlay(&mut tree.children[0], layout, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Scope<'a, Message>> for Element<'a, Message> {
    fn from(scope: Scope<'a, Message>) -> Self {
        Self::new(scope)
    }
}

/// Finds what has the focus, and which panes there are: lists, logs, tabs and the input of messages, and what lies between them.
#[derive(Default)]
struct Look {
    count: usize,
    focused: Option<usize>,
    /// The pane of each that can have the focus; 0 outside of all.
    panes: Vec<usize>,
    pane: usize,
    /// The pane of the widget at hand, when it is one.
    entered: Option<usize>,
    /// So many panes were met.
    met: usize,
}

impl Look {
    fn next(&self, backwards: bool) -> Option<usize> {
        let last = self.count.checked_sub(1)?;
        Some(match (self.focused, backwards) {
            (None, false) => 0,
            (None | Some(0), true) => last,
            (Some(at), true) => at - 1,
            (Some(at), false) if at == last => 0,
            (Some(at), false) => at + 1,
        })
    }

    /// The first one of the pane after the one that has the focus, or before it.
    fn next_pane(&self, backwards: bool) -> Option<usize> {
        let firsts: Vec<usize> = (0..self.count).filter(|at| *at == 0 || self.panes[*at] != self.panes[*at - 1]).collect();
        let last = firsts.len().checked_sub(1)?;
        let Some(here) = self.focused.and_then(|focused| firsts.iter().rposition(|first| *first <= focused)) else {
            return Some(firsts[if backwards { last } else { 0 }]);
        };
        let next = if backwards { here + last } else { here + 1 };
        Some(firsts[next % firsts.len()])
    }
}

fn is_pane(role: Role) -> bool {
    matches!(role, Role::ListBox | Role::List | Role::Log | Role::TabList | Role::MenuBar | Role::MultilineTextInput)
}

impl Operation for Look {
    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        let pane = state.downcast_ref::<Visit>().is_some_and(|visit| is_pane(visit.semantics.role));
        self.met += usize::from(pane);
        self.entered = pane.then_some(self.met);
    }
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let before = self.pane;
        self.pane = self.entered.take().unwrap_or(before);
        operate(self);
        (self.pane, self.entered) = (before, None);
    }
    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused = Some(self.count);
        }
        self.count += 1;
        self.panes.push(self.entered.unwrap_or(self.pane));
    }
}

/// Puts the focus on the widget with an index, and off all others.
#[derive(Default)]
struct Put {
    target: Option<usize>,
    index: usize,
    /// How many scrolled areas were met, those around the widget at hand, and the one just met.
    areas: usize,
    around: Vec<Area>,
    met: Option<Area>,
    /// What to scroll so that the focus is seen.
    reveal: Option<Reveal>,
}

#[derive(Clone, Copy)]
struct Area {
    index: usize,
    bounds: Rectangle,
    scrolled: Vector,
}

impl Operation for Put {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let met = self.met.take();
        self.around.extend(met);
        operate(self);
        if met.is_some() {
            self.around.pop();
        }
    }

    fn scrollable(&mut self, _: Option<&Id>, bounds: Rectangle, _: Rectangle, scrolled: Vector, _: &mut dyn Scrollable) {
        self.met = Some(Area { index: self.areas, bounds, scrolled });
        self.areas += 1;
    }

    fn focusable(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if self.target == Some(self.index) {
            state.focus();
            self.reveal = self.around.last().and_then(|area| Reveal::new(area, bounds));
        } else if state.is_focused() {
            state.unfocus();
        }
        self.index += 1;
    }
}

/// Scrolls one area, when what has the focus is outside of what is seen of it.
struct Reveal {
    area: usize,
    areas: usize,
    to: f32,
}

impl Reveal {
    fn new(area: &Area, target: Rectangle) -> Option<Self> {
        const MARGIN: f32 = 8.0;
        let top = target.y - area.bounds.y - MARGIN;
        let bottom = target.y + target.height - area.bounds.y + MARGIN;
        let to = if top < area.scrolled.y {
            top.max(0.0)
        } else if bottom > area.scrolled.y + area.bounds.height {
            bottom - area.bounds.height
        } else {
            return None;
        };
        Some(Self { area: area.index, areas: 0, to })
    }
}

impl Operation for Reveal {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn scrollable(&mut self, _: Option<&Id>, _: Rectangle, _: Rectangle, _: Vector, state: &mut dyn Scrollable) {
        if self.areas == self.area {
            state.scroll_to(AbsoluteOffset { x: None, y: Some(self.to) });
        }
        self.areas += 1;
    }
}
