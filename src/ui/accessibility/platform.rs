//! The adapter of each platform behind one small interface: `new`, `update`, `focus`, and `raise` for what an adapter queued.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{Adapter, Queued, WANTS_HIDDEN, raise};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub use windows::{Adapter, Queued, WANTS_HIDDEN, raise};

#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
pub use macos::{Adapter, Queued, WANTS_HIDDEN, raise};
