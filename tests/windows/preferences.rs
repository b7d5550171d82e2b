//! Preferences take effect at once in every window, and windows come back where they were.

use super::chat_scenes::room_notices;
use super::desk::{Desk, jid, lively, me};
use super::theme::Appearance;
use fantail::model::telling::Signal;
use fantail::model::{Comings, Command, Density, Event, Keeping, Manner, Palette, Place, Placement, SendKey, Setting, Settings, State};
use fantail::ui::app::Message;
use fantail::ui::semantics::Role;
use iced::keyboard::{Modifiers, key::Named};
use iced::{Point, Size};

const CLARA: &str = "Clara Weber";
const ROOM: &str = "Numerics tutorial";

fn with(settings: &[Setting]) -> State {
    let mut state = lively();
    settings.iter().for_each(|setting| state.settings.apply(setting));
    state
}

fn choose(desk: &mut Desk, name: &str, option: &str) {
    desk.click("Preferences", Role::ComboBox, name);
    desk.click("Preferences", Role::MenuItemCheckBox, option);
}

#[test]
fn a_palette_that_is_chosen_is_worn_at_once_and_the_desktop_is_followed_again_on_wish() {
    let mut desk = Desk::new(lively());
    desk.shortcut("Buddy List", 'p', Modifiers::CTRL);
    choose(&mut desk, "Colours", "Dark");
    assert_eq!(desk.app.appearance(), Appearance::Dark);
    assert_eq!(desk.commands(), [Command::Set(Setting::Palette(Palette::Dark))]);
    desk.show_as(Appearance::Light);
    assert_eq!(desk.app.appearance(), Appearance::Dark, "the desktop is not followed");
    choose(&mut desk, "Colours", "High contrast");
    assert_eq!(desk.app.appearance(), Appearance::HighContrast);
    choose(&mut desk, "Colours", "As the desktop has it");
    assert_eq!(desk.app.appearance(), Appearance::Light);
}

#[test]
fn close_together_more_buddies_fit() {
    let top = |settings: &[Setting]| {
        let mut desk = Desk::new(with(settings));
        let tree = desk.tree("Buddy List");
        tree.find(Role::ListBoxOption, "Jonas Hoffmann").unwrap().1.bounds().unwrap().y0
    };
    assert!(top(&[Setting::Density(Density::Compact)]) + 20.0 < top(&[]));
}

#[test]
fn conversations_open_where_the_user_wants_them() {
    let windows = |placement| {
        let mut desk = Desk::new(with(&[Setting::Placement(placement)]));
        for name in [CLARA, "Prof. Berger", ROOM] {
            desk.click("Buddy List", Role::ListBoxOption, name);
        }
        desk.click("Buddy List", Role::ListBoxOption, CLARA);
        desk.titles()
    };
    assert_eq!(windows(Placement::Together), ["Buddy List", CLARA]);
    assert_eq!(windows(Placement::ByKind), ["Buddy List", CLARA, ROOM]);
    assert_eq!(windows(Placement::Apart), ["Buddy List", CLARA, "Prof. Berger", ROOM]);
}

#[test]
fn enter_breaks_the_line_where_ctrl_enter_sends() {
    let mut desk = Desk::new(with(&[Setting::SendKey(SendKey::CtrlEnter)]));
    desk.click("Buddy List", Role::ListBoxOption, CLARA);
    desk.type_text(CLARA, "one");
    desk.key(CLARA, Named::Enter);
    desk.type_text(CLARA, "two");
    let sent = |desk: &Desk| desk.commands().into_iter().find(|command| matches!(command, Command::Send { .. }));
    assert_eq!(sent(&desk), None);
    desk.key_with(CLARA, Named::Enter, Modifiers::CTRL);
    let to = jid("clara@jabber.uni-mainz.de").into();
    assert_eq!(sent(&desk), Some(Command::Send { account: me(), to, body: "one\ntwo".into(), answers: None, manner: Manner::Plain }));
}

#[test]
fn a_window_opens_as_large_and_where_it_was() {
    let mut desk = Desk::new(lively());
    desk.tree("Buddy List");
    let list = desk.window("Buddy List");
    desk.resize("Buddy List", Size::new(400.0, 500.0));
    desk.send(Message::Moved(list));
    let places = desk.commands().into_iter().find_map(|command| match command {
        Command::Set(Setting::Places(places)) => Some(places),
        _ => None,
    });
    let place = Place { corner: Some((48, 48)), width: 400, height: 500 };
    assert_eq!(places, Some([("buddy-list".to_owned(), place)].into()));
    let elsewhere = Place { corner: Some((70, 90)), ..place };
    let desk = Desk::new(with(&[Setting::Places([("buddy-list".to_owned(), elsewhere)].into())]));
    // Windows would leave one off the screen where it is, so that none is put back there.
    let place = if cfg!(windows) { Point::new(48.0, 48.0) } else { Point::new(70.0, 90.0) };
    assert_eq!(desk.place("Buddy List"), place);
    assert_eq!(desk.size("Buddy List"), Size::new(400.0, 500.0));
}

