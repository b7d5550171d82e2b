//! What can be written, as values: the account tasks collect changes, the one writer commits them.

use crate::model::gap::{ArchiveGap, Missing, RoomGap};
use crate::model::{
    Account, Amendment, BareJid, Direction, Invitation, Jid, Kind, Manner, Message, MessageId, MessageState, Notice, Notify, PictureId,
    Request, RoomOptions, RosterItem, Unchanged,
};
use jiff::Timestamp;

/// A message to be stored, before it has an id.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMessage {
    pub account: BareJid,
    pub conversation: Jid,
    pub kind: Kind,
    pub direction: Direction,
    pub from: Jid,
    pub time: Timestamp,
    pub body: String,
    pub state: MessageState,
    pub origin_id: Option<String>,
    /// The stanza's own id, where that is another.
    pub message_id: Option<String>,
    /// The id given by `archive`.
    pub stanza_id: Option<String>,
    /// Who said it in a room that tells (XEP-0421).
    pub occupant_id: Option<String>,
    /// The id of the message it answers (XEP-0461).
    pub answers: Option<String>,
    /// Its sender wants to know how far we have read (XEP-0333).
    pub markable: bool,
    pub delayed: bool,
    pub shortened: bool,
    pub unstyled: bool,
    pub manner: Manner,
    pub file: Option<String>,
    pub follows: Follows,
    pub incoming: Incoming,
}

/// What a message comes after, whatever the clocks say: what was heard live bears the time of our clock, what was missed that of the
/// server's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Follows {
    /// Its time says where it stands.
    #[default]
    Nothing,
    /// An archive told it after a line of the same conversation, or else after all that it had told up to a message.
    /// In the end of the archive it comes after what is missing before it, too.
    Archived { line: Option<String>, up_to: Option<MessageId>, is_end: bool },
    /// It was missing between others that are here, the last of which before it was said then, as far as it is known here.
    Gap { missing: Missing, floor: Option<Timestamp> },
    /// It waited for a session to be resumed, behind all that had come and gone up to this message.
    Resumed { up_to: MessageId },
}

/// Something said later about a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Amends {
    /// The message as the sender names it.
    pub target: String,
    pub amendment: Amendment,
    /// The sender is an occupant of a room, and has been there since: a line said before under the same name, which tells no
    /// occupant-id, may be somebody else's. `None` for people.
    pub since: Option<Timestamp>,
}

/// What waits to be sent: a message, or an amendment of one under an id of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Queued {
    pub message: Message,
    pub amendment: Option<(String, Amendment)>,
}

impl Queued {
    /// Under which it goes out.
    pub fn id(&self) -> Option<&str> {
        match &self.amendment {
            Some((id, _)) => Some(id),
            None => self.message.origin_id.as_deref(),
        }
    }
}

/// A message that the other side wants to hear of once it was looked at, and was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmarked {
    pub conversation: Jid,
    pub kind: Kind,
    pub message: MessageId,
    /// As the sender names it; in a room as the room does.
    pub id: String,
}

/// Whether a stored message counts as unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incoming {
    /// Of somebody else, not seen yet.
    Unread,
    /// The same, and it names us in a room.
    Mention,
    /// Our own, or looked at elsewhere.
    Read,
}

