//! Message reactions (XEP-0444).

use super::element::payload;
use super::hints;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xmpp_parsers::ns;
use xmpp_parsers::reactions::{Reaction, Reactions};

/// So many of one person on one message; more is noise.
const MOST: usize = 16;
/// A family with skin tones takes eleven characters; a word, or a text, is no reaction.
const LONGEST: usize = 24;

/// All that somebody feels about a message from now on, with its id; nothing when the last was taken back (§4.2).
pub fn read(message: &Message) -> Option<(String, BTreeSet<String>)> {
    let reactions: Reactions = payload(&message.payloads, "reactions", ns::REACTIONS)?;
    if reactions.id.is_empty() {
        return None;
    }
    let emoji = reactions.reactions.into_iter().map(|reaction| reaction.emoji.trim().to_owned());
    Some((reactions.id, emoji.filter(|emoji| is_reaction(emoji)).take(MOST).collect()))
}

/// One character as people see it.
pub fn is_reaction(text: &str) -> bool {
    text.graphemes(true).count() == 1 && text.chars().count() <= LONGEST && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

pub fn payloads(id: &str, emoji: &BTreeSet<String>) -> Vec<Element> {
    let reactions = emoji.iter().map(|emoji| Reaction { emoji: emoji.clone() }).collect();
    vec![Reactions { id: id.to_owned(), reactions }.into(), hints::store()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(inside: &str) -> Option<(String, BTreeSet<String>)> {
        let xml = format!("<message xmlns='jabber:client'>{inside}</message>");
        read(&Message::try_from(xml.parse::<Element>().unwrap()).unwrap())
    }

    #[test]
    fn what_we_write_is_read_and_nothing_takes_all_back() {
        let emoji = BTreeSet::from(["👍".to_owned(), "👩‍👩‍👧‍👦".to_owned()]);
        let mut message = Message::chat(None::<jid::Jid>);
        message.payloads = payloads("m1", &emoji);
        assert_eq!(read(&message), Some(("m1".to_owned(), emoji)));
        assert_eq!(said("<reactions xmlns='urn:xmpp:reactions:0' id='m1'/>"), Some(("m1".to_owned(), BTreeSet::new())));
    }

    #[test]
    fn words_and_invisible_characters_are_no_reaction() {
        let many: String = ["good", "\u{7}", "👍👍", "x\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", " 👍 "]
            .iter().filter(|text| **text != "\u{7}").map(|text| format!("<reaction>{text}</reaction>")).collect();
        let (_, emoji) = said(&format!("<reactions xmlns='urn:xmpp:reactions:0' id='m1'>{many}</reactions>")).unwrap();
        assert_eq!(emoji, BTreeSet::from(["👍".to_owned()]));
        assert!(!is_reaction("\u{7}") && !is_reaction(""));
        assert_eq!(said("<reactions xmlns='urn:xmpp:reactions:0' id=''/>"), None);
    }
}
