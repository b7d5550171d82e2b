//! What is searched for in all messages, and how people write it.

use super::{BareJid, Jid};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// All that is asked for has to be true of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    pub words: Vec<Word>,
    /// A part of the sender's name or address; `me` is ourselves.
    pub from: Option<String>,
    /// A part of the conversation's name or address.
    pub within: Option<String>,
    pub before: Option<Timestamp>,
    /// From the beginning of that day on.
    pub after: Option<Timestamp>,
    /// A link is in it.
    pub link: bool,
    /// It carries a file.
    pub file: bool,
    /// It called us in a room.
    pub mention: bool,
    /// Of one account only.
    pub account: Option<BareJid>,
    /// In one conversation only; with nothing else that is all of it.
    pub conversation: Option<Jid>,
}

/// Upper and lower case, and accents, do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// These words in this order.
    Exact(String),
    /// A word that begins so.
    Prefix(String),
}

impl Search {
    /// Reads what somebody typed: words, `prefix*`, `"a phrase"`, `from:`, `in:`, `before:2026-11-01`, `after:2026-11-01`,
    /// `has:link`, `has:file`, `has:mention`. What cannot be read as a filter is a word.
    pub fn parse(text: &str, zone: &TimeZone) -> Self {
        let mut search = Self::default();
        for part in parts(text) {
            match part {
                Part::Phrase(phrase) => search.words.push(Word::Exact(phrase)),
                Part::Word(word) => search.add(&word),
                Part::Filter(name, value) => {
                    if !search.filter(&name, &value, zone) {
                        search.add(&format!("{name}:{value}"));
                    }
                }
            }
        }
        search
    }

    /// Nothing is asked for.
    pub fn is_empty(&self) -> bool {
        // All of a conversation can be looked through; all of an account is everything.
        let Self { words, from, within, before, after, link, file, mention, account: _, conversation } = self;
        let anywhere = within.is_none() && conversation.is_none();
        let timeless = before.is_none() && after.is_none();
        words.is_empty() && from.is_none() && anywhere && timeless && !link && !file && !mention
    }

    fn add(&mut self, word: &str) {
        let word = match word.strip_suffix('*') {
            Some(beginning) => Word::Prefix(beginning.to_owned()),
            None => Word::Exact(word.to_owned()),
        };
        let (Word::Exact(text) | Word::Prefix(text)) = &word;
        // Signs alone are in no index.
        if text.chars().any(char::is_alphanumeric) {
            self.words.push(word);
        }
    }

    fn filter(&mut self, name: &str, value: &str, zone: &TimeZone) -> bool {
        let day = || value.parse::<Date>().ok()?.to_zoned(zone.clone()).ok().map(|day| day.timestamp());
        match name {
            "from" if !value.is_empty() => self.from = Some(value.to_owned()),
            "in" if !value.is_empty() => self.within = Some(value.to_owned()),
            "before" => match day() {
                Some(day) => self.before = Some(day),
                None => return false,
            },
            "after" => match day() {
                Some(day) => self.after = Some(day),
                None => return false,
            },
            "has" if value == "link" => self.link = true,
            "has" if value == "file" => self.file = true,
            "has" if value == "mention" => self.mention = true,
            _ => return false,
        }
        true
    }
}

enum Part {
    Word(String),
    Phrase(String),
    Filter(String, String),
}

/// A quotation mark that is never closed goes to the end.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (phrase, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            if phrase.chars().any(char::is_alphanumeric) {
                parts.push(Part::Phrase(phrase.to_owned()));
            }
            rest = after.trim_start();
            continue;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = &rest[..end];
        let filter = word.split_once(':').filter(|(name, _)| matches!(*name, "from" | "in" | "before" | "after" | "has"));
        match filter {
            Some((name, "")) | Some((name, "\"")) => {
                parts.push(Part::Filter(name.to_owned(), String::new()));
                rest = rest[end..].trim_start();
            }
            // A name of several words: from:"Juliet Capulet".
            Some((name, value)) if value.starts_with('"') => {
                let quoted = &rest[name.len() + 2..];
                let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                parts.push(Part::Filter(name.to_owned(), value.to_owned()));
                rest = after.trim_start();
            }
            Some((name, value)) => {
                parts.push(Part::Filter(name.to_owned(), value.to_owned()));
                rest = rest[end..].trim_start();
            }
            None => {
                parts.push(Part::Word(word.to_owned()));
                rest = rest[end..].trim_start();
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Search {
        Search::parse(text, &TimeZone::UTC)
    }

    #[test]
    fn words_prefixes_phrases_and_filters_are_told_apart() {
        let search = parse("tea gard* \"at five\" from:juliet in:\"The Garden\" after:2026-11-01 before:2026-11-20 has:link has:mention");
        let words = [Word::Exact("tea".into()), Word::Prefix("gard".into()), Word::Exact("at five".into())];
        assert_eq!(search.words, words);
        assert_eq!((search.from.as_deref(), search.within.as_deref()), (Some("juliet"), Some("The Garden")));
        assert_eq!((search.after, search.before), ("2026-11-01T00:00:00Z".parse().ok(), "2026-11-20T00:00:00Z".parse().ok()));
        assert!(search.link && search.mention);
    }

    #[test]
    fn what_is_no_filter_is_a_word() {
        assert_eq!(parse("note:this").words, [Word::Exact("note:this".into())]);
        assert_eq!(parse("after:tomorrow").words, [Word::Exact("after:tomorrow".into())]);
        assert_eq!(parse("has:cheese").words, [Word::Exact("has:cheese".into())]);
    }

    #[test]
    fn signs_alone_and_open_quotations_do_no_harm() {
        assert!(parse("  * \"\" ( AND").words == [Word::Exact("AND".into())]);
        assert_eq!(parse("\"at five").words, [Word::Exact("at five".into())]);
        assert!(parse(" \" ").is_empty());
        assert!(parse("from:").words == [Word::Exact("from:".into())]);
    }
}
