//! What was missed is being fetched from the archive (XEP-0313): said only when it takes a while.

use super::{Action, Message};
use crate::model::{BareJid, Event};
use crate::ui::windows;
use iced::Task;
use std::collections::BTreeMap;
use std::time::Duration;

/// A shorter one is not worth a word.
const PATIENCE: Duration = Duration::from_millis(800);

#[derive(Debug, Default)]
pub struct CatchUp {
    /// How many percent of each are here.
    running: BTreeMap<BareJid, u8>,
    /// Which one it is, so that the patience with an earlier one says nothing about it.
    number: u32,
    lasts: bool,
}

impl CatchUp {
    pub fn on_events(&mut self, events: &[Event]) -> Action {
        let before = self.running.is_empty();
        for event in events {
            match event {
                Event::CatchingUp { account, percent: Some(percent) } => {
                    self.running.insert(account.clone(), *percent);
                }
                Event::CatchingUp { account, percent: None } | Event::AccountRemoved(account) => {
                    self.running.remove(account);
                }
                _ => {}
            }
        }
        if self.running.is_empty() {
            self.lasts = false;
            return Action::None;
        }
        if !before {
            return Action::None;
        }
        self.number = self.number.wrapping_add(1);
        let lasts = windows::Message::BuddyList(Message::CatchUpLasts(self.number));
        Action::Run(Task::future(async move {
            tokio::time::sleep(PATIENCE).await;
            lasts
        }))
    }

    pub fn lasts(&mut self, number: u32) {
        self.lasts = number == self.number && !self.running.is_empty();
    }

    /// How many percent are here, where it is to be said: of the slowest.
    pub fn shown(&self) -> Option<u8> {
        self.running.values().min().copied().filter(|_| self.lasts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(running: bool) -> Event {
        Event::CatchingUp { account: BareJid::new("me@example.org").unwrap_or_else(|_| unreachable!()), percent: running.then_some(40) }
    }

    #[test]
    fn a_long_catch_up_is_said_and_a_short_one_is_not() {
        let mut catch_up = CatchUp::default();
        assert!(matches!(catch_up.on_events(&[event(true)]), Action::Run(_)));
        assert_eq!(catch_up.shown(), None);
        catch_up.lasts(1);
        assert_eq!(catch_up.shown(), Some(40));
        assert!(matches!(catch_up.on_events(&[event(false)]), Action::None));
        assert_eq!(catch_up.shown(), None);
        assert!(matches!(catch_up.on_events(&[event(true), event(false)]), Action::None));
        catch_up.lasts(1);
        assert_eq!(catch_up.shown(), None);
    }

    #[test]
    fn the_patience_with_an_earlier_one_is_not_taken_for_this_one() {
        let mut catch_up = CatchUp::default();
        for running in [true, false, true] {
            let _ = catch_up.on_events(&[event(running)]);
        }
        catch_up.lasts(1);
        assert_eq!(catch_up.shown(), None);
        catch_up.lasts(2);
        assert_eq!(catch_up.shown(), Some(40));
    }
}
