//! Attention (XEP-0224): a message that wants to be noticed at once.

use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;

const ATTENTION: &str = "urn:xmpp:attention:0";

/// What a message that calls for attention carries.
pub fn write() -> Element {
    Element::builder("attention", ATTENTION).build()
}

pub fn is_asked(message: &Message) -> bool {
    message.payloads.iter().any(|payload| payload.is("attention", ATTENTION))
}
