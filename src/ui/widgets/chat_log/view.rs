//! Which rows are seen, and where: anchored to a message, never to a distance from the top, so that nothing above jumps.

use super::row::{Key, Row};

/// Where the log is held.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Anchor {
    /// The newest row stands at the bottom, also when more come.
    #[default]
    Bottom,
    /// This row's top is `y` below the top of the log. `index` is where it was last.
    Row { key: Key, index: usize, y: f32 },
}

/// A row in view: its place in the slice, its top and its height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    pub index: usize,
    pub y: f32,
    pub height: f32,
}

#[derive(Debug, Default)]
pub struct View {
    pub anchor: Anchor,
    pub visible: Vec<Placed>,
    /// Wheel steps since the last layout, in pixels; several can come before one. Positive shows what is older.
    pub pending: f32,
}

impl View {
    /// Places the rows that are seen, measuring those and no others.
    pub fn arrange(&mut self, rows: &[Row], height: f32, mut measure: impl FnMut(usize) -> f32) {
        let by = std::mem::take(&mut self.pending);
        if rows.is_empty() {
            self.visible.clear();
            self.anchor = Anchor::Bottom;
            return;
        }
        if by != 0.0 {
            self.scroll(rows, by);
        }
        match self.anchor {
            Anchor::Bottom => self.place_from_bottom(rows.len(), height, measure),
            Anchor::Row { key, index, y } => {
                let index = find(rows, key, index);
                if !self.place_from_row(rows.len(), index, y, height, &mut measure) {
                    self.anchor = Anchor::Bottom;
                    self.place_from_bottom(rows.len(), height, measure);
                }
            }
        }
        if self.anchor != Anchor::Bottom {
            self.hold(rows);
        }
    }

    /// The newest row is at the bottom.
    pub fn is_at_end(&self) -> bool {
        self.anchor == Anchor::Bottom
    }

    /// Puts a row at the top.
    pub fn go_to(&mut self, rows: &[Row], index: usize) {
        if let Some(row) = rows.get(index) {
            self.anchor = Anchor::Row { key: row.key, index, y: 0.0 };
        }
    }

    /// The row at a height, or the nearest.
    pub fn at(&self, y: f32) -> Option<&Placed> {
        self.visible.iter().find(|placed| y < placed.y + placed.height).or(self.visible.last())
    }

    fn scroll(&mut self, rows: &[Row], by: f32) {
        self.anchor = match self.anchor {
            Anchor::Row { key, index, y } => Anchor::Row { key, index, y: y + by },
            Anchor::Bottom if by < 0.0 => Anchor::Bottom,
            Anchor::Bottom => match self.visible.first() {
                Some(first) => {
                    let index = first.index.min(rows.len() - 1);
                    Anchor::Row { key: rows[index].key, index, y: first.y + by }
                }
                None => Anchor::Bottom,
            },
        };
    }

    /// `false` when the end is in view, so that the bottom is the better anchor.
    fn place_from_row(&mut self, count: usize, mut index: usize, mut y: f32, height: f32, measure: &mut impl FnMut(usize) -> f32) -> bool {
        while y > 0.0 && index > 0 {
            index -= 1;
            y -= measure(index);
        }
        if index == 0 {
            y = y.min(0.0);
        }
        while index + 1 < count && y + measure(index) <= 0.0 {
            y += measure(index);
            index += 1;
        }
        self.visible.clear();
        while y < height && index < count {
            let row = measure(index);
            self.visible.push(Placed { index, y, height: row });
            y += row;
            index += 1;
        }
        y > height || index < count
    }

    fn place_from_bottom(&mut self, count: usize, height: f32, mut measure: impl FnMut(usize) -> f32) {
        self.visible.clear();
        let (mut y, mut index) = (height, count);
        while y > 0.0 && index > 0 {
            index -= 1;
            let row = measure(index);
            y -= row;
            self.visible.push(Placed { index, y, height: row });
        }
        self.visible.reverse();
        if y > 0.0 {
            self.visible.iter_mut().for_each(|placed| placed.y -= y);
        }
    }

