//! The archive of a room (XEP-0313): what was said while we were out of it is asked for before we enter, so that what is old comes
//! before what is live. Without it the room's own history has to do, of which a room tells little.
//!
//! Who was away for very long gets the end first; the gap is filled from its younger edge while he is in the room, over sessions and
//! restarts, the youngest gap first where there are several. What was said before we first came is asked for when somebody scrolls up to it.

use super::answers::Purpose;
use super::{AccountTask, Answer};
use crate::model::gap::{Missing, RoomGap};
use crate::model::{BareJid, Keeping, Problem, Reply};
use crate::store::{Change, Follows, Incoming};
use crate::xmpp::archive::{self, From, Open, PageEnd};
use crate::xmpp::iq;
use crate::xmpp::moderation;
use crate::xmpp::rooms::Phase;
use crate::xmpp::rooms::line::{Said, Told};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use xmpp_parsers::message::Message;

/// So many pages are read from where we left; who missed more wants to see the end first.
const MOST_PAGES: u32 = 40;

/// A page has so many lines at most, whatever a room sends.
const MOST_LINES: usize = 1000;

/// So much our clock may be ahead of the room's.
const CLOCKS: SignedDuration = SignedDuration::from_hours(1);

/// The queries that are open, one a room.
#[derive(Debug, Default)]
pub(super) struct RoomArchives {
    open: BTreeMap<BareJid, Page>,
    /// Rooms that did not tell all of what was missed: it is missing before the first line that they tell next.
    broken: BTreeSet<BareJid>,
    /// Rooms that do not tell what is missing, in this session.
    silent: BTreeSet<BareJid>,
}

#[derive(Debug)]
struct Page {
    query: String,
    aim: Aim,
}

/// What a page is asked for.
#[derive(Debug)]
enum Aim {
    /// What was missed, from where we left; so many pages are here.
    CatchUp {
        pages: u32,
        /// The line told last.
        told: Option<String>,
    },
    /// The end: too much was missed, or the archive has forgotten where we left.
    End {
        /// Its first line has come, and is noted as the edge of the gap.
        begun: bool,
    },
    /// The youngest gap. Its lines are kept once all of the page is here: else what came of it would look
    /// like the other side of the gap. `met` when lines came that are here already, or are older than what is kept.
    Gap { gap: RoomGap, met: bool, lines: Vec<Archived> },
    /// What came before all that is here, which begins with this line at this time: somebody looks for it.
    /// `deleted` when lines came that the user has deleted.
    Older { before: String, begins: Timestamp, deleted: bool, answer: Answer },
}

/// A line of an archive, as it came.
#[derive(Debug)]
struct Archived {
    message: Message,
    stanza_id: String,
    stamp: Timestamp,
    cut: bool,
}

impl RoomArchives {
    /// What was said long ago is not waited for any more. What we enter with still is: the room is entered behind it.
    fn forget_older(&mut self, room: &BareJid) -> Option<Answer> {
        if self.holds_back(room) {
            return None;
        }
        match self.open.remove(room)?.aim {
            Aim::Older { answer, .. } => Some(answer),
            Aim::CatchUp { .. } | Aim::End { .. } | Aim::Gap { .. } => None,
        }
    }

    pub(super) fn open(&self) -> impl Iterator<Item = Open<'_>> {
        self.open.iter().map(|(room, page)| Open { room: Some(room), query: &page.query })
    }

    pub(super) fn any(&self) -> bool {
        !self.open.is_empty()
    }

    /// It does not tell what is missing of it now.
    pub(super) fn is_silent(&self, room: &BareJid) -> bool {
        self.silent.contains(room)
    }

    /// Whether the room is entered once its archive has told.
    pub(super) fn holds_back(&self, room: &BareJid) -> bool {
        self.open.get(room).is_some_and(|page| matches!(page.aim, Aim::CatchUp { .. } | Aim::End { .. }))
    }
}

