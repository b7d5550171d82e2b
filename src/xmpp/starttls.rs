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

/// Prepares a connection for the TLS handshake.
///
/// With `pipelined` the request goes out with the stream header: one round trip less.
pub async fn prepare(tcp: TcpStream, domain: &jid::DomainRef, pipelined: bool) -> Result<TcpStream, Problem> {
    let pending = if pipelined { REQUEST.as_bytes() } else { b"" };
    let mut stream = Stream::open(Plain { tcp, pending }, domain).await.map_err(Ended::problem)?;
    let features = stream.expect().await.map_err(Ended::problem)?;
    if !Features::read(&features).is_some_and(|features| features.starttls) {
        return Err(Problem::Unreachable(Unreachable::NoTls));
    }
    if !pipelined {
        stream.send(&[Element::bare("starttls", ns::TLS)]).await.map_err(Ended::problem)?;
    }
    let answer = stream.expect().await.map_err(Ended::problem)?;
    if !answer.is("proceed", ns::TLS) {
        return Err(Problem::Unreachable(Unreachable::NoTls));
    }
    stream.into_inner().map(|plain| plain.tcp).ok_or(Problem::Unreachable(Unreachable::NotXmpp))
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
