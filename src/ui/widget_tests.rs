//! The widgets by mouse, by keyboard and by what they mean.
#![allow(clippy::unwrap_used)]

use super::accessibility::tree::node_id;
use super::semantics::{Request, Role, Semantics, accessible};
use super::testing::{Screen, check_rules, focused, lines};
use super::widgets::modal::{Card, modal};
use super::widgets::scope::scope;
use super::widgets::tabs::{Tab, tabs};
use super::widgets::toast::{Toast, toast};
use super::widgets::{avatar, badge, button, card, choice, empty, field, form, icon, menu, row, tick, tip};
use iced::advanced::widget::Id;
use iced::keyboard::{self, Key, Modifiers, key::Named};
use iced::time::{Duration, Instant};
use iced::widget::{column, text};
use iced::{Element, mouse, window};
use std::sync::LazyLock;

const PLAIN: Modifiers = Modifiers::empty();

#[derive(Debug, Clone, PartialEq)]
enum Message {
    Typed(String),
    Submitted,
    Pressed,
    Other,
    Ticked(bool),
    Chosen(usize),
    Escaped,
    Quit,
    Shown(bool),
}

static WINDOW: LazyLock<window::Id> = LazyLock::new(window::Id::unique);
static FIELD: LazyLock<Id> = LazyLock::new(Id::unique);

fn window<'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let keys = |key: &Key, _: Modifiers| (*key == Key::Named(Named::Escape)).then_some(Message::Escaped);
    scope(accessible(Semantics::window(*WINDOW, "Window"), content)).start(FIELD.clone()).on_key(keys).into()
}

fn form<'a>() -> Element<'a, Message> {
    window(column![
        field::field(&FIELD, "name", "Name", "ro").on_input(Message::Typed).on_submit(Message::Submitted),
        tick::tick("remember", "_Remember", false, Message::Ticked),
        choice::choice("kind", "Kind", &["One".into(), "Two".into()], 0, Message::Chosen),
        button::secondary("other", "_Other", Some(Message::Other)),
        button::primary("ok", "OK", Some(Message::Pressed)),
        button::secondary("no", "_No", None),
    ])
}

#[test]
fn tab_goes_round_and_skips_what_is_disabled() {
    let mut screen = Screen::new(300.0, 300.0);
    let mut order = Vec::new();
    for _ in 0..6 {
        order.push(focused(&screen.tree(form())));
        screen.key(form(), Named::Tab, PLAIN);
    }
    assert_eq!(order, ["TextInput Name", "CheckBox Remember", "ComboBox Kind", "Button Other", "Button OK", "TextInput Name"]);
    screen.key(form(), Named::Tab, Modifiers::SHIFT);
    assert_eq!(focused(&screen.tree(form())), "TextInput Name");
}

#[test]
fn a_field_takes_text_and_enter_but_leaves_escape_to_the_window() {
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(form());
    assert_eq!(screen.letter(form(), 'm', PLAIN), [Message::Typed("rom".into())]);
    assert_eq!(screen.key(form(), Named::Enter, PLAIN), [Message::Submitted]);
    assert_eq!(screen.key(form(), Named::Escape, PLAIN), [Message::Escaped]);
    assert_eq!(focused(&screen.tree(form())), "TextInput Name");
}

#[test]
fn what_has_the_focus_answers_space_and_enter_but_enter_in_a_tick_is_the_dialogs() {
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(form());
    screen.key(form(), Named::Tab, PLAIN);
    assert_eq!(screen.key(form(), Named::Space, PLAIN), [Message::Ticked(true)]);
    assert_eq!(screen.key(form(), Named::Enter, PLAIN), []);
    screen.key(form(), Named::Tab, PLAIN);
    screen.key(form(), Named::Tab, PLAIN);
    assert_eq!(screen.key(form(), Named::Space, PLAIN), [Message::Other]);
    assert_eq!(screen.key(form(), Named::Enter, PLAIN), [Message::Other]);
}

#[test]
fn a_click_presses_once_and_takes_the_focus() {
    let mut screen = Screen::new(300.0, 300.0);
    assert_eq!(screen.click(form, Role::Button, "OK"), [Message::Pressed]);
    assert_eq!(focused(&screen.tree(form())), "Button OK");
    assert_eq!(screen.click(form, Role::Button, "No"), []);
}

