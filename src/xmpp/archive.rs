//! The message archive (XEP-0313, paged by XEP-0059): what happened while we were away.
//!
//! A result counts only from the archive that was asked, our account's or a room's, and only for a query of ours that is open
//! (CVE-2019-16237, CVE-2020-26547).

use super::element::is_own_account;
use super::iq::Request;
use super::messages::timestamp;
use crate::model::message::page_order;
use jid::{BareJid, Jid};
use jiff::Timestamp;
use xmpp_parsers::data_forms::{DataForm, DataFormType, Field};
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
    /// What was said from this time on.
    Since(Timestamp),
}

/// A page of an archive: a room's, or our own.
pub fn request(room: Option<&BareJid>, from: &From, query_id: &str) -> Request {
    let (after, before) = match from {
        From::After(id) => (Some(id.clone()), None),
        From::Last => (None, Some(String::new())),
        From::Before(id) => (None, Some(id.clone())),
        From::Since(_) => (None, None),
    };
    let form = if let From::Since(time) = from { Some(since(*time)) } else { None };
    let set = SetQuery { max: Some(PAGE), after, before, index: None };
    let query = Query { queryid: Some(QueryId(query_id.to_owned())), node: None, form, set: Some(set), flip_page: false };
    Request::set(room.cloned().map(Jid::from), query)
}

/// The filter for what was said from a time on (§4.1.2).
fn since(time: Timestamp) -> DataForm {
    let text = time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    DataForm::new(DataFormType::Submit, ns::MAM, vec![Field::text_single("start", &text)])
}

/// A query that is not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open<'a> {
    /// `None` is our own archive.
    pub room: Option<&'a BareJid>,
    pub query: &'a str,
}

/// What a message is to the archive.
#[derive(Debug, Clone, PartialEq)]
pub enum Archived {
    /// It is no result.
    No,
    Result {
        /// Which query it answers.
        query: String,
        /// It is of the archive of a room.
        room: bool,
        stanza_id: String,
        message: Box<Message>,
        stamp: Option<Timestamp>,
    },
    /// It claims to be one, and is not to be believed or cannot be read.
    Refused,
}

/// Reads a result of one of the open queries.
pub fn read(message: &Message, own: &BareJid, open: &[Open<'_>]) -> Archived {
    let Some(result) = message.payloads.iter().find(|payload| payload.is("result", ns::MAM)) else { return Archived::No };
    let asked = result.attr("queryid").and_then(|query| open.iter().find(|open| open.query == query));
    let trusted = |open: &&Open<'_>| match open.room {
        Some(room) => message.from.as_ref().is_some_and(|from| from == room),
        None => is_own_account(message.from.as_ref(), own),
    };
    let id = result.attr("id").filter(|id| !id.is_empty());
    let forwarded = result.get_child("forwarded", ns::FORWARD).and_then(forwarded);
    match (id, forwarded, asked.filter(trusted)) {
        (Some(id), Some(forwarded), Some(asked)) => Archived::Result {
            query: asked.query.to_owned(),
            room: asked.room.is_some(),
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
    let Some(page) = page.filter(|_| stamp.subsec_nanosecond() == 0) else { return stamp };
    let later = jiff::SignedDuration::from_micros(page_order(page));
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
        let open: Vec<Open<'_>> = open.into_iter().map(|query| Open { room: None, query }).collect();
        read(&message, &"romeo@montague.lit".parse().unwrap(), &open)
    }

    #[test]
    fn a_result_of_the_open_query_is_taken_with_its_id_and_time() {
        for outer in ["from='romeo@montague.lit'", ""] {
            let Archived::Result { stanza_id, stamp, message, .. } = result(outer, "q1", Some("q1")) else { panic!("refused") };
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
    fn a_room_answers_for_its_own_archive_and_for_no_other() {
        let room: BareJid = "tea@rooms.lit".parse().unwrap();
        let from = |from: &str| {
            let xml = format!(
                "<message xmlns='jabber:client' from='{from}'><result xmlns='urn:xmpp:mam:2' queryid='q1' id='a1'>\
                 <forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='tea@rooms.lit/juliet' type='groupchat'>\
                 <body>hi</body></message></forwarded></result></message>"
            );
            let message = Message::try_from(xml.parse::<Element>().unwrap()).unwrap();
            read(&message, &"romeo@montague.lit".parse().unwrap(), &[Open { room: Some(&room), query: "q1" }])
        };
        assert!(matches!(from("tea@rooms.lit"), Archived::Result { .. }));
        for other in ["tea@rooms.lit/juliet", "milk@rooms.lit", "romeo@montague.lit", "rooms.lit"] {
            assert_eq!(from(other), Archived::Refused, "{other}");
        }
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
        let text = |from| String::from(&request(None, &from, "q1").payload);
        assert!(text(From::After("a1".into())).contains("<after>a1</after>"));
        assert!(text(From::Last).contains("<before"));
        assert!(text(From::Before("a1".into())).contains("<before>a1</before>"));
        let since = text(From::Since("2026-11-21T10:00:00.5Z".parse().unwrap()));
        assert!(since.contains("<value>2026-11-21T10:00:00Z</value>") && since.contains("urn:xmpp:mam:2</value>"), "{since}");
    }
}
