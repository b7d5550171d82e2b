//! The windows: they show model values and emit commands, and do no I/O of their own.

pub mod accessibility;
mod accessible;
pub mod app;
mod known;
mod latin;
mod moods;
pub mod notice;
pub mod pictures;
mod profile;
mod room_words;
pub mod semantics;
mod summary;
#[cfg(test)]
#[allow(clippy::unwrap_used, dead_code)]
pub(crate) mod testing;
pub mod text;
pub mod theme;
pub mod widgets;
pub mod windows;
pub mod words;

pub use app::{Options, Outside, run};

#[cfg(test)]
mod widget_tests;
