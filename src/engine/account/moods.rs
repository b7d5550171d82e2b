//! Moods of buddies and our own (XEP-0107), as long as a session lasts: the next one is told them anew.

use super::AccountTask;
use crate::model::{BareJid, Event, Mood};

impl AccountTask {
    /// The server of somebody on the list, or our own, tells how they feel.
    pub(super) fn on_mood(&mut self, whose: BareJid, mood: Option<Mood>) {
        if whose == *self.own() || self.roster.contains_key(&whose) {
            self.show_mood(whose, mood);
        }
    }

    pub(super) fn show_mood(&mut self, whose: BareJid, mood: Option<Mood>) {
        let known = if mood.is_some() { self.moods.insert(whose.clone()) } else { self.moods.remove(&whose) };
        // Who showed none shows none still.
        if mood.is_some() || known {
            self.events.push(Event::Mood { account: self.own().clone(), jid: whose, mood });
        }
    }

    pub(super) fn forget_moods(&mut self) {
        for jid in std::mem::take(&mut self.moods) {
            self.events.push(Event::Mood { account: self.own().clone(), jid, mood: None });
        }
    }
}
