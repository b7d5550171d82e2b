//! The task of one account: it owns the stream, unsplit, and everything the session knows.
//!
//! Each turn takes what is ready (commands, stanzas, deadlines), lets the handlers in `account/` collect changes, events and
//! answers, and then settles the turn: the store commits first, only then stanzas count as handled, own messages go out,
//! windows are told, commands are answered.

mod amendments;
mod answers;
mod archive_gaps;
mod backfill;
mod bookmarks;
mod catch_up;
mod client_state;
mod coming_back;
mod commands;
mod connection;
mod discovering;
mod forgotten;
mod invitations;
mod link;
mod liveness;
mod messages;
mod moods;
mod outbox;
mod password;
mod people;
mod pictures;
mod private_data;
mod read_positions;
mod room_archive;
mod room_asking;
mod room_config;
mod room_lines;
mod room_nick;
mod room_passwords;
mod rooms;
mod roster;
mod session;
mod settle;
mod telling;
mod whispers;

use super::network;
use crate::model::gap::ArchiveGap;
use crate::model::trace::{Traced, Way};
use crate::model::{
    Account, AccountState, AccountStatus, Attention, BareJid, Changing, Command, Event, Followed, Hearing, Invitation, Jid, Keeping,
    MessageId, PictureId, Problem, Reply, Request, RosterItem, Secret, Telling, Typing,
};
use crate::store::{Change, Keyring, Queued, Store};
use crate::xmpp::backoff::Backoff;
use crate::xmpp::console;
use crate::xmpp::iq::Requests;
use crate::xmpp::presence::Presences;
use crate::xmpp::rooms::RoomSession;
use crate::xmpp::stream_management::StreamManagement;
use answers::Purpose;
use archive_gaps::ArchiveGaps;
use backfill::Backfill;
use catch_up::CatchUp;
use forgotten::Forgotten;
use link::Link;
use outbox::Outbox;
use pictures::Pictures;
use read_positions::ReadPositions;
use room_archive::RoomArchives;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};
use whispers::Whispers;
use xmpp_parsers::minidom::Element;

pub(crate) use settle::write;

/// Where the answer to a command goes.
pub(crate) type Answer = oneshot::Sender<Result<Reply, Problem>>;

/// What reaches an account from the hub.
#[derive(Debug)]
pub(crate) enum Inbox {
    Command(Command, Answer),
    Network(network::Change),
    /// What others may be told, and how long what was said is kept.
    Settings(Telling, Hearing, Keeping),
    /// Close the stream properly and end; the account may be gone for good.
    Stop(oneshot::Sender<()>),
}

/// A stanza or nonza on its way out.
#[derive(Debug)]
struct Outgoing {
    element: Element,
    /// The origin-id of a message of the outbox.
    message: Option<String>,
    /// Sent before and counted then: a resumption sends it once more.
    again: bool,
}

pub(crate) struct AccountTask {
    store: Store,
    keyring: Keyring,
    inbox: mpsc::UnboundedReceiver<Inbox>,
    hub: mpsc::Sender<Vec<Event>>,

    status: AccountStatus,
    password: Option<Secret>,
    /// One that the server was asked to take, and may have taken.
    unsure_password: Option<Secret>,
    /// Somebody looks at what goes over the stream; what did in this turn.
    traced: Option<Vec<Traced>>,
    /// Some window is looked at.
    attention: Attention,
    /// What others may be told of us.
    telling: Telling,
    hearing: Hearing,
    followed: Followed,
    keeping: Keeping,
    /// Something was looked at, and its senders may have to be told.
    markers_due: bool,
    /// Who is writing to us, and until when that is believed.
    typing: BTreeMap<Jid, (Typing, Instant)>,
    /// To whom we write, and when they are told that we rest; those who were told so.
    writing: BTreeMap<Jid, Option<Instant>>,
    link: Link,
    backoff: Backoff,
    sm: StreamManagement,
    requests: Requests<Purpose>,

