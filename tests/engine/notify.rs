//! What of a room calls for attention (XEP-0492), what it is called and where it stands is the same on all our devices.

use super::notices::{TEA, account, online_at, room};
use super::*;
use fantail::model::Notify;

fn told(events: &mut Subscription, wanted: Notify) {
    until(events, |seen| seen.iter().any(|event| matches!(event, Event::Room(told) if told.room == room() && told.notify == wanted)));
}

#[test]
fn what_is_wished_on_one_device_holds_on_the_other() {
    let prosody = Prosody::start(Options::default());
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    juliet.create_room(TEA, "juliet", &[]);
    let (desk, mut at_desk, _first) = online_at(&prosody, "desk");
    let (laptop, mut at_laptop, _second) = online_at(&prosody, "laptop");
    let notify = |notify| Command::SetNotify { account: account(), room: room(), notify };
    ask(&desk, Command::JoinRoom { account: account(), room: room(), nick: Some("desk".into()), password: None, autojoin: true });
    told(&mut at_laptop, Notify::OnMention);
    ask(&desk, notify(Notify::Never));
    told(&mut at_laptop, Notify::Never);
    ask(&laptop, notify(Notify::Always));
    told(&mut at_desk, Notify::Always);
}

#[test]
fn what_a_room_is_called_and_its_group_are_the_same_on_the_other_device_and_after_a_restart() {
    let prosody = Prosody::start(Options::default());
    let mut juliet = Peer::online("juliet@one.test", PASSWORD, prosody.port(), prosody.ca());
    juliet.create_room(TEA, "juliet", &[("muc#roomconfig_roomname", "Tea at five")]);
    let (desk, mut at_desk, folder) = online_at(&prosody, "desk");
    let (laptop, mut at_laptop, _second) = online_at(&prosody, "laptop");
    let listed = |events: &mut Subscription, alias: Option<&str>, group: Option<&str>| {
        let fits = |told: &fantail::model::Room| told.room == room() && told.alias.as_deref() == alias && told.group.as_deref() == group;
        until(events, |seen| seen.iter().any(|event| matches!(event, Event::Room(told) if fits(told))))
    };
    let renamed = |alias: Option<&str>| Command::RenameRoom { account: account(), room: room(), alias: alias.map(Into::into) };
    let moved = |group: Option<&str>| Command::SetRoomGroup { account: account(), room: room(), group: group.map(Into::into) };
    ask(&desk, Command::JoinRoom { account: account(), room: room(), nick: Some("desk".into()), password: None, autojoin: true });
    // The name that the bookmark takes from the room is no other name.
    listed(&mut at_laptop, None, None);
    ask(&desk, renamed(Some("Gossip")));
    listed(&mut at_laptop, Some("Gossip"), None);
    ask(&laptop, moved(Some("Friends")));
    listed(&mut at_desk, Some("Gossip"), Some("Friends"));
    ask(&desk, Command::Quit);

    let store = Store::open(&Profile::at(folder.path()).unwrap()).unwrap();
    let again = engine::start(store, Keyring::none(), Start { offline: true }).unwrap();
    let mut events = again.subscribe();
    listed(&mut events, Some("Gossip"), Some("Friends"));
    // What is changed offline is the newer word, over another restart, and nothing else of the bookmark is touched by it.
    ask(&again, moved(Some("Work")));
    ask(&again, Command::Quit);
    ask(&laptop, renamed(Some("Chatter")));
    ask(&laptop, Command::SetNotify { account: account(), room: room(), notify: Notify::Never });
    let store = Store::open(&Profile::at(folder.path()).unwrap()).unwrap();
    let again = engine::start(store, Keyring::none(), Start { offline: false }).unwrap();
    let mut events = again.subscribe();
    ask(&again, Command::SetPassword { account: account(), password: Secret::new(PASSWORD), remember: false });
    listed(&mut at_laptop, Some("Gossip"), Some("Work"));
    ask(&again, renamed(None));
    listed(&mut at_laptop, None, Some("Work"));
    let told = listed(&mut events, None, Some("Work"));
    let name = |event: &Event| if let Event::Room(told) = event { Some(told.display_name().to_owned()) } else { None };
    assert_eq!(told.iter().filter_map(name).next_back().as_deref(), Some("Tea at five"));
    ask(&again, Command::Quit);
    ask(&laptop, Command::Quit);
}
