//! What the rows of the buddy list show, and what a change costs.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::conversation::Conversation;
use crate::model::listing::Sort;
use crate::model::message::Kind as Talk;
use crate::model::presence::Show;
use crate::model::{Contact, RosterItem, Subscription};
use std::collections::BTreeSet;

fn jid(text: &str) -> BareJid {
    text.parse().unwrap()
}

fn contact(local: &str, groups: &[&str], show: Show) -> Contact {
    let item = RosterItem {
        jid: jid(&format!("{local}@x")),
        name: None,
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        subscription: Subscription::Both,
        ask: false,
    };
    Contact { account: jid("me@x"), item, show, status: None, resources: Vec::new() }
}

fn with(people: &[(&str, &[&str], Show)]) -> State {
    let mut state = State::default();
    for (local, groups, show) in people {
        state.apply(&Event::Roster(contact(local, groups, *show)));
    }
    state
}

fn talk(address: &str, unread: u32, second: i64) -> Event {
    Event::Conversation(Conversation {
        account: jid("me@x"),
        conversation: address.parse().unwrap(),
        kind: Talk::Chat,
        unread,
        mentions: 0,
        last_time: Some(jiff::Timestamp::from_second(second).unwrap()),
        last_body: None,
        typing: Default::default(),
    })
}

fn words(rows: &Rows) -> Vec<String> {
    let word = |row: Row| match row {
        Row::Group(group) => {
            let Heading { online, total, .. } = rows.heading(&group);
            format!("{} {online}/{total}", group.name())
        }
        Row::Contact { jid, .. } => jid.to_string(),
        Row::Other { jid, .. } => jid.to_string(),
        Row::Room { room, .. } => room.to_string(),
    };
    (0..rows.len()).filter_map(|index| rows.row(index)).map(word).collect()
}

/// What happens, step by step, and what a list made of the result from scratch shows: always the same.
fn follow(rows: &mut Rows, state: &mut State, event: Event) -> usize {
    state.apply(&event);
    let moved = rows.apply(&[event], state);
    let mut anew = Rows::new(state, &rows.listing);
    anew.find(&rows.words.join(" "));
    assert_eq!(words(rows), words(&anew));
    assert_eq!((rows.len(), rows.height()), (anew.len(), anew.height()));
    moved
}

fn uni() -> State {
    with(&[("a", &["Uni"], Show::Offline), ("b", &["Uni", "Tea"], Show::Available), ("c", &[], Show::Away), ("d", &["Uni"], Show::Dnd)])
}

#[test]
fn who_is_there_comes_first_and_groups_count() {
    let rows = Rows::new(&uni(), &Listing::default());
    assert_eq!(words(&rows), ["Tea 1/1", "b@x", "Uni 2/3", "b@x", "d@x", "a@x", "Buddies 1/1", "c@x"]);
}

#[test]
fn groups_stand_in_the_order_of_their_names_however_they_are_written() {
    let state =
        with(&[("a", &["tea"], Show::Away), ("b", &["Uni"], Show::Away), ("c", &["Work"], Show::Away), ("d", &["apes"], Show::Away)]);
    let rows = Rows::new(&state, &Listing::default());
    assert_eq!(words(&rows), ["apes 1/1", "d@x", "tea 1/1", "a@x", "Uni 1/1", "b@x", "Work 1/1", "c@x"]);
}

#[test]
fn a_folded_group_and_hidden_offline_buddies_are_not_shown_but_counted() {
    let state = with(&[("a", &["Uni"], Show::Offline), ("b", &["Uni"], Show::Available), ("c", &["Old"], Show::Offline)]);
    let hidden = Listing { offline: false, ..Listing::default() };
    assert_eq!(words(&Rows::new(&state, &hidden)), ["Uni 1/2", "b@x"]);
    assert_eq!(words(&Rows::new(&state, &Listing { empty_groups: true, ..hidden })), ["Old 0/1", "Uni 1/2", "b@x"]);
    let folded = Listing { folded: BTreeSet::from(["group Uni".to_owned()]), ..Listing::default() };
    assert_eq!(words(&Rows::new(&state, &folded)), ["Old 0/1", "c@x", "Uni 1/2"]);
}

