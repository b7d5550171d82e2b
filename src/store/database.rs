//! Opening the database: looked at before anything is written, so that what is damaged, newer or not ours is never changed.

use super::fault;
use super::profile::{Profile, private_file};
use crate::model::problem::StorageFault;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::io;
use std::path::Path;
use std::time::Duration;

/// In the database's header, so that another program's file is never taken for ours: `Fntl`.
const APPLICATION_ID: i32 = 0x466e_746c;

/// Each step once, in order, for ever: the count of those done is in the database (`user_version`).
const STEPS: &[M<'_>] = &[
    M::up(include_str!("schema-1.sql")),
    M::up(include_str!("schema-2.sql")),
    M::up(include_str!("schema-3.sql")),
    M::up(include_str!("schema-4.sql")),
    M::up(include_str!("schema-5.sql")),
    M::up(include_str!("schema-6.sql")),
    M::up(include_str!("schema-7.sql")),
    M::up(include_str!("schema-8.sql")),
    M::up(include_str!("schema-9.sql")),
    M::up(include_str!("schema-10.sql")),
    M::up(include_str!("schema-11.sql")),
    M::up(include_str!("schema-12.sql")),
    M::up(include_str!("schema-13.sql")),
];

/// How long to wait for another program that reads or copies the database.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// The connection that writes, migrated to this version.
pub(super) fn open(profile: &Profile, patience: Duration) -> Result<Connection, StorageFault> {
    let path = profile.database();
    if !make_empty(&path).map_err(|error| fault::of_file(&error))? {
        look_at(&path, patience)?;
    }
    let database = |error: rusqlite::Error| fault::of_database(&error);
    let mut connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, patience).map_err(database)?;
    prepare(&connection).map_err(database)?;
    Migrations::from_slice(STEPS).to_latest(&mut connection).map_err(|error| migration_fault(&error))?;
    // Whether it can be written is better known now than with the first message.
    connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(database)?.rollback().map_err(database)?;
    Ok(connection)
}

/// Makes the file if there is none, and tells whether it is empty. An error when it cannot be written.
///
/// The file is closed again before SQLite opens it, and nobody else in this process has it open (the profile's lock): to close a file
/// frees all locks this process has on it (POSIX), SQLite's own among them.
fn make_empty(path: &Path) -> io::Result<bool> {
    Ok(private_file(path)?.metadata()?.len() == 0)
}

/// A connection that can only read.
pub(super) fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// Reads what the file says of itself, without a way to change it.
fn look_at(path: &Path, patience: Duration) -> Result<(), StorageFault> {
    let read = || {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, patience)?;
        let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((number("application_id")?, number("user_version")?, tables))
    };
    let (application, version, tables) = read().map_err(|error| fault::of_database(&error))?;
    if tables == 0 && version == 0 && application == 0 {
        // Made, but the program was ended before the first migration.
        return Ok(());
    }
    if application != APPLICATION_ID {
        return Err(StorageFault::Damaged);
    }
    let known = usize::try_from(version).is_ok_and(|version| version <= STEPS.len());
    if known { Ok(()) } else { Err(StorageFault::Newer) }
}

fn connect(path: &Path, flags: OpenFlags, patience: Duration) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(patience)?;
    // SQLite's own `lower` knows English letters only.
    connection.create_scalar_function("folded", 1, FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC, |call| {
        Ok(call.get::<Option<String>>(0)?.map(|text| text.to_lowercase()))
    })?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    // Each commit is on the disk before anybody is told: an acknowledgement hangs on it.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn migration_fault(error: &rusqlite_migration::Error) -> StorageFault {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => fault::of_database(err),
        other => {
            tracing::error!(error = %other, "the database cannot be brought to this version");
            StorageFault::Other
        }
    }
}
