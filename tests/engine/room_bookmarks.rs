//! Rooms on the list that nobody has entered (XEP-0402, XEP-0048), and rooms that go off it again, on every device.

use super::notices::{account, online};
use super::*;

const TEA: &str = "tea@conference.one.test";
const CAKE: &str = "cake@conference.one.test";

/// The bookmarks as other clients of the account find them.
fn stored(peer: &mut Peer) -> String {
    peer.iq("<iq xmlns='jabber:client' type='get'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query></iq>")
}

fn listed(engine: &Engine) -> Vec<String> {
    let Reply::State(state) = ask(engine, Command::State) else { panic!("no state") };
    state.rooms.values().map(|room| room.room.to_string()).collect()
}

fn bookmarked_and_removed(options: Options) {
    let prosody = Prosody::start(options);
    let (engine, _events, _directory) = online(&prosody);
    let mut other = Peer::online(ROMEO, PASSWORD, prosody.port(), prosody.ca());
    for (room, name) in [(TEA, "Tea & more"), (CAKE, "Cake")] {
        let (room, name) = (room.parse().unwrap(), Some(name.to_owned()));
        let Reply::Room(made) = ask(&engine, Command::BookmarkRoom { account: account(), room, name }) else { panic!("no room") };
        assert_eq!((made.state.clone(), made.autojoin), (fantail::model::RoomState::Left, false));
    }
    let seen = stored(&mut other);
    assert!(seen.contains(TEA) && seen.contains("Tea &amp; more") && seen.contains(CAKE), "{seen}");
    let join = Command::JoinRoom { account: account(), room: TEA.parse().unwrap(), nick: None, password: None, autojoin: true };
    ask(&engine, join);
    ask(&engine, Command::RemoveRoom { account: account(), room: TEA.parse().unwrap() });
    assert_eq!(listed(&engine), [CAKE]);
    let seen = stored(&mut other);
    assert!(!seen.contains(TEA) && seen.contains(CAKE), "{seen}");
    let gone = engine.ask(Command::RemoveRoom { account: account(), room: TEA.parse().unwrap() }).blocking_recv().unwrap();
    assert!(matches!(gone, Err(Problem::NotFound(_))), "{gone:?}");
    ask(&engine, Command::Quit);
}

#[test]
fn a_room_is_put_on_the_list_and_taken_off_again_on_every_device() {
    bookmarked_and_removed(Options::default());
}

#[test]
fn the_same_where_the_server_keeps_the_older_list() {
    bookmarked_and_removed(Options { without: vec!["bookmarks"], ..Options::default() });
}

#[test]
fn who_waits_for_a_bookmark_learns_that_the_session_is_gone() {
    let mut prosody = Prosody::start(Options { without: vec!["bookmarks"], ..Options::default() });
    let (engine, _events, _directory) = online(&prosody);
    let bookmark = |room: &str| Command::BookmarkRoom { account: account(), room: room.parse().unwrap(), name: None };
    ask(&engine, bookmark(TEA));
    prosody.freeze();
    let waiting = [engine.ask(bookmark(CAKE)), engine.ask(Command::RemoveRoom { account: account(), room: TEA.parse().unwrap() })];
    // It knows nothing of the session any more when it is back.
    prosody.kill();
    prosody.restart();
    for answer in waiting {
        assert_eq!(answer.blocking_recv().unwrap(), Err(Problem::Offline));
    }
    assert_eq!(listed(&engine), [CAKE, TEA], "nothing is lost by it");
    ask(&engine, Command::Quit);
}
