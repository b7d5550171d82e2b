//! The TCP connection to a server: every address of the host, the next one started before the last has failed (RFC 8305).

use super::dns::{Endpoint, Resolver};
use crate::model::problem::Unreachable;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;

const LIMIT: Duration = Duration::from_secs(10);
/// The head start of an address over the next one.
const STAGGER: Duration = Duration::from_millis(250);

/// Connects to one endpoint, within 10 s.
///
/// # Errors
/// Why it is not reachable.
pub async fn connect(endpoint: &Endpoint, resolver: &Resolver) -> Result<TcpStream, Unreachable> {
    let connecting = async {
        let addresses = addresses(endpoint, resolver).await?;
        race(addresses).await.map_err(|error| reason(&error))
    };
    let stream = tokio::time::timeout(LIMIT, connecting).await.unwrap_or(Err(Unreachable::TimedOut))?;
    stream.set_nodelay(true).map_err(|error| reason(&error))?;
    Ok(stream)
}

/// The host's addresses by the system (its hosts file counts), else by the name servers.
async fn addresses(endpoint: &Endpoint, resolver: &Resolver) -> Result<Vec<SocketAddr>, Unreachable> {
    let mut found: Vec<SocketAddr> = match tokio::net::lookup_host((endpoint.host.as_str(), endpoint.port)).await {
        Ok(found) => found.collect(),
        Err(_) => Vec::new(),
    };
    if found.is_empty() {
        found = resolver.addresses(&endpoint.host).await.into_iter().map(|address| SocketAddr::new(address, endpoint.port)).collect();
    }
    if found.is_empty() {
        return Err(if has_network() { Unreachable::UnknownHost } else { Unreachable::NoNetwork });
    }
    Ok(alternating(found))
}

/// The families in turns, beginning with that of the first, in their own order else (RFC 8305 §4).
fn alternating(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|address| address.is_ipv6() == first_is_6);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut turns = Vec::new();
    loop {
        let pair = (first.next(), second.next());
        if pair == (None, None) {
            return turns;
        }
        turns.extend(pair.0);
        turns.extend(pair.1);
    }
}

async fn race(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut waiting = addresses.into_iter();
    let mut attempts = FuturesUnordered::new();
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    loop {
        attempts.extend(waiting.next().map(TcpStream::connect));
        let more = waiting.len() > 0;
        tokio::select! {
            result = attempts.next() => match result {
                Some(Ok(stream)) => return Ok(stream),
                Some(Err(error)) => last = error,
                None => return Err(last),
            },
            () = tokio::time::sleep(STAGGER), if more => {}
        }
    }
}

/// The machine has an address beside loopback.
fn has_network() -> bool {
    if_addrs::get_if_addrs().is_ok_and(|interfaces| interfaces.iter().any(|interface| is_outside(interface.ip())))
}

fn is_outside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !address.is_loopback() && !address.is_link_local(),
        IpAddr::V6(address) => !address.is_loopback() && !address.is_unicast_link_local(),
    }
}

/// What the user is told about a connection that failed or broke.
pub fn reason(error: &io::Error) -> Unreachable {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Unreachable::Refused,
        io::ErrorKind::TimedOut => Unreachable::TimedOut,
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkDown => Unreachable::NoNetwork,
        _ => Unreachable::Lost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xmpp::dns::Mode;
    use tokio::net::TcpListener;

    fn endpoint(host: &str, port: u16) -> Endpoint {
        Endpoint { host: host.into(), port, mode: Mode::StartTls }
    }

    #[tokio::test]
    async fn a_server_that_listens_is_reached() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let stream = connect(&endpoint("127.0.0.1", port), &Resolver::default()).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap().port(), port);
        assert!(stream.nodelay().unwrap());
    }

    #[tokio::test]
    async fn an_address_that_refuses_gives_way_to_the_next() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let good = listener.local_addr().unwrap();
        let refusing = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        assert_eq!(race(vec![refusing, refusing, good]).await.unwrap().peer_addr().unwrap(), good);
    }

    #[tokio::test]
    async fn a_closed_port_is_refused() {
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let result = connect(&endpoint("127.0.0.1", port), &Resolver::default()).await;
        assert_eq!(result.map(|_| ()), Err(Unreachable::Refused));
    }

    #[tokio::test]
    async fn a_host_that_nobody_knows_is_unknown_or_the_network_is_missing() {
        let result = connect(&endpoint("no-such-host.invalid", 5222), &Resolver::default()).await;
        let expected = if has_network() { Unreachable::UnknownHost } else { Unreachable::NoNetwork };
        assert_eq!(result.map(|_| ()), Err(expected));
    }

    #[test]
    fn the_families_take_turns() {
        let list = |text: &str| text.split(' ').map(|address| SocketAddr::new(address.parse().unwrap(), 1)).collect::<Vec<_>>();
        assert_eq!(alternating(list("::1 ::2 ::3 1.1.1.1 2.2.2.2")), list("::1 1.1.1.1 ::2 2.2.2.2 ::3"));
        assert_eq!(alternating(list("1.1.1.1 ::1")), list("1.1.1.1 ::1"));
    }
}
