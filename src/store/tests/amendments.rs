//! Corrections, retractions and reactions: what they change, and who may.

use super::*;
use crate::model::Amendment;

fn said(body: &str, id: &str) -> NewMessage {
    NewMessage { origin_id: Some(id.into()), ..from_juliet(body) }
}

/// Juliet says this about a message, at some second.
fn amends(id: &str, seconds: i64, target: &str, amendment: Amendment) -> Change {
    let body = if let Amendment::Correction(body) = &amendment { body.clone() } else { String::new() };
    let message = NewMessage { time: at(seconds), ..said(&body, id) };
    Change::Amend(Box::new(message), Amends { target: target.into(), amendment, since: None })
}

/// The same, told by the archive of what was long ago.
fn told_late(id: &str, seconds: i64, target: &str, amendment: Amendment) -> Change {
    match amends(id, seconds, target, amendment) {
        Change::Amend(message, amends) => Change::Amend(Box::new(NewMessage { delayed: true, ..*message }), amends),
        other => other,
    }
}

fn correction(body: &str) -> Amendment {
    Amendment::Correction(body.into())
}

fn reaction(emoji: &[&str]) -> Amendment {
    Amendment::Reactions(emoji.iter().map(|emoji| (*emoji).to_owned()).collect())
}

fn shown(kept: &Kept) -> Vec<(String, bool)> {
    kept.history("juliet@capulet.lit").into_iter().map(|message| (message.body, message.corrected)).collect()
}

#[test]
fn a_correction_replaces_the_words_and_keeps_the_earlier_ones() {
    let kept = Kept::new();
    let (first, _) = kept.add(said("tee?", "m1"));
    let (message, novelty) = kept.told(amends("m2", 1, "m1", correction("tea?")));
    assert_eq!((message.id, message.body.as_str(), message.corrected, novelty), (first.id, "tea?", true, Novelty::Updated));
    kept.write([amends("m3", 2, "m1", correction("tea at five?"))]);
    assert_eq!(shown(&kept), [("tea at five?".into(), true)]);
    let versions: Vec<_> = kept.store.versions(first.id).unwrap().into_iter().map(|(_, body)| body).collect();
    assert_eq!(versions, ["tee?", "tea?", "tea at five?"]);
}

#[test]
fn a_correction_that_comes_again_or_late_does_not_go_back() {
    let kept = Kept::new();
    kept.add(said("1", "m1"));
    kept.write([amends("m3", 3, "m1", correction("3")), told_late("m2", 2, "m1", correction("2")), amends("m3", 9, "m1", correction("3"))]);
    assert_eq!(shown(&kept), [("3".into(), true)]);
    // The archive tells the first version once more, with its own id.
    kept.add(NewMessage { stanza_id: Some("s1".into()), delayed: true, ..said("1", "m1") });
    assert_eq!(shown(&kept), [("3".into(), true)]);
}

/// Their clocks, the server's and ours: none of them decides what was said last.
#[test]
fn what_is_said_now_or_told_on_from_where_we_left_is_the_last_word_whatever_the_clocks_say() {
    let kept = Kept::new();
    let (first, _) = kept.add(said("1", "m1"));
    let on = |change: Change| match change {
        Change::Amend(message, amends) => {
            let follows = Follows::Archived { line: None, up_to: None, is_end: false };
            Change::Amend(Box::new(NewMessage { delayed: true, follows, ..*message }), amends)
        }
        other => other,
    };
    kept.write([
        amends("m2", 900, "m1", correction("2")),
        amends("m3", 5, "m1", correction("3")),
        amends("m4", 900, "m1", reaction(&["👍"])),
    ]);
    assert_eq!(shown(&kept), [("3".into(), true)]);
    kept.write([on(amends("m5", 6, "m1", correction("4"))), on(amends("m6", 6, "m1", reaction(&["🎉"])))]);
    let message = kept.store.message(first.id).unwrap().unwrap();
    assert_eq!((message.body.as_str(), message.reactions.keys().cloned().collect::<Vec<_>>()), ("4", vec!["🎉".to_owned()]));
    // One that came live while the archive was still telling those before it: in the end its order counts.
    kept.write([
        amends("m9", 7, "m1", correction("6")),
        on(amends("m8", 7, "m1", correction("5"))),
        on(amends("m9", 7, "m1", correction("6"))),
    ]);
    assert_eq!(kept.store.message(first.id).unwrap().unwrap().body, "6");
    kept.write([amends("m7", 1, "m1", reaction(&[]))]);
    assert!(kept.history("juliet@capulet.lit")[0].reactions.is_empty());
}

