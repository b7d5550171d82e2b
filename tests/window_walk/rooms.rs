//! A room made, kept, changed and found by keyboard, in real windows on a real server.

use super::stage::{JULIET, Stage};
use super::support::prosody::ROOMS;

#[test]
fn a_room_is_made_kept_changed_and_found_by_keyboard() {
    let stage = Stage::signed_in("rooms");
    let screen = &stage.screen;
    let room = format!("seminar@{ROOMS}");
    let wait = |what: &str, fits: fn(&serde_json::Value) -> bool| stage.fantail.wait_for(&["rooms"], what, fits);

    screen.keys(&["alt+b", "r"]);
    screen.wait_focused("Create Room");
    screen.type_text("seminar");
    screen.keys(&["Tab", "Tab"]);
    screen.type_text("Reading seminar");
    // Public, and for everybody.
    screen.keys(&["alt+u", "alt+m"]);
    screen.wait_until_calm(&screen.windows("Create Room")[0]);
    stage.picture("1-create");
    screen.keys(&["alt+r"]);
    screen.wait_closed("Create Room");
    let made = wait("the room is made", |room| room["state"] == "joined" && room["name"] == "Reading seminar");
    assert_eq!((&made["persistent"], &made["public"], &made["members_only"]), (&true.into(), &true.into(), &false.into()));
    screen.wait_focused("Reading seminar");

    let mut juliet = stage.peer(JULIET);
    juliet.join(&room, "juliet");
    wait("Juliet is in it", |room| room["occupants"] == 2);
    screen.type_text("/kick juliet Enough");
    screen.wait_until_calm(&screen.windows("Reading seminar")[0]);
    stage.picture("2-command");
    screen.keys(&["Return"]);
    let told = juliet.expect_presence(&format!("{room}/juliet"), Some("unavailable"));
    assert!(told["xml"].as_str().unwrap().contains("Enough"));

    // She is asked in again, from the menu of the room's row.
    screen.focus(stage.words.buddy_list);
    screen.type_text("reading");
    screen.keys(&["Down", "shift+F10"]);
    screen.wait_until_calm(&screen.windows(stage.words.buddy_list)[0]);
    stage.picture("5-menu");
    screen.keys(&["i"]);
    screen.wait_focused("Invite to Reading seminar");
    screen.type_text(JULIET);
    screen.keys(&["Return"]);
    screen.wait_until_calm(&screen.windows("Invite to Reading seminar")[0]);
    stage.picture("6-invite");
    screen.keys(&["alt+i"]);
    screen.wait_closed("Invite to Reading seminar");
    juliet.expect("the invitation", |event| event["xml"].as_str().is_some_and(|xml| xml.contains("<invite")));
    screen.focus("Reading seminar");
    screen.wait_until_calm(&screen.windows("Reading seminar")[0]);
    stage.picture("7-what-happened");

    screen.type_text("/config");
    screen.keys(&["Return"]);
    screen.wait_focused("Settings of Reading seminar");
    // The form is there once the button takes the key.
    stage.fantail.ctl(&["disco", &room]);
    screen.wait_until_calm(&screen.windows("Settings of Reading seminar")[0]);
    stage.picture("3-settings");
    screen.keys(&["alt+o", "alt+s"]);
    screen.wait_closed("Settings of Reading seminar");
    wait("it is moderated now", |room| room["moderated"] == true && room["persistent"] == true);

    screen.focus(stage.words.buddy_list);
    screen.keys(&["alt+t", "r"]);
    screen.wait_focused("Room List");
    screen.wait_until_calm(&screen.windows("Room List")[0]);
    screen.type_text("read");
    screen.keys(&["Down"]);
    screen.wait_until_calm(&screen.windows("Room List")[0]);
    stage.picture("4-list");
    screen.keys(&["Return"]);
    screen.wait_focused(stage.words.join);
}
