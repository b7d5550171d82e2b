//! The rows of the buddy list: groups and who is in them, in order. A change moves the entry it is about and nothing else;
//! rows are made where they are shown.

use super::entry::{self, Entry, Key, Kind};
use crate::i18n::t;
use crate::model::listing::Listing;
use crate::model::look::Density;
use crate::model::{BareJid, Event, Jid, State};
use crate::ui::theme::density::{self, Metrics};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// So many changes at once, a whole roster say, are made faster anew.
const ANEW: usize = 1_000;
/// Drawn beyond what is visible.
const OVERSCAN: usize = 6;

/// A group: one the user made, or one of ours, which can share its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Group {
    Named(Arc<str>),
    /// Buddies in no group.
    Buddies,
    /// Conversations with people who are not on the list.
    Others,
    Rooms,
}

impl Group {
    pub fn name(&self) -> String {
        match self {
            Self::Named(name) => name.as_ref().to_owned(),
            Self::Buddies => t("group-buddies"),
            Self::Others => t("group-others"),
            Self::Rooms => t("group-rooms"),
        }
    }

    /// Keeps groups with the same name apart; folded groups are remembered by it.
    pub fn key(&self) -> String {
        match self {
            Self::Named(name) => format!("group {name}"),
            Self::Buddies => "buddies".to_owned(),
            Self::Others => "others".to_owned(),
            Self::Rooms => "rooms".to_owned(),
        }
    }

    /// Buddies can be moved here.
    pub fn takes_buddies(&self) -> bool {
        matches!(self, Self::Named(_) | Self::Buddies)
    }

    /// A room can be moved here.
    pub fn takes_rooms(&self) -> bool {
        matches!(self, Self::Named(_) | Self::Rooms)
    }

    /// As a buddy or a room has it; `None` for those in no group.
    pub fn named(&self) -> Option<String> {
        match self {
            Self::Named(name) => Some(name.as_ref().to_owned()),
            Self::Buddies | Self::Others | Self::Rooms => None,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Named(_) => 0,
            Self::Buddies => 1,
            Self::Others => 2,
            Self::Rooms => 3,
        }
    }
}

impl Ord for Group {
    fn cmp(&self, other: &Self) -> Ordering {
        let (Self::Named(name), Self::Named(other)) = (self, other) else { return self.rank().cmp(&other.rank()) };
        let small = name.chars().flat_map(char::to_lowercase).cmp(other.chars().flat_map(char::to_lowercase));
        small.then_with(|| name.cmp(other))
    }
}

impl PartialOrd for Group {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    Group(Group),
    Contact { group: Group, account: BareJid, jid: BareJid },
    Other { account: BareJid, jid: Jid },
    Room { group: Group, account: BareJid, room: BareJid },
}

impl Row {
    /// The group it is, or stands in.
    pub fn group(&self) -> &Group {
        match self {
            Self::Group(group) | Self::Contact { group, .. } | Self::Room { group, .. } => group,
            Self::Other { .. } => &Group::Others,
        }
    }

    /// The conversation behind it.
    pub fn conversation(&self) -> Option<(BareJid, Jid)> {
        match self {
            Self::Group(_) => None,
            Self::Contact { account, jid, .. } => Some((account.clone(), jid.clone().into())),
            Self::Other { account, jid } => Some((account.clone(), jid.clone())),
            Self::Room { account, room, .. } => Some((account.clone(), room.clone().into())),
        }
    }
}

/// The entries of a group.
#[derive(Debug, Default)]
struct Section {
    /// Its name in small letters, for finding.
    name: String,
    /// In order.
    all: Vec<Arc<Entry>>,
    /// Those of them that are shown while the group is open.
    shown: Vec<Arc<Entry>>,
    online: usize,
    /// How many count: in a group of people its rooms do not.
    total: usize,
}

impl Section {
    fn count(&mut self, entry: &Entry, group: &Group, by: isize) {
        if entry.counts_in(group) {
            self.total = self.total.saturating_add_signed(by);
            self.online = self.online.saturating_add_signed(if entry.online { by } else { 0 });
        }
    }
}

