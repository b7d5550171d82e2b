//! Message delivery receipts (XEP-0184): the other side says that a message arrived.

use super::element::payload;
use super::hints;
use jid::Jid;
use xmpp_parsers::message::{Message, MessageType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::receipts::{Received, Request};

/// What a message that wants one carries.
pub fn request() -> Element {
    Request.into()
}

/// The id of a message that asks for a receipt: the stanza's own (§5.2).
pub fn requested(message: &Message) -> Option<&str> {
    let asks = message.payloads.iter().any(|payload| payload.is("request", ns::RECEIPTS));
    message.id.as_ref().filter(|_| asks && message.type_ != MessageType::Error).map(|id| id.0.as_str())
}

/// The id of the message that arrived.
pub fn read(message: &Message) -> Option<String> {
    let received: Received = payload(&message.payloads, "received", ns::RECEIPTS)?;
    Some(received.id).filter(|id| !id.is_empty() && message.type_ != MessageType::Error)
}

/// The receipt for a message, to whoever sent it (§5.3).
pub fn write(to: Jid, type_: MessageType, id: &str) -> Element {
    let mut message = Message::new_with_type(type_, Some(to));
    message.payloads.push(Received { id: id.to_owned() }.into());
    message.payloads.push(hints::store());
    message.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(inside: &str) -> Message {
        let xml = format!("<message xmlns='jabber:client' id='m1' from='juliet@capulet.lit/balcony'>{inside}</message>");
        Message::try_from(xml.parse::<Element>().unwrap()).unwrap()
    }

    #[test]
    fn a_receipt_names_the_message_that_asked() {
        let asking = message("<body>hi</body><request xmlns='urn:xmpp:receipts'/>");
        assert_eq!((requested(&asking), read(&asking)), (Some("m1"), None));
        let receipt = Message::try_from(write("juliet@capulet.lit/balcony".parse().unwrap(), MessageType::Chat, "m1")).unwrap();
        assert_eq!((read(&receipt).as_deref(), requested(&receipt)), (Some("m1"), None));
    }

    #[test]
    fn a_message_that_does_not_ask_or_names_nothing_gives_none() {
        assert_eq!(requested(&message("<body>hi</body>")), None);
        assert_eq!(read(&message("<received xmlns='urn:xmpp:receipts' id=''/>")), None);
        assert_eq!(read(&message("<received xmlns='urn:xmpp:receipts'/>")), None);
    }
}
