//! Where a domain's server is: SRV records of both kinds as one list (RFC 6120 §3.2, XEP-0368, RFC 2782).

#[cfg(test)]
mod nameserver;
#[cfg(test)]
mod tests;

use crate::model::problem::Unreachable;
use crate::model::{Host, Security};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{RData, RecordType};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// However many name servers there are, and however silent.
const LIMIT: Duration = Duration::from_secs(10);
/// So many records are tried at most: a list without end would be an attempt without end.
const MOST: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    DirectTls,
    StartTls,
}

impl Mode {
    fn port(self) -> u16 {
        match self {
            Self::DirectTls => 5223,
            Self::StartTls => 5222,
        }
    }

    fn service(self) -> &'static str {
        match self {
            Self::DirectTls => "_xmpps-client",
            Self::StartTls => "_xmpp-client",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// A host name or an IP address, without brackets.
    pub host: String,
    pub port: u16,
    pub mode: Mode,
}

/// Asks the name servers. Made once, so that answers are kept as long as they hold.
#[derive(Debug, Clone, Default)]
pub struct Resolver(Option<TokioResolver>);

impl Resolver {
    /// With the name servers of the system. Where none are configured there are no SRV records, and the domain itself is tried.
    pub fn system() -> Self {
        let built = TokioResolver::builder_tokio().and_then(|mut builder| {
            let options = builder.options_mut();
            options.timeout = Duration::from_secs(3);
            options.attempts = 2;
            builder.build()
        });
        Self(built.inspect_err(|error| tracing::warn!(%error, "no name servers")).ok())
    }

    /// With this one name server.
    pub fn with_nameserver(address: SocketAddr) -> Self {
        let mut connection = ConnectionConfig::udp();
        connection.port = address.port();
        let server = NameServerConfig::new(address.ip(), true, vec![connection]);
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        let built = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default()).build();
        Self(built.inspect_err(|error| tracing::warn!(%error, "no name server")).ok())
    }

    /// The records of one kind. Empty if there are none or nobody answers.
    async fn services(&self, domain: &str, mode: Mode) -> Vec<Service> {
        let Some(resolver) = &self.0 else { return Vec::new() };
        let name = format!("{}._tcp.{domain}.", mode.service());
        let Ok(answer) = tokio::time::timeout(LIMIT, resolver.lookup(name.as_str(), RecordType::SRV)).await else { return Vec::new() };
        match answer {
            Ok(found) => found
                .answers()
                .iter()
                .filter_map(|record| match &record.data {
                    RData::SRV(srv) => Some(Service {
                        priority: srv.priority,
                        weight: srv.weight,
                        host: srv.target.to_ascii().trim_end_matches('.').to_owned(),
                        port: srv.port,
                        mode,
                    }),
                    _ => None,
                })
                .collect(),
            Err(error) => {
                // RFC 6120 §3.2.1: without an answer the domain itself is tried, as if there were no records.
                tracing::debug!(%error, name, "no SRV records");
                Vec::new()
            }
        }
    }

    /// The addresses of a host by the name servers alone, where the system's own look-up knows none.
    pub(super) async fn addresses(&self, host: &str) -> Vec<IpAddr> {
        let Some(resolver) = &self.0 else { return Vec::new() };
        let name = format!("{}.", host.trim_end_matches('.'));
        resolver.lookup_ip(name.as_str()).await.map(|found| found.iter().collect()).unwrap_or_default()
    }
}

/// An SRV record.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Service {
    priority: u16,
    weight: u16,
    /// Empty: the service is not offered.
    host: String,
    port: u16,
    mode: Mode,
}

/// Where to connect, in the order to try.
///
/// # Errors
/// [`Unreachable::NoService`] if the domain says that it offers no XMPP, [`Unreachable::UnknownHost`] if it is no host name.
pub async fn candidates(domain: &str, security: Security, host: Option<&Host>, resolver: &Resolver) -> Result<Vec<Endpoint>, Unreachable> {
    if let Some(host) = host {
        return Ok(vec![by_hand(host, security)]);
    }
    let forced = match security {
        Security::Auto => None,
        Security::DirectTls => Some(Mode::DirectTls),
        Security::StartTls => Some(Mode::StartTls),
    };
    let itself = |host: &str| {
        let mode = forced.unwrap_or(Mode::StartTls);
        vec![Endpoint { host: host.to_owned(), port: mode.port(), mode }]
    };
    let literal = domain.trim_start_matches('[').trim_end_matches(']');
    if literal.parse::<IpAddr>().is_ok() || domain == "localhost" {
        return Ok(itself(literal));
    }
    let domain = idna::domain_to_ascii(domain.trim_end_matches('.')).map_err(|_| Unreachable::UnknownHost)?;
    let services = match forced {
        Some(mode) => resolver.services(&domain, mode).await,
        None => {
            let (direct, starttls) = tokio::join!(resolver.services(&domain, Mode::DirectTls), resolver.services(&domain, Mode::StartTls));
            // Without direct TLS said in so many words, STARTTLS without records is still worth the try.
            let only_no_direct = !direct.is_empty() && starttls.is_empty() && direct.iter().all(|service| service.host.is_empty());
            if only_no_direct { Vec::new() } else { [direct, starttls].concat() }
        }
    };
    if services.is_empty() {
        return Ok(itself(&domain));
    }
    let offered: Vec<Service> = services.into_iter().filter(|service| !service.host.is_empty()).collect();
    if offered.is_empty() {
        return Err(Unreachable::NoService);
    }
    let ordered = order(offered, |limit| u32::try_from(getrandom::u64().unwrap_or_default() % (u64::from(limit) + 1)).unwrap_or_default());
    Ok(ordered.into_iter().take(MOST).map(|Service { host, port, mode, .. }| Endpoint { host, port, mode }).collect())
}

fn by_hand(host: &Host, security: Security) -> Endpoint {
    let mode = match (security, host.port) {
        (Security::DirectTls, _) | (Security::Auto, Some(443 | 5223 | 5270)) => Mode::DirectTls,
        (Security::StartTls | Security::Auto, _) => Mode::StartTls,
    };
    let name = idna::domain_to_ascii(&host.name).unwrap_or_else(|_| host.name.clone());
    Endpoint { host: name, port: host.port.unwrap_or(mode.port()), mode }
}

/// The order of RFC 2782: by priority, and among equals by chance in the proportion of their weights.
/// `random` gives a number from 0 to its argument, both included.
fn order(mut services: Vec<Service>, mut random: impl FnMut(u32) -> u32) -> Vec<Service> {
    // Those of no weight come first, so that they have a small chance.
    services.sort_by_key(|service| (service.priority, service.weight));
    let mut ordered = Vec::with_capacity(services.len());
    while let Some(first) = services.first() {
        let priority = first.priority;
        let equals = services.iter().take_while(|service| service.priority == priority);
        let total = equals.map(|service| u32::from(service.weight)).sum();
        let chosen = random(total);
        let mut sum = 0;
        let reached = |service: &Service| {
            sum += u32::from(service.weight);
            sum >= chosen
        };
        let index = services.iter().position(reached).unwrap_or_default();
        ordered.push(services.remove(index));
    }
    ordered
}