#[test]
fn an_offline_buddy_with_unread_words_is_shown_whatever_is_hidden() {
    let mut state = with(&[("a", &[], Show::Offline), ("b", &[], Show::Offline)]);
    let mut rows = Rows::new(&state, &Listing { offline: false, ..Listing::default() });
    assert_eq!(words(&rows), [""; 0]);
    assert_eq!(follow(&mut rows, &mut state, talk("a@x", 1, 5)), 1);
    assert_eq!(words(&rows), ["Buddies 0/2", "a@x"]);
}

#[test]
fn buddies_are_sorted_by_name_and_by_the_last_talk() {
    let mut state = uni();
    state.apply(&talk("a@x", 0, 10));
    state.apply(&talk("d@x", 0, 20));
    let mut rows = Rows::new(&state, &Listing { sort: Sort::Name, ..Listing::default() });
    assert_eq!(words(&rows)[2..6], ["Uni 2/3", "a@x", "b@x", "d@x"]);
    rows.list(&Listing { sort: Sort::LastTalk, ..Listing::default() }, &state);
    assert_eq!(words(&rows)[2..6], ["Uni 2/3", "d@x", "a@x", "b@x"]);
    follow(&mut rows, &mut state, talk("b@x", 0, 30));
    assert_eq!(words(&rows)[2..6], ["Uni 2/3", "b@x", "d@x", "a@x"]);
}

#[test]
fn words_are_looked_for_in_names_addresses_and_groups_and_folds_do_not_hide_what_is_found() {
    let mut state = uni();
    let mut named = contact("a", &["Uni"], Show::Offline);
    named.item.name = Some("Zoë Tea".into());
    state.apply(&Event::Roster(named));
    let listing = Listing { offline: false, folded: BTreeSet::from(["group Uni".to_owned()]), ..Listing::default() };
    let mut rows = Rows::new(&state, &listing);
    rows.find("TEA");
    assert_eq!(words(&rows), ["Tea 1/1", "b@x", "Uni 2/3", "a@x"]);
    rows.find(" uni zoë ");
    assert_eq!(words(&rows), ["Uni 2/3", "a@x"]);
    rows.find("nobody");
    assert!(rows.is_empty() && !rows.is_nobody());
    rows.find("");
    assert_eq!(words(&rows), ["Tea 1/1", "b@x", "Uni 2/3", "Buddies 1/1", "c@x"]);
}

/// Whatever happens, in whatever order, the list is as if it had been made anew.
#[test]
fn each_change_finds_its_place() {
    for sort in Sort::ALL {
        let mut state = uni();
        let mut rows = Rows::new(&state, &Listing { sort, offline: false, ..Listing::default() });
        let room = crate::model::Room::new(jid("me@x"), jid("room@c"), "me".into());
        let events = [
            Event::Presence(contact("a", &["Uni"], Show::Available)),
            Event::Presence(contact("b", &["Uni", "Tea"], Show::Offline)),
            Event::Roster(contact("d", &["Tea"], Show::Dnd)),
            Event::Roster(contact("new", &["New"], Show::Away)),
            talk("stranger@y/phone", 1, 3),
            talk("a@x", 2, 7),
            Event::Room(Box::new(room)),
            Event::RosterRemoved { account: jid("me@x"), jid: jid("a@x") },
            Event::Roster(contact("a", &[], Show::Offline)),
            Event::ConversationRemoved { account: jid("me@x"), conversation: "a@x".parse().unwrap() },
            Event::RoomRemoved { account: jid("me@x"), room: jid("room@c") },
            Event::Roster(contact("c", &["c", "C"], Show::Away)),
            Event::AccountRemoved(jid("me@x")),
        ];
        for event in events {
            follow(&mut rows, &mut state, event);
            for index in 0..rows.len() {
                assert_eq!(rows.position(&rows.row(index).unwrap()), Some(index));
                assert_eq!(rows.at(rows.top(index)), Some(index));
            }
        }
        assert!(rows.is_nobody());
    }
}