#[test]
fn a_correction_without_an_id_that_is_told_again_is_one_version() {
    let kept = Kept::new();
    let (first, _) = kept.add(said("1", "m1"));
    let nameless = |seconds| match amends("", seconds, "m1", correction("2")) {
        Change::Amend(message, amends) => Change::Amend(Box::new(NewMessage { origin_id: None, ..*message }), amends),
        other => other,
    };
    kept.write([nameless(1), nameless(2)]);
    assert_eq!(kept.store.versions(first.id).unwrap().len(), 2, "what it said first, and what it says");
}

#[test]
fn a_correction_of_what_is_not_here_or_of_anothers_message_stands_by_itself() {
    let kept = Kept::new();
    kept.add(said("hi", "m1"));
    kept.write([amends("m2", 1, "gone", correction("hello"))]);
    assert_eq!(shown(&kept), [("hi".into(), false), ("hello".into(), false)]);
    kept.write([Change::Queue(to_juliet("o1", "mine"))]);
    kept.write([amends("m3", 2, "o1", correction("yours"))]);
    let bodies = kept.bodies("juliet@capulet.lit");
    assert!(bodies.contains(&"mine".to_owned()) && bodies.contains(&"yours".to_owned()), "{bodies:?}");
}

#[test]
fn a_retraction_leaves_no_words_and_no_way_back() {
    let kept = Kept::new();
    let (first, _) = kept.add(said("a secret", "m1"));
    kept.write([amends("m2", 1, "m1", correction("a big secret")), amends("m3", 1, "m1", reaction(&["🤫"]))]);
    let (message, _) = kept.told(amends("m4", 2, "m1", Amendment::Retraction));
    assert!(message.retracted && !message.corrected && message.body.is_empty() && message.reactions.is_empty(), "{message:?}");
    assert!(kept.store.versions(first.id).unwrap().is_empty());
    let search = crate::model::search::Search::parse("secret", &jiff::tz::TimeZone::UTC);
    assert!(kept.store.search(&search, 10).unwrap().is_empty());
    kept.write([amends("m5", 3, "m1", correction("again")), amends("m6", 3, "m1", reaction(&["👀"]))]);
    let message = kept.store.message(first.id).unwrap().unwrap();
    assert!(message.body.is_empty() && message.reactions.is_empty(), "{message:?}");
    let conversation = kept.store.conversation(&romeo(), &jid("juliet@capulet.lit")).unwrap().unwrap();
    assert_eq!(conversation.unread, 0);
}

#[test]
fn nobody_takes_back_what_another_wrote() {
    let kept = Kept::new();
    let (mine, _) = kept.told(Change::Queue(to_juliet("o1", "mine")));
    assert_eq!(kept.write([amends("m1", 1, "o1", Amendment::Retraction)]), [Outcome::Nothing]);
    let tybalt = NewMessage { conversation: jid("tybalt@capulet.lit"), from: jid("tybalt@capulet.lit"), ..said("", "m2") };
    kept.add(said("hi", "j1"));
    let amends = Amends { target: "j1".into(), amendment: Amendment::Retraction, since: None };
    assert_eq!(kept.write([Change::Amend(Box::new(tybalt), amends)]), [Outcome::Nothing]);
    assert_eq!(kept.store.message(mine.id).unwrap().unwrap().body, "mine");
}

