//! From errors of SQLite and of the file system to the few faults a user can do something about.

use crate::model::problem::StorageFault;
use rusqlite::ErrorCode;
use std::io;

/// The fault an error of SQLite stands for. What lies behind it goes to the log: it names statements, never their values.
pub(super) fn of_database(error: &rusqlite::Error) -> StorageFault {
    let fault = match error {
        rusqlite::Error::SqliteFailure(failure, _) => of_code(failure.code),
        rusqlite::Error::SqlInputError { error, .. } => of_code(error.code),
        // A value that this program never writes.
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..) => StorageFault::Damaged,
        _ => StorageFault::Other,
    };
    tracing::warn!(%error, ?fault, "the database refused");
    fault
}

fn of_code(code: ErrorCode) -> StorageFault {
    match code {
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StorageFault::Damaged,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => StorageFault::Locked,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StorageFault::ReadOnly,
        ErrorCode::DiskFull => StorageFault::Full,
        _ => StorageFault::Other,
    }
}

pub(super) fn of_file(error: &io::Error) -> StorageFault {
    let fault = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StorageFault::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StorageFault::Full,
        _ => StorageFault::Other,
    };
    tracing::warn!(%error, ?fault, "a file of the profile refused");
    fault
}
