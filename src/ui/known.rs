//! Addresses, servers and groups that are known already: what fields offer while they are typed into.

use super::widgets::offers::fitting;
use crate::model::message::Kind;
use crate::model::{BareJid, State};
use std::collections::BTreeSet;

/// The domain that the guide of our first users names.
pub const USUAL_DOMAIN: &str = "jabber.uni-mainz.de";

/// Domains that begin with or have what was typed: of accounts first, then the usual one, then of buddies.
pub fn domains(typed: &str, state: &State) -> Vec<String> {
    let ours = state.accounts.keys().map(|jid| jid.domain().to_string());
    let theirs: BTreeSet<String> = state.contacts.keys().map(|(_, jid)| jid.domain().to_string()).collect();
    fitting(typed, ours.chain([USUAL_DOMAIN.to_owned()]).chain(theirs))
}

/// Addresses of people we talked with who are not on the list yet; behind an @ the known domains.
pub fn people(typed: &str, account: Option<&BareJid>, state: &State) -> Vec<String> {
    if let Some((name, domain)) = typed.trim().split_once('@').filter(|(name, _)| !name.is_empty()) {
        // Nothing is known of the domain yet: the account's own is the likeliest.
        let found =
            if domain.is_empty() { domains("", state).into_iter().chain(own_domain(account)).collect() } else { domains(domain, state) };
        return found.into_iter().map(|domain| format!("{name}@{domain}")).collect();
    }
    let strangers = state.conversations.values().filter(|conversation| conversation.kind == Kind::Chat);
    let strangers =
        strangers.filter(|conversation| Some(&conversation.account) == account).map(|conversation| conversation.conversation.to_bare());
    let strangers = strangers.filter(|jid| !account.is_some_and(|account| state.contacts.contains_key(&(account.clone(), jid.clone()))));
    fitting(typed, strangers.map(|jid| jid.to_string()))
}

fn own_domain(account: Option<&BareJid>) -> Option<String> {
    account.map(|account| account.domain().to_string())
}

/// Groups of the buddy list; all of them before anything is typed.
pub fn groups(typed: &str, state: &State) -> Vec<String> {
    let all: BTreeSet<String> = state.contacts.values().flat_map(|contact| contact.item.groups.iter().cloned()).collect();
    if typed.trim().is_empty() { all.into_iter().take(super::widgets::offers::MOST).collect() } else { fitting(typed, all) }
}

/// Rooms by their whole addresses.
pub fn rooms(typed: &str, account: Option<&BareJid>, state: &State) -> Vec<String> {
    let rooms = state.rooms.keys().filter(|(owner, _)| Some(owner) == account).map(|(_, room)| room.to_string());
    let talked = state.conversations.values().filter(|one| one.kind == Kind::Groupchat && Some(&one.account) == account);
    fitting(typed, rooms.chain(talked.map(|one| one.conversation.to_bare().to_string())))
}

/// Servers of rooms: the account's usual one, then those of known rooms.
pub fn room_servers(typed: &str, usual: String, state: &State) -> Vec<String> {
    let known: BTreeSet<String> = state.rooms.keys().map(|(_, room)| room.domain().to_string()).collect();
    fitting(typed, std::iter::once(usual).chain(known))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Conversation, Event, Room};
    use crate::ui::windows::chat::tests::{ME, bare, contact, state};

    fn known() -> State {
        let mut state = state();
        let talk = |jid: &str, kind| Conversation {
            account: bare(ME),
            conversation: bare(jid).into(),
            kind,
            unread: 0,
            mentions: 0,
            last_time: None,
            last_body: None,
            typing: Default::default(),
        };
        let mut friend = contact("anton@else.example", None);
        friend.item.groups = ["Friends".to_owned()].into();
        let room = Room::new(bare(ME), bare("tea@muc.else.example"), "me".into());
        let events = [
            Event::Roster(friend),
            Event::Conversation(talk("anton@else.example", Kind::Chat)),
            Event::Conversation(talk("stranger@third.example", Kind::Chat)),
            Event::Conversation(talk("tearoom@muc.third.example", Kind::Groupchat)),
            Event::Room(Box::new(room)),
        ];
        events.iter().for_each(|event| state.apply(event));
        state
    }

    #[test]
    fn strangers_we_talked_with_are_offered_and_domains_behind_an_at() {
        let (state, me) = (known(), bare(ME));
        assert_eq!(people("stra", Some(&me), &state), ["stranger@third.example"]);
        assert!(people("anton", Some(&me), &state).is_empty(), "on the list already");
        assert_eq!(people("bob@el", Some(&me), &state), ["bob@else.example"]);
        assert_eq!(people("bob@", Some(&me), &state), [format!("bob@{}", me.domain())]);
        assert_eq!(people("bob@jabber.u", Some(&me), &state), ["bob@jabber.uni-mainz.de"]);
        assert!(people("@el", Some(&me), &state).is_empty());
    }

    #[test]
    fn groups_rooms_and_their_servers_are_offered() {
        let (state, me) = (known(), bare(ME));
        assert!(groups("", &state).contains(&"Friends".to_owned()));
        assert_eq!(groups("fri", &state), ["Friends"]);
        assert_eq!(rooms("tea", Some(&me), &state), ["tea@muc.else.example", "tearoom@muc.third.example"]);
        assert_eq!(room_servers("conf", "conference.jabber.example".into(), &state), ["conference.jabber.example"]);
        assert_eq!(room_servers("muc", "conference.jabber.example".into(), &state), ["muc.else.example"]);
    }
}
