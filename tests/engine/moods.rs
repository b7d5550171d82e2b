//! Moods (XEP-0107): those of buddies are seen as long as they are shown, ours is seen by others.

use super::notices::{account, online};
use super::pictures::{JULIET, befriend};
use super::*;
use fantail::model::{BareJid, Feeling, Mood};

const NODE: &str = "http://jabber.org/protocol/mood";

fn publish(inside: &str) -> String {
    format!(
        "<iq xmlns='jabber:client' type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='{NODE}'>\
         <item><mood xmlns='{NODE}'>{inside}</mood></item></publish></pubsub></iq>"
    )
}

fn mood(word: &str, text: Option<&str>) -> Mood {
    Mood { feeling: Feeling::parse(word).unwrap(), text: text.map(str::to_owned) }
}

/// Waits until somebody is told to feel so.
fn feels(events: &mut Subscription, who: &str, wanted: Option<&Mood>) {
    let who: BareJid = who.parse().unwrap();
    until(events, |seen| seen.iter().any(|event| matches!(event, Event::Mood { jid, mood, .. } if *jid == who && mood.as_ref() == wanted)));
}

#[test]
fn a_buddys_mood_is_seen_until_it_is_taken_back_or_the_session_ends() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    befriend(&engine, &mut events, &mut juliet);
    juliet.iq(&publish("<in_awe/><text>of the night</text>"));
    let awe = mood("in_awe", Some("of the night"));
    feels(&mut events, JULIET, Some(&awe));
    let Reply::State(state) = ask(&engine, Command::State) else { panic!("no state") };
    assert_eq!(state.mood(&account(), &JULIET.parse().unwrap()), Some(&awe));
    juliet.iq(&publish(""));
    feels(&mut events, JULIET, None);

    juliet.iq(&publish("<happy/>"));
    feels(&mut events, JULIET, Some(&mood("happy", None)));
    ask(&engine, Command::SetStatus { account: None, availability: Availability::Offline, text: None });
    feels(&mut events, JULIET, None);
    ask(&engine, Command::SetStatus { account: None, availability: Availability::Available, text: None });
    // The next session is told anew.
    feels(&mut events, JULIET, Some(&mood("happy", None)));
    ask(&engine, Command::RemoveContact { account: account(), jid: JULIET.parse().unwrap() });
    feels(&mut events, JULIET, None);
    ask(&engine, Command::Quit);
}

#[test]
fn our_mood_is_seen_by_a_buddy_and_by_ourselves() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    befriend(&engine, &mut events, &mut juliet);
    let curious = mood("curious", Some("who <you> are"));
    ask(&engine, Command::SetMood { account: account(), mood: Some(curious.clone()) });
    feels(&mut events, ROMEO, Some(&curious));
    let seen = |juliet: &mut Peer| {
        juliet.iq(&format!(
            "<iq xmlns='jabber:client' type='get' to='{ROMEO}'><pubsub xmlns='http://jabber.org/protocol/pubsub'>\
             <items node='{NODE}'/></pubsub></iq>"
        ))
    };
    let told = seen(&mut juliet);
    assert!(told.contains("<curious") && told.contains("who &lt;you&gt; are"), "{told}");
    ask(&engine, Command::SetMood { account: account(), mood: None });
    feels(&mut events, ROMEO, None);
    let told = seen(&mut juliet);
    assert!(told.contains("<mood") && !told.contains("<curious"), "{told}");
    ask(&engine, Command::Quit);
}
