//! The open menus: panels above everything else in the window, and how they are driven.

use super::super::icon::{self, Icon};
use super::{Entry, Item};
use crate::ui::latin::latin;
use crate::ui::semantics::{Request, Role, Semantics, Visit};
use crate::ui::theme::{self, Tokens};
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{self, Paragraph as _, Renderer as _};
use iced::advanced::widget::Operation;
use iced::advanced::{Clipboard, Renderer as _, Shell, mouse, overlay, renderer};
use iced::keyboard::{self, Key, key::Named};
use iced::{Color, Event, Font, Pixels, Point, Rectangle, Renderer, Size, Theme, Vector, alignment, window};

const ROW: f32 = 28.0;
const GAP: f32 = 9.0;
const PADDING: f32 = 4.0;
const LEFT: f32 = 12.0;
/// Room for a tick or a dot before the labels.
const MARK: f32 = 20.0;

/// Which menu is open, and what is highlighted in it.
pub(super) struct Open {
    pub anchor: usize,
    /// A context menu opens at the pointer.
    at: Option<Point>,
    panels: Vec<Panel>,
    /// The first line is highlighted once it is known.
    by_key: bool,
    /// An assistive technology asked for a line of a panel.
    asked: Option<(usize, usize)>,
    /// Where the button went down that opened it, until it goes up: a long menu may lie under it by then.
    pressed: Option<Point>,
}

#[derive(Default)]
struct Panel {
    bounds: Rectangle,
    highlight: Option<usize>,
    /// Measured once there are lines: those of a row's menu come with the view that follows the press.
    size: Option<Size>,
}

/// Who lets the button go so near to where it went down has clicked, and not chosen.
const CLICK: f32 = 5.0;

impl Open {
    pub fn by_press(anchor: usize, at: Option<Point>, pressed: Option<Point>) -> Self {
        Self { pressed, ..Self::new(anchor, at, false) }
    }

    pub fn new(anchor: usize, at: Option<Point>, by_key: bool) -> Self {
        Self { anchor, at, panels: vec![Panel::default()], by_key, asked: None, pressed: None }
    }
}

pub(super) struct Overlay<'b, Message> {
    pub open: &'b mut Option<Open>,
    pub current: &'b mut usize,
    pub menus: Vec<&'b [Item<Message>]>,
    pub anchors: Vec<Rectangle>,
    /// How many neighbours Left and Right go to: none outside a menu bar.
    pub titles: usize,
    pub translation: Vector,
    pub name: String,
}

fn height<Message>(item: &Item<Message>) -> f32 {
    match item {
        Item::Entry(_) => ROW,
        Item::Separator => GAP,
    }
}

fn has_marks<Message>(items: &[Item<Message>]) -> bool {
    items.iter().any(|item| matches!(item, Item::Entry(entry) if entry.checked.is_some() || entry.dot.is_some()))
}

fn measure(content: &str) -> f32 {
    <Renderer as text::Renderer>::Paragraph::with_text(line(content)).min_width()
}

fn line<Content>(content: Content) -> text::Text<Content, Font> {
    text::Text {
        content,
        bounds: Size::INFINITE,
        size: Pixels(theme::LABEL),
        line_height: text::LineHeight::default(),
        font: theme::REGULAR,
        align_x: text::Alignment::Left,
        align_y: alignment::Vertical::Center,
        shaping: text::Shaping::Auto,
        wrapping: text::Wrapping::None,
    }
}

/// A line for drawing: the software renderer wants real bounds.
fn drawn(content: &str, at: Rectangle) -> text::Text<String, Font> {
    text::Text { bounds: at.size(), ..line(content.to_owned()) }
}

/// The next line that can be chosen, going around.
fn step<Message>(items: &[Item<Message>], from: Option<usize>, backwards: bool) -> Option<usize> {
    let count = items.len();
    let start = from.unwrap_or(if backwards { 0 } else { count.saturating_sub(1) });
    let at = |distance: usize| if backwards { (start + count - distance % count) % count } else { (start + distance) % count };
    (1..=count).map(at).find(|index| matches!(&items[*index], Item::Entry(entry) if entry.is_enabled()))
}

