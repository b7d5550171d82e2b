//! What happens in a chat window, what it asks of the engine, and what of whoever opened it.

use super::moderation;
use super::tab::Key;
use super::tabs::Destination;
use crate::model::export::Format;
use crate::model::{BareJid, Command, MessageId, Mood, Problem, Reply, Setting};
use crate::ui::text::Link;
use crate::ui::widgets::chat_log::Happening;
use crate::ui::widgets::tabs::Deed;
use iced::advanced::widget::Id;
use iced::widget::text_editor;
use iced::widget::text_editor::Motion;

/// What happened in the window.
#[allow(clippy::large_enum_variant, reason = "answers are few and live for a moment")]
#[derive(Debug, Clone)]
pub enum Message {
    TabSelected(usize),
    TabClosed(usize),
    /// Ctrl+Tab and its kin.
    TabsTurned(Turn),
    /// By the pointer.
    Tabs(Deed),
    /// From the menu: the tab with this number goes elsewhere.
    TabSent(usize, Destination),
    InfoPressed,
    ProfilePressed,
    /// Ctrl+H.
    HistoryPressed,
    /// Ctrl+F.
    FindPressed,
    FindTyped(String),
    FindMoved {
        older: bool,
    },
    FindClosed,
    /// Ctrl+M.
    NewMessagePressed,
    ShortcutsPressed,
    /// Ctrl+J.
    JoinRoomPressed,
    BuddyListPressed,
    QuitPressed,
    Log(Happening),
    Edited(text_editor::Action),
    /// From the menu of a message.
    Copied(String),
    ToastOver,
    AllMarked,
    /// The text of the input was replaced as a whole.
    DraftSet(String),
    Undone,
    /// What is marked, or up to the end of the word that way.
    WordErased(Motion),
    Redone,
    /// What we said before comes into the input.
    Recalled {
        older: bool,
    },
    /// Tab in a room, behind the beginning of a name.
    Completed,
    /// The long text is to be pasted, or not.
    PasteConfirmed,
    PasteDismissed,
    Submitted,
    RetryPressed(MessageId),
    /// Hidden words are shown, or hidden again.
    HiddenTurned(MessageId),
    /// What is written is to be hidden until somebody asks for it.
    HidingPressed,
    /// What the hidden words are about.
    HiddenAbout(String),
    AttentionPressed,
    /// A day is asked for.
    DayPressed,
    DayTyped(String),
    DayConfirmed,
    DayDismissed,
    /// To the first message that was not looked at.
    UnreadPressed,
    AnswerPressed(MessageId),
    CorrectPressed(MessageId),
    /// Up in an empty input.
    LastCorrected,
    /// Nothing is answered or corrected after all.
    IntentDropped,
    VersionsPressed(MessageId),
    VersionsClosed,
    TakeBackPressed(MessageId),
    /// Why somebody else's message is taken back.
    TakeBackReason(String),
    /// With all that the same person said.
    TakeBackAll(bool),
    TakeBackConfirmed,
    TakeBackDismissed,
    ForgetPressed,
    ExportPressed(Format),
    /// What somebody learns of us.
    Told(Setting),
    ForgetConfirmed,
    ForgetDismissed,
    Reacted(MessageId, String),
    AddBuddyPressed,
    LinkConfirmed,
    LinkDismissed,
    PeopleScrolled(f32),
    PeopleFiltered(String),
    OccupantPressed(String),
    /// Of the room in front.
    Room(moderation::Deed),
    LeavePressed,
    RejoinPressed,
    /// The dialog helps: another nickname, a password.
    JoinDialogPressed,
    Answered(Asked, Result<Reply, Problem>),
    Focused(bool),
}

/// Which tab comes to the front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Next,
    Previous,
    /// By number, from 0.
    To(usize),
    /// Ctrl+W.
    Close,
    /// Ctrl+Shift+T: the one that was closed last is there again.
    Reopen,
    /// The one in front goes one place to the left, or to the right.
    Back,
    On,
}

/// What was asked of the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    Page(Key),
    /// What happened in a room.
    Notices(Key),
    /// All from this message on.
    From(Key, MessageId),
    /// Which message the log is to go to.
    Spot(Key),
    Profile(Key),
    Sending(Key, String),
    Amending(Key),
    /// A room is kept: its members, its subject.
    Moderating(Key),
    /// A nickname is to be kept for us.
    Registering(Key),
    Ping(Key),
    /// A room was joined by a command, in this conversation.
    Joining(Key),
    /// This mood is to be shown.
    Mood(Key, Option<Mood>),
    Versions,
    /// What this search of the tab has found.
    Found(Key, u32),
    Export,
    /// Whose answer comes as an event.
    Other,
}

impl Message {
    /// The desktop's dialog was closed, with a file or without.
    pub fn picture_chosen(path: Option<std::path::PathBuf>) -> Self {
        Self::Room(moderation::Deed::PictureChosen(path))
    }
}

/// What the window asks of whoever opened it.
#[allow(clippy::large_enum_variant, reason = "commands are few and live for a moment")]
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Answered with [`Message::Answered`].
    Ask(Command, Asked),
    /// Takes effect at once.
    Set(Setting),
    /// Nobody waits for the answer.
    Keep(Command),
    OpenLink(Link),
    Copy(String),
    Focus(Id),
    AddBuddy(Key),
    /// The Join dialog for a room of an account, with what is known of it.
    JoinDialog(Key),
    /// Another conversation is wanted.
    Conversation(Key),
    RoomSettings(BareJid, BareJid),
    Invite(BareJid, BareJid),
    RoomPeople(BareJid, BareJid),
    Registration(BareJid, BareJid),
    /// What was ever said in a conversation.
    History(Key),
    Shortcuts,
    /// A file is to be the picture of the room.
    PickPicture,
    /// A conversation was closed here; the one that was last is wanted again.
    Closed(Key),
    Reopen,
    NewMessage,
    JoinRoom,
    BuddyList,
    Quit,
    MoveTab(Key, Destination),
    /// The last tab was closed.
    Close,
    /// Somebody wrote while the window was not looked at.
    WantAttention,
}
