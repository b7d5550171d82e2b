//! The buddy list: finding, sorting, folding, selecting several, moving them to another group.

use super::desk::{Desk, contact, jid, lively, me, request};
use fantail::model::listing::Sort;
use fantail::model::{Command, Event, Setting, Show, Subscription};
use fantail::ui::semantics::Role;
use iced::keyboard::{Modifiers, key::Named};

const LIST: &str = "Buddy List";

/// The rows, as they stand.
fn rows(desk: &mut Desk) -> Vec<String> {
    let tree = desk.tree(LIST);
    let rows = tree.nodes.iter().filter(|(_, node)| node.role() == Role::ListBoxOption);
    rows.filter_map(|(_, node)| node.label().map(str::to_owned)).collect()
}

fn selected(desk: &mut Desk) -> Vec<String> {
    let tree = desk.tree(LIST);
    let rows = tree.nodes.iter().filter(|(_, node)| node.is_selected() == Some(true));
    rows.filter_map(|(_, node)| node.label().map(str::to_owned)).collect()
}

fn menu(desk: &mut Desk, path: &[&str]) {
    for name in path {
        let ticked = desk.has(LIST, Role::MenuItemCheckBox, name);
        desk.click(LIST, if ticked { Role::MenuItemCheckBox } else { Role::MenuItem }, name);
    }
}

fn groups(address: &str, groups: &[&str]) -> Command {
    Command::SetGroups { account: me(), jid: jid(address), groups: groups.iter().map(|group| (*group).to_owned()).collect() }
}

#[test]
fn letters_typed_in_the_list_find_a_buddy_and_enter_starts_the_chat() {
    let mut desk = Desk::new(lively());
    desk.type_text(LIST, "berg");
    assert_eq!(desk.focused(LIST), "TextInput Find a buddy");
    assert_eq!(rows(&mut desk), ["University", "Prof. Berger"]);
    assert_eq!(selected(&mut desk), ["Prof. Berger"]);
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.titles(), [LIST, "Prof. Berger"]);
    assert_eq!(desk.focused(LIST), "ListBox Buddies", "the search is over");
    assert!(rows(&mut desk).contains(&"Clara Weber".to_owned()));
}

#[test]
fn the_arrows_go_through_what_is_found_and_escape_ends_the_search() {
    let mut desk = Desk::new(lively());
    desk.shortcut(LIST, 'f', Modifiers::COMMAND);
    assert_eq!(desk.focused(LIST), "TextInput Find a buddy");
    desk.type_text(LIST, "uni-mainz");
    assert_eq!(selected(&mut desk), ["Clara Weber"]);
    desk.key(LIST, Named::ArrowDown);
    assert_eq!(selected(&mut desk), ["Prof. Berger"]);
    desk.key(LIST, Named::Escape);
    assert_eq!(desk.focused(LIST), "ListBox Buddies");
    assert_eq!(selected(&mut desk), ["Prof. Berger"], "who was found stays selected");
    assert!(rows(&mut desk).contains(&"anna@example.org".to_owned()));
}

#[test]
fn an_address_that_is_not_on_the_list_can_be_added() {
    let mut desk = Desk::new(lively());
    desk.type_text(LIST, "romeo@example.org");
    assert_eq!(rows(&mut desk), [""; 0]);
    desk.click(LIST, Role::Button, "Add a buddy…");
    assert_eq!(desk.titles(), [LIST, "Add Buddy"]);
    assert!(desk.tree("Add Buddy").nodes.iter().any(|(_, node)| node.value() == Some("romeo@example.org")));
}

#[test]
fn how_the_list_is_shown_is_chosen_in_the_menu_and_kept() {
    let mut desk = Desk::new(lively());
    menu(&mut desk, &["Buddies", "Sort Buddies", "By Name"]);
    assert_eq!(rows(&mut desk)[2..7], ["University", "Clara Weber", "Jonas Hoffmann", "Mira Krämer", "Prof. Berger"]);
    menu(&mut desk, &["Buddies", "Show", "Buddy Details"]);
    menu(&mut desk, &["Buddies", "Show", "Offline Buddies"]);
    menu(&mut desk, &["Buddies", "Show", "Empty Groups"]);
    let kept = [Setting::SortBuddies(Sort::Name), Setting::ShowDetails(false), Setting::ShowOffline(false), Setting::ShowEmptyGroups(true)];
    assert_eq!(desk.commands(), kept.map(Command::Set));
    desk.event(Event::Presence(contact("anna@example.org", "", "Friends", Show::Offline, "")));
    assert_eq!(rows(&mut desk)[..3], ["Friends", "University", "Clara Weber"], "an empty group keeps its heading");
}

