//! What the keyboard does in the log: go from message to message, mark, copy, open.

use super::Happening;
use super::row::{Key, Row};
use super::selection::{Position, Selection, Style};
use super::state::{Focus, STEP, State, moved};
use super::view::{Anchor, find};
use crate::ui::latin::latin;
use crate::ui::text::PieceLook;
use iced::advanced::widget::operation::Focusable;
use iced::advanced::{Clipboard, Shell, clipboard};
use iced::keyboard::{self, Key as Pressed, Modifiers, key::Named};
use iced::{Point, Rectangle, Size};
use unicode_segmentation::UnicodeSegmentation;

/// A way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    On,
}

impl State {
    pub fn keyboard<Message>(
        &mut self,
        rows: &[Row],
        event: &keyboard::Event,
        bounds: Rectangle,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) -> Option<Happening> {
        let keyboard::Event::KeyPressed { key, physical_key, modifiers, text, .. } = event else { return None };
        if shell.is_event_captured() {
            return None;
        }
        let key = if modifiers.command() { latin(key, *physical_key) } else { key.clone() };
        let (key, modifiers) = (key.as_ref(), *modifiers);
        let page = (bounds.height - 40.0).max(STEP);
        match key {
            Pressed::Named(Named::PageUp) if modifiers.is_empty() => self.view.pending += page,
            Pressed::Named(Named::PageDown) if modifiers.is_empty() => self.view.pending -= page,
            Pressed::Named(Named::Home) if modifiers.command() && !self.is_focused() => self.view.go_to(rows, 0),
            Pressed::Named(Named::End) if modifiers.command() && !self.is_focused() => self.view.anchor = Anchor::Bottom,
            Pressed::Named(Named::ContextMenu) => return self.asked_by_key(rows, bounds),
            Pressed::Named(Named::F10) if modifiers.shift() => return self.asked_by_key(rows, bounds),
            _ if !self.is_focused() => return None,
            Pressed::Named(Named::Home) => self.go(rows, rows.iter().position(is_message)),
            Pressed::Named(Named::End) => {
                self.go(rows, rows.iter().rposition(is_message));
                self.view.anchor = Anchor::Bottom;
            }
            Pressed::Named(Named::ArrowUp) if modifiers.shift() => self.mark_messages(rows, Way::Back),
            Pressed::Named(Named::ArrowDown) if modifiers.shift() => self.mark_messages(rows, Way::On),
            Pressed::Named(Named::ArrowLeft) if modifiers.shift() => self.mark_letters(rows, Way::Back, modifiers),
            Pressed::Named(Named::ArrowRight) if modifiers.shift() => self.mark_letters(rows, Way::On, modifiers),
            Pressed::Named(Named::ArrowUp) => self.step(rows, Way::Back),
            Pressed::Named(Named::ArrowDown) => self.step(rows, Way::On),
            Pressed::Named(Named::Escape) if self.selection.is_some() => self.selection = None,
            Pressed::Named(Named::Enter) if modifiers.is_empty() => return self.enter(rows, shell),
            Pressed::Character("c" | "C") if modifiers.command() => {
                let style = if modifiers.shift() { Style::Named } else { Style::Plain };
                clipboard.write(clipboard::Kind::Standard, self.copied(rows, style)?);
            }
            Pressed::Character("a") if modifiers.command() => self.selection = Selection::all(rows),
            Pressed::Character(_) if !modifiers.command() && !modifiers.alt() => {
                let typed = text.as_ref().filter(|text| !text.chars().any(char::is_control))?;
                self.unfocus();
                shell.capture_event();
                return Some(Happening::Typed(typed.to_string()));
            }
            _ => return None,
        }
        moved(shell);
        shell.capture_event();
        None
    }

    /// The menu of the message at which the keyboard is, or of the newest in view.
    fn asked_by_key(&mut self, rows: &[Row], bounds: Rectangle) -> Option<Happening> {
        let index = self.current_row(rows).or_else(|| self.in_view(rows, Way::Back))?;
        let placed = self.view.visible.iter().find(|placed| placed.index == index)?;
        let top = placed.y.clamp(0.0, bounds.height);
        let bottom = (placed.y + placed.height).clamp(0.0, bounds.height);
        let place = Rectangle::new(Point::new(super::measure::MARGIN, top), Size::new(0.0, bottom - top));
        let link = first_link(&rows[index]);
        self.about(rows, index, link, place).map(Happening::Asked)
    }

    /// Opens the first link of a message, else takes what it offers: it is sent again, its hidden words are shown.
    fn enter<Message>(&mut self, rows: &[Row], shell: &mut Shell<'_, Message>) -> Option<Happening> {
        let row = rows.get(self.current_row(rows)?)?;
        let offers = row.line().and_then(|line| line.note.as_ref()).is_some_and(|note| note.offer.is_some());
        let happening = match (first_link(row), row.key) {
            (Some(link), _) => Happening::LinkPressed(link),
            (None, Key::Message(id)) if offers => Happening::OfferTaken(id),
            (None, _) => return None,
        };
        shell.capture_event();
        Some(happening)
    }

