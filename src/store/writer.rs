//! The one writer: a thread that commits everything that is ready in one transaction, then tells each who asked.

use super::apply::apply;
use super::fault;
use super::{Change, Outcome};
use crate::model::problem::StorageFault;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;

/// So many jobs at most wait for the same commit.
const GROUP: usize = 256;

pub(super) type Answer = Result<Vec<Outcome>, StorageFault>;

/// Changes that are kept all or none, and whom to tell.
pub(super) struct Job {
    pub changes: Vec<Change>,
    pub done: Box<dyn FnOnce(Answer) + Send>,
}

impl fmt::Debug for Job {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Job").field("changes", &self.changes.len()).finish_non_exhaustive()
    }
}

impl Job {
    /// Tells the outcome. A panic of whoever is told must not end the writing of all others.
    pub fn tell(self, answer: Answer) {
        if catch_unwind(AssertUnwindSafe(|| (self.done)(answer))).is_err() {
            tracing::error!("somebody panicked when told what was written");
        }
    }
}

/// Writes until nobody can send any more and all that was sent is written.
pub(super) fn run(mut connection: Connection, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        group.extend(jobs.try_iter().take(GROUP - 1));
        for (job, answer) in write(&mut connection, group) {
            job.tell(answer);
        }
    }
}

/// Each job with what became of it.
fn write(connection: &mut Connection, group: Vec<Job>) -> Vec<(Job, Answer)> {
    let error = match together(connection, &group) {
        Ok(answers) => return group.into_iter().zip(answers).collect(),
        Err(error) => fault::of_database(&error),
    };
    // One job may have taken the transaction of all with it (too large for the disk): each for itself, then. What is locked or
    // cannot be written is so for all, and waiting for it again and again would only take longer.
    let each = group.len() > 1 && !matches!(error, StorageFault::Locked | StorageFault::ReadOnly);
    let mut answered = Vec::with_capacity(group.len());
    for job in group {
        let answer = if each { alone(connection, &job) } else { Err(error) };
        answered.push((job, answer));
    }
    answered
}

fn alone(connection: &mut Connection, job: &Job) -> Answer {
    match together(connection, std::slice::from_ref(job)) {
        Ok(mut answers) => answers.pop().unwrap_or(Err(StorageFault::Other)),
        Err(error) => Err(fault::of_database(&error)),
    }
}

/// All jobs in one transaction. An error means that nothing of any of them was kept.
fn together(connection: &mut Connection, group: &[Job]) -> rusqlite::Result<Vec<Answer>> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut answers = Vec::with_capacity(group.len());
    for job in group {
        answers.push(apart(&mut transaction, &job.changes)?);
    }
    transaction.commit()?;
    Ok(answers)
}

/// One job in a savepoint: when it fails, the others of its transaction stay. An error when the transaction is lost with it.
fn apart(transaction: &mut Transaction<'_>, changes: &[Change]) -> rusqlite::Result<Answer> {
    let savepoint = transaction.savepoint()?;
    match changes.iter().map(|change| apply(&savepoint, change)).collect::<rusqlite::Result<Vec<_>>>() {
        Ok(outcomes) => savepoint.commit().map(|()| Ok(outcomes)),
        Err(error) => {
            if savepoint.is_autocommit() {
                return Err(error);
            }
            savepoint.finish()?;
            Ok(Err(fault::of_database(&error)))
        }
    }
}
