//! Stream management (XEP-0198): what of ours the server has, and what of its we have.

use std::collections::VecDeque;
use std::time::Instant;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::{ns, sm};

/// A stanza on its way: what it is to us when it arrives.
#[derive(Debug, Clone, PartialEq)]
pub struct Unacknowledged {
    pub stanza: Element,
    /// The origin-id of a message of the outbox.
    pub message: Option<String>,
}

/// The server acknowledged stanzas that were never sent (§4): the stream is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany;

/// The two counters, and what is not acknowledged. It outlives a connection, for the resumption.
#[derive(Debug, Default)]
pub struct StreamManagement {
    /// Set by `<enabled/>` where the server will resume.
    id: Option<String>,
    /// `<enable/>` was sent: what goes out counts.
    enabled: bool,
    /// `<enabled/>` was received: what comes in counts.
    inbound: bool,
    /// What the server has handled of ours.
    acknowledged: u32,
    queue: VecDeque<Unacknowledged>,
    /// What we have committed of the server's stanzas.
    handled: u32,
    /// Since when an answer to `<r/>` is awaited.
    asked: Option<Instant>,
}

impl StreamManagement {
    /// `<enable/>` was sent: from now on stanzas count.
    pub fn sent_enable(&mut self) {
        *self = Self { enabled: true, ..Self::default() };
    }

    pub fn on_enabled(&mut self, enabled: &sm::Enabled) {
        self.inbound = true;
        self.id = enabled.id.as_ref().filter(|_| enabled.resume).map(|id| id.0.clone());
    }

    /// The server refused to enable it: nothing counts.
    pub fn on_refused(&mut self) -> Vec<Unacknowledged> {
        let queue = std::mem::take(&mut self.queue);
        *self = Self::default();
        queue.into()
    }

    /// Stanzas of the server count (§4: from `<enabled/>` on).
    pub fn counts_inbound(&self) -> bool {
        self.inbound
    }

    pub fn is_enabled(&self) -> bool {
        self.enabled
    }

    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub fn handled(&self) -> u32 {
        self.handled
    }

    /// Stanzas of the server were committed.
    pub fn committed(&mut self, stanzas: u32) {
        if self.inbound {
            self.handled = self.handled.wrapping_add(stanzas);
        }
    }

    /// A stanza goes out.
    pub fn sent(&mut self, stanza: Element, message: Option<String>) {
        if self.enabled {
            self.queue.push_back(Unacknowledged { stanza, message });
        }
    }

    pub fn has_unacknowledged(&self) -> bool {
        !self.queue.is_empty()
    }

    /// An acknowledgement: what it settles, in order.
    pub fn on_ack(&mut self, h: u32) -> Result<Vec<Unacknowledged>, TooMany> {
        let settled = h.wrapping_sub(self.acknowledged) as usize;
        if settled > self.queue.len() {
            return Err(TooMany);
        }
        self.acknowledged = h;
        self.asked = None;
        Ok(self.queue.drain(..settled).collect())
    }

    /// `<r/>`, when something is on its way and it was not asked yet.
    pub fn request(&mut self, now: Instant) -> Option<Element> {
        if !self.enabled || self.queue.is_empty() || self.asked.is_some() {
            return None;
        }
        self.asked = Some(now);
        Some(sm::R.into())
    }

    /// `<r/>` as a sign of life, whatever is on its way.
    pub fn probe(&mut self, now: Instant) -> Option<Element> {
        if !self.enabled || self.asked.is_some() {
            return None;
        }
        self.asked = Some(now);
        Some(sm::R.into())
    }

    pub fn answer(&self) -> Element {
        sm::A::new(self.handled).into()
    }

    /// `<resume/>` for a new connection, where there is something to resume.
    pub fn resume(&self) -> Option<Element> {
        let previd = sm::StreamId(self.id.clone()?);
        Some(sm::Resume { h: self.handled, previd }.into())
    }

    /// The session goes on: what the server had, and what has to be sent again, in order.
    pub fn on_resumed(&mut self, h: u32) -> Result<(Vec<Unacknowledged>, Vec<Unacknowledged>), TooMany> {
        let settled = self.on_ack(h)?;
        Ok((settled, self.queue.iter().cloned().collect()))
    }

