//! How far we have read is told to a room where not everybody may come in, and to no other (XEP-0333).

use super::notices::{account, create, online, room};
use super::*;
use fantail::model::telling::Signal;
use fantail::model::{Jid, Manner, RoomOptions, RoomWishes, Telling};

fn members_only(only: bool) -> RoomWishes {
    RoomWishes { options: RoomOptions { members_only: Some(only), ..RoomOptions::default() }, ..RoomWishes::default() }
}

/// What goes out with this in it, until something else does.
fn sent(events: &mut Subscription, until_xml: &str, wanted: &str) -> Vec<String> {
    let seen = until(events, |seen| traced(seen).iter().any(|seen| seen.way == Way::Sent && seen.xml.contains(until_xml)));
    let sent = traced(&seen).into_iter().filter(|seen| seen.way == Way::Sent && seen.xml.contains(wanted));
    sent.map(|seen| seen.xml.clone()).collect()
}

#[test]
fn a_private_room_learns_how_far_we_have_read_and_an_open_one_does_not() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    create(&engine, &mut events, members_only(true));
    let juliet = "juliet@one.test".parse().unwrap();
    let member = Command::SetAffiliation {
        account: account(),
        room: room(),
        jid: juliet,
        affiliation: fantail::model::Affiliation::Member,
        reason: None,
    };
    ask(&engine, member);
    let mut peer = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    peer.join("tea@conference.one.test", "juliet");
    let markable = |words: &str| {
        let inside = format!("<body>{words}</body><markable xmlns='urn:xmpp:chat-markers:0'/>");
        format!("<message type='groupchat' to='tea@conference.one.test'>{inside}</message>")
    };
    let conversation: Jid = room().into();
    let reads = |words: &str, peer: &mut Peer, events: &mut Subscription| {
        peer.raw(&markable(words));
        let seen = until(events, |seen| seen.iter().any(|event| matches!(event, Event::Message(message) if message.body == words)));
        let message = seen.iter().find_map(|event| if let Event::Message(message) = event { Some(message.clone()) } else { None });
        ask(&engine, Command::Trace { account: account(), on: true });
        ask(&engine, Command::MarkRead { account: account(), conversation: conversation.clone() });
        message.unwrap().stanza_id.unwrap()
    };
    let say = |words: &str| {
        let (account, to, body) = (account(), conversation.clone(), words.to_owned());
        ask(&engine, Command::Send { account, to, body, answers: None, manner: Manner::Plain });
    };

    let id = reads("Where is he?", &mut peer, &mut events);
    say("Here");
    let markers = sent(&mut events, "Here", "chat-markers:0");
    assert_eq!(markers.iter().filter(|xml| xml.contains("<displayed") && xml.contains(&id) && xml.contains("groupchat")).count(), 1);
    assert!(markers.iter().any(|xml| xml.contains("Here") && xml.contains("<markable")), "{markers:#?}");

    // Not where the user does not want it, and not where everybody comes in.
    ask(&engine, Command::Set(Telling::default().set(Signal::Reading, &account(), Some(&room()), false)));
    reads("And now?", &mut peer, &mut events);
    say("Still here");
    assert_eq!(sent(&mut events, "Still here", "chat-markers:0"), Vec::<String>::new());
    ask(&engine, Command::Set(Telling::default().set(Signal::Reading, &account(), Some(&room()), true)));
    let open = members_only(false);
    ask(&engine, Command::ConfigureRoom { account: account(), room: room(), wishes: Box::new(open) });
    let opened = |event: &Event| matches!(event, Event::Room(room) if room.options.members_only == Some(false));
    until(&mut events, |seen| seen.iter().any(opened));
    reads("Who is here?", &mut peer, &mut events);
    say("Everybody");
    assert_eq!(sent(&mut events, "Everybody", "chat-markers:0"), Vec::<String>::new());
}
