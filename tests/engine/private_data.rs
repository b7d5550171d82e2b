//! Nodes of ours that another client has made with other settings are mended, and what is kept there is kept.

use super::notices::{account, online};
use super::*;

const JULIET: &str = "juliet@one.test";
const TEA: &str = "tea@conference.one.test";

/// As a client makes a node that knows nothing of what is to be kept there.
fn node_with_other_settings(peer: &mut Peer, node: &str, id: &str, payload: &str) {
    let field = |name: &str, value: &str| format!("<field var='{name}'><value>{value}</value></field>");
    let settings = [
        field("FORM_TYPE", "http://jabber.org/protocol/pubsub#publish-options"),
        field("pubsub#access_model", "presence"),
        field("pubsub#max_items", "1"),
        field("pubsub#persist_items", "true"),
    ];
    peer.iq(&format!(
        "<iq xmlns='jabber:client' type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='{node}'><item id='{id}'>{payload}\
         </item></publish><publish-options><x xmlns='jabber:x:data' type='submit'>{}</x></publish-options></pubsub></iq>",
        settings.concat()
    ));
}

fn items(peer: &mut Peer, node: &str) -> String {
    peer.iq(&format!(
        "<iq xmlns='jabber:client' type='get'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='{node}'/></pubsub></iq>"
    ))
}

#[test]
fn what_was_read_and_which_rooms_are_entered_is_kept_on_nodes_that_were_made_otherwise() {
    let prosody = Prosody::start(Options::default());
    let mut phone = Peer::online(ROMEO, PASSWORD, prosody.port(), prosody.ca());
    let (displayed, bookmarks) = ("urn:xmpp:mds:displayed:0", "urn:xmpp:bookmarks:1");
    let nobody = "<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='romeo@one.test' id='x'/></displayed>";
    node_with_other_settings(&mut phone, displayed, "nobody@one.test", nobody);
    node_with_other_settings(&mut phone, bookmarks, "garden@conference.one.test", "<conference xmlns='urn:xmpp:bookmarks:1'/>");

    let (engine, mut events, _directory) = online(&prosody);
    let mut juliet = Peer::online(JULIET, PASSWORD, prosody.port(), prosody.ca());
    juliet.send(ROMEO, "Good morrow");
    until(&mut events, |seen| seen.iter().any(|event| matches!(event, Event::Message(message) if message.body == "Good morrow")));
    ask(&engine, Command::MarkRead { account: account(), conversation: JULIET.parse().unwrap() });
    juliet.create_room(TEA, "juliet", &[]);
    ask(&engine, Command::JoinRoom { account: account(), room: TEA.parse().unwrap(), nick: None, password: None, autojoin: true });
    for (node, kept) in [(displayed, JULIET), (bookmarks, TEA)] {
        let there = support::eventually(support::PATIENCE, kept, || Some(items(&mut phone, node)).filter(|items| items.contains(kept)));
        // What was there before was not pushed out.
        let before = if node == displayed { "nobody@one.test" } else { "garden@conference.one.test" };
        assert!(there.contains(before), "{there}");
    }
    ask(&engine, Command::Quit);
}
