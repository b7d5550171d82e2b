//! The words users read: Fluent messages from `i18n/<language>/*.ftl`, compiled in.

pub mod problem;
#[cfg(test)]
mod tests;
pub mod wishes;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_langneg::{LanguageIdentifier as Wished, NegotiationStrategy, negotiate_languages};
use std::cell::Cell;
use std::sync::{LazyLock, OnceLock};
use unic_langid::LanguageIdentifier;
use unicode_bidi::BidiClass::{AL, AN, LRE, LRI, LRO, PDF, R, RLE, RLI, RLO};
use unicode_bidi::bidi_class;

/// The languages that are complete, the fallback first, each with its files.
const LANGUAGES: [(&str, &[&str]); 2] = [
    (
        "en",
        &[
            include_str!("../i18n/en/common.ftl"),
            include_str!("../i18n/en/problems.ftl"),
            include_str!("../i18n/en/windows.ftl"),
            include_str!("../i18n/en/chat.ftl"),
            include_str!("../i18n/en/rooms.ftl"),
            include_str!("../i18n/en/ctl.ftl"),
        ],
    ),
    (
        "de",
        &[
            include_str!("../i18n/de/common.ftl"),
            include_str!("../i18n/de/problems.ftl"),
            include_str!("../i18n/de/windows.ftl"),
            include_str!("../i18n/de/chat.ftl"),
            include_str!("../i18n/de/rooms.ftl"),
            include_str!("../i18n/de/ctl.ftl"),
        ],
    ),
];

struct Language {
    code: &'static str,
    bundle: FluentBundle<FluentResource>,
}

static ALL: LazyLock<Vec<Language>> = LazyLock::new(|| {
    LANGUAGES
        .iter()
        .map(|(code, files)| {
            let language: LanguageIdentifier = code.parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![language]);
            for file in *files {
                // Errors in the files are found by the tests below; at run time what is readable is used.
                let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(readable, _)| readable);
                bundle.add_resource_overriding(resource);
            }
            Language { code, bundle }
        })
        .collect()
});

static CHOSEN: OnceLock<usize> = OnceLock::new();

thread_local! {
    static HERE: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Chooses the language of the whole program, once, by the wishes of the system or the user (`de-AT`, `en` …).
pub fn choose(wishes: &[String]) {
    let _ = CHOSEN.set(negotiate(wishes));
}

/// Runs something in another language, on this thread: for tests and screenshots.
pub fn within<T>(code: &str, run: impl FnOnce() -> T) -> T {
    let before = HERE.replace(Some(negotiate(&[code.to_owned()])));
    let result = run();
    HERE.set(before);
    result
}

/// The code of the language in use.
pub fn language() -> &'static str {
    ALL[current()].code
}

fn current() -> usize {
    HERE.get().or_else(|| CHOSEN.get().copied()).unwrap_or(0)
}

fn negotiate(wishes: &[String]) -> usize {
    let parse = |code: &str| code.replace('_', "-").split('.').next().and_then(|code| code.parse::<Wished>().ok());
    let wished: Vec<_> = wishes.iter().filter_map(|wish| parse(wish)).collect();
    let offered: Vec<_> = LANGUAGES.iter().filter_map(|(code, _)| parse(code)).collect();
    let chosen = negotiate_languages(&wished, &offered, None, NegotiationStrategy::Lookup);
    chosen.first().and_then(|chosen| offered.iter().position(|language| language == *chosen)).unwrap_or(0)
}

/// The words for a key.
pub fn t(key: &str) -> String {
    format(key, None)
}

/// The words for a key with arguments: numbers choose plurals, texts are isolated in their direction.
pub fn t_with(key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in arguments {
        args.set(*name, value.clone());
    }
    format(key, Some(&args))
}

/// Without the isolates where all reads from left to right: they change nothing then, but lines are broken wrongly at them. A text
/// that brings marks of its own keeps them.
fn needed_isolates(text: String) -> String {
    let isolate = |c| matches!(c, '\u{2068}' | '\u{2069}');
    let turns = |c: char| !isolate(c) && matches!(bidi_class(c), R | AL | AN | LRE | LRO | RLE | RLO | PDF | LRI | RLI);
    if text.chars().any(turns) { text } else { text.replace(isolate, "") }
}

fn format(key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
    let chosen = &ALL[current()];
    let fallback = &ALL[0];
    for language in [chosen, fallback] {
        if let Some(pattern) = language.bundle.get_message(key).and_then(|message| message.value()) {
            return needed_isolates(language.bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned());
        }
    }
    key.to_owned()
}
