//! The tests' own certificate authority and the certificates it signs, good and bad.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Signed once per test process.
static AUTHORITY: LazyLock<CertifiedIssuer<'static, KeyPair>> = LazyLock::new(|| {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::CommonName, "Fantail test authority");
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
});

/// What is right or wrong with a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    #[default]
    Good,
    Expired,
    /// Signed, but for `elsewhere.test` and `here.elsewhere.test`.
    WrongName,
    /// For the right names, signed by nobody.
    SelfSigned,
}

#[derive(Debug)]
pub struct Certificate {
    pub pem: String,
    pub key_pem: String,
    pub der: CertificateDer<'static>,
    key_der: Vec<u8>,
}

impl Certificate {
    /// A server's certificate for these names: `CA:FALSE`, or webpki refuses it.
    pub fn issue(names: &[&str], kind: Kind) -> Self {
        let names: &[&str] = if kind == Kind::WrongName { &["elsewhere.test", "here.elsewhere.test"] } else { names };
        let mut params = CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap();
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        params.distinguished_name.push(DnType::CommonName, names[0]);
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(if kind == Kind::Expired { 2021 } else { 2090 }, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = if kind == Kind::SelfSigned { params.self_signed(&key) } else { params.signed_by(&key, &AUTHORITY) }.unwrap();
        Self { pem: certificate.pem(), key_pem: key.serialize_pem(), der: certificate.der().clone(), key_der: key.serialize_der() }
    }

    pub fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::Pkcs8(self.key_der.clone().into())
    }

    /// SHA-256 of the DER form in lower-case hex: what a user compares and `account trust` takes.
    pub fn sha256(&self) -> String {
        use sha2::Digest;
        use std::fmt::Write;
        sha2::Sha256::digest(&self.der).iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
    }
}

/// The authority's own certificate.
pub fn authority_der() -> CertificateDer<'static> {
    AUTHORITY.der().clone()
}

/// Writes the authority's certificate as `ca.pem` into a directory: what `--ca` and slixmpp take.
pub fn write_authority(directory: &Path) -> PathBuf {
    let path = directory.join("ca.pem");
    std::fs::write(&path, AUTHORITY.pem()).unwrap();
    path
}
