//! Pictures of people (XEP-0084; XEP-0153, to which servers convert by XEP-0398) and of rooms (XEP-0486).
//!
//! What is announced is only a hash. People's own servers tell it to those who may see them; in rooms, and of rooms, the room does. What
//! is then fetched is a picture only if its bytes have that very hash. Addresses in the web are never asked.

use super::iq::Request;
use super::{private_data, vcard};
use crate::model::PictureId;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jid::{BareJid, Jid};
use sha1::{Digest, Sha1};
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::presence::Presence;
use xso::exports::rxml::xml_ncname;

const METADATA: &str = "urn:xmpp:avatar:metadata";
const DATA: &str = "urn:xmpp:avatar:data";
const UPDATE: &str = "vcard-temp:x:update";

/// The longest picture that is looked at, in bytes.
const LONGEST: usize = 2 * 1024 * 1024;

/// Whose picture is which one now; `None` where they show none. Only the word of the address itself counts, which is its server's.
pub fn event(message: &Message, own: &BareJid) -> Option<(BareJid, Option<PictureId>)> {
    let event = message.payloads.iter().find(|payload| payload.is("event", ns::PUBSUB_EVENT))?;
    let about = event.children().find(|child| child.attr("node") == Some(METADATA))?;
    let whose = message.from.clone().unwrap_or_else(|| own.clone().into());
    if !whose.is_bare() {
        return None;
    }
    if matches!(about.name(), "delete" | "purge") {
        return Some((whose.to_bare(), None));
    }
    let metadata = about.children().filter(|item| item.name() == "item").filter_map(|item| item.get_child("metadata", METADATA)).last()?;
    Some((whose.to_bare(), metadata.children().find_map(usable)))
}

/// One that is kept on the server, of a kind that can be drawn.
fn usable(info: &Element) -> Option<PictureId> {
    let drawn = matches!(info.attr("type"), None | Some("image/png" | "image/jpeg" | "image/gif" | "image/webp"));
    let kept = info.is("info", METADATA) && info.attr("url").is_none();
    info.attr("id").filter(|_| drawn && kept)?.parse().ok()
}

/// What a presence says of the sender's picture (XEP-0153 §4.2). `None` where it says nothing, `Some(None)` where there is none.
pub fn announced(presence: &Presence) -> Option<Option<PictureId>> {
    let update = presence.payloads.iter().find(|payload| payload.is("x", UPDATE))?;
    let photo = update.get_child("photo", UPDATE)?.text();
    Some(photo.trim().parse().ok())
}

/// Asks the server of a person for their picture.
pub fn request(of: &BareJid, id: PictureId) -> Request {
    let item = Element::builder("item", ns::PUBSUB).attr(xml_ncname!("id").to_owned(), id.to_string()).build();
    let items = Element::builder("items", ns::PUBSUB).attr(xml_ncname!("node").to_owned(), DATA).append(item).build();
    Request::get(Jid::from(of.clone()), Element::builder("pubsub", ns::PUBSUB).append(items).build())
}

/// The picture in the answer of a person's server, when it is that one.
pub fn read(answer: &Element, id: PictureId) -> Option<Vec<u8>> {
    let (_, item) = private_data::items(answer).next()?;
    decode(&item.get_child("data", DATA)?.text()).filter(|bytes| is(bytes, id))
}

/// The picture in a profile, when it is that one.
pub fn read_card(card: &Element, id: PictureId) -> Option<Vec<u8>> {
    vcard::pictures(card).find(|bytes| is(bytes, id))
}

/// The bytes that are written so, unless there are none or too many.
pub fn decode(encoded: &str) -> Option<Vec<u8>> {
    let encoded: String = encoded.chars().filter(|c| !c.is_whitespace()).take(LONGEST / 3 * 4 + 1).collect();
    BASE64.decode(encoded).ok().filter(|bytes| !bytes.is_empty())
}

fn is(bytes: &[u8], id: PictureId) -> bool {
    self::id(bytes) == id
}

/// The id under which a picture is published.
pub fn id(bytes: &[u8]) -> PictureId {
    PictureId(Sha1::digest(bytes).into())
}

/// Lays a square picture of ours, a PNG, where it is fetched from (§4.1).
pub fn publish(png: &[u8]) -> Request {
    let data = Element::builder("data", DATA).append(BASE64.encode(png)).build();
    to_node(DATA, Some(id(png)), data)
}

/// Announces it to those who may see us (§4.2); nothing instead of `None` (§4.5).
pub fn announce(picture: Option<(&[u8], u32)>) -> Request {
    let info = picture.map(|(png, side)| {
        let attributes = [
            (xml_ncname!("bytes"), png.len().to_string()),
            (xml_ncname!("id"), id(png).to_string()),
            (xml_ncname!("width"), side.to_string()),
            (xml_ncname!("height"), side.to_string()),
            (xml_ncname!("type"), "image/png".to_owned()),
        ];
        let info = Element::builder("info", METADATA);
        attributes.into_iter().fold(info, |info, (name, value)| info.attr(name.to_owned(), value)).build()
    });
    to_node(METADATA, picture.map(|(png, _)| id(png)), Element::builder("metadata", METADATA).append_all(info).build())
}