impl<'b, Message: Clone> Overlay<'b, Message> {
    /// The lines of a panel, found by what is highlighted in those before it.
    fn items(&self, level: usize) -> &'b [Item<Message>] {
        let Some(open) = self.open.as_ref() else { return &[] };
        let mut items: &'b [Item<Message>] = self.menus.get(open.anchor).copied().unwrap_or(&[]);
        for panel in open.panels.iter().take(level) {
            match panel.highlight.and_then(|index| items.get(index)) {
                Some(Item::Entry(entry)) => items = &entry.children,
                Some(Item::Separator) | None => return &[],
            }
        }
        items
    }

    fn entry(&self, level: usize, index: usize) -> Option<&'b Entry<Message>> {
        match self.items(level).get(index)? {
            Item::Entry(entry) => Some(entry),
            Item::Separator => None,
        }
    }

    fn depth(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.panels.len())
    }

    fn highlighted(&self, level: usize) -> Option<usize> {
        self.open.as_ref()?.panels.get(level)?.highlight
    }

    /// The panel and the line under a point.
    fn under(&self, point: Point) -> Option<(usize, Option<usize>)> {
        let open = self.open.as_ref()?;
        let level = open.panels.iter().rposition(|panel| panel.bounds.contains(point))?;
        let mut top = open.panels[level].bounds.y + PADDING;
        let index = self.items(level).iter().position(|item| {
            let inside = point.y >= top && point.y < top + height(item);
            top += height(item);
            inside
        });
        Some((level, index.filter(|index| self.entry(level, *index).is_some_and(Entry::is_enabled))))
    }

    fn highlight(&mut self, level: usize, index: Option<usize>) {
        let opens = index.and_then(|index| self.entry(level, index)).is_some_and(|entry| !entry.children.is_empty());
        let Some(open) = self.open.as_mut() else { return };
        if open.panels.get(level).is_none_or(|panel| panel.highlight == index && (open.panels.len() > level + 1) == opens) {
            return;
        }
        open.panels.truncate(level + 1);
        open.panels[level].highlight = index;
        if opens {
            open.panels.push(Panel::default());
        }
    }

    fn activate(&mut self, level: usize, index: usize, shell: &mut Shell<'_, Message>) {
        let Some(entry) = self.entry(level, index) else { return };
        if let Some(message) = &entry.message {
            shell.publish(message.clone());
            *self.open = None;
        } else if !entry.children.is_empty() {
            self.highlight(level, Some(index));
            let first = step(self.items(level + 1), None, false);
            self.highlight(level + 1, first);
        }
    }

    fn go_to(&mut self, title: usize) {
        *self.current = title;
        *self.open = Some(Open::new(title, None, true));
    }

    fn key(&mut self, key: &Key, shell: &mut Shell<'_, Message>) {
        // The panel in which something is highlighted, from the innermost; the outermost when nothing is.
        let level = (0..self.depth()).rev().find(|level| self.highlighted(*level).is_some()).unwrap_or(0);
        let (items, at) = (self.items(level), self.highlighted(level));
        match key {
            Key::Named(Named::ArrowDown) => self.highlight(level, step(items, at, false)),
            Key::Named(Named::ArrowUp) => self.highlight(level, step(items, at, true)),
            Key::Named(Named::Home) => self.highlight(level, step(items, None, false)),
            Key::Named(Named::End) => self.highlight(level, step(items, None, true)),
            Key::Named(Named::Enter | Named::Space) => {
                if let Some(index) = at {
                    self.activate(level, index, shell);
                }
            }
            Key::Named(Named::ArrowRight) => match at.filter(|index| self.entry(level, *index).is_some_and(|e| !e.children.is_empty())) {
                Some(index) => self.activate(level, index, shell),
                None => self.neighbour(false),
            },
            Key::Named(Named::ArrowLeft) if level > 0 => {
                self.highlight(level, None);
                if let Some(open) = self.open.as_mut() {
                    open.panels.truncate(level + 1);
                }
            }
            Key::Named(Named::ArrowLeft) => self.neighbour(true),
            Key::Named(Named::Escape) if level > 0 => self.highlight(level, None),
            Key::Named(Named::Escape | Named::Tab | Named::F10) => *self.open = None,
            Key::Character(letter) => {
                let typed = letter.chars().flat_map(char::to_lowercase).next();
                let matches = |item: &Item<Message>| match item {
                    Item::Entry(entry) => entry.is_enabled() && entry.label.key().is_some() && entry.label.key() == typed,
                    Item::Separator => false,
                };
                if let Some(index) = items.iter().position(matches) {
                    self.activate(level, index, shell);
                }
            }
            _ => {}
        }
    }

    fn neighbour(&mut self, backwards: bool) {
        if let (Some(open), Some(last)) = (self.open.as_ref(), self.titles.checked_sub(1)) {
            let next = if backwards { open.anchor.checked_sub(1).unwrap_or(last) } else { open.anchor + 1 };
            self.go_to(if next > last { 0 } else { next });
        }
    }

    fn draw_entry(&self, renderer: &mut Renderer, tokens: &Tokens, theme: &Theme, entry: &Entry<Message>, at: Rectangle, marks: bool) {
        let ink = if entry.is_enabled() { tokens.text } else { Color { a: 0.55, ..tokens.dim } };
        let middle = at.center_y();
        if entry.checked == Some(true) {
            let bounds = Rectangle::new(Point::new(at.x + LEFT - 5.0, middle - 7.0), Size::new(14.0, 14.0));
            icon::draw(renderer, Icon::Check, bounds, tokens.accent);
        }
        if let Some(show) = entry.dot {
            super::super::avatar::draw_dot(renderer, theme, show, Point::new(at.x + LEFT + 2.0, middle), 5.0, tokens.background);
        }
        let left = at.x + LEFT + if marks { MARK - 4.0 } else { 0.0 };
        renderer.fill_text(drawn(&entry.label.text, at), Point::new(left, middle), ink, at);
        let (before, letter, _) = entry.label.parts();
        if !letter.is_empty() {
            let (from, width) = (measure(before), measure(letter));
            let bounds = Rectangle::new(Point::new((left + from).round(), (middle + 7.0).round()), Size::new(width.round(), 1.0));
            renderer.fill_quad(renderer::Quad { bounds, ..renderer::Quad::default() }, ink);
        }
        let right = |content: &str| text::Text { align_x: text::Alignment::Right, ..drawn(content, at) };
        if !entry.children.is_empty() {
            renderer.fill_text(right("›"), Point::new(at.x + at.width - LEFT, middle), tokens.dim, at);
        } else if !entry.shortcut.is_empty() {
            renderer.fill_text(right(&entry.shortcut), Point::new(at.x + at.width - LEFT, middle), tokens.dim, at);
        }
    }
}

