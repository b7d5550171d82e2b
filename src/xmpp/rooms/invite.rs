//! Invitations: by the room (XEP-0045 §7.8.2) and by a person directly (XEP-0249).
//!
//! A room speaks only for itself: what comes from its bare JID invites into it, and who is behind it is the room's word. A direct one is
//! the word of its sender. Neither is ever followed without the user.

use crate::model::Secret;
use jid::{BareJid, Jid};
use xmpp_parsers::message::{Id, Message, MessageType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xso::exports::rxml::xml_ncname;

const DIRECT: &str = "jabber:x:conference";
/// Characters of a reason that are kept.
const LONGEST: usize = 2000;

#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    pub room: BareJid,
    pub from: Jid,
    pub reason: Option<String>,
    pub password: Option<Secret>,
    pub direct: bool,
}

/// Reads an invitation to us. `None` when the message is none.
pub fn read(message: &Message) -> Option<Received> {
    if matches!(message.type_, MessageType::Error | MessageType::Groupchat) {
        return None;
    }
    mediated(message).or_else(|| direct(message))
}

fn mediated(message: &Message) -> Option<Received> {
    let room = message.from.clone().filter(Jid::is_bare)?.to_bare();
    let mark = message.payloads.iter().find(|payload| payload.is("x", ns::MUC_USER))?;
    let invite = mark.get_child("invite", ns::MUC_USER)?;
    let from = invite.attr("from").and_then(|from| from.parse().ok()).unwrap_or_else(|| room.clone().into());
    let password = mark.get_child("password", ns::MUC_USER).map(Element::text);
    let reason = invite.get_child("reason", ns::MUC_USER).map(Element::text);
    sound(Received { room, from, reason: words(reason), password: secret(password), direct: false })
}

fn direct(message: &Message) -> Option<Received> {
    let from = message.from.clone()?;
    let mark = message.payloads.iter().find(|payload| payload.is("x", DIRECT))?;
    let room = mark.attr("jid")?.parse().ok()?;
    let text = |name: &str| mark.attr(name).map(str::to_owned);
    sound(Received { room, from, reason: words(text("reason")), password: secret(text("password")), direct: true })
}

/// An address without a name is no room.
fn sound(received: Received) -> Option<Received> {
    received.room.node().is_some().then_some(received)
}

fn words(reason: Option<String>) -> Option<String> {
    let short: String = reason?.trim().chars().take(LONGEST).collect();
    Some(short).filter(|short| !short.is_empty())
}

fn secret(password: Option<String>) -> Option<Secret> {
    password.filter(|password| !password.is_empty()).map(Secret::new)
}

/// Asks somebody in, through the room. An error with this id says that the room does not.
pub fn invite(room: &BareJid, jid: &BareJid, reason: Option<&str>, id: &str) -> Element {
    to_room(room, "invite", jid.as_str(), reason, Some(id))
}

/// Asks somebody in, from us to them (XEP-0249 §2).
pub fn directly(room: &BareJid, jid: &BareJid, reason: Option<&str>, password: Option<&Secret>) -> Element {
    let mut mark = Element::builder("x", DIRECT).attr(xml_ncname!("jid").to_owned(), room.as_str());
    mark = mark.attr(xml_ncname!("reason").to_owned(), reason);
    mark = mark.attr(xml_ncname!("password").to_owned(), password.map(Secret::reveal));
    let mut message = Message::new_with_type(MessageType::Normal, Some(jid.clone().into()));
    message.payloads.push(mark.build());
    message.into()
}

/// Somebody whom we asked in does not come (§7.8.2): the room, who, and why.
pub fn declined(message: &Message) -> Option<(BareJid, Jid, Option<String>)> {
    if matches!(message.type_, MessageType::Error | MessageType::Groupchat) {
        return None;
    }
    let room = message.from.clone().filter(Jid::is_bare)?.to_bare();
    let decline = message.payloads.iter().find(|payload| payload.is("x", ns::MUC_USER))?.get_child("decline", ns::MUC_USER)?;
    let who = decline.attr("from")?.parse().ok()?;
    Some((room, who, words(decline.get_child("reason", ns::MUC_USER).map(Element::text))))
}

/// Tells whoever invited us through the room that we do not come (§7.8.2). `from` as the invitation had it: some rooms name the occupant.
pub fn decline(room: &BareJid, from: &Jid, reason: Option<&str>) -> Element {
    to_room(room, "decline", from.as_str(), reason, None)
}

