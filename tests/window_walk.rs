//! The guide's path in the real program's real windows, by keyboard alone and by mouse alone, as a user walks it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

#[path = "window_walk/keyboard.rs"]
mod keyboard;

#[path = "window_walk/stage.rs"]
mod stage;
