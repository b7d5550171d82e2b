//! Private data on the account's own nodes (XEP-0223): published for our devices alone, told by the account alone.

use super::element::is_own_account;
use super::iq::Request;
use jid::BareJid;
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xso::exports::rxml::{NcName, xml_ncname};

const PUBLISH_OPTIONS: &str = "http://jabber.org/protocol/pubsub#publish-options";
const NODE_CONFIG: &str = "http://jabber.org/protocol/pubsub#node_config";
const OWNER: &str = "http://jabber.org/protocol/pubsub#owner";

/// What makes a node private and large enough.
const SETTINGS: [(&str, &str); 4] = [
    ("pubsub#persist_items", "true"),
    ("pubsub#max_items", "max"),
    ("pubsub#send_last_published_item", "never"),
    ("pubsub#access_model", "whitelist"),
];

/// All items of a node.
pub fn request(node: &str) -> Request {
    let items = Element::builder("items", ns::PUBSUB).attr(node_attribute(), node).build();
    Request::get(None, Element::builder("pubsub", ns::PUBSUB).append(items).build())
}

/// One item, with what makes the node private and large enough.
pub fn publish(node: &str, id: &str, payload: Element) -> Request {
    let item = Element::builder("item", ns::PUBSUB).attr(xml_ncname!("id").to_owned(), id).append(payload).build();
    let publish = Element::builder("publish", ns::PUBSUB).attr(node_attribute(), node).append(item).build();
    let options = Element::builder("publish-options", ns::PUBSUB).append(settings(PUBLISH_OPTIONS)).build();
    Request::set(None, Element::builder("pubsub", ns::PUBSUB).append(publish).append(options).build())
}

/// Gives a node these settings that another client has made with others: the server refuses to publish under ours then (XEP-0060 §7.1.5).
pub fn configure(node: &str) -> Request {
    let configure = Element::builder("configure", OWNER).attr(node_attribute(), node).append(settings(NODE_CONFIG)).build();
    Request::set(None, Element::builder("pubsub", OWNER).append(configure).build())
}

/// The node of a request made by `publish`.
pub fn node_of(publish: &Request) -> Option<&str> {
    publish.payload.get_child("publish", ns::PUBSUB)?.attr("node")
}

fn settings(kind: &str) -> Element {
    let fields = [("FORM_TYPE", kind)].into_iter().chain(SETTINGS).map(|(var, value)| {
        let value = Element::builder("value", ns::DATA_FORMS).append(value.to_owned()).build();
        let kind = if var == "FORM_TYPE" { "hidden" } else { "text-single" };
        let field = Element::builder("field", ns::DATA_FORMS).attr(xml_ncname!("var").to_owned(), var);
        field.attr(xml_ncname!("type").to_owned(), kind).append(value).build()
    });
    Element::builder("x", ns::DATA_FORMS).attr(xml_ncname!("type").to_owned(), "submit").append_all(fields).build()
}

/// The items in the answer to `request`, each with its id.
pub fn items(answer: &Element) -> impl Iterator<Item = (&str, &Element)> {
    named(answer.get_child("items", ns::PUBSUB), "item")
}

/// What another device of ours has done to a node. `None` for any other message; nothing in it when it is not the account's word.
pub fn event<'a>(message: &'a Message, own: &BareJid, node: &str) -> Option<Event<'a>> {
    let event = message.payloads.iter().find(|payload| payload.is("event", ns::PUBSUB_EVENT))?;
    let items = event.get_child("items", ns::PUBSUB_EVENT).filter(|items| items.attr("node") == Some(node))?;
    Some(Event { items: is_own_account(message.from.as_ref(), own).then_some(items) })
}

#[derive(Debug)]
pub struct Event<'a> {
    items: Option<&'a Element>,
}

impl<'a> Event<'a> {
    /// Those that are new or changed, each with its id.
    pub fn items(&self) -> impl Iterator<Item = (&'a str, &'a Element)> {
        named(self.items, "item")
    }

    /// The ids of those that are gone.
    pub fn retracted(&self) -> impl Iterator<Item = &'a str> {
        named(self.items, "retract").map(|(id, _)| id)
    }
}

fn named<'a>(items: Option<&'a Element>, name: &'static str) -> impl Iterator<Item = (&'a str, &'a Element)> {
    let items = items.into_iter().flat_map(Element::children).filter(move |item| item.name() == name);
    items.filter_map(|item| Some((item.attr("id")?, item)))
}

fn node_attribute() -> NcName {
    xml_ncname!("node").to_owned()
}