fn to_room(room: &BareJid, what: &str, to: &str, reason: Option<&str>, id: Option<&str>) -> Element {
    let reason = reason.map(|reason| Element::builder("reason", ns::MUC_USER).append(reason).build());
    let inner = Element::builder(what, ns::MUC_USER).attr(xml_ncname!("to").to_owned(), to);
    let mark = Element::builder("x", ns::MUC_USER).append(inner.append_all(reason).build()).build();
    let mut message = Message::new_with_type(MessageType::Normal, Some(room.clone().into()));
    message.id = id.map(|id| Id(id.to_owned()));
    message.payloads.push(mark);
    message.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(xml: &str) -> Option<Received> {
        read(&xml.parse::<Element>().unwrap().try_into().unwrap())
    }

    fn from_room(from: &str, inside: &str) -> Option<Received> {
        received(&format!(
            "<message xmlns='jabber:client' from='{from}'><body>Come!</body><x xmlns='http://jabber.org/protocol/muc#user'>{inside}</x></message>"
        ))
    }

    #[test]
    fn a_room_invites_into_itself_with_a_password() {
        let inside = "<invite from='juliet@one.test/balcony'><reason> To talk </reason></invite><password>rose</password>";
        let invitation = from_room("tea@rooms.test", inside).unwrap();
        assert_eq!(invitation.room.as_str(), "tea@rooms.test");
        assert_eq!((invitation.from.as_str(), invitation.direct), ("juliet@one.test/balcony", false));
        assert_eq!((invitation.reason.as_deref(), invitation.password), (Some("To talk"), Some(Secret::new("rose"))));
        assert_eq!(from_room("tea@rooms.test", "<invite from='not an address'/>").unwrap().from.as_str(), "tea@rooms.test");
    }

    #[test]
    fn somebody_in_a_room_is_not_the_room_and_a_server_is_none() {
        assert_eq!(from_room("tea@rooms.test/Mercutio", "<invite from='juliet@one.test'/>"), None);
        assert_eq!(from_room("rooms.test", "<invite from='juliet@one.test'/>"), None);
        assert_eq!(from_room("tea@rooms.test", "<decline from='juliet@one.test'/>"), None);
    }

    #[test]
    fn a_person_invites_directly_in_their_own_name() {
        let xml = |attributes: &str| {
            format!("<message xmlns='jabber:client' from='juliet@one.test/b'><x xmlns='jabber:x:conference' {attributes}/></message>")
        };
        let invitation = received(&xml("jid='tea@rooms.test' reason='Come' password='rose'")).unwrap();
        assert_eq!((invitation.room.as_str(), invitation.from.as_str()), ("tea@rooms.test", "juliet@one.test/b"));
        assert!(invitation.direct);
        assert_eq!(received(&xml("")), None);
        assert_eq!(received(&xml("jid='rooms.test'")), None);
        assert_eq!(received(&xml("jid='tea@rooms.test'").replace("<message ", "<message type='error' ")), None);
    }

    #[test]
    fn what_we_send_goes_to_the_room() {
        let room: BareJid = "tea@rooms.test".parse().unwrap();
        let invited = String::from(&invite(&room, &"romeo@one.test".parse().unwrap(), Some("Come & see"), "i1"));
        assert!(invited.contains("to='tea@rooms.test'") || invited.contains("to=\"tea@rooms.test\""), "{invited}");
        assert!(invited.contains("Come &amp; see") && invited.contains("romeo@one.test"), "{invited}");
        let declined = decline(&room, &"juliet@one.test/b".parse().unwrap(), Some("Busy"));
        let inner = declined.children().next().and_then(|mark| mark.children().next()).unwrap();
        assert_eq!((inner.name(), inner.attr("to")), ("decline", Some("juliet@one.test/b")));
        assert_eq!(inner.children().next().map(Element::text).as_deref(), Some("Busy"));
    }

    #[test]
    fn only_a_room_says_that_somebody_does_not_come() {
        let xml = |from: &str| {
            format!(
                "<message xmlns='jabber:client' from='{from}'><x xmlns='http://jabber.org/protocol/muc#user'>\
                 <decline from='juliet@one.test'><reason>Busy</reason></decline></x></message>"
            )
        };
        let told = |xml: String| declined(&xml.parse::<Element>().unwrap().try_into().unwrap());
        let room: BareJid = "tea@rooms.test".parse().unwrap();
        assert_eq!(told(xml("tea@rooms.test")), Some((room, "juliet@one.test".parse().unwrap(), Some("Busy".into()))));
        assert_eq!(told(xml("tea@rooms.test/tybalt")), None);
        assert_eq!(told(xml("tea@rooms.test").replace("<message ", "<message type='groupchat' ")), None);
    }
}
