//! Decides on the server's certificate: the platform's roots, the account's own, or the one accepted by hand.

use super::fingerprint;
use crate::model::Fingerprint;
use crate::model::account::CertificateFault;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use std::sync::{Arc, Mutex, PoisonError};
use x509_parser::prelude::{FromDer, X509Certificate};

pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// The platform's verifier with these roots added. `None` if there is not one root at all.
pub fn platform(extra_roots: Vec<CertificateDer<'static>>) -> Option<Arc<dyn ServerCertVerifier>> {
    match rustls_platform_verifier::Verifier::new_with_extra_roots(extra_roots, provider()) {
        Ok(verifier) => Some(Arc::new(verifier)),
        Err(error) => {
            tracing::warn!(%error, "no root certificates");
            None
        }
    }
}

/// The certificate that the server presented.
#[derive(Debug, Clone)]
pub struct Seen {
    pub der: CertificateDer<'static>,
    /// `None` if it is trusted.
    pub fault: Option<CertificateFault>,
}

#[derive(Debug)]
pub struct Verifier {
    platform: Option<Arc<dyn ServerCertVerifier>>,
    pinned: Option<Fingerprint>,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Option<Seen>>,
}

impl Verifier {
    pub fn new(platform: Option<Arc<dyn ServerCertVerifier>>, pinned: Option<Fingerprint>) -> Self {
        Self { platform, pinned, provider: provider(), seen: Mutex::new(None) }
    }

    pub fn take_seen(&self) -> Option<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn judge(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), (CertificateFault, Error)> {
        if self.pinned == Some(fingerprint(end_entity)) {
            return Ok(());
        }
        let unknown = Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let Some(platform) = &self.platform else {
            let fault = if self.pinned.is_some() { CertificateFault::Changed } else { CertificateFault::NoRoots };
            return Err((fault, unknown));
        };
        match platform.verify_server_cert(end_entity, intermediates, name, &[], now) {
            Ok(_) => Ok(()),
            Err(error) if self.pinned.is_some() => Err((CertificateFault::Changed, error)),
            Err(error) => Err((fault(&error, end_entity), error)),
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judgement = self.judge(end_entity, intermediates, server_name, now);
        let fault = judgement.as_ref().err().map(|(fault, _)| *fault);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen { der: end_entity.clone().into_owned(), fault });
        judgement.map(|()| ServerCertVerified::assertion()).map_err(|(_, error)| error)
    }

    // A certificate is public: only the signature of the handshake shows that the server has its key. Checked always.
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn fault(error: &Error, end_entity: &CertificateDer<'_>) -> CertificateFault {
    let Error::InvalidCertificate(error) = error else { return CertificateFault::Invalid };
    match error {
        CertificateError::UnknownIssuer => CertificateFault::UnknownIssuer,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => CertificateFault::WrongName,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateFault::NotYetValid,
        // What `openssl req -x509` makes says that it may sign others, which is refused for a server. What matters to the
        // user is that it vouches for itself.
        CertificateError::Other(_) if is_self_signed(end_entity) => CertificateFault::UnknownIssuer,
        _ => CertificateFault::Invalid,
    }
}

fn is_self_signed(der: &[u8]) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, parsed)| parsed.subject() == parsed.issuer())
}
