//! Fantail: a desktop messenger for XMPP in the shape of Pidgin.
//!
//! Each module is a layer and imports only from those below it, in this order from top to bottom:
//! `ui`, `ctl`, `desktop`, `engine`, `store`, `xmpp`, `i18n`, `model`. See `docs/architecture.md`.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod ctl;
pub mod desktop;
pub mod engine;
pub mod i18n;
pub mod model;
pub mod store;
pub mod ui;
pub mod xmpp;
