//! Data forms (XEP-0004): read leniently, given back filled in.

use crate::model::form::{Choice, Field, FieldKind, Form};
use xmpp_parsers::data_forms::{DataForm, DataFormType, Field as Sent, FieldType};
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns::DATA_FORMS;

/// Fields of a form that are kept; more than any server asks.
const MOST_FIELDS: usize = 500;

/// The form in an element that carries one. A field that cannot be read costs itself, not the form.
pub fn read(within: &Element) -> Option<Form> {
    let x = within.get_child("x", DATA_FORMS).filter(|x| x.attr("type") == Some("form"))?;
    Some(Form {
        title: words(x, "title"),
        instructions: words(x, "instructions"),
        fields: x.children().filter(|child| child.is("field", DATA_FORMS)).filter_map(field).take(MOST_FIELDS).collect(),
    })
}

fn field(element: &Element) -> Option<Field> {
    let kind = match element.attr("type").unwrap_or_default() {
        "boolean" => FieldKind::Boolean,
        "fixed" => FieldKind::Fixed,
        "hidden" => FieldKind::Hidden,
        "list-single" => FieldKind::OneOf,
        "list-multi" => FieldKind::SomeOf,
        "text-multi" => FieldKind::Lines,
        "text-private" => FieldKind::Secret,
        "jid-multi" => FieldKind::Addresses,
        _ => FieldKind::Text,
    };
    let name = element.attr("var").unwrap_or_default().to_owned();
    let children = |name: &'static str| element.children().filter(move |child| child.is(name, DATA_FORMS));
    let choice = |option: &Element| {
        let value = option.get_child("value", DATA_FORMS)?.text();
        Some(Choice { value, label: option.attr("label").map(str::to_owned) })
    };
    (kind == FieldKind::Fixed || !name.is_empty()).then(|| Field {
        name,
        kind,
        label: element.attr("label").map(str::to_owned),
        description: words(element, "desc"),
        required: element.has_child("required", DATA_FORMS),
        choices: children("option").filter_map(choice).collect(),
        values: children("value").map(Element::text).collect(),
    })
}

fn words(element: &Element, name: &str) -> Option<String> {
    element.get_child(name, DATA_FORMS).map(Element::text).filter(|text| !text.trim().is_empty())
}

/// The form as it goes back (§3.1): without what was only to be read.
pub fn submit(form: &Form) -> Element {
    let field = |field: &Field| Sent { values: field.values.clone(), ..Sent::new(&field.name, sent_kind(field)) };
    let fields = form.fields.iter().filter(|field| field.kind != FieldKind::Fixed).map(field).collect();
    DataForm { type_: DataFormType::Submit, title: None, instructions: None, fields }.into()
}

fn sent_kind(field: &Field) -> FieldType {
    match field.kind {
        FieldKind::Boolean => FieldType::Boolean,
        FieldKind::Fixed => FieldType::Fixed,
        FieldKind::Hidden => FieldType::Hidden,
        FieldKind::OneOf => FieldType::ListSingle,
        FieldKind::SomeOf => FieldType::ListMulti,
        FieldKind::Text => FieldType::TextSingle,
        FieldKind::Lines => FieldType::TextMulti,
        FieldKind::Secret => FieldType::TextPrivate,
        FieldKind::Addresses => FieldType::JidMulti,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form::yes_or_no;

    fn form() -> Form {
        let xml = "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='form'>\
                   <title>Room</title><field type='hidden' var='FORM_TYPE'><value>urn:f</value></field>\
                   <field type='fixed'><value>Read me</value></field>\
                   <field type='boolean' var='public' label='Public?'><value>1</value></field>\
                   <field type='text-single' var='odd'><option><value>not a list</value></option></field>\
                   <field type='boolean'/>\
                   <field type='list-single' var='whois'><required/><value>anyone</value>\
                   <option label='All'><value>anyone</value></option><option><value>moderators</value></option></field></x></query>";
        read(&xml.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_form_is_read_whatever_is_odd_in_it() {
        let form = form();
        assert_eq!(form.title.as_deref(), Some("Room"));
        let names: Vec<_> = form.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["FORM_TYPE", "", "public", "odd", "whois"]);
        let whois = form.field("whois").unwrap();
        assert_eq!((whois.kind, whois.value(), whois.required), (FieldKind::OneOf, "anyone", true));
        assert_eq!(whois.choices[0], Choice { value: "anyone".into(), label: Some("All".into()) });
        assert_eq!(form.field("public").unwrap().caption(), "Public?");
    }

    #[test]
    fn it_goes_back_with_what_was_changed_and_without_the_words_between() {
        let mut form = form();
        form.set("public", yes_or_no(false));
        let sent = DataForm::try_from(submit(&form)).unwrap();
        let fields: Vec<_> = sent.fields.iter().map(|field| (field.var.as_deref().unwrap(), field.values.join(","))).collect();
        assert_eq!(sent.form_type(), Some("urn:f"));
        assert_eq!(fields[1..], [("public", "0".into()), ("odd", String::new()), ("whois", "anyone".into())]);
    }

    #[test]
    fn a_result_is_no_form_to_fill_in() {
        let xml = "<query xmlns='urn:q'><x xmlns='jabber:x:data' type='result'/></query>";
        assert_eq!(read(&xml.parse().unwrap()), None);
    }
}
