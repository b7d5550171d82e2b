//! Making, changing and finding rooms, by keyboard and mouse.

use super::desk::{Desk, jid, lively, me};
use super::room_scenes::{ROOM, owned, people_title, settings_title};
use super::scenes::open;
use fantail::model::{
    Affiliation, Command, Event, Problem, Reply, Room, RoomChoice, RoomDetail, RoomDetails, RoomOptions, RoomState, RoomWishes, Secret,
    Setting, Whispering,
};
use fantail::ui::semantics::Role;
use fantail::ui::windows::Opening;
use iced::keyboard::{Modifiers, key::Named};

const CREATE: &str = "Create Room";
const LIST: &str = "Room List";

fn creating() -> Desk {
    let mut desk = Desk::new(lively());
    open(&mut desk, Opening::CreateRoom);
    desk.commands();
    desk
}

fn changing() -> Desk {
    let mut desk = Desk::new(owned());
    open(&mut desk, Opening::RoomSettings { account: me(), room: jid(ROOM) });
    assert!(matches!(&desk.commands()[..], [Command::RoomForm { room, .. }] if *room == jid(ROOM)));
    desk
}

fn choices([persistent, public, members_only, password_protected, moderated]: [bool; 5]) -> RoomOptions {
    RoomOptions {
        persistent: Some(persistent),
        public: Some(public),
        members_only: Some(members_only),
        password_protected: Some(password_protected),
        moderated: Some(moderated),
    }
}

/// What is asked beside whether an address is free.
fn wished(desk: &Desk) -> Vec<Command> {
    desk.commands().into_iter().filter(|command| !matches!(command, Command::RoomInfo { .. })).collect()
}

fn made(desk: &Desk) -> (String, RoomWishes) {
    let [Command::CreateRoom { room, wishes, .. }] = &wished(desk)[..] else { panic!("no room was made") };
    (room.to_string(), (**wishes).clone())
}

#[test]
fn a_room_is_typed_and_made_by_enter_as_a_private_group() {
    let mut desk = creating();
    assert_eq!(desk.focused(CREATE), "TextInput Room");
    desk.type_text(CREATE, "seminar");
    desk.key(CREATE, Named::Enter);
    let (room, wishes) = made(&desk);
    assert_eq!(room, "seminar@conference.jabber.uni-mainz.de");
    assert_eq!((wishes.options, wishes.details.addresses_shown), (choices([true, false, true, false, false]), Some(true)));
}

#[test]
fn what_is_ticked_is_told_in_a_sentence_and_is_what_is_made() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    for tick in ["Public room", "Members only", "Moderated room", "Persistent room"] {
        desk.click(CREATE, Role::CheckBox, tick);
    }
    let summary = desk.lines(CREATE).into_iter().find(|line| line.starts_with("Status Everybody can find")).unwrap();
    for part in ["Everybody can enter.", "Only people you choose can write.", "It is gone when everybody has left."] {
        assert!(summary.contains(part), "{summary}");
    }
    desk.click(CREATE, Role::Button, "Create");
    assert_eq!(made(&desk).1.options, choices([false, true, false, false, true]));
}

#[test]
fn a_preset_sets_all_of_them_and_a_password_is_not_forgotten() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    desk.click(CREATE, Role::ComboBox, "For");
    desk.click(CREATE, Role::MenuItemCheckBox, "A meeting, for once");
    desk.click(CREATE, Role::Button, "Create");
    assert!(wished(&desk).is_empty(), "a password is missing");
    assert!(desk.lines(CREATE).iter().any(|line| line.contains("Choose the password")), "{:#?}", desk.lines(CREATE));
    desk.click(CREATE, Role::TextInput, "Password");
    desk.type_text(CREATE, "cup");
    desk.key(CREATE, Named::Enter);
    let (_, wishes) = made(&desk);
    assert_eq!(wishes.options, choices([false, false, false, true, false]));
    assert_eq!(wishes.password, Some(Secret::new("cup")));
}

