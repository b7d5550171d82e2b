//! Many write at once, some of it fails, and everybody is told what became of his own.

use super::super::writer::{self, Job};
use super::*;
use std::sync::mpsc::Receiver;

fn setting(key: &str, value: String) -> Change {
    Change::SetSetting { key: key.to_owned(), value: Some(value) }
}

/// Sends jobs to a writer on this connection, all ready before it begins, and gives what each was told.
fn written(db: Connection, jobs: Vec<Vec<Change>>) -> Vec<Result<Vec<Outcome>, StorageFault>> {
    let (sender, received) = channel();
    let told: Vec<Receiver<_>> = jobs
        .into_iter()
        .map(|changes| {
            let (tell, told) = channel();
            sender.send(Job { changes, done: Box::new(move |answer| tell.send(answer).unwrap()) }).unwrap();
            told
        })
        .collect();
    drop(sender);
    writer::run(db, &received);
    told.into_iter().map(|told| told.recv().unwrap()).collect()
}

fn connection() -> (TempDir, Profile, Connection) {
    let directory = tempfile::tempdir().unwrap();
    let profile = Profile::at(directory.path()).unwrap();
    profile.create().unwrap();
    let db = database::open(&profile, Duration::from_millis(50)).unwrap();
    (directory, profile, db)
}

#[test]
fn two_thousand_writes_from_several_threads_are_complete_and_share_their_commits() {
    let kept = Kept::new();
    // Hold the writer until all are waiting.
    let (release, held) = channel::<()>();
    kept.store.write(vec![], move |_| held.recv().unwrap());
    let (seen, visible) = channel();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (store, seen) = (kept.store.clone(), seen.clone());
            scope.spawn(move || {
                for number in 0..500 {
                    let (reader, seen) = (store.clone(), seen.clone());
                    let message =
                        NewMessage { conversation: jid(&format!("thread{thread}@capulet.lit")), ..from_juliet(&number.to_string()) };
                    store.write(vec![Change::AddMessage(message)], move |answer| {
                        answer.unwrap();
                        let stored =
                            |thread| reader.messages(&romeo(), &jid(&format!("thread{thread}@capulet.lit")), None, 500).unwrap().len();
                        if number % 50 == 0 {
                            seen.send((0..4).map(stored).sum::<usize>()).unwrap();
                        }
                    });
                }
            });
        }
    });
    release.send(()).unwrap();
    drop(seen);
    kept.store.close();
    let mut commits: Vec<usize> = visible.iter().collect();
    assert_eq!(commits.len(), 40);
    commits.dedup();
    // Eight full groups, and what came before the writer was held.
    assert!(commits.is_sorted() && commits.len() <= 9, "{commits:?}");
    for thread in 0..4 {
        let expected: Vec<_> = (0..500).map(|number| number.to_string()).collect();
        assert_eq!(kept.bodies(&format!("thread{thread}@capulet.lit")), expected);
    }
}

#[test]
fn what_does_not_fit_on_the_disk_is_told_so_and_the_others_are_kept() {
    let (_directory, profile, db) = connection();
    let pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    db.pragma_update_and_check(None, "max_page_count", pages + 20, |_| Ok(())).unwrap();
    let jobs = vec![
        vec![setting("first", "small".into())],
        vec![setting("half", "small".into()), setting("large", "x".repeat(1_000_000))],
        vec![setting("last", "small".into())],
    ];
    let told = written(db, jobs);
    assert_eq!(told, [Ok(vec![Outcome::Done]), Err(StorageFault::Full), Ok(vec![Outcome::Done])]);
    let store = Store::open(&profile).unwrap();
    let found = ["first", "half", "large", "last"].map(|key| store.setting(key).unwrap().is_some());
    assert_eq!(found, [true, false, false, true]);
}

