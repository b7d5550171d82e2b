//! What calls us in a room, and whom we do not hear there.

use super::notices::{TEA, account, create, online, room};
use super::*;
use fantail::model::{Ignored, RoomWishes, Setting, Watched};

/// Unread lines and mentions of the room, once this was said.
fn counts(engine: &Engine, events: &mut Subscription, words: &str) -> (u32, u32) {
    until(events, |seen| seen.iter().any(|event| matches!(event, Event::Message(message) if message.body == words)));
    let Reply::State(state) = ask(engine, Command::State) else { panic!("no state") };
    let conversation = &state.conversations[&(account(), room().into())];
    (conversation.unread, conversation.mentions)
}

#[test]
fn watched_words_call_us_and_who_is_ignored_does_not() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    create(&engine, &mut events, RoomWishes::default());
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    juliet.join(TEA, "juliet");
    ask(&engine, Command::Set(Setting::Watched(Watched::try_from("/sheet [45]/".to_owned()).unwrap())));
    juliet.say_in_room(TEA, "about sheet 3");
    assert_eq!(counts(&engine, &mut events, "about sheet 3"), (1, 0));
    juliet.say_in_room(TEA, "about Sheet 4");
    assert_eq!(counts(&engine, &mut events, "about Sheet 4"), (2, 1));
    ask(&engine, Command::Set(Setting::Ignored(Ignored::default().with(&account(), &room(), "juliet", true))));
    juliet.say_in_room(TEA, "romeo: sheet 5?");
    assert_eq!(counts(&engine, &mut events, "romeo: sheet 5?"), (2, 1));
    // Under another name she is still herself, and that name is anybody's once she has gone.
    juliet.raw(&format!("<presence to='{TEA}/july'/>"));
    juliet.say_in_room(TEA, "romeo: and now?");
    assert_eq!(counts(&engine, &mut events, "romeo: and now?"), (2, 1));
    let ignores = |nick: &str| {
        let Reply::State(state) = ask(&engine, Command::State) else { panic!("no state") };
        state.settings.hearing.ignored.has(&account(), &room(), nick)
    };
    assert!(ignores("july") && ignores("juliet"));
    juliet.leave(TEA, "july");
    until(&mut events, |seen| {
        seen.iter().any(|event| matches!(event, Event::Settings(now) if !now.hearing.ignored.has(&account(), &room(), "july")))
    });
    assert!(!ignores("july") && ignores("juliet"));
    // And when she comes back under a third name the room tells that it is she.
    juliet.join(TEA, "june");
    until(&mut events, |seen| {
        seen.iter().any(|event| matches!(event, Event::Settings(now) if now.hearing.ignored.has(&account(), &room(), "june")))
    });
    juliet.say_in_room(TEA, "romeo: it is me");
    assert_eq!(counts(&engine, &mut events, "romeo: it is me"), (2, 1));
}
