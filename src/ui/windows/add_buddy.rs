//! Add Buddy: address, alias, group, an invitation in words, and the account when there are several.

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::{BareJid, Command, Problem, Reply, State};
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{button, choice, field, form};
use crate::ui::{known, theme, words};
use iced::advanced::widget::Id;
use iced::widget::{column, text};
use iced::{Element, Size, window};

#[derive(Debug, Clone)]
pub enum Message {
    AddressEdited(String),
    AliasEdited(String),
    GroupEdited(String),
    InvitationEdited(String),
    AccountChosen(usize),
    Submitted,
    Answered(Result<Reply, Problem>),
    Cancelled,
}

#[derive(Debug)]
pub struct AddBuddy {
    account: Option<BareJid>,
    /// There were several accounts when it was opened.
    several: bool,
    address: String,
    alias: String,
    group: String,
    invitation: String,
    tried: bool,
    busy: bool,
    refused: Option<Problem>,
    ids: [Id; 4],
}

impl AddBuddy {
    /// An account that has gone is none to be chosen.
    pub fn on_state(&mut self, state: &State) {
        if self.account.as_ref().is_some_and(|account| !state.accounts.contains_key(account)) {
            self.account = usual_account(state);
        }
    }

    pub fn new(state: &State, account: Option<BareJid>, jid: Option<&BareJid>, name: Option<String>) -> Self {
        Self {
            account: account.or_else(|| usual_account(state)),
            several: state.accounts.len() > 1,
            address: jid.map(ToString::to_string).unwrap_or_default(),
            alias: name.unwrap_or_default(),
            group: String::new(),
            invitation: String::new(),
            tried: false,
            busy: false,
            refused: None,
            ids: std::array::from_fn(|_| Id::unique()),
        }
    }

    /// The group that a link brings.
    pub fn fill_in(&mut self, group: &str) {
        group.clone_into(&mut self.group);
    }

    pub fn title() -> String {
        t("add-buddy-title")
    }

    /// Its first size, and the smallest one: with several accounts there is one field more.
    pub fn size(&self) -> (Size, Size) {
        let height = if self.several { 336.0 } else { 296.0 };
        (Size::new(460.0, height), Size::new(420.0, height))
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::AddressEdited(address) => self.address = address,
            Message::AliasEdited(alias) => self.alias = alias,
            Message::GroupEdited(group) => self.group = group,
            Message::InvitationEdited(invitation) => self.invitation = invitation,
            Message::AccountChosen(index) => self.account = state.accounts.keys().nth(index).cloned(),
            Message::Submitted => return self.submit(),
            Message::Answered(Ok(_)) | Message::Cancelled => return Action::Close,
            Message::Answered(Err(problem)) => {
                self.busy = false;
                self.refused = Some(problem);
            }
        }
        Action::None
    }

    fn submit(&mut self) -> Action {
        self.tried = true;
        self.refused = None;
        let (Some(account), Ok(jid), false) = (self.account.clone(), self.jid(), self.busy) else { return Action::None };
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        self.busy = true;
        let command = Command::AddContact {
            account,
            jid,
            name: text(&self.alias),
            groups: text(&self.group).into_iter().collect(),
            message: text(&self.invitation),
        };
        Action::ask(command, |answer| super::Message::AddBuddy(Message::Answered(answer)))
    }

    /// The address; without an @ it is meant on the account's own server.
    fn jid(&self) -> Result<BareJid, &'static str> {
        let typed = self.address.trim().trim_start_matches("xmpp:");
        let whole = match (&self.account, typed.contains('@')) {
            _ if typed.is_empty() => return Err("add-buddy-address-needed"),
            (None, _) => return Err("add-buddy-account-needed"),
            (Some(_), true) => typed.to_owned(),
            (Some(account), false) => format!("{typed}@{}", account.domain()),
        };
        let jid: BareJid = whole.parse().map_err(|_| "add-buddy-address-wrong")?;
        if Some(&jid) == self.account.as_ref() { Err("add-buddy-own-address") } else { Ok(jid) }
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let jid = self.jid();
        let error = jid.as_ref().err().filter(|_| self.tried || !self.address.trim().is_empty()).map(|key| t(key));
        let completed = jid.ok().filter(|_| !self.address.contains('@'));
        let hint = completed.map(|jid| form::hint(t_with("add-buddy-completed", &[("address", jid.as_str().into())])));
        let [address, alias, group, invitation] = &self.ids;
        let line = |id: &Id, key: &str, name: &str, value: &str| field::field(id, key, &t(name), value).on_submit(Message::Submitted);
        let mut fields = vec![
            form::labelled(
                &t("add-buddy-address"),
                column![
                    line(address, "address", "add-buddy-address", &self.address)
                        .placeholder(t("add-buddy-address-example"))
                        .error(error)
                        .offers(known::people(&self.address, self.account.as_ref(), state))
                        .on_input(Message::AddressEdited)
                ]
                .extend(hint)
                .spacing(4),
            ),
            form::labelled(
                &t("add-buddy-alias"),
                line(alias, "alias", "add-buddy-alias", &self.alias).placeholder(t("optional")).on_input(Message::AliasEdited),
            ),
            form::labelled(
                &t("add-buddy-group"),
                line(group, "group", "add-buddy-group", &self.group)
                    .placeholder(t("group-buddies"))
                    .offers(known::groups(&self.group, state))
                    .on_input(Message::GroupEdited),
            ),
            form::labelled(
                &t("add-buddy-invitation"),
                line(invitation, "invitation", "add-buddy-invitation", &self.invitation)
                    .placeholder(t("optional"))
                    .on_input(Message::InvitationEdited),
            ),
        ];
        if state.accounts.len() > 1 {
            let names: Vec<String> = state.accounts.keys().map(ToString::to_string).collect();
            let chosen = state.accounts.keys().position(|jid| Some(jid) == self.account.as_ref()).unwrap_or(0);
            let choice = choice::choice("account", &t("add-buddy-account"), &names, chosen, Message::AccountChosen);
            fields.push(form::labelled(&t("add-buddy-account"), choice));
        }
        if let Some(problem) = &self.refused {
            fields.push(form::beside(text(words::problem(problem)).size(theme::LABEL).style(theme::danger)));
        }
        Dialog {
            window: id,
            title: Self::title(),
            body: form::fields(fields),
            said: None,
            left: Vec::new(),
            right: vec![
                button::secondary("cancel", &t("button-cancel"), Some(Message::Cancelled)).into(),
                button::primary("submit", &t("button-add"), (!self.busy).then_some(Message::Submitted)).into(),
            ],
            start: Some(address.clone()),
            on_escape: Message::Cancelled,
            on_enter: Some(Message::Submitted),
            question: None,
        }
        .into()
    }
}

/// The account that is meant when none is named: the first that is online, else the first that is enabled.
pub fn usual_account(state: &State) -> Option<BareJid> {
    let online = |status: &&crate::model::AccountStatus| status.state == crate::model::AccountState::Online;
    let mut accounts = state.accounts.values();
    let first = accounts.clone().find(online).or_else(|| accounts.clone().find(|status| status.config.enabled)).or_else(|| accounts.next());
    first.map(|status| status.jid().clone())
}
