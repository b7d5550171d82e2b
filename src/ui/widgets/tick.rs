//! A tick before a sentence that is true or not.

use super::access::Label;
use super::icon::{Icon, styled};
use crate::ui::accessible::Accessible;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::widget::button::{self, Status};
use iced::widget::{container, row, svg};
use iced::{Background, Border, Theme, alignment};

/// `message` is published with the new value. The label may mark an access key.
pub fn tick<'a, Message: Clone + 'a>(key: &str, label: &str, ticked: bool, message: impl Fn(bool) -> Message) -> Accessible<'a, Message> {
    let label = Label::read(label);
    let message = message(!ticked);
    let mark = container(styled(Icon::Check, 12.0, move |theme: &Theme, _| svg::Style { color: Some(theme::tokens(theme).on_accent) }));
    let mark: iced::Element<'a, Message> =
        if ticked { mark.center(16.0).into() } else { container(iced::widget::space()).center(16.0).into() };
    let square = container(mark).style(move |theme: &Theme| square(theme, ticked));
    let words = (!label.text.is_empty()).then(|| label.view(theme::LABEL, theme::REGULAR, None));
    let face = row![square].extend(words).spacing(8).align_y(alignment::Vertical::Center);
    let drawn = iced::widget::button(face)
        .padding(iced::Padding { top: 3.0, right: 4.0, bottom: 3.0, left: 1.0 })
        .style(|theme: &Theme, _: Status| button::Style { text_color: theme::tokens(theme).text, ..button::Style::default() })
        .on_press(message.clone());
    let semantics = Semantics { toggled: Some(ticked), ..Semantics::new(Role::CheckBox, key, label.text.clone()) };
    accessible(semantics, drawn).on_activate(message).access_key(label.key())
}

fn square(theme: &Theme, ticked: bool) -> container::Style {
    let tokens = theme::tokens(theme);
    let (ground, edge) = if ticked { (tokens.accent, tokens.accent) } else { (tokens.field, tokens.dim) };
    let border = Border { color: edge, width: 1.0, radius: 4.0.into() };
    container::Style { background: Some(Background::Color(ground)), border, ..container::Style::default() }
}
