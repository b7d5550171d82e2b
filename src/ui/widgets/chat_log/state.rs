//! What the log remembers between frames, and how it answers mouse and keyboard.

use super::Happening;
use super::measure::{self, Cache, LineParts, Parts};
use super::row::{Key, Row};
use super::selection::{Position, Selection};
use super::view::{Anchor, View};
use crate::i18n::t;
use crate::model::MessageId;
use crate::ui::text::{Link, PieceLook};
use crate::ui::theme;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::Paragraph as _;
use iced::advanced::widget::operation::Focusable;
use iced::advanced::{Clipboard, Shell, clipboard, mouse};
use iced::keyboard::{self, Key as Pressed, key::Named};
use iced::{Color, Point, Rectangle, Size};
use std::collections::HashMap;

/// A step of the wheel.
const STEP: f32 = 60.0;
/// The rail of the scroll bar, at the right.
const RAIL: f32 = 12.0;
const SHORTEST_THUMB: f32 = 28.0;
/// Older messages are asked for when so many rows or fewer are above the view.
const AHEAD: usize = 12;

/// What is under the mouse, or what an assistive technology wishes to press.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Newest,
    Retry(MessageId),
    Link(Link),
    Thumb,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Drag {
    Text,
    /// How far below the thumb's top the mouse took it.
    Thumb(f32),
}

#[derive(Debug, Default)]
pub struct State {
    pub view: View,
    pub cache: Cache,
    pub selection: Option<Selection>,
    pub wishes: Vec<Target>,
    pub jump_label: Option<Paragraph>,
    conversation: u64,
    jumps: u32,
    /// Where the logs were that had this place before.
    kept: HashMap<u64, Anchor>,
    size: Size,
    drag: Option<Drag>,
    click: Option<mouse::Click>,
    /// For which first row older ones were asked.
    asked: Option<Key>,
    /// The last row that is not news, and where the log was held then.
    known: Option<(Option<Key>, Anchor)>,
    focused: bool,
    /// Focused by the keyboard.
    ring: bool,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        (self.focused, self.ring) = (true, true);
    }

    fn unfocus(&mut self) {
        (self.focused, self.ring) = (false, false);
    }
}

impl State {
    pub fn new(conversation: u64, jumps: u32) -> Self {
        Self { conversation, jumps, ..Self::default() }
    }

    /// Another log may take the place, or the window wants to be at the newest message.
    pub fn take_up(&mut self, conversation: u64, jumps: u32) {
        if self.conversation != conversation {
            self.kept.insert(self.conversation, self.view.anchor);
            let anchor = self.kept.remove(&conversation).unwrap_or_default();
            self.view = View { anchor, ..View::default() };
            self.cache = Cache::default();
            (self.selection, self.drag, self.asked, self.known) = (None, None, None, None);
        } else if self.jumps != jumps {
            self.view.anchor = Anchor::Bottom;
        }
        (self.conversation, self.jumps) = (conversation, jumps);
    }

    pub fn arrange(&mut self, rows: &[Row], size: Size, link: Color) {
        self.size = size;
        self.cache.prepare(size.width, link);
        let cache = &mut self.cache;
        let last = rows.len().saturating_sub(1);
        self.view.arrange(rows, size.height, |index| {
            let edges = if index == 0 { 6.0 } else { 0.0 } + if index == last { 10.0 } else { 0.0 };
            cache.height(&rows[index]) + edges
        });
        self.cache.trim(self.view.visible.iter().map(|placed| rows[placed.index].key));
        if !self.view.is_at_end() && self.jump_label.is_none() {
            self.jump_label = Some(measure::plain(&format!("↓  {}", t("chat-log-jump")), theme::SMALL, 16.0, theme::MEDIUM, f32::INFINITY));
        }
    }