#[test]
fn an_address_that_is_taken_is_said_in_the_window() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    desk.refuse(Problem::Conflict);
    desk.key(CREATE, Named::Enter);
    assert!(desk.lines(CREATE).iter().any(|line| line.starts_with("Alert There is already a room")), "{:#?}", desk.lines(CREATE));
    assert!(desk.titles().contains(&CREATE.to_owned()));
}

#[test]
fn only_what_was_changed_is_asked_of_a_room_that_is_there() {
    let mut desk = changing();
    let title = settings_title();
    desk.click(&title, Role::CheckBox, "Public room");
    desk.click(&title, Role::Button, "Save");
    let [Command::ConfigureRoom { wishes, .. }] = &desk.commands()[..] else { panic!("nothing was asked") };
    let expected = RoomWishes { options: RoomOptions { public: Some(false), ..RoomOptions::default() }, ..RoomWishes::default() };
    assert_eq!(**wishes, expected);
    assert!(!desk.titles().contains(&title), "it closes once that is done");
}

#[test]
fn what_the_server_lets_nobody_choose_is_said() {
    let mut desk = changing();
    let title = settings_title();
    assert!(!desk.has(&title, Role::CheckBox, "Moderated room"));
    assert!(desk.has(&title, Role::CheckBox, "Members only"));
}

#[test]
fn all_options_are_the_servers_own_words() {
    let mut desk = changing();
    let title = settings_title();
    desk.click(&title, Role::Button, "All Options…");
    desk.click(&title, Role::CheckBox, "Only allow members to join");
    desk.click(&title, Role::ComboBox, "Addresses (JIDs) of room occupants may be viewed by:");
    desk.click(&title, Role::MenuItemCheckBox, "Anyone");
    desk.click(&title, Role::Button, "Save");
    let [Command::ConfigureRoom { wishes, .. }] = &desk.commands()[..] else { panic!("nothing was asked") };
    assert_eq!(wishes.options, RoomOptions::default());
    let fields: Vec<_> = wishes.fields.iter().map(|(name, values)| (name.as_str(), values.join(","))).collect();
    assert_eq!(fields, [("muc#roomconfig_membersonly", "1".to_owned()), ("muc#roomconfig_whois", "anyone".to_owned())]);
}

#[test]
fn who_does_not_own_it_reads_what_a_room_is_and_changes_nothing() {
    let mut desk = Desk::new(lively());
    open(&mut desk, Opening::RoomSettings { account: me(), room: jid(ROOM) });
    let title = settings_title();
    assert!(desk.commands().is_empty());
    assert!(!desk.has(&title, Role::Button, "Save") && !desk.has(&title, Role::CheckBox, "Public room"));
    desk.key(&title, Named::Escape);
    assert!(!desk.titles().contains(&title));
}

#[test]
fn a_room_is_destroyed_only_after_a_question_with_reason_and_successor() {
    let mut desk = changing();
    let title = settings_title();
    desk.click(&title, Role::Button, "Destroy…");
    assert!(desk.commands().is_empty());
    desk.type_text(&title, "Curfew");
    desk.click(&title, Role::TextInput, "Address of the room to go to instead");
    desk.type_text(&title, "garden");
    desk.click(&title, Role::Button, "Destroy Room");
    assert!(desk.commands().is_empty(), "that is no address");
    desk.click(&title, Role::TextInput, "Address of the room to go to instead");
    desk.type_text(&title, "@rooms.example");
    desk.click(&title, Role::Button, "Destroy Room");
    let expected = Command::DestroyRoom {
        account: me(),
        room: jid(ROOM),
        reason: Some("Curfew".into()),
        successor: Some(jid("garden@rooms.example")),
    };
    assert_eq!(desk.commands(), [expected]);
}

