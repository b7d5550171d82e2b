//! A room from its making to its end, as far as ejabberd goes: who comes, speaks, is heard, asked in, put out; what it is; where to go then.
//! The same on Prosody has tests of its own beside each capability.

use super::notices::next;
use super::room_details::signed_in;
use super::*;
use fantail::model::{Affiliation, BareJid, Fact, Happening, Jid, Manner, Message, PutOut, Role, RoomOptions, RoomState, RoomWishes};
use support::ejabberd::{self, Ejabberd};

fn heard(events: &mut Subscription, body: &str) -> Message {
    let said = |event: &Event| if let Event::Message(message) = event { Some((**message).clone()) } else { None };
    let seen = until(events, |seen| seen.iter().filter_map(said).any(|message| message.body == body));
    seen.iter().filter_map(said).find(|message| message.body == body).unwrap()
}

#[test]
fn a_room_is_kept_on_ejabberd_as_its_owner_wants() {
    let ejabberd = Ejabberd::start();
    let (own, tea) = (format!("romeo@{}", ejabberd::DOMAIN), format!("tea@{}", ejabberd::ROOMS));
    let (engine, mut events, _directory) = signed_in(&own, &ejabberd.address(), ejabberd.ca());
    let (account, room): (BareJid, BareJid) = (own.parse().unwrap(), tea.parse().unwrap());
    let peer = |name: &str| Peer::online(&format!("{name}@{}", ejabberd::DOMAIN), ejabberd::PASSWORD, ejabberd.port(), ejabberd.ca());
    let (mut juliet, mut nurse) = (peer("juliet"), peer("nurse"));
    let wishes = |options: RoomOptions| Box::new(RoomWishes { options, ..RoomWishes::default() });
    let create = Command::CreateRoom {
        account: account.clone(),
        room: room.clone(),
        nick: Some("romeo".into()),
        wishes: wishes(RoomOptions { persistent: Some(true), ..RoomOptions::default() }),
    };
    ask(&engine, create);

    // Somebody comes, speaks, and is spoken with alone.
    juliet.join(&tea, "juliet");
    next(&mut events, |what| *what == Happening::Came { nick: "juliet".into() });
    juliet.say_in_room(&tea, "Is anybody here?");
    assert_eq!(heard(&mut events, "Is anybody here?").from.as_str(), format!("{tea}/juliet"));
    let alone: Jid = format!("{tea}/juliet").parse().unwrap();
    let send = |to: &Jid, body: &str| Command::Send {
        account: account.clone(),
        to: to.clone(),
        body: body.into(),
        answers: None,
        manner: Manner::Plain,
    };
    ask(&engine, send(&alone, "Between us"));
    assert_eq!(juliet.expect_message("Between us")["type"], "chat");
    ask(&engine, send(&room.clone().into(), "For all"));
    assert_eq!(juliet.expect_message("For all")["type"], "groupchat");

    // The subject, the nickname, what the room is.
    ask(&engine, Command::SetSubject { account: account.clone(), room: room.clone(), subject: "Tea at five".into() });
    next(&mut events, |what| matches!(what, Happening::Subject { words, .. } if words == "Tea at five"));
    ask(&engine, Command::SetNick { account: account.clone(), room: room.clone(), nick: "Montague".into() });
    juliet.expect_presence(&format!("{tea}/Montague"), None);
    let moderated = RoomOptions { moderated: Some(true), ..RoomOptions::default() };
    ask(&engine, Command::ConfigureRoom { account: account.clone(), room: room.clone(), wishes: wishes(moderated) });
    // It was called moderated before, and let everybody speak by default.
    let role = |role, reason: Option<&str>| {
        let (nick, reason) = ("juliet".to_owned(), reason.map(str::to_owned));
        ask(&engine, Command::SetRole { account: account.clone(), room: room.clone(), nick, role, reason });
    };
    role(Role::Participant, None);
    role(Role::Visitor, Some("Listen first"));
    let told = next(&mut events, |what| matches!(what, Happening::Role { now: Role::Visitor, .. }));
    assert!(matches!(told, Happening::Role { nick, reason, .. } if nick == "juliet" && reason.as_deref() == Some("Listen first")));
    role(Role::Participant, None);
    next(&mut events, |what| matches!(what, Happening::Role { now: Role::Participant, .. }));

    // Whoever is no member of a room for members is not in it any more, and comes in only once a member.
    let affiliation = |jid: BareJid, affiliation, reason: Option<&str>| {
        let reason = reason.map(str::to_owned);
        ask(&engine, Command::SetAffiliation { account: account.clone(), room: room.clone(), jid, affiliation, reason });
    };
    affiliation(format!("juliet@{}", ejabberd::DOMAIN).parse().unwrap(), Affiliation::Member, None);
    let members = RoomOptions { members_only: Some(true), ..RoomOptions::default() };
    ask(&engine, Command::ConfigureRoom { account: account.clone(), room: room.clone(), wishes: wishes(members) });
    let changed = next(&mut events, |what| matches!(what, Happening::Changed { facts } if facts.contains(&Fact::MembersOnly(true))));
    assert!(matches!(changed, Happening::Changed { .. }));
    assert!(nurse.try_join(&tea, "nurse", None).is_err());
    let invite = Command::Invite { account: account.clone(), room: room.clone(), jid: nurse_jid(), reason: Some("Come".into()) };
    ask(&engine, invite);
    nurse.expect("an invitation", |event| event["xml"].as_str().is_some_and(|xml| xml.contains("<invite") && xml.contains("Come")));
    affiliation(nurse_jid(), Affiliation::Member, None);
    nurse.join(&tea, "nurse");
    next(&mut events, |what| *what == Happening::Came { nick: "nurse".into() });

    // Put out, and for good.
    let kick = Command::SetRole {
        account: account.clone(),
        room: room.clone(),
        nick: "nurse".into(),
        role: Role::None,
        reason: Some("Enough".into()),
    };
    ask(&engine, kick);
    let out = next(&mut events, |what| matches!(what, Happening::PutOut { .. }));
    assert!(
        matches!(&out, Happening::PutOut { nick, why: PutOut::Kicked, reason, .. } if nick == "nurse" && reason.as_deref() == Some("Enough")),
        "{out:?}"
    );
    nurse.join(&tea, "nurse");
    affiliation(nurse_jid(), Affiliation::Outcast, Some("For good"));
    let out = next(&mut events, |what| matches!(what, Happening::PutOut { why: PutOut::Banned, .. }));
    assert!(matches!(&out, Happening::PutOut { nick, reason, .. } if nick == "nurse" && reason.as_deref() == Some("For good")), "{out:?}");
    assert!(nurse.try_join(&tea, "nurse", None).is_err());

    // The end, and where to go.
    let successor: BareJid = format!("garden@{}", ejabberd::ROOMS).parse().unwrap();
    let destroy = Command::DestroyRoom {
        account: account.clone(),
        room: room.clone(),
        reason: Some("Curfew".into()),
        successor: Some(successor.clone()),
    };
    ask(&engine, destroy);
    let gone = juliet.expect("the end", |event| event["xml"].as_str().is_some_and(|xml| xml.contains("<destroy")));
    let xml = gone["xml"].as_str().unwrap();
    assert!(xml.contains(successor.as_str()) && xml.contains("Curfew"), "{xml}");
    let Reply::State(state) = ask(&engine, Command::State) else { panic!("no state") };
    assert_eq!(state.rooms[&(account, room)].state, RoomState::Left);
    ask(&engine, Command::Quit);
}

fn nurse_jid() -> BareJid {
    format!("nurse@{}", ejabberd::DOMAIN).parse().unwrap()
}
