//! A list of rows of one height, of which only those in view are drawn.

use crate::ui::semantics::{Semantics, accessible};
use crate::ui::theme;
use crate::ui::widgets::keyed;
use iced::advanced::widget::Id;
use iced::widget::{responsive, scrollable, space};
use iced::{Element, Length};

/// Rows beyond the edges, so that scrolling shows no gap.
const OVERSCAN: usize = 6;

/// What a list is made from. `scrolled` is how far it is, as `on_scroll` has told.
#[allow(missing_debug_implementations)]
pub struct LongList<Draw, OnScroll> {
    pub id: Id,
    pub semantics: Semantics,
    pub height: f32,
    pub count: usize,
    pub scrolled: f32,
    /// A row by its number, and what tells it from others (keyed.rs).
    pub draw: Draw,
    pub on_scroll: OnScroll,
}

/// As high as it may be.
pub fn long_list<'a, Message: Clone + 'a>(
    list: LongList<impl Fn(usize) -> (u64, Element<'a, Message>) + 'a, impl Fn(f32) -> Message + Copy + 'a>,
) -> Element<'a, Message> {
    let LongList { id, semantics, height, count, scrolled, draw, on_scroll } = list;
    responsive(move |size| {
        let first = ((scrolled / height) as usize).saturating_sub(OVERSCAN).min(count);
        let last = (first + (size.height / height) as usize + 2 * OVERSCAN).min(count);
        let edge = |name: &str, height: f32| (keyed::key(name), Element::from(space().height(height)));
        let drawn = (first..last).map(&draw);
        let before = edge("before", first as f32 * height);
        let rows = keyed::keyed(std::iter::once(before).chain(drawn).chain([edge("after", (count - last) as f32 * height)]));
        scrollable(accessible(semantics.clone(), rows.width(Length::Fill)))
            .id(id.clone())
            .on_scroll(move |view| on_scroll(view.absolute_offset().y))
            .direction(scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(6)))
            .style(theme::scroll)
            .height(Length::Fill)
            .into()
    })
    .into()
}
