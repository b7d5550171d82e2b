//! Message Styling (XEP-0393): `*strong*`, `_emphasis_`, `~strike~`, `` `code` ``, blocks of code between ```` ``` ````, lines that
//! quote with `>`. The signs stay where they are, in the same style and a quieter colour: what was written is what is read and copied.

use std::ops::Range;

/// How a part of a text is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools, reason = "each may stand with each")]
pub struct Style {
    pub strong: bool,
    pub emphasis: bool,
    pub strike: bool,
    pub code: bool,
    pub quote: bool,
    /// A sign that makes the style.
    pub sign: bool,
}

/// A text of so many levels is a game, not a message.
const DEPTH: usize = 8;

const FENCE: &str = "```";

/// The styled parts, in order; what lies between is plain. What `verbatim` covers (links) holds no signs.
pub fn find(text: &str, verbatim: &[Range<usize>]) -> Vec<(Range<usize>, Style)> {
    let mut parts = Parts { text, verbatim, found: Vec::new() };
    let mut fenced = false;
    let mut start = 0;
    for line in text.split('\n') {
        let range = start..start + line.len();
        start = range.end + 1;
        if fenced {
            let ends = line.trim_end() == FENCE;
            fenced = !ends;
            parts.put(range, Style { code: true, sign: ends, ..Style::default() });
        } else if line.starts_with(FENCE) {
            fenced = true;
            parts.put(range, Style { code: true, sign: true, ..Style::default() });
        } else {
            let quotes = line.bytes().take_while(|byte| matches!(byte, b'>' | b' ')).count();
            let quotes = if line.starts_with('>') { quotes } else { 0 };
            let style = Style { quote: quotes > 0, ..Style::default() };
            let words = range.start + quotes..range.end;
            parts.put(range.start..words.start, Style { sign: true, ..style });
            parts.spans(words, style, 0);
        }
    }
    parts.found
}

struct Parts<'a> {
    text: &'a str,
    verbatim: &'a [Range<usize>],
    found: Vec<(Range<usize>, Style)>,
}

