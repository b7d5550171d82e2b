//! The buddy list and Add Buddy.

use super::desk::{Desk, account, certificate, contact, jid, lively, me};
use fantail::i18n::t;
use fantail::model::presence::Availability;
use fantail::model::problem::{AuthFailure, Unreachable};
use fantail::model::{AccountStatus, BareJid, Command, Event, Feeling, Invitation, Manner, Mood, Problem, Secret, Show, State};
use fantail::ui::semantics::Role;
use iced::keyboard::{Modifiers, key::Named};

const LIST: &str = "Buddy List";

fn description(desk: &mut Desk, name: &str) -> String {
    desk.tree(LIST).find(Role::ListBoxOption, name).and_then(|(_, node)| node.description().map(str::to_owned)).unwrap_or_default()
}

#[test]
fn it_says_who_is_there_and_what_is_unread() {
    let mut desk = Desk::new(lively());
    assert_eq!(desk.titles(), [LIST]);
    assert_eq!(description(&mut desk, "Clara Weber"), "Available, Writing: the slides are nearly done…, 2 unread messages");
    assert_eq!(description(&mut desk, "Jonas Hoffmann"), "Do not disturb");
    assert_eq!(description(&mut desk, "Numerics tutorial"), "6 people, 9 unread messages");
    desk.event(Event::Presence(contact("jonas@jabber.uni-mainz.de", "Jonas Hoffmann", "University", Show::Available, "back")));
    assert_eq!(description(&mut desk, "Jonas Hoffmann"), "Available, back");
}

#[test]
fn groups_fold_and_offline_buddies_hide() {
    let mut desk = Desk::new(lively());
    desk.click(LIST, Role::ListBoxOption, "University");
    assert!(!desk.has(LIST, Role::ListBoxOption, "Clara Weber"));
    desk.click(LIST, Role::ListBoxOption, "University");
    assert!(desk.has(LIST, Role::ListBoxOption, "Mira Krämer"));
    desk.shortcut(LIST, 'b', Modifiers::ALT);
    desk.shortcut(LIST, 'o', Modifiers::empty());
    desk.key(LIST, Named::Enter);
    assert!(!desk.has(LIST, Role::ListBoxOption, "Mira Krämer"));
    assert!(desk.has(LIST, Role::ListBoxOption, "Clara Weber"));
}

#[test]
fn the_arrows_move_through_the_list() {
    let mut desk = Desk::new(lively());
    assert_eq!(desk.focused(LIST), "ListBox Buddies");
    for _ in 0..4 {
        desk.key(LIST, Named::ArrowDown);
    }
    let tree = desk.tree(LIST);
    let selected: Vec<_> = tree.nodes.iter().filter(|(_, node)| node.is_selected() == Some(true)).map(|(_, node)| node.label()).collect();
    assert_eq!(selected, [Some("Clara Weber")]);
}

#[test]
fn a_buddy_is_renamed_and_removed_by_its_menu() {
    let mut desk = Desk::new(lively());
    let clara = jid("clara@jabber.uni-mainz.de");
    desk.right_click(LIST, Role::ListBoxOption, "Clara Weber");
    desk.click(LIST, Role::MenuItem, "Alias…");
    assert_eq!(desk.focused(LIST), "TextInput Alias");
    desk.type_text(LIST, "!");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [Command::RenameContact { account: me(), jid: clara.clone(), name: Some("Clara Weber!".into()) }]);
    desk.right_click(LIST, Role::ListBoxOption, "Clara Weber");
    desk.click(LIST, Role::MenuItem, "Remove \u{2068}Clara Weber\u{2069}…");
    assert_eq!(desk.focused(LIST), "Button Cancel", "Enter destroys nothing");
    desk.key(LIST, Named::Escape);
    assert_eq!(desk.commands(), []);
    desk.right_click(LIST, Role::ListBoxOption, "Clara Weber");
    desk.click(LIST, Role::MenuItem, "Remove \u{2068}Clara Weber\u{2069}…");
    desk.click(LIST, Role::Button, "Remove from list");
    assert_eq!(desk.commands(), [Command::RemoveContact { account: me(), jid: clara }]);
}

