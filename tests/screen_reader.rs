//! The guide's path for somebody who sees nothing: by roles and names alone, as AT-SPI tells them to a screen reader.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod support;

use support::fantail::Fantail;
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody, ROOMS};
use support::reader::Reader;
use support::screen::Screen;

const ROMEO: &str = "romeo@one.test";
const JULIET: &str = "juliet@one.test";
const NURSE: &str = "nurse@one.test";

/// The roles as AT-SPI calls them.
const BUTTON: &str = "push button";
const ENTRY: &str = "entry";
const ITEM: &str = "list item";

struct Blind {
    reader: Reader,
    fantail: Fantail,
    server: Prosody,
    screen: Screen,
}

impl Blind {
    fn start() -> Self {
        let server = Prosody::start(Options::default());
        let screen = Screen::start();
        let reader = Reader::start(screen.display());
        let fantail = Fantail::start_read(screen.display(), reader.bus());
        Self { reader, fantail, server, screen }
    }

    fn peer(&self, jid: &str) -> Peer {
        Peer::online(jid, PASSWORD, self.server.port(), self.server.ca())
    }

    /// A real click in the middle of where something is said to be.
    fn click(&mut self, window: &str, role: &str, name: &str) {
        let found = self.reader.find(window, role, name);
        let [x, y, width, height] = [0, 1, 2, 3].map(|index| found["place"][index].as_u64().unwrap() as u32);
        self.screen.click_at(x + width / 2, y + height / 2);
    }

    fn signed_in() -> Self {
        let mut blind = Self::start();
        let window = "Add Account";
        blind.reader.write(window, ENTRY, "Username", "romeo");
        blind.reader.write(window, ENTRY, "Domain", "one.test");
        blind.reader.write(window, "password text", "Password", PASSWORD);
        // Programs of the same session may listen: a password is told to nobody.
        let dots = "•".repeat(PASSWORD.chars().count());
        blind.reader.find_where(window, "password text", "Password", |field| field["text"] == dots.as_str());
        blind.reader.press(window, BUTTON, "Advanced");
        blind.reader.write(window, ENTRY, "Server", &blind.server.address());
        blind.reader.press(window, BUTTON, "Add");
        blind.reader.press("Certificate", BUTTON, "Trust this certificate");
        blind.fantail.wait_online(Some(ROMEO));
        blind
    }
}

#[test]
fn roles_and_names_lead_from_the_first_start_to_an_answered_chat_and_a_room() {
    let mut blind = Blind::signed_in();
    let mut juliet = blind.peer(JULIET);
    blind.reader.press("Buddy List", BUTTON, "Add a buddy…");
    blind.reader.write("Add Buddy", ENTRY, "Buddy's username", JULIET);
    blind.reader.write("Add Buddy", ENTRY, "Alias", "Juliet C.");
    blind.reader.press("Add Buddy", BUTTON, "Add");
    juliet.expect_presence(ROMEO, Some("subscribe"));
    juliet.subscribed(ROMEO);
    blind.reader.find_where("Buddy List", ITEM, "Juliet C.", |buddy| buddy["description"] == "Available");
    // Who asks to see us is allowed.
    let mut nurse = blind.peer(NURSE);
    nurse.subscribe(ROMEO);
    blind.reader.find("Authorize", "label", "nurse@one.test would like to see when you are online.");
    blind.reader.press("Authorize", BUTTON, "Authorize");
    nurse.expect_presence(ROMEO, Some("subscribed"));
    // The buddy is chatted with, and the answer is told without being looked for.
    blind.reader.press("Buddy List", ITEM, "Juliet C.");
    blind.reader.write("Juliet C.", ENTRY, "Message to Juliet C.", "But soft!");
    blind.reader.press("Juliet C.", BUTTON, "Send");
    juliet.expect_message("But soft!");
    juliet.send(ROMEO, "Ay me!");
    blind.reader.hears("object:announcement", "the answer is announced", |told| told["detail"] == "Juliet C.: Ay me!");
    // A room, by the menu.
    let room = format!("balcony@{ROOMS}");
    juliet.create_room(&room, "Juliet", &[]);
    blind.reader.press("Buddy List", "menu item", "Buddies");
    blind.reader.press("Buddy List", "menu item", "Join a Chat…");
    let window = "Join a Chat";
    for (field, text) in [("Room", "balcony"), ("Server", ROOMS), ("Nickname", "Romeo")] {
        blind.reader.write(window, ENTRY, field, text);
    }
    blind.reader.press(window, BUTTON, "Join");
    blind.reader.find("balcony", ITEM, "Juliet");
    juliet.say_in_room(&room, "Who is there?");
    blind.reader.find("balcony", ITEM, "Juliet: Who is there?");
}

