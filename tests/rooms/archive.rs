//! The archive of a room: what was missed comes whole, once and in order, however much it was; and what was said before we came.

use super::{Stage, TEA, romeo_on};
use crate::support::peer::Peer;
use crate::support::prosody::{Options, PASSWORD};
use crate::support::{PATIENCE, eventually};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Juliet says `PREFIX 1` to `PREFIX COUNT`, and the room has them all.
fn say_many(juliet: &mut Peer, prefix: &str, count: usize) {
    for number in 1..=count {
        juliet.say_in_room(TEA, &format!("{prefix} {number}"));
    }
    juliet.expect_message(&format!("{prefix} {count}"));
}

fn lines(prefix: &str, count: usize) -> Vec<Value> {
    (1..=count).map(|number| json!(format!("{prefix} {number}"))).collect()
}

/// Romeo has heard `live 1` to `live COUNT` of Juliet's, and is away.
fn away_after(options: Options, count: usize) -> (Stage, Peer) {
    let mut stage = romeo_on(options);
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    say_many(&mut juliet, "live", count);
    stage.line(&format!("live {count}"));
    stage.fantail.quit();
    (stage, juliet)
}

fn next_second() {
    let second = || Timestamp::now().as_second();
    let now = second();
    eventually(PATIENCE, "the clock goes on", || (second() > now).then_some(()));
}

impl Stage {
    fn lines_become(&self, expected: &[Value]) {
        let said =
            || self.fantail.ctl(&["history", TEA, "--limit", "5000"]).into_iter().map(|mut line| line["body"].take()).collect::<Vec<_>>();
        eventually(PATIENCE, "as many lines as were said", || (said().len() >= expected.len()).then_some(()));
        assert_eq!(said(), expected);
    }
}

#[test]
fn what_was_said_while_we_were_away_comes_whole_in_order_and_unread() {
    let mut stage = romeo_on(Options::default());
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    say_many(&mut juliet, "live", 3);
    stage.line("live 3");
    stage.fantail.ctl(&["read", TEA]);
    stage.fantail.quit();
    // Five times what the room tells by itself.
    say_many(&mut juliet, "missed", 120);
    stage.restart();
    stage.room("in again", |room| room["state"] == "joined");
    say_many(&mut juliet, "again", 2);
    stage.line("again 2");
    stage.lines_become(&[lines("live", 3), lines("missed", 120), lines("again", 2)].concat());
    assert_eq!(stage.fantail.ctl(&["conversations"])[0]["unread"], json!(122));
}

/// Romeo heard three early lines, was away while Juliet said many, and is killed when he has heard the last of them.
fn killed_with_a_gap(missed: usize) -> (Stage, Peer) {
    // Forty pages are a thousand lines. A page has more than what the room tells by itself.
    let mut stage = romeo_on(Options { more: "max_archive_query_results = 25".into(), ..Options::default() });
    let mut juliet = stage.juliet_with_tea(&[]);
    say_many(&mut juliet, "early", 3);
    stage.join("romeo");
    stage.line("early 3");
    stage.fantail.quit();
    say_many(&mut juliet, "missed", missed);
    stage.restart();
    stage.line(&format!("missed {missed}"));
    stage.fantail.kill9();
    (stage, juliet)
}

#[test]
fn after_very_long_the_end_comes_first_and_the_gap_is_filled_over_a_restart() {
    let (mut stage, _juliet) = killed_with_a_gap(1100);
    stage.restart();
    stage.lines_become(&[lines("early", 3), lines("missed", 1100)].concat());
}

#[test]
fn who_is_away_for_very_long_again_before_the_first_gap_is_filled_misses_nothing() {
    let (mut stage, mut juliet) = killed_with_a_gap(1600);
    say_many(&mut juliet, "again", 1100);
    stage.restart();
    stage.lines_become(&[lines("early", 3), lines("missed", 1600), lines("again", 1100)].concat());
}

/// Has no time for the second page that somebody asks it for.
const BUSY: &str = r#"
local st = require "util.stanza";
local asked = 0;
module:hook("iq-set/bare/urn:xmpp:mam:2:query", function (event)
    asked = asked + 1;
    if asked == 2 then
        event.origin.send(st.error_reply(event.stanza, "wait", "resource-constraint"));
        return true;
    end
end, 1000);
"#;

