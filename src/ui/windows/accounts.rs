//! Accounts: which there are, how they are doing, and what can be done with them. At the first start it welcomes.

use super::{Action, Opening};
use crate::i18n::{t, t_with};
use crate::model::{AccountStatus, BareJid, Command, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::modal::Card;
use crate::ui::widgets::{button, empty, icon, tick};
use crate::ui::{theme, words};
use iced::advanced::widget::Id;
use iced::keyboard::{Key, key::Named};
use iced::widget::{Column, column, container, text};
use iced::{Element, Length, alignment, window};

#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    Selected(BareJid),
    Enabled(BareJid, bool),
    Added,
    Modified,
    Opened(BareJid),
    DeleteAsked,
    DeleteConfirmed,
    DeleteDropped,
    Closed,
}

#[derive(Debug)]
pub struct Accounts {
    selected: Option<BareJid>,
    deleting: Option<BareJid>,
    /// It was opened before there was any account.
    first: bool,
    add: Id,
    keep: Id,
}

impl Accounts {
    pub fn new(state: &State) -> Self {
        let first = state.accounts.is_empty();
        Self { selected: state.accounts.keys().next().cloned(), deleting: None, first, add: Id::unique(), keep: Id::unique() }
    }

    pub fn title() -> String {
        t("accounts-title")
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::Selected(jid) => self.selected = Some(jid),
            Message::Enabled(account, enabled) => return Action::Tell(Command::EnableAccount { account, enabled }),
            Message::Added => return Action::Open(Opening::AddAccount),
            Message::Modified => {
                if let Some(jid) = self.chosen(state) {
                    return Action::Open(Opening::ModifyAccount(jid.clone()));
                }
            }
            Message::Opened(jid) => return Action::Open(Opening::ModifyAccount(jid)),
            Message::DeleteAsked => self.deleting = self.chosen(state).cloned(),
            Message::DeleteConfirmed => {
                if let Some(jid) = self.deleting.take() {
                    return Action::Tell(Command::RemoveAccount(jid));
                }
            }
            Message::DeleteDropped => self.deleting = None,
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    /// The first account was added: the buddy list takes over.
    pub fn on_state(&mut self, state: &State) -> Action {
        self.deleting.take_if(|jid| !state.accounts.contains_key(jid));
        if self.first && !state.accounts.is_empty() {
            self.first = false;
            return Action::Open(Opening::BuddyList).and(Action::Close);
        }
        Action::None
    }

    fn chosen<'a>(&'a self, state: &'a State) -> Option<&'a BareJid> {
        self.selected.as_ref().filter(|jid| state.accounts.contains_key(*jid)).or_else(|| state.accounts.keys().next())
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let chosen = self.chosen(state);
        let body = if state.accounts.is_empty() {
            empty::empty(Some(icon::own(64.0)), t("accounts-welcome"), t("accounts-welcome-words"), None)
        } else {
            let rows = state.accounts.values().map(|status| Self::row(status, chosen == Some(status.jid())));
            let list = Column::with_children(rows).width(Length::Fill);
            let keys: Vec<BareJid> = state.accounts.keys().cloned().collect();
            let at = chosen.and_then(|jid| keys.iter().position(|key| key == jid)).unwrap_or(0);
            let step = move |key: &Key| match key {
                Key::Named(Named::ArrowDown) => keys.get(at + 1).cloned(),
                Key::Named(Named::ArrowUp) => keys.get(at.checked_sub(1)?).cloned(),
                _ => None,
            };
            let list = accessible(Semantics::new(Role::ListBox, "accounts", Self::title()), list)
                .on_key(move |key, _| step(key).map(Message::Selected));
            container(list).padding([8, 0]).width(Length::Fill).into()
        };
        let act = |message| chosen.is_some().then_some(message);
        Dialog {
            window: id,
            title: Self::title(),
            body,
            said: None,
            left: vec![
                button::labelled(
                    if state.accounts.is_empty() { button::Kind::Primary } else { button::Kind::Secondary },
                    "add",
                    &t("accounts-add"),
                    Some(Message::Added),
                )
                .id(self.add.clone())
                .into(),
                button::secondary("modify", &t("accounts-modify"), act(Message::Modified)).into(),
                button::secondary("delete", &t("accounts-delete"), act(Message::DeleteAsked)).into(),
            ],
            right: vec![button::secondary("close", &t("button-close"), Some(Message::Closed)).into()],
            start: Some(self.add.clone()),
            on_escape: Message::Closed,
            on_enter: state.accounts.is_empty().then_some(Message::Added),
            question: self.deleting.as_ref().map(|jid| self.question(jid)),
        }
        .into()
    }

    fn row<'a>(status: &'a AccountStatus, selected: bool) -> Element<'a, Message> {
        let jid = status.jid();
        let how = words::account(status);
        let kept = if status.keyring_missing { format!("{}\n{}", how, t("account-no-keyring")) } else { how };
        let semantics = Semantics {
            selected: Some(selected),
            description: kept.clone(),
            ..Semantics::new(Role::ListBoxOption, jid.as_str(), jid.as_str())
        };
        let enabled = tick::tick("enabled", "", status.config.enabled, |on| Message::Enabled(jid.clone(), on))
            .named(t_with("account-enabled", &[("account", jid.as_str().into())]));
        let lines = column![
            text(jid.to_string()).size(theme::BODY).font(theme::MEDIUM).wrapping(text::Wrapping::WordOrGlyph),
            text(kept).size(theme::SMALL).style(if status.problem.is_some() { theme::danger } else { theme::dim }),
        ]
        .spacing(2);
        let lines = button::flat(semantics, container(lines).padding([6, 8]).width(Length::Fill), Message::Selected(jid.clone()));
        let drawn = iced::widget::row![enabled, lines.tab_stop(false)].spacing(4).align_y(alignment::Vertical::Center);
        let ground = container(drawn)
            .padding([0, 12])
            .style(move |theme| if selected { theme::selected(theme) } else { container::Style::default() });
        accessible(Semantics::new(Role::Group, jid.as_str(), jid.as_str()), ground).into()
    }

    fn question<'a>(&'a self, jid: &BareJid) -> Card<'a, Message> {
        let name = [("account", jid.as_str().into())];
        Card {
            headline: t_with("account-delete-question", &name),
            body: text(t("account-delete-words")).size(theme::LABEL).into(),
            buttons: vec![
                button::secondary("keep", &t("button-cancel"), Some(Message::DeleteDropped)).id(self.keep.clone()).into(),
                button::danger("delete-now", &t("account-delete-now"), Some(Message::DeleteConfirmed)).into(),
            ],
            start: Some(self.keep.clone()),
            on_escape: Message::DeleteDropped,
            on_enter: None,
        }
    }
}