/// Where a group that has a heading begins.
#[derive(Debug)]
struct Span {
    group: Group,
    /// The index of its heading among all rows, and its top.
    first: usize,
    top: f32,
    /// How many rows follow the heading.
    entries: usize,
}

/// What the heading of a group says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading {
    pub online: usize,
    pub total: usize,
    pub open: bool,
}

/// All rows and where each begins.
#[derive(Debug, Default)]
pub struct Rows {
    listing: Listing,
    density: Density,
    /// Looked for: each word, in small letters.
    words: Vec<String>,
    /// In the order of their keys.
    entries: Vec<Arc<Entry>>,
    sections: BTreeMap<Group, Section>,
    spans: Vec<Span>,
    len: usize,
    height: f32,
}

impl Rows {
    pub fn new(state: &State, listing: &Listing) -> Self {
        let mut rows = Self { listing: listing.clone(), density: state.settings.look.density, ..Self::default() };
        rows.rebuild(state);
        rows
    }

    /// Everything anew.
    fn rebuild(&mut self, state: &State) {
        self.entries = entry::all(state, self.listing.sort);
        self.sections.clear();
        for entry in &self.entries {
            for group in &entry.groups {
                if !self.sections.contains_key(group) {
                    self.sections.insert(group.clone(), Section { name: group.name().to_lowercase(), ..Section::default() });
                }
                let Some(section) = self.sections.get_mut(group) else { continue };
                section.count(entry, group, 1);
                section.all.push(Arc::clone(entry));
            }
        }
        for section in self.sections.values_mut() {
            section.all.sort_by(|one, other| one.place(other));
        }
        self.choose();
    }

    /// Follows what happened. Returns how many entries got another place or another look.
    pub fn apply(&mut self, events: &[Event], state: &State) -> usize {
        if events.len() > ANEW || events.iter().any(|event| matches!(event, Event::AccountRemoved(_))) {
            self.rebuild(state);
            return self.entries.len();
        }
        let (mut moved, mut listed) = (0, false);
        for event in events {
            moved += match event {
                Event::Roster(contact) | Event::Presence(contact) => {
                    let known = self.entries.len();
                    let moved = self.look_at_contact(&contact.account, &contact.item.jid, state);
                    listed |= self.entries.len() != known;
                    moved
                }
                Event::RosterRemoved { account, jid } => {
                    listed = true;
                    self.look_at_contact(account, jid, state)
                }
                Event::Conversation(about) => self.look_at_talk(&about.account, &about.conversation, state),
                Event::ConversationRemoved { account, conversation } => self.look_at_talk(account, conversation, state),
                Event::Room(room) => self.look_at_room(&room.account, &room.room, state),
                Event::RoomRemoved { account, room } => self.look_at_room(account, room, state),
                _ => 0,
            };
        }
        if listed {
            // Who came onto the list is a stranger no more, and the other way round.
            moved += state.conversations.values().map(|about| self.look_at_talk(&about.account, &about.conversation, state)).sum::<usize>();
        }
        if moved > 0 {
            self.measure();
        }
        moved
    }

    fn look_at_contact(&mut self, account: &BareJid, jid: &BareJid, state: &State) -> usize {
        let key = (account.clone(), jid.clone());
        let now = state.contacts.get(&key).map(|contact| Entry::contact(contact, state, self.listing.sort));
        self.put((Kind::Contact, account, &jid.clone().into()), now)
    }

    fn look_at_talk(&mut self, account: &BareJid, jid: &Jid, state: &State) -> usize {
        let about = state.conversations.get(&(account.clone(), jid.clone()));
        let other = about.and_then(|about| Entry::other(about, state, self.listing.sort));
        let moved = self.put((Kind::Other, account, jid), other);
        let bare = jid.to_bare();
        moved + self.look_at_contact(account, &bare, state) + self.look_at_room(account, &bare, state)
    }

    fn look_at_room(&mut self, account: &BareJid, room: &BareJid, state: &State) -> usize {
        let key = (account.clone(), room.clone());
        let now = state.rooms.get(&key).map(|room| Entry::room(room, state, self.listing.sort));
        self.put((Kind::Room, account, &room.clone().into()), now)
    }

