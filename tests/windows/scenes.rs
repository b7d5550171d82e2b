//! What the pictures are taken of: each scene sets a desk as a user would find it.

use super::desk::{Desk, account, certificate, contact, jid, lively, me, request};
use super::gallery::Scene;
use super::list_scenes;
use fantail::i18n::t;
use fantail::model::problem::{AuthFailure, Unreachable};
use fantail::model::{
    Account, AccountState, AccountStatus, Affiliation, Availability, Direction, Event, Kind, Message, MessageId, MessageState, Occupant,
    Problem, Role as RoomRole, Show, State,
};
use fantail::ui::app;
use fantail::ui::semantics::Role;
use fantail::ui::text::Link;
use fantail::ui::widgets::chat_log::Happening;
use fantail::ui::windows::{self, Opening};
use iced::keyboard::{Modifiers, key::Named};

pub const ALL: &[fn() -> Scene] = &[
    list,
    list_empty,
    list_without_account,
    list_keyboard,
    list_request,
    list_odd,
    list_many,
    list_catching_up,
    list_scenes::compact,
    list_scenes::compact_odd,
    list_scenes::found,
    list_scenes::not_found,
    list_scenes::several,
    list_scenes::new_group,
    list_scenes::dragged,
    list_scenes::summary,
    list_scenes::flood,
    list_menu,
    list_status,
    list_remove,
    list_rename,
    trouble_password,
    trouble_needed,
    trouble_certificate,
    trouble_unreachable,
    trouble_conflict,
    trouble_shutdown,
    trouble_keyring,
    trouble_several,
    accounts_welcome,
    accounts_several,
    accounts_delete,
    add_account,
    add_account_typed,
    add_account_domain,
    add_account_wrong,
    add_account_advanced,
    modify_account,
    add_buddy,
    add_buddy_wrong,
    authorize,
    authorize_several,
    authorize_offer,
    authorize_flood,
    new_message,
    join_room,
    join_room_refused,
    password,
    password_wrong,
    certificate_question,
    about,
    shortcuts,
    chat,
    chat_failed,
    chat_empty,
    chat_link,
    chat_many_tabs,
    room,
];

fn title(key: &str) -> String {
    t(key)
}

pub fn list_title() -> String {
    t("buddy-list-title")
}

/// Opens a window from the buddy list.
fn open(desk: &mut Desk, opening: Opening) {
    let list = desk.window(&list_title());
    let message = windows::buddy_list::Message::Opened(Box::new(opening));
    desk.send(app::Message::Window(list, windows::Message::BuddyList(message)));
}

fn opened(name: &'static str, opening: Opening, key: &str) -> Scene {
    let mut desk = Desk::new(lively());
    open(&mut desk, opening);
    Scene::new(name, desk, title(key))
}

fn list() -> Scene {
    let mut desk = Desk::new(lively());
    desk.click(&list_title(), Role::ListBoxOption, "Clara Weber");
    Scene::new("list", desk, list_title())
}

fn list_empty() -> Scene {
    let mut state = State::default();
    state.apply(&Event::Account(Box::new(account(None))));
    Scene::new("list-empty", Desk::new(state), list_title())
}

fn list_without_account() -> Scene {
    let mut state = State::default();
    state.apply(&Event::Account(Box::new(account(None))));
    let mut desk = Desk::new(state);
    desk.event(Event::AccountRemoved(me()));
    Scene::new("list-no-account", desk, list_title())
}

fn list_keyboard() -> Scene {
    let mut desk = Desk::new(lively());
    let title = list_title();
    desk.tree(&title);
    for _ in 0..3 {
        desk.key(&title, Named::ArrowDown);
    }
    Scene::new("list-keyboard", desk, title)
}

fn list_request() -> Scene {
    let mut desk = Desk::new(lively());
    desk.event(Event::Request(request("lena@example.org", Some("Lena Fischer"), Some("Hi, I'm in your seminar group!"))));
    Scene::new("list-request", desk, list_title())
}

