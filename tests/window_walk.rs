//! The guide's path in the real program's real windows, by keyboard alone and by mouse alone, as a user walks it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use fantail::ui::{accessibility, semantics, theme};

mod support;

#[allow(dead_code, reason = "each test program uses a part of its own")]
#[path = "../src/ui/testing.rs"]
mod testing;

#[path = "window_walk/keyboard.rs"]
mod keyboard;

#[path = "window_walk/mouse.rs"]
mod mouse;

#[path = "window_walk/outside.rs"]
mod outside;

#[path = "window_walk/places.rs"]
mod places;

#[path = "window_walk/rooms.rs"]
mod rooms;

#[path = "window_walk/stage.rs"]
mod stage;

#[path = "window_walk/trouble.rs"]
mod trouble;

#[path = "window_walk/writing.rs"]
mod writing;

#[path = "window_walk/tabs.rs"]
mod tabs;
