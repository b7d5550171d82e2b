//! About: the name, the version and the licence.

use super::Action;
use crate::i18n::{t, t_with};
use crate::ui::theme;
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::icon;
use iced::widget::{column, container, text};
use iced::{Element, Length, alignment, window};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
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
            Message::Closed => Action::Close,
        }
    }

    pub fn view(&self, id: window::Id) -> Element<'_, Message> {
        let version = t_with("about-version", &[("version", env!("CARGO_PKG_VERSION").into())]);
        let words = column![
            icon::own(72.0),
            text("Fantail").size(theme::BODY).font(theme::SEMIBOLD),
            text(version).size(theme::LABEL).style(theme::dim),
            text(t("about-words")).size(theme::LABEL).align_x(alignment::Horizontal::Center),
            text(t("about-licence")).size(theme::SMALL).style(theme::dim).align_x(alignment::Horizontal::Center),
        ]
        .spacing(8)
        .align_x(alignment::Horizontal::Center);
        let body = container(words).padding(20).center_x(Length::Fill);
        Dialog::to_read(id, Self::title(), body, "about-close", Message::Closed).into()
    }
}
