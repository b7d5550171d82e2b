//! Joins protocol and storage: one task per account, commands in, batches of events out. It has its own runtime.

mod account;
mod export;
pub mod handle;
mod hub;
mod keeping;
pub mod network;
mod picture;

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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Command, Event, Reply, Setting, Settings};
    use crate::store::Profile;

    fn state(engine: &Engine) -> crate::model::State {
        match engine.ask(Command::State).blocking_recv().unwrap().unwrap() {
            Reply::State(state) => *state,
            other => panic!("not the state, but {other:?}"),
        }
    }

    #[test]
    fn what_was_set_is_told_and_stands_after_a_restart() {
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::at(directory.path()).unwrap();
        let begin = || start(Store::open(&profile).unwrap(), Keyring::none(), Options::default()).unwrap();
        let engine = begin();
        let mut events = engine.subscribe();
        engine.ask(Command::Set(Setting::ShowOffline(false))).blocking_recv().unwrap().unwrap();
        let mut set = Settings::default();
        set.apply(&Setting::ShowOffline(false));
        assert_eq!(events.ready().last(), Some(&Event::Settings(Box::new(set.clone()))));
        engine.ask(Command::Quit).blocking_recv().unwrap().unwrap();
        let again = begin();
        assert_eq!(state(&again).settings, set);
        again.ask(Command::Quit).blocking_recv().unwrap().unwrap();
    }

    #[test]
    fn a_draft_stands_after_a_restart_and_goes_with_its_account() {
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::at(directory.path()).unwrap();
        let options = || Options { offline: true };
        let begin = || start(Store::open(&profile).unwrap(), Keyring::none(), options()).unwrap();
        let me: crate::model::BareJid = "romeo@one.test".parse().unwrap();
        let draft =
            |body: &str| Command::SetDraft { account: me.clone(), conversation: "juliet@one.test".parse().unwrap(), body: body.into() };
        let done = |engine: &Engine, command| engine.ask(command).blocking_recv().unwrap();
        let engine = begin();
        assert!(done(&engine, draft("to nobody")).is_err(), "there is no such account");
        let account = crate::model::Account::new(me.clone(), "Fantail".into());
        done(&engine, Command::AddAccount { account, password: None }).unwrap();
        for body in ["h", "ha", "half"] {
            done(&engine, draft(body)).unwrap();
        }
        // What is in memory only is written at the end.
        done(&engine, Command::Quit).unwrap();
        let again = begin();
        assert_eq!(state(&again).drafts.into_values().collect::<Vec<_>>(), ["half"]);
        done(&again, draft("more")).unwrap();
        done(&again, Command::RemoveAccount(me.clone())).unwrap();
        done(&again, Command::Quit).unwrap();
        let last = begin();
        assert_eq!(state(&last).drafts.len(), 0);
        done(&last, Command::Quit).unwrap();
    }
}
