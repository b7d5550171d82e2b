//! Somebody on the list, or a room, and what decides their place: kept until it changes, so that a change moves one entry.

use super::rows::{Group, Row};
use crate::model::conversation::Conversation;
use crate::model::listing::Sort;
use crate::model::message::Kind as Talk;
use crate::model::presence::Show;
use crate::model::room::Room;
use crate::model::{BareJid, Contact, Jid, State};
use std::cmp::Ordering;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Contact,
    /// A conversation with somebody who is not on the list.
    Other,
    Room,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    kind: Kind,
    account: BareJid,
    jid: Jid,
    /// What comes before the name in the order.
    rank: i64,
    /// In small letters.
    name: String,
    pub groups: Vec<Group>,
    pub online: bool,
    pub unread: bool,
}

/// What it is found by.
pub type Key<'a> = (Kind, &'a BareJid, &'a Jid);

impl Entry {
    pub fn contact(contact: &Contact, state: &State, sort: Sort) -> Self {
        let jid: Jid = contact.item.jid.clone().into();
        let about = state.conversations.get(&(contact.account.clone(), jid.clone()));
        let named = contact.item.groups.iter().filter(|name| !name.trim().is_empty());
        let mut groups: Vec<Group> = named.map(|name| Group::Named(name.as_str().into())).collect();
        groups.sort();
        groups.dedup();
        if groups.is_empty() {
            groups.push(Group::Buddies);
        }
        Self {
            kind: Kind::Contact,
            account: contact.account.clone(),
            jid,
            rank: match sort {
                Sort::Status => rank(contact.show),
                Sort::Name => 0,
                Sort::LastTalk => recency(about),
            },
            name: contact.display_name().to_lowercase(),
            groups,
            online: contact.show != Show::Offline,
            unread: about.is_some_and(|about| about.unread > 0),
        }
    }

    /// Whether a conversation is with somebody who is not on the list.
    pub fn other(about: &Conversation, state: &State, sort: Sort) -> Option<Self> {
        let key = (about.account.clone(), about.conversation.to_bare());
        if about.kind != Talk::Chat || about.last_time.is_none() || state.contacts.contains_key(&key) {
            return None;
        }
        Some(Self {
            kind: Kind::Other,
            account: about.account.clone(),
            jid: about.conversation.clone(),
            rank: if sort == Sort::LastTalk { recency(Some(about)) } else { 0 },
            name: about.conversation.as_str().to_lowercase(),
            groups: vec![Group::Others],
            online: true,
            unread: about.unread > 0,
        })
    }

    pub fn room(room: &Room, state: &State, sort: Sort) -> Self {
        let jid: Jid = room.room.clone().into();
        let about = state.conversations.get(&(room.account.clone(), jid.clone()));
        Self {
            kind: Kind::Room,
            account: room.account.clone(),
            jid,
            rank: match sort {
                // Below the people of its group.
                Sort::Status => rank(Show::Offline) + 1,
                Sort::Name => 0,
                Sort::LastTalk => recency(about),
            },
            name: room.display_name().to_lowercase(),
            groups: vec![room.group.as_deref().map_or(Group::Rooms, |name| Group::Named(name.into()))],
            online: true,
            unread: about.is_some_and(|about| about.unread > 0),
        }
    }

    /// Whether the heading of the group counts it.
    pub fn counts_in(&self, group: &Group) -> bool {
        self.kind != Kind::Room || *group == Group::Rooms
    }

    fn key(&self) -> Key<'_> {
        (self.kind, &self.account, &self.jid)
    }

    /// The order of all entries.
    pub fn by_key(&self, key: &Key<'_>) -> Ordering {
        count();
        self.key().cmp(key)
    }

    /// The order within a group.
    pub fn place(&self, other: &Self) -> Ordering {
        count();
        self.rank.cmp(&other.rank).then_with(|| self.name.cmp(&other.name)).then_with(|| self.key().cmp(&other.key()))
    }

    /// Whether each of the words is in its name, its address or the name of the group.
    pub fn matches(&self, words: &[String], group: &str) -> bool {
        let is_in = |word: &String| self.name.contains(word) || self.jid.as_str().contains(word) || group.contains(word);
        words.iter().all(is_in)
    }

    pub fn row(&self, group: &Group) -> Row {
        let account = self.account.clone();
        match self.kind {
            Kind::Contact => Row::Contact { group: group.clone(), account, jid: self.jid.to_bare() },
            Kind::Other => Row::Other { account, jid: self.jid.clone() },
            Kind::Room => Row::Room { group: group.clone(), account, room: self.jid.to_bare() },
        }
    }
}

/// All entries, in the order of their keys.
pub fn all(state: &State, sort: Sort) -> Vec<Arc<Entry>> {
    let contacts = state.contacts.values().map(|contact| Entry::contact(contact, state, sort));
    let others = state.conversations.values().filter_map(|about| Entry::other(about, state, sort));
    let rooms = state.rooms.values().map(|room| Entry::room(room, state, sort));
    let mut entries: Vec<_> = contacts.chain(others).chain(rooms).map(Arc::new).collect();
    entries.sort_by(|one, other| one.key().cmp(&other.key()));
    entries
}

#[cfg(test)]
thread_local! {
    static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// How many comparisons there were since the last question.
#[cfg(test)]
pub fn compared() -> usize {
    COMPARED.take()
}

fn count() {
    #[cfg(test)]
    COMPARED.set(COMPARED.get() + 1);
}

/// Who can be talked to comes first.
fn rank(show: Show) -> i64 {
    match show {
        Show::Chat | Show::Available => 0,
        Show::Away => 1,
        Show::Xa => 2,
        Show::Dnd => 3,
        Show::Offline => 4,
    }
}

/// The last talk first, those never talked with last.
fn recency(about: Option<&Conversation>) -> i64 {
    about.and_then(|about| about.last_time).map_or(i64::MAX, |time| -time.as_microsecond())
}
