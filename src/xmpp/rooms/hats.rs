//! What a room calls people beside their roles, like "Speaker" (XEP-0317). A room that does not say that it gives them lets anybody claim one.

use std::collections::BTreeSet;
use xmpp_parsers::minidom::Element;

const HATS: &str = "urn:xmpp:hats:0";
/// So many are shown of one person.
const MOST: usize = 3;
/// A title is so long at most, in letters.
const LONGEST: usize = 40;

pub fn offered(features: &BTreeSet<String>) -> bool {
    features.contains(HATS)
}

/// The titles of somebody's hats.
pub fn read(payloads: &[Element]) -> Vec<String> {
    let hats = payloads.iter().find(|payload| payload.is("hats", HATS));
    let titles = hats.into_iter().flat_map(Element::children).filter(|hat| hat.is("hat", HATS)).filter_map(|hat| hat.attr("title"));
    let titles = titles.map(|title| title.trim().chars().take(LONGEST).collect::<String>()).filter(|title| !title.is_empty());
    titles.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_read_as_far_as_they_are_shown() {
        let long = "x".repeat(100);
        let xml = format!(
            "<hats xmlns='urn:xmpp:hats:0'><hat title=' Speaker ' uri='a'/><hat uri='b'/><hat title='{long}' uri='c'/>\
             <hat title='3' uri='d'/><hat title='4' uri='e'/></hats>"
        );
        assert_eq!(read(&[xml.parse().unwrap()]), ["Speaker", &"x".repeat(40), "3"]);
        assert_eq!(read(&[xml.replace("urn:xmpp:hats:0", "urn:other").parse().unwrap()]), [""; 0]);
    }
}
