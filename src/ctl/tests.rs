//! The remote control from end to end, over a real socket, against an engine played by the test.

mod serving;
mod talking;
mod waiting;

use super::client::exchange;
use super::command_line::{Fantail, Mode};
use super::server::{LastCaller, serve};
use super::transport::{Connected, Listener, connect};
use super::wire::{End, Request};
use crate::desktop::instance::Outside;
use crate::engine::{Engine, Envelope};
use crate::model::account::CertificateFault;
use crate::model::command::AddToList;
use crate::model::export::Format;
use crate::model::problem::{AuthFailure, BadArgument, NotFound, Unreachable};
use crate::model::search::Search;
use crate::model::*;
use crate::store::Profile;
use clap::Parser;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

fn bare(text: &str) -> BareJid {
    text.parse().unwrap()
}

fn jid(text: &str) -> Jid {
    text.parse().unwrap()
}

fn time() -> jiff::Timestamp {
    "2026-11-22T20:15:30.1234Z".parse().unwrap()
}

fn status(account: &str) -> AccountStatus {
    AccountStatus::new(Account::new(bare(account), "Fantail-abc123".into()))
}

fn contact(account: &str, who: &str) -> Contact {
    let item = RosterItem { jid: bare(who), name: None, groups: vec![], subscription: Subscription::Both, ask: false };
    Contact { account: bare(account), item, show: Show::Offline, status: None, resources: vec![] }
}

fn request(account: &str, who: &str) -> crate::model::Request {
    crate::model::Request { account: bare(account), jid: bare(who), nick: Some("J".into()), message: None, time: time() }
}

fn message(account: &str, with: &str, id: i64) -> Message {
    Message {
        id: MessageId(id),
        account: bare(account),
        conversation: jid(with),
        kind: Kind::Chat,
        direction: Direction::Out,
        from: jid(account),
        time: time(),
        body: "hi".into(),
        state: MessageState::Queued,
        origin_id: Some("o1".into()),
        stanza_id: None,
        delayed: false,
        shortened: false,
        unstyled: false,
        manner: Manner::Plain,
        file: None,
        corrected: false,
        retracted: false,
        answers: None,
        unchanged: None,
        reactions: std::collections::BTreeMap::new(),
    }
}

fn occupant(account: &str, room: &str, nick: &str) -> Occupant {
    Occupant {
        account: bare(account).into(),
        room: bare(room).into(),
        nick: nick.into(),
        jid: None,
        affiliation: Affiliation::Owner,
        role: Role::Moderator,
        show: Show::Away,
        status: Some("tea".into()),
        hats: Vec::new(),
        resembles: None,
    }
}

/// One account, me@a, with a buddy, a request, a room with two people, and a conversation.
fn one_account() -> State {
    let room = Room { state: RoomState::Joined, occupants: 2, ..Room::new(bare("me@a"), bare("tea@rooms.a"), "me".into()) };
    let conversation = Conversation {
        account: bare("me@a"),
        conversation: jid("juliet@a"),
        kind: Kind::Chat,
        unread: 2,
        mentions: 0,
        last_time: Some(time()),
        last_body: None,
        typing: Default::default(),
    };
    state([
        Event::Account(Box::new(status("me@a"))),
        Event::Roster(contact("me@a", "juliet@a")),
        Event::Request(request("me@a", "nurse@a")),
        Event::Room(Box::new(room)),
        Event::Occupant(occupant("me@a", "tea@rooms.a", "me").into()),
        Event::Occupant(occupant("me@a", "tea@rooms.a", "tybalt").into()),
        Event::Conversation(conversation),
    ])
}

/// Two accounts: juliet is on the list of the second only, romeo on both.
fn two_accounts() -> State {
    state([
        Event::Account(Box::new(status("me@a"))),
        Event::Account(Box::new(status("me@b"))),
        Event::Roster(contact("me@b", "juliet@a")),
        Event::Roster(contact("me@a", "romeo@a")),
        Event::Roster(contact("me@b", "romeo@a")),
        Event::Request(request("me@b", "nurse@a")),
        Event::Room(Box::new(Room::new(bare("me@b"), bare("tea@rooms.a"), "me".into()))),
    ])
}

