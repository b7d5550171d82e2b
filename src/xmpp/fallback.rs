//! Fallback indication (XEP-0428): which part of a body is there only for clients that do not know better.

use std::ops::Range;
use xmpp_parsers::message::Message;
use xmpp_parsers::minidom::Element;
use xso::exports::rxml::xml_ncname;

const FALLBACK: &str = "urn:xmpp:fallback:0";
/// Its name before version 0.2, still written by some.
const FEATURE_FALLBACK: &str = "urn:xmpp:feature-fallback:0";

/// The whole body stands in for this feature.
pub fn whole(feature: &str) -> Element {
    Element::builder("fallback", FALLBACK).attr(xml_ncname!("for").to_owned(), feature).build()
}

/// The first characters of the body stand in for this feature.
pub fn beginning(feature: &str, characters: usize) -> Element {
    let body = Element::builder("body", FALLBACK)
        .attr(xml_ncname!("start").to_owned(), "0")
        .attr(xml_ncname!("end").to_owned(), characters.to_string())
        .build();
    Element::builder("fallback", FALLBACK).attr(xml_ncname!("for").to_owned(), feature).append(body).build()
}

/// The body without what stands in for these features. A range that does not fit the body says nothing: all is shown.
pub fn without(message: &Message, body: &str, features: &[&str]) -> String {
    let fallbacks = message.payloads.iter().filter(|payload| payload.is("fallback", FALLBACK) || payload.is("fallback", FEATURE_FALLBACK));
    let known = |fallback: &&Element| fallback.attr("for").is_some_and(|feature| features.contains(&feature));
    let mut text = body.to_owned();
    for fallback in fallbacks.filter(known) {
        let ranges: Vec<&Element> = fallback.children().filter(|child| child.name() == "body" && child.ns() == fallback.ns()).collect();
        if ranges.is_empty() {
            return String::new();
        }
        // One range is what anybody writes; several could overlap.
        let [range] = ranges[..] else { continue };
        if let Some(cut) = bytes(range, body)
            && text.len() == body.len()
        {
            text.replace_range(cut, "");
        }
    }
    text
}

/// `start` and `end` count characters (code points).
fn bytes(range: &Element, body: &str) -> Option<Range<usize>> {
    let length = body.chars().count();
    let number = |name: &str, otherwise: usize| match range.attr(name) {
        None => Some(otherwise),
        Some(text) => text.parse().ok(),
    };
    let (start, end): (usize, usize) = (number("start", 0)?, number("end", length)?);
    if start > end || end > length {
        return None;
    }
    let at = |position: usize| body.char_indices().nth(position).map_or(body.len(), |(at, _)| at);
    Some(at(start)..at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "> Grüße 👋\nja";

    fn left(fallback: &str) -> String {
        let xml = format!("<message xmlns='jabber:client'>{fallback}</message>");
        let message = Message::try_from(xml.parse::<Element>().unwrap()).unwrap();
        without(&message, BODY, &["urn:xmpp:reply:0"])
    }

    fn ranged(range: &str) -> String {
        left(&format!("<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body {range}/></fallback>"))
    }

    #[test]
    fn the_quotation_before_an_answer_is_cut_by_characters() {
        assert_eq!(ranged("start='0' end='10'"), "ja");
        let before = "<fallback xmlns='urn:xmpp:feature-fallback:0' for='urn:xmpp:reply:0'><body start='0' end='10'/></fallback>";
        assert_eq!(left(before), "ja");
        assert_eq!(left("<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'/>"), "");
    }

    #[test]
    fn a_range_that_does_not_fit_cuts_nothing() {
        for range in ["start='0' end='13'", "start='5' end='2'", "start='-1' end='3'", "start='x'", "start='0' end='99999999999999999999'"]
        {
            assert_eq!(ranged(range), BODY, "{range}");
        }
        let overlapping =
            "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='5'/><body start='3' end='9'/></fallback>";
        assert_eq!(left(overlapping), BODY);
        assert_eq!(left("<fallback xmlns='urn:xmpp:fallback:0' for='urn:other'><body start='0' end='10'/></fallback>"), BODY);
    }

    #[test]
    fn what_we_write_is_what_we_cut() {
        let text = String::from(&beginning("urn:xmpp:reply:0", 10));
        assert_eq!(left(&text), "ja");
    }
}
