//! Message displayed synchronization (XEP-0490): how far the user has read, kept on the account's own node (XEP-0223) for all devices.
//!
//! It counts only from our own account; a stanza-id that is not here says nothing.

use super::iq::Request;
use super::private_data;
use jid::{BareJid, Jid};
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xso::exports::rxml::xml_ncname;

const NODE: &str = "urn:xmpp:mds:displayed:0";

/// A conversation was read up to the message with this id of its archive.
pub type Position = (Jid, String);

/// All positions (§4.4).
pub fn request() -> Request {
    private_data::request(NODE)
}

/// One of them (§4.2). `by` is the archive: our own, or the room.
pub fn publish(conversation: &Jid, stanza_id: &str, by: &BareJid) -> Request {
    let id = Element::builder("stanza-id", ns::SID).attr(xml_ncname!("by").to_owned(), by.as_str());
    let id = id.attr(xml_ncname!("id").to_owned(), stanza_id).build();
    private_data::publish(NODE, conversation.as_str(), Element::builder("displayed", NODE).append(id).build())
}

/// The positions in the answer to `request`.
pub fn positions(answer: &Element) -> Vec<Position> {
    private_data::items(answer).filter_map(position).collect()
}

/// The positions that another device of ours has published. `None` for any other message.
pub fn event(message: &Message, own: &BareJid) -> Option<Vec<Position>> {
    Some(private_data::event(message, own, NODE)?.items().filter_map(position).collect())
}

fn position((conversation, item): (&str, &Element)) -> Option<Position> {
    let conversation = conversation.parse().ok()?;
    let id = item.get_child("displayed", NODE)?.get_child("stanza-id", ns::SID)?.attr("id")?;
    Some((conversation, id.to_owned())).filter(|(_, id)| !id.is_empty())
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
        let item = request.payload.get_child("publish", ns::PUBSUB).and_then(|publish| publish.children().next()).unwrap();
        assert_eq!(position((item.attr("id").unwrap(), item)), Some((juliet, "s1".to_owned())));
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
