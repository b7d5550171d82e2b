//! Add Account and Modify Account: protocol, username, domain, password; advanced: security, server, port, resource.

use super::{Action, Opening};
use crate::i18n::{problem, t, t_with};
use crate::model::problem::{AuthFailure, BadArgument};
use crate::model::{Account, AccountState, AccountStatus, Archiving, BareJid, Command, Host, Problem, Reply, Secret, Security, State};
use crate::ui::known;
use crate::ui::theme;
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{button, choice, field, form, tick};
use crate::ui::words;
use iced::advanced::widget::Id;
use iced::widget::{column, text};
use iced::{Element, Size, window};

#[derive(Debug, Clone)]
pub enum Message {
    ProtocolChosen,
    UsernameEdited(String),
    DomainEdited(String),
    PasswordEdited(Secret),
    RememberTicked(bool),
    AdvancedToggled,
    SecurityChosen(usize),
    ServerEdited(String),
    PortEdited(String),
    ResourceEdited(String),
    AliasEdited(String),
    PlainTicked(bool),
    /// The administrator says that the server offers less now.
    WeakerAccepted,
    WeakerTold(Result<Reply, Problem>),
    /// What the server keeps, as far as it tells.
    ArchivingTold(Result<Reply, Problem>),
    ArchivingChosen(usize),
    ArchivingSaved(Result<Reply, Problem>),
    Submitted,
    Answered(Result<Reply, Problem>),
    Cancelled,
}

#[derive(Debug)]
pub struct AccountEditor {
    /// What is modified; `None` when adding.
    before: Option<Account>,
    username: String,
    domain: String,
    password: Secret,
    remember: bool,
    advanced: bool,
    security: Security,
    server: String,
    port: String,
    resource: String,
    alias: String,
    allow_plain: bool,
    /// What the server keeps, and what it is to keep; `None` where it does not tell.
    archiving: Option<(Archiving, Archiving)>,
    /// Enter was pressed: what is missing is told, too.
    tried: bool,
    busy: bool,
    refused: Option<Problem>,
    /// There was no account when it was submitted.
    first: bool,
    ids: Ids,
}

#[derive(Debug)]
struct Ids {
    username: Id,
    domain: Id,
    password: Id,
    server: Id,
    port: Id,
    resource: Id,
    alias: Id,
}

/// The size without and with the advanced fields.
const SIZE: Size = Size::new(460.0, 364.0);
const TALL: Size = Size::new(460.0, 660.0);

/// What is wrong with the fields.
#[derive(Debug, Default, PartialEq)]
struct Faults {
    username: Option<String>,
    domain: Option<String>,
    server: Option<String>,
    port: Option<String>,
}

impl AccountEditor {
    pub fn add() -> Self {
        let new = Id::unique;
        Self {
            before: None,
            username: String::new(),
            domain: String::new(),
            password: Secret::new(""),
            remember: false,
            advanced: false,
            security: Security::Auto,
            server: String::new(),
            port: String::new(),
            resource: String::new(),
            alias: String::new(),
            allow_plain: true,
            archiving: None,
            tried: false,
            busy: false,
            refused: None,
            first: false,
            ids: Ids { username: new(), domain: new(), password: new(), server: new(), port: new(), resource: new(), alias: new() },
        }
    }

    pub fn modify(status: &AccountStatus) -> Self {
        let account = &status.config;
        let host = account.host.as_ref();
        Self {
            username: account.jid.node().map(ToString::to_string).unwrap_or_default(),
            domain: account.jid.domain().to_string(),
            remember: account.remember,
            security: account.security,
            server: host.map(|host| host.name.clone()).unwrap_or_default(),
            port: host.and_then(|host| host.port).map(|port| port.to_string()).unwrap_or_default(),
            resource: account.resource.clone(),
            alias: account.alias.clone().unwrap_or_default(),
            allow_plain: account.allow_plain,
            // What there is to be decided is to be seen.
            advanced: decides_there(status),
            before: Some(account.clone()),
            ..Self::add()
        }
    }

    /// Asks the server what it keeps.
    pub fn begin(&self, state: &State) -> Action {
        let online = |account: &&BareJid| state.accounts.get(*account).is_some_and(|status| status.state == AccountState::Online);
        let Some(account) = self.account().filter(online).cloned() else { return Action::None };
        Action::ask(Command::Archiving { account, change: None }, |answer| super::Message::AccountEditor(Message::ArchivingTold(answer)))
    }

