//! What calls us in rooms beside our nickname, and whom we do not hear there.

use super::{BareJid, Happening};
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hearing {
    pub watched: Watched,
    pub ignored: Ignored,
}

/// Words and patterns that call us wherever they are said: `thesis, /exam (1|2)/`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Watched {
    typed: String,
    words: Vec<String>,
    patterns: Vec<Regex>,
}

/// A pattern that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoPattern(pub String);

/// What a pattern may take of memory, in bytes.
const LARGEST: usize = 256 * 1024;

impl PartialEq for Watched {
    fn eq(&self, other: &Self) -> bool {
        self.typed == other.typed
    }
}

impl Eq for Watched {}

impl TryFrom<String> for Watched {
    type Error = NoPattern;

    fn try_from(typed: String) -> Result<Self, NoPattern> {
        let (mut words, mut patterns) = (Vec::new(), Vec::new());
        let mut rest = typed.trim();
        while !rest.is_empty() {
            let (part, after) = first(rest);
            if let Some(pattern) = part.strip_prefix('/').and_then(|part| part.strip_suffix('/')).filter(|pattern| !pattern.is_empty()) {
                let read = RegexBuilder::new(pattern).case_insensitive(true).size_limit(LARGEST).build();
                patterns.push(read.map_err(|_| NoPattern(pattern.to_owned()))?);
            } else if !part.is_empty() {
                words.push(part.to_lowercase());
            }
            rest = after.trim_start();
        }
        Ok(Self { typed, words, patterns })
    }
}

impl From<Watched> for String {
    fn from(watched: Watched) -> Self {
        watched.typed
    }
}

/// What stands before the next comma that is in no pattern, and what after it.
fn first(text: &str) -> (&str, &str) {
    let end = match text.strip_prefix('/').and_then(|rest| rest.find("/,").or(rest.ends_with('/').then(|| rest.len() - 1))) {
        Some(at) => at + 2,
        None => text.find(',').unwrap_or(text.len()),
    };
    (text[..end].trim(), text.get(end + 1..).unwrap_or_default())
}

impl Watched {
    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether these words call somebody of this nickname.
    pub fn calls(&self, text: &str, nick: &str) -> bool {
        let lower = text.to_lowercase();
        let named = [nick.to_lowercase()];
        named.iter().chain(&self.words).any(|word| has(&lower, word)) || self.patterns.iter().any(|pattern| pattern.is_match(text))
    }
}

/// Whether a text has a word by itself; both in small letters.
fn has(text: &str, word: &str) -> bool {
    let apart = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
    let alone = |(at, found): (usize, &str)| apart(text[..at].chars().next_back()) && apart(text[at + found.len()..].chars().next());
    !word.is_empty() && text.match_indices(word).any(alone)
}

/// Names that are not heard only because somebody who is not took them.
#[derive(Debug, Clone, Default)]
pub struct Followed(BTreeSet<(BareJid, BareJid, String)>);

/// Nicknames that are not heard, by account and room; and whose they are, where the room tells (XEP-0421).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub struct Ignored {
    names: BTreeMap<String, BTreeSet<String>>,
    /// By occupant-id, under which names they were ignored or followed.
    people: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

/// As it is kept: once by names alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Whole { names: BTreeMap<String, BTreeSet<String>>, people: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> },
    Names(BTreeMap<String, BTreeSet<String>>),
}

impl From<Kept> for Ignored {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Whole { names, people } => Self { names, people },
            Kept::Names(names) => Self { names, people: BTreeMap::new() },
        }
    }
}

impl Ignored {
    pub fn has(&self, account: &BareJid, room: &BareJid, nick: &str) -> bool {
        self.names.get(&key(account, room)).is_some_and(|nicks| nicks.contains(nick))
    }

    pub fn of(&self, account: &BareJid, room: &BareJid) -> BTreeSet<String> {
        self.names.get(&key(account, room)).cloned().unwrap_or_default()
    }