fn to_node(node: &str, id: Option<PictureId>, payload: Element) -> Request {
    let item = Element::builder("item", ns::PUBSUB);
    let item = match id {
        Some(id) => item.attr(xml_ncname!("id").to_owned(), id.to_string()),
        None => item,
    };
    let publish = Element::builder("publish", ns::PUBSUB).attr(xml_ncname!("node").to_owned(), node).append(item.append(payload).build());
    Request::set(None, Element::builder("pubsub", ns::PUBSUB).append(publish.build()).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &str = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";

    fn own() -> BareJid {
        "romeo@montague.lit".parse().unwrap()
    }

    fn told(from: &str, inside: &str) -> Option<(String, Option<String>)> {
        let xml = format!(
            "<message xmlns='jabber:client' type='headline' {from}><event xmlns='http://jabber.org/protocol/pubsub#event'>{inside}</event></message>"
        );
        let (whose, picture) = event(&Message::try_from(xml.parse::<Element>().unwrap()).unwrap(), &own())?;
        Some((whose.to_string(), picture.map(|picture| picture.to_string())))
    }

    fn items(inside: &str) -> String {
        format!("<items node='{METADATA}'><item id='x'><metadata xmlns='{METADATA}'>{inside}</metadata></item></items>")
    }

    #[test]
    fn an_address_tells_of_its_own_picture_and_of_no_other() {
        let info = format!("<info id='{HELLO}' bytes='5' type='image/png'/>");
        let juliet = |picture: Option<&str>| Some(("juliet@capulet.lit".to_owned(), picture.map(str::to_owned)));
        assert_eq!(told("from='juliet@capulet.lit'", &items(&info)), juliet(Some(HELLO)));
        assert_eq!(told("", &items(&info)), Some((own().to_string(), Some(HELLO.to_owned()))));
        assert_eq!(told("from='juliet@capulet.lit/phone'", &items(&info)), None);
        assert_eq!(told("from='juliet@capulet.lit'", &items(&info).replace("metadata'><item", "other'><item")), None);
        for none in [items(""), items("<stop/>"), format!("<delete node='{METADATA}'/>"), format!("<purge node='{METADATA}'/>")] {
            assert_eq!(told("from='juliet@capulet.lit'", &none), juliet(None), "{none}");
        }
    }

    #[test]
    fn a_picture_in_the_web_or_of_a_kind_that_is_a_program_is_passed_over() {
        let web = format!("<info id='{HELLO}' url='https://tracker.example/x.png' type='image/png'/>");
        let svg = format!("<info id='{HELLO}' type='image/svg+xml'/>");
        let wrong = "<info id='../../x' type='image/png'/>";
        let other = "<info id='1111111111111111111111111111111111111111' type='image/webp'/>";
        let picture = |inside: &str| told("from='juliet@capulet.lit'", &items(inside)).unwrap().1;
        assert_eq!(picture(&format!("{web}{svg}{wrong}")), None);
        assert_eq!(picture(&format!("{web}{svg}{wrong}{other}")).as_deref(), Some("1111111111111111111111111111111111111111"));
    }

    #[test]
    fn a_presence_may_say_nothing_none_or_which() {
        let said = |inside: &str| {
            let xml = format!("<presence xmlns='jabber:client' from='tea@rooms.lit/juliet'>{inside}</presence>");
            announced(&Presence::try_from(xml.parse::<Element>().unwrap()).unwrap()).map(|id| id.map(|id| id.to_string()))
        };
        assert_eq!(said(""), None);
        assert_eq!(said("<x xmlns='vcard-temp:x:update'/>"), None);
        assert_eq!(said("<x xmlns='vcard-temp:x:update'><photo/></x>"), Some(None));
        assert_eq!(said(&format!("<x xmlns='vcard-temp:x:update'><photo> {HELLO}\n</photo></x>")), Some(Some(HELLO.to_owned())));
        assert_eq!(said(&format!("<x xmlns='urn:other'><photo>{HELLO}</photo></x>")), None);
    }

    #[test]
    fn only_the_bytes_that_were_announced_are_the_picture() {
        let (hello, other) = (HELLO.parse().unwrap(), "1111111111111111111111111111111111111111".parse().unwrap());
        let answer: Element = format!(
            "<pubsub xmlns='{}'><items node='{DATA}'><item id='{HELLO}'><data xmlns='{DATA}'> aGVs\nbG8= </data></item></items></pubsub>",
            ns::PUBSUB
        )
        .parse()
        .unwrap();
        assert_eq!(read(&answer, hello), Some(b"hello".to_vec()));
        assert_eq!(read(&answer, other), None);
        let card: Element =
            "<vCard xmlns='vcard-temp'><PHOTO><BINVAL>b3RoZXI=</BINVAL></PHOTO><PHOTO><BINVAL>aGVsbG8=</BINVAL></PHOTO></vCard>"
                .parse()
                .unwrap();
        assert_eq!(read_card(&card, hello), Some(b"hello".to_vec()));
        assert_eq!(read_card(&card, other), None);
    }

    #[test]
    fn what_is_far_too_long_is_nothing() {
        assert_eq!(decode(&"AAAA".repeat(LONGEST / 3)).map(|bytes| bytes.len()), Some(LONGEST / 3 * 3));
        assert_eq!(decode(&"AAAA".repeat(LONGEST / 3 + 1)), None);
        assert_eq!(decode(""), None);
    }

    #[test]
    fn what_is_published_is_what_is_read() {
        let request = publish(b"hello");
        let item = request.payload.get_child("publish", ns::PUBSUB).and_then(|publish| publish.get_child("item", ns::PUBSUB)).unwrap();
        assert_eq!((item.attr("id"), item.get_child("data", DATA).map(Element::text)), (Some(HELLO), Some("aGVsbG8=".to_owned())));
        let metadata = |request: Request| {
            let publish = request.payload.get_child("publish", ns::PUBSUB).unwrap();
            assert_eq!(publish.attr("node"), Some(METADATA));
            publish.get_child("item", ns::PUBSUB).unwrap().get_child("metadata", METADATA).unwrap().clone()
        };
        assert_eq!(metadata(announce(Some((b"hello", 64)))).children().find_map(usable), Some(HELLO.parse().unwrap()));
        assert_eq!(metadata(announce(None)).children().count(), 0);
    }
}