#[test]
fn the_list_shows_rooms_with_what_they_are_and_joins_by_keyboard() {
    let mut desk = Desk::new(lively());
    open(&mut desk, Opening::RoomList);
    let rooms =
        |desk: &mut Desk| -> Vec<String> { desk.lines(LIST).into_iter().filter(|line| line.starts_with("ListBoxOption")).collect() };
    let all = rooms(&mut desk);
    assert_eq!(all.len(), 4, "{all:#?}");
    assert_eq!(all[0], "ListBoxOption Physics lecture");
    assert_eq!(desk.focused(LIST), "TextInput Find");
    desk.type_text(LIST, "tutor");
    assert_eq!(rooms(&mut desk).len(), 2, "by name and by description");
    desk.key(LIST, Named::ArrowDown);
    desk.key(LIST, Named::ArrowDown);
    desk.key(LIST, Named::Enter);
    assert!(desk.titles().contains(&"Join a Chat".to_owned()), "{:?}", desk.titles());
    let lines = desk.lines("Join a Chat");
    assert!(lines.iter().any(|line| line.contains("numerics")), "{lines:#?}");
}

#[test]
fn a_server_without_rooms_says_why() {
    let mut desk = Desk::new(lively());
    desk.refuse(Problem::stanza("remote-server-not-found"));
    open(&mut desk, Opening::RoomList);
    assert!(desk.lines(LIST).iter().any(|line| line.contains("server does not exist")), "{:#?}", desk.lines(LIST));
}

#[test]
fn a_member_is_made_and_a_ban_is_lifted_by_address() {
    let mut desk = Desk::new(owned());
    open(&mut desk, Opening::RoomPeople { account: me(), room: jid(ROOM) });
    let title = people_title();
    let set = |address: &str, affiliation, reason: Option<&str>| Command::SetAffiliation {
        account: me(),
        room: jid(ROOM),
        jid: jid(address),
        affiliation,
        reason: reason.map(Into::into),
    };
    let asked =
        |desk: &Desk| desk.commands().into_iter().filter(|command| !matches!(command, Command::Affiliated { .. })).collect::<Vec<_>>();
    assert!(desk.has(&title, Role::ListBoxOption, "clara@jabber.uni-mainz.de"));
    asked(&desk);
    desk.type_text(&title, "@");
    desk.key(&title, Named::Enter);
    assert_eq!(asked(&desk), [], "that is no address");
    desk.click(&title, Role::TextInput, "Address");
    desk.key(&title, Named::Backspace);
    desk.type_text(&title, "romeo");
    desk.key(&title, Named::Enter);
    assert_eq!(asked(&desk), [], "that would be a server, and everybody there");
    desk.type_text(&title, "@montague.example");
    desk.key(&title, Named::Enter);
    assert_eq!(asked(&desk), [set("romeo@montague.example", Affiliation::Member, None)]);
    desk.click(&title, Role::ComboBox, "List");
    desk.click(&title, Role::MenuItemCheckBox, "Banned");
    desk.click(&title, Role::ListBoxOption, "tybalt@jabber.uni-mainz.de");
    desk.click(&title, Role::Button, "Lift the Ban");
    assert_eq!(asked(&desk), [set("tybalt@jabber.uni-mainz.de", Affiliation::None, None)]);
    desk.refuse(Problem::stanza("forbidden"));
    desk.click(&title, Role::ListBoxOption, "tybalt@jabber.uni-mainz.de");
    desk.key(&title, Named::Delete);
    assert!(desk.lines(&title).iter().any(|line| line.starts_with("Alert You do not have the right")), "{:#?}", desk.lines(&title));
}

#[test]
fn a_room_of_the_list_is_entered_at_every_sign_in_by_a_tick() {
    let mut desk = Desk::new(owned());
    desk.right_click("Buddy List", Role::ListBoxOption, "Numerics tutorial");
    desk.click("Buddy List", Role::MenuItemCheckBox, "Enter at Every Sign-in");
    assert_eq!(desk.commands(), [Command::SetAutojoin { account: me(), room: jid(ROOM), autojoin: true }]);
    desk.right_click("Buddy List", Role::ListBoxOption, "Numerics tutorial");
    desk.click("Buddy List", Role::MenuItem, "Room Settings…");
    assert!(desk.titles().contains(&settings_title()));
}

#[test]
fn access_keys_work_while_a_field_is_typed_into_and_write_nothing() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    desk.shortcut(CREATE, 'u', Modifiers::ALT);
    desk.shortcut(CREATE, 'm', Modifiers::ALT);
    desk.shortcut(CREATE, 'r', Modifiers::ALT);
    let (room, wishes) = made(&desk);
    assert_eq!(room, "seminar@conference.jabber.uni-mainz.de");
    assert_eq!((wishes.options.public, wishes.options.members_only), (Some(true), Some(false)));
}

