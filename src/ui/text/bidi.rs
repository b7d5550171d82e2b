//! Directions (UAX #9): which way a text reads, and keeping foreign words from turning what stands beside them.

use unicode_bidi::{BidiClass, bidi_class};

const FSI: char = '\u{2068}';
const PDI: char = '\u{2069}';

/// The first strong character reads from right to left.
pub fn is_rtl(text: &str) -> bool {
    text.chars()
        .find_map(|c| match bidi_class(c) {
            BidiClass::L => Some(false),
            BidiClass::R | BidiClass::AL => Some(true),
            _ => None,
        })
        .unwrap_or(false)
}

/// Names and addresses beside our own words: in an isolate of their own, without marks that would reach out of it.
pub fn isolate(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let inner = text.chars().filter(|c| !is_control(*c));
    std::iter::once(FSI).chain(inner).chain(std::iter::once(PDI)).collect()
}

/// Without the marks that turn or isolate a text: for names in window titles and for comparing.
pub fn strip(text: &str) -> String {
    text.chars().filter(|c| !is_control(*c)).collect()
}

/// Embeddings, overrides and isolates.
pub fn is_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_strong_letter_tells_the_direction() {
        assert!(is_rtl("שלום abc"));
        assert!(is_rtl("123 مرحبا"));
        assert!(!is_rtl("abc שלום"));
        assert!(!is_rtl("123 👍"));
    }

    #[test]
    fn a_name_with_an_override_cannot_turn_what_follows() {
        assert_eq!(isolate("evil\u{202e}gpj"), "\u{2068}evilgpj\u{2069}");
        assert_eq!(isolate("Clara"), "Clara");
        assert_eq!(strip("\u{2067}Clara\u{2069}"), "Clara");
    }
}
