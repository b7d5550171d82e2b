//! The objects that the remote control prints, field by field as `docs/ctl.md` names them.
//!
//! Texts (`text`) are in the language in use on this thread. Absent values are `null`.

use super::wire::plain;
use crate::i18n;
use crate::model::account::CertificateFault;
use crate::model::discovery::{Discovered, Identity, Item};
use crate::model::{
    AccountStatus, Affiliated, Availability, BareJid, Certificate, Contact, Conversation, Invitation, Jid, Message, MessageState, Occupant,
    Problem, Profile, Request, Room, RoomInfo, RoomState, Typing,
};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a verb answers with.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    Account(Box<AccountStatus>),
    Status { account: BareJid, availability: Availability, text: Option<String> },
    Contact(Contact),
    Request(Request),
    Profile(Box<Profile>),
    Invitation(Box<Invitation>),
    Discovered(Box<Discovered>),
    Item(Item),
    Message(Box<Message>),
    Conversation(Conversation),
    Room(Box<Room>),
    RoomInfo(Box<RoomInfo>),
    Affiliated { account: BareJid, room: BareJid, affiliated: Affiliated },
    Occupant(Occupant),
    Exported { path: PathBuf, count: u64 },
}

impl Object {
    /// As one line of JSON, without the line's end.
    pub fn line(&self) -> String {
        match self {
            Self::Account(status) => line(&account(status)),
            Self::Status { account, availability, text } => line(&status(account, *availability, text.as_deref())),
            Self::Contact(object) => line(&contact(object)),
            Self::Request(object) => line(&request(object)),
            Self::Profile(object) => line(&profile(object)),
            Self::Invitation(object) => line(&invitation(object)),
            Self::Discovered(object) => line(&discovered(object)),
            Self::Exported { path, count } => line(&serde_json::json!({ "path": path, "count": count })),
            Self::Item(object) => line(&item(object)),
            Self::Message(object) => line(&message(object)),
            Self::Conversation(object) => line(&conversation(object)),
            Self::Room(object) => line(&room(object)),
            Self::RoomInfo(object) => line(&room_info(object)),
            Self::Affiliated { account, room, affiliated: object } => line(&affiliated(account, room, object)),
            Self::Occupant(object) => line(&occupant(object)),
        }
    }
}

/// Anything serialisable as one line of JSON, without the line's end.
pub fn line(object: &impl Serialize) -> String {
    // Strings, numbers and maps with string keys only: this cannot fail.
    serde_json::to_string(object).unwrap_or_default()
}

/// RFC 3339 in UTC, with milliseconds.
fn time<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{time:.3}"))
}

fn time_or_null<S: Serializer>(moment: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match moment {
        Some(moment) => time(moment, serializer),
        None => serializer.serialize_none(),
    }
}

#[derive(Serialize)]
struct AccountObject<'a> {
    account: &'a str,
    enabled: bool,
    state: &'static str,
    error: Option<&'a str>,
    text: Option<String>,
    resource: &'a str,
    tls: Option<&'static str>,
    mechanism: Option<&'a str>,
    resumed: bool,
    certificate: Option<CertificateObject<'a>>,
    alias: Option<&'a str>,
    status: &'static str,
    status_text: Option<&'a str>,
    #[serde(serialize_with = "time_or_null")]
    retry_at: Option<Timestamp>,
    keyring_missing: bool,
}

#[derive(Serialize)]
struct CertificateObject<'a> {
    sha256: String,
    subject: &'a str,
    issuer: &'a str,
    #[serde(serialize_with = "time")]
    not_after: Timestamp,
    reason: Option<&'static str>,
}

pub fn account(status: &AccountStatus) -> impl Serialize {
    AccountObject {
        account: status.jid().as_str(),
        enabled: status.config.enabled,
        state: status.state.as_str(),
        error: status.problem.as_ref().map(Problem::condition),
        text: status.problem.as_ref().map(|problem| plain(&i18n::problem::words(problem))),
        resource: status.resource(),
        tls: status.tls,
        mechanism: status.mechanism.as_deref(),
        resumed: status.resumed,
        certificate: status.certificate.as_ref().map(certificate),
        alias: status.config.alias.as_deref(),
        status: status.availability.as_str(),
        status_text: status.status_text.as_deref(),
        retry_at: status.retry_at,
        keyring_missing: status.keyring_missing,
    }
}