impl AccountTask {
    /// Asks for what was said since the last line that is here, or since we may have said something ourselves. False when neither is.
    pub(super) fn catch_up_room(&mut self, room: &BareJid) -> bool {
        let newest = self.store.newest_archived(self.own(), &room.clone().into()).ok().flatten().map(|(newest, _)| newest);
        // What was deleted is known as well: behind it the room goes on.
        let newest = newest.or_else(|| self.forgotten.last_line(room));
        let said = self.outbox.oldest_uncertain(room).or(self.forgotten.in_room(room)).or_else(|| self.all_was_too_old(room));
        let (from, told) = match (newest, said) {
            (Some(newest), _) => (From::After(newest.clone()), Some(newest)),
            (None, Some(said)) => (From::Since(said.checked_sub(CLOCKS).unwrap_or(said)), None),
            (None, None) => return false,
        };
        self.ask_room_page(room, &from, Aim::CatchUp { pages: 0, told });
        true
    }

    /// What was heard there went by its age: what the user keeps begins then.
    fn all_was_too_old(&self, room: &BareJid) -> Option<Timestamp> {
        let begins = self.keeping.begins(Timestamp::now());
        begins.filter(|_| self.store.was_conversation(self.own(), &room.clone().into()).unwrap_or(false))
    }

    fn ask_room_page(&mut self, room: &BareJid, from: &From, aim: Aim) {
        let query = uuid::Uuid::new_v4().to_string();
        self.ask(archive::request(Some(room), from, &query), Purpose::RoomArchivePage { room: room.clone(), query: query.clone() });
        let before = self.room_archives.open.insert(room.clone(), Page { query, aim });
        // Entering goes before looking back.
        if let Some(Page { aim: Aim::Older { answer, .. }, .. }) = before {
            self.reply(answer, Ok(Reply::More(false)));
        }
    }

    /// A line that the archive of a room tells.
    pub(super) fn on_room_archived(&mut self, query: &str, message: &Message, stanza_id: String, stamp: Timestamp, cut: bool) {
        let own = self.status.config.jid.clone();
        let Some((room, page)) = self.room_archives.open.iter_mut().find(|(_, page)| page.query == query) else { return };
        let room = room.clone();
        if message.from.as_ref().is_none_or(|from| from.to_bare() != room) {
            return;
        }
        // Behind a line that is known all is new, whatever the clocks say.
        let new = matches!(page.aim, Aim::CatchUp { told: Some(_), .. });
        let deleted = !new && self.forgotten.has_line(&room, Some(stamp));
        if let Aim::Gap { met, lines, .. } = &mut page.aim {
            let kept = self.keeping.begins(Timestamp::now()).is_none_or(|begins| stamp >= begins);
            *met = *met || !kept || deleted || self.store.is_archived(&own, &room.clone().into(), &stanza_id).unwrap_or(true);
            if lines.len() < MOST_LINES && !deleted {
                lines.push(Archived { message: message.clone(), stanza_id, stamp, cut });
            }
            return;
        }
        if deleted {
            if let Aim::Older { deleted, .. } = &mut page.aim {
                *deleted = true;
            }
            return;
        }
        let begins = match &mut page.aim {
            Aim::End { begun } => !std::mem::replace(begun, true),
            Aim::CatchUp { .. } | Aim::Gap { .. } | Aim::Older { .. } => false,
        };
        let (stamp, known, follows) = match &page.aim {
            Aim::CatchUp { told, .. } => (stamp, None, Follows::Archived { line: told.clone(), up_to: None, is_end: false }),
            Aim::End { .. } => (archive::in_order(stamp, Some(0)), None, Follows::Nothing),
            Aim::Gap { .. } => return,
            Aim::Older { begins, .. } => {
                let before = begins.checked_sub(SignedDuration::from_micros(1)).unwrap_or(*begins);
                (archive::in_order(stamp, Some(1)).min(before), Some(Incoming::Read), Follows::Nothing)
            }
        };
        // With the very line, not with the end of the page: whoever dies between the two must still know that something is missing.
        if begins {
            self.open_room_gap(&room, stanza_id.clone());
        }
        let is_line =
            self.keep_archived(&room, Archived { message: message.clone(), stanza_id: stanza_id.clone(), stamp, cut }, known, follows);
        // What is no line of its own has no place, either.
        if let (true, Some(Page { aim: Aim::CatchUp { told, .. }, .. })) = (is_line, self.room_archives.open.get_mut(&room)) {
            *told = Some(stanza_id);
        }
    }

