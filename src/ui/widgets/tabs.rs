//! Tabs at the top of a window: each with its name, what is unread in it, and a button that closes it. They are dragged to another
//! place, out of the window, or into another one.

use super::badge::badge;
use super::button::{self, Kind};
use super::fitted::fitted;
use super::gestures::{Gesture, gestures};
use super::icon::{Icon, icon};
use super::line::line;
use super::menu::{self, Item};
use super::tip::tip;
use crate::ui::semantics::{Role, Semantics, accessible};
use crate::ui::theme;
use iced::widget::{button as pressable, column, container, row};
use iced::{Background, Border, Element, Length, Point, Rectangle, Theme, Vector, alignment, border};

/// A longer name is shortened; the window's title has it whole.
const WIDEST: f32 = 200.0;
/// What a tab has besides its name: its edges and the button; and the badge.
const BESIDES: f32 = 48.0;
const BADGE: f32 = 28.0;

/// Left of the first tab, and above all of them.
const LEFT: f32 = 8.0;
const TOP: f32 = 6.0;
/// So far above or below the bar a tab is out of it.
const OUT: f32 = 28.0;

/// What the pointer did to the tabs, by their numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Deed {
    /// Taken, to be dragged.
    Lifted(usize),
    /// The dragged tab belongs to this place now.
    MovedTo(usize),
    /// Let go outside the bar, at a point of the window.
    DroppedOut(Point),
    /// Let go in its place, or given up.
    Settled,
    /// The right button: its menu is wanted.
    Asked(usize),
    /// The middle button.
    Closed(usize),
    Selected(usize),
}

/// A tab on its way.
#[derive(Debug, Clone)]
pub struct Dragged {
    /// Where it is now.
    pub index: usize,
    pub name: String,
}

/// One tab.
#[derive(Debug, Clone)]
pub struct Tab<Message> {
    pub key: String,
    pub name: String,
    pub unread: u32,
    pub on_select: Message,
    pub on_close: Message,
    /// What the button says that closes it.
    pub close: String,
    /// What `unread` means in words, for those who do not see the badge.
    pub description: String,
    /// Its context menu.
    pub menu: Vec<Item<Message>>,
}

/// The bar of tabs; `active` is the place of the one in front.
pub fn tabs<'a, Message: Clone + 'a>(
    name: &str,
    tabs: Vec<Tab<Message>>,
    active: usize,
    dragged: Option<Dragged>,
    on_deed: impl Fn(Deed) -> Message + 'a,
) -> Element<'a, Message> {
    let drawn = tabs.into_iter().enumerate().map(|(index, tab)| one(tab, index == active)).collect();
    let (ghost, lifted) = dragged.map(|dragged| (dragged.name, dragged.index)).unzip();
    let bar = gestures(fitted(drawn, 4.0), ghost, move |gesture, places| deed(gesture, places, lifted).map(&on_deed));
    let bar = container(bar).padding(iced::Padding { top: TOP, left: LEFT, right: LEFT, bottom: 0.0 });
    let bar = accessible(Semantics::new(Role::TabList, "tabs", name), bar.width(Length::Fill).style(theme::side));
    column![bar, super::form::line()].into()
}

/// What a gesture over tabs at these places means while one of them is lifted, or none.
fn deed(gesture: Gesture, places: &[Rectangle], lifted: Option<usize>) -> Option<Deed> {
    let under = |point: Point| places.iter().position(|place| place.contains(point));
    match (gesture, lifted) {
        (Gesture::Dragged(from, _), None) => under(from).map(Deed::Lifted),
        (Gesture::Dragged(_, to), Some(lifted)) => {
            // Behind all whose middle it has passed: a wide neighbour does not jump back and forth.
            let passed = places.iter().enumerate().filter(|(index, place)| *index != lifted && place.center_x() < to.x);
            let place = passed.count();
            (place != lifted && !is_out(to, places)).then_some(Deed::MovedTo(place))
        }
        (Gesture::Dropped(at), Some(_)) if is_out(at, places) => Some(Deed::DroppedOut(at + Vector::new(LEFT, TOP))),
        (Gesture::Dropped(_) | Gesture::Cancelled, Some(_)) => Some(Deed::Settled),
        (Gesture::Asked(at), _) => under(at).map(Deed::Asked),
        (Gesture::Middle(at), _) => under(at).map(Deed::Closed),
        (Gesture::Picked(at, _), _) => under(at).map(Deed::Selected),
        (Gesture::Dropped(_) | Gesture::Cancelled, None) => None,
    }
}

fn is_out(point: Point, places: &[Rectangle]) -> bool {
    let bottom = places.iter().map(|place| place.y + place.height).fold(0.0, f32::max);
    point.y < -OUT || point.y > bottom + OUT
}