pub fn odd() -> State {
    let mut state = lively();
    let long = "A status of three hundred letters is a small novel about everything that happened between breakfast and supper. ".repeat(3);
    for contact in [
        contact("novelist@example.org", "Novelist", "Friends", Show::Available, &long[..300]),
        contact("no-name.at-all@a-rather-long-domain.of.a.university.example", "", "Friends", Show::Away, ""),
        contact("rtl@example.org", "שרה כהן", "Friends", Show::Available, "בקפה עד ארבע"),
        contact("arabic@example.org", "ليلى حداد", "Friends", Show::Dnd, "في المحاضرة (room 3)"),
        contact("emoji@example.org", "Zoë 🦊 Fox", "Friends", Show::Chat, "🎉 party tonight 🎂"),
        contact("long@example.org", "Bartholomäus Maximilian von und zu Donaudampfschifffahrt", "Friends", Show::Xa, "Auf Reisen"),
        contact("group@example.org", "Someone", "A group whose name is longer than the list is wide, and then some", Show::Available, ""),
    ] {
        state.apply(&Event::Roster(contact));
    }
    state
}

fn list_odd() -> Scene {
    let mut desk = Desk::new(odd());
    let title = list_title();
    desk.tree(&title);
    desk.click(&title, Role::ListBoxOption, "University");
    Scene::new("list-odd", desk, title)
}

fn list_many() -> Scene {
    let mut state = lively();
    for index in 0..10_000 {
        let show = [Show::Available, Show::Away, Show::Offline, Show::Dnd][index % 4];
        state.apply(&Event::Roster(contact(&format!("b{index}@example.org"), &format!("Buddy {index:05}"), "Everyone", show, "")));
    }
    let mut desk = Desk::new(state);
    let title = list_title();
    desk.tree(&title);
    desk.key(&title, Named::ArrowDown);
    for _ in 0..300 {
        desk.key(&title, Named::PageDown);
    }
    Scene::new("list-many", desk, title)
}

fn list_catching_up() -> Scene {
    let mut desk = Desk::new(lively());
    desk.event(Event::CatchingUp { account: me(), running: true });
    Scene::new("list-catching-up", desk, list_title())
}

fn list_menu() -> Scene {
    let mut desk = Desk::new(lively());
    desk.click(&list_title(), Role::MenuItem, &plain("menu-buddies"));
    Scene::new("list-menu", desk, list_title())
}

fn list_status() -> Scene {
    let mut desk = Desk::new(lively());
    desk.click(&list_title(), Role::ComboBox, &t("status-name"));
    Scene::new("list-status", desk, list_title())
}

/// A label without its access key.
pub fn plain(key: &str) -> String {
    t(key).replace('_', "")
}

fn row_menu(entry: &str) -> Desk {
    let mut desk = Desk::new(lively());
    desk.right_click(&list_title(), Role::ListBoxOption, "Clara Weber");
    desk.click(&list_title(), Role::MenuItem, entry);
    desk
}

fn list_remove() -> Scene {
    let entry = fantail::i18n::t_with("row-remove", &[("name", "Clara Weber".into())]);
    Scene::new("list-remove", row_menu(&entry), list_title())
}

fn list_rename() -> Scene {
    Scene::new("list-rename", row_menu(&plain("row-alias")), list_title())
}

fn trouble(name: &'static str, status: AccountStatus) -> Scene {
    let mut desk = Desk::new(lively());
    desk.event(Event::Account(Box::new(status)));
    Scene::new(name, desk, list_title())
}

fn trouble_password() -> Scene {
    trouble("trouble-password", account(Some(Problem::AuthFailed(AuthFailure::WrongPassword))))
}

fn trouble_needed() -> Scene {
    trouble("trouble-needed", account(Some(Problem::PasswordNeeded)))
}

fn untrusted() -> AccountStatus {
    AccountStatus { certificate: Some(certificate()), ..account(Some(Problem::UntrustedCertificate)) }
}

fn trouble_certificate() -> Scene {
    trouble("trouble-certificate", untrusted())
}

fn trouble_unreachable() -> Scene {
    trouble("trouble-unreachable", account(Some(Problem::Unreachable(Unreachable::UnknownHost))))
}

fn trouble_conflict() -> Scene {
    trouble("trouble-conflict", account(Some(Problem::Conflict)))
}

fn trouble_shutdown() -> Scene {
    trouble("trouble-shutdown", account(Some(Problem::Unreachable(Unreachable::ShuttingDown))))
}

fn trouble_keyring() -> Scene {
    trouble("trouble-keyring", without_keyring())
}

