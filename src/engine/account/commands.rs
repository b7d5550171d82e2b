//! What the user asks of an account.

use super::answers::Purpose;
use super::link::Link;
use super::room_config::Asked;
use super::rooms::Entering;
use super::{AccountTask, Answer};
use crate::model::command::SubscriptionChange;
use crate::model::message::written_length;
use crate::model::problem::{BadArgument, NotFound};
use crate::model::wording::is_sayable;
use crate::model::{
    Account, AccountState, Availability, BareJid, Command, Direction, Event, Jid, Kind, Manner, Message, MessageId, MessageState, Problem,
    Reply, RosterItem, Secret, Subscription,
};
use crate::store::{Change, Follows, Incoming, NewMessage, Outcome};
use crate::xmpp::presence::of_type;
use crate::xmpp::rooms::{admin, config, register};
use crate::xmpp::{archive_preferences, channel_search, disco, forms, iq, mood};
use std::time::Instant;
use xmpp_parsers::message::Lang;
use xmpp_parsers::ping::Ping;
use xmpp_parsers::presence::{Presence, Type};

impl AccountTask {
    pub(super) async fn on_command(&mut self, command: Command, answer: Answer) {
        match command {
            // The attempt has begun with the task: what is left is to tell how it stands.
            Command::AddAccount { .. } => self.reply_account(answer),
            Command::ModifyAccount { account, password } => self.modify(account, password, answer).await,
            Command::EnableAccount { enabled, .. } => self.enable(enabled, answer).await,
            Command::SetPassword { password, remember, .. } => {
                self.status.config.remember = remember;
                self.take_password(password).await;
                self.start_over().await;
                self.reply_account(answer);
            }
            Command::TrustCertificate { sha256, .. } => {
                let pending = self.status.certificate.as_ref().filter(|certificate| certificate.fault.is_some());
                match pending {
                    Some(certificate) if certificate.sha256 == sha256 => {
                        self.status.config.pinned = Some(sha256);
                        self.start_over().await;
                        self.reply_account(answer);
                    }
                    Some(_) => self.reply(answer, Err(Problem::BadArgument(BadArgument::Fingerprint))),
                    None => self.reply(answer, Err(Problem::NotFound(NotFound::Certificate))),
                }
            }
            Command::ForgetSignIn(_) => {
                let config = &mut self.status.config;
                (config.scram_seen, config.hash_seen, config.channel_binding_seen) = (false, None, false);
                self.start_over().await;
                self.reply_account(answer);
            }
            Command::Reconnect(_) => {
                self.start_over().await;
                self.reply_account(answer);
            }
            Command::SetStatus { availability, text, .. } => self.set_status(availability, text, answer).await,
            Command::Attention(attention) => {
                self.attend(attention);
                self.reply(answer, Ok(Reply::Done));
            }
            Command::Trace { on, .. } => {
                self.traced = on.then(Vec::new);
                self.reply(answer, Ok(Reply::Done));
            }
            Command::Send { to, body, answers, manner, .. } => self.queue(to, body, answers, manner, answer).await,
            Command::RegisterNick { room, nick, .. } => self.register_nick(&room, &nick, answer),
            Command::Ping { jid, .. } => self.ask(iq::Request::get(Some(jid), Ping), Purpose::Pinged(Instant::now(), answer)),
            Command::SearchRooms { directory, words, after, .. } => {
                self.ask(channel_search::request(&directory, &words, after), Purpose::SearchRooms(answer));
            }
            Command::RenameRoom { room, alias, .. } => self.rename_room(&room, present(alias), answer),
            Command::SetRoomGroup { room, group, .. } => self.set_room_group(&room, present(group), answer),
            Command::SetNotify { room, notify, .. } => self.set_notify(&room, notify, answer),
            Command::Moderate { room, message, whole, reason, .. } => self.moderate(&room, message, whole, reason.as_deref(), answer),
            Command::Amend { conversation, message, amendment, .. } => self.amend(&conversation, message, amendment, answer).await,
            Command::Typing { conversation, typing, .. } => {
                self.tell_typing(conversation, typing);
                self.reply(answer, Ok(Reply::Done));
            }
            Command::SetPicture { file, .. } => self.set_picture(file, answer).await,
            Command::SetRoomPicture { room, file, .. } => self.set_room_picture(room, file, answer).await,
            Command::Retry(id) => self.retry(id, answer).await,
            Command::MarkRead { conversation, .. } => self.mark_read(conversation, answer).await,
            Command::ForgetConversation { conversation, .. } => self.forget_conversation(conversation, answer).await,
            Command::LeaveRoom { room, .. } if !self.online() => self.leave_room(&room, None, answer),
            command => self.on_online_command(command, answer),
        }
    }