#[test]
fn an_access_key_presses_from_anywhere() {
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(form());
    assert_eq!(screen.letter(form(), 'o', Modifiers::ALT), [Message::Other]);
    assert_eq!(screen.letter(form(), 'r', Modifiers::ALT), [Message::Ticked(true)]);
    assert_eq!(screen.letter(form(), 'n', Modifiers::ALT), [], "it is disabled");
}

#[test]
fn a_choice_opens_and_chooses_by_keyboard_and_mouse() {
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(form());
    screen.key(form(), Named::Tab, PLAIN);
    screen.key(form(), Named::Tab, PLAIN);
    screen.key(form(), Named::ArrowDown, PLAIN);
    let tree = screen.tree(form());
    assert_eq!(tree.find(Role::ComboBox, "Kind").unwrap().1.is_expanded(), Some(true));
    screen.key(form(), Named::ArrowDown, PLAIN);
    assert_eq!(screen.key(form(), Named::Enter, PLAIN), [Message::Chosen(1)]);
    assert!(screen.tree(form()).find(Role::Menu, "Kind").is_none(), "it is closed");
    screen.click(form, Role::ComboBox, "Kind");
    assert_eq!(screen.click(form, Role::MenuItemCheckBox, "Two"), [Message::Chosen(1)]);
}

fn menus<'a>() -> Element<'a, Message> {
    let show = vec![menu::entry("_Offline Buddies", Message::Shown(true)).checked(false).into()];
    let bar = menu::bar(vec![
        ("_Buddies".into(), vec![menu::submenu("_Show", show).into(), menu::separator(), menu::entry("_Quit", Message::Quit).into()]),
        ("_Help".into(), vec![menu::entry("_About", Message::Pressed).shortcut("F1").into(), menu::entry("Never", None).into()]),
    ]);
    let row = menu::context(text("Clara"), vec![menu::entry("_Chat", Message::Other).into()], true);
    let row = accessible(Semantics::new(Role::ListBoxOption, "clara", "Clara"), row);
    window(column![bar, row])
}

#[test]
fn the_menu_bar_is_walked_by_keys_alone() {
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(menus());
    screen.letter(menus(), 'b', Modifiers::ALT);
    let tree = screen.tree(menus());
    assert_eq!(tree.find(Role::MenuItem, "Show").unwrap().1.is_selected(), Some(true));
    screen.key(menus(), Named::ArrowDown, PLAIN);
    assert_eq!(screen.key(menus(), Named::Enter, PLAIN), [Message::Quit]);
    screen.key(menus(), Named::F10, PLAIN);
    screen.key(menus(), Named::ArrowRight, PLAIN);
    assert!(screen.tree(menus()).find(Role::MenuItem, "Offline Buddies").is_none());
    assert!(screen.tree(menus()).find(Role::MenuItemCheckBox, "Offline Buddies").is_some(), "the submenu is open");
    assert_eq!(screen.key(menus(), Named::Enter, PLAIN), [Message::Shown(true)]);
    screen.letter(menus(), 'b', Modifiers::ALT);
    screen.key(menus(), Named::ArrowLeft, PLAIN);
    assert_eq!(screen.letter(menus(), 'a', PLAIN), [Message::Pressed], "the neighbour's letter");
    screen.letter(menus(), 'h', Modifiers::ALT);
    assert_eq!(screen.key(menus(), Named::Escape, PLAIN), [], "Esc closes the menu, not the window");
    assert!(screen.tree(menus()).find(Role::Menu, "Help").is_none());
    assert_eq!(screen.key(menus(), Named::Escape, PLAIN), [Message::Escaped]);
}

#[test]
fn the_menu_bar_works_by_mouse() {
    let mut screen = Screen::new(300.0, 300.0);
    screen.click(menus, Role::MenuItem, "Buddies");
    assert_eq!(screen.click(menus, Role::MenuItem, "Quit"), [Message::Quit]);
    screen.click(menus, Role::MenuItem, "Help");
    assert_eq!(screen.click(menus, Role::MenuItem, "Never"), [], "it is disabled");
    screen.press(menus, mouse::Button::Right, Role::ListBoxOption, "Clara");
    assert!(screen.tree(menus()).find(Role::Menu, "Help").is_none(), "a press elsewhere closes it");
}

