//! A moderator takes back all that somebody said, with a reason (XEP-0425).

use super::notices::{TEA, account, create, online, room};
use super::*;
use fantail::model::{Message, MessageId, RoomWishes};

fn lines(engine: &Engine) -> Vec<Message> {
    let history = Command::History { account: account(), conversation: room().into(), before: None, limit: 50 };
    let Reply::Messages(lines) = ask(engine, history) else { panic!("no history") };
    lines
}

fn said(events: &mut Subscription, words: &str) -> MessageId {
    let fits = |event: &Event| matches!(event, Event::Message(message) if message.body == words && message.stanza_id.is_some());
    let seen = until(events, |seen| seen.iter().any(fits));
    let said = seen.into_iter().find(fits);
    let Some(Event::Message(message)) = said else { panic!("nothing was said") };
    message.id
}

#[test]
fn all_that_somebody_said_is_taken_back_with_a_reason_and_nothing_of_others() {
    let prosody = Prosody::start(Options { room_modules: vec!["muc_moderation"], ..Options::default() });
    let (engine, mut events, _directory) = online(&prosody);
    create(&engine, &mut events, RoomWishes::default());
    let peer = |jid: &str| Peer::online(jid, PASSWORD, prosody.port(), prosody.ca());
    let (mut juliet, mut tybalt) = (peer("juliet@one.test"), peer("tybalt@one.test"));
    juliet.join(TEA, "juliet");
    tybalt.join(TEA, "tybalt");
    tybalt.say_in_room(TEA, "spam");
    said(&mut events, "spam");
    juliet.say_in_room(TEA, "good evening");
    said(&mut events, "good evening");
    // Under another name it is still his.
    tybalt.raw(&format!("<presence to='{TEA}/prince'/>"));
    tybalt.say_in_room(TEA, "more spam");
    let message = said(&mut events, "more spam");
    let reason = Some("No advertising".to_owned());
    ask(&engine, Command::Moderate { account: account(), room: room(), message, whole: true, reason });
    juliet.expect("why", |event| event["xml"].as_str().is_some_and(|xml| xml.contains("No advertising")));
    let gone = |events: &[Event]| events.iter().filter(|event| matches!(event, Event::Message(message) if message.retracted)).count() >= 2;
    until(&mut events, gone);
    let left: Vec<String> = lines(&engine).into_iter().filter(|line| !line.retracted).map(|line| line.body).collect();
    assert_eq!(left, ["good evening"]);
}
