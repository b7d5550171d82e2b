//! Words that appear beside what the pointer rests on.

use crate::ui::theme;
use iced::Element;
use iced::widget::{container, text, tooltip};
use std::time::Duration;

/// Shows `words` below `content` after a moment. They repeat or complete what its meaning says.
pub fn tip<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, words: String) -> Element<'a, Message> {
    at(tooltip::Position::Bottom, content, words)
}

/// The same above it, for what stands at the foot of a window.
pub fn above<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, words: String) -> Element<'a, Message> {
    at(tooltip::Position::Top, content, words)
}

fn at<'a, Message: 'a>(position: tooltip::Position, content: impl Into<Element<'a, Message>>, words: String) -> Element<'a, Message> {
    let card = container(text(words).size(theme::SMALL)).padding([6, 8]).max_width(260).style(theme::raised);
    tooltip(content, card, position).delay(Duration::from_millis(500)).gap(4).into()
}
