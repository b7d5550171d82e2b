//! A Prosody of the test's own on loopback: two domains, a room service, free ports, certificates of the tests' authority.

use super::certificates::{Certificate, Kind, write_authority};
use super::process::{Account, Process, free_port, give};
use super::{PATIENCE, eventually};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub const DOMAIN: &str = "one.test";
pub const OTHER_DOMAIN: &str = "two.test";
pub const ROOMS: &str = "conference.one.test";
/// What its certificate is for.
const NAMES: [&str; 4] = [DOMAIN, OTHER_DOMAIN, ROOMS, "conference.two.test"];
/// Every account's password unless `Options::password` says otherwise.
pub const PASSWORD: &str = "secret";

/// How the server keeps passwords, which decides what SCRAM it can offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Passwords {
    /// In clear: SCRAM-SHA-1 and SCRAM-SHA-256 are both offered.
    #[default]
    Plain,
    /// Hashed (Debian's default): SCRAM-SHA-1 only.
    HashedSha1,
    HashedSha256,
}

/// Which of its SASL mechanisms the server does not offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mechanisms {
    #[default]
    All,
    WithoutPlain,
    OnlyPlain,
}

/// What differs from an ordinary server.
#[derive(Debug, Clone)]
pub struct Options {
    /// Local parts; each exists on both domains.
    pub users: Vec<&'static str>,
    pub password: String,
    pub passwords: Passwords,
    pub mechanisms: Mechanisms,
    pub certificate: Kind,
    /// Held to TLS 1.2, as older servers are.
    pub tls12_only: bool,
    /// Seconds a lost session may be resumed.
    pub smacks_hibernation_time: u32,
    /// Modules left out, for example `mam` or `smacks`, or the rooms' `muc_mam`.
    pub without: Vec<&'static str>,
    /// More modules of the rooms, for example `muc_moderation` (Debian's `prosody-modules`).
    pub room_modules: Vec<&'static str>,
    /// Lua put before the first host, for what only one test needs.
    pub more: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            users: vec!["romeo", "juliet", "nurse", "tybalt"],
            password: PASSWORD.into(),
            passwords: Passwords::default(),
            mechanisms: Mechanisms::default(),
            certificate: Kind::default(),
            tls12_only: false,
            smacks_hibernation_time: 60,
            without: Vec::new(),
            room_modules: Vec::new(),
            more: String::new(),
        }
    }
}

#[derive(Debug)]
pub struct Prosody {
    directory: TempDir,
    process: Option<Process>,
    account: Option<Account>,
    options: Options,
    ca: PathBuf,
    certificate: Certificate,
    port: u16,
    direct_tls_port: u16,
}

