//! Keep a Nickname: what a room asks of those for whom it keeps one, where that is more than the name (XEP-0045 §7.10).

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::form::Form;
use crate::model::{BareJid, Command, Problem, Reply, State};
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::server_form::server_form;
use crate::ui::widgets::{button, form};
use crate::ui::words;
use iced::widget::{container, space};
use iced::{Element, Size, window};
use std::collections::BTreeMap;

pub const SIZE: Size = Size::new(440.0, 420.0);
pub const SMALLEST: Size = Size::new(380.0, 280.0);

#[derive(Debug, Clone)]
pub enum Message {
    Told(Result<Reply, Problem>),
    FieldSet(String, Vec<String>),
    Submitted,
    Answered(Result<Reply, Problem>),
    Closed,
}

#[derive(Debug)]
pub struct Registration {
    account: BareJid,
    room: BareJid,
    /// `None` until the room has told it.
    form: Option<Box<Form>>,
    changed: BTreeMap<String, Vec<String>>,
    busy: bool,
    problem: Option<Problem>,
}

impl Registration {
    /// Whose it is.
    pub fn account(&self) -> &BareJid {
        &self.account
    }

    pub fn new(account: BareJid, room: BareJid) -> Self {
        Self { account, room, form: None, changed: BTreeMap::new(), busy: false, problem: None }
    }

    /// On which account, and of which room.
    pub fn about(&self) -> (&BareJid, &BareJid) {
        (&self.account, &self.room)
    }

    pub fn title(&self, state: &State) -> String {
        let known = state.rooms.get(&(self.account.clone(), self.room.clone()));
        let name = known.map_or_else(|| self.room.to_string(), |known| known.display_name().to_owned());
        t_with("registration-title", &[("room", name.into())])
    }

    /// Asks for the form, once.
    pub fn begin(&self) -> Action {
        if self.form.is_some() {
            return Action::None;
        }
        let command = Command::RegistrationForm { account: self.account.clone(), room: self.room.clone() };
        Action::ask(command, |answer| super::Message::Registration(Message::Told(answer)))
    }

    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Told(Ok(Reply::Form(form))) => self.form = Some(form),
            Message::Told(Ok(_)) => {}
            Message::FieldSet(name, values) => drop(self.changed.insert(name, values)),
            Message::Submitted => return self.submit(),
            Message::Answered(Ok(_)) | Message::Closed => return Action::Close,
            Message::Told(Err(problem)) | Message::Answered(Err(problem)) => (self.busy, self.problem) = (false, Some(problem)),
        }
        Action::None
    }

    /// As it is to be sent.
    fn filled(&self) -> Option<Form> {
        let mut form = self.form.as_deref()?.clone();
        for (name, values) in &self.changed {
            form.set(name, values.clone());
        }
        Some(form)
    }

    /// Nothing that the room must know is missing.
    fn is_whole(form: &Form) -> bool {
        form.fields.iter().all(|field| !field.required || field.values.iter().any(|value| !value.trim().is_empty()))
    }

    fn submit(&mut self) -> Action {
        let Some(form) = self.filled().filter(|form| !self.busy && Self::is_whole(form)) else { return Action::None };
        (self.busy, self.problem) = (true, None);
        let command = Command::Register { account: self.account.clone(), room: self.room.clone(), form: Box::new(form) };
        Action::ask(command, |answer| super::Message::Registration(Message::Answered(answer)))
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &State) -> Element<'a, Message> {
        let whole = self.filled().is_some_and(|form| Self::is_whole(&form));
        let said = match (&self.problem, &self.form) {
            (Some(problem), _) => Some(form::refusal(words::problem(problem))),
            (None, None) => Some(form::hint(t("room-waiting"))),
            (None, Some(_)) => None,
        };
        Dialog {
            window: id,
            title: self.title(state),
            body: match self.form.as_deref() {
                Some(form) => server_form(form, &self.changed, Message::FieldSet),
                None => space().into(),
            },
            said: said.map(|said| container(said).padding([8, 20]).into()),
            left: Vec::new(),
            right: vec![
                button::secondary("cancel", &t("button-cancel"), Some(Message::Closed)).into(),
                button::primary("submit", &t("registration-submit"), (whole && !self.busy).then_some(Message::Submitted)).into(),
            ],
            start: None,
            on_escape: Message::Closed,
            on_enter: Some(Message::Submitted),
            question: None,
        }
        .into()
    }
}