fn certificate(certificate: &Certificate) -> CertificateObject<'_> {
    CertificateObject {
        sha256: certificate.sha256.to_string(),
        subject: &certificate.subject,
        issuer: &certificate.issuer,
        not_after: certificate.not_after,
        reason: certificate.fault.map(reason),
    }
}

fn reason(fault: CertificateFault) -> &'static str {
    match fault {
        CertificateFault::UnknownIssuer => "unknown-issuer",
        CertificateFault::WrongName => "wrong-name",
        CertificateFault::Expired => "expired",
        CertificateFault::NotYetValid => "not-yet-valid",
        CertificateFault::NoRoots => "no-roots",
        CertificateFault::Changed => "changed",
        CertificateFault::Invalid => "invalid",
    }
}

#[derive(Serialize)]
struct StatusObject<'a> {
    account: &'a str,
    status: &'static str,
    text: Option<&'a str>,
}

fn status<'a>(account: &'a BareJid, availability: Availability, text: Option<&'a str>) -> impl Serialize + 'a {
    StatusObject { account: account.as_str(), status: availability.as_str(), text }
}

#[derive(Serialize)]
struct ContactObject<'a> {
    account: &'a str,
    jid: &'a str,
    name: Option<&'a str>,
    groups: &'a [String],
    subscription: &'static str,
    ask: bool,
    presence: &'static str,
    status: Option<&'a str>,
    resources: &'a [String],
}

pub fn contact(contact: &Contact) -> impl Serialize {
    ContactObject {
        account: contact.account.as_str(),
        jid: contact.item.jid.as_str(),
        name: contact.item.name.as_deref(),
        groups: &contact.item.groups,
        subscription: contact.item.subscription.as_str(),
        ask: contact.item.ask,
        presence: contact.show.as_str(),
        status: contact.status.as_deref(),
        resources: &contact.resources,
    }
}

#[derive(Serialize)]
struct RequestObject<'a> {
    account: &'a str,
    jid: &'a str,
    nick: Option<&'a str>,
    message: Option<&'a str>,
    #[serde(serialize_with = "time")]
    time: Timestamp,
}

pub fn request(request: &Request) -> impl Serialize {
    RequestObject {
        account: request.account.as_str(),
        jid: request.jid.as_str(),
        nick: request.nick.as_deref(),
        message: request.message.as_deref(),
        time: request.time,
    }
}

#[derive(Serialize)]
struct InvitationObject<'a> {
    account: &'a str,
    room: &'a str,
    from: &'a str,
    reason: Option<&'a str>,
    direct: bool,
    #[serde(serialize_with = "time")]
    time: Timestamp,
}

pub fn invitation(invitation: &Invitation) -> impl Serialize {
    InvitationObject {
        account: invitation.account.as_str(),
        room: invitation.room.as_str(),
        from: invitation.from.as_str(),
        reason: invitation.reason.as_deref(),
        direct: invitation.direct,
        time: invitation.time,
    }
}

#[derive(Serialize)]
struct DiscoveredObject<'a> {
    jid: &'a str,
    node: Option<&'a str>,
    identities: Vec<IdentityObject<'a>>,
    features: &'a [String],
    forms: &'a [BTreeMap<String, Vec<String>>],
}

#[derive(Serialize)]
struct IdentityObject<'a> {
    category: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    name: Option<&'a str>,
}

pub fn discovered(told: &Discovered) -> impl Serialize {
    fn identity(of: &Identity) -> IdentityObject<'_> {
        IdentityObject { category: &of.category, kind: &of.kind, name: of.name.as_deref() }
    }
    DiscoveredObject {
        jid: told.jid.as_str(),
        node: told.node.as_deref(),
        identities: told.identities.iter().map(identity).collect(),
        features: &told.features,
        forms: &told.forms,
    }
}

