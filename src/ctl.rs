//! The remote control: a local socket that speaks the commands and events of the engine (`docs/ctl.md`).
