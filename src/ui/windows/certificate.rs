//! Certificate: the server could not prove who it is. Not connecting is what Enter and Esc do.

use super::Action;
use crate::i18n::{problem, t, t_with};
use crate::model::{AccountStatus, BareJid, Certificate as Shown, Command, Problem, Reply, State};
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{button, form};
use crate::ui::{theme, words};
use iced::advanced::widget::Id;
use iced::widget::{column, container, row as line, text};
use iced::{Element, Length, alignment, window};

#[derive(Debug, Clone)]
pub enum Message {
    Trusted,
    Answered(Result<Reply, Problem>),
    Closed,
}

#[derive(Debug)]
pub struct Certificate {
    account: BareJid,
    refused: Option<Problem>,
    id: Id,
}

/// The certificate in question, when the account waits for a word about it.
pub fn in_question(status: &AccountStatus) -> Option<&Shown> {
    let asks = status.config.enabled && status.problem == Some(Problem::UntrustedCertificate);
    status.certificate.as_ref().filter(|_| asks)
}

impl Certificate {
    pub fn new(account: BareJid) -> Self {
        Self { account, refused: None, id: Id::unique() }
    }

    pub fn account(&self) -> &BareJid {
        &self.account
    }

    pub fn title() -> String {
        t("certificate-title")
    }

    fn shown<'a>(&self, state: &'a State) -> Option<&'a Shown> {
        state.accounts.get(&self.account).and_then(in_question)
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::Trusted => {
                if let Some(sha256) = self.shown(state).map(|certificate| certificate.sha256) {
                    let command = Command::TrustCertificate { account: self.account.clone(), sha256 };
                    return Action::ask(command, |answer| super::Message::Certificate(Message::Answered(answer)));
                }
            }
            Message::Answered(Ok(_)) | Message::Closed => return Action::Close,
            Message::Answered(Err(problem)) => self.refused = Some(problem),
        }
        Action::None
    }

    /// Another word was given elsewhere, or the account is gone.
    pub fn on_state(&mut self, state: &State) -> Action {
        if self.shown(state).is_none() { Action::Close } else { Action::None }
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let shown = self.shown(state);
        let fault = shown.and_then(|certificate| certificate.fault).map(problem::certificate_fault).unwrap_or_default();
        let question = t_with("certificate-question", &[("server", self.account.domain().as_str().into())]);
        let head = column![text(question).size(theme::BODY).font(theme::MEDIUM), text(fault).size(theme::LABEL)].spacing(6);
        let mut lines = vec![head.into()];
        if let Some(certificate) = shown {
            let until = certificate.not_after.strftime("%Y-%m-%d").to_string();
            lines.extend([
                fact("certificate-subject", certificate.subject.clone()),
                fact("certificate-issuer", certificate.issuer.clone()),
                fact("certificate-until", until),
                fact("certificate-fingerprint", spaced(&certificate.sha256.to_string())),
            ]);
        }
        lines.push(container(text(t("certificate-advice")).size(theme::LABEL)).padding([10, 12]).style(theme::warn_card).into());
        if let Some(problem) = &self.refused {
            lines.push(text(words::problem(problem)).size(theme::LABEL).style(theme::danger).into());
        }
        let trust = shown.map(|_| Message::Trusted);
        Dialog {
            window: id,
            title: Self::title(),
            body: form::fields(lines),
            said: None,
            left: vec![button::danger("trust", &t("certificate-trust"), trust).into()],
            right: vec![button::primary("refuse", &t("certificate-refuse"), Some(Message::Closed)).id(self.id.clone()).into()],
            start: Some(self.id.clone()),
            on_escape: Message::Closed,
            on_enter: Some(Message::Closed),
            question: None,
        }
        .into()
    }
}

fn fact<'a>(key: &str, value: String) -> Element<'a, Message> {
    let name = t(key);
    let semantics = Semantics { value: Some(value.clone()), ..Semantics::new(Role::Label, key, name.clone()) };
    let label = text(name.clone()).size(theme::LABEL).style(theme::dim).width(form::LABEL_WIDTH).align_x(alignment::Horizontal::Right);
    let value = text(value).size(theme::LABEL).wrapping(text::Wrapping::WordOrGlyph).width(Length::Fill);
    accessible(semantics, line![label, value].spacing(12)).into()
}

/// A fingerprint in groups that can be compared by eye.
pub(super) fn spaced(digits: &str) -> String {
    let digits: Vec<char> = digits.to_uppercase().chars().collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.chunks(8).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n")
}