#[derive(Serialize)]
struct ItemObject<'a> {
    jid: &'a str,
    node: Option<&'a str>,
    name: Option<&'a str>,
}

pub fn item(item: &Item) -> impl Serialize {
    ItemObject { jid: item.jid.as_str(), node: item.node.as_deref(), name: item.name.as_deref() }
}

#[derive(Serialize)]
struct ProfileObject<'a> {
    jid: &'a str,
    nickname: Option<&'a str>,
    full_name: Option<&'a str>,
    email: Option<&'a str>,
    phone: Option<&'a str>,
    url: Option<&'a str>,
    organization: Option<&'a str>,
    birthday: Option<&'a str>,
    note: Option<&'a str>,
    avatar_sha1: Option<&'a str>,
}

pub fn profile(profile: &Profile) -> impl Serialize {
    ProfileObject {
        jid: profile.jid.as_str(),
        nickname: profile.nickname.as_deref(),
        full_name: profile.full_name.as_deref(),
        email: profile.email.as_deref(),
        phone: profile.phone.as_deref(),
        url: profile.url.as_deref(),
        organization: profile.organization.as_deref(),
        birthday: profile.birthday.as_deref(),
        note: profile.note.as_deref(),
        avatar_sha1: profile.avatar_sha1.as_deref(),
    }
}

#[derive(Serialize)]
struct MessageObject<'a> {
    id: String,
    origin_id: Option<&'a str>,
    stanza_id: Option<&'a str>,
    account: &'a str,
    conversation: &'a str,
    kind: &'static str,
    direction: &'static str,
    from: &'a str,
    #[serde(serialize_with = "time")]
    time: Timestamp,
    body: &'a str,
    state: &'static str,
    error: Option<&'a str>,
    encrypted: bool,
    corrected: bool,
    retracted: bool,
    delayed: bool,
    reply_to: Option<String>,
    reactions: BTreeMap<&'a str, Vec<&'a str>>,
    file: Option<FileObject<'a>>,
    shortened: bool,
}

/// What is known of a file before it is fetched: where it is, and what it is called there.
#[derive(Serialize)]
struct FileObject<'a> {
    url: &'a str,
    name: Option<&'a str>,
    size: Option<u64>,
    r#type: Option<&'a str>,
    path: Option<&'a str>,
}

fn file(url: &str) -> FileObject<'_> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.splitn(4, '/').nth(3).and_then(|inside| inside.rsplit('/').next()).filter(|name| !name.is_empty());
    FileObject { url, name, size: None, r#type: None, path: None }
}

pub fn message(message: &Message) -> impl Serialize {
    MessageObject {
        id: message.id.0.to_string(),
        origin_id: message.origin_id.as_deref(),
        stanza_id: message.stanza_id.as_deref(),
        account: message.account.as_str(),
        conversation: message.conversation.as_str(),
        kind: message.kind.as_str(),
        direction: message.direction.as_str(),
        from: message.from.as_str(),
        time: message.time,
        body: &message.body,
        state: message.state.as_str(),
        error: match &message.state {
            MessageState::Failed(problem) => Some(problem.condition()),
            MessageState::Queued | MessageState::Sent | MessageState::Delivered | MessageState::Displayed | MessageState::Received => None,
        },
        // Messages cannot be encrypted yet; the field is part of the contract.
        encrypted: false,
        corrected: message.corrected,
        retracted: message.retracted,
        delayed: message.delayed,
        reply_to: message.answers.as_ref().and_then(|answered| Some(answered.message.as_ref()?.id.0.to_string())),
        reactions: message.reactions.iter().map(|(emoji, who)| (emoji.as_str(), who.iter().map(Jid::as_str).collect())).collect(),
        file: message.file.as_deref().map(file),
        shortened: message.shortened,
    }
}

#[derive(Serialize)]
struct ConversationObject<'a> {
    account: &'a str,
    conversation: &'a str,
    kind: &'static str,
    unread: u32,
    mentions: u32,
    #[serde(serialize_with = "time_or_null")]
    last_time: Option<Timestamp>,
    typing: bool,
}

