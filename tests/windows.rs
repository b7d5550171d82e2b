//! The windows as users meet them: found by role and name, driven by mouse and keyboard, with a played engine behind them.
#![allow(clippy::unwrap_used)]

use fantail::ui::{accessibility, semantics, theme};

#[allow(dead_code, reason = "each test program uses a part of its own")]
#[path = "../src/ui/testing.rs"]
mod testing;

#[path = "windows/chat_scenes.rs"]
mod chat_scenes;

#[path = "windows/commands.rs"]
mod commands;

#[path = "windows/console.rs"]
mod console;

#[path = "windows/desk.rs"]
mod desk;

#[path = "windows/faces.rs"]
mod faces;
#[path = "windows/gallery.rs"]
mod gallery;

#[path = "windows/room_scenes.rs"]
mod room_scenes;

#[path = "windows/rooms.rs"]
mod rooms;

#[path = "windows/scenes.rs"]
mod scenes;

#[path = "windows/history.rs"]
mod history;

#[path = "windows/first_start.rs"]
mod first_start;

#[path = "windows/inviting.rs"]
mod inviting;
#[path = "windows/list.rs"]
mod list;

#[path = "windows/list_order.rs"]
mod list_order;

#[path = "windows/list_scenes.rs"]
mod list_scenes;

#[path = "windows/outside.rs"]
mod outside;

#[path = "windows/preferences.rs"]
mod preferences;

#[path = "windows/profiles.rs"]
mod profiles;
#[path = "windows/questions.rs"]
mod questions;

#[path = "windows/rules.rs"]
mod rules;

#[path = "windows/tabs.rs"]
mod tabs;
