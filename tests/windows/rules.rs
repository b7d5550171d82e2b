//! Rules that hold for every window, in both languages.

use super::accessibility::tree::Snapshot;
use super::desk::{Desk, account, lively, request};
use super::scenes;
use super::testing::check_rules;
use super::theme;
use accesskit::{Node, Role};
use fantail::i18n::{t, within};
use fantail::model::problem::AuthFailure;
use fantail::model::{Event, Problem};
use fantail::ui::app::Message;
use fantail::ui::widgets::line::line;
use fantail::ui::windows::{self, Opening};
use iced::Size;
use iced::keyboard::Modifiers;

/// A desk with every kind of window on it.
fn crowded() -> Desk {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", Some("Lena Fischer"), Some("Hi, I'm in your seminar group!"))));
    desk.event(Event::Account(Box::new(account(Some(Problem::AuthFailed(AuthFailure::WrongPassword))))));
    let list = desk.window(&t("buddy-list-title"));
    for opening in [
        Opening::Accounts,
        Opening::AddAccount,
        Opening::ModifyAccount(super::desk::me()),
        Opening::AddBuddy { account: None, jid: None, name: None, group: None },
        Opening::About,
    ] {
        let message = windows::buddy_list::Message::Opened(Box::new(opening));
        desk.send(Message::Window(list, windows::Message::BuddyList(message)));
    }
    desk
}

#[test]
fn everything_that_acts_has_a_name_and_siblings_have_different_keys() {
    for language in ["en", "de"] {
        within(language, || {
            for make in scenes::ALL {
                let mut scene = make();
                check_rules(&scene.desk.tree(&scene.title));
            }
        });
    }
}

/// Words that are ours fit in the smallest window; names and addresses may be shortened or broken.
#[test]
fn no_label_is_cut_off_in_the_smallest_window_in_any_language() {
    for language in ["en", "de"] {
        within(language, || {
            for make in scenes::ALL {
                let mut scene = make();
                let size = scene.desk.shrink(&scene.title);
                scene.desk.tree(&scene.title);
                let tree = scene.desk.tree(&scene.title);
                tree.nodes.iter().for_each(|(_, node)| check_fits(node, size, scene.name));
                check_apart(&tree, scene.name);
            }
        });
    }
}

fn check_fits(node: &Node, size: Size, scene: &str) {
    let Some(bounds) = node.bounds() else { return };
    let name = node.label().or(node.value()).unwrap_or_default();
    let width = bounds.width() as f32;
    assert!(bounds.x0 >= -0.5 && bounds.x1 <= f64::from(size.width) + 0.5, "{scene}: {name:?} leaves the window: {bounds:?} in {size:?}");
    let wanted = match node.role() {
        // An icon or a tick alone.
        Role::Button | Role::CheckBox if width < 32.0 => 0.0,
        // Somebody in a room: a name.
        Role::Button if node.label().is_some_and(|name| name.contains('@')) => 0.0,
        Role::Button | Role::CheckBox => line(name).size(theme::LABEL).whole_width(),
        Role::Label => {
            name.split_whitespace().filter(|word| is_ours(word)).map(|word| line(word).size(theme::TINY).whole_width()).fold(0.0, f32::max)
        }
        _ => 0.0,
    };
    assert!(width + 1.0 >= wanted, "{scene}: {name:?} wants {wanted} and has {width}");
}

/// Not an address, a fingerprint or a link.
fn is_ours(word: &str) -> bool {
    !word.contains(['@', '.', '/', '…'])
}

/// No button lies upon another one.
fn check_apart(tree: &Snapshot, scene: &str) {
    let is_button = |node: &&Node| node.role() == Role::Button;
    let buttons: Vec<_> =
        tree.nodes.iter().map(|(_, node)| node).filter(is_button).filter_map(|node| Some((node.label()?, node.bounds()?))).collect();
    for (index, (name, bounds)) in buttons.iter().enumerate() {
        for (other, place) in &buttons[index + 1..] {
            let overlap = bounds.intersect(*place);
            assert!(overlap.width() < 1.0 || overlap.height() < 1.0, "{scene}: {name:?} lies upon {other:?}: {bounds:?} {place:?}");
        }
    }
}

#[test]
fn titles_are_those_of_the_language() {
    within("en", || {
        let want = ["Buddy List", "Authorize", "Password", "Accounts", "Add Account", "Modify Account", "Add Buddy", "About Fantail"];
        assert_eq!(crowded().titles(), want);
    });
    within("de", || {
        let want = [
            "Kontaktliste",
            "Autorisieren",
            "Passwort",
            "Konten",
            "Konto hinzufügen",
            "Konto ändern",
            "Kontakt hinzufügen",
            "Über Fantail",
        ];
        assert_eq!(crowded().titles(), want);
    });
}

/// In German, too, the fixed keys work.
#[test]
fn the_fixed_keys_of_the_authorization_are_the_same_in_german() {
    within("de", || {
        for letter in ['a', 'd'] {
            let mut desk = Desk::new(lively());
            desk.event(Event::Request(request("lena@example.org", None, None)));
            desk.tree("Autorisieren");
            desk.shortcut("Autorisieren", letter, Modifiers::ALT);
            assert_eq!(desk.commands().len(), 1, "{letter}");
        }
    });
}
