//! Forms: labels aligned to the right, fields beside them, and the bar of buttons at the foot.

use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::widget::{Column, Row, column, container, row, space, text};
use iced::{Element, Length, alignment};

/// The width of the labels: enough for German.
pub const LABEL_WIDTH: f32 = 120.0;

/// A label and what it names.
pub fn labelled<'a, Message: 'a>(label: &str, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let label = text(label.to_owned()).size(theme::LABEL).style(theme::dim).width(LABEL_WIDTH).align_x(alignment::Horizontal::Right);
    row![container(label).padding([6, 0]), container(content).width(Length::Fill)].spacing(12).into()
}

/// Something in the column of the fields, without a label.
pub fn beside<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    row![space().width(LABEL_WIDTH), container(content).width(Length::Fill)].spacing(12).into()
}

/// A quiet explanation below a field.
pub fn hint<'a, Message: 'a>(words: String) -> Element<'a, Message> {
    text(words).size(theme::SMALL).style(theme::dim).wrapping(text::Wrapping::WordOrGlyph).into()
}

/// Why something was not done, said by a screen reader at once.
pub fn refusal<'a, Message: Clone + 'a>(words: String) -> Element<'a, Message> {
    let semantics = Semantics { live: true, ..Semantics::new(Role::Alert, "refusal", words.clone()) };
    accessible(semantics, text(words).size(theme::LABEL).style(theme::danger).wrapping(text::Wrapping::WordOrGlyph)).into()
}

/// What has been done, said the same way.
pub fn done<'a, Message: Clone + 'a>(words: String) -> Element<'a, Message> {
    let semantics = Semantics { live: true, ..Semantics::new(Role::Status, "done", words.clone()) };
    accessible(semantics, text(words).size(theme::LABEL).wrapping(text::Wrapping::WordOrGlyph)).into()
}

/// The fields of a form, one below the other.
pub fn fields<'a, Message: 'a>(fields: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    container(Column::with_children(fields).spacing(10)).padding([16, 20]).width(Length::Fill).into()
}

/// The bar at the foot of a window: some buttons at the left, the others at the right, what Enter does last.
pub fn foot<'a, Message: 'a>(left: Vec<Element<'a, Message>>, right: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let left = Row::with_children(left).spacing(8).align_y(alignment::Vertical::Center);
    let bar = row![left, space::horizontal(), Row::with_children(right).spacing(8)];
    column![line(), container(bar.align_y(alignment::Vertical::Center)).padding([12, 20]).width(Length::Fill).style(theme::side)].into()
}

/// A line from edge to edge.
pub fn line<'a, Message: 'a>() -> Element<'a, Message> {
    container(space().width(Length::Fill).height(1)).style(theme::line).into()
}
