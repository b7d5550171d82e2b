//! Set User Info: what an account publishes of its owner, in words (XEP-0054) and as a picture.

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::profile::ProfileField;
use crate::model::{BareJid, Command, Problem, Profile, Reply, State};
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{avatar, button, field, form};
use crate::ui::words;
use iced::advanced::widget::Id;
use iced::widget::{column, container, row};
use iced::{Element, Length, Size, alignment, window};
use std::path::PathBuf;

pub const SIZE: Size = Size::new(480.0, 516.0);
pub const SMALLEST: Size = Size::new(420.0, 320.0);

/// Stands for the end of a line, in a field that has only one.
const NEW_LINE: char = '↵';

/// What can be written, in this order, by the name of its field.
const FIELDS: [(ProfileField, &str); 8] = [
    (ProfileField::FullName, "profile-name"),
    (ProfileField::Nickname, "profile-nick"),
    (ProfileField::Organization, "profile-organization"),
    (ProfileField::Email, "profile-email"),
    (ProfileField::Phone, "profile-phone"),
    (ProfileField::Url, "profile-url"),
    (ProfileField::Birthday, "profile-birthday"),
    (ProfileField::Note, "profile-note"),
];

#[derive(Debug, Clone)]
pub enum Message {
    Told(Result<Reply, Problem>),
    Again,
    Edited(usize, String),
    PicturePicked,
    PictureChosen(Option<PathBuf>),
    PictureRemoved,
    PictureSet(Result<Reply, Problem>),
    Submitted,
    Saved(Result<Reply, Problem>),
    Closed,
}

#[derive(Debug)]
pub struct OwnProfile {
    account: BareJid,
    /// As it was published, each in one line; `None` until the server has told it. What is not changed is left as it is there.
    before: Option<[String; 8]>,
    typed: [String; 8],
    busy: bool,
    /// It could not be had.
    untold: bool,
    problem: Option<Problem>,
    ids: [Id; 8],
}

impl OwnProfile {
    pub fn new(account: BareJid) -> Self {
        Self {
            account,
            before: None,
            typed: Default::default(),
            busy: false,
            untold: false,
            problem: None,
            ids: std::array::from_fn(|_| Id::unique()),
        }
    }

    pub fn account(&self) -> &BareJid {
        &self.account
    }

    pub fn title() -> String {
        t("own-profile-title")
    }

