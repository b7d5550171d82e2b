//! Change Password: the present password, and the new one twice.

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::problem::AuthFailure;
use crate::model::{BareJid, Command, Problem, Reply, Secret};
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{button, field, form};
use crate::ui::{theme, words};
use iced::advanced::widget::Id;
use iced::widget::{container, text};
use iced::{Element, Size, window};

pub const SIZE: Size = Size::new(460.0, 272.0);

#[derive(Debug, Clone)]
pub enum Message {
    NowEdited(Secret),
    NewEdited(Secret),
    AgainEdited(Secret),
    Submitted,
    Answered(Result<Reply, Problem>),
    Closed,
}

#[derive(Debug)]
pub struct ChangePassword {
    account: BareJid,
    now: Secret,
    new: Secret,
    again: Secret,
    /// Enter was pressed, and nothing typed since: what is missing is told, too.
    tried: bool,
    busy: bool,
    refused: Option<Problem>,
    /// It is changed; whether it was kept as it should.
    changed: Option<bool>,
    ids: [Id; 3],
}

/// What is wrong with each field.
#[derive(Debug, Default, PartialEq)]
struct Faults {
    now: Option<&'static str>,
    new: Option<&'static str>,
    again: Option<&'static str>,
}

impl ChangePassword {
    pub fn new(account: BareJid) -> Self {
        let none = || Secret::new("");
        Self {
            account,
            now: none(),
            new: none(),
            again: none(),
            tried: false,
            busy: false,
            refused: None,
            changed: None,
            ids: std::array::from_fn(|_| Id::unique()),
        }
    }

    pub fn account(&self) -> &BareJid {
        &self.account
    }

    pub fn title() -> String {
        t("change-password-title")
    }

    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::NowEdited(password) => (self.now, self.tried, self.refused) = (password, false, None),
            Message::NewEdited(password) => (self.new, self.tried) = (password, false),
            Message::AgainEdited(password) => (self.again, self.tried) = (password, false),
            Message::Submitted if self.changed.is_some() => return Action::Close,
            Message::Submitted => return self.submit(),
            Message::Answered(Ok(Reply::PasswordChanged { kept })) => {
                (self.busy, self.changed) = (false, Some(kept));
                (self.now, self.new, self.again) = (Secret::new(""), Secret::new(""), Secret::new(""));
            }
            Message::Answered(Ok(_)) => self.busy = false,
            Message::Answered(Err(problem)) => (self.busy, self.refused) = (false, Some(problem)),
            // What comes of it is worth knowing; there is an answer before long.
            Message::Closed if self.busy => {}
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    fn faults(&self) -> Faults {
        let needed = |password: &Secret| (self.tried && password.is_empty()).then_some("change-password-needed");
        // Typed letter by letter it only begins as the other one does.
        let differs = if self.tried { self.again != self.new } else { !self.new.reveal().starts_with(self.again.reveal()) };
        let wrong = matches!(self.refused, Some(Problem::AuthFailed(AuthFailure::WrongPassword)));
        Faults {
            now: needed(&self.now).or(wrong.then_some("change-password-wrong")),
            new: needed(&self.new),
            again: differs.then_some("change-password-differs"),
        }
    }

    fn submit(&mut self) -> Action {
        (self.tried, self.refused) = (true, None);
        if self.busy || self.faults() != Faults::default() {
            return Action::None;
        }
        self.busy = true;
        let (account, now, password) = (self.account.clone(), self.now.clone(), self.new.clone());
        let command = Command::ChangePassword { account, now, password };
        Action::ask(command, |answer| super::Message::ChangePassword(Message::Answered(answer)))
    }

    pub fn view<'a>(&'a self, id: window::Id) -> Element<'a, Message> {
        if let Some(kept) = self.changed {
            let said = if kept { "change-password-done" } else { "change-password-not-kept" };
            let said = form::done(t_with(said, &[("account", self.account.as_str().into())]));
            let body = container(said).padding([16, 20]);
            return Dialog::to_read(id, Self::title(), body, "change-password-close", Message::Closed).into();
        }
        let faults = self.faults();
        let line = |at: usize, key: &'static str, name: &str, password: &'a Secret, fault: Option<&str>, edited: fn(Secret) -> Message| {
            let field = field::field(&self.ids[at], key, &t(name), password.reveal()).secure().error(fault.map(t));
            // What is on its way stands.
            let field = if self.busy { field } else { field.on_input(move |text| edited(Secret::new(text))) };
            form::labelled(&t(name), field.on_submit(Message::Submitted))
        };
        let account = t_with("change-password-account", &[("account", self.account.as_str().into())]);
        let fields = vec![
            text(account).size(theme::LABEL).style(theme::dim).wrapping(text::Wrapping::WordOrGlyph).into(),
            line(0, "now", "change-password-now", &self.now, faults.now, Message::NowEdited),
            line(1, "new", "change-password-new", &self.new, faults.new, Message::NewEdited),
            line(2, "again", "change-password-again", &self.again, faults.again, Message::AgainEdited),
        ];
        let refused = self.refused.as_ref().filter(|_| faults.now.is_none());
        let said = refused.map(|problem| container(form::refusal(refusal(problem))).padding([8, 20]).into());
        Dialog {
            window: id,
            title: Self::title(),
            body: form::fields(fields),
            said,
            left: Vec::new(),
            right: vec![
                button::secondary("cancel", &t("button-cancel"), (!self.busy).then_some(Message::Closed)).into(),
                button::primary("submit", &t("change-password-submit"), (!self.busy).then_some(Message::Submitted)).into(),
            ],
            start: Some(self.ids[0].clone()),
            on_escape: Message::Closed,
            on_enter: Some(Message::Submitted),
            question: None,
        }
        .into()
    }
}

/// Why the server has not taken it, as far as that says more here than elsewhere.
fn refusal(problem: &Problem) -> String {
    match problem {
        Problem::Offline | Problem::Timeout => t("change-password-unsure"),
        Problem::Stanza { .. } if matches!(problem.condition(), "service-unavailable" | "feature-not-implemented" | "not-allowed") => {
            t("change-password-not-offered")
        }
        _ => words::problem(problem),
    }
}
