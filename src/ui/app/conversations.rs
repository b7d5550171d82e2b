//! Conversations that begin outside the windows: somebody wrote, or a link was opened.

use super::{App, Message};
use crate::desktop::link;
use crate::model::uri::{UriAction, XmppUri};
use crate::model::{BareJid, Direction, Event, Kind};
use crate::ui::text::Link;
use crate::ui::windows::{Opening, Window, chat, talk};
use iced::time::{Duration, Instant};
use iced::{Task, window};

/// So long after a window opened by itself the focus it gets is the desktop's doing.
const SETTLING: Duration = Duration::from_secs(2);

/// A window that nobody asked for.
#[derive(Debug)]
pub(super) struct Unasked {
    /// Who had the focus.
    before: Option<window::Id>,
    /// When it was on the screen.
    came: Option<Instant>,
}

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
            let there = self.windows.iter_mut().find(|(_, window)| window.is(&opening)).map(|(id, window)| (*id, window));
            match there {
                Some((id, Window::Chat(window))) => {
                    let action = talk::chat(window.open_behind(&key, &self.state));
                    tasks.push(self.act(id, action));
                }
                _ => tasks.push(self.open_behind(&opening)),
            }
        }
        Task::batch(tasks)
    }

    /// Opens a window that nobody asked for: whoever had the focus gets it back.
    fn open_behind(&mut self, opening: &Opening) -> Task<Message> {
        let (before, newest) = (self.focused, self.newest);
        let task = self.open(opening);
        self.newest = newest;
        let opened = self.windows().find(|(_, window)| window.is(opening)).map(|(id, _)| id);
        if let Some(id) = opened {
            self.unasked.insert(id, Unasked { before, came: None });
        }
        task
    }

    /// A window is there: in front, unless it opened by itself.
    pub(super) fn came(&mut self, id: window::Id) -> Task<Message> {
        let Some(unasked) = self.unasked.get_mut(&id) else {
            // Of several that open at once only the last one takes the keyboard, else it would wander while somebody types.
            return if self.newest == Some(id) { self.bring_to_front(id) } else { Task::none() };
        };
        unasked.came = Some(Instant::now());
        let before = unasked.before.filter(|before| self.windows.contains_key(before));
        let attention = window::request_user_attention(id, Some(window::UserAttention::Informational));
        match before {
            Some(before) => attention.chain(window::gain_focus(before)),
            None => attention,
        }
    }

    /// Whether the user came to a window that has just got the focus. What opens by itself may be given it by the desktop.
    pub(super) fn is_visit(&mut self, id: window::Id) -> bool {
        let given = |unasked: &Unasked| unasked.came.is_none_or(|came| came.elapsed() < SETTLING);
        if self.unasked.get(&id).is_some_and(given) {
            return false;
        }
        self.unasked.remove(&id);
        true
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
            UriAction::Roster { name, .. } => Opening::AddBuddy { account: Some(account), jid: Some(bare), name: name.clone() },
            UriAction::None | UriAction::Message { .. } => Opening::Conversation { account, jid: bare.into() },
        };
        let before: Vec<_> = self.windows.keys().copied().collect();
        let task = self.open(&opening);
        let opened = self.windows.iter_mut().find(|(id, window)| !before.contains(id) || window.is(&opening));
        if let Some((_, window)) = opened {
            window.fill_in(&uri.action);
        }
        task
    }

    fn usual_account(&self) -> Option<BareJid> {
        let enabled = self.state.accounts.values().find(|account| account.config.enabled);
        enabled.or(self.state.accounts.values().next()).map(|account| account.jid().clone())
    }
}
