//! Tabs that change their place, and the pane beside a conversation.

use super::*;
use iced::{Point, mouse};

const DAVID: &str = "david@jabber.example";
const EVA: &str = "eva@jabber.example";

impl Desk {
    fn with_three() -> Self {
        let mut desk = Self::with_clara(vec![incoming(1, "hello")]);
        desk.open(DAVID);
        desk.open(EVA);
        desk.actions.clear();
        desk
    }

    fn order(&self) -> Vec<String> {
        self.chat.tabs.iter().map(|tab| tab.key.conversation.to_string()).collect()
    }

    fn middle(&mut self, name: &str) -> Point {
        self.screen.middle(Self::view(&self.chat, &self.state, self.id), Role::Tab, name)
    }

    fn point(&mut self, at: Point, then: &[mouse::Event]) {
        let messages = self.screen.point(Self::view(&self.chat, &self.state, self.id), at, then);
        self.send(messages);
    }

    /// Presses at a tab and goes to a point in a few steps, the button held.
    fn drag(&mut self, name: &str, to: Point) {
        let from = self.middle(name);
        self.point(from, &[mouse::Event::ButtonPressed(mouse::Button::Left)]);
        for step in 1..=8 {
            let share = step as f32 / 8.0;
            self.point(Point::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share), &[]);
        }
    }

    fn let_go(&mut self, at: Point) {
        self.point(at, &[mouse::Event::ButtonReleased(mouse::Button::Left)]);
    }
}

#[test]
fn an_account_that_goes_leaves_what_is_written_in_front() {
    const OTHER: &str = "other@jabber.example";
    let mut desk = Desk::new(state());
    let gone = Key::new(bare(OTHER), CLARA.parse::<crate::model::Jid>().unwrap());
    let _ = desk.chat.open(&gone, &desk.state);
    desk.open(CLARA);
    desk.open("berger@jabber.example");
    desk.chat.select(1);
    desk.happen(vec![Event::AccountRemoved(bare(OTHER))]);
    assert_eq!(desk.chat.active().map(|tab| tab.key.clone()), Some(key(CLARA)));
}

#[test]
fn a_tab_is_dragged_to_another_place_and_comes_to_the_front() {
    let mut desk = Desk::with_three();
    assert_eq!(desk.order(), [CLARA, DAVID, EVA]);
    let to = desk.middle(EVA) + iced::Vector::new(30.0, 0.0);
    desk.drag("Clara Weber", to);
    desk.let_go(to);
    assert_eq!(desk.order(), [DAVID, EVA, CLARA]);
    assert_eq!(desk.chat.title(&desk.state), "Clara Weber");
    assert_eq!(desk.actions, []);
    let back = desk.middle(DAVID) - iced::Vector::new(30.0, 0.0);
    desk.drag("Clara Weber", back);
    desk.press(Named::Escape, Modifiers::empty());
    assert_eq!(desk.order(), [CLARA, DAVID, EVA], "given up, it stays where it is");
    desk.let_go(Point::new(300.0, 400.0));
    assert_eq!(desk.actions, []);
}

#[test]
fn a_tab_that_is_let_go_below_the_bar_leaves_the_window() {
    let mut desk = Desk::with_three();
    desk.drag(DAVID, Point::new(320.0, 300.0));
    desk.let_go(Point::new(320.0, 300.0));
    assert_eq!(desk.actions, [Action::MoveTab(key(DAVID), Destination::At(Point::new(320.0, 300.0)))]);
}

#[test]
fn the_keyboard_moves_the_tab_in_front_and_stops_at_the_ends() {
    let mut desk = Desk::with_three();
    let keys = Modifiers::CTRL | Modifiers::SHIFT;
    desk.press(Named::PageUp, keys);
    desk.press(Named::PageUp, keys);
    desk.press(Named::PageUp, keys);
    assert_eq!(desk.order(), [EVA, CLARA, DAVID]);
    desk.press(Named::PageDown, keys);
    assert_eq!(desk.order(), [CLARA, EVA, DAVID]);
}

#[test]
fn the_middle_button_closes_a_tab_and_its_menu_sends_it_elsewhere() {
    let mut desk = Desk::with_three();
    let at = desk.middle("Clara Weber");
    desk.point(at, &[mouse::Event::ButtonPressed(mouse::Button::Right), mouse::Event::ButtonReleased(mouse::Button::Right)]);
    desk.click(Role::MenuItem, "Move to New Window");
    assert_eq!(desk.actions, [Action::MoveTab(key(CLARA), Destination::NewWindow)]);
    desk.point(at, &[mouse::Event::ButtonPressed(mouse::Button::Middle), mouse::Event::ButtonReleased(mouse::Button::Middle)]);
    assert_eq!(desk.order(), [DAVID, EVA]);
}

#[test]
fn a_tab_that_goes_while_its_page_is_loaded_asks_for_it_again_where_it_is() {
    let mut desk = Desk::with_three();
    let page = |jid: &str| Command::History { account: bare(ME), conversation: jid.parse().unwrap(), before: None, limit: PAGE };
    let loading = desk.chat.give(&key(EVA)).unwrap();
    let mut other = Chat::of(loading);
    assert_eq!(other.resume(), [Action::Ask(page(EVA), Asked::Page(key(EVA)))]);
    let there = desk.chat.give(&key(CLARA)).unwrap();
    assert_eq!(other.take(there, &desk.state), [], "hers is there");
}

#[test]
fn a_window_with_one_tab_has_nothing_to_tear_off_and_says_so() {
    let mut desk = Desk::with_clara(Vec::new());
    desk.actions.clear();
    desk.click(Role::Button, "More");
    let tree = desk.screen.tree(Desk::view(&desk.chat, &desk.state, desk.id));
    for name in ["Move to New Window", "Move to Other Window"] {
        assert!(tree.find(Role::MenuItem, name).unwrap().1.is_disabled(), "{name}");
    }
    desk.chat.set_has_others(true);
    desk.click(Role::MenuItem, "Move to Other Window");
    assert_eq!(desk.actions, [Action::MoveTab(key(CLARA), Destination::OtherWindow)]);
}

#[test]
fn what_is_known_of_the_other_side_stands_beside_the_conversation() {
    let mut desk = Desk::with_clara(Vec::new());
    let mut clara = contact(CLARA, Some("Clara Weber"));
    clara.item.groups = vec!["Institute".into()];
    clara.resources = vec!["Laptop.x1".into(), "Phone.y2".into()];
    desk.happen(vec![Event::Roster(clara)]);
    assert!(!desk.shows("Group Clara Weber"));
    desk.letter('i', Modifiers::CTRL);
    let shown = desk.lines().join("\n");
    for fact in ["Group Clara Weber", "Institute", "Laptop.x1, Phone.y2", "on her laptop"] {
        assert!(shown.contains(fact), "{fact}: {shown}");
    }
    desk.click(Role::Button, "Copy Address");
    assert!(desk.actions.contains(&Action::Copy(CLARA.into())));
    desk.click(Role::Button, "Close the pane");
    assert!(!desk.shows("Group Clara Weber"));
}
