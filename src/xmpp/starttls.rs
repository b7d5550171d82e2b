//! STARTTLS (RFC 6120 §5): from the plain connection to the encrypted one, and nothing else on the plain one.

use super::features::Features;
use super::stream::{Ended, Stream};
use crate::model::Problem;
use crate::model::problem::Unreachable;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

const REQUEST: &str = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

/// Why a connection is not encrypted.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    pub problem: Problem,
    /// The server offered encryption, and then did not take the request for it. Whatever fails before that (no XMPP at all, as
    /// in a hotel's network, or another host) says nothing about how the server wants to be asked.
    pub after_offer: bool,
}

impl From<Ended> for Refused {
    fn from(ended: Ended) -> Self {
        Self { problem: ended.problem(), after_offer: false }
    }
}

/// Prepares a connection for the TLS handshake.
///
/// With `pipelined` the request goes out with the stream header: one round trip less.
pub async fn prepare(tcp: TcpStream, domain: &jid::DomainRef, pipelined: bool) -> Result<TcpStream, Refused> {
    let pending = if pipelined { REQUEST.as_bytes() } else { b"" };
    let mut stream = Stream::open(Plain { tcp, pending }, domain).await?;
    let features = stream.expect().await?;
    if !Features::read(&features).is_some_and(|features| features.starttls) {
        return Err(Refused { problem: Problem::Unreachable(Unreachable::NoTls), after_offer: false });
    }
    let after_offer = |problem| Refused { problem, after_offer: true };
    if !pipelined {
        stream.send(&[Element::bare("starttls", ns::TLS)]).await.map_err(|ended| after_offer(ended.problem()))?;
    }
    let answer = stream.expect().await.map_err(|ended| after_offer(ended.problem()))?;
    if !answer.is("proceed", ns::TLS) {
        return Err(after_offer(Problem::Unreachable(Unreachable::NoTls)));
    }
    stream.into_inner().map(|plain| plain.tcp).ok_or_else(|| after_offer(Problem::Unreachable(Unreachable::NotXmpp)))
}

/// The plain connection; what is pending goes out right behind the first thing written.
struct Plain {
    tcp: TcpStream,
    pending: &'static [u8],
}

impl AsyncRead for Plain {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(context, buffer)
    }
}

impl AsyncWrite for Plain {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.pending.is_empty() {
            let pending = self.pending;
            let written = ready!(Pin::new(&mut self.tcp).poll_write(context, pending))?;
            self.pending = &pending[written..];
        }
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}