    roster_version: Option<String>,
    /// The server has not told the list of this session yet.
    list_awaited: bool,
    roster: BTreeMap<BareJid, RosterItem>,
    presences: Presences,
    /// Who waits for our word.
    asking: BTreeMap<BareJid, Request>,
    /// Into which rooms we are invited.
    invitations: BTreeMap<BareJid, Invitation>,
    asked_in: VecDeque<invitations::AskedIn>,
    /// Our address, for what is told of everybody in a room.
    shared_own: Arc<BareJid>,
    rooms: BTreeMap<BareJid, RoomSession>,
    joins: rooms::Joins,
    wishes: room_asking::Wishes,
    bookmarks: bookmarks::Bookmarks,
    outbox: Outbox,
    /// Changes of messages that went out of late, and which message each was about.
    changed: VecDeque<(String, MessageId, Changing)>,
    catch_up: CatchUp,
    archive_gaps: ArchiveGaps,
    whispers: Whispers,
    /// The newest message that was here when this session was resumed.
    resumed_after: Option<MessageId>,
    backfill: Backfill,
    forgotten: Forgotten,
    pictures: Pictures,
    /// Who shows a mood.
    moods: BTreeSet<BareJid>,
    room_archives: RoomArchives,
    read_positions: ReadPositions,
    /// Our server strips forged stanza-ids (XEP-0359 §5).
    trusts_stanza_ids: bool,
    /// Caps hashes that are known, or being asked for in this session.
    caps: HashSet<String>,

    // What this turn has collected.
    changes: Vec<Change>,
    /// Stanzas of the server that this turn handles.
    counted: u32,
    /// The server asked in this turn how far we are.
    owes_ack: bool,
    outgoing: Vec<Outgoing>,
    events: Vec<Event>,
    replies: Vec<(Answer, Result<Reply, Problem>)>,
    changed_people: BTreeSet<BareJid>,
    /// Messages were stored a moment ago: what comes until then is taken together. In a flood each commit is dear, and alone none waits.
    gather_until: Option<Instant>,
    /// Read elsewhere, or somebody writes there.
    changed_conversations: BTreeSet<Jid>,
    stop: Option<oneshot::Sender<()>>,
}

/// What an account is started with.
pub(crate) struct Start {
    pub store: Store,
    pub keyring: Keyring,
    pub config: Account,
    /// Just entered, to be kept as the account says.
    pub password: Option<Secret>,
    pub availability: crate::model::Availability,
    pub status_text: Option<String>,
    pub attention: Attention,
    pub telling: Telling,
    pub hearing: Hearing,
    pub keeping: Keeping,
    /// What is kept of the account has been told.
    pub loaded: oneshot::Sender<()>,
}

impl AccountTask {
    /// Reads what is kept of the account, tells it, and runs until stopped. The task owns everything it needs.
    pub(crate) fn spawn(start: Start, hub: mpsc::Sender<Vec<Event>>) -> mpsc::UnboundedSender<Inbox> {
        let (sender, inbox) = mpsc::unbounded_channel();
        let status = AccountStatus { availability: start.availability, status_text: start.status_text, ..AccountStatus::new(start.config) };
        let shared_own = Arc::new(status.config.jid.clone());
        let mut task = Self {
            store: start.store,
            keyring: start.keyring,
            inbox,
            hub,
            status,
            password: None,
            unsure_password: None,
            traced: None,
            attention: start.attention,
            telling: start.telling,
            hearing: start.hearing,
            followed: Followed::default(),
            keeping: start.keeping,
            markers_due: false,
            typing: BTreeMap::new(),
            writing: BTreeMap::new(),
            link: Link::Idle,
            backoff: Backoff::new(),
            sm: StreamManagement::default(),
            requests: Requests::default(),
            roster_version: None,
            list_awaited: false,
            roster: BTreeMap::new(),
            presences: Presences::default(),
            asking: BTreeMap::new(),

            invitations: BTreeMap::new(),
            asked_in: VecDeque::new(),
            shared_own,
            rooms: BTreeMap::new(),
            joins: rooms::Joins::default(),
            wishes: room_asking::Wishes::default(),
            bookmarks: bookmarks::Bookmarks::default(),
            outbox: Outbox::default(),
            changed: VecDeque::new(),
            catch_up: CatchUp::default(),
            archive_gaps: ArchiveGaps::default(),
            whispers: Whispers::default(),
            resumed_after: None,
            backfill: Backfill::default(),
            forgotten: Forgotten::default(),
            pictures: Pictures::default(),
            moods: BTreeSet::new(),
            room_archives: RoomArchives::default(),
            read_positions: ReadPositions::default(),
            trusts_stanza_ids: false,
            caps: HashSet::new(),
            changes: Vec::new(),
            counted: 0,
            owes_ack: false,
            outgoing: Vec::new(),
            events: Vec::new(),
            replies: Vec::new(),
            gather_until: None,
            changed_people: BTreeSet::new(),
            changed_conversations: BTreeSet::new(),
            stop: None,
        };
        tokio::spawn(async move {
            task.load().await;
            task.settle().await;
            let _ = start.loaded.send(());
            task.load_room_passwords().await;
            if let Some(password) = start.password {
                task.take_password(password).await;
                task.save_config();
            }
            task.connect_if_wanted().await;
            task.settle().await;
            task.run().await;
        });
        sender
    }

