//! Last message correction (XEP-0308).

use super::element::payload;
use xmpp_parsers::message::{Id, Message};
use xmpp_parsers::message_correct::Replace;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;

/// The stanza's id of the message whose words these replace: the first version's, however often it was corrected (§4).
pub fn replaces(message: &Message) -> Option<String> {
    let replace: Replace = payload(&message.payloads, "replace", ns::MESSAGE_CORRECT)?;
    Some(replace.id.0).filter(|id| !id.is_empty())
}

pub fn replace(id: &str) -> Element {
    Replace { id: Id(id.to_owned()) }.into()
}
