//! The windows, one file for each kind.

pub mod chat;
pub mod join_room;
pub mod new_message;