#[test]
fn reactions_are_those_said_last_by_each() {
    let kept = Kept::new();
    let (mine, _) = kept.told(Change::Queue(to_juliet("o1", "tea?")));
    let reactions = || {
        let message = kept.store.message(mine.id).unwrap().unwrap();
        message.reactions.into_iter().map(|(emoji, who)| (emoji, who.len())).collect::<Vec<_>>()
    };
    kept.write([amends("m1", 1, "o1", reaction(&["👍", "🎉"]))]);
    assert_eq!(reactions(), [("🎉".to_owned(), 1), ("👍".to_owned(), 1)]);
    kept.write([amends("m2", 3, "o1", reaction(&["👍"])), told_late("m3", 2, "o1", reaction(&["👎"]))]);
    assert_eq!(reactions(), [("👍".to_owned(), 1)]);
    kept.write([amends("m4", 4, "o1", reaction(&[]))]);
    assert!(reactions().is_empty());
}

const GARDEN: &str = "garden@rooms.capulet.lit";

fn line(nick: &str, occupant: Option<&str>, body: &str, id: &str) -> NewMessage {
    NewMessage {
        from: jid(&format!("{GARDEN}/{nick}")),
        origin_id: Some(id.into()),
        stanza_id: Some(format!("s-{id}")),
        occupant_id: occupant.map(Into::into),
        ..in_room(GARDEN, body)
    }
}

fn in_garden(message: NewMessage, target: &str, amendment: Amendment, since: i64) -> Change {
    Change::Amend(Box::new(message), Amends { target: target.into(), amendment, since: Some(at(since)) })
}

#[test]
fn in_a_room_the_occupant_id_tells_who_may_and_not_the_name() {
    let kept = Kept::new();
    kept.add(line("nurse", Some("occ-1"), "tee", "m1"));
    let body = || kept.bodies(GARDEN)[0].clone();
    kept.write([in_garden(line("nurse", Some("occ-2"), "", "x1"), "s-m1", Amendment::Retraction, -10)]);
    assert_eq!(body(), "tee");
    kept.write([in_garden(line("nanny", Some("occ-1"), "tea", "x2"), "m1", correction("tea"), -10)]);
    assert_eq!(body(), "tea");
    // A retraction in a room names the room's id, never the sender's.
    kept.write([in_garden(line("nanny", Some("occ-1"), "", "x3"), "m1", Amendment::Retraction, -10)]);
    assert_eq!(body(), "tea");
    kept.write([in_garden(line("nanny", Some("occ-1"), "", "x4"), "s-m1", Amendment::Retraction, -10)]);
    assert_eq!(body(), "");
}

#[test]
fn without_occupant_ids_a_name_counts_only_since_its_bearer_came() {
    let kept = Kept::new();
    kept.add(line("nurse", None, "hi", "m1"));
    kept.write([in_garden(line("nurse", None, "", "x1"), "s-m1", Amendment::Retraction, 5)]);
    assert_eq!(kept.bodies(GARDEN), ["hi"]);
    kept.write([in_garden(line("nurse", None, "", "x2"), "s-m1", Amendment::Retraction, -5)]);
    assert_eq!(kept.bodies(GARDEN), [""]);
}

#[test]
fn own_amendments_take_effect_at_once_and_wait_in_line() {
    let kept = Kept::new();
    let (mine, _) = kept.told(Change::Queue(to_juliet("o1", "tee")));
    let queue = |id: &str, amendment| Change::QueueAmendment {
        account: romeo(),
        message: mine.id,
        origin_id: id.into(),
        amendment,
        from: romeo().into(),
        occupant_id: None,
    };
    let (corrected, _) = kept.told(queue("a1", correction("tea")));
    assert_eq!((corrected.body.as_str(), corrected.corrected), ("tea", true));
    let (gone, _) = kept.told(queue("a2", Amendment::Retraction));
    assert_eq!((gone.body.as_str(), gone.retracted), ("", true));
    let kept = kept.reopened();
    let waiting = kept.store.outbox(&romeo()).unwrap();
    let names: Vec<_> = waiting.iter().map(|queued| queued.id().unwrap()).collect();
    assert_eq!(names, ["o1", "a1", "a2"]);
    // It still has to be said before it can be taken back.
    assert_eq!(waiting[0].message.body, "tea");
    kept.write([state("o1", MessageState::Sent), Change::AmendmentSent { account: romeo(), origin_id: "a1".into() }]);
    assert_eq!(kept.store.outbox(&romeo()).unwrap()[0].id(), Some("a2"));
    assert_eq!(kept.store.outbox(&romeo()).unwrap()[0].message.body, "");
}

