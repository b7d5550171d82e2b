//! The hub: it starts the account tasks, keeps what they tell as one state, and answers windows and remote control.

use super::account::{AccountTask, Inbox, Start};
use super::export::Export;
use super::handle::Envelope;
use super::keeping::{self, forget_old, forget_pictures};
use super::{network, picture};
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{
    Account, AccountStatus, Attention, Availability, BareJid, Command, Event, Followed, Ignored, Jid, Message, Problem, Reply, Secret,
    Setting, Settings, State,
};
use crate::store::{Change, Keyring, Store};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

type Answer = oneshot::Sender<Result<Reply, Problem>>;

/// Batches of events that may wait for the hub: a slow reader slows the accounts, and memory stays bounded.
const WAITING_BATCHES: usize = 64;
/// So many messages before and after one tell what it was about.
const AROUND: u32 = 2;

/// The setting that keeps what the user shows.
const STATUS_SETTING: &str = "status";

pub(super) struct Hub {
    store: Store,
    keyring: Keyring,
    state: State,
    accounts: BTreeMap<BareJid, mpsc::UnboundedSender<Inbox>>,
    subscribers: Vec<mpsc::UnboundedSender<Vec<Event>>>,
    events: mpsc::Sender<Vec<Event>>,
    told: mpsc::Receiver<Vec<Event>>,
    /// What new accounts show.
    availability: Availability,
    status_text: Option<String>,
    attention: Attention,
    /// Drafts that are to be written to the disk, and when: not for every key that is pressed.
    unwritten: BTreeMap<(BareJid, Jid), String>,
    write_at: Option<Instant>,
    /// Names that are not heard only because somebody who is not took them.
    followed: Followed,
}

/// So long a draft may be in memory only.
const DRAFTS_REST: Duration = Duration::from_secs(1);

impl Hub {
    pub(super) fn new(store: Store, keyring: Keyring, offline: bool) -> Self {
        let (events, told) = mpsc::channel(WAITING_BATCHES);
        let (availability, status_text) = kept_status(&store);
        let settings = Settings::read(store.settings().unwrap_or_default());
        let drafts = store.drafts().unwrap_or_default();
        let drafts = drafts.into_iter().map(|(account, conversation, body)| ((account, conversation), body)).collect();
        let availability = if offline { Availability::Offline } else { availability };
        Self {
            store,
            keyring,
            state: State { settings, drafts, ..State::default() },
            accounts: BTreeMap::new(),
            subscribers: Vec::new(),
            events,
            told,
            availability,
            status_text,
            attention: Attention::default(),
            unwritten: BTreeMap::new(),
            write_at: None,
            followed: Followed::default(),
        }
    }

    /// Runs until `Command::Quit`, or until every handle is gone.
    pub(super) async fn run(mut self, mut envelopes: mpsc::UnboundedReceiver<Envelope>) {
        let mut loaded = Vec::new();
        for account in self.store.accounts().unwrap_or_default() {
            self.state.apply(&Event::Account(Box::new(AccountStatus::new(account.clone()))));
            loaded.push(self.start(account, None));
        }
        self.publish_until(futures::future::join_all(loaded)).await;
        let mut network = network::watch();
        let mut old = tokio::time::interval(keeping::AGAIN);
        loop {
            // Told before asked: whoever was answered finds in the state what his answer said.
            tokio::select! {
                biased;
                Some(events) = self.told.recv() => {
                    let ignored = self.ignored_after(&events);
                    self.publish(events);
                    if let Some(ignored) = ignored {
                        let (answer, _) = oneshot::channel();
                        self.set(Setting::Ignored(ignored), answer).await;
                    }
                }
                Some(change) = network.recv() => {
                    for account in self.accounts.values() {
                        let _ = account.send(Inbox::Network(change));
                    }
                }
                _ = old.tick() => {
                    forget_old(self.store.clone(), self.state.settings.keeping, self.events.clone());
                    forget_pictures(self.store.clone());
                }
                () = rested(self.write_at) => self.write_drafts().await,
                envelope = envelopes.recv() => match envelope {
                    Some(Envelope::Subscribe(subscriber)) => {
                        if subscriber.send(self.state.events()).is_ok() {
                            self.subscribers.push(subscriber);
                        }
                    }
                    Some(Envelope::Command(Command::Quit, answer)) => {
                        self.quit().await;
                        let _ = answer.send(Ok(Reply::Done));
                        return;
                    }
                    Some(Envelope::Command(command, answer)) => self.on_command(command, answer).await,
                    None => return self.quit().await,
                },
            }
        }
    }

