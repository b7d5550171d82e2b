//! Cards that ask for attention: what happened, and the buttons that help.

use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::widget::{Row, column, container, text};
use iced::{Element, Length};

/// A card: a headline, a quiet second line (may be empty), and buttons.
pub fn card<'a, Message: Clone + 'a>(
    key: &str,
    headline: String,
    detail: String,
    buttons: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    let semantics = Semantics { live: true, description: detail.clone(), ..Semantics::new(Role::Alert, key, headline.clone()) };
    let prose = |words: String| text(words).size(theme::LABEL).wrapping(text::Wrapping::WordOrGlyph);
    let mut lines = column![prose(headline).font(theme::MEDIUM)].spacing(4);
    if !detail.is_empty() {
        lines = lines.push(prose(detail).style(theme::dim));
    }
    if !buttons.is_empty() {
        lines = lines.push(container(Row::with_children(buttons).spacing(8).wrap().vertical_spacing(8)).padding([4, 0]));
    }
    accessible(semantics, container(lines).padding([10, 12]).width(Length::Fill).style(theme::warn_card)).into()
}
