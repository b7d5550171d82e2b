//! Conversations that begin outside the windows: somebody wrote, or a link was opened.

use super::{App, Message};
use crate::desktop::link;
use crate::model::uri::{UriAction, XmppUri};
use crate::model::{BareJid, Direction, Event, Kind};
use crate::ui::text::Link;
use crate::ui::windows::{Opening, Window, chat, talk};
use iced::Task;

impl App {
    /// Messages of people that nobody looks at get a tab behind the others, or a chat window when there is none.
    pub(super) fn knock(&mut self, events: &[Event]) -> Task<Message> {
        let mut tasks = Vec::new();
        for event in events {
            let Event::Message(message) = event else { continue };
            if message.direction != Direction::In || message.kind != Kind::Chat {
                continue;
            }
            let key = chat::Key::new(message.account.clone(), message.conversation.clone());
            let unread = self.state.conversations.get(&key.pair()).is_some_and(|conversation| conversation.unread > 0);
            if !unread {
                continue;
            }
            let opening = Opening::Conversation { account: key.account.clone(), jid: key.conversation.clone() };
            let there = self.there(&opening);
            match there.and_then(|id| Some((id, self.windows.get_mut(&id)?))) {
                Some((id, Window::Chat(window))) => {
                    let action = talk::chat(window.open_behind(&key, &self.state));
                    tasks.push(self.act(id, action));
                }
                _ => tasks.push(self.open_behind(&opening)),
            }
        }
        Task::batch(tasks)
    }

    /// A link whose address the user has seen: ours stay here, the others go to the system.
    pub(super) fn open_link(&mut self, link: &Link) -> Task<Message> {
        if let Some(link::Link::Xmpp(uri)) = link::Link::parse(link.as_str()) {
            return self.open_uri(&uri);
        }
        // Starting a program can take long: not on the windows' thread. When there is none for it, nothing happens.
        let link = link.clone();
        Task::future(async move { tokio::task::spawn_blocking(move || link::open_outside(link.as_str())).await }).discard()
    }

    /// A link only fills in a form or shows a conversation: nothing is sent or joined without the user.
    pub(super) fn open_uri(&mut self, uri: &XmppUri) -> Task<Message> {
        let Some(account) =
            uri.account.clone().filter(|account| self.state.accounts.contains_key(account)).or_else(|| self.usual_account())
        else {
            return self.show();
        };
        let bare = uri.jid.to_bare();
        let opening = match &uri.action {
            UriAction::Join { .. } => Opening::JoinRoom { again: Some((account, bare)) },
            UriAction::Roster { name, .. } => {
                Opening::AddBuddy { account: Some(account), jid: Some(bare), name: name.clone(), group: None }
            }
            UriAction::None | UriAction::Message { .. } => Opening::Conversation { account, jid: bare.into() },
        };
        let task = self.open(&opening);
        if let Some(window) = self.newest.and_then(|id| self.windows.get_mut(&id)) {
            window.fill_in(&uri.action);
        }
        task
    }

    fn usual_account(&self) -> Option<BareJid> {
        let enabled = self.state.accounts.values().find(|account| account.config.enabled);
        enabled.or(self.state.accounts.values().next()).map(|account| account.jid().clone())
    }
}