/// The width it wants, and the tab, which fills what it gets.
fn one<'a, Message: Clone + 'a>(tab: Tab<Message>, active: bool) -> (f32, Element<'a, Message>) {
    let semantics =
        Semantics { selected: Some(active), description: tab.description, ..Semantics::new(Role::Tab, &tab.key, tab.name.clone()) };
    let font = if active { theme::MEDIUM } else { theme::REGULAR };
    let title = line(tab.name).size(theme::LABEL).font(font);
    let wanted = title.whole_width().min(WIDEST) + BESIDES + if tab.unread > 0 { BADGE } else { 0.0 };
    let title = container(title).width(Length::Fill);
    let face = row![title].extend((tab.unread > 0).then(|| badge(tab.unread))).spacing(8).align_y(alignment::Vertical::Center);
    let select = pressable(face)
        .padding([6, 4])
        .width(Length::Fill)
        .style(move |theme, status| label(theme, status, active))
        .on_press(tab.on_select.clone());
    let close = pressable(icon(Icon::Close, 12.0))
        .padding(4)
        .style(|theme, status| button::style(theme, status, Kind::Quiet))
        .on_press(tab.on_close.clone());
    let semantics_of_close = Semantics::new(Role::Button, format!("close {}", tab.key), tab.close.clone());
    let close = accessible(semantics_of_close, tip(close, tab.close)).on_activate(tab.on_close).tab_stop(false);
    let tab_face = row![accessible(semantics, select).on_activate(tab.on_select), close].spacing(2).align_y(alignment::Vertical::Center);
    let face = container(tab_face).padding([0, 8]).width(Length::Fill).style(move |theme| ground(theme, active));
    (wanted, menu::context(face, tab.menu, false).into())
}

fn label(theme: &Theme, status: pressable::Status, active: bool) -> pressable::Style {
    let tokens = theme::tokens(theme);
    let strong = active || matches!(status, pressable::Status::Hovered | pressable::Status::Pressed);
    pressable::Style { text_color: if strong { tokens.text } else { tokens.dim }, ..pressable::Style::default() }
}

fn ground(theme: &Theme, active: bool) -> container::Style {
    let tokens = theme::tokens(theme);
    if !active {
        return container::Style::default();
    }
    let border = Border { color: tokens.line, width: 1.0, radius: border::Radius::default().top(theme::RADIUS) };
    container::Style { background: Some(Background::Color(tokens.background)), border, ..container::Style::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::Size;

    /// A narrow tab between two wide ones.
    fn places() -> Vec<Rectangle> {
        let place = |x: f32, width: f32| Rectangle::new(Point::new(x, 0.0), Size::new(width, 30.0));
        vec![place(0.0, 200.0), place(204.0, 60.0), place(268.0, 200.0)]
    }

    fn drag(to: (f32, f32), lifted: Option<usize>) -> Option<Deed> {
        deed(Gesture::Dragged(Point::new(220.0, 10.0), Point::new(to.0, to.1)), &places(), lifted)
    }

    #[test]
    fn a_tab_is_lifted_and_goes_behind_those_whose_middle_it_passed() {
        assert_eq!(drag((230.0, 10.0), None), Some(Deed::Lifted(1)));
        assert_eq!(drag((300.0, 10.0), Some(1)), None);
        assert_eq!(drag((370.0, 10.0), Some(1)), Some(Deed::MovedTo(2)));
        assert_eq!(drag((90.0, 10.0), Some(1)), Some(Deed::MovedTo(0)));
        assert_eq!(drag((150.0, 10.0), Some(1)), None);
    }

    #[test]
    fn outside_the_bar_it_keeps_its_place_and_is_dropped_out() {
        assert_eq!(drag((370.0, 90.0), Some(1)), None);
        let dropped = |y: f32, lifted| deed(Gesture::Dropped(Point::new(370.0, y)), &places(), lifted);
        assert_eq!(dropped(90.0, Some(1)), Some(Deed::DroppedOut(Point::new(378.0, 96.0))));
        assert_eq!(dropped(-40.0, Some(1)), Some(Deed::DroppedOut(Point::new(378.0, -34.0))));
        assert_eq!(dropped(40.0, Some(1)), Some(Deed::Settled));
        assert_eq!(dropped(90.0, None), None);
        assert_eq!(deed(Gesture::Cancelled, &places(), Some(1)), Some(Deed::Settled));
    }

    #[test]
    fn the_other_buttons_close_a_tab_and_ask_for_its_menu() {
        assert_eq!(deed(Gesture::Middle(Point::new(300.0, 4.0)), &places(), None), Some(Deed::Closed(2)));
        assert_eq!(deed(Gesture::Asked(Point::new(10.0, 4.0)), &places(), None), Some(Deed::Asked(0)));
        assert_eq!(deed(Gesture::Asked(Point::new(202.0, 4.0)), &places(), None), None);
    }
}
