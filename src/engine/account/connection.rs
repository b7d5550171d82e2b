//! One attempt to connect: find the server, reach it, encrypt, sign in.

use crate::model::problem::{AuthFailure, Unreachable};
use crate::model::trace::Way;
use crate::model::{Account, Certificate, Problem, ScramHash, Secret};
use crate::xmpp::dns::{self, Endpoint, Mode};
use crate::xmpp::features::Features;
use crate::xmpp::sasl::mechanism::Policy;
use crate::xmpp::sign_in::{SignIn, Step};
use crate::xmpp::starttls::Refused;
use crate::xmpp::stream::{Ended, Stream};
use crate::xmpp::tls::{self, Secured, TlsFailure, Trust};
use crate::xmpp::{connect, console, starttls};
use futures::FutureExt;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use xmpp_parsers::minidom::Element;

type TlsConnection = Stream<TlsStream<TcpStream>>;

/// Signed in, with the features that follow.
pub(super) struct Established {
    pub(super) stream: TlsConnection,
    pub(super) features: Features,
    pub(super) security: Security,
    pub(super) policy: Learnt,
    pub(super) said: Said,
}

/// What went over the stream meanwhile, without its secrets.
pub(super) type Said = Vec<(Way, Element)>;

/// How the connection is secured.
pub(super) struct Security {
    pub(super) tls: &'static str,
    pub(super) mechanism: String,
    pub(super) certificate: Certificate,
}

#[derive(Debug)]
pub(super) struct Failure {
    pub(super) problem: Problem,
    /// The certificate in question, or in use.
    pub(super) certificate: Option<Certificate>,
    pub(super) policy: Learnt,
    pub(super) said: Said,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem, certificate: None, policy: Learnt::default(), said: Said::new() }
    }
}

/// What an attempt taught about the server, to be remembered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Learnt {
    scram: bool,
    hash: Option<ScramHash>,
    channel_binding: bool,
    one_by_one: bool,
}

impl Learnt {
    /// Notes it in the account's settings; `true` when it is news.
    pub(super) fn apply(self, account: &mut Account) -> bool {
        let before = account.clone();
        account.scram_seen |= self.scram;
        account.hash_seen = account.hash_seen.max(self.hash);
        account.channel_binding_seen |= self.channel_binding;
        account.one_by_one |= self.one_by_one;
        before != *account
    }
}

