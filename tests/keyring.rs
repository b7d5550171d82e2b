//! Passwords in a real Secret Service (D-Bus and gnome-keyring), each test on a bus of its own.
//!
//! Each test runs this program again inside `dbus-run-session`; needs the packages `dbus` and `gnome-keyring`.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use fantail::model::{BareJid, Secret};
use fantail::store::{Keyring, KeyringMissing};
use std::fs;
use std::process::{Command, Stdio};
use support::fantail::Fantail;
use support::prosody::{Options, PASSWORD, Prosody};
use support::{BUS, PATIENCE, eventually};

/// How the bus starts a keyring that is unlocked, and one that nobody ever gave a password. The bus waits until it is there.
const UNLOCKED: &str = "/bin/sh -c 'printf test | gnome-keyring-daemon --foreground --unlock --components=secrets'";
const NEVER_SET_UP: &str = "/bin/sh -c 'exec gnome-keyring-daemon --foreground --components=secrets'";

/// Set inside the bus.
const INSIDE: &str = "FANTAIL_TEST_INSIDE";

fn juliet() -> BareJid {
    "juliet@capulet.lit".parse().unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// Runs the test of this name again on a bus of its own that can start this keyring, after a line of shell.
fn on_a_bus_with(keyring: Option<&str>, before: &str, test: &str) {
    let home = tempfile::tempdir().unwrap();
    let [runtime, services] = ["runtime", "services"].map(|name| home.path().join(name));
    for directory in [&runtime, &services] {
        fs::create_dir(directory).unwrap();
        fs::set_permissions(directory, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    }
    let bus = home.path().join("bus.conf");
    fs::write(&bus, BUS).unwrap();
    if let Some(start) = keyring {
        let service = format!("[D-BUS Service]\nName=org.freedesktop.secrets\nExec={start}\n");
        fs::write(services.join("org.freedesktop.secrets.service"), service).unwrap();
    }
    let output = Command::new("dbus-run-session")
        .arg("--config-file")
        .arg(bus)
        .args(["--", "sh", "-ec", &format!("{before}\nexec \"$@\""), "sh"])
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
        .expect("dbus-run-session starts (package dbus)");
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
        return on_a_bus_with(Some(UNLOCKED), ":", "a_password_is_kept_replaced_and_forgotten_each_for_its_account");
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
        let lock = "dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
                    org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login";
        return on_a_bus_with(Some(UNLOCKED), lock, "a_keyring_that_is_locked_and_cannot_ask_is_missing");
    }
    let keyring = Keyring::platform();
    assert_eq!(keyring.set(&juliet(), &secret("never kept")), Err(KeyringMissing));
}

#[test]
fn a_keyring_that_was_never_set_up_and_cannot_ask_is_missing() {
    if !inside() {
        return on_a_bus_with(Some(NEVER_SET_UP), ":", "a_keyring_that_was_never_set_up_and_cannot_ask_is_missing");
    }
    let keyring = Keyring::platform();
    assert_eq!(keyring.get(&juliet()), Ok(None));
    assert_eq!(keyring.set(&juliet(), &secret("never kept")), Err(KeyringMissing));
}

#[test]
fn without_any_keyring_that_is_said() {
    if !inside() {
        return on_a_bus_with(None, ":", "without_any_keyring_that_is_said");
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
        return on_a_bus_with(None, nowhere, "without_a_bus_that_is_said");
    }
    assert_eq!(Keyring::platform().set(&juliet(), &secret("never kept")), Err(KeyringMissing));
}

/// Adds Romeo's account with "remember password".
fn remembering(fantail: &Fantail, server: &Prosody) -> serde_json::Value {
    let (address, ca) = (server.address(), server.ca().to_str().unwrap());
    let add = ["account", "add", "romeo@one.test", "--server", &address, "--ca", ca, "--remember"];
    fantail.ctl_with_stdin(&add, PASSWORD);
    fantail.wait_online(None)
}

#[test]
fn a_remembered_password_signs_in_after_a_restart_and_leaves_with_the_account() {
    if !inside() {
        return on_a_bus_with(Some(UNLOCKED), ":", "a_remembered_password_signs_in_after_a_restart_and_leaves_with_the_account");
    }
    let server = Prosody::start(Options::default());
    let mut fantail = Fantail::start_with_keyring();
    remembering(&fantail, &server);
    fantail.restart();
    fantail.wait_online(None);
    let romeo: BareJid = "romeo@one.test".parse().unwrap();
    assert_eq!(Keyring::platform().get(&romeo), Ok(Some(secret(PASSWORD))));
    fantail.ctl(&["account", "remove", "romeo@one.test"]);
    assert_eq!(Keyring::platform().get(&romeo), Ok(None));
}

#[test]
fn without_a_keyring_the_password_is_in_memory_only_and_asked_for_at_the_next_start() {
    if !inside() {
        let test = "without_a_keyring_the_password_is_in_memory_only_and_asked_for_at_the_next_start";
        return on_a_bus_with(None, ":", test);
    }
    let server = Prosody::start(Options::default());
    let mut fantail = Fantail::start_with_keyring();
    let account = remembering(&fantail, &server);
    assert_eq!(account["keyring_missing"], true, "{account}");
    fantail.restart();
    let asked = fantail.wait_for(&["accounts"], "the password is asked for", |account| account["state"] == "failed");
    assert_eq!(asked["error"], "password-needed");
}

#[test]
fn the_password_of_a_room_is_remembered_with_the_accounts_until_the_room_is_left() {
    if !inside() {
        let test = "the_password_of_a_room_is_remembered_with_the_accounts_until_the_room_is_left";
        return on_a_bus_with(Some(UNLOCKED), ":", test);
    }
    const TEA: &str = "tea@conference.one.test";
    let server = Prosody::start(Options::default());
    let mut fantail = Fantail::start_with_keyring();
    remembering(&fantail, &server);
    fantail.wait_online(None);
    fantail.ctl(&["room", "create", TEA, "--persistent", "--password", "cup"]);
    let (romeo, tea): (BareJid, BareJid) = ("romeo@one.test".parse().unwrap(), TEA.parse().unwrap());
    let kept = || Keyring::platform().get_for_room(&romeo, &tea);
    eventually(PATIENCE, "the password is kept", || (kept() == Ok(Some(secret("cup")))).then_some(()));
    fantail.restart();
    fantail.wait_for(&["rooms"], "in the room again", |room| room["state"] == "joined" && room["password_protected"] == true);
    fantail.ctl(&["room", "leave", TEA]);
    eventually(PATIENCE, "the password is forgotten", || (kept() == Ok(None)).then_some(()));
}