fn state(events: impl IntoIterator<Item = Event>) -> State {
    let mut state = State::default();
    events.into_iter().for_each(|event| state.apply(&event));
    state
}

/// Where the instance of a profile in this directory listens, by the rules of this system.
pub fn socket_in(directory: &tempfile::TempDir) -> std::path::PathBuf {
    Profile::at(directory.path()).unwrap().socket()
}

/// A running remote control whose engine is played by the test.
struct Stage {
    directory: tempfile::TempDir,
    engine: UnboundedReceiver<Envelope>,
    windows: UnboundedReceiver<Outside>,
    ended: UnboundedReceiver<LastCaller>,
}

impl Stage {
    fn new() -> Self {
        Self::with_windows(true)
    }

    fn with_windows(display: bool) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let (handle, engine) = Engine::channel();
        let (to_windows, windows) = unbounded_channel();
        let (last, ended) = unbounded_channel();
        let listener = Listener::bind(&socket_in(&directory)).unwrap();
        tokio::spawn(serve(listener, handle, display.then_some(to_windows), last, Arc::default()));
        Self { directory, engine, windows, ended }
    }

    async fn connect(&self) -> Connected {
        connect(&socket_in(&self.directory)).await.unwrap()
    }

    /// What comes next to the engine. Each call wakes it first.
    async fn arrives(&mut self) -> Envelope {
        loop {
            match self.engine.recv().await.unwrap() {
                Envelope::Command(Command::Wake, answer) => drop(answer.send(Ok(Reply::Done))),
                other => return other,
            }
        }
    }

    /// Starts a call, as the client does after reading the command line and its input.
    async fn call(&self, words: &[&str]) -> tokio::task::JoinHandle<Answer> {
        self.call_with(words, None, None).await
    }

    async fn call_with(&self, words: &[&str], password: Option<&str>, ca: Option<&str>) -> tokio::task::JoinHandle<Answer> {
        let line = Fantail::try_parse_from(["fantail", "ctl"].iter().chain(words)).unwrap();
        let Some(Mode::Ctl(call)) = line.mode else { panic!("{words:?}") };
        let request = Request {
            verb: call.verb,
            account: call.account,
            password: password.map(Secret::new),
            ca: ca.map(str::to_owned),
            language: "en".into(),
        };
        let stream = self.connect().await;
        tokio::spawn(async move {
            let mut objects = Vec::new();
            let end = exchange(stream, &request, false, |object| {
                objects.push(serde_json::from_str(object).unwrap());
                Ok(())
            });
            let end = end.await.unwrap().unwrap();
            Answer { objects, end }
        })
    }

    /// The next thing asked of the engine.
    async fn asked(&mut self) -> (Command, tokio::sync::oneshot::Sender<Result<Reply, Problem>>) {
        match self.arrives().await {
            Envelope::Command(command, reply) => (command, reply),
            Envelope::Subscribe(_) => panic!("a command was expected"),
        }
    }

    async fn subscribed(&mut self) -> UnboundedSender<Vec<Event>> {
        match self.arrives().await {
            Envelope::Subscribe(events) => events,
            Envelope::Command(command, _) => panic!("a subscription was expected, not {command:?}"),
        }
    }

    /// Answers questions for the state until something else is asked.
    async fn asked_in(&mut self, state: &State) -> (Command, tokio::sync::oneshot::Sender<Result<Reply, Problem>>) {
        loop {
            match self.asked().await {
                (Command::State, reply) => reply.send(Ok(Reply::State(Box::new(state.clone())))).unwrap(),
                other => return other,
            }
        }
    }

    /// A call that only needs the state.
    async fn told(&mut self, state: &State, words: &[&str]) -> Answer {
        let call = self.call(words).await;
        tokio::select! {
            answer = call => answer.unwrap(),
            (command, _) = self.asked_in(state) => panic!("{words:?} asked for {command:?}"),
        }
    }

    /// A call that becomes this command, answered with `reply`.
    async fn becomes(&mut self, state: &State, words: &[&str], expected: Command, reply: Reply) -> Answer {
        let call = self.call(words).await;
        let (command, answer) = self.asked_in(state).await;
        assert_eq!(command, expected, "{words:?}");
        answer.send(Ok(reply)).unwrap();
        // Some look at the state again.
        tokio::select! {
            answer = call => answer.unwrap(),
            (command, _) = self.asked_in(state) => panic!("{words:?} asked for {command:?}, too"),
        }
    }
}

