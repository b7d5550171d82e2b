//! An XMPP account: what the user configured, and how it is doing.

use super::presence::Availability;
use super::problem::Problem;
use jid::BareJid;
use std::fmt;

/// How the connection to the server is encrypted. There is no third way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Security {
    /// By SRV records (XEP-0368); with a host of one's own STARTTLS unless the port is 443, 5223 or 5270.
    #[default]
    Auto,
    DirectTls,
    StartTls,
}

impl Security {
    pub const ALL: [Self; 3] = [Self::Auto, Self::DirectTls, Self::StartTls];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::DirectTls => "direct-tls",
            Self::StartTls => "starttls",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.as_str() == word)
    }
}

/// The hash of a SCRAM sign-in (RFC 5802, RFC 7677), the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScramHash {
    Sha1,
    Sha256,
    Sha512,
}

impl ScramHash {
    pub const ALL: [Self; 3] = [Self::Sha1, Self::Sha256, Self::Sha512];

    /// The mechanism's name without `-PLUS`.
    pub fn mechanism(self) -> &'static str {
        match self {
            Self::Sha1 => "SCRAM-SHA-1",
            Self::Sha256 => "SCRAM-SHA-256",
            Self::Sha512 => "SCRAM-SHA-512",
        }
    }

    pub fn parse(mechanism: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.mechanism() == mechanism)
    }
}

/// A server named by hand, in place of what DNS says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Host {
    /// A host name or an IP address, without brackets.
    pub name: String,
    pub port: Option<u16>,
}

impl Host {
    /// Reads `host`, `host:port`, `1.2.3.4:port`, `[::1]` and `[::1]:port`. `None` when it is none of them.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, port) = if let Some(rest) = text.strip_prefix('[') {
            let (name, rest) = rest.split_once(']')?;
            name.parse::<std::net::Ipv6Addr>().ok()?;
            (name, if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) })
        } else if text.parse::<std::net::Ipv6Addr>().is_ok() {
            (text, None)
        } else {
            match text.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (text, None),
            }
        };
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '_');
        if name.is_empty() || !name.chars().all(allowed) {
            return None;
        }
        let port = match port {
            Some(port) => Some(port.parse().ok().filter(|port| *port != 0)?),
            None => None,
        };
        Some(Self { name: name.to_owned(), port })
    }
}

impl fmt::Display for Host {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name.contains(':'), self.port) {
            (true, Some(port)) => write!(formatter, "[{}]:{port}", self.name),
            (false, Some(port)) => write!(formatter, "{}:{port}", self.name),
            (_, None) => formatter.write_str(&self.name),
        }
    }
}

/// The SHA-256 of a certificate's whole DER form.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Reads 64 hexadecimal digits; colons, spaces and case do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .chars()
            .filter(|c| *c != ':' && !c.is_whitespace())
            .map(|c| c.to_digit(16).map(|digit| digit as u8))
            .collect::<Option<_>>()?;
        let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        (digits.len() == 64).then(|| bytes.try_into().ok().map(Self))?
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Fingerprint({self})")
    }
}

/// What the user configured, and what must not be forgotten about the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub jid: BareJid,
    pub enabled: bool,
    pub alias: Option<String>,
    pub host: Option<Host>,
    pub security: Security,
    /// Made once per profile and account, and used again, so that a new session ends the dead one.
    pub resource: String,
    /// The password is in the platform's keyring.
    pub remember: bool,
    /// PEM certificates trusted for this account beside the platform's.
    pub extra_roots: Option<String>,
    /// The one certificate accepted by hand.
    pub pinned: Option<Fingerprint>,
    /// The password itself may be sent through the encryption, where nothing better was ever offered.
    pub allow_plain: bool,
    /// A SCRAM mechanism was seen or used there once: PLAIN is refused from then on.
    pub scram_seen: bool,
    /// The strongest that was signed in with: a weaker one is refused from then on.
    pub hash_seen: Option<ScramHash>,
    /// Signed in with channel binding once: less is refused from then on.
    pub channel_binding_seen: bool,
    /// The server objected to being asked several things in one write: ask one by one.
    pub one_by_one: bool,
}

