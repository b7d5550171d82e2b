//! What is said while and after something is written: that one writes, a correction, an answer; and a search that leads back to it.

use super::stage::{JULIET, ROMEO, Stage};

#[test]
fn a_buddy_hears_that_one_writes_and_reads_what_was_edited_and_answered() {
    let stage = Stage::signed_in("writing");
    let screen = &stage.screen;
    let mut juliet = stage.peer(JULIET);
    stage.fantail.ctl(&["contact", "add", JULIET, "--name", "Juliet C."]);
    juliet.subscribed(ROMEO);
    juliet.subscribe(ROMEO);
    stage.fantail.wait_for(&["requests"], "she asks", |request| request["jid"] == JULIET);
    stage.fantail.ctl(&["authorize", JULIET]);
    stage.fantail.wait_for(&["roster"], "both see each other", |buddy| buddy["subscription"] == "both");
    stage.fantail.ctl(&["open", &format!("xmpp:{JULIET}")]);
    let window = screen.wait_focused("Juliet C.");
    screen.type_text("But soft!");
    let hears = |juliet: &mut super::support::peer::Peer, what: &str, part: &str| {
        juliet.expect(what, |event| event["event"] == "message" && event["xml"].as_str().is_some_and(|xml| xml.contains(part)))
    };
    hears(&mut juliet, "that he writes", "<composing");
    screen.keys(&["Return"]);
    let said = juliet.expect_message("But soft!");
    assert!(said["xml"].as_str().unwrap().contains("<active"), "{said}");
    // Up edits what was said last.
    screen.keys(&["Up"]);
    screen.type_text(" What light?");
    screen.keys(&["Return"]);
    let edited = juliet.expect_message("But soft! What light?");
    let replaces = format!("id=\"{}\"", said["id"].as_str().unwrap());
    assert!(edited["xml"].as_str().unwrap().contains(&replaces) && edited["id"] != said["id"], "{edited}");
    stage.said(JULIET, "it is edited here, too", |line| line["body"] == "But soft! What light?" && line["corrected"] == true);
    // An answer by the menu of her message.
    juliet.send_with_id(ROMEO, "Ay me!", "ay");
    stage.said(JULIET, "she spoke", |line| line["body"] == "Ay me!");
    screen.wait_until_calm(&window);
    screen.keys(&["shift+F10"]);
    screen.wait_until_calm(&window);
    stage.picture("01-menu");
    screen.keys(&["r"]);
    screen.type_text("She speaks.");
    stage.picture("02-answering");
    screen.keys(&["Return"]);
    let answer = juliet.expect_message("> Ay me!\nShe speaks.");
    assert!(answer["xml"].as_str().unwrap().contains("id=\"ay\""), "{answer}");
    let line = stage.said(JULIET, "it answers her", |line| line["body"] == "She speaks.");
    assert!(line["reply_to"].is_string(), "{line}");
    // And it is found again.
    screen.keys(&["ctrl+h"]);
    let history = screen.wait_focused("History");
    screen.type_text("light");
    screen.wait_until_calm(&history);
    stage.picture("03-history");
    screen.keys(&["Return"]);
    screen.wait_focused("Juliet C.");
    screen.wait_until_calm(&window);
    stage.picture("04-found");
}