    /// What comes after the first look and after a step of the reader is news, for as long as he stays; nothing is while old rows load.
    pub fn note_news(&mut self, rows: &[Row], loading: bool) {
        let stayed = self.known.as_ref().is_some_and(|(_, anchor)| *anchor == self.view.anchor);
        if !stayed {
            self.known = Some((rows.last().map(|row| row.key), self.view.anchor));
        }
        if loading {
            self.known = None;
        }
    }

    /// The index of the first row that is news.
    pub fn news(&self, rows: &[Row]) -> usize {
        match &self.known {
            Some((Some(key), _)) => rows.iter().rposition(|row| row.key == *key).map_or(rows.len(), |index| index + 1),
            Some((None, _)) => 0,
            None => rows.len(),
        }
    }

    pub fn shows_ring(&self) -> bool {
        self.focused && self.ring
    }

    pub fn is_dragging_thumb(&self) -> bool {
        matches!(self.drag, Some(Drag::Thumb(_)))
    }

    /// The thumb of the scroll bar, by rows rather than pixels: their heights are unknown.
    pub fn thumb(&self, count: usize, bounds: Rectangle) -> Option<Rectangle> {
        let (first, last) = (self.view.visible.first()?, self.view.visible.last()?);
        let hidden = |part: f32, height: f32| if height > 0.0 { (part / height).clamp(0.0, 1.0) } else { 0.0 };
        let top = first.index as f32 + hidden(-first.y, first.height);
        let bottom = (last.index + 1) as f32 - hidden(last.y + last.height - bounds.height, last.height);
        let all = count as f32;
        if bottom - top >= all - 0.01 {
            return None;
        }
        let height = ((bottom - top) / all * bounds.height).max(SHORTEST_THUMB).min(bounds.height);
        let free = bounds.height - height;
        let share = top / (all - (bottom - top)).max(0.01);
        let corner = Point::new(bounds.x + bounds.width - 9.0, bounds.y + free * share.clamp(0.0, 1.0));
        Some(Rectangle::new(corner, Size::new(6.0, height)))
    }

    /// The way back to the newest message, while it is out of view.
    pub fn jump_button(&self, bounds: Rectangle) -> Option<Rectangle> {
        let label = self.jump_label.as_ref().filter(|_| !self.view.is_at_end())?;
        let size = Size::new(label.min_bounds().width + 28.0, 30.0);
        let corner = Point::new(bounds.x + (bounds.width - size.width) / 2.0, bounds.y + bounds.height - size.height - 10.0);
        Some(Rectangle::new(corner, size))
    }

    /// What is at a point of the window.
    pub fn target(&self, rows: &[Row], bounds: Rectangle, point: Point) -> Target {
        if self.jump_button(bounds).is_some_and(|button| button.contains(point)) {
            return Target::Newest;
        }
        if point.x > bounds.x + bounds.width - RAIL && self.thumb(rows.len(), bounds).is_some() {
            return Target::Thumb;
        }
        let pressed = self.parts_at(rows, bounds, point).and_then(|(row, parts, point)| {
            let Key::Message(id) = row.key else { return None };
            let retry = parts.retry.as_ref().is_some_and(|(label, at)| Rectangle::new(*at, label.min_bounds()).contains(point));
            if retry {
                return Some(Target::Retry(id));
            }
            match &row.line()?.body.pieces().get(parts.piece_at(point)?)?.look {
                PieceLook::Link(link) => Some(Target::Link(link.clone())),
                PieceLook::Plain | PieceLook::Emoji => None,
            }
        });
        pressed.unwrap_or(Target::Text)
    }

    /// Older rows are near, and were not asked for yet.
    pub fn needs_older(&mut self, rows: &[Row]) -> Option<Happening> {
        let first = self.view.visible.first().map_or(0, |placed| placed.index);
        let key = rows.iter().map(|row| row.key).find(|key| matches!(key, Key::Message(_)));
        if first > AHEAD || key.is_none() || self.asked == key {
            return None;
        }
        self.asked = key;
        Some(Happening::NeedOlder)
    }

