//! User Info: all there is to know about somebody, with what they publish of themselves.

use super::{Action, Opening};
use crate::i18n::t;
use crate::model::{BareJid, Command, Problem, Reply, State};
use crate::ui::profile::{self, Shown};
use crate::ui::summary;
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{avatar, button};
use iced::widget::{column, container, row};
use iced::{Element, Length, Size, alignment, window};

pub const SIZE: Size = Size::new(440.0, 440.0);
pub const SMALLEST: Size = Size::new(400.0, 300.0);

#[derive(Debug, Clone)]
pub enum Message {
    Answered(Result<Reply, Problem>),
    /// What could not be had is asked for once more.
    Again,
    AddressCopied,
    Chatted,
    Closed,
}

#[derive(Debug)]
pub struct UserInfo {
    account: BareJid,
    jid: BareJid,
    shown: Shown,
}

impl UserInfo {
    /// Whose it is.
    pub fn account(&self) -> &BareJid {
        &self.account
    }

    pub fn new(account: BareJid, jid: BareJid) -> Self {
        Self { account, jid, shown: Shown::Asked }
    }

    /// On which account, and of whom.
    pub fn about(&self) -> (&BareJid, &BareJid) {
        (&self.account, &self.jid)
    }

    pub fn title() -> String {
        t("user-info-title")
    }

    /// Asks for what they publish: whoever opens this wants to know it.
    pub fn begin(&self) -> Action {
        let command = Command::Profile { account: self.account.clone(), jid: self.jid.clone() };
        Action::ask(command, |answer| super::Message::UserInfo(Message::Answered(answer)))
    }

    pub fn update(&mut self, message: Message) -> Action {
        match message {
            // What is known stays, though it cannot be had anew.
            Message::Answered(Err(_)) if matches!(self.shown, Shown::Known(_)) => {}
            Message::Answered(answer) => self.shown = Shown::of(answer),
            Message::Again => {
                self.shown = Shown::Asked;
                return self.begin();
            }
            Message::AddressCopied => return Action::Run(iced::clipboard::write(self.jid.to_string())),
            Message::Chatted => {
                let opening = Opening::Conversation { account: self.account.clone(), jid: self.jid.clone().into() };
                return Action::Open(opening).and(Action::Close);
            }
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let contact = state.contacts.get(&(self.account.clone(), self.jid.clone()));
        let seen = state.picture(&self.account, self.jid.clone());
        let name = contact.map_or(self.jid.as_str(), |contact| contact.display_name());
        let face = avatar::person(name, self.jid.as_str(), 72.0, contact.map(|contact| contact.show)).picture(seen);
        let lines = match contact {
            Some(contact) => summary::contact(contact, state),
            None => summary::stranger(&self.account, &self.jid.clone().into(), state),
        };
        let head = row![face, lines.width(Length::Fill)].spacing(16).align_y(alignment::Vertical::Top);
        let again = matches!(self.shown, Shown::Failed(_)).then(|| button::secondary("again", &t("user-info-again"), Some(Message::Again)));
        let body = column![head, profile::view(Some(&self.shown), Message::Again)].extend(again.map(Into::into)).spacing(16);
        Dialog {
            left: vec![
                button::secondary("copy-address", &t("chat-info-copy"), Some(Message::AddressCopied)).into(),
                button::secondary("chat", &t("user-info-chat"), Some(Message::Chatted)).into(),
            ],
            ..Dialog::to_read(id, Self::title(), container(body).padding([16, 20]).width(Length::Fill), "user-info-close", Message::Closed)
        }
        .into()
    }
}