#[test]
fn others_messages_can_be_reacted_to_and_nothing_else() {
    let kept = Kept::new();
    let (hers, _) = kept.add(said("tea?", "m1"));
    let queue = |id: &str, amendment| Change::QueueAmendment {
        account: romeo(),
        message: hers.id,
        origin_id: id.into(),
        amendment,
        from: romeo().into(),
        occupant_id: None,
    };
    assert_eq!(kept.write([queue("a1", correction("coffee?")), queue("a2", Amendment::Retraction)]), [Outcome::Nothing, Outcome::Nothing]);
    let (message, _) = kept.told(queue("a3", reaction(&["👍"])));
    assert_eq!(message.reactions["👍"], [jid("romeo@montague.lit")]);
    assert_eq!(kept.store.outbox(&romeo()).unwrap().len(), 1);
}

#[test]
fn an_answer_shows_what_it_answers_where_that_is_here() {
    let kept = Kept::new();
    let (asked, _) = kept.add(NewMessage { message_id: Some("stanza-1".into()), ..said("tea?", "m1") });
    for name in ["m1", "stanza-1"] {
        let (answer, _) = kept.told(Change::Queue(NewMessage { answers: Some(name.into()), ..to_juliet(&format!("o-{name}"), "yes") }));
        let answered = answer.answers.unwrap();
        let quoted = answered.message.unwrap();
        assert_eq!((answered.id.as_str(), quoted.id, quoted.body.as_str()), (name, asked.id, "tea?"));
    }
    let (answer, _) = kept.told(Change::Queue(NewMessage { answers: Some("gone".into()), ..to_juliet("o2", "no") }));
    assert_eq!(answer.answers.unwrap().message, None);
}

#[test]
fn a_displayed_message_tells_of_all_before_it() {
    let kept = Kept::new();
    for (second, id) in ["o1", "o2", "o3"].into_iter().enumerate() {
        kept.write([Change::Queue(NewMessage { time: at(second as i64), ..to_juliet(id, id) }), state(id, MessageState::Sent)]);
    }
    kept.write([Change::Queue(NewMessage { time: at(0), delayed: true, ..to_juliet("o0", "never arrived") })]);
    let displayed = |conversation: &str| Change::Displayed { account: romeo(), conversation: jid(conversation), id: "o2".into() };
    assert_eq!(kept.write([displayed("tybalt@capulet.lit")]), [Outcome::Nothing]);
    let [Outcome::Messages(moved)] = &kept.write([displayed("juliet@capulet.lit")])[..] else { panic!("nothing moved") };
    assert_eq!(moved.len(), 2);
    let states: Vec<_> = kept.history("juliet@capulet.lit").into_iter().map(|message| (message.body, message.state.as_str())).collect();
    assert_eq!(
        states,
        [("o1", "displayed"), ("never arrived", "queued"), ("o2", "displayed"), ("o3", "sent")].map(|(b, s)| (b.to_owned(), s))
    );
}

#[test]
fn what_was_looked_at_is_to_be_marked_once_and_the_newest_only() {
    let kept = Kept::new();
    let conversation = jid("juliet@capulet.lit");
    let markable = |id: &str| NewMessage { markable: true, ..said(id, id) };
    kept.add(markable("m1"));
    let (newest, _) = kept.add(markable("m2"));
    kept.add(said("m3", "m3"));
    assert!(kept.store.unmarked(&romeo()).unwrap().is_empty());
    kept.write([Change::MarkRead { account: romeo(), conversation: conversation.clone() }]);
    let unmarked = kept.store.unmarked(&romeo()).unwrap();
    assert_eq!(unmarked, [Unmarked { conversation: conversation.clone(), kind: Kind::Chat, message: newest.id, id: "m2".into() }]);
    kept.write([Change::MarkerSent(unmarked[0].clone(), romeo())]);
    assert!(kept.store.unmarked(&romeo()).unwrap().is_empty());
    // What another device has marked is not marked again here.
    kept.add(markable("m4"));
    kept.add(markable("m5"));
    kept.write([Change::ReadTo { account: romeo(), conversation: conversation.clone(), id: "m4".into() }]);
    assert!(kept.store.unmarked(&romeo()).unwrap().is_empty());
    assert_eq!(kept.store.conversation(&romeo(), &conversation).unwrap().unwrap().unread, 1);
}