impl Account {
    pub fn new(jid: BareJid, resource: String) -> Self {
        Self {
            jid,
            enabled: true,
            alias: None,
            host: None,
            security: Security::Auto,
            resource,
            remember: false,
            extra_roots: None,
            pinned: None,
            allow_plain: true,
            scram_seen: false,
            hash_seen: None,
            channel_binding_seen: false,
            one_by_one: false,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum AccountState {
    #[default]
    Offline,
    /// An attempt runs or waits for its time.
    Connecting,
    Online,
    /// No further attempt without the user.
    Failed,
}

impl AccountState {
    pub const ALL: [Self; 4] = [Self::Offline, Self::Connecting, Self::Online, Self::Failed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Connecting => "connecting",
            Self::Online => "online",
            Self::Failed => "failed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Why a certificate is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateFault {
    UnknownIssuer,
    WrongName,
    Expired,
    NotYetValid,
    /// The system has no root certificates at all.
    NoRoots,
    /// Another certificate was accepted by hand before.
    Changed,
    /// Badly made, revoked, or signed wrongly.
    Invalid,
}

/// The server's certificate, in use or in question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub sha256: Fingerprint,
    pub subject: String,
    pub issuer: String,
    pub not_after: jiff::Timestamp,
    /// `None` when it is trusted.
    pub fault: Option<CertificateFault>,
}

/// How an account is doing, as windows and the remote control show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountStatus {
    pub config: Account,
    pub state: AccountState,
    /// The last reason why it is not online.
    pub problem: Option<Problem>,
    /// When the next attempt starts by itself.
    pub retry_at: Option<jiff::Timestamp>,
    /// The resource the server gave, while there is a session.
    pub bound: Option<String>,
    /// `TLSv1.2` or `TLSv1.3`.
    pub tls: Option<&'static str>,
    /// The SASL mechanism.
    pub mechanism: Option<String>,
    pub resumed: bool,
    pub certificate: Option<Certificate>,
    /// What others shall see.
    pub availability: Availability,
    pub status_text: Option<String>,
    /// The password was to be remembered, but no keyring took it: it is in memory only.
    pub keyring_missing: bool,
    /// Bytes of a stanza that the server takes (XEP-0478), where it tells.
    pub max_bytes: Option<u32>,
}

/// Servers that do not tell take this much, by their defaults (Prosody and ejabberd 256 KiB). A longer stanza ends the stream.
const USUAL_MAX_BYTES: u32 = 250_000;
/// Every server takes as much (RFC 6120 §13.12).
const LEAST_MAX_BYTES: u32 = 10_000;
/// What stands around a body.
const ENVELOPE: u32 = 1_000;

impl AccountStatus {
    /// How long a body may be, as it is written in XML.
    pub fn longest_body(&self) -> usize {
        (self.max_bytes.unwrap_or(USUAL_MAX_BYTES).max(LEAST_MAX_BYTES) - ENVELOPE) as usize
    }

    pub fn new(config: Account) -> Self {
        Self {
            config,
            state: AccountState::Offline,
            problem: None,
            retry_at: None,
            bound: None,
            tls: None,
            mechanism: None,
            resumed: false,
            certificate: None,
            availability: Availability::Available,
            status_text: None,
            keyring_missing: false,
            max_bytes: None,
        }
    }

    pub fn jid(&self) -> &BareJid {
        &self.config.jid
    }

    /// The resource in use, else the one asked for.
    pub fn resource(&self) -> &str {
        self.bound.as_deref().unwrap_or(&self.config.resource)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_read_with_and_without_port() {
        let host = |name: &str, port| Some(Host { name: name.into(), port });
        assert_eq!(Host::parse("xmpp.example.org"), host("xmpp.example.org", None));
        assert_eq!(Host::parse("127.0.0.1:5222"), host("127.0.0.1", Some(5222)));
        assert_eq!(Host::parse("[::1]:5222"), host("::1", Some(5222)));
        assert_eq!(Host::parse("::1"), host("::1", None));
        for wrong in ["", "a:b", "a:0", "a:70000", "a b", "[::1", "a/b"] {
            assert_eq!(Host::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Host::parse("[::1]:5222").map(|host| host.to_string()).as_deref(), Some("[::1]:5222"));
    }

    #[test]
    fn a_fingerprint_is_read_in_any_usual_form() {
        let plain = "ab".repeat(32);
        let colons = vec!["AB"; 32].join(":");
        assert_eq!(Fingerprint::parse(&plain), Some(Fingerprint([0xab; 32])));
        assert_eq!(Fingerprint::parse(&colons), Some(Fingerprint([0xab; 32])));
        assert_eq!(Fingerprint::parse(&plain[..62]), None);
        assert_eq!(Fingerprint::parse("zz"), None);
        assert_eq!(Fingerprint([0xab; 32]).to_string(), plain);
    }
}
