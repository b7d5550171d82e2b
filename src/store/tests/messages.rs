//! One message is one message; own messages only move forward; nothing is out of order or counted wrongly.

use super::*;
use crate::model::{MessageId, Problem};

const JULIET: &str = "juliet@capulet.lit";
const GARDEN: &str = "garden@rooms.capulet.lit";

fn with_ids(message: NewMessage, origin_id: Option<&str>, stanza_id: Option<&str>) -> NewMessage {
    NewMessage { origin_id: origin_id.map(Into::into), stanza_id: stanza_id.map(Into::into), ..message }
}

fn failed() -> MessageState {
    MessageState::Failed(Problem::Stanza { condition: "service-unavailable".into(), text: Some("away".into()) })
}

#[test]
fn a_copy_with_the_archives_id_is_the_same_message() {
    let kept = Kept::new();
    let live = with_ids(from_juliet("hi"), Some("o1"), Some("s1"));
    let (first, novelty) = kept.add(live.clone());
    assert_eq!(novelty, Novelty::New);
    let archived = NewMessage { time: at(5), delayed: true, ..live };
    assert_eq!(kept.add(archived), (first, Novelty::Known));
    assert_eq!(kept.bodies(JULIET), ["hi"]);
}

#[test]
fn a_rooms_line_from_the_rooms_archive_is_the_same_line() {
    let kept = Kept::new();
    let line = with_ids(in_room(GARDEN, "tea?"), None, Some("s1"));
    kept.add(line.clone());
    assert_eq!(kept.add(line).1, Novelty::Known);
    assert_eq!(kept.bodies(GARDEN), ["tea?"]);
}

#[test]
fn the_id_of_one_archive_says_nothing_in_another() {
    let kept = Kept::new();
    let other = "crypt@rooms.capulet.lit";
    kept.add(with_ids(in_room(GARDEN, "tea?"), Some("o"), Some("s1")));
    assert_eq!(kept.add(with_ids(in_room(other, "tea?"), Some("o"), Some("s1"))).1, Novelty::New);
    assert_eq!(kept.add(with_ids(from_juliet("tea?"), Some("o"), Some("s1"))).1, Novelty::New);
    // A message of the room itself, kept in our own archive, beside a line kept in the room's.
    let notice = NewMessage { kind: Kind::Chat, from: jid(GARDEN), ..with_ids(in_room(GARDEN, "closing"), None, Some("s1")) };
    assert_eq!(kept.add(notice).1, Novelty::New);
    assert_eq!((kept.bodies(GARDEN).len(), kept.bodies(other).len(), kept.bodies(JULIET).len()), (2, 1, 1));
}

#[test]
fn a_forged_archive_id_of_a_stranger_does_not_swallow_a_message() {
    let kept = Kept::new();
    let stranger = NewMessage { conversation: jid("tybalt@capulet.lit"), from: jid("tybalt@capulet.lit"), ..from_juliet("boo") };
    kept.add(with_ids(stranger, None, Some("s1")));
    assert_eq!(kept.add(with_ids(from_juliet("hi"), None, Some("s1"))).1, Novelty::New);
}

#[test]
fn an_own_message_from_another_device_and_from_the_archive_is_one() {
    let kept = Kept::new();
    let carbon = NewMessage { state: MessageState::Sent, ..to_juliet("o1", "hi") };
    kept.add(carbon.clone());
    let (message, novelty) = kept.add(NewMessage { stanza_id: Some("s1".into()), ..carbon.clone() });
    assert_eq!((message.stanza_id.as_deref(), novelty), (Some("s1"), Novelty::Updated));
    assert_eq!(kept.add(carbon).1, Novelty::Known);
    assert_eq!(kept.bodies(JULIET), ["hi"]);
}

