//! Password: asked for when there is none, or when the server refused the one there was.

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::problem::AuthFailure;
use crate::model::{AccountStatus, BareJid, Command, Event, Problem, Reply, Secret, State};
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{button, field, form, tick};
use crate::ui::{theme, words};
use iced::advanced::widget::Id;
use iced::widget::{column, container, text};
use iced::{Element, Length, window};

#[derive(Debug, Clone)]
pub enum Message {
    Edited(Secret),
    RememberTicked(bool),
    Submitted,
    Answered(Result<Reply, Problem>),
    Cancelled,
}

#[derive(Debug)]
pub struct Password {
    account: BareJid,
    password: Secret,
    remember: bool,
    refused: Option<Problem>,
    id: Id,
}

/// Whether the account waits for a password.
pub fn is_wanted(status: &AccountStatus) -> bool {
    let wrong = matches!(status.problem, Some(Problem::PasswordNeeded | Problem::AuthFailed(AuthFailure::WrongPassword)));
    status.config.enabled && wrong
}

impl Password {
    pub fn new(account: BareJid, state: &State) -> Self {
        let remember = state.accounts.get(&account).is_some_and(|status| status.config.remember);
        Self { account, password: Secret::new(""), remember, refused: None, id: Id::unique() }
    }

    pub fn account(&self) -> &BareJid {
        &self.account
    }

    pub fn title() -> String {
        t("password-title")
    }

    pub fn update(&mut self, message: Message, _: &State) -> Action {
        match message {
            Message::Edited(password) => self.password = password,
            Message::RememberTicked(remember) => self.remember = remember,
            Message::Submitted if self.password.is_empty() => {}
            Message::Submitted => {
                let (account, password, remember) = (self.account.clone(), self.password.clone(), self.remember);
                let command = Command::SetPassword { account, password, remember };
                return Action::ask(command, |answer| super::Message::Password(Message::Answered(answer)));
            }
            Message::Answered(Ok(_)) | Message::Cancelled => return Action::Close,
            Message::Answered(Err(problem)) => self.refused = Some(problem),
        }
        Action::None
    }

    /// Answered elsewhere, or the account is gone.
    pub fn on_events(&mut self, events: &[Event], state: &State) -> Action {
        let about_it = events.iter().any(|event| match event {
            Event::Account(status) => *status.jid() == self.account,
            Event::AccountRemoved(jid) => *jid == self.account,
            _ => false,
        });
        let wanted = state.accounts.get(&self.account).is_some_and(is_wanted);
        if about_it && !wanted { Action::Close } else { Action::None }
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let why = state.accounts.get(&self.account).and_then(|status| status.problem.as_ref()).map(words::problem);
        let refused = self.refused.as_ref().map(words::problem);
        let question = t_with("password-question", &[("account", self.account.as_str().into())]);
        let head = column![text(question).size(theme::BODY).font(theme::MEDIUM).wrapping(text::Wrapping::WordOrGlyph)]
            .extend(why.map(|why| text(why).size(theme::LABEL).style(theme::dim).into()))
            .spacing(4);
        let line = field::field(&self.id, "password", &t("editor-password"), self.password.reveal())
            .secure()
            .error(refused)
            .on_input(|text| Message::Edited(Secret::new(text)))
            .on_submit(Message::Submitted);
        let remember = column![
            tick::tick("remember", &t("editor-remember"), self.remember, Message::RememberTicked),
            form::hint(t(if self.remember { "editor-remember-hint" } else { "editor-forget-hint" })),
        ];
        Dialog {
            window: id,
            title: Self::title(),
            body: container(column![head, line, remember].spacing(12)).padding([16, 20]).width(Length::Fill).into(),
            said: None,
            left: Vec::new(),
            right: vec![
                button::secondary("cancel", &t("button-cancel"), Some(Message::Cancelled)).into(),
                button::primary("submit", &t("password-sign-in"), (!self.password.is_empty()).then_some(Message::Submitted)).into(),
            ],
            start: Some(self.id.clone()),
            on_escape: Message::Cancelled,
            on_enter: Some(Message::Submitted),
            question: None,
        }
        .into()
    }
}
