//! Asking to be allowed to speak in a moderated room (XEP-0045 §7.13, §8.6).

use jid::BareJid;
use xmpp_parsers::data_forms::{DataForm, DataFormType, Field, FieldType};
use xmpp_parsers::message::{Message, MessageType};
use xmpp_parsers::minidom::Element;

const REQUEST: &str = "http://jabber.org/protocol/muc#request";

/// A visitor's wish, for the room to hand to its moderators.
pub fn request(room: &BareJid, id: &str) -> Element {
    let role = Field::new("muc#role", FieldType::TextSingle).with_value("participant");
    let form = DataForm::new(DataFormType::Submit, REQUEST, vec![role]);
    let mut message = Message::new_with_type(MessageType::Normal, Some(room.clone().into()));
    message.id = Some(xmpp_parsers::message::Id(id.to_owned()));
    message.payloads.push(form.into());
    message.into()
}

/// Who asks, by their name in the room, in a message of the room itself to its moderators (§8.6).
pub fn read(message: &Message) -> Option<(BareJid, String)> {
    let room = message.from.as_ref().filter(|from| from.is_bare())?.to_bare();
    let form = message.payloads.iter().find(|payload| payload.is("x", xmpp_parsers::ns::DATA_FORMS))?;
    let form =
        DataForm::try_from(form.clone()).ok().filter(|form| form.type_ == DataFormType::Form && form.form_type() == Some(REQUEST))?;
    let nick = form.fields.into_iter().find(|field| field.var.as_deref() == Some("muc#roomnick"))?.values.into_iter().next()?;
    (room.node().is_some() && !nick.is_empty()).then_some((room, nick))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_tells_its_moderators_who_asks_and_nobody_in_it_does() {
        let told = |from: &str| {
            let field = |name: &str, kind: &str, value: &str| format!("<field var='{name}' type='{kind}'><value>{value}</value></field>");
            let xml = format!(
                "<message xmlns='jabber:client' from='{from}'><x xmlns='jabber:x:data' type='form'>{}{}{}</x></message>",
                field("FORM_TYPE", "hidden", REQUEST),
                field("muc#roomnick", "text-single", "tybalt"),
                field("muc#request_allow", "boolean", "false"),
            );
            read(&Message::try_from(xml.parse::<Element>().unwrap()).unwrap())
        };
        assert_eq!(told("tea@rooms.lit"), Some(("tea@rooms.lit".parse().unwrap(), "tybalt".into())));
        assert_eq!((told("tea@rooms.lit/x"), told("rooms.lit")), (None, None));
    }

    #[test]
    fn a_visitor_asks_to_be_a_participant() {
        let element = request(&"tea@rooms.lit".parse().unwrap(), "v1");
        let form = DataForm::try_from(element.children().next().unwrap().clone()).unwrap();
        assert_eq!((element.attr("id"), form.form_type()), (Some("v1"), Some(REQUEST)));
        assert_eq!((form.fields[1].var.as_deref(), &*form.fields[1].values), (Some("muc#role"), &["participant".to_owned()][..]));
    }
}
