//! What changed. Whoever connects gets the state as events first, then each change without a gap.

use super::{AccountStatus, Contact, Conversation, Invitation, Message, Mood, Notice, Occupant, PictureId, Request, Room, Settings};
use crate::model::trace::Traced;
use jid::{BareJid, Jid};
use std::sync::Arc;

/// Each carries the whole object it is about, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Account(Box<AccountStatus>),
    AccountRemoved(BareJid),
    /// A roster entry is new or changed.
    Roster(Contact),
    RosterRemoved {
        account: BareJid,
        jid: BareJid,
    },
    /// Only who is there changed, not the entry.
    Presence(Contact),
    Request(Request),
    /// Answered, here or on another device.
    RequestGone {
        account: BareJid,
        jid: BareJid,
    },
    /// New, or changed in state.
    Message(Box<Message>),
    Conversation(Conversation),
    ConversationRemoved {
        account: BareJid,
        conversation: Jid,
    },
    Room(Box<Room>),
    RoomRemoved {
        account: BareJid,
        room: BareJid,
    },
    Occupant(Arc<Occupant>),
    OccupantGone {
        account: BareJid,
        room: BareJid,
        nick: String,
    },
    /// A room shows who bears a name in it (XEP-0421), somebody whom the user does not hear.
    Recognised {
        account: BareJid,
        room: BareJid,
        nick: String,
        who: String,
    },
    /// Something happened in a room, now or a while ago.
    Noticed(Box<Notice>),
    Invitation(Box<Invitation>),
    /// It was answered, here or elsewhere.
    InvitationGone {
        account: BareJid,
        room: BareJid,
    },
    /// What is being written in a conversation; empty when nothing is.
    Draft {
        account: BareJid,
        conversation: Jid,
        body: String,
    },
    /// Somebody's picture, a room's, or that of somebody in a room, is another one now, or none.
    Picture {
        account: BareJid,
        jid: Jid,
        picture: Option<PictureId>,
    },
    /// Somebody shows another mood, ourselves among them, or none.
    Mood {
        account: BareJid,
        jid: BareJid,
        mood: Option<Mood>,
    },
    /// Something was set for the whole program: all of it as it stands.
    Settings(Box<Settings>),
    /// What went over the stream of an account in one turn, while somebody looks.
    Traced {
        account: BareJid,
        elements: Vec<Traced>,
    },
    /// What was missed is being fetched from the archive: so many percent of the time away; `None` when all of it is here.
    CatchingUp {
        account: BareJid,
        percent: Option<u8>,
    },
}

impl Event {
    /// The account it is about; settings are about all.
    pub fn account(&self) -> Option<&BareJid> {
        Some(match self {
            Self::Account(status) => status.jid(),
            Self::Roster(contact) | Self::Presence(contact) => &contact.account,
            Self::Request(request) => &request.account,
            Self::Message(message) => &message.account,
            Self::Conversation(conversation) => &conversation.account,
            Self::Room(room) => &room.account,
            Self::Occupant(occupant) => &occupant.account,
            Self::Noticed(notice) => &notice.account,
            Self::Invitation(invitation) => &invitation.account,
            Self::AccountRemoved(account)
            | Self::RosterRemoved { account, .. }
            | Self::RequestGone { account, .. }
            | Self::ConversationRemoved { account, .. }
            | Self::RoomRemoved { account, .. }
            | Self::OccupantGone { account, .. }
            | Self::Recognised { account, .. }
            | Self::InvitationGone { account, .. }
            | Self::Draft { account, .. }
            | Self::Picture { account, .. }
            | Self::Mood { account, .. }
            | Self::Traced { account, .. }
            | Self::CatchingUp { account, .. } => account,
            Self::Settings(_) => return None,
        })
    }
}