#[test]
fn what_the_archive_had_no_time_for_is_remembered_as_missing_and_fetched_once_we_are_in() {
    let modules = tempfile::tempdir().unwrap();
    std::fs::write(modules.path().join("mod_busy.lua"), BUSY).unwrap();
    let more = format!("plugin_paths = {{ \"{}\" }}; max_archive_query_results = 25", modules.path().display());
    let (mut stage, mut juliet) = away_after(Options { more, room_modules: vec!["busy"], ..Options::default() }, 2);
    // What is told, what is missing and what the room tells by itself, each in its second: the archive knows no finer time.
    for (prefix, count) in [("first", 25), ("then", 75), ("last", 20)] {
        next_second();
        say_many(&mut juliet, prefix, count);
    }
    stage.restart();
    stage.line("last 20");
    stage.lines_become(&[lines("live", 2), lines("first", 25), lines("then", 75), lines("last", 20)].concat());
}

#[test]
fn where_all_that_was_heard_is_older_than_what_is_kept_the_rest_is_fetched_all_the_same() {
    let (mut stage, mut juliet) = away_after(Options::default(), 2);
    let database = rusqlite::Connection::open(fantail::store::Profile::at(stage.fantail.profile()).unwrap().database()).unwrap();
    assert_eq!(database.execute("UPDATE messages SET time = time - 40 * 86400000000", []).unwrap(), 2);
    database.execute("INSERT INTO settings (key, value) VALUES ('keep-history', '\"month\"')", []).unwrap();
    drop(database);
    say_many(&mut juliet, "missed", 60);
    stage.fantail.restart();
    eventually(PATIENCE, "the old ones go", || stage.bodies().is_empty().then_some(()));
    stage.sign_in_again();
    stage.line("missed 60");
    // The archive tells of a month: these two are not of that age there.
    stage.lines_become(&[lines("live", 2), lines("missed", 60)].concat());
}

#[test]
fn a_line_of_ours_is_not_said_twice_though_the_room_has_said_much_since() {
    let mut stage = romeo_on(Options::default());
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    // The line arrives there, and Fantail dies before it hears of it.
    let events = stage.fantail.events();
    stage.prosody.freeze();
    stage.fantail.ctl(&["send", TEA, "once"]);
    drop(events);
    stage.fantail.kill9();
    stage.prosody.thaw();
    juliet.expect_message("once");
    say_many(&mut juliet, "since", 60);
    stage.fantail.restart();
    assert_eq!(stage.fantail.ctl(&["history", TEA])[0]["state"], "queued");
    stage.sign_in_again();
    stage.fantail.wait_for(&["history", TEA, "--limit", "500"], "the archive tells of it", |line| {
        line["body"] == "once" && line["state"] == "delivered"
    });
    stage.fantail.ctl(&["send", TEA, "after"]);
    juliet.expect_message("after");
    assert!(juliet.events().iter().all(|event| event["body"] != "once"), "said twice");
    // Its place is known once the room has told it: written while the archive was still coming in, it may have gone out at once.
    stage
        .fantail
        .wait_for(&["history", TEA, "--limit", "500"], "the room tells it", |line| line["body"] == "after" && line["state"] == "delivered");
    stage.lines_become(&[vec![json!("once")], lines("since", 60), vec![json!("after")]].concat());
}

#[test]
fn lines_of_another_device_of_ours_are_ours_when_they_come_from_the_archive() {
    let (mut stage, _juliet) = away_after(Options::default(), 1);
    let mut other = Peer::online("romeo@one.test", PASSWORD, stage.prosody.port(), stage.prosody.ca());
    other.join(TEA, "romeo-phone");
    other.say_in_room(TEA, "from the phone");
    other.expect_message("from the phone");
    stage.restart();
    let line = stage.line("from the phone");
    assert_eq!((&line["direction"], &line["from"]), (&json!("out"), &json!(format!("{TEA}/romeo-phone"))));
    assert_eq!(stage.fantail.ctl(&["conversations"])[0]["unread"], json!(1), "only what Juliet said");
}

#[test]
fn what_was_said_before_we_first_came_is_fetched_when_somebody_looks_for_it() {
    let stage = romeo_on(Options::default());
    let mut juliet = stage.juliet_with_tea(&[]);
    say_many(&mut juliet, "early", 130);
    stage.join("romeo");
    stage.line("early 130");
    let here = stage.fantail.ctl(&["history", TEA, "--limit", "500"]);
    assert!(here.len() < 60, "the room tells a little: {}", here.len());
    let oldest = here[0]["id"].as_str().unwrap();
    let older = stage.fantail.ctl(&["history", TEA, "--limit", "500", "--before", oldest]);
    assert_eq!(older.len() + here.len(), 130);
    stage.lines_become(&lines("early", 130));
    let unread = stage.fantail.ctl(&["conversations"])[0]["unread"].as_u64().unwrap();
    assert_eq!(unread, here.len() as u64, "what is looked for is no news");
}
