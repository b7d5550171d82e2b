//! What the pointer does to several rows: Ctrl and Shift select, dragging moves buddies or a room to the group they are dropped on, or
//! asks buddies into the room.

use super::question::Place;
use super::rows::{Group, Row};
use super::selection::{How, Member};
use super::{BuddyList, question};
use crate::i18n::t_with;
use crate::model::{BareJid, RoomState, State};
use crate::ui::widgets::gestures::Gesture;
use crate::ui::windows::{Action, Opening};
use iced::{Point, Rectangle, Size};

/// Near an edge the list is scrolled while something is dragged.
const EDGE: f32 = 28.0;
const STEP: f32 = 24.0;

/// Buddies on their way to a group, or into a room; or a room on its way to a group.
#[derive(Debug)]
pub struct Drag {
    /// Where it began.
    from: Point,
    members: Vec<Member>,
    rooms: Vec<Place>,
    /// What is under the pointer, when it takes them.
    pub over: Option<Over>,
}

/// Where buddies can be dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    Group(Group),
    /// They are asked into it.
    Room {
        account: BareJid,
        room: BareJid,
    },
}

impl Drag {
    pub fn concerns(&mut self, state: &State) -> bool {
        self.members.retain(|member| member.is_known(state));
        self.rooms.retain(|room| state.rooms.contains_key(room));
        !self.members.is_empty() || !self.rooms.is_empty()
    }

    fn takes(&self, row: &Row, state: &State) -> Option<Over> {
        if !self.rooms.is_empty() {
            return Some(row.group().clone()).filter(Group::takes_rooms).map(Over::Group);
        }
        if let Row::Room { account, room, .. } = row {
            let joined = state.rooms.get(&(account.clone(), room.clone())).is_some_and(|room| room.state == RoomState::Joined);
            let ours = self.members.iter().all(|member| member.account == *account);
            return (joined && ours).then(|| Over::Room { account: account.clone(), room: room.clone() });
        }
        Some(row.group().clone()).filter(Group::takes_buddies).map(Over::Group)
    }

    /// What is shown at the pointer.
    pub fn words(&self, state: &State) -> String {
        match (&self.members[..], &self.rooms[..]) {
            ([], [room]) => state.rooms.get(room).map_or_else(|| room.1.to_string(), |room| room.display_name().to_owned()),
            ([], several) => t_with("drag-several-rooms", &[("count", several.len().into())]),
            ([one], _) => state.contacts.get(&one.key()).map_or_else(|| one.jid.to_string(), |contact| contact.display_name().to_owned()),
            (several, _) => t_with("drag-several", &[("count", several.len().into())]),
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
            Gesture::Dragged(from, to) => return self.drag(from, to, state),
            Gesture::Dropped(_) => {
                let Some(Drag { members, rooms, over, .. }) = self.drag.take() else { return Action::None };
                return match over {
                    Some(Over::Group(group)) => question::regroup(&members, &group, state).and(question::move_rooms(&rooms, &group, state)),
                    Some(Over::Room { account, room }) => {
                        let people = members.into_iter().map(|member| member.jid).collect();
                        Action::Open(Opening::Invite { account, room, people })
                    }
                    None => Action::None,
                };
            }
            Gesture::Cancelled => self.drag = None,
            Gesture::Middle(_) => {}
        }
        Action::None
    }

    fn drag(&mut self, from: Point, to: Point, state: &State) -> Action {
        if self.drag.as_ref().is_none_or(|drag| drag.from != from) {
            self.drag = None;
            let Some(row) = self.under(from) else { return Action::None };
            if !self.selection.contains(&row) {
                self.selection.select(row.clone(), How::Alone, &self.rows);
            }
            let (members, rooms) = (self.selection.members(&row), self.selection.rooms(&row));
            if members.is_empty() && rooms.is_empty() {
                return Action::None;
            }
            self.drag = Some(Drag { from, members, rooms, over: None });
        }
        let over = self.under(to);
        if let Some(drag) = &mut self.drag {
            drag.over = over.and_then(|row| drag.takes(&row, state));
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