#[test]
fn a_context_menu_opens_by_the_right_button_and_by_the_menu_key() {
    let mut screen = Screen::new(300.0, 300.0);
    screen.press(menus, mouse::Button::Right, Role::ListBoxOption, "Clara");
    assert_eq!(screen.click(menus, Role::MenuItem, "Chat"), [Message::Other]);
    screen.key(menus(), Named::ContextMenu, PLAIN);
    assert_eq!(screen.key(menus(), Named::Enter, PLAIN), [Message::Other]);
}

fn asking<'a>() -> Element<'a, Message> {
    let start = Id::new("keep");
    let keep = button::secondary("keep", "_Keep", Some(Message::Escaped)).id(start.clone());
    let remove = button::danger("remove", "_Remove Clara", Some(Message::Pressed));
    let card = Card {
        headline: "Remove Clara?".into(),
        body: text("She is gone then.").into(),
        buttons: vec![keep.into(), remove.into()],
        start: Some(start),
        on_escape: Message::Quit,
        on_enter: None,
    };
    window(modal(form(), Some(card)))
}

#[test]
fn a_modal_card_keeps_everything_else_out() {
    let mut screen = Screen::new(400.0, 300.0);
    let tree = screen.tree(asking());
    assert_eq!(focused(&tree), "Button Keep");
    assert!(tree.find(Role::Button, "OK").is_none(), "what lies below is not there for assistive technologies");
    screen.key(asking(), Named::Tab, PLAIN);
    assert_eq!(focused(&screen.tree(asking())), "Button Remove Clara");
    screen.key(asking(), Named::Tab, PLAIN);
    assert_eq!(focused(&screen.tree(asking())), "Button Keep");
    assert_eq!(screen.letter(asking(), 'o', Modifiers::ALT), []);
    assert_eq!(screen.letter(asking(), 'r', Modifiers::ALT), [Message::Pressed]);
    assert_eq!(screen.key(asking(), Named::Escape, PLAIN), [Message::Quit], "not the window's");
}

#[test]
fn a_request_of_an_assistive_technology_becomes_a_message() {
    let mut screen = Screen::new(300.0, 300.0);
    let id = |key| node_id(Some(node_id(None, "window")), key);
    assert_eq!(screen.request(form(), (*WINDOW, id("ok"), Request::Activate)), [Message::Pressed]);
    assert_eq!(screen.request(form(), (*WINDOW, id("name"), Request::SetValue("zoe".into()))), [Message::Typed("zoe".into())]);
    screen.request(form(), (*WINDOW, id("other"), Request::Focus));
    assert_eq!(focused(&screen.tree(form())), "Button Other");
}

#[test]
fn equal_keys_are_noticed() {
    let mut screen = Screen::new(300.0, 300.0);
    let same = || accessible(Semantics::new(Role::Button, "same", "Same"), text("x"));
    let tree = screen.tree::<Message>(window(column![same(), same()]));
    assert_eq!((lines(&tree), tree.doubled.len()), (vec!["Window Window".into(), "Button Same".into(), "Button Same".into()], 1));
    assert_ne!(tree.nodes[1].0, tree.nodes[2].0);
}

#[test]
fn every_widget_keeps_the_rules() {
    let tab = |name: &str, unread| Tab {
        key: name.into(),
        name: name.into(),
        unread,
        on_select: Message::Other,
        on_close: Message::Quit,
        close: format!("Close {name}"),
        description: String::new(),
        menu: Vec::new(),
    };
    let clara =
        || row::two_lines(avatar::person("Clara Weber", "c@x", 32.0, None), "Clara".into(), "here".into(), Some(badge::badge(2)), false);
    let clara = button::flat(Semantics::new(Role::ListBoxOption, "c@x", "Clara"), clara(), Message::Pressed);
    let view = || {
        column![
            tabs("Conversations", vec![tab("Clara", 0), tab("Tea", 120)], 0, None, |_| Message::Other),
            card::card("card", "Clara wants in.".into(), "“Hi”".into(), vec![button::primary("yes", "Yes", Some(Message::Pressed)).into()]),
            tip::tip(button::with_icon("more", "More", icon::Icon::More, Some(Message::Pressed)), "More".into()),
            button::quiet("advanced", "Advanced", Some(Message::Other)),
            empty::empty(Some(icon::own(48.0)), "Nobody here".into(), "Add somebody.".into(), None),
            form::labelled("Name", avatar::room("tea@x", 32.0)),
        ]
    };
    let mut screen = Screen::new(400.0, 600.0);
    let tree = screen.tree(window(view().push(clara)));
    check_rules(&tree);
    for (role, name) in
        [(Role::Tab, "Clara"), (Role::Button, "Close Tea"), (Role::Alert, "Clara wants in."), (Role::ListBoxOption, "Clara")]
    {
        assert!(tree.find(role, name).is_some(), "{role:?} {name}: {:#?}", lines(&tree));
    }
    check_rules(&screen.tree(form()));
    check_rules(&screen.tree(menus()));
}

