//! The laid-out text of rows: made when a row is first seen, kept until the row, the width or the colours change.

use super::row::{Content, Key, Line, Note, Row};
use crate::model::Density;
use crate::ui::text::{Body, PieceLook, Style, emoji};
use crate::ui::theme;
use crate::ui::theme::density::{self, Metrics};
use iced::advanced::graphics::text::{Paragraph, cosmic_text};
use iced::advanced::text::{self, LineHeight, Paragraph as _, Span, Wrapping};
use iced::{Color, Font, Pixels, Point, Rectangle, Size, Vector};
use std::collections::{HashMap, HashSet};

/// Left and right of everything.
pub const MARGIN: f32 = 16.0;
/// Between a picture and what was said.
const GAP: f32 = 12.0;
/// Kept free beside own messages, so that they do not wrap anew when their state changes.
const STATE: f32 = 76.0;
/// Above the label of a day line; what follows brings its own distance.
pub const DIVIDER_TOP: f32 = 12.0;
/// Above and below what happened.
const NOTICE_TOP: f32 = 4.0;
/// Before what is quoted, where its line is drawn.
const QUOTE: f32 = 10.0;
/// Left and right in the ground of a reaction.
const CHIP: f32 = 8.0;
const KEPT: usize = 512;

/// The colours that are part of a text: of links, and of what is quoted or only a sign.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Inks {
    pub link: Color,
    pub quiet: Color,
}

#[derive(Debug, Default)]
pub struct Cache {
    width: f32,
    inks: Inks,
    density: Density,
    rows: HashMap<Key, Measured>,
}

#[derive(Debug)]
pub struct Measured {
    revision: u64,
    pub height: f32,
    pub parts: Parts,
}

#[derive(Debug)]
pub enum Parts {
    Divider(Paragraph),
    /// The words and the time, each where it stands.
    Notice {
        text: (Paragraph, Point),
        time: (Paragraph, Point),
    },
    Line(Box<LineParts>),
}

/// The paragraphs of a message and where they stand, from the row's upper left corner.
#[derive(Debug)]
pub struct LineParts {
    /// Initials, name and time of the first of a run, and the top of its avatar.
    pub head: Option<(Paragraph, Paragraph, Paragraph, f32)>,
    /// The side of the picture.
    pub avatar: f32,
    /// Where names and bodies begin.
    pub text: f32,
    /// What it answers.
    pub quote: Option<(Paragraph, Point)>,
    pub body: Paragraph,
    pub body_at: Point,
    pub state: Option<(Paragraph, Point)>,
    pub note: Option<(Paragraph, Point)>,
    pub offer: Option<(Paragraph, Point)>,
    /// Reactions, each with the ground it stands on.
    pub chips: Vec<(Paragraph, Rectangle)>,
    /// The byte at which each line of the body begins.
    starts: Vec<usize>,
}

impl Cache {
    /// Forgets everything when the width, the colour of links or the density is another.
    pub fn prepare(&mut self, width: f32, inks: Inks, density: Density) {
        if (self.width, self.inks, self.density) != (width, inks, density) {
            *self = Self { width, inks, density, rows: HashMap::new() };
        }
    }

    pub fn get(&self, key: Key) -> Option<&Measured> {
        self.rows.get(&key)
    }

    /// The height of a row, laid out now if it was not, or changed.
    pub fn height(&mut self, row: &Row) -> f32 {
        match self.rows.get(&row.key) {
            Some(measured) if measured.revision == row.revision() => measured.height,
            _ => {
                let measured = measure(row, self.width, self.inks, density::metrics(self.density));
                let height = measured.height;
                self.rows.insert(row.key, measured);
                height
            }
        }
    }

    /// Where the quotation and the reactions of a row stand whose upper left corner is here.
    pub fn pressable(&self, row: &Row, corner: Point) -> (Option<Rectangle>, Vec<Rectangle>) {
        let Some(Measured { parts: Parts::Line(parts), .. }) = self.get(row.key) else { return (None, Vec::new()) };
        let from_corner = Vector::new(corner.x, corner.y);
        let quote = parts.quote.as_ref().map(|(label, at)| Rectangle::new(*at, label.min_bounds()) + from_corner);
        (quote, parts.chips.iter().map(|(_, place)| *place + from_corner).collect())
    }

