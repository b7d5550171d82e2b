//! What can be asked of the engine: the same for the windows, the remote control and the tests.

use super::export::Format;
use super::{
    Account, AccountStatus, Affiliated, Affiliation, Amendment, Archiving, Attention, Availability, Contact, Fingerprint, Form, Found,
    Invitation, Manner, Message, MessageId, Mood, Notice, Notify, PictureId, Pixels, Profile, Request, Role, Room, RoomDetail, RoomInfo,
    RoomWishes, Secret, Setting, Spot, State, Typing,
};
use crate::model::discovery::{Discovered, Item};
use crate::model::profile::ProfileField;
use crate::model::search::Search;
use jid::{BareJid, Jid};
use std::path::PathBuf;

#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// All that is going on: `Reply::State`.
    State,
    /// The resource is made by the engine when empty. Answered once stored and the attempt begun: `Reply::Account`.
    AddAccount {
        account: Account,
        password: Option<Secret>,
    },
    /// The same, for an account that is there. `None` keeps the password.
    ModifyAccount {
        account: Account,
        password: Option<Secret>,
    },
    RemoveAccount(BareJid),
    EnableAccount {
        account: BareJid,
        enabled: bool,
    },
    /// Answers the password question, too.
    SetPassword {
        account: BareJid,
        password: Secret,
        remember: bool,
    },
    /// Gives the account another password on its server, for who knows the present one: `Reply::PasswordChanged`.
    ChangePassword {
        account: BareJid,
        now: Secret,
        password: Secret,
    },
    /// Accepts the pending certificate with exactly this fingerprint.
    TrustCertificate {
        account: BareJid,
        sha256: Fingerprint,
    },
    /// How the account was signed in before counts no more: a server that offers less now is signed in at once.
    ForgetSignIn(BareJid),
    /// Try now what waits or has failed.
    Reconnect(BareJid),
    /// For all accounts when `account` is `None`.
    SetStatus {
        account: Option<BareJid>,
        availability: Availability,
        text: Option<String>,
    },

    /// Puts somebody on the list and asks to see them: `Reply::Contact`.
    AddContact {
        account: BareJid,
        jid: BareJid,
        name: Option<String>,
        groups: Vec<String>,
        message: Option<String>,
    },
    RemoveContact {
        account: BareJid,
        jid: BareJid,
    },
    RenameContact {
        account: BareJid,
        jid: BareJid,
        name: Option<String>,
    },
    SetGroups {
        account: BareJid,
        jid: BareJid,
        groups: Vec<String>,
    },
    /// Asks to see somebody, gives that up, or takes back that they see us (RFC 6121 §3).
    ChangeSubscription {
        account: BareJid,
        jid: BareJid,
        change: SubscriptionChange,
    },
    /// Lets somebody see us: `Reply::Request`; with `add` they are put on the list as well: `Reply::Contact`.
    Authorize {
        account: BareJid,
        jid: BareJid,
        add: Option<AddToList>,
    },
    Deny {
        account: BareJid,
        jid: BareJid,
    },
    /// What somebody publishes of themselves: `Reply::Profile`. Their server learns that we are there.
    Profile {
        account: BareJid,
        jid: BareJid,
    },

    /// Changes fields of what we publish of ourselves, an empty one to nothing: `Reply::Profile`.
    SetProfile {
        account: BareJid,
        fields: Vec<(ProfileField, String)>,
    },
    /// Publishes what is in a file as our picture, or that we show none: `Reply::Profile`.
    SetPicture {
        account: BareJid,
        file: Option<PathBuf>,
    },
    /// Gives a room of ours what is in a file as its picture, or none.
    SetRoomPicture {
        account: BareJid,
        room: BareJid,
        file: Option<PathBuf>,
    },
    /// Shows a mood of ours to those who may see us, or none any more.
    SetMood {
        account: BareJid,
        mood: Option<Mood>,
    },
    /// A picture that was told of, so many pixels wide and high: `Reply::Picture`.
    Picture {
        id: PictureId,
        side: u32,
    },

    /// Answered when the outbox has stored it: `Reply::Message`.
    Send {
        account: BareJid,
        to: Jid,
        body: String,
        /// The message of that conversation it answers.
        answers: Option<MessageId>,
        /// Without words only where it calls for attention.
        manner: Manner,
    },
    /// Corrects or takes back an own message, or says what we feel about one. In effect here at once, and answered when the outbox
    /// has stored it: `Reply::Message`.
    Amend {
        account: BareJid,
        conversation: Jid,
        message: MessageId,
        amendment: Amendment,
    },
    /// Takes back what somebody else said in a room we moderate, or all that they said there (XEP-0425). Answered when the room has done it.
    Moderate {
        account: BareJid,
        room: BareJid,
        message: MessageId,
        whole: bool,
        reason: Option<String>,
    },
    /// What a message said before it was corrected, the first version first: `Reply::Versions`.
    Versions(MessageId),
    /// Tells the other side whether we are writing, where that may be told.
    Typing {
        account: BareJid,
        conversation: Jid,
        typing: Typing,
    },
    /// Sends a failed message again.
    Retry(MessageId),
    MarkRead {
        account: BareJid,
        conversation: Jid,
    },
    /// All that was said in a conversation is gone from this computer, with what waits to be said there. Others keep theirs.
    ForgetConversation {
        account: BareJid,
        conversation: Jid,
    },
    /// Keeps what is being written, over restarts; empty forgets it. Answered before it is on the disk, where it is before long.
    SetDraft {
        account: BareJid,
        conversation: Jid,
        body: String,
    },
    /// The last `limit` messages, before a message when given, oldest first: `Reply::Messages`.
    History {
        account: BareJid,
        conversation: Jid,
        before: Option<MessageId>,
        limit: u32,
    },

    /// What happened in a room beside what was said, as far as it is kept, oldest first: `Reply::Notices`.
    Notices {
        account: BareJid,
        room: BareJid,
    },

    /// All from a little before a message to the newest, oldest first, up to 50,000: `Reply::Messages`.
    HistoryFrom {
        account: BareJid,
        conversation: Jid,
        message: MessageId,
    },
    /// A message with a few before and after it, oldest first: `Reply::Messages`.
    HistoryAround {
        account: BareJid,
        conversation: Jid,
        message: MessageId,
    },
    /// Which message is there: `Reply::Message`.
    Spot {
        account: BareJid,
        conversation: Jid,
        spot: Spot,
    },
    /// Writes a conversation, all of an account, or everything into a new file: `Reply::Exported`.
    Export {
        account: Option<BareJid>,
        conversation: Option<Jid>,
        format: Format,
        /// `None` is where the user's downloads are.
        folder: Option<PathBuf>,
    },
    /// The best first: `Reply::Messages`.
    Search {
        search: Search,
        limit: u32,
    },

    /// Answered once joined, or refused: `Reply::Room`.
    JoinRoom {
        account: BareJid,
        room: BareJid,
        nick: Option<String>,
        password: Option<Secret>,
        autojoin: bool,
    },
    LeaveRoom {
        account: BareJid,
        room: BareJid,
        /// A last word to those who stay.
        words: Option<String>,
    },
    /// Makes a room as it is wished, or none at all: `Reply::Room`.
    CreateRoom {
        account: BareJid,
        room: BareJid,
        nick: Option<String>,
        wishes: Box<RoomWishes>,
    },
    /// The server's form for the room: `Reply::Form`.
    RoomForm {
        account: BareJid,
        room: BareJid,
    },
    /// Changes what a room is: `Reply::Room`.
    ConfigureRoom {
        account: BareJid,
        room: BareJid,
        wishes: Box<RoomWishes>,
    },
    /// Answered when the room has told it to everybody: `Reply::Room`.
    SetSubject {
        account: BareJid,
        room: BareJid,
        subject: String,
    },
    /// A room of ours that was made a moment ago is not wanted after all: it is gone as if it had never been.
    TakeBackRoom {
        account: BareJid,
        room: BareJid,
    },
    /// Puts an end to a room: `Reply::Room`.
    DestroyRoom {
        account: BareJid,
        room: BareJid,
        reason: Option<String>,
        successor: Option<BareJid>,
    },
    /// Asks a directory for public rooms of all servers (XEP-0433): `Reply::Found`. Only where the user has agreed.
    SearchRooms {
        account: BareJid,
        directory: BareJid,
        words: String,
        after: Option<String>,
    },
    /// What a room tells of itself, whether we are in it or not: `Reply::RoomInfo`.
    RoomInfo {
        account: BareJid,
        room: BareJid,
    },
    /// What somebody is to a room we are in.
    SetAffiliation {
        account: BareJid,
        room: BareJid,
        jid: BareJid,
        affiliation: Affiliation,
        reason: Option<String>,
    },
    /// Everybody who is that to a room: `Reply::Affiliated`.
    Affiliated {
        account: BareJid,
        room: BareJid,
        affiliation: Affiliation,
    },
    /// What somebody may do while he is in a room; with `Role::None` he is put out.
    SetRole {
        account: BareJid,
        room: BareJid,
        nick: String,
        role: Role,
        reason: Option<String>,
    },
    /// Answered when the room has told it to everybody: `Reply::Room`.
    SetNick {
        account: BareJid,
        room: BareJid,
        nick: String,
    },
    /// The room keeps a nickname for us, where it does that: `Reply::Room`.
    RegisterNick {
        account: BareJid,
        room: BareJid,
        nick: String,
    },
    /// What a room asks of those for whom it keeps a name: `Reply::Form`.
    RegistrationForm {
        account: BareJid,
        room: BareJid,
    },
    /// The same, filled in: `Reply::Room`.
    Register {
        account: BareJid,
        room: BareJid,
        form: Box<Form>,
    },
    /// Asks whether somebody or something answers, and how soon: `Reply::Pong`.
    Ping {
        account: BareJid,
        jid: Jid,
    },
    /// What of a room calls for attention: `Reply::Room`.
    SetNotify {
        account: BareJid,
        room: BareJid,
        notify: Notify,
    },
    /// What the user calls a room, on every device: `Reply::Room`.
    RenameRoom {
        account: BareJid,
        room: BareJid,
        alias: Option<String>,
    },
    /// The group of the list in which a room stands, on every device: `Reply::Room`.
    SetRoomGroup {
        account: BareJid,
        room: BareJid,
        group: Option<String>,
    },
    /// Whether a room is entered at every sign-in, on every device: `Reply::Room`.
    SetAutojoin {
        account: BareJid,
        room: BareJid,
        autojoin: bool,
    },
    /// Puts a room on the list, on every device, without entering it: `Reply::Room`.
    BookmarkRoom {
        account: BareJid,
        room: BareJid,
        name: Option<String>,
    },
    /// Takes a room off the list, on every device, and leaves it. What was said there stays here.
    RemoveRoom {
        account: BareJid,
        room: BareJid,
    },
    /// Somebody who asks to speak is not let so now: `Reply::Room`.
    DeclineVoice {
        account: BareJid,
        room: BareJid,
        nick: String,
    },
    /// Asks those who moderate a room to let us speak: `Reply::Room`.
    RequestVoice {
        account: BareJid,
        room: BareJid,
    },
    /// Asks the archive of a room for a page of what was said before all that is here: `Reply::More`.
    OlderLines {
        account: BareJid,
        room: BareJid,
    },
    /// Asks somebody into a room we are in, through the room: `Reply::Invitation`.
    Invite {
        account: BareJid,
        room: BareJid,
        jid: BareJid,
        reason: Option<String>,
    },
    /// Whoever invited learns it where the room carries that: `Reply::Invitation`. To accept one is to join the room.
    DeclineInvitation {
        account: BareJid,
        room: BareJid,
        reason: Option<String>,
    },

    /// What goes over the stream of an account is told from now on, or no longer: `Event::Traced`.
    Trace {
        account: BareJid,
        on: bool,
    },
    /// Sends a stanza as somebody wrote it. Answered once it is on its way.
    SendXml {
        account: BareJid,
        xml: String,
    },

    /// What somebody or something is and can do: `Reply::Discovered`.
    Discover {
        account: BareJid,
        jid: Jid,
        node: Option<String>,
    },
    /// What belongs to it: `Reply::Items`.
    DiscoverItems {
        account: BareJid,
        jid: Jid,
        node: Option<String>,
    },

    /// What our server keeps of what is said, and from now on when it is to be changed: `Reply::Archiving`.
    Archiving {
        account: BareJid,
        change: Option<Archiving>,
    },

    /// Sets one thing for the whole program.
    Set(Setting),

    /// Whether a window is looked at: how eagerly a silent connection is probed, and whether our server may hold back what can wait.
    Attention(Attention),
    /// Somebody asks from outside of the windows: servers hold nothing back any more.
    Wake,
    /// Stores everything, closes the streams.
    Quit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionChange {
    AskToSee,
    /// Not to see them any more.
    GiveUp,
    /// Not to be seen by them any more.
    TakeBack,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddToList {
    pub name: Option<String>,
    pub groups: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    Done,
    State(Box<State>),
    Account(Box<AccountStatus>),
    Contact(Contact),
    Request(Request),
    Profile(Box<Profile>),
    /// `None` when it is not here any more.
    Picture(Option<Pixels>),
    Invitation(Box<Invitation>),
    Discovered(Box<Discovered>),
    Items(Vec<Item>),
    Message(Box<Message>),
    Messages(Vec<Message>),
    Notices(Vec<Notice>),
    Found(Found),
    Pong(std::time::Duration),
    /// Where the file is, and how many messages are in it.
    Exported {
        path: PathBuf,
        count: u64,
    },
    /// It was made or changed. What its server does not let anybody choose was left out.
    Configured {
        room: Box<Room>,
        left_out: Vec<RoomDetail>,
    },
    Archiving(Archiving),
    /// The server has it; `kept` is false when it was to be remembered and the keyring did not take it.
    PasswordChanged {
        kept: bool,
    },
    /// Whether something came.
    More(bool),
    Versions(Vec<(jiff::Timestamp, String)>),
    Room(Box<Room>),
    RoomInfo(Box<RoomInfo>),
    Form(Box<Form>),
    Affiliated(Vec<Affiliated>),
}
