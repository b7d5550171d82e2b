//! The parts that windows are built from, each wrapped in its meaning ([`crate::ui::semantics`]). Windows use nothing else
//! that can be pressed, typed into or chosen.

pub mod access;
pub mod avatar;
pub mod badge;
pub mod button;
pub mod card;
pub mod chat_log;
pub mod choice;
pub mod empty;
pub mod field;
pub mod fitted;
pub mod form;
pub mod frame;
pub mod gestures;
pub mod icon;
pub mod info;
pub mod keyed;
pub mod line;
pub mod long_list;
pub mod menu;
pub mod modal;
pub mod offers;
pub mod progress;
pub mod row;
pub mod scope;
pub mod server_form;
pub mod tabs;
pub mod tick;
pub mod tip;
pub mod toast;
