//! What the windows ask of the engine, against a real server: the XML console, in which no password is told; what the archive keeps;
//! what happens in rooms, and who is asked in.

#![allow(clippy::unwrap_used)]

#[path = "engine/affiliations.rs"]
mod affiliations;
#[path = "engine/client_state.rs"]
mod client_state;
#[path = "engine/forgetting.rs"]
mod forgetting;
#[path = "engine/hearing.rs"]
mod hearing;
#[path = "engine/invitations.rs"]
mod invitations;
#[path = "engine/manners.rs"]
mod manners;
#[path = "engine/markers.rs"]
mod markers;
#[path = "engine/moderation.rs"]
mod moderation;
#[path = "engine/moods.rs"]
mod moods;
#[path = "engine/nicknames.rs"]
mod nicknames;
#[path = "engine/notices.rs"]
mod notices;
#[path = "engine/notify.rs"]
mod notify;
#[path = "engine/passwords.rs"]
mod passwords;
#[path = "engine/pictures.rs"]
mod pictures;
#[path = "engine/private_data.rs"]
mod private_data;
#[path = "engine/room_bookmarks.rs"]
mod room_bookmarks;
#[path = "engine/room_details.rs"]
mod room_details;
#[path = "engine/room_keeping.rs"]
mod room_keeping;
#[path = "engine/room_search.rs"]
mod room_search;
#[path = "engine/sign_in_policy.rs"]
mod sign_in_policy;
mod support;

use fantail::engine::{self, Engine, Options as Start, Subscription};
use fantail::model::problem::BadArgument;
use fantail::model::trace::{Traced, Way};
use fantail::model::{
    Account, AccountState, Archiving, Availability, Command, Event, Host, Manner, MessageState, Problem, Reply, Secret, Security,
};
use fantail::store::{Keyring, Profile, Store};
use support::peer::Peer;
use support::prosody::{Options, PASSWORD, Prosody};
use tempfile::TempDir;

const ROMEO: &str = "romeo@one.test";

fn ask(engine: &Engine, command: Command) -> Reply {
    engine.ask(command).blocking_recv().unwrap().unwrap()
}

/// What comes until `enough`, with everything that was told before.
fn until(events: &mut Subscription, enough: impl Fn(&[Event]) -> bool) -> Vec<Event> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let mut seen = Vec::new();
    runtime.block_on(async {
        while !enough(&seen) {
            let next = tokio::time::timeout(support::PATIENCE, events.next()).await;
            seen.extend(next.unwrap_or_else(|_| panic!("time is over; what came: {seen:#?}")).unwrap());
        }
    });
    seen
}

/// An engine in a profile of its own, and what it tells.
fn started() -> (Engine, Subscription, TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(&Profile::at(directory.path()).unwrap()).unwrap();
    let engine = engine::start(store, Keyring::none(), Start { offline: false }).unwrap();
    let events = engine.subscribe();
    (engine, events, directory)
}

/// Romeo's account on this server.
fn romeo(server: &Prosody, resource: &str) -> Account {
    Account {
        host: Host::parse(&server.address()),
        security: Security::StartTls,
        extra_roots: Some(std::fs::read_to_string(server.ca()).unwrap()),
        ..Account::new(ROMEO.parse().unwrap(), resource.into())
    }
}

fn traced(events: &[Event]) -> Vec<&Traced> {
    events.iter().filter_map(|event| if let Event::Traced { elements, .. } = event { Some(elements) } else { None }).flatten().collect()
}

fn is_online(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Account(status) if status.state == AccountState::Online))
}

#[test]
fn a_character_that_xml_has_no_place_for_ends_no_stream() {
    let server = Prosody::start(Options::default());
    let (engine, mut events, _profile) = notices::online(&server);
    let text = Some("tea\u{7} time\u{1b}".to_owned());
    ask(&engine, Command::SetStatus { account: None, availability: Availability::Away, text });
    let Reply::State(state) = ask(&engine, Command::State) else { panic!("no state") };
    assert!(state.accounts.values().all(|status| status.state == AccountState::Online));
    let said = |body: &str| Command::Send {
        account: ROMEO.parse().unwrap(),
        to: "juliet@one.test".parse().unwrap(),
        body: body.into(),
        answers: None,
        manner: Manner::Plain,
    };
    let refused = engine.ask(said("ding\u{7}")).blocking_recv().unwrap();
    assert_eq!(refused, Err(Problem::BadArgument(BadArgument::Characters)));
    ask(&engine, said("dong"));
    let sent = |event: &Event| matches!(event, Event::Message(message) if message.body == "dong" && message.state == MessageState::Sent);
    until(&mut events, |seen| seen.iter().any(sent));
    ask(&engine, Command::Quit);
}