    fn publish(&mut self, events: Vec<Event>) {
        // An account that was removed has nothing more to say.
        let events: Vec<Event> = events.into_iter().filter(|event| self.concerns(event)).collect();
        for event in &events {
            self.state.apply(event);
        }
        if !events.is_empty() {
            self.subscribers.retain(|subscriber| subscriber.send(events.clone()).is_ok());
        }
    }

    /// Whom the user does not want to hear, when somebody of them has another name now.
    fn ignored_after(&mut self, events: &[Event]) -> Option<Ignored> {
        let before = &self.state.settings.hearing.ignored;
        let mut now = None;
        for event in events {
            let ignored = now.as_ref().unwrap_or(before);
            let changed = match event {
                Event::Noticed(notice) => ignored.after(&notice.account, &notice.room, &notice.what, &mut self.followed),
                Event::Recognised { account, room, nick, who } => ignored.recognised(account, room, nick, who, &mut self.followed),
                _ => None,
            };
            now = changed.or(now);
        }
        now
    }

    fn concerns(&self, event: &Event) -> bool {
        match event {
            Event::Account(status) => self.accounts.contains_key(status.jid()),
            _ => true,
        }
    }

    fn attend(&mut self, attention: Attention) {
        self.attention = attention;
        for account in self.accounts.values() {
            let (ignored, _) = oneshot::channel();
            let _ = account.send(Inbox::Command(Command::Attention(attention), ignored));
        }
    }

    /// Tells what accounts tell until `done`.
    async fn publish_until<T>(&mut self, done: impl Future<Output = T>) {
        let mut done = std::pin::pin!(done);
        loop {
            tokio::select! {
                biased;
                Some(events) = self.told.recv() => self.publish(events),
                _ = &mut done => break,
            }
        }
        // What came in the very moment.
        while let Ok(events) = self.told.try_recv() {
            self.publish(events);
        }
    }

    /// What it gives is done once all that is kept of the account has been told.
    fn start(&mut self, config: Account, password: Option<Secret>) -> oneshot::Receiver<()> {
        let (loaded, told) = oneshot::channel();
        let jid = config.jid.clone();
        let start = Start {
            store: self.store.clone(),
            keyring: self.keyring.clone(),
            config,
            password,
            availability: self.availability,
            status_text: self.status_text.clone(),
            attention: self.attention,
            telling: self.state.settings.telling.clone(),
            hearing: self.state.settings.hearing.clone(),
            keeping: self.state.settings.keeping,
            loaded,
        };
        self.accounts.insert(jid, AccountTask::spawn(start, self.events.clone()));
        told
    }

