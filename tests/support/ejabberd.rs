//! An ejabberd of the test's own on loopback: one domain, its accounts, a room service, no Erlang distribution.

use super::certificates::{Certificate, Kind, write_authority};
use super::process::{Account, Process, free_port, give};
use super::{PATIENCE, eventually};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub const DOMAIN: &str = "three.test";
pub const ROOMS: &str = "conference.three.test";
pub const USERS: [&str; 3] = ["romeo", "juliet", "nurse"];
pub const PASSWORD: &str = "secret";

#[derive(Debug)]
pub struct Ejabberd {
    directory: TempDir,
    process: Option<Process>,
    account: Option<Account>,
    ca: PathBuf,
    port: u16,
    direct_tls_port: u16,
}

impl Ejabberd {
    /// Starts it with `USERS` and waits until it listens. Panics when Debian's `ejabberd` is not installed.
    pub fn start() -> Self {
        let directory = TempDir::with_prefix("fantail-ejabberd-").unwrap();
        let certificate = Certificate::issue(&[DOMAIN, ROOMS], Kind::Good);
        std::fs::write(directory.path().join("server.pem"), format!("{}{}", certificate.pem, certificate.key_pem)).unwrap();
        let mut ejabberd = Self {
            ca: write_authority(directory.path()),
            directory,
            process: None,
            account: Account::unprivileged("ejabberd"),
            port: 0,
            direct_tls_port: 0,
        };
        // A port found free may be taken by a test beside us before ejabberd binds it.
        let bound = (0..5).any(|_| {
            (ejabberd.port, ejabberd.direct_tls_port) = (free_port(), free_port());
            ejabberd.try_launch()
        });
        assert!(bound, "ejabberd did not start:\n{}", ejabberd.log());
        ejabberd
    }

    /// The port for STARTTLS.
    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn direct_tls_port(&self) -> u16 {
        self.direct_tls_port
    }

    /// For `--server`: STARTTLS.
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn direct_tls_address(&self) -> String {
        format!("127.0.0.1:{}", self.direct_tls_port)
    }

    pub fn ca(&self) -> &Path {
        &self.ca
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("log/ejabberd.log")).unwrap_or_default()
    }

    /// The power fails: connections break without a word.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill();
        }
    }

    /// False when a port was taken: ejabberd then ends.
    fn try_launch(&mut self) -> bool {
        let directory = self.directory.path();
        let config = directory.join("ejabberd.yml");
        std::fs::write(&config, self.config()).unwrap();
        std::fs::create_dir_all(directory.join("log")).unwrap();
        give(directory, self.account);
        let modules = modules_folder();
        let register: String =
            USERS.iter().map(|user| format!("ejabberd_auth:try_register(<<\"{user}\">>, <<\"{DOMAIN}\">>, <<\"{PASSWORD}\">>),")).collect();
        let mut command = Command::new("erl");
        command.args(["-noinput", "+K", "true", "-boot", "start_clean", "-mnesia", "dir"]);
        command.arg(format!("\"{}\"", directory.join("mnesia").display()));
        // `ready` is written once the accounts are there: until then a sign-in would be refused.
        command.arg("-eval").arg(format!(
            "{{ok, _}} = application:ensure_all_started(ejabberd), {register} file:write_file(\"{}\", <<>>).",
            directory.join("ready").display()
        ));
        command.env("ERL_LIBS", modules).env("EJABBERD_CONFIG_PATH", &config).env("HOME", directory);
        command.env("EJABBERD_LOG_PATH", directory.join("log/ejabberd.log")).env("ERL_CRASH_DUMP", directory.join("crash"));
        command.current_dir(directory).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = Process::spawn(&mut command, self.account);
        let ports = [self.port, self.direct_tls_port];
        let ready = directory.join("ready");
        let bound = eventually(PATIENCE * 2, "ejabberd listens", || {
            if !process.is_running() || self.log().contains("Failed to open socket") {
                return Some(false);
            }
            let open = |port: &u16| TcpStream::connect(("127.0.0.1", *port)).is_ok();
            (ready.exists() && ports.iter().all(open)).then_some(true)
        });
        if bound {
            self.process = Some(process);
        }
        bound
    }

    fn config(&self) -> String {
        let directory = self.directory.path().display();
        format!(
            r#"hosts: [ "{DOMAIN}" ]
loglevel: info
certfiles: [ "{directory}/server.pem" ]
ca_file: "{directory}/ca.pem"
auth_method: internal
auth_password_format: scram
listen:
  - {{ port: {port}, ip: "127.0.0.1", module: ejabberd_c2s, starttls_required: true }}
  - {{ port: {direct_tls_port}, ip: "127.0.0.1", module: ejabberd_c2s, tls: true }}
modules:
  mod_caps: {{}}
  mod_carboncopy: {{}}
  mod_client_state: {{}}
  mod_disco: {{}}
  mod_mam: {{ assume_mam_usage: true, default: always }}
  mod_muc: {{ access: all, access_create: all, default_room_options: {{ mam: true }} }}
  mod_offline: {{}}
  mod_ping: {{}}
  mod_private: {{}}
  mod_pubsub: {{ plugins: [ flat, pep ] }}
  mod_roster: {{ versioning: true }}
  mod_stream_mgmt: {{ resend_on_timeout: if_offline }}
  mod_vcard: {{}}
"#,
            port = self.port,
            direct_tls_port = self.direct_tls_port,
        )
    }
}

/// Where the distribution keeps ejabberd's Erlang modules: `/usr/lib/<architecture>`.
fn modules_folder() -> PathBuf {
    let holds = |folder: &PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("ejabberd-"))
    };
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten().map(|entry| entry.path());
    folders.chain([PathBuf::from("/usr/lib")]).find(holds).expect("the package `ejabberd` is installed")
}