/// A room we were in when the program ended, or that joins by itself. Its password is in memory or the keyring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedRoom {
    pub account: BareJid,
    pub room: BareJid,
    pub nick: String,
    pub name: Option<String>,
    /// What the user calls it.
    pub label: Option<String>,
    /// Our server does not know yet that the user calls it so, and moved it there.
    pub relisted: bool,
    /// Of the list.
    pub group: Option<String>,
    pub joined: bool,
    pub autojoin: bool,
    pub notify: Notify,
    /// Who we are there (XEP-0421).
    pub occupant_id: Option<String>,
    /// We were put out, or it was destroyed: the user alone goes back.
    pub put_out: bool,
    /// What was changed of it here is not in its bookmark yet.
    pub unwritten: bool,
    /// As it was when it was seen last.
    pub options: RoomOptions,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// New or changed.
    SaveAccount(Account),
    /// With all that belongs to it.
    RemoveAccount(BareJid),

    /// The whole roster as the server sent it (RFC 6121 §2.6).
    ReplaceRoster {
        account: BareJid,
        version: Option<String>,
        items: Vec<RosterItem>,
    },
    SaveContact {
        account: BareJid,
        version: Option<String>,
        item: RosterItem,
    },
    RemoveContact {
        account: BareJid,
        version: Option<String>,
        jid: BareJid,
    },

    /// Keeps the time of an earlier request of the same person.
    SaveRequest(Request),
    /// Without its password.
    SaveInvitation(Box<Invitation>),
    RemoveInvitation {
        account: BareJid,
        room: BareJid,
    },
    RemoveRequest {
        account: BareJid,
        jid: BareJid,
    },

    /// A picture of somebody as it is kept, by the SHA-1 of what they published.
    SavePicture {
        id: PictureId,
        png: Vec<u8>,
    },
    /// It is shown again: it is not forgotten so soon.
    PictureUsed {
        id: PictureId,
    },
    SetPicture {
        account: BareJid,
        jid: BareJid,
        picture: Option<PictureId>,
    },
    /// Those that nobody on a list has, and that came before this.
    ForgetPictures {
        before: Timestamp,
    },

    /// One message is one message, however often it comes (see `Novelty`).
    AddMessage(NewMessage),
    /// An own message and its place in the outbox. `id` = origin-id = one UUID.
    Queue(NewMessage),
    /// Puts a failed own message into the outbox again, at the end.
    Requeue(MessageId),
    /// An own message goes out now. One that had waited takes its place behind what was said meanwhile, as the archive has it.
    GoesOut {
        account: BareJid,
        conversation: Jid,
        origin_id: String,
        time: Timestamp,
    },
    /// By our own origin-id; a later state never goes back to an earlier one. Leaving `Queued` takes it out of the outbox.
    SetState {
        account: BareJid,
        origin_id: String,
        state: MessageState,
    },
    /// The archive's id for an own message.
    SetStanzaId {
        account: BareJid,
        origin_id: String,
        stanza_id: String,
    },
    /// Takes effect where the sender may amend that message. A correction of a message that is not here is one by itself.
    Amend(Box<NewMessage>, Amends),
    /// A moderator has taken back what somebody said in a room: the line with this id of the room's archive.
    Moderated {
        account: BareJid,
        room: BareJid,
        stanza_id: String,
    },
    /// An own amendment takes effect at once, and waits in the outbox.
    QueueAmendment {
        account: BareJid,
        message: MessageId,
        origin_id: String,
        amendment: Amendment,
        /// By what our reactions are known in that conversation: our address there, and in a room that tells it our occupant-id.
        from: Jid,
        occupant_id: Option<String>,
    },
    /// It did not get through.
    AmendmentRefused {
        account: BareJid,
        message: MessageId,
        unchanged: Unchanged,
    },
    /// The server has it.
    AmendmentSent {
        account: BareJid,
        origin_id: String,
    },
    /// The other side has looked at our message with this id, and at all before it (XEP-0333).
    Displayed {
        account: BareJid,
        conversation: Jid,
        id: String,
    },
    /// Another device of ours has read up to the message with this id.
    ReadTo {
        account: BareJid,
        conversation: Jid,
        id: String,
    },
    /// The same, by the id that the conversation's archive gave the message.
    ReadToArchived {
        account: BareJid,
        conversation: Jid,
        stanza_id: String,
    },
    /// The other side was told that this was looked at.
    MarkerSent(Unmarked, BareJid),
    /// All of a conversation was looked at.
    MarkRead {
        account: BareJid,
        conversation: Jid,
    },

    /// The oldest of a room that has many go.
    AddNotice(Notice),

    /// With all its messages.
    RemoveConversation {
        account: BareJid,
        conversation: Jid,
    },

    /// Messages written before this time, so many at most, and what happened in rooms before it; not what waits to be sent. `Nothing` when there are none.
    ForgetBefore {
        time: Timestamp,
        at_most: u32,
    },
    /// What is being written in a conversation; nothing when it is empty.
    SetDraft {
        account: BareJid,
        conversation: Jid,
        body: String,
    },

    /// The last stanza-id seen of an archive (XEP-0313): our own, or a room's.
    SetArchiveCursor {
        account: BareJid,
        archive: BareJid,
        stanza_id: String,
        /// All that is here was archived before it.
        whole: bool,
    },
    /// Where what is here of an archive begins without a gap; `None` when all of it is here.
    SetArchiveStart {
        account: BareJid,
        archive: BareJid,
        stanza_id: Option<String>,
        /// So many pages are here, counted back from the end.
        pages: u32,
    },
    /// All that is missing of our own archive after where it was read first, the youngest last.
    SetArchiveGaps {
        account: BareJid,
        gaps: Vec<ArchiveGap>,
    },
    /// All that is missing of a room's archive after where it was read first, the youngest last.
    SetRoomGaps {
        account: BareJid,
        room: BareJid,
        gaps: Vec<RoomGap>,
    },
    SaveRoom(SavedRoom),
    RemoveRoom {
        account: BareJid,
        room: BareJid,
    },

    /// The features of a verified caps hash (XEP-0115).
    SaveCaps {
        hash: String,
        features: Vec<String>,
    },
    SetSetting {
        key: String,
        value: Option<String>,
    },
}

/// What a change did. One for each change, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Done,
    /// For changes of one message: the message as it stands now.
    Message(Box<Message>, Novelty),
    /// For `Displayed`: those that moved.
    Messages(Vec<Message>),
    /// There was nothing to change.
    Nothing,
}

/// Whether a message was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Novelty {
    New,
    /// A copy that told something more (a stanza-id, a state).
    Updated,
    /// A copy that told nothing new.
    Known,
}
