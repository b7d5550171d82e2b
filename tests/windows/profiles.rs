//! What is known of somebody, what is told of ourselves, and another password.

use super::desk::{Desk, jid, lively, me};
use super::gallery::Scene;
use super::scenes::open;
use fantail::i18n::t;
use fantail::model::problem::AuthFailure;
use fantail::model::profile::ProfileField;
use fantail::model::{Command, Event, Problem, Profile, Reply};
use fantail::ui::semantics::Role;
use fantail::ui::windows::Opening;
use iced::keyboard::{Modifiers, key::Named};

const LIST: &str = "Buddy List";
const INFO: &str = "User Info";
const OWN: &str = "Your Profile";
const CHANGE: &str = "Change Password";

fn profile(of: &str) -> Reply {
    Reply::Profile(Box::new(Profile {
        full_name: Some("Clara Weber".into()),
        organization: Some("Institute of Physics".into()),
        email: Some("clara@uni-mainz.de".into()),
        url: Some("https://example.org/clara".into()),
        note: Some("Slides first,\nthen tea.".into()),
        ..Profile::new(jid(of))
    }))
}

pub fn user_info() -> Scene {
    let mut desk = Desk::new(lively());
    desk.answer(profile("clara@jabber.uni-mainz.de"));
    open(&mut desk, Opening::UserInfo { account: me(), jid: jid("clara@jabber.uni-mainz.de") });
    Scene::new("user-info", desk, t("user-info-title"))
}

pub fn own_profile() -> Scene {
    let mut desk = Desk::new(lively());
    desk.answer(profile(me().as_str()));
    open(&mut desk, Opening::OwnProfile(me()));
    Scene::new("own-profile", desk, t("own-profile-title"))
}

pub fn change_password() -> Scene {
    let mut desk = Desk::new(lively());
    open(&mut desk, Opening::ChangePassword(me()));
    let title = t("change-password-title");
    for word in ["pencil", "correct horse", "correct mule"] {
        desk.type_text(&title, word);
        desk.key(&title, Named::Tab);
    }
    Scene::new("change-password", desk, title)
}

#[test]
fn what_a_buddy_publishes_is_shown_and_asked_for_again_where_it_could_not_be_had() {
    let mut desk = Desk::new(lively());
    desk.pick(LIST, Modifiers::COMMAND, Role::ListBoxOption, "Clara Weber");
    desk.refuse(Problem::Timeout);
    desk.shortcut(LIST, 'i', Modifiers::COMMAND);
    assert_eq!(desk.titles(), [LIST, INFO]);
    assert!(matches!(&desk.commands()[..], [Command::Profile { jid: of, .. }] if *of == jid("clara@jabber.uni-mainz.de")));
    desk.answer(profile("clara@jabber.uni-mainz.de"));
    desk.click(INFO, Role::Button, "Ask Again");
    let lines = desk.lines(INFO).join("\n");
    assert!(lines.contains("Institute of Physics") && lines.contains("then tea."), "{lines}");
    assert!(!desk.has(INFO, Role::Button, "Ask Again"));
    desk.click(INFO, Role::Button, "Chat");
    assert_eq!(desk.titles(), [LIST, "Clara Weber"]);
}

#[test]
fn nobody_is_asked_about_while_a_group_is_chosen() {
    let mut desk = Desk::new(lively());
    desk.click(LIST, Role::ListBoxOption, "University");
    desk.shortcut(LIST, 'i', Modifiers::COMMAND);
    assert_eq!(desk.titles(), [LIST]);
}

#[test]
fn only_what_was_changed_of_a_profile_is_published() {
    let Scene { mut desk, .. } = own_profile();
    assert_eq!(desk.focused(OWN), "TextInput Name");
    desk.commands();
    desk.click(OWN, Role::TextInput, "Nickname");
    desk.type_text(OWN, "Clärchen");
    desk.refuse(Problem::Timeout);
    desk.key(OWN, Named::Enter);
    let fields = vec![(ProfileField::Nickname, "Clärchen".to_owned())];
    assert_eq!(desk.commands(), [Command::SetProfile { account: me(), fields: fields.clone() }]);
    assert_eq!(desk.titles(), [LIST, OWN], "a refusal closes nothing");
    desk.click(OWN, Role::Button, "Save");
    assert_eq!(desk.commands(), [Command::SetProfile { account: me(), fields }]);
    assert_eq!(desk.titles(), [LIST]);
    let Scene { mut desk, .. } = own_profile();
    desk.commands();
    desk.key(OWN, Named::Enter);
    assert_eq!((desk.commands(), desk.titles()), (Vec::new(), vec![LIST.to_owned()]), "the lines of a note are left as they were");
}

#[test]
fn the_lines_of_a_note_are_kept_and_what_is_typed_is_not_lost_when_the_window_is_raised() {
    let Scene { mut desk, .. } = own_profile();
    desk.click(OWN, Role::TextInput, "About");
    desk.key(OWN, Named::End);
    desk.type_text(OWN, " ↵ Or coffee");
    desk.answer(profile(me().as_str()));
    open(&mut desk, Opening::OwnProfile(me()));
    desk.commands();
    desk.key(OWN, Named::Enter);
    let fields = vec![(ProfileField::Note, "Slides first,\nthen tea.\nOr coffee".to_owned())];
    assert_eq!(desk.commands(), [Command::SetProfile { account: me(), fields }]);
}