#[test]
fn a_directory_is_asked_only_after_the_user_has_agreed_and_page_by_page() {
    let mut desk = Desk::new(lively());
    open(&mut desk, Opening::RoomList);
    desk.commands();
    desk.click(LIST, Role::ComboBox, "Where");
    desk.click(LIST, Role::MenuItemCheckBox, "On all servers");
    desk.click(LIST, Role::TextInput, "Find");
    desk.type_text(LIST, "tutorial");
    assert!(desk.commands().is_empty(), "not while it is typed");
    desk.key(LIST, Named::Enter);
    assert!(desk.has(LIST, Role::AlertDialog, "Ask search.jabber.network for rooms?"));
    desk.key(LIST, Named::Escape);
    assert!(desk.commands().is_empty(), "not without the user's word");
    desk.click(LIST, Role::Button, "Search");
    desk.click(LIST, Role::Button, "Agree");
    let settings = fantail::model::Settings::default();
    let agreed = Setting::Directories(settings.agreed_to(&me(), &jid("search.jabber.network")));
    let search = |after: Option<&str>| Command::SearchRooms {
        account: me(),
        directory: jid("search.jabber.network"),
        words: "tutorial".into(),
        after: after.map(Into::into),
    };
    assert_eq!(desk.commands(), [Command::Set(agreed.clone()), search(None)]);
    let mut settings = settings;
    settings.apply(&agreed);
    desk.event(Event::Settings(Box::new(settings)));
    let rooms = |desk: &mut Desk| desk.lines(LIST).into_iter().filter(|line| line.starts_with("ListBoxOption")).count();
    let first = rooms(&mut desk);
    desk.click(LIST, Role::Button, "More");
    assert_eq!(desk.commands(), [search(Some("1"))]);
    assert_eq!((rooms(&mut desk), desk.has(LIST, Role::Button, "More")), (first + 1, false));
    // Another directory is another question.
    desk.click(LIST, Role::TextInput, "Directory");
    desk.type_text(LIST, "other.example");
    desk.key(LIST, Named::Enter);
    assert!(desk.has(LIST, Role::AlertDialog, "Ask other.example for rooms?"));
    assert!(desk.commands().is_empty());
}

#[test]
fn an_address_that_is_taken_is_known_while_it_is_typed() {
    let mut desk = creating();
    let taken = |desk: &mut Desk| desk.lines(CREATE).iter().any(|line| line.contains("already a room with this address"));
    desk.type_text(CREATE, "lunc");
    assert!(!taken(&mut desk));
    desk.type_text(CREATE, "h");
    assert!(taken(&mut desk));
    desk.type_text(CREATE, "es");
    assert!(!taken(&mut desk));
    assert_eq!(desk.commands().len(), 7, "each address once");
}

#[test]
fn what_of_a_room_calls_for_attention_is_set_in_its_menu() {
    let mut desk = Desk::new(lively());
    desk.right_click("Buddy List", Role::ListBoxOption, "Numerics tutorial");
    desk.click("Buddy List", Role::MenuItem, "Notify Me");
    desk.click("Buddy List", Role::MenuItemCheckBox, "Of Everything");
    let notify = fantail::model::Notify::Always;
    assert_eq!(desk.commands(), [Command::SetNotify { account: me(), room: jid(ROOM), notify }]);
}

/// The server has made the room, but for what it lets nobody choose.
fn configured(desk: &Desk, left_out: &[RoomDetail]) {
    let room = Room {
        affiliation: Affiliation::Owner,
        state: RoomState::Joined,
        ..Room::new(me(), jid("seminar@conference.jabber.uni-mainz.de"), "me".into())
    };
    desk.answer(Reply::Configured { room: Box::new(room), left_out: left_out.to_vec() });
}

