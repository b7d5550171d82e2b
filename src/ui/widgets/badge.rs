//! The small round count of what is unread.

use crate::ui::theme;
use iced::widget::{container, text};
use iced::{Background, Element, Theme, border};

/// A count; beyond 99 it says so. The row it stands in says it in words.
pub fn badge<'a, Message: 'a>(count: u32) -> Element<'a, Message> {
    let label = if count > 99 { "99+".to_owned() } else { count.to_string() };
    container(text(label).size(theme::TINY).font(theme::SEMIBOLD).line_height(1.2))
        .padding([2, 5])
        .center_x(iced::Length::Shrink)
        .style(|theme: &Theme| {
            let tokens = theme::tokens(theme);
            container::Style {
                background: Some(Background::Color(tokens.accent)),
                text_color: Some(tokens.on_accent),
                border: border::rounded(9),
                ..container::Style::default()
            }
        })
        .into()
}