    /// The same after a room has shown who bears a name, where that changes it: whoever was ignored is so under his next name, too, however
    /// long he was away.
    pub fn recognised(&self, account: &BareJid, room: &BareJid, nick: &str, who: &str, followed: &mut Followed) -> Option<Self> {
        let here = (account.clone(), room.clone(), nick.to_owned());
        let known = self.people.get(&key(account, room)).and_then(|people| people.get(who));
        match known {
            None if self.has(account, room, nick) && !followed.0.contains(&here) => {
                let mut changed = self.clone();
                changed.people.entry(key(account, room)).or_default().insert(who.to_owned(), [nick.to_owned()].into());
                Some(changed)
            }
            Some(_) if !self.has(account, room, nick) => {
                followed.0.insert(here);
                let mut changed = self.named(account, room, nick, true);
                if let Some(names) = changed.people.get_mut(&key(account, room)).and_then(|people| people.get_mut(who)) {
                    names.insert(nick.to_owned());
                }
                Some(changed)
            }
            _ => None,
        }
    }

    /// The same after something happened in a room, where that changes it: whoever takes another name stays who he is, and a name that
    /// was only followed is anybody's again once he has gone. `followed` is what was followed so far.
    pub fn after(&self, account: &BareJid, room: &BareJid, what: &Happening, followed: &mut Followed) -> Option<Self> {
        let key = |nick: &str| (account.clone(), room.clone(), nick.to_owned());
        match what {
            Happening::Renamed { from, to } if self.has(account, room, from) && !self.has(account, room, to) => {
                followed.0.insert(key(to));
                let before = followed.0.remove(&key(from));
                let changed = self.named(account, room, to, true);
                Some(if before { changed.named(account, room, from, false) } else { changed })
            }
            Happening::Left { nick, .. } | Happening::PutOut { nick, .. } if followed.0.remove(&key(nick)) => {
                Some(self.named(account, room, nick, false))
            }
            _ => None,
        }
    }

    /// The same, with somebody heard or not, as the user says. Who is heard under one of his names is so under all that come.
    #[must_use]
    pub fn with(&self, account: &BareJid, room: &BareJid, nick: &str, ignored: bool) -> Self {
        let mut changed = self.named(account, room, nick, ignored);
        if let Some(people) = changed.people.get_mut(&key(account, room)).filter(|_| !ignored) {
            people.retain(|_, names| !names.contains(nick));
        }
        changed.people.retain(|_, people| !people.is_empty());
        changed
    }

    fn named(&self, account: &BareJid, room: &BareJid, nick: &str, ignored: bool) -> Self {
        let mut changed = self.clone();
        let nicks = changed.names.entry(key(account, room)).or_default();
        if ignored {
            nicks.insert(nick.to_owned());
        } else {
            nicks.remove(nick);
        }
        changed.names.retain(|_, nicks| !nicks.is_empty());
        changed
    }
}