    async fn run(&mut self) {
        enum Wake {
            Inbox(Option<Inbox>),
            Link(link::LinkEvent),
            Picture(Option<pictures::Made>),
            Time,
        }
        loop {
            let deadline = self.next_deadline();
            let gather = self.gather_until;
            let time = async {
                match deadline {
                    Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
                    None => std::future::pending().await,
                }
            };
            let wake = tokio::select! {
                biased;
                message = self.inbox.recv() => Wake::Inbox(message),
                event = async {
                    if let Some(until) = gather {
                        tokio::time::sleep_until(until.into()).await;
                    }
                    self.link.next().await
                } => Wake::Link(event),
                made = self.pictures.made() => Wake::Picture(made),
                () = time => Wake::Time,
            };
            match wake {
                Wake::Inbox(Some(message)) => self.on_inbox(message).await,
                Wake::Inbox(None) => break,
                Wake::Link(event) => self.on_link(event).await,
                Wake::Picture(Some((wanted, made))) => self.on_picture_made(wanted, made),
                // A worker panicked over it: it is not shown.
                Wake::Picture(None) => self.ask_pictures(),
                Wake::Time => self.on_time(Instant::now()).await,
            }
            self.settle().await;
            if let Some(stop) = self.stop.take() {
                self.close_link().await;
                let _ = stop.send(());
                break;
            }
        }
    }

    async fn on_inbox(&mut self, message: Inbox) {
        match message {
            Inbox::Command(command, answer) => self.on_command(command, answer).await,
            Inbox::Network(change) => self.on_network(change).await,
            Inbox::Settings(telling, hearing, keeping) => {
                (self.telling, self.hearing, self.keeping) = (telling, hearing, keeping);
                self.recognise_ignored();
            }
            Inbox::Stop(done) => self.stop = Some(done),
        }
    }

    /// Ends the stream properly: the server is told what we have, so that it gives none of it to anybody else.
    async fn close_link(&mut self) {
        if let Link::Up(session) = &mut self.link
            && self.sm.counts_inbound()
        {
            let _ = session.stream.send(&[self.sm.answer()]).await;
        }
        self.link.close().await;
    }

    fn own(&self) -> &BareJid {
        &self.status.config.jid
    }

    fn online(&self) -> bool {
        self.status.state == AccountState::Online
    }

    /// Notes an element for those who look.
    fn trace(&mut self, way: Way, element: &Element) {
        if let Some(traced) = &mut self.traced {
            let (kind, xml) = (console::kind(element), console::write(element));
            traced.push(Traced { way, time: jiff::Timestamp::now(), kind, xml });
        }
    }