impl<Message: Clone> overlay::Overlay<Message, Theme, Renderer> for Overlay<'_, Message> {
    fn layout(&mut self, _: &Renderer, window: Size) -> layout::Node {
        if self.open.as_ref().is_some_and(|open| open.by_key) {
            let first = step(self.items(0), None, false);
            self.highlight(0, first);
            if let Some(open) = self.open.as_mut() {
                open.by_key = false;
                open.panels.truncate(1);
            }
        }
        let mut beside: Option<(Rectangle, f32)> = None;
        for level in 0..self.depth() {
            let items = self.items(level);
            let Some(open) = self.open.as_mut() else { break };
            let (anchor, at) = (self.anchors.get(open.anchor).copied().unwrap_or_default(), open.at);
            let panel = &mut open.panels[level];
            let mut size = panel.size.unwrap_or_else(|| size_of(items));
            panel.size = Some(size).filter(|_| !items.is_empty());
            let position = match (beside, at) {
                (Some((parent, row)), _) => {
                    let (right, left) = (parent.x + parent.width - 2.0, parent.x - size.width + 2.0);
                    if right + size.width <= window.width {
                        Point::new(right, row - PADDING)
                    } else if left >= 0.0 {
                        Point::new(left, row - PADDING)
                    } else {
                        // A narrow window: below the line it belongs to, or above it. Over it only where neither has room: who
                        // presses that line means it.
                        let (below, above) = (row + ROW, row - size.height);
                        let fits = below + size.height <= window.height - 2.0 || above < 2.0;
                        Point::new(parent.x + 2.0 * LEFT, if fits { below } else { above })
                    }
                }
                (None, Some(at)) => at + self.translation + Vector::new(1.0, 1.0),
                (None, None) => {
                    if self.titles == 0 {
                        size.width = size.width.max(anchor.width);
                    }
                    let below = anchor.y + anchor.height + 2.0;
                    let above = anchor.y - size.height - 2.0;
                    Point::new(anchor.x, if below + size.height > window.height && above >= 0.0 { above } else { below })
                }
            };
            let x = position.x.min(window.width - size.width - 2.0).max(2.0);
            let y = position.y.min(window.height - size.height - 2.0).max(2.0);
            panel.bounds = Rectangle::new(Point::new(x.round(), y.round()), size);
            let rows = panel.highlight.map_or(0.0, |index| items.iter().take(index).map(height).sum::<f32>());
            beside = Some((panel.bounds, panel.bounds.y + PADDING + rows));
        }
        layout::Node::new(window)
    }

    fn operate(&mut self, _: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        for level in 0..self.depth() {
            let items = self.items(level);
            let Some(open) = self.open.as_mut() else { break };
            let bounds = open.panels[level].bounds;
            let key = format!("menu {level}");
            operation.custom(None, bounds, &mut Visit::new(Semantics::new(Role::Menu, key, self.name.clone()), false));
            let mut asked = None;
            let highlight = open.panels[level].highlight;
            operation.traverse(&mut |operation| {
                let mut top = bounds.y + PADDING;
                for (index, item) in items.iter().enumerate() {
                    if let Item::Entry(entry) = item {
                        let role = if entry.checked.is_some() { Role::MenuItemCheckBox } else { Role::MenuItem };
                        let semantics = Semantics {
                            toggled: entry.checked,
                            disabled: !entry.is_enabled(),
                            selected: Some(highlight == Some(index)),
                            expanded: (!entry.children.is_empty()).then_some(highlight == Some(index)),
                            ..Semantics::new(role, format!("{index} {}", entry.label.text), entry.label.text.clone())
                        };
                        let mut visit = Visit::new(semantics, entry.is_enabled());
                        operation.custom(None, Rectangle::new(Point::new(bounds.x, top), Size::new(bounds.width, ROW)), &mut visit);
                        if visit.request == Some(Request::Activate) {
                            asked = Some((level, index));
                        }
                    }
                    top += height(item);
                }
            });
            open.asked = asked.or(open.asked);
        }
    }

    fn update(
        &mut self,
        event: &Event,
        _: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        if let Some((level, index)) = self.open.as_mut().and_then(|open| open.asked.take()) {
            self.activate(level, index, shell);
            shell.invalidate_layout();
            shell.request_redraw();
            return;
        }
        match event {
            Event::Mouse(mouse::Event::CursorMoved { position }) => {
                let title = self.anchors.iter().take(self.titles).position(|anchor| anchor.contains(*position));
                match (self.under(*position), title) {
                    (Some((level, index)), _) => self.highlight(level, index),
                    (None, Some(title)) if self.open.as_ref().is_some_and(|open| open.anchor != title) => {
                        *self.current = title;
                        *self.open = Some(Open::new(title, None, false));
                    }
                    (None, _) => return,
                }
            }
            Event::Mouse(mouse::Event::ButtonPressed(_)) => {
                if cursor.position().is_none_or(|point| self.under(point).is_none()) {
                    *self.open = None;
                }
                if let Some(open) = self.open.as_mut() {
                    open.pressed = None;
                }
                shell.capture_event();
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
                let opened_here = |point: Point| {
                    let pressed = self.open.as_mut().and_then(|open| open.pressed.take());
                    pressed.is_some_and(|pressed| pressed.distance(point) < CLICK)
                };
                if cursor.position().is_some_and(opened_here) {
                    shell.capture_event();
                } else if let Some((level, Some(index))) = cursor.position().and_then(|point| self.under(point)) {
                    self.activate(level, index, shell);
                    shell.capture_event();
                } else {
                    return;
                }
            }
            Event::Mouse(mouse::Event::WheelScrolled { .. }) => shell.capture_event(),
            Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, .. }) => {
                self.key(&latin(key, *physical_key), shell);
                shell.capture_event();
            }
            Event::Window(window::Event::Unfocused | window::Event::Resized(_)) => *self.open = None,
            _ => return,
        }
        shell.invalidate_layout();
        shell.request_redraw();
    }

    fn draw(&self, renderer: &mut Renderer, theme: &Theme, _: &renderer::Style, layout: Layout<'_>, _: mouse::Cursor) {
        let tokens = theme::tokens(theme);
        let Some(open) = self.open.as_ref() else { return };
        for (level, panel) in open.panels.iter().enumerate() {
            let items = self.items(level);
            let marks = has_marks(items);
            renderer.with_layer(layout.bounds(), |renderer| {
                let border = iced::border::rounded(8).width(1).color(tokens.field_line);
                let ground = renderer::Quad { bounds: panel.bounds, border, ..renderer::Quad::default() };
                renderer.fill_quad(ground, tokens.background);
                let mut top = panel.bounds.y + PADDING;
                for (index, item) in items.iter().enumerate() {
                    let at = Rectangle::new(
                        Point::new(panel.bounds.x + PADDING, top),
                        Size::new(panel.bounds.width - 2.0 * PADDING, height(item)),
                    );
                    match item {
                        Item::Entry(entry) => {
                            if panel.highlight == Some(index) {
                                let border = iced::border::rounded(5);
                                renderer.fill_quad(renderer::Quad { bounds: at, border, ..renderer::Quad::default() }, tokens.accent_weak);
                            }
                            self.draw_entry(renderer, tokens, theme, entry, at, marks);
                        }
                        Item::Separator => {
                            let bounds = Rectangle::new(Point::new(at.x, (at.y + GAP / 2.0).floor()), Size::new(at.width, 1.0));
                            renderer.fill_quad(renderer::Quad { bounds, ..renderer::Quad::default() }, tokens.line);
                        }
                    }
                    top += height(item);
                }
            });
        }
    }

    fn mouse_interaction(&self, _: Layout<'_>, cursor: mouse::Cursor, _: &Renderer) -> mouse::Interaction {
        match cursor.position().and_then(|point| self.under(point)) {
            Some((_, Some(_))) => mouse::Interaction::Pointer,
            Some((_, None)) => mouse::Interaction::Idle,
            None => mouse::Interaction::None,
        }
    }
}

fn size_of<Message>(items: &[Item<Message>]) -> Size {
    let marks = if has_marks(items) { MARK } else { 0.0 };
    let wide = |item: &Item<Message>| match item {
        Item::Entry(entry) => {
            let right = if entry.shortcut.is_empty() { 0.0 } else { measure(&entry.shortcut) + 32.0 };
            let right = if entry.children.is_empty() { right } else { 24.0 };
            measure(&entry.label.text) + right
        }
        Item::Separator => 0.0,
    };
    let width = items.iter().map(wide).fold(0.0, f32::max);
    let rows: f32 = items.iter().map(height).sum();
    Size::new((width + marks + 2.0 * (LEFT + PADDING)).ceil().max(120.0), rows + 2.0 * PADDING)
}
