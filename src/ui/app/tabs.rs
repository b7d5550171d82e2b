//! Conversations that go from one chat window to another, or into one of their own.

use super::{App, Message};
use crate::ui::windows::chat::{Chat, Destination, Key};
use crate::ui::windows::{Opening, Window, talk};
use iced::{Point, Rectangle, Size, Task, window};

/// Where the pointer holds the new window: on its tab.
const GRIP: Point = Point::new(64.0, 24.0);

/// A tab that was let go somewhere on the screen, and where the chat windows are, each with its place where the system tells.
#[derive(Debug, Clone)]
pub struct Drop {
    from: window::Id,
    key: Key,
    at: Point,
    places: Vec<(window::Id, Option<Point>, Size)>,
}

impl App {
    pub(super) fn move_tab(&mut self, from: window::Id, key: Key, destination: Destination) -> Task<Message> {
        match destination {
            Destination::NewWindow => self.tear_off(from, &key, None),
            Destination::OtherWindow => {
                let other = self.chats().find(|id| *id != from);
                other.map_or(Task::none(), |other| self.merge(from, &key, other))
            }
            Destination::At(at) => {
                let place = |id| window::position(id).then(move |corner| window::size(id).map(move |size| (id, corner, size)));
                let places = Task::batch(self.chats().map(place).collect::<Vec<_>>()).collect();
                places.map(move |places| Message::Dropped(Drop { from, key: key.clone(), at, places }))
            }
        }
    }

    /// What lies under the pointer takes the tab: another chat window, else the desktop.
    pub(super) fn dropped(&mut self, drop: &Drop) -> Task<Message> {
        // Windows stand on the screen unzoomed; what is inside is counted zoomed.
        let zoom = self.state.settings.zoom.factor();
        let own = drop.places.iter().find(|(id, ..)| *id == drop.from);
        let Some(corner) = own.and_then(|(_, corner, _)| *corner) else {
            // Wayland tells nobody where windows are; but what was let go over its own was not meant there, either.
            let within = own.is_some_and(|(.., size)| Rectangle::with_size(*size).contains(drop.at));
            return if within { Task::none() } else { self.tear_off(drop.from, &drop.key, None) };
        };
        let at = Point::new(corner.x + drop.at.x * zoom, corner.y + drop.at.y * zoom);
        let covers = |(_, corner, size): &&(window::Id, Option<Point>, Size)| {
            corner.is_some_and(|corner| Rectangle::new(corner, Size::new(size.width * zoom, size.height * zoom)).contains(at))
        };
        let mut under = drop.places.iter().filter(covers).map(|(id, ..)| *id);
        let other = under.clone().find(|id| *id != drop.from);
        match other {
            Some(other) => self.merge(drop.from, &drop.key, other),
            // Let go over its own window: it was not meant.
            None if under.any(|id| id == drop.from) => Task::none(),
            None => self.tear_off(drop.from, &drop.key, Some(Point::new(at.x - GRIP.x, at.y - GRIP.y))),
        }
    }

    pub(super) fn remember_closed(&mut self, key: Key) {
        self.closed.retain(|closed| *closed != key);
        self.closed.push(key);
    }

    /// The conversation that was closed last and is not open again.
    pub(super) fn reopen(&mut self) -> Task<Message> {
        while let Some(Key { account, conversation: jid }) = self.closed.pop() {
            let open = self.windows.values().any(
                |window| matches!(window, Window::Chat(chat) if chat.keys().any(|key| key.conversation == jid && key.account == account)),
            );
            if !open && self.state.accounts.contains_key(&account) {
                return self.open(&Opening::Conversation { account, jid });
            }
        }
        Task::none()
    }

    fn chats(&self) -> impl Iterator<Item = window::Id> {
        self.windows().filter(|(_, window)| matches!(window, Window::Chat(_))).map(|(id, _)| id)
    }

    fn chat(&mut self, id: window::Id) -> Option<&mut Chat> {
        match self.windows.get_mut(&id) {
            Some(Window::Chat(chat)) => Some(chat),
            _ => None,
        }
    }

    fn tear_off(&mut self, from: window::Id, key: &Key, at: Option<Point>) -> Task<Message> {
        let Some(chat) = self.chat(from).filter(|chat| chat.count() > 1) else { return Task::none() };
        let Some(tab) = chat.give(key) else { return Task::none() };
        let chat = Chat::of(tab);
        let action = talk::chat(chat.resume());
        let (id, opened) = self.show_window(Window::Chat(chat), at);
        Task::batch([opened, self.act(id, action)])
    }

    fn merge(&mut self, from: window::Id, key: &Key, to: window::Id) -> Task<Message> {
        if self.chat(to).is_none() {
            return Task::none();
        }
        let Some(chat) = self.chat(from) else { return Task::none() };
        let Some(tab) = chat.give(key) else { return Task::none() };
        let empty = chat.is_empty();
        let Self { windows, state, .. } = self;
        let Some(Window::Chat(chat)) = windows.get_mut(&to) else { return Task::none() };
        let action = talk::chat(chat.take(tab, state));
        let task = Task::batch([self.act(to, action), window::gain_focus(to)]);
        if empty { Task::batch([task, self.close(from)]) } else { task }
    }

    /// Tells the chat windows whether there are others.
    pub(super) fn count_chats(&mut self) {
        let several = self.chats().nth(1).is_some();
        for window in self.windows.values_mut() {
            if let Window::Chat(chat) = window {
                chat.set_has_others(several);
            }
        }
    }
}
