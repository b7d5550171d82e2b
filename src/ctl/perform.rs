//! Carries out a verb: picks the account, asks the engine, and gives back what to print.

use super::json::Object;
use super::pick::{Pick, any, person, room};
use super::verb::{AccountVerb, AvatarVerb, ContactVerb, ProfileVerb, Verb};
use super::wait::wait;
use super::wire::Request;
use crate::desktop::instance::Outside;
use crate::engine::Engine;
use crate::model::command::{AddToList, SubscriptionChange};
use crate::model::export::Format;
use crate::model::problem::{BadArgument, NotFound};
use crate::model::profile::ProfileField;
use crate::model::search::Search;
use crate::model::uri::XmppUri;
use crate::model::wording;
use crate::model::{
    Account, AccountState, AccountStatus, Amendment, Availability, BareJid, Command, Contact, Fingerprint, Host, Jid, Manner, MessageId,
    Problem, Reply, Secret, Security, State,
};
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use zeroize::Zeroizing;

/// So much a search gives when nobody says how much.
const SEARCH_LIMIT: u32 = 50;

/// What came of a verb.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    Objects(Vec<Object>),
    /// The caller wants the stream of events, of all accounts or of one.
    Events(Option<BareJid>),
    /// All is stored, the streams are closed: the program can end.
    Ended,
}

/// Whom a verb is carried out with. `windows` is `None` without a display.
#[derive(Debug, Clone)]
pub struct Performer {
    pub engine: Engine,
    pub windows: Option<UnboundedSender<Outside>>,
}