#[test]
fn a_line_without_details_takes_less_room() {
    let mut desk = Desk::new(lively());
    let height = |desk: &mut Desk| {
        let tree = desk.tree(LIST);
        let bounds = tree.find(Role::ListBoxOption, "Clara Weber").unwrap().1.bounds().unwrap();
        bounds.y1 - bounds.y0
    };
    let whole = height(&mut desk);
    menu(&mut desk, &["Buddies", "Show", "Buddy Details"]);
    assert!(height(&mut desk) < 0.7 * whole);
}

#[test]
fn a_folded_group_stays_folded_after_a_restart() {
    let mut desk = Desk::new(lively());
    desk.click(LIST, Role::ListBoxOption, "University");
    let commands = desk.commands();
    let [Command::Set(setting)] = &commands[..] else { panic!("{commands:?}") };
    let mut state = lively();
    state.settings.apply(setting);
    assert_eq!(rows(&mut Desk::new(state)), ["Friends", "anna@example.org", "University", "Rooms", "Numerics tutorial"]);
}

#[test]
fn left_and_right_fold_and_unfold() {
    let mut desk = Desk::new(lively());
    desk.tree(LIST);
    (0..4).for_each(|_| desk.key(LIST, Named::ArrowDown));
    assert_eq!(selected(&mut desk), ["Clara Weber"]);
    desk.key(LIST, Named::ArrowLeft);
    assert_eq!(selected(&mut desk), ["University"]);
    desk.key(LIST, Named::ArrowLeft);
    assert!(!rows(&mut desk).contains(&"Clara Weber".to_owned()));
    desk.key(LIST, Named::ArrowRight);
    desk.key(LIST, Named::ArrowRight);
    assert_eq!(selected(&mut desk), ["Clara Weber"]);
}

#[test]
fn several_are_selected_by_mouse_and_moved_to_a_new_group() {
    let mut desk = Desk::new(lively());
    desk.pick(LIST, Modifiers::COMMAND, Role::ListBoxOption, "Clara Weber");
    desk.pick(LIST, Modifiers::SHIFT, Role::ListBoxOption, "Jonas Hoffmann");
    assert_eq!(selected(&mut desk), ["Clara Weber", "Prof. Berger", "Jonas Hoffmann"]);
    desk.pick(LIST, Modifiers::COMMAND, Role::ListBoxOption, "Prof. Berger");
    assert_eq!(selected(&mut desk), ["Clara Weber", "Jonas Hoffmann"]);
    assert_eq!(desk.titles(), [LIST], "a selection starts no chat");
    desk.right_click(LIST, Role::ListBoxOption, "Jonas Hoffmann");
    menu(&mut desk, &["Move to Group", "New Group…"]);
    assert_eq!(desk.focused(LIST), "TextInput Group");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [], "a group needs a name");
    desk.type_text(LIST, "Tea");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [groups("clara@jabber.uni-mainz.de", &["Tea"]), groups("jonas@jabber.uni-mainz.de", &["Tea"])]);
}

#[test]
fn several_are_selected_moved_and_removed_by_keyboard_alone() {
    let mut desk = Desk::new(lively());
    desk.tree(LIST);
    (0..4).for_each(|_| desk.key(LIST, Named::ArrowDown));
    desk.key_with(LIST, Named::ArrowDown, Modifiers::SHIFT);
    assert_eq!(selected(&mut desk), ["Clara Weber", "Prof. Berger"]);
    desk.key_with(LIST, Named::ArrowDown, Modifiers::COMMAND);
    assert_eq!(selected(&mut desk), ["Clara Weber", "Prof. Berger"]);
    desk.key_with(LIST, Named::Space, Modifiers::COMMAND);
    assert_eq!(selected(&mut desk), ["Clara Weber", "Prof. Berger", "Jonas Hoffmann"]);
    desk.key(LIST, Named::ContextMenu);
    desk.shortcut(LIST, 'm', Modifiers::empty());
    desk.tree(LIST);
    menu(&mut desk, &["Friends"]);
    let uni = |name: &str| groups(&format!("{name}@jabber.uni-mainz.de"), &["Friends"]);
    assert_eq!(desk.commands(), [uni("berger"), uni("clara"), uni("jonas")]);
    for (name, called) in [("berger", "Prof. Berger"), ("clara", "Clara Weber"), ("jonas", "Jonas Hoffmann")] {
        let moved = contact(&format!("{name}@jabber.uni-mainz.de"), called, "Friends", Show::Available, "");
        desk.event(Event::Roster(moved));
    }
    assert_eq!(selected(&mut desk), ["Clara Weber", "Jonas Hoffmann", "Prof. Berger"], "the selection goes with them");
    desk.key(LIST, Named::Delete);
    assert_eq!(desk.focused(LIST), "Button Cancel", "Enter destroys nothing");
    desk.click(LIST, Role::Button, "Remove from list");
    assert_eq!(desk.commands().len(), 3);
}

