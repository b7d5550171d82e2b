//! Finding messages again.

use super::*;
use crate::model::search::Search;
use crate::model::{Notify, RoomOptions, RosterItem, Spot, Subscription};
use jiff::tz::TimeZone;

fn found(kept: &Kept, text: &str) -> Vec<String> {
    let search = Search::parse(text, &TimeZone::UTC);
    kept.store.search(&search, 10).unwrap().into_iter().map(|message| message.body).collect()
}

fn kept() -> Kept {
    let kept = Kept::new();
    let name = RosterItem { name: Some("Julia C.".into()), ..item("juliet@capulet.lit") };
    kept.write([Change::SaveContact { account: romeo(), version: None, item: name }]);
    kept.add(NewMessage { time: at(0), ..from_juliet("Tee im Garten, um fünf") });
    kept.add(NewMessage { time: at(86_400), ..from_juliet("five o'clock tea: https://tea.example/five") });
    kept.add(NewMessage { time: at(2 * 86_400), ..in_room("garden@rooms.capulet.lit", "the tea is ready, and the garden too") });
    kept.write([Change::Queue(NewMessage { time: at(3 * 86_400), ..to_juliet("o1", "I bring the tea") })]);
    kept
}

fn item(jid: &str) -> RosterItem {
    RosterItem { jid: bare(jid), name: None, groups: Vec::new(), subscription: Subscription::Both, ask: false }
}

#[test]
fn words_are_found_whatever_their_case_and_accents_the_newest_first() {
    let kept = kept();
    assert_eq!(found(&kept, "TEA")[0], "I bring the tea");
    assert_eq!(found(&kept, "TEA").len(), 3);
    assert_eq!(found(&kept, "funf"), ["Tee im Garten, um fünf"]);
    assert_eq!(found(&kept, "tea garden"), ["the tea is ready, and the garden too"]);
    assert_eq!(found(&kept, "te").len(), 0);
}

#[test]
fn the_newest_come_first_whenever_they_were_fetched() {
    let kept = kept();
    // From the archive, long after: the oldest and the newest one of all.
    kept.add(NewMessage { delayed: true, time: at(-86_400), ..from_juliet("the first tea") });
    kept.add(NewMessage { delayed: true, time: at(9 * 86_400), ..from_juliet("the last tea") });
    kept.add(NewMessage { delayed: true, time: at(-2 * 86_400), ..from_juliet("no tea yet") });
    let all = found(&kept, "tea");
    assert_eq!((all.len(), &*all[0], &*all[1]), (6, "the last tea", "I bring the tea"));
    assert_eq!(all[4..], ["the first tea", "no tea yet"]);
    assert_eq!(found(&kept, "from:julia")[0], "the last tea");
    let newest = kept.store.search(&Search::parse("tea", &TimeZone::UTC), 1).unwrap();
    assert_eq!(newest[0].body, "the last tea");
}

#[test]
fn a_conversation_is_looked_through_without_words_and_a_hit_with_its_neighbours() {
    let kept = kept();
    let juliet = Search { account: Some(romeo()), conversation: Some(jid("juliet@capulet.lit")), ..Search::default() };
    let all = kept.store.search(&juliet, 10).unwrap();
    let bodies: Vec<&str> = all.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(bodies, ["I bring the tea", "five o'clock tea: https://tea.example/five", "Tee im Garten, um fünf"]);
    assert_eq!(kept.store.search(&Search { account: Some(bare("nobody@x.lit")), ..juliet.clone() }, 10).unwrap(), []);
    let both = Search { words: Search::parse("five", &TimeZone::UTC).words, ..juliet };
    assert_eq!(kept.store.search(&both, 10).unwrap().len(), 1);
    let around = |at: usize| -> Vec<String> {
        let found = kept.store.messages_around(&romeo(), &jid("juliet@capulet.lit"), all[at].id, 1).unwrap();
        found.into_iter().map(|message| message.body).collect()
    };
    assert_eq!(around(1), [bodies[2], bodies[1], bodies[0]]);
    assert_eq!(around(0), [bodies[1], bodies[0]]);
}

#[test]
fn a_time_that_is_nonsense_hinders_nothing() {
    let kept = kept();
    for (time, body) in [(jiff::Timestamp::MIN, "tea of old"), (jiff::Timestamp::MAX, "tea to come")] {
        kept.add(NewMessage { delayed: true, time, ..from_juliet(body) });
        assert_eq!(found(&kept, body), [body]);
    }
    assert_eq!(found(&kept, "tea").len(), 5);
}

#[test]
fn messages_of_one_moment_are_each_found_and_gone_alone() {
    let kept = kept();
    // So many that a short number would not tell them apart.
    let many: Vec<_> =
        (0..3_000).map(|number| NewMessage { delayed: true, time: at(-7), ..from_juliet(&format!("cup{number} of cha")) }).collect();
    many.into_iter().for_each(|message| drop(kept.add(message)));
    assert_eq!(found(&kept, "cup7"), ["cup7 of cha"]);
    assert_eq!(found(&kept, "cup1031"), ["cup1031 of cha"]);
}

#[test]
fn files_are_found_by_being_files() {
    let kept = kept();
    let address = "https://files.example/sheet-4.pdf";
    kept.add(NewMessage { file: Some(address.into()), time: at(4 * 86_400), ..from_juliet(address) });
    assert_eq!(found(&kept, "has:file"), [address]);
    assert_eq!(found(&kept, "has:file sheet"), [address]);
    assert!(found(&kept, "has:file tea").is_empty());
}

