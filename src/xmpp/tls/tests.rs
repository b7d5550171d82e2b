use super::*;
use crate::model::account::CertificateFault;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

const DOMAIN: &str = "chat.example.org";

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

fn authority() -> Authority {
    named_authority("Test Authority")
}

fn named_authority(name: &str) -> Authority {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    let pem = params.self_signed(&key).unwrap().pem();
    Authority { issuer: Issuer::new(params, key), pem }
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// A server on loopback that takes one connection and returns what it exports for channel binding.
async fn server(
    certificate: CertificateDer<'static>,
    key: &KeyPair,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> (TcpStream, JoinHandle<Option<(Vec<u8>, Option<Vec<u8>>)>>) {
    chain(vec![certificate], key, versions).await
}

/// The same, with the certificates that lead to an authority behind its own.
async fn chain(
    certificates: Vec<CertificateDer<'static>>,
    key: &KeyPair,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> (TcpStream, JoinHandle<Option<(Vec<u8>, Option<Vec<u8>>)>>) {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let mut config = ServerConfig::builder_with_provider(verifier::provider())
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    config.alpn_protocols = vec![b"xmpp-client".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.unwrap();
        let stream = TlsAcceptor::from(Arc::new(config)).accept(tcp).await.ok()?;
        let connection = stream.get_ref().1;
        let exported = connection.export_keying_material(vec![0; 32], b"EXPORTER-Channel-Binding", Some(b"")).unwrap();
        Some((exported, connection.alpn_protocol().map(<[u8]>::to_vec)))
    });
    (TcpStream::connect(address).await.unwrap(), server)
}

async fn presented(params: CertificateParams, authority: &Authority, trust: Trust) -> Result<Secured, TlsFailure> {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, &authority.issuer).unwrap();
    let (tcp, _server) = server(certificate.der().clone(), &key, rustls::ALL_VERSIONS).await;
    secure(tcp, DOMAIN, &trust, false).await
}

fn trusting(authority: &Authority) -> Trust {
    Trust { extra_roots: Some(authority.pem.clone()), pinned: None }
}

fn untrusted(result: Result<Secured, TlsFailure>) -> Certificate {
    match result {
        Err(TlsFailure::Untrusted(certificate)) => *certificate,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_and_both_sides_export_the_same() {
    let authority = authority();
    let key = KeyPair::generate().unwrap();
    let certificate = params(DOMAIN).signed_by(&key, &authority.issuer).unwrap();
    let (tcp, server) = server(certificate.der().clone(), &key, rustls::ALL_VERSIONS).await;
    let secured = secure(tcp, DOMAIN, &trusting(&authority), true).await.unwrap();
    assert_eq!(secured.version, "TLSv1.3");
    assert_eq!(secured.certificate.fault, None);
    assert_eq!(secured.certificate.subject, "CN=chat.example.org");
    assert_eq!(secured.certificate.issuer, "CN=Test Authority");
    let (exported, protocol) = server.await.unwrap().unwrap();
    assert_eq!(secured.bindings.exporter, Some(exported));
    assert_eq!(protocol.as_deref(), Some(b"xmpp-client".as_slice()));
    // rcgen signs with ECDSA and SHA-256.
    assert_eq!(secured.bindings.server_end_point, Some(Sha256::digest(certificate.der()).to_vec()));
}

#[tokio::test]
async fn a_server_of_tls_1_2_binds_by_its_certificate_only() {
    let authority = authority();
    let key = KeyPair::generate().unwrap();
    let certificate = params(DOMAIN).signed_by(&key, &authority.issuer).unwrap();
    let (tcp, server) = server(certificate.der().clone(), &key, &[&rustls::version::TLS12]).await;
    let secured = secure(tcp, DOMAIN, &trusting(&authority), false).await.unwrap();
    assert_eq!(secured.version, "TLSv1.2");
    assert_eq!(secured.bindings.exporter, None);
    assert!(secured.bindings.server_end_point.is_some());
    assert_eq!(server.await.unwrap().unwrap().1, None);
}

#[tokio::test]
async fn an_unknown_authority_is_said_with_the_certificate() {
    let (known, other) = (authority(), named_authority("Another Authority"));
    let certificate = untrusted(presented(params(DOMAIN), &other, trusting(&known)).await);
    assert_eq!(certificate.fault, Some(CertificateFault::UnknownIssuer));
    assert_eq!(certificate.subject, "CN=chat.example.org");
}

#[tokio::test]
async fn a_certificate_signed_by_somebody_who_took_the_name_of_an_authority_is_invalid() {
    let (known, impostor) = (authority(), authority());
    let certificate = untrusted(presented(params(DOMAIN), &impostor, trusting(&known)).await);
    assert_eq!(certificate.fault, Some(CertificateFault::Invalid));
}

#[tokio::test]
async fn a_certificate_that_vouches_for_itself_is_unknown_even_if_it_says_it_is_an_authority() {
    for is_ca in [IsCa::ExplicitNoCa, IsCa::Ca(BasicConstraints::Unconstrained)] {
        let key = KeyPair::generate().unwrap();
        let mut params = params(DOMAIN);
        params.is_ca = is_ca;
        let certificate = params.self_signed(&key).unwrap();
        let (tcp, _server) = server(certificate.der().clone(), &key, rustls::ALL_VERSIONS).await;
        let certificate = untrusted(secure(tcp, DOMAIN, &trusting(&authority()), false).await);
        assert_eq!(certificate.fault, Some(CertificateFault::UnknownIssuer));
    }
}

#[tokio::test]
async fn another_name_an_old_and_a_future_certificate_are_told_apart() {
    let authority = authority();
    let trust = trusting(&authority);
    let wrong = untrusted(presented(params("evil.example.org"), &authority, trust.clone()).await);
    assert_eq!(wrong.fault, Some(CertificateFault::WrongName));
    let mut old = params(DOMAIN);
    old.not_before = date_time_ymd(2019, 1, 1);
    old.not_after = date_time_ymd(2020, 1, 1);
    let old = untrusted(presented(old, &authority, trust.clone()).await);
    assert_eq!(old.fault, Some(CertificateFault::Expired));
    assert_eq!(old.not_after.to_string(), "2020-01-01T00:00:00Z");
    let mut future = params(DOMAIN);
    future.not_before = date_time_ymd(4000, 1, 1);
    let future = untrusted(presented(future, &authority, trust).await);
    assert_eq!(future.fault, Some(CertificateFault::NotYetValid));
}

#[tokio::test]
async fn the_certificate_accepted_by_hand_is_accepted_and_no_other() {
    let (known, other) = (authority(), authority());
    let key = KeyPair::generate().unwrap();
    let certificate = params("evil.example.org").signed_by(&key, &other.issuer).unwrap();
    let trust = Trust { pinned: Some(fingerprint(certificate.der())), ..trusting(&known) };
    for versions in [rustls::ALL_VERSIONS, &[&rustls::version::TLS12]] {
        let (tcp, _server) = server(certificate.der().clone(), &key, versions).await;
        let secured = secure(tcp, DOMAIN, &trust, false).await.unwrap();
        assert_eq!(Some(secured.certificate.sha256), trust.pinned);
    }
    let changed = untrusted(presented(params(DOMAIN), &other, trust.clone()).await);
    assert_eq!(changed.fault, Some(CertificateFault::Changed));
    // One that needs no hand is no reason to ask.
    assert!(presented(params(DOMAIN), &known, trust).await.is_ok());
}

#[tokio::test]
async fn the_certificate_accepted_by_hand_without_its_key_is_refused() {
    let key = KeyPair::generate().unwrap();
    let certificate = params(DOMAIN).self_signed(&key).unwrap();
    let verifier = Verifier::new(None, Some(fingerprint(certificate.der())));
    // The signature is another's.
    let signature = rustls::pki_types::CertificateDer::from(certificate.der().to_vec());
    let mut encoded = vec![0x04, 0x03, 0x00, 0x08];
    encoded.extend_from_slice(&signature[..8]);
    let signed = <rustls::DigitallySignedStruct as rustls::internal::msgs::codec::Codec>::read_bytes(&encoded).unwrap();
    use rustls::client::danger::ServerCertVerifier;
    assert!(verifier.verify_tls13_signature(b"message", certificate.der(), &signed).is_err());
    assert!(verifier.verify_tls12_signature(b"message", certificate.der(), &signed).is_err());
}

#[tokio::test]
async fn a_system_without_roots_says_so_and_still_takes_the_one_accepted_by_hand() {
    let key = KeyPair::generate().unwrap();
    let certificate = params(DOMAIN).self_signed(&key).unwrap();
    let (tcp, _server) = server(certificate.der().clone(), &key, rustls::ALL_VERSIONS).await;
    let refused = untrusted(handshake(tcp, DOMAIN, Verifier::new(None, None), false).await);
    assert_eq!(refused.fault, Some(CertificateFault::NoRoots));
    let (tcp, _server) = self::server(certificate.der().clone(), &key, rustls::ALL_VERSIONS).await;
    let pinned = Verifier::new(None, Some(refused.sha256));
    assert!(handshake(tcp, DOMAIN, pinned, false).await.is_ok());
}

#[tokio::test]
async fn what_is_no_tls_is_a_failed_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let tcp = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    drop(listener.accept().await.unwrap());
    let result = handshake(tcp, DOMAIN, Verifier::new(None, None), false).await;
    assert!(matches!(result, Err(TlsFailure::Handshake(_))));
}

#[test]
fn roots_must_be_certificates() {
    assert_eq!(parse_roots(&authority().pem).map(|roots| roots.len()), Ok(1));
    for bad in ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        assert_eq!(parse_roots(bad), Err(BadRoots), "{bad}");
    }
}

#[test]
fn the_name_of_a_domain_in_any_script_is_checked_by_its_ascii_form() {
    assert_eq!(server_name("bücher.example").unwrap().to_str(), "xn--bcher-kva.example");
    assert_eq!(server_name("[::1]").unwrap().to_str(), "::1");
}

#[tokio::test]
async fn a_wildcard_stands_for_one_label_and_for_no_more() {
    let authority = authority();
    let trust = trusting(&authority);
    assert!(presented(params("*.example.org"), &authority, trust.clone()).await.is_ok());
    for wrong in ["*.org", "*.chat.example.org", "c*.example.org"] {
        assert_eq!(
            untrusted(presented(params(wrong), &authority, trust.clone()).await).fault,
            Some(CertificateFault::WrongName),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_certificate_for_the_services_name_or_address_alone_is_for_another_name() {
    let authority = authority();
    let trust = trusting(&authority);
    // id-on-dnsSRV (RFC 4985) and id-on-xmppAddr (RFC 6120 §13.7.1.4), which no library of ours reads: refused, never guessed.
    let other = |oid: &[u64], text: &str| rcgen::SanType::OtherName((oid.to_vec(), rcgen::OtherNameValue::Utf8String(text.into())));
    let names = [
        other(&[1, 3, 6, 1, 5, 5, 7, 8, 7], "_xmpp-client.chat.example.org"),
        other(&[1, 3, 6, 1, 5, 5, 7, 8, 5], DOMAIN),
        rcgen::SanType::IpAddress(std::net::Ipv4Addr::LOCALHOST.into()),
    ];
    for name in names {
        let mut params = CertificateParams::default();
        params.subject_alt_names = vec![name];
        let certificate = untrusted(presented(params, &authority, trust.clone()).await);
        assert_eq!(certificate.fault, Some(CertificateFault::WrongName), "{certificate:?}");
    }
}

#[tokio::test]
async fn cve_2014_0363_a_certificate_signed_by_one_that_may_sign_none_is_not_trusted() {
    let authority = authority();
    let key = KeyPair::generate().unwrap();
    let mut ordinary = params("ordinary.example.org");
    ordinary.is_ca = IsCa::ExplicitNoCa;
    let between = ordinary.signed_by(&key, &authority.issuer).unwrap();
    let forger = Issuer::new(ordinary, key);
    let key = KeyPair::generate().unwrap();
    let forged = params(DOMAIN).signed_by(&key, &forger).unwrap();
    let (tcp, _server) = chain(vec![forged.der().clone(), between.der().clone()], &key, rustls::ALL_VERSIONS).await;
    let certificate = untrusted(secure(tcp, DOMAIN, &trusting(&authority), false).await);
    assert_eq!(certificate.fault, Some(CertificateFault::Invalid), "{certificate:?}");
}
