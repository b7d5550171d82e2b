//! What others are told of us without our writing a word: for all, for an account, for one person. Strangers are told nothing of it,
//! whatever is set.

use super::Setting;
use jid::BareJid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// That a message has arrived (XEP-0184).
    Arrival,
    /// How far we have read (XEP-0333).
    Reading,
    /// That we are writing (XEP-0085).
    Typing,
}

impl Signal {
    pub const ALL: [Self; 3] = [Self::Arrival, Self::Reading, Self::Typing];
}

/// What is set otherwise: by account, and by account and person.
pub type Exceptions = BTreeMap<String, BTreeMap<Signal, bool>>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    pub arrival: bool,
    pub reading: bool,
    pub typing: bool,
    pub exceptions: Exceptions,
}

impl Default for Telling {
    fn default() -> Self {
        Self { arrival: true, reading: true, typing: true, exceptions: Exceptions::new() }
    }
}

impl Telling {
    /// Whether this account tells it, to this person or to people in general: what is set most closely counts.
    pub fn tells(&self, signal: Signal, account: &BareJid, person: Option<&BareJid>) -> bool {
        let set = |person| self.exceptions.get(&key(account, person))?.get(&signal).copied();
        person.and_then(|person| set(Some(person))).or_else(|| set(None)).unwrap_or_else(|| self.for_all(signal))
    }

    fn for_all(&self, signal: Signal) -> bool {
        match signal {
            Signal::Arrival => self.arrival,
            Signal::Reading => self.reading,
            Signal::Typing => self.typing,
        }
    }

    /// The setting by which it is told, or not, from now on. What is as it is for everybody else is no exception.
    pub fn set(&self, signal: Signal, account: &BareJid, person: Option<&BareJid>, tell: bool) -> Setting {
        let mut exceptions = self.exceptions.clone();
        let usual = if person.is_some() { self.tells(signal, account, None) } else { self.for_all(signal) };
        let key = key(account, person);
        let here = exceptions.entry(key.clone()).or_default();
        if tell == usual {
            here.remove(&signal);
        } else {
            here.insert(signal, tell);
        }
        if here.is_empty() {
            exceptions.remove(&key);
        }
        Setting::TellExceptions(exceptions)
    }
}

fn key(account: &BareJid, person: Option<&BareJid>) -> String {
    person.map_or_else(|| account.to_string(), |person| format!("{account} {person}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Settings;

    #[test]
    fn what_is_set_most_closely_counts_and_what_is_usual_is_no_exception() {
        let [me, work, clara] = ["me@a", "me@work", "clara@a"].map(|jid| jid.parse::<BareJid>().unwrap());
        let mut settings = Settings::default();
        let mut set = |signal, account: &BareJid, person: Option<&BareJid>, tell| {
            let setting = settings.telling.set(signal, account, person, tell);
            settings.apply(&setting);
            settings.telling.clone()
        };
        let telling = set(Signal::Typing, &me, None, false);
        assert!(!telling.tells(Signal::Typing, &me, Some(&clara)) && telling.tells(Signal::Typing, &work, Some(&clara)));
        let telling = set(Signal::Typing, &me, Some(&clara), true);
        assert!(telling.tells(Signal::Typing, &me, Some(&clara)) && !telling.tells(Signal::Typing, &me, None));
        assert!(telling.tells(Signal::Reading, &me, Some(&clara)));
        set(Signal::Typing, &me, Some(&clara), false);
        assert_eq!(set(Signal::Typing, &me, None, true), Telling::default());
    }
}