#[test]
fn beginnings_and_phrases_are_found() {
    let kept = kept();
    assert_eq!(found(&kept, "gart*"), ["Tee im Garten, um fünf"]);
    assert_eq!(found(&kept, "\"clock tea\""), ["five o'clock tea: https://tea.example/five"]);
    assert!(found(&kept, "\"tea clock\"").is_empty());
}

#[test]
fn filters_hold_together_with_words() {
    let kept = kept();
    assert_eq!(found(&kept, "tea from:me"), ["I bring the tea"]);
    assert_eq!(found(&kept, "from:julia").len(), 2);
    assert_eq!(found(&kept, "tea in:garden"), ["the tea is ready, and the garden too"]);
    // By the name the user gave it, in whichever letters.
    let room = SavedRoom {
        account: romeo(),
        room: bare("garden@rooms.capulet.lit"),
        nick: "romeo".into(),
        name: Some("Park".into()),
        label: Some("Ännes Gärten".into()),
        relisted: false,
        group: None,
        joined: true,
        autojoin: false,
        notify: Notify::default(),
        occupant_id: None,
        put_out: false,
        unwritten: false,
        options: RoomOptions::default(),
    };
    kept.write([Change::SaveRoom(room)]);
    for within in ["in:park", "in:änne", "in:ÄNNE"] {
        assert_eq!(found(&kept, &format!("tea {within}")), ["the tea is ready, and the garden too"], "{within}");
    }
    assert_eq!(found(&kept, "has:link"), ["five o'clock tea: https://tea.example/five"]);
    assert!(found(&kept, "has:mention").is_empty());
    kept.add(NewMessage { incoming: Incoming::Mention, ..in_room("garden@rooms.lit", "romeo: roses?") });
    kept.write([Change::MarkRead { account: romeo(), conversation: jid("garden@rooms.lit") }]);
    assert_eq!(found(&kept, "has:mention"), ["romeo: roses?"]);
    // The first message is of 15 January 2027.
    assert_eq!(found(&kept, "tea after:2027-01-17").len(), 2);
    assert_eq!(found(&kept, "tea before:2027-01-17"), ["five o'clock tea: https://tea.example/five"]);
}

#[test]
fn what_is_typed_is_never_an_operator() {
    let kept = kept();
    for text in ["tea OR coffee", "NOT tea", "body:tea", "tea)", "\"", "tea NEAR garden", "'; DROP TABLE messages", "^tea"] {
        assert!(found(&kept, text).len() <= 3, "{text}");
    }
    assert!(found(&kept, "tea OR coffee").is_empty());
    assert!(found(&kept, "").is_empty());
}

#[test]
fn a_search_keeps_to_an_account_or_a_conversation() {
    let kept = kept();
    let search = Search { conversation: Some(jid("garden@rooms.capulet.lit")), ..Search::parse("tea", &TimeZone::UTC) };
    assert_eq!(kept.store.search(&search, 10).unwrap().len(), 1);
    let search = Search { account: Some(bare("other@montague.lit")), ..Search::parse("tea", &TimeZone::UTC) };
    assert!(kept.store.search(&search, 10).unwrap().is_empty());
}

#[test]
fn a_message_is_found_in_its_place_with_a_little_before_it_and_all_after_it() {
    let kept = Kept::new();
    for second in 0..60 {
        kept.add(NewMessage { time: at(second), ..from_juliet(&second.to_string()) });
    }
    let all = kept.history("juliet@capulet.lit");
    let from = |id| kept.store.messages_from(&romeo(), &jid("juliet@capulet.lit"), id).unwrap();
    let bodies: Vec<_> = from(all[30].id).into_iter().map(|message| message.body).collect();
    assert_eq!(bodies, (10..60).map(|second| second.to_string()).collect::<Vec<_>>());
    assert_eq!(from(all[5].id).len(), 60);
    assert!(kept.store.messages_from(&romeo(), &jid("nobody@capulet.lit"), all[5].id).unwrap().is_empty());
}

#[test]
fn a_place_is_found_by_its_day_and_by_how_much_came_in_since() {
    let kept = kept();
    let spot = |conversation: &str, spot| kept.store.spot(&romeo(), &jid(conversation), spot).unwrap().map(|message| message.body);
    let juliet = "juliet@capulet.lit";
    let since = |seconds| spot(juliet, Spot::Since(at(seconds))).unwrap();
    assert_eq!(since(0), "Tee im Garten, um fünf");
    assert_eq!(since(1), "five o'clock tea: https://tea.example/five");
    assert_eq!(since(3 * 86_400), "I bring the tea");
    assert_eq!(since(9 * 86_400), "I bring the tea", "nothing is as late: the last one");
    assert_eq!(spot(juliet, Spot::LastIn(1)).unwrap(), "five o'clock tea: https://tea.example/five");
    assert_eq!(spot(juliet, Spot::LastIn(2)).unwrap(), "Tee im Garten, um fünf");
    assert_eq!(spot(juliet, Spot::LastIn(9)).unwrap(), "Tee im Garten, um fünf", "the first there is");
    assert_eq!(spot("nobody@capulet.lit", Spot::LastIn(1)), None);
}
