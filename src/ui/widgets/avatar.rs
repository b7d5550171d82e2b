//! A person's or a room's picture, else initials on the colour of their name (XEP-0392); with a presence dot.

use crate::model::PictureId;
use crate::model::presence::Show;
use crate::ui::pictures::{self, Cut, Look};
use crate::ui::text::bidi;
use crate::ui::theme::{self, Tokens, nick};
use iced::advanced::image::{Image, Renderer as _};
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::{self, Renderer as _};
use iced::advanced::widget::Tree;
use iced::advanced::{Renderer as _, Widget, mouse, renderer};
use iced::{Color, Element, Length, Pixels, Point, Rectangle, Renderer, Size, Theme, alignment};
use unicode_segmentation::UnicodeSegmentation;

/// The presence dot, and with the ring that is cut out around it.
const DOT: f32 = 5.0;
const RING: f32 = DOT + 2.0;

const LEFT_TO_RIGHT: char = '\u{200e}';

/// A round one for a person: `seed` is their bare JID or nickname, the same everywhere.
pub fn person(name: &str, seed: &str, size: f32, show: Option<Show>) -> Avatar {
    Avatar {
        initials: initials(name),
        ground: nick::ground(seed),
        size,
        radius: size / 2.0,
        show,
        picture: None,
        cut: if show.is_some() { Cut::Present } else { Cut::Person },
        alone: false,
        around: |tokens| tokens.background,
    }
}

/// The presence dot alone, where there is no room for a picture.
pub fn presence(show: Show, size: f32) -> Avatar {
    Avatar { show: Some(show), alone: true, ..person("", "", size, None) }
}

/// A square one for a room.
pub fn room(seed: &str, size: f32) -> Avatar {
    Avatar {
        initials: "#".to_owned(),
        ground: nick::ground(seed),
        size,
        radius: room_radius(size),
        show: None,
        picture: None,
        cut: Cut::Room,
        alone: false,
        around: |tokens| tokens.background,
    }
}

/// Drawn only: the row or heading it stands in says who it is.
#[allow(missing_debug_implementations)]
pub struct Avatar {
    initials: String,
    ground: Color,
    size: f32,
    radius: f32,
    show: Option<Show>,
    picture: Option<PictureId>,
    cut: Cut,
    /// Without initials and their ground.
    alone: bool,
    around: fn(&Tokens) -> Color,
}

impl Avatar {
    /// What they look like, where that is known.
    pub fn picture(mut self, picture: Option<PictureId>) -> Self {
        self.picture = picture;
        self
    }

    /// The ground it stands on, when it is not that of the window: the dot is cut out of it.
    pub fn on(mut self, around: fn(&Tokens) -> Color) -> Self {
        self.around = around;
        self
    }
}

/// The corners of a room's picture.
pub fn room_radius(size: f32) -> f32 {
    (size * 0.28).round()
}

/// Where the presence dot is, from the left and from above: on the rim. And how much around it is cut out.
pub fn dot(size: f32) -> (f32, f32) {
    ((size * 0.86).round(), RING)
}

/// Draws a picture, if it is here already.
pub fn draw_picture(renderer: &mut Renderer, id: PictureId, cut: Cut, bounds: Rectangle, clip: Rectangle) -> bool {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of pictures are small whole numbers")]
    let look = Look { id, size: bounds.width.round() as u8, cut };
    let Some(handle) = pictures::of(look) else { return false };
    renderer.draw_image(Image { snap: true, ..Image::new(handle) }, bounds, clip);
    true
}

/// The first letters of the first and the last word; of an address those before the @.
pub(crate) fn initials(name: &str) -> String {
    let name = name.split('@').next().unwrap_or_default();
    let words: Vec<&str> = name.split(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '_')).filter(|w| !w.is_empty()).collect();
    let first = |word: &&str| word.graphemes(true).next().map(str::to_uppercase).unwrap_or_default();
    let letters = match words.as_slice() {
        [] => "?".to_owned(),
        [only] => first(only),
        [head, .., last] => first(head) + &first(last),
    };
    // Read from the left like all others: a text from right to left would stand at the far edge of its circle.
    if bidi::is_rtl(&letters) { format!("{LEFT_TO_RIGHT}{letters}") } else { letters }
}

/// A presence dot: full, a crescent, a bar or a ring. `ground` is the colour around it.
pub fn draw_dot(renderer: &mut Renderer, theme: &Theme, show: Show, center: Point, radius: f32, ground: Color) {
    let color = theme::presence(theme, show);
    let mut disc = |at: Point, radius: f32, color: Color| {
        let bounds = Rectangle::new(Point::new(at.x - radius, at.y - radius), Size::new(2.0 * radius, 2.0 * radius));
        renderer.fill_quad(renderer::Quad { bounds, border: iced::border::rounded(radius), ..renderer::Quad::default() }, color);
    };
    disc(center, radius + RING - DOT, ground);
    disc(center, radius, color);
    match show {
        Show::Available | Show::Chat => {}
        Show::Away | Show::Xa => disc(Point::new(center.x - radius * 0.4, center.y - radius * 0.4), radius * 0.7, ground),
        Show::Offline => disc(center, radius - 2.0, ground),
        Show::Dnd => {
            let size = Size::new(radius * 1.2, 2.0);
            let bounds = Rectangle::new(Point::new(center.x - size.width / 2.0, center.y - 1.0), size);
            renderer.fill_quad(renderer::Quad { bounds, ..renderer::Quad::default() }, ground);
        }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Avatar {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.size), Length::Fixed(self.size))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(Size::new(self.size, self.size))
    }

    fn draw(
        &self,
        _: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        _: &Rectangle,
    ) {
        let bounds = layout.bounds();
        if let (true, Some(show)) = (self.alone, self.show) {
            draw_dot(renderer, theme, show, bounds.center(), DOT, (self.around)(theme::tokens(theme)));
            return;
        }
        let drawn = self.picture.is_some_and(|id| draw_picture(renderer, id, self.cut, bounds, bounds));
        if !drawn {
            self.draw_initials(renderer, bounds);
        }
        if let Some(show) = self.show {
            // Below a picture, through the place that is cut out of it.
            let (place, _) = dot(self.size);
            let center = Point::new(bounds.x + place, bounds.y + place);
            draw_dot(renderer, theme, show, center, DOT, (self.around)(theme::tokens(theme)));
        }
    }
}

impl Avatar {
    fn draw_initials(&self, renderer: &mut Renderer, bounds: Rectangle) {
        let border = iced::border::rounded(self.radius);
        renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, self.ground);
        let label = text::Text {
            content: self.initials.clone(),
            bounds: bounds.size(),
            size: Pixels((self.size * 0.4).round()),
            line_height: text::LineHeight::default(),
            font: theme::SEMIBOLD,
            align_x: text::Alignment::Center,
            align_y: alignment::Vertical::Center,
            shaping: text::Shaping::Auto,
            wrapping: text::Wrapping::None,
        };
        // With its own bounds: only what lies outside of its layer by them is cut off there.
        renderer.fill_text(label, bounds.center(), Color::WHITE, bounds);
    }
}

impl<'a, Message: 'a> From<Avatar> for Element<'a, Message> {
    fn from(avatar: Avatar) -> Self {
        Self::new(avatar)
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_come_from_names_and_addresses() {
        for (name, want) in [
            ("Clara Weber", "CW"),
            ("Prof. Dr. Tim Berger", "PB"),
            ("clara@example.org", "C"),
            ("mira.krämer@x", "MK"),
            ("", "?"),
            ("élan", "É"),
        ] {
            assert_eq!(initials(name), want, "{name}");
        }
    }
}
