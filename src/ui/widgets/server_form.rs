//! A form of a server or a room as it is, in its own words (XEP-0004).

use crate::i18n::t;
use crate::model::form::{Field, FieldKind, Form, yes_or_no};
use crate::ui::theme;
use crate::ui::widgets::access::Label;
use crate::ui::widgets::choice::choice;
use crate::ui::widgets::{field, form, tick};
use iced::Element;
use iced::advanced::widget::Id;
use iced::widget::{Column, column, container, text};
use std::collections::BTreeMap;

/// Between the lines of a field that has several.
const LINE_END: char = '⏎';

/// What a field is given.
type Set<Message> = fn(String, Vec<String>) -> Message;

/// All of its fields, one below the other; `changed` holds what was given instead of what stands in the form.
pub fn server_form<'a, Message: Clone + 'a>(
    form: &'a Form,
    changed: &'a BTreeMap<String, Vec<String>>,
    set: Set<Message>,
) -> Element<'a, Message> {
    let lines = form.fields.iter().filter(|field| field.kind != FieldKind::Hidden).map(|field| {
        let values = changed.get(&field.name).unwrap_or(&field.values);
        one(field, values, set)
    });
    let about = form.instructions.clone().map(form::hint);
    container(Column::new().extend(about).extend(lines).spacing(12)).padding([16, 20]).into()
}

fn one<'a, Message: Clone + 'a>(asked: &'a Field, values: &'a [String], told: Set<Message>) -> Element<'a, Message> {
    let name = asked.name.clone();
    let caption = asked.caption();
    let value = values.first().map_or("", String::as_str);
    let set = move |value: String| told(name.clone(), vec![value]);
    let content: Element<'a, Message> = match asked.kind {
        FieldKind::Hidden | FieldKind::Fixed => {
            return text(values.join("\n")).size(theme::LABEL).font(theme::SEMIBOLD).wrapping(text::Wrapping::WordOrGlyph).into();
        }
        FieldKind::Boolean => {
            let (name, on) = (asked.name.clone(), matches!(value, "1" | "true"));
            return described(asked, tick::tick(&asked.name, &Label::escape(caption), on, move |on| told(name.clone(), yes_or_no(on))));
        }
        FieldKind::OneOf => {
            let words: Vec<String> = asked.choices.iter().map(|one| one.label.clone().unwrap_or_else(|| one.value.clone())).collect();
            let at = asked.choices.iter().position(|one| one.value == value).unwrap_or(usize::MAX);
            let set = |at: usize| set(asked.choices.get(at).map(|one| one.value.clone()).unwrap_or_default());
            choice(&asked.name, caption, &words, at, set).into()
        }
        FieldKind::SomeOf => some_of(asked, values, told),
        FieldKind::Addresses => {
            let name = asked.name.clone();
            let set = move |text: String| told(name.clone(), text.split_whitespace().map(str::to_owned).collect());
            field::field(&Id::from(asked.name.clone()), &asked.name, caption, &values.join(" ")).on_input(set).into()
        }
        FieldKind::Text | FieldKind::Secret => {
            field::field(&Id::from(asked.name.clone()), &asked.name, caption, value).on_input(set).into()
        }
        // Its lines stand behind each other, with a sign between them.
        FieldKind::Lines => {
            let name = asked.name.clone();
            let set = move |text: String| told(name.clone(), text.split(LINE_END).map(str::to_owned).collect());
            field::field(&Id::from(asked.name.clone()), &asked.name, caption, &values.join(&LINE_END.to_string())).on_input(set).into()
        }
    };
    described(asked, column![text(caption).size(theme::SMALL).style(theme::dim).wrapping(text::Wrapping::WordOrGlyph), content].spacing(4))
}

fn some_of<'a, Message: Clone + 'a>(asked: &'a Field, values: &'a [String], told: Set<Message>) -> Element<'a, Message> {
    let ticks = asked.choices.iter().map(|one| {
        let label = Label::escape(one.label.as_deref().unwrap_or(&one.value));
        let on = values.contains(&one.value);
        let toggled = move |on: bool| {
            let others = values.iter().filter(|value| **value != one.value).cloned();
            told(asked.name.clone(), others.chain(on.then(|| one.value.clone())).collect())
        };
        tick::tick(&format!("{} {}", asked.name, one.value), &label, on, toggled).into()
    });
    Column::with_children(ticks).spacing(2).into()
}

fn described<'a, Message: Clone + 'a>(asked: &Field, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let required = asked.required.then(|| form::hint(t("room-field-required")));
    let description = asked.description.clone().map(form::hint);
    column![content.into()].extend(description).extend(required).spacing(2).into()
}
