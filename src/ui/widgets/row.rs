//! The rows of lists: a picture, a name, a quiet second line, and what stands at the right.

use super::line::line;
use crate::ui::theme;
use iced::widget::{column, container, row};
use iced::{Element, Length, alignment};

/// The height of a row with two lines.
pub const HEIGHT: f32 = 48.0;

/// Two lines that never wrap, with a picture before and something after them. `faint` is for who is not there.
pub fn two_lines<'a, Message: 'a>(
    picture: impl Into<Element<'a, Message>>,
    name: String,
    second: String,
    right: Option<Element<'a, Message>>,
    faint: bool,
) -> Element<'a, Message> {
    let mut first = line(name).font(theme::MEDIUM);
    if faint {
        first = first.style(theme::dim);
    }
    let mut lines = column![first];
    if !second.is_empty() {
        lines = lines.push(line(second).size(theme::SMALL).line_height(1.35).style(theme::dim));
    }
    let lines = container(lines).width(Length::Fill);
    row![picture.into(), lines].extend(right).spacing(10).align_y(alignment::Vertical::Center).into()
}

/// One line, with a small picture before and something after it.
pub fn one_line<'a, Message: 'a>(
    picture: impl Into<Element<'a, Message>>,
    name: String,
    right: Option<Element<'a, Message>>,
    faint: bool,
) -> Element<'a, Message> {
    let name = if faint { line(name).style(theme::dim) } else { line(name) };
    row![picture.into(), container(name).width(Length::Fill)].extend(right).spacing(10).align_y(alignment::Vertical::Center).into()
}