#[test]
fn a_message_sent_again_after_a_lost_session_stays_one_under_both_archive_ids() {
    let kept = Kept::new();
    let copy = NewMessage { state: MessageState::Sent, stanza_id: Some("s1".into()), ..to_juliet("o1", "hi") };
    kept.add(copy.clone());
    let (message, novelty) = kept.add(NewMessage { stanza_id: Some("s2".into()), ..copy });
    assert_eq!((message.stanza_id.as_deref(), novelty), (Some("s1"), Novelty::Known));
}

#[test]
fn a_queued_message_found_in_the_archive_is_sent_and_leaves_the_outbox() {
    let kept = Kept::new();
    kept.told(Change::Queue(to_juliet("o1", "hi")));
    let copy = NewMessage { state: MessageState::Sent, stanza_id: Some("s1".into()), ..to_juliet("o1", "hi") };
    let (message, novelty) = kept.add(copy);
    assert_eq!((message.state, novelty), (MessageState::Sent, Novelty::Updated));
    assert_eq!(kept.store.outbox(&romeo()).unwrap(), []);
}

#[test]
fn a_line_of_ours_that_the_room_reflects_is_delivered() {
    let kept = Kept::new();
    let ours = NewMessage { direction: Direction::Out, from: jid("garden@rooms.capulet.lit/romeo"), ..in_room(GARDEN, "soft!") };
    let ours = NewMessage { origin_id: Some("o1".into()), incoming: Incoming::Read, ..ours };
    kept.told(Change::Queue(ours.clone()));
    kept.told(state("o1", MessageState::Sent));
    let reflected = NewMessage { state: MessageState::Delivered, stanza_id: Some("s1".into()), ..ours };
    let (message, novelty) = kept.add(reflected.clone());
    assert_eq!((message.state, message.stanza_id.as_deref(), novelty), (MessageState::Delivered, Some("s1"), Novelty::Updated));
    assert_eq!(kept.add(reflected).1, Novelty::Known);
    assert_eq!(kept.bodies(GARDEN), ["soft!"]);
}

#[test]
fn our_own_id_in_another_conversation_is_another_message() {
    let kept = Kept::new();
    kept.add(NewMessage { state: MessageState::Sent, ..to_juliet("1", "hi") });
    let elsewhere = NewMessage { conversation: jid("nurse@capulet.lit"), state: MessageState::Sent, ..to_juliet("1", "hi") };
    assert_eq!(kept.add(elsewhere).1, Novelty::New);
}

#[test]
fn somebody_who_sends_our_id_back_does_not_touch_our_message() {
    let kept = Kept::new();
    kept.told(Change::Queue(to_juliet("o1", "hi")));
    let mimic = with_ids(from_juliet("hi"), Some("o1"), Some("s1"));
    assert_eq!(kept.add(mimic).1, Novelty::New);
    let ours = &kept.store.outbox(&romeo()).unwrap()[0];
    assert_eq!((ours.message.stanza_id.as_deref(), &ours.message.state), (None, &MessageState::Queued));
}

#[test]
fn a_live_message_without_archive_id_learns_it_from_its_archived_copy() {
    let kept = Kept::new();
    kept.add(with_ids(from_juliet("hi"), Some("o1"), None));
    let archived = with_ids(from_juliet("hi"), Some("o1"), Some("s1"));
    let (message, novelty) = kept.add(archived.clone());
    assert_eq!((message.stanza_id.as_deref(), novelty), (Some("s1"), Novelty::Updated));
    assert_eq!(kept.add(archived).1, Novelty::Known);
    assert_eq!(kept.bodies(JULIET), ["hi"]);
}

#[test]
fn an_archived_message_that_comes_without_archive_id_later_is_known() {
    let kept = Kept::new();
    kept.add(with_ids(from_juliet("hi"), Some("o1"), Some("s1")));
    let (message, novelty) = kept.add(with_ids(from_juliet("hi"), Some("o1"), None));
    assert_eq!((message.stanza_id.as_deref(), novelty), (Some("s1"), Novelty::Known));
}

