//! What the program talks about: plain values and the rules on them. No I/O, no async, no XML, no toolkit.

pub mod account;
pub mod command;
pub mod contact;
pub mod conversation;
pub mod event;
pub mod invitation;
pub mod listing;
pub mod message;
pub mod presence;
pub mod problem;
pub mod profile;
pub mod request;
pub mod room;
pub mod secret;
pub mod settings;
pub mod state;
pub mod uri;
pub mod zoom;

pub use account::{Account, AccountState, AccountStatus, Certificate, Fingerprint, Host, Security};
pub use command::{Command, Reply};
pub use contact::{Contact, RosterItem, Subscription};
pub use conversation::Conversation;
pub use event::Event;
pub use invitation::Invitation;
pub use jid::{BareJid, FullJid, Jid};
pub use message::{Direction, Kind, Message, MessageId, MessageState};
pub use presence::{Availability, Show};
pub use problem::Problem;
pub use profile::Profile;
pub use request::Request;
pub use room::{Affiliation, Occupant, Role, Room, RoomOptions, RoomState};
pub use secret::Secret;
pub use settings::{Setting, Settings};
pub use state::State;
pub use uri::{UriAction, XmppUri};
pub use zoom::Zoom;
