//! Which window is what an opening asks for: of several chat windows the one that has the conversation, else the one that takes it.

use super::App;
use crate::model::Placement;
use crate::ui::windows::chat::{Key, Subject};
use crate::ui::windows::{Opening, Window};
use iced::window;

impl App {
    pub(super) fn there(&self, opening: &Opening) -> Option<window::Id> {
        match opening {
            Opening::Conversation { account, jid } | Opening::Message { account, jid, .. } => {
                self.chat_for(&Key::new(account.clone(), jid.clone()))
            }
            _ => self.windows().find(|(_, window)| window.is(opening)).map(|(id, _)| id),
        }
    }

    fn chat_for(&self, key: &Key) -> Option<window::Id> {
        let chats = || self.windows().filter_map(|(id, window)| if let Window::Chat(chat) = window { Some((id, chat)) } else { None });
        let holder = chats().find(|(_, chat)| chat.has(key));
        let is_room = |key: &Key| key.subject(&self.state) != Subject::Person;
        let taker = match self.state.settings.conversing.placement {
            Placement::Together => chats().next(),
            Placement::ByKind => chats().find(|(_, chat)| chat.keys().next().is_none_or(|first| is_room(first) == is_room(key))),
            Placement::Apart => None,
        };
        holder.or(taker).map(|(id, _)| id)
    }
}
