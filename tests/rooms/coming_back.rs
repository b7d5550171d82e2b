//! Coming back to a room: after a restart, a resumption, a new session and a restart of the server, with each line once.

use super::{Stage, TEA, romeo, romeo_on};
use crate::support::fantail::Fantail;
use crate::support::peer::Peer;
use crate::support::prosody::{Options, PASSWORD, Prosody};
use crate::support::proxy::{Direction, Proxy};
use crate::support::{PATIENCE, eventually};
use serde_json::json;

/// Romeo behind a bad network.
fn romeo_behind_proxy(options: Options) -> (Stage, Proxy) {
    let prosody = Prosody::start(options);
    let proxy = Proxy::start(prosody.port());
    let fantail = Fantail::start();
    fantail.add_account("romeo@one.test", PASSWORD, &proxy.address(), prosody.ca());
    fantail.wait_online(None);
    (Stage { prosody, fantail }, proxy)
}

/// Says these and waits until the room has reflected the last.
fn say(peer: &mut Peer, lines: &[&str]) {
    for line in lines {
        peer.say_in_room(TEA, line);
    }
    peer.expect_message(lines.last().unwrap());
}

fn missed_lines_come_once(options: Options) {
    let mut stage = romeo_on(options);
    let mut juliet = stage.juliet_with_tea(&[]);
    let mut nurse = stage.peer("nurse@one.test");
    nurse.join(TEA, "nurse");
    stage.join("romeo");
    stage.fantail.ctl(&["send", TEA, "Farewell"]);
    say(&mut juliet, &["Adieu", "Good night"]);
    // A client that gives its lines no id.
    nurse.raw(&format!("<message type='groupchat' to='{TEA}'><body>Madam!</body></message>"));
    stage.line("Madam!");
    stage.line("Good night");
    stage.fantail.quit();
    juliet.expect_presence(&format!("{TEA}/romeo"), Some("unavailable"));
    say(&mut juliet, &["He is gone", "Parting is such sweet sorrow"]);
    nurse.raw(&format!("<message type='groupchat' to='{TEA}'><body>Madam!</body></message>"));
    nurse.expect_message("Madam!");
    nurse.expect_message("Madam!");
    let profile = stage.fantail.profile().to_owned();
    stage.fantail.restart();
    assert_eq!(stage.fantail.profile(), profile);
    stage.sign_in_again();
    stage.room("in again", |room| room["state"] == "joined" && room["occupants"] == 3);
    say(&mut juliet, &["Welcome back"]);
    stage.line("Welcome back");
    let said = stage.bodies();
    let mut expected =
        vec!["Farewell", "Adieu", "Good night", "Madam!", "He is gone", "Parting is such sweet sorrow", "Madam!", "Welcome back"];
    let mut found: Vec<&str> = said.iter().map(|body| body.as_str().unwrap()).collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{said:?}");
}

#[test]
fn after_a_restart_the_missed_lines_come_once() {
    missed_lines_come_once(Options::default());
}

#[test]
fn after_a_restart_the_missed_lines_come_once_from_a_room_without_an_archive() {
    missed_lines_come_once(Options { without: vec!["muc_mam"], ..Options::default() });
}

#[test]
fn a_resumed_connection_is_still_in_the_room_without_doubled_lines() {
    let (stage, mut proxy) = romeo_behind_proxy(Options::default());
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    say(&mut juliet, &["before"]);
    stage.line("before");
    let mut events = stage.fantail.events();
    proxy.refuse();
    proxy.cut();
    events.expect("account", "noticed", |account| account["state"] == "connecting");
    say(&mut juliet, &["meanwhile"]);
    stage.fantail.ctl(&["send", TEA, "waiting"]);
    proxy.resume();
    events.expect("account", "resumed", |account| account["state"] == "online" && account["resumed"] == true);
    juliet.expect_message("waiting");
    say(&mut juliet, &["after"]);
    stage.line("after");
    assert_eq!(stage.room("in", |_| true)["state"], "joined");
    assert_eq!(stage.nicks(), ["juliet", "romeo"]);
    let mut said = stage.bodies();
    said.sort_by_key(ToString::to_string);
    assert_eq!(said, ["after", "before", "meanwhile", "waiting"]);
    assert!(juliet.events().iter().all(|event| event["type"] != "unavailable"), "nobody saw us leave");
}

