//! Moods in words, and read from words.

use super::widgets::offers;
use crate::i18n::t_with;
use crate::model::{Feeling, Mood};

/// What is offered before anything is typed.
const COMMON: [&str; offers::MOST] = ["happy", "calm", "tired", "stressed", "curious"];

pub fn name(feeling: Feeling) -> String {
    t_with("mood-name", &[("feeling", feeling.as_str().into())])
}

/// The feeling, and why.
pub fn words(mood: &Mood) -> String {
    match &mood.text {
        Some(text) => t_with("mood-why", &[("feeling", name(mood.feeling).into()), ("text", text.as_str().into())]),
        None => name(mood.feeling),
    }
}

/// A feeling by its name in the user's language, or by its English one.
pub fn named(typed: &str) -> Option<Feeling> {
    let typed = typed.trim().to_lowercase();
    Feeling::all().find(|feeling| name(*feeling).to_lowercase() == typed).or_else(|| Feeling::parse(&typed.replace(' ', "_")))
}

/// A feeling, and then why. Names may have spaces: the longest one counts.
pub fn read(typed: &str) -> Option<Mood> {
    let typed = typed.trim();
    let ends = typed.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at).chain([typed.len()]);
    let named_up_to = |end: usize| Some((named(typed[..end].trim_end_matches([',', ':']))?, end));
    let (feeling, end) = ends.filter_map(named_up_to).max_by_key(|(_, end)| *end)?;
    let text = typed[end..].trim();
    Some(Mood { feeling, text: Some(text.to_owned()).filter(|text| !text.is_empty()) })
}

/// What fits to what was typed so far.
pub fn offered(typed: &str) -> Vec<String> {
    if typed.trim().is_empty() {
        return COMMON.iter().filter_map(|word| Feeling::parse(word)).map(name).collect();
    }
    offers::fitting(typed, Feeling::all().map(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::within;

    #[test]
    fn every_feeling_has_a_name_of_its_own_in_each_language() {
        for language in ["en", "de"] {
            within(language, || {
                let names: std::collections::BTreeSet<_> = Feeling::all().map(name).collect();
                assert_eq!(names.len(), Feeling::all().len(), "{language}");
                assert!(names.iter().all(|name| !name.contains('_') && !name.is_empty()), "{language}");
                assert!(Feeling::all().all(|feeling| named(&name(feeling)) == Some(feeling)), "{language}");
            });
        }
        let same =
            within("de", || Feeling::all().filter(|feeling| name(*feeling) == feeling.as_str()).map(Feeling::as_str).collect::<Vec<_>>());
        assert_eq!(same, Vec::<&str>::new(), "not translated");
    }

    #[test]
    fn a_mood_is_read_with_its_reason_in_both_languages() {
        let mood = |word: &str, text: Option<&str>| Some(Mood { feeling: Feeling::parse(word).unwrap(), text: text.map(str::to_owned) });
        within("en", || {
            assert_eq!(read("Happy"), mood("happy", None));
            assert_eq!(read("in love with tea"), mood("in_love", Some("with tea")));
            assert_eq!(read("tired: of it all"), mood("tired", Some("of it all")));
            assert_eq!(read("peckish a bit"), None);
            assert_eq!(read(""), None);
        });
        within("de", || {
            assert_eq!(read("müde vom Tag"), mood("tired", Some("vom Tag")));
            assert_eq!(read("vom Glück verfolgt"), mood("lucky", None));
            assert_eq!(read("happy"), mood("happy", None));
        });
    }

    #[test]
    fn what_begins_like_what_was_typed_is_offered() {
        within("en", || {
            assert_eq!(offered("hu"), ["humbled", "humiliated", "hungry", "hurt"]);
            assert_eq!(offered("  ").len(), offers::MOST);
        });
    }
}
