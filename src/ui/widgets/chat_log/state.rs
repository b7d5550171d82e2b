//! What the log remembers between frames, and what is where.

use super::measure::{self, Cache, Inks, LineParts, Parts};
use super::pointer::Pointer;
use super::row::{Key, Row};
use super::selection::{Position, Selection, Style};
use super::view::{Anchor, View, find};
use super::{About, Happening};
use crate::i18n::t;
use crate::model::{Density, MessageId};
use crate::ui::text::{Link, PieceLook};
use crate::ui::theme;
use iced::advanced::Shell;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::Paragraph as _;
use iced::advanced::widget::operation::Focusable;
use iced::{Point, Rectangle, Size};
use std::collections::HashMap;

/// A step of the wheel, and of the arrows in a message that is taller than the log.
pub const STEP: f32 = 60.0;
/// The rail of the scroll bar, at the right.
const RAIL: f32 = 12.0;
const SHORTEST_THUMB: f32 = 28.0;
/// Older messages are asked for when so many rows or fewer are above the view.
const AHEAD: usize = 12;

/// What is under the mouse, or what an assistive technology wishes to press.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Newest,
    Offer(MessageId),
    Link(Link),
    /// What a message answers.
    Quote(MessageId),
    Reaction(MessageId, String),
    Thumb,
    Text,
}

#[derive(Debug, Default)]
pub struct State {
    pub view: View,
    pub cache: Cache,
    pub selection: Option<Selection>,
    pub wishes: Vec<Target>,
    pub jump_label: Option<Paragraph>,
    pub pointer: Pointer,
    /// The message at which the keyboard is, and where it was last.
    pub current: Option<(Key, usize)>,
    pub focus: Focus,
    conversation: u64,
    jumps: u32,
    marks: u32,
    shown: u32,
    /// Everything is to be marked, once the rows are known.
    marking: bool,
    /// Where the logs were that had this place before.
    kept: HashMap<u64, Anchor>,
    size: Size,
    /// For which first row older ones were asked.
    asked: Option<Key>,
    /// The last row that is not news, and where the log was held then.
    known: Option<(Option<Key>, Anchor)>,
    /// What was told last of whether it is at the end, and of which conversation.
    told: Option<(u64, bool)>,
}

/// Whether the keys are for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    #[default]
    Elsewhere,
    ByMouse,
    /// Shown by a ring.
    ByKeyboard,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focus != Focus::Elsewhere
    }

    fn focus(&mut self) {
        self.focus = Focus::ByKeyboard;
    }

    fn unfocus(&mut self) {
        self.focus = Focus::Elsewhere;
    }
}

impl State {
    pub fn new(conversation: u64, jumps: u32, marks: u32, shown: u32) -> Self {
        Self { conversation, jumps, marks, shown, ..Self::default() }
    }

    /// Another log may take the place, or the window wants to be at the newest message, or to have everything marked.
    pub fn take_up(&mut self, conversation: u64, jumps: u32, marks: u32, shown: u32) {
        if self.conversation != conversation {
            self.shown = shown;
            self.kept.insert(self.conversation, self.view.anchor);
            let anchor = self.kept.remove(&conversation).unwrap_or_default();
            self.view = View { anchor, ..View::default() };
            self.cache = Cache::default();
            (self.selection, self.current, self.asked, self.known) = (None, None, None, None);
            self.pointer = Pointer::default();
        } else {
            if self.jumps != jumps {
                self.view.anchor = Anchor::Bottom;
            }
            self.marking |= self.marks != marks;
        }
        (self.conversation, self.jumps, self.marks) = (conversation, jumps, marks);
    }