#[test]
fn two_different_messages_with_the_same_id_or_none_stay_two() {
    let kept = Kept::new();
    // A program that gives every message the same id: without the archive's ids, with them, and with other words.
    let cases = [("same", None), ("same", None), ("again", Some("s2")), ("again", Some("s3")), ("one", Some("s4")), ("two", None)];
    for (body, stanza_id) in cases {
        assert_eq!(kept.add(with_ids(from_juliet(body), Some("1"), stanza_id)).1, Novelty::New, "{body} {stanza_id:?}");
    }
    kept.add(from_juliet("no id"));
    kept.add(from_juliet("no id"));
    assert_eq!(kept.add(with_ids(from_juliet("no id"), None, Some("s9"))).1, Novelty::New);
    assert_eq!(kept.history(JULIET).len(), 9);
}

#[test]
fn two_equal_messages_each_find_their_own_archived_copy() {
    let kept = Kept::new();
    kept.add(with_ids(from_juliet("tick"), Some("1"), None));
    kept.add(with_ids(from_juliet("tick"), Some("1"), None));
    for stanza_id in ["s1", "s2"] {
        assert_eq!(kept.add(with_ids(from_juliet("tick"), Some("1"), Some(stanza_id))).1, Novelty::Updated);
    }
    let ids: Vec<_> = kept.history(JULIET).into_iter().filter_map(|message| message.stanza_id).collect();
    assert_eq!(ids, ["s1", "s2"]);
}

#[test]
fn an_occupant_who_repeats_anothers_id_and_words_is_heard() {
    let kept = Kept::new();
    kept.add(with_ids(in_room(GARDEN, "aye"), Some("o1"), Some("s1")));
    let peter = NewMessage { from: jid("garden@rooms.capulet.lit/peter"), ..in_room(GARDEN, "aye") };
    assert_eq!(kept.add(with_ids(peter, Some("o1"), None)).1, Novelty::New);
}

#[test]
fn what_is_queued_waits_in_its_order_and_shows_at_once() {
    let kept = Kept::new();
    for id in ["o1", "o2", "o3"] {
        let (message, novelty) = kept.told(Change::Queue(NewMessage { state: MessageState::Sent, ..to_juliet(id, id) }));
        assert_eq!((message.state, novelty), (MessageState::Queued, Novelty::New));
    }
    let waiting: Vec<_> = kept.store.outbox(&romeo()).unwrap().into_iter().map(|queued| queued.message.body).collect();
    assert_eq!(waiting, ["o1", "o2", "o3"]);
    assert_eq!(kept.bodies(JULIET), waiting);
    assert_eq!(kept.told(Change::Queue(to_juliet("o2", "o2"))).1, Novelty::Known);
    assert_eq!(kept.store.outbox(&romeo()).unwrap().len(), 3);
}

#[test]
fn the_state_of_an_own_message_never_goes_back() {
    let kept = Kept::new();
    kept.told(Change::Queue(to_juliet("o1", "hi")));
    let steps = [
        (MessageState::Queued, Novelty::Known),
        (MessageState::Received, Novelty::Known),
        (MessageState::Sent, Novelty::Updated),
        (MessageState::Sent, Novelty::Known),
        (MessageState::Displayed, Novelty::Updated),
        (MessageState::Delivered, Novelty::Known),
        (failed(), Novelty::Known),
        (MessageState::Queued, Novelty::Known),
    ];
    for (step, novelty) in steps {
        assert_eq!(kept.told(state("o1", step.clone())).1, novelty, "{step:?}");
        let waits = kept.store.outbox(&romeo()).unwrap().len();
        assert_eq!(waits == 1, kept.history(JULIET)[0].state == MessageState::Queued);
    }
    assert_eq!(kept.history(JULIET)[0].state, MessageState::Displayed);
    assert_eq!(kept.write([state("never-sent", MessageState::Sent)]), [Outcome::Nothing]);
}