impl Prosody {
    /// Starts it and waits until it listens. Panics when Debian's `prosody` is not installed.
    pub fn start(options: Options) -> Self {
        let directory = TempDir::with_prefix("fantail-prosody-").unwrap();
        let certificate = Certificate::issue(&NAMES, options.certificate);
        let mut prosody = Self {
            ca: write_authority(directory.path()),
            directory,
            process: None,
            account: Account::unprivileged("prosody"),
            options,
            certificate,
            port: 0,
            direct_tls_port: 0,
        };
        prosody.write_certificate();
        prosody.write_accounts();
        // A port found free may be taken by a test beside us before Prosody binds it.
        let bound = (0..5).any(|_| {
            (prosody.port, prosody.direct_tls_port) = (free_port(), free_port());
            prosody.try_launch()
        });
        assert!(bound, "Prosody found no free port:\n{}", prosody.log());
        prosody
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

    /// The authority that signed the server's certificate (PEM), unless that is self-signed.
    pub fn ca(&self) -> &Path {
        &self.ca
    }

    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// What the server logged, for a failing test to show.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// An orderly end. Clients without stream management are told `system-shutdown`; those with it are hung up on without a
    /// word, and the server remembers `h` for their next attempt (mod_smacks of 0.12). For the stream error, leave `smacks` out.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.terminate();
        }
    }

    /// The power fails: connections break without a word.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill();
        }
    }

    /// Connections stay open, nothing is answered, until `thaw`.
    pub fn freeze(&self) {
        self.process.as_ref().expect("freeze is for a running server").freeze();
    }

    pub fn thaw(&self) {
        self.process.as_ref().expect("thaw is for a frozen server").thaw();
    }

    /// Starts it again on the same ports with the same data, stopping it first when it runs.
    pub fn restart(&mut self) {
        self.stop();
        assert!(self.try_launch(), "Prosody did not get its ports back:\n{}", self.log());
    }

    /// As `restart`, with other options; accounts are kept.
    pub fn restart_with(&mut self, change: impl FnOnce(&mut Options)) {
        change(&mut self.options);
        self.restart();
    }

    /// As `restart`, with a new certificate of this kind.
    pub fn restart_with_certificate(&mut self, kind: Kind) {
        self.certificate = Certificate::issue(&NAMES, kind);
        self.write_certificate();
        self.restart();
    }

    /// A password changed by the administrator; takes effect with the next sign-in.
    pub fn set_password(&self, user: &str, domain: &str, password: &str) {
        let folder = self.directory.path().join("data").join(encoded(domain)).join("accounts");
        std::fs::create_dir_all(&folder).unwrap();
        let lua = format!("return {{ [\"password\"] = {password:?}; }};\n");
        std::fs::write(folder.join(format!("{}.dat", encoded(user))), lua).unwrap();
        give(self.directory.path(), self.account);
    }

    fn log_path(&self) -> PathBuf {
        self.directory.path().join("prosody.log")
    }

    fn write_certificate(&self) {
        std::fs::write(self.directory.path().join("server.pem"), &self.certificate.pem).unwrap();
        std::fs::write(self.directory.path().join("server.key"), &self.certificate.key_pem).unwrap();
    }

    fn write_accounts(&self) {
        for domain in [DOMAIN, OTHER_DOMAIN] {
            for user in &self.options.users {
                self.set_password(user, domain, &self.options.password);
            }
        }
    }

    /// False when a port was taken.
    fn try_launch(&mut self) -> bool {
        let config = self.directory.path().join("prosody.cfg.lua");
        std::fs::write(&config, self.config()).unwrap();
        std::fs::write(self.log_path(), "").unwrap();
        give(self.directory.path(), self.account);
        let mut command = Command::new("prosody");
        command.arg("--config").arg(&config).current_dir(self.directory.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut process = Process::spawn(&mut command, self.account);
        let ports = [self.port, self.direct_tls_port];
        let bound = eventually(PATIENCE, "Prosody listens", || {
            let log = self.log();
            assert!(process.is_running(), "Prosody ended at its start:\n{log}");
            let activated = |port: &u16| log.contains(&format!("[127.0.0.1]:{port}")) && TcpStream::connect(("127.0.0.1", *port)).is_ok();
            if log.contains("Failed to open server port") {
                return Some(false);
            }
            ports.iter().all(activated).then_some(true)
        });
        if bound {
            self.process = Some(process);
        }
        bound
    }

    fn config(&self) -> String {
        const MODULES: [&str; 20] = [
            "vcard_legacy",
            "roster",
            "saslauth",
            "tls",
            "disco",
            "carbons",
            "pep",
            "private",
            "blocklist",
            "vcard4",
            "vcard_legacy",
            "version",
            "time",
            "ping",
            "mam",
            "smacks",
            "csi",
            "csi_simple",
            "bookmarks",
            "user_account_management",
        ];
        let options = &self.options;
        let directory = self.directory.path().display();
        let modules: String =
            MODULES.iter().filter(|module| !options.without.contains(module)).map(|module| format!("{module:?}; ")).collect();
        let disabled = match options.mechanisms {
            Mechanisms::All => r#""DIGEST-MD5""#,
            Mechanisms::WithoutPlain => r#""DIGEST-MD5"; "PLAIN""#,
            Mechanisms::OnlyPlain => r#""DIGEST-MD5"; "SCRAM-SHA-1"; "SCRAM-SHA-1-PLUS"; "SCRAM-SHA-256"; "SCRAM-SHA-256-PLUS""#,
        };
        let passwords = match options.passwords {
            Passwords::Plain => r#"authentication = "internal_plain""#,
            Passwords::HashedSha1 => r#"authentication = "internal_hashed"; password_hash = "SHA-1""#,
            Passwords::HashedSha256 => r#"authentication = "internal_hashed"; password_hash = "SHA-256""#,
        };
        let archive = (!options.without.contains(&"muc_mam")).then_some("muc_mam");
        let room_modules: String = archive.iter().chain(&options.room_modules).map(|module| format!("{module:?}; ")).collect();
        let tls = if options.tls12_only { r#"protocol = "tlsv1_2"; "# } else { "" };
        format!(
            r#"
pidfile = "{directory}/prosody.pid"
data_path = "{directory}/data"
log = {{ {{ levels = {{ min = "debug" }}; to = "file"; filename = "{directory}/prosody.log" }} }}
interfaces = {{ "127.0.0.1" }}
local_interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_direct_tls_ports = {{ {direct_tls_port} }}
s2s_ports = {{ }}
s2s_direct_tls_ports = {{ }}
http_ports = {{ }}
https_ports = {{ }}
ssl = {{ key = "{directory}/server.key"; certificate = "{directory}/server.pem"; {tls}}}
c2s_direct_tls_ssl = ssl
c2s_require_encryption = true
{passwords}
disable_sasl_mechanisms = {{ {disabled} }}
modules_enabled = {{ {modules}}}
modules_disabled = {{ "s2s"; "limits" }}
smacks_hibernation_time = {hibernation}
statistics = false
{more}
VirtualHost "{DOMAIN}"
VirtualHost "{OTHER_DOMAIN}"
Component "{ROOMS}" "muc"
  modules_enabled = {{ {room_modules}}}
  restrict_room_creation = false
"#,
            port = self.port,
            direct_tls_port = self.direct_tls_port,
            hibernation = options.smacks_hibernation_time,
            more = options.more,
        )
    }
}

/// Prosody's file names: everything but letters and digits as `%xx`.
fn encoded(name: &str) -> String {
    name.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02x}") }).collect()
}
