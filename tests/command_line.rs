//! The program's exit statuses and messages, as a script meets them when nothing runs.
#![allow(clippy::unwrap_used)]

use fantail::store::{Profile, Store};
use rusqlite::Connection;
use std::process::{Command, Output, Stdio};

fn run(program: &str, directory: &std::path::Path, words: &[&str]) -> Output {
    Command::new(program)
        .arg("--profile")
        .arg(directory)
        .args(words)
        .env("LC_ALL", "en_GB.UTF-8")
        .env_remove("FANTAIL_LANG")
        .env_remove("LANGUAGE")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

const FANTAIL: &str = env!("CARGO_BIN_EXE_fantail");
const FANTAIL_CTL: &str = env!("CARGO_BIN_EXE_fantail-ctl");

#[test]
fn bad_usage_is_2_and_needs_no_instance() {
    let directory = tempfile::tempdir().unwrap();
    for words in [&["ctl"][..], &["ctl", "dance"], &["ctl", "wait", "happy"], &["ctl", "send", "a@b"], &["--loud"], &["ctl", "quit", "now"]]
    {
        let output = run(FANTAIL, directory.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{words:?}");
    }
    assert_eq!(run(FANTAIL_CTL, directory.path(), &["dance"]).status.code(), Some(2));
}

#[test]
fn no_running_instance_is_3_and_nothing_is_made_on_the_disk() {
    let directory = tempfile::tempdir().unwrap();
    let profile = directory.path().join("profile");
    for words in [&["accounts"][..], &["events"], &["quit"], &["account", "add", "a@b"], &["block", "a@b"]] {
        let output = run(FANTAIL_CTL, &profile, words);
        assert_eq!(output.status.code(), Some(3), "{words:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "No Fantail is running with this profile.\n");
        assert!(output.stdout.is_empty());
        let words: Vec<&str> = ["ctl"].iter().chain(words).copied().collect();
        assert_eq!(run(FANTAIL, &profile, &words).status.code(), Some(3), "{words:?}");
    }
    assert!(!profile.exists());
}

#[test]
fn the_words_are_in_the_users_language() {
    let directory = tempfile::tempdir().unwrap();
    let mut command = Command::new(FANTAIL);
    command.arg("--profile").arg(directory.path()).args(["ctl", "accounts"]).env("FANTAIL_LANG", "de");
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "Mit diesem Profil läuft kein Fantail.\n");
}

#[test]
fn a_link_that_is_none_is_refused_at_start() {
    let directory = tempfile::tempdir().unwrap();
    let output = run(FANTAIL, directory.path(), &["https://example.org"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: bad-argument: "));
}

/// A profile with a database of this version in it.
fn kept() -> (tempfile::TempDir, std::path::PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    drop(Store::open(&Profile::at(directory.path()).unwrap()).unwrap());
    let database = directory.path().join("fantail.db");
    (directory, database)
}

/// Fantail does not start, says so in the line of the contract, and changes nothing. `held` as long as it tries.
fn refused_for<T>(directory: &std::path::Path, database: &std::path::Path, words: &str, held: impl FnOnce() -> T) {
    let before = std::fs::read(database).unwrap();
    // Nobody here reads the file meanwhile: to close it frees all locks of this process on it.
    let held = held();
    let output = run(FANTAIL, directory, &["--hidden"]);
    drop(held);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    let line = said.lines().last().unwrap_or_default();
    assert!(
        line.starts_with("error: internal-server-error: ") && line.contains(database.to_str().unwrap()) && line.contains(words),
        "{said}"
    );
    assert_eq!(std::fs::read(database).unwrap(), before);
}

#[test]
fn a_database_of_a_newer_version_is_told_and_left_as_it_is() {
    let (directory, database) = kept();
    let newer = Connection::open(&database).unwrap();
    newer.pragma_update(None, "user_version", 9999).unwrap();
    newer.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(newer);
    refused_for(directory.path(), &database, "newer version", || ());
}

#[test]
fn a_database_that_another_program_holds_is_told_and_left_as_it_is() {
    let (directory, database) = kept();
    refused_for(directory.path(), &database, "another program", || {
        let holder = Connection::open(&database).unwrap();
        holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
        holder
    });
}

#[test]
fn a_damaged_database_is_told_with_its_name_and_left_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("fantail.db");
    let damaged = b"this is no database, and it is long enough to be taken for one by nobody".repeat(100);
    std::fs::write(&database, &damaged).unwrap();
    let output = run(FANTAIL, directory.path(), &["--hidden"]);
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains(database.to_str().unwrap()) && words.contains("damaged"), "{words}");
    assert_eq!(std::fs::read(&database).unwrap(), damaged);
}