#[test]
fn what_another_device_has_read_is_read_here_by_the_archives_id_and_never_goes_back() {
    let kept = Kept::new();
    let conversation = jid("juliet@capulet.lit");
    for id in ["s1", "s2", "s3"] {
        kept.add(NewMessage { stanza_id: Some(id.into()), ..said(id, id) });
    }
    let read = |id: &str| Change::ReadToArchived { account: romeo(), conversation: conversation.clone(), stanza_id: id.into() };
    let unread = || kept.store.conversation(&romeo(), &conversation).unwrap().unwrap().unread;
    assert_eq!((kept.write([read("s2")]), unread()), (vec![Outcome::Done], 1));
    assert_eq!((kept.write([read("s1"), read("unknown")]), unread()), (vec![Outcome::Nothing, Outcome::Nothing], 1));
    // What is not read yet is no position of ours, nor is what was taken back after it.
    kept.add(NewMessage { stanza_id: Some("s4".into()), ..said("s4", "s4") });
    kept.write([amends("s5", 1, "s4", Amendment::Retraction)]);
    let newest = kept.store.newest_read(&romeo(), &conversation).unwrap();
    assert_eq!(newest, Some(("s2".to_owned(), Kind::Chat)));
    let after = |one: &str, other: &str| kept.store.is_after(&romeo(), &conversation, one, other).unwrap();
    assert_eq!([after("s2", "s1"), after("s1", "s2"), after("s2", "gone")], [Some(true), Some(false), None]);
}

#[test]
fn what_was_said_about_a_message_before_it_came_takes_effect_when_it_comes() {
    let kept = Kept::new();
    kept.write([
        told_late("m5", 5, "m1", reaction(&["👍"])),
        told_late("m4", 4, "m2", Amendment::Retraction),
        told_late("m3", 3, "m1", correction("tea")),
    ]);
    // It stands for itself until it is known what it corrects.
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["tea"]);
    kept.add(NewMessage { time: at(1), delayed: true, ..said("a secret", "m2") });
    let (first, _) = kept.add(NewMessage { delayed: true, ..said("tee", "m1") });
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["tea", ""]);
    assert!(first.corrected && first.reactions.contains_key("👍"), "{first:?}");
    // Nobody else's message is meant by these names.
    let tybalt = NewMessage { conversation: jid("tybalt@capulet.lit"), from: jid("tybalt@capulet.lit"), ..said("boo", "m2") };
    assert_eq!(kept.add(tybalt).0.body, "boo");
}

#[test]
fn what_waits_for_another_writers_message_changes_nothing() {
    let kept = Kept::new();
    kept.write([amends("m4", 4, "o1", Amendment::Retraction), amends("m3", 3, "o1", correction("yours"))]);
    kept.write([Change::Queue(to_juliet("o1", "mine"))]);
    let bodies = kept.bodies("juliet@capulet.lit");
    assert!(bodies.contains(&"mine".to_owned()) && bodies.contains(&"yours".to_owned()), "{bodies:?}");
}

#[test]
fn a_position_in_what_the_archive_brought_late_does_not_make_newer_messages_read() {
    let kept = Kept::new();
    let conversation = jid("juliet@capulet.lit");
    kept.add(NewMessage { time: at(100), stanza_id: Some("new".into()), ..said("new", "new") });
    kept.add(NewMessage { time: at(1), delayed: true, stanza_id: Some("old".into()), incoming: Incoming::Read, ..said("old", "old") });
    let read = |id: &str| Change::ReadToArchived { account: romeo(), conversation: conversation.clone(), stanza_id: id.into() };
    let unread = || kept.store.conversation(&romeo(), &conversation).unwrap().unwrap().unread;
    kept.write([read("old")]);
    assert_eq!(unread(), 1);
    kept.write([read("new")]);
    assert_eq!(unread(), 0);
}