impl Performer {
    pub async fn perform(&self, request: Request) -> Result<Outcome, Problem> {
        let Request { verb, account, password, ca, .. } = request;
        let named = account.as_deref();
        if !is_sayable(&verb) || password.as_ref().is_some_and(|password| !wording::is_sayable(password.reveal())) {
            return Err(Problem::BadArgument(BadArgument::Characters));
        }
        match verb {
            Verb::Account(verb) => self.account(verb, password, ca).await.map(|status| one(Object::Account(status))),
            Verb::Contact(verb) => self.contact(verb, named).await.map(|contact| one(Object::Contact(contact))),
            Verb::Room(verb) => self.room_verb(verb, named).await,
            Verb::Wait { state, timeout } => {
                let state = AccountState::parse(&state).ok_or_else(not_understood)?;
                let mut now = self.state().await?;
                let account = Pick::new(&now, named)?.one()?;
                let limit = Duration::try_from_secs_f64(timeout).map_err(|_| Problem::BadArgument(BadArgument::Number))?;
                // What is so already is waited for no time at all.
                let status = match now.accounts.remove(&account).filter(|status| status.state == state) {
                    Some(status) => Box::new(status),
                    None => wait(&self.engine, &account, state, limit).await?,
                };
                Ok(one(Object::Account(status)))
            }
            Verb::Status { status, text } => self.status(&status, text, named).await,
            Verb::Authorize { jid, add, name, group } => {
                let add = (add || name.is_some() || !group.is_empty()).then_some(AddToList { name, groups: group });
                self.answer(&jid, named, |account, jid| Command::Authorize { account, jid, add }).await
            }
            Verb::Deny { jid } => self.answer(&jid, named, |account, jid| Command::Deny { account, jid }).await,
            Verb::Profile { jid, change: None } => {
                let state = self.state().await?;
                let pick = Pick::new(&state, named)?;
                let (account, jid) = match jid.as_deref().map(person).transpose()? {
                    Some(jid) => (pick.with_person(&jid)?, jid),
                    None => pick.one().map(|own| (own.clone(), own))?,
                };
                self.profile(Command::Profile { account, jid }).await
            }
            Verb::Profile { change: Some(ProfileVerb::Set { fields }), .. } => {
                let account = Pick::new(&*self.state().await?, named)?.one()?;
                let field = |text: &String| Some((ProfileField::parse(text.split_once('=')?.0)?, text.split_once('=')?.1.to_owned()));
                let fields = fields.iter().map(|text| field(text).ok_or(Problem::BadArgument(BadArgument::ProfileField)));
                let fields = fields.collect::<Result<_, _>>()?;
                self.profile(Command::SetProfile { account, fields }).await
            }
            Verb::Avatar(change) => {
                let account = Pick::new(&*self.state().await?, named)?.one()?;
                let file = match change {
                    AvatarVerb::Set { file } => Some(file),
                    AvatarVerb::Clear => None,
                };
                self.profile(Command::SetPicture { account, file }).await
            }
            Verb::Disco { jid, items, node } => {
                let jid = any(&jid)?;
                let account = Pick::new(&*self.state().await?, named)?.with_person(&jid.to_bare())?;
                let command = if items { Command::DiscoverItems { account, jid, node } } else { Command::Discover { account, jid, node } };
                match self.engine.call(command).await? {
                    Reply::Discovered(told) => Ok(one(Object::Discovered(told))),
                    Reply::Items(items) => Ok(all(items, Object::Item)),
                    other => Err(unexpected(&other)),
                }
            }
            Verb::Send { correct: Some(_), reply: Some(_), .. } => Err(Problem::BadArgument(BadArgument::CorrectAndReply)),
            Verb::Send { jid, text, correct: Some(id), reply: None } => self.amend(&jid, &id, Amendment::Correction(text), named).await,
            Verb::Send { jid, text, correct: None, reply } => {
                let answers = reply.as_deref().map(message_id).transpose()?;
                let to = any(&jid)?;
                let account = Pick::new(&*self.state().await?, named)?.with_person(&to.to_bare())?;
                match self.engine.call(Command::Send { account, to, body: text, answers, manner: Manner::Plain }).await? {
                    Reply::Message(message) => Ok(one(Object::Message(message))),
                    other => Err(unexpected(&other)),
                }
            }
            Verb::React { jid, id, emoji } => {
                let emoji = emoji.iter().map(|emoji| emoji.trim().to_owned()).filter(|emoji| !emoji.is_empty()).collect();
                self.amend(&jid, &id, Amendment::Reactions(emoji), named).await
            }
            Verb::Retract { jid, id } => self.amend(&jid, &id, Amendment::Retraction, named).await,
            Verb::Read { jid } => {
                let (account, conversation) = self.conversation_with(&jid, named).await?;
                self.engine.call(Command::MarkRead { account: account.clone(), conversation: conversation.clone() }).await?;
                match self.messages(Command::History { account, conversation, before: None, limit: 1 }).await? {
                    Outcome::Objects(nothing) if nothing.is_empty() => Err(Problem::NotFound(NotFound::Conversation)),
                    newest => Ok(newest),
                }
            }
            Verb::Search { text, conversation, limit } => {
                let mut search = Search::parse(&text, &TimeZone::system());
                let state = self.state().await?;
                search.account = Pick::new(&state, named)?.named().cloned();
                if let Some(jid) = conversation {
                    let (account, conversation) = self.conversation_with(&jid, named).await?;
                    (search.account, search.conversation) = (Some(account), Some(conversation));
                }
                self.messages(Command::Search { search, limit: limit.unwrap_or(SEARCH_LIMIT) }).await
            }
            Verb::Export { jid, format, folder } => self.export(jid.as_deref(), &format, folder, named).await,
            Verb::History { jid, limit, before } => {
                let before = before.as_deref().map(message_id).transpose()?;
                let (account, conversation) = self.conversation_with(&jid, named).await?;
                if let Some(message) = before {
                    self.known(&account, &conversation, message).await?;
                    self.fetch_older(&account, &conversation, before, limit).await?;
                }
                self.messages(Command::History { account, conversation, before, limit }).await
            }
            Verb::Accounts | Verb::Roster | Verb::Requests | Verb::Invites | Verb::Conversations | Verb::Rooms | Verb::Occupants { .. } => {
                list(&*self.state().await?, &verb, named)
            }
            Verb::Events => {
                let account = match named {
                    Some(_) => Pick::new(&*self.state().await?, named)?.named().cloned(),
                    None => None,
                };
                Ok(Outcome::Events(account))
            }
            Verb::Open { uri } => {
                XmppUri::parse(&uri).ok_or(Problem::BadArgument(BadArgument::Uri))?;
                self.windows(Outside::OpenUri(uri))
            }
            Verb::Show => self.windows(Outside::Show),
            Verb::Quit => self.engine.call(Command::Quit).await.map(|_| Outcome::Ended),
            Verb::Block { .. } | Verb::Unblock { .. } | Verb::Blocked | Verb::Upload { .. } => Err(Problem::NotImplemented),
        }
    }

