//! How everything looks: three palettes, one font in four sizes, a grid of 4 pixels. No other module names a colour.

pub mod density;
pub mod hsluv;
pub mod nick;

use crate::model::presence::Show;
use iced::font::{Family, Weight};
use iced::theme::{Base, Palette, Style, palette::Extended};
use iced::widget::{container, scrollable, svg, text};
use iced::{Background, Border, Color, Font, Theme, color};
use std::sync::LazyLock;

/// The step of the grid: distances are multiples of it.
pub const GRID: f32 = 4.0;
/// Times and counts.
pub const TINY: f32 = 11.0;
/// Second lines, hints, headings of groups.
pub const SMALL: f32 = 12.0;
/// Labels, buttons, menus.
pub const LABEL: f32 = 13.0;
/// What people read.
pub const BODY: f32 = 14.0;
/// The corners of windows' parts, of buttons and fields.
pub const RADIUS: f32 = 6.0;

pub const REGULAR: Font = Font { family: Family::Name("Inter"), ..Font::DEFAULT };
pub const MEDIUM: Font = Font { weight: Weight::Medium, ..REGULAR };
pub const SEMIBOLD: Font = Font { weight: Weight::Semibold, ..REGULAR };

/// The bundled font files, for `iced::Settings::fonts`.
pub const FONTS: [&[u8]; 4] = [
    include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    include_bytes!("../../assets/fonts/Inter-Medium.otf"),
    include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    include_bytes!("../../assets/fonts/Inter-Italic.otf"),
];

/// Which palette.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Appearance {
    #[default]
    Light,
    Dark,
    HighContrast,
}

impl Appearance {
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::HighContrast];

    /// The one that is asked for by name: `ICED_THEME=dark`, as for other programs of this toolkit. Else the system decides.
    pub fn named(name: &str) -> Option<Self> {
        match name.trim().to_lowercase().replace(['-', '_'], " ").as_str() {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            "high contrast" => Some(Self::HighContrast),
            _ => None,
        }
    }
}

/// Every colour there is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tokens {
    /// Behind what people read.
    pub background: Color,
    /// Behind bars, feet and tabs.
    pub side: Color,
    pub line: Color,
    pub text: Color,
    /// Second lines, times, labels.
    pub dim: Color,
    pub accent: Color,
    /// Behind what is selected.
    pub accent_weak: Color,
    pub on_accent: Color,
    /// Behind what the pointer is over.
    pub hover: Color,
    /// Behind our own words.
    pub own: Color,
    pub danger: Color,
    pub danger_weak: Color,
    /// Behind cards that ask for attention, and their edge.
    pub warn: Color,
    pub warn_line: Color,
    pub field: Color,
    /// The edge of fields and ticks: seen against the background (3:1).
    pub field_line: Color,
    pub online: Color,
    pub away: Color,
    pub busy: Color,
    pub offline: Color,
    pub is_dark: bool,
}

const LIGHT: Tokens = Tokens {
    background: color!(0xffffff),
    side: color!(0xf6f7f9),
    line: color!(0xe3e6eb),
    text: color!(0x1c2430),
    dim: color!(0x5d697d),
    accent: color!(0x2a69d6),
    accent_weak: color!(0xe8f0fe),
    on_accent: color!(0xffffff),
    hover: color!(0xf0f2f6),
    own: color!(0xeef3fb),
    danger: color!(0xc0392b),
    danger_weak: color!(0xfdecea),
    warn: color!(0xfff6e0),
    warn_line: color!(0xf0d9a0),
    field: color!(0xffffff),
    field_line: color!(0xd3d8e0),
    online: color!(0x2ea043),
    away: color!(0xe0a100),
    busy: color!(0xd1383d),
    offline: color!(0x97a1b0),
    is_dark: false,
};

const DARK: Tokens = Tokens {
    background: color!(0x171b22),
    side: color!(0x1c212a),
    line: color!(0x2a313d),
    text: color!(0xe7ebf2),
    dim: color!(0x94a0b3),
    accent: color!(0x6ea1ff),
    accent_weak: color!(0x22304a),
    on_accent: color!(0x0b1220),
    hover: color!(0x222833),
    own: color!(0x1f2937),
    danger: color!(0xff7a6b),
    danger_weak: color!(0x3a2220),
    warn: color!(0x2b2616),
    warn_line: color!(0x4d4322),
    field: color!(0x12161c),
    field_line: color!(0x3a4351),
    online: color!(0x2ea043),
    away: color!(0xe0a100),
    busy: color!(0xe5484d),
    offline: color!(0x97a1b0),
    is_dark: true,
};

