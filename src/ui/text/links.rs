//! Links in messages: found by scheme, from a short list of harmless ones (RFC 3986). Nothing else is ever opened.

use super::bidi;
use std::ops::Range;

/// `javascript:`, `file:`, `data:`, `smb:`, `ms-…:` and all the others are text (security case 26).
const SCHEMES: [&str; 6] = ["https", "http", "xmpp", "mailto", "geo", "tel"];

/// No address that people type is longer.
const LONGEST: usize = 4096;

/// An address that may be handed to the desktop. Its only maker is [`Link::parse`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link(String);

impl Link {
    /// `None` unless the whole text is an address with a scheme we open.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let scheme = SCHEMES.into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
        let target = match scheme {
            "http" | "https" => rest.strip_prefix("//").filter(|rest| !rest.starts_with(['/', '?', '#', '@', ':']))?,
            "geo" | "tel" => Some(rest).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || "+-(".contains(c)))?,
            _ => rest,
        };
        let sound = target.starts_with(|c: char| c.is_alphanumeric() || "[+-(?/".contains(c)) && text.chars().all(belongs);
        (sound && text.len() <= LONGEST).then(|| Self(format!("{scheme}:{rest}")))
    }

    /// The true address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In small letters.
    pub fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// Letters beyond ASCII in the address: two that look alike can lead to different places.
    pub fn may_deceive(&self) -> bool {
        !self.0.is_ascii() || self.authority().is_some_and(|authority| authority.contains('@'))
    }

    /// What stands between `//` and the path, for web addresses.
    fn authority(&self) -> Option<&str> {
        let rest = self.0.strip_prefix("https://").or_else(|| self.0.strip_prefix("http://"))?;
        rest.split(['/', '?', '#']).next()
    }
}

/// The links of a text with their places, in order.
pub fn find(text: &str) -> Vec<(Range<usize>, Link)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(colon) = text[from..].find(':').map(|at| from + at) {
        from = colon + 1;
        let start = text[..colon]
            .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'))
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        if found.last().is_some_and(|(last, _): &(Range<usize>, Link)| start < last.end) {
            continue;
        }
        let end = text[colon..].find(|c: char| !belongs(c)).map_or(text.len(), |at| colon + at);
        if end - start > LONGEST {
            from = end;
            continue;
        }
        let end = start + without_tail(&text[start..end]);
        if let Some(link) = text.get(start..end).and_then(Link::parse) {
            found.push((start..end, link));
            from = end;
        }
    }
    found
}

/// Characters an address may hold as people paste it.
fn belongs(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !bidi::is_control(c)
        && !matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^')
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '“' | '”' | '„' | '«' | '»' | '…')
}

/// Without the punctuation of the sentence around it: a closing bracket stays when it was opened inside.
fn without_tail(link: &str) -> usize {
    let mut end = link.len();
    while let Some(last) = link[..end].chars().next_back() {
        let opened_inside = |open: char| link[..end].matches(open).count() >= link[..end].matches(last).count();
        let keep = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' => false,
            ')' => opened_inside('('),
            ']' => opened_inside('['),
            _ => true,
        };
        if keep {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        find(text).into_iter().map(|(_, link)| link.as_str().to_owned()).collect()
    }

    #[test]
    fn every_scheme_we_open_is_found_where_people_write_it() {
        assert_eq!(
            links("see https://xmpp.org/rfcs/, and (http://example.org/a_(b))."),
            ["https://xmpp.org/rfcs/", "http://example.org/a_(b)"]
        );
        assert_eq!(links("xmpp:tea@muc.example?join"), ["xmpp:tea@muc.example?join"]);
        assert_eq!(
            links("write mailto:a@b.example or tel:+49-6131-1 near geo:50.0,8.2!"),
            ["mailto:a@b.example", "tel:+49-6131-1", "geo:50.0,8.2"]
        );
        assert_eq!(links("HTTPS://Example.org?a=b:c"), ["https://Example.org?a=b:c"]);
        assert_eq!(links("«https://bücher.example/ä»"), ["https://bücher.example/ä"]);
        assert_eq!(links("http://[::1]:8080/x"), ["http://[::1]:8080/x"]);
    }

    #[test]
    fn nothing_that_runs_or_reads_this_computer_is_ever_a_link() {
        for hostile in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "file:///etc/passwd",
            "data:text/html,<script>",
            "smb://server/share",
            "ms-msdt:/id",
            "vbscript:x",
            "http:evil",
            "https://",
            "https:///etc",
            "http://@evil",
            "tel:evil",
            "geo:$(id)",
            "ftp://example.org",
            "\u{202e}gro.elpmaxe//:sptth",
            "steam://run/1",
            "xmpp:",
            "mailto:",
            "xhttp://example.org",
        ] {
            assert_eq!(Link::parse(hostile), None, "{hostile}");
            assert!(links(hostile).is_empty(), "{hostile}");
        }
    }

    #[test]
    fn shell_signs_stay_inside_one_address_and_spaces_end_it() {
        assert_eq!(links("https://x.example/$(rm);ls -la"), ["https://x.example/$(rm);ls"]);
        assert_eq!(links("https://x.example/a\u{202e}b"), ["https://x.example/a"]);
    }

    #[test]
    fn an_address_that_may_deceive_says_so() {
        assert!(Link::parse("https://аpple.example/").unwrap().may_deceive());
        assert!(Link::parse("https://bank.example@evil.example/").unwrap().may_deceive());
        assert!(!Link::parse("https://bank.example/a@b").unwrap().may_deceive());
    }

    #[test]
    fn a_message_full_of_colons_is_searched_quickly_and_holds_no_link() {
        assert!(links(&"a:".repeat(10_000)).is_empty());
        assert!(links(&":".repeat(10_000)).is_empty());
    }
}
