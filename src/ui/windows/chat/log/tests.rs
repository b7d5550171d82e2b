use super::*;
use crate::model::Problem;
use jiff::civil::date;

fn setting() -> Setting {
    Setting {
        peer: "Clara".into(),
        own: "me@jabber.example".into(),
        pictures: BTreeMap::new(),
        nick: None,
        room: None,
        look_alikes: BTreeMap::new(),
        hearing: Hearing::default(),
        comings: Comings::Folded,
        today: date(2026, 11, 22),
        zone: TimeZone::UTC,
    }
}

fn message(id: i64, time: &str, direction: Direction) -> Message {
    let from = if direction == Direction::In { "clara@jabber.example" } else { "me@jabber.example" };
    Message {
        id: MessageId(id),
        account: "me@jabber.example".parse().unwrap(),
        conversation: "clara@jabber.example".parse().unwrap(),
        kind: Kind::Chat,
        direction,
        from: from.parse().unwrap(),
        time: format!("2026-11-{time}:00Z").parse().unwrap(),
        body: format!("message {id}"),
        state: if direction == Direction::In { MessageState::Received } else { MessageState::Sent },
        origin_id: None,
        stanza_id: None,
        delayed: false,
        shortened: false,
        unstyled: false,
        manner: Manner::Plain,
        file: None,
        corrected: false,
        retracted: false,
        answers: None,
        unchanged: None,
        reactions: std::collections::BTreeMap::new(),
    }
}

fn incoming(id: i64, time: &str) -> Message {
    message(id, time, Direction::In)
}

fn own(id: i64, time: &str, state: MessageState) -> Message {
    Message { state, ..message(id, time, Direction::Out) }
}

fn log(messages: Vec<Message>) -> Log {
    let mut log = Log::default();
    log.add_page(messages, 50);
    log.refresh(&setting());
    log
}

/// One line a row: the label of a divider, or `head? sender: body [state]`.
fn drawn(log: &Log) -> Vec<String> {
    let line = |line: &Line| {
        let head = if line.head { format!("{} {}: ", line.sender, line.time) } else { "  ".to_owned() };
        let state = line.state.as_ref().filter(|_| line.shows_state).map_or(String::new(), |state| format!(" [{state}]"));
        format!("{head}{}{state}", line.body.text())
    };
    log.rows()
        .iter()
        .map(|row| match &row.content {
            Content::Divider { label, .. } => bidi::strip(label),
            Content::Line(content) => line(content),
            Content::Notice(notice) => format!("* {} {}", notice.time, bidi::strip(&notice.text)),
        })
        .collect()
}

#[test]
fn days_stand_between_messages_and_runs_of_one_sender_under_one_name() {
    let log = log(vec![
        incoming(1, "20T18:41"),
        incoming(2, "20T18:42"),
        own(3, "20T18:44", MessageState::Displayed),
        incoming(4, "22T14:06"),
        incoming(5, "22T14:30"),
    ]);
    let expected = [
        "Friday 20 November",
        "Clara 18:41: message 1",
        "  message 2",
        "You 18:44: message 3 [seen]",
        "Today",
        "Clara 14:06: message 4",
        "Clara 14:30: message 5",
    ];
    assert_eq!(drawn(&log), expected);
}

#[test]
fn every_state_of_an_own_message_has_its_word_and_equal_ones_are_said_once() {
    let failed = MessageState::Failed(Problem::stanza("service-unavailable"));
    let log = log(vec![
        own(1, "22T10:00", MessageState::Displayed),
        own(2, "22T10:01", MessageState::Delivered),
        own(3, "22T10:02", MessageState::Sent),
        own(4, "22T10:03", MessageState::Sent),
        own(5, "22T10:04", failed.clone()),
        own(6, "22T10:05", MessageState::Queued),
        own(7, "22T10:06", MessageState::Queued),
    ]);
    let expected = [
        "Today",
        "You 10:00: message 1 [seen]",
        "  message 2 [delivered]",
        "  message 3",
        "  message 4 [sent]",
        "  message 5 [not sent]",
        "  message 6 [waiting]",
        "  message 7 [waiting]",
    ];
    assert_eq!(drawn(&log), expected);
    let note = log.rows()[5].line().unwrap().note.clone().unwrap();
    assert_eq!(note.offer.as_deref(), Some("Try again"));
    assert!(note.text.contains("nobody at this address"), "{}", note.text);
}

