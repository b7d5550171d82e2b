//! What happened in a room, as sentences.

use crate::i18n::{t, t_with};
use crate::model::{Affiliation, Fact, Happening, PutOut, Role, RoomChoice};
use crate::ui::room_words;
use crate::ui::text::bidi;
use std::collections::HashMap;

/// So many names stand in one line.
const NAMED: usize = 5;

/// One thing that happened, to ourselves or to somebody else.
pub fn of(what: &Happening, ours: bool) -> Option<String> {
    match what {
        Happening::Entered { facts } => Some(facts.iter().map(fact).collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty()),
        Happening::Came { .. } => comings(std::iter::once(what)),
        Happening::Left { words, .. } => Some(because(comings(std::iter::once(what))?, words.as_deref())),
        Happening::Renamed { from, to } => Some(t_with(
            "notice-renamed",
            &[("you", you(ours).into()), ("nick", bidi::isolate(from).into()), ("to", bidi::isolate(to).into())],
        )),
        Happening::PutOut { nick, why, by, reason } => {
            let key = match why {
                PutOut::Kicked => "notice-kicked",
                PutOut::Banned => "notice-banned",
                PutOut::NoMember => "notice-no-member",
            };
            Some(because(done(named(key, nick, ours), by.as_deref()), reason.as_deref()))
        }
        Happening::Affiliated { nick, was, now, by, reason } => {
            let key = match (now, was) {
                (Affiliation::Owner, _) => "notice-owner",
                (Affiliation::Admin, _) => "notice-admin",
                (Affiliation::Member, _) => "notice-member",
                (Affiliation::Outcast, _) => "notice-banned",
                (Affiliation::None, Affiliation::Owner) => "notice-owner-no-more",
                (Affiliation::None, Affiliation::Admin) => "notice-admin-no-more",
                (Affiliation::None, _) => "notice-member-no-more",
            };
            Some(because(done(named(key, nick, ours), by.as_deref()), reason.as_deref()))
        }
        Happening::Role { nick, was, now, by, reason } => {
            let key = match (now, was) {
                (Role::Moderator, _) => "notice-moderator",
                (Role::Participant, Role::Moderator) => "notice-moderator-no-more",
                (Role::Participant, _) => "notice-voice",
                (Role::Visitor | Role::None, _) => "notice-mute",
            };
            Some(because(done(named(key, nick, ours), by.as_deref()), reason.as_deref()))
        }
        Happening::Subject { words, .. } if words.is_empty() => Some(t("notice-subject-gone")),
        Happening::Subject { by: Some(by), words } => {
            let words = bidi::isolate(words);
            Some(t_with("notice-subject-by", &[("you", you(ours).into()), ("nick", bidi::isolate(by).into()), ("words", words.into())]))
        }
        Happening::Subject { by: None, words } => Some(t_with("notice-subject", &[("words", bidi::isolate(words).into())])),
        Happening::Declined { who, reason } => {
            let what = t_with("notice-declined", &[("who", bidi::isolate(who).into())]);
            Some(because(what, reason.as_deref()))
        }
        Happening::Changed { facts } => {
            let sentences = std::iter::once(t("notice-changed")).chain(facts.iter().map(fact));
            Some(sentences.collect::<Vec<_>>().join(" "))
        }
    }
}

/// Who is there now and was not, is not there any more, was there in between, or is back.
pub fn comings<'a>(moving: impl Iterator<Item = &'a Happening>) -> Option<String> {
    let mut order: Vec<&str> = Vec::new();
    // Whether somebody came first, and came last.
    let mut ways: HashMap<&str, (bool, bool)> = HashMap::new();
    for what in moving {
        let (nick, comes) = match what {
            Happening::Came { nick } => (nick.as_str(), true),
            Happening::Left { nick, .. } => (nick.as_str(), false),
            _ => continue,
        };
        let way = ways.entry(nick).or_insert_with(|| {
            order.push(nick);
            (comes, comes)
        });
        way.1 = comes;
    }
    let kinds =
        [((true, true), "notice-came"), ((false, false), "notice-left"), ((true, false), "notice-passed"), ((false, true), "notice-back")];
    let parts = kinds.into_iter().filter_map(|(way, key)| {
        let who: Vec<&str> = order.iter().copied().filter(|nick| ways.get(nick) == Some(&way)).collect();
        let count = i64::try_from(who.len()).unwrap_or(i64::MAX);
        (!who.is_empty()).then(|| t_with(key, &[("count", count.into()), ("who", names(&who).into())]))
    });
    Some(parts.collect::<Vec<_>>().join(" · ")).filter(|words| !words.is_empty())
}

