//! The real program in a profile of its own, driven by its remote control; without a display unless it is given one.

use super::lines::JsonLines;
use super::process::Process;
use super::{PATIENCE, eventually};
use serde_json::Value;
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const ENGLISH: &str = "en_US.UTF-8";

/// What one `fantail ctl …` gave back.
#[derive(Debug)]
pub struct Answer {
    /// Exit status: 0 done, 1 refused, 2 usage, 3 no running instance.
    pub status: i32,
    /// The objects it printed, one a line.
    pub lines: Vec<Value>,
    pub stderr: String,
}

impl Answer {
    /// The CONDITION of `error: CONDITION: text`, when it was refused.
    pub fn condition(&self) -> Option<&str> {
        self.stderr.lines().find_map(|line| line.strip_prefix("error: ")?.split(':').next())
    }
}

#[derive(Debug)]
pub struct Fantail {
    // Before the profile, which is removed once nobody writes into it.
    process: Option<Process>,
    program: PathBuf,
    profile: PathBuf,
    arguments: Vec<String>,
    /// The display its windows open on; hidden without one.
    display: Option<String>,
    /// What it writes to its standard error (`FANTAIL_LOG`).
    log_level: Option<&'static str>,
    /// The D-Bus session where its keyring is; none without one.
    bus: Option<String>,
    /// A name server of the test's own, on port 53 of a loopback address, instead of the system's.
    name_server: Option<IpAddr>,
    /// What it takes for the time: a file of offsets.
    clock: Option<PathBuf>,
    /// `LANG` of the user.
    language: String,
    _directory: Option<TempDir>,
}

impl Fantail {
    /// In a fresh temporary profile.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// In a fresh temporary profile, with more arguments, for example `--offline`.
    pub fn start_with(arguments: &[&str]) -> Self {
        let directory = TempDir::with_prefix("fantail-profile-").unwrap();
        let mut fantail = Self::prepared(&directory.path().join("profile"), arguments);
        fantail._directory = Some(directory);
        fantail.launch();
        fantail
    }

    /// In a fresh temporary profile, with as much in its log as `level` says, for example `trace`.
    pub fn start_logging(level: &'static str) -> Self {
        let directory = TempDir::with_prefix("fantail-profile-").unwrap();
        let mut fantail = Self { log_level: Some(level), ..Self::prepared(&directory.path().join("profile"), &[]) };
        fantail._directory = Some(directory);
        fantail.launch();
        fantail
    }

    /// In a fresh temporary profile, with its windows on this display.
    pub fn start_on(display: &str) -> Self {
        Self::start_on_in(display, ENGLISH, &[])
    }

    /// The same for a user of another `LANG`, with more arguments.
    pub fn start_on_in(display: &str, language: &str, arguments: &[&str]) -> Self {
        let directory = TempDir::with_prefix("fantail-profile-").unwrap();
        let mut fantail = Self::prepared(&directory.path().join("profile"), arguments);
        fantail._directory = Some(directory);
        fantail.display = Some(display.into());
        fantail.language = language.into();
        fantail.launch();
        fantail
    }

    /// With its windows on this display, and a session bus on which assistive technologies listen.
    pub fn start_read(display: &str, bus: &str) -> Self {
        let directory = TempDir::with_prefix("fantail-profile-").unwrap();
        let mut fantail = Self::prepared(&directory.path().join("profile"), &[]);
        fantail._directory = Some(directory);
        fantail.display = Some(display.into());
        fantail.bus = Some(bus.into());
        fantail.launch();
        fantail
    }

    /// The same, but not the program that was just built: one that a package brought.
    pub fn start_installed(program: PathBuf, display: &str) -> Self {
        let directory = TempDir::with_prefix("fantail-profile-").unwrap();
        let mut fantail = Self { program, ..Self::prepared(&directory.path().join("profile"), &[]) };
        fantail._directory = Some(directory);
        fantail.display = Some(display.into());
        fantail.launch();
        fantail
    }

    /// In a fresh temporary profile, on the D-Bus session of the test and with the keyring that is there.
    pub fn start_with_keyring() -> Self {
        let directory = TempDir::with_prefix("fantail-profile-").unwrap();
        let mut fantail = Self::prepared(&directory.path().join("profile"), &[]);
        fantail._directory = Some(directory);
        fantail.bus = std::env::var("DBUS_SESSION_BUS_ADDRESS").ok();
        fantail.launch();
        fantail
    }

    /// In a fresh temporary profile, with this name server instead of the system's.
    pub fn start_asking(name_server: IpAddr) -> Self {
        let directory = TempDir::with_prefix("fantail-profile-").unwrap();
        let mut fantail = Self::prepared(&directory.path().join("profile"), &[]);
        fantail._directory = Some(directory);
        fantail.name_server = Some(name_server);
        fantail.launch();
        fantail
    }

