//! The frame of every window: its meaning, where Tab goes round, and for dialogs Enter, Esc and the foot.

use super::modal::{Card, modal};
use super::scope::{Scope, scope};
use super::{button, form};
use crate::i18n::t;
use crate::ui::semantics::{Semantics, accessible};
use crate::ui::theme;
use iced::advanced::widget::Id;
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, scrollable};
use iced::{Element, Length, window};

/// The root of a window's view.
pub fn window<'a, Message: Clone + 'a>(id: window::Id, title: String, content: impl Into<Element<'a, Message>>) -> Scope<'a, Message> {
    scope(accessible(Semantics::window(id, title), container(content).width(Length::Fill).height(Length::Fill)))
}

/// What makes a dialog.
#[allow(missing_debug_implementations)]
pub struct Dialog<'a, Message> {
    pub window: window::Id,
    pub title: String,
    pub body: Element<'a, Message>,
    /// What goes on, or was refused: always in sight, above the foot.
    pub said: Option<Element<'a, Message>>,
    /// Buttons at the left of the foot.
    pub left: Vec<Element<'a, Message>>,
    /// Buttons at the right, what Enter does last.
    pub right: Vec<Element<'a, Message>>,
    pub start: Option<Id>,
    pub on_escape: Message,
    /// `None` when Enter must not decide.
    pub on_enter: Option<Message>,
    /// What must be answered first.
    pub question: Option<Card<'a, Message>>,
}

impl<'a, Message: Clone + 'a> Dialog<'a, Message> {
    /// Something to read, and to close by Enter, Esc or its button, which has the focus. `id` is the button's.
    pub fn to_read(window: window::Id, title: String, body: impl Into<Element<'a, Message>>, id: &'static str, close: Message) -> Self {
        let button = button::secondary("close", &t("button-close"), Some(close.clone())).id(Id::new(id));
        Self {
            window,
            title,
            body: body.into(),
            said: None,
            left: Vec::new(),
            right: vec![button.into()],
            start: Some(Id::new(id)),
            on_escape: close.clone(),
            on_enter: Some(close),
            question: None,
        }
    }
}

impl<'a, Message: Clone + 'a> From<Dialog<'a, Message>> for Element<'a, Message> {
    fn from(dialog: Dialog<'a, Message>) -> Self {
        let (escape, enter) = (dialog.on_escape, dialog.on_enter);
        let thin = scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(6));
        let body = scrollable(dialog.body).direction(thin).width(Length::Fill).height(Length::Fill).style(theme::scroll);
        let content = modal(column![body].extend(dialog.said).push(form::foot(dialog.left, dialog.right)), dialog.question);
        window(dialog.window, dialog.title, content)
            .start(dialog.start)
            .on_key(move |key, _| match key {
                Key::Named(Named::Escape) => Some(escape.clone()),
                Key::Named(Named::Enter) => enter.clone(),
                _ => None,
            })
            .into()
    }
}
