//! TLS for the stream: whom we trust (RFC 6120 §13.7, RFC 7590), and what ties the sign-in to this connection (RFC 9266, RFC 5929).

#[cfg(test)]
mod tests;
mod verifier;

use crate::model::{Certificate, Fingerprint};
use crate::xmpp::sasl::mechanism::ChannelBindings;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ProtocolVersion, RootCertStore};
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use verifier::Verifier;
use x509_parser::prelude::{FromDer, X509Certificate};

const LIMIT: Duration = Duration::from_secs(10);

/// Whom an account trusts beside the platform's roots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    /// PEM.
    pub extra_roots: Option<String>,
    /// The one certificate accepted by hand.
    pub pinned: Option<Fingerprint>,
}

/// An encrypted connection to the server whose certificate was checked.
#[derive(Debug)]
pub struct Secured {
    pub stream: TlsStream<TcpStream>,
    /// `TLSv1.2` or `TLSv1.3`.
    pub version: &'static str,
    pub certificate: Certificate,
    pub bindings: ChannelBindings,
}

#[derive(Debug, thiserror::Error)]
pub enum TlsFailure {
    /// The certificate, with its fault: the user may accept it.
    #[error("the certificate is not trusted")]
    Untrusted(Box<Certificate>),
    #[error("the TLS handshake failed: {0}")]
    Handshake(#[from] io::Error),
}

/// What was given as certificates is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a PEM text of certificates")]
pub struct BadRoots;

/// Reads the certificates that are trusted beside the platform's.
///
/// # Errors
/// [`BadRoots`] if there is none, or one that cannot be read.
pub fn parse_roots(pem: &str) -> Result<Vec<CertificateDer<'static>>, BadRoots> {
    let roots = CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<Vec<_>, _>>().map_err(|_| BadRoots)?;
    let mut store = RootCertStore::empty();
    if roots.is_empty() || roots.iter().any(|root| store.add(root.clone()).is_err()) {
        return Err(BadRoots);
    }
    Ok(roots)
}

/// Encrypts the connection. The certificate is checked against the domain of the JID, whatever host DNS led to.
///
/// `alpn_xmpp` is for direct TLS (XEP-0368).
///
/// # Errors
/// [`TlsFailure::Untrusted`] if only the certificate is wrong, else [`TlsFailure::Handshake`]: after 10 s, too.
pub async fn secure(tcp: TcpStream, domain: &str, trust: &Trust, alpn_xmpp: bool) -> Result<Secured, TlsFailure> {
    let extra_roots = match &trust.extra_roots {
        Some(pem) => parse_roots(pem).map_err(io::Error::other)?,
        None => Vec::new(),
    };
    // The platform's roots are files to read.
    let platform = tokio::task::spawn_blocking(move || verifier::platform(extra_roots)).await.map_err(io::Error::other)?;
    handshake(tcp, domain, Verifier::new(platform, trust.pinned), alpn_xmpp).await
}

async fn handshake(tcp: TcpStream, domain: &str, verifier: Verifier, alpn_xmpp: bool) -> Result<Secured, TlsFailure> {
    let name = server_name(domain)?;
    let verifier = Arc::new(verifier);
    let mut config = ClientConfig::builder_with_provider(verifier::provider())
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(verifier.clone())
        .with_no_client_auth();
    if alpn_xmpp {
        config.alpn_protocols = vec![b"xmpp-client".to_vec()];
    }
    let connecting = TlsConnector::from(Arc::new(config)).connect(name, tcp);
    let result = tokio::time::timeout(LIMIT, connecting).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
    let seen = verifier.take_seen();
    let stream = match (result, &seen) {
        (Ok(stream), _) => stream,
        (Err(error), Some(seen)) if seen.fault.is_some() => {
            let certificate = certificate(&seen.der).ok_or(error)?;
            return Err(TlsFailure::Untrusted(Box::new(Certificate { fault: seen.fault, ..certificate })));
        }
        (Err(error), _) => return Err(error.into()),
    };
    let unreadable = || io::Error::new(io::ErrorKind::InvalidData, "the certificate cannot be read");
    let der = seen.ok_or_else(unreadable)?.der;
    let certificate = certificate(&der).ok_or_else(unreadable)?;
    let connection = stream.get_ref().1;
    let is_1_3 = connection.protocol_version() == Some(ProtocolVersion::TLSv1_3);
    // On TLS 1.2 the exporter is unique only with the extended master secret (RFC 9266 §4.2). rustls offers that, but does not
    // tell whether the server took it, and to require it would lock out older servers. The certificate binds there.
    let exporter = if is_1_3 { connection.export_keying_material(vec![0; 32], b"EXPORTER-Channel-Binding", Some(b"")).ok() } else { None };
    let bindings = ChannelBindings { exporter, server_end_point: server_end_point(&der) };
    Ok(Secured { stream, version: if is_1_3 { "TLSv1.3" } else { "TLSv1.2" }, certificate, bindings })
}

fn server_name(domain: &str) -> io::Result<ServerName<'static>> {
    let invalid = |_| io::Error::new(io::ErrorKind::InvalidInput, "the domain is no name for a certificate");
    let literal = domain.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = literal.parse::<std::net::IpAddr>() {
        return Ok(ServerName::IpAddress(address.into()));
    }
    let ascii = idna::domain_to_ascii(domain).map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "the domain is no host name"))?;
    ServerName::try_from(ascii).map_err(invalid)
}

/// What a window shows of a certificate.
fn certificate(der: &[u8]) -> Option<Certificate> {
    let (_, parsed) = X509Certificate::from_der(der).ok()?;
    Some(Certificate {
        sha256: fingerprint(der),
        subject: parsed.subject().to_string(),
        issuer: parsed.issuer().to_string(),
        not_after: jiff::Timestamp::from_second(parsed.validity().not_after.timestamp()).ok()?,
        fault: None,
    })
}

fn fingerprint(der: &[u8]) -> Fingerprint {
    Fingerprint(Sha256::digest(der).into())
}

/// The certificate's hash by RFC 5929 §4.1: the hash function of its own signature, SHA-256 in place of MD5 and SHA-1.
/// `None` where that is not defined (Ed25519, RSA-PSS).
fn server_end_point(der: &[u8]) -> Option<Vec<u8>> {
    let (_, parsed) = X509Certificate::from_der(der).ok()?;
    match parsed.signature_algorithm.algorithm.to_id_string().as_str() {
        // RSA with MD5, SHA-1 and SHA-256; ECDSA with SHA-1 and SHA-256.
        "1.2.840.113549.1.1.4" | "1.2.840.113549.1.1.5" | "1.2.840.113549.1.1.11" | "1.2.840.10045.4.1" | "1.2.840.10045.4.3.2" => {
            Some(Sha256::digest(der).to_vec())
        }
        "1.2.840.113549.1.1.14" | "1.2.840.10045.4.3.1" => Some(Sha224::digest(der).to_vec()),
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Some(Sha384::digest(der).to_vec()),
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Some(Sha512::digest(der).to_vec()),
        _ => None,
    }
}