    /// In a fresh temporary profile, with a clock that can be set (`set_clock`). Needs Debian's `libfaketime`.
    pub fn start_with_clock() -> Self {
        let directory = TempDir::with_prefix("fantail-profile-").unwrap();
        let mut fantail = Self::prepared(&directory.path().join("profile"), &[]);
        fantail._directory = Some(directory);
        fantail.clock = Some(fantail.profile.with_extension("clock"));
        fantail.set_clock(0);
        fantail.launch();
        fantail
    }

    /// So many seconds after the machine's clock, or before it.
    pub fn set_clock(&self, seconds: i64) {
        let clock = self.clock.as_ref().expect("started with a clock");
        // Put there at once: it is looked at with each reading of the time.
        let new = clock.with_extension("new");
        std::fs::write(&new, format!("{seconds:+}\n")).unwrap();
        std::fs::rename(new, clock).unwrap();
    }

    /// In a profile the test keeps.
    pub fn start_in(profile: &Path) -> Self {
        Self::start_in_with(profile, &[])
    }

    /// In a profile the test keeps, with more arguments.
    pub fn start_in_with(profile: &Path, arguments: &[&str]) -> Self {
        let mut fantail = Self::prepared(profile, arguments);
        fantail.launch();
        fantail
    }

    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// The program's process id while it runs.
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    pub fn is_running(&mut self) -> bool {
        self.process.as_mut().is_some_and(Process::is_running)
    }

    /// `fantail --profile … ctl ARGUMENTS`, whatever comes of it.
    pub fn try_ctl(&self, arguments: &[&str]) -> Answer {
        self.try_ctl_with_stdin(arguments, "")
    }