#[test]
fn one_job_that_fails_is_undone_whole_and_harms_no_other_of_its_commit() {
    let (_directory, profile, db) = connection();
    db.execute_batch(
        "CREATE TEMP TRIGGER refuse BEFORE INSERT ON settings WHEN new.key = 'bad' BEGIN SELECT RAISE(FAIL, 'as a broken rule does'); END",
    )
    .unwrap();
    let jobs = vec![
        vec![setting("first", "1".into())],
        vec![setting("half", "1".into()), setting("bad", "1".into()), setting("rest", "1".into())],
        vec![setting("last", "1".into())],
    ];
    let told = written(db, jobs);
    assert_eq!(told, [Ok(vec![Outcome::Done]), Err(StorageFault::Other), Ok(vec![Outcome::Done])]);
    let store = Store::open(&profile).unwrap();
    let found = ["first", "half", "bad", "rest", "last"].map(|key| store.setting(key).unwrap().is_some());
    assert_eq!(found, [true, false, false, false, true]);
}

#[test]
fn what_can_no_longer_be_written_is_told_as_read_only() {
    let (_directory, profile, db) = connection();
    db.pragma_update(None, "query_only", true).unwrap();
    let told = written(db, vec![vec![setting("a", "1".into())], vec![setting("b", "2".into())]]);
    assert_eq!(told, [Err(StorageFault::ReadOnly), Err(StorageFault::ReadOnly)]);
    assert_eq!(Store::open(&profile).unwrap().setting("a").unwrap(), None);
}

#[test]
fn each_change_has_its_outcome_in_its_place() {
    let kept = Kept::new();
    let outcomes = kept.write([
        Change::SetSetting { key: "none".into(), value: None },
        setting("some", "1".into()),
        Change::AddMessage(from_juliet("hi")),
        setting("some", "1".into()),
    ]);
    assert!(matches!(&outcomes[..], [Outcome::Nothing, Outcome::Done, Outcome::Message(_, Novelty::New), Outcome::Nothing]));
}

#[test]
fn the_last_to_leave_waits_until_all_is_written() {
    let kept = Kept::new();
    let (release, held) = channel::<()>();
    kept.store.write(vec![], move |_| held.recv().unwrap());
    for number in 0..100 {
        kept.store.write(vec![setting(&number.to_string(), "kept".into())], |_| ());
    }
    release.send(()).unwrap();
    let Kept { store, profile, directory: _directory } = kept;
    drop(store);
    assert!(!profile.directory().join("fantail.db-wal").exists(), "the log was not folded into the database");
    assert_eq!(Store::open(&profile).unwrap().setting("99").unwrap().as_deref(), Some("kept"));
}

#[test]
fn a_write_after_the_end_is_refused_and_a_panic_of_one_who_is_told_harms_nobody() {
    let kept = Kept::new();
    kept.store.write(vec![], |_| panic!("as a careless caller does"));
    kept.write([setting("after", "1".into())]);
    let clone = kept.store.clone();
    kept.store.close();
    assert_eq!(write(&clone, [setting("late", "1".into())]), Err(StorageFault::Other));
    assert_eq!(clone.setting("after").unwrap().as_deref(), Some("1"));
}

#[test]
fn the_store_may_end_where_it_is_told() {
    let kept = Kept::new();
    let Kept { store, profile, directory: _directory } = kept;
    let (gone, left) = channel();
    let last = store.clone();
    store.write(vec![setting("a", "1".into())], move |_| {
        drop(last);
        gone.send(()).unwrap();
    });
    drop(store);
    left.recv().unwrap();
    assert_eq!(Store::open(&profile).unwrap().setting("a").unwrap().as_deref(), Some("1"));
}

#[test]
fn what_is_older_goes_a_part_at_a_time_but_not_what_waits_to_be_sent() {
    let kept = Kept::new();
    for second in 0..5 {
        kept.add(NewMessage { time: at(second), ..from_juliet(&format!("{second}")) });
    }
    kept.add(NewMessage { conversation: jid("nurse@capulet.lit"), from: jid("nurse@capulet.lit"), ..from_juliet("madam") });
    kept.told(Change::Queue(NewMessage { time: at(1), delayed: true, ..to_juliet("o1", "waits") }));
    let forget = || kept.write([Change::ForgetBefore { time: at(3), at_most: 3 }]).remove(0);
    assert_eq!((forget(), forget(), forget()), (Outcome::Done, Outcome::Done, Outcome::Nothing));
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["waits", "3", "4"]);
    let left: Vec<_> = kept.store.conversations(&romeo()).unwrap().into_iter().map(|one| one.conversation.to_string()).collect();
    assert_eq!(left, ["juliet@capulet.lit"]);
}