    /// Puts an entry where it belongs now, or takes it away. Returns how many were touched: 0 or 1.
    fn put(&mut self, key: Key<'_>, now: Option<Entry>) -> usize {
        let at = self.entries.binary_search_by(|entry| entry.by_key(&key));
        let same = match (at, &now) {
            (Ok(at), Some(now)) => *self.entries[at] == *now,
            (Err(_), None) => true,
            _ => false,
        };
        if same {
            return 0;
        }
        if let Ok(at) = at {
            let old = self.entries.remove(at);
            self.leave(&old);
        }
        if let Some(now) = now.map(Arc::new) {
            let (Ok(at) | Err(at)) = at;
            self.entries.insert(at, Arc::clone(&now));
            self.enter(&now);
        }
        1
    }

    fn leave(&mut self, entry: &Entry) {
        for group in &entry.groups {
            let Some(section) = self.sections.get_mut(group) else { continue };
            for list in [&mut section.all, &mut section.shown] {
                if let Ok(at) = list.binary_search_by(|other| other.place(entry)) {
                    list.remove(at);
                }
            }
            section.count(entry, group, -1);
            if section.all.is_empty() {
                self.sections.remove(group);
            }
        }
    }

    fn enter(&mut self, entry: &Arc<Entry>) {
        for group in &entry.groups {
            let section = self.sections.entry(group.clone()).or_default();
            if section.name.is_empty() {
                section.name = group.name().to_lowercase();
            }
            section.count(entry, group, 1);
            let insert = |list: &mut Vec<Arc<Entry>>| {
                let at = list.binary_search_by(|other| other.place(entry)).unwrap_or_else(|at| at);
                list.insert(at, Arc::clone(entry));
            };
            insert(&mut section.all);
            if is_shown(entry, &section.name, &self.listing, &self.words) {
                insert(&mut section.shown);
            }
        }
    }

    /// Another order, other groups folded, or another density.
    pub fn list(&mut self, listing: &Listing, state: &State) {
        let density = state.settings.look.density;
        if self.listing == *listing && self.density == density {
            return;
        }
        self.density = density;
        let sorted = self.listing.sort == listing.sort;
        self.listing = listing.clone();
        if sorted { self.choose() } else { self.rebuild(state) }
    }

    /// Leaves only what the words are found in; all when there are none.
    pub fn find(&mut self, words: &str) {
        self.words = words.split_whitespace().map(str::to_lowercase).collect();
        self.choose();
    }

    fn choose(&mut self) {
        for section in self.sections.values_mut() {
            let shown = section.all.iter().filter(|entry| is_shown(entry, &section.name, &self.listing, &self.words));
            section.shown = shown.cloned().collect();
        }
        self.measure();
    }

    fn measure(&mut self) {
        (self.len, self.height) = (0, 0.0);
        self.spans.clear();
        let entry_height = self.entry_height();
        for (group, section) in &self.sections {
            if section.shown.is_empty() && (!self.words.is_empty() || !self.listing.empty_groups) {
                continue;
            }
            let open = self.is_open(group);
            let entries = if open { section.shown.len() } else { 0 };
            self.spans.push(Span { group: group.clone(), first: self.len, top: self.height, entries });
            self.len += 1 + entries;
            self.height += self.metrics().group + entries as f32 * entry_height;
        }
    }

    /// What is found is seen whatever is folded.
    fn is_open(&self, group: &Group) -> bool {
        !self.words.is_empty() || !self.listing.folded.contains(&group.key())
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Nobody at all, whatever is hidden.
    pub fn is_nobody(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn height(&self) -> f32 {
        self.height
    }

    /// Two lines for each entry, else one.
    pub fn has_details(&self) -> bool {
        self.listing.details
    }

    pub fn metrics(&self) -> &'static Metrics {
        density::metrics(self.density)
    }

    pub fn entry_height(&self) -> f32 {
        if self.has_details() { self.metrics().entry } else { self.metrics().line }
    }

    pub fn height_of(&self, row: &Row) -> f32 {
        match row {
            Row::Group(_) => self.metrics().group,
            Row::Contact { .. } | Row::Other { .. } | Row::Room { .. } => self.entry_height(),
        }
    }

    pub fn heading(&self, group: &Group) -> Heading {
        let open = self.is_open(group);
        let Some(section) = self.sections.get(group) else { return Heading { online: 0, total: 0, open } };
        // Where there are only rooms they are what is counted.
        let (online, total) = if section.total == 0 { (section.all.len(), section.all.len()) } else { (section.online, section.total) };
        Heading { online, total, open }
    }

    /// The groups there are, in order.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.sections.keys()
    }

