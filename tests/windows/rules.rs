//! Rules that hold for every window, in both languages.

use super::desk::{Desk, account, certificate, lively, request};
use super::testing::check_rules;
use fantail::i18n::{t, within};
use fantail::model::problem::AuthFailure;
use fantail::model::{AccountStatus, Event, Problem};
use fantail::ui::app::Message;
use fantail::ui::windows::{self, Opening};
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
        Opening::AddBuddy { account: None, jid: None, name: None },
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
            let mut desk = crowded();
            for title in desk.titles() {
                check_rules(&desk.tree(&title));
            }
            let untrusted = AccountStatus { certificate: Some(certificate()), ..account(Some(Problem::UntrustedCertificate)) };
            let mut desk = Desk::new(lively());
            desk.event(Event::Account(Box::new(untrusted)));
            check_rules(&desk.tree(&t("certificate-title")));
        });
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
