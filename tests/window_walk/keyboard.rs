//! By keyboard alone, from the first start to an answered chat and a room: in English, in German, and without a window manager.

use super::stage::{ENGLISH, GERMAN, JULIET, NURSE, ROMEO, Stage, TYBALT};
use super::support::prosody::{PASSWORD, ROOMS};
use super::support::screen::Screen;

#[test]
fn the_keyboard_leads_from_the_first_start_to_an_answered_chat() {
    walk(&Stage::new("keyboard", ENGLISH, Screen::start()), true);
}

#[test]
fn the_keyboard_leads_there_in_german() {
    walk(&Stage::new("german", GERMAN, Screen::start()), true);
}

#[test]
fn the_keyboard_leads_there_without_a_window_manager() {
    walk(&Stage::new("bare", ENGLISH, Screen::bare()), false);
}

/// `managed`: new windows get the keyboard by themselves.
fn walk(stage: &Stage, managed: bool) {
    sign_in(stage, managed);
    add_a_buddy(stage, managed);
    answer_requests(stage, managed);
    chat(stage, managed);
    join_a_room(stage, managed);
}

/// The window has the keyboard: because it just opened, or because it is sent there.
fn turn_to(stage: &Stage, managed: bool, title: &str) {
    if managed {
        stage.screen.wait_focused(title)
    } else {
        stage.screen.focus(&format!("^{title}$"))
    };
}

fn sign_in(stage: &Stage, managed: bool) {
    let (screen, words) = (&stage.screen, &stage.words);
    turn_to(stage, managed, words.add_account);
    assert_eq!(screen.windows(&format!("^{}$", words.accounts)).len(), 1);
    stage.picture("01-first-start");
    screen.type_text("romeo");
    screen.keys(&["Tab"]);
    screen.type_text("one.test");
    screen.keys(&["Tab"]);
    screen.type_text(PASSWORD);
    // Remember password, Advanced; Security, Server.
    screen.keys(&["Tab", "Tab", "space", "Tab", "Tab"]);
    screen.type_text(&stage.server.address());
    screen.wait_until_calm(&screen.windows(words.add_account)[0]);
    stage.picture("02-add-account");
    screen.keys(&["Return"]);
    screen.wait_closed(words.add_account);
    turn_to(stage, managed, words.certificate);
    stage.picture("03-certificate");
    // What was just typed is not asked for.
    assert_eq!(screen.windows("Passwor").len(), 0);
    screen.keys(&[words.trust]);
    screen.wait_closed(words.certificate);
    stage.fantail.wait_online(Some(ROMEO));
    screen.wait_closed(words.accounts);
    screen.focus(words.buddy_list);
    stage.picture("04-signed-in");
}

fn add_a_buddy(stage: &Stage, managed: bool) {
    let (screen, words) = (&stage.screen, &stage.words);
    let mut juliet = stage.peer(JULIET);
    screen.focus(words.buddy_list);
    screen.keys(&["ctrl+b"]);
    turn_to(stage, managed, words.add_buddy);
    screen.type_text(JULIET);
    screen.keys(&["Tab"]);
    screen.type_text("Juliet C.");
    stage.picture("05-add-buddy");
    screen.keys(&["Return"]);
    screen.wait_closed(words.add_buddy);
    juliet.expect_presence(ROMEO, Some("subscribe"));
    let roster = ["roster"];
    stage
        .fantail
        .wait_for(&roster, "Juliet is listed", |buddy| buddy["jid"] == JULIET && buddy["name"] == "Juliet C." && buddy["ask"] == true);
    juliet.subscribed(ROMEO);
    stage.fantail.wait_for(&roster, "Juliet is there", |buddy| buddy["jid"] == JULIET && buddy["presence"] == "available");
    screen.focus(words.buddy_list);
    stage.picture("06-juliet-is-there");
}

