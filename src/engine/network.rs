//! Stub
use tokio::sync::mpsc;
#[derive(Debug, Clone, Copy)]
pub enum Change {
    Addresses,
    Woke,
}
pub fn watch() -> mpsc::Receiver<Change> {
    let (s, r) = mpsc::channel(1);
    std::mem::forget(s);
    r
}