    async fn on_command(&mut self, command: Command, answer: Answer) {
        match command {
            Command::State => drop(answer.send(Ok(Reply::State(Box::new(self.state.clone()))))),
            Command::AddAccount { account, password } => self.add(account, password, answer).await,
            Command::RemoveAccount(jid) => self.remove(&jid, answer).await,
            Command::SetStatus { account: None, availability, text } => self.set_status(availability, text, answer).await,
            Command::Set(setting) => self.set(setting, answer).await,
            Command::SetDraft { account, conversation, body } => {
                let known = self.accounts.contains_key(&account);
                if known {
                    self.unwritten.insert((account, conversation), body);
                    self.write_at.get_or_insert_with(|| Instant::now() + DRAFTS_REST);
                }
                let _ = answer.send(if known { Ok(Reply::Done) } else { Err(Problem::NotFound(NotFound::Account)) });
            }
            Command::Attention(attention) => {
                // Whoever listens beside the windows is not to wait.
                let listens = self.subscribers.iter().filter(|listener| !listener.is_closed()).count() > 1;
                self.attend(if attention == Attention::Resting && listens { Attention::Away } else { attention });
                let _ = answer.send(Ok(Reply::Done));
            }
            Command::Wake => {
                if self.attention == Attention::Resting {
                    self.attend(Attention::Away);
                }
                let _ = answer.send(Ok(Reply::Done));
            }
            Command::Versions(id) => {
                let store = self.store.clone();
                tokio::task::spawn_blocking(move || {
                    let _ = answer.send(store.versions(id).map(Reply::Versions).map_err(Problem::Storage));
                });
            }
            Command::Picture { id, side } => {
                let store = self.store.clone();
                tokio::task::spawn_blocking(move || {
                    let kept = store.picture(id).map_err(Problem::Storage);
                    let _ = answer.send(kept.map(|kept| Reply::Picture(kept.and_then(|kept| picture::draw(&kept, side)))));
                });
            }
            Command::Notices { account, room } => {
                let store = self.store.clone();
                tokio::task::spawn_blocking(move || {
                    let _ = answer.send(store.notices(&account, &room).map(Reply::Notices).map_err(Problem::Storage));
                });
            }
            Command::HistoryFrom { account, conversation, message } => {
                let store = self.store.clone();
                tokio::task::spawn_blocking(move || {
                    let messages = store.messages_from(&account, &conversation, message);
                    let _ = answer.send(messages.map(Reply::Messages).map_err(Problem::Storage));
                });
            }
            Command::HistoryAround { account, conversation, message } => {
                let store = self.store.clone();
                tokio::task::spawn_blocking(move || {
                    let messages = store.messages_around(&account, &conversation, message, AROUND);
                    let _ = answer.send(messages.map(Reply::Messages).map_err(Problem::Storage));
                });
            }
            Command::Spot { account, conversation, spot } => {
                let store = self.store.clone();
                tokio::task::spawn_blocking(move || {
                    let found = store.spot(&account, &conversation, spot).map_err(Problem::Storage);
                    let found = found.and_then(|found| found.ok_or(Problem::NotFound(NotFound::Message)));
                    let _ = answer.send(found.map(|message| Reply::Message(Box::new(message))));
                });
            }
            Command::Export { account, conversation, format, folder } => {
                let (store, export) = (self.store.clone(), Export { account, conversation, format, folder });
                tokio::task::spawn_blocking(move || drop(answer.send(export.write(&store))));
            }
            Command::Search { search, limit } => {
                let store = self.store.clone();
                tokio::task::spawn_blocking(move || {
                    let _ = answer.send(store.search(&search, limit).map(Reply::Messages).map_err(Problem::Storage));
                });
            }
            Command::Retry(id) => {
                let store = self.store.clone();
                let found = tokio::task::spawn_blocking(move || store.message(id)).await;
                match found.ok().and_then(Result::ok).flatten() {
                    Some(Message { account, .. }) => self.forward(&account, command, answer),
                    None => drop(answer.send(Err(Problem::NotFound(NotFound::Message)))),
                }
            }
            Command::History { account, conversation, before, limit } => {
                if !self.accounts.contains_key(&account) {
                    return drop(answer.send(Err(Problem::NotFound(NotFound::Account))));
                }
                let store = self.store.clone();
                tokio::task::spawn_blocking(move || {
                    let messages = store.messages(&account, &conversation, before, limit);
                    let _ = answer.send(messages.map(Reply::Messages).map_err(Problem::Storage));
                });
            }
            command => match account_of(&command).cloned() {
                Some(account) => self.forward(&account, command, answer),
                None => drop(answer.send(Err(Problem::NotImplemented))),
            },
        }
    }

    fn forward(&mut self, account: &BareJid, command: Command, answer: Answer) {
        match self.accounts.get(account) {
            Some(inbox) => drop(inbox.send(Inbox::Command(command, answer))),
            None => drop(answer.send(Err(Problem::NotFound(NotFound::Account)))),
        }
    }

    async fn add(&mut self, mut account: Account, password: Option<Secret>, answer: Answer) {
        let refusal = if self.accounts.contains_key(&account.jid) {
            Some(BadArgument::AccountExists)
        } else if account.jid.node().is_none() {
            Some(BadArgument::Address)
        } else if account.extra_roots.as_deref().is_some_and(|roots| crate::xmpp::tls::parse_roots(roots).is_err()) {
            Some(BadArgument::ExtraRoots)
        } else {
            None
        };
        if let Some(refusal) = refusal {
            return drop(answer.send(Err(Problem::BadArgument(refusal))));
        }
        if account.resource.is_empty() {
            account.resource = resource();
        }
        let stored = super::account::write(&self.store, vec![Change::SaveAccount(account.clone())]).await;
        if let Err(fault) = stored {
            return drop(answer.send(Err(Problem::Storage(fault))));
        }
        let jid = account.jid.clone();
        if account.enabled && self.availability == Availability::Offline {
            // Adding an account is telling otherwise.
            self.availability = Availability::Available;
        }
        self.publish_account(AccountStatus::new(account.clone()));
        // With its password from the beginning: nobody is asked for what was just typed.
        self.start(account.clone(), password);
        self.forward(&jid, Command::AddAccount { account, password: None }, answer);
    }

