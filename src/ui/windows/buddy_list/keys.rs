//! What keys mean in the buddy list.

use super::Message;
use super::selection::How;
use crate::ui::windows::Opening;
use iced::keyboard::{Key, Modifiers, key::Named};

/// The keys of the list while it has the focus.
pub fn list(key: &Key, modifiers: Modifiers) -> Option<Message> {
    let how = match (modifiers.shift(), modifiers.command()) {
        (true, _) => How::UpTo,
        (false, true) => How::Keep,
        (false, false) => How::Alone,
    };
    if modifiers.alt() {
        return None;
    }
    let by = match key {
        Key::Named(Named::ArrowDown) => 1,
        Key::Named(Named::ArrowUp) => -1,
        Key::Named(Named::PageDown) => 10,
        Key::Named(Named::PageUp) => -10,
        Key::Named(Named::Home) => isize::MIN,
        Key::Named(Named::End) => isize::MAX,
        Key::Named(Named::Space) if modifiers == Modifiers::COMMAND => return Some(Message::Toggled),
        _ if !modifiers.is_empty() => return None,
        Key::Named(Named::ArrowLeft) => return Some(Message::FoldWanted(true)),
        Key::Named(Named::ArrowRight) => return Some(Message::FoldWanted(false)),
        Key::Named(Named::Enter | Named::Space) => return Some(Message::Entered),
        Key::Named(Named::Delete) => return Some(Message::RemoveWanted),
        Key::Named(Named::F2) => return Some(Message::RenameWanted),
        _ => return None,
    };
    Some(Message::Moved(by, how))
}

/// The keys of the field for finding that it has no use for itself.
pub fn find(key: &Key, _: Modifiers) -> Option<Message> {
    let by = match key {
        Key::Named(Named::ArrowDown) => 1,
        Key::Named(Named::ArrowUp) => -1,
        Key::Named(Named::PageDown) => 10,
        Key::Named(Named::PageUp) => -10,
        _ => return None,
    };
    Some(Message::Moved(by, How::Alone))
}

/// The shortcuts of the window, as its menus show them.
pub fn shortcut(key: &Key, modifiers: Modifiers) -> Option<Message> {
    if *key == Key::Named(Named::F1) && modifiers.is_empty() {
        return Some(Message::Opened(Box::new(Opening::Shortcuts)));
    }
    let Key::Character(letter) = key else { return None };
    if !modifiers.command() || modifiers.alt() {
        return None;
    }
    let opening = match letter.to_lowercase().as_str() {
        "m" => Opening::NewMessage,
        "j" => Opening::JoinRoom { again: None },
        "h" => Opening::History(None),
        "b" => Opening::AddBuddy { account: None, jid: None, name: None, group: None },
        "a" => Opening::Accounts,
        "p" => Opening::Preferences,
        "i" => return Some(Message::InfoWanted),
        "f" => return Some(Message::Typed(String::new())),
        "t" if modifiers.shift() => return Some(Message::Reopened),
        "q" => return Some(Message::QuitAsked),
        _ => return None,
    };
    Some(Message::Opened(Box::new(opening)))
}

/// A letter that nothing else wants: it is the beginning of a name that is looked for.
pub fn typed(key: &Key, modifiers: Modifiers) -> Option<Message> {
    match key {
        Key::Character(letter) if !modifiers.command() && !modifiers.alt() && !modifiers.logo() => Some(Message::Typed(letter.to_string())),
        _ => None,
    }
}
