//! The rows of the buddy list: groups and who is in them, flattened once for each change, so that a view costs what it shows.

use crate::i18n::t;
use crate::model::conversation::Conversation;
use crate::model::message::Kind;
use crate::model::presence::Show;
use crate::model::{BareJid, Contact, Jid, State};
use std::collections::{BTreeMap, BTreeSet};

pub const GROUP_HEIGHT: f32 = 30.0;
pub const ENTRY_HEIGHT: f32 = 48.0;
/// Drawn beyond what is visible.
const OVERSCAN: usize = 6;

/// A group: one the user made, or one of ours, which can share its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Named(String),
    /// Buddies in no group.
    Buddies,
    /// Conversations with people who are not on the list.
    Others,
    Rooms,
}

impl Group {
    pub fn name(&self) -> String {
        match self {
            Self::Named(name) => name.clone(),
            Self::Buddies => t("group-buddies"),
            Self::Others => t("group-others"),
            Self::Rooms => t("group-rooms"),
        }
    }

    /// Keeps groups with the same name apart.
    pub fn key(&self) -> String {
        match self {
            Self::Named(name) => format!("group {name}"),
            Self::Buddies => "buddies".to_owned(),
            Self::Others => "others".to_owned(),
            Self::Rooms => "rooms".to_owned(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Group { group: Group, online: usize, total: usize, open: bool },
    Contact { group: Group, account: BareJid, jid: BareJid },
    Other { account: BareJid, jid: Jid },
    Room { account: BareJid, room: BareJid },
}

impl Row {
    pub fn height(&self) -> f32 {
        match self {
            Self::Group { .. } => GROUP_HEIGHT,
            Self::Contact { .. } | Self::Other { .. } | Self::Room { .. } => ENTRY_HEIGHT,
        }
    }

    /// The same row after a change.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Group { group, .. }, Self::Group { group: other, .. }) => group == other,
            _ => self == other,
        }
    }

    /// The conversation behind it.
    pub fn conversation(&self) -> Option<(BareJid, Jid)> {
        match self {
            Self::Group { .. } => None,
            Self::Contact { account, jid, .. } => Some((account.clone(), jid.clone().into())),
            Self::Other { account, jid } => Some((account.clone(), jid.clone())),
            Self::Room { account, room } => Some((account.clone(), room.clone().into())),
        }
    }
}

/// All rows and where each begins.
#[derive(Debug, Default)]
pub struct Rows {
    pub rows: Vec<Row>,
    tops: Vec<f32>,
    pub height: f32,
}

impl Rows {
    pub fn new(state: &State, folded: &BTreeSet<Group>, offline: bool) -> Self {
        let rows = flatten(state, folded, offline);
        let (mut tops, mut height) = (Vec::with_capacity(rows.len()), 0.0);
        for row in &rows {
            tops.push(height);
            height += row.height();
        }
        Self { rows, tops, height }
    }

    /// Which rows to draw, and the space before them.
    pub fn visible(&self, offset: f32, height: f32) -> (std::ops::Range<usize>, f32) {
        let first = self.tops.partition_point(|top| *top <= offset).saturating_sub(1 + OVERSCAN).min(self.rows.len());
        let last = (self.tops.partition_point(|top| *top < offset + height) + OVERSCAN).min(self.rows.len());
        (first..last.max(first), self.tops.get(first).copied().unwrap_or(0.0))
    }

    pub fn top(&self, index: usize) -> f32 {
        self.tops.get(index).copied().unwrap_or(self.height)
    }