#[derive(Debug)]
struct Answer {
    objects: Vec<Value>,
    end: End,
}

impl Answer {
    fn one(self) -> Value {
        assert_eq!(self.end, End::done());
        assert_eq!(self.objects.len(), 1, "{:?}", self.objects);
        self.objects.into_iter().next().unwrap()
    }

    fn all(self) -> Vec<Value> {
        assert_eq!(self.end, End::done());
        self.objects
    }

    fn condition(&self) -> &str {
        assert_eq!(self.end.exit, 1);
        assert!(self.objects.is_empty());
        assert!(self.end.text.as_ref().is_some_and(|text| text.contains(' ')), "{:?}", self.end);
        self.end.error.as_deref().unwrap()
    }
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn has_fields(object: &Value, fields: &str) {
    for field in fields.split_whitespace() {
        assert!(keys(object).contains(&field), "{field} is missing in {object}");
    }
}

#[tokio::test]
async fn accounts_are_told_whole_and_absent_values_are_null() {
    let mut stage = Stage::new();
    let object = stage.told(&one_account(), &["accounts"]).await.one();
    let fields = "account enabled state error text resource tls mechanism resumed certificate";
    has_fields(&object, fields);
    assert_eq!(object["account"], "me@a");
    assert_eq!(object["state"], "offline");
    assert_eq!(object["resource"], "Fantail-abc123");
    for absent in ["error", "text", "tls", "mechanism", "certificate"] {
        assert_eq!(object[absent], Value::Null, "{absent}");
    }
}

#[tokio::test]
async fn an_account_with_a_problem_tells_condition_words_and_certificate() {
    let mut stage = Stage::new();
    let mut account = status("me@a");
    account.state = AccountState::Failed;
    account.problem = Some(Problem::UntrustedCertificate);
    account.certificate = Some(Certificate {
        sha256: Fingerprint([0xab; 32]),
        subject: "CN=a".into(),
        issuer: "CN=ca".into(),
        not_after: time(),
        fault: Some(CertificateFault::UnknownIssuer),
    });
    let object = stage.told(&state([Event::Account(Box::new(account))]), &["accounts"]).await.one();
    assert_eq!(object["error"], "untrusted-certificate");
    assert!(object["text"].as_str().unwrap().contains("certificate"));
    let certificate = json!({
        "sha256": "ab".repeat(32), "subject": "CN=a", "issuer": "CN=ca", "not_after": "2026-11-22T20:15:30.123Z", "reason": "unknown-issuer",
    });
    assert_eq!(object["certificate"], certificate);
}

#[tokio::test]
async fn lists_are_of_all_accounts_unless_one_is_named() {
    let mut stage = Stage::new();
    let accounts = two_accounts();
    assert_eq!(stage.told(&accounts, &["roster"]).await.all().len(), 3);
    assert_eq!(stage.told(&accounts, &["roster", "--account", "ME@A"]).await.one()["jid"], "romeo@a");
    assert_eq!(stage.told(&accounts, &["accounts"]).await.all().len(), 2);
    assert_eq!(stage.told(&accounts, &["requests", "--account", "me@a"]).await.all().len(), 0);
    assert_eq!(stage.told(&accounts, &["roster", "--account", "me@c"]).await.condition(), "not-found");
    assert_eq!(stage.told(&accounts, &["roster", "--account", "@"]).await.condition(), "bad-argument");
}

#[tokio::test]
async fn the_lists_have_the_fields_of_the_contract() {
    let mut stage = Stage::new();
    let state = one_account();
    let contact = stage.told(&state, &["roster"]).await.one();
    let expected = json!({
        "account": "me@a", "jid": "juliet@a", "name": null, "groups": [], "subscription": "both", "ask": false, "presence": "offline",
        "status": null, "resources": [],
    });
    assert_eq!(contact, expected);
    let request = stage.told(&state, &["requests"]).await.one();
    let expected = json!({"account": "me@a", "jid": "nurse@a", "nick": "J", "message": null, "time": "2026-11-22T20:15:30.123Z"});
    assert_eq!(request, expected);
    let conversation = stage.told(&state, &["conversations"]).await.one();
    let expected = json!({
        "account": "me@a", "conversation": "juliet@a", "kind": "chat", "unread": 2, "mentions": 0, "last_time": "2026-11-22T20:15:30.123Z",
        "typing": false,
    });
    assert_eq!(conversation, expected);
    let room = stage.told(&state, &["rooms"]).await.one();
    let expected = json!({
        "account": "me@a", "room": "tea@rooms.a", "name": null, "nick": "me", "state": "joined", "error": null, "autojoin": false,
        "subject": null, "occupants": 2, "affiliation": "none", "role": "none", "persistent": null, "public": null, "members_only": null,
        "password_protected": null, "moderated": null, "successor": null, "asking": [],
    });
    assert_eq!(room, expected);
    let occupants = stage.told(&state, &["occupants", "tea@rooms.a"]).await.all();
    let expected = json!({
        "account": "me@a", "room": "tea@rooms.a", "nick": "tybalt", "jid": null, "affiliation": "owner", "role": "moderator",
        "presence": "away", "status": "tea",
    });
    assert_eq!(occupants[1], expected);
    assert_eq!(stage.told(&state, &["occupants", "coffee@rooms.a"]).await.condition(), "not-found");
}

#[tokio::test]
async fn an_account_is_added_as_the_command_line_says() {
    let mut stage = Stage::new();
    let words = "account add Me@A --server h:5223 --security direct-tls --resource r --alias A --remember --disabled --ca f";
    let words: Vec<&str> = words.split(' ').collect();
    let pem = "-----BEGIN CERTIFICATE-----\n";
    let call = stage.call_with(&words, Some("secret"), Some(pem)).await;
    let (command, reply) = stage.asked_in(&State::default()).await;
    let account = Account {
        enabled: false,
        alias: Some("A".into()),
        host: Host::parse("h:5223"),
        security: Security::DirectTls,
        remember: true,
        extra_roots: Some(pem.into()),
        ..Account::new(bare("me@a"), "r".into())
    };
    assert_eq!(command, Command::AddAccount { account, password: Some(Secret::new("secret")) });
    reply.send(Ok(Reply::Account(Box::new(status("me@a"))))).unwrap();
    assert_eq!(call.await.unwrap().one()["account"], "me@a");
}

#[tokio::test]
async fn an_account_that_cannot_be_is_refused_before_the_engine_hears_of_it() {
    let mut stage = Stage::new();
    for words in ["account add nobody", "account add a@b/c", "account add a@b --server h:0", "account trust a@b zz", "account enable @"] {
        let words: Vec<&str> = words.split(' ').collect();
        assert_eq!(stage.told(&State::default(), &words).await.condition(), "bad-argument", "{words:?}");
    }
    let call = stage.call_with(&["account", "add", "a@b"], None, Some("no PEM")).await;
    assert_eq!(call.await.unwrap().condition(), "bad-argument");
    assert_eq!(stage.told(&State::default(), &["account", "password", "a@b"]).await.condition(), "bad-argument");
}

#[tokio::test]
async fn the_account_verbs_become_their_commands() {
    let mut stage = Stage::new();
    let state = one_account();
    let me = || bare("me@a");
    let account = || Reply::Account(Box::new(status("me@a")));
    let plain = Command::AddAccount { account: Account::new(bare("me@a"), String::new()), password: None };
    let trust = Command::TrustCertificate { account: me(), sha256: Fingerprint([0xab; 32]) };
    let sha256 = vec!["AB"; 32].join(":");
    for (words, command) in [
        (vec!["account", "add", "me@a"], plain),
        (vec!["account", "enable", "me@a"], Command::EnableAccount { account: me(), enabled: true }),
        (vec!["account", "disable", "me@a"], Command::EnableAccount { account: me(), enabled: false }),
        (vec!["account", "trust", "me@a", &sha256], trust),
        (vec!["account", "remove", "me@a"], Command::RemoveAccount(me())),
    ] {
        let object = stage.becomes(&state, &words, command, account()).await.one();
        assert_eq!(object["account"], "me@a");
    }
    let call = stage.call_with(&["account", "password", "me@a", "--remember"], Some("p"), None).await;
    let (command, reply) = stage.asked_in(&state).await;
    assert_eq!(command, Command::SetPassword { account: me(), password: Secret::new("p"), remember: true });
    reply.send(Ok(account())).unwrap();
    call.await.unwrap().one();
    assert_eq!(stage.told(&state, &["account", "remove", "you@a"]).await.condition(), "not-found");
}

#[tokio::test]
async fn a_status_is_set_for_all_accounts_or_the_named_one() {
    let mut stage = Stage::new();
    let set = |account, text: Option<&str>| Command::SetStatus { account, availability: Availability::Xa, text: text.map(str::to_owned) };
    let both = stage.becomes(&two_accounts(), &["status", "xa", "gone"], set(None, Some("gone")), Reply::Done).await.all();
    assert_eq!(both[0], json!({"account": "me@a", "status": "xa", "text": "gone"}));
    assert_eq!(both[1]["account"], "me@b");
    let words = ["status", "xa", "--account", "me@b"];
    let one = stage.becomes(&two_accounts(), &words, set(Some(bare("me@b")), None), Reply::Done).await.one();
    assert_eq!(one, json!({"account": "me@b", "status": "xa", "text": null}));
}

#[tokio::test]
async fn the_buddy_verbs_become_their_commands_and_print_the_buddy() {
    let mut stage = Stage::new();
    let state = one_account();
    let (me, juliet) = (|| bare("me@a"), || bare("juliet@a"));
    let add = Command::AddContact {
        account: me(),
        jid: bare("romeo@a"),
        name: Some("R".into()),
        groups: vec!["G".into(), "H".into()],
        message: Some("hi".into()),
    };
    let rename = |name: Option<&str>| Command::RenameContact { account: me(), jid: juliet(), name: name.map(str::to_owned) };
    let words = ["contact", "add", "romeo@a", "--name", "R", "--group", "G", "--group", "H", "--message", "hi"];
    assert_eq!(stage.becomes(&state, &words, add, Reply::Contact(contact("me@a", "romeo@a"))).await.one()["jid"], "romeo@a");
    let reply = || Reply::Contact(contact("me@a", "juliet@a"));
    stage.becomes(&state, &["contact", "rename", "juliet@a", "J"], rename(Some("J")), reply()).await.one();
    stage.becomes(&state, &["contact", "rename", "juliet@a", ""], rename(None), reply()).await.one();
    let groups = Command::SetGroups { account: me(), jid: juliet(), groups: vec!["G".into()] };
    stage.becomes(&state, &["contact", "groups", "juliet@a", "G"], groups, reply()).await.one();
    let remove = Command::RemoveContact { account: me(), jid: juliet() };
    let gone = stage.becomes(&state, &["contact", "remove", "juliet@a"], remove, Reply::Done).await.one();
    assert_eq!(gone["jid"], "juliet@a");
    for verb in ["remove", "rename", "groups"] {
        assert_eq!(
            stage.told(&state, &["contact", verb, "nobody@a", "x"][..if verb == "remove" { 3 } else { 4 }]).await.condition(),
            "not-found"
        );
    }
}

#[tokio::test]
async fn a_request_is_answered_and_printed_as_it_was() {
    let mut stage = Stage::new();
    let state = one_account();
    let authorize = |add| Command::Authorize { account: bare("me@a"), jid: bare("nurse@a"), add };
    let reply = || Reply::Request(request("me@a", "nurse@a"));
    let printed = stage.becomes(&state, &["authorize", "nurse@a"], authorize(None), reply()).await.one();
    assert_eq!(printed["jid"], "nurse@a");
    let add = AddToList { name: Some("N".into()), groups: vec!["G".into()] };
    let words = ["authorize", "nurse@a", "--add", "--name", "N", "--group", "G"];
    stage.becomes(&state, &words, authorize(Some(add)), reply()).await.one();
    let deny = Command::Deny { account: bare("me@a"), jid: bare("nurse@a") };
    assert_eq!(stage.becomes(&state, &["deny", "nurse@a"], deny, Reply::Done).await.one()["nick"], "J");
    assert_eq!(stage.told(&state, &["deny", "juliet@a"]).await.condition(), "not-found");
}

#[tokio::test]
async fn a_room_is_joined_and_left() {
    let mut stage = Stage::new();
    let state = one_account();
    let joined = || Reply::Room(Box::new(Room::new(bare("me@a"), bare("new@rooms.a"), "me".into())));
    let join = Command::JoinRoom {
        account: bare("me@a"),
        room: bare("new@rooms.a"),
        nick: Some("me".into()),
        password: Some(Secret::new("p")),
        autojoin: true,
    };
    let words = ["room", "join", "new@rooms.a", "--nick", "me", "--password", "p", "--autojoin"];
    assert_eq!(stage.becomes(&state, &words, join, joined()).await.one()["room"], "new@rooms.a");
    let leave = || Command::LeaveRoom { account: bare("me@a"), room: bare("tea@rooms.a"), words: None };
    stage.becomes(&state, &["room", "leave", "tea@rooms.a"], leave(), joined()).await.one();
    let gone = stage.becomes(&state, &["room", "leave", "tea@rooms.a"], leave(), Reply::Done);
    assert_eq!(gone.await.one()["room"], "tea@rooms.a");
    assert_eq!(stage.told(&state, &["room", "leave", "new@rooms.a"]).await.condition(), "not-found");
    assert_eq!(stage.told(&state, &["room", "join", "rooms.a"]).await.condition(), "bad-argument");
    assert_eq!(stage.told(&state, &["room", "join", "tea@rooms.a", "--nick", ""]).await.condition(), "bad-argument");
}

#[tokio::test]
async fn the_account_is_the_only_one_that_knows_the_address_or_must_be_named() {
    let mut stage = Stage::new();
    let state = two_accounts();
    let send = |account: &str, to: &str| Command::Send {
        account: bare(account),
        to: jid(to),
        body: "hi".into(),
        answers: None,
        manner: Manner::Plain,
    };
    let reply = || Reply::Message(Box::new(message("me@b", "juliet@a", 7)));
    stage.becomes(&state, &["send", "juliet@a", "hi"], send("me@b", "juliet@a"), reply()).await.one();
    stage.becomes(&state, &["send", "romeo@a", "hi", "--account", "me@a"], send("me@a", "romeo@a"), reply()).await.one();
    stage.becomes(&state, &["send", "tea@rooms.a", "hi"], send("me@b", "tea@rooms.a"), reply()).await.one();
    let deny = Command::Deny { account: bare("me@b"), jid: bare("nurse@a") };
    stage.becomes(&state, &["deny", "nurse@a"], deny, Reply::Done).await.one();
    for words in [
        &["send", "romeo@a", "hi"][..],
        &["send", "stranger@a", "hi"],
        &["contact", "add", "stranger@a"],
        &["contact", "add", "juliet@a"],
        &["room", "join", "new@rooms.a"],
        &["wait", "online"],
    ] {
        assert_eq!(stage.told(&state, words).await.condition(), "bad-argument", "{words:?}");
    }
    assert_eq!(stage.told(&State::default(), &["send", "romeo@a", "hi"]).await.condition(), "not-found");
}

#[tokio::test]
async fn a_refusal_names_its_condition_and_its_words() {
    let mut stage = Stage::new();
    for (problem, condition) in [
        (Problem::stanza("registration-required"), "registration-required"),
        (Problem::Conflict, "conflict"),
        (Problem::Offline, "offline"),
        (Problem::AuthFailed(AuthFailure::WrongPassword), "auth-failed"),
        (Problem::Unreachable(Unreachable::Refused), "unreachable"),
        (Problem::BadArgument(BadArgument::AlreadyJoinedWithOtherNick), "bad-argument"),
        (Problem::NotFound(NotFound::Room), "not-found"),
    ] {
        let call = stage.call(&["room", "join", "tea@rooms.a"]).await;
        let (_, reply) = stage.asked_in(&one_account()).await;
        reply.send(Err(problem)).unwrap();
        assert_eq!(call.await.unwrap().condition(), condition);
    }
}

#[tokio::test]
async fn verbs_of_a_later_version_say_so() {
    let mut stage = Stage::new();
    let state = one_account();
    for words in ["block a@b", "unblock a@b", "blocked", "upload a@b f"] {
        let words: Vec<&str> = words.split(' ').collect();
        assert_eq!(stage.told(&state, &words).await.condition(), "feature-not-implemented", "{words:?}");
    }
}
