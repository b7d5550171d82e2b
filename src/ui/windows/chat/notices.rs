//! What happened in a room, between what was said there: each in a line, comings and goings in one.

use super::notice_words as words;
use crate::model::{Comings, Happening, Notice};
use crate::ui::widgets::chat_log::{self, Content, Key, Row};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// So many are kept for a window; the oldest go.
const MOST: usize = 2000;

#[derive(Debug)]
struct Numbered {
    number: u64,
    notice: Notice,
}

/// In order of time.
#[derive(Debug, Default)]
pub struct Notices {
    all: Vec<Numbered>,
    next: u64,
}

/// A line, and when it was.
#[derive(Debug)]
pub struct Told {
    pub time: Timestamp,
    key: Key,
    text: String,
    /// More than somebody who came or went: a crowd of them would talk all the time.
    announced: bool,
}

impl Notices {
    /// Takes in what happened, once.
    pub fn add(&mut self, notice: Notice) {
        let at = self.all.partition_point(|one| one.notice.time <= notice.time);
        let same = self.all[..at].iter().rev().take_while(|one| one.notice.time == notice.time).any(|one| one.notice == notice);
        if same {
            return;
        }
        self.all.insert(at, Numbered { number: self.next, notice });
        self.next += 1;
        if self.all.len() > MOST {
            self.all.remove(0);
        }
    }

    /// Nothing is told any more but what happens from now on.
    pub fn clear(&mut self) {
        self.all.clear();
    }

    /// What is to be told of the time after `from`, up to `to`; without an end where there is none.
    pub fn between(&self, from: Option<Timestamp>, to: Option<Timestamp>, comings: Comings) -> Vec<Told> {
        let place = |time: Option<Timestamp>, none| time.map_or(none, |time| self.all.partition_point(|one| one.notice.time <= time));
        let (start, end) = (place(from, 0), place(to, self.all.len()));
        let mut told = Vec::new();
        let mut moving: Vec<&Numbered> = Vec::new();
        for one in self.all.get(start..end).unwrap_or_default() {
            let of_the_moment = is_of_the_moment(&one.notice);
            match comings {
                Comings::Hidden if of_the_moment => {}
                Comings::Folded if of_the_moment => moving.push(one),
                Comings::Folded | Comings::Each | Comings::Hidden => {
                    told.extend(folded(&std::mem::take(&mut moving)));
                    told.extend(words::of(&one.notice.what, one.notice.ours).map(|text| line(one, text)));
                }
            }
        }
        told.extend(folded(&moving));
        told
    }
}

fn is_of_the_moment(notice: &Notice) -> bool {
    matches!(notice.what, Happening::Came { .. } | Happening::Left { .. })
}

fn line(one: &Numbered, text: String) -> Told {
    Told { time: one.notice.time, key: Key::Notice(one.number), text, announced: !is_of_the_moment(&one.notice) }
}

/// All that came and went, in one line that bears the time of the last of them. Its number is that of the first: the line stays
/// itself while it grows.
fn folded(moving: &[&Numbered]) -> Option<Told> {
    let (first, last) = (moving.first()?, moving.last()?);
    let text = words::comings(moving.iter().map(|one| &one.notice.what))?;
    Some(Told { time: last.notice.time, key: Key::Notice(first.number), text, announced: false })
}

impl Told {
    pub fn row(self, zone: &TimeZone) -> Row {
        let time = self.time.to_zoned(zone.clone()).strftime("%H:%M").to_string();
        Row::new(self.key, Content::Notice(chat_log::Notice { text: self.text, time, announced: self.announced }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::within;
    use crate::ui::text::bidi;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn notices(all: &[(i64, Happening)]) -> Notices {
        let mut notices = Notices::default();
        for (second, what) in all {
            let (account, room) = ("me@a".parse().unwrap(), "tea@rooms.a".parse().unwrap());
            notices.add(Notice { account, room, time: at(*second), ours: false, what: what.clone() });
        }
        notices
    }

    fn came(nick: &str) -> Happening {
        Happening::Came { nick: nick.into() }
    }

    fn left(nick: &str) -> Happening {
        Happening::Left { nick: nick.into(), words: None }
    }

    fn told(notices: &Notices, comings: Comings) -> Vec<String> {
        within("en", || notices.between(None, None, comings).into_iter().map(|told| bidi::strip(&told.text)).collect())
    }

    #[test]
    fn all_that_come_and_go_between_two_others_are_one_line() {
        let renamed = Happening::Renamed { from: "ben".into(), to: "benno".into() };
        let all = [
            (1, came("anna")),
            (2, came("ben")),
            (3, left("carl")),
            (4, renamed),
            (5, left("dora")),
            (6, came("dora")),
            (7, came("eve")),
            (8, left("eve")),
        ];
        let notices = notices(&all);
        let folded = told(&notices, Comings::Folded);
        assert_eq!(
            folded,
            ["anna, ben came in · carl left", "ben is called benno now", "eve was here for a moment · dora left and came back"]
        );
        assert_eq!(told(&notices, Comings::Each).len(), 8);
        assert_eq!(told(&notices, Comings::Hidden), ["ben is called benno now"]);
    }

    #[test]
    fn of_a_crowd_some_are_named_and_the_rest_counted() {
        let notices = notices(&(0..412).map(|number| (number, came(&format!("p{number:03}")))).collect::<Vec<_>>());
        assert_eq!(told(&notices, Comings::Folded), ["p000, p001, p002, p003, p004 and 407 others came in"]);
    }

    #[test]
    fn only_what_lies_between_is_told_and_each_once() {
        let mut notices = notices(&[(1, came("anna")), (5, came("ben")), (9, came("carl"))]);
        notices.add(Notice { time: at(5), ..notices.all[1].notice.clone() });
        let between = |from, to| notices.between(from, to, Comings::Each).len();
        assert_eq!(between(None, None), 3);
        assert_eq!((between(None, Some(at(1))), between(Some(at(1)), Some(at(5))), between(Some(at(5)), None)), (1, 1, 1));
    }

    #[test]
    fn what_is_kept_has_an_end() {
        let notices = notices(&(0..2100).map(|number| (number, came("anna"))).collect::<Vec<_>>());
        assert_eq!((notices.all.len(), notices.all[0].number), (2000, 100));
    }
}
