//! What cannot be opened is named and left as it is; what was told as stored is there at the next start; nobody else can read it.

use super::*;
use crate::model::Manner;
use crate::model::gap::{Missing, RoomGap};
use std::fs;
#[cfg(unix)]
use std::path::Path;

/// Short, so that tests of locks do not wait for long.
const IMPATIENT: Duration = Duration::from_millis(50);

/// Opens what lies there and expects a fault, and the file to be the same byte for byte.
fn refused(profile: &Profile) -> StorageFault {
    let before = fs::read(profile.database()).unwrap();
    let fault = Store::open_with(profile, IMPATIENT).unwrap_err();
    assert!(fs::read(profile.database()).unwrap() == before, "the file was changed");
    fault
}

/// A profile with a database of some size that nobody has open.
fn closed_with_messages() -> Kept {
    let kept = Kept::new();
    kept.write((0..200).map(|number| Change::AddMessage(from_juliet(&format!("{number} {}", "long ".repeat(100))))));
    kept.store.close();
    kept
}

fn empty_profile() -> (TempDir, Profile) {
    let directory = tempfile::tempdir().unwrap();
    let profile = Profile::at(directory.path()).unwrap();
    profile.create().unwrap();
    (directory, profile)
}

#[test]
fn everything_is_there_after_a_restart() {
    let kept = Kept::new();
    kept.add(NewMessage {
        time: Timestamp::from_microsecond(1_800_000_000_123_456).unwrap(),
        delayed: true,
        shortened: true,
        unstyled: true,
        manner: Manner::Spoiler("the end".into()),
        file: Some("https://files.example/x.pdf".into()),
        origin_id: Some("o1".into()),
        message_id: None,
        stanza_id: Some("s1".into()),
        occupant_id: None,
        answers: None,
        markable: false,
        ..from_juliet("hi\r\n\tthere \u{1f426}")
    });
    kept.told(Change::Queue(to_juliet("o2", "hi back")));
    let before = (kept.history("juliet@capulet.lit"), kept.store.outbox(&romeo()).unwrap(), kept.store.conversations(&romeo()).unwrap());
    let kept = kept.reopened();
    let after = (kept.history("juliet@capulet.lit"), kept.store.outbox(&romeo()).unwrap(), kept.store.conversations(&romeo()).unwrap());
    assert_eq!(before, after);
    assert_eq!(after.0.len(), 2);
    assert_eq!(kept.store.message(after.0[0].id).unwrap().as_ref(), Some(&after.0[0]));
}

#[test]
fn what_was_told_as_stored_is_on_the_disk_at_that_moment() {
    let kept = Kept::new();
    let copy = tempfile::tempdir().unwrap();
    for number in 0..20 {
        kept.add(from_juliet(&number.to_string()));
        // As the disk would look if the power failed now: the database and the log beside it.
        for name in ["fantail.db", "fantail.db-wal"] {
            fs::copy(kept.directory.path().join(name), copy.path().join(name)).unwrap();
        }
        let found = Store::open(&Profile::at(copy.path()).unwrap()).unwrap();
        assert_eq!(found.messages(&romeo(), &jid("juliet@capulet.lit"), None, 100).unwrap().len(), number + 1);
        drop(found);
        let _ = fs::remove_file(copy.path().join("fantail.db-shm"));
    }
}