    /// Whether it is a line of its own, and not about another one.
    fn keep_archived(&mut self, room: &BareJid, line: Archived, known: Option<Incoming>, follows: Follows) -> bool {
        let Archived { message, stanza_id, stamp, cut } = line;
        // A message of the room about another one, or what stands in the place of one that is gone.
        let gone = moderation::read(&message, room).or_else(|| moderation::is_tombstone(&message).then(|| stanza_id.clone()));
        if let Some(stanza_id) = gone {
            self.changes.push(Change::Moderated { account: self.own().clone(), room: room.clone(), stanza_id });
            return false;
        }
        let told = Told::Archived { stanza_id, stamp };
        let Some(Said::Line(line)) = self.read_room_line(room, &message, &told) else { return false };
        let is_line = line.amends.is_none();
        self.store_line_as(*line, cut, known, follows);
        is_line
    }

    pub(super) fn on_room_archive_page(&mut self, room: &BareJid, query: &str, answer: iq::Answer) {
        // Another was asked since.
        if self.room_archives.open.get(room).is_none_or(|page| page.query != query) {
            return;
        }
        let Some(Page { aim, .. }) = self.room_archives.open.remove(room) else { return };
        if answer == Err(Problem::Offline) {
            if let Aim::Older { answer, .. } = aim {
                self.reply(answer, Err(Problem::Offline));
            }
            return;
        }
        let gone = matches!(&answer, Err(Problem::Stanza { condition, .. }) if condition == "item-not-found");
        let told = answer.and_then(|payload| archive::page_end(payload).ok_or_else(|| Problem::stanza("bad-request")));
        match aim {
            Aim::CatchUp { .. } if gone => self.ask_room_page(room, &From::Last, Aim::End { begun: false }),
            Aim::CatchUp { pages, told: line } => match told {
                Ok(PageEnd { complete: false, last: Some(last), .. }) if pages + 1 < MOST_PAGES => {
                    self.joins.more_time(room);
                    self.ask_room_page(room, &From::After(last), Aim::CatchUp { pages: pages + 1, told: line });
                }
                Ok(PageEnd { complete: false, last: Some(_), .. }) => {
                    self.ask_room_page(room, &From::Last, Aim::End { begun: false });
                }
                Ok(_) => self.knock(room),
                // A room without an archive, or that opens it to those inside only, tells its history.
                Err(problem) => self.knock_without_archive(room, &problem),
            },
            Aim::End { begun } => {
                match told {
                    // All of the archive is here.
                    Ok(PageEnd { complete: true, .. }) => self.change_gaps(room, Vec::clear),
                    Ok(PageEnd { first: Some(first), .. }) if !begun => self.open_room_gap(room, first),
                    // Also where it has told a part of it.
                    Err(problem) => return self.knock_without_archive(room, &problem),
                    Ok(_) => {}
                }
                self.knock(room);
            }
            // What stood at its edge has gone from the archive, by age as a rule: so has all that was before it.
            Aim::Gap { .. } if gone => {
                self.change_gaps(room, |gaps| drop(gaps.pop()));
                self.fill_room_gap(room);
            }
            Aim::Gap { gap, met, lines } => {
                // One that fails is asked for again in the next session.
                let Ok(end) = told else {
                    self.room_archives.silent.insert(room.clone());
                    return;
                };
                let missing = Missing { page: gap.missing.page + 1, ..gap.missing };
                let here = |up_to| self.store.newest_up_to(self.own(), &room.clone().into(), up_to).ok().flatten();
                let floor = missing.up_to.and_then(here);
                for line in lines {
                    let stamp = archive::in_order(line.stamp, Some(missing.page));
                    self.keep_archived(room, Archived { stamp, ..line }, Some(Incoming::Read), Follows::Gap { missing, floor });
                }
                let further = end.first.filter(|first| !met && *first != gap.before);
                self.change_gaps(room, |gaps| match further {
                    // Nothing is before it, neither here nor there.
                    _ if end.complete && !met => gaps.clear(),
                    Some(first) => {
                        if let Some(youngest) = gaps.last_mut() {
                            *youngest = RoomGap { before: first, missing };
                        }
                    }
                    // It is filled. There may be an older one.
                    None => drop(gaps.pop()),
                });
                self.fill_room_gap(room);
            }
            Aim::Older { before, deleted, answer, .. } => {
                let more = told.map(|end| !deleted && end.first.is_some_and(|first| first != before));
                self.reply(answer, more.map(Reply::More));
            }
        }
    }

