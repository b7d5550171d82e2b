//! Menus: one implementation for the menu bar, drop-downs and context menus, by mouse and by keyboard.
//!
//! Access keys (Alt and the underlined letter), F10, arrows, Home, End, Enter, Space, letters and Esc do what they do everywhere.

mod bar;
mod panel;

pub use bar::{Menus, bar, context, drop_down};

use super::access::Label;
use crate::model::presence::Show;

/// One line of a menu.
#[derive(Debug, Clone)]
pub enum Item<Message> {
    Entry(Entry<Message>),
    Separator,
}

/// A line that can be chosen, or opens further ones.
#[derive(Debug, Clone)]
pub struct Entry<Message> {
    label: Label,
    shortcut: String,
    checked: Option<bool>,
    dot: Option<Show>,
    message: Option<Message>,
    children: Vec<Item<Message>>,
}

#[cfg(test)]
impl<Message> Item<Message> {
    /// Its letter, for tests of whole menus.
    pub fn letter(&self) -> Option<char> {
        match self {
            Self::Entry(entry) => entry.label.key(),
            Self::Separator => None,
        }
    }
}

impl<Message> Entry<Message> {
    /// Its shortcut, as it is shown; the window handles the key.
    pub fn shortcut(mut self, shortcut: impl Into<String>) -> Self {
        self.shortcut = shortcut.into();
        self
    }

    /// Shows a tick, or the place for one.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// Shows a presence dot.
    pub fn dot(mut self, show: Show) -> Self {
        self.dot = Some(show);
        self
    }

    fn is_enabled(&self) -> bool {
        self.message.is_some() || !self.children.is_empty()
    }
}

impl<Message> From<Entry<Message>> for Item<Message> {
    fn from(entry: Entry<Message>) -> Self {
        Self::Entry(entry)
    }
}

/// A line; `label` may mark an access key (`_Quit`). Without a message it is disabled.
pub fn entry<Message>(label: &str, message: impl Into<Option<Message>>) -> Entry<Message> {
    named(Label::read(label), message)
}

/// A line named by data: nothing in it marks an access key.
pub fn plain<Message>(label: impl Into<String>, message: impl Into<Option<Message>>) -> Entry<Message> {
    named(Label::plain(label), message)
}

fn named<Message>(label: Label, message: impl Into<Option<Message>>) -> Entry<Message> {
    Entry { label, shortcut: String::new(), checked: None, dot: None, message: message.into(), children: Vec::new() }
}

/// A line that opens further ones beside it.
pub fn submenu<Message>(label: &str, children: Vec<Item<Message>>) -> Entry<Message> {
    Entry { children, ..named(Label::read(label), None) }
}

/// The same, named by data.
pub fn plain_submenu<Message>(label: impl Into<String>, children: Vec<Item<Message>>) -> Entry<Message> {
    Entry { children, ..named(Label::plain(label), None) }
}

/// A line between groups.
pub fn separator<Message>() -> Item<Message> {
    Item::Separator
}
