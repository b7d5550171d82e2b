//! The operating system: single instance and links.
