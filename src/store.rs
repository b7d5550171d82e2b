//! What is kept: SQLite (history, roster, settings, caps, outbox) and the keyring (secrets). No XML, no async.
//!
//! One thread writes ([`Store::write`]): it takes everything that is ready, commits it in one transaction with `synchronous=FULL`, and only
//! then tells those who asked. Reading has connections of its own and sees each commit whole. Both may take as long as a disk takes:
//! a window never calls them.

mod amendments;
mod apply;
pub mod change;
mod database;
mod fault;
pub mod keyring;
pub mod lock;
mod messages;
mod notices;
mod pictures;
pub mod profile;
mod read;
mod rows;
mod search;
#[cfg(test)]
mod tests;
mod writer;

pub use change::{Amends, Change, Follows, Incoming, NewMessage, Novelty, Outcome, Queued, SavedRoom, Unmarked};
pub use keyring::{Keyring, KeyringMissing};
pub use lock::ProfileLock;
pub use profile::Profile;

use crate::model::problem::StorageFault;
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use writer::Job;

/// So many connections for reading are kept open.
const READERS: usize = 4;

/// The database of a profile; clones are the same one. The last one to go waits until all is written.
#[derive(Debug, Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    jobs: Mutex<Option<Sender<Job>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    readers: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens the database of a profile whose lock is held, makes it if there is none, and brings it to this version.
    ///
    /// What is damaged, of a newer version, locked by another program or not writable is told as such and left as it is.
    pub fn open(profile: &Profile) -> Result<Self, StorageFault> {
        Self::open_with(profile, database::PATIENCE)
    }

    fn open_with(profile: &Profile, patience: Duration) -> Result<Self, StorageFault> {
        profile.create()?;
        let connection = database::open(profile, patience)?;
        let (jobs, received) = channel();
        let writer = thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || writer::run(connection, &received))
            .map_err(|error| fault::of_file(&error))?;
        Ok(Self {
            shared: Arc::new(Shared {
                path: profile.database(),
                jobs: Mutex::new(Some(jobs)),
                writer: Mutex::new(Some(writer)),
                readers: Mutex::new(Vec::new()),
            }),
        })
    }

    /// Keeps all of the changes or none, after everything given before, and returns at once.
    ///
    /// `done` is called on the writer's thread when they are on the disk, with one outcome for each in their order; or with the reason why
    /// nothing was changed. It must be quick: all writing waits for it.
    pub fn write(&self, changes: Vec<Change>, done: impl FnOnce(Result<Vec<Outcome>, StorageFault>) + Send + 'static) {
        let job = Job { changes, done: Box::new(done) };
        let refused = match &*guard(&self.shared.jobs) {
            Some(jobs) => jobs.send(job).err().map(|error| error.0),
            None => Some(job),
        };
        if let Some(job) = refused {
            job.tell(Err(StorageFault::Other));
        }
    }

    /// Waits until all that was given is written and its `done` called; later writes are refused. For the end of the program.
    pub fn close(&self) {
        self.shared.close();
    }

    /// Runs a question on one of the connections for reading.
    fn read<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StorageFault> {
        let idle = guard(&self.shared.readers).pop();
        let answer = idle.map_or_else(|| database::open_reader(&self.shared.path), Ok).and_then(|connection| {
            let answer = question(&connection);
            let mut readers = guard(&self.shared.readers);
            if readers.len() < READERS {
                readers.push(connection);
            }
            answer
        });
        answer.map_err(|error| fault::of_database(&error))
    }
}

impl Shared {
    fn close(&self) {
        guard(&self.jobs).take();
        // The writer shall be the last to leave: only then the log beside the database is folded into it.
        guard(&self.readers).clear();
        let writer = guard(&self.writer).take();
        // The writer itself drops the last clone when a `done` holds it: it cannot wait for itself, and ends by itself.
        if let Some(writer) = writer.filter(|writer| writer.thread().id() != thread::current().id())
            && writer.join().is_err()
        {
            tracing::error!("the writer of the database ended in a panic");
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.close();
    }
}

/// What these locks guard is whole after every step, also when the holder panicked.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
