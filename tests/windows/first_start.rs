//! From the first start to the buddy list, by keyboard alone.

use super::desk::{Desk, account, jid, lively, me};
use fantail::model::problem::{AuthFailure, BadArgument};
use fantail::model::{Archiving, Command, Event, Problem, Security, State};
use fantail::ui::semantics::Role;
use fantail::ui::windows::Opening;
use iced::keyboard::{Modifiers, key::Named};

#[test]
fn the_first_start_welcomes_and_asks_for_the_account() {
    let mut desk = Desk::new(State::default());
    assert_eq!(desk.titles(), ["Accounts", "Add Account"]);
    assert_eq!(desk.focused("Add Account"), "TextInput Username");
    assert!(desk.tree("Accounts").nodes.iter().any(|(_, node)| node.value() == Some("Welcome to Fantail")));
}

#[test]
fn the_keyboard_walks_through_add_account_and_enter_adds() {
    let mut desk = Desk::new(State::default());
    let mut order = Vec::new();
    for text in ["student", "jabber.uni-mainz.de", "secret"] {
        order.push(desk.focused("Add Account"));
        desk.type_text("Add Account", text);
        desk.key("Add Account", Named::Tab);
    }
    order.push(desk.focused("Add Account"));
    assert_eq!(order, ["TextInput Username", "TextInput Domain", "PasswordInput Password", "CheckBox Remember password"]);
    desk.key("Add Account", Named::Space);
    assert!(desk.commands().is_empty());
    desk.key("Add Account", Named::Enter);
    let commands = desk.commands();
    let [Command::AddAccount { account, password }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!((&account.jid, account.remember, account.security), (&me(), true, Security::Auto));
    assert_eq!(password.as_ref().unwrap().reveal(), "secret");
    assert_eq!(desk.titles(), ["Accounts", "Buddy List"]);
    desk.event(Event::Account(Box::new(super::desk::account(None))));
    assert_eq!(desk.titles(), ["Buddy List"], "the welcome is over");
}

#[test]
fn the_protocol_can_be_looked_at_by_mouse() {
    let mut desk = Desk::new(State::default());
    desk.click("Add Account", Role::ComboBox, "Protocol");
    assert!(desk.has("Add Account", Role::MenuItemCheckBox, "XMPP"));
}

#[test]
fn down_and_enter_take_the_domain_that_is_offered() {
    let mut desk = Desk::new(State::default());
    desk.type_text("Add Account", "student");
    desk.key("Add Account", Named::ArrowDown);
    desk.key("Add Account", Named::Tab);
    desk.key("Add Account", Named::ArrowDown);
    let domain = |desk: &mut Desk| desk.tree("Add Account").find(Role::TextInput, "Domain").unwrap().1.value().map(str::to_owned);
    assert_eq!(domain(&mut desk).unwrap_or_default(), "", "nothing is offered yet");
    desk.type_text("Add Account", "jab");
    assert!(desk.has("Add Account", Role::ListBoxOption, "jabber.uni-mainz.de"));
    desk.key("Add Account", Named::ArrowDown);
    desk.key("Add Account", Named::Enter);
    assert!(desk.commands().is_empty(), "this Enter is not the form's");
    assert_eq!(domain(&mut desk).as_deref(), Some("jabber.uni-mainz.de"));
    desk.key("Add Account", Named::Tab);
    assert_eq!(desk.focused("Add Account"), "PasswordInput Password", "the order of Tab is the fixed one");
}

#[test]
fn what_is_missing_or_wrong_is_told_beside_its_field() {
    let mut desk = Desk::new(State::default());
    desk.key("Add Account", Named::Enter);
    assert!(desk.commands().is_empty());
    let tree = desk.tree("Add Account");
    assert_eq!(tree.find(Role::TextInput, "Username").unwrap().1.description(), Some("The username is missing."));
    assert_eq!(tree.find(Role::TextInput, "Domain").unwrap().1.description(), Some("The domain is missing."));
    desk.type_text("Add Account", "a b");
    let tree = desk.tree("Add Account");
    assert_eq!(tree.find(Role::TextInput, "Username").unwrap().1.description(), Some("This cannot be a username."));
}

#[test]
fn a_whole_address_typed_as_the_username_is_understood() {
    let mut desk = Desk::new(State::default());
    desk.type_text("Add Account", "romeo@example.org");
    desk.key("Add Account", Named::Enter);
    let commands = desk.commands();
    let [Command::AddAccount { account, .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(account.jid, jid("romeo@example.org"));
}

#[test]
fn a_refused_account_is_told_and_the_window_stays() {
    let mut desk = Desk::new(State::default());
    desk.type_text("Add Account", "romeo@example.org");
    desk.refuse(Problem::BadArgument(BadArgument::AccountExists));
    desk.key("Add Account", Named::Enter);
    assert_eq!(desk.titles(), ["Accounts", "Add Account"]);
    desk.key("Add Account", Named::Enter);
    assert_eq!(desk.commands().len(), 2, "it can be tried again");
}

#[test]
fn advanced_takes_server_and_port() {
    let mut desk = Desk::new(State::default());
    desk.type_text("Add Account", "romeo@example.org");
    desk.click("Add Account", Role::Button, "Advanced");
    desk.click("Add Account", Role::ComboBox, "Security");
    desk.click("Add Account", Role::MenuItemCheckBox, "STARTTLS");
    desk.click("Add Account", Role::TextInput, "Port");
    desk.type_text("Add Account", "70000");
    assert_eq!(
        desk.tree("Add Account").find(Role::TextInput, "Port").unwrap().1.description(),
        Some("A port is a number from 1 to 65535.")
    );
    for _ in 0..2 {
        desk.key("Add Account", Named::Backspace);
    }
    desk.click("Add Account", Role::TextInput, "Server");
    desk.type_text("Add Account", "127.0.0.1");
    desk.key("Add Account", Named::Enter);
    let commands = desk.commands();
    let [Command::AddAccount { account, .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!((account.host.as_ref().unwrap().to_string(), account.security), ("127.0.0.1:700".into(), Security::StartTls));
}

#[test]
fn escape_leaves_the_dialog_and_the_last_window_ends_the_program() {
    let mut desk = Desk::new(State::default());
    desk.key("Add Account", Named::Escape);
    assert_eq!(desk.titles(), ["Accounts"]);
    desk.key("Accounts", Named::Enter);
    assert_eq!(desk.titles(), ["Accounts", "Add Account"], "Enter adds");
    desk.key("Add Account", Named::Escape);
    desk.key("Accounts", Named::Escape);
    assert!(desk.ended);
    assert_eq!(desk.commands(), [Command::Quit]);
}

#[test]
fn accounts_are_enabled_modified_and_deleted_by_name() {
    let mut desk = Desk::new(lively());
    desk.shortcut("Buddy List", 'a', Modifiers::COMMAND);
    let name = me().to_string();
    desk.click("Accounts", Role::CheckBox, &format!("Enable \u{2068}{name}\u{2069}"));
    assert_eq!(desk.commands(), [Command::EnableAccount { account: me(), enabled: false }]);
    desk.shortcut("Accounts", 'm', Modifiers::ALT);
    assert_eq!(desk.focused("Modify Account"), "PasswordInput Password");
    assert_eq!(desk.commands(), [Command::Archiving { account: me(), change: None }]);
    desk.type_text("Modify Account", "new");
    desk.key("Modify Account", Named::Enter);
    let commands = desk.commands();
    let [Command::ModifyAccount { account, password: Some(_) }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(account.resource, "Fantail-abc123");
    desk.shortcut("Accounts", 'd', Modifiers::ALT);
    assert_eq!(desk.focused("Accounts"), "Button Cancel", "Enter destroys nothing");
    desk.key("Accounts", Named::Enter);
    desk.shortcut("Accounts", 'd', Modifiers::ALT);
    desk.click("Accounts", Role::Button, "Delete account and conversations");
    assert_eq!(desk.commands(), [Command::RemoveAccount(me())]);
}

#[test]
fn what_the_server_keeps_is_set_before_the_account_signs_in_anew() {
    let mut desk = Desk::new(lively());
    desk.shortcut("Buddy List", 'a', Modifiers::COMMAND);
    desk.shortcut("Accounts", 'm', Modifiers::ALT);
    desk.click("Modify Account", Role::Button, "Advanced");
    desk.commands();
    desk.click("Modify Account", Role::ComboBox, "Server keeps");
    desk.click("Modify Account", Role::MenuItemCheckBox, "Messages with buddies");
    desk.click("Modify Account", Role::Button, "Save");
    let commands = desk.commands();
    let [Command::Archiving { change: Some(Archiving::Buddies), .. }, Command::ModifyAccount { .. }] = &commands[..] else {
        panic!("{commands:?}")
    };
}

#[test]
fn a_wrong_password_asks_for_another_at_once() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Account(Box::new(account(Some(Problem::AuthFailed(AuthFailure::WrongPassword))))));
    assert_eq!(desk.titles(), ["Buddy List", "Password"]);
    assert_eq!(desk.focused("Password"), "PasswordInput Password");
    desk.type_text("Password", "right");
    desk.key("Password", Named::Enter);
    let commands = desk.commands();
    assert!(
        matches!(&commands[..], [Command::SetPassword { account, password, remember: false }] if *account == me() && password.reveal() == "right")
    );
    assert_eq!(desk.titles(), ["Buddy List"]);
}

#[test]
fn a_weaker_way_to_sign_in_is_accepted_where_it_is_looked_for_and_nowhere_else() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Account(Box::new(account(Some(Problem::AuthFailed(AuthFailure::Downgrade))))));
    desk.commands();
    super::scenes::open(&mut desk, Opening::ModifyAccount(me()));
    desk.click("Modify Account", Role::Button, "Accept the Weaker Way");
    assert_eq!(desk.commands(), [Command::ForgetSignIn(me())]);
    assert_eq!(desk.titles(), ["Buddy List", "Modify Account"], "what else was changed is not lost");
    let mut desk = Desk::new(lively());
    super::scenes::open(&mut desk, Opening::ModifyAccount(me()));
    desk.click("Modify Account", Role::Button, "Advanced");
    assert!(!desk.has("Modify Account", Role::Button, "Accept the Weaker Way"));
    desk.commands();
    desk.click("Modify Account", Role::CheckBox, "Allow PLAIN");
    desk.click("Modify Account", Role::Button, "Save");
    let commands = desk.commands();
    assert!(matches!(&commands[..], [Command::ModifyAccount { account, .. }] if !account.allow_plain), "{commands:?}");
}