#[test]
fn who_goes_off_the_list_with_a_conversation_stands_among_the_others() {
    let mut state = uni();
    state.apply(&talk("c@x", 0, 1));
    let mut rows = Rows::new(&state, &Listing::default());
    assert!(!words(&rows).contains(&"Not on your list 1/1".to_owned()));
    follow(&mut rows, &mut state, Event::RosterRemoved { account: jid("me@x"), jid: jid("c@x") });
    assert_eq!(words(&rows)[6..], ["Not on your list 1/1", "c@x"]);
}

fn ten_thousand() -> State {
    let names: Vec<String> = (0..10_000).map(|index| format!("buddy{index:05}")).collect();
    let people: Vec<_> = names.iter().map(|name| (name.as_str(), &[][..], Show::Available)).collect();
    with(&people)
}

#[test]
fn ten_thousand_buddies_cost_what_is_visible() {
    let rows = Rows::new(&ten_thousand(), &Listing::default());
    let (range, before) = rows.visible(5_000.0 * 48.0, 600.0);
    assert!(range.len() < 30, "{range:?}");
    assert!(before <= 5_000.0 * 48.0 && before + 8.0 * 48.0 > 5_000.0 * 48.0);
    assert_eq!(rows.visible(f32::MAX, 600.0).0.end, 10_001);
}

#[test]
fn a_change_among_ten_thousand_moves_one_entry_and_compares_it_with_few() {
    let mut state = ten_thousand();
    let mut rows = Rows::new(&state, &Listing::default());
    let events: Vec<Event> = (0..200).map(|index| Event::Presence(contact(&format!("buddy{:05}", index * 37), &[], Show::Away))).collect();
    events.iter().for_each(|event| state.apply(event));
    entry::compared();
    assert_eq!(rows.apply(&events, &state), 200);
    let compared = entry::compared();
    assert!(compared < 200 * 100, "{compared} comparisons for 200 changes");
    assert_eq!(rows.apply(&events, &state), 0, "what is as it was costs nothing more");
    entry::compared();
    let row = rows.row(9_999).unwrap();
    assert_eq!(rows.position(&row), Some(9_999));
    assert!(entry::compared() < 40, "a row is found without a walk through all");
}

#[test]
fn a_room_stands_below_the_people_of_its_group_and_moves_with_it() {
    let mut state = uni();
    let listing = Listing::default();
    let mut rows = Rows::new(&state, &listing);
    let room = |group: Option<&str>, alias: Option<&str>| {
        let plain = crate::model::Room::new("me@x".parse().unwrap(), "b-room@x".parse().unwrap(), "me".into());
        Event::Room(Box::new(crate::model::Room { group: group.map(Into::into), alias: alias.map(Into::into), ..plain }))
    };
    follow(&mut rows, &mut state, room(None, None));
    assert_eq!(words(&rows).split_off(8), ["Rooms 1/1", "b-room@x"]);
    let before = Row::Room { group: Group::Rooms, account: "me@x".parse().unwrap(), room: "b-room@x".parse().unwrap() };
    assert_eq!(rows.position(&before), Some(9));
    follow(&mut rows, &mut state, room(Some("Uni"), None));
    assert_eq!(words(&rows)[2..7], ["Uni 2/3", "b@x", "d@x", "a@x", "b-room@x"]);
    assert_eq!(rows.position(&before), None);
    let now = rows.elsewhere(&before).unwrap();
    assert_eq!(rows.position(&now), Some(6));
    follow(&mut rows, &mut state, room(Some("Work"), None));
    assert_eq!(words(&rows)[6..8], ["Work 1/1", "b-room@x"]);
    follow(&mut rows, &mut state, room(Some("Uni"), None));
    rows.find("weekly");
    assert_eq!(words(&rows), [""; 0]);
    follow(&mut rows, &mut state, room(Some("Uni"), Some("Weekly tea")));
    assert_eq!(words(&rows), ["Uni 2/3", "b-room@x"]);
}