    pub(super) async fn state(&self) -> Result<Box<State>, Problem> {
        match self.engine.call(Command::State).await? {
            Reply::State(state) => Ok(state),
            other => Err(unexpected(&other)),
        }
    }

    async fn profile(&self, command: Command) -> Result<Outcome, Problem> {
        match self.engine.call(command).await? {
            Reply::Profile(profile) => Ok(one(Object::Profile(profile))),
            other => Err(unexpected(&other)),
        }
    }

    /// The account and the conversation that an address means.
    async fn conversation_with(&self, jid: &str, named: Option<&str>) -> Result<(BareJid, Jid), Problem> {
        let state = self.state().await?;
        let address = any(jid)?;
        let account = Pick::new(&state, named)?.with_person(&address.to_bare())?;
        let conversation = conversation(&state, &account, address);
        Ok((account, conversation))
    }

    async fn messages(&self, command: Command) -> Result<Outcome, Problem> {
        match self.engine.call(command).await? {
            Reply::Messages(messages) => Ok(all(messages, |message| Object::Message(Box::new(message)))),
            other => Err(unexpected(&other)),
        }
    }

    /// A message of that conversation, or it is not found.
    async fn known(&self, account: &BareJid, conversation: &Jid, message: MessageId) -> Result<(), Problem> {
        let around = Command::HistoryAround { account: account.clone(), conversation: conversation.clone(), message };
        match self.engine.call(around).await? {
            Reply::Messages(messages) if messages.iter().any(|known| known.id == message) => Ok(()),
            Reply::Messages(_) => Err(Problem::NotFound(NotFound::Message)),
            other => Err(unexpected(&other)),
        }
    }

    async fn export(&self, jid: Option<&str>, format: &str, folder: Option<PathBuf>, named: Option<&str>) -> Result<Outcome, Problem> {
        let (account, conversation) = match jid {
            Some(jid) => {
                let (account, conversation) = self.conversation_with(jid, named).await?;
                (Some(account), Some(conversation))
            }
            None => (Pick::new(&*self.state().await?, named)?.named().cloned(), None),
        };
        let format = match format {
            "html" => Format::Html,
            "json" => Format::Json,
            _ => Format::Text,
        };
        match self.engine.call(Command::Export { account, conversation, format, folder }).await? {
            Reply::Exported { path, count } => Ok(one(Object::Exported { path, count })),
            other => Err(unexpected(&other)),
        }
    }

    /// Who looks further back in a room than what is here gets it from the room's archive, as who scrolls up in a window does.
    async fn fetch_older(&self, account: &BareJid, conversation: &Jid, before: Option<MessageId>, limit: u32) -> Result<(), Problem> {
        let room = conversation.to_bare();
        if !self.state().await?.rooms.contains_key(&(account.clone(), room.clone())) || !conversation.is_bare() {
            return Ok(());
        }
        let mut before_this = None;
        loop {
            let history = Command::History { account: account.clone(), conversation: conversation.clone(), before, limit };
            let Reply::Messages(messages) = self.engine.call(history).await? else { return Ok(()) };
            if messages.len() >= limit as usize || before_this.replace(messages.len()) == Some(messages.len()) {
                return Ok(());
            }
            // Without the archive there is what there is.
            let older = Command::OlderLines { account: account.clone(), room: room.clone() };
            if self.engine.call(older).await != Ok(Reply::More(true)) {
                return Ok(());
            }
        }
    }