#[test]
fn ctrl_b_adds_a_buddy_by_keyboard_alone() {
    let mut desk = Desk::new(lively());
    desk.shortcut(LIST, 'b', Modifiers::COMMAND);
    assert_eq!(desk.focused("Add Buddy"), "TextInput Buddy's username");
    desk.type_text("Add Buddy", "romeo@example.org");
    desk.key("Add Buddy", Named::Tab);
    assert_eq!(desk.focused("Add Buddy"), "TextInput Alias");
    desk.type_text("Add Buddy", "Romeo");
    desk.key("Add Buddy", Named::Enter);
    let added =
        Command::AddContact { account: me(), jid: jid("romeo@example.org"), name: Some("Romeo".into()), groups: Vec::new(), message: None };
    assert_eq!(desk.commands(), [added]);
    assert_eq!(desk.titles(), [LIST]);
}

#[test]
fn a_wrong_or_own_address_is_not_added_and_a_bare_name_is_completed() {
    let mut desk = Desk::new(lively());
    desk.shortcut(LIST, 'b', Modifiers::COMMAND);
    desk.type_text("Add Buddy", "a b@c");
    desk.key("Add Buddy", Named::Enter);
    assert_eq!(desk.commands(), []);
    let error = |desk: &mut Desk| {
        let tree = desk.tree("Add Buddy");
        tree.find(Role::TextInput, "Buddy's username").unwrap().1.description().map(str::to_owned)
    };
    assert!(error(&mut desk).is_some());
    for _ in 0..5 {
        desk.key("Add Buddy", Named::Backspace);
    }
    desk.type_text("Add Buddy", "student");
    assert_eq!(error(&mut desk).as_deref(), Some("This is your own address."));
    desk.type_text("Add Buddy", "2");
    desk.key("Add Buddy", Named::Enter);
    assert!(matches!(&desk.commands()[..], [Command::AddContact { jid: added, .. }] if *added == jid("student2@jabber.uni-mainz.de")));
}

#[test]
fn the_status_is_chosen_and_explained() {
    let mut desk = Desk::new(lively());
    desk.click(LIST, Role::ComboBox, "Status");
    desk.click(LIST, Role::MenuItem, "Away");
    assert_eq!(desk.commands(), [Command::SetStatus { account: None, availability: Availability::Away, text: None }]);
    desk.click(LIST, Role::Button, "Status message");
    assert_eq!(desk.focused(LIST), "TextInput Status message");
    desk.type_text(LIST, "tea");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), [Command::SetStatus { account: None, availability: Availability::Available, text: Some("tea".into()) }]);
}

#[test]
fn trouble_is_told_with_the_button_that_helps() {
    let mut desk = Desk::new(lively());
    desk.event(Event::Account(Box::new(account(Some(Problem::Unreachable(Unreachable::UnknownHost))))));
    assert!(desk.has(LIST, Role::Alert, "No server was found under this name."));
    desk.click(LIST, Role::Button, "Try again");
    assert_eq!(desk.commands(), [Command::Reconnect(me())]);
    desk.click(LIST, Role::Button, "Modify account…");
    assert_eq!(desk.titles(), [LIST, "Modify Account"]);
    desk.event(Event::Account(Box::new(account(None))));
    assert!(!desk.has(LIST, Role::Button, "Try again"));
}

#[test]
fn a_password_that_could_not_be_kept_is_told_until_it_is_read() {
    let mut desk = Desk::new(lively());
    let unkept = AccountStatus { keyring_missing: true, ..account(None) };
    let told = "The password of \u{2068}student@jabber.uni-mainz.de\u{2069} could not be kept.";
    desk.event(Event::Account(Box::new(unkept.clone())));
    assert!(desk.has(LIST, Role::Alert, told));
    desk.click(LIST, Role::Button, "Understood");
    assert!(!desk.has(LIST, Role::Alert, told));
    desk.event(Event::Account(Box::new(unkept.clone())));
    assert!(!desk.has(LIST, Role::Alert, told), "it is said once");
    desk.event(Event::Account(Box::new(account(None))));
    desk.event(Event::Account(Box::new(unkept)));
    assert!(desk.has(LIST, Role::Alert, told), "and again when it happens again");
}