fn without_keyring() -> AccountStatus {
    AccountStatus { keyring_missing: true, ..account(None) }
}

fn second(address: &str, problem: Option<Problem>, state: AccountState) -> AccountStatus {
    AccountStatus { state, problem, ..AccountStatus::new(Account::new(jid(address), "Fantail-abc123".into())) }
}

fn several() -> State {
    let mut state = lively();
    state.apply(&Event::Account(Box::new(without_keyring())));
    for status in [
        second(
            "maximilian.donaudampfschifffahrt@jabber.rechenzentrum.uni-mainz.de",
            Some(Problem::Unreachable(Unreachable::NotXmpp)),
            AccountState::Connecting,
        ),
        second("tutor@conference.example.org", Some(Problem::AuthFailed(AuthFailure::ServerNotAuthentic)), AccountState::Failed),
        second("old@example.org", None, AccountState::Connecting),
    ] {
        state.apply(&Event::Account(Box::new(status)));
    }
    let mut disabled = second("gone@example.net", None, AccountState::Offline);
    disabled.config.enabled = false;
    state.apply(&Event::Account(Box::new(disabled)));
    state
}

fn trouble_several() -> Scene {
    Scene::new("trouble-several", Desk::new(several()), list_title())
}

fn accounts_welcome() -> Scene {
    Scene::new("accounts-welcome", Desk::new(State::default()), title("accounts-title"))
}

fn accounts_several() -> Scene {
    let mut desk = Desk::new(several());
    open(&mut desk, Opening::Accounts);
    Scene::new("accounts-several", desk, title("accounts-title"))
}

fn accounts_delete() -> Scene {
    let mut desk = Desk::new(lively());
    open(&mut desk, Opening::Accounts);
    desk.click(&title("accounts-title"), Role::Button, &plain("accounts-delete"));
    Scene::new("accounts-delete", desk, title("accounts-title"))
}

fn adding(name: &'static str, run: impl FnOnce(&mut Desk, &str)) -> Scene {
    let mut desk = Desk::new(State::default());
    let title = title("editor-add-title");
    desk.tree(&title);
    run(&mut desk, &title);
    Scene::new(name, desk, title)
}

fn add_account() -> Scene {
    adding("add-account", |_, _| {})
}

fn add_account_typed() -> Scene {
    adding("add-account-typed", |desk, title| {
        desk.type_text(title, "student");
        desk.key(title, Named::Tab);
        desk.type_text(title, "jabber.uni-mainz.de");
        desk.key(title, Named::Tab);
        desk.type_text(title, "password12");
        desk.click(title, Role::CheckBox, &plain("editor-remember"));
        desk.click(title, Role::TextInput, &t("editor-username"));
    })
}

fn add_account_domain() -> Scene {
    adding("add-account-domain", |desk, title| {
        desk.type_text(title, "student");
        desk.key(title, Named::Tab);
        desk.type_text(title, "jabb");
    })
}

fn add_account_wrong() -> Scene {
    adding("add-account-wrong", |desk, title| desk.key(title, Named::Enter))
}

fn add_account_advanced() -> Scene {
    adding("add-account-advanced", |desk, title| {
        desk.type_text(title, "student");
        desk.click(title, Role::Button, &t("editor-advanced"));
    })
}

fn modify_account() -> Scene {
    opened("modify-account", Opening::ModifyAccount(me()), "editor-modify-title")
}

fn add_buddy() -> Scene {
    let mut scene = opened("add-buddy", Opening::AddBuddy { account: None, jid: None, name: None }, "add-buddy-title");
    scene.desk.type_text(&scene.title, "romeo");
    scene
}

fn add_buddy_wrong() -> Scene {
    let mut desk = Desk::new(several());
    open(&mut desk, Opening::AddBuddy { account: None, jid: None, name: None });
    let title = title("add-buddy-title");
    desk.type_text(&title, "a b@c");
    desk.key(&title, Named::Enter);
    Scene::new("add-buddy-wrong", desk, title)
}

fn authorize() -> Scene {
    let mut scene = list_request();
    scene.desk.key(&title("authorize-title"), Named::Tab);
    Scene { name: "authorize", title: title("authorize-title"), ..scene }
}

