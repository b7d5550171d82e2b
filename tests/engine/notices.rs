//! What happens in a room is told while it happens, and what is more than of the moment is kept.

use super::*;
use fantail::model::{Affiliation, BareJid, Fact, Happening, PutOut, Role, RoomChoice, RoomDetails, RoomWishes};

pub const TEA: &str = "tea@conference.one.test";

pub fn room() -> BareJid {
    TEA.parse().unwrap()
}

pub fn account() -> BareJid {
    ROMEO.parse().unwrap()
}

/// Romeo, signed in.
pub fn online(prosody: &Prosody) -> (Engine, Subscription, TempDir) {
    online_at(prosody, "desk")
}

/// The same, at one of his devices.
pub fn online_at(prosody: &Prosody, resource: &str) -> (Engine, Subscription, TempDir) {
    let (engine, mut events, directory) = started();
    let password = Some(Secret::new(PASSWORD));
    ask(&engine, Command::AddAccount { account: romeo(prosody, resource), password });
    until(&mut events, is_online);
    (engine, events, directory)
}

/// What happens next of this kind.
pub fn next(events: &mut Subscription, wanted: impl Fn(&Happening) -> bool) -> Happening {
    let happened = |event: &Event| if let Event::Noticed(notice) = event { Some(notice.what.clone()) } else { None };
    let seen = until(events, |seen| seen.iter().filter_map(happened).any(|what| wanted(&what)));
    seen.iter().filter_map(happened).find(|what| wanted(what)).unwrap()
}

pub fn create(engine: &Engine, events: &mut Subscription, wishes: RoomWishes) {
    let nick = Some("romeo".to_owned());
    ask(engine, Command::CreateRoom { account: account(), room: room(), nick, wishes: Box::new(wishes) });
    // This server writes down what is said in a new room, and says so.
    assert_eq!(next(events, |_| true), Happening::Entered { facts: vec![Fact::Logged(true)] });
}

fn configure(engine: &Engine, wishes: RoomWishes) {
    ask(engine, Command::ConfigureRoom { account: account(), room: room(), wishes: Box::new(wishes) });
}

fn addresses(shown: bool) -> RoomWishes {
    RoomWishes { details: RoomDetails { addresses_shown: Some(shown), ..RoomDetails::default() }, ..RoomWishes::default() }
}

fn kept(engine: &Engine) -> Vec<Happening> {
    let Reply::Notices(kept) = ask(engine, Command::Notices { account: account(), room: room() }) else { panic!("no notices") };
    kept.into_iter().map(|notice| notice.what).collect()
}

#[test]
fn who_comes_goes_and_is_put_out_is_told_with_who_did_it_and_why() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    create(&engine, &mut events, RoomWishes::default());
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    juliet.join(TEA, "juliet");
    let nick = || "juliet".to_owned();
    let first = next(&mut events, |_| true);
    assert_eq!(first, Happening::Came { nick: nick() });
    juliet.raw(&format!("<presence type='unavailable' to='{TEA}/juliet'><status>Good night</status></presence>"));
    let left = Happening::Left { nick: nick(), words: Some("Good night".into()) };
    assert_eq!(next(&mut events, |_| true), left);

    juliet.join(TEA, "juliet");
    assert_eq!(next(&mut events, |_| true), Happening::Came { nick: nick() });
    let (by, reason) = (Some("romeo".to_owned()), Some("Well done".to_owned()));
    let member = Command::SetAffiliation {
        account: account(),
        room: room(),
        jid: "juliet@one.test".parse().unwrap(),
        affiliation: Affiliation::Member,
        reason: reason.clone(),
    };
    ask(&engine, member);
    let (was, now) = (Affiliation::None, Affiliation::Member);
    // This version of the server does not say who made a member.
    let made = next(&mut events, |_| true);
    assert!(matches!(&made, Happening::Affiliated { was: told, now: then, .. } if (*told, *then) == (was, now)), "{made:?}");
    let role = |role, reason| Command::SetRole { account: account(), room: room(), nick: nick(), role, reason };
    ask(&engine, role(Role::Visitor, None));
    let muted = next(&mut events, |_| true);
    assert!(matches!(&muted, Happening::Role { was: Role::Participant, now: Role::Visitor, .. }), "{muted:?}");
    ask(&engine, role(Role::None, Some("Enough".into())));
    let put_out = Happening::PutOut { nick: nick(), why: PutOut::Kicked, by, reason: Some("Enough".into()) };
    assert_eq!(next(&mut events, |_| true), put_out);
    juliet.join(TEA, "capulet");
    juliet.raw(&format!("<presence to='{TEA}/july'/>"));
    let (from, to) = ("capulet".to_owned(), "july".to_owned());
    let renamed = Happening::Renamed { from, to };
    assert_eq!(next(&mut events, |what| !matches!(what, Happening::Came { .. })), renamed);
    // That she left under one name and came under another is not told beside it: what comes next is what is said next.
    ask(&engine, Command::SetSubject { account: account(), room: room(), subject: "Tea at five".into() });
    let subject = Happening::Subject { by: Some("romeo".into()), words: "Tea at five".into() };
    assert_eq!(next(&mut events, |_| true), subject);
    assert_eq!(kept(&engine), [made, muted, put_out, renamed, subject]);
}

