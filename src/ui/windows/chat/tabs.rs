//! The tabs of a chat window: which is in front, in which order they stand, and how they leave for another window.

use super::{Action, Chat, Key, Tab, Turn};
use crate::model::State;
use crate::ui::widgets::tabs::Deed;
use iced::Point;

/// Where a tab goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Destination {
    /// A window of its own.
    NewWindow,
    /// Another chat window, if there is one.
    OtherWindow,
    /// It was let go at this point, counted from the upper left corner of its window: what is there takes it.
    At(Point),
}

impl Chat {
    /// A window for one tab.
    pub fn of(tab: Tab) -> Self {
        Self { tabs: vec![tab], ..Self::default() }
    }

    /// Takes a tab out, for another window.
    pub fn give(&mut self, key: &Key) -> Option<Tab> {
        let index = self.tabs.iter().position(|tab| tab.key == *key)?;
        Some(self.take_out(index))
    }

    /// Takes a tab in, from another window, and brings it to the front.
    #[must_use]
    pub fn take(&mut self, tab: Tab, state: &State) -> Vec<Action> {
        self.tabs.push(tab);
        self.select(self.tabs.len() - 1);
        let mut actions = self.resume();
        actions.extend(self.look(state));
        actions
    }

    /// Asks again for the page that the tab in front was waiting for in another window: the answer goes there.
    #[must_use]
    pub fn resume(&self) -> Vec<Action> {
        self.active().filter(|tab| tab.log.is_loading()).map(Tab::ask_page).into_iter().collect()
    }

    pub fn set_has_others(&mut self, has_others: bool) {
        self.has_others = has_others;
    }

    /// How many conversations are here.
    pub fn count(&self) -> usize {
        self.tabs.len()
    }

    pub(super) fn has_several(&self) -> bool {
        self.count() > 1
    }

    pub(super) fn deed(&mut self, deed: Deed, state: &State) -> Vec<Action> {
        match deed {
            Deed::Lifted(index) => {
                self.select(index);
                self.lifted = Some(index);
            }
            Deed::MovedTo(place) => {
                if let Some(index) = self.lifted.filter(|index| *index < self.tabs.len()) {
                    self.move_to(index, place);
                    self.lifted = Some(self.active);
                }
            }
            Deed::DroppedOut(at) => return self.lifted.take().map(|index| self.send_away(index, Destination::At(at))).unwrap_or_default(),
            Deed::Settled => self.lifted = None,
            Deed::Asked(index) => self.menu_of = Some(index),
            Deed::Closed(index) => return self.close(index, state),
            Deed::Selected(index) => self.select(index),
        }
        Vec::new()
    }

    /// The only tab of a window has its own already.
    pub(super) fn send_away(&self, index: usize, destination: Destination) -> Vec<Action> {
        let stays = destination == Destination::NewWindow && !self.has_several();
        let tab = self.tabs.get(index).filter(|_| !stays);
        tab.map(|tab| Action::MoveTab(tab.key.clone(), destination)).into_iter().collect()
    }

    /// Puts a tab in another place; it comes to the front.
    fn move_to(&mut self, index: usize, place: usize) {
        let tab = self.tabs.remove(index);
        let place = place.min(self.tabs.len());
        self.tabs.insert(place, tab);
        self.active = place;
    }

    fn take_out(&mut self, index: usize) -> Tab {
        let tab = self.tabs.remove(index);
        (self.lifted, self.menu_of) = (None, None);
        if index < self.active {
            self.active -= 1;
        }
        if let Some(last) = self.tabs.len().checked_sub(1) {
            self.select(self.active.min(last));
        }
        tab
    }

    pub(super) fn select(&mut self, index: usize) {
        if index >= self.tabs.len() {
            return;
        }
        if index != self.active
            && let Some(tab) = self.active_mut()
        {
            tab.look_away();
        }
        self.active = index;
        self.tabs[index].take_focus();
    }

    /// A card is about the conversation it was opened in: with another one in front its answer would fall on that.
    pub(super) fn drop_cards(&mut self) {
        let front = self.active().map(|tab| tab.key.clone());
        if front == self.front {
            return;
        }
        self.front = front;
        (self.link, self.asked, self.versions, self.retracting) = (None, None, None, None);
        (self.forgetting, self.asking, self.going, self.pasting) = (false, None, None, None);
    }

    pub(super) fn turn(&mut self, turn: Turn, state: &State) -> Vec<Action> {
        let count = self.tabs.len();
        match turn {
            Turn::Next if count > 0 => self.select((self.active + 1) % count),
            Turn::Previous if count > 0 => self.select((self.active + count - 1) % count),
            Turn::To(index) => self.select(index),
            Turn::Back if self.active > 0 => self.move_to(self.active, self.active - 1),
            Turn::On if self.active + 1 < count => self.move_to(self.active, self.active + 1),
            Turn::Close => return self.close(self.active, state),
            Turn::Reopen => return vec![Action::Reopen],
            Turn::Next | Turn::Previous | Turn::Back | Turn::On => {}
        }
        Vec::new()
    }

    pub(super) fn close(&mut self, index: usize, state: &State) -> Vec<Action> {
        if index >= self.tabs.len() {
            return Vec::new();
        }
        let tab = self.take_out(index);
        let mut actions: Vec<Action> = tab.leave(state).map(Action::Keep).into_iter().collect();
        actions.push(Action::Closed(tab.key));
        actions.extend(self.tabs.is_empty().then_some(Action::Close));
        actions
    }
}