    /// What only the server can do.
    fn on_online_command(&mut self, command: Command, answer: Answer) {
        if !self.online() {
            return self.reply(answer, Err(Problem::Offline));
        }
        match command {
            Command::AddContact { jid, name, groups, message, .. } => {
                self.add_contact(entry(jid, name, groups), message, answer);
            }
            Command::RemoveContact { jid, .. } => self.remove_contact(&jid, answer),
            Command::RenameContact { jid, name, .. } => self.change_contact(&jid, |item| item.name = present(name), answer),
            Command::SetGroups { jid, groups, .. } => self.change_contact(&jid, |item| item.groups = tidy(groups), answer),
            Command::ChangeSubscription { jid, change, .. } => {
                let kind = match change {
                    SubscriptionChange::AskToSee => Type::Subscribe,
                    SubscriptionChange::GiveUp => Type::Unsubscribe,
                    SubscriptionChange::TakeBack => Type::Unsubscribed,
                };
                self.send(of_type(kind, jid));
                self.confirm(answer, Reply::Done);
            }
            Command::Authorize { jid, add, .. } => {
                let Some(request) = self.asking.get(&jid).cloned() else {
                    return self.reply(answer, Err(Problem::NotFound(NotFound::Request)));
                };
                self.send_subscribed(&jid);
                self.request_gone(&jid);
                match add {
                    // Answered with the entry, once the server has it.
                    Some(add) => self.add_contact(entry(jid, add.name, add.groups), None, answer),
                    None => self.confirm(answer, Reply::Request(request)),
                }
            }
            Command::Deny { jid, .. } => {
                let Some(request) = self.asking.get(&jid).cloned() else {
                    return self.reply(answer, Err(Problem::NotFound(NotFound::Request)));
                };
                self.send(of_type(Type::Unsubscribed, jid.clone()));
                self.request_gone(&jid);
                self.confirm(answer, Reply::Request(request));
            }
            Command::Discover { jid, node, .. } => {
                self.ask(disco::request(Some(jid.clone()), node.clone()), Purpose::Discover { jid, node, answer });
            }
            Command::DiscoverItems { jid, node, .. } => self.discover_items(jid, node, Vec::new(), None, answer),
            Command::ChangePassword { now, password, .. } => self.change_password(&now, password, answer),
            Command::Profile { jid, .. } => self.ask_profile(jid, answer),
            Command::SetMood { mood, .. } => {
                self.ask(mood::publish(mood.as_ref()), Purpose::Obeyed { answer, reply: Box::new(Reply::Done) });
            }
            Command::SetProfile { fields, .. } => self.change_profile(fields, answer),
            Command::JoinRoom { room, nick, password, autojoin, .. } => {
                self.join_room(&room, present(nick), password, autojoin, Entering::ToBeIn, answer);
            }
            Command::CreateRoom { room, nick, wishes, .. } => self.create_room(&room, present(nick), wishes, answer),
            Command::TakeBackRoom { room, .. } => self.take_back_room(&room, answer),
            Command::RoomForm { room, .. } => self.ask_room(&room, config::request(&room), Asked::FormToShow(answer)),
            Command::ConfigureRoom { room, wishes, .. } => self.configure_room(&room, wishes, answer),
            Command::SetSubject { room, subject, .. } => self.set_subject(&room, subject, answer),
            Command::DestroyRoom { room, reason, successor, .. } => self.destroy_room(&room, present(reason).as_deref(), successor, answer),
            Command::RoomInfo { room, .. } => {
                let request = disco::request(Some(room.clone().into()), None);
                self.ask_room(&room, request, Asked::Info(answer));
            }
            Command::SetAffiliation { room, jid, affiliation, reason, .. } => {
                let request = admin::set_affiliation(&room, &jid, affiliation, present(reason).as_deref());
                self.ask(request, Purpose::Obeyed { answer, reply: Box::new(Reply::Done) });
            }
            Command::Affiliated { room, affiliation, .. } => {
                self.ask_room(&room, admin::list(&room, affiliation), Asked::Affiliated { affiliation, answer });
            }
            Command::SetRole { room, nick, role, reason, .. } => {
                let request = admin::set_role(&room, &nick, role, present(reason).as_deref());
                self.ask(request, Purpose::Obeyed { answer, reply: Box::new(Reply::Done) });
            }
            Command::SetNick { room, nick, .. } => self.set_nick(&room, &nick, answer),
            Command::SetAutojoin { room, autojoin, .. } => self.set_autojoin(&room, autojoin, answer),
            Command::RegistrationForm { room, .. } => self.ask_room(&room, register::request(&room), Asked::RegistrationToShow(answer)),
            Command::Register { room, form, .. } => {
                let request = register::submit(&room, forms::submit(&form));
                self.ask_room(&room, request, Asked::Registered(answer));
            }
            Command::BookmarkRoom { room, name, .. } => self.bookmark_room(&room, present(name), answer),
            Command::RemoveRoom { room, .. } => self.remove_room(&room, answer),
            Command::DeclineVoice { room, nick, .. } => self.decline_voice(&room, &nick, answer),
            Command::RequestVoice { room, .. } => self.request_voice(&room, answer),
            Command::LeaveRoom { room, words, .. } => self.leave_room(&room, words.as_deref(), answer),
            Command::Archiving { change, .. } => self.ask(archive_preferences::request(), Purpose::ArchivePreferences { change, answer }),
            Command::OlderLines { room, .. } => self.older_lines(&room, answer),
            Command::SendXml { xml, .. } => match crate::xmpp::console::read(&xml) {
                Ok(stanza) => {
                    self.send(stanza);
                    self.reply(answer, Ok(Reply::Done));
                }
                Err(problem) => self.reply(answer, Err(problem)),
            },
            Command::Invite { room, jid, reason, .. } => self.invite(room, &jid, present(reason), answer),
            Command::DeclineInvitation { room, reason, .. } => self.decline_invitation(&room, reason.as_deref(), answer),
            // The hub answers the others itself.
            _ => self.reply(answer, Err(Problem::NotImplemented)),
        }
    }