#[test]
fn the_keyboard_the_caret_and_the_places_on_the_screen_are_mirrored() {
    let mut blind = Blind::start();
    let (window, username) = ("Add Account", "Username");
    blind.screen.focus(window);
    blind.screen.type_text("romeo");
    blind.reader.find_where(window, ENTRY, username, |field| field["text"] == "romeo" && field["states"][0] == "focused");
    blind.screen.keys(&["Tab", "Tab", "Tab"]);
    blind.reader.hears("object:state-changed:focused", "Tab moves on", |told| told["name"] == "Remember password");
    blind.screen.keys(&["space"]);
    blind
        .reader
        .find_where(window, "check box", "Remember password", |tick| tick["states"].as_array().unwrap().contains(&"checked".into()));
    // The frame around the window is not counted, and a field is where it is said to be.
    blind.click(window, ENTRY, "Domain");
    blind.reader.find_where(window, ENTRY, "Domain", |field| field["states"][0] == "focused");
    let before = blind.reader.find(window, ENTRY, username)["place"].clone();
    blind.screen.move_window(window, 300, 200);
    blind.reader.find_where(window, ENTRY, username, |field| field["place"] != before);
    blind.click(window, ENTRY, username);
    blind.reader.find_where(window, ENTRY, username, |field| field["states"][0] == "focused");
    // An assistive technology may move the focus, too.
    blind.reader.focus(window, "password text", "Password");
    blind.reader.hears("object:state-changed:focused", "the focus is moved", |told| told["name"] == "Password");
}

#[test]
fn what_is_old_comes_in_silence_and_the_input_tells_its_caret() {
    let mut blind = Blind::signed_in();
    let mut juliet = blind.peer(JULIET);
    for number in 1..=60 {
        juliet.send(ROMEO, &format!("line {number}"));
    }
    // The chat opened by itself. It is closed and opened again, so that all of this is old.
    let said = |number: u32| format!("{JULIET}: line {number}");
    blind.reader.find(JULIET, ITEM, &said(60));
    blind.screen.close(JULIET);
    blind.reader.press("Buddy List", "menu item", "Buddies");
    blind.reader.press("Buddy List", "menu item", "New Instant Message…");
    blind.reader.write("New Instant Message", ENTRY, "Address", JULIET);
    blind.reader.heard_so_far();
    blind.reader.press("New Instant Message", BUTTON, "Chat");
    blind.reader.find(JULIET, ITEM, &said(60));
    blind.screen.focus(JULIET);
    blind.screen.keys(&["Prior", "Prior", "Prior", "Prior", "Prior", "Prior", "Prior", "Prior"]);
    blind.reader.find(JULIET, ITEM, &said(1));
    blind.screen.keys(&["ctrl+End"]);
    blind.reader.find(JULIET, ITEM, &said(60));
    juliet.send(ROMEO, "line 61");
    blind.reader.hears("object:announcement", "the new one is announced", |told| told["detail"] == said(61));
    let told = blind.reader.heard_so_far();
    let announced: Vec<_> = told.iter().filter(|told| told["event"] == "object:announcement").map(|told| &told["detail"]).collect();
    // That she is on no list may be told with the window, and is told once.
    let unlisted = "juliet@one.test is not on your buddy list.";
    assert!(announced.len() <= 1 && announced.iter().all(|told| *told == unlisted), "{announced:?}");
    blind.screen.type_text("But soft!");
    blind.screen.keys(&["shift+Return"]);
    blind.screen.type_text("What");
    blind.screen.keys(&["Left"]);
    let input = "Message to juliet@one.test";
    blind.reader.find_where(JULIET, ENTRY, input, |input| input["text"] == "But soft!\nWhat" && input["caret"] == 13);
}
