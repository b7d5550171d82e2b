//! What is said in a room: lines, subjects, mentions, private messages, and lines the room refuses.

use super::{TEA, romeo};
use serde_json::json;

#[test]
fn lines_go_both_ways_once() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    let mut nurse = stage.peer("nurse@one.test");
    nurse.join(TEA, "nurse");
    stage.join("romeo");
    let mut events = stage.fantail.events();
    events.expect("account", "the state, from which on nothing is missed", |_| true);
    let sent = stage.fantail.ctl(&["send", TEA, "Good <pilgrim> & saints"]).remove(0);
    assert_eq!((&sent["state"], &sent["kind"], &sent["from"]), (&json!("queued"), &json!("groupchat"), &json!(format!("{TEA}/romeo"))));
    for peer in [&mut juliet, &mut nurse] {
        let line = peer.expect_message("Good <pilgrim> & saints");
        assert_eq!((&line["from"], &line["type"]), (&json!(format!("{TEA}/romeo")), &json!("groupchat")));
    }
    events.expect("message", "reflected", |line| line["id"] == sent["id"] && line["state"] == "delivered");
    juliet.say_in_room(TEA, "You kiss by the book");
    let line = stage.line("You kiss by the book");
    assert_eq!((&line["direction"], &line["state"], &line["from"]), (&json!("in"), &json!("received"), &json!(format!("{TEA}/juliet"))));
    assert_eq!(stage.bodies(), ["Good <pilgrim> & saints", "You kiss by the book"]);
    let own = stage.line("Good <pilgrim> & saints");
    assert_eq!((&own["state"], &own["direction"], &own["error"]), (&json!("delivered"), &json!("out"), &json!(null)));
}

#[test]
fn a_line_the_room_refuses_has_failed_with_the_reason() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[("muc#roomconfig_moderatedroom", "1")]);
    stage.join("romeo");
    assert_eq!(stage.room("a visitor", |room| room["role"] != "none")["role"], "visitor");
    stage.fantail.ctl(&["send", TEA, "May I speak?"]);
    let failed = stage.fantail.wait_for(&["history", TEA], "a failure", |line| line["state"] == "failed");
    assert_eq!(failed["error"], "forbidden");
    super::administer(&mut juliet, TEA, "<item nick='romeo' role='participant'/>");
    stage.room("a voice", |room| room["role"] == "participant");
    stage.fantail.ctl(&["send", TEA, "Thank you"]);
    juliet.expect_message("Thank you");
    stage.fantail.wait_for(&["history", TEA], "delivered", |line| line["body"] == "Thank you" && line["state"] == "delivered");
}

#[test]
fn the_subject_is_shown_on_joining_and_when_it_changes() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    let mut say = |subject: &str| juliet.raw(&format!("<message type='groupchat' to='{TEA}'><subject>{subject}</subject></message>"));
    say("Tea at five");
    stage.join("romeo");
    stage.room("the subject", |room| room["subject"] == "Tea at five");
    say("Cake &amp; 🍰");
    stage.room("the next subject", |room| room["subject"] == "Cake & 🍰");
    say("");
    stage.room("no subject", |room| room["subject"].is_null());
    assert!(stage.bodies().is_empty());
}

#[test]
fn a_line_that_names_us_is_counted_apart() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    stage.join("romeo");
    for body in ["Romeo, Romeo!", "romeoesque", "wherefore art thou?"] {
        juliet.say_in_room(TEA, body);
    }
    let counted = stage.fantail.wait_for(&["conversations"], "three lines", |conversation| conversation["unread"] == 3);
    assert_eq!((&counted["conversation"], &counted["kind"], &counted["mentions"]), (&json!(TEA), &json!("groupchat"), &json!(1)));
}

#[test]
fn private_words_do_not_go_to_whoever_has_taken_the_name_since() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    let mut tybalt = stage.peer("tybalt@one.test");
    tybalt.join(TEA, "tybalt");
    stage.join("romeo");
    let occupant = format!("{TEA}/juliet");
    stage.fantail.ctl(&["send", &occupant, "my love"]);
    juliet.expect_message("my love");
    juliet.leave(TEA, "juliet");
    stage.fantail.wait_for(&["rooms"], "she is gone", |room| room["occupants"] == 2);
    tybalt.leave(TEA, "tybalt");
    tybalt.join(TEA, "juliet");
    stage.occupant("juliet", "another one", |_| true);
    let said = stage.fantail.ctl(&["history", &occupant]).remove(0)["id"].as_str().unwrap().to_owned();
    assert_eq!(stage.fantail.refused(&["react", &occupant, &said, "❤️"]), "bad-argument");
    assert_eq!(stage.fantail.refused(&["send", &occupant, "a secret"]), "bad-argument");
    // Whoever has read that knows whom he writes to.
    stage.fantail.ctl(&["send", &occupant, "who are you?"]);
    tybalt.expect_message("who are you?");
    assert!(tybalt.events().iter().all(|event| event["body"] != "a secret"));
    assert!(stage.fantail.ctl(&["history", &occupant]).iter().all(|message| message["body"] != "a secret"));
}

#[test]
fn a_private_message_in_a_room_is_a_conversation_with_the_occupant() {
    let stage = romeo();
    let mut juliet = stage.juliet_with_tea(&[]);
    let mut nurse = stage.peer("nurse@one.test");
    nurse.join(TEA, "nurse");
    stage.join("romeo");
    let occupant = format!("{TEA}/juliet");
    juliet.send(&format!("{TEA}/romeo"), "psst");
    let whisper = stage.fantail.wait_for(&["history", &occupant], "a whisper", |message| message["body"] == "psst");
    assert_eq!((&whisper["conversation"], &whisper["from"], &whisper["kind"]), (&json!(occupant), &json!(occupant), &json!("chat")));
    stage.fantail.ctl(&["send", &occupant, "I hear"]);
    let answer = juliet.expect_message("I hear");
    assert_eq!((&answer["type"], &answer["from"]), (&json!("chat"), &json!(format!("{TEA}/romeo"))));
    stage.fantail.ctl(&["send", TEA, "to all"]);
    nurse.expect_message("to all");
    assert!(nurse.events().iter().all(|event| event["body"] != "I hear"));
    assert_eq!(stage.fantail.ctl(&["history", &occupant]).len(), 2);
    assert_eq!(stage.bodies(), ["to all"]);
    stage.fantail.ctl(&["send", &format!("{TEA}/nobody"), "Anyone?"]);
    let nobody = format!("{TEA}/nobody");
    stage.fantail.wait_for(&["history", &nobody], "a failure", |message| message["state"] == "failed" && message["error"] != json!(null));
}
