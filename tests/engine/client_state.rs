//! The server is told when nobody looks, and that somebody does again (XEP-0352).

use super::notices::{account, online};
use super::*;
use fantail::model::Attention;

fn states(seen: &[Event]) -> Vec<String> {
    let state = |seen: &&Traced| seen.way == Way::Sent && seen.xml.contains("urn:xmpp:csi:0");
    traced(seen).into_iter().filter(state).map(|seen| seen.xml[1..].split(' ').next().unwrap_or_default().to_owned()).collect()
}

/// What the server is told of it before the next thing that is sent, which is this.
fn told(engine: &Engine, events: &mut Subscription, next: &str) -> Vec<String> {
    let xml = format!("<iq type='get' id='{next}' to='one.test'><ping xmlns='urn:xmpp:ping'/></iq>");
    ask(engine, Command::SendXml { account: account(), xml });
    states(&until(events, |seen| traced(seen).iter().any(|seen| seen.way == Way::Sent && seen.xml.contains(next))))
}

#[test]
fn our_server_learns_that_nobody_looks_and_that_somebody_does_or_asks_from_outside() {
    let server = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&server);
    ask(&engine, Command::Trace { account: account(), on: true });
    let attend = |attention| drop(ask(&engine, Command::Attention(attention)));
    attend(Attention::Looked);
    attend(Attention::Away);
    assert_eq!(told(&engine, &mut events, "first"), Vec::<String>::new(), "not before nobody had looked for a while");
    attend(Attention::Resting);
    attend(Attention::Looked);
    attend(Attention::Resting);
    ask(&engine, Command::Wake);
    assert_eq!(told(&engine, &mut events, "second"), ["inactive", "active", "inactive", "active"]);

    // Each new session begins as one that is looked at.
    attend(Attention::Resting);
    assert_eq!(told(&engine, &mut events, "third"), ["inactive"]);
    ask(&engine, Command::Reconnect(account()));
    let again = until(&mut events, |seen| !states(seen).is_empty());
    assert_eq!(states(&again), ["inactive"]);
    ask(&engine, Command::Wake);
    assert_eq!(told(&engine, &mut events, "fourth"), ["active"]);

    // Whoever listens beside the windows does not wait.
    let listener = engine.subscribe();
    attend(Attention::Resting);
    assert_eq!(told(&engine, &mut events, "fifth"), Vec::<String>::new());
    drop(listener);
    attend(Attention::Resting);
    assert_eq!(told(&engine, &mut events, "sixth"), ["inactive"]);
}
