//! The pictures of making, changing and finding rooms.

use super::desk::{Desk, jid, lively, me};
use super::gallery::Scene;
use super::scenes::{open, opened};
use fantail::i18n::{t, t_with};
use fantail::model::{self, Affiliation, Event, Occupant, Show, State};
use fantail::ui::semantics::Role;
use fantail::ui::windows::Opening;
use iced::keyboard::key::Named;

pub const ROOM: &str = "numerics@conference.jabber.uni-mainz.de";

/// We own the room.
pub fn owned() -> State {
    let mut state = lively();
    let mut room = state.rooms[&(me(), jid(ROOM))].clone();
    room.affiliation = Affiliation::Owner;
    (room.options.persistent, room.options.public) = (Some(true), Some(true));
    state.apply(&Event::Room(Box::new(room)));
    state
}

pub fn settings_title() -> String {
    t_with("room-settings-title", &[("room", "Numerics tutorial".into())])
}

fn plain(key: &str) -> String {
    t(key).replace('_', "")
}

pub fn create() -> Scene {
    let mut scene = opened("room-create", Opening::CreateRoom, "room-create-title");
    scene.desk.type_text(&scene.title, "seminar");
    scene
}

/// What else there is to choose.
pub fn create_further() -> Scene {
    let mut scene = create();
    scene.desk.resize(&scene.title, iced::Size::new(500.0, 1200.0));
    scene.desk.click(&scene.title, Role::Button, &plain("room-further"));
    Scene { name: "room-create-further", ..scene }
}

pub fn create_wrong() -> Scene {
    let mut scene = create();
    scene.desk.click(&scene.title, Role::CheckBox, &plain("room-password"));
    scene.desk.key(&scene.title, Named::Enter);
    scene.desk.click(&scene.title, Role::Button, &plain("room-create"));
    Scene { name: "room-create-wrong", ..scene }
}

pub fn settings() -> Scene {
    let mut desk = Desk::new(owned());
    open(&mut desk, Opening::RoomSettings { account: me(), room: jid(ROOM) });
    Scene::new("room-settings", desk, settings_title())
}

pub fn all_options() -> Scene {
    let mut scene = settings();
    scene.desk.click(&scene.title, Role::Button, &plain("room-all-options"));
    Scene { name: "room-all-options", ..scene }
}

pub fn settings_to_read() -> Scene {
    let mut desk = Desk::new(lively());
    open(&mut desk, Opening::RoomSettings { account: me(), room: jid(ROOM) });
    Scene::new("room-settings-to-read", desk, settings_title())
}

pub fn destroy() -> Scene {
    let mut scene = settings();
    scene.desk.click(&scene.title, Role::Button, &plain("room-destroy"));
    Scene { name: "room-destroy", ..scene }
}

pub fn list() -> Scene {
    opened("room-list", Opening::RoomList, "room-list-title")
}

pub fn list_found() -> Scene {
    let mut scene = list();
    scene.desk.type_text(&scene.title, "tutor");
    scene.desk.key(&scene.title, Named::ArrowDown);
    Scene { name: "room-list-found", ..scene }
}

/// Who is to be asked for rooms everywhere.
pub fn directory() -> Scene {
    let mut scene = list();
    scene.desk.click(&scene.title, Role::ComboBox, &t("room-list-where"));
    scene.desk.click(&scene.title, Role::MenuItemCheckBox, &t("room-list-all-servers"));
    scene.desk.click(&scene.title, Role::TextInput, &t("room-list-find"));
    scene.desk.type_text(&scene.title, "tutorial");
    scene.desk.key(&scene.title, Named::Enter);
    Scene { name: "room-list-directory", ..scene }
}

/// What the directory has found.
pub fn directory_found() -> Scene {
    let mut scene = directory();
    scene.desk.click(&scene.title, Role::Button, &plain("room-list-agree"));
    Scene { name: "room-list-directory-found", ..scene }
}

pub fn people_title() -> String {
    t_with("room-lists-title", &[("room", "Numerics tutorial".into())])
}

pub fn people() -> Scene {
    let mut desk = Desk::new(owned());
    open(&mut desk, Opening::RoomPeople { account: me(), room: jid(ROOM) });
    Scene::new("room-people", desk, people_title())
}

pub fn banned() -> Scene {
    let mut scene = people();
    scene.desk.click(&scene.title, Role::ComboBox, &t("room-lists-which"));
    scene.desk.click(&scene.title, Role::MenuItemCheckBox, &t("room-lists-banned"));
    scene.desk.click(&scene.title, Role::ListBoxOption, "tybalt@jabber.uni-mainz.de");
    Scene { name: "room-people-banned", ..scene }
}

/// The room in a chat window, with its people.
fn in_it() -> Scene {
    let mut desk = Desk::new(owned());
    open(&mut desk, Opening::Conversation { account: me(), jid: jid(ROOM).into() });
    let person = |nick: &str, role, affiliation| {
        Event::Occupant(std::sync::Arc::new(Occupant {
            account: me().into(),
            room: jid(ROOM).into(),
            nick: nick.into(),
            jid: format!("{}@jabber.uni-mainz.de/desk", nick.to_lowercase()).parse().ok(),
            affiliation,
            role,
            show: Show::Available,
            status: None,
            hats: Vec::new(),
            resembles: None,
        }))
    };
    let mut room = owned().rooms[&(me(), jid(ROOM))].clone();
    room.role = model::Role::Moderator;
    desk.event(Event::Room(Box::new(room)));
    desk.event(person("Tybalt", model::Role::Participant, Affiliation::None));
    desk.event(person("Clara", model::Role::Participant, Affiliation::Member));
    desk.event(person("student", model::Role::Moderator, Affiliation::Owner));
    Scene::new("room-in-it", desk, "Numerics tutorial")
}

pub fn occupant_menu() -> Scene {
    let mut scene = in_it();
    scene.desk.click(&scene.title, Role::ListItem, "Tybalt");
    Scene { name: "room-occupant-menu", ..scene }
}

pub fn put_out() -> Scene {
    let mut scene = occupant_menu();
    scene.desk.click(&scene.title, Role::MenuItem, &plain("chat-occupant-kick"));
    scene.desk.type_text(&scene.title, "Brawls");
    Scene { name: "room-put-out", ..scene }
}

/// Whom private messages went to has left the room.
pub fn gone() -> Scene {
    let mut scene = occupant_menu();
    scene.desk.click(&scene.title, Role::MenuItem, &plain("chat-occupant-private"));
    scene.desk.type_text("Tybalt — Numerics tutorial", "psst");
    scene.desk.event(Event::OccupantGone { account: me(), room: jid(ROOM), nick: "Tybalt".into() });
    Scene { name: "room-whisper-gone", title: "Tybalt — Numerics tutorial".into(), ..scene }
}

pub fn help() -> Scene {
    let mut scene = in_it();
    scene.desk.type_text(&scene.title, "/help");
    scene.desk.key(&scene.title, Named::Enter);
    Scene { name: "room-help", ..scene }
}

pub fn inviting() -> Scene {
    let mut desk = Desk::new(lively());
    let people = vec![jid("clara@jabber.uni-mainz.de"), jid("new.student@example.org")];
    open(&mut desk, Opening::Invite { account: me(), room: jid(ROOM), people });
    let title = desk.titles().pop().unwrap();
    Scene::new("room-invite", desk, title)
}
