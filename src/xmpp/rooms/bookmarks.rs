//! Bookmarks of rooms, the same on all devices: each an item of the account's own node (XEP-0402); where the server does not keep that
//! and the older list in step, the older list in private storage (XEP-0048, XEP-0049), which other clients of such servers read.
//!
//! Only our own account's word counts.

use crate::model::Secret;
use crate::xmpp::iq::Request;
use crate::xmpp::private_data;
use jid::{BareJid, ResourcePart};
use xmpp_parsers::bookmarks2::{Conference, Extensions};
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xso::exports::rxml::xml_ncname;

const NODE: &str = "urn:xmpp:bookmarks:1";
/// The server keeps the older list in step (XEP-0402 §5).
pub const COMPAT: &str = "urn:xmpp:bookmarks:1#compat";
const PRIVATE: &str = "jabber:iq:private";

#[derive(Debug, Clone, Default)]
pub struct Bookmark {
    pub name: Option<String>,
    pub autojoin: bool,
    pub nick: Option<String>,
    pub password: Option<Secret>,
    /// What other clients have put there; given back as it came.
    pub extensions: Option<Extensions>,
}

/// What another device has done.
#[derive(Debug)]
pub enum Change {
    Set(BareJid, Bookmark),
    Gone(BareJid),
}

pub fn request() -> Request {
    private_data::request(NODE)
}

/// The bookmarks in the answer to `request`.
pub fn all(answer: &Element) -> Vec<(BareJid, Bookmark)> {
    private_data::items(answer).filter_map(read).collect()
}

pub fn publish(room: &BareJid, bookmark: &Bookmark) -> Request {
    let conference = Conference {
        autojoin: bookmark.autojoin,
        name: bookmark.name.clone(),
        nick: bookmark.nick.as_ref().and_then(|nick| Some(ResourcePart::new(nick).ok()?.into_owned())),
        password: bookmark.password.as_ref().map(|password| password.reveal().to_owned()),
        extensions: bookmark.extensions.clone(),
    };
    private_data::publish(NODE, room.as_str(), conference.into())
}

/// Takes a bookmark away; our other devices are told.
pub fn retract(room: &BareJid) -> Request {
    let item = Element::builder("item", ns::PUBSUB).attr(xml_ncname!("id").to_owned(), room.as_str()).build();
    let retract = Element::builder("retract", ns::PUBSUB)
        .attr(xml_ncname!("node").to_owned(), NODE)
        .attr(xml_ncname!("notify").to_owned(), "true")
        .append(item);
    Request::set(None, Element::builder("pubsub", ns::PUBSUB).append(retract.build()).build())
}

/// `None` for any other message.
pub fn event(message: &Message, own: &BareJid) -> Option<Vec<Change>> {
    let event = private_data::event(message, own, NODE)?;
    let set = event.items().filter_map(read).map(|(room, bookmark)| Change::Set(room, bookmark));
    let gone = event.retracted().filter_map(|id| id.parse().ok()).map(Change::Gone);
    Some(set.chain(gone).collect())
}

fn read((id, item): (&str, &Element)) -> Option<(BareJid, Bookmark)> {
    let room: BareJid = id.parse().ok()?;
    let conference = Conference::try_from(item.get_child("conference", NODE)?.clone()).ok()?;
    let Conference { autojoin, name, nick, password, extensions } = conference;
    let bookmark = Bookmark {
        name: present(name),
        autojoin,
        nick: nick.map(|nick| nick.to_string()),
        password: present(password).map(Secret::new),
        extensions,
    };
    room.node().is_some().then_some((room, bookmark))
}

