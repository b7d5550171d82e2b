//! Passwords in the platform's keyring: Secret Service, Keychain or Credential Manager. Nowhere else are they kept.

use crate::model::{BareJid, Secret};
use keyring::{Entry, Error};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Under which all passwords of Fantail stand in the keyring, each with its account's address.
const SERVICE: &str = "im.fantail.Fantail";

/// A keyring that asks the user, or nobody, may never answer.
const DEADLINE: Duration = Duration::from_secs(5);

/// There is no keyring, it is locked, or it does not answer: the password can only be in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no keyring took the password")]
pub struct KeyringMissing;

/// The keyring of the user. Each call blocks for as long as the keyring needs, at most some seconds.
#[derive(Debug, Clone)]
pub struct Keyring {
    /// To the thread that talks to the keyring; `None` when there shall be none.
    requests: Option<Arc<Mutex<Option<Sender<Request>>>>>,
    deadline: Duration,
}

type Request = Box<dyn FnOnce() + Send>;

impl Keyring {
    /// The platform's. Whether there is one shows with the first call; one that is missing then is not looked for again.
    pub fn platform() -> Self {
        Self { requests: Some(Arc::default()), deadline: DEADLINE }
    }

    /// None at all: every call says so, and passwords are in memory only.
    pub fn none() -> Self {
        Self { requests: None, deadline: DEADLINE }
    }

    /// The password of an account, if it is there.
    pub fn get(&self, account: &BareJid) -> Result<Option<Secret>, KeyringMissing> {
        self.ask(account.to_string(), read)
    }

    /// The password with which an account enters a room.
    pub fn get_for_room(&self, account: &BareJid, room: &BareJid) -> Result<Option<Secret>, KeyringMissing> {
        self.ask(in_room(account, room), read)
    }

    /// Keeps the password of a room, in place of an earlier one.
    pub fn set_for_room(&self, account: &BareJid, room: &BareJid, secret: &Secret) -> Result<(), KeyringMissing> {
        let secret = secret.clone();
        self.ask(in_room(account, room), move |entry| entry.set_password(secret.reveal()))
    }

    /// Forgets the password of a room, if there was one.
    pub fn remove_for_room(&self, account: &BareJid, room: &BareJid) -> Result<(), KeyringMissing> {
        self.ask(in_room(account, room), forget)
    }

    /// Keeps a password, in place of an earlier one.
    pub fn set(&self, account: &BareJid, secret: &Secret) -> Result<(), KeyringMissing> {
        let secret = secret.clone();
        self.ask(account.to_string(), move |entry| entry.set_password(secret.reveal()))
    }

    /// Forgets a password. One that is not there is forgotten already.
    pub fn remove(&self, account: &BareJid) -> Result<(), KeyringMissing> {
        self.ask(account.to_string(), forget)
    }

    /// Has the keyring's thread do it, and waits for it until the deadline. What was not begun by then is not done later.
    fn ask<T: Send + 'static>(
        &self,
        user: String,
        question: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, KeyringMissing> {
        let (answer, answered) = channel();
        let waiting = Arc::new(());
        let waited_for = Arc::downgrade(&waiting);
        self.send(Box::new(move || {
            if waited_for.strong_count() == 0 {
                return;
            }
            let result = Entry::new(SERVICE, &user).and_then(|entry| question(&entry));
            // Whoever asked may have given up meanwhile.
            let _ = answer.send(result);
        }))?;
        match answered.recv_timeout(self.deadline) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => {
                tracing::warn!(reason = reason(&error), "the keyring refused");
                Err(KeyringMissing)
            }
            Err(RecvTimeoutError::Timeout) => {
                tracing::warn!("the keyring did not answer in time");
                Err(KeyringMissing)
            }
            Err(RecvTimeoutError::Disconnected) => Err(KeyringMissing),
        }
    }

    /// One thread for all calls: a keyring that hangs holds up one thread, not one for each call.
    fn send(&self, request: Request) -> Result<(), KeyringMissing> {
        let requests = self.requests.as_ref().ok_or(KeyringMissing)?;
        let mut requests = requests.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = match requests.take() {
            Some(sender) => sender,
            None => start()?,
        };
        let sent = sender.send(request);
        *requests = Some(sender);
        sent.map_err(|_| KeyringMissing)
    }
}

/// Neither address has a space.
fn in_room(account: &BareJid, room: &BareJid) -> String {
    format!("{account} {room}")
}

fn read(entry: &Entry) -> Result<Option<Secret>, Error> {
    match entry.get_password() {
        Ok(password) => Ok(Some(Secret::new(password))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

fn forget(entry: &Entry) -> Result<(), Error> {
    match entry.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Starts the thread; it ends when the last clone of its keyring is gone.
fn start() -> Result<Sender<Request>, KeyringMissing> {
    let (sender, received) = channel::<Request>();
    let work = move || {
        for request in received {
            if catch_unwind(AssertUnwindSafe(request)).is_err() {
                tracing::error!("the keyring panicked");
            }
        }
    };
    thread::Builder::new().name("keyring".into()).spawn(work).map_err(|_| KeyringMissing)?;
    Ok(sender)
}

/// What went wrong, without what an error may carry: a secret that could not be read is in it.
fn reason(error: &Error) -> String {
    match error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => cause.to_string(),
        Error::NoDefaultStore => match Entry::store_status() {
            Err(Error::PlatformFailure(cause)) => cause.to_string(),
            _ => "there is none".to_owned(),
        },
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "what it keeps is unreadable".to_owned(),
        _ => "not possible there".to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn without_a_keyring_nothing_is_kept_and_that_is_said() {
        let juliet: BareJid = "juliet@capulet.lit".parse().unwrap();
        let keyring = Keyring::none();
        assert_eq!(keyring.set(&juliet, &Secret::new("r0m30")), Err(KeyringMissing));
        assert_eq!(keyring.get(&juliet), Err(KeyringMissing));
        assert_eq!(keyring.remove(&juliet), Err(KeyringMissing));
    }

    #[test]
    fn a_keyring_that_panics_is_missing_once_and_asked_again() {
        let keyring = Keyring::platform();
        keyring.send(Box::new(|| panic!("as a broken keyring does"))).unwrap();
        let (answer, answered) = channel();
        keyring.send(Box::new(move || answer.send(()).unwrap())).unwrap();
        answered.recv().unwrap();
    }

    #[test]
    fn a_keyring_that_never_answers_is_missing_and_what_was_asked_of_it_is_not_done_later() {
        let keyring = Keyring { deadline: Duration::from_millis(20), ..Keyring::platform() };
        let juliet: BareJid = "juliet@capulet.lit".parse().unwrap();
        let (release, held) = channel::<()>();
        keyring.send(Box::new(move || held.recv().unwrap())).unwrap();
        let (began, begun) = channel::<()>();
        let late = keyring.ask(juliet.to_string(), move |_| {
            began.send(()).unwrap();
            Ok(())
        });
        assert_eq!(late, Err(KeyringMissing));
        release.send(()).unwrap();
        assert!(begun.recv().is_err());
    }
}
