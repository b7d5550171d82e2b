//! The icons, from Lucide (`assets/icons/`), and the program's own.

use crate::ui::theme;
use iced::advanced::svg::Renderer as _;
use iced::widget::svg;
use iced::{Color, Element, Rectangle, Renderer};
use std::sync::LazyLock;

macro_rules! icons {
    ($($name:ident $file:literal),* $(,)?) => {
        /// One of the bundled icons.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($name),* }

        static HANDLES: LazyLock<Vec<svg::Handle>> = LazyLock::new(|| vec![
            $(svg::Handle::from_memory(include_bytes!(concat!("../../../assets/icons/", $file, ".svg")))),*
        ]);
    };
}

icons! {
    Add "plus",
    Administrator "shield",
    Alert "triangle-alert",
    Certificate "shield-alert",
    Check "check",
    Close "x",
    Down "chevron-down",
    Info "info",
    Key "key-round",
    Message "message-circle",
    More "ellipsis",
    Member "star",
    Offline "wifi-off",
    Owner "crown",
    People "users",
    Right "chevron-right",
    Room "hash",
    Search "search",
    Send "send-horizontal",
    Someone "user-plus",
    ToBottom "arrow-down",
    Up "chevron-up",
    Waiting "clock",
}

/// An icon in the colour of second lines.
pub fn icon<'a, Message: 'a>(icon: Icon, size: f32) -> Element<'a, Message> {
    styled(icon, size, theme::dim_icon)
}

/// An icon in any colour.
pub fn styled<'a, Message: 'a>(
    icon: Icon,
    size: f32,
    style: impl Fn(&iced::Theme, svg::Status) -> svg::Style + 'a,
) -> Element<'a, Message> {
    svg(HANDLES[icon as usize].clone()).width(size).height(size).style(style).into()
}

/// Draws an icon where a widget wants it.
pub fn draw(renderer: &mut Renderer, icon: Icon, bounds: Rectangle, color: Color) {
    renderer.draw_svg(iced::advanced::svg::Svg::new(HANDLES[icon as usize].clone()).color(color), bounds, bounds);
}

/// The program's own icon, in its colours.
pub fn own<'a, Message: 'a>(size: f32) -> Element<'a, Message> {
    svg(OWN.clone()).width(size).height(size).into()
}

/// The program's own icon as SVG, drawn for small sizes: the frames of windows show it with 16 to 48 pixels.
pub const SMALL_BYTES: &[u8] = include_bytes!("../../../assets/im.fantail.Fantail-small.svg");

/// The program's own icon as SVG.
const OWN_BYTES: &[u8] = include_bytes!("../../../assets/im.fantail.Fantail.svg");

static OWN: LazyLock<svg::Handle> = LazyLock::new(|| svg::Handle::from_memory(OWN_BYTES));