    /// The session is gone (§5): what the server says it had, else nothing; and what is left, unsettled.
    pub fn on_failed(&mut self, h: Option<u32>) -> (Vec<Unacknowledged>, Vec<Unacknowledged>) {
        let settled = h.and_then(|h| self.on_ack(h).ok()).unwrap_or_default();
        let left = self.on_refused();
        (settled, left)
    }
}

/// A stream management element, if it is one.
pub fn read(element: &Element) -> Option<sm::Nonza> {
    // The library takes no `<failed/>` without `h`, which every server sends that has forgotten the session.
    if element.is("failed", ns::SM) {
        let h = element.attr("h").and_then(|h| h.parse().ok());
        return Some(sm::Nonza::Failed(sm::Failed { h, error: None }));
    }
    (element.ns() == ns::SM).then(|| sm::Nonza::try_from(element.clone()).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_read_with_and_without_how_far_the_server_came() {
        for (h, expected) in [("", None), ("h='7'", Some(7)), ("h='many'", None)] {
            let xml = format!("<failed xmlns='urn:xmpp:sm:3' {h}><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
            let read = read(&xml.parse().unwrap());
            assert_eq!(read, Some(sm::Nonza::Failed(sm::Failed { h: expected, error: None })), "{h}");
        }
    }

    fn message(id: &str) -> Element {
        format!("<message xmlns='jabber:client' id='{id}'/>").parse().unwrap()
    }

    fn enabled() -> StreamManagement {
        let mut sm = StreamManagement::default();
        sm.sent_enable();
        sm.on_enabled(&sm::Enabled { id: Some(sm::StreamId("x".into())), location: None, max: None, resume: true });
        for id in ["1", "2", "3"] {
            sm.sent(message(id), Some(id.into()));
        }
        sm
    }

    fn names(list: &[Unacknowledged]) -> Vec<&str> {
        list.iter().filter_map(|sent| sent.message.as_deref()).collect()
    }

    #[test]
    fn an_acknowledgement_settles_in_order() {
        let mut sm = enabled();
        assert_eq!(names(&sm.on_ack(2).unwrap()), ["1", "2"]);
        assert_eq!(names(&sm.on_ack(2).unwrap()), [""; 0]);
        assert_eq!(names(&sm.on_ack(3).unwrap()), ["3"]);
        assert!(!sm.has_unacknowledged());
    }

    #[test]
    fn more_than_was_sent_cannot_be_acknowledged() {
        assert_eq!(enabled().on_ack(4), Err(TooMany));
        let mut sm = enabled();
        sm.on_ack(2).unwrap();
        assert_eq!(sm.on_ack(1), Err(TooMany));
    }

    #[test]
    fn the_counters_wrap_around() {
        let mut sm = enabled();
        sm.acknowledged = u32::MAX - 1;
        assert_eq!(names(&sm.on_ack(0).unwrap()), ["1", "2"]);
        sm.handled = u32::MAX;
        sm.committed(2);
        assert_eq!(sm.handled(), 1);
    }

    #[test]
    fn after_a_resumption_the_rest_goes_out_again() {
        let (settled, again) = enabled().on_resumed(1).unwrap();
        assert_eq!(names(&settled), ["1"]);
        assert_eq!(names(&again), ["2", "3"]);
    }

    #[test]
    fn a_refused_resumption_settles_what_the_server_names() {
        let (settled, left) = enabled().on_failed(Some(2));
        assert_eq!((names(&settled), names(&left)), (vec!["1", "2"], vec!["3"]));
        let (settled, left) = enabled().on_failed(None);
        assert_eq!((names(&settled), names(&left)), (vec![], vec!["1", "2", "3"]));
        let mut sm = enabled();
        sm.on_failed(None);
        assert_eq!(sm.resume(), None);
    }

    #[test]
    fn one_request_at_a_time_and_only_with_something_on_its_way() {
        let now = Instant::now();
        let mut sm = enabled();
        assert!(sm.request(now).is_some());
        assert!(sm.request(now).is_none());
        sm.on_ack(3).unwrap();
        assert!(sm.request(now).is_none());
        assert!(sm.probe(now).is_some());
    }

    #[test]
    fn nothing_counts_before_it_is_enabled() {
        let mut sm = StreamManagement::default();
        sm.sent(message("1"), None);
        sm.committed(1);
        assert!(!sm.has_unacknowledged());
        sm.sent_enable();
        sm.committed(1);
        assert!(!sm.has_unacknowledged());
        assert_eq!(sm.handled(), 0);
    }
}