#[test]
fn a_profile_that_the_server_does_not_tell_is_not_overwritten() {
    let mut desk = Desk::new(lively());
    desk.refuse(Problem::Timeout);
    open(&mut desk, Opening::OwnProfile(me()));
    desk.commands();
    desk.type_text(OWN, "Nobody");
    desk.key(OWN, Named::Enter);
    assert_eq!((desk.commands(), desk.titles()), (Vec::new(), vec![LIST.to_owned(), OWN.to_owned()]));
    desk.answer(profile(me().as_str()));
    desk.click(OWN, Role::Button, "Ask Again");
    assert!(desk.lines(OWN).iter().any(|line| line.contains("Institute of Physics")) && !desk.has(OWN, Role::Button, "Ask Again"));
}

#[test]
fn another_password_is_typed_twice_and_the_present_one_once() {
    let Scene { mut desk, .. } = change_password();
    desk.commands();
    let said = |desk: &mut Desk, words: &str| desk.lines(CHANGE).iter().any(|line| line.contains(words));
    assert!(said(&mut desk, "not the same"), "before Enter is pressed");
    desk.click(CHANGE, Role::Button, "Change");
    assert_eq!(desk.commands(), []);
    desk.click(CHANGE, Role::PasswordInput, "New one again");
    (0.."mule".len()).for_each(|_| desk.key(CHANGE, Named::Backspace));
    assert!(!said(&mut desk, "not the same"), "it may still become the same");
    desk.type_text(CHANGE, "horse");
    desk.refuse(Problem::AuthFailed(AuthFailure::WrongPassword));
    desk.key(CHANGE, Named::Enter);
    let commands = desk.commands();
    let told = |command: &Command| matches!(command, Command::ChangePassword { now, password, .. } if (now.reveal(), password.reveal()) == ("pencil", "correct horse"));
    assert!(commands.len() == 1 && commands.iter().all(told), "{commands:?}");
    assert!(said(&mut desk, "not the current password"));
    for (problem, words) in [(Problem::stanza("service-unavailable"), "lets nobody change a password"), (Problem::Timeout, "tries both")] {
        desk.refuse(problem);
        desk.key(CHANGE, Named::Enter);
        assert!(said(&mut desk, words), "{:#?}", desk.lines(CHANGE));
    }
    desk.answer(Reply::PasswordChanged { kept: false });
    desk.key(CHANGE, Named::Enter);
    assert!(said(&mut desk, "asks for it at the next start") && !desk.has(CHANGE, Role::PasswordInput, "New"));
    desk.key(CHANGE, Named::Enter);
    assert_eq!(desk.titles(), [LIST]);
}

#[test]
fn an_account_that_is_not_online_has_neither_profile_nor_password_to_change() {
    let mut state = lively();
    state.accounts.get_mut(&me()).unwrap().state = fantail::model::AccountState::Connecting;
    let mut desk = Desk::new(state);
    desk.shortcut(LIST, 'a', Modifiers::ALT);
    desk.click(LIST, Role::MenuItem, me().as_str());
    let off = |desk: &mut Desk, name: &str| desk.tree(LIST).find(Role::MenuItem, name).is_some_and(|(_, node)| node.is_disabled());
    assert!(off(&mut desk, "Your Profile…") && off(&mut desk, "Change Password…") && !off(&mut desk, "Edit Account…"));
}

#[test]
fn a_group_is_dissolved_and_nobody_leaves_the_list() {
    let mut desk = Desk::new(lively());
    desk.right_click(LIST, Role::ListBoxOption, "University");
    desk.click(LIST, Role::MenuItem, "Dissolve Group…");
    desk.commands();
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [], "Enter is at the button that keeps it");
    desk.right_click(LIST, Role::ListBoxOption, "University");
    desk.click(LIST, Role::MenuItem, "Dissolve Group…");
    desk.click(LIST, Role::Button, "Dissolve");
    let commands = desk.commands();
    let freed = |command: &Command| matches!(command, Command::SetGroups { groups, .. } if groups.is_empty());
    assert!(commands.len() > 1 && commands.iter().all(freed), "{commands:?}");
}

#[test]
fn somebody_new_is_added_to_the_group_whose_menu_it_was() {
    let mut desk = Desk::new(lively());
    desk.right_click(LIST, Role::ListBoxOption, "University");
    desk.click(LIST, Role::MenuItem, "Add Buddy…");
    desk.type_text("Add Buddy", "romeo@example.org");
    desk.key("Add Buddy", Named::Enter);
    let commands = desk.commands();
    assert!(matches!(&commands[..], [Command::AddContact { groups, .. }] if *groups == ["University"]), "{commands:?}");
}

#[test]
fn what_makes_no_sense_without_its_account_goes_with_it() {
    let mut desk = Desk::new(lively());
    let people = Opening::UserInfo { account: me(), jid: jid("clara@jabber.uni-mainz.de") };
    for opening in [people, Opening::ChangePassword(me()), Opening::ModifyAccount(me()), Opening::NewMessage] {
        open(&mut desk, opening);
    }
    assert_eq!(desk.titles().len(), 5);
    desk.event(Event::AccountRemoved(me()));
    assert_eq!(desk.titles(), [LIST, &t("new-message-title")]);
}
