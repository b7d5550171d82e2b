//! What moderators, admins and owners do with people (XEP-0045 §8, §9, §10.3 to §10.8) and an owner with the room (§10.9).

use crate::model::{Affiliated, Affiliation, Role};
use crate::xmpp::iq::Request;
use jid::BareJid;
use xmpp_parsers::minidom::Element;
use xso::exports::rxml::xml_ncname;

const ADMIN: &str = "http://jabber.org/protocol/muc#admin";
pub const OWNER: &str = "http://jabber.org/protocol/muc#owner";
/// Entries of a list that are kept.
const MOST: usize = 20_000;

/// What somebody is to the room, in it or not.
pub fn set_affiliation(room: &BareJid, jid: &BareJid, affiliation: Affiliation, reason: Option<&str>) -> Request {
    let item = Element::builder("item", ADMIN)
        .attr(xml_ncname!("affiliation").to_owned(), affiliation.as_str())
        .attr(xml_ncname!("jid").to_owned(), jid.as_str());
    set(room, item, reason)
}

/// What somebody who is in the room may do there; with `Role::None` he is put out (§8.2).
pub fn set_role(room: &BareJid, nick: &str, role: Role, reason: Option<&str>) -> Request {
    let item =
        Element::builder("item", ADMIN).attr(xml_ncname!("nick").to_owned(), nick).attr(xml_ncname!("role").to_owned(), role.as_str());
    set(room, item, reason)
}

fn set(room: &BareJid, item: xmpp_parsers::minidom::ElementBuilder, reason: Option<&str>) -> Request {
    let reason = reason.map(|reason| Element::builder("reason", ADMIN).append(reason).build());
    let query = Element::builder("query", ADMIN).append(item.append_all(reason).build()).build();
    Request::set(Some(room.clone().into()), query)
}

/// Asks for everybody who is that to the room (§9.5, §9.8).
pub fn list(room: &BareJid, affiliation: Affiliation) -> Request {
    let item = Element::builder("item", ADMIN).attr(xml_ncname!("affiliation").to_owned(), affiliation.as_str()).build();
    Request::get(Some(room.clone().into()), Element::builder("query", ADMIN).append(item).build())
}

/// The answer to `list`; what is no person's address is left out. `None` when it is no such list.
pub fn read_list(answer: Option<&Element>, asked: Affiliation) -> Option<Vec<Affiliated>> {
    let query = answer.filter(|answer| answer.is("query", ADMIN))?;
    let person = |item: &Element| {
        let jid: BareJid = item.attr("jid")?.parse().ok()?;
        let affiliation = item.attr("affiliation").and_then(Affiliation::parse).unwrap_or(asked);
        let reason = item.get_child("reason", ADMIN).map(Element::text).filter(|reason| !reason.trim().is_empty());
        Some(Affiliated { jid, affiliation, reason })
    };
    Some(query.children().filter(|child| child.is("item", ADMIN)).filter_map(person).take(MOST).collect())
}

/// Puts an end to the room (§10.9).
pub fn destroy(room: &BareJid, reason: Option<&str>, successor: Option<&BareJid>) -> Request {
    let reason = reason.map(|reason| Element::builder("reason", OWNER).append(reason).build());
    let destroy = Element::builder("destroy", OWNER).attr(xml_ncname!("jid").to_owned(), successor.map(|room| room.as_str()));
    let query = Element::builder("query", OWNER).append(destroy.append_all(reason).build()).build();
    Request::set(Some(room.clone().into()), query)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> BareJid {
        "tea@rooms.lit".parse().unwrap()
    }

    #[test]
    fn somebody_is_put_out_by_name_and_banned_by_address() {
        let kick = set_role(&room(), "tybalt", Role::None, Some("Enough"));
        let item = kick.payload.get_child("item", ADMIN).unwrap();
        assert_eq!((item.attr("nick"), item.attr("role"), item.attr("affiliation")), (Some("tybalt"), Some("none"), None));
        assert_eq!(item.get_child("reason", ADMIN).unwrap().text(), "Enough");
        let ban = set_affiliation(&room(), &"tybalt@capulet.lit".parse().unwrap(), Affiliation::Outcast, None);
        let item = ban.payload.get_child("item", ADMIN).unwrap();
        assert_eq!((item.attr("jid"), item.attr("affiliation")), (Some("tybalt@capulet.lit"), Some("outcast")));
        assert!(ban.set && item.children().next().is_none());
    }

    #[test]
    fn a_list_is_read_without_what_is_no_address() {
        let xml = "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='outcast' jid='tybalt@capulet.lit'>\
                   <reason>Brawls</reason></item><item affiliation='outcast' jid='@'/><item affiliation='outcast' nick='x'/></query>";
        let tybalt =
            Affiliated { jid: "tybalt@capulet.lit".parse().unwrap(), affiliation: Affiliation::Outcast, reason: Some("Brawls".into()) };
        assert_eq!(read_list(xml.parse().ok().as_ref(), Affiliation::Outcast), Some(vec![tybalt]));
        assert_eq!(read_list(None, Affiliation::Outcast), None);
    }

    #[test]
    fn a_room_ends_with_a_reason_and_somewhere_to_go() {
        let end = destroy(&room(), Some("Curfew"), Some(&"garden@rooms.lit".parse().unwrap()));
        let destroy = end.payload.get_child("destroy", OWNER).unwrap();
        assert_eq!(destroy.attr("jid"), Some("garden@rooms.lit"));
        assert_eq!(destroy.get_child("reason", OWNER).unwrap().text(), "Curfew");
    }
}