    fn publish_account(&mut self, status: AccountStatus) {
        let event = Event::Account(Box::new(status));
        self.state.apply(&event);
        self.subscribers.retain(|subscriber| subscriber.send(vec![event.clone()]).is_ok());
    }

    async fn remove(&mut self, jid: &BareJid, answer: Answer) {
        let Some(inbox) = self.accounts.remove(jid) else {
            return drop(answer.send(Err(Problem::NotFound(NotFound::Account))));
        };
        self.stop(vec![inbox]).await;
        self.unwritten.retain(|(account, _), _| account != jid);
        let (keyring, secret_of, store) = (self.keyring.clone(), jid.clone(), self.store.clone());
        let forget = move || {
            let rooms = store.rooms(&secret_of).unwrap_or_default();
            let _ = keyring.remove(&secret_of);
            for saved in rooms {
                let _ = keyring.remove_for_room(&secret_of, &saved.room);
            }
        };
        let _ = tokio::task::spawn_blocking(forget).await;
        let removed = super::account::write(&self.store, vec![Change::RemoveAccount(jid.clone())]).await;
        // What the task told before it stopped comes first.
        while let Ok(events) = self.told.try_recv() {
            self.publish(events);
        }
        let status = self.state.accounts.get(jid).cloned();
        self.publish(vec![Event::AccountRemoved(jid.clone())]);
        let reply = status.map_or(Reply::Done, |status| Reply::Account(Box::new(status)));
        let _ = answer.send(removed.map(|_| reply).map_err(Problem::Storage));
    }

    async fn set(&mut self, setting: Setting, answer: Answer) {
        let (key, value) = setting.write();
        let stored = super::account::write(&self.store, vec![Change::SetSetting { key, value: Some(value) }]).await;
        if stored.is_ok() {
            let mut settings = self.state.settings.clone();
            settings.apply(&setting);
            for account in self.accounts.values() {
                let _ = account.send(Inbox::Settings(settings.telling.clone(), settings.hearing.clone(), settings.keeping));
            }
            if matches!(setting, Setting::KeepHistory(_)) {
                forget_old(self.store.clone(), settings.keeping, self.events.clone());
            }
            self.publish(vec![Event::Settings(Box::new(settings))]);
        }
        let _ = answer.send(stored.map(|_| Reply::Done).map_err(Problem::Storage));
    }

    async fn write_drafts(&mut self) {
        self.write_at = None;
        let drafts: Vec<_> = std::mem::take(&mut self.unwritten).into_iter().collect();
        if drafts.is_empty() {
            return;
        }
        let change = |((account, conversation), body): ((BareJid, Jid), String)| Change::SetDraft { account, conversation, body };
        match super::account::write(&self.store, drafts.iter().cloned().map(change).collect()).await {
            Ok(_) => {
                let event = |((account, conversation), body)| Event::Draft { account, conversation, body };
                self.publish(drafts.into_iter().map(event).collect());
            }
            // What is sent after all is told of if it cannot be stored; a draft is still in its window.
            Err(fault) => tracing::warn!(?fault, "drafts cannot be stored"),
        }
    }

    /// For all accounts, and for those to come.
    async fn set_status(&mut self, availability: Availability, text: Option<String>, answer: Answer) {
        if availability == Availability::Invisible {
            return drop(answer.send(Err(Problem::NotImplemented)));
        }
        self.availability = availability;
        self.status_text.clone_from(&text);
        if availability != Availability::Offline {
            let value = serde_json::json!([availability.as_str(), text]).to_string();
            let kept = Change::SetSetting { key: STATUS_SETTING.to_owned(), value: Some(value) };
            if let Err(fault) = super::account::write(&self.store, vec![kept]).await {
                return drop(answer.send(Err(Problem::Storage(fault))));
            }
        }
        let mut answers = Vec::new();
        for (jid, inbox) in &self.accounts {
            let (reply, answered) = oneshot::channel();
            let command = Command::SetStatus { account: Some(jid.clone()), availability, text: text.clone() };
            if inbox.send(Inbox::Command(command, reply)).is_ok() {
                answers.push(answered);
            }
        }
        // One slow server must not hold up the hub.
        tokio::spawn(async move {
            for answered in answers {
                let _ = answered.await;
            }
            let _ = answer.send(Ok(Reply::Done));
        });
    }

    /// Everything stored, every stream ended.
    async fn quit(&mut self) {
        self.write_drafts().await;
        let accounts = std::mem::take(&mut self.accounts).into_values().collect();
        self.stop(accounts).await;
        self.store.close();
    }

