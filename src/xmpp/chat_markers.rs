//! Displayed markers (XEP-0333): how far somebody has read.

use super::element::payload;
use super::hints;
use crate::model::Kind;
use jid::Jid;
use xmpp_parsers::displayed_markers::{Displayed, Markable};
use xmpp_parsers::message::{Id, Message, MessageType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

/// What a message that wants to be marked carries.
pub fn markable() -> Element {
    Markable.into()
}

pub fn is_markable(message: &Message) -> bool {
    message.payloads.iter().any(|payload| payload.is("markable", ns::DISPLAYED_MARKERS))
}

/// The id of the newest message that was looked at; all before it were, too.
pub fn read(message: &Message) -> Option<String> {
    let displayed: Displayed = payload(&message.payloads, "displayed", ns::DISPLAYED_MARKERS)?;
    Some(displayed.id.0).filter(|id| !id.is_empty() && message.type_ != MessageType::Error)
}

/// Tells the other side that everything up to this message was looked at. In a room it is named by the room's id (§4.2).
pub fn write(to: Jid, kind: Kind, id: &str) -> Element {
    let type_ = match kind {
        Kind::Chat => MessageType::Chat,
        Kind::Groupchat => MessageType::Groupchat,
    };
    let mut message = Message::new_with_type(type_, Some(to));
    message.id = Some(Id(uuid::Uuid::new_v4().to_string()));
    message.payloads.push(Displayed { id: Id(id.to_owned()) }.into());
    message.payloads.push(hints::store());
    message.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_names_the_newest_message_that_was_seen() {
        let marker = Message::try_from(write("juliet@capulet.lit".parse().unwrap(), Kind::Chat, "m7")).unwrap();
        assert_eq!(read(&marker).as_deref(), Some("m7"));
        assert!(!is_markable(&marker));
    }

    #[test]
    fn a_markable_message_is_no_marker() {
        let xml = "<message xmlns='jabber:client' id='m1'><body>hi</body><markable xmlns='urn:xmpp:chat-markers:0'/></message>";
        let message = Message::try_from(xml.parse::<Element>().unwrap()).unwrap();
        assert!(is_markable(&message));
        assert_eq!(read(&message), None);
    }
}