    /// The message as it is then. Nobody amends a message of another conversation by a slip.
    async fn amend(&self, jid: &str, id: &str, amendment: Amendment, named: Option<&str>) -> Result<Outcome, Problem> {
        let message = message_id(id)?;
        let (account, conversation) = self.conversation_with(jid, named).await?;
        match self.engine.call(Command::Amend { account, conversation, message, amendment }).await? {
            Reply::Message(message) => Ok(one(Object::Message(message))),
            other => Err(unexpected(&other)),
        }
    }

    fn windows(&self, wish: Outside) -> Result<Outcome, Problem> {
        let windows = self.windows.as_ref().ok_or(Problem::NoDisplay)?;
        windows.send(wish).map_err(|_| Problem::NoDisplay)?;
        Ok(Outcome::Objects(Vec::new()))
    }

    async fn account(&self, verb: AccountVerb, password: Option<Secret>, ca: Option<String>) -> Result<Box<AccountStatus>, Problem> {
        let command = match verb {
            AccountVerb::Add { jid, server, security, resource, alias, remember, disabled, ca: _ } => {
                let extra_roots = ca.map(|pem| roots(&pem).map(|()| pem)).transpose()?;
                let host = server.map(|server| Host::parse(&server).ok_or(Problem::BadArgument(BadArgument::Host))).transpose()?;
                let account = Account {
                    enabled: !disabled,
                    alias: alias.filter(|alias| !alias.trim().is_empty()),
                    host,
                    security: Security::parse(&security).ok_or_else(not_understood)?,
                    remember,
                    extra_roots,
                    ..Account::new(person(&jid)?, resource.unwrap_or_default())
                };
                Command::AddAccount { account, password }
            }
            AccountVerb::Password { jid, remember } => {
                let password = password.ok_or(Problem::BadArgument(BadArgument::Password))?;
                Command::SetPassword { account: person(&jid)?, password, remember }
            }
            AccountVerb::Remove { jid } => return self.remove_account(person(&jid)?).await,
            AccountVerb::Enable { jid } => Command::EnableAccount { account: person(&jid)?, enabled: true },
            AccountVerb::Disable { jid } => Command::EnableAccount { account: person(&jid)?, enabled: false },
            AccountVerb::Trust { jid, sha256 } => {
                let sha256 = Fingerprint::parse(&sha256).ok_or(Problem::BadArgument(BadArgument::Fingerprint))?;
                Command::TrustCertificate { account: person(&jid)?, sha256 }
            }
        };
        match self.engine.call(command).await? {
            Reply::Account(status) => Ok(status),
            other => Err(unexpected(&other)),
        }
    }

    /// The account as it was.
    async fn remove_account(&self, jid: BareJid) -> Result<Box<AccountStatus>, Problem> {
        let before = self.state().await?.accounts.remove(&jid).ok_or(Problem::NotFound(NotFound::Account))?;
        self.engine.call(Command::RemoveAccount(jid)).await?;
        Ok(Box::new(before))
    }

    async fn status(&self, word: &str, text: Option<String>, named: Option<&str>) -> Result<Outcome, Problem> {
        let availability = Availability::parse(word).ok_or_else(not_understood)?;
        let text = text.filter(|text| !text.trim().is_empty());
        let state = self.state().await?;
        let pick = Pick::new(&state, named)?;
        let account = pick.named().cloned();
        self.engine.call(Command::SetStatus { account, availability, text: text.clone() }).await?;
        let touched = state.accounts.keys().filter(|account| pick.means(account)).cloned();
        Ok(all(touched, |account| Object::Status { account, availability, text: text.clone() }))
    }