    pub fn arrange(&mut self, rows: &[Row], size: Size, inks: Inks, density: Density) {
        self.size = size;
        // What is marked goes with its ends.
        let gone = |at: &Position| rows.get(find(rows, at.key, at.index)).is_none_or(|row| row.key != at.key);
        self.selection.take_if(|selection| gone(&selection.start) || gone(&selection.end));
        self.cache.prepare(size.width, inks, density);
        let cache = &mut self.cache;
        self.view.arrange(rows, size.height, |index| height(cache, rows, index));
        if std::mem::take(&mut self.marking) {
            self.selection = Selection::all(rows);
            self.focus = Focus::ByMouse;
        }
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
            // A page may bring nothing that is seen: then the next is asked for.
            (self.known, self.asked) = (None, None);
        }
    }

    /// The index of the first row that is news.
    pub fn news(&self, rows: &[Row]) -> usize {
        match &self.known {
            Some((Some(key), _)) => match rows.iter().rposition(|row| row.key == *key) {
                Some(index) => index + 1,
                // All that is left came later.
                None if is_before(key, rows) => 0,
                None => rows.len(),
            },
            Some((None, _)) => 0,
            None => rows.len(),
        }
    }

    /// The row at which the keyboard is, while the log has the focus.
    pub fn current_row(&self, rows: &[Row]) -> Option<usize> {
        let (key, near) = self.current.filter(|_| self.focus == Focus::ByKeyboard)?;
        let index = find(rows, key, near);
        rows.get(index).is_some_and(|row| row.key == key).then_some(index)
    }

    /// Brings a row into view, if need be with its nearer end.
    pub fn reveal(&mut self, rows: &[Row], index: usize) {
        let Some(row) = rows.get(index) else { return };
        let tall = height(&mut self.cache, rows, index);
        let placed = self.view.visible.iter().find(|placed| placed.index == index);
        let first = self.view.visible.first().map_or(0, |placed| placed.index);
        let y = match placed {
            Some(placed) if placed.y < 0.0 => (self.size.height - tall).min(0.0),
            Some(placed) if placed.y + tall > self.size.height => (self.size.height - tall).max(0.0),
            Some(_) => return,
            None if index < first => (self.size.height - tall).min(0.0),
            None => (self.size.height - tall).max(0.0),
        };
        self.view.anchor = Anchor::Row { key: row.key, index, y };
    }

    /// How far a row reaches beyond the upper and the lower edge.
    pub fn beyond(&self, index: usize) -> Option<(f32, f32)> {
        let placed = self.view.visible.iter().find(|placed| placed.index == index)?;
        Some(((-placed.y).max(0.0), (placed.y + placed.height - self.size.height).max(0.0)))
    }

    /// What there is at a row to do something with: what is marked, else its message.
    pub fn about(&self, rows: &[Row], index: usize, link: Option<Link>, place: Rectangle) -> Option<About> {
        let row = rows.get(index)?;
        let Key::Message(message) = row.key else { return None };
        let whole = Selection::message(rows, Position { key: row.key, index, byte: 0 });
        let marked = self.selection.filter(|selection| !selection.is_empty()).unwrap_or(whole);
        let copy = |style| marked.text(rows, style).unwrap_or_default();
        Some(About { message, link, plain: copy(Style::Plain), named: copy(Style::Named), place })
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
            let offer = parts.offer.as_ref().is_some_and(|(label, at)| Rectangle::new(*at, label.min_bounds()).contains(point));
            if offer {
                return Some(Target::Offer(id));
            }
            let line = row.line()?;
            if parts.quote.as_ref().is_some_and(|(label, at)| Rectangle::new(*at, label.min_bounds()).contains(point)) {
                return line.quote.as_ref()?.to.map(Target::Quote);
            }
            if let Some(index) = parts.chips.iter().position(|(_, place)| place.contains(point)) {
                return Some(Target::Reaction(id, line.chips.get(index)?.emoji.clone()));
            }
            match &row.line()?.body.pieces().get(parts.piece_at(point)?)?.look {
                PieceLook::Link(link) => Some(Target::Link(link.clone())),
                PieceLook::Plain | PieceLook::Emoji => None,
            }
        });
        pressed.unwrap_or(Target::Text)
    }

    /// The window wants a message to be seen: it is marked. Whether the log went there.
    pub fn show(&mut self, rows: &[Row], (count, message): (u32, Option<MessageId>)) -> bool {
        if std::mem::replace(&mut self.shown, count) == count {
            return false;
        }
        let index = message.and_then(|id| rows.iter().rposition(|row| row.key == Key::Message(id)));
        let Some(index) = index else { return false };
        self.reveal(rows, index);
        self.selection = Some(Selection::message(rows, Position { key: rows[index].key, index, byte: 0 }));
        true
    }

    /// Older rows are near, and were not asked for yet.
    /// Whether it is at the end, when that was not told yet.
    pub fn end_news(&mut self) -> Option<bool> {
        let now = (self.conversation, self.view.is_at_end());
        (self.told.replace(now) != Some(now)).then_some(now.1)
    }

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

    /// The place in the text that is nearest to a point of the window.
    pub fn position(&self, rows: &[Row], bounds: Rectangle, point: Point) -> Option<Position> {
        let y = point.y.clamp(bounds.y, bounds.y + bounds.height) - bounds.y;
        let placed = self.view.at(y)?;
        let row = rows.get(placed.index)?;
        let byte = self.line_parts(row).map_or(0, |parts| parts.byte_at(Point::new(point.x - bounds.x, y - placed.y)));
        Some(Position { key: row.key, index: placed.index, byte: byte.min(row.text().len()) })
    }

    /// The message at a point of the window, and the point inside its row.
    pub fn parts_at<'a>(&'a self, rows: &'a [Row], bounds: Rectangle, point: Point) -> Option<(&'a Row, &'a LineParts, Point)> {
        let y = point.y - bounds.y;
        let placed = self.view.visible.iter().find(|placed| (placed.y..placed.y + placed.height).contains(&y))?;
        let row = rows.get(placed.index)?;
        Some((row, self.line_parts(row)?, Point::new(point.x - bounds.x, y - placed.y)))
    }

    fn line_parts(&self, row: &Row) -> Option<&LineParts> {
        match &self.cache.get(row.key)?.parts {
            Parts::Line(parts) => Some(parts),
            Parts::Divider(_) | Parts::Notice { .. } => None,
        }
    }
}

/// The first and the last row keep a distance from the edges.
fn height(cache: &mut Cache, rows: &[Row], index: usize) -> f32 {
    let above = if index == 0 { 6.0 } else { 0.0 };
    let below = if index + 1 == rows.len() { 10.0 } else { 0.0 };
    cache.height(&rows[index]) + above + below
}

/// The layout is another: no message, so that no other window is built anew.
pub fn moved<Message>(shell: &mut Shell<'_, Message>) {
    shell.invalidate_layout();
    shell.request_redraw();
}

/// Whether a message is older than all that are there.
fn is_before(key: &Key, rows: &[Row]) -> bool {
    let first = rows.iter().map(|row| row.key).find(|key| matches!(key, Key::Message(_)));
    matches!((key, first), (Key::Message(gone), Some(Key::Message(first))) if *gone < first)
}
