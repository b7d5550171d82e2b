//! Reading and writing the top-level elements of a stream, leniently: what one bad detail spoils is kept without the detail.

use crate::model::wording;
use jid::{Jid, ResourcePart};
use xmpp_parsers::iq::Iq;
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::{Element, Node};
use xmpp_parsers::ns;
use xmpp_parsers::presence::Presence;
use xso::exports::rxml::{Namespace, xml_ncname};

/// A top-level element, as far as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    Message(Box<Message>),
    Presence(Box<Presence>),
    Iq(Box<Iq>),
    /// A stanza that says nothing readable. An IQ request among them is owed an answer.
    Unreadable(Unreadable),
    /// Stream management, SASL, stream errors and whatever else is no stanza.
    Nonza(Element),
}

/// The header of a stanza that could not be read, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unreadable {
    /// `get`, `set`, `result`, `error` of an IQ; `None` for other stanzas.
    pub iq_type: Option<String>,
    pub from: Option<String>,
    pub id: Option<String>,
}

/// Reads one element. What strict parsers refuse (RFC 6121 wants it tolerated) is mended first: an unknown message type
/// counts as `normal` (§5.2.2), an unknown or empty `<show/>` and a bad priority as absent (§4.7.2), a second `<thread/>`,
/// `<show/>` or `<priority/>` as not there. A resource in characters younger than RFC 6122 is shown with `REPLACEMENT` for each.
pub fn read(mut element: Element) -> Received {
    if element.ns() != ns::JABBER_CLIENT {
        return Received::Nonza(element);
    }
    let unreadable = Unreadable {
        iq_type: (element.name() == "iq").then(|| element.attr("type").unwrap_or_default().to_owned()),
        from: element.attr("from").map(str::to_owned),
        id: element.attr("id").map(str::to_owned),
    };
    let result = match element.name() {
        "message" => {
            mend_addresses(&mut element);
            mend_message(&mut element);
            Message::try_from(element).map(|message| Received::Message(Box::new(message)))
        }
        "presence" => {
            mend_addresses(&mut element);
            mend_presence(&mut element);
            Presence::try_from(element).map(|presence| Received::Presence(Box::new(presence)))
        }
        // A request asks one thing (RFC 6120 §8.2.3).
        "iq" if asks(&element) && element.children().count() != 1 => return Received::Unreadable(unreadable),
        "iq" => Iq::try_from(element).map(|iq| Received::Iq(Box::new(iq))),
        _ => return Received::Nonza(element),
    };
    result.unwrap_or_else(|error| {
        tracing::debug!(%error, "a stanza could not be read");
        Received::Unreadable(unreadable)
    })
}

/// Stands for a character that no address can hold here. Whoever has it in his resource is heard, and cannot be written to.
pub const REPLACEMENT: char = '□';

/// Addresses are of Unicode 3.2 (RFC 6122 §A), which most emoji are not; names of clients and nicknames have them all the same.
fn mend_addresses(element: &mut Element) {
    for (name, attribute) in [(xml_ncname!("from"), "from"), (xml_ncname!("to"), "to")] {
        let mended = element.attr(attribute).filter(|address| Jid::new(address).is_err()).and_then(|address| {
            let (bare, resource) = address.split_once('/')?;
            let fits = |c: &char| ResourcePart::new(&c.to_string()).is_ok();
            let resource: String = resource.chars().map(|c| if fits(&c) { c } else { REPLACEMENT }).collect();
            Some(format!("{bare}/{resource}"))
        });
        if let Some(address) = mended {
            element.set_attr(Namespace::NONE, name.to_owned(), address);
        }
    }
}

fn asks(iq: &Element) -> bool {
    matches!(iq.attr("type"), Some("get" | "set"))
}

fn mend_message(element: &mut Element) {
    let known = ["chat", "error", "groupchat", "headline", "normal"];
    if element.attr("type").is_some_and(|kind| !known.contains(&kind)) {
        element.set_attr(Namespace::NONE, xml_ncname!("type").to_owned(), "normal");
    }
    keep_first(element, "thread", |_| true);
}

fn mend_presence(element: &mut Element) {
    keep_first(element, "show", |show| ["away", "chat", "dnd", "xa"].contains(&show));
    keep_first(element, "priority", |priority| priority.trim().parse::<i8>().is_ok());
}

/// Keeps the first child of this name whose text is fit, and no other of the name.
fn keep_first(element: &mut Element, name: &str, fit: impl Fn(&str) -> bool) {
    let mut first = None;
    while let Some(child) = element.remove_child(name, ns::JABBER_CLIENT) {
        if first.is_none() && fit(&child.text()) {
            first = Some(child);
        }
    }
    if let Some(child) = first {
        element.append_child(child);
    }
}

