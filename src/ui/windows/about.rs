//! About: the name, the version and the licence; and what a report of a fault should say of this program.

use super::Action;
use crate::i18n::{self, t, t_with};
use crate::ui::theme;
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{button, icon};
use iced::widget::{column, container, text};
use iced::{Element, Length, alignment, window};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    Copied,
    Closed,
}

#[derive(Debug)]
pub struct About;

impl About {
    pub fn title() -> String {
        t("about-title")
    }

    pub fn update(message: Message) -> Action {
        match message {
            Message::Copied => Action::Run(iced::clipboard::write(facts())),
            Message::Closed => Action::Close,
        }
    }

    pub fn view(&self, id: window::Id) -> Element<'_, Message> {
        let version = t_with("about-version", &[("version", env!("CARGO_PKG_VERSION").into())]);
        let words = column![
            icon::own(72.0),
            text("Fantail").size(theme::BODY).font(theme::SEMIBOLD),
            text(version).size(theme::LABEL).style(theme::dim),
            text(system()).size(theme::SMALL).style(theme::dim),
            text(t("about-words")).size(theme::LABEL).align_x(alignment::Horizontal::Center),
            text(t("about-licence")).size(theme::SMALL).style(theme::dim).align_x(alignment::Horizontal::Center),
        ]
        .spacing(8)
        .align_x(alignment::Horizontal::Center);
        let body = container(words).padding(20).center_x(Length::Fill);
        let copy = button::secondary("copy", &t("about-copy"), Some(Message::Copied));
        Dialog { left: vec![copy.into()], ..Dialog::to_read(id, Self::title(), body, "about-close", Message::Closed) }.into()
    }
}

/// What it runs on.
fn system() -> String {
    let kind = if cfg!(debug_assertions) { "debug" } else { "release" };
    format!("{} {} · {kind}", std::env::consts::OS, std::env::consts::ARCH)
}

/// For a report, the same in every language.
fn facts() -> String {
    format!("Fantail {}\n{}\n{}", env!("CARGO_PKG_VERSION"), system(), i18n::language())
}