#[test]
fn signs_with_ctrl_are_shortcuts_and_are_not_written() {
    let view = || window(field::field(&FIELD, "name", "Name", "ro").on_input(Message::Typed));
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(view());
    screen.click(view, Role::TextInput, "Name");
    for sign in ['+', '0', '-'] {
        assert_eq!(screen.letter(view(), sign, Modifiers::COMMAND), []);
        assert_eq!(screen.letter(view(), sign, PLAIN), [Message::Typed(format!("ro{sign}"))]);
    }
}

#[test]
fn a_click_on_another_field_takes_the_focus_from_the_one_with_offers() {
    static OTHER: LazyLock<Id> = LazyLock::new(Id::unique);
    let view = || {
        window(column![
            field::field(&OTHER, "other", "Other", "").on_input(Message::Typed),
            field::field(&FIELD, "name", "Name", "ro").offers(Vec::new()).on_input(Message::Typed),
        ])
    };
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(view());
    screen.click(view, Role::TextInput, "Name");
    screen.click(view, Role::TextInput, "Other");
    assert_eq!(focused(&screen.tree(view())), "TextInput Other");
    assert_eq!(screen.letter(view(), 'x', PLAIN), [Message::Typed("x".into())], "one of them takes the letter");
}

fn offering<'a>(typed: &str, offers: &[&str]) -> Element<'a, Message> {
    let offers = offers.iter().map(ToString::to_string).collect();
    window(column![
        field::field(&FIELD, "name", "Name", typed).offers(offers).on_input(Message::Typed).on_submit(Message::Submitted),
        button::primary("ok", "OK", Some(Message::Pressed)),
    ])
}

#[test]
fn an_offer_is_taken_by_arrows_and_enter_and_by_nothing_else() {
    let view = || offering("ro", &["romeo", "rosaline"]);
    let mut screen = Screen::new(300.0, 300.0);
    let tree = screen.tree(view());
    check_rules(&tree);
    assert!(lines(&tree).contains(&"ListBoxOption romeo".to_owned()), "{:#?}", lines(&tree));
    // Nothing is chosen yet: Enter is the form's.
    assert_eq!(screen.key(view(), Named::Enter, PLAIN), [Message::Submitted]);
    assert_eq!(screen.key(view(), Named::ArrowDown, PLAIN), []);
    assert_eq!(screen.key(view(), Named::ArrowDown, PLAIN), []);
    assert_eq!(screen.key(view(), Named::Enter, PLAIN), [Message::Typed("rosaline".into())]);
    assert_eq!(screen.key(view(), Named::ArrowUp, PLAIN), []);
    assert_eq!(screen.key(view(), Named::Enter, PLAIN), [Message::Typed("rosaline".into())]);
}

#[test]
fn typing_goes_on_behind_what_was_taken() {
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(offering("ro", &["romeo"]));
    screen.key(offering("ro", &["romeo"]), Named::ArrowDown, PLAIN);
    assert_eq!(screen.key(offering("ro", &["romeo"]), Named::Enter, PLAIN), [Message::Typed("romeo".into())]);
    assert_eq!(screen.letter(offering("romeo", &[]), '1', PLAIN), [Message::Typed("romeo1".into())]);
}

#[test]
fn an_offer_is_taken_by_a_click_and_by_assistive_technologies() {
    let view = || offering("ro", &["romeo", "rosaline"]);
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(view());
    let mut clicked = screen.click(view, Role::ListBoxOption, "rosaline");
    clicked.extend(screen.send(view(), &[]));
    assert_eq!(clicked, [Message::Typed("rosaline".into())]);
    assert_eq!(focused(&screen.tree(view())), "TextInput Name");
    let tree = screen.tree(view());
    let (id, _) = tree.find(Role::ListBoxOption, "romeo").unwrap();
    assert_eq!(screen.request(view(), (*WINDOW, *id, Request::Activate)), [Message::Typed("romeo".into())]);
}

