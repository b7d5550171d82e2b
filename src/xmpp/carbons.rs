//! Message carbons (XEP-0280): what our other devices send and receive.
//!
//! A carbon counts only from our own bare JID (§11: CVE-2017-5589 to -5858, CVE-2019-16235), and never carries a line of a room.

use super::element::{self, Received, is_own_account};
use super::iq::Request;
use super::messages::Origin;
use jid::BareJid;
use xmpp_parsers::carbons::Enable;
use xmpp_parsers::message::{Message, MessageType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

pub fn enable() -> Request {
    Request::set(None, Enable)
}

/// What a message is to carbons.
#[derive(Debug, Clone, PartialEq)]
pub enum Carbon {
    /// It is none.
    No,
    /// A copy: the message, and how it reached us.
    Copy(Box<Message>, Origin),
    /// It claims to be one, and is not to be believed or cannot be read.
    Refused,
}

pub fn read(message: &Message, own: &BareJid) -> Carbon {
    let found = |name| message.payloads.iter().find(|payload| payload.is(name, ns::CARBONS));
    let (inner, origin) = match (found("received"), found("sent")) {
        (None, None) => return Carbon::No,
        (Some(received), None) => (received, Origin::CarbonReceived),
        (None, Some(sent)) => (sent, Origin::CarbonSent),
        (Some(_), Some(_)) => return Carbon::Refused,
    };
    let trusted = is_own_account(message.from.as_ref(), own);
    match forwarded(inner) {
        Some(inner) if trusted && inner.type_ != MessageType::Groupchat && sent_by_us(&inner, origin, own) => Carbon::Copy(inner, origin),
        _ => Carbon::Refused,
    }
}

/// The message inside, mended like one on the stream.
fn forwarded(carbon: &Element) -> Option<Box<Message>> {
    let inner = carbon.get_child("forwarded", ns::FORWARD)?.get_child("message", ns::JABBER_CLIENT)?;
    match element::read(inner.clone()) {
        Received::Message(message) => Some(message),
        _ => None,
    }
}

/// A `<sent/>` copy is from us, whatever it says inside must agree.
fn sent_by_us(inner: &Message, origin: Origin, own: &BareJid) -> bool {
    origin != Origin::CarbonSent || inner.from.as_ref().is_none_or(|from| from.to_bare() == *own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carbon(outer: &str, kind: &str, inner: &str) -> Carbon {
        let xml = format!(
            "<message xmlns='jabber:client' {outer}><{kind} xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>\
             <message xmlns='jabber:client' {inner}><body>hi</body></message></forwarded></{kind}></message>"
        );
        let message = Message::try_from(xml.parse::<Element>().unwrap()).unwrap();
        read(&message, &"romeo@montague.lit".parse().unwrap())
    }

    const FROM_JULIET: &str = "type='chat' from='juliet@capulet.lit/balcony' to='romeo@montague.lit'";
    const FROM_US: &str = "type='chat' from='romeo@montague.lit/phone' to='juliet@capulet.lit'";

    #[test]
    fn a_copy_from_our_own_account_is_taken() {
        for outer in ["from='romeo@montague.lit'", ""] {
            assert!(matches!(carbon(outer, "received", FROM_JULIET), Carbon::Copy(_, Origin::CarbonReceived)), "{outer}");
            assert!(matches!(carbon(outer, "sent", FROM_US), Carbon::Copy(_, Origin::CarbonSent)), "{outer}");
        }
    }

    #[test]
    fn cve_2017_5589_a_copy_from_anybody_else_is_refused() {
        let outers = ["tybalt@capulet.lit", "tybalt@capulet.lit/x", "romeo@montague.lit/home", "montague.lit"];
        for outer in outers {
            for (kind, inner) in [("received", FROM_JULIET), ("sent", FROM_US)] {
                assert_eq!(carbon(&format!("from='{outer}'"), kind, inner), Carbon::Refused, "{outer} {kind}");
            }
        }
    }

    #[test]
    fn a_line_of_a_room_never_comes_as_a_copy() {
        let inner = "type='groupchat' from='tea@rooms.lit/juliet'";
        assert_eq!(carbon("from='romeo@montague.lit'", "received", inner), Carbon::Refused);
    }

    #[test]
    fn a_sent_copy_of_somebody_elses_message_is_refused() {
        assert_eq!(carbon("from='romeo@montague.lit'", "sent", FROM_JULIET), Carbon::Refused);
    }

    #[test]
    fn an_ordinary_message_is_no_carbon() {
        let xml = "<message xmlns='jabber:client' from='a@b'><body>hi</body></message>";
        let message = Message::try_from(xml.parse::<Element>().unwrap()).unwrap();
        assert_eq!(read(&message, &"romeo@montague.lit".parse().unwrap()), Carbon::No);
    }
}
