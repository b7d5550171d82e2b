//! The server is told when nobody looks, and that somebody does again (XEP-0352).

use super::notices::{account, online};
use super::*;
use fantail::model::Attention;

/// What the server is told of it until then, in order.
fn told(events: &mut Subscription, last: &str) -> Vec<String> {
    let state = |seen: &&Traced| seen.way == Way::Sent && seen.xml.contains("urn:xmpp:csi:0");
    let words = |seen: &[Event]| -> Vec<String> {
        let names = traced(seen).into_iter().filter(state).map(|seen| seen.xml[1..].split(' ').next().unwrap_or_default().to_owned());
        names.collect()
    };
    words(&until(events, |seen| words(seen).last().is_some_and(|word| word == last)))
}

#[test]
fn our_server_learns_that_nobody_looks_and_that_somebody_does_or_asks_from_outside() {
    let server = Prosody::start(Options::default());
    let (engine, mut events, _directory) = online(&server);
    ask(&engine, Command::Trace { account: account(), on: true });
    let attend = |attention| drop(ask(&engine, Command::Attention(attention)));
    attend(Attention::Looked);
    attend(Attention::Away);
    attend(Attention::Resting);
    assert_eq!(told(&mut events, "inactive"), ["inactive"], "not before nobody had looked for a while");
    attend(Attention::Looked);
    assert_eq!(told(&mut events, "active"), ["active"]);
    attend(Attention::Resting);
    told(&mut events, "inactive");
    ask(&engine, Command::Wake);
    assert_eq!(told(&mut events, "active"), ["active"]);

    // Each new session begins as one that is looked at.
    attend(Attention::Resting);
    told(&mut events, "inactive");
    ask(&engine, Command::Reconnect(account()));
    assert_eq!(told(&mut events, "inactive"), ["inactive"]);
    ask(&engine, Command::Wake);
    told(&mut events, "active");

    // Whoever listens beside the windows does not wait.
    let listener = engine.subscribe();
    attend(Attention::Resting);
    attend(Attention::Looked);
    drop(listener);
    attend(Attention::Resting);
    assert_eq!(told(&mut events, "inactive"), ["inactive"], "while somebody listened nothing was told");
}
