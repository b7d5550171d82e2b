//! A room (XEP-0045) and who is in it.

use super::presence::Show;
use super::problem::Problem;
use super::room_details::Whispering;
use jid::{BareJid, Jid};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Affiliation {
    Outcast,
    #[default]
    None,
    Member,
    Admin,
    Owner,
}

impl Affiliation {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outcast => "outcast",
            Self::None => "none",
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::Outcast, Self::None, Self::Member, Self::Admin, Self::Owner].into_iter().find(|affiliation| affiliation.as_str() == word)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    #[default]
    None,
    Visitor,
    Participant,
    Moderator,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Visitor => "visitor",
            Self::Participant => "participant",
            Self::Moderator => "moderator",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::None, Self::Visitor, Self::Participant, Self::Moderator].into_iter().find(|role| role.as_str() == word)
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum RoomState {
    #[default]
    Left,
    Joining,
    Joined,
    Failed(Problem),
}

impl RoomState {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Joining => "joining",
            Self::Joined => "joined",
            Self::Failed(_) => "failed",
        }
    }
}

/// The five choices of the university's guide, as far as the room has told them (XEP-0045 §6.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomOptions {
    pub persistent: Option<bool>,
    pub public: Option<bool>,
    pub members_only: Option<bool>,
    pub password_protected: Option<bool>,
    pub moderated: Option<bool>,
}

/// What of a room calls for attention (XEP-0492).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Notify {
    Always,
    #[default]
    OnMention,
    Never,
}

impl Notify {
    pub const ALL: [Self; 3] = [Self::Always, Self::OnMention, Self::Never];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::OnMention => "on-mention",
            Self::Never => "never",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notify| notify.as_str() == word)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    pub account: BareJid,
    pub room: BareJid,
    pub name: Option<String>,
    /// What the user calls it instead.
    pub alias: Option<String>,
    /// Of the list; `None` is the one of all rooms.
    pub group: Option<String>,
    pub nick: String,
    pub state: RoomState,
    pub autojoin: bool,
    pub notify: Notify,
    pub subject: Option<String>,
    /// How many are in it.
    pub occupants: u32,
    /// Our own.
    pub affiliation: Affiliation,
    pub role: Role,
    pub options: RoomOptions,
    /// Where to go instead, of a room that was destroyed.
    pub successor: Option<BareJid>,
    /// Visitors who ask us, who moderate the room, to let them speak.
    pub asking: Vec<String>,
    /// Moderators can take back what others said.
    pub moderates: bool,
    /// It has a profile of its own (XEP-0486 §3.1).
    pub has_profile: bool,
    /// Who may write to somebody alone, where the room tells that.
    pub private_messages: Option<Whispering>,
}

impl Room {
    pub fn new(account: BareJid, room: BareJid, nick: String) -> Self {
        Self {
            account,
            room,
            name: None,
            alias: None,
            group: None,
            nick,
            state: RoomState::Left,
            autojoin: false,
            notify: Notify::default(),
            subject: None,
            occupants: 0,
            affiliation: Affiliation::None,
            role: Role::None,
            options: RoomOptions::default(),
            successor: None,
            asking: Vec::new(),
            moderates: false,
            has_profile: false,
            private_messages: None,
        }
    }

    /// Whether we may write to somebody in it alone, as far as it tells.
    pub fn may_whisper(&self) -> bool {
        match self.private_messages {
            None | Some(Whispering::Everybody) => true,
            Some(Whispering::Participants) => matches!(self.role, Role::Moderator | Role::Participant),
            Some(Whispering::Moderators) => self.role == Role::Moderator,
            Some(Whispering::Nobody) => false,
        }
    }

    /// The room's name, else the part before the @.
    pub fn display_name(&self) -> &str {
        let local = || self.room.as_str().split('@').next().unwrap_or_default();
        let named = [&self.alias, &self.name].into_iter().flatten();
        named.map(String::as_str).find(|name| !name.trim().is_empty()).unwrap_or_else(local)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupant {
    /// Both shared: a room has thousands of people.
    pub account: Arc<BareJid>,
    pub room: Arc<BareJid>,
    pub nick: String,
    /// Where the room tells it.
    pub jid: Option<Jid>,
    pub affiliation: Affiliation,
    pub role: Role,
    pub show: Show,
    pub status: Option<String>,
    /// What the room calls him beside his role (XEP-0317).
    pub hats: Vec<String>,
    /// Whose name his looks like (UTS 39).
    pub resembles: Option<String>,
}