#[test]
fn more_is_chosen_where_somebody_wants_to_and_nothing_else_is_asked_for() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    assert!(!desk.has(CREATE, Role::ComboBox, "Who invites"));
    // All of it in sight.
    desk.resize(CREATE, iced::Size::new(500.0, 1300.0));
    desk.click(CREATE, Role::Button, "More Choices");
    desk.click(CREATE, Role::ComboBox, "Who invites");
    desk.click(CREATE, Role::MenuItemCheckBox, "Everybody in it");
    desk.click(CREATE, Role::ComboBox, "Private messages");
    desk.click(CREATE, Role::MenuItemCheckBox, "There are none");
    desk.click(CREATE, Role::TextInput, "At most (people)");
    desk.type_text(CREATE, "3o");
    desk.click(CREATE, Role::Button, "Create");
    assert_eq!(wished(&desk), [], "that is no number");
    assert!(desk.lines(CREATE).iter().any(|line| line.contains("That is no number.")), "{:#?}", desk.lines(CREATE));
    desk.click(CREATE, Role::TextInput, "At most (people)");
    desk.key(CREATE, Named::End);
    desk.key(CREATE, Named::Backspace);
    desk.type_text(CREATE, "0");
    desk.click(CREATE, Role::Button, "Create");
    let expected = RoomDetails {
        addresses_shown: Some(true),
        anybody_invites: Some(true),
        private_messages: Some(Whispering::Nobody),
        maximum: Some(30),
        ..RoomDetails::default()
    };
    assert_eq!(made(&desk).1.details, expected);
}

#[test]
fn what_the_server_left_out_is_said_before_anybody_trusts_in_it() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    configured(&desk, &[RoomDetail::Addresses, RoomDetail::Language]);
    desk.click(CREATE, Role::Button, "Create");
    let sheet = desk.titles().into_iter().find(|title| title.starts_with("Settings of")).unwrap();
    let lines = desk.lines(&sheet).join("\n");
    assert!(lines.contains("does not let you choose") && lines.contains("Real addresses, Language"), "{lines}");
}

#[test]
fn a_choice_that_the_server_does_not_make_so_is_said_beside_it() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    desk.refuse(Problem::RoomChoice(RoomChoice::MembersOnly));
    desk.click(CREATE, Role::Button, "Create");
    let lines = desk.lines(CREATE);
    let at = |words: &str| lines.iter().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {lines:#?}"));
    let said = at("The server does not make it so.");
    assert!(at("CheckBox Members only") < said && said < at("CheckBox Password protected"), "{lines:#?}");
}

#[test]
fn all_options_of_a_new_room_are_the_servers_and_cancelling_takes_the_room_back() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    configured(&desk, &[]);
    desk.click(CREATE, Role::Button, "All Options…");
    let commands = wished(&desk);
    assert!(matches!(&commands[..], [Command::CreateRoom { .. }, Command::RoomForm { .. }]), "{commands:#?}");
    let sheet = desk.titles().into_iter().find(|title| title.starts_with("Settings of")).unwrap();
    assert!(desk.has(&sheet, Role::CheckBox, "Only allow members to join"));
    assert!(desk.lines(&sheet).iter().any(|line| line.contains("Cancel removes the room again")), "{:#?}", desk.lines(&sheet));
    desk.click(&sheet, Role::Button, "Cancel");
    let room = jid("seminar@conference.jabber.uni-mainz.de");
    assert_eq!(desk.next_command(), Command::TakeBackRoom { account: me(), room });
    assert!(!desk.titles().contains(&sheet));
}

#[test]
fn a_new_room_is_taken_back_by_whichever_button_its_sheet_goes() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    configured(&desk, &[]);
    desk.click(CREATE, Role::Button, "All Options…");
    desk.commands();
    let sheet = desk.titles().into_iter().find(|title| title.starts_with("Settings of")).unwrap();
    let window = desk.window(&sheet);
    desk.close(window);
    let room = jid("seminar@conference.jabber.uni-mainz.de");
    assert_eq!(desk.commands(), [Command::TakeBackRoom { account: me(), room }]);
}