#[test]
fn a_failure_keeps_its_reason_and_stays_until_it_is_sent_again() {
    let kept = Kept::new();
    kept.told(Change::Queue(to_juliet("o1", "hi")));
    kept.told(state("o1", MessageState::Sent));
    kept.told(state("o1", failed()));
    // The server's acknowledgement may be read after the bounce.
    assert_eq!(kept.told(state("o1", MessageState::Sent)).1, Novelty::Known);
    let kept = kept.reopened();
    assert_eq!(kept.history(JULIET)[0].state, failed());
    // It arrived after all.
    assert_eq!(kept.told(state("o1", MessageState::Delivered)).0.state, MessageState::Delivered);
}

#[test]
fn a_reason_that_only_a_later_version_knows_still_is_a_failure() {
    let kept = Kept::new();
    kept.told(Change::Queue(to_juliet("o1", "hi")));
    kept.told(state("o1", failed()));
    let db = Connection::open(kept.profile.database()).unwrap();
    let reason: String = db.query_row("SELECT problem FROM messages", [], |row| row.get(0)).unwrap();
    assert_eq!(reason, r#"{"Stanza":{"condition":"service-unavailable","text":"away"}}"#);
    db.execute("UPDATE messages SET problem = ?1", [r#"{"Struck":"by lightning"}"#]).unwrap();
    assert_eq!(kept.history(JULIET)[0].state, MessageState::Failed(Problem::stanza("undefined-condition")));
}

#[test]
fn a_failed_message_goes_to_the_end_of_the_outbox_with_its_id() {
    let kept = Kept::new();
    let (first, _) = kept.told(Change::Queue(to_juliet("o1", "first")));
    kept.told(Change::Queue(to_juliet("o2", "second")));
    assert_eq!(kept.told(Change::Requeue(first.id)).1, Novelty::Known);
    kept.told(state("o1", failed()));
    let (again, novelty) = kept.told(Change::Requeue(first.id));
    assert_eq!((again.origin_id.as_deref(), again.state, novelty), (Some("o1"), MessageState::Queued, Novelty::Updated));
    let waiting: Vec<_> = kept.store.outbox(&romeo()).unwrap().into_iter().map(|queued| queued.message.body).collect();
    assert_eq!(waiting, ["second", "first"]);
    assert_eq!(kept.bodies(JULIET), ["first", "second"]);
    assert_eq!(kept.write([Change::Requeue(MessageId(4711))]), [Outcome::Nothing]);
}

#[test]
fn the_archives_id_of_an_own_message_is_noted_once() {
    let kept = Kept::new();
    kept.told(Change::Queue(to_juliet("o1", "hi")));
    let note = |stanza_id: &str| Change::SetStanzaId { account: romeo(), origin_id: "o1".into(), stanza_id: stanza_id.into() };
    assert_eq!(kept.told(note("s1")).1, Novelty::Updated);
    let (message, novelty) = kept.told(note("s2"));
    assert_eq!((message.stanza_id.as_deref(), novelty), (Some("s1"), Novelty::Known));
}

#[test]
fn messages_are_in_the_order_of_their_times_and_of_their_arrival_where_these_are_equal() {
    let kept = Kept::new();
    for (body, seconds) in [("c", 20), ("a", 10), ("d", 20), ("b", 10)] {
        kept.add(NewMessage { time: at(seconds), delayed: true, ..from_juliet(body) });
    }
    assert_eq!(kept.bodies(JULIET), ["a", "b", "c", "d"]);
}

#[test]
fn reading_backwards_page_by_page_neither_skips_nor_repeats_a_message() {
    let kept = Kept::new();
    let all: Vec<String> = (0..100).map(|number| format!("{number:03}")).collect();
    kept.write(all.iter().enumerate().map(|(index, body)| {
        let seconds = i64::try_from(index).unwrap() / 10;
        Change::AddMessage(NewMessage { time: at(seconds), ..from_juliet(body) })
    }));
    kept.add(in_room(GARDEN, "elsewhere"));
    let mut read: Vec<Message> = Vec::new();
    loop {
        let page = kept.store.messages(&romeo(), &jid(JULIET), read.first().map(|message| message.id), 7).unwrap();
        if page.is_empty() {
            break;
        }
        // What arrives between two pages changes nothing in those that are older.
        kept.add(NewMessage { time: at(1000), ..from_juliet("late") });
        read.splice(0..0, page);
    }
    assert_eq!(read.into_iter().map(|message| message.body).collect::<Vec<_>>(), all);
    let elsewhere = kept.history(GARDEN)[0].id;
    assert_eq!(kept.store.messages(&romeo(), &jid(JULIET), Some(elsewhere), 7).unwrap(), []);
}

#[test]
fn what_is_unread_is_counted_until_it_was_looked_at() {
    let kept = Kept::new();
    let counts = |kept: &Kept| {
        let room = kept.store.conversation(&romeo(), &jid(GARDEN)).unwrap().unwrap();
        (room.unread, room.mentions)
    };
    let read = Change::MarkRead { account: romeo(), conversation: jid(GARDEN) };
    assert_eq!(kept.write([read.clone()]), [Outcome::Nothing]);
    kept.add(with_ids(in_room(GARDEN, "tea?"), None, Some("s1")));
    kept.add(NewMessage { incoming: Incoming::Mention, ..in_room(GARDEN, "romeo: tea?") });
    kept.add(NewMessage { incoming: Incoming::Read, ..in_room(GARDEN, "seen elsewhere") });
    assert_eq!(counts(&kept), (2, 1));
    // Neither a copy nor a line of our own from another device changes it.
    kept.add(with_ids(in_room(GARDEN, "tea?"), None, Some("s1")));
    kept.add(NewMessage { direction: Direction::Out, incoming: Incoming::Read, state: MessageState::Sent, ..in_room(GARDEN, "no") });
    assert_eq!(counts(&kept), (2, 1));
    assert_eq!(kept.write([read.clone()]), [Outcome::Done]);
    assert_eq!(counts(&kept), (0, 0));
    assert_eq!(kept.write([read]), [Outcome::Nothing]);
    // Nobody has seen what comes later, though it was written earlier.
    kept.add(NewMessage { time: at(-100), ..in_room(GARDEN, "delayed") });
    let kept = kept.reopened();
    assert_eq!(counts(&kept), (1, 0));
}

#[test]
fn a_conversation_appears_with_its_first_message_and_shows_its_last() {
    let kept = Kept::new();
    assert_eq!(kept.store.conversations(&romeo()).unwrap(), []);
    assert_eq!(kept.store.last_time(&romeo(), &jid(JULIET)).unwrap(), None);
    kept.add(NewMessage { time: at(30), ..from_juliet(&"ü".repeat(500)) });
    kept.add(NewMessage { time: at(20), delayed: true, ..from_juliet("older") });
    kept.told(Change::Queue(NewMessage { conversation: jid("garden@rooms.capulet.lit/nurse"), time: at(40), ..to_juliet("o1", "psst") }));
    let found = kept.store.conversations(&romeo()).unwrap();
    let names: Vec<_> = found.iter().map(|conversation| conversation.conversation.as_str()).collect();
    assert_eq!(names, ["garden@rooms.capulet.lit/nurse", JULIET]);
    assert_eq!(found[1].last_time, Some(at(30)));
    assert_eq!(found[1].last_body.as_ref().map(|body| body.chars().count()), Some(200));
    assert_eq!(kept.store.last_time(&romeo(), &jid(JULIET)).unwrap(), Some(at(30)));
    // What waits to be sent tells nothing of what was said there.
    kept.told(Change::Queue(NewMessage { time: at(90), origin_id: Some("o9".into()), ..from_juliet("waiting") }));
    assert_eq!(kept.store.last_time(&romeo(), &jid(JULIET)).unwrap(), Some(at(30)));
}

#[test]
fn a_conversation_with_a_rooms_line_is_a_room() {
    let kept = Kept::new();
    kept.add(NewMessage { kind: Kind::Chat, from: jid(GARDEN), ..in_room(GARDEN, "you are invited") });
    kept.add(in_room(GARDEN, "tea?"));
    kept.add(NewMessage { kind: Kind::Chat, from: jid(GARDEN), ..in_room(GARDEN, "closing") });
    assert_eq!(kept.store.conversation(&romeo(), &jid(GARDEN)).unwrap().unwrap().kind, Kind::Groupchat);
}

#[test]
fn the_words_of_a_message_are_found_until_it_is_gone() {
    let kept = Kept::new();
    kept.add(from_juliet("It was the nightingale, and not the lark"));
    let db = Connection::open(kept.profile.database()).unwrap();
    // The index itself: what it has of messages that are gone would be found by nobody, and grow.
    let found = || -> u32 { db.query_row("SELECT count(*) FROM search WHERE search MATCH 'NIGHTINGALE'", [], |row| row.get(0)).unwrap() };
    assert_eq!(found(), 1);
    kept.write([Change::RemoveAccount(romeo())]);
    assert_eq!(found(), 0);
    db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 0)", []).unwrap();
}

#[test]
fn words_that_look_like_sql_are_only_words() {
    let kept = Kept::new();
    let body = "'); DROP TABLE messages; --\" OR 1=1 \\ %_ \u{202e}\u{1f426}";
    let person = jid("o\\27hara;drop%_--@capulet.lit/'); DROP TABLE messages; --\"");
    let message = NewMessage {
        conversation: person.clone(),
        from: person.clone(),
        origin_id: Some("' OR '1'='1".into()),
        stanza_id: Some("'; DELETE FROM messages; --".into()),
        ..from_juliet(body)
    };
    let (stored, _) = kept.add(message.clone());
    assert_eq!((stored.body.as_str(), &stored.from, &stored.origin_id), (body, &person, &message.origin_id));
    assert_eq!(kept.store.messages(&romeo(), &person, None, 10).unwrap(), [stored]);
    kept.write([Change::SetSetting { key: "'; --".into(), value: Some("'); DROP TABLE settings; --".into()) }]);
    assert_eq!(kept.store.setting("'; --").unwrap().as_deref(), Some("'); DROP TABLE settings; --"));
}

#[test]
fn a_stamp_of_whole_seconds_does_not_put_a_later_line_before_one_of_the_same_second() {
    let kept = Kept::new();
    let half = jiff::SignedDuration::from_millis(500);
    kept.add(NewMessage { time: at(5) + half, ..from_juliet("live") });
    kept.add(NewMessage { time: at(5), delayed: true, ..from_juliet("archived after it") });
    kept.add(NewMessage { time: at(4), delayed: true, ..from_juliet("of an earlier second") });
    assert_eq!(kept.bodies(JULIET), ["of an earlier second", "live", "archived after it"]);
}

#[test]
fn what_waited_goes_behind_what_was_said_meanwhile_and_keeps_its_order() {
    let kept = Kept::new();
    let own = |id: &str, at_second| Change::Queue(NewMessage { time: at(at_second), ..to_juliet(id, id) });
    let out =
        |id: &str, at_second| Change::GoesOut { account: romeo(), conversation: jid(JULIET), origin_id: id.into(), time: at(at_second) };
    write(&kept.store, [own("o1", 1), own("o2", 5)]).unwrap();
    kept.add(NewMessage { time: at(3), delayed: true, ..from_juliet("meanwhile") });
    assert_eq!(kept.bodies(JULIET), ["o1", "meanwhile", "o2"]);
    let outcomes = write(&kept.store, [out("o1", 9), out("o2", 9)]).unwrap();
    assert_eq!(kept.bodies(JULIET), ["meanwhile", "o1", "o2"]);
    assert!(matches!(&outcomes[0], Outcome::Message(message, Novelty::Updated) if message.time >= at(9)), "{outcomes:?}");
    // What nothing came before stays where it is.
    write(&kept.store, [own("o3", 20)]).unwrap();
    let outcomes = write(&kept.store, [out("o3", 25)]).unwrap();
    assert!(matches!(&outcomes[0], Outcome::Message(message, Novelty::Known) if message.time == at(20)), "{outcomes:?}");
}

#[test]
fn a_clock_that_is_set_back_puts_nothing_out_of_order() {
    let kept = Kept::new();
    kept.add(NewMessage { time: at(3600), ..from_juliet("before") });
    kept.add(NewMessage { time: at(0), ..from_juliet("after") });
    write(&kept.store, [Change::Queue(NewMessage { time: at(1), ..to_juliet("o1", "answer") })]).unwrap();
    kept.add(NewMessage { time: at(2), delayed: true, ..from_juliet("of long ago") });
    assert_eq!(kept.bodies(JULIET), ["of long ago", "before", "after", "answer"]);
}

/// An archived message, said so many seconds after the first, and stored live or told by the archive after another.
fn archived(stanza_id: &str, seconds: i64, follows: Follows) -> NewMessage {
    let delayed = follows != Follows::Nothing;
    NewMessage { time: at(seconds), delayed, follows, stanza_id: Some(stanza_id.into()), ..from_juliet(stanza_id) }
}

#[test]
fn what_an_archive_tells_stands_after_what_it_told_before_whatever_the_clocks_say() {
    let kept = Kept::new();
    let after = |line: Option<&str>, up_to| Follows::Archived { line: line.map(str::to_owned), up_to, is_end: false };
    // Our clock is a minute ahead. The last one came live while the first page was asked for.
    let (heard, _) = kept.add(archived("heard", 60, Follows::Nothing));
    kept.add(archived("came meanwhile", 70, Follows::Nothing));
    kept.add(archived("missed", 1, after(None, Some(heard.id))));
    kept.add(archived("missed next", 2, after(Some("missed"), Some(heard.id))));
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["heard", "missed", "missed next", "came meanwhile"]);
    // One of ours was told by the archive before the answer to it.
    kept.write([Change::AddMessage(NewMessage { time: at(80), ..to_juliet("o1", "asked") })]);
    kept.write([Change::AddMessage(with_ids(to_juliet("o1", "asked"), Some("o1"), Some("s1")))]);
    kept.add(archived("answered", 21, after(Some("s1"), Some(heard.id))));
    assert_eq!(kept.bodies("juliet@capulet.lit").split_off(3), ["came meanwhile", "asked", "answered"]);
}

#[test]
fn what_waited_for_a_session_to_be_resumed_stands_after_what_had_come_and_gone_through_it() {
    let kept = Kept::new();
    kept.add(archived("heard", 60, Follows::Nothing));
    kept.write([Change::Queue(NewMessage { time: at(61), ..to_juliet("o1", "sent") }), state("o1", MessageState::Sent)]);
    let outcomes = kept.write([Change::Queue(NewMessage { time: at(90), ..to_juliet("o2", "not gone yet") })]);
    let [Outcome::Message(newest, _)] = &outcomes[..] else { panic!("{outcomes:?}") };
    kept.add(archived("waited", 1, Follows::Resumed { up_to: newest.id }));
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["heard", "sent", "waited", "not gone yet"]);
}

