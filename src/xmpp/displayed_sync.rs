//! Message displayed synchronization (XEP-0490): how far the user has read, kept on the account's own node (XEP-0223) for all devices.
//!
//! It counts only from our own account; a stanza-id that is not here says nothing.

use super::element::is_own_account;
use super::iq::Request;
use jid::{BareJid, Jid};
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xso::exports::rxml::{NcName, xml_ncname};

const NODE: &str = "urn:xmpp:mds:displayed:0";
const PUBLISH_OPTIONS: &str = "http://jabber.org/protocol/pubsub#publish-options";

/// A conversation was read up to the message with this id of its archive.
pub type Position = (Jid, String);

/// All positions (§4.4).
pub fn request() -> Request {
    let items = Element::builder("items", ns::PUBSUB).attr(name("node"), NODE).build();
    Request::get(None, Element::builder("pubsub", ns::PUBSUB).append(items).build())
}

/// One of them, with what makes the node private and large enough (§4.2). `by` is the archive: our own, or the room.
pub fn publish(conversation: &Jid, stanza_id: &str, by: &BareJid) -> Request {
    let id = Element::builder("stanza-id", ns::SID).attr(name("by"), by.as_str()).attr(name("id"), stanza_id).build();
    let displayed = Element::builder("displayed", NODE).append(id).build();
    let item = Element::builder("item", ns::PUBSUB).attr(name("id"), conversation.as_str()).append(displayed).build();
    let publish = Element::builder("publish", ns::PUBSUB).attr(name("node"), NODE).append(item).build();
    let settings = [
        ("FORM_TYPE", PUBLISH_OPTIONS),
        ("pubsub#persist_items", "true"),
        ("pubsub#max_items", "max"),
        ("pubsub#send_last_published_item", "never"),
        ("pubsub#access_model", "whitelist"),
    ];
    let fields = settings.map(|(var, value)| {
        let value = Element::builder("value", ns::DATA_FORMS).append(value.to_owned()).build();
        let kind = if var == "FORM_TYPE" { "hidden" } else { "text-single" };
        Element::builder("field", ns::DATA_FORMS).attr(name("var"), var).attr(name("type"), kind).append(value).build()
    });
    let form = Element::builder("x", ns::DATA_FORMS).attr(name("type"), "submit").append_all(fields).build();
    let options = Element::builder("publish-options", ns::PUBSUB).append(form).build();
    Request::set(None, Element::builder("pubsub", ns::PUBSUB).append(publish).append(options).build())
}

/// The positions in the answer to `request`.
pub fn positions(answer: &Element) -> Vec<Position> {
    read(answer.get_child("items", ns::PUBSUB))
}

/// The positions that another device of ours has published. `None` for any other message.
pub fn event(message: &Message, own: &BareJid) -> Option<Vec<Position>> {
    let event = message.payloads.iter().find(|payload| payload.is("event", ns::PUBSUB_EVENT))?;
    let items = event.get_child("items", ns::PUBSUB_EVENT).filter(|items| items.attr("node") == Some(NODE))?;
    let trusted = is_own_account(message.from.as_ref(), own);
    Some(if trusted { read(Some(items)) } else { Vec::new() })
}

fn read(items: Option<&Element>) -> Vec<Position> {
    let items = items.into_iter().flat_map(Element::children).filter(|item| item.name() == "item");
    items
        .filter_map(|item| {
            let conversation = item.attr("id")?.parse().ok()?;
            let id = item.get_child("displayed", NODE)?.get_child("stanza-id", ns::SID)?.attr("id")?;
            Some((conversation, id.to_owned())).filter(|(_, id)| !id.is_empty())
        })
        .collect()
}

fn name(name: &'static str) -> NcName {
    match name {
        "node" => xml_ncname!("node").to_owned(),
        "by" => xml_ncname!("by").to_owned(),
        "var" => xml_ncname!("var").to_owned(),
        "type" => xml_ncname!("type").to_owned(),
        _ => xml_ncname!("id").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> BareJid {
        "romeo@montague.lit".parse().unwrap()
    }

    #[test]
    fn what_is_published_is_what_is_read_and_nobody_else_may_look() {
        let juliet: Jid = "juliet@capulet.lit".parse().unwrap();
        let request = publish(&juliet, "s1", &own());
        let text = String::from(&request.payload);
        assert!(text.contains("<value>whitelist</value>") && text.contains("<value>max</value>"), "{text}");
        let publish = request.payload.get_child("publish", ns::PUBSUB).unwrap();
        assert_eq!(read(Some(publish)), [(juliet, "s1".to_owned())]);
    }

    #[test]
    fn positions_count_only_from_our_own_account() {
        let message = |from: &str, node: &str| {
            let xml = format!(
                "<message xmlns='jabber:client' type='headline' {from}><event xmlns='http://jabber.org/protocol/pubsub#event'>\
                 <items node='{node}'><item id='juliet@capulet.lit'><displayed xmlns='urn:xmpp:mds:displayed:0'>\
                 <stanza-id xmlns='urn:xmpp:sid:0' by='romeo@montague.lit' id='s1'/></displayed></item>\
                 <item id='not@an@address'/><item/></items></event></message>"
            );
            event(&Message::try_from(xml.parse::<Element>().unwrap()).unwrap(), &own())
        };
        for from in ["", "from='romeo@montague.lit'"] {
            assert_eq!(message(from, NODE).map(|positions| positions.len()), Some(1), "{from}");
        }
        for from in ["from='tybalt@capulet.lit'", "from='montague.lit'", "from='romeo@montague.lit/x'"] {
            assert_eq!(message(from, NODE), Some(Vec::new()), "{from}");
        }
        assert_eq!(message("", "urn:other"), None);
    }
}