/// A number from 0 to 1, so that many clients do not come back at the same instant.
pub(super) fn jitter() -> f64 {
    let mut bytes = [0; 4];
    // Without randomness they come back together, which is no harm to the user.
    let _ = getrandom::fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

/// The attempt as a future. The account is as configured when it began.
pub(super) fn establish(account: Account, password: Secret) -> super::link::Connecting {
    async move {
        let domain = account.jid.domain();
        let resolver = dns::Resolver::system();
        let endpoints = dns::candidates(domain.as_str(), account.security, account.host.as_ref(), &resolver).await;
        let endpoints = endpoints.map_err(|why| Failure::from(Problem::Unreachable(why)))?;
        let mut last = Failure::from(Problem::Unreachable(Unreachable::UnknownHost));
        for endpoint in endpoints {
            match attempt(&account, &password, &endpoint, &resolver).await {
                Ok(established) => return Ok(established),
                // Another server of the domain may be up; but not another word on password or certificate.
                Err(failure) if matches!(failure.problem, Problem::Unreachable(_)) => last = failure,
                Err(failure) => return Err(failure),
            }
        }
        Err(last)
    }
    .boxed()
}

async fn attempt(account: &Account, password: &Secret, endpoint: &Endpoint, resolver: &dns::Resolver) -> Result<Established, Failure> {
    let domain = account.jid.domain();
    let tcp = connect::connect(endpoint, resolver).await.map_err(|why| Failure::from(Problem::Unreachable(why)))?;
    let (tcp, pipelined) = match endpoint.mode {
        Mode::DirectTls => (tcp, false),
        Mode::StartTls => {
            let pipelined = !account.one_by_one;
            let prepared = starttls::prepare(tcp, domain, pipelined).await;
            let prepared = prepared.map_err(|Refused { problem, after_offer }| {
                // A server that stumbles over the early request is asked more slowly next time.
                let policy = Learnt { one_by_one: pipelined && after_offer, ..Learnt::default() };
                Failure { policy, ..Failure::from(problem) }
            });
            (prepared?, pipelined)
        }
    };
    tracing::debug!(%domain, pipelined, "encrypting");
    let trust = Trust { extra_roots: account.extra_roots.clone(), pinned: account.pinned };
    let secured = tls::secure(tcp, domain.as_str(), &trust, endpoint.mode == Mode::DirectTls).await;
    let Secured { stream, version, certificate, bindings } = secured.map_err(|failure| match failure {
        TlsFailure::Untrusted(certificate) => Failure { certificate: Some(*certificate), ..Failure::from(Problem::UntrustedCertificate) },
        TlsFailure::Handshake(error) => {
            tracing::debug!(%error, "the handshake failed");
            Failure::from(Problem::Unreachable(Unreachable::NotXmpp))
        }
    })?;
    let (mut learnt, mut said) = (Learnt::default(), Said::new());
    let run = async || -> Result<(TlsConnection, Features, String), Problem> {
        let mut stream = Stream::open(stream, domain).await.map_err(Ended::problem)?;
        let features = read_features(&mut stream, &mut said).await?;
        learnt.scram = features.mechanisms.iter().any(|name| name.starts_with("SCRAM-"));
        let (sign_in, stream) = sign_in(account, password, &features, &bindings, (stream, &mut said)).await?;
        learnt.channel_binding = sign_in.binds_channel();
        learnt.hash = sign_in.hash();
        let mut stream = stream.restart(domain).await.map_err(Ended::problem)?;
        let features = read_features(&mut stream, &mut said).await?;
        Ok((stream, features, sign_in.mechanism()))
    };
    let result = run().await;
    match result {
        Ok((stream, features, mechanism)) => {
            let security = Security { tls: version, mechanism, certificate };
            Ok(Established { stream, features, security, policy: learnt, said })
        }
        Err(problem) => Err(Failure { problem, certificate: Some(certificate), policy: learnt, said }),
    }
}

async fn read_features(stream: &mut TlsConnection, said: &mut Said) -> Result<Features, Problem> {
    let element = stream.expect().await.map_err(Ended::problem)?;
    let features = Features::read(&element).ok_or(Problem::Unreachable(Unreachable::NotXmpp));
    said.push((Way::Received, element));
    features
}

async fn sign_in(
    account: &Account,
    password: &Secret,
    features: &Features,
    bindings: &crate::xmpp::sasl::mechanism::ChannelBindings,
    (mut stream, said): (TlsConnection, &mut Said),
) -> Result<(SignIn, TlsConnection), Problem> {
    let policy = Policy {
        allow_plain: account.allow_plain,
        scram_seen: account.scram_seen,
        hash_seen: account.hash_seen,
        channel_binding_seen: account.channel_binding_seen,
    };
    let user = account.jid.node().map(ToString::to_string).unwrap_or_default();
    let nonce = uuid::Uuid::new_v4().simple().to_string();
    let begun = SignIn::begin(features, bindings, policy, &user, password, &nonce);
    let (mut sign_in, auth) = begun.map_err(Problem::AuthFailed)?;
    said.push((Way::Sent, console::without_secrets(&auth)));
    stream.send(&[auth]).await.map_err(Ended::problem)?;
    loop {
        let element = stream.expect().await.map_err(Ended::problem)?;
        said.push((Way::Received, console::without_secrets(&element)));
        match sign_in.on_element(&element) {
            Step::Send(element) => {
                said.push((Way::Sent, console::without_secrets(&element)));
                stream.send(&[element]).await.map_err(Ended::problem)?;
            }
            Step::Derive(derivation) => {
                let secret = password.clone();
                let proof = tokio::task::spawn_blocking(move || derivation.derive(&secret)).await;
                let proof = proof.map_err(|_| Problem::AuthFailed(AuthFailure::Temporary))?;
                let response = sign_in.derived(proof);
                said.push((Way::Sent, console::without_secrets(&response)));
                stream.send(&[response]).await.map_err(Ended::problem)?;
            }
            Step::Done => return Ok((sign_in, stream)),
            Step::Failed(failure) => return Err(Problem::AuthFailed(failure)),
        }
    }
}