fn key(account: &BareJid, room: &BareJid) -> String {
    format!("{account} {room}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn watched(typed: &str) -> Watched {
        Watched::try_from(typed.to_owned()).unwrap()
    }

    #[test]
    fn the_nickname_and_each_watched_word_call_as_whole_words_whatever_the_case() {
        let words = watched("thesis, Sheet 4 ,,");
        for text in ["Romeo: tea?", "tea, romeo", "the THESIS!", "about sheet 4."] {
            assert!(words.calls(text, "romeo"), "{text}");
        }
        for text in ["romeos tea", "hypothesis", "sheet 44", ""] {
            assert!(!words.calls(text, "romeo"), "{text}");
        }
        assert!(!watched("").calls("anything", ""));
    }

    #[test]
    fn a_pattern_stands_between_slashes_and_may_have_commas() {
        let patterns = watched("/exam (1|2)/, /a{2,3}/, tea");
        for text in ["Exam 2 is near", "aaa", "tea"] {
            assert!(patterns.calls(text, "romeo"), "{text}");
        }
        assert!(!patterns.calls("exam 3", "romeo"));
        assert_eq!(Watched::try_from("tea, /(/".to_owned()), Err(NoPattern("(".into())));
        assert!(Watched::try_from("/a{1000}{1000}{1000}/".to_owned()).is_err());
        // What is no pattern to its end is a word.
        assert!(watched("/usr").calls("see /usr now", ""));
    }

    #[test]
    fn whoever_is_ignored_is_followed_from_name_to_name_and_leaves_none_behind() {
        let (account, room): (BareJid, BareJid) = ("me@a".parse().unwrap(), "tea@rooms.a".parse().unwrap());
        let mut followed = Followed::default();
        let mut ignored = Ignored::default().with(&account, &room, "tybalt", true);
        let renamed = |from: &str, to: &str| Happening::Renamed { from: from.into(), to: to.into() };
        let left = |nick: &str| Happening::Left { nick: nick.into(), words: None };
        let mut after = |what: &Happening| {
            if let Some(changed) = ignored.after(&account, &room, what, &mut followed) {
                ignored = changed;
            }
            ignored.of(&account, &room).into_iter().collect::<Vec<_>>()
        };
        assert_eq!(after(&renamed("tybalt", "anna")), ["anna", "tybalt"]);
        assert_eq!(after(&renamed("anna", "prince")), ["prince", "tybalt"], "Anna's name is hers again");
        assert_eq!(after(&renamed("juliet", "nurse")), ["prince", "tybalt"]);
        assert_eq!(after(&left("prince")), ["tybalt"]);
        assert_eq!(after(&left("tybalt")), ["tybalt"], "what the user has said stays");
    }

    #[test]
    fn whoever_comes_back_under_another_name_is_known_by_the_rooms_id() {
        let (account, room): (BareJid, BareJid) = ("me@a".parse().unwrap(), "tea@rooms.a".parse().unwrap());
        let mut followed = Followed::default();
        let ignored = Ignored::default().with(&account, &room, "tybalt", true);
        assert_eq!(ignored.recognised(&account, &room, "juliet", "id-j", &mut followed), None);
        let known = ignored.recognised(&account, &room, "tybalt", "id-t", &mut followed).unwrap();
        assert_eq!(known.recognised(&account, &room, "tybalt", "id-t", &mut followed), None);
        // Over a restart, too.
        let kept: Ignored = serde_json::from_str(&serde_json::to_string(&known).unwrap()).unwrap();
        assert_eq!(kept, known);
        let back = kept.recognised(&account, &room, "prince", "id-t", &mut followed).unwrap();
        assert!(back.has(&account, &room, "prince"));
        let left = Happening::Left { nick: "prince".into(), words: None };
        let gone = back.after(&account, &room, &left, &mut followed).unwrap();
        assert!(!gone.has(&account, &room, "prince"), "the name is anybody's again");
        assert!(gone.recognised(&account, &room, "duke", "id-t", &mut followed).is_some(), "and he is still known");
        // Heard under the name he has now, he stays so.
        let heard = back.with(&account, &room, "prince", false);
        assert_eq!(heard.recognised(&account, &room, "prince", "id-t", &mut followed), None);
        // The user hears him again: by the name under which he was ignored.
        assert_eq!(known.with(&account, &room, "tybalt", false), Ignored::default());
        let before: Ignored = serde_json::from_str(r#"{"me@a tea@rooms.a":["tybalt"]}"#).unwrap();
        assert_eq!(before, ignored);
    }

    #[test]
    fn whom_one_ignores_is_kept_by_room() {
        let (account, room): (BareJid, BareJid) = ("me@a".parse().unwrap(), "tea@rooms.a".parse().unwrap());
        let ignored = Ignored::default().with(&account, &room, "tybalt", true);
        assert!(ignored.has(&account, &room, "tybalt"));
        assert!(!ignored.has(&account, &"garden@rooms.a".parse().unwrap(), "tybalt"));
        assert_eq!(ignored.with(&account, &room, "tybalt", false), Ignored::default());
    }
}