const HIGH_CONTRAST: Tokens = Tokens {
    background: Color::BLACK,
    side: Color::BLACK,
    line: color!(0x8a8f98),
    text: Color::WHITE,
    dim: color!(0xd8dce4),
    accent: color!(0xffd84d),
    accent_weak: color!(0x3a3410),
    on_accent: Color::BLACK,
    hover: color!(0x26282d),
    own: color!(0x1b1d22),
    danger: color!(0xff9d92),
    danger_weak: color!(0x3a1512),
    warn: color!(0x221d00),
    warn_line: color!(0xffd84d),
    field: Color::BLACK,
    field_line: Color::WHITE,
    online: color!(0x5be07a),
    away: color!(0xffd84d),
    busy: color!(0xff8087),
    offline: color!(0xd8dce4),
    is_dark: true,
};

static THEMES: LazyLock<[Theme; 3]> = LazyLock::new(|| Appearance::ALL.map(make));

fn make(appearance: Appearance) -> Theme {
    let tokens = of(appearance);
    let palette = Palette {
        background: tokens.background,
        text: tokens.text,
        primary: tokens.accent,
        success: tokens.online,
        warning: tokens.away,
        danger: tokens.danger,
    };
    let name = match appearance {
        Appearance::Light => "Fantail light",
        Appearance::Dark => "Fantail dark",
        Appearance::HighContrast => "Fantail high contrast",
    };
    Theme::custom_with_fn(name, palette, |palette| Extended { is_dark: tokens.is_dark, ..Extended::generate(palette) })
}

/// The theme of an appearance.
pub fn theme(appearance: Appearance) -> Theme {
    THEMES[appearance as usize].clone()
}

/// The colours of an appearance.
pub fn of(appearance: Appearance) -> &'static Tokens {
    match appearance {
        Appearance::Light => &LIGHT,
        Appearance::Dark => &DARK,
        Appearance::HighContrast => &HIGH_CONTRAST,
    }
}

/// The colours of a theme, in a style closure.
pub fn tokens(theme: &Theme) -> &'static Tokens {
    let background = theme.palette().background;
    let known = Appearance::ALL.into_iter().map(of).find(|tokens| tokens.background == background);
    known.unwrap_or(if theme.extended_palette().is_dark { &DARK } else { &LIGHT })
}

/// The ground of every window.
pub fn base(theme: &Theme) -> Style {
    Style { background_color: tokens(theme).background, ..theme.base() }
}

/// The colour of a presence dot; its shape says the same.
pub fn presence(theme: &Theme, show: Show) -> Color {
    let tokens = tokens(theme);
    match show {
        Show::Available | Show::Chat => tokens.online,
        Show::Away | Show::Xa => tokens.away,
        Show::Dnd => tokens.busy,
        Show::Offline => tokens.offline,
    }
}

/// Second lines, hints and times.
pub fn dim(theme: &Theme) -> text::Style {
    text::Style { color: Some(tokens(theme).dim) }
}

pub fn danger(theme: &Theme) -> text::Style {
    text::Style { color: Some(tokens(theme).danger) }
}

pub fn accent(theme: &Theme) -> text::Style {
    text::Style { color: Some(tokens(theme).accent) }
}

/// An icon in the colour of second lines.
pub fn dim_icon(theme: &Theme, _: svg::Status) -> svg::Style {
    svg::Style { color: Some(tokens(theme).dim) }
}

/// An icon that says yes.
pub fn accent_icon(theme: &Theme, _: svg::Status) -> svg::Style {
    svg::Style { color: Some(tokens(theme).accent) }
}

/// Bars, feet and tabs.
pub fn side(theme: &Theme) -> container::Style {
    container::Style { background: Some(Background::Color(tokens(theme).side)), ..container::Style::default() }
}

/// A line: a container one pixel high or wide.
pub fn line(theme: &Theme) -> container::Style {
    container::Style { background: Some(Background::Color(tokens(theme).line)), ..container::Style::default() }
}

/// What asks for attention.
pub fn warn_card(theme: &Theme) -> container::Style {
    let tokens = tokens(theme);
    let border = Border { color: tokens.warn_line, width: 1.0, radius: 8.0.into() };
    container::Style { background: Some(Background::Color(tokens.warn)), border, ..container::Style::default() }
}

