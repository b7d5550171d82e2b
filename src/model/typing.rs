//! Whether somebody is writing (XEP-0085).

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Typing {
    #[default]
    Not,
    Composing,
    /// Began, and rests.
    Paused,
    /// Closed the conversation.
    Gone,
}