impl Parts<'_> {
    fn put(&mut self, range: Range<usize>, style: Style) {
        if !range.is_empty() && style != Style::default() {
            self.found.push((range, style));
        }
    }

    /// The spans of a line, or of what a span holds.
    fn spans(&mut self, range: Range<usize>, style: Style, depth: usize) {
        let mut plain = range.start;
        let mut at = range.start;
        // Signs that nothing closes any more: they are not sought again, or a hostile line would be read once for each sign in it.
        let mut open_ended = Vec::new();
        while let Some(sign) = self.text[at..range.end].chars().next() {
            let opens = depth < DEPTH && !open_ended.contains(&sign) && self.opens(sign, at, &range);
            let close = if opens { self.closes(sign, at, &range) } else { None };
            if opens && close.is_none() {
                open_ended.push(sign);
            }
            let Some(close) = close else {
                at += sign.len_utf8();
                continue;
            };
            self.put(plain..at, style);
            let inner = match sign {
                '*' => Style { strong: true, ..style },
                '_' => Style { emphasis: true, ..style },
                '~' => Style { strike: true, ..style },
                _ => Style { code: true, ..style },
            };
            self.put(at..at + 1, Style { sign: true, ..inner });
            if inner.code {
                self.put(at + 1..close, inner);
            } else {
                self.spans(at + 1..close, inner, depth + 1);
            }
            self.put(close..close + 1, Style { sign: true, ..inner });
            at = close + 1;
            plain = at;
        }
        self.put(plain..range.end, style);
    }

    /// Part of a link. The ranges are in order.
    fn is_covered(&self, at: usize) -> bool {
        let next = self.verbatim.partition_point(|range| range.end <= at);
        self.verbatim.get(next).is_some_and(|range| range.contains(&at))
    }

    /// Whether a span may begin here (§5.2): after a space, before a word.
    fn opens(&self, sign: char, at: usize, range: &Range<usize>) -> bool {
        let before = self.text[range.start..at].chars().next_back();
        let after = self.text[at..range.end].chars().nth(1);
        matches!(sign, '*' | '_' | '~' | '`')
            && before.is_none_or(char::is_whitespace)
            && after.is_some_and(|after| !after.is_whitespace() && after != sign)
            && !self.is_covered(at)
    }

    /// Where the span ends that begins here, if it does: the nearest sign of the kind that a word stands before.
    fn closes(&self, sign: char, at: usize, range: &Range<usize>) -> Option<usize> {
        let inner = self.text[at + 1..range.end].char_indices().skip(1).map(|(index, c)| (at + 1 + index, c));
        let ends = inner.filter(|(index, c)| *c == sign && !self.is_covered(*index));
        ends.map(|(index, _)| index).find(|index| self.text[..*index].chars().next_back().is_some_and(|last| !last.is_whitespace()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The styled parts, each with its letters: b strong, i emphasis, s strike, c code, q quote, and - for a sign.
    fn styled(text: &str) -> Vec<String> {
        let letters = |style: Style| {
            let letter = |on: bool, letter: &str| if on { letter.to_owned() } else { String::new() };
            [(style.strong, "b"), (style.emphasis, "i"), (style.strike, "s"), (style.code, "c"), (style.quote, "q"), (style.sign, "-")]
                .map(|(on, l)| letter(on, l))
                .concat()
        };
        find(text, &[]).into_iter().map(|(range, style)| format!("{}:{}", letters(style), &text[range])).collect()
    }

    #[test]
    fn spans_are_found_with_their_signs() {
        assert_eq!(styled("a *b* c"), ["b-:*", "b:b", "b-:*"]);
        assert_eq!(styled("_ein Wort_, ~weg~"), ["i-:_", "i:ein Wort", "i-:_", "s-:~", "s:weg", "s-:~"]);
        assert_eq!(styled("`let *x*`"), ["c-:`", "c:let *x*", "c-:`"]);
        assert_eq!(styled("*so _very_ much*"), ["b-:*", "b:so ", "bi-:_", "bi:very", "bi-:_", "b: much", "b-:*"]);
        assert_eq!(styled("*ü*"), ["b-:*", "b:ü", "b-:*"]);
    }

    #[test]
    fn what_only_looks_like_a_span_is_plain() {
        for plain in ["2*3*4", "* a*", "*a *", "**", "a_b_c", "*", "snake_case and _", "*a\nb*", "`", "~ ~", "****", "not strong*"] {
            assert_eq!(styled(plain), [""; 0], "{plain}");
        }
        assert_eq!(styled("*a* *b"), ["b-:*", "b:a", "b-:*"]);
    }

    #[test]
    fn blocks_of_code_and_quotes_go_by_lines() {
        assert_eq!(styled("```rust\nlet *x* = 1;\n```\n*so*"), ["c-:```rust", "c:let *x* = 1;", "c-:```", "b-:*", "b:so", "b-:*"]);
        assert_eq!(styled("```\nnever ended"), ["c-:```", "c:never ended"]);
        assert_eq!(styled("> *said*\n>> before\nnow"), ["q-:> ", "bq-:*", "bq:said", "bq-:*", "q-:>> ", "q:before"]);
        assert_eq!(styled("a > b"), [""; 0]);
    }

    #[test]
    fn links_keep_their_signs() {
        let text = "_see https://a.org/b_ here_";
        assert_eq!(find(text, std::slice::from_ref(&(5..21)))[1].0, 1..26);
        assert_eq!(find("*https://a.org/*", std::slice::from_ref(&(1..16))).len(), 0);
    }

    #[test]
    fn a_thousand_signs_take_no_time_and_no_stack() {
        assert!(find(&"*_~".repeat(5_000), &[]).len() < 20_000);
        assert!(find(&"*a ".repeat(5_000), &[]).is_empty());
        // A line of a megabyte, which would be read a million times were it read once for each sign.
        assert!(find(&"*a _a ~a `a ".repeat(100_000), &[]).is_empty());
        let link = "*https://a.b ";
        let links: Vec<_> = (0..50_000).map(|number| number * link.len() + 1..(number + 1) * link.len() - 1).collect();
        assert!(find(&link.repeat(50_000), &links).is_empty());
    }
}
