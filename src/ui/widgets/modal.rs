//! A question inside its window: nothing else in the window answers until it is answered.

use super::scope::{inert, scope};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::advanced::widget::Id;
use iced::widget::{Row, column, container, opaque, scrollable, stack, text};
use iced::{Element, Length, alignment, keyboard::Key, keyboard::key::Named};

/// What is asked.
#[allow(missing_debug_implementations)]
pub struct Card<'a, Message> {
    pub headline: String,
    pub body: Element<'a, Message>,
    /// What Enter does last.
    pub buttons: Vec<Element<'a, Message>>,
    /// What has the focus first.
    pub start: Option<Id>,
    pub on_escape: Message,
    /// `None` when Enter must not decide.
    pub on_enter: Option<Message>,
}

/// `base`, and the card above it when there is one.
pub fn modal<'a, Message: Clone + 'a>(base: impl Into<Element<'a, Message>>, card: Option<Card<'a, Message>>) -> Element<'a, Message> {
    let base = inert(base, card.is_some());
    let Some(card) = card else { return stack![base].into() };
    let content = column![
        text(card.headline.clone()).size(theme::BODY).font(theme::SEMIBOLD).wrapping(text::Wrapping::WordOrGlyph),
        card.body,
        container(Row::with_children(card.buttons).spacing(8).wrap().vertical_spacing(8).align_x(alignment::Horizontal::Right))
            .width(Length::Fill)
            .align_x(alignment::Horizontal::Right),
    ]
    .spacing(12);
    let semantics = Semantics { modal: true, ..Semantics::new(Role::AlertDialog, "question", card.headline) };
    // In a window that is too small for it the card scrolls.
    let bar = scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(6).scroller_width(6));
    let content = scrollable(container(content).padding(20)).direction(bar).style(theme::scroll);
    let drawn = accessible(semantics, container(content).max_width(420).style(theme::raised));
    let (escape, enter) = (card.on_escape, card.on_enter);
    let above = scope(opaque(container(drawn).padding(16).center(Length::Fill).style(theme::veil))).start(card.start).on_key(
        move |key, _| match key {
            Key::Named(Named::Escape) => Some(escape.clone()),
            Key::Named(Named::Enter) => enter.clone(),
            _ => None,
        },
    );
    stack![base, above].into()
}