    /// Holds a message rather than a day line, which moves when older messages of its day come above it.
    fn hold(&mut self, rows: &[Row]) {
        let message = self.visible.iter().find(|placed| matches!(rows[placed.index].key, Key::Message(_)));
        if let Some(placed) = message.or(self.visible.first()) {
            self.anchor = Anchor::Row { key: rows[placed.index].key, index: placed.index, y: placed.y };
        }
    }
}

/// Where a row is now; near where it was, when it is gone.
pub fn find(rows: &[Row], key: Key, near: usize) -> usize {
    if rows.get(near).is_some_and(|row| row.key == key) {
        return near;
    }
    rows.iter().position(|row| row.key == key).unwrap_or(near.min(rows.len().saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::super::row::samples::line;
    use super::*;
    use crate::model::MessageId;
    use std::cell::Cell;

    fn rows(ids: std::ops::Range<i64>) -> Vec<Row> {
        ids.map(|id| line(id, "hello")).collect()
    }

    /// Where a message is, with rows of 20.
    fn y_of(view: &View, rows: &[Row], id: i64) -> Option<f32> {
        view.visible.iter().find(|placed| rows[placed.index].key == Key::Message(MessageId(id))).map(|placed| placed.y)
    }

    #[test]
    fn a_hundred_thousand_messages_measure_only_what_is_seen() {
        let rows = rows(0..100_000);
        let measured = Cell::new(0);
        let mut view = View::default();
        let measure = |_| {
            measured.set(measured.get() + 1);
            20.0
        };
        view.arrange(&rows, 400.0, measure);
        assert_eq!(view.visible.len(), 20);
        assert_eq!(measured.get(), 20);
        view.pending = 60.0;
        view.arrange(&rows, 400.0, measure);
        view.go_to(&rows, 50_000);
        view.arrange(&rows, 400.0, measure);
        assert!(measured.get() < 120, "{}", measured.get());
        assert_eq!(view.visible[0].index, 50_000);
    }

    #[test]
    fn older_messages_above_do_not_move_what_is_read() {
        let now = rows(100..200);
        let mut view = View { pending: 300.0, ..View::default() };
        view.arrange(&now, 400.0, |_| 20.0);
        view.pending = 307.0;
        view.arrange(&now, 400.0, |_| 20.0);
        let before = y_of(&view, &now, 170);
        let more = rows(0..200);
        view.arrange(&more, 400.0, |_| 20.0);
        assert!(before.is_some());
        assert_eq!(y_of(&view, &more, 170), before);
    }

    #[test]
    fn new_messages_are_followed_only_at_the_end() {
        let mut view = View::default();
        view.arrange(&rows(0..100), 400.0, |_| 20.0);
        view.arrange(&rows(0..101), 400.0, |_| 20.0);
        assert_eq!(view.visible.last().map(|placed| placed.index), Some(100));
        view.pending = 40.0;
        view.arrange(&rows(0..101), 400.0, |_| 20.0);
        assert!(!view.is_at_end());
        let first = view.visible[0];
        view.arrange(&rows(0..150), 400.0, |_| 20.0);
        assert_eq!(view.visible[0], first);
        view.pending = -5000.0;
        view.arrange(&rows(0..150), 400.0, |_| 20.0);
        assert!(view.is_at_end());
    }

    #[test]
    fn scrolling_up_stops_at_the_first_message_and_a_short_log_stands_at_the_top() {
        let many = rows(0..100);
        let mut view = View::default();
        view.arrange(&many, 400.0, |_| 20.0);
        view.pending = 1e6;
        view.arrange(&many, 400.0, |_| 20.0);
        assert_eq!(view.visible[0], Placed { index: 0, y: 0.0, height: 20.0 });
        let few = rows(0..3);
        view.pending = 50.0;
        view.arrange(&few, 400.0, |_| 20.0);
        assert_eq!(view.visible[0].y, 0.0);
        assert!(view.is_at_end());
    }

    #[test]
    fn an_anchor_that_vanished_and_an_empty_log_are_no_fault() {
        let mut view = View { anchor: Anchor::Row { key: Key::New, index: 90, y: 0.0 }, ..View::default() };
        view.arrange(&rows(0..10), 100.0, |_| 20.0);
        assert_eq!(view.visible.last().map(|placed| placed.index), Some(9));
        view.arrange(&[], 100.0, |_| 20.0);
        assert!(view.visible.is_empty());
    }
}
