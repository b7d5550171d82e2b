//! What is said: sent, changed, looked for, exported and read back.

use super::*;

#[tokio::test]
async fn a_message_is_answered_corrected_taken_back_and_reacted_to() {
    let mut stage = Stage::new();
    let state = one_account();
    let reply = || Reply::Message(Box::new(message("me@a", "juliet@a", 7)));
    let send = Command::Send {
        account: bare("me@a"),
        to: jid("juliet@a"),
        body: "yes".into(),
        answers: Some(MessageId(7)),
        manner: Manner::Plain,
    };
    stage.becomes(&state, &["send", "juliet@a", "yes", "--reply", "7"], send, reply()).await.one();
    let amend = |amendment| Command::Amend { account: bare("me@a"), conversation: jid("juliet@a"), message: MessageId(7), amendment };
    let correction = amend(Amendment::Correction("hey".into()));
    stage.becomes(&state, &["send", "juliet@a", "hey", "--correct", "7"], correction, reply()).await.one();
    stage.becomes(&state, &["retract", "juliet@a", "7"], amend(Amendment::Retraction), reply()).await.one();
    let reactions = amend(Amendment::Reactions(["👍".to_owned(), "🎉".to_owned()].into()));
    stage.becomes(&state, &["react", "juliet@a", "7", "👍", "🎉"], reactions, reply()).await.one();
    stage.becomes(&state, &["react", "juliet@a", "7"], amend(Amendment::Reactions(Default::default())), reply()).await.one();
    assert_eq!(stage.told(&state, &["retract", "juliet@a", "x"]).await.condition(), "not-found");
    assert_eq!(stage.told(&state, &["send", "juliet@a", "x", "--reply", "1", "--correct", "1"]).await.condition(), "bad-argument");
}

#[tokio::test]
async fn what_was_said_later_is_printed_with_the_message() {
    let mut stage = Stage::new();
    let quoted = Quoted { id: MessageId(3), from: jid("juliet@a"), body: "tea?".into() };
    let told = Message {
        corrected: true,
        answers: Some(Box::new(Answered { id: "m3".into(), message: Some(quoted) })),
        reactions: [("👍".to_owned(), vec![jid("juliet@a")])].into(),
        file: Some("https://files.a/up/sheet%204.pdf?token=x/y".into()),
        ..message("me@a", "juliet@a", 7)
    };
    let read = Command::MarkRead { account: bare("me@a"), conversation: jid("juliet@a") };
    let call = stage.call(&["read", "juliet@a"]).await;
    let (asked, reply) = stage.asked_in(&one_account()).await;
    assert_eq!(asked, read);
    reply.send(Ok(Reply::Done)).unwrap();
    let (asked, reply) = stage.asked_in(&one_account()).await;
    assert_eq!(asked, Command::History { account: bare("me@a"), conversation: jid("juliet@a"), before: None, limit: 1 });
    reply.send(Ok(Reply::Messages(vec![told]))).unwrap();
    let object = call.await.unwrap().one();
    let fields = (&object["corrected"], &object["reply_to"], &object["reactions"]);
    assert_eq!(fields, (&json!(true), &json!("3"), &json!({ "👍": ["juliet@a"] })));
    let url = "https://files.a/up/sheet%204.pdf?token=x/y";
    assert_eq!(object["file"], json!({ "url": url, "name": "sheet%204.pdf", "size": null, "type": null, "path": null }));
}

#[tokio::test]
async fn a_search_goes_over_everything_or_one_conversation() {
    let mut stage = Stage::new();
    let state = one_account();
    let search = |conversation: Option<&str>| Search {
        account: conversation.map(|_| bare("me@a")),
        conversation: conversation.map(jid),
        ..Search::parse("tea gard*", &jiff::tz::TimeZone::UTC)
    };
    let found = || Reply::Messages(vec![message("me@a", "juliet@a", 7)]);
    let all = Command::Search { search: search(None), limit: 50 };
    assert_eq!(stage.becomes(&state, &["search", "tea gard*"], all, found()).await.one()["id"], "7");
    let one = Command::Search { search: search(Some("juliet@a")), limit: 3 };
    let words = ["search", "tea gard*", "--in", "juliet@a", "--limit", "3"];
    stage.becomes(&state, &words, one, found()).await.one();
}

