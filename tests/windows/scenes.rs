//! What the pictures are taken of: each scene sets a desk as a user would find it.

use super::desk::{Desk, account, certificate, contact, jid, lively, me, request};
use super::gallery::Scene;
use super::{chat_scenes, list_scenes, profiles, room_scenes, rooms};
use fantail::i18n::t;
use fantail::model::discovery::{Discovered, Identity};
use fantail::model::problem::{AuthFailure, Unreachable};
use fantail::model::trace::{self, Traced, Way};
use fantail::model::{Account, AccountState, AccountStatus, Event, Problem, Profile, Reply, Show, State};
use fantail::ui::app;
use fantail::ui::semantics::Role;
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
    list_scenes::invited,
    list_scenes::invitation,
    list_scenes::own_picture,
    list_scenes::own_mood,
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
    modify_account_advanced,
    modify_account_weaker,
    add_buddy,
    add_buddy_wrong,
    authorize,
    authorize_several,
    authorize_offer,
    authorize_flood,
    authorize_profile,
    new_message,
    join_room,
    join_room_refused,
    room_scenes::create,
    room_scenes::create_wrong,
    room_scenes::create_further,
    room_scenes::settings,
    room_scenes::all_options,
    room_scenes::settings_to_read,
    room_scenes::destroy,
    room_scenes::list,
    room_scenes::list_found,
    room_scenes::directory,
    room_scenes::directory_found,
    room_scenes::people,
    room_scenes::banned,
    room_scenes::occupant_menu,
    room_scenes::gone,
    room_scenes::put_out,
    room_scenes::help,
    password,
    password_wrong,
    certificate_question,
    about,
    shortcuts,
    preferences,
    keeping,
    console,
    server_info,
    rooms::registration,
    profiles::user_info,
    profiles::own_profile,
    profiles::change_password,
    chat_scenes::chat,
    chat_scenes::failed,
    chat_scenes::amended,
    chat_scenes::styled,
    chat_scenes::finding,
    chat_scenes::hidden,
    chat_scenes::day,
    chat_scenes::history,
    chat_scenes::exporting,
    chat_scenes::versions,
    chat_scenes::retract,
    chat_scenes::forget,
    chat_scenes::empty,
    chat_scenes::link,
    chat_scenes::many_tabs,
    chat_scenes::at_a_message,
    chat_scenes::message_menu,
    chat_scenes::more,
    chat_scenes::info,
    chat_scenes::room,
    chat_scenes::room_notices,
    chat_scenes::room_moderate,
    room_scenes::inviting,
    chat_scenes::room_info,
];

fn title(key: &str) -> String {
    t(key)
}

pub fn list_title() -> String {
    t("buddy-list-title")
}

/// Opens a window from the buddy list.
pub fn open(desk: &mut Desk, opening: Opening) {
    let list = desk.window(&list_title());
    let message = windows::buddy_list::Message::Opened(Box::new(opening));
    desk.send(app::Message::Window(list, windows::Message::BuddyList(message)));
}

pub fn opened(name: &'static str, opening: Opening, key: &str) -> Scene {
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
    desk.event(Event::CatchingUp { account: me(), percent: Some(60) });
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

fn modify_account_advanced() -> Scene {
    let Scene { mut desk, title, .. } = modify_account();
    desk.click(&title, Role::Button, &t("editor-advanced"));
    Scene::new("modify-account-advanced", desk, title)
}

fn modify_account_weaker() -> Scene {
    let mut desk = Desk::new(lively());
    desk.event(Event::Account(Box::new(account(Some(Problem::AuthFailed(AuthFailure::Downgrade))))));
    open(&mut desk, Opening::ModifyAccount(me()));
    Scene::new("modify-account-weaker", desk, title("editor-modify-title"))
}

fn add_buddy() -> Scene {
    let mut scene = opened("add-buddy", Opening::AddBuddy { account: None, jid: None, name: None, group: None }, "add-buddy-title");
    scene.desk.type_text(&scene.title, "romeo");
    scene
}

fn add_buddy_wrong() -> Scene {
    let mut desk = Desk::new(several());
    open(&mut desk, Opening::AddBuddy { account: None, jid: None, name: None, group: None });
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

fn authorize_profile() -> Scene {
    let mut scene = authorize();
    let mut profile = Profile::new(jid("lena@example.org"));
    profile.full_name = Some("Lena Fischer".into());
    profile.organization = Some("Institut für Informatik".into());
    profile.email = Some("lena.fischer@example.org".into());
    profile.url = Some("https://example.org/~lena/a-page-with-a-rather-long-address.html".into());
    scene.desk.answer(Reply::Profile(Box::new(profile)));
    scene.desk.click(&scene.title, Role::Button, &plain("profile-show"));
    Scene { name: "authorize-profile", ..scene }
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

fn preferences() -> Scene {
    opened("preferences", Opening::Preferences, "preferences-title")
}

fn keeping() -> Scene {
    let Scene { mut desk, title, .. } = preferences();
    desk.click(&title, Role::ComboBox, &t("preferences-keeping"));
    desk.click(&title, Role::MenuItemCheckBox, &t("keeping-month"));
    Scene::new("preferences-keeping", desk, title)
}

fn server_info() -> Scene {
    let mut state = lively();
    let mut status = state.accounts[&me()].clone();
    (status.certificate, status.tls, status.mechanism) = (Some(certificate()), Some("TLSv1.3"), Some("SCRAM-SHA-256-PLUS".into()));
    status.certificate.as_mut().unwrap().fault = None;
    state.apply(&Event::Account(Box::new(status)));
    let mut desk = Desk::new(state);
    let features = ["urn:xmpp:mam:2", "urn:xmpp:carbons:2", "urn:xmpp:blocking", "vcard-temp", "http://jabber.org/protocol/muc"];
    desk.answer(Reply::Discovered(Box::new(Discovered {
        jid: "jabber.uni-mainz.de".parse().unwrap(),
        node: None,
        identities: vec![Identity { category: "server".into(), kind: "im".into(), name: Some("Prosody".into()) }],
        features: features.map(str::to_owned).to_vec(),
        forms: Vec::new(),
    })));
    open(&mut desk, Opening::ServerInfo);
    Scene::new("server-info", desk, title("server-title"))
}

fn console() -> Scene {
    let mut scene = opened("console", Opening::Console, "console-title");
    let traced = |way, kind, xml: &str| Traced { way, time: jiff::Timestamp::now(), kind, xml: xml.into() };
    let elements = vec![
        traced(
            Way::Sent,
            trace::Kind::Iq,
            "<iq xmlns='jabber:client' type='get' id='5f1c' to='jabber.uni-mainz.de'>\n  <ping xmlns='urn:xmpp:ping'/>\n</iq>",
        ),
        traced(Way::Received, trace::Kind::Iq, "<iq xmlns='jabber:client' type='result' id='5f1c' from='jabber.uni-mainz.de'/>"),
        traced(
            Way::Received,
            trace::Kind::Message,
            "<message xmlns='jabber:client' from='clara@jabber.uni-mainz.de/laptop' type='chat'>\n  <body>the slides are nearly done too</body>\n</message>",
        ),
        traced(Way::Sent, trace::Kind::Stream, "<r xmlns='urn:xmpp:sm:3'/>"),
    ];
    scene.desk.event(Event::Traced { account: me(), elements });
    scene.desk.click(&scene.title, Role::Button, &t("console-templates"));
    scene.desk.click(&scene.title, Role::MenuItem, &t("console-template-features"));
    scene
}

fn about() -> Scene {
    opened("about", Opening::About, "about-title")
}
