//! Pictures of buddies, of rooms and of those in them: fetched, checked, kept, and our own published.

use super::notices::{TEA, account, create, online, room};
use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use fantail::model::command::AddToList;
use fantail::model::profile::ProfileField;
use fantail::model::{BareJid, Jid, PictureId, Pixels, RoomWishes};
use image::{ImageFormat, Rgb, RgbImage};
use sha1::{Digest, Sha1};
use std::io::Cursor;

pub const JULIET: &str = "juliet@one.test";
const RED: [u8; 3] = [200, 20, 20];
const BLUE: [u8; 3] = [20, 20, 200];

/// A picture of one colour, as somebody publishes it.
struct Published {
    id: PictureId,
    bytes: Vec<u8>,
}

fn plain(color: [u8; 3]) -> Published {
    let mut bytes = Vec::new();
    RgbImage::from_pixel(64, 64, Rgb(color)).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    Published { id: PictureId(Sha1::digest(&bytes).into()), bytes }
}

impl Published {
    fn base64(&self) -> String {
        BASE64.encode(&self.bytes)
    }

    /// By a client that was not written here.
    fn publish(&self, peer: &mut Peer) {
        self.publish_as(peer, self.id);
    }

    /// The same, under an id that is perhaps another's.
    fn publish_as(&self, peer: &mut Peer, id: PictureId) {
        let data = format!("<data xmlns='urn:xmpp:avatar:data'>{}</data>", self.base64());
        let info = format!("<info bytes='{}' id='{id}' type='image/png' width='64' height='64'/>", self.bytes.len());
        let metadata = format!("<metadata xmlns='urn:xmpp:avatar:metadata'>{info}</metadata>");
        for (node, payload) in [("urn:xmpp:avatar:data", data), ("urn:xmpp:avatar:metadata", metadata)] {
            peer.iq(&to_node(node, &id.to_string(), &payload));
        }
    }

    fn card(&self) -> String {
        format!("<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>{}</BINVAL></PHOTO></vCard>", self.base64())
    }
}

/// For everybody: by itself this server shows what is published to buddies only.
fn to_node(node: &str, id: &str, payload: &str) -> String {
    format!(
        "<iq xmlns='jabber:client' type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='{node}'>\
         <item id='{id}'>{payload}</item></publish><publish-options><x xmlns='jabber:x:data' type='submit'>\
         <field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>\
         <field var='pubsub#access_model'><value>open</value></field></x></publish-options></pubsub></iq>"
    )
}

/// Waits until somebody is told to look so.
fn looks(events: &mut Subscription, who: &str, wanted: Option<PictureId>) -> Vec<Event> {
    let who: Jid = who.parse().unwrap();
    until(events, |seen| seen.iter().any(|event| matches!(event, Event::Picture { jid, picture, .. } if *jid == who && *picture == wanted)))
}

fn drawn(engine: &Engine, id: PictureId) -> Option<Pixels> {
    let Reply::Picture(pixels) = ask(engine, Command::Picture { id, side: 36 }) else { panic!("no picture") };
    pixels
}

fn color(engine: &Engine, id: PictureId) -> [u8; 3] {
    let pixels = drawn(engine, id).unwrap();
    assert_eq!((pixels.side, pixels.rgba.len()), (36, 36 * 36 * 4));
    pixels.rgba[..3].try_into().unwrap()
}

/// Romeo and Juliet see each other.
pub fn befriend(engine: &Engine, events: &mut Subscription, juliet: &mut Peer) {
    let jid: BareJid = JULIET.parse().unwrap();
    juliet.subscribe(ROMEO);
    until(events, |seen| seen.iter().any(|event| matches!(event, Event::Request(request) if request.jid == jid)));
    ask(engine, Command::Authorize { account: account(), jid: jid.clone(), add: Some(AddToList::default()) });
    juliet.subscribed(ROMEO);
    until(events, |seen| {
        seen.iter().any(|event| matches!(event, Event::Presence(contact) if contact.item.jid == jid && !contact.resources.is_empty()))
    });
}

