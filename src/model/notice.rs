//! What happens in a room beside what is said (XEP-0045 §7 to §10): who comes and goes, what somebody may do now, what the room is now.

use super::room::{Affiliation, Role, RoomOptions};
use jid::BareJid;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub account: BareJid,
    pub room: BareJid,
    pub time: Timestamp,
    /// It happened to us, or we did it: by the name we bore then.
    pub ours: bool,
    pub what: Happening,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happening {
    /// We are in, and the room says this of itself on the way.
    Entered {
        facts: Vec<Fact>,
    },
    Came {
        nick: String,
    },
    /// With the words somebody left behind.
    Left {
        nick: String,
        words: Option<String>,
    },
    Renamed {
        from: String,
        to: String,
    },
    /// Somebody else was put out.
    PutOut {
        nick: String,
        why: PutOut,
        by: Option<String>,
        reason: Option<String>,
    },
    /// What somebody is to the room. The role that comes with it is not told by itself.
    Affiliated {
        nick: String,
        was: Affiliation,
        now: Affiliation,
        by: Option<String>,
        reason: Option<String>,
    },
    /// What somebody may do in it.
    Role {
        nick: String,
        was: Role,
        now: Role,
        by: Option<String>,
        reason: Option<String>,
    },
    /// Empty words: there is none any more.
    Subject {
        by: Option<String>,
        words: String,
    },
    /// Somebody whom we asked in does not come.
    Declined {
        who: String,
        reason: Option<String>,
    },
    /// What the room is now; nothing where it says only that it has changed.
    Changed {
        facts: Vec<Fact>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PutOut {
    Kicked,
    Banned,
    /// No member any more, of a room for members.
    NoMember,
}

/// One thing that a room is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    Name(Option<String>),
    Persistent(bool),
    Public(bool),
    MembersOnly(bool),
    PasswordProtected(bool),
    Moderated(bool),
    /// To everybody in it.
    AddressesShown(bool),
    /// Where others may read it.
    Logged(bool),
}

impl Happening {
    /// Whether it is about whoever bears this nickname, or was done by him.
    pub fn concerns(&self, own: &str) -> bool {
        match self {
            Self::Renamed { to: nick, .. }
            | Self::PutOut { nick, .. }
            | Self::Affiliated { nick, .. }
            | Self::Role { nick, .. }
            | Self::Subject { by: Some(nick), .. } => nick == own,
            Self::Entered { .. } | Self::Came { .. } | Self::Left { .. } | Self::Declined { .. } | Self::Changed { .. } => false,
            Self::Subject { by: None, .. } => false,
        }
    }

    /// Whether it is kept with what was said. Comings and goings are of the moment.
    pub fn is_kept(&self) -> bool {
        !matches!(self, Self::Entered { .. } | Self::Came { .. } | Self::Left { .. })
    }
}

impl Fact {
    /// What a room tells now in another way than before. What it did not tell before is no news.
    pub fn news(before: &RoomOptions, now: &RoomOptions) -> impl Iterator<Item = Self> + use<> {
        let news = |before: Option<bool>, now: Option<bool>, fact: fn(bool) -> Self| match (before, now) {
            (Some(before), Some(now)) if before != now => Some(fact(now)),
            _ => None,
        };
        [
            news(before.persistent, now.persistent, Self::Persistent),
            news(before.public, now.public, Self::Public),
            news(before.members_only, now.members_only, Self::MembersOnly),
            news(before.password_protected, now.password_protected, Self::PasswordProtected),
            news(before.moderated, now.moderated, Self::Moderated),
        ]
        .into_iter()
        .flatten()
    }
}
