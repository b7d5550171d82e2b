//! Why something is not as the user wants it: each case with its own words and its own next step.

use super::RoomChoice;
use serde::{Deserialize, Serialize};

/// Typed, so that windows choose the words (`i18n`) and the remote control names the condition.
/// Kept with messages that failed: a variant's name is part of the database's format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// The server refused the password or the account (RFC 6120 §6.5): the condition it named.
    AuthFailed(AuthFailure),
    PasswordNeeded,
    /// The certificate is in the account's status.
    UntrustedCertificate,
    Unreachable(Unreachable),
    /// Signed in elsewhere with the same resource (RFC 6120 §4.9.3.3); or a name that is taken.
    Conflict,
    /// The server ended the stream (RFC 6120 §4.9.3): its condition and words.
    Stream {
        condition: String,
        text: Option<String>,
    },
    /// The server or a peer refused a request (RFC 6120 §8.3.3): its condition and words.
    Stanza {
        condition: String,
        text: Option<String>,
    },
    Offline,
    Timeout,
    NotFound(NotFound),
    BadArgument(BadArgument),
    NotImplemented,
    /// The server makes no room that is so.
    RoomChoice(RoomChoice),
    NoDisplay,
    Storage(StorageFault),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthFailure {
    WrongPassword,
    AccountDisabled,
    CredentialsExpired,
    /// The server's own proof was wrong: it does not know the password.
    ServerNotAuthentic,
    /// Only weaker ways are offered than were used there before.
    Downgrade,
    /// No way to sign in that we take.
    NoMechanism,
    /// Only the password itself would do, and the account's settings do not allow that.
    PlainNotAllowed,
    /// For a reason that is not the password's.
    Refused,
    /// Temporary (RFC 6120 §6.5.10): tried again.
    Temporary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreachable {
    UnknownHost,
    Refused,
    TimedOut,
    /// The connection broke or was closed.
    Lost,
    /// The server offers no encryption.
    NoTls,
    /// What came was not XMPP, or the TLS handshake failed for another reason than the certificate.
    NotXmpp,
    /// The server says it offers no XMPP service (an SRV target of `.`).
    NoService,
    /// No network at all.
    NoNetwork,
    /// The server does not know the domain (`host-unknown`).
    HostUnknown,
    /// The server is going down or restarting.
    ShuttingDown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotFound {
    Account,
    Contact,
    Conversation,
    Message,
    Request,
    Invitation,
    Room,
    Occupant,
    Certificate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BadArgument {
    Address,
    Account,
    AccountNeeded,
    AccountExists,
    Host,
    ExtraRoots,
    Fingerprint,
    Nickname,
    RoomAddress,
    AlreadyJoinedWithOtherNick,
    /// Somebody else bears the name now to whom private messages went.
    AnotherPerson,
    /// The room has no such option, or it takes no such value.
    RoomOption,
    /// A room cannot ask for a password that nobody has chosen.
    RoomPassword,
    Number,
    Uri,
    EmptyMessage,
    /// It has characters that XML has no place for.
    Characters,
    LongMessage,
    /// It was written by somebody else.
    NotOurs,
    Emoji,
    CorrectAndReply,
    OwnAddress,
    Password,
    File,
    Picture,
    ProfileField,
    Folder,
    Xml,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StorageFault {
    Damaged,
    Newer,
    Locked,
    ReadOnly,
    Full,
    InUse,
    Other,
}

impl Problem {
    /// The word of the remote control's contract, never translated.
    pub fn condition(&self) -> &str {
        match self {
            Self::AuthFailed(_) => "auth-failed",
            Self::PasswordNeeded => "password-needed",
            Self::UntrustedCertificate => "untrusted-certificate",
            Self::Unreachable(Unreachable::HostUnknown) => "host-unknown",
            Self::Unreachable(Unreachable::ShuttingDown) => "system-shutdown",
            Self::Unreachable(_) => "unreachable",
            Self::Conflict => "conflict",
            Self::Stream { condition, .. } | Self::Stanza { condition, .. } => condition,
            Self::Offline => "offline",
            Self::Timeout => "timeout",
            Self::NotFound(_) => "not-found",
            Self::BadArgument(_) => "bad-argument",
            Self::NotImplemented => "feature-not-implemented",
            Self::RoomChoice(_) => "not-acceptable",
            Self::NoDisplay => "no-display",
            Self::Storage(_) => "internal-server-error",
        }
    }

    /// Nothing changes by trying again: the user must do something first (`failed` on the remote control).
    pub fn needs_user(&self) -> bool {
        match self {
            Self::AuthFailed(failure) => *failure != AuthFailure::Temporary,
            Self::PasswordNeeded | Self::UntrustedCertificate | Self::Conflict => true,
            Self::Unreachable(_)
            | Self::Stream { .. }
            | Self::Stanza { .. }
            | Self::Offline
            | Self::Timeout
            | Self::NotFound(_)
            | Self::BadArgument(_)
            | Self::NotImplemented
            | Self::RoomChoice(_)
            | Self::NoDisplay
            | Self::Storage(_) => false,
        }
    }

    /// A refusal with a defined condition of RFC 6120 §8.3.3.
    pub fn stanza(condition: impl Into<String>) -> Self {
        Self::Stanza { condition: condition.into(), text: None }
    }
}