#[test]
fn a_buddy_is_dragged_to_another_group_and_the_others_it_is_in_stay() {
    let mut state = lively();
    let mut clara = contact("clara@jabber.uni-mainz.de", "Clara Weber", "University", Show::Available, "");
    clara.item.groups.push("Choir".into());
    state.apply(&Event::Roster(clara));
    let mut desk = Desk::new(state);
    desk.drag(LIST, "Prof. Berger", "Friends");
    assert!(selected(&mut desk).contains(&"Friends".to_owned()), "where it would be dropped is seen");
    desk.let_go(LIST, "Friends");
    assert_eq!(desk.commands(), [groups("berger@jabber.uni-mainz.de", &["Friends"])]);
    assert_eq!(desk.titles(), [LIST], "a drag starts no chat");
    desk.drag(LIST, "Clara Weber", "Friends");
    desk.let_go(LIST, "Friends");
    assert_eq!(
        desk.commands(),
        [groups("clara@jabber.uni-mainz.de", &["University", "Friends"])],
        "dragged out of Choir, the first of them"
    );
    desk.drag(LIST, "Jonas Hoffmann", "Friends");
    desk.key(LIST, Named::Escape);
    desk.let_go(LIST, "Friends");
    assert_eq!(desk.commands(), []);
}

#[test]
fn a_group_gets_another_name_for_each_who_is_in_it() {
    let mut desk = Desk::new(lively());
    desk.right_click(LIST, Role::ListBoxOption, "Friends");
    menu(&mut desk, &["Rename group…"]);
    (0..7).for_each(|_| desk.key(LIST, Named::Backspace));
    desk.type_text(LIST, "Old friends");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [groups("anna@example.org", &["Old friends"])]);
}

#[test]
fn a_flood_of_requests_leaves_the_list_in_sight() {
    let mut desk = Desk::new(lively());
    for index in 0..40 {
        desk.event(Event::Request(request(&format!("r{index}@example.org"), None, None)));
    }
    let tree = desk.tree(LIST);
    assert_eq!(tree.nodes.iter().filter(|(_, node)| node.role() == Role::Alert).count(), 1);
    assert!(desk.has(LIST, Role::Alert, "\u{2068}40\u{2069} people ask to see your status"));
    let asks = desk.window("Authorize");
    desk.close(asks);
    desk.click(LIST, Role::Button, "Show…");
    assert!(desk.titles().contains(&"Authorize".to_owned()));
}

#[test]
fn whoever_presses_once_more_does_not_let_in_whom_he_has_not_read_of() {
    let mut desk = Desk::new(lively());
    for name in ["first", "second"] {
        desk.event(Event::Request(request(&format!("{name}@example.org"), None, None)));
    }
    let asks = desk.window("Authorize");
    desk.close(asks);
    while desk.focused(LIST) != "Button Authorize" {
        desk.key(LIST, Named::Tab);
    }
    desk.commands();
    desk.key(LIST, Named::Enter);
    let said = desk.commands();
    let [Command::Authorize { jid: answered, .. }] = &said[..] else { panic!("{said:?}") };
    desk.event(Event::RequestGone { account: me(), jid: answered.clone() });
    desk.tree(LIST);
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), []);
}

#[test]
fn whoever_took_the_place_of_a_buddy_who_has_gone_is_next() {
    let mut desk = Desk::new(lively());
    let rows = |desk: &mut Desk| {
        let lines = desk.lines(LIST).into_iter().filter_map(|line| line.strip_prefix("ListBoxOption ").map(str::to_owned));
        lines.collect::<Vec<_>>()
    };
    let selected = |desk: &mut Desk| {
        let tree = desk.tree(LIST);
        let selected = tree.nodes.iter().filter(|(_, node)| node.is_selected() == Some(true));
        selected.filter_map(|(_, node)| node.label().map(str::to_owned)).collect::<Vec<_>>()
    };
    desk.pick(LIST, Modifiers::CTRL, Role::ListBoxOption, "Clara Weber");
    let before = rows(&mut desk);
    let at = before.iter().position(|row| row.starts_with("Clara Weber")).unwrap();
    desk.event(Event::RosterRemoved { account: me(), jid: jid("clara@jabber.uni-mainz.de") });
    desk.tree(LIST);
    desk.key(LIST, Named::ArrowDown);
    let next = selected(&mut desk);
    assert!(next.len() == 1 && before[at + 1].starts_with(&next[0]), "{next:?} of {before:#?}");
}