fn present(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Asks for the older list.
pub fn request_stored() -> Request {
    let storage = Element::builder("storage", ns::BOOKMARKS).build();
    Request::get(None, Element::builder("query", PRIVATE).append(storage).build())
}

/// The bookmarks of the older list.
pub fn stored(answer: &Element) -> Vec<(BareJid, Bookmark)> {
    let conference = |conference: &Element| {
        let room: BareJid = conference.attr("jid")?.parse().ok()?;
        let text = |name: &str| present(conference.get_child(name, ns::BOOKMARKS).map(Element::text));
        let autojoin = matches!(conference.attr("autojoin"), Some("true" | "1"));
        let password = text("password").map(Secret::new);
        let name = present(conference.attr("name").map(str::to_owned));
        let bookmark = Bookmark { name, autojoin, nick: text("nick"), password, extensions: None };
        room.node().is_some().then_some((room, bookmark))
    };
    conferences(answer).filter_map(conference).collect()
}

fn conferences(answer: &Element) -> impl Iterator<Item = &Element> {
    let storage = answer.get_child("storage", ns::BOOKMARKS);
    storage.into_iter().flat_map(Element::children).filter(|child| child.is("conference", ns::BOOKMARKS))
}

/// The older list as it was told, with bookmarks new, changed or gone: the list goes back whole.
pub fn store(answer: &Element, changes: &[(&BareJid, Option<&Bookmark>)]) -> Request {
    let about = |child: &Element| child.attr("jid").and_then(|jid| jid.parse::<BareJid>().ok());
    let changed = |child: &Element| about(child).is_some_and(|jid| changes.iter().any(|(room, _)| **room == jid));
    let kept = answer.get_child("storage", ns::BOOKMARKS).into_iter().flat_map(Element::children);
    let kept = kept.filter(|child| !(child.is("conference", ns::BOOKMARKS) && changed(child))).cloned();
    let written = changes.iter().filter_map(|(room, bookmark)| Some(conference(room, (*bookmark)?)));
    let storage = Element::builder("storage", ns::BOOKMARKS).append_all(kept).append_all(written).build();
    Request::set(None, Element::builder("query", PRIVATE).append(storage).build())
}

/// An entry of the older list.
fn conference(room: &BareJid, bookmark: &Bookmark) -> Element {
    let text = |name: &str, text: &str| Element::builder(name, ns::BOOKMARKS).append(text.to_owned()).build();
    let inside = [
        bookmark.nick.as_ref().map(|nick| text("nick", nick)),
        bookmark.password.as_ref().map(|password| text("password", password.reveal())),
    ];
    Element::builder("conference", ns::BOOKMARKS)
        .attr(xml_ncname!("jid").to_owned(), room.as_str())
        .attr(xml_ncname!("name").to_owned(), bookmark.name.as_deref())
        .attr(xml_ncname!("autojoin").to_owned(), if bookmark.autojoin { "true" } else { "false" })
        .append_all(inside.into_iter().flatten())
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> BareJid {
        "tea@rooms.lit".parse().unwrap()
    }

    fn told(from: &str, inside: &str) -> Option<Vec<Change>> {
        let xml = format!(
            "<message xmlns='jabber:client' type='headline' from='{from}'><event xmlns='http://jabber.org/protocol/pubsub#event'>\
             <items node='urn:xmpp:bookmarks:1'>{inside}</items></event></message>"
        );
        event(&Message::try_from(xml.parse::<Element>().unwrap()).unwrap(), &"romeo@montague.lit".parse().unwrap())
    }

    const TEA: &str = "<item id='tea@rooms.lit'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true' name='Tea'><nick>romeo</nick>\
                       <extensions><pinned xmlns='urn:other'/></extensions></conference></item>";

    #[test]
    fn what_another_device_does_is_told_and_what_it_added_goes_back() {
        let changes = told("romeo@montague.lit", &format!("{TEA}<retract id='garden@rooms.lit'/>")).unwrap();
        let [Change::Set(set, bookmark), Change::Gone(gone)] = &changes[..] else { panic!("{changes:?}") };
        assert_eq!((set, gone.as_str()), (&room(), "garden@rooms.lit"));
        assert_eq!((bookmark.autojoin, bookmark.name.as_deref(), bookmark.nick.as_deref()), (true, Some("Tea"), Some("romeo")));
        let published = String::from(&publish(&room(), &Bookmark { autojoin: false, ..bookmark.clone() }).payload);
        assert!(published.contains("urn:other") && published.contains("whitelist"), "{published}");
    }

    #[test]
    fn only_the_account_itself_bookmarks_a_room() {
        assert_eq!(told("tybalt@capulet.lit", TEA).map(|changes| changes.len()), Some(0));
        assert_eq!(told("rooms.lit", TEA).map(|changes| changes.len()), Some(0));
    }

    #[test]
    fn what_is_no_rooms_address_is_no_bookmark() {
        let odd = "<item id='rooms.lit'><conference xmlns='urn:xmpp:bookmarks:1'/></item><item id='@'/><item/>";
        assert_eq!(told("romeo@montague.lit", odd).map(|changes| changes.len()), Some(0));
    }

    #[test]
    fn the_older_list_goes_back_whole_with_what_is_not_ours() {
        let list: Element = "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'><url name='Play' url='https://lit'/>\
                             <conference jid='garden@rooms.lit' autojoin='1'><nick>r</nick></conference>\
                             <conference jid='tea@rooms.lit' autojoin='false'/></storage></query>"
            .parse()
            .unwrap();
        let read: Vec<_> = stored(&list).into_iter().map(|(room, bookmark)| (room.to_string(), bookmark.autojoin)).collect();
        assert_eq!(read, [("garden@rooms.lit".to_owned(), true), ("tea@rooms.lit".to_owned(), false)]);
        let bookmark = Bookmark { autojoin: true, nick: Some("romeo".into()), ..Bookmark::default() };
        let back = store(&list, &[(&room(), Some(&bookmark))]).payload;
        let read: Vec<_> = stored(&back).into_iter().map(|(room, bookmark)| (room.to_string(), bookmark.autojoin)).collect();
        assert_eq!(read, [("garden@rooms.lit".to_owned(), true), ("tea@rooms.lit".to_owned(), true)]);
        assert!(String::from(&back).contains("https://lit"));
        let without = store(&back, &[(&room(), None)]).payload;
        assert_eq!(stored(&without).into_iter().map(|(room, _)| room.to_string()).collect::<Vec<_>>(), ["garden@rooms.lit"]);
        assert!(String::from(&without).contains("https://lit"));
    }
}