#[test]
fn what_the_room_is_now_is_told_when_somebody_changes_it() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    let mut wishes = RoomWishes { name: Some("Tea".into()), ..RoomWishes::default() };
    wishes.options.set(RoomChoice::Persistent, Some(true));
    create(&engine, &mut events, wishes);
    let mut wishes = RoomWishes { name: Some("Tea and cake".into()), ..RoomWishes::default() };
    wishes.options.set(RoomChoice::MembersOnly, Some(true));
    configure(&engine, wishes);
    let facts = vec![Fact::Name(Some("Tea and cake".into())), Fact::MembersOnly(true)];
    let members = Happening::Changed { facts };
    assert_eq!(next(&mut events, |_| true), members);
    configure(&engine, addresses(true));
    let shown = Happening::Changed { facts: vec![Fact::AddressesShown(true)] };
    assert_eq!(next(&mut events, |_| true), shown);

    // On entering the room says so again: it is told once.
    ask(&engine, Command::LeaveRoom { account: account(), room: room(), words: None });
    ask(&engine, Command::JoinRoom { account: account(), room: room(), nick: None, password: None, autojoin: false });
    configure(&engine, addresses(false));
    // This server says with each change that it writes down, and nothing of it to those who enter.
    let hidden = Happening::Changed { facts: vec![Fact::AddressesShown(false), Fact::Logged(true)] };
    assert_eq!(next(&mut events, |_| true), hidden);
    assert_eq!(kept(&engine), [members, shown, hidden]);
}

#[test]
fn a_subject_that_was_changed_while_we_were_away_is_told_once() {
    let prosody = Prosody::start(Options::default());
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    juliet.create_room(TEA, "juliet", &[]);
    let subject = |peer: &mut Peer, words: &str| {
        peer.raw(&format!("<message to='{TEA}' type='groupchat'><subject>{words}</subject></message>"));
    };
    subject(&mut juliet, "Tea at five");
    let (engine, mut events, _directory) = online(&prosody);
    let join = || Command::JoinRoom { account: account(), room: room(), nick: None, password: None, autojoin: false };
    let told = |words: &str| Happening::Subject { by: Some("juliet".into()), words: words.into() };
    ask(&engine, join());
    assert_eq!(next(&mut events, |_| true), told("Tea at five"));
    for _ in 0..2 {
        ask(&engine, Command::LeaveRoom { account: account(), room: room(), words: None });
        ask(&engine, join());
    }
    ask(&engine, Command::LeaveRoom { account: account(), room: room(), words: None });
    subject(&mut juliet, "Tea at six");
    juliet.expect("her subject", |event| event["xml"].as_str().is_some_and(|xml| xml.contains("Tea at six")));
    ask(&engine, join());
    assert_eq!(next(&mut events, |_| true), told("Tea at six"));
    assert_eq!(kept(&engine), [told("Tea at five"), told("Tea at six")]);
}

#[test]
fn a_last_word_is_heard_by_those_who_stay() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    create(&engine, &mut events, RoomWishes::default());
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    juliet.join(TEA, "juliet");
    ask(&engine, Command::LeaveRoom { account: account(), room: room(), words: Some("Good night".into()) });
    let gone = juliet.expect_presence(&format!("{TEA}/romeo"), Some("unavailable"));
    assert_eq!(gone["status"], "Good night", "{gone}");
    ask(&engine, Command::Quit);
}