    pub fn jump<Message>(&mut self, shell: &mut Shell<'_, Message>) {
        self.view.anchor = Anchor::Bottom;
        moved(shell);
    }

    pub fn mouse<Message>(
        &mut self,
        rows: &[Row],
        event: &mouse::Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) -> Option<Happening> {
        match event {
            mouse::Event::WheelScrolled { delta } if cursor.is_over(bounds) => {
                self.view.pending += match delta {
                    mouse::ScrollDelta::Lines { y, .. } => y * STEP,
                    mouse::ScrollDelta::Pixels { y, .. } => *y,
                };
                moved(shell);
                shell.capture_event();
            }
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                let over = cursor.position_over(bounds);
                (self.focused, self.ring) = (over.is_some(), false);
                let point = over?;
                return self.press(rows, bounds, point, shell);
            }
            mouse::Event::CursorMoved { .. } => {
                let point = cursor.land().position()?;
                match self.drag {
                    Some(Drag::Text) => self.mark(rows, bounds, point, shell),
                    Some(Drag::Thumb(grip)) => self.drag_thumb(rows, bounds, point.y - grip, shell),
                    // The thumb and the button show that the mouse is near.
                    None if cursor.is_over(bounds) => shell.request_redraw(),
                    None => {}
                }
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                let drag = self.drag.take()?;
                let empty = self.selection.is_none_or(|selection| selection.is_empty());
                if drag == Drag::Text && !empty {
                    // What is marked can be pasted with the middle button, as X11 and Wayland have it.
                    let text = self.selection.and_then(|selection| selection.text(rows));
                    clipboard.write(clipboard::Kind::Primary, text?);
                } else if drag == Drag::Text
                    && let Some(point) = cursor.position_over(bounds)
                    && let Target::Link(link) = self.target(rows, bounds, point)
                {
                    return Some(Happening::LinkPressed(link));
                }
            }
            _ => {}
        }
        None
    }

    fn press<Message>(&mut self, rows: &[Row], bounds: Rectangle, point: Point, shell: &mut Shell<'_, Message>) -> Option<Happening> {
        shell.request_redraw();
        match self.target(rows, bounds, point) {
            Target::Newest => self.jump(shell),
            Target::Retry(id) => return Some(Happening::RetryPressed(id)),
            Target::Thumb => {
                let thumb = self.thumb(rows.len(), bounds)?;
                let grip = if thumb.contains(Point::new(thumb.x, point.y)) { point.y - thumb.y } else { thumb.height / 2.0 };
                self.drag = Some(Drag::Thumb(grip));
                self.drag_thumb(rows, bounds, point.y - grip, shell);
            }
            Target::Text | Target::Link(_) => {
                let click = mouse::Click::new(point, mouse::Button::Left, self.click);
                self.click = Some(click);
                self.drag = Some(Drag::Text);
                self.selection = self.position(rows, bounds, point).map(|position| match click.kind() {
                    mouse::click::Kind::Single => Selection::at(position),
                    mouse::click::Kind::Double => Selection::word(rows, position),
                    mouse::click::Kind::Triple => Selection::message(rows, position),
                });
            }
        }
        None
    }

    /// Extends the selection to a point; beyond the edges the log follows.
    fn mark<Message>(&mut self, rows: &[Row], bounds: Rectangle, point: Point, shell: &mut Shell<'_, Message>) {
        if point.y < bounds.y || point.y > bounds.y + bounds.height {
            self.view.pending += if point.y < bounds.y { STEP / 3.0 } else { -STEP / 3.0 };
            moved(shell);
        }
        let single = self.click.is_none_or(|click| click.kind() == mouse::click::Kind::Single);
        if let (true, Some(end), Some(selection)) = (single, self.position(rows, bounds, point), &mut self.selection)
            && selection.end != end
        {
            selection.end = end;
            shell.request_redraw();
        }
    }

    fn drag_thumb<Message>(&mut self, rows: &[Row], bounds: Rectangle, top: f32, shell: &mut Shell<'_, Message>) {
        let Some(thumb) = self.thumb(rows.len(), bounds) else { return };
        let share = ((top - bounds.y) / (bounds.height - thumb.height).max(1.0)).clamp(0.0, 1.0);
        if share >= 1.0 {
            self.view.anchor = Anchor::Bottom;
        } else {
            let seen = self.view.visible.len().min(rows.len());
            self.view.go_to(rows, (share * (rows.len() - seen) as f32).round() as usize);
        }
        moved(shell);
    }

    pub fn keyboard<Message>(
        &mut self,
        rows: &[Row],
        event: &keyboard::Event,
        bounds: Rectangle,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) -> Option<Happening> {
        let keyboard::Event::KeyPressed { key, modifiers, text, .. } = event else { return None };
        if shell.is_event_captured() {
            return None;
        }
        let page = (bounds.height - 40.0).max(STEP);
        let by = match key.as_ref() {
            Pressed::Named(Named::PageUp) if modifiers.is_empty() => page,
            Pressed::Named(Named::PageDown) if modifiers.is_empty() => -page,
            Pressed::Named(Named::Home) if self.focused || modifiers.command() => {
                self.view.go_to(rows, 0);
                0.0
            }
            Pressed::Named(Named::End) if self.focused || modifiers.command() => {
                self.view.anchor = Anchor::Bottom;
                0.0
            }
            Pressed::Named(Named::ArrowUp) if self.focused => STEP,
            Pressed::Named(Named::ArrowDown) if self.focused => -STEP,
            Pressed::Character("c") if self.focused && modifiers.command() => {
                let marked = self.selection.and_then(|selection| selection.text(rows))?;
                clipboard.write(clipboard::Kind::Standard, marked);
                shell.capture_event();
                return None;
            }
            Pressed::Character("a") if self.focused && modifiers.command() => {
                self.selection = Selection::all(rows);
                shell.request_redraw();
                shell.capture_event();
                return None;
            }
            Pressed::Character(_) if self.focused && !modifiers.command() && !modifiers.alt() => {
                let typed = text.as_ref().filter(|text| !text.chars().any(char::is_control))?;
                (self.focused, self.ring) = (false, false);
                shell.capture_event();
                return Some(Happening::Typed(typed.to_string()));
            }
            _ => return None,
        };
        self.view.pending += by;
        moved(shell);
        shell.capture_event();
        None
    }

    /// The place in the text that is nearest to a point of the window.
    fn position(&self, rows: &[Row], bounds: Rectangle, point: Point) -> Option<Position> {
        let y = point.y.clamp(bounds.y, bounds.y + bounds.height) - bounds.y;
        let placed = self.view.at(y)?;
        let row = rows.get(placed.index)?;
        let byte = self.line_parts(row).map_or(0, |parts| parts.byte_at(Point::new(point.x - bounds.x, y - placed.y)));
        Some(Position { key: row.key, index: placed.index, byte: byte.min(row.text().len()) })
    }

    /// The message at a point of the window, and the point inside its row.
    fn parts_at<'a>(&'a self, rows: &'a [Row], bounds: Rectangle, point: Point) -> Option<(&'a Row, &'a LineParts, Point)> {
        let y = point.y - bounds.y;
        let placed = self.view.visible.iter().find(|placed| (placed.y..placed.y + placed.height).contains(&y))?;
        let row = rows.get(placed.index)?;
        Some((row, self.line_parts(row)?, Point::new(point.x - bounds.x, y - placed.y)))
    }

    fn line_parts(&self, row: &Row) -> Option<&LineParts> {
        match &self.cache.get(row.key)?.parts {
            Parts::Line(parts) => Some(parts),
            Parts::Divider(_) => None,
        }
    }
}

/// The layout is another: no message, so that no other window is built anew.
fn moved<Message>(shell: &mut Shell<'_, Message>) {
    shell.invalidate_layout();
    shell.request_redraw();
}