pub fn conversation(conversation: &Conversation) -> impl Serialize {
    ConversationObject {
        account: conversation.account.as_str(),
        conversation: conversation.conversation.as_str(),
        kind: conversation.kind.as_str(),
        unread: conversation.unread,
        mentions: conversation.mentions,
        last_time: conversation.last_time,
        typing: conversation.typing == Typing::Composing,
    }
}

#[derive(Serialize)]
struct RoomObject<'a> {
    account: &'a str,
    room: &'a str,
    name: Option<&'a str>,
    nick: &'a str,
    state: &'static str,
    error: Option<&'a str>,
    autojoin: bool,
    subject: Option<&'a str>,
    occupants: u32,
    affiliation: &'static str,
    role: &'static str,
    persistent: Option<bool>,
    public: Option<bool>,
    members_only: Option<bool>,
    password_protected: Option<bool>,
    moderated: Option<bool>,
    successor: Option<&'a str>,
    asking: &'a [String],
}

pub fn room(room: &Room) -> impl Serialize {
    RoomObject {
        account: room.account.as_str(),
        room: room.room.as_str(),
        name: room.alias.as_deref().or(room.name.as_deref()),
        nick: &room.nick,
        state: room.state.as_str(),
        error: match &room.state {
            RoomState::Failed(problem) => Some(problem.condition()),
            RoomState::Left | RoomState::Joining | RoomState::Joined => None,
        },
        autojoin: room.autojoin,
        subject: room.subject.as_deref(),
        occupants: room.occupants,
        affiliation: room.affiliation.as_str(),
        role: room.role.as_str(),
        persistent: room.options.persistent,
        public: room.options.public,
        members_only: room.options.members_only,
        password_protected: room.options.password_protected,
        moderated: room.options.moderated,
        successor: room.successor.as_ref().map(|room| room.as_str()),
        asking: &room.asking,
    }
}

#[derive(Serialize)]
struct RoomInfoObject<'a> {
    room: &'a str,
    name: Option<&'a str>,
    description: Option<&'a str>,
    subject: Option<&'a str>,
    occupants: Option<u32>,
    language: Option<&'a str>,
    persistent: Option<bool>,
    public: Option<bool>,
    members_only: Option<bool>,
    password_protected: Option<bool>,
    moderated: Option<bool>,
}

pub fn room_info(info: &RoomInfo) -> impl Serialize {
    RoomInfoObject {
        room: info.room.as_str(),
        name: info.name.as_deref(),
        description: info.description.as_deref(),
        subject: info.subject.as_deref(),
        occupants: info.occupants,
        language: info.language.as_deref(),
        persistent: info.options.persistent,
        public: info.options.public,
        members_only: info.options.members_only,
        password_protected: info.options.password_protected,
        moderated: info.options.moderated,
    }
}

#[derive(Serialize)]
struct AffiliatedObject<'a> {
    account: &'a str,
    room: &'a str,
    jid: &'a str,
    affiliation: &'static str,
    reason: Option<&'a str>,
}

pub fn affiliated<'a>(account: &'a BareJid, room: &'a BareJid, affiliated: &'a Affiliated) -> impl Serialize + 'a {
    AffiliatedObject {
        account: account.as_str(),
        room: room.as_str(),
        jid: affiliated.jid.as_str(),
        affiliation: affiliated.affiliation.as_str(),
        reason: affiliated.reason.as_deref(),
    }
}

#[derive(Serialize)]
struct OccupantObject<'a> {
    account: &'a str,
    room: &'a str,
    nick: &'a str,
    jid: Option<&'a str>,
    affiliation: &'static str,
    role: &'static str,
    presence: &'static str,
    status: Option<&'a str>,
}

pub fn occupant(occupant: &Occupant) -> impl Serialize {
    OccupantObject {
        account: occupant.account.as_str(),
        room: occupant.room.as_str(),
        nick: &occupant.nick,
        jid: occupant.jid.as_ref().map(Jid::as_str),
        affiliation: occupant.affiliation.as_str(),
        role: occupant.role.as_str(),
        presence: occupant.show.as_str(),
        status: occupant.status.as_deref(),
    }
}