    pub(super) fn reply_account(&mut self, answer: Answer) {
        let status = Box::new(self.told_status());
        self.reply(answer, Ok(Reply::Account(status)));
    }

    async fn modify(&mut self, account: Account, password: Option<Secret>, answer: Answer) {
        let known = &self.status.config;
        let same_server = account.jid == known.jid && account.host == known.host;
        let remembered = known.remember;
        self.status.config = Account {
            jid: known.jid.clone(),
            resource: if account.resource.is_empty() { known.resource.clone() } else { account.resource },
            // What was learnt about a server is about that server.
            scram_seen: known.scram_seen,
            hash_seen: known.hash_seen,
            channel_binding_seen: known.channel_binding_seen,
            one_by_one: same_server && known.one_by_one,
            ..account
        };
        match password {
            Some(password) => self.take_password(password).await,
            None if !self.status.config.remember => self.forget_password().await,
            None => {
                if let Some(password) = self.password.clone().filter(|_| !remembered) {
                    self.take_password(password).await;
                }
            }
        }
        self.start_over().await;
        self.reply_account(answer);
    }

    async fn enable(&mut self, enabled: bool, answer: Answer) {
        self.status.config.enabled = enabled;
        if enabled && self.status.availability == Availability::Offline {
            self.status.availability = Availability::Available;
        }
        if enabled {
            let busy = matches!(self.status.state, AccountState::Online | AccountState::Connecting);
            if !busy {
                self.start_over().await;
            } else {
                self.save_config();
            }
        } else {
            self.go_offline().await;
            self.save_config();
        }
        self.reply_account(answer);
    }

    /// The keyring's word is told with the account: where there is none, the password is in memory only.
    pub(super) async fn take_password(&mut self, password: Secret) {
        self.status.keyring_missing = false;
        if self.status.config.remember {
            let (keyring, jid, secret) = (self.keyring.clone(), self.own().clone(), password.clone());
            let kept = tokio::task::spawn_blocking(move || keyring.set(&jid, &secret).is_ok()).await.unwrap_or(false);
            self.status.keyring_missing = !kept;
            self.status.config.remember = kept;
        } else {
            self.forget_password().await;
        }
        self.password = Some(password);
    }

