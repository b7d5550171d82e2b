//! What goes over an account's stream, for those who look: the XML console.

use jiff::Timestamp;

/// One element of the stream, in or out, without the secrets that were in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    pub way: Way,
    pub time: Timestamp,
    pub kind: Kind,
    /// A line for each element, indented.
    pub xml: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    Received,
    Sent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Message,
    Presence,
    Iq,
    /// Acknowledgements and the like.
    Stream,
}