    /// The account that is modified.
    pub fn account(&self) -> Option<&BareJid> {
        self.before.as_ref().map(|account| &account.jid)
    }

    pub fn title(&self) -> String {
        t(if self.before.is_some() { "editor-modify-title" } else { "editor-add-title" })
    }

    pub fn update(&mut self, message: Message, state: &State) -> Action {
        match message {
            Message::ProtocolChosen => {}
            Message::UsernameEdited(username) => self.edit_username(username),
            Message::DomainEdited(domain) => self.domain = domain,
            Message::PasswordEdited(password) => self.password = password,
            Message::RememberTicked(remember) => self.remember = remember,
            Message::AdvancedToggled => {
                self.advanced = !self.advanced;
                return Action::Resize(self.size());
            }
            Message::SecurityChosen(index) => self.security = Security::ALL.get(index).copied().unwrap_or_default(),
            Message::ServerEdited(server) => self.server = server,
            Message::PortEdited(port) => self.port = port,
            Message::ResourceEdited(resource) => self.resource = resource,
            Message::AliasEdited(alias) => self.alias = alias,
            Message::PlainTicked(allow) => self.allow_plain = allow,
            Message::WeakerAccepted => {
                let Some(account) = self.account().cloned() else { return Action::None };
                self.busy = true;
                let forget = Command::ForgetSignIn(account);
                return Action::ask(forget, |answer| super::Message::AccountEditor(Message::WeakerTold(answer)));
            }
            Message::ArchivingTold(Ok(Reply::Archiving(rule))) => self.archiving = Some((rule, rule)),
            // Without an archive, or its preferences, there is nothing to choose.
            Message::ArchivingTold(_) => {}
            Message::ArchivingChosen(index) => {
                if let (Some((_, wanted)), Some(rule)) = (&mut self.archiving, Archiving::ALL.get(index)) {
                    *wanted = *rule;
                }
            }
            Message::ArchivingSaved(Ok(_)) => {
                self.archiving = self.archiving.map(|(_, wanted)| (wanted, wanted));
                self.busy = false;
                return self.submit(state);
            }
            Message::ArchivingSaved(Err(problem)) => (self.busy, self.refused) = (false, Some(problem)),
            Message::Submitted => return self.submit(state),
            // What else was changed is still to be saved.
            Message::WeakerTold(Ok(_)) => self.busy = false,
            Message::WeakerTold(Err(problem)) => (self.busy, self.refused) = (false, Some(problem)),
            Message::Answered(Ok(_)) if self.first => return Action::Open(Opening::BuddyList).and(Action::Close),
            Message::Answered(Ok(_)) | Message::Cancelled => return Action::Close,
            Message::Answered(Err(problem)) => {
                self.busy = false;
                self.refused = Some(problem);
            }
        }
        Action::None
    }

    /// A whole address pasted into the username is taken apart.
    fn edit_username(&mut self, username: String) {
        let pasted = username.chars().count() > self.username.chars().count() + 1;
        match username.split_once('@') {
            Some((local, domain)) if pasted && !domain.is_empty() => {
                domain.trim().clone_into(&mut self.domain);
                local.trim().clone_into(&mut self.username);
            }
            _ => self.username = username,
        }
    }

    /// Username and domain; an address typed into the username counts when no domain is given.
    fn parts(&self) -> (&str, &str) {
        let (username, domain) = (self.username.trim(), self.domain.trim());
        match username.split_once('@') {
            Some((local, rest)) if domain.is_empty() || domain == rest => (local, rest),
            _ => (username, domain),
        }
    }

    fn jid(&self) -> Option<BareJid> {
        let (username, domain) = self.parts();
        if username.is_empty() || domain.is_empty() {
            return None;
        }
        format!("{username}@{domain}").parse().ok()
    }

