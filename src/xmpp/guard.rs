//! A guard on the bytes between TLS and the parser: nothing a peer or a server sends may overflow the stack, end the stream or
//! fill the memory (RFC 6120 §13.12). What is too much is cut, and the stream stays well formed.
//!
//! The parser builds elements recursively and ends the stream at an attribute over 8,192 bytes. One message of a stranger would be
//! a crash, or a reconnection without end, since the server delivers it again after each resumption. So the limits are held here.

mod lexer;
#[cfg(test)]
mod tests;

use lexer::Lexer;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, ReadBuf};

const CHUNK: usize = 8 * 1024;

/// A stream whose incoming XML is held within limits. What is written passes untouched.
///
/// A stanza of which something was cut carries, as its last child, an empty element `<cut xmlns='…'/>` in the namespace
/// [`Guard::marker`]. The namespace is made anew for each guard, so that no peer can forge it.
#[derive(Debug)]
pub struct Guard<Io> {
    io: Io,
    lexer: Lexer,
    chunk: Box<[u8]>,
    /// Guarded bytes; those before `read` were taken.
    ready: Vec<u8>,
    read: usize,
    failed: bool,
}

impl<Io> Guard<Io> {
    pub fn new(io: Io) -> Self {
        let marker = format!("urn:fantail:cut:{}", &uuid::Uuid::new_v4().simple().to_string()[16..]);
        let lexer = Lexer::new(marker);
        Self { io, lexer, chunk: vec![0; CHUNK].into(), ready: Vec::new(), read: 0, failed: false }
    }

    /// The namespace of the `<cut/>` element.
    pub fn marker(&self) -> &str {
        self.lexer.marker()
    }

    /// Whether something was received that nobody has read. After `<proceed/>` that is an attempt to smuggle
    /// plain text into the encrypted stream (CVE-2016-10027): refuse it.
    pub fn has_unread(&self) -> bool {
        self.read < self.ready.len() || self.lexer.is_inside_markup()
    }

    /// The stream itself, for STARTTLS. What was received and not read is gone.
    pub fn into_inner(self) -> Io {
        self.io
    }
}

impl<Io: AsyncRead + Unpin> AsyncBufRead for Guard<Io> {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        while this.read == this.ready.len() {
            if this.failed {
                return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, "malformed or unending markup")));
            }
            let mut buffer = ReadBuf::new(&mut this.chunk);
            ready!(Pin::new(&mut this.io).poll_read(context, &mut buffer))?;
            if buffer.filled().is_empty() {
                break;
            }
            this.ready.clear();
            this.read = 0;
            // What was good before the fault is delivered first.
            this.failed = this.lexer.feed(buffer.filled(), &mut this.ready).is_err();
        }
        Poll::Ready(Ok(&this.ready[this.read..]))
    }

    fn consume(self: Pin<&mut Self>, amount: usize) {
        let this = self.get_mut();
        this.read = this.ready.len().min(this.read + amount);
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Guard<Io> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let available = ready!(self.as_mut().poll_fill_buf(context))?;
        let amount = available.len().min(buffer.remaining());
        buffer.put_slice(&available[..amount]);
        self.consume(amount);
        Poll::Ready(Ok(()))
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Guard<Io> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
