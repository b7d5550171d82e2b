//! Multi-user chat (XEP-0045): the rooms we are in.
//!
//! A room's word is taken for its own occupants only: presence and lines come from `room/nick`, what the room itself says from
//! its bare JID. Nothing of a room we are not in, nor joining, is looked at here.

pub mod admin;
pub mod bookmarks;
pub mod config;
pub mod happening;
pub mod hats;
pub mod invite;
pub mod join;
pub mod line;
pub mod list_group;
pub mod look_alikes;
pub mod notify;
pub mod presence;
pub mod register;
pub mod session;
pub mod voice;

pub use session::{Change, Phase, RoomSession};