    async fn contact(&self, verb: ContactVerb, named: Option<&str>) -> Result<Contact, Problem> {
        let jid = match &verb {
            ContactVerb::Add { jid, .. }
            | ContactVerb::Remove { jid }
            | ContactVerb::Rename { jid, .. }
            | ContactVerb::Groups { jid, .. }
            | ContactVerb::Subscribe { jid }
            | ContactVerb::Unsubscribe { jid }
            | ContactVerb::Revoke { jid } => super::pick::bare(jid)?,
        };
        let state = self.state().await?;
        let pick = Pick::new(&state, named)?;
        let removing = matches!(verb, ContactVerb::Remove { .. });
        let account = match &verb {
            // Somebody new belongs to no account yet.
            ContactVerb::Add { .. } | ContactVerb::Subscribe { .. } if !state.contacts.keys().any(|(_, of)| *of == jid) => pick.one()?,
            ContactVerb::Add { .. } => pick.one()?,
            _ => pick.with_person(&jid)?,
        };
        let key = (account.clone(), jid.clone());
        let listed = || state.contacts.get(&key).cloned().ok_or(Problem::NotFound(NotFound::Contact));
        let command = match verb {
            ContactVerb::Add { name, group, message, .. } => {
                Command::AddContact { account, jid, name: name.filter(|name| !name.trim().is_empty()), groups: group, message }
            }
            ContactVerb::Remove { .. } => {
                listed()?;
                Command::RemoveContact { account, jid }
            }
            ContactVerb::Rename { name, .. } => {
                listed()?;
                Command::RenameContact { account, jid, name: Some(name).filter(|name| !name.trim().is_empty()) }
            }
            ContactVerb::Groups { groups, .. } => {
                listed()?;
                Command::SetGroups { account, jid, groups }
            }
            ContactVerb::Subscribe { .. } => return self.change_subscription(key, SubscriptionChange::AskToSee).await,
            ContactVerb::Unsubscribe { .. } => {
                listed()?;
                return self.change_subscription(key, SubscriptionChange::GiveUp).await;
            }
            ContactVerb::Revoke { .. } => {
                listed()?;
                return self.change_subscription(key, SubscriptionChange::TakeBack).await;
            }
        };
        match self.engine.call(command).await? {
            // As it was: there is nothing left of it.
            _ if removing => listed(),
            // As the server has it by now: its word on the list comes before its answer.
            Reply::Contact(contact) => Ok(self.state().await?.contacts.remove(&key).unwrap_or(contact)),
            other => Err(unexpected(&other)),
        }
    }

    /// The contact as the server has it then: its word on the list comes before its answer.
    async fn change_subscription(&self, key: (BareJid, BareJid), change: SubscriptionChange) -> Result<Contact, Problem> {
        self.engine.call(Command::ChangeSubscription { account: key.0.clone(), jid: key.1.clone(), change }).await?;
        self.state().await?.contacts.remove(&key).ok_or(Problem::NotFound(NotFound::Contact))
    }

    /// Answers a request; the request as it was.
    async fn answer(&self, jid: &str, named: Option<&str>, command: impl FnOnce(BareJid, BareJid) -> Command) -> Result<Outcome, Problem> {
        let jid = super::pick::bare(jid)?;
        let mut state = self.state().await?;
        let account = Pick::new(&state, named)?.with_request(&jid)?;
        let request = state.requests.remove(&(account.clone(), jid.clone())).ok_or(Problem::NotFound(NotFound::Request))?;
        self.engine.call(command(account, jid)).await?;
        Ok(one(Object::Request(request)))
    }
}

