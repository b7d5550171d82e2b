//! How far something has come that takes a while: a thin bar.

use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::widget::{container, row, space};
use iced::{Background, Element, Length, Theme, border};

const HEIGHT: f32 = 3.0;

/// `percent` of the whole; more is all of it.
pub fn progress<'a, Message: Clone + 'a>(key: &str, name: &str, percent: u8) -> Element<'a, Message> {
    let percent = percent.min(100);
    let part = |share: u8| container(space().height(HEIGHT)).width(Length::FillPortion(u16::from(share)));
    let done = part(percent).style(|theme: &Theme| container::Style {
        background: Some(Background::Color(theme::tokens(theme).accent)),
        border: border::rounded(HEIGHT / 2.0),
        ..container::Style::default()
    });
    let parts = [(percent > 0).then(|| done.into()), (percent < 100).then(|| part(100 - percent).into())];
    let semantics = Semantics { value: Some(format!("{percent} %")), ..Semantics::new(Role::ProgressIndicator, key, name) };
    accessible(semantics, container(row(parts.into_iter().flatten())).width(Length::Fill).style(theme::line)).into()
}
