//! Windows opening, coming, closing, and which of them has the keyboard.

use super::{App, Message};
use crate::ui::accessibility::Accessibility;
use crate::ui::windows::{Action, Opening, Window};
use iced::time::{Duration, Instant};
use iced::{Point, Task, mouse, window};

/// So long after a window opened by itself the focus it gets is the desktop's doing.
const SETTLING: Duration = Duration::from_secs(2);

/// A window that nobody asked for.
#[derive(Debug)]
pub(super) struct Unasked {
    /// Who had the focus.
    before: Option<window::Id>,
    /// When it was on the screen.
    came: Option<Instant>,
    /// The focus the desktop gave it went back.
    given_back: bool,
}

impl App {
    pub(super) fn open(&mut self, opening: &Opening) -> Task<Message> {
        let there = self.there(opening);
        if let Some(id) = there {
            self.newest = Some(id);
            if let Some(closes) = self.coming.get_mut(&id) {
                *closes = false;
            }
            return Task::batch([self.opened(id, opening), self.touched(id), self.bring_to_front(id)]);
        }
        let window = Window::new(opening, &self.state);
        let (id, opened) = self.show_window(window, None);
        Task::batch([self.opened(id, opening), opened])
    }

    /// Puts a window on the screen, at a point of it when somebody chose one.
    pub(super) fn show_window(&mut self, window: Window, at: Option<Point>) -> (window::Id, Task<Message>) {
        let (size, min_size) = window.size();
        let (size, corner) = super::places::kept(&window, &self.state.settings.places).unwrap_or((size, None));
        let settings = window::Settings {
            size,
            min_size: Some(min_size),
            position: window::Position::Specific(at.unwrap_or_else(|| self.place(&window, corner))),
            icon: self.icon.clone(),
            platform_specific: platform(),
            ..window::Settings::default()
        };
        let settings = if self.accessibility.is_some() { Accessibility::settings(settings) } else { settings };
        let (id, opened) = window::open(settings);
        self.windows.insert(id, window);
        self.count_chats();
        self.newest = Some(id);
        self.coming.insert(id, false);
        (id, opened.map(Message::Opened))
    }

    /// Gives a window the keyboard. The buddy list leaves it to a question of an account: the two often come together.
    fn bring_to_front(&self, id: window::Id) -> Task<Message> {
        let asks = |(_, window): &(&window::Id, &Window)| matches!(window, Window::Certificate(_) | Window::Password(_));
        let question = self.windows.iter().find(asks).map(|(id, _)| *id);
        match (self.windows.get(&id), question) {
            (Some(Window::BuddyList(_)), Some(question)) => window::gain_focus(id).chain(window::gain_focus(question)),
            _ => window::gain_focus(id),
        }
    }

    fn opened(&mut self, id: window::Id, opening: &Opening) -> Task<Message> {
        let action = self.windows.get_mut(&id).map_or(Action::None, |window| window.opened(opening, &self.state));
        self.act(id, action)
    }

    /// Where it was, a second one of its kind a little further down. Else the buddy list at the left, everything else beside it.
    fn place(&self, window: &Window, kept: Option<Point>) -> Point {
        if let Some(corner) = kept {
            let like = |other: &&Window| std::mem::discriminant(*other) == std::mem::discriminant(window);
            let step = 28.0 * self.windows.values().filter(like).count() as f32;
            return Point::new(corner.x + step, corner.y + step);
        }
        if matches!(window, Window::BuddyList(_)) {
            return Point::new(48.0, 48.0);
        }
        let step = 28.0 * self.windows.values().filter(|other| !matches!(other, Window::BuddyList(_))).count() as f32;
        Point::new(408.0 + step, 72.0 + step)
    }

    pub(super) fn closed(&mut self, id: window::Id) -> Task<Message> {
        let gone = self.windows.remove(&id);
        if let Some(Window::Chat(chat)) = &gone {
            chat.keys().for_each(|key| self.remember_closed(key.clone()));
        }
        let ended = gone.and_then(|window| window.closed());
        let told = ended.map_or(Task::none(), |command| self.ask(command, Message::Told));
        self.count_chats();
        self.unasked.remove(&id);
        if let Some(accessibility) = &mut self.accessibility {
            accessibility.detach(id);
        }
        if self.focused == Some(id) {
            self.focused = None;
        }
        // Without a tray there would be no way back.
        let next = if self.windows.is_empty() { self.quit() } else { self.attend() };
        Task::batch([told, next])
    }