    /// Asks what is published now, once: what is typed since is the user's.
    pub fn begin(&mut self) -> Action {
        if self.before.is_some() {
            return Action::None;
        }
        (self.untold, self.problem) = (false, None);
        let command = Command::Profile { account: self.account.clone(), jid: self.account.clone() };
        Action::ask(command, |answer| super::Message::OwnProfile(Message::Told(answer)))
    }

    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Told(_) if self.before.is_some() => {}
            Message::Told(Ok(Reply::Profile(profile))) => {
                let lines = lines(&profile);
                self.typed.clone_from(&lines);
                self.before = Some(lines);
            }
            Message::Told(Ok(_)) => {}
            Message::Told(Err(problem)) => (self.untold, self.problem) = (true, Some(problem)),
            Message::Again => return self.begin(),
            Message::Edited(at, text) => self.typed[at] = text,
            Message::PicturePicked => return Action::PickPicture(|path| super::Message::OwnProfile(Message::PictureChosen(path))),
            Message::PictureChosen(None) => {}
            Message::PictureChosen(file) => return self.set_picture(file),
            Message::PictureRemoved => return self.set_picture(None),
            Message::PictureSet(Ok(_)) => self.busy = false,
            Message::PictureSet(Err(problem)) | Message::Saved(Err(problem)) => (self.busy, self.problem) = (false, Some(problem)),
            Message::Submitted => return self.submit(),
            Message::Saved(Ok(_)) | Message::Closed => return Action::Close,
        }
        Action::None
    }

    fn set_picture(&mut self, file: Option<PathBuf>) -> Action {
        (self.busy, self.problem) = (true, None);
        let command = Command::SetPicture { account: self.account.clone(), file };
        Action::ask(command, |answer| super::Message::OwnProfile(Message::PictureSet(answer)))
    }

    fn submit(&mut self) -> Action {
        let Some(before) = self.before.as_ref().filter(|_| !self.busy) else { return Action::None };
        let changed = FIELDS.iter().zip(before.iter().zip(&self.typed)).filter(|(_, (before, typed))| before != typed);
        let fields: Vec<_> = changed.map(|((field, _), (_, typed))| (*field, published(typed))).collect();
        if fields.is_empty() {
            return Action::Close;
        }
        (self.busy, self.problem) = (true, None);
        let command = Command::SetProfile { account: self.account.clone(), fields };
        Action::ask(command, |answer| super::Message::OwnProfile(Message::Saved(answer)))
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let seen = state.picture(&self.account, self.account.clone());
        let name = self.account.as_str();
        let ready = !self.busy;
        let remove =
            seen.map(|_| button::secondary("remove-picture", &t("own-profile-no-picture"), ready.then_some(Message::PictureRemoved)));
        let choose = button::secondary("picture", &t("own-profile-picture"), ready.then_some(Message::PicturePicked));
        let buttons = row![choose].extend(remove.map(Into::into)).spacing(8);
        let account = t_with("own-profile-account", &[("account", name.into())]);
        let hint = column![form::hint(account), form::hint(t("own-profile-hint")), buttons].spacing(8).width(Length::Fill);
        let head = row![avatar::person(name, name, 72.0, None).picture(seen), hint].spacing(16).align_y(alignment::Vertical::Top);
        let known = self.before.is_some();
        let lines = FIELDS.iter().zip(&self.ids).zip(&self.typed).enumerate().map(|(at, (((kind, label), id), typed))| {
            let line = field::field(id, kind.as_str(), &t(label), typed).on_submit(Message::Submitted);
            let line = if known && ready { line.on_input(move |text| Message::Edited(at, text)) } else { line };
            form::labelled(&t(label), line)
        });
        let said = match &self.problem {
            Some(problem) => Some(form::refusal(words::problem(problem))),
            None if !known && !self.untold => Some(form::hint(t("profile-asked"))),
            None => None,
        };
        let again = self.untold.then(|| button::secondary("again", &t("user-info-again"), Some(Message::Again)).into());
        Dialog {
            window: id,
            title: Self::title(),
            body: form::fields(std::iter::once(head.into()).chain(lines).collect()),
            said: said.map(|said| container(said).padding([8, 20]).into()),
            left: again.into_iter().collect(),
            right: vec![
                button::secondary("cancel", &t("button-cancel"), Some(Message::Closed)).into(),
                button::primary("submit", &t("button-save"), (known && ready).then_some(Message::Submitted)).into(),
            ],
            start: Some(self.ids[0].clone()),
            on_escape: Message::Closed,
            on_enter: Some(Message::Submitted),
            question: None,
        }
        .into()
    }
}

/// As it was before it was put into one line.
fn published(typed: &str) -> String {
    typed.split(NEW_LINE).map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Each field in one line, as it can be typed.
fn lines(profile: &Profile) -> [String; 8] {
    FIELDS.map(|(field, _)| {
        let value = match field {
            ProfileField::Nickname => &profile.nickname,
            ProfileField::FullName => &profile.full_name,
            ProfileField::Email => &profile.email,
            ProfileField::Phone => &profile.phone,
            ProfileField::Url => &profile.url,
            ProfileField::Organization => &profile.organization,
            ProfileField::Birthday => &profile.birthday,
            ProfileField::Note => &profile.note,
        };
        value.as_deref().unwrap_or_default().lines().map(str::trim).collect::<Vec<_>>().join(&format!(" {NEW_LINE} "))
    })
}
