//! The rows of lists: a picture, a name, a quiet second line, and what stands at the right.

use super::button;
use super::line::line;
use crate::ui::accessible::Accessible;
use crate::ui::semantics::Semantics;
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

/// A row that is chosen by a click; what is done with the chosen one the window says. `edge` is what is free at both sides.
pub fn choosable<'a, Message: Clone + 'a>(
    semantics: Semantics,
    face: Element<'a, Message>,
    edge: f32,
    message: Message,
) -> Accessible<'a, Message> {
    let selected = semantics.selected == Some(true);
    let face = container(face).padding([4.0, edge]).height(HEIGHT).width(Length::Fill).align_y(alignment::Vertical::Center);
    let face = face.style(move |theme| if selected { theme::selected(theme) } else { container::Style::default() });
    button::flat(semantics, face, message)
}
