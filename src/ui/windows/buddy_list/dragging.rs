//! What the pointer does to several rows: Ctrl and Shift select, dragging moves buddies to the group they are dropped on.

use super::rows::{Group, Row};
use super::selection::{How, Member};
use super::{BuddyList, question};
use crate::i18n::t_with;
use crate::model::State;
use crate::ui::widgets::gestures::Gesture;
use crate::ui::windows::Action;
use iced::{Point, Rectangle, Size};

/// Near an edge the list is scrolled while something is dragged.
const EDGE: f32 = 28.0;
const STEP: f32 = 24.0;

/// Buddies on their way to a group.
#[derive(Debug)]
pub struct Drag {
    /// Where it began.
    from: Point,
    members: Vec<Member>,
    /// The group under the pointer, when it takes them.
    pub over: Option<Group>,
}

impl Drag {
    pub fn concerns(&mut self, state: &State) -> bool {
        self.members.retain(|member| member.is_known(state));
        !self.members.is_empty()
    }

    /// What is shown at the pointer.
    pub fn words(&self, state: &State) -> String {
        match &self.members[..] {
            [one] => state.contacts.get(&one.key()).map_or_else(|| one.jid.to_string(), |contact| contact.display_name().to_owned()),
            several => t_with("drag-several", &[("count", several.len().into())]),
        }
    }
}

impl BuddyList {
    pub(super) fn gesture(&mut self, gesture: Gesture, state: &State) -> Action {
        match gesture {
            Gesture::Picked(at, modifiers) => {
                let how = if modifiers.shift() { How::UpTo } else { How::Toggle };
                if let Some(row) = self.under(at) {
                    self.selection.select(row, how, &self.rows);
                }
            }
            Gesture::Asked(at) => {
                if let Some(row) = self.under(at) {
                    let how = if self.selection.contains(&row) { How::Keep } else { How::Alone };
                    self.selection.select(row, how, &self.rows);
                }
            }
            Gesture::Dragged(from, to) => return self.drag(from, to),
            Gesture::Dropped(_) => {
                if let Some(Drag { members, over: Some(group), .. }) = self.drag.take() {
                    return question::regroup(&members, &group, state);
                }
            }
            Gesture::Cancelled => self.drag = None,
            Gesture::Middle(_) => {}
        }
        Action::None
    }

    fn drag(&mut self, from: Point, to: Point) -> Action {
        if self.drag.as_ref().is_none_or(|drag| drag.from != from) {
            self.drag = None;
            let Some(row) = self.under(from) else { return Action::None };
            if !self.selection.contains(&row) {
                self.selection.select(row.clone(), How::Alone, &self.rows);
            }
            let members = self.selection.members(&row);
            if members.is_empty() {
                return Action::None;
            }
            self.drag = Some(Drag { from, members, over: None });
        }
        let over = self.under(to).map(|row| row.group().clone()).filter(Group::takes_buddies);
        if let Some(drag) = &mut self.drag {
            drag.over = over;
        }
        if to.y < EDGE {
            self.scroll_to(self.offset - STEP)
        } else if to.y > self.height - EDGE {
            self.scroll_to(self.offset + STEP)
        } else {
            Action::None
        }
    }

    /// The row under a point of the list.
    fn under(&self, at: Point) -> Option<Row> {
        if !Rectangle::with_size(Size::new(self.width, self.height)).contains(at) {
            return None;
        }
        self.rows.row(self.rows.at(at.y + self.offset)?)
    }
}
