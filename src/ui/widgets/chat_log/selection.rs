//! The text that is marked, over several messages, and what of it goes to the clipboard.

use super::row::{Key, Row};
use super::view::find;
use crate::ui::text::bidi;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A place in a message's text. `index` is where the row was last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub key: Key,
    pub index: usize,
    pub byte: usize,
}

/// How marked text is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// What was written and nothing else.
    Plain,
    /// Each message with its time and who wrote it.
    Named,
}

/// From where it was begun to where the mouse or the caret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    pub start: Position,
    pub end: Position,
}

impl Selection {
    pub fn at(position: Position) -> Self {
        Self { start: position, end: position }
    }

    pub fn is_empty(&self) -> bool {
        (self.start.key, self.start.byte) == (self.end.key, self.end.byte)
    }

    /// The word around a place.
    pub fn word(rows: &[Row], position: Position) -> Self {
        let text = rows.get(position.index).map_or("", Row::text);
        let word = text.split_word_bound_indices().map(|(at, word)| at..at + word.len()).find(|word| position.byte < word.end);
        Self::range(position, word.unwrap_or(position.byte..position.byte))
    }

    /// The whole message around a place.
    pub fn message(rows: &[Row], position: Position) -> Self {
        Self::range(position, 0..rows.get(position.index).map_or(0, |row| row.text().len()))
    }

    /// Everything there is.
    pub fn all(rows: &[Row]) -> Option<Self> {
        let (first, last) = (rows.first()?, rows.last()?);
        let start = Position { key: first.key, index: 0, byte: 0 };
        Some(Self { start, end: Position { key: last.key, index: rows.len() - 1, byte: last.text().len() } })
    }

    fn range(position: Position, range: Range<usize>) -> Self {
        Self { start: Position { byte: range.start, ..position }, end: Position { byte: range.end, ..position } }
    }

    /// What of a row is marked.
    pub fn of_row(&self, rows: &[Row], index: usize) -> Option<Range<usize>> {
        let (from, to) = self.ordered(rows);
        if index < from.0 || index > to.0 {
            return None;
        }
        let text = rows.get(index)?.text();
        let start = if index == from.0 { from.1 } else { 0 };
        let end = if index == to.0 { to.1.min(text.len()) } else { text.len() };
        (start < end).then_some(start..end)
    }

    /// The marked text, a message a line.
    pub fn text(&self, rows: &[Row], style: Style) -> Option<String> {
        let (from, to) = self.ordered(rows);
        let lines: Vec<_> = (from.0..=to.0.min(rows.len().saturating_sub(1)))
            .filter_map(|index| {
                let line = rows[index].line()?;
                let text = bidi::strip(rows[index].text().get(self.of_row(rows, index)?)?);
                Some(match style {
                    Style::Plain => text,
                    Style::Named => format!("({}) {}: {text}", line.time, bidi::strip(&line.sender)),
                })
            })
            .collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// A place is in what is marked.
    pub fn contains(&self, rows: &[Row], position: Position) -> bool {
        let index = find(rows, position.key, position.index);
        self.of_row(rows, index).is_some_and(|marked| (marked.start..=marked.end).contains(&position.byte))
    }

    /// Both ends, the upper one first, as row and byte.
    fn ordered(&self, rows: &[Row]) -> ((usize, usize), (usize, usize)) {
        let place = |position: Position| (find(rows, position.key, position.index), position.byte);
        let (a, b) = (place(self.start), place(self.end));
        (a.min(b), a.max(b))
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::samples::line;
    use super::*;
    use crate::model::MessageId;

    fn position(index: usize, byte: usize) -> Position {
        Position { key: Key::Message(MessageId(index as i64)), index, byte }
    }

    fn rows() -> Vec<Row> {
        vec![line(0, "first one"), line(1, "second\u{202b} אב"), line(2, "third")]
    }

    fn plain(selection: Selection) -> Option<String> {
        selection.text(&rows(), Style::Plain)
    }

    #[test]
    fn a_part_of_one_message_is_copied_as_it_stands() {
        let selection = Selection { start: position(0, 9), end: position(0, 6) };
        assert_eq!(plain(selection).as_deref(), Some("one"));
        assert_eq!(plain(Selection::at(position(0, 3))), None);
        assert_eq!(selection.text(&rows(), Style::Named).as_deref(), Some("(18:41) Clara Weber: one"));
    }

    #[test]
    fn several_messages_are_copied_without_direction_marks_and_with_who_wrote_them_on_wish() {
        let selection = Selection { start: position(2, 3), end: position(0, 6) };
        assert_eq!(plain(selection).as_deref(), Some("one\nsecond אב\nthi"));
        let named = "(18:41) Clara Weber: one\n(18:41) Clara Weber: second אב\n(18:41) Clara Weber: thi";
        assert_eq!(selection.text(&rows(), Style::Named).as_deref(), Some(named));
    }

    #[test]
    fn a_selection_stays_on_its_words_when_older_messages_come_above() {
        let selection = Selection { start: position(0, 0), end: position(0, 5) };
        let mut more = vec![line(-2, "older"), line(-1, "old")];
        more.extend(rows());
        assert_eq!(selection.text(&more, Style::Plain).as_deref(), Some("first"));
        assert!(selection.contains(&more, position(0, 2)));
        assert!(!selection.contains(&more, position(0, 7)));
        assert!(!selection.contains(&more, position(1, 2)));
    }

    #[test]
    fn a_double_click_marks_a_word_and_a_triple_click_the_message() {
        assert_eq!(plain(Selection::word(&rows(), position(0, 7))).as_deref(), Some("one"));
        assert_eq!(plain(Selection::message(&rows(), position(0, 7))).as_deref(), Some("first one"));
        assert_eq!(Selection::all(&rows()).and_then(plain).map(|text| text.lines().count()), Some(3));
    }
}