#[test]
fn an_open_menu_stays_with_its_buddy_while_others_come() {
    let mut desk = Desk::new(lively());
    desk.right_click(LIST, Role::ListBoxOption, "Clara Weber");
    for name in ["Aaron", "Abel"] {
        desk.event(Event::Roster(contact(&format!("{name}@example.org").to_lowercase(), name, "University", Show::Available, "")));
    }
    menu(&mut desk, &["Alias…"]);
    assert!(desk.has(LIST, Role::TextInput, "Alias"), "{:#?}", desk.lines(LIST));
}

#[test]
fn all_there_is_to_know_of_somebody_stands_where_the_pointer_rests() {
    let mut state = lively();
    let mut anna = contact("anna@example.org", "Anna", "Friends", Show::Chat, "party tonight");
    anna.item.subscription = Subscription::To;
    anna.resources = vec!["phone".into(), "laptop".into()];
    state.apply(&Event::Roster(anna));
    let mut desk = Desk::new(state);
    let said = |desk: &mut Desk| {
        let tree = desk.tree(LIST);
        let Some(at) = tree.nodes.iter().position(|(_, node)| node.role() == Role::Tooltip) else { return Vec::new() };
        tree.nodes[at + 1..].iter().filter_map(|(_, node)| node.value().map(str::to_owned)).collect::<Vec<_>>()
    };
    desk.tree(LIST);
    desk.rest_on(LIST, "Anna");
    let lines = [
        ["Anna", "anna@example.org"].as_slice(),
        &["party tonight", "Status", "Free for chat"],
        &["Visible", "They do not see your status.", "Groups", "Friends", "Signed in as", "phone, laptop"],
    ];
    assert_eq!(said(&mut desk), lines.concat());
    desk.key(LIST, Named::ArrowDown);
    assert_eq!(said(&mut desk), [""; 0], "whoever goes on by keyboard is not in its way");
}

fn room() -> fantail::model::BareJid {
    jid("numerics@conference.jabber.uni-mainz.de")
}

fn in_group(group: Option<&str>) -> Command {
    Command::SetRoomGroup { account: me(), room: room(), group: group.map(Into::into) }
}

#[test]
fn a_room_gets_another_name_and_a_group_by_menu_and_by_dragging() {
    let mut desk = Desk::new(lively());
    desk.right_click(LIST, Role::ListBoxOption, "Numerics tutorial");
    desk.click(LIST, Role::MenuItem, "Alias…");
    assert_eq!(desk.focused(LIST), "TextInput Alias");
    desk.type_text(LIST, "Sheets");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [Command::RenameRoom { account: me(), room: room(), alias: Some("Sheets".into()) }]);
    desk.drag(LIST, "Numerics tutorial", "Clara Weber");
    desk.let_go(LIST, "Clara Weber");
    assert_eq!(desk.commands(), [in_group(Some("University"))]);
    desk.drag(LIST, "Numerics tutorial", "Rooms");
    desk.let_go(LIST, "Rooms");
    assert_eq!(desk.commands(), [], "it is there");
    desk.right_click(LIST, Role::ListBoxOption, "Numerics tutorial");
    menu(&mut desk, &["Move to Group", "New Group…"]);
    desk.type_text(LIST, "Tutorials");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [in_group(Some("Tutorials"))]);
}

#[test]
fn a_group_that_is_renamed_takes_its_rooms_with_it() {
    let mut state = lively();
    let known = state.rooms[&(me(), room())].clone();
    let moved = fantail::model::Room { group: Some("Friends".into()), alias: Some("Sheets".into()), ..known };
    state.apply(&Event::Room(Box::new(moved)));
    let mut desk = Desk::new(state);
    assert_eq!(rows(&mut desk)[..3], ["Friends", "anna@example.org", "Sheets"]);
    desk.right_click(LIST, Role::ListBoxOption, "Friends");
    desk.click(LIST, Role::MenuItem, "Rename group…");
    desk.type_text(LIST, "!");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [groups("anna@example.org", &["Friends!"]), in_group(Some("Friends!"))]);
    desk.right_click(LIST, Role::ListBoxOption, "Sheets");
    menu(&mut desk, &["Move to Group", "Rooms"]);
    assert_eq!(desk.commands(), [in_group(None)]);
}
