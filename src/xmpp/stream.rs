//! The XML stream to the server (RFC 6120 §4): elements in, elements out, over any encrypted connection.
//!
//! tokio-xmpp's `xmlstream` under our own element type: everything arrives as a plain element, which `element::read` reads
//! leniently. The guard sits below it, so that depth, size and attributes are bounded before any parser sees them.

use super::element;
use super::guard::Guard;
use crate::model::Problem;
use crate::model::problem::Unreachable;
use futures::{SinkExt, StreamExt};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_xmpp::xmlstream::{ReadError, StreamHeader, Timeouts, XmlStream, initiate_stream};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::stream_error::{DefinedCondition, StreamError};
use xmpp_parsers::{jid, ns};
use xso::exports::rxml;

/// How long one step of the negotiation, or one write, may take.
pub const STEP: Duration = Duration::from_secs(20);

/// The session watches for silence itself; the library's own timeouts only have to be longer.
const NEVER: Timeouts = Timeouts { read_timeout: Duration::from_secs(1 << 20), response_timeout: Duration::from_secs(1 << 20) };

/// Why a stream is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// The connection broke.
    Lost,
    /// The server closed the stream without saying why.
    Closed,
    /// What came was not well formed, or not XMPP.
    NotWellFormed,
    /// The server said why.
    Error(Problem),
}

impl Ended {
    pub fn problem(self) -> Problem {
        match self {
            Self::Lost | Self::Closed => Problem::Unreachable(Unreachable::Lost),
            Self::NotWellFormed => Problem::Unreachable(Unreachable::NotXmpp),
            Self::Error(problem) => problem,
        }
    }
}

/// One element of the stream, with the guard's word on whether something of it was cut.
#[derive(Debug)]
pub struct Item {
    pub element: Element,
    pub cut: bool,
}

pub struct Stream<Io: AsyncRead + AsyncWrite + Unpin> {
    xml: XmlStream<Guard<Io>, Element>,
    marker: String,
}

impl<Io: AsyncRead + AsyncWrite + Unpin> std::fmt::Debug for Stream<Io> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Stream").finish_non_exhaustive()
    }
}

impl<Io: AsyncRead + AsyncWrite + Unpin> Stream<Io> {
    /// Sends the stream header and awaits the server's.
    pub async fn open(io: Io, domain: &jid::DomainRef) -> Result<Self, Ended> {
        let guard = Guard::new(io);
        let marker = guard.marker().to_owned();
        let header = StreamHeader { to: Some(domain.as_str().into()), from: None, id: None };
        let pending = within(initiate_stream(guard, ns::JABBER_CLIENT, header, NEVER)).await?;
        Ok(Self { xml: pending.skip_features(), marker })
    }

    /// Starts the stream anew, as after a successful sign-in (RFC 6120 §4.3.3).
    pub async fn restart(self, domain: &jid::DomainRef) -> Result<Self, Ended> {
        let header = StreamHeader { to: Some(domain.as_str().into()), from: None, id: None };
        let pending = within(self.xml.initiate_reset().send_header(header)).await?;
        Ok(Self { xml: pending.skip_features(), marker: self.marker })
    }

    /// The connection below, for STARTTLS. `None` when bytes were sent that belong to neither side of the handshake
    /// (CVE-2016-10027: an attacker's plaintext before the encryption).
    pub fn into_inner(self) -> Option<Io> {
        let guard = self.xml.into_inner();
        (!guard.has_unread()).then(|| guard.into_inner())
    }

    /// The next element. Cancelling loses nothing.
    pub async fn next(&mut self) -> Result<Item, Ended> {
        loop {
            match self.xml.next().await {
                Some(Ok(element)) => return self.item(element),
                Some(Err(ReadError::SoftTimeout)) => {}
                Some(Err(ReadError::ParseError(error))) => tracing::debug!(%error, "an element could not be read"),
                Some(Err(ReadError::StreamFooterReceived)) | None => return Err(Ended::Closed),
                Some(Err(ReadError::HardError(error))) => return Err(ended(&error)),
            }
        }
    }

    /// The next element of a negotiation, which has to come in time.
    pub async fn expect(&mut self) -> Result<Element, Ended> {
        tokio::time::timeout(STEP, self.next()).await.unwrap_or(Err(Ended::Lost)).map(|item| item.element)
    }