    /// Everybody in a group, shown or not.
    pub fn members(&self, group: &Group) -> Vec<Row> {
        self.sections.get(group).map_or_else(Vec::new, |section| section.all.iter().map(|entry| entry.row(group)).collect())
    }

    fn span(&self, index: usize) -> Option<&Span> {
        self.spans[..self.spans.partition_point(|span| span.first <= index)].last()
    }

    pub fn row(&self, index: usize) -> Option<Row> {
        let span = self.span(index)?;
        match index - span.first {
            0 => Some(Row::Group(span.group.clone())),
            after if after <= span.entries => Some(self.sections.get(&span.group)?.shown.get(after - 1)?.row(&span.group)),
            _ => None,
        }
    }

    /// Another row of the same buddy or room that can be seen.
    pub fn elsewhere(&self, row: &Row) -> Option<Row> {
        let (kind, account, jid) = match row {
            Row::Contact { account, jid, .. } => (Kind::Contact, account, jid),
            Row::Room { account, room, .. } => (Kind::Room, account, room),
            Row::Group(_) | Row::Other { .. } => return None,
        };
        let key = (kind, account, &jid.clone().into());
        let entry = &self.entries[self.entries.binary_search_by(|entry| entry.by_key(&key)).ok()?];
        entry.groups.iter().map(|group| entry.row(group)).find(|row| self.position(row).is_some())
    }

    pub fn position(&self, row: &Row) -> Option<usize> {
        let span = self.spans.binary_search_by(|span| span.group.cmp(row.group())).ok().map(|at| &self.spans[at])?;
        let (account, jid) = match row {
            Row::Group(_) => return Some(span.first),
            _ => row.conversation()?,
        };
        let kind = match row {
            Row::Room { .. } => Kind::Room,
            Row::Other { .. } => Kind::Other,
            Row::Contact { .. } | Row::Group(_) => Kind::Contact,
        };
        let key = (kind, &account, &jid);
        let entry = &self.entries[self.entries.binary_search_by(|entry| entry.by_key(&key)).ok()?];
        let at = self.sections.get(&span.group)?.shown.binary_search_by(|other| other.place(entry)).ok()?;
        (at < span.entries).then_some(span.first + 1 + at)
    }

    /// Where a row begins; the end for what comes after the last.
    pub fn top(&self, index: usize) -> f32 {
        match self.span(index) {
            Some(span) if index < self.len => match index - span.first {
                0 => span.top,
                after => span.top + self.metrics().group + (after - 1) as f32 * self.entry_height(),
            },
            _ => self.height,
        }
    }

    /// The row at a height, counted from the top of the list.
    pub fn at(&self, y: f32) -> Option<usize> {
        if y < 0.0 || y >= self.height {
            return None;
        }
        let span = self.spans[..self.spans.partition_point(|span| span.top <= y)].last()?;
        let within = y - span.top - self.metrics().group;
        Some(if within < 0.0 { span.first } else { (span.first + 1 + (within / self.entry_height()) as usize).min(self.len - 1) })
    }

    /// Which rows to draw, and the space before them.
    pub fn visible(&self, offset: f32, height: f32) -> (Range<usize>, f32) {
        let index = |y: f32| self.at(y.max(0.0)).unwrap_or(self.len);
        let first = index(offset).saturating_sub(OVERSCAN);
        let last = (index(offset + height) + 1 + OVERSCAN).min(self.len);
        (first..last.max(first), self.top(first))
    }
}

fn is_shown(entry: &Entry, group: &str, listing: &Listing, words: &[String]) -> bool {
    if words.is_empty() { listing.offline || entry.online || entry.unread } else { entry.matches(words, group) }
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