#[test]
fn a_reaction_that_was_taken_back_does_not_come_again_with_an_older_page() {
    let kept = Kept::new();
    kept.add(said("tea?", "m1"));
    kept.write([
        amends("m2", 2, "m1", reaction(&["👍"])),
        amends("m4", 4, "m1", reaction(&[])),
        told_late("m3", 3, "m1", reaction(&["🎉"])),
    ]);
    assert!(kept.history("juliet@capulet.lit")[0].reactions.is_empty());
}

#[test]
fn who_never_said_a_word_makes_no_conversation_by_talking_about_one() {
    let kept = Kept::new();
    kept.write([amends("m2", 2, "m1", reaction(&["👍"]))]);
    kept.add(said("tea?", "m1"));
    assert!(kept.history("juliet@capulet.lit")[0].reactions.is_empty());
    let from_archive =
        NewMessage { conversation: jid("nurse@capulet.lit"), from: jid("nurse@capulet.lit"), delayed: true, ..said("", "n2") };
    let about = Amends { target: "n1".into(), amendment: reaction(&["👍"]), since: None };
    kept.write([Change::Amend(Box::new(from_archive), about)]);
    let shown: Vec<_> = kept.store.conversations(&romeo()).unwrap().into_iter().map(|talk| talk.conversation.to_string()).collect();
    assert_eq!(shown, ["juliet@capulet.lit"]);
}

#[test]
fn a_failed_message_that_was_taken_back_is_not_sent_again() {
    let kept = Kept::new();
    let (mine, _) = kept.told(Change::Queue(to_juliet("o1", "tee")));
    kept.write([state("o1", MessageState::Failed(crate::model::Problem::stanza("service-unavailable")))]);
    kept.write([Change::QueueAmendment {
        account: romeo(),
        message: mine.id,
        origin_id: "a1".into(),
        amendment: Amendment::Retraction,
        from: romeo().into(),
        occupant_id: None,
    }]);
    let (message, novelty) = kept.told(Change::Requeue(mine.id));
    assert_eq!((message.state.as_str(), novelty), ("failed", Novelty::Known));
}

#[test]
fn a_marker_may_name_the_correction_of_a_message() {
    let kept = Kept::new();
    let (mine, _) = kept.told(Change::Queue(to_juliet("o1", "tee")));
    kept.write([state("o1", MessageState::Sent)]);
    kept.write([Change::QueueAmendment {
        account: romeo(),
        message: mine.id,
        origin_id: "a1".into(),
        amendment: correction("tea"),
        from: romeo().into(),
        occupant_id: None,
    }]);
    let displayed = Change::Displayed { account: romeo(), conversation: jid("juliet@capulet.lit"), id: "a1".into() };
    assert!(matches!(&kept.write([displayed])[..], [Outcome::Messages(moved)] if moved[0].state == MessageState::Displayed));
}

#[test]
fn a_correction_can_hide_and_what_is_taken_back_leaves_nothing() {
    let kept = Kept::new();
    kept.add(NewMessage { file: Some("https://files.example/x".into()), origin_id: Some("m1".into()), ..from_juliet("He lives") });
    let hidden = NewMessage { manner: Manner::Spoiler("the end".into()), origin_id: Some("m2".into()), ..from_juliet("He lives") };
    let amends = |amendment| Amends { target: "m1".into(), amendment, since: None };
    kept.write([Change::Amend(Box::new(hidden), amends(Amendment::Correction("He lives".into())))]);
    assert_eq!(kept.history("juliet@capulet.lit")[0].manner, Manner::Spoiler("the end".into()));
    kept.write([Change::Amend(Box::new(NewMessage { origin_id: Some("m3".into()), ..from_juliet("") }), amends(Amendment::Retraction))]);
    let gone = &kept.history("juliet@capulet.lit")[0];
    assert_eq!((gone.retracted, &gone.manner, &gone.file, gone.body.as_str()), (true, &Manner::Plain, &None, ""));
}
