//! Keyboard Shortcuts: every key there is, by where it works.

use super::Action;
use crate::i18n::t;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use crate::ui::widgets::frame::Dialog;
use iced::widget::{Column, column, container, row, text};
use iced::{Element, Length, alignment, window};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    Closed,
}

#[derive(Debug)]
pub struct Shortcuts;

/// Headings, and below each the keys and what they do: ids of texts.
const ALL: &[(&str, &[(&str, &str)])] = &[
    (
        "shortcuts-everywhere",
        &[
            ("key-new-message", "shortcut-new-message"),
            ("key-join", "shortcut-join"),
            ("key-history", "shortcut-history"),
            ("key-larger", "shortcut-larger"),
            ("key-smaller", "shortcut-smaller"),
            ("key-normal-size", "shortcut-normal-size"),
            ("key-next", "shortcut-next"),
            ("key-pane", "shortcut-pane"),
            ("key-close", "shortcut-close"),
            ("key-reopen", "shortcut-reopen"),
            ("key-shortcuts", "shortcut-shortcuts"),
            ("key-quit", "shortcut-quit"),
        ],
    ),
    (
        "shortcuts-list",
        &[
            ("key-write", "shortcut-write"),
            ("key-find", "shortcut-find"),
            ("key-user-info", "shortcut-user-info"),
            ("key-add-buddy", "shortcut-add-buddy"),
            ("key-alias", "shortcut-alias"),
            ("key-remove", "shortcut-remove"),
            ("key-fold", "shortcut-fold"),
            ("key-select", "shortcut-select"),
            ("key-context", "shortcut-context"),
            ("key-menu", "shortcut-menu"),
            ("key-accounts", "shortcut-accounts"),
            ("key-preferences", "shortcut-preferences"),
        ],
    ),
    (
        "shortcuts-chat",
        &[
            ("key-send", "shortcut-send"),
            ("key-line", "shortcut-line"),
            ("key-complete", "shortcut-complete"),
            ("key-recall", "shortcut-recall"),
            ("key-correct", "shortcut-correct"),
            ("key-undo", "shortcut-undo"),
            ("key-scroll", "shortcut-scroll"),
            ("key-newest", "shortcut-newest"),
            ("key-oldest", "shortcut-oldest"),
            ("key-find-here", "shortcut-find-here"),
            ("key-step", "shortcut-step"),
            ("key-mark", "shortcut-mark"),
            ("key-copy", "shortcut-copy"),
            ("key-copy-named", "shortcut-copy-named"),
            ("key-turn", "shortcut-turn"),
            ("key-number", "shortcut-number"),
            ("key-close-tab", "shortcut-close-tab"),
            ("key-move-tab", "shortcut-move-tab"),
            ("key-info", "shortcut-info"),
        ],
    ),
];

impl Shortcuts {
    pub fn title() -> String {
        t("shortcuts-title")
    }

    pub fn update(message: Message) -> Action {
        match message {
            Message::Closed => Action::Close,
        }
    }

    pub fn view(&self, id: window::Id) -> Element<'_, Message> {
        let parts = ALL.iter().map(|(heading, keys)| {
            let lines = keys.iter().map(|(key, deed)| line(key, t(key), t(deed)));
            let heading = text(t(heading)).size(theme::LABEL).font(theme::SEMIBOLD);
            column![heading, Column::with_children(lines).spacing(4)].spacing(8).into()
        });
        let body = container(Column::with_children(parts).spacing(20)).padding([16, 20]);
        Dialog::to_read(id, Self::title(), body, "shortcuts-close", Message::Closed).into()
    }
}

/// A key as it is printed on the keyboard, and what it does.
fn line<'a>(id: &str, key: String, deed: String) -> Element<'a, Message> {
    let semantics = Semantics { description: key.clone(), ..Semantics::new(Role::ListItem, id, deed.clone()) };
    let cap = container(text(key).size(theme::SMALL)).padding([2, 8]).style(theme::note_card);
    let face = row![container(cap).width(Length::Fixed(190.0)), text(deed).size(theme::LABEL).width(Length::Fill)];
    accessible(semantics, face.spacing(12).align_y(alignment::Vertical::Center)).into()
}