fn answer_requests(stage: &Stage, managed: bool) {
    let (screen, words) = (&stage.screen, &stage.words);
    let mut nurse = stage.peer(NURSE);
    nurse.subscribe(ROMEO);
    turn_to(stage, managed, words.authorize);
    stage.picture("07-authorize");
    screen.keys(&["alt+a"]);
    nurse.expect_presence(ROMEO, Some("subscribed"));
    stage.fantail.wait_for(&["roster"], "the nurse is authorized", |buddy| buddy["jid"] == NURSE && buddy["subscription"] == "from");
    // She is on the list now as somebody who sees us; whether we want to see her is offered.
    screen.focus(words.authorize);
    stage.picture("08-offered");
    screen.keys(&["Tab", "Return"]);
    turn_to(stage, managed, words.add_buddy);
    stage.picture("09-add-back");
    screen.keys(&["Return"]);
    nurse.expect_presence(ROMEO, Some("subscribe"));
    screen.wait_closed(words.add_buddy);
    let mut tybalt = stage.peer(TYBALT);
    tybalt.subscribe(ROMEO);
    turn_to(stage, managed, words.authorize);
    screen.keys(&["alt+d"]);
    tybalt.expect_presence(ROMEO, Some("unsubscribed"));
    screen.wait_closed(words.authorize);
    assert!(stage.fantail.ctl(&["requests"]).is_empty());
}

fn chat(stage: &Stage, managed: bool) {
    let (screen, words) = (&stage.screen, &stage.words);
    let mut juliet = stage.peer(JULIET);
    screen.focus(words.buddy_list);
    screen.keys(&["ctrl+m"]);
    turn_to(stage, managed, words.new_message);
    screen.type_text(JULIET);
    stage.picture("10-new-message");
    screen.keys(&["Return"]);
    turn_to(stage, managed, "Juliet C.");
    screen.wait_closed(words.new_message);
    screen.type_text("But soft!");
    screen.keys(&["shift+Return"]);
    screen.type_text("What light?");
    screen.keys(&["Return"]);
    juliet.expect_message("But soft!\nWhat light?");
    stage.said(JULIET, "it was sent", |line| line["body"] == "But soft!\nWhat light?" && line["state"] == "sent");
    juliet.send(ROMEO, "Ay me!");
    stage.said(JULIET, "she answered", |line| line["body"] == "Ay me!" && line["direction"] == "in");
    stage.unread(JULIET, 0);
    screen.wait_until_calm(&screen.windows("Juliet")[0]);
    stage.picture("11-answered");
}

fn join_a_room(stage: &Stage, managed: bool) {
    let (screen, words) = (&stage.screen, &stage.words);
    let room = format!("balcony@{ROOMS}");
    let mut juliet = stage.peer(JULIET);
    juliet.create_room(&room, "Juliet", &[]);
    screen.focus(words.buddy_list);
    screen.keys(&["ctrl+j"]);
    turn_to(stage, managed, words.join);
    screen.type_text("balcony");
    screen.keys(&["Tab"]);
    screen.type_text(ROOMS);
    screen.keys(&["Tab"]);
    screen.type_text("Romeo");
    screen.keys(&["Tab"]);
    stage.picture("12-join");
    screen.keys(&["Return"]);
    screen.wait_closed(words.join);
    stage.fantail.wait_for(&["rooms"], "joined", |about| about["room"] == room && about["state"] == "joined" && about["nick"] == "Romeo");
    turn_to(stage, managed, "balcony");
    screen.type_text("It is the east");
    screen.keys(&["Return"]);
    juliet.expect_message("It is the east");
    juliet.say_in_room(&room, "Who is there?");
    stage.said(&room, "reflected", |line| line["body"] == "It is the east" && line["state"] == "delivered");
    stage.said(&room, "answered", |line| line["body"] == "Who is there?");
    screen.wait_until_calm(&screen.windows("balcony")[0]);
    stage.picture("13-room");
}
