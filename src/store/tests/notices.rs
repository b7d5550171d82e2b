//! What happened in a room is kept in order, the last of it, for its own account and room.

use super::*;
use crate::model::{Happening, Notice};

fn subject(room: &str, words: &str, seconds: i64) -> Notice {
    let what = Happening::Subject { by: Some("juliet".into()), words: words.into() };
    Notice { account: romeo(), room: bare(room), time: at(seconds), ours: seconds == 2, what }
}

fn words(kept: &Kept, room: &str) -> Vec<String> {
    let words = |notice: Notice| match notice.what {
        Happening::Subject { words, .. } => words,
        other => panic!("{other:?}"),
    };
    kept.store.notices(&romeo(), &bare(room)).unwrap().into_iter().map(words).collect()
}

#[test]
fn notices_are_kept_in_order_of_time_and_the_last_subject_is_known() {
    let kept = Kept::new();
    assert_eq!(kept.store.last_subject(&romeo(), &bare("tea@rooms.lit")).unwrap(), None);
    let renamed = Happening::Renamed { from: "a".into(), to: "b".into() };
    let renamed = Notice { what: renamed, ..subject("tea@rooms.lit", "", 3) };
    let notices = [
        subject("tea@rooms.lit", "later", 2),
        subject("tea@rooms.lit", "first", 1),
        renamed.clone(),
        subject("garden@rooms.lit", "roses", 9),
    ];
    kept.write(notices.clone().map(Change::AddNotice));
    let kept = kept.reopened();
    let [later, first, ..] = notices;
    assert_eq!(kept.store.notices(&romeo(), &bare("tea@rooms.lit")).unwrap(), [first, later, renamed]);
    assert_eq!(kept.store.last_subject(&romeo(), &bare("tea@rooms.lit")).unwrap().as_deref(), Some("later"));
    assert_eq!(kept.store.notices(&bare("other@a"), &bare("tea@rooms.lit")).unwrap(), []);
}

#[test]
fn the_oldest_of_many_go() {
    let kept = Kept::new();
    kept.write((0..510).map(|second| Change::AddNotice(subject("tea@rooms.lit", &second.to_string(), second))));
    let words = words(&kept, "tea@rooms.lit");
    assert_eq!((words.len(), words[0].as_str(), words[499].as_str()), (500, "10", "509"));
}

#[test]
fn they_go_with_what_was_said_and_what_cannot_be_read_is_left_out() {
    let kept = Kept::new();
    kept.write(
        [subject("tea@rooms.lit", "old", 1), subject("tea@rooms.lit", "new", 5), subject("garden@rooms.lit", "roses", 9)]
            .map(Change::AddNotice),
    );
    kept.write([Change::ForgetBefore { time: at(3), at_most: 10 }]);
    assert_eq!(words(&kept, "tea@rooms.lit"), ["new"]);
    let newer = rusqlite::Connection::open(kept.profile.database()).unwrap();
    newer.execute("UPDATE notices SET what = '{\"what\":\"later\"}' WHERE room = 'garden@rooms.lit'", []).unwrap();
    assert_eq!(words(&kept, "garden@rooms.lit"), [""; 0]);
    kept.write([Change::RemoveConversation { account: romeo(), conversation: jid("tea@rooms.lit") }]);
    assert_eq!(words(&kept, "tea@rooms.lit"), [""; 0]);
}