    /// Lets go of rows far from view once there are many.
    pub fn trim(&mut self, visible: impl Iterator<Item = Key>) {
        if self.rows.len() > KEPT {
            let visible: HashSet<Key> = visible.collect();
            self.rows.retain(|key, _| visible.contains(key));
        }
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

impl LineParts {
    /// The byte of the text at a point of the row.
    pub fn byte_at(&self, point: Point) -> usize {
        let (x, y) = (point.x - self.body_at.x, point.y - self.body_at.y);
        let height = self.body.min_bounds().height;
        let hit = self.body.buffer().hit(x.max(0.0), y.clamp(0.0, (height - 1.0).max(0.0)));
        hit.map_or(0, |cursor| self.starts.get(cursor.line).copied().unwrap_or(0) + cursor.index)
    }

    /// The piece of the body under a point of the row.
    pub fn piece_at(&self, point: Point) -> Option<usize> {
        let local = Point::new(point.x - self.body_at.x, point.y - self.body_at.y);
        let bounds = self.body.min_bounds();
        let inside = (0.0..bounds.width).contains(&local.x) && (0.0..bounds.height).contains(&local.y);
        inside.then(|| self.body.hit_span(local)).flatten()
    }

    /// The byte at which a line of the body begins.
    pub fn start_of(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(0)
    }
}

/// Where the glyphs stand that `wanted` picks by the start of their line, on each line from edge to edge: letter by letter,
/// so that mixed directions are right.
pub fn places(paragraph: &Paragraph, wanted: impl Fn(usize, &cosmic_text::LayoutGlyph) -> bool) -> Vec<Rectangle> {
    let mut places: Vec<Rectangle> = Vec::new();
    for run in paragraph.buffer().layout_runs() {
        for glyph in run.glyphs.iter().filter(|glyph| wanted(run.line_i, glyph)) {
            let place = Rectangle::new(Point::new(glyph.x, run.line_top), Size::new(glyph.w, run.line_height));
            match places.last_mut() {
                Some(last) if last.y == place.y && (last.x + last.width - place.x).abs() < 0.5 => last.width += place.width,
                _ => places.push(place),
            }
        }
    }
    places
}

fn measure(row: &Row, width: f32, inks: Inks, metrics: &Metrics) -> Measured {
    let (height, parts) = match &row.content {
        Content::Divider { label, .. } => {
            let label = plain(label, theme::TINY, 16.0, theme::REGULAR, width - 4.0 * MARGIN);
            (label.min_bounds().height + DIVIDER_TOP + 4.0, Parts::Divider(label))
        }
        Content::Notice(notice) => {
            let left = MARGIN + metrics.avatar + GAP;
            let time = plain(&notice.time, theme::TINY, 18.0, theme::REGULAR, width);
            let beside = time.min_bounds().width + 12.0;
            let text = plain(&notice.text, theme::SMALL, 18.0, theme::REGULAR, (width - left - MARGIN - beside).max(40.0));
            let at = Point::new(width - MARGIN - time.min_bounds().width, NOTICE_TOP);
            let height = text.min_bounds().height + 2.0 * NOTICE_TOP;
            (height, Parts::Notice { text: (text, Point::new(left, NOTICE_TOP)), time: (time, at) })
        }
        Content::Line(line) => {
            let (height, parts) = measure_line(line, width, inks, metrics);
            (height, Parts::Line(Box::new(parts)))
        }
    };
    Measured { revision: row.revision(), height, parts }
}

fn measure_line(line: &Line, width: f32, inks: Inks, metrics: &Metrics) -> (f32, LineParts) {
    let avatar = metrics.avatar;
    let left = MARGIN + avatar + GAP;
    let available = (width - left - MARGIN).max(40.0);
    let state = line.state.as_deref().filter(|_| line.shows_state).map(|state| plain(state, theme::TINY, 16.0, theme::REGULAR, available));
    let beside = state.as_ref().map_or(0.0, |state| state.min_bounds().width + 12.0).max(if line.own { STATE } else { 0.0 });
    let room = (available - beside).max(40.0);
    let mut y = if line.head { metrics.run_top } else { 1.0 };
    let head = line.head.then(|| {
        let top = y;
        let initials = plain(&line.initials, if avatar < 32.0 { theme::TINY } else { theme::LABEL }, 16.0, theme::SEMIBOLD, avatar);
        let time = plain(&line.time, theme::TINY, 20.0, theme::REGULAR, available);
        let name = one_line(&line.sender, theme::LABEL, 20.0, theme::SEMIBOLD, (available - time.min_bounds().width - 8.0).max(40.0));
        y += 20.0;
        (initials, name, time, top)
    });
    let quote = line.quote.as_ref().map(|quote| {
        let at = Point::new(left + QUOTE, y);
        y += 20.0;
        (one_line(&quote.text, theme::SMALL, 18.0, theme::REGULAR, (room - QUOTE).max(40.0)), at)
    });
    let body = rich(&line.body, room, inks);
    let size = body.min_bounds();
    let from_left = if line.body.is_rtl() { (room - size.width).max(0.0) } else { 0.0 };
    let body_at = Point::new(left + from_left, y);
    y += size.height;
    let state = state.map(|state| {
        let at = Point::new(width - MARGIN - state.min_bounds().width, y - 18.0);
        (state, at)
    });
    let mut below = |paragraph: Paragraph| {
        let at = Point::new(left, y);
        y += paragraph.min_bounds().height;
        (paragraph, at)
    };
    let (mut note, mut offer) = (None, None);
    if let Some(Note { text, offer: action, .. }) = &line.note {
        note = Some(below(plain(text, theme::SMALL, 18.0, theme::REGULAR, available)));
        offer = action.as_deref().map(|action| below(plain(action, theme::SMALL, 18.0, theme::MEDIUM, available)));
    }
    let chips = chips(line, left, &mut y, left + available);
    let starts = std::iter::once(0).chain(line.body.text().match_indices('\n').map(|(at, _)| at + 1)).collect();
    (y + 1.0, LineParts { head, avatar, text: left, quote, body, body_at, state, note, offer, chips, starts })
}

/// One beside the other, in as many rows as it takes.
fn chips(line: &Line, left: f32, y: &mut f32, right: f32) -> Vec<(Paragraph, Rectangle)> {
    let mut x = left;
    let mut chips = Vec::new();
    for chip in &line.chips {
        let body = Body::verbatim(&if chip.count > 1 { format!("{} {}", chip.emoji, chip.count) } else { chip.emoji.clone() });
        let label = Paragraph::with_spans(text(
            spans(&body, Inks::default()).as_slice(),
            theme::SMALL,
            18.0,
            theme::REGULAR,
            f32::INFINITY,
            Wrapping::None,
        ));
        let width = label.min_bounds().width + 2.0 * CHIP;
        if chips.is_empty() {
            *y += 4.0;
        } else if x + width > right {
            x = left;
            *y += 26.0;
        }
        chips.push((label, Rectangle::new(Point::new(x, *y), Size::new(width, 22.0))));
        x += width + 4.0;
    }
    if !chips.is_empty() {
        *y += 24.0;
    }
    chips
}

pub fn plain(content: &str, size: f32, line: f32, font: Font, width: f32) -> Paragraph {
    Paragraph::with_text(text(content, size, line, font, width, Wrapping::WordOrGlyph))
}

/// A name: what does not fit is cut off by the bounds it is drawn in.
fn one_line(content: &str, size: f32, line: f32, font: Font, width: f32) -> Paragraph {
    let whole = Paragraph::with_text(text(content, size, line, font, f32::INFINITY, Wrapping::None));
    if whole.min_bounds().width <= width {
        return whole;
    }
    let share = (width / whole.min_bounds().width).clamp(0.0, 1.0);
    let kept = (content.chars().count() as f32 * share) as usize;
    let short: String = content.chars().take(kept.saturating_sub(2)).chain(std::iter::once('…')).collect();
    Paragraph::with_text(text(&short, size, line, font, f32::INFINITY, Wrapping::None))
}

fn rich(body: &Body, width: f32, inks: Inks) -> Paragraph {
    let (size, line) = if is_only_emoji(body) { (28.0, 38.0) } else { (theme::BODY, 20.0) };
    Paragraph::with_spans(text(spans(body, inks).as_slice(), size, line, theme::REGULAR, width, Wrapping::WordOrGlyph))
}

fn spans(body: &Body, inks: Inks) -> Vec<Span<'_, (), Font>> {
    body.pieces()
        .iter()
        .map(|piece| {
            let span = Span::new(&body.text()[piece.range.clone()]);
            match piece.look {
                PieceLook::Plain => styled(span, piece.style, inks),
                PieceLook::Emoji => span.font(emoji::FONT),
                PieceLook::Link(_) => styled(span, piece.style, inks).color(inks.link),
            }
        })
        .collect()
}

fn styled<'a>(span: Span<'a, (), Font>, style: Style, inks: Inks) -> Span<'a, (), Font> {
    let mut font = if style.code { Font::MONOSPACE } else { theme::REGULAR };
    if style.strong {
        font.weight = iced::font::Weight::Semibold;
    }
    if style.emphasis {
        font.style = iced::font::Style::Italic;
    }
    let span = if font == theme::REGULAR { span } else { span.font(font) };
    if style.sign || style.quote { span.color(inks.quiet) } else { span }
}

