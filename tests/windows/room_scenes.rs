//! The pictures of making, changing and finding rooms.

use super::desk::{Desk, jid, lively, me};
use super::gallery::Scene;
use super::scenes::{open, opened};
use fantail::i18n::{t, t_with};
use fantail::model::{Affiliation, Event, State};
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
