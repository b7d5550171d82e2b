//! What the keys of a chat window mean, when no widget wanted them.

use super::{Chat, Message, Turn};
use iced::keyboard::{Key as Pressed, Modifiers, key::Named};

impl Chat {
    pub fn key(key: &Pressed, modifiers: Modifiers) -> Option<Message> {
        if *key == Pressed::Named(Named::Escape) && modifiers.is_empty() {
            return Some(Message::IntentDropped);
        }
        if *key == Pressed::Named(Named::F1) && modifiers.is_empty() {
            return Some(Message::ShortcutsPressed);
        }
        if !modifiers.control() || modifiers.alt() {
            return None;
        }
        let turn = match key.as_ref() {
            Pressed::Named(Named::Tab) if modifiers.shift() => Turn::Previous,
            Pressed::Named(Named::PageUp) if modifiers.shift() => Turn::Back,
            Pressed::Named(Named::PageDown) if modifiers.shift() => Turn::On,
            Pressed::Named(Named::Tab | Named::PageDown) => Turn::Next,
            Pressed::Named(Named::PageUp) => Turn::Previous,
            Pressed::Character("m") => return Some(Message::NewMessagePressed),
            Pressed::Character("h") => return Some(Message::HistoryPressed),
            Pressed::Character("f") => return Some(Message::FindPressed),
            Pressed::Character("j") => return Some(Message::JoinRoomPressed),
            Pressed::Character("i") => return Some(Message::InfoPressed),
            Pressed::Character("q") => return Some(Message::QuitPressed),
            Pressed::Character("w") => Turn::Close,
            Pressed::Character("t" | "T") if modifiers.shift() => Turn::Reopen,
            Pressed::Character(digit) => Turn::To(digit.parse::<usize>().ok()?.checked_sub(1)?),
            _ => return None,
        };
        Some(Message::TabsTurned(turn))
    }
}