fn authorize_several() -> Scene {
    let mut desk = Desk::new(several());
    desk.event(Event::Request(request("maximilian.donaudampfschifffahrt@jabber.rechenzentrum.uni-mainz.de", None, None)));
    desk.event(Event::Request(request("tom@example.org", None, None)));
    Scene::new("authorize-several", desk, title("authorize-title"))
}

fn authorize_flood() -> Scene {
    let mut desk = Desk::new(lively());
    for number in 1..=7 {
        desk.event(Event::Request(request(&format!("bot{number}@spam.example"), None, None)));
    }
    Scene::new("authorize-flood", desk, title("authorize-title"))
}

fn authorize_offer() -> Scene {
    let mut scene = authorize();
    scene.desk.shortcut(&scene.title, 'a', Modifiers::ALT);
    scene.desk.event(Event::RequestGone { account: me(), jid: jid("lena@example.org") });
    Scene { name: "authorize-offer", ..scene }
}

fn new_message() -> Scene {
    opened("new-message", Opening::NewMessage, "new-message-title")
}

fn join_room() -> Scene {
    opened("join-room", Opening::JoinRoom { again: None }, "join-room-title")
}

fn join_room_refused() -> Scene {
    let mut scene = join_room();
    scene.desk.type_text(&scene.title, "tea");
    scene.desk.refuse(Problem::Stanza { condition: "registration-required".into(), text: None });
    scene.desk.key(&scene.title, Named::Enter);
    Scene { name: "join-room-refused", ..scene }
}

fn password() -> Scene {
    Scene { name: "password", title: title("password-title"), ..trouble_needed() }
}

fn password_wrong() -> Scene {
    Scene { name: "password-wrong", title: title("password-title"), ..trouble_password() }
}

fn certificate_question() -> Scene {
    Scene { name: "certificate", title: title("certificate-title"), ..trouble_certificate() }
}

fn shortcuts() -> Scene {
    opened("shortcuts", Opening::Shortcuts, "shortcuts-title")
}

fn about() -> Scene {
    opened("about", Opening::About, "about-title")
}

fn said(id: i64, with: &str, from: Option<&str>, at: &str, body: &str, state: MessageState) -> Message {
    let own = from.is_none();
    let (day, time) = at.split_once(' ').unwrap();
    let today = jiff::Zoned::now().date();
    let date = if day == "today" { today } else { today.checked_sub(jiff::Span::new().days(day.parse::<i64>().unwrap())).unwrap() };
    let time: jiff::civil::Time = time.parse().unwrap();
    let is_room = with.contains("conference.");
    let from = match from {
        None if is_room => format!("{with}/student"),
        None => me().to_string(),
        Some(nick) if is_room => format!("{with}/{nick}"),
        Some(_) => with.to_owned(),
    };
    Message {
        id: MessageId(id),
        account: me(),
        conversation: with.parse().unwrap(),
        kind: if is_room { Kind::Groupchat } else { Kind::Chat },
        direction: if own { Direction::Out } else { Direction::In },
        from: from.parse().unwrap(),
        time: date.to_datetime(time).to_zoned(jiff::tz::TimeZone::system()).unwrap().timestamp(),
        body: body.into(),
        state: if own { state } else { MessageState::Received },
        origin_id: None,
        stanza_id: None,
        delayed: false,
        shortened: false,
    }
}

const CLARA: &str = "clara@jabber.uni-mainz.de";
const TUTORIAL: &str = "numerics@conference.jabber.uni-mainz.de";

fn talk() -> Vec<Message> {
    use MessageState::{Delivered, Displayed, Received, Sent};
    vec![
        said(1, CLARA, Some(""), "2 18:41", "Did you get the reading list?", Received),
        said(2, CLARA, Some(""), "2 18:41", "Here it is: https://www.example.edu/seminar/list.pdf", Received),
        said(3, CLARA, None, "2 18:44", "Thank you! I'll bring the book on Monday 📚", Displayed),
        said(4, CLARA, None, "today 14:02", "Only the first half. Could you send page 3 again?", Delivered),
        said(5, CLARA, Some(""), "today 14:06", "Sure, one moment", Received),
        said(6, CLARA, Some(""), "today 14:06", "the slides are nearly done too, so I'll send both together", Received),
        said(7, CLARA, None, "today 14:07", "Perfect.", Sent),
    ]
}

