//! What the log shows: day lines and messages, as values that know whether they changed.

use crate::model::{MessageId, PictureId};
use crate::ui::text::Body;
use jiff::civil::Date;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// A row's identity, the same when rows come and go around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    Message(MessageId),
    Day(Date),
    /// The line above what has not been looked at.
    New,
    /// What happened between messages, by a number that is not used again.
    Notice(u64),
    /// Older messages are on their way.
    Older,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub key: Key,
    pub content: Content,
    revision: u64,
}

#[derive(Debug, Clone, Hash)]
pub enum Content {
    Divider { label: String, tone: Tone },
    Line(Box<Line>),
    Notice(Notice),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    Quiet,
    Alarming,
}

/// What happened beside what was said, in words.
#[derive(Debug, Clone, Hash)]
pub struct Notice {
    pub text: String,
    pub time: String,
    /// Said by a screen reader when it comes.
    pub announced: bool,
}

/// A message.
#[derive(Debug, Clone, Hash)]
pub struct Line {
    pub sender: String,
    /// What the sender's colour is made from (XEP-0392): the address, or the nickname in a room.
    pub seed: String,
    /// Drawn in the avatar.
    pub initials: String,
    /// What they look like, drawn instead.
    pub picture: Option<PictureId>,
    pub time: String,
    /// The first of a run: drawn with avatar, name and time.
    pub head: bool,
    pub own: bool,
    /// It names us.
    pub mention: bool,
    /// What it answers, above the body.
    pub quote: Option<Quote>,
    pub body: Arc<Body>,
    /// The body only says that there is none any more.
    pub gone: bool,
    /// How far an own message has come, in words; drawn when `shows_state`.
    pub state: Option<String>,
    pub shows_state: bool,
    /// What there is to know about it, below the body.
    pub note: Option<Note>,
    /// Reactions, below everything.
    pub chips: Vec<Chip>,
}

/// The beginning of another message, in one line. A click goes there where it is here.
#[derive(Debug, Clone, Hash)]
pub struct Quote {
    pub text: String,
    pub to: Option<MessageId>,
}

/// A reaction with how many have it. A click takes part, or no longer.
#[derive(Debug, Clone, Hash)]
pub struct Chip {
    pub emoji: String,
    pub count: usize,
    /// We are among them.
    pub ours: bool,
    pub names: String,
}

#[derive(Debug, Clone, Hash)]
pub struct Note {
    pub text: String,
    pub tone: Tone,
    /// The words of what can be done: a click on them takes the offer.
    pub offer: Option<String>,
}

impl Row {
    pub fn new(key: Key, content: Content) -> Self {
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        Self { key, content, revision: hasher.finish() }
    }

    /// Differs when anything that is drawn differs.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    pub fn line(&self) -> Option<&Line> {
        match &self.content {
            Content::Line(line) => Some(line),
            Content::Divider { .. } | Content::Notice(_) => None,
        }
    }

    /// The text a selection can hold.
    pub fn text(&self) -> &str {
        self.line().map_or("", |line| line.body.text())
    }
}

#[cfg(test)]
pub mod samples {
    use super::*;

    pub fn line(id: i64, text: &str) -> Row {
        let line = Line {
            sender: "Clara Weber".into(),
            seed: "clara@jabber.example".into(),
            initials: "CW".into(),
            picture: None,
            time: "18:41".into(),
            head: true,
            own: false,
            mention: false,
            quote: None,
            body: Arc::new(Body::new(text)),
            gone: false,
            state: None,
            shows_state: false,
            note: None,
            chips: Vec::new(),
        };
        Row::new(Key::Message(MessageId(id)), Content::Line(Box::new(line)))
    }
}