fn names(who: &[&str]) -> String {
    let some = who.iter().take(NAMED).map(|nick| bidi::isolate(nick)).collect::<Vec<_>>().join(", ");
    // One more name is as short as its number.
    match who.len().saturating_sub(NAMED) {
        0 => some,
        1 => format!("{some}, {}", bidi::isolate(who[NAMED])),
        more => t_with("notice-others", &[("who", some.into()), ("count", i64::try_from(more).unwrap_or(i64::MAX).into())]),
    }
}

fn you(ours: bool) -> &'static str {
    if ours { "yes" } else { "no" }
}

fn named(key: &str, nick: &str, ours: bool) -> String {
    t_with(key, &[("you", you(ours).into()), ("nick", bidi::isolate(nick).into())])
}

fn done(what: String, by: Option<&str>) -> String {
    match by {
        Some(by) => t_with("notice-by", &[("what", what.into()), ("who", bidi::isolate(by).into())]),
        None => what,
    }
}

fn because(what: String, reason: Option<&str>) -> String {
    match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
        Some(reason) => format!("{what}: {}", bidi::isolate(reason)),
        None => what,
    }
}

fn fact(fact: &Fact) -> String {
    let of = |choice, on: &bool| t(room_words::of(choice, *on));
    match fact {
        Fact::Name(Some(name)) => t_with("notice-name", &[("name", bidi::isolate(name).into())]),
        Fact::Name(None) => t("notice-no-name"),
        Fact::Persistent(on) => of(RoomChoice::Persistent, on),
        Fact::Public(on) => of(RoomChoice::Public, on),
        Fact::MembersOnly(on) => of(RoomChoice::MembersOnly, on),
        Fact::PasswordProtected(on) => of(RoomChoice::PasswordProtected, on),
        Fact::Moderated(on) => of(RoomChoice::Moderated, on),
        Fact::AddressesShown(true) => t("notice-addresses-on"),
        Fact::AddressesShown(false) => t("room-addresses-off"),
        Fact::Logged(true) => t("notice-logged-on"),
        Fact::Logged(false) => t("notice-logged-off"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::within;

    fn ours(what: &Happening) -> bool {
        what.concerns("romeo")
    }

    fn said(what: &Happening) -> String {
        within("en", || bidi::strip(&of(what, ours(what)).unwrap()))
    }

    #[test]
    fn who_did_it_to_whom_and_why_is_one_sentence() {
        let put_out = |nick: &str, by: Option<&str>, reason: Option<&str>| Happening::PutOut {
            nick: nick.into(),
            why: PutOut::Kicked,
            by: by.map(Into::into),
            reason: reason.map(Into::into),
        };
        assert_eq!(said(&put_out("tybalt", Some("romeo"), Some("enough"))), "tybalt was put out (by romeo): enough");
        assert_eq!(said(&put_out("tybalt", None, Some("  "))), "tybalt was put out");
    }

    #[test]
    fn we_are_called_you() {
        let role = |nick: &str| Happening::Role { nick: nick.into(), was: Role::Visitor, now: Role::Participant, by: None, reason: None };
        assert_eq!(said(&role("romeo")), "You can write now");
        assert_eq!(said(&role("anna")), "anna can write now");
    }

    #[test]
    fn a_changed_room_says_what_it_is_now() {
        let changed = Happening::Changed { facts: vec![Fact::MembersOnly(true), Fact::Name(Some("Tea".into()))] };
        assert_eq!(said(&changed), "The room was changed. Only people who were made members can enter. It is called Tea now.");
        assert_eq!(said(&Happening::Changed { facts: Vec::new() }), "The room was changed.");
        assert_eq!(within("en", || of(&Happening::Entered { facts: Vec::new() }, false)), None);
    }
}
