//! Which characters a text can carry on the wire: those of XML 1.0 (§2.2), and no others.

/// Whether all of it can be said. What comes out of a terminal or a PDF may hold more.
pub fn is_sayable(text: &str) -> bool {
    text.chars().all(is_character)
}

/// The same text without what cannot be said.
pub fn sayable(text: &str) -> String {
    text.chars().filter(|c| is_character(*c)).collect()
}

pub fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_has_no_place_for_is_left_out() {
        assert_eq!(sayable("a\u{0}b\u{c}c\u{1b}[31m\td\r\ne\u{fffe}\u{ffff}ü🐦"), "abc[31m\td\r\neü🐦");
        assert!(is_sayable("Grüße\n\t🐦\u{7f}") && !is_sayable("bell\u{7}"));
    }
}
