//! When signing in fails or the server is gone, the windows say so and offer the next step.

use super::mouse::Plan;
use super::semantics::Role;
use super::stage::{ENGLISH, ROMEO, Stage};
use super::support::eventually;
use super::support::fantail::Fantail;
use super::support::prosody::{Options, PASSWORD, Prosody};
use super::support::proxy::Proxy;
use super::support::screen::Screen;
use fantail::model::problem::Unreachable;
use fantail::model::{AccountState, Problem};
use fantail::ui::windows::Opening;
use std::time::Duration;

#[test]
fn a_wrong_password_is_asked_for_again_and_the_right_one_signs_in() {
    let stage = Stage::new("password", ENGLISH, Screen::start());
    stage.screen.wait_focused("Add Account");
    stage.fantail.add_account(ROMEO, "wrong", &stage.server.address(), stage.server.ca());
    stage.screen.focus("^Password$");
    stage.picture("01-asked");
    stage.screen.type_text(PASSWORD);
    stage.screen.keys(&["Return"]);
    stage.fantail.wait_online(None);
    stage.screen.wait_closed("^Password$");
}

#[test]
fn a_server_that_is_gone_is_told_in_the_list_and_tried_again_at_a_press() {
    let mut stage = Stage::signed_in("gone");
    stage.server.kill();
    stage.fantail.wait_for(&["accounts"], "it is noticed", |about| about["state"] == "connecting" && about["error"] == "unreachable");
    let list = stage.screen.focus("^Buddy List$");
    stage.screen.wait_until_calm(&list);
    stage.picture("01-gone");
    stage.server.restart();
    let mut state = super::mouse::romeo();
    for status in state.accounts.values_mut() {
        (status.state, status.problem) = (AccountState::Connecting, Some(Problem::Unreachable(Unreachable::Lost)));
    }
    stage.click("^Buddy List$", &Plan::of(&Opening::BuddyList, &state), Role::Button, "Try again");
    stage.fantail.wait_online(None);
    stage.screen.wait_until_calm(&list);
    stage.picture("02-back");
}

/// Nothing is written, nothing is pressed: while a window is looked at, a link that has died in silence is asked after a minute and
/// given up ten seconds later. Otherwise it would be trusted for five minutes, longer than this waits.
#[test]
fn a_link_that_died_in_silence_is_noticed_while_a_window_is_looked_at() {
    let server = Prosody::start(Options::default());
    let proxy = Proxy::start(server.port());
    let screen = Screen::start();
    let fantail = Fantail::start_on(screen.display());
    screen.wait_focused("Add Account");
    fantail.add_account(ROMEO, PASSWORD, &proxy.address(), server.ca());
    fantail.wait_online(None);
    // Once this is acknowledged nothing is owed any more, and only the silence can tell.
    fantail.ctl(&["send", "juliet@one.test", "good night"]);
    fantail.wait_for(&["history", "juliet@one.test"], "acknowledged", |message| message["state"] == "sent");
    proxy.abandon();
    let state = || fantail.ctl(&["accounts"]).remove(0)["state"].clone();
    eventually(Duration::from_secs(120), "the silence is noticed", || (state() == "connecting").then_some(()));
    assert_eq!(fantail.wait_online(None)["resumed"], true);
    assert_eq!(proxy.connections(), 2);
}
