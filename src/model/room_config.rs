//! How a room is to be (XEP-0045 §10), and what a room that is not ours tells of itself.

use super::discovery::Item;
use super::{Affiliation, PictureId, RoomDetails, RoomOptions, Secret, Whispering};
use jid::BareJid;
use std::collections::BTreeMap;

/// One of the five choices of the university's guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum RoomChoice {
    Persistent,
    Public,
    MembersOnly,
    PasswordProtected,
    Moderated,
}

impl RoomChoice {
    /// In the order of the guide.
    pub const ALL: [Self; 5] = [Self::Persistent, Self::Public, Self::MembersOnly, Self::PasswordProtected, Self::Moderated];

    /// As the remote control calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Persistent => "persistent",
            Self::Public => "public",
            Self::MembersOnly => "members_only",
            Self::PasswordProtected => "password_protected",
            Self::Moderated => "moderated",
        }
    }
}

impl RoomOptions {
    pub fn get(&self, choice: RoomChoice) -> Option<bool> {
        match choice {
            RoomChoice::Persistent => self.persistent,
            RoomChoice::Public => self.public,
            RoomChoice::MembersOnly => self.members_only,
            RoomChoice::PasswordProtected => self.password_protected,
            RoomChoice::Moderated => self.moderated,
        }
    }

    pub fn set(&mut self, choice: RoomChoice, on: Option<bool>) {
        let field = match choice {
            RoomChoice::Persistent => &mut self.persistent,
            RoomChoice::Public => &mut self.public,
            RoomChoice::MembersOnly => &mut self.members_only,
            RoomChoice::PasswordProtected => &mut self.password_protected,
            RoomChoice::Moderated => &mut self.moderated,
        };
        *field = on;
    }
}

/// What somebody wants of a room. What is `None`, or not named, stays as the server has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomWishes {
    pub name: Option<String>,
    pub options: RoomOptions,
    pub details: RoomDetails,
    /// Needed where a room is to ask for one that asks for none yet.
    pub password: Option<Secret>,
    /// Any other field of the server's form (`muc#roomconfig_…`), by its name.
    pub fields: BTreeMap<String, Vec<String>>,
}

/// What a room tells to those who are not in it (XEP-0045 §6.4, XEP-0128).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomInfo {
    pub room: BareJid,
    pub name: Option<String>,
    pub description: Option<String>,
    pub subject: Option<String>,
    /// How many are in it.
    pub occupants: Option<u32>,
    /// A language tag.
    pub language: Option<String>,
    pub options: RoomOptions,
    /// Who may write to somebody alone, where it tells that.
    pub private_messages: Option<Whispering>,
    pub picture: Option<PictureId>,
}

impl RoomInfo {
    /// Of a room that has told nothing.
    pub fn unknown(room: BareJid, name: Option<String>) -> Self {
        let options = RoomOptions::default();
        Self {
            room,
            name,
            description: None,
            subject: None,
            occupants: None,
            language: None,
            options,
            private_messages: None,
            picture: None,
        }
    }
}

/// A page of what a directory has found (XEP-0433).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub rooms: Vec<RoomInfo>,
    /// Where the next page begins; `None` when this was the last.
    pub next: Option<String>,
}

/// The rooms that a service lists as its own, each once. What it says of other places is not its word, and nobody there is asked.
pub fn rooms_of(service: &BareJid, items: Vec<Item>) -> Vec<RoomInfo> {
    let theirs = |item: &Item| item.jid.node().is_some() && item.jid.domain() == service.domain();
    let rooms = items.into_iter().filter(theirs).map(|item| (item.jid.to_bare(), item.name));
    rooms.collect::<BTreeMap<_, _>>().into_iter().map(|(room, name)| RoomInfo::unknown(room, name)).collect()
}

/// Somebody on a list of a room (XEP-0045 §9.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliated {
    pub jid: BareJid,
    pub affiliation: Affiliation,
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_lists_its_own_rooms_and_each_of_them_once() {
        let item = |jid: &str| Item { jid: jid.parse().unwrap(), node: None, name: None };
        let items = ["tea@rooms.lit", "rooms.lit", "victim@elsewhere.lit", "tea@rooms.lit/nick", "garden@rooms.lit"].map(item);
        let rooms = rooms_of(&"rooms.lit".parse().unwrap(), items.into());
        let rooms: Vec<_> = rooms.iter().map(|info| info.room.as_str()).collect();
        assert_eq!(rooms, ["garden@rooms.lit", "tea@rooms.lit"]);
    }
}
