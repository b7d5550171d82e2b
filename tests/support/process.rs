//! Processes of the tests: free ports, an unprivileged user, an end by process id.

use super::eventually;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

/// A port nobody listens on, outside the range the system hands out, so that a server restarted on it finds it free again.
pub fn free_port() -> u16 {
    const FIRST: u16 = 15_000;
    const COUNT: u16 = 17_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Test processes that run at the same time start looking in different places.
    let start = u16::try_from(std::process::id().wrapping_mul(613) % u32::from(COUNT)).unwrap();
    loop {
        let port = FIRST + (start + NEXT.fetch_add(1, Ordering::Relaxed) % COUNT) % COUNT;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A user and group to run as: servers refuse to run as root.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// The system's user of this name when we are root; `None` when we are not, and stay who we are.
    pub fn unprivileged(name: &str) -> Option<Self> {
        let id = |arguments: &[&str]| {
            let output = Command::new("id").args(arguments).output().unwrap();
            String::from_utf8(output.stdout).unwrap().trim().parse::<u32>()
        };
        if id(&["-u"]).unwrap() != 0 {
            return None;
        }
        let known = "the system user comes with its package";
        Some(Self { uid: id(&["-u", name]).expect(known), gid: id(&["-g", name]).expect(known) })
    }
}

/// Hands a directory and all in it to the account a server will run as.
pub fn give(directory: &Path, account: Option<Account>) {
    let Some(Account { uid, gid }) = account else { return };
    chown(directory, Some(uid), Some(gid)).unwrap();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { give(&path, account) } else { chown(&path, Some(uid), Some(gid)).unwrap() }
    }
}

/// A child process that does not outlive its test.
#[derive(Debug)]
pub struct Process {
    child: Child,
}

impl Process {
    pub fn spawn(command: &mut Command, account: Option<Account>) -> Self {
        if let Some(Account { uid, gid }) = account {
            command.uid(uid).gid(gid);
        }
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child }
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Asks it to end in an orderly way (SIGTERM) and waits.
    pub fn terminate(&mut self) -> ExitStatus {
        self.signal("TERM");
        self.wait()
    }

    /// Freezes it (SIGSTOP): its connections stay open and silent until `thaw`.
    pub fn freeze(&self) {
        self.signal("STOP");
    }

    pub fn thaw(&self) {
        self.signal("CONT");
    }

    pub fn kill(&mut self) {
        // An error says that it has ended already.
        let _ = self.child.kill();
        self.wait();
    }

    pub fn wait(&mut self) -> ExitStatus {
        let id = self.id();
        eventually(Duration::from_secs(20), &format!("process {id} ends"), || self.child.try_wait().unwrap())
    }

    fn signal(&self, name: &str) {
        Command::new("kill").arg(format!("-{name}")).arg(self.id().to_string()).status().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
