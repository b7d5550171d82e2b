//! Tabs that leave their window: by the pointer over the desktop or over another window, and by the menu.

use super::desk::{Desk, lively};
use fantail::ui::semantics::Role;
use iced::Point;
use iced::keyboard::Modifiers;

const CLARA: &str = "Clara Weber";
const BERGER: &str = "Prof. Berger";
const ROOM: &str = "Numerics tutorial";

/// Three conversations in one window; Clara wrote something there already.
fn three_tabs() -> Desk {
    let mut desk = Desk::new(lively());
    for name in [CLARA, BERGER, ROOM] {
        desk.click("Buddy List", Role::ListBoxOption, name);
    }
    desk.click(ROOM, Role::Tab, CLARA);
    desk.type_text(CLARA, "half a sentence");
    desk
}

fn tabs(desk: &mut Desk, title: &str) -> Vec<String> {
    let tree = desk.tree(title);
    let tabs = tree.nodes.iter().filter(|(_, node)| node.role() == Role::Tab);
    tabs.filter_map(|(_, node)| node.label().map(str::to_owned)).collect()
}

#[test]
fn a_tab_dropped_on_the_desktop_becomes_a_window_there_with_its_draft() {
    let mut desk = three_tabs();
    let before = desk.place(CLARA);
    desk.drag_tab(CLARA, CLARA, Point::new(900.0, 200.0));
    assert_eq!(tabs(&mut desk, CLARA), [CLARA]);
    assert_eq!(tabs(&mut desk, BERGER), [BERGER, ROOM]);
    let place = desk.place(CLARA);
    assert!(place.x > before.x + 700.0 && place.y > before.y + 100.0, "{place:?}");
    assert!(desk.has(CLARA, Role::MultilineTextInput, "Message to Clara Weber"));
    let tree = desk.tree(CLARA);
    let (_, input) = tree.find(Role::MultilineTextInput, "Message to Clara Weber").unwrap();
    assert_eq!(input.value(), Some("half a sentence"));
}

#[test]
fn a_tab_dropped_over_another_chat_window_merges_into_it_and_the_empty_window_goes() {
    let mut desk = three_tabs();
    desk.drag_tab(CLARA, CLARA, Point::new(900.0, 200.0));
    let (from, to) = (desk.place(CLARA), desk.place(BERGER));
    // Over the middle of the other window, counted from this one.
    desk.drag_tab(CLARA, CLARA, Point::new(to.x - from.x + 300.0, to.y - from.y + 300.0));
    assert_eq!(tabs(&mut desk, CLARA), [BERGER, ROOM, CLARA]);
    assert_eq!(desk.titles(), ["Buddy List", CLARA]);
}

#[test]
fn a_tab_let_go_over_its_own_window_stays() {
    let mut desk = three_tabs();
    desk.drag_tab(CLARA, BERGER, Point::new(300.0, 400.0));
    assert_eq!(tabs(&mut desk, BERGER), [CLARA, BERGER, ROOM]);
    assert_eq!(desk.titles(), ["Buddy List", BERGER]);
}

#[test]
fn the_menu_sends_a_conversation_into_a_window_of_its_own_and_back() {
    let mut desk = three_tabs();
    desk.click(CLARA, Role::Button, "More");
    desk.click(CLARA, Role::MenuItem, "Move to New Window");
    assert_eq!(desk.titles(), ["Buddy List", BERGER, CLARA]);
    // A new message to her finds the window where she is now.
    desk.click("Buddy List", Role::ListBoxOption, CLARA);
    assert_eq!(desk.titles(), ["Buddy List", BERGER, CLARA]);
    desk.click(CLARA, Role::Button, "More");
    desk.click(CLARA, Role::MenuItem, "Move to Other Window");
    assert_eq!(tabs(&mut desk, CLARA), [BERGER, ROOM, CLARA]);
    // Closed there, it comes back there.
    desk.shortcut(CLARA, 'w', Modifiers::CTRL);
    assert_eq!(tabs(&mut desk, ROOM), [BERGER, ROOM]);
}

#[test]
fn a_closed_conversation_is_opened_again_whichever_window_it_was_in() {
    let mut desk = three_tabs();
    let again = Modifiers::CTRL | Modifiers::SHIFT;
    desk.shortcut(CLARA, 'w', Modifiers::CTRL);
    assert_eq!(tabs(&mut desk, BERGER), [BERGER, ROOM]);
    // The window goes with what is left in it.
    let window = desk.window(BERGER);
    desk.close(window);
    assert_eq!(desk.titles(), ["Buddy List"]);
    desk.shortcut("Buddy List", 't', again);
    desk.shortcut(ROOM, 't', again);
    desk.shortcut(BERGER, 't', again);
    assert_eq!(tabs(&mut desk, CLARA), [ROOM, BERGER, CLARA]);
    desk.shortcut(CLARA, 't', again);
    assert_eq!(desk.titles(), ["Buddy List", CLARA], "there is no other");
}

#[test]
fn the_title_of_a_window_tells_what_is_unread_in_it() {
    let mut desk = Desk::new(lively());
    desk.click("Buddy List", Role::ListBoxOption, CLARA);
    let window = desk.window(CLARA);
    assert_eq!(desk.app.title(window), "Clara Weber (2)");
    desk.click("Buddy List", Role::ListBoxOption, ROOM);
    assert_eq!(desk.app.title(window), "Numerics tutorial (11)");
    // Who sees the window by its name in the tree finds it as it is called.
    assert!(desk.has(ROOM, Role::Window, ROOM));
}
