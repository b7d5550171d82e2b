//! How the buddy list is shown: its order, what it leaves out, which groups are folded.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What buddies are sorted by within their group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Who can be talked to comes first.
    #[default]
    Status,
    Name,
    /// Whom we talked with last comes first.
    LastTalk,
}

impl Sort {
    pub const ALL: [Self; 3] = [Self::Status, Self::Name, Self::LastTalk];
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub sort: Sort,
    /// Buddies who are not there are shown, too.
    pub offline: bool,
    /// Groups in which nobody is shown have their heading nevertheless.
    pub empty_groups: bool,
    /// Two lines and a picture for each buddy; else one line.
    pub details: bool,
    /// The keys of the groups that are folded.
    pub folded: BTreeSet<String>,
}

impl Default for Listing {
    fn default() -> Self {
        Self { sort: Sort::default(), offline: true, empty_groups: false, details: true, folded: BTreeSet::new() }
    }
}