/// A few emoji and nothing else are shown large, as people expect of them.
fn is_only_emoji(body: &Body) -> bool {
    let pieces = body.pieces();
    let emoji = |look: &PieceLook| *look == PieceLook::Emoji;
    pieces.iter().any(|piece| emoji(&piece.look))
        && pieces.iter().all(|piece| emoji(&piece.look) || body.text()[piece.range.clone()].trim().is_empty())
        && body.text().chars().count() <= 24
}

fn text<Content>(content: Content, size: f32, line: f32, font: Font, width: f32, wrapping: Wrapping) -> text::Text<Content> {
    text::Text {
        content,
        bounds: Size::new(width, f32::INFINITY),
        size: Pixels(size),
        line_height: LineHeight::Absolute(Pixels(line)),
        font,
        align_x: text::Alignment::Default,
        align_y: iced::alignment::Vertical::Top,
        shaping: text::Shaping::Advanced,
        wrapping,
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::samples::line;
    use super::*;

    #[test]
    fn long_messages_wrap_and_line_breaks_break() {
        let mut cache = Cache::default();
        cache.prepare(400.0, Inks::default(), Density::Comfortable);
        let one = cache.height(&line(1, "one"));
        assert_eq!(cache.height(&line(2, "one\ntwo\nthree")), one + 40.0);
        assert!(cache.height(&line(3, &"word ".repeat(60))) >= one + 60.0);
        assert!(cache.height(&line(4, &"x".repeat(400))) >= one + 60.0);
    }

    #[test]
    fn close_together_a_run_takes_less_room() {
        let height = |density| {
            let mut cache = Cache::default();
            cache.prepare(400.0, Inks::default(), density);
            cache.height(&line(1, "one"))
        };
        assert!(height(Density::Compact) < height(Density::Comfortable));
    }

    #[test]
    fn a_changed_message_is_measured_anew_and_a_new_width_forgets_all() {
        let mut cache = Cache::default();
        cache.prepare(400.0, Inks::default(), Density::Comfortable);
        let one = cache.height(&line(1, "one"));
        assert!(cache.height(&line(1, "one\ntwo")) > one);
        assert_eq!(cache.len(), 1);
        cache.prepare(300.0, Inks::default(), Density::Comfortable);
        assert_eq!(cache.len(), 0);
    }

    #[test]
    fn what_is_kept_is_capped() {
        let mut cache = Cache::default();
        cache.prepare(400.0, Inks::default(), Density::Comfortable);
        for id in 0..600 {
            cache.height(&line(id, "one"));
            cache.trim(std::iter::once(line(id, "").key));
        }
        assert!(cache.len() <= KEPT + 1, "{}", cache.len());
    }

    #[test]
    fn right_to_left_messages_stand_at_the_right() {
        let left = measure_line(
            line(1, "hello").line().unwrap_or_else(|| unreachable!()),
            400.0,
            Inks::default(),
            density::metrics(Density::Comfortable),
        )
        .1;
        let right = measure_line(
            line(1, "שלום").line().unwrap_or_else(|| unreachable!()),
            400.0,
            Inks::default(),
            density::metrics(Density::Comfortable),
        )
        .1;
        assert_eq!(left.body_at.x, left.text);
        assert!(right.body_at.x + right.body.min_bounds().width > 380.0);
    }

    #[test]
    fn a_point_finds_its_letter_and_its_link() {
        let row = line(1, "ab\nsee https://xmpp.org/");
        let parts =
            measure_line(row.line().unwrap_or_else(|| unreachable!()), 600.0, Inks::default(), density::metrics(Density::Comfortable)).1;
        let at = |x: f32, y: f32| Point::new(parts.body_at.x + x, parts.body_at.y + y);
        assert_eq!(parts.byte_at(at(0.0, 5.0)), 0);
        assert_eq!(parts.byte_at(at(500.0, 5.0)), 2);
        assert_eq!(parts.byte_at(at(0.0, 25.0)), 3);
        assert_eq!(parts.piece_at(at(60.0, 25.0)), Some(1));
        assert_eq!(parts.piece_at(at(5.0, 25.0)), Some(0));
        assert_eq!(parts.piece_at(at(500.0, 25.0)), None);
    }
}