#[test]
fn both_ways_are_told_without_a_secret_and_a_stanza_by_hand_is_answered() {
    let server = Prosody::start(Options::default());
    let (engine, mut events, _profile) = started();
    let account = Account { enabled: false, ..romeo(&server, "console") };
    let jid = account.jid.clone();
    ask(&engine, Command::AddAccount { account, password: Some(Secret::new(PASSWORD)) });
    ask(&engine, Command::Trace { account: jid.clone(), on: true });
    ask(&engine, Command::EnableAccount { account: jid.clone(), enabled: true });
    let begun = until(&mut events, |events| {
        let seen = traced(events);
        is_online(events) && seen.iter().any(|seen| seen.way == Way::Received && seen.xml.contains("jabber:iq:roster"))
    });
    let seen = traced(&begun);
    assert!(seen.iter().any(|seen| seen.way == Way::Sent && seen.xml.starts_with("<presence")), "{seen:#?}");
    // The sign-in, of which it is told that it was, and how.
    let names: Vec<_> = seen.iter().map(|seen| (seen.way, seen.xml.split([' ', '>', '/']).next().unwrap_or_default())).collect();
    let (sent, received) = (Way::Sent, Way::Received);
    let expected = [
        (received, "<features"),
        (sent, "<auth"),
        (received, "<challenge"),
        (sent, "<response"),
        (received, "<success"),
        (received, "<features"),
    ];
    assert_eq!(names[..6], expected);
    assert!(seen[1].xml.contains("mechanism='SCRAM-SHA-") && seen[1].xml.contains(">…<"), "{:?}", seen[1]);
    // Whoever knows the session's id could take it over.
    let enabled = seen.iter().find(|seen| seen.xml.starts_with("<enabled")).unwrap();
    assert!(enabled.xml.contains("id='…'"), "{enabled:?}");
    assert!(seen.iter().all(|seen| !seen.xml.contains(PASSWORD)));

    let xml = "<iq type='get' id='by-hand' to='one.test'><ping xmlns='urn:xmpp:ping'/></iq>".to_owned();
    ask(&engine, Command::SendXml { account: jid.clone(), xml });
    let answered = |events: &[Event]| traced(events).iter().any(|seen| seen.way == Way::Received && seen.xml.contains("'by-hand'"));
    until(&mut events, answered);

    let xml = "<presence to='tea@conference.one.test/r'><x xmlns='http://jabber.org/protocol/muc'><password>rose</password></x></presence>";
    ask(&engine, Command::SendXml { account: jid.clone(), xml: xml.to_owned() });
    let joined = until(&mut events, |events| traced(events).iter().any(|seen| seen.way == Way::Sent && seen.xml.contains("tea@")));
    assert!(traced(&joined).iter().all(|seen| !seen.xml.contains("rose")), "{joined:#?}");

    // Nobody looks any more: what follows is not told. The status is answered once the server has it.
    ask(&engine, Command::Trace { account: jid.clone(), on: false });
    events.ready();
    ask(&engine, Command::SetStatus { account: Some(jid), availability: Availability::Away, text: None });
    assert_eq!(traced(&events.ready()), Vec::<&Traced>::new());
    ask(&engine, Command::Quit);
}

#[test]
fn what_the_server_keeps_is_told_and_set_and_exceptions_stay() {
    let server = Prosody::start(Options::default());
    let (engine, mut events, _profile) = started();
    let account = romeo(&server, "archive");
    let jid = account.jid.clone();
    let mut phone = Peer::online(ROMEO, PASSWORD, server.port(), server.ca());
    phone.iq("<iq xmlns='jabber:client' type='set'><prefs xmlns='urn:xmpp:mam:2' default='roster'><always/><never>\
         <jid>tybalt@one.test</jid></never></prefs></iq>");
    ask(&engine, Command::AddAccount { account, password: Some(Secret::new(PASSWORD)) });
    until(&mut events, is_online);
    let archiving = |change| ask(&engine, Command::Archiving { account: jid.clone(), change });
    assert_eq!(archiving(None), Reply::Archiving(Archiving::Buddies));
    assert_eq!(archiving(Some(Archiving::Never)), Reply::Archiving(Archiving::Never));
    assert_eq!(archiving(None), Reply::Archiving(Archiving::Never));
    let set = phone.iq("<iq xmlns='jabber:client' type='get'><prefs xmlns='urn:xmpp:mam:2'/></iq>");
    assert!(set.contains("default=\"never\"") && set.contains("<jid>tybalt@one.test</jid>"), "{set}");
}