    fn send(&mut self, element: impl Into<Element>) {
        self.outgoing.push(Outgoing { element: element.into(), message: None, again: false });
    }

    fn ask(&mut self, request: crate::xmpp::iq::Request, purpose: Purpose) {
        let iq = self.requests.ask(request, purpose, Instant::now());
        self.send(iq);
    }

    fn reply(&mut self, answer: Answer, result: Result<Reply, Problem>) {
        self.replies.push((answer, result));
    }

    fn tell_status(&mut self) {
        self.events.push(Event::Account(Box::new(self.told_status())));
    }

    /// How the account stands. Nobody is told that it is online before its list is here: who waits for that means to look at it.
    fn told_status(&self) -> AccountStatus {
        let state = if self.list_awaited && self.online() { AccountState::Connecting } else { self.status.state };
        AccountStatus { state, ..self.status.clone() }
    }

    /// The account as configured changed: kept and told.
    fn save_config(&mut self) {
        self.changes.push(Change::SaveAccount(self.status.config.clone()));
        self.tell_status();
    }

    /// What is kept of the account, told as it was left.
    async fn load(&mut self) {
        let (store, own) = (self.store.clone(), self.own().clone());
        let kept = tokio::task::spawn_blocking(move || Kept::read(&store, &own)).await;
        let kept = match kept {
            Ok(Ok(kept)) => kept,
            Ok(Err(fault)) => {
                self.status.problem = Some(Problem::Storage(fault));
                Kept::default()
            }
            Err(_) => Kept::default(),
        };
        self.tell_status();
        self.roster_version = kept.roster.0;
        self.roster = kept.roster.1.into_iter().map(|item| (item.jid.clone(), item)).collect();
        for jid in self.roster.keys().cloned().collect::<Vec<_>>() {
            let contact = self.contact(&jid);
            self.events.extend(contact.map(Event::Roster));
        }
        self.asking = kept.requests.into_iter().map(|request| (request.jid.clone(), request)).collect();
        self.events.extend(self.asking.values().cloned().map(Event::Request));
        self.invitations = kept.invitations.into_iter().map(|invitation| (invitation.room.clone(), invitation)).collect();
        self.events.extend(self.invitations.values().map(|invitation| Event::Invitation(Box::new(invitation.clone()))));
        self.load_pictures(kept.pictures);
        self.load_rooms(kept.rooms);
        self.events.extend(kept.conversations.into_iter().map(Event::Conversation));
        self.outbox.load(kept.outbox);
        self.catch_up.cursor = kept.cursor;
        self.archive_gaps.load(kept.gaps);
        self.backfill.load(kept.start);
        self.forgotten.load(kept.forgotten, kept.forgotten_messages);
    }
}

#[derive(Default)]
struct Kept {
    roster: (Option<String>, Vec<RosterItem>),
    pictures: Vec<(BareJid, PictureId)>,
    requests: Vec<Request>,
    invitations: Vec<Invitation>,
    rooms: Vec<crate::store::SavedRoom>,
    conversations: Vec<crate::model::Conversation>,
    outbox: Vec<Queued>,
    cursor: Option<String>,
    gaps: Vec<ArchiveGap>,
    start: Option<(String, u32)>,
    forgotten: Vec<(Jid, jiff::Timestamp, Option<String>)>,
    forgotten_messages: Vec<(Jid, String)>,
}

impl Kept {
    fn read(store: &Store, own: &BareJid) -> Result<Self, crate::model::problem::StorageFault> {
        Ok(Self {
            roster: store.roster(own)?,
            pictures: store.pictures(own)?,
            requests: store.requests(own)?,
            invitations: store.invitations(own)?,
            rooms: store.rooms(own)?,
            conversations: store.conversations(own)?,
            outbox: store.outbox(own)?,
            cursor: store.archive_cursor(own, own)?,
            gaps: store.archive_gaps(own)?,
            start: store.archive_start(own, own)?,
            forgotten: store.forgotten(own)?,
            forgotten_messages: store.forgotten_messages(own)?,
        })
    }
}
