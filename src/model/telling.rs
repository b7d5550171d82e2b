//! What others are told of us without our writing a word. Strangers are told nothing of it, whatever is set.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    /// That a message has arrived (XEP-0184).
    pub arrival: bool,
    /// How far we have read (XEP-0333).
    pub reading: bool,
    /// That we are writing (XEP-0085).
    pub typing: bool,
}

impl Default for Telling {
    fn default() -> Self {
        Self { arrival: true, reading: true, typing: true }
    }
}
