//! The message archive (XEP-0313, paged by XEP-0059): what happened while we were away.
//!
//! A result counts only from our own account, and only for a query of ours that is open (CVE-2019-16237, CVE-2020-26547).

use super::element::is_own_account;
use super::iq::Request;
use super::messages::timestamp;
use jid::BareJid;
use jiff::Timestamp;
use xmpp_parsers::forwarding::Forwarded;
use xmpp_parsers::mam::{Fin, Query, QueryId};
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::rsm::SetQuery;

/// Messages a page.
const PAGE: usize = 100;

/// Where a catch-up starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// After the last message we have.
    After(String),
    /// The last page only: nothing is known yet.
    Last,
    /// The page before a message.
    Before(String),
}

/// A page of our own archive.
pub fn request(from: &From, query_id: &str) -> Request {
    let (after, before) = match from {
        From::After(id) => (Some(id.clone()), None),
        From::Last => (None, Some(String::new())),
        From::Before(id) => (None, Some(id.clone())),
    };
    let set = SetQuery { max: Some(PAGE), after, before, index: None };
    let query = Query { queryid: Some(QueryId(query_id.to_owned())), node: None, form: None, set: Some(set), flip_page: false };
    Request::set(None, query)
}

/// What a message is to the archive.
#[derive(Debug, Clone, PartialEq)]
pub enum Archived {
    /// It is no result.
    No,
    Result {
        /// Which query it answers.
        query: String,
        stanza_id: String,
        message: Box<Message>,
        stamp: Option<Timestamp>,
    },
    /// It claims to be one, and is not to be believed or cannot be read.
    Refused,
}

/// Reads a result of one of the open queries.
pub fn read(message: &Message, own: &BareJid, open: &[Option<&str>]) -> Archived {
    let Some(result) = message.payloads.iter().find(|payload| payload.is("result", ns::MAM)) else { return Archived::No };
    let query = result.attr("queryid").filter(|query| open.contains(&Some(*query)));
    let trusted = is_own_account(message.from.as_ref(), own);
    let id = result.attr("id").filter(|id| !id.is_empty());
    let forwarded = result.get_child("forwarded", ns::FORWARD).and_then(forwarded);
    match (id, forwarded, query) {
        (Some(id), Some(forwarded), Some(query)) if trusted => Archived::Result {
            query: query.to_owned(),
            stanza_id: id.to_owned(),
            stamp: forwarded.delay.as_ref().map(timestamp),
            message: Box::new(forwarded.message),
        },
        _ => Archived::Refused,
    }
}

/// The message inside, mended like one on the stream.
fn forwarded(element: &Element) -> Option<Forwarded> {
    let inner = element.get_child("message", ns::JABBER_CLIENT)?;
    let super::element::Received::Message(message) = super::element::read(inner.clone()) else { return None };
    let delay = element.get_child("delay", ns::DELAY).and_then(|delay| delay.clone().try_into().ok());
    Some(Forwarded { delay, message: *message })
}

/// Many archives stamp whole seconds, and a second may have more messages than a page. Those of an older page, counted back from the
/// end of the archive, come before those of a younger one, and all of them stay in their second.
pub fn in_order(stamp: Timestamp, page: Option<u32>) -> Timestamp {
    // Less than anybody is shown.
    const LATE: i64 = 999;
    let Some(page) = page.filter(|_| stamp.subsec_nanosecond() == 0) else { return stamp };
    let later = jiff::SignedDuration::from_micros((LATE - i64::from(page)).max(1));
    stamp.checked_add(later).unwrap_or(stamp)
}

/// The end of a page: whether it was the last, and where the next begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEnd {
    pub complete: bool,
    pub first: Option<String>,
    pub last: Option<String>,
}

pub fn page_end(answer: Option<Element>) -> Option<PageEnd> {
    let fin = Fin::try_from(answer?).ok()?;
    Some(PageEnd { complete: fin.complete, first: fin.set.first.map(|first| first.item), last: fin.set.last })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(outer: &str, query: &str, open: Option<&str>) -> Archived {
        let xml = format!(
            "<message xmlns='jabber:client' {outer}><result xmlns='urn:xmpp:mam:2' queryid='{query}' id='a1'>\
             <forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-11-21T10:00:00Z'/>\
             <message xmlns='jabber:client' type='foo' from='juliet@capulet.lit/x'><body>hi</body></message></forwarded></result></message>"
        );
        let message = Message::try_from(xml.parse::<Element>().unwrap()).unwrap();
        read(&message, &"romeo@montague.lit".parse().unwrap(), &[None, open])
    }

    #[test]
    fn a_result_of_the_open_query_is_taken_with_its_id_and_time() {
        for outer in ["from='romeo@montague.lit'", ""] {
            let Archived::Result { query: _, stanza_id, stamp, message } = result(outer, "q1", Some("q1")) else { panic!("refused") };
            assert_eq!((stanza_id.as_str(), stamp), ("a1", "2026-11-21T10:00:00Z".parse().ok()));
            assert_eq!(super::super::element::body(&message), Some("hi"));
        }
    }

    #[test]
    fn cve_2019_16237_a_result_from_anybody_else_is_refused() {
        for outer in ["juliet@capulet.lit", "juliet@capulet.lit/x", "romeo@montague.lit/home", "montague.lit"] {
            assert_eq!(result(&format!("from='{outer}'"), "q1", Some("q1")), Archived::Refused, "{outer}");
        }
    }

    #[test]
    fn a_result_without_an_open_query_or_of_another_is_refused() {
        assert_eq!(result("", "q2", Some("q1")), Archived::Refused);
        assert_eq!(result("", "q1", None), Archived::Refused);
    }

    #[test]
    fn the_end_of_a_page_tells_where_the_next_begins() {
        let xml =
            "<fin xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><first index='0'>a</first><last>z</last></set></fin>";
        assert_eq!(page_end(xml.parse().ok()), Some(PageEnd { complete: false, first: Some("a".into()), last: Some("z".into()) }));
        let xml = "<fin xmlns='urn:xmpp:mam:2' complete='true'><set xmlns='http://jabber.org/protocol/rsm'/></fin>";
        assert_eq!(page_end(xml.parse().ok()), Some(PageEnd { complete: true, first: None, last: None }));
    }

    #[test]
    fn older_pages_come_before_younger_ones_within_a_second() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let second = at("2026-11-21T10:00:00Z");
        let [end, first, tenth] = [0, 1, 10].map(|page| in_order(second, Some(page)));
        assert!(second < tenth && tenth < first && first < end && end < at("2026-11-21T10:00:01Z"));
        assert!(in_order(second, Some(u32::MAX)) > second);
        assert!(end < at("2026-11-21T10:00:00.001Z"));
        assert_eq!(in_order(second, None), second);
        assert_eq!(in_order(at("2026-11-21T10:00:00.5Z"), Some(3)), at("2026-11-21T10:00:00.5Z"));
    }

    #[test]
    fn a_query_starts_after_what_we_have_or_at_the_end() {
        let text = |from| String::from(&request(&from, "q1").payload);
        assert!(text(From::After("a1".into())).contains("<after>a1</after>"));
        assert!(text(From::Last).contains("<before"));
        assert!(text(From::Before("a1".into())).contains("<before>a1</before>"));
    }
}
