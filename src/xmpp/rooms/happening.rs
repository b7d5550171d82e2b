//! What presences of a room, and its own messages, tell of what happens in it (XEP-0045 §7.1 to §10.2).

use super::presence::{UserInfo, code};
use super::session::Occupant;
use crate::model::{Fact, Happening, PutOut};

/// What somebody else leaves behind, or is told when he is put out, is shown so far.
const LONGEST: usize = 1000;

/// Somebody is there, and was before, as this or not at all.
pub fn here(nick: &str, before: Option<&Occupant>, now: &Occupant, info: &UserInfo) -> Option<Happening> {
    let nick = nick.to_owned();
    let Some(before) = before else { return Some(Happening::Came { nick }) };
    let (by, reason) = (info.actor.clone(), info.reason.as_deref().map(cut));
    if before.affiliation != now.affiliation {
        return Some(Happening::Affiliated { nick, was: before.affiliation, now: now.affiliation, by, reason });
    }
    (before.role != now.role).then_some(Happening::Role { nick, was: before.role, now: now.role, by, reason })
}

/// Somebody is not there any more.
pub fn gone(nick: &str, info: &UserInfo, words: Option<String>) -> Happening {
    let nick = nick.to_owned();
    let left = |nick, words: Option<String>| Happening::Left { nick, words: words.as_deref().map(cut) };
    // A room also puts out whom it has lost on the way.
    let lost = info.has(code::TECHNICAL) || info.has(code::SHUTDOWN);
    let why = match () {
        () if info.has(code::BANNED) => Some(PutOut::Banned),
        () if info.has(code::KICKED) && !lost => Some(PutOut::Kicked),
        () if info.has(code::AFFILIATION_LOST) || info.has(code::MEMBERS_ONLY) => Some(PutOut::NoMember),
        () => None,
    };
    match (why, &info.nick) {
        (None, Some(to)) if info.has(code::NEW_NICK) => Happening::Renamed { from: nick, to: to.clone() },
        (None, _) => left(nick, words.filter(|_| !lost)),
        (Some(why), _) => Happening::PutOut { nick, why, by: info.actor.clone(), reason: info.reason.as_deref().map(cut) },
    }
}

/// What the room says of itself by status codes.
pub fn facts(info: &UserInfo) -> Vec<Fact> {
    let fact = |code: &u16| match *code {
        code::ADDRESSES_SHOWN | code::NOW_SHOWN => Some(Fact::AddressesShown(true)),
        code::NOW_HIDDEN | code::NOW_ANONYMOUS => Some(Fact::AddressesShown(false)),
        code::LOGGED => Some(Fact::Logged(true)),
        code::NOT_LOGGED => Some(Fact::Logged(false)),
        _ => None,
    };
    let mut facts: Vec<Fact> = Vec::new();
    for fact in info.codes.iter().filter_map(fact) {
        // The last word of a kind counts.
        facts.retain(|told| std::mem::discriminant(told) != std::mem::discriminant(&fact));
        facts.push(fact);
    }
    // Rooms tell them in any order.
    facts.sort_by_key(|fact| matches!(fact, Fact::Logged(_)));
    facts
}

/// Words of others, as much of them as is shown in one line of what happened.
pub fn cut(words: &str) -> String {
    words.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Affiliation, Role, Show};
    use jiff::Timestamp;

    fn occupant(affiliation: Affiliation, role: Role) -> Occupant {
        Occupant {
            jid: None,
            affiliation,
            role,
            show: Show::Available,
            status: None,
            hats: Vec::new(),
            id: None,
            picture: None,
            resembles: None,
            look: 0,
            since: Timestamp::UNIX_EPOCH,
        }
    }

    fn info(codes: &[u16]) -> UserInfo {
        UserInfo { codes: codes.to_vec(), actor: Some("romeo".into()), reason: Some("enough".into()), ..UserInfo::default() }
    }

    #[test]
    fn an_affiliation_tells_its_role_with_it_and_a_status_is_no_news() {
        let visitor = occupant(Affiliation::None, Role::Visitor);
        let admin = occupant(Affiliation::Admin, Role::Moderator);
        let happening = here("anna", Some(&visitor), &admin, &info(&[]));
        assert!(matches!(happening, Some(Happening::Affiliated { was: Affiliation::None, now: Affiliation::Admin, .. })));
        let voiced = occupant(Affiliation::None, Role::Participant);
        let happening = here("anna", Some(&visitor), &voiced, &info(&[]));
        let (by, reason) = (Some("romeo".into()), Some("enough".into()));
        let role = Happening::Role { nick: "anna".into(), was: Role::Visitor, now: Role::Participant, by, reason };
        assert_eq!(happening, Some(role));
        assert_eq!(here("anna", Some(&visitor), &visitor, &info(&[])), None);
        assert_eq!(here("anna", None, &visitor, &info(&[])), Some(Happening::Came { nick: "anna".into() }));
    }

    #[test]
    fn who_was_lost_was_not_put_out() {
        let why = |codes: &[u16]| match gone("anna", &info(codes), Some("bye".into())) {
            Happening::PutOut { why, by, .. } => Some((why, by)),
            Happening::Left { .. } => None,
            other => panic!("{other:?}"),
        };
        let romeo = || Some("romeo".to_owned());
        assert_eq!(why(&[code::KICKED]), Some((PutOut::Kicked, romeo())));
        assert_eq!(why(&[code::KICKED, code::TECHNICAL]), None);
        assert_eq!(why(&[code::BANNED]), Some((PutOut::Banned, romeo())));
        assert_eq!(why(&[code::AFFILIATION_LOST]), Some((PutOut::NoMember, romeo())));
        assert_eq!(
            gone("anna", &info(&[]), Some("x".repeat(2000))),
            Happening::Left { nick: "anna".into(), words: Some("x".repeat(1000)) }
        );
        let renamed = UserInfo { nick: Some("anne".into()), ..info(&[code::NEW_NICK]) };
        assert_eq!(gone("anna", &renamed, None), Happening::Renamed { from: "anna".into(), to: "anne".into() });
    }

    #[test]
    fn codes_tell_what_the_room_is() {
        assert_eq!(facts(&info(&[100, 110, 170])), [Fact::AddressesShown(true), Fact::Logged(true)]);
        assert_eq!(facts(&info(&[104, 171, 173])), [Fact::AddressesShown(false), Fact::Logged(false)]);
        assert_eq!(facts(&info(&[104])), []);
    }
}
