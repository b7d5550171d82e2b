//! A choice of one among several: a drop-down that works by keyboard and says what it holds.

use super::icon::{Icon, icon};
use super::menu::{self, Menus};
use crate::ui::semantics::{Role, Semantics};
use crate::ui::theme;
use iced::widget::{container, row, text};
use iced::{Background, Border, Length, Theme, alignment};

/// `options` are the words shown; `selected` is the place of the one in force.
pub fn choice<'a, Message: Clone + 'a>(
    key: &str,
    name: &str,
    options: &[String],
    selected: usize,
    on_select: impl Fn(usize) -> Message,
) -> Menus<'a, Message> {
    let shown = options.get(selected).cloned().unwrap_or_default();
    let semantics = Semantics { value: Some(shown.clone()), ..Semantics::new(Role::ComboBox, key, name) };
    let items = options
        .iter()
        .enumerate()
        .map(|(index, option)| menu::plain(option.clone(), on_select(index)).checked(index == selected).into())
        .collect();
    let face = row![text(shown).size(theme::BODY).width(Length::Fill), icon(Icon::Down, 14.0)].align_y(alignment::Vertical::Center);
    menu::drop_down(semantics, container(face).padding([5, 10]).width(Length::Fill).style(style), items)
}

fn style(theme: &Theme) -> container::Style {
    let tokens = theme::tokens(theme);
    container::Style {
        background: Some(Background::Color(tokens.field)),
        border: Border { color: tokens.field_line, width: 1.0, radius: theme::RADIUS.into() },
        ..container::Style::default()
    }
}