    /// As `try_ctl`, with a first line (a password) on its standard input.
    pub fn try_ctl_with_stdin(&self, arguments: &[&str], stdin: &str) -> Answer {
        let mut command = self.command();
        command.arg("ctl").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // An error says that the verb ended without reading, which is its right.
        let _ = child.stdin.take().unwrap().write_all(format!("{stdin}\n").as_bytes());
        let output = child.wait_with_output().unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        Answer {
            status: output.status.code().expect("ctl ends by itself"),
            lines: lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"))).collect(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The objects a verb prints. Panics when it is refused.
    pub fn ctl(&self, arguments: &[&str]) -> Vec<Value> {
        self.ctl_with_stdin(arguments, "")
    }

    pub fn ctl_with_stdin(&self, arguments: &[&str], stdin: &str) -> Vec<Value> {
        let answer = self.try_ctl_with_stdin(arguments, stdin);
        assert_eq!(answer.status, 0, "ctl {arguments:?}: {}\n{}", answer.stderr, self.log());
        answer.lines
    }

    /// The CONDITION with which a verb is refused. Panics when it is done instead.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let answer = self.try_ctl(arguments);
        assert_eq!(answer.status, 1, "ctl {arguments:?} gave {answer:?}");
        answer.condition().unwrap_or_else(|| panic!("no condition in {answer:?}")).to_owned()
    }

    /// Adds an account on a loopback server without waiting for it.
    pub fn add_account(&self, jid: &str, password: &str, server: &str, ca: &Path) {
        self.ctl_with_stdin(&["account", "add", jid, "--server", server, "--ca", ca.to_str().unwrap()], password);
    }

    /// Waits until the account (or the only one) is online.
    pub fn wait_online(&self, account: Option<&str>) -> Value {
        let mut arguments = vec!["wait", "online", "--timeout", "30"];
        arguments.extend(account.iter().flat_map(|jid| ["--account", jid]));
        self.ctl(&arguments).remove(0)
    }

    /// Waits until one of the objects a verb prints fits, and gives it.
    pub fn wait_for(&self, arguments: &[&str], what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        eventually(PATIENCE, what, || self.ctl(arguments).into_iter().find(|object| fits(object)))
    }

    /// `ctl events`: the state as events, then each change.
    pub fn events(&self) -> Events {
        let mut command = self.command();
        command.args(["ctl", "events"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = Process::spawn(&mut command, None);
        let lines = JsonLines::of(process.child().stdout.take().unwrap());
        Events { lines, _process: process }
    }

    /// Starts it again in the same profile, after an end, with other arguments.
    pub fn restart_with(&mut self, arguments: &[&str]) {
        self.arguments = arguments.iter().map(ToString::to_string).collect();
        self.launch();
    }

    /// The machine sleeps: the process stands still while the world goes on, until `thaw`.
    pub fn freeze(&self) {
        self.process.as_ref().expect("freeze is for a running program").freeze();
    }

    pub fn thaw(&self) {
        self.process.as_ref().expect("thaw is for a frozen program").thaw();
    }

    pub fn kill9(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill();
        }
    }

    /// An orderly end by `ctl quit`.
    pub fn quit(&mut self) {
        self.ctl(&["quit"]);
        if let Some(mut process) = self.process.take() {
            process.wait();
        }
    }

    /// Starts it again in the same profile, after an orderly end when it still runs.
    pub fn restart(&mut self) {
        if self.is_running() {
            self.quit();
        }
        self.launch();
    }

    /// What the program wrote to its standard error since it was started.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn prepared(profile: &Path, arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(ToString::to_string).collect();
        Self {
            process: None,
            program: env!("CARGO_BIN_EXE_fantail").into(),
            profile: profile.to_owned(),
            arguments,
            display: None,
            log_level: None,
            bus: None,
            name_server: None,
            clock: None,
            language: ENGLISH.into(),
            _directory: None,
        }
    }

    fn log_path(&self) -> PathBuf {
        self.profile.with_extension("stderr")
    }

    fn launch(&mut self) {
        let log = std::fs::File::create(self.log_path()).unwrap();
        let mut command = self.command();
        match &self.display {
            Some(display) => command.env("DISPLAY", display),
            None => command.arg("--hidden"),
        };
        if let Some(clock) = &self.clock {
            command.env("LD_PRELOAD", faked_time()).env("FAKETIME_TIMESTAMP_FILE", clock);
            // Waiting is measured by the clock that nobody sets.
            command.env("FAKETIME_NO_CACHE", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("DONT_FAKE_MONOTONIC", "1");
        }
        command.args(&self.arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        if let Some(address) = self.name_server {
            command = self.with_name_server(&command, address);
        }
        let mut process = Process::spawn(&mut command, None);
        eventually(PATIENCE, "the remote control answers", || {
            assert!(process.is_running(), "Fantail ended at its start:\n{}", self.log());
            (self.try_ctl(&["accounts"]).status == 0).then_some(())
        });
        self.process = Some(process);
    }

    /// The same command where `/etc/resolv.conf` is another file, in a mount namespace of its own. Needs root, or a system that
    /// lets users make namespaces.
    fn with_name_server(&self, command: &Command, address: IpAddr) -> Command {
        let resolver = self.profile.with_extension("resolv");
        std::fs::write(&resolver, format!("nameserver {address}\n")).unwrap();
        let mut wrapped = Command::new("unshare");
        wrapped.args(["--map-root-user", "--mount", "sh", "-c", r#"mount --bind "$0" /etc/resolv.conf && exec "$@""#]);
        wrapped.arg(resolver).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => wrapped.env(name, value),
                None => wrapped.env_remove(name),
            };
        }
        let log = std::fs::File::options().append(true).open(self.log_path()).unwrap();
        wrapped.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        wrapped
    }

    /// Starts the program once more with the same profile, and waits for its end: the first takes over.
    pub fn start_again(&self, arguments: &[&str]) -> Option<i32> {
        let mut command = self.command();
        command.args(arguments).envs(self.display.iter().map(|display| ("DISPLAY", display)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Process::spawn(&mut command, None).wait().code()
    }

    /// Waits for an end that the user asked for in a window.
    pub fn wait_ended(&mut self) {
        if let Some(mut process) = self.process.take() {
            assert!(process.wait().success(), "{}", self.log());
        }
    }

    /// The program with its profile, on a machine without display and keyring.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--profile").arg(&self.profile).env("LANG", &self.language);
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "LC_ALL", "LC_MESSAGES", "LANGUAGE"] {
            command.env_remove(variable);
        }
        command.envs(self.log_level.map(|level| ("FANTAIL_LOG", level)));
        command.envs(self.bus.iter().map(|address| ("DBUS_SESSION_BUS_ADDRESS", address)));
        command
    }
}

/// Events of a running Fantail, each a JSON object with `event`.
#[derive(Debug)]
pub struct Events {
    lines: JsonLines,
    _process: Process,
}

impl Events {
    /// Takes the first event of this kind that fits.
    pub fn expect(&mut self, kind: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.lines.wait_for(PATIENCE, what, |event| event["event"] == kind && fits(event))
    }

    pub fn sees_within(&mut self, deadline: Duration, fits: impl Fn(&Value) -> bool) -> bool {
        self.lines.try_for(deadline, fits).is_ok()
    }

    /// All events not taken yet.
    pub fn so_far(&mut self) -> Vec<Value> {
        self.lines.so_far()
    }
}

/// The library that gives a program another time.
fn faked_time() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten().map(|entry| entry.path().join("faketime/libfaketimeMT.so.1"));
    folders.into_iter().find(|library| library.exists()).expect("the package `libfaketime` is installed")
}