    /// Opens what nobody asked for here: when it is there already, it only draws attention.
    pub(super) fn open_quietly(&mut self, opening: &Opening) -> Task<Message> {
        let there = self.there(opening);
        match there {
            Some(id) => window::request_user_attention(id, Some(window::UserAttention::Informational)),
            None => self.open(opening),
        }
    }

    /// Opens a window that nobody asked for: whoever had the focus gets it back.
    pub(super) fn open_behind(&mut self, opening: &Opening) -> Task<Message> {
        let (before, newest) = (self.focused, self.newest);
        let task = self.open(opening);
        self.newest = newest;
        let opened = self.there(opening);
        if let Some(id) = opened {
            self.unasked.insert(id, Unasked { before, came: None, given_back: false });
        }
        task
    }

    /// Closes a window, if need be as soon as it is there.
    pub(super) fn close(&mut self, id: window::Id) -> Task<Message> {
        match self.coming.get_mut(&id) {
            Some(closes) => {
                *closes = true;
                Task::none()
            }
            None => window::close(id),
        }
    }

    /// A window is there: in front, unless it opened by itself.
    pub(super) fn came(&mut self, id: window::Id) -> Task<Message> {
        if self.coming.remove(&id) == Some(true) {
            return window::close(id);
        }
        let attached = self.accessibility.as_ref().map_or(Task::none(), |accessibility| accessibility.attach(id));
        attached.chain(self.welcome(id))
    }

    fn welcome(&mut self, id: window::Id) -> Task<Message> {
        let Some(unasked) = self.unasked.get_mut(&id) else {
            // Of several that open at once only the last one takes the keyboard, else it would wander while somebody types.
            return if self.newest == Some(id) { self.bring_to_front(id) } else { Task::none() };
        };
        unasked.came = Some(Instant::now());
        window::request_user_attention(id, Some(window::UserAttention::Informational))
    }

    /// What opens by itself may be given the focus by the desktop: whoever had it gets it back, once. `None` when the user came.
    fn give_back(&mut self, id: window::Id) -> Option<Task<Message>> {
        let unasked = self.unasked.get_mut(&id)?;
        if unasked.given_back || unasked.came.is_some_and(|came| came.elapsed() >= SETTLING) {
            self.unasked.remove(&id);
            return None;
        }
        unasked.given_back = unasked.before.is_some();
        let before = unasked.before.filter(|before| self.windows.contains_key(before));
        Some(before.map_or(Task::none(), window::gain_focus))
    }

    /// The desktop gave the keyboard to a window, or took it away.
    pub(super) fn focus_moved(&mut self, id: window::Id, focused: bool) -> Task<Message> {
        if focused {
            self.focused = Some(id);
        } else if self.focused == Some(id) {
            self.focused = None;
        }
        let given_back = if focused { self.give_back(id) } else { None };
        let task = given_back.unwrap_or_else(|| self.look(id, focused));
        if let Some(accessibility) = &mut self.accessibility {
            accessibility.focus(id, focused);
        }
        Task::batch([task, self.attend()])
    }

    /// Somebody did something in a window: whatever opened it, now it is looked at.
    pub(super) fn touched(&mut self, id: window::Id) -> Task<Message> {
        match self.unasked.remove(&id) {
            Some(_) if self.focused == Some(id) => self.look(id, true),
            _ => Task::none(),
        }
    }

    fn look(&mut self, id: window::Id, looks: bool) -> Task<Message> {
        let action = self.windows.get_mut(&id).map_or(Action::None, |window| window.focused(looks, &self.state));
        self.act(id, action)
    }
}

/// A key or a button pressed, a wheel turned: somebody is there.
pub(super) fn is_touch(event: &iced::Event) -> bool {
    matches!(
        event,
        iced::Event::Keyboard(iced::keyboard::Event::KeyPressed { .. })
            | iced::Event::Mouse(mouse::Event::ButtonPressed(_) | mouse::Event::WheelScrolled { .. })
            | iced::Event::Touch(iced::touch::Event::FingerPressed { .. })
    )
}

fn platform() -> window::settings::PlatformSpecific {
    #[cfg(target_os = "linux")]
    return window::settings::PlatformSpecific { application_id: super::APP_ID.to_owned(), ..Default::default() };
    #[cfg(not(target_os = "linux"))]
    window::settings::PlatformSpecific::default()
}