#[tokio::test]
async fn a_conversation_or_everything_is_written_into_a_file() {
    let mut stage = Stage::new();
    let state = one_account();
    let export = |conversation: Option<&str>, format, folder: Option<&str>| Command::Export {
        account: conversation.map(|_| bare("me@a")),
        conversation: conversation.map(jid),
        format,
        folder: folder.map(Into::into),
    };
    let reply = || Reply::Exported { path: "/tmp/x/Fantail.txt".into(), count: 7 };
    let object = stage.becomes(&state, &["export"], export(None, Format::Text, None), reply()).await.one();
    assert_eq!(object, json!({ "path": "/tmp/x/Fantail.txt", "count": 7 }));
    let one = export(Some("juliet@a"), Format::Html, Some("/tmp/x"));
    stage.becomes(&state, &["export", "juliet@a", "--format", "html", "--folder", "/tmp/x"], one, reply()).await.one();
}

#[tokio::test]
async fn a_message_is_sent_and_printed_with_every_field() {
    let mut stage = Stage::new();
    let send = Command::Send { account: bare("me@a"), to: jid("juliet@a"), body: "-hi".into(), answers: None, manner: Manner::Plain };
    let reply = Reply::Message(Box::new(message("me@a", "juliet@a", 7)));
    let object = stage.becomes(&one_account(), &["send", "Juliet@A", "-hi"], send, reply).await.one();
    let expected = json!({
        "id": "7", "origin_id": "o1", "stanza_id": null, "account": "me@a", "conversation": "juliet@a", "kind": "chat", "direction": "out",
        "from": "me@a", "time": "2026-11-22T20:15:30.123Z", "body": "hi", "state": "queued", "error": null, "encrypted": false,
        "corrected": false, "retracted": false, "delayed": false, "reply_to": null, "reactions": {}, "file": null, "shortened": false,
    });
    assert_eq!(object, expected);
}

#[tokio::test]
async fn history_asks_for_the_conversation_the_number_and_the_place() {
    let mut stage = Stage::new();
    let history = |with: &str, before: Option<i64>, limit| Command::History {
        account: bare("me@a"),
        conversation: jid(with),
        before: before.map(MessageId),
        limit,
    };
    let messages = || {
        let failed = MessageState::Failed(Problem::stanza("forbidden"));
        Reply::Messages(vec![message("me@a", "juliet@a", 1), Message { state: failed, ..message("me@a", "juliet@a", 2) }])
    };
    let state = one_account();
    let printed = stage.becomes(&state, &["history", "juliet@a"], history("juliet@a", None, 50), messages()).await.all();
    assert_eq!((&printed[0]["id"], &printed[1]["id"]), (&json!("1"), &json!("2")));
    assert_eq!((&printed[1]["state"], &printed[1]["error"]), (&json!("failed"), &json!("forbidden")));
    let words = ["history", "juliet@a/phone", "--limit", "3", "--before", "7"];
    let known = Command::HistoryAround { account: bare("me@a"), conversation: jid("juliet@a"), message: MessageId(7) };
    for there in [7, 8] {
        let call = stage.call(&words).await;
        let (command, answer) = stage.asked_in(&state).await;
        assert_eq!(command, known);
        answer.send(Ok(Reply::Messages(vec![message("me@a", "juliet@a", there)]))).unwrap();
        if there != 7 {
            assert_eq!(call.await.unwrap().condition(), "not-found");
            continue;
        }
        let (command, answer) = stage.asked_in(&state).await;
        assert_eq!(command, history("juliet@a", Some(7), 3));
        answer.send(Ok(messages())).unwrap();
        call.await.unwrap().all();
    }
    let words = ["history", "tea@rooms.a/tybalt"];
    stage.becomes(&state, &words, history("tea@rooms.a/tybalt", None, 50), messages()).await.all();
    assert_eq!(stage.told(&state, &["history", "juliet@a", "--before", "x"]).await.condition(), "not-found");
}