    /// As the store has it: more was noted than it could keep.
    pub(super) fn load_room_gaps(&mut self) {
        let own = self.own().clone();
        for (room, session) in &mut self.rooms {
            if let Ok(gaps) = self.store.room_gaps(&own, room) {
                session.gaps = gaps;
            }
        }
    }

    /// What the archive could not tell now, where it has one, it tells once we are in.
    fn knock_without_archive(&mut self, room: &BareJid, problem: &Problem) {
        let none =
            ["service-unavailable", "feature-not-implemented", "forbidden", "not-allowed", "not-authorized", "registration-required"];
        if !matches!(problem, Problem::Stanza { condition, .. } if none.contains(&condition.as_str())) {
            self.room_archives.broken.insert(room.clone());
        }
        self.knock(room);
    }

    /// A line that a room tells, now or from its history. Where it could not tell all that was missed this is where that ends.
    pub(super) fn mend_room(&mut self, room: &BareJid, stanza_id: Option<&String>) {
        let Some(stanza_id) = stanza_id.filter(|_| self.room_archives.broken.contains(room)) else { return };
        self.room_archives.broken.remove(room);
        if !self.store.is_archived(self.own(), &room.clone().into(), stanza_id).unwrap_or(true) {
            self.open_room_gap(room, stanza_id.clone());
            self.fill_room_gap(room);
        }
    }

    /// What was said in a room is forgotten: nothing of it is missing.
    pub(super) fn forget_gaps(&mut self, room: &BareJid) {
        self.change_gaps(room, Vec::clear);
        if let Some(answer) = self.room_archives.forget_older(room) {
            self.reply(answer, Ok(Reply::More(false)));
        }
    }

    /// All before this line is missing, up to what is here.
    fn open_room_gap(&mut self, room: &BareJid, before: String) {
        let up_to = self.store.newest().ok().flatten();
        self.change_gaps(room, |gaps| gaps.push(RoomGap { before, missing: Missing { up_to, noted: None, page: 0 } }));
    }

    fn change_gaps(&mut self, room: &BareJid, change: impl FnOnce(&mut Vec<RoomGap>)) {
        let Some(session) = self.rooms.get_mut(room) else { return };
        let before = session.gaps.clone();
        change(&mut session.gaps);
        if session.gaps != before {
            let gaps = session.gaps.clone();
            self.changes.push(Change::SetRoomGaps { account: self.own().clone(), room: room.clone(), gaps });
        }
    }

    /// The next page of the youngest gap, once we are in.
    pub(super) fn fill_room_gap(&mut self, room: &BareJid) {
        let gap = self.rooms.get(room).filter(|session| session.phase == Phase::Joined).and_then(|session| session.gaps.last().cloned());
        if let Some(gap) = gap.filter(|_| !self.room_archives.open.contains_key(room)) {
            self.ask_room_page(room, &From::Before(gap.before.clone()), Aim::Gap { gap, met: false, lines: Vec::new() });
        }
    }

    /// A page of what was said in a room before all that is here: `Reply::More`.
    pub(super) fn older_lines(&mut self, room: &BareJid, answer: Answer) {
        let oldest = self.store.oldest_archived(self.own(), &room.clone().into()).ok().flatten();
        // What is not kept is not fetched.
        let all = self.keeping == Keeping::Always;
        match oldest.filter(|_| all && self.is_room(room) && !self.room_archives.open.contains_key(room)) {
            Some((oldest, begins)) => {
                self.ask_room_page(room, &From::Before(oldest.clone()), Aim::Older { before: oldest, begins, deleted: false, answer });
            }
            None => self.reply(answer, Ok(Reply::More(false))),
        }
    }
}
