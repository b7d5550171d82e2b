//! What callers meet beside their verb: windows or none, many at once, readers of events, quitting, what is no request, languages.

use super::*;

/// Asks for events on a bare connection, so that the test decides when it reads.
async fn events(stage: &mut Stage) -> (Connected, UnboundedSender<Vec<Event>>) {
    let mut stream = stage.connect().await;
    stream.write_all(b"{\"verb\":\"events\",\"account\":null,\"password\":null,\"ca\":null,\"language\":\"en\"}\n").await.unwrap();
    let events = stage.subscribed().await;
    (stream, events)
}

/// The objects up to the end of the stream.
async fn objects(mut stream: Connected) -> Vec<Value> {
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text.lines().filter_map(|line| serde_json::from_str::<Value>(line).unwrap().get("out").cloned()).collect()
}

#[tokio::test]
async fn events_begin_with_the_state_and_removals_tell_how_it_was() {
    let mut stage = Stage::new();
    let (stream, sender) = events(&mut stage).await;
    sender.send(one_account().events()).unwrap();
    let account = bare("me@a");
    sender.send(vec![Event::Message(Box::new(message("me@a", "juliet@a", 1)))]).unwrap();
    sender.send(vec![Event::CatchingUp { account: account.clone(), percent: Some(0) }]).unwrap();
    sender.send(vec![Event::RequestGone { account: account.clone(), jid: bare("nurse@a") }]).unwrap();
    sender.send(vec![Event::OccupantGone { account: account.clone(), room: bare("tea@rooms.a"), nick: "tybalt".into() }]).unwrap();
    sender.send(vec![Event::AccountRemoved(account)]).unwrap();
    drop(sender);
    let objects = objects(stream).await;
    let names: Vec<&str> = objects.iter().map(|object| object["event"].as_str().unwrap()).collect();
    let expected = ["account", "roster", "request", "room", "occupant", "occupant", "conversation", "message", "request", "occupant"];
    assert_eq!(names[..10], expected);
    assert_eq!(names[10..], ["occupant", "room", "conversation", "roster", "account"], "what belongs to an account goes with it");
    assert!(objects[8..].iter().all(|object| object["removed"] == json!(true)));
    assert_eq!(objects[0].get("removed"), None);
    has_fields(&objects[0], "account enabled state error text resource tls mechanism resumed certificate");
    assert_eq!((&objects[8]["removed"], &objects[8]["nick"]), (&json!(true), &json!("J")));
    assert_eq!((&objects[9]["removed"], &objects[9]["nick"]), (&json!(true), &json!("tybalt")));
    assert_eq!((&objects[13]["jid"], &objects[14]["account"]), (&json!("juliet@a"), &json!("me@a")));
}

#[tokio::test]
async fn who_names_an_account_hears_of_no_other() {
    let mut stage = Stage::new();
    let mut stream = stage.connect().await;
    stream.write_all(b"{\"verb\":\"events\",\"account\":\"me@b\",\"password\":null,\"ca\":null,\"language\":\"en\"}\n").await.unwrap();
    let (_, reply) = stage.asked().await;
    reply.send(Ok(Reply::State(Box::new(two_accounts())))).unwrap();
    let sender = stage.subscribed().await;
    sender.send(two_accounts().events()).unwrap();
    sender.send(vec![Event::Message(Box::new(message("me@a", "juliet@a", 1)))]).unwrap();
    sender.send(vec![Event::Message(Box::new(message("me@b", "juliet@a", 2)))]).unwrap();
    drop(sender);
    let objects = objects(stream).await;
    assert!(objects.len() > 1 && objects.iter().all(|object| object["account"] == json!("me@b")), "{objects:?}");
    let call = stage.call(&["events", "--account", "me@c"]).await;
    let (_, reply) = stage.asked().await;
    reply.send(Ok(Reply::State(Box::new(two_accounts())))).unwrap();
    assert_eq!(call.await.unwrap().condition(), "not-found");
}

#[tokio::test]
async fn a_slow_reader_gets_two_thousand_events_in_order_and_holds_nobody_up() {
    let mut stage = Stage::new();
    let (stream, sender) = events(&mut stage).await;
    let body = "x".repeat(2000);
    for id in 0..2000 {
        // Nobody reads yet, and the sender is never held up.
        sender.send(vec![Event::Message(Box::new(Message { body: body.clone(), ..message("me@a", "juliet@a", id) }))]).unwrap();
    }
    // Another caller is served meanwhile.
    stage.told(&one_account(), &["accounts"]).await.one();
    drop(sender);
    let objects = objects(stream).await;
    assert_eq!(objects.len(), 2000);
    let ids: Vec<String> = (0..2000).map(|id| id.to_string()).collect();
    assert!(objects.iter().map(|object| &object["id"]).eq(ids.iter()));
}

