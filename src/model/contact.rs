//! A buddy: an entry of the server's roster (RFC 6121 §2) and who is there of it.

use super::presence::Show;
use jid::BareJid;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Subscription {
    #[default]
    None,
    /// We see them.
    To,
    /// They see us.
    From,
    Both,
}

impl Subscription {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::To => "to",
            Self::From => "from",
            Self::Both => "both",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::None, Self::To, Self::From, Self::Both].into_iter().find(|subscription| subscription.as_str() == word)
    }

    /// We may see their presence.
    pub fn sees(self) -> bool {
        matches!(self, Self::To | Self::Both)
    }

    /// They may see our presence.
    pub fn shows(self) -> bool {
        matches!(self, Self::From | Self::Both)
    }
}

/// What the server keeps of a buddy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterItem {
    pub jid: BareJid,
    pub name: Option<String>,
    pub groups: Vec<String>,
    pub subscription: Subscription,
    /// We have asked and have no answer yet.
    pub ask: bool,
}

/// A buddy as windows and the remote control show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub account: BareJid,
    pub item: RosterItem,
    /// The most available resource's.
    pub show: Show,
    pub status: Option<String>,
    /// The resources that are there, the most available first.
    pub resources: Vec<String>,
}

impl Contact {
    /// The alias, else the address.
    pub fn display_name(&self) -> &str {
        self.item.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(self.item.jid.as_str())
    }
}