/// The same with words that did not get through.
fn talk_that_failed() -> Vec<Message> {
    let refused = MessageState::Failed(Problem::Stanza { condition: "service-unavailable".into(), text: None });
    let long = "And one that the server did not want, with words enough for two lines of this window.";
    let mut talk = talk();
    talk.push(said(8, CLARA, None, "today 14:07", long, refused));
    talk.push(said(9, CLARA, None, "today 14:08", "See you at four", MessageState::Queued));
    talk
}

fn tutorial() -> Vec<Message> {
    let line = |id, from, at, body| said(id, TUTORIAL, from, at, body, MessageState::Delivered);
    vec![
        line(20, Some("Leon"), "1 16:10", "Sheet 4 is online."),
        line(21, Some("Prof. Berger"), "1 16:12", "Please hand it in until Friday."),
        line(22, Some("Yusuf"), "today 09:30", "Does anyone have a hint for 4b?\nI only find the trivial solution…"),
        line(23, None, "today 09:31", "Try a larger step first, then halve it."),
        line(24, Some("Leon"), "today 13:52", "student: exercise 4b is due on Friday, isn't it? 🙂"),
    ]
}

fn with_people() -> State {
    let mut state = lively();
    let room = jid(TUTORIAL);
    let mut known = state.rooms[&(me(), room.clone())].clone();
    known.subject = Some("Sheet 4 until Friday · questions welcome".into());
    state.apply(&Event::Room(Box::new(known)));
    for (nick, role, show) in [
        ("Prof. Berger", RoomRole::Moderator, Show::Away),
        ("Leon", RoomRole::Participant, Show::Available),
        ("Yusuf", RoomRole::Participant, Show::Dnd),
        ("student", RoomRole::Participant, Show::Available),
        ("Bartholomäus von und zu Donaudampfschifffahrt", RoomRole::Participant, Show::Xa),
        ("שרה", RoomRole::Visitor, Show::Available),
    ] {
        let affiliation = Affiliation::None;
        state.apply(&Event::Occupant(Occupant {
            account: me(),
            room: room.clone(),
            nick: nick.into(),
            jid: None,
            affiliation,
            role,
            show,
            status: None,
        }));
    }
    state
}

fn talking(state: State, messages: Vec<Message>, with: &str, name: &'static str) -> Scene {
    let mut desk = Desk::with_history(state, messages);
    open(&mut desk, Opening::Conversation { account: me(), jid: TUTORIAL.parse().unwrap() });
    open(&mut desk, Opening::Conversation { account: me(), jid: with.parse().unwrap() });
    let title = desk.titles().pop().unwrap();
    desk.send(app::Message::Focused(desk.window(&title), true));
    Scene::new(name, desk, title)
}

fn chat() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat");
    scene.desk.type_text(&scene.title, "See you at four");
    scene
}

fn chat_failed() -> Scene {
    talking(with_people(), talk_that_failed(), CLARA, "chat-failed")
}

fn chat_empty() -> Scene {
    talking(with_people(), Vec::new(), "someone.new@a-rather-long-domain.of.a.university.example", "chat-empty")
}

fn chat_link() -> Scene {
    let mut scene = talking(with_people(), talk(), CLARA, "chat-link");
    let link = Link::parse("https://www.example.edu/seminar/list.pdf").unwrap();
    let id = scene.desk.window(&scene.title);
    let message = windows::chat::Message::Log(Happening::LinkPressed(link));
    scene.desk.send(app::Message::Window(id, windows::Message::Chat(message)));
    scene
}

fn chat_many_tabs() -> Scene {
    let mut state = odd();
    let mut offline = account(Some(Problem::Unreachable(Unreachable::NoNetwork)));
    offline.availability = Availability::Available;
    state.apply(&Event::Account(Box::new(offline)));
    let mut scene = talking(state, talk(), "long@example.org", "chat-many-tabs");
    for with in ["rtl@example.org", "emoji@example.org", "no-name.at-all@a-rather-long-domain.of.a.university.example", CLARA] {
        open(&mut scene.desk, Opening::Conversation { account: me(), jid: with.parse().unwrap() });
    }
    scene.title = scene.desk.titles().pop().unwrap();
    scene
}

fn room() -> Scene {
    talking(with_people(), tutorial(), TUTORIAL, "room")
}