/// What explains, calmly.
pub fn note_card(theme: &Theme) -> container::Style {
    let border = Border { radius: 8.0.into(), ..Border::default() };
    container::Style { background: Some(Background::Color(tokens(theme).accent_weak)), border, ..container::Style::default() }
}

/// Around an input that draws no frame of its own.
pub fn framed(theme: &Theme) -> container::Style {
    let tokens = tokens(theme);
    let border = Border { color: tokens.field_line, width: 1.0, radius: RADIUS.into() };
    container::Style { background: Some(Background::Color(tokens.field)), border, ..container::Style::default() }
}

/// What is selected.
pub fn selected(theme: &Theme) -> container::Style {
    container::Style { background: Some(Background::Color(tokens(theme).accent_weak)), ..container::Style::default() }
}

/// What lies above the rest: modal cards, tooltips. No shadow: partial redraws of the software renderer add it up.
pub fn raised(theme: &Theme) -> container::Style {
    let tokens = tokens(theme);
    container::Style {
        background: Some(Background::Color(tokens.background)),
        border: Border { color: tokens.field_line, width: 1.0, radius: 8.0.into() },
        ..container::Style::default()
    }
}

/// The dimmed window behind a modal card.
pub fn veil(theme: &Theme) -> container::Style {
    let alpha = if tokens(theme).is_dark { 0.6 } else { 0.3 };
    container::Style { background: Some(Background::Color(Color { a: alpha, ..Color::BLACK })), ..container::Style::default() }
}

/// A thin, quiet scroll bar.
pub fn scroll(theme: &Theme, status: scrollable::Status) -> scrollable::Style {
    let tokens = tokens(theme);
    let active = !matches!(status, scrollable::Status::Active { .. });
    let thumb = Color { a: if active { 0.6 } else { 0.35 }, ..tokens.dim };
    let rail = scrollable::Rail {
        background: None,
        border: Border::default(),
        scroller: scrollable::Scroller { background: Background::Color(thumb), border: Border { radius: 4.0.into(), ..Border::default() } },
    };
    scrollable::Style { vertical_rail: rail, horizontal_rail: rail, ..scrollable::default(theme, status) }
}

/// One colour over another, covering this share of it.
pub fn mix(over: Color, under: Color, share: f32) -> Color {
    let part = |over: f32, under: f32| over * share + under * (1.0 - share);
    Color::from_rgb(part(over.r, under.r), part(over.g, under.g), part(over.b, under.b))
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2).
pub fn contrast(one: Color, other: Color) -> f32 {
    let (one, other) = (one.relative_luminance(), other.relative_luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_readable_on_every_ground() {
        for appearance in Appearance::ALL {
            let tokens = of(appearance);
            let grounds = [tokens.background, tokens.side, tokens.field, tokens.warn, tokens.accent_weak, tokens.hover, tokens.own];
            for ground in grounds {
                for ink in [tokens.text, tokens.dim] {
                    assert!(contrast(ink, ground) >= 4.5, "{appearance:?} {ink} on {ground}: {}", contrast(ink, ground));
                }
            }
            // Links and reasons stand in messages, on the ground of those that name us, and on a selection.
            for ground in [tokens.background, tokens.side, tokens.field, tokens.warn] {
                for ink in [tokens.accent, tokens.danger] {
                    assert!(contrast(ink, ground) >= 4.5, "{appearance:?} {ink} on {ground}: {}", contrast(ink, ground));
                }
            }
            assert!(contrast(tokens.on_accent, tokens.accent) >= 4.5, "{appearance:?}");
            assert!(contrast(tokens.danger, tokens.danger_weak) >= 4.5, "{appearance:?}");
            let selected = mix(tokens.accent, tokens.background, 0.28);
            assert!(contrast(tokens.text, selected) >= 4.5, "{appearance:?}: a selection");
        }
    }

    #[test]
    fn a_palette_can_be_asked_for_by_name() {
        let named = ["light", "Dark", "high-contrast", "Dracula", ""].map(Appearance::named);
        assert_eq!(named, [Some(Appearance::Light), Some(Appearance::Dark), Some(Appearance::HighContrast), None, None]);
    }

    #[test]
    fn a_theme_knows_its_colours() {
        for appearance in Appearance::ALL {
            assert_eq!(tokens(&theme(appearance)), of(appearance));
        }
        assert_eq!(tokens(&Theme::Dracula), of(Appearance::Dark));
    }
}
