//! Labels with an access key: `_Add` reads "Add", Alt+A presses it, and the letter is underlined.

use crate::ui::theme;
use iced::widget::{rich_text, span, text};
use iced::{Color, Element, Font};

/// A label and the place of its access key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub text: String,
    /// Where the letter begins, in bytes.
    at: Option<usize>,
}

impl Label {
    /// Reads a label in which `_` stands before the access key; `__` is an underscore.
    pub fn read(marked: &str) -> Self {
        let mut label = Self { text: String::with_capacity(marked.len()), at: None };
        let mut letters = marked.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != '_' {
                label.text.push(letter);
            } else if letters.peek() == Some(&'_') {
                letters.next();
                label.text.push('_');
            } else if label.at.is_none() && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
                label.at = Some(label.text.len());
            }
        }
        label
    }

    /// Data to stand in a label: its underscores mark nothing.
    pub fn escape(text: &str) -> String {
        text.replace('_', "__")
    }

    /// A label as it is, without an access key.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), at: None }
    }

    /// The access key in lower case.
    pub fn key(&self) -> Option<char> {
        self.text[self.at?..].chars().next()?.to_lowercase().next()
    }

    /// The text before the access key, the key itself, and what follows.
    pub fn parts(&self) -> (&str, &str, &str) {
        let at = self.at.unwrap_or(self.text.len());
        let (before, rest) = self.text.split_at(at);
        let letter = rest.chars().next().map_or(0, char::len_utf8);
        let (letter, after) = rest.split_at(letter);
        (before, letter, after)
    }

    /// Draws it; `color` is that of the surroundings when `None`.
    pub fn view<'a, Message: 'a>(&self, size: f32, font: Font, color: Option<Color>) -> Element<'a, Message> {
        if self.at.is_none() {
            return text(self.text.clone()).size(size).font(font).color_maybe(color).into();
        }
        let (before, letter, after) = self.parts();
        let spans = [span::<(), Font>(before.to_owned()), span(letter.to_owned()).underline(true), span(after.to_owned())];
        rich_text(spans).size(size).font(font).color_maybe(color).into()
    }
}

/// The label in the size of buttons and menus.
pub fn label<'a, Message: 'a>(marked: &str) -> Element<'a, Message> {
    Label::read(marked).view(theme::LABEL, theme::REGULAR, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_key_is_read_from_the_label() {
        let label = Label::read("Add B_uddy…");
        assert_eq!((label.text.as_str(), label.key(), label.parts()), ("Add Buddy…", Some('u'), ("Add B", "u", "ddy…")));
        assert_eq!(Label::read("Ä_ndern").key(), Some('n'));
        assert_eq!(Label::read("_Ändern").key(), Some('ä'));
        assert_eq!(Label::read("Plain").key(), None);
        assert_eq!(Label::read("a__b").text, "a_b");
        assert_eq!(Label::read("a__b").key(), None);
        assert_eq!(Label::plain("a_b").text, "a_b");
        assert_eq!(Label::plain("a_b").parts(), ("a_b", "", ""));
    }
}