#[test]
fn a_message_that_comes_twice_is_one_and_one_that_comes_late_takes_its_place() {
    let mut log = log(vec![incoming(1, "22T10:00"), incoming(2, "22T10:05")]);
    assert!(!log.add(&incoming(2, "22T10:05")));
    assert!(log.add(&incoming(3, "22T10:02")));
    log.refresh(&setting());
    assert_eq!(drawn(&log), ["Today", "Clara 10:00: message 1", "  message 3", "  message 2"]);
    let queued = own(4, "22T10:06", MessageState::Queued);
    log.add(&queued);
    assert!(!log.add(&Message { state: MessageState::Delivered, ..queued }));
    log.refresh(&setting());
    assert_eq!(drawn(&log).last().unwrap(), "You 10:06: message 4 [delivered]");
}

#[test]
fn what_a_room_said_before_all_that_is_stored_is_in_its_archive() {
    let said = |id, time| Message { kind: Kind::Groupchat, ..incoming(id, time) };
    let mut log = Log::default();
    log.add_page(vec![said(2, "22T10:00")], 10);
    assert_eq!((log.before(), log.can_load()), (Before::Archived, true));
    log.set_loading();
    log.add(&said(1, "22T09:00"));
    log.archive_told();
    log.refresh(&setting());
    assert!(drawn(&log)[1].contains("message 1") && log.can_load(), "{:?}", drawn(&log));
    log.page_failed();
    assert!(!log.can_load());
}

#[test]
fn a_page_of_history_goes_above_and_a_short_one_is_the_last() {
    let page = |ids: std::ops::Range<i64>| ids.map(|id| incoming(id, &format!("22T10:{id:02}"))).collect::<Vec<_>>();
    let mut log = Log::default();
    log.add_page(page(20..30), 10);
    assert!(log.can_load());
    assert_eq!(log.oldest(), Some(MessageId(20)));
    log.set_loading();
    assert!(!log.can_load());
    log.refresh(&setting());
    assert_eq!(drawn(&log)[0], "Loading older messages…");
    assert!(!log.add(&incoming(5, "22T10:05")), "what lies before comes with its page");
    log.add_page(page(15..20), 10);
    log.refresh(&setting());
    assert!(!log.can_load());
    assert_eq!(drawn(&log)[1], "Clara 10:15: message 15");
}

#[test]
fn a_line_marks_what_was_not_looked_at() {
    let mut log =
        log(vec![incoming(1, "22T10:00"), incoming(2, "22T10:01"), own(3, "22T10:02", MessageState::Sent), incoming(4, "22T10:03")]);
    let first = log.first_of_last(2);
    assert_eq!(first, (Some(MessageId(2)), true));
    log.set_new_from(first.0);
    log.refresh(&setting());
    assert_eq!(drawn(&log)[2..4], ["New", "Clara 10:01: message 2"]);
    log.set_new_from(None);
    log.refresh(&setting());
    assert!(!drawn(&log).contains(&"New".to_owned()));
}

#[test]
fn in_a_room_people_go_by_their_nicknames_and_our_own_is_noticed_as_a_word() {
    let said = |id: i64, nick: &str, body: &str| Message {
        kind: Kind::Groupchat,
        from: format!("tea@muc.example/{nick}").parse().unwrap(),
        body: body.into(),
        ..incoming(id, "22T10:00")
    };
    let mut log = Log::default();
    log.add_page(vec![said(1, "Alice", "hello Rob!"), said(2, "Bob", "robots")], 50);
    log.refresh(&Setting { nick: Some("rob".into()), ..setting() });
    let lines: Vec<_> = log.rows().iter().filter_map(Row::line).collect();
    assert_eq!((lines[0].sender.as_str(), lines[0].mention), ("Alice", true));
    assert_eq!((lines[1].sender.as_str(), lines[1].mention), ("Bob", false));
}

#[test]
fn a_shortened_message_says_so() {
    let log = log(vec![Message { shortened: true, ..incoming(1, "22T10:00") }]);
    assert!(log.rows()[1].line().unwrap().note.as_ref().unwrap().text.contains("too large"));
}

