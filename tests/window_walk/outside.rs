//! What comes from outside, and how windows and the program end.

use super::stage::{ENGLISH, JULIET, NURSE, ROMEO, Stage};
use super::support::prosody::{PASSWORD, ROOMS};
use super::support::screen::Screen;
use super::support::{PATIENCE, eventually};
use std::path::Path;

#[test]
fn a_link_fills_in_and_sends_and_joins_nothing() {
    let stage = Stage::signed_in("links");
    let screen = &stage.screen;
    let mut juliet = stage.peer(JULIET);
    stage.fantail.ctl(&["open", "xmpp:juliet@one.test?message;body=Wherefore%20art%20thou"]);
    screen.wait_focused(JULIET);
    stage.picture("01-message");
    assert!(stage.fantail.try_ctl(&["history", JULIET]).lines.is_empty());
    screen.type_text("?");
    screen.keys(&["Return"]);
    juliet.expect_message("Wherefore art thou?");
    // A second start hands its link over.
    assert_eq!(stage.fantail.start_again(&[&format!("xmpp:balcony@{ROOMS}?join")]), Some(0));
    screen.wait_focused("Join a Chat");
    stage.picture("02-join");
    assert!(stage.fantail.ctl(&["rooms"]).is_empty());
    screen.keys(&["Escape"]);
    screen.wait_closed("Join a Chat");
    stage.fantail.ctl(&["open", "xmpp:nurse@one.test?roster;name=Nurse;group=Verona"]);
    screen.wait_focused("Add Buddy");
    stage.picture("03-add-buddy");
    assert!(stage.fantail.ctl(&["roster"]).is_empty());
    screen.keys(&["Return"]);
    let listed = |buddy: &serde_json::Value| buddy["jid"] == NURSE && buddy["name"] == "Nurse" && buddy["groups"][0] == "Verona";
    stage.fantail.wait_for(&["roster"], "the nurse is listed", listed);
}

#[test]
fn who_writes_is_unread_until_somebody_comes() {
    let stage = Stage::signed_in("unread");
    let screen = &stage.screen;
    let mut juliet = stage.peer(JULIET);
    screen.focus("^Buddy List$");
    juliet.send(ROMEO, "Art thou there?");
    stage.unread(JULIET, 1);
    screen.wait_open(JULIET);
    screen.wait_focused("Buddy List");
    stage.picture("01-unread");
    // The window is there, the user is not: it stays unread while more comes.
    juliet.send(ROMEO, "Hist!");
    stage.unread(JULIET, 2);
    let window = screen.wait_open(JULIET);
    screen.click(&window, 200, 300);
    stage.unread(JULIET, 0);
    screen.wait_focused(JULIET);
    stage.picture("02-read");
}

#[test]
fn everything_is_larger_by_ctrl_plus_and_stays_so() {
    let mut stage = Stage::new("zoom", ENGLISH, Screen::start());
    let title = "^Add Account$";
    let grows = |stage: &Stage, (width, height): (u32, u32), percent: u32| {
        let wanted = (width * percent / 100, height * percent / 100);
        let near = |(a, b): (u32, u32)| a.abs_diff(wanted.0) <= 2 && b.abs_diff(wanted.1) <= 2;
        eventually(PATIENCE, "the dialog grows with what is in it", || near(stage.screen.size(title)).then_some(()));
    };
    stage.screen.focus(title);
    let before = stage.screen.size(title);
    stage.screen.keys(&["ctrl+plus", "ctrl+plus"]);
    grows(&stage, before, 125);
    stage.screen.wait_until_calm(&stage.screen.wait_open(title));
    stage.picture("01-larger");
    stage.fantail.restart();
    stage.screen.focus(title);
    grows(&stage, before, 125);
    stage.screen.keys(&["ctrl+minus"]);
    grows(&stage, before, 110);
    stage.screen.keys(&["ctrl+0"]);
    grows(&stage, before, 100);
    stage.screen.wait_until_calm(&stage.screen.wait_open(title));
    stage.picture("02-as-before");
}

