//! What a message looks like as text: its links, its emoji and its direction, found once when it enters a window.

pub mod bidi;
pub mod emoji;
pub mod links;
pub mod styling;

pub use links::Link;
pub use styling::Style;

use std::ops::Range;

/// A longer body is shown up to here: shaping a megabyte would stop the window.
const SHOWN: usize = 16 * 1024;

/// The body of a message, ready to be laid out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Body {
    text: String,
    pieces: Vec<Piece>,
    rtl: bool,
    cut: bool,
}

/// A part of a body that is drawn in one way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Piece {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub look: PieceLook,
    pub style: Style,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PieceLook {
    Plain,
    Emoji,
    Link(Link),
}

impl Body {
    /// With its links and styles.
    pub fn new(body: &str) -> Self {
        let body = Self::unstyled(body);
        let links = body.pieces.iter().filter(|piece| matches!(piece.look, PieceLook::Link(_))).map(|piece| piece.range.clone());
        let styles = styling::find(&body.text, &links.collect::<Vec<_>>());
        Self { pieces: dress(body.pieces, &styles), ..body }
    }

    /// With its links.
    pub fn unstyled(body: &str) -> Self {
        let mut text = displayable(body);
        let cut = text.len() > SHOWN;
        if cut {
            text.truncate(text.floor_char_boundary(SHOWN));
            text.push('…');
        }
        let mut pieces = Vec::new();
        let mut at = 0;
        for (range, link) in links::find(&text) {
            plain(&text, at..range.start, &mut pieces);
            at = range.end;
            pieces.push(Piece { range, look: PieceLook::Link(link), style: Style::default() });
        }
        plain(&text, at..text.len(), &mut pieces);
        Self { rtl: bidi::is_rtl(&text), text, pieces, cut }
    }

    /// Text in which nothing is a link: XML is full of what looks like one.
    pub fn verbatim(text: &str) -> Self {
        let body = Self::unstyled(text);
        let mut pieces = Vec::new();
        plain(&body.text, 0..body.text.len(), &mut pieces);
        Self { pieces, ..body }
    }

    /// What is shown; selections count its bytes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// They cover the whole text, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// It reads from right to left.
    pub fn is_rtl(&self) -> bool {
        self.rtl
    }

    /// Only its beginning is shown.
    pub fn is_cut(&self) -> bool {
        self.cut
    }
}

fn plain(text: &str, range: Range<usize>, pieces: &mut Vec<Piece>) {
    let start = range.start;
    for (run, is_emoji) in emoji::runs(&text[range]) {
        let look = if is_emoji { PieceLook::Emoji } else { PieceLook::Plain };
        pieces.push(Piece { range: start + run.start..start + run.end, look, style: Style::default() });
    }
}

/// Pieces are cut where a style begins or ends.
fn dress(pieces: Vec<Piece>, styles: &[(Range<usize>, Style)]) -> Vec<Piece> {
    if styles.is_empty() {
        return pieces;
    }
    let mut dressed = Vec::with_capacity(pieces.len() + 2 * styles.len());
    let mut styles = styles.iter().peekable();
    for Piece { range, look, .. } in pieces {
        if matches!(look, PieceLook::Link(_)) {
            // One link stays one, whatever it begins in.
            let within = styles.clone().find(|(styled, _)| styled.contains(&range.start));
            dressed.push(Piece { range, look, style: within.map(|(_, style)| *style).unwrap_or_default() });
            continue;
        }
        let mut at = range.start;
        while at < range.end {
            while styles.next_if(|(styled, _)| styled.end <= at).is_some() {}
            let (end, style) = match styles.peek() {
                Some((styled, style)) if styled.start <= at => (styled.end, *style),
                Some((styled, _)) => (styled.start, Style::default()),
                None => (range.end, Style::default()),
            };
            let end = end.min(range.end);
            dressed.push(Piece { range: at..end, look: look.clone(), style });
            at = end;
        }
    }
    dressed
}

/// Line breaks of every kind become `\n`; control characters, which fonts have no sign for, go.
fn displayable(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut chars = body.trim_end().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\t' => text.push_str("    "),
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_cover_the_whole_text_in_order() {
        let body = Body::new("see https://xmpp.org/ 👍🏽 now");
        let parts: Vec<_> = body.pieces().iter().map(|piece| &body.text()[piece.range.clone()]).collect();
        assert_eq!(parts, ["see ", "https://xmpp.org/", " ", "👍🏽", " now"]);
        assert!(matches!(body.pieces()[1].look, PieceLook::Link(_)));
        assert_eq!(body.pieces()[3].look, PieceLook::Emoji);
    }

    #[test]
    fn styles_cut_pieces_and_leave_the_words_as_they_are() {
        let body = Body::new("*see https://xmpp.org/ 👍*!");
        let parts: Vec<_> = body.pieces().iter().map(|piece| (&body.text()[piece.range.clone()], piece.style.strong)).collect();
        let expected = [("*", true), ("see ", true), ("https://xmpp.org/", true), (" ", true), ("👍", true), ("*", true), ("!", false)];
        assert_eq!(parts, expected);
        let plain = Body::unstyled("*see*");
        assert_eq!((plain.pieces().len(), plain.pieces()[0].style), (1, Style::default()));
    }

    #[test]
    fn verbatim_text_has_no_links() {
        let body = Body::verbatim("<ping xmlns='urn:xmpp:ping'/> https://xmpp.org/");
        assert!(body.pieces().iter().all(|piece| !matches!(piece.look, PieceLook::Link(_))));
        assert_eq!(body.pieces().last().map(|piece| piece.range.end), Some(body.text().len()));
    }

    #[test]
    fn line_breaks_of_every_kind_break_the_line_and_controls_vanish() {
        assert_eq!(Body::new("a\r\nb\rc\u{2028}d\u{7}e\n\n").text(), "a\nb\nc\nde");
    }

    #[test]
    fn a_megabyte_is_shown_up_to_its_beginning_and_says_so() {
        let body = Body::new(&"ä".repeat(500_000));
        assert!(body.is_cut());
        assert!(body.text().len() < 17_000);
        assert!(body.text().ends_with('…'));
        assert!(!Body::new("short").is_cut());
    }
}