#[test]
fn a_buddys_picture_is_fetched_kept_over_a_restart_changed_and_taken_away() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, directory) = online(&prosody);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    befriend(&engine, &mut events, &mut juliet);
    let (red, blue) = (plain(RED), plain(BLUE));
    red.publish(&mut juliet);
    looks(&mut events, JULIET, Some(red.id));
    assert_eq!(color(&engine, red.id), RED);
    ask(&engine, Command::Quit);

    // It is there before anybody is asked.
    let store = Store::open(&Profile::at(directory.path()).unwrap()).unwrap();
    let engine = engine::start(store, Keyring::none(), Start { offline: true }).unwrap();
    let mut events = engine.subscribe();
    looks(&mut events, JULIET, Some(red.id));
    assert_eq!(color(&engine, red.id), RED);
    let Reply::State(state) = ask(&engine, Command::State) else { panic!("no state") };
    assert_eq!(state.picture(&account(), JULIET.parse::<BareJid>().unwrap()), Some(red.id));

    ask(&engine, Command::SetStatus { account: None, availability: Availability::Available, text: None });
    ask(&engine, Command::SetPassword { account: account(), password: Secret::new(PASSWORD), remember: false });
    until(&mut events, is_online);
    blue.publish(&mut juliet);
    looks(&mut events, JULIET, Some(blue.id));
    assert_eq!(color(&engine, blue.id), BLUE);
    juliet.iq(&to_node("urn:xmpp:avatar:metadata", "none", "<metadata xmlns='urn:xmpp:avatar:metadata'/>"));
    looks(&mut events, JULIET, None);
    ask(&engine, Command::Quit);
}

#[test]
fn what_is_not_what_was_announced_or_no_picture_is_never_shown() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&prosody);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    befriend(&engine, &mut events, &mut juliet);
    let (red, blue) = (plain(RED), plain(BLUE));
    // Another picture under this id, then something that is none, then a true one.
    red.publish_as(&mut juliet, PictureId([7; 20]));
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec();
    let svg = Published { id: PictureId(Sha1::digest(&svg).into()), bytes: svg };
    svg.publish(&mut juliet);
    blue.publish(&mut juliet);
    let seen = looks(&mut events, JULIET, Some(blue.id));
    let told: Vec<_> = seen.iter().filter(|event| matches!(event, Event::Picture { picture: Some(_), .. })).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((drawn(&engine, PictureId([7; 20])), drawn(&engine, svg.id)), (None, None));
    ask(&engine, Command::Quit);
}

#[test]
fn a_room_and_those_in_it_are_seen_until_somebody_else_has_the_name() {
    let prosody = Prosody::start(Options { room_modules: vec!["vcard_muc"], ..Options::default() });
    let (engine, mut events, _directory) = online(&prosody);
    create(&engine, &mut events, RoomWishes::default());
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    let (red, blue) = (plain(RED), plain(BLUE));
    red.publish(&mut juliet);
    juliet.join(TEA, "juliet");
    let occupant = format!("{TEA}/juliet");
    looks(&mut events, &occupant, Some(red.id));
    assert_eq!(color(&engine, red.id), RED);

    let xml = format!("<iq type='set' id='card' to='{TEA}'>{}</iq>", blue.card());
    ask(&engine, Command::SendXml { account: account(), xml });
    looks(&mut events, TEA, Some(blue.id));
    assert_eq!(color(&engine, blue.id), BLUE);
    let Reply::State(state) = ask(&engine, Command::State) else { panic!("no state") };
    assert!(state.rooms[&(account(), room())].has_profile);
    let Reply::Profile(profile) = ask(&engine, Command::Profile { account: account(), jid: room() }) else { panic!("no profile") };
    assert_eq!(profile.avatar_sha1, Some(blue.id.to_string()));

    // Her words keep her picture when she has gone; nobody else gets it.
    juliet.leave(TEA, "juliet");
    until(&mut events, |seen| seen.iter().any(|event| matches!(event, Event::OccupantGone { nick, .. } if nick == "juliet")));
    let shown = |engine: &Engine| {
        let Reply::State(state) = ask(engine, Command::State) else { panic!("no state") };
        state.picture(&account(), occupant.parse::<Jid>().unwrap())
    };
    assert_eq!(shown(&engine), Some(red.id));
    // Somebody else under her name has not her face, nor while his own is on its way, nor when it never comes.
    let mut tybalt = Peer::online("tybalt@one.test", PASSWORD, prosody.port(), prosody.ca());
    let update = "<x xmlns='vcard-temp:x:update'><photo>0707070707070707070707070707070707070707</photo></x>";
    tybalt.raw(&format!("<presence to='{TEA}/juliet'><x xmlns='http://jabber.org/protocol/muc'/>{update}</presence>"));
    looks(&mut events, &occupant, None);
    assert_eq!(shown(&engine), None);
    // And his lie about her picture does not keep anybody from seeing it.
    tybalt.raw(&format!("<presence type='unavailable' to='{TEA}/juliet'/>"));
    until(&mut events, |seen| seen.iter().any(|event| matches!(event, Event::OccupantGone { nick, .. } if nick == "juliet")));
    juliet.join(TEA, "juliet");
    looks(&mut events, &occupant, Some(red.id));
    ask(&engine, Command::LeaveRoom { account: account(), room: room(), words: None });
    ask(&engine, Command::Quit);
}