#[test]
fn a_new_session_after_the_old_one_was_given_up_is_in_the_room_again() {
    let (stage, mut proxy) = romeo_behind_proxy(Options { smacks_hibernation_time: 1, ..Options::default() });
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    say(&mut juliet, &["before"]);
    stage.line("before");
    proxy.refuse();
    proxy.cut();
    juliet.expect_presence(&format!("{TEA}/romeo"), Some("unavailable"));
    say(&mut juliet, &["meanwhile"]);
    stage.fantail.ctl(&["send", TEA, "waiting"]);
    proxy.resume();
    juliet.expect_message("waiting");
    let room = stage.room("in again", |room| room["state"] == "joined" && room["occupants"] == 2);
    assert_eq!(room["nick"], "romeo");
    stage.line("meanwhile");
    say(&mut juliet, &["after"]);
    stage.line("after");
    assert_eq!(stage.fantail.ctl(&["accounts"])[0]["resumed"], json!(false));
    let mut said = stage.bodies();
    said.sort_by_key(ToString::to_string);
    assert_eq!(said, ["after", "before", "meanwhile", "waiting"]);
}

#[test]
fn a_line_whose_acknowledgement_was_lost_with_its_session_is_said_once() {
    let (stage, mut proxy) = romeo_behind_proxy(Options { smacks_hibernation_time: 1, ..Options::default() });
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    proxy.hold(Direction::Down);
    stage.fantail.ctl(&["send", TEA, "Do you hear me?"]);
    juliet.expect_message("Do you hear me?");
    proxy.refuse();
    proxy.cut();
    juliet.expect_presence(&format!("{TEA}/romeo"), Some("unavailable"));
    proxy.resume();
    stage.fantail.wait_for(&["history", TEA], "the room's word", |line| line["state"] == "delivered");
    stage.fantail.ctl(&["send", TEA, "Later"]);
    juliet.expect_message("Later");
    assert!(juliet.events().iter().all(|event| event["body"] != "Do you hear me?"), "said twice");
    assert_eq!(stage.bodies(), ["Do you hear me?", "Later"]);
}

#[test]
fn a_restarted_server_has_us_in_the_room_again() {
    let mut stage = romeo_on(Options::default());
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_persistentroom", "1")]);
    stage.join("romeo");
    say(&mut juliet, &["before"]);
    stage.line("before");
    stage.prosody.restart();
    let mut juliet = stage.peer("juliet@one.test");
    juliet.join(TEA, "juliet");
    stage.room("in again", |room| room["state"] == "joined" && room["occupants"] == 2);
    say(&mut juliet, &["after"]);
    stage.line("after");
    assert_eq!(stage.bodies(), ["before", "after"]);
}

#[test]
fn killed_and_started_again_who_is_there_is_known_at_once_though_the_server_still_keeps_the_old_session() {
    let mut stage = romeo_on(Options::default());
    let mut juliet = stage.juliet_with_tea(&[]);
    let mut nurse = stage.peer("nurse@one.test");
    nurse.join(TEA, "nurse");
    stage.fantail.ctl(&["contact", "add", "juliet@one.test"]);
    juliet.expect_presence("romeo@one.test", Some("subscribe"));
    juliet.subscribed("romeo@one.test");
    juliet.presence(&json!({ "show": "dnd", "status": "at the ball" }));
    stage.join("romeo");
    let sees = |stage: &Stage| {
        let juliet = |contact: &serde_json::Value| contact["presence"] == "dnd" && contact["status"] == "at the ball";
        stage.fantail.wait_for(&["roster"], "Juliet is seen", juliet);
        stage.room("everybody is seen", |room| room["state"] == "joined" && room["occupants"] == 3);
        let mut nicks = stage.nicks();
        nicks.sort_by_key(ToString::to_string);
        assert_eq!(nicks, [json!("juliet"), json!("nurse"), json!("romeo")]);
    };
    sees(&stage);
    stage.fantail.kill9();
    stage.fantail.restart();
    assert!(stage.nicks().is_empty(), "what died with the process is not made up");
    stage.sign_in_again();
    sees(&stage);
    // She leaves while he is dead: she is not shown as there.
    stage.fantail.kill9();
    juliet.leave(TEA, "juliet");
    juliet.presence(&json!({ "type": "unavailable" }));
    stage.fantail.restart();
    stage.sign_in_again();
    stage.room("in again", |room| room["state"] == "joined" && room["occupants"] == 2);
    assert_eq!(stage.fantail.ctl(&["roster"])[0]["presence"], "offline");
}