#[test]
fn all_that_somebody_said_in_a_room_is_known_by_the_occupant_and_else_by_who_bears_the_name_now() {
    let kept = Kept::new();
    let said = |id: &str, occupant: Option<&str>, seconds| {
        let line = in_room("tea@rooms.lit", id);
        let line = NewMessage { stanza_id: Some(id.into()), occupant_id: occupant.map(Into::into), time: at(seconds), ..line };
        kept.add(line).0.id
    };
    let ids = |id: MessageId, since| -> Vec<String> {
        kept.store.said_by_the_same(id, at(since)).unwrap().into_iter().map(|(_, stanza_id)| stanza_id).collect()
    };
    let (spam, more) = (said("spam", Some("o1"), 1), said("more", Some("o1"), 2));
    said("hello", Some("o2"), 3);
    assert_eq!((ids(spam, 0), ids(more, 0)), (vec!["more".to_owned(), "spam".to_owned()], vec!["more".to_owned(), "spam".to_owned()]));
    // Without occupants' ids the name may be another's by now.
    let (before, _) = (said("before", None, 4), said("his", None, 6));
    let after = said("his too", None, 7);
    assert_eq!((ids(before, 5), ids(after, 5)), (vec![], vec!["his too".to_owned(), "his".to_owned()]));
}

