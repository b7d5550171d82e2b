//! Hidden words, and calls for attention: from people who may see us, not from strangers.

use super::notices::{account, online};
use super::*;
use fantail::model::{Amendment, Jid, Manner, Message, Subscription as Visible};

const JULIET: &str = "juliet@one.test";

fn messages(seen: &[Event]) -> impl Iterator<Item = &Message> {
    seen.iter().filter_map(|event| if let Event::Message(message) = event { Some(&**message) } else { None })
}

#[test]
fn friends_ring_and_strangers_do_not() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    let ring = format!("<message type='headline' to='{ROMEO}'><attention xmlns='urn:xmpp:attention:0'/></message>");
    let ring_with = |words: &str| {
        let inside = format!("<body>{words}</body><attention xmlns='urn:xmpp:attention:0'/>");
        format!("<message type='chat' to='{ROMEO}'>{inside}</message>")
    };
    let mut tybalt = Peer::online("tybalt@one.test", PASSWORD, prosody.port(), prosody.ca());
    tybalt.raw(&ring);
    tybalt.raw(&ring_with("Look here"));
    let seen = until(&mut events, |seen| messages(seen).any(|message| message.body == "Look here"));
    let told: Vec<_> = messages(&seen).map(|message| (message.body.as_str(), &message.manner)).collect();
    assert_eq!(told, [("Look here", &Manner::Plain)]);

    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    juliet.raw(&format!("<presence type='subscribe' to='{ROMEO}'/>"));
    until(&mut events, |seen| seen.iter().any(|event| matches!(event, Event::Request(_))));
    ask(&engine, Command::Authorize { account: account(), jid: JULIET.parse().unwrap(), add: None });
    let sees_us = |event: &Event| matches!(event, Event::Roster(contact) if contact.item.subscription == Visible::From);
    until(&mut events, |seen| seen.iter().any(sees_us));
    juliet.raw(&ring);
    let seen = until(&mut events, |seen| messages(seen).any(|message| message.from.as_str() == JULIET));
    assert_eq!(messages(&seen).map(|message| &message.manner).collect::<Vec<_>>(), [&Manner::Attention]);

    let to: Jid = JULIET.parse().unwrap();
    let send = |body: &str, manner| Command::Send { account: account(), to: to.clone(), body: body.into(), answers: None, manner };
    ask(&engine, send("", Manner::Attention));
    let xml = |event: &serde_json::Value, piece: &str| event["xml"].as_str().is_some_and(|xml| xml.contains(piece));
    juliet.expect("the call", |event| xml(event, "urn:xmpp:attention:0") && !xml(event, "<body"));
    ask(&engine, send("He lives", Manner::Spoiler("the end".into())));
    juliet.expect("the hidden words", |event| xml(event, "urn:xmpp:spoiler:0") && xml(event, ">the end<") && xml(event, "He lives"));
}

#[test]
fn a_change_that_the_other_side_did_not_get_is_told_until_it_gets_through() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    let to: Jid = JULIET.parse().unwrap();
    let send = Command::Send { account: account(), to: to.clone(), body: "at nnoe".into(), answers: None, manner: Manner::Plain };
    let Reply::Message(sent) = ask(&engine, send) else { panic!("not sent") };
    juliet.expect_message("at nnoe");
    let blocking = |deed: &str| {
        let item = format!("<item jid='{ROMEO}'/>");
        format!("<iq xmlns='jabber:client' type='set'><{deed} xmlns='urn:xmpp:blocking'>{item}</{deed}></iq>")
    };
    juliet.iq(&blocking("block"));
    let amend = |amendment| ask(&engine, Command::Amend { account: account(), conversation: to.clone(), message: sent.id, amendment });
    amend(Amendment::Correction("at noon".into()));
    let told = |events: &mut Subscription, refused: bool| {
        let fits = |message: &Message| message.id == sent.id && message.unchanged.is_some() == refused;
        let seen = until(events, |seen| messages(seen).any(fits));
        messages(&seen).filter(|message| fits(message)).last().unwrap().clone()
    };
    let refused = told(&mut events, true);
    assert_eq!((refused.body.as_str(), refused.corrected), ("at noon", true));
    assert!(!matches!(refused.state, fantail::model::MessageState::Failed(_)), "the message itself is there");

    juliet.iq(&blocking("unblock"));
    amend(Amendment::Correction("at noon".into()));
    assert!(told(&mut events, false).unchanged.is_none());
    juliet.expect_message("at noon");

    // What was felt about it, and that it was never said, too.
    juliet.iq(&blocking("block"));
    amend(Amendment::Reactions(["👍".to_owned()].into()));
    told(&mut events, true);
    amend(Amendment::Retraction);
    let gone = told(&mut events, true);
    assert!(gone.retracted);
    ask(&engine, Command::Quit);
}
