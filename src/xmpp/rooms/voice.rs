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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_asks_to_be_a_participant() {
        let element = request(&"tea@rooms.lit".parse().unwrap(), "v1");
        let form = DataForm::try_from(element.children().next().unwrap().clone()).unwrap();
        assert_eq!((element.attr("id"), form.form_type()), (Some("v1"), Some(REQUEST)));
        assert_eq!((form.fields[1].var.as_deref(), &*form.fields[1].values), (Some("muc#role"), &["participant".to_owned()][..]));
    }
}