    /// What can be told while typing; what is missing only after the first try.
    fn faults(&self, state: &State) -> Faults {
        let (username, domain) = self.parts();
        let needed = |text: &str, key: &str| (self.tried && text.is_empty()).then(|| t(key));
        let mut faults = Faults {
            username: needed(username, "editor-username-needed"),
            domain: needed(domain, "editor-domain-needed"),
            ..Faults::default()
        };
        if !username.is_empty() && format!("{username}@example.org").parse::<BareJid>().is_err() {
            faults.username = Some(t("editor-username-wrong"));
        } else if !domain.is_empty() && (domain.contains(char::is_whitespace) || format!("a@{domain}").parse::<BareJid>().is_err()) {
            faults.domain = Some(t("editor-domain-wrong"));
        } else if self.before.is_none() && self.jid().is_some_and(|jid| state.accounts.contains_key(&jid)) {
            faults.username = Some(problem::words(&Problem::BadArgument(BadArgument::AccountExists)));
        }
        let server = self.server.trim();
        if !server.is_empty() && Host::parse(server).is_none() {
            faults.server = Some(t("editor-server-wrong"));
        }
        let port = self.port.trim();
        if !port.is_empty() && port.parse::<u16>().ok().filter(|port| *port != 0).is_none() {
            faults.port = Some(t("editor-port-wrong"));
        } else if !port.is_empty() && server.is_empty() {
            faults.port = Some(t("editor-port-without-server"));
        }
        faults
    }

    fn submit(&mut self, state: &State) -> Action {
        self.tried = true;
        self.refused = None;
        let faults = self.faults(state);
        if faults.server.is_some() || faults.port.is_some() {
            self.advanced = true;
        }
        let (Some(jid), false) = (self.jid(), self.busy || faults != Faults::default()) else { return Action::None };
        if let (Some(account), Some((now, wanted))) = (self.account().cloned(), self.archiving)
            && now != wanted
        {
            // First: a changed account is signed in anew.
            self.busy = true;
            let change = Command::Archiving { account, change: Some(wanted) };
            return Action::ask(change, |answer| super::Message::AccountEditor(Message::ArchivingSaved(answer)));
        }
        let base = self.before.clone().unwrap_or_else(|| Account::new(jid, String::new()));
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let host = Host::parse(&self.server).map(|host| Host { port: self.port.trim().parse().ok().or(host.port), ..host });
        let account = Account {
            alias: text(&self.alias),
            allow_plain: self.allow_plain,
            host,
            security: self.security,
            resource: text(&self.resource).unwrap_or_default(),
            remember: self.remember,
            ..base
        };
        let password = Some(self.password.clone()).filter(|password| !password.is_empty());
        self.busy = true;
        self.first = state.accounts.is_empty();
        let command =
            if self.before.is_some() { Command::ModifyAccount { account, password } } else { Command::AddAccount { account, password } };
        Action::ask(command, |answer| super::Message::AccountEditor(Message::Answered(answer)))
    }

    pub fn view<'a>(&'a self, id: window::Id, state: &'a State) -> Element<'a, Message> {
        let faults = self.faults(state);
        let mut fields = vec![
            form::labelled(
                &t("editor-protocol"),
                choice::choice("protocol", &t("editor-protocol"), &["XMPP".to_owned()], 0, |_| Message::ProtocolChosen).tab_stop(false),
            ),
            form::labelled(&t("editor-username"), self.username_field(faults.username)),
            form::labelled(&t("editor-domain"), self.domain_field(faults.domain, state)),
            form::labelled(
                &t("editor-password"),
                field::field(&self.ids.password, "password", &t("editor-password"), self.password.reveal())
                    .secure()
                    .placeholder(if self.before.is_some() { t("editor-password-kept") } else { String::new() })
                    .on_input(|text| Message::PasswordEdited(Secret::new(text)))
                    .on_submit(Message::Submitted),
            ),
            form::beside(column![
                tick::tick("remember", &t("editor-remember"), self.remember, Message::RememberTicked),
                form::hint(t(if self.remember { "editor-remember-hint" } else { "editor-forget-hint" })),
            ]),
        ];
        fields.push(form::beside(button::disclosure("advanced", &t("editor-advanced"), self.advanced, Message::AdvancedToggled)));
        if self.advanced {
            fields.extend(self.advanced_fields(faults.server, faults.port));
            fields.extend(self.archiving.map(|(_, wanted)| archiving_field(wanted)));
            let status = self.account().and_then(|account| state.accounts.get(account));
            fields.extend(status.filter(|status| is_downgraded(status)).map(|_| self.weaker()));
        }
        if let Some(problem) = &self.refused {
            fields.push(form::beside(text(words::problem(problem)).size(theme::LABEL).style(theme::danger)));
        }
        let add = t(if self.before.is_some() { "button-save" } else { "button-add" });
        Dialog {
            window: id,
            title: self.title(),
            body: form::fields(fields),
            said: None,
            left: Vec::new(),
            right: vec![
                button::secondary("cancel", &t("button-cancel"), Some(Message::Cancelled)).into(),
                button::primary("submit", &add, (!self.busy).then_some(Message::Submitted)).into(),
            ],
            start: Some(if self.before.is_some() { self.ids.password.clone() } else { self.ids.username.clone() }),
            on_escape: Message::Cancelled,
            on_enter: Some(Message::Submitted),
            question: None,
        }
        .into()
    }

