//! One process a profile: whoever holds the lock may open the database.

use super::fault;
use super::profile::{Profile, private_file};
use crate::model::problem::StorageFault;
use std::fs::{File, TryLockError};

/// Held as long as it lives. The system frees it when the process ends, however it ends.
#[derive(Debug)]
pub struct ProfileLock {
    _file: File,
}

impl ProfileLock {
    /// `StorageFault::InUse` when another process (or another part of this one) has it.
    pub fn take(profile: &Profile) -> Result<Self, StorageFault> {
        let file = private_file(&profile.lock_file()).map_err(|error| fault::of_file(&error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StorageFault::InUse),
            Err(TryLockError::Error(error)) => Err(fault::of_file(&error)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_in_use_refuses_a_second_taker_until_the_first_is_gone() {
        let directory = tempfile::tempdir().unwrap();
        let profile = Profile::at(directory.path()).unwrap();
        let first = ProfileLock::take(&profile).unwrap();
        assert_eq!(ProfileLock::take(&profile).unwrap_err(), StorageFault::InUse);
        drop(first);
        ProfileLock::take(&profile).unwrap();
    }

    #[test]
    fn two_profiles_are_locked_apart() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let _first = ProfileLock::take(&Profile::at(one.path()).unwrap()).unwrap();
        ProfileLock::take(&Profile::at(two.path()).unwrap()).unwrap();
    }
}