#[test]
fn a_long_catch_up_is_told_while_it_lasts() {
    let mut desk = Desk::new(lively());
    let words = "Fetching missed messages…";
    let bar = |desk: &mut Desk| desk.tree(LIST).find(Role::ProgressIndicator, words).and_then(|(_, node)| node.value().map(str::to_owned));
    desk.event(Event::CatchingUp { account: me(), percent: Some(0) });
    assert!(desk.has(LIST, Role::Status, words));
    assert_eq!(bar(&mut desk).as_deref(), Some("0 %"));
    desk.event(Event::CatchingUp { account: me(), percent: Some(60) });
    assert_eq!(bar(&mut desk).as_deref(), Some("60 %"));
    desk.event(Event::CatchingUp { account: me(), percent: None });
    assert!(!desk.has(LIST, Role::Status, words));
    assert_eq!(bar(&mut desk), None);
}

/// The server named each reason; each has its words and the button that helps.
#[test]
fn every_reason_not_to_be_online_has_its_words_and_its_button() {
    let failures = [
        (Problem::AuthFailed(AuthFailure::WrongPassword), "Enter password…"),
        (Problem::PasswordNeeded, "Enter password…"),
        (Problem::AuthFailed(AuthFailure::AccountDisabled), "Try again"),
        (Problem::AuthFailed(AuthFailure::ServerNotAuthentic), "Try again"),
        (Problem::AuthFailed(AuthFailure::Downgrade), "Try again"),
        (Problem::UntrustedCertificate, "Look at certificate…"),
        (Problem::Conflict, "Sign in here"),
        (Problem::Unreachable(Unreachable::Refused), "Try again"),
        (Problem::Unreachable(Unreachable::ShuttingDown), "Try again"),
        (Problem::Stream { condition: "policy-violation".into(), text: None }, "Try again"),
    ];
    for (problem, button) in failures {
        let mut desk = Desk::new(lively());
        let certificate = (problem == Problem::UntrustedCertificate).then(certificate);
        desk.event(Event::Account(Box::new(AccountStatus { certificate, ..account(Some(problem.clone())) })));
        assert!(desk.has(LIST, Role::Alert, &fantail::i18n::problem::words(&problem)), "{problem:?}");
        assert!(desk.has(LIST, Role::Button, button), "{problem:?}: {button}");
    }
}

#[test]
fn an_empty_list_says_what_to_do() {
    let mut state = State::default();
    state.apply(&Event::Account(Box::new(account(None))));
    let mut desk = Desk::new(state);
    desk.click(LIST, Role::Button, "Add a buddy…");
    assert_eq!(desk.titles(), [LIST, "Add Buddy"]);
}

#[test]
fn a_refused_command_is_told() {
    let mut desk = Desk::new(lively());
    desk.refuse(Problem::Timeout);
    desk.click(LIST, Role::ComboBox, "Status");
    desk.click(LIST, Role::MenuItem, "Away");
    assert!(desk.has(LIST, Role::Alert, "There was no answer in time."));
    desk.click(LIST, Role::Button, "Close");
    assert!(!desk.has(LIST, Role::Alert, "There was no answer in time."));
}

#[test]
fn ctrl_q_quits() {
    let mut desk = Desk::new(lively());
    desk.tree(LIST);
    desk.shortcut(LIST, 'q', Modifiers::COMMAND);
    assert!(desk.ended);
    assert_eq!(desk.commands(), [Command::Quit]);
}

#[test]
fn a_click_on_a_buddy_starts_the_chat_and_a_second_one_comes_as_a_tab() {
    let mut desk = Desk::new(lively());
    desk.click(LIST, Role::ListBoxOption, "Clara Weber");
    assert_eq!(desk.titles(), [LIST, "Clara Weber"]);
    desk.click(LIST, Role::ListBoxOption, "Prof. Berger");
    assert_eq!(desk.titles(), [LIST, "Prof. Berger"]);
    assert!(desk.has("Prof. Berger", Role::Tab, "Clara Weber"));
    desk.commands();
    desk.type_text("Prof. Berger", "hi");
    desk.key("Prof. Berger", Named::Enter);
    let to = jid("berger@jabber.uni-mainz.de").into();
    assert_eq!(desk.commands(), [Command::Send { account: me(), to, body: "hi".into(), answers: None, manner: Manner::Plain }]);
}