    /// Waits for the tasks to end, and listens to their last words meanwhile.
    async fn stop(&mut self, accounts: Vec<mpsc::UnboundedSender<Inbox>>) {
        let mut stopping = Vec::new();
        for account in accounts {
            let (done, stopped) = oneshot::channel();
            if account.send(Inbox::Stop(done)).is_ok() {
                stopping.push(stopped);
            }
        }
        self.publish_until(futures::future::join_all(stopping)).await;
    }
}

/// At a point in time; never without one.
async fn rested(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// The account a command is for.
fn account_of(command: &Command) -> Option<&BareJid> {
    match command {
        Command::ModifyAccount { account, .. } => Some(&account.jid),
        Command::EnableAccount { account, .. }
        | Command::Notices { account, .. }
        | Command::SetNotify { account, .. }
        | Command::SearchRooms { account, .. }
        | Command::RegisterNick { account, .. }
        | Command::RegistrationForm { account, .. }
        | Command::Register { account, .. }
        | Command::Ping { account, .. }
        | Command::Moderate { account, .. }
        | Command::SetPassword { account, .. }
        | Command::ChangePassword { account, .. }
        | Command::TrustCertificate { account, .. }
        | Command::AddContact { account, .. }
        | Command::RemoveContact { account, .. }
        | Command::RenameContact { account, .. }
        | Command::SetGroups { account, .. }
        | Command::ChangeSubscription { account, .. }
        | Command::Authorize { account, .. }
        | Command::Deny { account, .. }
        | Command::Profile { account, .. }
        | Command::SetProfile { account, .. }
        | Command::SetPicture { account, .. }
        | Command::SetMood { account, .. }
        | Command::TakeBackRoom { account, .. }
        | Command::SetRoomPicture { account, .. }
        | Command::Send { account, .. }
        | Command::Amend { account, .. }
        | Command::Typing { account, .. }
        | Command::MarkRead { account, .. }
        | Command::ForgetConversation { account, .. }
        | Command::History { account, .. }
        | Command::HistoryFrom { account, .. }
        | Command::HistoryAround { account, .. }
        | Command::Spot { account, .. }
        | Command::JoinRoom { account, .. }
        | Command::LeaveRoom { account, .. }
        | Command::CreateRoom { account, .. }
        | Command::RoomForm { account, .. }
        | Command::ConfigureRoom { account, .. }
        | Command::SetSubject { account, .. }
        | Command::DestroyRoom { account, .. }
        | Command::RoomInfo { account, .. }
        | Command::SetAffiliation { account, .. }
        | Command::Affiliated { account, .. }
        | Command::SetRole { account, .. }
        | Command::SetNick { account, .. }
        | Command::RequestVoice { account, .. }
        | Command::DeclineVoice { account, .. }
        | Command::SetAutojoin { account, .. }
        | Command::BookmarkRoom { account, .. }
        | Command::RemoveRoom { account, .. }
        | Command::RenameRoom { account, .. }
        | Command::SetRoomGroup { account, .. }
        | Command::OlderLines { account, .. }
        | Command::Archiving { account, .. }
        | Command::Invite { account, .. }
        | Command::DeclineInvitation { account, .. }
        | Command::Trace { account, .. }
        | Command::Discover { account, .. }
        | Command::DiscoverItems { account, .. }
        | Command::SendXml { account, .. } => Some(account),
        Command::ForgetSignIn(account) | Command::Reconnect(account) | Command::RemoveAccount(account) => Some(account),
        Command::SetStatus { account, .. } => account.as_ref(),
        Command::State
        | Command::AddAccount { .. }
        | Command::Retry(_)
        | Command::Versions(_)
        | Command::Picture { .. }
        | Command::Search { .. }
        | Command::Export { .. }
        | Command::Set(_)
        | Command::SetDraft { .. }
        | Command::Attention(_)
        | Command::Wake
        | Command::Quit => None,
    }
}

/// `Fantail-` and six random characters.
fn resource() -> String {
    let random = uuid::Uuid::new_v4().simple().to_string();
    format!("Fantail-{}", &random[..6])
}

fn kept_status(store: &Store) -> (Availability, Option<String>) {
    let kept = store.setting(STATUS_SETTING).ok().flatten();
    let kept: Option<(String, Option<String>)> = kept.and_then(|kept| serde_json::from_str(&kept).ok());
    match kept {
        Some((word, text)) => (Availability::parse(&word).unwrap_or_default(), text),
        None => (Availability::default(), None),
    }
}