#[test]
fn rows_made_bit_by_bit_are_those_made_at_once() {
    let states = [MessageState::Queued, MessageState::Sent, MessageState::Delivered];
    let mut log = log((1..40).map(|id| incoming(id, &format!("20T10:{:02}", id % 60))).collect());
    let mut seed = 7_u32;
    let mut random = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % most
    };
    for step in 0..400_i64 {
        let time = format!("{}T{:02}:{:02}", 20 + random(3), random(24), random(60));
        let id = i64::from(random(80)) + 1;
        match random(6) {
            0 => drop(log.add(&incoming(100 + step, &time))),
            1 => drop(log.add(&own(100 + step, &time, states[random(3) as usize].clone()))),
            2 => drop(log.add(&own(100 + step, "23T23:59", states[random(3) as usize].clone()))),
            3 => drop(log.add(&incoming(100 + step, "23T23:59"))),
            4 => log.set_new_from(Some(MessageId(id)).filter(|_| random(3) > 0)),
            _ => {
                // Another state of one that is there, which may be ours.
                let known = log.entries[random(log.entries.len() as u32) as usize].message.clone();
                let state = if known.direction == Direction::Out { states[random(3) as usize].clone() } else { known.state.clone() };
                log.add(&Message { state, ..known });
            }
        }
        log.refresh(&setting());
        let shown: Vec<_> = log.rows().iter().map(|row| (row.key, row.revision())).collect();
        log.built_for = None;
        log.refresh(&setting());
        let anew: Vec<_> = log.rows().iter().map(|row| (row.key, row.revision())).collect();
        assert_eq!(shown, anew, "step {step}");
    }
}

#[test]
fn a_deed_is_told_of_whoever_did_it() {
    let text = |message: Message| {
        let log = log(vec![message]);
        log.rows().last().unwrap().text().to_owned()
    };
    let deed = |message: Message| Message { body: "/me waves".into(), ..message };
    assert_eq!(text(deed(incoming(1, "22T10:00"))), "* Clara waves");
    assert_eq!(text(Message { direction: Direction::Out, ..deed(incoming(1, "22T10:00")) }), "* me waves");
    assert_eq!(text(Message { body: "/mention".into(), ..incoming(1, "22T10:00") }), "/mention");
}

fn came(nick: &str, time: &str) -> Notice {
    let (account, room) = ("me@jabber.example".parse().unwrap(), "tea@rooms.example".parse().unwrap());
    let time = format!("2026-11-{time}:00Z").parse().unwrap();
    Notice { account, room, time, ours: false, what: crate::model::Happening::Came { nick: nick.into() } }
}

#[test]
fn what_happens_stands_between_what_was_said_and_ends_a_run() {
    let mut log = log(vec![incoming(1, "21T23:50"), incoming(2, "21T23:58")]);
    for notice in [came("anna", "21T23:40"), came("ben", "21T23:55"), came("carl", "22T00:10"), came("dora", "22T00:11")] {
        log.notice(notice);
    }
    log.refresh(&setting());
    let expected = [
        "Yesterday",
        "* 23:40 anna came in",
        "Clara 23:50: message 1",
        "* 23:55 ben came in",
        "Clara 23:58: message 2",
        "Today",
        "* 00:11 carl, dora came in",
    ];
    assert_eq!(drawn(&log), expected);
    // What comes then, and what comes late, is as if all had been there at once.
    log.add(&incoming(3, "22T00:12"));
    log.notice(came("eve", "22T00:20"));
    log.refresh(&setting());
    assert_eq!(drawn(&log)[6..], ["* 00:11 carl, dora came in", "Clara 00:12: message 3", "* 00:20 eve came in"]);
    log.notice(came("fritz", "21T23:51"));
    log.refresh(&setting());
    assert_eq!(drawn(&log)[3], "* 23:55 fritz, ben came in");
    log.refresh(&Setting { comings: Comings::Hidden, ..setting() });
    assert_eq!(drawn(&log), ["Yesterday", "Clara 23:50: message 1", "  message 2", "Today", "Clara 00:12: message 3"]);
}

#[test]
fn what_happened_before_all_that_is_loaded_comes_with_the_older_messages() {
    let mut log = Log::default();
    log.notice(came("anna", "21T08:00"));
    log.refresh(&setting());
    assert_eq!(drawn(&log).len(), 2);
    log.add_page(vec![incoming(2, "22T10:00")], 1);
    log.refresh(&setting());
    assert_eq!(drawn(&log), ["Today", "Clara 10:00: message 2"]);
    log.add_page(vec![incoming(1, "20T10:00")], 50);
    log.refresh(&setting());
    assert_eq!(drawn(&log)[2..4], ["Yesterday", "* 08:00 anna came in"]);
}

