//! Nicknames that look like another one in the same room: what the eye cannot tell apart (UTS 39 §4), whatever the case of the letters.

use super::session::Occupant;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use unicode_security::confusable_detection::skeleton;

/// Who is there under which look. Looks are kept as numbers: a room has thousands of names.
#[derive(Debug, Clone, Default)]
pub struct LookAlikes(HashMap<u64, String>);

fn look(nick: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    skeleton(nick).flat_map(char::to_lowercase).filter(|letter| !letter.is_whitespace()).for_each(|letter| letter.hash(&mut hasher));
    hasher.finish()
}

impl LookAlikes {
    /// Somebody is there. Returns whose mark has changed: where two look alike it goes to who is less to the room, or came later.
    pub fn here(&mut self, nick: &str, own: &str, occupants: &mut BTreeMap<String, Occupant>) -> Option<String> {
        let look = look(nick);
        let rank = |name: &str, occupants: &BTreeMap<String, Occupant>| (name == own, occupants.get(name).map(|one| one.affiliation));
        let first = self.0.get(&look).filter(|first| *first != nick && occupants.contains_key(*first)).cloned();
        let Some(first) = first else {
            self.0.insert(look, nick.to_owned());
            if let Some(occupant) = occupants.get_mut(nick) {
                occupant.resembles = None;
            }
            return None;
        };
        let real = if rank(nick, occupants) > rank(&first, occupants) { nick } else { first.as_str() };
        let other = if real == nick { first.as_str() } else { nick };
        if let Some(occupant) = occupants.get_mut(real) {
            occupant.resembles = None;
        }
        if let Some(occupant) = occupants.get_mut(other) {
            occupant.resembles = Some(real.to_owned());
        }
        self.0.insert(look, real.to_owned());
        Some(other.to_owned())
    }

    pub fn gone(&mut self, nick: &str) {
        let look = look(nick);
        if self.0.get(&look).is_some_and(|first| first == nick) {
            self.0.remove(&look);
        }
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_eye_cannot_tell_apart_looks_alike() {
        // Cyrillic, another case, a capital I for an l, a letter that is not seen, spaces.
        for (one, other) in
            [("Anna", "\u{410}nn\u{430}"), ("Anna", "anna"), ("lisa", "Iisa"), ("romeo", "ro\u{200b}meo"), ("tea pot", "teapot")]
        {
            assert_eq!(look(one), look(other), "{one} {other}");
        }
        for (one, other) in [("Anna", "Hanna"), ("romeo", "romeo2"), ("josé", "jose")] {
            assert_ne!(look(one), look(other), "{one} {other}");
        }
    }
}
