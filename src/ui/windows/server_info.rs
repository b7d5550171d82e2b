//! Server Info: how an account is connected, and what its server can do.

use super::Action;
use crate::i18n::{t, t_with};
use crate::model::discovery::{Discovered, Item};
use crate::model::{AccountState, AccountStatus, BareJid, Command, Jid, Problem, Reply, State};
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::frame::Dialog;
use crate::ui::widgets::{button, form};
use crate::ui::{theme, words};
use iced::widget::{Column, column, container, row, text};
use iced::{Element, Length, Size, window};

pub const SIZE: Size = Size::new(520.0, 600.0);

/// The width of the names: enough for German.
const LABELS: f32 = 180.0;

/// What matters to people, by the name it goes under on the wire: on the account, the server, or a service of it.
const KNOWN: &[(&str, &str)] = &[
    ("urn:xmpp:mam:2", "server-archive"),
    ("urn:xmpp:carbons:2", "server-carbons"),
    ("urn:xmpp:blocking", "server-blocking"),
    ("urn:xmpp:push:0", "server-push"),
    ("http://jabber.org/protocol/pubsub#publish", "server-pep"),
    ("urn:xmpp:bookmarks:1#compat", "server-bookmarks"),
    ("vcard-temp", "server-profiles"),
    ("http://jabber.org/protocol/muc", "server-rooms"),
    ("urn:xmpp:http:upload:0", "server-upload"),
    ("urn:xmpp:extdisco:2", "server-calls"),
];

#[derive(Debug, Clone)]
pub enum Message {
    AccountChosen(BareJid),
    Told(BareJid, Result<Reply, Problem>),
    Copied(String),
    Closed,
}

#[derive(Debug)]
pub struct ServerInfo {
    account: Option<BareJid>,
    /// The server, the account on it, and the services of the server.
    told: Vec<Discovered>,
    problem: Option<Problem>,
}

impl ServerInfo {
    pub fn new(state: &State) -> Self {
        let online = state.accounts.values().find(|status| status.state == AccountState::Online);
        let account = online.or(state.accounts.values().next()).map(|status| status.jid().clone());
        Self { account, told: Vec::new(), problem: None }
    }

    pub fn title() -> String {
        t("server-title")
    }

    /// Asks the server, its services, and our own account on it.
    pub fn begin(&self) -> Action {
        let Some(account) = &self.account else { return Action::None };
        let Ok(domain) = account.domain().as_str().parse::<Jid>() else { return Action::None };
        let items = Command::DiscoverItems { account: account.clone(), jid: domain.clone(), node: None };
        Action::All(vec![self.ask(domain), self.ask(account.clone().into()), self.told_as(items)])
    }

    fn ask(&self, jid: Jid) -> Action {
        let Some(account) = self.account.clone() else { return Action::None };
        self.told_as(Command::Discover { account, jid, node: None })
    }

    fn told_as(&self, command: Command) -> Action {
        let Some(account) = self.account.clone() else { return Action::None };
        Action::ask(command, |answer| super::Message::ServerInfo(Message::Told(account, answer)))
    }