    pub fn position(&self, row: &Row) -> Option<usize> {
        self.rows.iter().position(|other| other.is(row))
    }
}

fn flatten(state: &State, folded: &BTreeSet<Group>, offline: bool) -> Vec<Row> {
    let mut groups: BTreeMap<Group, Vec<&Contact>> = BTreeMap::new();
    for contact in state.contacts.values() {
        let named = contact.item.groups.iter().filter(|name| !name.trim().is_empty()).map(|name| Group::Named(name.clone()));
        let mut named: Vec<Group> = named.collect();
        named.dedup();
        if named.is_empty() {
            named.push(Group::Buddies);
        }
        named.into_iter().for_each(|group| groups.entry(group).or_default().push(contact));
    }
    let mut rows = Vec::new();
    for (group, mut contacts) in groups {
        let total = contacts.len();
        let online = contacts.iter().filter(|contact| contact.show != Show::Offline).count();
        contacts.retain(|contact| offline || contact.show != Show::Offline || unread(state, contact) > 0);
        if contacts.is_empty() && !offline {
            continue;
        }
        let open = !folded.contains(&group);
        rows.push(Row::Group { group: group.clone(), online, total, open });
        if open {
            contacts.sort_by_cached_key(|contact| (rank(contact.show), contact.display_name().to_lowercase(), contact.account.clone()));
            let row =
                |contact: &Contact| Row::Contact { group: group.clone(), account: contact.account.clone(), jid: contact.item.jid.clone() };
            rows.extend(contacts.into_iter().map(row));
        }
    }
    let others: Vec<Row> = state
        .conversations
        .values()
        .filter(|conversation| is_other(state, conversation))
        .map(|conversation| Row::Other { account: conversation.account.clone(), jid: conversation.conversation.clone() })
        .collect();
    section(&mut rows, folded, Group::Others, others);
    let mut rooms: Vec<_> = state.rooms.values().collect();
    rooms.sort_by_cached_key(|room| room.display_name().to_lowercase());
    let rooms = rooms.into_iter().map(|room| Row::Room { account: room.account.clone(), room: room.room.clone() });
    section(&mut rows, folded, Group::Rooms, rooms.collect());
    rows
}

fn section(rows: &mut Vec<Row>, folded: &BTreeSet<Group>, group: Group, entries: Vec<Row>) {
    if entries.is_empty() {
        return;
    }
    let (open, total) = (!folded.contains(&group), entries.len());
    rows.push(Row::Group { group, online: total, total, open });
    rows.extend(entries.into_iter().filter(|_| open));
}

/// Who can be talked to comes first.
fn rank(show: Show) -> u8 {
    match show {
        Show::Chat | Show::Available => 0,
        Show::Away => 1,
        Show::Xa => 2,
        Show::Dnd => 3,
        Show::Offline => 4,
    }
}

fn is_other(state: &State, conversation: &Conversation) -> bool {
    let key = (conversation.account.clone(), conversation.conversation.to_bare());
    conversation.kind == Kind::Chat && !state.contacts.contains_key(&key) && conversation.last_time.is_some()
}

pub fn unread(state: &State, contact: &Contact) -> u32 {
    let key = (contact.account.clone(), contact.item.jid.clone().into());
    state.conversations.get(&key).map_or(0, |conversation| conversation.unread)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Event, RosterItem, Subscription};

    fn jid(text: &str) -> BareJid {
        text.parse().unwrap()
    }

    fn with(people: &[(&str, &[&str], Show)]) -> State {
        let mut state = State::default();
        for (local, groups, show) in people {
            let item = RosterItem {
                jid: jid(&format!("{local}@x")),
                name: None,
                groups: groups.iter().map(|group| (*group).to_owned()).collect(),
                subscription: Subscription::Both,
                ask: false,
            };
            state.apply(&Event::Roster(Contact { account: jid("me@x"), item, show: *show, status: None, resources: Vec::new() }));
        }
        state
    }

    fn words(rows: &Rows) -> Vec<String> {
        let word = |row: &Row| match row {
            Row::Group { group, online, total, .. } => format!("{} {online}/{total}", group.name()),
            Row::Contact { jid, .. } => jid.to_string(),
            Row::Other { jid, .. } => jid.to_string(),
            Row::Room { room, .. } => room.to_string(),
        };
        rows.rows.iter().map(word).collect()
    }

    #[test]
    fn who_is_there_comes_first_and_groups_count() {
        let state = with(&[
            ("a", &["Uni"], Show::Offline),
            ("b", &["Uni", "Tea"], Show::Available),
            ("c", &[], Show::Away),
            ("d", &["Uni"], Show::Dnd),
        ]);
        let rows = Rows::new(&state, &BTreeSet::new(), true);
        assert_eq!(words(&rows), ["Tea 1/1", "b@x", "Uni 2/3", "b@x", "d@x", "a@x", "Buddies 1/1", "c@x"]);
    }

    #[test]
    fn a_folded_group_and_hidden_offline_buddies_are_not_shown_but_counted() {
        let state = with(&[("a", &["Uni"], Show::Offline), ("b", &["Uni"], Show::Available), ("c", &["Old"], Show::Offline)]);
        assert_eq!(words(&Rows::new(&state, &BTreeSet::new(), false)), ["Uni 1/2", "b@x"]);
        let folded = BTreeSet::from([Group::Named("Uni".into())]);
        assert_eq!(words(&Rows::new(&state, &folded, true)), ["Old 0/1", "c@x", "Uni 1/2"]);
    }

    #[test]
    fn ten_thousand_buddies_cost_what_is_visible() {
        let names: Vec<String> = (0..10_000).map(|index| format!("buddy{index:05}")).collect();
        let people: Vec<_> = names.iter().map(|name| (name.as_str(), &[][..], Show::Available)).collect();
        let rows = Rows::new(&with(&people), &BTreeSet::new(), true);
        let (range, before) = rows.visible(5_000.0 * ENTRY_HEIGHT, 600.0);
        assert!(range.len() < 30, "{range:?}");
        assert!(before <= 5_000.0 * ENTRY_HEIGHT && before + 8.0 * ENTRY_HEIGHT > 5_000.0 * ENTRY_HEIGHT);
        assert_eq!(rows.visible(f32::MAX, 600.0).0.end, 10_001);
    }
}