#[test]
fn a_new_room_that_was_saved_stays_though_the_sheet_has_something_to_say() {
    let mut desk = creating();
    desk.type_text(CREATE, "seminar");
    configured(&desk, &[]);
    desk.click(CREATE, Role::Button, "All Options…");
    let sheet = desk.titles().into_iter().find(|title| title.starts_with("Settings of")).unwrap();
    desk.click(&sheet, Role::CheckBox, "Only allow members to join");
    desk.commands();
    configured(&desk, &[RoomDetail::PrivateMessages]);
    desk.click(&sheet, Role::Button, "Save");
    let commands = desk.commands();
    assert!(matches!(&commands[..], [Command::ConfigureRoom { .. }, Command::RoomForm { .. }]), "{commands:#?}");
    let lines = desk.lines(&sheet).join("\n");
    assert!(lines.contains("Private messages") && !lines.contains("Cancel removes"), "{lines}");
    desk.key(&sheet, Named::Escape);
    assert!(!desk.titles().contains(&sheet));
    assert!(!desk.commands().iter().any(|command| matches!(command, Command::TakeBackRoom { .. } | Command::DestroyRoom { .. })));
    assert!(desk.titles().iter().any(|title| title.contains("seminar")), "who made it is in it: {:?}", desk.titles());
}

#[test]
fn what_is_wished_after_a_refusal_counts_from_what_the_room_is_now() {
    let mut desk = changing();
    let title = settings_title();
    desk.click(&title, Role::CheckBox, "Public room");
    let room = Room {
        options: RoomOptions { public: Some(false), ..choices([true, true, false, false, false]) },
        ..owned().rooms[&(me(), jid(ROOM))].clone()
    };
    desk.answer(Reply::Configured { room: Box::new(room), left_out: vec![RoomDetail::Language] });
    desk.click(&title, Role::Button, "Save");
    desk.commands();
    // It is hidden by now: to have it public again is a wish.
    desk.click(&title, Role::CheckBox, "Public room");
    desk.click(&title, Role::Button, "Save");
    let commands = desk.commands();
    let [Command::ConfigureRoom { wishes, .. }] = &commands[..] else { panic!("{commands:#?}") };
    assert_eq!(wishes.options.public, Some(true));
}

#[test]
fn a_ban_is_lifted_with_a_reason() {
    let mut scene = super::room_scenes::banned();
    let title = scene.title.clone();
    scene.desk.click(&title, Role::ListBoxOption, "tybalt@jabber.uni-mainz.de");
    scene.desk.click(&title, Role::TextInput, "Reason");
    scene.desk.type_text(&title, "He has apologised");
    scene.desk.commands();
    // What was typed and chosen is there still when the room refuses.
    scene.desk.refuse(Problem::Timeout);
    scene.desk.click(&title, Role::Button, "Lift the Ban");
    scene.desk.commands();
    scene.desk.click(&title, Role::Button, "Lift the Ban");
    let lifted = scene.desk.commands().into_iter().next();
    assert!(
        matches!(&lifted, Some(Command::SetAffiliation { affiliation: Affiliation::None, reason: Some(reason), .. }) if reason == "He has apologised"),
        "{lifted:?}"
    );
}

#[test]
fn what_happens_in_a_room_is_announced_but_no_comings_and_goings() {
    use accesskit::Live;
    let mut scene = super::chat_scenes::room();
    let title = scene.title.clone();
    scene.desk.tree(&title);
    let [came, put_out] = ["Yusuf", "BestDeals4U"].map(|nick| {
        let all = super::chat_scenes::notices();
        all.into_iter().find(|notice| format!("{:?}", notice.what).contains(nick)).unwrap()
    });
    // After all that has happened there, which is of today, whatever hour it is.
    let before = super::chat_scenes::notices().into_iter().map(|notice| notice.time).chain([jiff::Timestamp::now()]).max().unwrap();
    for notice in [came, put_out] {
        let time = before + jiff::SignedDuration::from_hours(1);
        scene.desk.event(Event::Noticed(Box::new(fantail::model::Notice { time, ..notice })));
    }
    let tree = scene.desk.tree(&title);
    let said = |words: &str| {
        let named = |node: &&accesskit::Node| node.role() == Role::ListItem && node.label().is_some_and(|label| label.contains(words));
        tree.nodes.iter().rev().map(|(_, node)| node).find(named).unwrap_or_else(|| panic!("{words} is not told")).live()
    };
    assert_eq!(said("BestDeals4U"), Some(Live::Polite));
    assert!(matches!(said("Yusuf came"), None | Some(Live::Off)));
}