/// The verbs that only read the state. Those of all accounts unless one is named.
fn list(state: &State, verb: &Verb, named: Option<&str>) -> Result<Outcome, Problem> {
    let pick = Pick::new(state, named)?;
    let accounts = state.accounts.values().filter(|status| pick.means(status.jid()));
    let contacts = state.contacts.values().filter(|contact| pick.means(&contact.account));
    let requests = state.requests.values().filter(|request| pick.means(&request.account));
    let invitations = state.invitations.values().filter(|invitation| pick.means(&invitation.account));
    let conversations = state.conversations.values().filter(|conversation| pick.means(&conversation.account));
    let rooms = state.rooms.values().filter(|room| pick.means(&room.account));
    match verb {
        Verb::Accounts => Ok(all(accounts.cloned(), |status| Object::Account(Box::new(status)))),
        Verb::Roster => Ok(all(contacts.cloned(), Object::Contact)),
        Verb::Requests => Ok(all(requests.cloned(), Object::Request)),
        Verb::Invites => Ok(all(invitations.cloned(), |invitation| Object::Invitation(Box::new(invitation)))),
        Verb::Conversations => Ok(all(conversations.cloned(), Object::Conversation)),
        Verb::Rooms => Ok(all(rooms.cloned(), |room| Object::Room(Box::new(room)))),
        Verb::Occupants { room: address } => {
            let room = room(address)?;
            let account = pick.with_room(&room)?;
            if !state.rooms.contains_key(&(account.clone(), room.clone())) {
                return Err(Problem::NotFound(NotFound::Room));
            }
            Ok(all(state.occupants_of(&account, &room).cloned(), Object::Occupant))
        }
        _ => Err(Problem::NotImplemented),
    }
}

/// A conversation is with the bare address, unless it is with an occupant of a room (XEP-0045 §7.5).
fn conversation(state: &State, account: &BareJid, address: Jid) -> Jid {
    let bare = address.to_bare();
    let of_a_room = state.rooms.contains_key(&(account.clone(), bare.clone()));
    let known = state.conversations.contains_key(&(account.clone(), address.clone()));
    if of_a_room || known { address } else { bare.into() }
}

/// Ids are words to the caller: one that is no number is one we have never given.
fn message_id(text: &str) -> Result<MessageId, Problem> {
    text.parse().map(MessageId).map_err(|_| Problem::NotFound(NotFound::Message))
}

/// Is there a certificate in it at all? The engine reads it whole.
fn roots(pem: &str) -> Result<(), Problem> {
    if pem.contains("-----BEGIN CERTIFICATE-----") { Ok(()) } else { Err(Problem::BadArgument(BadArgument::ExtraRoots)) }
}

/// Whether each word of a call can be said on the wire: it may come from anywhere. Written as JSON, what cannot is escaped or stands there.
fn is_sayable(verb: &Verb) -> bool {
    let Ok(json) = serde_json::to_string(verb).map(Zeroizing::new) else { return false };
    let mut letters = json.chars();
    while let Some(letter) = letters.next() {
        let escaped = if letter == '\\' { letters.next() } else { None };
        if !wording::is_character(letter) || matches!(escaped, Some('b' | 'f' | 'u')) {
            return false;
        }
    }
    true
}

pub(super) fn one(object: Object) -> Outcome {
    Outcome::Objects(vec![object])
}

pub(super) fn all<T>(items: impl IntoIterator<Item = T>, object: impl Fn(T) -> Object) -> Outcome {
    Outcome::Objects(items.into_iter().map(object).collect())
}

/// The engine answered a command with another command's reply: a fault of the program, said as one.
pub(super) fn unexpected(reply: &Reply) -> Problem {
    tracing::error!(?reply, "the engine gave a reply of another kind");
    Problem::stanza("internal-server-error")
}

/// A word the client would have refused as bad usage: it is of another version.
pub(super) fn not_understood() -> Problem {
    Problem::stanza("bad-request")
}