    /// Somebody may be listening, so nothing is accepted by itself.
    fn weaker(&self) -> Element<'_, Message> {
        let accept = button::danger("weaker", &t("editor-weaker"), (!self.busy).then_some(Message::WeakerAccepted));
        form::beside(column![form::hint(t("editor-weaker-hint")), accept].spacing(8))
    }

    /// Its first size.
    pub fn size(&self) -> Size {
        if self.advanced { TALL } else { SIZE }
    }

    fn username_field(&self, error: Option<String>) -> Element<'_, Message> {
        let field = field::field(&self.ids.username, "username", &t("editor-username"), &self.username).on_submit(Message::Submitted);
        // The address is the account: another address is another account.
        if self.before.is_some() {
            return field.into();
        }
        field.error(error).on_input(Message::UsernameEdited).into()
    }

    fn domain_field(&self, error: Option<String>, state: &State) -> Element<'_, Message> {
        let field = field::field(&self.ids.domain, "domain", &t("editor-domain"), &self.domain)
            .placeholder(known::USUAL_DOMAIN)
            .on_submit(Message::Submitted);
        if self.before.is_some() {
            return field.into();
        }
        let field = field.offers(known::domains(&self.domain, state));
        let below = self.jid().filter(|_| error.is_none());
        let below = below.map(|jid| form::hint(t_with("editor-address", &[("address", jid.as_str().into())])));
        column![field.error(error).on_input(Message::DomainEdited)].extend(below).spacing(4).into()
    }

    fn advanced_fields(&self, server: Option<String>, port: Option<String>) -> Vec<Element<'_, Message>> {
        let securities = ["editor-security-auto", "editor-security-direct", "editor-security-starttls"].map(t);
        let chosen = Security::ALL.into_iter().position(|security| security == self.security).unwrap_or(0);
        let line = |id: &Id, key: &str, name: &str, value: &str| field::field(id, key, name, value).on_submit(Message::Submitted);
        vec![
            form::labelled(
                &t("editor-security"),
                choice::choice("security", &t("editor-security"), &securities, chosen, Message::SecurityChosen),
            ),
            form::labelled(
                &t("editor-server"),
                line(&self.ids.server, "server", &t("editor-server"), &self.server)
                    .placeholder(t("editor-server-example"))
                    .error(server)
                    .on_input(Message::ServerEdited),
            ),
            form::labelled(
                &t("editor-port"),
                line(&self.ids.port, "port", &t("editor-port"), &self.port).placeholder("5222").error(port).on_input(Message::PortEdited),
            ),
            form::labelled(
                &t("editor-resource"),
                line(&self.ids.resource, "resource", &t("editor-resource"), &self.resource)
                    .placeholder(t("editor-resource-example"))
                    .on_input(Message::ResourceEdited),
            ),
            form::labelled(
                &t("editor-alias"),
                line(&self.ids.alias, "alias", &t("editor-alias"), &self.alias).on_input(Message::AliasEdited),
            ),
            form::beside(column![
                tick::tick("plain", &t("editor-plain"), self.allow_plain, Message::PlainTicked),
                form::hint(t("editor-plain-hint")),
            ]),
        ]
    }
}

/// The server offers less than it did.
fn is_downgraded(status: &AccountStatus) -> bool {
    status.problem == Some(Problem::AuthFailed(AuthFailure::Downgrade))
}

/// What keeps the account from signing in is decided among the advanced fields.
fn decides_there(status: &AccountStatus) -> bool {
    is_downgraded(status) || status.problem == Some(Problem::AuthFailed(AuthFailure::PlainNotAllowed))
}

fn archiving_field<'a>(wanted: Archiving) -> Element<'a, Message> {
    let rules = Archiving::ALL.map(|rule| {
        t(match rule {
            Archiving::Always => "editor-archiving-always",
            Archiving::Buddies => "editor-archiving-buddies",
            Archiving::Never => "editor-archiving-never",
        })
    });
    let at = Archiving::ALL.into_iter().position(|rule| rule == wanted).unwrap_or(0);
    let name = t("editor-archiving");
    form::labelled(&name, choice::choice("archiving", &name, &rules, at, Message::ArchivingChosen))
}