#[test]
fn what_buddies_learn_is_switched_off_and_kept() {
    let mut desk = Desk::new(lively());
    desk.shortcut("Buddy List", 'p', Modifiers::CTRL);
    desk.click("Preferences", Role::CheckBox, "Messages are read");
    assert_eq!(desk.commands(), [Command::Set(Setting::TellReading(false))]);
}

#[test]
fn what_one_person_or_the_buddies_of_one_account_learn_is_set_apart() {
    let mut state = lively();
    let mut work = state.accounts[&me()].clone();
    work.config.jid = "work@example.org".parse().unwrap();
    state.apply(&fantail::model::Event::Account(Box::new(work.clone())));
    let mut desk = Desk::new(state);
    desk.click("Buddy List", Role::ListBoxOption, CLARA);
    desk.shortcut(CLARA, 'i', Modifiers::CTRL);
    desk.commands();
    desk.click(CLARA, Role::CheckBox, "I am writing");
    let except = |name: &str| [(name.to_owned(), [(Signal::Typing, false)].into())];
    let clara = format!("{} clara@jabber.uni-mainz.de", me());
    assert_eq!(desk.commands(), [Command::Set(Setting::TellExceptions(except(&clara).into()))]);
    desk.shortcut("Buddy List", 'p', Modifiers::CTRL);
    choose(&mut desk, "Account", "work@example.org");
    desk.click("Preferences", Role::CheckBox, "I am writing");
    let both = except(&clara).into_iter().chain(except("work@example.org")).collect();
    assert_eq!(desk.commands(), [Command::Set(Setting::TellExceptions(both))]);
    // For all others it is as it was.
    choose(&mut desk, "Account", "All accounts");
    desk.click("Preferences", Role::CheckBox, "I am writing");
    assert_eq!(desk.commands(), [Command::Set(Setting::TellTyping(false))]);
}

#[test]
fn what_would_be_deleted_is_said_before_less_is_kept() {
    let mut desk = Desk::new(lively());
    desk.shortcut("Buddy List", 'p', Modifiers::CTRL);
    desk.commands();
    choose(&mut desk, "Keep history", "For a month");
    assert_eq!(desk.commands(), [], "nothing goes unasked");
    assert!(desk.lines("Preferences").iter().any(|line| line.contains("Delete what is older than a month?")));
    desk.key("Preferences", Named::Escape);
    assert_eq!(desk.commands(), []);
    choose(&mut desk, "Keep history", "For a month");
    desk.click("Preferences", Role::Button, "Delete Older Messages");
    assert_eq!(desk.commands(), [Command::Set(Setting::KeepHistory(Keeping::Month))]);
    // More is kept without a question.
    choose(&mut desk, "Keep history", "For ever");
    assert_eq!(desk.commands(), [Command::Set(Setting::KeepHistory(Keeping::Always))]);
}

#[test]
fn comings_and_goings_are_one_line_each_or_nothing_as_is_preferred() {
    let mut scene = room_notices();
    let mut told = |comings| {
        let mut settings = Settings::default();
        settings.apply(&Setting::Comings(comings));
        scene.desk.event(Event::Settings(Box::new(settings)));
        let lines = scene.desk.lines(&scene.title);
        let words = ["came in", "was here for a moment", "was put out (by Prof. Berger): This is no place for advertising"];
        words.map(|words| lines.iter().filter(|line| line.contains(words)).count())
    };
    assert_eq!(told(Comings::Folded), [2, 1, 1]);
    assert_eq!(told(Comings::Each), [4, 0, 1]);
    assert_eq!(told(Comings::Hidden), [0, 0, 1]);
}

#[test]
fn what_is_shown_of_comings_and_goings_is_set_in_the_preferences() {
    let mut desk = Desk::new(lively());
    desk.shortcut("Buddy List", 'p', Modifiers::CTRL);
    choose(&mut desk, "Comings, goings", "Not shown");
    assert_eq!(desk.next_command(), Command::Set(Setting::Comings(Comings::Hidden)));
}

#[test]
fn that_a_directory_may_be_asked_is_taken_back_where_it_was_given() {
    let agreed = State::default().settings.agreed_to(&me(), &jid("search.example"));
    let mut desk = Desk::new(with(&[Setting::Directories(agreed)]));
    desk.shortcut("Buddy List", 'p', Modifiers::CTRL);
    desk.click("Preferences", Role::CheckBox, "Ask a directory for rooms");
    assert_eq!(desk.next_command(), Command::Set(Setting::Directories(std::collections::BTreeSet::new())));
}