#[test]
fn a_hundred_rooms_are_entered_again_at_the_start_and_nothing_waits_for_them() {
    const ROOMS: usize = 100;
    let mut stage = romeo();
    let mut juliet = stage.peer("juliet@one.test");
    for number in 0..ROOMS {
        let room = format!("room{number}@conference.one.test");
        juliet.create_room(&room, "juliet", &[]);
        stage.fantail.ctl(&["room", "join", &room]);
    }
    stage.restart();
    stage.fantail.ctl(&["send", "juliet@one.test", "good morning"]);
    juliet.expect_message("good morning");
    let joined = || stage.fantail.ctl(&["rooms"]).iter().filter(|room| room["state"] == "joined" && room["occupants"] == 2).count();
    eventually(PATIENCE, "all of them are entered", || (joined() == ROOMS).then_some(()));
}

#[test]
fn whoever_finds_his_name_taken_comes_back_under_another_one_until_it_is_free() {
    let mut stage = romeo_on(Options::default());
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    say(&mut juliet, &["before"]);
    stage.line("before");
    stage.fantail.quit();
    juliet.expect_presence(&format!("{TEA}/romeo"), Some("unavailable"));
    let mut nurse = stage.peer("nurse@one.test");
    nurse.join(TEA, "romeo");
    say(&mut juliet, &["meanwhile"]);
    stage.restart();
    let room = stage.room("in again", |room| room["state"] == "joined" && room["occupants"] == 3);
    assert_eq!(room["nick"], "romeo_");
    nurse.raw(&format!("<message type='groupchat' to='{TEA}'><body>I am romeo now</body></message>"));
    stage.line("I am romeo now");
    stage.fantail.ctl(&["send", TEA, "so am I"]);
    juliet.expect_message("so am I");
    assert_eq!(stage.bodies(), ["before", "meanwhile", "I am romeo now", "so am I"]);
    assert_eq!(stage.line("I am romeo now")["direction"], "in");
    assert_eq!(stage.line("so am I")["direction"], "out");
    // The name that was chosen is not forgotten.
    nurse.leave(TEA, "romeo");
    stage.fantail.quit();
    juliet.expect_presence(&format!("{TEA}/romeo_"), Some("unavailable"));
    stage.restart();
    let room = stage.room("in again", |room| room["state"] == "joined" && room["occupants"] == 2);
    assert_eq!(room["nick"], "romeo");
    assert_eq!(stage.bodies(), ["before", "meanwhile", "I am romeo now", "so am I"]);
}

/// Puts everybody out as a service that shuts down does (XEP-0045 §15.6.2, status 332), at a word.
const SHUTDOWN: &str = r#"
local st = require "util.stanza";
module:hook("muc-occupant-groupchat", function (event)
    if event.stanza:get_child_text("body") == "shut down" then
        local x = st.stanza("x", { xmlns = "http://jabber.org/protocol/muc#user" }):tag("status", { code = "332" }):up();
        event.room:clear(x);
        return true;
    end
end, 1000);
"#;

#[test]
fn when_the_service_is_back_so_are_we_without_a_doubled_or_missing_line() {
    let modules = tempfile::tempdir().unwrap();
    std::fs::write(modules.path().join("mod_shut_down.lua"), SHUTDOWN).unwrap();
    let more = format!("plugin_paths = {{ \"{}\" }}", modules.path().display());
    let stage = romeo_on(Options { more, room_modules: vec!["shut_down"], ..Options::default() });
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_persistentroom", "1")]);
    stage.join("romeo");
    say(&mut juliet, &["before"]);
    stage.line("before");
    let mut events = stage.fantail.events();
    juliet.raw(&format!("<message type='groupchat' to='{TEA}'><body>shut down</body></message>"));
    juliet.expect_presence(&format!("{TEA}/juliet"), Some("unavailable"));
    events.expect("room", "out", |room| room["state"] != "joined");
    juliet.join(TEA, "juliet");
    say(&mut juliet, &["meanwhile"]);
    stage.room("in again", |room| room["state"] == "joined" && room["occupants"] == 2);
    say(&mut juliet, &["after"]);
    stage.line("after");
    assert_eq!(stage.bodies(), ["before", "meanwhile", "after"]);
}
