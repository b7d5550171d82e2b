//! The rules for the language files.
//!
//! A key is always written whole, as a literal: `t("room-join")`, or in a table whose entry is handed to `t`. It is never put
//! together from parts. So a key is in use when its literal stands anywhere in `src/`, and that is what is searched for.

use super::{LANGUAGES, choose, language, negotiate, t, t_with, within};
use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Messages by key: the text, as written.
fn messages(code: &str) -> BTreeMap<String, String> {
    let files = LANGUAGES.iter().find(|(language, _)| *language == code).unwrap().1;
    let mut messages = BTreeMap::new();
    let mut key = None;
    for line in files.iter().flat_map(|file| file.lines()) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (name, text) = line.split_once('=').unwrap_or_else(|| panic!("{code}: {line}"));
            let name = name.trim().to_owned();
            assert!(messages.insert(name.clone(), text.trim().to_owned()).is_none(), "{code}: {name} is there twice");
            key = Some(name);
        } else if let Some(text) = key.as_ref().filter(|_| line.starts_with([' ', '}'])).and_then(|key| messages.get_mut(key)) {
            text.push('\n');
            text.push_str(line.trim());
        }
    }
    messages
}

fn keys(code: &str) -> BTreeSet<String> {
    messages(code).into_keys().collect()
}

/// The names after `$`.
fn arguments(text: &str) -> BTreeSet<&str> {
    text.split('$').skip(1).map(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).next().unwrap()).collect()
}

/// All sources, by path.
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    sources
}

/// The literals in `t("…")` and `t_with("…")`, however the line is broken.
fn asked_for(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for call in ["t(", "t_with("] {
        for (at, _) in source.match_indices(call) {
            let after_name = source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if let (false, Some(rest)) = (after_name, source[at + call.len()..].trim_start().strip_prefix('"')) {
                found.extend(rest.split('"').next());
            }
        }
    }
    found
}

#[test]
fn every_file_is_read_without_an_error() {
    for (code, files) in LANGUAGES {
        for file in files {
            if let Err((_, errors)) = FluentResource::try_new((*file).to_owned()) {
                panic!("{code}: {errors:?}");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_arguments() {
    let (english, german) = (messages("en"), messages("de"));
    let missing: Vec<_> = english.keys().filter(|key| !german.contains_key(*key)).collect();
    let extra: Vec<_> = german.keys().filter(|key| !english.contains_key(*key)).collect();
    assert!(missing.is_empty() && extra.is_empty(), "only English: {missing:?}, only German: {extra:?}");
    for (key, text) in &english {
        assert_eq!(arguments(text), arguments(&german[key]), "{key}");
    }
}

#[test]
fn every_key_asked_for_exists() {
    let keys = keys("en");
    for (path, source) in sources().iter().filter(|(path, _)| !Path::new(path).ends_with("i18n/tests.rs")) {
        for key in asked_for(source) {
            assert!(keys.contains(key), "{path}: there are no words for {key:?}");
        }
    }
}

#[test]
fn no_key_is_unused() {
    let sources = sources();
    let unused: Vec<_> =
        keys("en").into_iter().filter(|key| !sources.iter().any(|(_, source)| source.contains(&format!("\"{key}\"")))).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn nothing_of_more_than_one_word_was_left_in_english() {
    let german = messages("de");
    for (key, text) in messages("en") {
        // What stands in braces is not ours to translate.
        let own: String = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after)).collect();
        let words = own.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
        assert!(words < 2 || german[&key] != text, "{key}: {text}");
    }
}

#[test]
fn keys_are_kebab_case() {
    for key in keys("en") {
        assert!(key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{key}");
    }
}

#[test]
fn the_scan_finds_calls_over_several_lines_and_no_other_functions() {
    let source = "t(\"a-b\"); i18n::t_with(\n    \"c-d\", &[]); format(\"no\"); assert(\"no\"); t(key)";
    assert_eq!(asked_for(source), ["a-b", "c-d"]);
}

#[test]
fn a_language_is_chosen_by_wish_and_english_is_the_last_resort() {
    let code = |wishes: &[&str]| LANGUAGES[negotiate(&wishes.iter().map(|wish| (*wish).to_owned()).collect::<Vec<_>>())].0;
    assert_eq!(code(&["de_AT.UTF-8"]), "de");
    assert_eq!(code(&["sv", "de"]), "de");
    assert_eq!(code(&["en-GB", "de"]), "en");
    assert_eq!(code(&["tlh"]), "en");
    assert_eq!(code(&[]), "en");
    // Chosen once; tests run in English unless they say otherwise.
    choose(&["en".to_owned()]);
    assert_eq!(language(), "en");
    assert_eq!(within("de", language), "de");
}

#[test]
fn words_are_in_the_language_asked_for_and_a_key_without_words_shows_itself() {
    assert_eq!(within("en", || t("problem-offline")), "The account is offline.");
    assert_eq!(within("de", || t("problem-offline")), "Das Konto ist offline.");
    assert_eq!(t_with("no-such-key", &[]), "no-such-key");
}

#[test]
fn what_reads_from_right_to_left_is_isolated_and_nothing_else() {
    let question = |name: &str| t_with("authorize-question", &[("name", name.into())]);
    assert_eq!(question("Jürgen"), "Jürgen would like to see when you are online.");
    assert_eq!(question("דוד"), "\u{2068}דוד\u{2069} would like to see when you are online.");
    // A name that would turn what follows it stays in its isolate; one that only ends isolates loses its marks.
    assert_eq!(question("\u{202e}eve"), "\u{2068}\u{202e}eve\u{2069} would like to see when you are online.");
    assert_eq!(question("eve\u{2069}"), "eve would like to see when you are online.");
}
