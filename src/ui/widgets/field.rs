//! A line of text to type: with a placeholder, secret when wanted, offers while it is typed, and its error below it.

use super::offers::Offers;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::advanced::widget::Id;
use iced::keyboard::{Key, Modifiers};
use iced::widget::text_input::{Status, Style};
use iced::widget::{column, text, text_input};
use iced::{Background, Border, Element, Theme};

/// A field whose label stands beside it; `name` is the same words.
pub fn field<'a, Message: Clone + 'a>(id: &Id, key: &str, name: &str, value: &str) -> Field<'a, Message> {
    Field {
        id: id.clone(),
        semantics: Semantics { value: Some(value.to_owned()), ..Semantics::new(Role::TextInput, key, name) },
        value: value.to_owned(),
        placeholder: String::new(),
        error: None,
        offers: None,
        on_input: None,
        on_submit: None,
        on_key: None,
    }
}

type OnKey<'a, Message> = Box<dyn Fn(&Key, Modifiers) -> Option<Message> + 'a>;
type OnInput<'a, Message> = std::rc::Rc<dyn Fn(String) -> Message + 'a>;

#[allow(missing_debug_implementations)]
pub struct Field<'a, Message> {
    id: Id,
    semantics: Semantics,
    value: String,
    placeholder: String,
    error: Option<String>,
    /// `None` for a field that never offers anything.
    offers: Option<Vec<String>>,
    on_input: Option<OnInput<'a, Message>>,
    on_submit: Option<Message>,
    on_key: Option<OnKey<'a, Message>>,
}

impl<'a, Message: Clone + 'a> Field<'a, Message> {
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = placeholder.into();
        self
    }

    /// Shown as dots, and never told to anybody.
    pub fn secure(mut self) -> Self {
        let dots = "•".repeat(self.value.chars().count());
        self.semantics = Semantics { role: Role::PasswordInput, value: Some(dots), ..self.semantics };
        self
    }

    /// What is wrong with it, below it.
    pub fn error(mut self, error: Option<String>) -> Self {
        self.semantics.invalid = error.is_some();
        self.semantics.description = error.clone().unwrap_or_default();
        self.error = error;
        self
    }

    pub fn on_input(mut self, on_input: impl Fn(String) -> Message + 'a) -> Self {
        self.on_input = Some(std::rc::Rc::new(on_input));
        self
    }

    /// What would fit, in a list below it; empty when nothing does. What is taken comes as input.
    pub fn offers(mut self, offers: Vec<String>) -> Self {
        self.offers = Some(offers);
        self
    }

    /// Keys it has no use for itself.
    pub fn on_key(mut self, on_key: impl Fn(&Key, Modifiers) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }

    /// Enter.
    pub fn on_submit(mut self, message: impl Into<Option<Message>>) -> Self {
        self.on_submit = message.into();
        self
    }
}

impl<'a, Message: Clone + 'a> From<Field<'a, Message>> for Element<'a, Message> {
    fn from(field: Field<'a, Message>) -> Self {
        let secure = field.semantics.role == Role::PasswordInput;
        let invalid = field.error.is_some();
        let name = field.semantics.name.clone();
        let mut input = text_input(&field.placeholder, &field.value)
            .id(field.id.clone())
            .size(theme::BODY)
            .padding([5, 10])
            .secure(secure)
            .style(move |theme, status| style(theme, status, invalid))
            .on_submit_maybe(field.on_submit);
        if let Some(on_input) = field.on_input.clone() {
            input = input.on_input(move |text| on_input(text));
        }
        let mut drawn = accessible(field.semantics, input);
        if let Some(on_input) = field.on_input.clone() {
            drawn = drawn.on_input(move |text| on_input(text));
        }
        if let Some(on_key) = field.on_key {
            drawn = drawn.on_key(on_key);
        }
        let drawn: Element<'a, Message> = match (field.offers, field.on_input) {
            (Some(offers), Some(on_input)) => Offers::new(drawn, field.id, name, offers, move |text| on_input(text)).into(),
            _ => drawn.into(),
        };
        match field.error {
            None => column![drawn].into(),
            Some(error) => column![drawn, text(error).size(theme::SMALL).style(theme::danger)].spacing(4).into(),
        }
    }
}

/// The look of fields, also of larger ones.
pub fn style(theme: &Theme, status: Status, invalid: bool) -> Style {
    let tokens = theme::tokens(theme);
    let focused = matches!(status, Status::Focused { .. });
    let color = match (invalid, focused) {
        (true, _) => tokens.danger,
        (false, true) => tokens.accent,
        (false, false) => tokens.field_line,
    };
    let width = if focused { 1.5 } else { 1.0 };
    let ground = if status == Status::Disabled { tokens.side } else { tokens.field };
    Style {
        background: Background::Color(ground),
        border: Border { color, width, radius: theme::RADIUS.into() },
        icon: tokens.dim,
        placeholder: tokens.dim,
        value: if status == Status::Disabled { tokens.dim } else { tokens.text },
        selection: if tokens.is_dark { tokens.accent_weak } else { iced::Color { a: 0.25, ..tokens.accent } },
    }
}
