//! Moderated message retraction (XEP-0425), in both generations: `:1`, and `:0` over message fastening (XEP-0422), which servers of 2023 keep.
//!
//! Only the room itself says that a message was taken back by a moderator: its bare address, or its archive.

use super::iq::Request;
use jid::BareJid;
use std::collections::BTreeSet;
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xso::exports::rxml::xml_ncname;

const MODERATE: &str = "urn:xmpp:message-moderate:1";
const MODERATE_0: &str = "urn:xmpp:message-moderate:0";
const RETRACT: &str = "urn:xmpp:message-retract:1";
const RETRACT_0: &str = "urn:xmpp:message-retract:0";
const FASTEN: &str = "urn:xmpp:fasten:0";

/// What a room speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    First,
    Second,
}

/// By the features of a room; `None` where nobody can take back what others said.
pub fn offered(features: &BTreeSet<String>) -> Option<Generation> {
    if features.contains(MODERATE) {
        return Some(Generation::Second);
    }
    features.contains(MODERATE_0).then_some(Generation::First)
}

/// Asks the room to take back the message with this id of its archive (§4).
pub fn request(room: &BareJid, stanza_id: &str, reason: Option<&str>, generation: Generation) -> Request {
    let inside = |namespace: &'static str, retract: &'static str| {
        let reason = reason.map(|reason| Element::builder("reason", namespace).append(reason).build());
        Element::builder("moderate", namespace).append(Element::builder("retract", retract).build()).append_all(reason)
    };
    let id = xml_ncname!("id").to_owned();
    let payload = match generation {
        Generation::Second => inside(MODERATE, RETRACT).attr(id, stanza_id).build(),
        Generation::First => Element::builder("apply-to", FASTEN).attr(id, stanza_id).append(inside(MODERATE_0, RETRACT_0).build()).build(),
    };
    Request::set(Some(room.clone().into()), payload)
}

/// The archive's id of the message that a moderator has taken back, by a message of the room `room`.
pub fn read(message: &Message, room: &BareJid) -> Option<String> {
    let from_room = message.from.as_ref().is_some_and(|from| from.is_bare() && from.to_bare() == *room);
    let find = |name, namespace| message.payloads.iter().find(|payload| payload.is(name, namespace));
    let now = find("retract", RETRACT).filter(|retract| retract.has_child("moderated", MODERATE)).and_then(|retract| retract.attr("id"));
    let before = || {
        let moderated = |apply: &&Element| apply.get_child("moderated", MODERATE_0).is_some_and(|by| by.has_child("retract", RETRACT_0));
        find("apply-to", FASTEN).filter(moderated)?.attr("id")
    };
    let id = now.or_else(before).filter(|id| !id.is_empty())?;
    from_room.then(|| id.to_owned())
}

/// The archive keeps this in the place of a message that a moderator has taken back (§5).
pub fn is_tombstone(message: &Message) -> bool {
    message.payloads.iter().any(|payload| {
        payload.is("retracted", RETRACT) && payload.has_child("moderated", MODERATE)
            || payload.is("moderated", MODERATE_0) && payload.has_child("retracted", RETRACT_0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room() -> BareJid {
        "tea@rooms.lit".parse().unwrap()
    }

    fn told(from: &str, inside: &str) -> Option<String> {
        read(&message(from, inside), &room())
    }

    fn message(from: &str, inside: &str) -> Message {
        let xml = format!("<message xmlns='jabber:client' type='groupchat' from='{from}'>{inside}</message>");
        Message::try_from(xml.parse::<Element>().unwrap()).unwrap()
    }

    const NOW: &str = "<retract xmlns='urn:xmpp:message-retract:1' id='s1'><moderated xmlns='urn:xmpp:message-moderate:1' by='tea@rooms.lit/x'/></retract>";
    const BEFORE: &str = "<apply-to xmlns='urn:xmpp:fasten:0' id='s1'><moderated xmlns='urn:xmpp:message-moderate:0' by='tea@rooms.lit/x'>\
                          <retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>";

    #[test]
    fn the_room_tells_what_was_taken_back_in_both_generations() {
        assert_eq!(told("tea@rooms.lit", NOW).as_deref(), Some("s1"));
        assert_eq!(told("tea@rooms.lit", BEFORE).as_deref(), Some("s1"));
    }

    #[test]
    fn nobody_in_the_room_and_no_other_room_takes_anything_back_so() {
        for from in ["tea@rooms.lit/tybalt", "garden@rooms.lit", "rooms.lit"] {
            assert_eq!((told(from, NOW), told(from, BEFORE)), (None, None), "{from}");
        }
        assert_eq!(told("tea@rooms.lit", "<retract xmlns='urn:xmpp:message-retract:1' id='s1'/>"), None, "that is a person's own");
    }

    #[test]
    fn the_archive_keeps_a_tombstone() {
        let now = "<retracted xmlns='urn:xmpp:message-retract:1'><moderated xmlns='urn:xmpp:message-moderate:1'/></retracted>";
        let before = "<moderated xmlns='urn:xmpp:message-moderate:0'><retracted xmlns='urn:xmpp:message-retract:0'/></moderated>";
        assert!(is_tombstone(&message("tea@rooms.lit/x", now)) && is_tombstone(&message("tea@rooms.lit/x", before)));
        assert!(!is_tombstone(&message("tea@rooms.lit/x", "<retracted xmlns='urn:xmpp:message-retract:1'/>")));
    }

    #[test]
    fn a_room_is_asked_in_the_newest_way_it_speaks() {
        let features = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(offered(&features(&[MODERATE, MODERATE_0])), Some(Generation::Second));
        assert_eq!((offered(&features(&[MODERATE_0])), offered(&features(&[]))), (Some(Generation::First), None));
        let before = request(&room(), "s1", Some("Spam"), Generation::First).payload;
        let moderate = before.get_child("moderate", MODERATE_0).unwrap();
        assert!(before.is("apply-to", FASTEN) && moderate.has_child("retract", RETRACT_0));
        assert_eq!(moderate.get_child("reason", MODERATE_0).unwrap().text(), "Spam");
        let now = request(&room(), "s1", None, Generation::Second).payload;
        assert!(now.is("moderate", MODERATE) && now.attr("id") == Some("s1") && now.has_child("retract", RETRACT));
    }
}
