//! Joins protocol and storage: one task per account, commands in, batches of events out. It has its own runtime.

mod account;
pub mod handle;
mod hub;
pub mod network;

pub use handle::{Engine, Envelope, Subscription};

use crate::store::{Keyring, Store};
use hub::Hub;

/// How the engine starts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// All accounts stay offline until told otherwise.
    pub offline: bool,
}

/// Starts the engine on threads of its own. It ends with `Command::Quit`.
///
/// # Errors
/// When the system gives no threads.
pub fn start(store: Store, keyring: Keyring, options: Options) -> std::io::Result<Engine> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("engine").enable_all().build()?;
    let (engine, envelopes) = Engine::channel();
    std::thread::Builder::new().name("engine".into()).spawn(move || {
        runtime.block_on(Hub::new(store, keyring, options.offline).run(envelopes));
    })?;
    Ok(engine)
}
