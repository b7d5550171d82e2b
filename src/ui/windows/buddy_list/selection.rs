//! Which rows are selected: one, several by Ctrl or Shift, and the one the keyboard is at.

use super::rows::{Group, Row, Rows};
use crate::model::{BareJid, State};
use std::collections::BTreeSet;

/// A buddy in a group: somebody may be in several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    pub group: Group,
    pub account: BareJid,
    pub jid: BareJid,
}

impl Member {
    pub fn of(row: &Row) -> Option<Self> {
        match row {
            Row::Contact { group, account, jid } => Some(Self { group: group.clone(), account: account.clone(), jid: jid.clone() }),
            Row::Group(_) | Row::Other { .. } | Row::Room { .. } => None,
        }
    }

    pub fn key(&self) -> (BareJid, BareJid) {
        (self.account.clone(), self.jid.clone())
    }

    pub fn is_known(&self, state: &State) -> bool {
        state.contacts.contains_key(&self.key())
    }
}

/// How a row is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It alone.
    Alone,
    /// All from where the selection began up to it.
    UpTo,
    /// The keyboard goes there, and what is selected stays.
    Keep,
    /// It too, or it no more.
    Toggle,
}

#[derive(Debug, Default)]
pub struct Selection {
    cursor: Option<Row>,
    /// The cursor's row, counted from the top; and where it was once it has gone.
    place: usize,
    /// Where a selection of several began.
    anchor: Option<Row>,
    /// Empty when it is the cursor's row alone.
    several: BTreeSet<Row>,
}

impl Selection {
    pub fn cursor(&self) -> Option<&Row> {
        self.cursor.as_ref()
    }

    /// Which row one step from the cursor is: whoever took the place of a row that has gone is next.
    pub fn step(&self, by: isize, rows: &Rows) -> Option<usize> {
        let last = rows.len().checked_sub(1)?;
        let at = self.cursor.as_ref().and_then(|row| rows.position(row));
        Some(
            match (at, self.place) {
                (Some(at), _) => at.saturating_add_signed(by),
                (None, 0) if by < 0 => last,
                (None, place) if by < 0 => place.saturating_add_signed(by),
                (None, place) => place.saturating_add_signed(by - 1),
            }
            .min(last),
        )
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn select(&mut self, row: Row, how: How, rows: &Rows) {
        match how {
            How::Alone => {
                self.several.clear();
                self.anchor = Some(row.clone());
            }
            How::Keep if self.cursor.as_ref() == Some(&row) => {}
            How::Keep => self.spread(),
            How::Toggle => {
                self.spread();
                if !self.several.remove(&row) {
                    self.several.insert(row.clone());
                }
                self.anchor = Some(row.clone());
            }
            How::UpTo => {
                let at = rows.position(&row);
                let from = self.anchor.as_ref().and_then(|anchor| rows.position(anchor)).or(at);
                if let (Some(from), Some(at)) = (from, at) {
                    self.several = (from.min(at)..=from.max(at)).filter_map(|index| rows.row(index)).collect();
                }
            }
        }
        self.place = rows.position(&row).unwrap_or(self.place);
        self.cursor = Some(row);
    }

    /// The row of the cursor becomes one of several.
    fn spread(&mut self) {
        if self.several.is_empty() {
            self.several.extend(self.cursor.clone());
        }
    }

    pub fn contains(&self, row: &Row) -> bool {
        if self.several.is_empty() { self.cursor.as_ref() == Some(row) } else { self.several.contains(row) }
    }

    /// The buddies that an action on this row is about: all that are selected if it is one of them. None for a room's row.
    pub fn members(&self, row: &Row) -> Vec<Member> {
        self.like(row, Member::of)
    }

    /// The same of rooms, as (account, room). None for a buddy's row.
    pub fn rooms(&self, row: &Row) -> Vec<(BareJid, BareJid)> {
        self.like(row, |row| match row {
            Row::Room { account, room, .. } => Some((account.clone(), room.clone())),
            Row::Group(_) | Row::Contact { .. } | Row::Other { .. } => None,
        })
    }

    fn like<T>(&self, row: &Row, of: impl Fn(&Row) -> Option<T>) -> Vec<T> {
        match of(row) {
            Some(_) if self.several.contains(row) => self.several.iter().filter_map(of).collect(),
            alone => alone.into_iter().collect(),
        }
    }

    /// Follows who went to another group, and forgets who is not there any more.
    pub fn keep(&mut self, rows: &Rows) {
        let now = |row: Row| if rows.position(&row).is_some() { Some(row) } else { rows.elsewhere(&row) };
        self.cursor = self.cursor.take().and_then(now);
        self.place = self.cursor.as_ref().and_then(|row| rows.position(row)).unwrap_or(self.place);
        self.anchor = self.anchor.take().and_then(now);
        if self.several.iter().any(|row| rows.position(row).is_none()) {
            self.several = std::mem::take(&mut self.several).into_iter().filter_map(now).collect();
        }
    }
}
