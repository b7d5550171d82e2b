//! How the log is painted.

use super::measure::{self, DIVIDER_TOP, LineParts, MARGIN, Parts};
use super::row::{Content, Line, Tone};
use super::state::Focus;
use super::{ChatLog, State};
use crate::ui::pictures::Cut;
use crate::ui::text::{Piece, PieceLook};
use crate::ui::theme::{self, Tokens, nick};
use crate::ui::widgets::avatar::draw_picture;
use iced::advanced::Renderer as _;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::renderer::Quad;
use iced::advanced::text::{Paragraph as _, Renderer as _};
use iced::{Border, Color, Point, Rectangle, Renderer, Shadow, Size, Theme, Vector};
use std::ops::Range;

struct Painter<'a> {
    renderer: &'a mut Renderer,
    tokens: &'static Tokens,
    theme: &'a Theme,
    clip: Rectangle,
}

pub fn draw<Message>(
    log: &ChatLog<'_, Message>,
    state: &State,
    renderer: &mut Renderer,
    theme: &Theme,
    bounds: Rectangle,
    pointer: Option<Point>,
) {
    renderer.with_layer(bounds, |renderer| {
        let mut painter = Painter { renderer, tokens: theme::tokens(theme), theme, clip: bounds };
        for placed in &state.view.visible {
            let Some(row) = log.rows.get(placed.index) else { continue };
            let Some(measured) = state.cache.get(row.key) else { continue };
            let corner = Point::new(bounds.x, bounds.y + placed.y);
            match (&row.content, &measured.parts) {
                (Content::Divider { tone, .. }, Parts::Divider(label)) => painter.divider(label, *tone, corner, bounds.width),
                (Content::Line(line), Parts::Line(parts)) => {
                    let marked = state.selection.and_then(|selection| selection.of_row(log.rows, placed.index));
                    let size = Size::new(bounds.width, measured.height);
                    painter.line(line, parts, marked, Rectangle::new(corner, size));
                }
                (Content::Notice(_), Parts::Notice { text, time }) => {
                    for (words, at) in [text, time] {
                        painter.text(words, Point::new(corner.x + at.x, corner.y + at.y), painter.tokens.dim);
                    }
                }
                // Laid out as something else, in the moment before it is laid out anew.
                (Content::Divider { .. } | Content::Line(_) | Content::Notice(_), _) => {}
            }
        }
    });
    // Above the messages: in a layer of its own, since text is drawn over the quads of the same layer.
    renderer.with_layer(bounds, |renderer| {
        let mut painter = Painter { renderer, tokens: theme::tokens(theme), theme, clip: bounds };
        if let Some(thumb) = state.thumb(log.rows.len(), bounds) {
            let near = pointer.is_some_and(|pointer| pointer.x > bounds.x + bounds.width - 16.0) || state.pointer.is_dragging_thumb();
            let color = Color { a: if near { 0.6 } else { 0.3 }, ..painter.tokens.dim };
            painter.quad(thumb, color, 3.0);
        }
        if let (Some(button), Some(label)) = (state.jump_button(bounds), &state.jump_label) {
            painter.jump_button(label, button, pointer.is_some_and(|pointer| button.contains(pointer)));
        }
        if state.focus == Focus::ByKeyboard {
            let current = state.current_row(log.rows).and_then(|index| state.view.visible.iter().find(|placed| placed.index == index));
            let ring = current.map_or(bounds.shrink(1.0), |placed| {
                let row = Rectangle::new(Point::new(bounds.x + 4.0, bounds.y + placed.y), Size::new(bounds.width - 8.0, placed.height));
                row.intersection(&bounds.shrink(1.0)).unwrap_or(bounds.shrink(1.0))
            });
            let border = Border { color: painter.tokens.accent, width: 2.0, radius: theme::RADIUS.into() };
            painter.renderer.fill_quad(Quad { bounds: ring, border, ..Quad::default() }, Color::TRANSPARENT);
        }
    });
}