#[test]
fn our_own_picture_and_profile_are_published_and_what_cannot_be_is_said() {
    let prosody = Prosody::start(Options::default());
    let (engine, mut events, directory) = online(&prosody);
    let file = directory.path().join("me.png");
    std::fs::write(&file, plain(RED).bytes).unwrap();
    let Reply::Profile(profile) = ask(&engine, Command::SetPicture { account: account(), file: Some(file) }) else { panic!("no profile") };
    let id: PictureId = profile.avatar_sha1.unwrap().parse().unwrap();
    looks(&mut events, ROMEO, Some(id));
    assert_eq!(color(&engine, id), RED);

    let fields = vec![(ProfileField::Nickname, "Montague".to_owned()), (ProfileField::Phone, "+39 2".to_owned())];
    let Reply::Profile(profile) = ask(&engine, Command::SetProfile { account: account(), fields }) else { panic!("no profile") };
    assert_eq!((profile.nickname.as_deref(), profile.phone.as_deref()), (Some("Montague"), Some("+39 2")));
    assert!(profile.avatar_sha1.is_some(), "the picture stays");

    let none = directory.path().join("none.png");
    let text = directory.path().join("text.png");
    std::fs::write(&text, "no picture").unwrap();
    for (file, wanted) in [(none, "bad-file"), (text, "bad-picture")] {
        let refused = engine.ask(Command::SetPicture { account: account(), file: Some(file) }).blocking_recv().unwrap().unwrap_err();
        assert_eq!(fantail::i18n::problem::words(&refused), fantail::i18n::t(wanted));
    }
    ask(&engine, Command::SetPicture { account: account(), file: None });
    looks(&mut events, ROMEO, None);
    ask(&engine, Command::Quit);
}

#[test]
fn a_room_of_ours_gets_a_picture_and_loses_it_and_keeps_what_else_it_tells() {
    let prosody = Prosody::start(Options { room_modules: vec!["vcard_muc"], ..Options::default() });
    let (engine, mut events, directory) = online(&prosody);
    create(&engine, &mut events, RoomWishes::default());
    let xml = format!("<iq type='set' id='card' to='{TEA}'><vCard xmlns='vcard-temp'><FN>Tea at five</FN></vCard></iq>");
    ask(&engine, Command::SendXml { account: account(), xml });
    let file = directory.path().join("red.png");
    std::fs::write(&file, plain(RED).bytes).unwrap();
    let set =
        |file: Option<std::path::PathBuf>| engine.ask(Command::SetRoomPicture { account: account(), room: room(), file }).blocking_recv();
    assert_eq!(set(Some(file)).unwrap(), Ok(Reply::Done));
    let shown = |seen: &[Event]| {
        let of_room =
            |event: &Event| if let Event::Picture { jid, picture, .. } = event { (jid.as_str() == TEA).then_some(*picture) } else { None };
        seen.iter().rev().find_map(of_room).flatten()
    };
    let seen = until(&mut events, |seen| shown(seen).is_some());
    assert_eq!(color(&engine, shown(&seen).unwrap()), RED);
    let profile = || {
        let Reply::Profile(profile) = ask(&engine, Command::Profile { account: account(), jid: room() }) else { panic!("no profile") };
        profile
    };
    assert_eq!((profile().full_name.as_deref(), profile().avatar_sha1.is_some()), (Some("Tea at five"), true));
    let nothing = set(Some(directory.path().join("none.png"))).unwrap();
    assert!(nothing.is_err());
    assert_eq!(set(None).unwrap(), Ok(Reply::Done));
    looks(&mut events, TEA, None);
    assert_eq!((profile().full_name.as_deref(), profile().avatar_sha1), (Some("Tea at five"), None));
    ask(&engine, Command::Quit);
}
