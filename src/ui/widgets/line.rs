//! One line of text that never wraps: what does not fit ends in an ellipsis. iced's own text is cut off in the middle of a letter.

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{self, LineHeight, Paragraph as _, Renderer as _, Shaping, Wrapping};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Widget, mouse, renderer};
use iced::widget::text::Style;
use iced::{Element, Font, Length, Pixels, Point, Rectangle, Renderer, Size, Theme, alignment};
use unicode_segmentation::UnicodeSegmentation;

/// No line on a screen shows more letters: what follows is not even shaped.
const LONGEST: usize = 400;
/// Wide enough for any of them.
const BOUNDLESS: f32 = 100_000.0;

/// A line in the font and colour of its surroundings.
pub fn line(content: impl Into<String>) -> Line {
    Line { content: content.into(), size: crate::ui::theme::BODY, font: crate::ui::theme::REGULAR, height: 1.3, style: None }
}

#[derive(Debug)]
pub struct Line {
    content: String,
    size: f32,
    font: Font,
    height: f32,
    style: Option<fn(&Theme) -> Style>,
}

impl Line {
    pub fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    pub fn font(mut self, font: Font) -> Self {
        self.font = font;
        self
    }

    /// The height of the line, relative to its size.
    pub fn line_height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    pub fn style(mut self, style: fn(&Theme) -> Style) -> Self {
        self.style = Some(style);
        self
    }

    fn shape(&self, content: &str, width: f32) -> Paragraph {
        Paragraph::with_text(text::Text {
            content,
            bounds: Size::new(width, f32::INFINITY),
            size: Pixels(self.size),
            line_height: LineHeight::Relative(self.height),
            font: self.font,
            align_x: text::Alignment::Default,
            align_y: alignment::Vertical::Top,
            shaping: Shaping::Advanced,
            wrapping: Wrapping::None,
        })
    }

    /// The width it wants.
    pub fn whole_width(&self) -> f32 {
        self.width_of(&self.content).ceil()
    }

    fn width_of(&self, content: &str) -> f32 {
        self.shape(content, BOUNDLESS).min_bounds().width
    }

    /// As much of the text as fits, and the ellipsis.
    fn fitting(&self, content: &str, width: f32) -> String {
        let ends: Vec<usize> = content.grapheme_indices(true).map(|(at, _)| at).collect();
        let cut = |kept: usize| format!("{}…", content[..ends.get(kept).copied().unwrap_or(content.len())].trim_end());
        let (mut fits, mut too_long) = (0, ends.len());
        while fits + 1 < too_long {
            let middle = usize::midpoint(fits, too_long);
            if self.width_of(&cut(middle)) <= width { fits = middle } else { too_long = middle }
        }
        cut(fits)
    }
}

/// The text as it was shaped last, and for which width.
#[derive(Default)]
struct State {
    content: String,
    font: Option<(Font, f32)>,
    whole: f32,
    width: f32,
    shown: Paragraph,
}

impl<Message> Widget<Message, Theme, Renderer> for Line {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let width = limits.max().width.min(BOUNDLESS);
        let font = Some((self.font, self.size));
        let changed = state.content != self.content || state.font != font;
        if changed || (state.width != width && state.whole.max(state.shown.min_bounds().width) > state.width.min(width)) {
            let content: String = self.content.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
            state.whole = self.width_of(&content);
            let shown = if state.whole <= width { content } else { self.fitting(&content, width) };
            // Exactly as wide as it is: a right-to-left text would stand at the far end of a wider one.
            let wide = self.width_of(&shown).ceil();
            state.shown = self.shape(&shown, wide);
            state.content.clone_from(&self.content);
            state.font = font;
        }
        state.width = width;
        let size = Size::new(state.shown.min_bounds().width.ceil().min(width), (self.size * self.height).ceil());
        layout::Node::new(limits.resolve(Length::Shrink, Length::Shrink, size))
    }

    fn operate(&mut self, _: &mut Tree, layout: Layout<'_>, _: &Renderer, operation: &mut dyn Operation) {
        operation.text(None, layout.bounds(), &self.content);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let color = self.style.and_then(|of| of(theme).color).unwrap_or(style.text_color);
        let Point { x, y } = layout.bounds().position();
        renderer.fill_paragraph(&state.shown, Point::new(x, y), color, *viewport);
    }
}

impl<'a, Message: 'a> From<Line> for Element<'a, Message> {
    fn from(line: Line) -> Self {
        Self::new(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let name = line("Bartholomäus Maximilian von und zu Donaudampfschifffahrt");
        let short = name.fitting(&name.content, 120.0);
        assert!(short.ends_with('…') && short.starts_with("Barth"), "{short}");
        assert!(name.width_of(&short) <= 120.0);
        assert!(name.width_of(&name.fitting(&name.content, 200.0)) > name.width_of(&short));
        assert_eq!(name.fitting(&name.content, 1.0), "…");
    }

    #[test]
    fn letters_made_of_several_signs_are_not_torn_apart() {
        let family = "👨\u{200d}👩\u{200d}👧";
        let name = line(family.repeat(8));
        let kept = name.fitting(&name.content, 100.0);
        assert!(kept.trim_end_matches('…').len().is_multiple_of(family.len()), "{kept}");
    }
}
