//! One process a profile: the first start runs, each further one hands over to it.

use crate::model::problem::StorageFault;
use std::time::{Duration, Instant};

/// What comes from outside to the windows: from a further start, the remote control, or the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outside {
    /// Bring the buddy list to the front.
    Show,
    /// An xmpp: link that was checked. It only fills in forms, it never acts.
    OpenUri(String),
    /// The engine has ended: close.
    Quit,
}

/// What a start has found.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim<L, H> {
    /// The profile is ours while this lock lives.
    First(L),
    /// Another process runs with it and took over what we were started for.
    Second(H),
}

/// How long another process may hold the lock without answering: it is about to start or to end.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Takes the lock, or hands over to whoever has it. Who holds the lock but does not answer is given `patience`.
pub fn claim<L, H>(
    patience: Duration,
    mut take: impl FnMut() -> Result<L, StorageFault>,
    mut hand_over: impl FnMut() -> Option<H>,
) -> Result<Claim<L, H>, StorageFault> {
    let begun = Instant::now();
    loop {
        match take() {
            Ok(lock) => return Ok(Claim::First(lock)),
            Err(StorageFault::InUse) => {}
            Err(fault) => return Err(fault),
        }
        if let Some(handed) = hand_over() {
            return Ok(Claim::Second(handed));
        }
        if begun.elapsed() >= patience {
            return Err(StorageFault::InUse);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN_USE: Result<(), StorageFault> = Err(StorageFault::InUse);

    #[test]
    fn the_first_start_runs() {
        assert_eq!(claim(PATIENCE, || Ok("lock"), || -> Option<()> { panic!("nobody to hand over to") }), Ok(Claim::First("lock")));
    }

    #[test]
    fn a_further_start_hands_over() {
        assert_eq!(claim(PATIENCE, || IN_USE, || Some("shown")), Ok(Claim::Second("shown")));
    }

    #[test]
    fn a_start_while_the_other_one_ends_takes_its_place() {
        let mut attempts = 0;
        let take = || {
            attempts += 1;
            if attempts < 3 { Err(StorageFault::InUse) } else { Ok("lock") }
        };
        assert_eq!(claim(PATIENCE, take, || None::<()>), Ok(Claim::First("lock")));
    }

    #[test]
    fn a_lock_whose_owner_never_answers_is_told() {
        assert_eq!(claim(Duration::ZERO, || IN_USE, || None::<()>), Err(StorageFault::InUse));
    }

    #[test]
    fn another_fault_of_the_profile_is_told_at_once() {
        assert_eq!(claim(PATIENCE, || Err::<(), _>(StorageFault::ReadOnly), || None::<()>), Err(StorageFault::ReadOnly));
    }
}