#[tokio::test]
async fn the_engine_learns_when_a_reader_of_events_has_gone() {
    let mut stage = Stage::new();
    let (stream, sender) = events(&mut stage).await;
    drop(stream);
    sender.closed().await;
}

#[tokio::test]
async fn callers_are_served_side_by_side() {
    let mut stage = Stage::new();
    let first = stage.call(&["room", "join", "new@rooms.a"]).await;
    let (_, pending) = stage.asked_in(&one_account()).await;
    for _ in 0..20 {
        stage.told(&one_account(), &["accounts"]).await.one();
    }
    pending.send(Ok(Reply::Room(Box::new(Room::new(bare("me@a"), bare("new@rooms.a"), "me".into()))))).unwrap();
    first.await.unwrap().one();
}

#[tokio::test]
async fn quitting_is_answered_when_the_engine_has_ended_and_its_caller_is_kept_to_the_end() {
    let mut stage = Stage::new();
    let call = stage.call(&["quit"]).await;
    let (command, reply) = stage.asked().await;
    assert_eq!(command, Command::Quit);
    assert!(stage.ended.try_recv().is_err());
    // A further start finds nobody to hand over to.
    while connect(&socket_in(&stage.directory)).await.is_ok() {
        tokio::task::yield_now().await;
    }
    reply.send(Ok(Reply::Done)).unwrap();
    assert!(call.await.unwrap().all().is_empty());
    assert!(stage.ended.recv().await.is_some());
}

#[tokio::test]
async fn quitting_goes_on_when_its_caller_does_not_wait() {
    let mut stage = Stage::new();
    let mut stream = stage.connect().await;
    stream.write_all(b"{\"verb\":\"quit\",\"account\":null,\"password\":null,\"ca\":null,\"language\":\"en\"}\n").await.unwrap();
    let (_, reply) = stage.asked().await;
    drop(stream);
    reply.send(Ok(Reply::Done)).unwrap();
    assert!(stage.ended.recv().await.is_some());
}

#[tokio::test]
async fn a_request_that_is_too_long_or_no_request_is_refused() {
    let stage = Stage::new();
    let long = "x".repeat(2 * 1024 * 1024);
    let call = stage.call_with(&["account", "add", "a@b"], None, Some(&long)).await;
    assert_eq!(call.await.unwrap().condition(), "not-acceptable");
    let mut stream = stage.connect().await;
    stream.write_all(b"hello\n").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("bad-request"), "{answer}");
}

#[tokio::test]
async fn texts_are_in_the_callers_language() {
    let stage = Stage::new();
    let mut stream = stage.connect().await;
    let request = b"{\"verb\":{\"open\":{\"uri\":\"x\"}},\"account\":null,\"password\":null,\"ca\":null,\"language\":\"de\"}\n";
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let end: End = serde_json::from_str(&answer).unwrap();
    assert_eq!(end.error.as_deref(), Some("bad-argument"));
    assert_eq!(end.text.as_deref(), Some("Das ist kein gültiger xmpp:-Link."));
}

#[tokio::test]
async fn windows_are_told_to_show_and_to_open_links_and_nothing_else() {
    let mut stage = Stage::new();
    stage.told(&State::default(), &["show"]).await.all();
    stage.told(&State::default(), &["open", "xmpp:a@b?message"]).await.all();
    assert_eq!(stage.told(&State::default(), &["open", "https://a"]).await.condition(), "bad-argument");
    assert_eq!(stage.windows.recv().await, Some(Outside::Show));
    assert_eq!(stage.windows.recv().await, Some(Outside::OpenUri("xmpp:a@b?message".into())));
    assert!(stage.windows.try_recv().is_err());
}

#[tokio::test]
async fn without_a_display_nothing_is_shown() {
    let mut stage = Stage::with_windows(false);
    assert_eq!(stage.told(&State::default(), &["show"]).await.condition(), "no-display");
    assert_eq!(stage.told(&State::default(), &["open", "xmpp:a@b"]).await.condition(), "no-display");
    assert_eq!(stage.told(&State::default(), &["open", "a@b"]).await.condition(), "bad-argument");
}
