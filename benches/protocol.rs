//! Bytes from the network to elements: the guard, the parser, our own reading. `cargo bench --bench protocol`.

#![allow(clippy::unwrap_used, missing_docs)]

use divan::Bencher;
use divan::counter::BytesCount;
use fantail::xmpp::element::{self, Received};
use fantail::xmpp::stream::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

fn main() {
    divan::main();
}

const HEADER: &str =
    "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='one.test' id='1' version='1.0'>";

/// A connection on which the server has said all this already.
struct Said(std::io::Cursor<Vec<u8>>);

impl AsyncRead for Said {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Said {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// How many elements were read before the connection ended.
fn read(bytes: Vec<u8>) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let domain = jid::DomainPart::new("one.test").unwrap();
        let mut stream = Stream::open(Said(std::io::Cursor::new(bytes)), &domain).await.unwrap();
        let mut count = 0;
        while let Ok(item) = stream.next().await {
            count += usize::from(!matches!(element::read(item.element), Received::Unreadable(_)));
        }
        count
    })
}

fn roster(count: usize) -> Vec<u8> {
    let item = |number| {
        format!("<item jid='buddy{number}@one.test' name='Buddy {number}' subscription='both'><group>Group {}</group></item>", number % 20)
    };
    let items: String = (0..count).map(item).collect();
    format!("{HEADER}<iq type='result' id='r' to='me@one.test/x'><query xmlns='jabber:iq:roster' ver='1'>{items}</query></iq>").into_bytes()
}

fn messages(count: usize) -> Vec<u8> {
    let message = |number| {
        format!(
            "<message from='juliet@one.test/b' to='me@one.test/x' type='chat' id='m{number}'><body>Message {number}: the slides are done</body>\
             <origin-id xmlns='urn:xmpp:sid:0' id='m{number}'/><stanza-id xmlns='urn:xmpp:sid:0' by='me@one.test' id='s{number}'/>\
             <markable xmlns='urn:xmpp:chat-markers:0'/></message>"
        )
    };
    let all: String = (0..count).map(message).collect();
    format!("{HEADER}{all}").into_bytes()
}

#[divan::bench(args = [10, 1_000, 10_000])]
fn a_roster(bencher: Bencher<'_, '_>, count: usize) {
    let bytes = roster(count);
    assert_eq!(read(bytes.clone()), 1);
    bencher.counter(BytesCount::new(bytes.len())).with_inputs(|| bytes.clone()).bench_values(read);
}

#[divan::bench(args = [1, 10_000])]
fn messages_in_a_row(bencher: Bencher<'_, '_>, count: usize) {
    let bytes = messages(count);
    assert_eq!(read(bytes.clone()), count);
    bencher.counter(BytesCount::new(bytes.len())).with_inputs(|| bytes.clone()).bench_values(read);
}
