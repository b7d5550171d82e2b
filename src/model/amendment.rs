//! What is said later about a message, and changes how it is shown.

use super::message::Changing;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amendment {
    /// Other words in the place of those that were written (XEP-0308).
    Correction(String),
    /// It is taken back (XEP-0424).
    Retraction,
    /// All that somebody feels about it from now on (XEP-0444); empty when the last was taken back.
    Reactions(BTreeSet<String>),
}

impl Amendment {
    pub fn changes(&self) -> Changing {
        match self {
            Self::Correction(_) => Changing::Words,
            Self::Retraction => Changing::Existence,
            Self::Reactions(_) => Changing::Reactions,
        }
    }
}
