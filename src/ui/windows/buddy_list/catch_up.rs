//! What was missed is being fetched from the archive (XEP-0313): said only when it takes a while.

use super::{Action, Message};
use crate::model::{BareJid, Event};
use crate::ui::windows;
use iced::Task;
use std::collections::BTreeSet;
use std::time::Duration;

/// A shorter one is not worth a word.
const PATIENCE: Duration = Duration::from_millis(800);

#[derive(Debug, Default)]
pub struct CatchUp {
    running: BTreeSet<BareJid>,
    /// Which one it is, so that the patience with an earlier one says nothing about it.
    number: u32,
    lasts: bool,
}

impl CatchUp {
    pub fn on_events(&mut self, events: &[Event]) -> Action {
        let before = self.running.is_empty();
        for event in events {
            match event {
                Event::CatchingUp { account, running: true } => {
                    self.running.insert(account.clone());
                }
                Event::CatchingUp { account, running: false } | Event::AccountRemoved(account) => {
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

    /// Whether to say so.
    pub fn is_shown(&self) -> bool {
        self.lasts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(running: bool) -> Event {
        Event::CatchingUp { account: BareJid::new("me@example.org").unwrap_or_else(|_| unreachable!()), running }
    }

    #[test]
    fn a_long_catch_up_is_said_and_a_short_one_is_not() {
        let mut catch_up = CatchUp::default();
        assert!(matches!(catch_up.on_events(&[event(true)]), Action::Run(_)));
        assert!(!catch_up.is_shown());
        catch_up.lasts(1);
        assert!(catch_up.is_shown());
        assert!(matches!(catch_up.on_events(&[event(false)]), Action::None));
        assert!(!catch_up.is_shown());
        assert!(matches!(catch_up.on_events(&[event(true), event(false)]), Action::None));
        catch_up.lasts(1);
        assert!(!catch_up.is_shown());
    }

    #[test]
    fn the_patience_with_an_earlier_one_is_not_taken_for_this_one() {
        let mut catch_up = CatchUp::default();
        for running in [true, false, true] {
            let _ = catch_up.on_events(&[event(running)]);
        }
        catch_up.lasts(1);
        assert!(!catch_up.is_shown());
        catch_up.lasts(2);
        assert!(catch_up.is_shown());
    }
}