    async fn forget_password(&mut self) {
        let (keyring, jid) = (self.keyring.clone(), self.own().clone());
        let _ = tokio::task::spawn_blocking(move || keyring.remove(&jid)).await;
    }

    /// Ends what runs and begins anew, with the present settings.
    pub(super) async fn start_over(&mut self) {
        self.close_link().await;
        self.end_session();
        self.sm = Default::default();
        self.backoff.reset();
        self.save_config();
        self.connect_if_wanted().await;
    }

    pub(super) async fn go_offline(&mut self) {
        self.close_link().await;
        self.end_session();
        self.sm = Default::default();
        self.status.state = AccountState::Offline;
        self.status.problem = None;
        self.status.retry_at = None;
        self.tell_status();
    }

    /// Those who see us learn with what words we go.
    async fn say_goodbye(&mut self) {
        let Some(words) = self.status.status_text.clone().filter(|_| self.online()) else { return };
        let mut gone = Presence::new(Type::Unavailable);
        gone.set_status(Lang::new(), words);
        self.send(gone);
        self.flush().await;
    }

    async fn set_status(&mut self, availability: Availability, text: Option<String>, answer: Answer) {
        if availability == Availability::Invisible {
            // Neither XEP-0186 nor XEP-0126 is spoken yet: nothing is broadcast.
            return self.reply(answer, Err(Problem::NotImplemented));
        }
        let before = std::mem::replace(&mut self.status.availability, availability);
        self.status.status_text = present(text);
        self.tell_status();
        match (availability, before) {
            (Availability::Offline, _) => {
                self.say_goodbye().await;
                self.go_offline().await;
            }
            (_, Availability::Offline) => self.connect_if_wanted().await,
            _ if self.online() || self.sm.resume().is_some() => self.send_own_presence(),
            _ => {}
        }
        if self.online() {
            let reply = Reply::Account(Box::new(self.told_status()));
            self.confirm(answer, reply);
        } else {
            self.reply_account(answer);
        }
    }