    /// What is marked, else the message at which the keyboard is.
    fn copied(&self, rows: &[Row], style: Style) -> Option<String> {
        match self.selection.filter(|selection| !selection.is_empty()) {
            Some(selection) => selection.text(rows, style),
            None => Selection::message(rows, start_of(rows, self.current_row(rows)?)?).text(rows, style),
        }
    }

    /// The message from which the keyboard starts: the nearest edge of what is seen.
    fn in_view(&self, rows: &[Row], way: Way) -> Option<usize> {
        let mut seen = self.view.visible.iter().map(|placed| placed.index).filter(|index| rows.get(*index).is_some_and(is_message));
        match way {
            Way::Back => seen.next_back(),
            Way::On => seen.next(),
        }
    }

    fn go(&mut self, rows: &[Row], to: Option<usize>) {
        let Some(index) = to else { return };
        self.focus = Focus::ByKeyboard;
        self.current = Some((rows[index].key, index));
        self.reveal(rows, index);
    }

    /// To the next message, or further through one that does not fit into the log.
    fn step(&mut self, rows: &[Row], way: Way) {
        self.focus = Focus::ByKeyboard;
        let current = self.current_row(rows).filter(|index| self.beyond(*index).is_some());
        let Some(index) = current else { return self.go(rows, self.in_view(rows, way)) };
        match (way, self.beyond(index)) {
            (Way::Back, Some((above, _))) if above > 1.0 => self.view.pending += STEP.min(above),
            (Way::On, Some((_, below))) if below > 1.0 => self.view.pending -= STEP.min(below),
            _ => self.go(rows, next(rows, index, way)),
        }
    }

    /// Shift and an arrow up or down: whole messages.
    fn mark_messages(&mut self, rows: &[Row], way: Way) {
        let Some(index) = self.current_row(rows).or_else(|| self.in_view(rows, Way::Back)) else { return };
        let edge = |index: usize| {
            let position = start_of(rows, index)?;
            Some(if way == Way::On { Position { byte: rows[index].text().len(), ..position } } else { position })
        };
        let selection = self.selection.filter(|selection| !selection.is_empty());
        let here = selection.map_or(index, |selection| find(rows, selection.end.key, selection.end.index));
        let Some(near) = edge(here) else { return };
        let end = match selection {
            Some(selection) if selection.end.byte == near.byte => next(rows, here, way).and_then(edge),
            _ => Some(near),
        };
        let Some(end) = end else { return };
        let whole = Selection::message(rows, near);
        let start = selection.map_or(if way == Way::On { whole.start } else { whole.end }, |selection| selection.start);
        self.selection = Some(Selection { start, end });
        self.go(rows, Some(end.index));
    }

    /// Shift and an arrow left or right: letters, with Ctrl words.
    fn mark_letters(&mut self, rows: &[Row], way: Way, modifiers: Modifiers) {
        let selection = self.selection.or_else(|| {
            let index = self.current_row(rows).or_else(|| self.in_view(rows, Way::Back))?;
            let whole = Selection::message(rows, start_of(rows, index)?);
            Some(Selection::at(if way == Way::On { whole.start } else { whole.end }))
        });
        let Some(selection) = selection else { return };
        let index = find(rows, selection.end.key, selection.end.index);
        let text = rows[index].text();
        let byte = text.floor_char_boundary(selection.end.byte);
        let moved = match (way, modifiers.command()) {
            (Way::On, false) => text[byte..].graphemes(true).next().map(|letter| byte + letter.len()),
            (Way::Back, false) => text[..byte].graphemes(true).next_back().map(|letter| byte - letter.len()),
            (Way::On, true) => text[byte..].unicode_word_indices().next().map(|(at, word)| byte + at + word.len()),
            (Way::Back, true) => text[..byte].unicode_word_indices().next_back().map(|(at, _)| at),
        };
        let to_edge = if way == Way::On { text.len() } else { 0 };
        let end = match moved {
            Some(byte) => Position { byte, index, ..selection.end },
            None if byte != to_edge => Position { byte: to_edge, index, ..selection.end },
            None => {
                let Some(next) = next(rows, index, way) else { return };
                let Some(start) = start_of(rows, next) else { return };
                Position { byte: if way == Way::On { 0 } else { rows[next].text().len() }, ..start }
            }
        };
        self.selection = Some(Selection { start: selection.start, end });
        self.go(rows, Some(end.index));
    }
}

fn is_message(row: &Row) -> bool {
    matches!(row.key, Key::Message(_))
}

fn next(rows: &[Row], index: usize, way: Way) -> Option<usize> {
    match way {
        Way::Back => rows[..index].iter().rposition(is_message),
        Way::On => rows.get(index + 1..)?.iter().position(is_message).map(|after| index + 1 + after),
    }
}

fn start_of(rows: &[Row], index: usize) -> Option<Position> {
    Some(Position { key: rows.get(index)?.key, index, byte: 0 })
}

fn first_link(row: &Row) -> Option<crate::ui::text::Link> {
    row.line()?.body.pieces().iter().find_map(|piece| match &piece.look {
        PieceLook::Link(link) => Some(link.clone()),
        PieceLook::Plain | PieceLook::Emoji => None,
    })
}
