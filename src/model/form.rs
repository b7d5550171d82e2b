//! A form that a server gives to be filled in (XEP-0004).

/// The fields in the order of the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    pub title: Option<String>,
    pub instructions: Option<String>,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// What the server calls it; empty for words between the fields.
    pub name: String,
    pub kind: FieldKind,
    /// For people, in the server's language.
    pub label: Option<String>,
    pub description: Option<String>,
    pub required: bool,
    /// What can be chosen, for lists.
    pub choices: Vec<Choice>,
    pub values: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: Option<String>,
}

/// What a field holds (XEP-0004 §3.3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FieldKind {
    Boolean,
    /// Words to read.
    Fixed,
    /// Sent back as it came.
    Hidden,
    OneOf,
    SomeOf,
    #[default]
    Text,
    Lines,
    Secret,
    /// Addresses, one a line.
    Addresses,
}

impl Form {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name && !name.is_empty())
    }

    fn field_mut(&mut self, name: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.name == name && !name.is_empty())
    }

    /// Whether the form has such a field: nothing is put where the server does not ask for it.
    pub fn set(&mut self, name: &str, values: Vec<String>) -> bool {
        let Some(field) = self.field_mut(name) else { return false };
        field.values = values;
        true
    }
}

impl Field {
    /// The first value, as a yes or no (XEP-0004 §3.3).
    pub fn is_on(&self) -> bool {
        self.values.first().is_some_and(|value| matches!(value.as_str(), "1" | "true"))
    }

    pub fn value(&self) -> &str {
        self.values.first().map(String::as_str).unwrap_or_default()
    }

    /// What people read: the label, else the name.
    pub fn caption(&self) -> &str {
        self.label.as_deref().filter(|label| !label.trim().is_empty()).unwrap_or(&self.name)
    }
}

/// How a yes or no is written.
pub fn yes_or_no(on: bool) -> Vec<String> {
    vec![if on { "1" } else { "0" }.to_owned()]
}

/// A yes or no as people write it.
pub fn truth(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Some(true),
        "0" | "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_server_asks_for_can_be_filled_in() {
        let field = Field { name: "public".into(), kind: FieldKind::Boolean, values: yes_or_no(false), ..Field::default() };
        let mut form = Form { fields: vec![Field { kind: FieldKind::Fixed, ..Field::default() }, field], ..Form::default() };
        assert!(form.set("public", yes_or_no(true)));
        assert!(form.field("public").unwrap().is_on());
        assert!(!form.set("hidden", yes_or_no(true)) && !form.set("", yes_or_no(true)));
    }
}
