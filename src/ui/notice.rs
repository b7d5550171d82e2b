//! The window that says why the program cannot start. It needs no engine: there is none.

use super::app::{settings, window_icon};
use super::theme::{self, Appearance};
use super::widgets::frame::Dialog;
use super::widgets::{button, icon};
use crate::i18n::t;
use iced::advanced::widget::Id;
use iced::widget::{column, container, text};
use iced::{Element, Length, Size, Subscription, Task, window};

#[derive(Debug, Clone, Copy)]
enum Message {
    Opened,
    Closed,
    System(iced::theme::Mode),
}

struct Notice {
    words: String,
    window: window::Id,
    appearance: Appearance,
}

/// Shows the words until the window is closed.
///
/// # Errors
/// When no window can be opened.
pub fn show(words: &str) -> Result<(), String> {
    let words = words.to_owned();
    iced::daemon(move || Notice::new(words.clone()), Notice::update, Notice::view)
        .title(|_: &Notice, _| t("notice-title"))
        .theme(|notice: &Notice, _| theme::theme(notice.appearance))
        .style(|_, theme| theme::base(theme))
        .subscription(|_: &Notice| {
            let system = iced::system::theme_changes().map(Message::System);
            Subscription::batch([window::close_events().map(|_| Message::Closed), system])
        })
        .settings(settings())
        .run()
        .map_err(|error| error.to_string())
}

impl Notice {
    fn new(words: String) -> (Self, Task<Message>) {
        let size = Size::new(460.0, 300.0);
        let (window, open) = window::open(window::Settings {
            size,
            min_size: Some(size),
            position: window::Position::Centered,
            icon: window_icon(),
            ..window::Settings::default()
        });
        let opened = open.map(|_| Message::Opened);
        let notice = Self { words, window, appearance: Appearance::default() };
        (notice, Task::batch([opened, iced::system::theme().map(Message::System)]))
    }

    fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Opened => Task::none(),
            Message::Closed => iced::exit(),
            Message::System(mode) => {
                self.appearance = if mode == iced::theme::Mode::Dark { Appearance::Dark } else { Appearance::Light };
                Task::none()
            }
        }
    }

    fn view(&self, _: window::Id) -> Element<'_, Message> {
        let close = Id::new("notice-close");
        Dialog {
            window: self.window,
            title: t("notice-title"),
            body: container(column![icon::own(48.0), text(&self.words).size(theme::LABEL)].spacing(12))
                .padding(20)
                .width(Length::Fill)
                .into(),
            said: None,
            left: Vec::new(),
            right: vec![button::primary("close", &t("button-close"), Some(Message::Closed)).id(close.clone()).into()],
            start: Some(close),
            on_escape: Message::Closed,
            on_enter: Some(Message::Closed),
            question: None,
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Screen, lines};
    use iced::keyboard::{Modifiers, key::Named};

    #[test]
    fn the_reason_is_read_and_the_window_closed_by_its_button() {
        let (mut notice, _) = Notice::new("The history is damaged.".into());
        let window = notice.window;
        let mut screen = Screen::new(460.0, 300.0);
        let lines = lines(&screen.tree(notice.view(window)));
        assert!(lines.iter().any(|line| line.contains("The history is damaged.")), "{lines:?}");
        let messages = screen.key(notice.view(window), Named::Enter, Modifiers::empty());
        assert!(matches!(messages[..], [Message::Closed]), "{messages:?}");
        let _ = notice.update(Message::System(iced::theme::Mode::Dark));
        assert_eq!(notice.appearance, Appearance::Dark);
    }
}
