//! What an archive tells after what was said later: where it stands, and whether it counts.

use super::*;
use crate::model::MessageId;
use crate::model::gap::{ArchiveGap, Missing};
use crate::model::message::Spot;
use crate::store::Follows;

/// Behind the gap, and within it: later by its number, earlier by its time.
fn told(id: &str, seconds: i64, up_to: Option<MessageId>) -> NewMessage {
    NewMessage {
        time: at(seconds),
        delayed: true,
        stanza_id: Some(id.into()),
        markable: true,
        message_id: Some(id.into()),
        follows: up_to.map_or(Follows::Nothing, |known| Follows::Gap {
            missing: Missing { up_to: Some(known), noted: Some(known), page: 1 },
            floor: None,
        }),
        ..from_juliet(id)
    }
}

fn unread(kept: &Kept) -> u32 {
    kept.store.conversation(&romeo(), &jid("juliet@capulet.lit")).unwrap().unwrap().unread
}

fn looked_at() -> Change {
    Change::MarkRead { account: romeo(), conversation: jid("juliet@capulet.lit") }
}

fn read_elsewhere(stanza_id: &str) -> Change {
    Change::ReadToArchived { account: romeo(), conversation: jid("juliet@capulet.lit"), stanza_id: stanza_id.into() }
}

/// Known before, the end of the archive, and two pages of what lies between.
fn with_gap() -> (Kept, MessageId) {
    let kept = Kept::new();
    let (known, _) = kept.add(told("known", 0, None));
    kept.write([looked_at()]);
    for (id, seconds) in [("e1", 50), ("e2", 51)] {
        kept.add(told(id, seconds, None));
    }
    (kept, known.id)
}

#[test]
fn what_was_missing_counts_as_unread_until_something_behind_it_was_looked_at() {
    let (kept, known) = with_gap();
    kept.add(told("g3", 3, Some(known)));
    kept.add(told("g4", 4, Some(known)));
    assert_eq!(unread(&kept), 4);
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["known", "g3", "g4", "e1", "e2"]);
    kept.write([looked_at()]);
    kept.add(told("g1", 1, Some(known)));
    assert_eq!(unread(&kept), 0, "whoever has read on has passed it");
    kept.add(told("e3", 52, None));
    assert_eq!(unread(&kept), 1);
}

#[test]
fn what_was_looked_at_before_the_gap_reads_nothing_in_it() {
    let (kept, known) = with_gap();
    let nurse = NewMessage { conversation: jid("nurse@capulet.lit"), from: jid("nurse@capulet.lit"), ..told("n1", 1, Some(known)) };
    kept.add(nurse);
    let talk = kept.store.conversation(&romeo(), &jid("nurse@capulet.lit")).unwrap().unwrap();
    assert_eq!(talk.unread, 1);
    assert_eq!(unread(&kept), 2);
}

#[test]
fn a_position_of_another_device_reads_what_is_before_it_by_time_and_nothing_else() {
    let (kept, known) = with_gap();
    for (id, seconds) in [("g3", 3), ("g4", 4), ("g1", 1), ("g2", 2)] {
        kept.add(told(id, seconds, Some(known)));
    }
    assert_eq!(unread(&kept), 6);
    kept.write([read_elsewhere("g3")]);
    assert_eq!(unread(&kept), 3, "g4, e1 and e2");
    assert_eq!(kept.write([read_elsewhere("g1")]), [Outcome::Nothing]);
    kept.write([read_elsewhere("e1")]);
    assert_eq!(unread(&kept), 1);
    kept.add(told("g0", 0, Some(known)));
    assert_eq!(unread(&kept), 1, "the other device has passed it");
    kept.write([read_elsewhere("e2")]);
    assert_eq!(unread(&kept), 0);
}

#[test]
fn the_newest_by_time_is_marked_and_the_first_unread_is_the_oldest_by_time() {
    let (kept, known) = with_gap();
    for (id, seconds) in [("g3", 3), ("g1", 1)] {
        kept.add(told(id, seconds, Some(known)));
    }
    let first = kept.store.spot(&romeo(), &jid("juliet@capulet.lit"), Spot::LastIn(4)).unwrap().unwrap();
    assert_eq!(first.body, "g1");
    kept.write([looked_at()]);
    let unmarked = kept.store.unmarked(&romeo()).unwrap();
    assert_eq!(unmarked.iter().map(|unmarked| unmarked.id.as_str()).collect::<Vec<_>>(), ["e2"]);
    kept.write([Change::MarkerSent(unmarked[0].clone(), romeo())]);
    kept.add(told("g2", 2, Some(known)));
    kept.write([looked_at()]);
    assert!(kept.store.unmarked(&romeo()).unwrap().is_empty());
}

#[test]
fn gaps_are_kept_in_their_order_and_go_with_their_account() {
    let kept = Kept::new();
    let gap = |number: u32| ArchiveGap {
        after: format!("a{number}"),
        since: (number > 1).then_some(at(i64::from(number))),
        before: format!("b{number}"),
        missing: Missing { up_to: (number > 1).then_some(MessageId(1)), noted: (number > 1).then_some(MessageId(2)), page: number },
    };
    kept.write([Change::SetArchiveGaps { account: romeo(), gaps: vec![gap(2), gap(1)] }]);
    let kept = kept.reopened();
    assert_eq!(kept.store.archive_gaps(&romeo()).unwrap(), [gap(2), gap(1)]);
    kept.write([Change::SetArchiveGaps { account: romeo(), gaps: vec![gap(3)] }]);
    assert_eq!(kept.store.archive_gaps(&romeo()).unwrap(), [gap(3)]);
    kept.write([Change::RemoveAccount(romeo())]);
    assert_eq!(kept.store.archive_gaps(&romeo()).unwrap(), []);
}

#[test]
fn what_was_missing_comes_after_what_was_known_whatever_our_clock_said_of_that() {
    let kept = Kept::new();
    // Ours is an hour ahead.
    let (known, _) = kept.add(NewMessage { delayed: false, ..told("known", 3600, None) });
    let end = |id: &str, line: Option<&str>| NewMessage {
        follows: Follows::Archived { line: line.map(str::to_owned), up_to: Some(known.id), is_end: true },
        ..told(id, 10, None)
    };
    kept.add(end("e1", None));
    kept.add(end("e2", Some("e1")));
    for (page, ids) in [(1, ["g3", "g4"]), (2, ["g1", "g2"])] {
        for id in ids {
            let missing = Missing { up_to: Some(known.id), noted: Some(known.id), page };
            let floor = kept.store.newest_up_to(&romeo(), &jid("juliet@capulet.lit"), known.id).unwrap();
            assert_eq!(floor, Some(at(3600)));
            kept.add(NewMessage { follows: Follows::Gap { missing, floor }, ..told(id, 5, None) });
        }
    }
    assert_eq!(kept.bodies("juliet@capulet.lit"), ["known", "g1", "g2", "g3", "g4", "e1", "e2"]);
}
