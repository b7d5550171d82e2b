//! Passwords in a real Secret Service (D-Bus and gnome-keyring), each test on a bus of its own.
//!
//! Each test runs this program again inside `dbus-run-session`; needs the packages `dbus-daemon` and `gnome-keyring`.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use fantail::model::{BareJid, Secret};
use fantail::store::{Keyring, KeyringMissing};
use std::process::{Command, Stdio};

/// Set inside the bus.
const INSIDE: &str = "FANTAIL_TEST_INSIDE";

fn juliet() -> BareJid {
    "juliet@capulet.lit".parse().unwrap()
}

/// A secret that differs from test run to test run would prove no more.
fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// Runs the test of this name again on a bus of its own, where `daemon` (a line of shell) has started a keyring or not.
fn on_a_bus_with(daemon: &str, test: &str) {
    let home = tempfile::tempdir().unwrap();
    let runtime = home.path().join("runtime");
    std::fs::create_dir(&runtime).unwrap();
    std::fs::set_permissions(&runtime, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-ec", &format!("{daemon}\nexec \"$@\""), "sh"])
        .arg(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(INSIDE, "1")
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", &runtime)
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output()
        .expect("dbus-run-session starts (package dbus-daemon)");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{complained}");
}

fn inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

#[test]
fn a_password_is_kept_replaced_and_forgotten_each_for_its_account() {
    if !inside() {
        let unlocked = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null";
        return on_a_bus_with(unlocked, "a_password_is_kept_replaced_and_forgotten_each_for_its_account");
    }
    let keyring = Keyring::platform();
    let romeo: BareJid = "romeo@montague.lit".parse().unwrap();
    assert_eq!(keyring.get(&juliet()), Ok(None));
    keyring.set(&juliet(), &secret("pa'\"ß 🐦 \n")).unwrap();
    keyring.set(&romeo, &secret("other")).unwrap();
    // As after a restart.
    let keyring = Keyring::platform();
    assert_eq!(keyring.get(&juliet()), Ok(Some(secret("pa'\"ß 🐦 \n"))));
    keyring.set(&juliet(), &secret("new")).unwrap();
    assert_eq!(keyring.get(&juliet()), Ok(Some(secret("new"))));
    keyring.remove(&juliet()).unwrap();
    keyring.remove(&juliet()).unwrap();
    assert_eq!(keyring.get(&juliet()), Ok(None));
    assert_eq!(keyring.get(&romeo), Ok(Some(secret("other"))));
}

#[test]
fn a_keyring_that_is_locked_and_cannot_ask_is_missing() {
    if !inside() {
        // Made with a password and locked again; nobody is there to be asked for it.
        let locked = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null
dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null";
        return on_a_bus_with(locked, "a_keyring_that_is_locked_and_cannot_ask_is_missing");
    }
    let keyring = Keyring::platform();
    assert_eq!(keyring.set(&juliet(), &secret("never kept")), Err(KeyringMissing));
}

#[test]
fn without_any_keyring_that_is_said() {
    if !inside() {
        return on_a_bus_with("export XDG_DATA_DIRS=\"$HOME\"", "without_any_keyring_that_is_said");
    }
    let keyring = Keyring::platform();
    assert_eq!(keyring.get(&juliet()), Err(KeyringMissing));
    assert_eq!(keyring.set(&juliet(), &secret("never kept")), Err(KeyringMissing));
    assert_eq!(keyring.remove(&juliet()), Err(KeyringMissing));
}

#[test]
fn without_a_bus_that_is_said() {
    if !inside() {
        let nowhere = "export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent";
        return on_a_bus_with(nowhere, "without_a_bus_that_is_said");
    }
    assert_eq!(Keyring::platform().set(&juliet(), &secret("never kept")), Err(KeyringMissing));
}