#[test]
fn a_killed_process_loses_nothing_that_was_told_as_stored() {
    use std::io::{BufRead, BufReader, Write};
    const PROFILE: &str = "FANTAIL_TEST_PROFILE";
    const NAME: &str = "store::tests::opening::a_killed_process_loses_nothing_that_was_told_as_stored";
    if let Some(directory) = std::env::var_os(PROFILE) {
        // The process that will be killed: it writes without end and says what was told as stored.
        let store = Store::open(&Profile::at(directory).unwrap()).unwrap();
        write(&store, [Change::SaveAccount(account(romeo()))]).unwrap();
        for number in 0.. {
            let (said, told) = channel();
            store.write(vec![Change::Queue(to_juliet(&format!("o{number}"), "hi"))], move |outcome| {
                // Two of three are not waited for, so that many are under way when the end comes.
                let _ = said.send(outcome.is_ok());
            });
            if number % 3 == 0 {
                assert!(told.recv().unwrap());
                writeln!(std::io::stdout(), "\nstored o{number}").unwrap();
            }
        }
    }
    let directory = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([NAME, "--exact", "--nocapture"])
        .env(PROFILE, directory.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut said = lines.filter_map(|line| line.strip_prefix("stored ").map(str::to_owned));
    let mut told: Vec<_> = said.by_ref().take(50).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(told.len(), 50);
    told.extend(said);
    let store = Store::open(&Profile::at(directory.path()).unwrap()).unwrap();
    let waiting: Vec<_> = store.outbox(&romeo()).unwrap().into_iter().filter_map(|queued| queued.message.origin_id).collect();
    assert!(told.iter().all(|id| waiting.contains(id)));
    // Nothing is missing in the middle, and nothing is there twice.
    assert_eq!(waiting, (0..waiting.len()).map(|number| format!("o{number}")).collect::<Vec<_>>());
}

#[test]
fn a_file_that_is_no_database_is_damaged_and_left_alone() {
    let (_directory, profile) = empty_profile();
    fs::write(profile.database(), "these violent delights have violent ends ".repeat(300)).unwrap();
    assert_eq!(refused(&profile), StorageFault::Damaged);
}

#[test]
fn a_database_cut_short_is_damaged_and_left_alone() {
    let kept = closed_with_messages();
    let whole = fs::metadata(kept.profile.database()).unwrap().len();
    let file = fs::OpenOptions::new().write(true).open(kept.profile.database()).unwrap();
    file.set_len(whole / 2 + 100).unwrap();
    assert_eq!(refused(&kept.profile), StorageFault::Damaged);
}

#[test]
fn a_page_overwritten_in_the_middle_is_told_as_damage_when_it_is_read() {
    let kept = closed_with_messages();
    let mut bytes = fs::read(kept.profile.database()).unwrap();
    let pages = bytes.len() / 4096;
    for page in pages / 4..pages {
        bytes[page * 4096..page * 4096 + 2048].fill(0xa5);
    }
    fs::write(kept.profile.database(), bytes).unwrap();
    let store = Store::open_with(&kept.profile, IMPATIENT);
    let read = store.and_then(|store| store.messages(&romeo(), &jid("juliet@capulet.lit"), None, 1000));
    assert_eq!(read.unwrap_err(), StorageFault::Damaged);
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let (_directory, profile) = empty_profile();
    let other = Connection::open(profile.database()).unwrap();
    other.execute_batch("CREATE TABLE accounts (name TEXT); INSERT INTO accounts VALUES ('mine');").unwrap();
    drop(other);
    assert_eq!(refused(&profile), StorageFault::Damaged);
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let kept = closed_with_messages();
    Connection::open(kept.profile.database()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(refused(&kept.profile), StorageFault::Newer);
}

#[test]
fn a_database_that_another_program_holds_is_locked() {
    let kept = closed_with_messages();
    let other = Connection::open(kept.profile.database()).unwrap();
    other.pragma_update(None, "locking_mode", "exclusive").unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert_eq!(Store::open_with(&kept.profile, IMPATIENT).unwrap_err(), StorageFault::Locked);
    drop(other);
    Store::open_with(&kept.profile, IMPATIENT).unwrap();
}

#[test]
fn a_database_that_another_program_is_writing_is_locked_and_free_again_later() {
    let kept = closed_with_messages();
    let store = Store::open_with(&kept.profile, IMPATIENT).unwrap();
    let other = Connection::open(kept.profile.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(Store::open_with(&kept.profile, IMPATIENT).unwrap_err(), StorageFault::Locked);
    let message = || [Change::AddMessage(from_juliet("hi"))];
    assert_eq!(write(&store, message()), Err(StorageFault::Locked));
    // What is there can be read meanwhile.
    assert_eq!(store.accounts().unwrap().len(), 1);
    other.execute_batch("ROLLBACK").unwrap();
    assert!(write(&store, message()).is_ok());
}

/// A file of the kernel that not even root can open for writing.
#[cfg(target_os = "linux")]
#[test]
fn a_database_that_cannot_be_written_is_read_only() {
    let (_directory, profile) = empty_profile();
    std::os::unix::fs::symlink("/sys/kernel/uevent_seqnum", profile.database()).unwrap();
    assert_eq!(Store::open(&profile).unwrap_err(), StorageFault::ReadOnly);
}

#[test]
fn a_database_made_but_never_filled_is_begun_again() {
    let (_directory, profile) = empty_profile();
    Connection::open(profile.database()).unwrap().pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())).unwrap();
    assert_eq!(Store::open(&profile).unwrap().accounts().unwrap(), []);
}

#[cfg(unix)]
#[test]
fn every_file_of_the_profile_is_for_its_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    fn modes(directory: &Path) -> Vec<(String, u32)> {
        let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let mut modes: Vec<_> = entries.map(|entry| (entry.file_name().into_string().unwrap(), mode(&entry.path()))).collect();
        modes.push((".".into(), mode(directory)));
        modes.sort();
        modes
    }
    let expected: Vec<(String, u32)> =
        [(".", 0o700), ("fantail.db", 0o600), ("fantail.db-shm", 0o600), ("fantail.db-wal", 0o600), ("lock", 0o600), ("logs", 0o700)]
            .map(|(name, mode)| (name.to_owned(), mode))
            .to_vec();
    let kept = Kept::new();
    let _lock = ProfileLock::take(&kept.profile).unwrap();
    kept.add(from_juliet("hi"));
    assert_eq!(modes(kept.directory.path()), expected);
    // What was open to others, from a backup or another program, is closed at the next start.
    kept.store.close();
    for (name, mode) in [("fantail.db", 0o644), (".", 0o755)] {
        fs::set_permissions(kept.directory.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    let kept = kept.reopened();
    kept.add(from_juliet("hi"));
    assert_eq!(modes(kept.directory.path()), expected);
}

#[test]
fn what_is_missing_of_a_rooms_archive_is_taken_over_from_the_shape_before() {
    let kept = Kept::new();
    kept.store.close();
    let older = Connection::open(kept.profile.database()).unwrap();
    older
        .execute_batch(
            "ALTER TABLE accounts DROP COLUMN allow_plain;
             ALTER TABLE accounts DROP COLUMN hash_seen;
             DROP TABLE archive_gaps;
             DROP TABLE forgotten_messages;
             DROP INDEX messages_by_time;
             DROP TABLE room_gaps;
             DROP TABLE forgotten;
             ALTER TABLE archive_cursors DROP COLUMN up_to;
             DROP TABLE pictures_of;
             DROP TABLE pictures;
             ALTER TABLE rooms DROP COLUMN notify;
             ALTER TABLE rooms DROP COLUMN put_out;
             ALTER TABLE rooms DROP COLUMN unwritten;
             ALTER TABLE rooms DROP COLUMN options;
             ALTER TABLE rooms DROP COLUMN label;
             ALTER TABLE rooms DROP COLUMN list_group;
             ALTER TABLE rooms DROP COLUMN relisted;
             DROP VIEW message_rows;
             DROP VIEW conversation_rows;
             ALTER TABLE messages DROP COLUMN attention;
             ALTER TABLE messages DROP COLUMN spoiler;
             ALTER TABLE messages DROP COLUMN file;
             CREATE VIEW message_rows AS SELECT 1;
             CREATE VIEW conversation_rows AS SELECT 1;
             INSERT INTO archive_starts SELECT id, 'tea@rooms.lit', 's5', 3 FROM accounts;
             INSERT INTO archive_starts SELECT id, 'garden@rooms.lit', NULL, 1 FROM accounts;
             INSERT INTO archive_starts SELECT id, jid, 's9', 1 FROM accounts;
             PRAGMA user_version = 6;",
        )
        .unwrap();
    drop(older);
    let store = Store::open(&kept.profile).unwrap();
    assert_eq!(
        store.room_gaps(&romeo(), &bare("tea@rooms.lit")).unwrap(),
        [RoomGap { before: "s5".to_owned(), missing: Missing { up_to: None, noted: None, page: 3 } }]
    );
    assert_eq!(store.room_gaps(&romeo(), &bare("garden@rooms.lit")).unwrap(), []);
    assert_eq!(store.archive_start(&romeo(), &romeo()).unwrap(), Some(("s9".to_owned(), 1)), "that of the account stays");
    store.close();
}