/// The first payload of this kind that is well formed.
pub fn payload<P: TryFrom<Element>>(payloads: &[Element], name: &str, namespace: &str) -> Option<P> {
    payloads.iter().filter(|element| element.is(name, namespace)).find_map(|element| P::try_from(element.clone()).ok())
}

/// Takes the guard's mark (`xmpp::guard`) out of an element, and says whether it was there: something was cut.
pub fn take_mark(element: &mut Element, marker: &str) -> bool {
    element.remove_child("cut", marker).is_some()
}

/// The body of a message in no language, else in any.
pub fn body(message: &Message) -> Option<&str> {
    message.bodies.get("").or_else(|| message.bodies.values().next()).map(String::as_str)
}

/// The same element without the characters that XML has no place for (XML 1.0 §2.2); `None` when it has none of them.
pub fn sayable(element: &Element) -> Option<Element> {
    if is_sayable(element) {
        return None;
    }
    let mut bare = element.clone();
    leave_out(&mut bare);
    Some(bare)
}

fn leave_out(element: &mut Element) {
    element.attrs_mut().iter_mut().for_each(|(_, value)| *value = wording::sayable(value));
    element.nodes_mut().for_each(|node| match node {
        Node::Text(text) => *text = wording::sayable(text),
        Node::Element(child) => leave_out(child),
    });
}

fn is_sayable(element: &Element) -> bool {
    element.attrs().iter().all(|(_, value)| wording::is_sayable(value))
        && element.nodes().all(|node| match node {
            Node::Text(text) => wording::is_sayable(text),
            Node::Element(child) => is_sayable(child),
        })
}

/// The same bare JID, or nobody named: the word of our own account (RFC 6120 §8.1.2.1).
pub fn is_own_account(from: Option<&Jid>, own: &jid::BareJid) -> bool {
    from.is_none_or(|from| from.is_bare() && from.to_bare() == *own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use xmpp_parsers::message::MessageType;
    use xmpp_parsers::presence::Show;

    fn received(xml: &str) -> Received {
        read(xml.parse().unwrap())
    }

    #[test]
    fn a_message_of_unknown_type_is_a_normal_one() {
        let xml = "<message xmlns='jabber:client' type='foo' from='a@b'><body>hi</body></message>";
        let Received::Message(message) = received(xml) else { panic!("not a message") };
        assert_eq!(message.type_, MessageType::Normal);
        assert_eq!(body(&message), Some("hi"));
    }

    #[test]
    fn a_message_with_two_threads_keeps_its_body() {
        let xml = "<message xmlns='jabber:client'><thread>1</thread><body>hi</body><thread>2</thread></message>";
        let Received::Message(message) = received(xml) else { panic!("not a message") };
        assert_eq!(message.thread.as_ref().map(|thread| thread.id.as_str()), Some("1"));
        assert_eq!(body(&message), Some("hi"));
    }

    #[test]
    fn a_presence_with_bad_show_and_priority_is_available() {
        for show in ["<show/>", "<show>lunch</show>", "<show>away</show><show>dnd</show>"] {
            let xml = format!("<presence xmlns='jabber:client' from='a@b/c'>{show}<priority>1000</priority><status>x</status></presence>");
            let Received::Presence(presence) = received(&xml) else { panic!("not a presence: {show}") };
            assert_eq!(presence.show, show.contains("away").then_some(Show::Away));
            assert_eq!(presence.priority.0, 0);
            assert_eq!(presence.statuses.len(), 1);
        }
    }

    #[test]
    fn an_iq_request_that_cannot_be_read_keeps_its_header() {
        let xml = "<iq xmlns='jabber:client' type='get' id='x1' from='a@b/c'/>";
        let header = Unreadable { iq_type: Some("get".into()), from: Some("a@b/c".into()), id: Some("x1".into()) };
        assert_eq!(received(xml), Received::Unreadable(header));
    }

    #[test]
    fn an_address_with_newer_characters_is_read_with_a_replacement() {
        let xml = "<message xmlns='jabber:client' from='a@b/\u{1f43f} x' to='c@d/\u{1f43f}'><body>hi</body></message>";
        let Received::Message(message) = received(xml) else { panic!("not a message") };
        assert_eq!(message.from.map(|from| from.to_string()).as_deref(), Some("a@b/□ x"));
        assert_eq!(message.to.map(|to| to.to_string()).as_deref(), Some("c@d/□"));
    }

    #[test]
    fn a_stanza_from_no_address_is_unreadable() {
        let xml = "<message xmlns='jabber:client' from='@@'><body>hi</body></message>";
        assert!(matches!(received(xml), Received::Unreadable(_)));
    }

    #[test]
    fn an_unknown_nonza_is_kept_as_it_is() {
        let element: Element = "<odd xmlns='urn:odd'/>".parse().unwrap();
        assert_eq!(read(element.clone()), Received::Nonza(element));
    }
}