#[test]
fn what_is_hidden_is_not_told_by_the_list_nor_by_an_answer() {
    let kept = Kept::new();
    let last = |kept: &Kept| kept.store.conversations(&romeo()).unwrap()[0].last_body.clone();
    let spoiler = NewMessage { manner: Manner::Spoiler("the end".into()), origin_id: Some("s1".into()), ..from_juliet("He lives") };
    let (hidden, _) = kept.add(spoiler);
    assert_eq!((hidden.manner, hidden.body.as_str()), (Manner::Spoiler("the end".into()), "He lives"));
    assert_eq!(last(&kept).as_deref(), Some("…"));
    let (answer, _) = kept.add(NewMessage { answers: Some("s1".into()), time: at(20), ..from_juliet("or not") });
    assert_eq!(answer.answers.unwrap().message.unwrap().body, "…");
    kept.add(NewMessage { manner: Manner::Attention, time: at(30), ..from_juliet("") });
    assert_eq!(last(&kept).as_deref(), Some("🔔"));
}

#[test]
fn a_line_that_the_room_tells_after_it_was_acknowledged_takes_its_place_there_and_keeps_it() {
    let kept = Kept::new();
    let room = "tea@rooms.capulet.lit";
    kept.write([Change::Queue(NewMessage {
        time: at(0),
        ..NewMessage { origin_id: Some("o1".into()), direction: Direction::Out, ..in_room(room, "mine") }
    })]);
    kept.add(NewMessage { time: at(5), ..in_room(room, "theirs") });
    kept.write([state("o1", MessageState::Sent)]);
    let place = |seconds| Change::GoesOut { account: romeo(), conversation: jid(room), origin_id: "o1".into(), time: at(seconds) };
    kept.write([place(6), state("o1", MessageState::Delivered)]);
    assert_eq!(kept.bodies(room), ["theirs", "mine"]);
    kept.add(NewMessage { time: at(7), ..in_room(room, "later") });
    // Told once more, by its archive.
    kept.write([place(6)]);
    assert_eq!(kept.bodies(room), ["theirs", "mine", "later"]);
}

#[test]
fn a_device_that_counts_its_messages_anew_says_other_things_under_the_same_id() {
    let kept = Kept::new();
    let ours = |stanza_id: &str, body: &str| NewMessage {
        direction: Direction::Out,
        state: MessageState::Sent,
        origin_id: Some("1".into()),
        stanza_id: Some(stanza_id.into()),
        incoming: Incoming::Read,
        ..from_juliet(body)
    };
    for (stanza_id, body) in [("s1", "hello"), ("s2", "good night"), ("s1", "hello"), ("s2", "good night"), ("s3", "hello")] {
        kept.add(ours(stanza_id, body));
    }
    // The same words under the same id were sent twice by a session that did not know whether they had arrived.
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["hello", "good night"]);
}
