//! The operating system: single instance, display, links, and its wish that we end.

pub mod dialog;
pub mod display;
pub mod heap;
pub mod instance;
pub mod link;
pub mod signals;
