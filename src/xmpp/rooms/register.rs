//! A nickname that a room keeps for us (XEP-0045): what it is (§7.12), and how it is registered by the room's own form (§7.10).

use crate::model::Problem;
use crate::model::form::{Field, FieldKind, Form};
use crate::xmpp::iq::{Answer, Request};
use crate::xmpp::{disco, forms};
use jid::BareJid;
use xmpp_parsers::minidom::Element;

const REGISTER: &str = "jabber:iq:register";
const FORM: &str = "http://jabber.org/protocol/muc#register";
const NICK: &str = "muc#register_roomnick";

/// Asks a room under which name it knows us.
pub fn reserved(room: &BareJid) -> Request {
    disco::request(Some(room.clone().into()), Some("x-roomuser-item".into()))
}

fn nick(answer: &Option<Element>) -> Option<String> {
    let info = disco::read(answer)?;
    let ours = info.identities.into_iter().find(|identity| identity.category == "conference" && identity.type_ == "text");
    ours?.name.filter(|name| !name.trim().is_empty())
}

pub fn request(room: &BareJid) -> Request {
    Request::get(room_jid(room), Element::bare("query", REGISTER))
}

/// The room's form, with the name we have there where it has none yet. A room that has registered us already takes another name in the
/// usual one.
///
/// # Errors
/// `not-implemented` where the room has none.
pub fn form(answer: Option<&Element>, nick: &str) -> Result<Form, Problem> {
    let query = answer.filter(|query| query.is("query", REGISTER)).ok_or(Problem::NotImplemented)?;
    let mut form = match forms::read(query) {
        Some(form) => form,
        None if query.has_child("registered", REGISTER) => only_a_name(),
        None => return Err(Problem::NotImplemented),
    };
    if form.field(NICK).is_some_and(|field| field.value().is_empty()) {
        form.set(NICK, vec![nick.to_owned()]);
    }
    Ok(form)
}

/// The same with the name in it.
///
/// # Errors
/// `not-implemented` where the room asks for more than a name, or has no form.
pub fn fill(answer: Option<&Element>, nick: &str) -> Result<Element, Problem> {
    let mut form = form(answer, nick)?;
    let known = form.set(NICK, vec![nick.to_owned()]);
    let unanswered = form.fields.iter().any(|field| field.required && field.values.iter().all(String::is_empty));
    if known && !unanswered { Ok(forms::submit(&form)) } else { Err(Problem::NotImplemented) }
}

fn only_a_name() -> Form {
    let field = |name: &str, kind, value: &str| Field {
        name: name.into(),
        kind,
        label: None,
        description: None,
        required: false,
        choices: Vec::new(),
        values: vec![value.to_owned()],
    };
    let fields = vec![field("FORM_TYPE", FieldKind::Hidden, FORM), field(NICK, FieldKind::Text, "")];
    Form { title: None, instructions: None, fields }
}

pub fn submit(room: &BareJid, form: Element) -> Request {
    Request::set(room_jid(room), Element::builder("query", REGISTER).append(form).build())
}

fn room_jid(room: &BareJid) -> Option<jid::Jid> {
    Some(room.clone().into())
}

/// The answer of a room that was asked for the name.
pub fn of(answer: &Answer) -> Option<String> {
    answer.as_ref().ok().and_then(nick)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(inside: &str) -> Element {
        format!("<query xmlns='jabber:iq:register'>{inside}</query>").parse().unwrap()
    }

    #[test]
    fn the_reserved_name_is_the_rooms_identity_for_us() {
        let told = |identity: &str| {
            let xml = format!("<query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'>{identity}</query>");
            of(&Ok(Some(xml.parse().unwrap())))
        };
        assert_eq!(told("<identity category='conference' type='text' name='Romeo M.'/>").as_deref(), Some("Romeo M."));
        assert_eq!(told("<identity category='conference' type='text' name=' '/>"), None);
        assert_eq!(told("<identity category='server' type='im' name='Prosody'/>"), None);
        assert_eq!(of(&Err(Problem::stanza("item-not-found"))), None);
    }

    #[test]
    fn the_rooms_form_is_filled_with_the_name_alone() {
        let form = |more: &str| {
            query(&format!(
                "<x xmlns='jabber:x:data' type='form'><field type='hidden' var='FORM_TYPE'><value>{FORM}</value></field>\
                 <field var='{NICK}' type='text-single'><required/></field>{more}</x>"
            ))
        };
        let filled = fill(Some(&form("")), "Romeo").unwrap();
        assert_eq!(filled.attr("type"), Some("submit"));
        assert!(String::from(&filled).contains("Romeo"));
        let age = "<field var='age' type='text-single'><required/></field>";
        assert_eq!(fill(Some(&form(age)), "Romeo"), Err(Problem::NotImplemented));
        let told = super::form(Some(&form(age)), "Romeo").unwrap();
        assert_eq!(told.fields.iter().map(Field::value).collect::<Vec<_>>(), [FORM, "Romeo", ""]);
        let again = fill(Some(&query("<registered/><username>Rom</username>")), "Romeo").unwrap();
        assert!(String::from(&again).contains(FORM) && String::from(&again).contains("Romeo"));
        assert_eq!(fill(Some(&query("")), "Romeo"), Err(Problem::NotImplemented));
    }
}
