//! Tabs at the top of a window: each with its name, what is unread in it, and a button that closes it.

use super::badge::badge;
use super::button::{self, Kind};
use super::fitted::fitted;
use super::icon::{Icon, icon};
use super::line::line;
use super::tip::tip;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::widget::{button as pressable, column, container, row};
use iced::{Background, Border, Element, Length, Theme, alignment, border};

/// A longer name is shortened; the window's title has it whole.
const WIDEST: f32 = 200.0;
/// What a tab has besides its name: its edges and the button; and the badge.
const BESIDES: f32 = 48.0;
const BADGE: f32 = 40.0;

/// One tab.
#[derive(Debug, Clone)]
pub struct Tab<Message> {
    pub key: String,
    pub name: String,
    pub unread: u32,
    pub on_select: Message,
    pub on_close: Message,
    /// What the button says that closes it.
    pub close: String,
    /// What `unread` means in words, for those who do not see the badge.
    pub description: String,
}

/// The bar of tabs; `active` is the place of the one in front.
pub fn tabs<'a, Message: Clone + 'a>(name: &str, tabs: Vec<Tab<Message>>, active: usize) -> Element<'a, Message> {
    let drawn = tabs.into_iter().enumerate().map(|(index, tab)| one(tab, index == active)).collect();
    let bar = fitted(drawn, 4.0);
    let bar = container(bar).padding(iced::Padding { top: 6.0, left: 8.0, right: 8.0, bottom: 0.0 });
    let bar = accessible(Semantics::new(Role::TabList, "tabs", name), bar.width(Length::Fill).style(theme::side));
    column![bar, super::form::line()].into()
}

/// The width it wants, and the tab, which fills what it gets.
fn one<'a, Message: Clone + 'a>(tab: Tab<Message>, active: bool) -> (f32, Element<'a, Message>) {
    let semantics =
        Semantics { selected: Some(active), description: tab.description, ..Semantics::new(Role::Tab, &tab.key, tab.name.clone()) };
    let font = if active { theme::MEDIUM } else { theme::REGULAR };
    let title = line(tab.name).size(theme::LABEL).font(font);
    let wanted = title.whole_width().min(WIDEST) + BESIDES + if tab.unread > 0 { BADGE } else { 0.0 };
    let title = container(title).width(Length::Fill);
    let face = row![title].extend((tab.unread > 0).then(|| badge(tab.unread))).spacing(8).align_y(alignment::Vertical::Center);
    let select = pressable(face)
        .padding([6, 4])
        .width(Length::Fill)
        .style(move |theme, status| label(theme, status, active))
        .on_press(tab.on_select.clone());
    let close = pressable(icon(Icon::Close, 12.0))
        .padding(4)
        .style(|theme, status| button::style(theme, status, Kind::Quiet))
        .on_press(tab.on_close.clone());
    let semantics_of_close = Semantics::new(Role::Button, format!("close {}", tab.key), tab.close.clone());
    let close = accessible(semantics_of_close, tip(close, tab.close)).on_activate(tab.on_close).tab_stop(false);
    let tab = row![accessible(semantics, select).on_activate(tab.on_select), close].spacing(2).align_y(alignment::Vertical::Center);
    (wanted, container(tab).padding([0, 8]).width(Length::Fill).style(move |theme| ground(theme, active)).into())
}

fn label(theme: &Theme, status: pressable::Status, active: bool) -> pressable::Style {
    let tokens = theme::tokens(theme);
    let strong = active || matches!(status, pressable::Status::Hovered | pressable::Status::Pressed);
    pressable::Style { text_color: if strong { tokens.text } else { tokens.dim }, ..pressable::Style::default() }
}

fn ground(theme: &Theme, active: bool) -> container::Style {
    let tokens = theme::tokens(theme);
    if !active {
        return container::Style::default();
    }
    let border = Border { color: tokens.line, width: 1.0, radius: border::Radius::default().top(theme::RADIUS) };
    container::Style { background: Some(Background::Color(tokens.background)), border, ..container::Style::default() }
}
