//! Letters of shortcuts on keyboards of other scripts: where the layout has no Latin letter the key's place tells which one it is.

use iced::keyboard::Key;
use iced::keyboard::key::Physical;

/// The key as shortcuts and access keys name it.
pub fn latin(key: &Key, physical: Physical) -> Key {
    match (key, key.to_latin(physical)) {
        (Key::Character(written), Some(letter)) if !written.is_ascii() => Key::Character(letter.to_string().into()),
        _ => key.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::keyboard::key::Code;

    #[test]
    fn a_letter_of_another_script_is_the_latin_one_of_its_key() {
        let character = |letter: &str| Key::Character(letter.into());
        assert_eq!(latin(&character("с"), Physical::Code(Code::KeyC)), character("c"));
        assert_eq!(latin(&character("ω"), Physical::Code(Code::KeyV)), character("v"));
        // Latin layouts mean what they show, wherever it lies.
        assert_eq!(latin(&character("z"), Physical::Code(Code::KeyY)), character("z"));
        assert_eq!(latin(&character("ö"), Physical::Code(Code::Semicolon)), character("ö"));
        assert_eq!(latin(&character("1"), Physical::Code(Code::Digit1)), character("1"));
    }
}