#[test]
fn escape_hides_the_offers_first_and_tab_takes_none() {
    let view = || offering("ro", &["romeo"]);
    let shown = |screen: &mut Screen| lines(&screen.tree(view())).contains(&"ListBoxOption romeo".to_owned());
    let mut screen = Screen::new(300.0, 300.0);
    assert!(shown(&mut screen));
    assert_eq!(screen.key(view(), Named::Escape, PLAIN), []);
    assert!(!shown(&mut screen));
    assert_eq!(screen.key(view(), Named::Escape, PLAIN), [Message::Escaped]);
    // Other offers are shown again.
    assert!(lines(&screen.tree(offering("r", &["romeo", "rosaline"]))).contains(&"ListBoxOption romeo".to_owned()));
    screen.key(view(), Named::ArrowDown, PLAIN);
    assert_eq!(screen.key(view(), Named::Tab, PLAIN), []);
    assert_eq!(focused(&screen.tree(view())), "Button OK");
    assert!(!shown(&mut screen));
}

#[test]
fn the_caret_of_a_field_of_one_line_is_told_where_it_stands() {
    let caret = |screen: &mut Screen| {
        let tree = screen.tree(form());
        let selection = tree.find(Role::TextInput, "Name").unwrap().1.text_selection().unwrap();
        (selection.anchor.character_index, selection.focus.character_index)
    };
    let mut screen = Screen::new(300.0, 300.0);
    screen.tree(form());
    screen.key(form(), Named::End, PLAIN);
    assert_eq!(caret(&mut screen), (2, 2));
    screen.key(form(), Named::ArrowLeft, PLAIN);
    assert_eq!(caret(&mut screen), (1, 1));
    let shift = keyboard::Event::ModifiersChanged(Modifiers::SHIFT);
    screen.send(form(), &[iced::Event::Keyboard(shift)]);
    screen.key(form(), Named::ArrowLeft, Modifiers::SHIFT);
    assert_eq!(caret(&mut screen), (1, 0));
}

#[test]
fn a_toast_says_its_words_and_goes_by_itself() {
    let view = |said: &Toast| window(toast(text("below"), said, Message::Pressed));
    let mut said = Toast::default();
    said.say("Copied".into());
    let mut screen = Screen::new(300.0, 300.0);
    assert!(screen.tree(view(&said)).find(Role::Status, "Copied").is_some());
    let frame = |seconds| iced::Event::Window(window::Event::RedrawRequested(Instant::now() + Duration::from_secs(seconds)));
    assert_eq!(screen.send(view(&said), &[frame(1)]), []);
    assert!(screen.send(view(&said), &[frame(4)]).contains(&Message::Pressed));
    said.over();
    assert!(screen.tree(view(&said)).find(Role::Status, "Copied").is_none());
}

#[test]
fn a_picture_takes_the_place_of_initials_once_it_is_here_and_leaves_room_for_the_dot() {
    use crate::model::{PictureId, Pixels, Show};
    use crate::ui::pictures;
    use crate::ui::theme::Appearance;
    let mut wanted = pictures::wanted();
    let id = PictureId([9; 20]);
    let mut screen = Screen::new(72.0, 72.0);
    let mut color = |x: usize, y: usize| {
        let view = Element::<'_, Message>::from(avatar::person("Clara", "c@x", 72.0, Some(Show::Available)).picture(Some(id)));
        let (size, rgba) = screen.picture(view, Appearance::Light, 1.0);
        let at = (y * size.width as usize + x) * 4;
        [rgba[at], rgba[at + 1], rgba[at + 2]]
    };
    let (ground, dot, outside) = (color(10, 36), color(62, 62), color(1, 1));
    let look = wanted.try_next().unwrap();
    assert_eq!((look.id, look.size), (id, 72));
    let side = look.side();
    let red = [250, 10, 10];
    let rgba = [red[0], red[1], red[2], 255].repeat((side * side) as usize);
    pictures::here(look, Some(look.cut_out(&Pixels { side, rgba: rgba.into() })));
    assert_ne!(ground, red);
    assert_eq!((color(10, 36), color(36, 36)), (red, red));
    assert_eq!((color(62, 62), color(1, 1)), (dot, outside), "the dot and what is outside stay");
}