#[test]
fn a_name_that_only_looks_like_anothers_says_so_where_it_speaks() {
    let from = "tea@rooms.example/Le\u{43e}n".parse().unwrap();
    let said = Message { from, kind: Kind::Groupchat, ..incoming(1, "22T10:00") };
    let mut log = log(vec![said]);
    let look_alikes = BTreeMap::from([("Le\u{43e}n".to_owned(), "Leon".to_owned())]);
    log.refresh(&Setting { look_alikes, ..setting() });
    let line = log.rows()[1].line().unwrap();
    assert_eq!(bidi::strip(&line.sender), "Le\u{43e}n (only looks like Leon)");
    assert_eq!(line.initials, "L");
}

#[test]
fn what_is_new_begins_with_the_first_who_is_heard() {
    let said = |id, nick: &str| {
        let (conversation, from) = ("tea@rooms.example".parse().unwrap(), format!("tea@rooms.example/{nick}").parse().unwrap());
        Message { conversation, from, kind: Kind::Groupchat, ..incoming(id, "22T10:00") }
    };
    let mut log = log(vec![said(1, "anna"), said(2, "ben"), said(3, "anna")]);
    log.set_new_from(Some(MessageId(2)));
    let account = "me@jabber.example".parse().unwrap();
    let ignored = crate::model::Ignored::default().with(&account, &"tea@rooms.example".parse().unwrap(), "ben", true);
    log.refresh(&Setting { hearing: Hearing { ignored, ..Hearing::default() }, ..setting() });
    assert_eq!(drawn(&log), ["Today", "anna 10:00: message 1", "New", "anna 10:00: message 3"]);
}

#[test]
fn what_was_cleared_away_does_not_come_back_with_news_of_it() {
    let mut log = log(vec![incoming(1, "22T10:00"), incoming(2, "22T10:01")]);
    log.clear();
    assert!(!log.add(&Message { corrected: true, ..incoming(2, "22T10:01") }));
    log.add_page(vec![incoming(1, "22T10:00")], 1);
    assert!(!log.can_load());
    assert!(log.add(&incoming(3, "22T10:02")));
    log.refresh(&setting());
    assert_eq!(drawn(&log), ["Today", "Clara 10:02: message 3"]);
}

#[test]
fn of_a_flood_the_newest_are_held_and_the_others_come_back_from_the_store() {
    let many = i64::try_from(MOST).unwrap();
    let said = |id: i64| Message { time: Timestamp::from_second(1_800_000_000 + id).unwrap(), ..message(id, "22T10:00", Direction::In) };
    let mut log = Log::default();
    log.add_page(vec![said(1)], 50);
    for id in 2..=many {
        log.add(&said(id));
        log.trim();
    }
    assert_eq!(log.oldest(), Some(MessageId(1)));
    log.add(&said(many + 1));
    log.trim();
    log.refresh(&setting());
    let oldest = many + 2 - i64::try_from(KEPT).unwrap();
    assert_eq!((log.oldest(), log.before()), (Some(MessageId(oldest)), Before::Stored));
    let lines = |log: &Log| log.rows().iter().filter(|row| row.line().is_some()).count();
    assert_eq!(lines(&log), KEPT);
    // Whom nobody hears may say as much as he likes: what is seen stays.
    let mut room = Log::default();
    let line = |id: i64, nick: &str| {
        let from = format!("tea@x/{nick}").parse().unwrap();
        Message { kind: Kind::Groupchat, conversation: "tea@x".parse().unwrap(), from, ..said(id) }
    };
    room.add_page(vec![line(1, "zoe")], 50);
    let hearing = Hearing {
        ignored: crate::model::Ignored::default().with(&"me@jabber.example".parse().unwrap(), &"tea@x".parse().unwrap(), "spam", true),
        ..Hearing::default()
    };
    room.refresh(&Setting { hearing, ..setting() });
    for id in 2..=2 * many {
        room.add(&line(id, "spam"));
        room.trim();
    }
    assert_eq!(room.oldest(), Some(MessageId(1)));
    // One that has gone from here and changes is not put in its place: it comes with its page.
    assert!(!log.add(&said(5)));
    assert_eq!(log.oldest(), Some(MessageId(oldest)));
    log.add_page((oldest - 50..oldest).map(said).collect(), 50);
    log.refresh(&setting());
    assert_eq!((log.oldest(), lines(&log)), (Some(MessageId(oldest - 50)), KEPT + 50));
}