    pub fn update(&mut self, message: Message) -> Action {
        /// Services that are asked what they are.
        const MOST: usize = 20;
        match message {
            Message::AccountChosen(account) => {
                (self.account, self.told, self.problem) = (Some(account), Vec::new(), None);
                return self.begin();
            }
            Message::Told(of, answer) if self.account.as_ref() == Some(&of) => match answer {
                Ok(Reply::Discovered(told)) => self.told.push(*told),
                Ok(Reply::Items(items)) => {
                    return Action::All(items.into_iter().take(MOST).map(|Item { jid, .. }| self.ask(jid)).collect());
                }
                Ok(_) => {}
                // A service that does not answer is no fault of the server.
                Err(problem) if self.told.is_empty() => self.problem = Some(problem),
                Err(_) => {}
            },
            Message::Told(..) => {}
            Message::Copied(text) => return Action::Run(iced::clipboard::write(text)),
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    pub fn view<'a>(&self, id: window::Id, state: &State) -> Element<'a, Message> {
        let accounts: Vec<BareJid> = state.accounts.keys().cloned().collect();
        let names: Vec<String> = accounts.iter().map(ToString::to_string).collect();
        let at = accounts.iter().position(|account| Some(account) == self.account.as_ref()).unwrap_or(0);
        let chosen = (accounts.len() > 1).then(|| {
            let name = t("console-account");
            form::labelled(&name, choice("account", &name, &names, at, |index| Message::AccountChosen(accounts[index].clone())))
        });
        let status = self.account.as_ref().and_then(|account| state.accounts.get(account));
        let facts: Vec<_> = status.map(|status| self.facts(status)).unwrap_or_default();
        let copied: Vec<String> = facts
            .iter()
            .flat_map(|(heading, lines)| {
                let lines = lines.iter().map(|(key, value)| format!("{}: {value}", t(key)));
                std::iter::once(t(heading)).chain(lines).collect::<Vec<_>>()
            })
            .collect();
        let sections = facts.into_iter().map(|(heading, lines)| {
            let lines = lines.into_iter().map(|(key, value)| fact(key, value));
            let heading = text(t(heading)).size(theme::LABEL).font(theme::SEMIBOLD);
            column![heading, Column::with_children(lines).spacing(4)].spacing(8).into()
        });
        let body = Column::new().extend(chosen).extend(sections).spacing(20).padding([16, 20]);
        let copy = button::secondary("copy", &t("console-copy"), Some(Message::Copied(copied.join("\n"))));
        Dialog {
            left: vec![copy.into()],
            ..Dialog::to_read(id, Self::title(), container(body).width(Length::Fill), "server-close", Message::Closed)
        }
        .into()
    }

    /// Headings, and what stands below each: names and values.
    fn facts(&self, status: &AccountStatus) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
        let yes = |yes: bool| t(if yes { "server-yes" } else { "server-no" });
        let mut connection = vec![("server-account", status.jid().to_string()), ("server-state", words::account(status))];
        connection.extend(status.tls.map(|tls| ("server-encryption", tls.to_owned())));
        connection.extend(status.mechanism.clone().map(|mechanism| ("server-sign-in", mechanism)));
        connection.extend(status.bound.clone().map(|resource| ("server-resource", resource)));
        if status.state == AccountState::Online {
            connection.push(("server-resumed", yes(status.resumed)));
        }
        connection.extend(status.max_bytes.map(|most| ("server-longest", t_with("server-bytes", &[("count", most.into())]))));
        let mut all = vec![("server-connection", connection)];
        if let Some(certificate) = &status.certificate {
            let until = certificate.not_after.to_zoned(jiff::tz::TimeZone::system()).strftime(&t("server-date")).to_string();
            let facts = vec![
                ("server-subject", certificate.subject.clone()),
                ("server-issuer", certificate.issuer.clone()),
                ("server-until", until),
                ("server-fingerprint", super::certificate::spaced(&certificate.sha256.to_string())),
            ];
            all.push(("server-certificate", facts));
        }
        if let Some(problem) = &self.problem {
            all.push(("server-abilities", vec![("server-state", words::problem(problem))]));
        } else if !self.told.is_empty() {
            let named = self.told.iter().flat_map(|told| &told.identities).find(|identity| identity.category == "server");
            let software = named.and_then(|identity| identity.name.clone()).map(|name| ("server-software", name));
            let can = |feature: &str| self.told.iter().any(|told| told.features.iter().any(|known| known == feature));
            all.push((
                "server-abilities",
                software.into_iter().chain(KNOWN.iter().map(|(feature, word)| (*word, yes(can(feature))))).collect(),
            ));
        }
        all
    }
}

fn fact<'a>(key: &str, value: String) -> Element<'a, Message> {
    let label = text(t(key)).size(theme::SMALL).style(theme::dim).width(LABELS);
    row![label, text(value).size(theme::SMALL).wrapping(text::Wrapping::WordOrGlyph).width(Length::Fill)].spacing(12).into()
}
