//! What of a room calls for attention is the same on all our devices (XEP-0492).

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
