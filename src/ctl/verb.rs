//! The verbs of the remote control, as both sides know them: clap reads them, serde carries them over the socket.
//!
//! Words with a fixed choice are checked here, so that a wrong one is bad usage without an instance. Addresses, ids and
//! the like are checked by the instance, which answers `bad-argument`.

use super::wire::secret;
use crate::model::Secret;
use clap::Subcommand;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::path::PathBuf;

#[derive(Debug, Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// List the accounts
    Accounts,
    /// Add, change or remove an account
    #[command(subcommand)]
    Account(AccountVerb),
    /// Wait until an account has a state
    Wait {
        #[arg(value_parser = ["offline", "connecting", "online", "failed"])]
        state: String,
        /// How long, at most
        #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
        timeout: f64,
    },
    /// Set what others see of you
    Status {
        #[arg(value_parser = ["available", "chat", "away", "xa", "dnd", "invisible", "offline"])]
        status: String,
        #[arg(allow_hyphen_values = true)]
        text: Option<String>,
    },
    /// List the buddies
    Roster,
    /// Add, change or remove a buddy
    #[command(subcommand)]
    Contact(ContactVerb),
    /// Block an address
    Block { jid: String },
    /// Stop blocking an address
    Unblock { jid: String },
    /// List the blocked addresses
    Blocked,
    /// List those who wait for an authorization
    Requests,
    /// Let somebody see you
    Authorize {
        jid: String,
        /// Put them on the list as well
        #[arg(long)]
        add: bool,
        /// The name on the list (implies --add)
        #[arg(long, allow_hyphen_values = true)]
        name: Option<String>,
        /// A group on the list (implies --add); may be repeated
        #[arg(long, allow_hyphen_values = true)]
        group: Vec<String>,
    },
    /// Refuse to let somebody see you
    Deny { jid: String },
    /// Show or change what people publish about themselves
    #[command(args_conflicts_with_subcommands = true)]
    Profile {
        jid: Option<String>,
        #[command(subcommand)]
        change: Option<ProfileVerb>,
    },
    /// Change your picture
    #[command(subcommand)]
    Avatar(AvatarVerb),
    /// Send a message
    Send {
        jid: String,
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// The message this one corrects
        #[arg(long, value_name = "ID")]
        correct: Option<String>,
        /// The message this one answers
        #[arg(long, value_name = "ID")]
        reply: Option<String>,
    },
    /// React to a message
    React { jid: String, id: String, emoji: Vec<String> },
    /// Take a message back
    Retract { jid: String, id: String },
    /// Mark a conversation as read
    Read { jid: String },
    /// Show the last messages of a conversation
    History {
        jid: String,
        #[arg(long, default_value = "50")]
        limit: u32,
        /// Only messages before this one
        #[arg(long, value_name = "ID")]
        before: Option<String>,
    },
    /// Search the messages
    Search {
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// Only in this conversation
        #[arg(long = "in", value_name = "JID")]
        conversation: Option<String>,
        #[arg(long)]
        limit: Option<u32>,
    },
    /// Write a conversation, or everything, into a file
    Export {
        jid: Option<String>,
        #[arg(long, default_value = "text", value_parser = ["text", "html", "json"])]
        format: String,
        /// Where the file is to be, instead of among the downloads
        #[arg(long, value_name = "DIRECTORY")]
        folder: Option<PathBuf>,
    },
    /// List the conversations
    Conversations,
    /// Send a file
    Upload { jid: String, file: PathBuf },
    /// List the rooms
    Rooms,
    /// Join, leave or change a room
    #[command(subcommand)]
    Room(RoomVerb),
    /// List who is in a room
    Occupants { room: String },
    /// List the invitations
    Invites,
    /// Ask a server or client what it can do
    Disco {
        jid: String,
        #[arg(long)]
        items: bool,
        #[arg(long)]
        node: Option<String>,
    },
    /// Print every event as it happens
    Events,
    /// Open an xmpp: link in a window
    Open { uri: String },
    /// Bring the window to the front
    Show,
    /// Store everything, sign out and end
    Quit,
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountVerb {
    /// Add an account; its password is the first line of standard input
    Add {
        jid: String,
        /// The server to connect to, in place of what DNS says
        #[arg(long, value_name = "HOST[:PORT]")]
        server: Option<String>,
        #[arg(long, default_value = "auto", value_parser = ["auto", "direct-tls", "starttls"])]
        security: String,
        /// A file with root certificates to trust for this account
        #[arg(long, value_name = "FILE")]
        #[serde(skip)]
        ca: Option<PathBuf>,
        #[arg(long)]
        resource: Option<String>,
        #[arg(long, allow_hyphen_values = true)]
        alias: Option<String>,
        /// Keep the password in the keyring
        #[arg(long)]
        remember: bool,
        /// Do not sign in yet
        #[arg(long)]
        disabled: bool,
    },
    /// Give the password; it is the first line of standard input
    Password {
        jid: String,
        /// Keep the password in the keyring
        #[arg(long)]
        remember: bool,
    },
    /// Remove an account and all that belongs to it from this computer
    Remove { jid: String },
    /// Sign in, now and at every start
    Enable { jid: String },
    /// Sign out and stay so
    Disable { jid: String },
    /// Accept the certificate in question, named by its SHA-256
    Trust { jid: String, sha256: String },
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactVerb {
    /// Put somebody on the list and ask to see them
    Add {
        jid: String,
        #[arg(long, allow_hyphen_values = true)]
        name: Option<String>,
        /// May be repeated
        #[arg(long, allow_hyphen_values = true)]
        group: Vec<String>,
        /// Words that go with the request
        #[arg(long, allow_hyphen_values = true)]
        message: Option<String>,
    },
    /// Take somebody off the list
    Remove { jid: String },
    /// Change a name; an empty one takes it away
    Rename {
        jid: String,
        #[arg(allow_hyphen_values = true)]
        name: String,
    },
    /// Put somebody into exactly these groups
    Groups {
        jid: String,
        #[arg(allow_hyphen_values = true)]
        groups: Vec<String>,
    },
    /// Ask to see somebody
    Subscribe { jid: String },
    /// Stop seeing somebody
    Unsubscribe { jid: String },
    /// Stop being seen by somebody
    Revoke { jid: String },
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileVerb {
    /// Change fields of your profile
    Set {
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AvatarVerb {
    /// Publish a picture
    Set { file: PathBuf },
    /// Publish none
    Clear,
}

#[derive(Debug, Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoomVerb {
    /// Enter a room
    Join {
        room: String,
        #[arg(long, allow_hyphen_values = true)]
        nick: Option<String>,
        #[arg(long, value_parser = read_secret, allow_hyphen_values = true)]
        #[serde(with = "secret")]
        password: Option<Secret>,
        /// Enter it at every sign-in
        #[arg(long)]
        autojoin: bool,
    },
    /// Leave a room
    Leave { room: String },
    /// Make a room
    Create {
        room: String,
        #[arg(long, allow_hyphen_values = true)]
        name: Option<String>,
        #[arg(long, conflicts_with = "persistent")]
        temporary: bool,
        #[arg(long)]
        persistent: bool,
        #[arg(long, conflicts_with = "hidden")]
        public: bool,
        #[arg(long)]
        hidden: bool,
        #[arg(long)]
        members_only: bool,
        #[arg(long, value_parser = read_secret, allow_hyphen_values = true)]
        #[serde(with = "secret")]
        password: Option<Secret>,
        #[arg(long)]
        moderated: bool,
        #[arg(long, allow_hyphen_values = true)]
        nick: Option<String>,
    },
    /// Change a room's options
    Configure {
        room: String,
        #[arg(required = true, value_name = "OPTION=VALUE")]
        options: Vec<String>,
    },
    /// Change a room's subject
    Subject {
        room: String,
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Remove a room for everybody
    Destroy {
        room: String,
        #[arg(long, allow_hyphen_values = true)]
        reason: Option<String>,
        /// Where to go instead
        #[arg(long)]
        to: Option<String>,
    },
    /// List a service's public rooms
    List { service: String },
    /// Invite somebody
    Invite {
        room: String,
        jid: String,
        #[arg(long, allow_hyphen_values = true)]
        reason: Option<String>,
    },
    /// Accept an invitation
    Accept { room: String },
    /// Decline an invitation
    Decline { room: String },
    /// Change what somebody is to a room
    Affiliation {
        room: String,
        jid: String,
        #[arg(value_parser = ["owner", "admin", "member", "none", "outcast"])]
        affiliation: String,
        #[arg(long, allow_hyphen_values = true)]
        reason: Option<String>,
    },
    /// Change what somebody may do in a room
    Role {
        room: String,
        #[arg(allow_hyphen_values = true)]
        nick: String,
        #[arg(value_parser = ["moderator", "participant", "visitor", "none"])]
        role: String,
        #[arg(long, allow_hyphen_values = true)]
        reason: Option<String>,
    },
    /// Change your nickname in a room
    Nick {
        room: String,
        #[arg(allow_hyphen_values = true)]
        nick: String,
    },
    /// Ask to be allowed to speak
    RequestVoice { room: String },
}

/// Zero or more seconds, at most a year.
fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    if (0.0..=31_536_000.0).contains(&seconds) { Ok(seconds) } else { Err("not a number of seconds".to_owned()) }
}

fn read_secret(text: &str) -> Result<Secret, Infallible> {
    Ok(Secret::new(text))
}
