//! What an empty list says: what belongs here, and what to do.

use crate::ui::theme;
use iced::widget::{column, container, text};
use iced::{Element, Length, alignment};

/// A picture (may be nothing), a headline, what to do, and a button (may be nothing).
pub fn empty<'a, Message: 'a>(
    picture: Option<Element<'a, Message>>,
    headline: String,
    advice: String,
    button: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let words = column![
        text(headline).size(theme::BODY).font(theme::SEMIBOLD).align_x(alignment::Horizontal::Center),
        text(advice).size(theme::LABEL).style(theme::dim).align_x(alignment::Horizontal::Center),
    ]
    .spacing(6)
    .align_x(alignment::Horizontal::Center);
    let all = column![].extend(picture).push(words).extend(button).spacing(16).align_x(alignment::Horizontal::Center);
    container(all).padding(24).center(Length::Fill).into()
}