#[test]
fn a_room_is_put_on_the_list_from_the_room_list_and_taken_off_it_by_its_menu() {
    let mut scene = super::room_scenes::list();
    let title = scene.title.clone();
    scene.desk.click(&title, Role::ListBoxOption, "Physics lecture");
    scene.desk.commands();
    scene.desk.click(&title, Role::Button, "Bookmark");
    let lecture = jid("lecture@conference.jabber.uni-mainz.de");
    let bookmark = Command::BookmarkRoom { account: me(), room: lecture, name: Some("Physics lecture".into()) };
    assert_eq!(scene.desk.commands(), [bookmark]);
    assert!(scene.desk.lines(&title).iter().any(|line| line.contains("The room is on your list")));
    scene.desk.refuse(Problem::stanza("forbidden"));
    scene.desk.click(&title, Role::Button, "Bookmark");
    assert!(!scene.desk.lines(&title).iter().any(|line| line.contains("The room is on your list")));
    let mut desk = Desk::new(lively());
    for remove in [false, true] {
        desk.right_click("Buddy List", Role::ListBoxOption, "Numerics tutorial");
        desk.click("Buddy List", Role::MenuItem, "Remove from List…");
        desk.commands();
        desk.click("Buddy List", Role::Button, if remove { "Remove from list" } else { "Cancel" });
        let removed = Command::RemoveRoom { account: me(), room: jid("numerics@conference.jabber.uni-mainz.de") };
        assert_eq!(desk.commands(), if remove { vec![removed] } else { Vec::new() });
    }
}

pub fn registration() -> super::gallery::Scene {
    use fantail::model::form::{Field, FieldKind, Form};
    let field = |name: &str, kind, label: &str, value: &str, required| Field {
        name: name.into(),
        kind,
        label: Some(label.into()),
        values: vec![value.into()],
        required,
        ..Field::default()
    };
    let fields = vec![
        field("FORM_TYPE", FieldKind::Hidden, "", "http://jabber.org/protocol/muc#register", false),
        field("muc#register_roomnick", FieldKind::Text, "Nickname", "student", true),
        field("muc#register_email", FieldKind::Text, "Email", "", true),
        field("muc#register_allow", FieldKind::Boolean, "List me in the members' directory", "0", false),
    ];
    let mut desk = Desk::new(lively());
    desk.answer(Reply::Form(Box::new(Form { title: None, instructions: Some("Who are you?".into()), fields })));
    open(&mut desk, Opening::Registration { account: me(), room: jid(ROOM) });
    let title = fantail::i18n::t_with("registration-title", &[("room", "Numerics tutorial".into())]);
    super::gallery::Scene::new("registration", desk, title)
}

#[test]
fn what_a_room_asks_beside_the_name_is_filled_in() {
    let super::gallery::Scene { mut desk, title, .. } = registration();
    desk.commands();
    desk.key(&title, Named::Enter);
    assert_eq!(desk.commands(), [], "the room must know more");
    desk.click(&title, Role::TextInput, "Email");
    desk.type_text(&title, "me@uni-mainz.de");
    desk.click(&title, Role::CheckBox, "List me in the members' directory");
    desk.refuse(Problem::stanza("conflict"));
    desk.click(&title, Role::Button, "Register");
    assert_eq!(desk.commands().len(), 1);
    desk.click(&title, Role::Button, "Register");
    let commands = desk.commands();
    let [Command::Register { form, .. }] = &commands[..] else { panic!("{commands:?}") };
    let values: Vec<&str> = form.fields.iter().map(fantail::model::form::Field::value).collect();
    assert_eq!(values, ["http://jabber.org/protocol/muc#register", "student", "me@uni-mainz.de", "1"]);
    assert_eq!(desk.titles(), ["Buddy List"]);
}
