//! How conversations open, and what sends a message.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Conversing {
    pub placement: Placement,
    pub send_key: SendKey,
    pub comings: Comings,
}

/// Where a new conversation goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// A tab of the chat window.
    #[default]
    Together,
    /// People in one window, rooms in another.
    ByKind,
    /// A window for each.
    Apart,
}

impl Placement {
    pub const ALL: [Self; 3] = [Self::Together, Self::ByKind, Self::Apart];
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendKey {
    /// Enter sends, Shift+Enter breaks the line.
    #[default]
    Enter,
    /// Ctrl+Enter sends, Enter breaks the line.
    CtrlEnter,
}

impl SendKey {
    pub const ALL: [Self; 2] = [Self::Enter, Self::CtrlEnter];
}

/// What is shown of those who come into a room and go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comings {
    /// All that come and go between two messages are one line.
    #[default]
    Folded,
    /// A line for each.
    Each,
    Hidden,
}

impl Comings {
    pub const ALL: [Self; 3] = [Self::Folded, Self::Each, Self::Hidden];
}
