//! Nicknames that look like another one in the same room: what the eye cannot tell apart (UTS 39 §4), whatever the case of the letters.

use super::session::Occupant;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use unicode_security::confusable_detection::skeleton;

/// So many who look alike are put in order.
const MOST: u32 = 20;

/// How many are there under which look. Looks are kept as numbers: a room has thousands of names.
#[derive(Debug, Clone, Default)]
pub struct LookAlikes(HashMap<u64, u32>);

/// What is the same for names that look alike.
pub fn look(nick: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    skeleton(nick).flat_map(char::to_lowercase).filter(|letter| !letter.is_whitespace()).for_each(|letter| letter.hash(&mut hasher));
    hasher.finish()
}

impl LookAlikes {
    pub fn came(&mut self, look: u64) {
        *self.0.entry(look).or_default() += 1;
    }

    pub fn left(&mut self, look: u64) {
        if let Some(count) = self.0.get_mut(&look) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(&look);
            }
        }
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Marks those who look like somebody who has come or changed, all but one: who is most to the room, else who was there first.
    /// Returns whose mark has changed.
    pub fn mark(&self, nick: &str, look: u64, own: &str, occupants: &mut BTreeMap<String, Occupant>) -> Vec<String> {
        match self.0.get(&look) {
            None | Some(..2) => {
                // Whoever he looked like has gone.
                let mark = occupants.get_mut(nick).and_then(|occupant| occupant.resembles.take());
                return mark.map(|_| nick.to_owned()).into_iter().collect();
            }
            Some(..=MOST) => {}
            // A crowd under one look is none to be put in order for each who comes: one of them is who he seems to be.
            Some(_) => {
                let rank = |name: &str, one: &Occupant| (name == own, one.affiliation);
                let is_real = |(name, one): &(&String, &Occupant)| one.look == look && one.resembles.is_none() && *name != nick;
                let real = occupants.iter().find(is_real).map(|(name, one)| (name.clone(), rank(name, one)));
                let Some((real, its)) = real else { return Vec::new() };
                let more = occupants.get(nick).is_some_and(|one| rank(nick, one) > its);
                let (real, other) = if more { (nick.to_owned(), real) } else { (real, nick.to_owned()) };
                occupants.entry(real.clone()).and_modify(|one| one.resembles = None);
                occupants.entry(other.clone()).and_modify(|one| one.resembles = Some(real.clone()));
                return vec![real, other];
            }
        }
        let mut alike: Vec<(&String, &mut Occupant)> = occupants.iter_mut().filter(|(_, occupant)| occupant.look == look).collect();
        alike.sort_by_key(|(nick, occupant)| (std::cmp::Reverse((*nick == own, occupant.affiliation)), occupant.since));
        let Some(real) = alike.first().map(|(nick, _)| (*nick).clone()) else { return Vec::new() };
        let mut changed = Vec::new();
        for (nick, occupant) in alike {
            let mark = (*nick != real).then(|| real.clone());
            if occupant.resembles != mark {
                occupant.resembles = mark;
                changed.push(nick.clone());
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Affiliation, Role, Show};
    use jiff::Timestamp;

    #[test]
    fn of_a_crowd_that_looks_alike_all_but_one_are_marked() {
        let occupant = |since| Occupant {
            jid: None,
            affiliation: Affiliation::None,
            role: Role::Participant,
            show: Show::Available,
            status: None,
            hats: Vec::new(),
            id: None,
            picture: None,
            look: 7,
            resembles: None,
            since: Timestamp::from_second(since).unwrap(),
        };
        let (mut looks, mut occupants) = (LookAlikes::default(), BTreeMap::new());
        for number in 0..30 {
            let nick = format!("guest {:02}", 30 - number);
            occupants.insert(nick.clone(), occupant(number));
            looks.came(7);
            looks.mark(&nick, 7, "romeo", &mut occupants);
        }
        let real: Vec<&str> = occupants.iter().filter(|(_, one)| one.resembles.is_none()).map(|(nick, _)| nick.as_str()).collect();
        assert_eq!(real, ["guest 30"], "who came first");
        occupants.insert("romeo".into(), occupant(99));
        looks.came(7);
        looks.mark("romeo", 7, "romeo", &mut occupants);
        assert_eq!((&occupants["romeo"].resembles, occupants["guest 30"].resembles.as_deref()), (&None, Some("romeo")), "we are ourselves");
        looks.left(7);
        for number in 1..30 {
            occupants.remove(&format!("guest {number:02}"));
            looks.left(7);
        }
        looks.left(7);
        assert!(looks.0.is_empty());
    }

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
