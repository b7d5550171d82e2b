//! A screen reader without a voice on a session bus of its own (`tests/peers/reader.py`): it knows what AT-SPI tells.
//!
//! Needs the packages `dbus`, `at-spi2-core`, `python3-pyatspi` and `gir1.2-atspi-2.0`, which `scripts/test` installs.

use super::lines::JsonLines;
use super::process::Process;
use super::{BUS, PATIENCE};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const LAUNCHER: &str = "[D-BUS Service]\nName=org.a11y.Bus\nExec=/usr/libexec/at-spi-bus-launcher\n";

#[derive(Debug)]
pub struct Reader {
    stdin: ChildStdin,
    lines: JsonLines,
    asked: u64,
    bus: String,
    _reader: Process,
    _bus: Process,
    _home: TempDir,
}

impl Reader {
    /// On the session of this display. Programs that start on its bus are read from then on.
    pub fn start(display: &str) -> Self {
        let home = TempDir::with_prefix("fantail-reader-").unwrap();
        fs::set_permissions(home.path(), PermissionsExt::from_mode(0o700)).unwrap();
        let services = home.path().join("services");
        fs::create_dir(&services).unwrap();
        fs::write(services.join("org.a11y.Bus.service"), LAUNCHER).unwrap();
        let config = home.path().join("bus.conf");
        fs::write(&config, BUS).unwrap();
        let prepare = |command: &mut Command| {
            command.env("DISPLAY", display).env("HOME", home.path()).env("XDG_RUNTIME_DIR", home.path());
            // The switch is not to be found on in the next session.
            command.env("GSETTINGS_BACKEND", "memory");
        };
        let mut daemon = Command::new("dbus-daemon");
        daemon.arg("--config-file").arg(config).args(["--nofork", "--print-address"]);
        prepare(&mut daemon);
        let mut daemon = Process::spawn(daemon.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()), None);
        let mut bus = String::new();
        BufReader::new(daemon.child().stdout.take().unwrap()).read_line(&mut bus).unwrap();
        let bus = bus.trim().to_owned();
        let mut reader = Command::new("/usr/bin/python3");
        reader.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/reader.py")).env("DBUS_SESSION_BUS_ADDRESS", &bus);
        prepare(&mut reader);
        let mut process = Process::spawn(reader.stdin(Stdio::piped()).stdout(Stdio::piped()), None);
        let stdin = process.child().stdin.take().unwrap();
        let mut lines = JsonLines::of(process.child().stdout.take().unwrap());
        lines.wait_for(PATIENCE, "the reader is ready", |line| line["event"] == "ready");
        Self { stdin, lines, asked: 0, bus, _reader: process, _bus: daemon, _home: home }
    }

    /// For the environment of the program that is to be read.
    pub fn bus(&self) -> &str {
        &self.bus
    }

    /// Does what acts when it is pressed, in the window of this title, as soon as it is there.
    pub fn press(&mut self, window: &str, role: &str, name: &str) {
        self.manage("press", &json!({ "window": window, "role": role, "name": name }), |_| true);
    }

    /// Puts text into a field.
    pub fn write(&mut self, window: &str, role: &str, name: &str, text: &str) {
        self.manage("write", &json!({ "window": window, "role": role, "name": name, "text": text }), |_| true);
    }

    /// Gives something the keyboard.
    pub fn focus(&mut self, window: &str, role: &str, name: &str) {
        self.manage("focus", &json!({ "window": window, "role": role, "name": name }), |_| true);
    }

    /// What is told of something: `role`, `name`, `description`, `states`, `place`; of a field `text` and `caret`. A star ends a
    /// name of which only the beginning is known.
    pub fn find(&mut self, window: &str, role: &str, name: &str) -> Value {
        self.find_where(window, role, name, |_| true)
    }

    /// The same, once it is as it should be.
    pub fn find_where(&mut self, window: &str, role: &str, name: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.manage("find", &json!({ "window": window, "role": role, "name": name }), fits)
    }

    /// What a window has, a line "role name" each.
    pub fn lines(&mut self, window: &str) -> Vec<String> {
        let told = self.manage("lines", &json!({ "window": window }), |_| true);
        told["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    }

    /// Waits until something was told without being asked for.
    pub fn hears(&mut self, event: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.lines.wait_for(PATIENCE, what, |line| line["event"] == event && fits(line))
    }

    /// What was told without being asked for, and not waited for.
    pub fn heard_so_far(&mut self) -> Vec<Value> {
        self.lines.so_far()
    }

    fn ask(&mut self, deed: &str, mut fields: Value) -> Result<Value, String> {
        self.asked += 1;
        (fields["n"], fields["do"]) = (self.asked.into(), deed.into());
        writeln!(self.stdin, "{fields}").unwrap();
        let number = self.asked;
        let answer = self.lines.wait_for(PATIENCE, deed, |line| line["reply"] == number);
        answer["error"].as_str().map_or(Ok(answer.clone()), |error| Err(error.to_owned()))
    }

    /// What is wanted may come a moment later: it is tried until it can be done, and is as it should be.
    fn manage(&mut self, deed: &str, fields: &Value, fits: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.ask(deed, fields.clone());
            match answer {
                Ok(answer) if fits(&answer) => return answer,
                other => assert!(Instant::now() < end, "{deed} {fields}: {other:?}"),
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }
}