    fn item(&self, mut element: Element) -> Result<Item, Ended> {
        if element.is("error", ns::STREAM) {
            return Err(Ended::Error(stream_problem(element)));
        }
        let cut = element::take_mark(&mut element, &self.marker);
        Ok(Item { element, cut })
    }

    /// Sends elements in one write. A character that XML has no place for would end the stream: it is left out.
    pub async fn send(&mut self, elements: &[Element]) -> Result<(), Ended> {
        within(async {
            for element in elements {
                match element::sayable(element) {
                    Some(sayable) => self.xml.feed(&sayable).await?,
                    None => self.xml.feed(element).await?,
                }
            }
            SinkExt::<&Element>::flush(&mut self.xml).await
        })
        .await
    }

    /// Ends the stream properly: the server forgets the session. Waits for its own end for a moment only.
    pub async fn close(mut self) {
        let close = async {
            if self.xml.shutdown().await.is_ok() {
                while let Some(Ok(_) | Err(ReadError::ParseError(_))) = self.xml.next().await {}
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(2), close).await;
    }
}

async fn within<T>(step: impl Future<Output = io::Result<T>>) -> Result<T, Ended> {
    match tokio::time::timeout(STEP, step).await {
        Ok(result) => result.map_err(|error| ended(&error)),
        Err(_) => Err(Ended::Lost),
    }
}

fn ended(error: &io::Error) -> Ended {
    tracing::debug!(%error, "the stream broke");
    // A connection that ends in the middle of something is broken, not badly written.
    let in_the_middle = error.get_ref().and_then(|inner| inner.downcast_ref::<rxml::Error>());
    let in_the_middle = matches!(in_the_middle, Some(rxml::Error::InvalidEof(_)));
    if error.kind() == io::ErrorKind::InvalidData && !in_the_middle { Ended::NotWellFormed } else { Ended::Lost }
}

/// What a stream error says to the user (RFC 6120 §4.9.3).
fn stream_problem(element: Element) -> Problem {
    let Ok(error) = StreamError::try_from(element) else { return Problem::Unreachable(Unreachable::NotXmpp) };
    let text = error.get_best_text_cloned(vec!["en"]).map(|(_, text)| text);
    match error.condition {
        DefinedCondition::Conflict => Problem::Conflict,
        DefinedCondition::SystemShutdown | DefinedCondition::Reset => Problem::Unreachable(Unreachable::ShuttingDown),
        DefinedCondition::HostUnknown | DefinedCondition::HostGone => Problem::Unreachable(Unreachable::HostUnknown),
        // The whole text of `see-other-host` is an address we never follow (security: a server may not send us elsewhere).
        DefinedCondition::SeeOtherHost(_) => Problem::Stream { condition: "see-other-host".into(), text },
        condition => Problem::Stream { condition: condition.to_string(), text },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(condition: &str) -> Problem {
        let xml = format!(
            "<error xmlns='http://etherx.jabber.org/streams'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>\
             <text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>why</text></error>"
        );
        stream_problem(xml.parse().unwrap())
    }

    /// How a stream ends on which the server says this and hangs up.
    async fn end_after(said: &str) -> Ended {
        use tokio::io::AsyncWriteExt;
        let (client, mut server) = tokio::io::duplex(4096);
        let header = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
        server.write_all(format!("{header}{said}").as_bytes()).await.unwrap();
        let mut stream = Stream::open(client, &jid::DomainPart::new("example.org").unwrap()).await.unwrap();
        drop(server);
        loop {
            if let Err(ended) = stream.next().await {
                return ended;
            }
        }
    }

    #[tokio::test]
    async fn a_connection_that_is_closed_without_a_word_is_lost_and_not_malformed() {
        assert_eq!(end_after("").await, Ended::Lost);
        assert_eq!(end_after("<message><body>half a mess").await, Ended::Lost);
        assert_eq!(end_after("<message/></stream:stream>").await, Ended::Closed);
        assert_eq!(end_after("<message></presence>").await, Ended::NotWellFormed);
    }

    #[test]
    fn each_end_has_its_own_problem() {
        assert_eq!(said("conflict"), Problem::Conflict);
        assert_eq!(said("system-shutdown"), Problem::Unreachable(Unreachable::ShuttingDown));
        assert_eq!(said("host-unknown"), Problem::Unreachable(Unreachable::HostUnknown));
        let policy = Problem::Stream { condition: "policy-violation".into(), text: Some("why".into()) };
        assert_eq!(said("policy-violation"), policy);
    }
}