    async fn queue(&mut self, to: Jid, body: String, answers: Option<MessageId>, manner: Manner, answer: Answer) {
        // Nobody calls a whole room.
        let manner = if manner == Manner::Attention && self.is_room(&to.to_bare()) { Manner::Plain } else { manner };
        let calls = manner == Manner::Attention;
        if body.trim().is_empty() && !calls {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::EmptyMessage)));
        }
        if !is_sayable(&body) {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::Characters)));
        }
        if written_length(&body) > self.status.longest_body() {
            // The server would end the stream, and again with each attempt.
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::LongMessage)));
        }
        let room = self.is_room(&to.to_bare());
        let (kind, conversation) = match (room, to.resource().is_some()) {
            (true, false) => (Kind::Groupchat, to),
            (true, true) => (Kind::Chat, to),
            (false, _) => (Kind::Chat, to.to_bare().into()),
        };
        if let Err(problem) = self.whisper_to(&conversation) {
            return self.reply(answer, Err(problem));
        }
        let answers = match answers.map(|id| self.name_of(id, &conversation)).transpose() {
            Ok(answers) => answers,
            Err(problem) => return self.reply(answer, Err(problem)),
        };
        let own: Jid = self.own().clone().into();
        let from = match (kind, self.rooms.get(&conversation.to_bare()).and_then(crate::xmpp::rooms::RoomSession::occupant_jid)) {
            (Kind::Groupchat, Some(occupant)) => occupant.into(),
            _ => own,
        };
        let message = NewMessage {
            account: self.own().clone(),
            conversation,
            kind,
            direction: Direction::Out,
            from,
            time: jiff::Timestamp::now(),
            body,
            state: MessageState::Queued,
            origin_id: Some(uuid::Uuid::new_v4().to_string()),
            message_id: None,
            stanza_id: None,
            occupant_id: None,
            answers,
            markable: false,
            delayed: false,
            shortened: false,
            unstyled: false,
            manner,
            file: None,
            follows: Follows::Nothing,
            incoming: Incoming::Read,
        };
        // Told by the message itself.
        self.writing.remove(&message.conversation);
        let stored = self.commit(vec![Change::Queue(message)]).await;
        self.reply_message(stored, answer);
    }

    async fn retry(&mut self, id: MessageId, answer: Answer) {
        // Whoever bears the name now is meant: the reason why it did not go out was read.
        if let Some(message) = self.store.message(id).ok().flatten() {
            self.whispers_with(&message.conversation);
        }
        let stored = self.commit(vec![Change::Requeue(id)]).await;
        self.reply_message(stored, answer);
    }

    /// What a message is called where it is answered to; in rooms that is the room's word (XEP-0461 §4.1).
    fn name_of(&self, id: MessageId, conversation: &Jid) -> Result<String, Problem> {
        let message = self.store.message(id).map_err(Problem::Storage)?;
        let message = message.filter(|message| message.account == *self.own() && message.conversation == *conversation);
        let message = message.ok_or(Problem::NotFound(NotFound::Message))?;
        let name = self.store.name(id, message.kind == Kind::Groupchat).map_err(Problem::Storage)?;
        name.ok_or(Problem::NotImplemented)
    }

    pub(super) fn reply_message(&mut self, stored: Result<Vec<Outcome>, Problem>, answer: Answer) {
        let message = stored.and_then(|outcomes| match outcomes.into_iter().next() {
            Some(Outcome::Message(message, _)) => Ok(message),
            _ => Err(Problem::NotFound(NotFound::Message)),
        });
        self.reply(answer, message.map(|message: Box<Message>| Reply::Message(message)));
    }

    async fn mark_read(&mut self, conversation: Jid, answer: Answer) {
        let change = Change::MarkRead { account: self.own().clone(), conversation: conversation.clone() };
        let result = self.commit(vec![change]).await.map(|_| Reply::Done);
        self.markers_due = true;
        self.read_here(conversation.clone());
        self.tell_conversations([conversation].into()).await;
        self.reply(answer, result);
    }

    async fn forget_conversation(&mut self, conversation: Jid, answer: Answer) {
        let account = self.own().clone();
        let change = Change::RemoveConversation { account: account.clone(), conversation: conversation.clone() };
        let result = self.commit(vec![change]).await;
        if result.is_ok() {
            self.outbox.forget_conversation(&conversation);
            let messages = self.store.forgotten_messages(self.own()).unwrap_or_default();
            self.forgotten.load(self.store.forgotten(self.own()).unwrap_or_default(), messages);
            if conversation.is_bare() {
                self.forget_gaps(&conversation.to_bare());
            }
            self.events.push(Event::ConversationRemoved { account, conversation });
        }
        self.reply(answer, result.map(|_| Reply::Done));
    }

    /// Begins to connect where the account is enabled and the user wants to be online.
    pub(super) async fn connect_if_wanted(&mut self) {
        if !self.status.config.enabled || self.status.availability == Availability::Offline {
            self.status.state = AccountState::Offline;
            return self.tell_status();
        }
        if self.password.is_none() && self.status.config.remember {
            let (keyring, jid) = (self.keyring.clone(), self.own().clone());
            let kept = tokio::task::spawn_blocking(move || keyring.get(&jid)).await;
            self.password = kept.ok().and_then(Result::ok).flatten();
        }
        if self.password.is_none() {
            self.link = Link::Idle;
            self.status.state = AccountState::Failed;
            self.status.problem = Some(Problem::PasswordNeeded);
            return self.tell_status();
        }
        self.status.problem = None;
        self.connect();
    }

    /// Starts an attempt now.
    pub(super) fn connect(&mut self) {
        let Some(password) = self.password.clone() else { return };
        self.link = Link::Connecting(super::connection::establish(self.status.config.clone(), password));
        self.status.state = AccountState::Connecting;
        self.status.retry_at = None;
        self.tell_status();
        tracing::debug!(account = %self.own(), at = ?Instant::now(), "connecting");
    }
}

fn entry(jid: BareJid, name: Option<String>, groups: Vec<String>) -> RosterItem {
    RosterItem { jid, name: present(name), groups: tidy(groups), subscription: Subscription::None, ask: false }
}

fn present(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn tidy(groups: Vec<String>) -> Vec<String> {
    let mut groups: Vec<String> = groups.into_iter().filter_map(|group| present(Some(group))).collect();
    groups.sort();
    groups.dedup();
    groups
}