#[test]
fn ctrl_m_and_ctrl_j_open_their_dialogs() {
    let mut desk = Desk::new(lively());
    desk.tree(LIST);
    desk.shortcut(LIST, 'm', Modifiers::COMMAND);
    desk.type_text("New Instant Message", "romeo@example.org");
    desk.key("New Instant Message", Named::Enter);
    assert_eq!(desk.titles(), [LIST, "romeo@example.org"]);
    desk.shortcut(LIST, 'j', Modifiers::COMMAND);
    assert_eq!(desk.titles(), [LIST, "romeo@example.org", "Join a Chat"]);
}

fn invitation(room: &str, from: &str, minute: i8) -> Event {
    let time = jiff::civil::date(2026, 11, 20).at(12, minute, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    Event::Invitation(Box::new(Invitation {
        account: me(),
        room: jid(room),
        from: from.parse().unwrap(),
        reason: Some("We talk about sheet 4".into()),
        password: Some(Secret::new("rose")),
        direct: false,
        time,
    }))
}

#[test]
fn an_invitation_is_a_card_that_joins_or_declines_and_never_acts_by_itself() {
    let mut desk = Desk::new(lively());
    desk.event(invitation("sheet4@conference.example", "clara@jabber.uni-mainz.de/laptop", 1));
    assert_eq!((desk.commands(), desk.titles()), (vec![], vec!["Buddy List".to_owned()]));
    assert!(desk.has("Buddy List", Role::Alert, "Clara Weber invites you to the room sheet4@conference.example."));
    desk.click("Buddy List", Role::Button, "Join");
    let room = jid("sheet4@conference.example");
    let join = Command::JoinRoom { account: me(), room: room.clone(), nick: None, password: Some(Secret::new("rose")), autojoin: false };
    assert_eq!(desk.next_command(), join);
    assert_eq!(desk.titles().len(), 2, "its tab is open");
    desk.click("Buddy List", Role::Button, "Decline");
    assert!(desk.commands().contains(&Command::DeclineInvitation { account: me(), room: room.clone(), reason: None }));
    desk.event(Event::InvitationGone { account: me(), room });
    assert!(!desk.has("Buddy List", Role::Button, "Decline"));
}

#[test]
fn a_flood_of_invitations_does_not_push_the_list_away() {
    let mut desk = Desk::new(lively());
    for number in 0..30 {
        desk.event(invitation(&format!("spam{number}@conference.example"), "bot@spam.example", number));
    }
    let tree = desk.tree("Buddy List");
    let cards = tree.nodes.iter().filter(|(_, node)| node.role() == Role::Alert).count();
    assert_eq!(cards, 3);
    assert!(tree.find(Role::Alert, "28 more invitations wait.").is_some());
}

#[test]
fn who_sees_whom_is_changed_in_the_menu_of_a_buddy() {
    use fantail::model::command::SubscriptionChange;
    let mut desk = Desk::new(lively());
    desk.right_click("Buddy List", Role::ListBoxOption, "Clara Weber");
    desk.click("Buddy List", Role::MenuItem, "Visibility");
    assert!(desk.has("Buddy List", Role::MenuItem, "Ask to See Them Again"));
    desk.click("Buddy List", Role::MenuItem, "Stop Being Seen by Them");
    assert!(matches!(&desk.commands()[..], [Command::ChangeSubscription { change: SubscriptionChange::TakeBack, .. }]));
}

#[test]
fn our_own_picture_is_chosen_by_its_file_and_taken_away_again() {
    let mut state = lively();
    let mut second = account(None);
    second.config.jid = jid("me@second.example");
    state.apply(&Event::Account(Box::new(second)));
    let mut desk = Desk::new(state.clone());
    desk.click(LIST, Role::Button, "Your picture");
    assert_eq!(desk.focused(LIST), "TextInput File");
    assert!(!desk.has(LIST, Role::Button, "Remove picture"), "there is none");
    desk.type_text(LIST, "/home/me/me.png");
    desk.key(LIST, Named::Enter);
    let set = |account: BareJid, file: Option<&str>| Command::SetPicture { account, file: file.map(Into::into) };
    let file = Some("/home/me/me.png");
    assert_eq!(desk.commands(), [set(jid("me@second.example"), file), set(me(), file)]);
    state.apply(&Event::Picture {
        account: jid("me@second.example"),
        jid: jid("me@second.example").into(),
        picture: Some(super::faces::id(1)),
    });
    let mut desk = Desk::new(state);
    desk.click(LIST, Role::MenuItem, "Accounts");
    desk.click(LIST, Role::MenuItem, "Your Picture…");
    desk.refuse(fantail::model::Problem::BadArgument(fantail::model::problem::BadArgument::Picture));
    desk.click(LIST, Role::Button, "Remove picture");
    assert_eq!(desk.commands(), [set(jid("me@second.example"), None), set(me(), None)]);
    assert!(desk.lines(LIST).iter().any(|line| line.contains(&t("bad-picture"))), "{:#?}", desk.lines(LIST));
}

#[test]
fn our_mood_is_chosen_from_what_fits_shown_in_all_accounts_and_taken_away() {
    let mut state = lively();
    let mut second = account(None);
    second.config.jid = jid("me@second.example");
    state.apply(&Event::Account(Box::new(second)));
    let mut desk = Desk::new(state.clone());
    desk.click(LIST, Role::MenuItem, "Accounts");
    desk.click(LIST, Role::MenuItem, "Your Mood…");
    assert!(!desk.has(LIST, Role::Button, "Show none"), "there is none");
    assert!(desk.has(LIST, Role::ListBoxOption, "happy"), "the common ones are offered first");
    desk.type_text(LIST, "peck");
    desk.key(LIST, Named::Enter);
    assert_eq!(desk.commands(), []);
    assert!(desk.lines(LIST).iter().any(|line| line.contains(&t("mood-unknown"))), "{:#?}", desk.lines(LIST));
    for _ in 0.."eck".len() {
        desk.key(LIST, Named::Backspace);
    }
    assert!(desk.has(LIST, Role::ListBoxOption, "playful"));
    desk.type_text(LIST, "la");
    desk.key(LIST, Named::ArrowDown);
    desk.key(LIST, Named::Enter);
    desk.key(LIST, Named::Tab);
    desk.type_text(LIST, "the sun is out");
    desk.key(LIST, Named::Enter);
    let mood = Mood { feeling: Feeling::parse("playful").unwrap(), text: Some("the sun is out".into()) };
    let set = |account: BareJid, mood: Option<Mood>| Command::SetMood { account, mood };
    assert_eq!(desk.commands(), [set(jid("me@second.example"), Some(mood.clone())), set(me(), Some(mood.clone()))]);

    state.apply(&Event::Mood { account: me(), jid: me(), mood: Some(mood) });
    let mut desk = Desk::new(state);
    desk.click(LIST, Role::MenuItem, "Accounts");
    desk.click(LIST, Role::MenuItem, "Your Mood…");
    desk.click(LIST, Role::Button, "Show none");
    assert_eq!(desk.commands(), [set(jid("me@second.example"), None), set(me(), None)]);
}

#[test]
fn what_was_said_is_found_by_the_menu_of_a_row_and_rooms_by_the_join_dialog() {
    let mut desk = Desk::new(lively());
    desk.right_click(LIST, Role::ListBoxOption, "Clara Weber");
    desk.click(LIST, Role::MenuItem, "History");
    let searched = desk.commands().into_iter().find_map(|command| match command {
        Command::Search { search, .. } => search.conversation,
        _ => None,
    });
    assert_eq!(searched, Some(jid("clara@jabber.uni-mainz.de").into()));
    desk.shortcut(LIST, 'j', Modifiers::CTRL);
    desk.click("Join a Chat", Role::Button, "Room List…");
    let titles = desk.titles();
    assert!(titles.contains(&"Room List".to_owned()) && !titles.contains(&"Join a Chat".to_owned()), "{titles:?}");
}