/// What a profile has kept of what is being written.
fn drafts(profile: &Path) -> Vec<String> {
    let path = fantail::store::Profile::at(profile).unwrap().database();
    let database = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut drafts = database.prepare("SELECT body FROM drafts").unwrap();
    drafts.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn what_was_half_written_is_there_after_the_program_ended_and_after_it_was_killed() {
    let mut stage = Stage::signed_in("draft");
    let mut juliet = stage.peer(JULIET);
    for how in ["orderly", "killed"] {
        stage.fantail.ctl(&["open", "xmpp:juliet@one.test"]);
        stage.screen.wait_focused(JULIET);
        stage.screen.type_text(&format!("half a word, {how}"));
        if how == "killed" {
            let kept = || drafts(stage.fantail.profile()).contains(&"half a word, killed".to_owned());
            eventually(PATIENCE, "the draft is kept", || kept().then_some(()));
            stage.fantail.kill9();
        }
        stage.fantail.restart();
        stage.fantail.ctl_with_stdin(&["account", "password", ROMEO], PASSWORD);
        stage.fantail.wait_online(Some(ROMEO));
        stage.fantail.ctl(&["open", "xmpp:juliet@one.test"]);
        stage.screen.wait_focused(JULIET);
        stage.screen.keys(&["Return"]);
        juliet.expect_message(&format!("half a word, {how}"));
    }
}

#[test]
fn dialogs_close_by_esc_the_list_by_its_frame_and_the_program_by_ctrl_q() {
    let mut stage = Stage::signed_in("closing");
    for (key, title) in [("ctrl+b", "Add Buddy"), ("ctrl+m", "New Instant Message"), ("ctrl+j", "Join a Chat"), ("ctrl+a", "Accounts")] {
        stage.screen.focus("^Buddy List$");
        stage.screen.keys(&[key]);
        stage.screen.wait_focused(title);
        stage.screen.keys(&["Escape"]);
        stage.screen.wait_closed(&format!("^{title}$"));
    }
    // With a chat open the list may go; a further start brings it back.
    stage.fantail.ctl(&["open", "xmpp:juliet@one.test"]);
    stage.screen.wait_focused(JULIET);
    stage.screen.close("^Buddy List$");
    assert!(stage.fantail.is_running());
    assert_eq!(stage.fantail.start_again(&[]), Some(0));
    stage.screen.wait_focused("Buddy List");
    stage.screen.keys(&["ctrl+q"]);
    stage.fantail.wait_ended();
    assert!(stage.screen.windows("").is_empty());
}

#[test]
fn a_hidden_start_opens_no_window_until_it_is_asked() {
    let mut stage = Stage::signed_in("hidden");
    stage.fantail.quit();
    stage.fantail.restart_with(&["--hidden"]);
    assert!(stage.screen.windows("Buddy List").is_empty());
    stage.fantail.ctl(&["show"]);
    // The password was not to be kept: it is asked for.
    stage.screen.wait_open("^Buddy List$");
    stage.screen.focus("^Password$");
    stage.picture("01-shown");
    stage.screen.type_text("secret");
    stage.screen.keys(&["Return"]);
    stage.screen.wait_closed("^Password$");
    stage.fantail.wait_online(None);
}

#[test]
fn a_request_waits_over_a_killed_process() {
    let mut stage = Stage::signed_in("request");
    let mut nurse = stage.peer(NURSE);
    nurse.subscribe(ROMEO);
    stage.screen.wait_open("^Authorize$");
    stage.fantail.kill9();
    stage.screen.wait_closed("^Authorize$");
    stage.fantail.restart_with(&["--offline"]);
    stage.screen.wait_open("^Authorize$");
    assert_eq!(stage.fantail.ctl(&["requests"])[0]["jid"], NURSE);
    stage.picture("01-again");
}