impl Painter<'_> {
    fn quad(&mut self, bounds: Rectangle, color: Color, radius: f32) {
        let border = Border { radius: radius.into(), ..Border::default() };
        self.renderer.fill_quad(Quad { bounds, border, shadow: Shadow::default(), snap: true }, color);
    }

    fn text(&mut self, paragraph: &Paragraph, at: Point, color: Color) {
        self.renderer.fill_paragraph(paragraph, at, color, self.clip);
    }

    fn divider(&mut self, label: &Paragraph, tone: Tone, corner: Point, width: f32) {
        let (ink, line) = match tone {
            Tone::Quiet => (self.tokens.dim, self.tokens.line),
            Tone::Alarming => (self.tokens.danger, Color { a: 0.45, ..self.tokens.danger }),
        };
        let size = label.min_bounds();
        let left = corner.x + (width - size.width) / 2.0;
        let middle = (corner.y + DIVIDER_TOP + size.height / 2.0).round();
        let side = (left - 12.0 - corner.x - MARGIN).max(0.0);
        self.quad(Rectangle::new(Point::new(corner.x + MARGIN, middle), Size::new(side, 1.0)), line, 0.0);
        let right = corner.x + width - MARGIN;
        self.quad(Rectangle::new(Point::new(right - side, middle), Size::new(side, 1.0)), line, 0.0);
        self.text(label, Point::new(left, corner.y + DIVIDER_TOP), ink);
    }

    fn line(&mut self, line: &Line, parts: &LineParts, marked: Option<Range<usize>>, row: Rectangle) {
        let at = |point: Point| Point::new(row.x + point.x, row.y + point.y);
        if line.mention {
            let top = parts.head.as_ref().map_or(0.0, |(.., top)| top - 4.0);
            let ground = Rectangle::new(at(Point::new(MARGIN / 2.0, top)), Size::new(row.width - MARGIN, row.height - top));
            self.quad(ground, self.tokens.warn, theme::RADIUS);
        }
        if let Some((initials, name, time, top)) = &parts.head {
            let avatar = Rectangle::new(at(Point::new(MARGIN, *top)), Size::new(parts.avatar, parts.avatar));
            let clip = self.clip;
            let drawn = line.picture.is_some_and(|id| draw_picture(self.renderer, id, Cut::Person, avatar, clip));
            if !drawn {
                self.quad(avatar, nick::ground(&line.seed), parts.avatar / 2.0);
                let size = initials.min_bounds();
                let middle = Point::new(avatar.x + (parts.avatar - size.width) / 2.0, avatar.y + (parts.avatar - size.height) / 2.0);
                self.text(initials, middle, Color::WHITE);
            }
            let ink = if line.own { self.tokens.accent } else { nick::ink(self.theme, &line.seed) };
            self.text(name, at(Point::new(parts.text, *top)), ink);
            self.text(time, at(Point::new(parts.text + name.min_bounds().width + 8.0, *top)), self.tokens.dim);
        }
        if let Some((quote, place)) = &parts.quote {
            let bar = Rectangle::new(at(Point::new(parts.text, place.y + 1.0)), Size::new(3.0, 16.0));
            self.quad(bar, self.tokens.line, 1.5);
            self.text(quote, at(*place), self.tokens.dim);
        }
        let body = at(parts.body_at);
        if let Some(marked) = marked {
            self.selection(parts, marked, body);
        }
        // Each kind in one go over the text: it may have as many pieces as letters.
        let pieces = line.body.pieces();
        let places =
            |wanted: &dyn Fn(&Piece) -> bool| measure::places(&parts.body, |_, glyph| pieces.get(glyph.metadata).is_some_and(wanted));
        for place in places(&|piece| piece.style.code) {
            self.quad(place + Vector::new(body.x, body.y), self.tokens.hover, 0.0);
        }
        for place in places(&|piece| matches!(piece.look, PieceLook::Link(_))) {
            let under = Point::new(body.x + place.x, (body.y + place.y + place.height - 4.0).round());
            self.quad(Rectangle::new(under, Size::new(place.width, 1.0)), Color { a: 0.4, ..self.tokens.accent }, 0.0);
        }
        for (quoted, ink) in [(false, self.tokens.text), (true, self.tokens.dim)] {
            for place in places(&|piece| piece.style.strike && piece.style.quote == quoted) {
                let through = Point::new(body.x + place.x, (body.y + place.y + place.height * 0.55).round());
                self.quad(Rectangle::new(through, Size::new(place.width, 1.0)), ink, 0.0);
            }
        }
        self.text(&parts.body, body, if line.gone { self.tokens.dim } else { self.tokens.text });
        for ((label, ground), chip) in parts.chips.iter().zip(&line.chips) {
            let place = Rectangle::new(at(ground.position()), ground.size());
            let (color, edge) =
                if chip.ours { (self.tokens.accent_weak, self.tokens.accent) } else { (self.tokens.hover, self.tokens.line) };
            let border = Border { color: edge, width: 1.0, radius: (place.height / 2.0).into() };
            self.renderer.fill_quad(Quad { bounds: place, border, shadow: Shadow::default(), snap: true }, color);
            let left = place.x + (place.width - label.min_bounds().width) / 2.0;
            self.text(label, Point::new(left, place.y + 2.0), self.tokens.text);
        }
        if let Some((state, place)) = &parts.state {
            self.text(state, at(*place), self.tokens.dim);
        }
        if let (Some((note, place)), Some(said)) = (&parts.note, &line.note) {
            let ink = match said.tone {
                Tone::Quiet => self.tokens.dim,
                Tone::Alarming => self.tokens.danger,
            };
            self.text(note, at(*place), ink);
        }
        if let Some((offer, place)) = &parts.offer {
            self.text(offer, at(*place), self.tokens.accent);
        }
    }

    fn selection(&mut self, parts: &LineParts, marked: Range<usize>, body: Point) {
        let color = Color { a: 0.28, ..self.tokens.accent };
        let is_marked = |line: usize, start: usize, end: usize| {
            let from = parts.start_of(line);
            from + end > marked.start && from + start < marked.end
        };
        let places = measure::places(&parts.body, |line, glyph| is_marked(line, glyph.start, glyph.end));
        for place in places {
            self.quad(place + Vector::new(body.x, body.y), color, 0.0);
        }
    }

    fn jump_button(&mut self, label: &Paragraph, bounds: Rectangle, hovered: bool) {
        let ground = if hovered { self.tokens.hover } else { self.tokens.background };
        let border = Border { color: self.tokens.field_line, width: 1.0, radius: (bounds.height / 2.0).into() };
        // Without a shadow: the renderer repaints the bounds only, and shadows outside them would add up.
        self.renderer.fill_quad(Quad { bounds, border, shadow: Shadow::default(), snap: true }, ground);
        let size = label.min_bounds();
        let at = Point::new(bounds.x + (bounds.width - size.width) / 2.0, bounds.y + (bounds.height - size.height) / 2.0);
        self.text(label, at, self.tokens.accent);
    }
}
