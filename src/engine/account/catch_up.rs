//! Catching up with our own archive (XEP-0313) at each new session: after the last message we have, page by page. Who was away for long
//! gets the end of it first; what lies between is a gap (archive_gaps.rs).

use super::AccountTask;
use super::answers::Purpose;
use crate::model::gap::{ArchiveGap, Missing};
use crate::model::{Event, Jid, MessageId, Problem};
use crate::store::{Change, Follows};
use crate::xmpp::archive::{self, From};
use crate::xmpp::iq;
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

#[derive(Debug, Default)]
pub(super) struct CatchUp {
    /// The last stanza-id of the archive that is kept for the next start.
    pub(super) cursor: Option<String>,
    /// What the store is asked to keep in its place.
    keeping: Option<String>,
    /// The newest stanza-id told, in the archive's order.
    newest: Option<String>,
    /// The query that is open, or failed and is to be repeated: until all is told, live messages move no cursor.
    query: Option<String>,
    /// The open query went out before our presence: what came between its answer and the presence is nowhere in it.
    early: bool,
    aim: Aim,
    /// What the last page from where we left has told, by the archive's ids.
    page: HashSet<String>,
    /// When the first of it was said.
    page_from: Option<Timestamp>,
    /// Pages from where we left that are here.
    pages: u32,
    /// What lies between them and the end of the archive is noted as missing.
    gap_noted: bool,
    /// And is not: the end of the archive has come to where we left.
    joined: bool,
    /// The message after which it began, where that is here.
    after: Option<MessageId>,
    /// The last line that it told of each conversation.
    told: HashMap<Jid, String>,
    /// When we were here last, until when it has told from there on, and from when on to the end: how far it has come.
    since: Option<Timestamp>,
    reached: Option<Timestamp>,
    end_from: Option<Timestamp>,
    /// Pages that failed in this session.
    failures: u32,
    /// When the failed page is asked for again.
    retry_at: Option<Instant>,
}

/// What a page is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Aim {
    /// All after a message.
    #[default]
    On,
    /// The end of an archive of which nothing is here, or of which nothing is known any more.
    Begin,
    /// The end of the archive, behind more than the user wants to wait for.
    End,
}

/// So many pages are read from where we left; who missed more wants to see the end first.
const MOST_PAGES: u32 = 6;

/// So often a failing archive is asked again in one session, and after how long.
const MOST_FAILURES: u32 = 3;
const RETRY: Duration = Duration::from_secs(30);

impl CatchUp {
    pub(super) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// What a line comes after that it tells now.
    pub(super) fn follows(&mut self, conversation: &Jid, stanza_id: &str) -> Follows {
        if self.aim == Aim::Begin {
            return Follows::Nothing;
        }
        let line = self.told.insert(conversation.clone(), stanza_id.to_owned());
        Follows::Archived { line, up_to: self.after, is_end: self.aim == Aim::End }
    }

    /// What has no place of its own comes after all that was told, too.
    pub(super) fn follows_all(&self) -> Follows {
        match self.aim {
            Aim::Begin => Follows::Nothing,
            Aim::On | Aim::End => Follows::Archived { line: None, up_to: self.after, is_end: self.aim == Aim::End },
        }
    }

    /// It has told what was said then, going on from where we left.
    fn reached(&mut self, stamp: Option<Timestamp>) {
        self.reached = self.reached.max(stamp.map(|stamp| stamp.min(Timestamp::now())));
    }

    /// It was told by the last page from where we left.
    pub(super) fn has_told(&self, stanza_id: &str) -> bool {
        self.page.contains(stanza_id)
    }

    /// It has told all from then on.
    pub(super) fn reached_back(&mut self, stamp: Option<Timestamp>) {
        let stamp = stamp.map(|stamp| stamp.min(Timestamp::now()));
        self.end_from = stamp.map(|stamp| self.end_from.map_or(stamp, |from| from.min(stamp))).or(self.end_from);
    }

    /// What is missed begins then, where nothing is known of an earlier time.
    pub(super) fn missed_since(&mut self, stamp: Option<Timestamp>) {
        self.since = self.since.or(stamp);
    }

    /// How much of the time away it has told; nothing where that is not known.
    fn percent(&self, now: Timestamp) -> u8 {
        let Some(since) = self.since else { return 0 };
        let seconds = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs().max(0);
        let on = self.reached.map_or(0, |reached| seconds(since, reached));
        let back = self.end_from.map_or(0, |from| seconds(from, now));
        let all = seconds(since, now);
        u8::try_from((on + back).min(all) * 100 / all.max(1)).unwrap_or(0)
    }

    /// What of a page from the end lies within a second comes behind all that is told of that second otherwise.
    pub(super) fn place(&self) -> Option<u32> {
        match self.aim {
            Aim::On => None,
            Aim::Begin | Aim::End => Some(0),
        }
    }

    /// The gap that it has noted is none. Whether there was one; and none will be noted.
    pub(super) fn takes_gap_back(&mut self) -> bool {
        let noted = self.gap_noted && !self.joined;
        (self.gap_noted, self.joined) = (true, true);
        noted
    }

    /// The store has kept all that was told.
    pub(super) fn committed(&mut self) {
        self.cursor = self.keeping.take().or(self.cursor.take());
    }

    /// The store could not: what was told must be told again.
    pub(super) fn not_committed(&mut self) {
        (self.keeping, self.newest) = (None, None);
    }

    /// The session ended: an open query with it.
    pub(super) fn abandon(&mut self) {
        *self = Self { cursor: self.cursor.take(), ..Self::default() };
    }

    pub(super) fn retry_at(&self) -> Option<Instant> {
        self.retry_at
    }

    /// Where the next page begins.
    fn known(&self) -> From {
        self.live_cursor().cloned().map_or(From::Last, From::After)
    }

    /// The position before anything sent from now on.
    pub(super) fn live_cursor(&self) -> Option<&String> {
        self.newest.as_ref().or(self.cursor.as_ref())
    }

    /// A live message was archived under this id. While pages are outstanding it says nothing: what lies between is missing.
    pub(super) fn live(&mut self, stanza_id: &str) {
        if self.query.is_none() {
            self.newest = Some(stanza_id.to_owned());
        }
    }
}

impl AccountTask {
    pub(super) fn start_catch_up(&mut self) {
        let from = self.catch_up.known();
        self.catch_up.after = match &from {
            // What is no message, a receipt say, has no place of its own.
            From::After(stanza_id) => {
                let own = self.own();
                let message = self.store.archived_as(own, stanza_id).ok().flatten();
                message.or_else(|| self.store.before_cursor(own, stanza_id).ok().flatten())
            }
            _ => None,
        };
        let after = self.catch_up.after.and_then(|after| self.store.message(after).ok().flatten());
        self.catch_up.since = after.map(|message| message.time);
        self.tell_progress();
        self.ask_on();
        self.catch_up.early = true;
    }

    /// What comes after all that was told.
    fn ask_on(&mut self) {
        let from = self.catch_up.known();
        self.ask_page(&from, if from == From::Last { Aim::Begin } else { Aim::On });
    }

    fn ask_page(&mut self, from: &From, aim: Aim) {
        let query = uuid::Uuid::new_v4().to_string();
        self.ask(archive::request(None, from, &query), Purpose::ArchivePage);
        self.catch_up.query = Some(query);
        (self.catch_up.early, self.catch_up.aim) = (false, aim);
        if aim == Aim::On {
            self.catch_up.page.clear();
            self.catch_up.page_from = None;
        }
    }

    /// The archive tells of this one now.
    pub(super) fn archive_tells(&mut self, stanza_id: &str, stamp: Option<Timestamp>) {
        match self.catch_up.aim {
            Aim::On => {
                self.catch_up.page.insert(stanza_id.to_owned());
                self.catch_up.page_from = [self.catch_up.page_from, stamp].into_iter().flatten().min();
                self.catch_up.reached(stamp);
            }
            Aim::Begin => self.catch_up.reached(stamp),
            Aim::End if self.catch_up.page.contains(stanza_id) => self.close_gap(),
            Aim::End => {
                self.catch_up.reached_back(stamp);
                // With the very message, not with the end of the page: whoever dies between the two must still know that some are missing.
                self.note_gap(stanza_id);
                self.catch_up.newest = Some(stanza_id.to_owned());
            }
        }
    }

    /// What lies between where we came to and this message of the end is missing, unless that is noted already.
    fn note_gap(&mut self, before: &str) {
        if let Some(after) = self.catch_up.newest.clone().filter(|_| !self.catch_up.gap_noted) {
            self.catch_up.gap_noted = true;
            let missing = Missing { up_to: self.catch_up.after, noted: self.store.newest().ok().flatten(), page: 0 };
            self.open_gap(ArchiveGap { after, since: self.catch_up.page_from, before: before.to_owned(), missing });
        }
    }

    pub(super) fn on_archive_page(&mut self, answer: iq::Answer) {
        if self.catch_up.query.is_none() || answer == Err(Problem::Offline) {
            // The session ended before the archive had told all: what is uncertain stays so.
            return;
        }
        let none = |condition: &str| matches!(condition, "service-unavailable" | "feature-not-implemented");
        if matches!(&answer, Err(Problem::Stanza { condition, .. }) if none(condition)) {
            // The server keeps no archive.
            return self.caught_up();
        }
        let gone = matches!(&answer, Err(Problem::Stanza { condition, .. }) if condition == "item-not-found");
        if gone && self.catch_up.cursor.is_some() {
            // The archive has forgotten our last message: what it still has of the end is better than nothing.
            (self.catch_up.cursor, self.catch_up.newest) = (None, None);
            return self.ask_page(&From::Last, Aim::Begin);
        }
        let Some(end) = answer.ok().and_then(archive::page_end) else { return self.page_failed() };
        // A page that ends where it began is the last, whatever else the server says of it: else it would be asked for for ever.
        let further = end.last.is_some() && end.last.as_ref() != self.catch_up.live_cursor();
        let more = further && !end.complete && self.catch_up.aim == Aim::On;
        match (self.catch_up.aim, end.first) {
            (Aim::Begin, Some(first)) if !end.complete => self.archive_begins_at(Some(first), 0),
            // Nothing is before it.
            (Aim::End, _) if end.complete => self.close_gap(),
            // Of what it told nothing could be read.
            (Aim::End, Some(first)) => self.note_gap(&first),
            _ => {}
        }
        if let Some(last) = end.last {
            self.catch_up.newest = Some(last);
        }
        self.catch_up.pages += 1;
        // Behind a gap that is noted already there is but what the end has not told.
        if more && self.catch_up.pages >= MOST_PAGES && !self.catch_up.gap_noted {
            self.tell_progress();
            self.ask_page(&From::Last, Aim::End);
            // It does not follow what was told last.
            self.catch_up.told.clear();
        } else if more || self.catch_up.early {
            self.tell_progress();
            self.ask_on();
        } else {
            self.caught_up();
        }
    }

    pub(super) fn tell_progress(&mut self) {
        let percent = Some(self.catch_up.percent(Timestamp::now()));
        self.events.push(Event::CatchingUp { account: self.own().clone(), percent });
    }

    /// What lies beyond is not told: the cursor stays, and the page is asked for again after a while.
    pub(super) fn page_failed(&mut self) {
        self.catch_up.failures += 1;
        if self.catch_up.failures < MOST_FAILURES {
            self.catch_up.retry_at = Some(Instant::now() + RETRY);
            return;
        }
        // Waiting for ever would hold back what the user writes. The next session asks from the same place.
        self.archive_gaps.is_silent();
        self.nothing_is_uncertain();
    }

    pub(super) fn retry_page(&mut self, now: Instant) {
        if !self.online() || self.catch_up.retry_at.is_none_or(|at| at > now) {
            return;
        }
        self.catch_up.retry_at = None;
        // Also where the end was asked for: it may have told a part of it.
        if self.catch_up.query.is_some() { self.ask_on() } else { self.fill_gap() }
    }

    /// The archive has told its end, or the server keeps none.
    fn caught_up(&mut self) {
        self.catch_up.query = None;
        self.ask_read_positions();
        self.fill_gap();
    }

    /// What the archive had is here, or will not come: what was uncertain is certain.
    pub(super) fn nothing_is_uncertain(&mut self) {
        self.outbox.certain(|message| message.kind == crate::model::Kind::Chat);
        self.events.push(Event::CatchingUp { account: self.own().clone(), percent: None });
    }

    /// Keeps the position for the next start: before the oldest message that the server may not have told us to have.
    pub(super) fn note_cursor(&mut self) {
        let Some(newest) = self.catch_up.newest.clone() else { return };
        let cursor = match self.outbox.oldest_cursor() {
            Some(before) => before.cloned(),
            None => Some(newest),
        };
        if let Some(stanza_id) = cursor.filter(|cursor| Some(cursor) != self.catch_up.cursor.as_ref()) {
            self.catch_up.keeping = Some(stanza_id.clone());
            let account = self.own().clone();
            let whole = self.catch_up.query.is_none();
            self.changes.push(Change::SetArchiveCursor { archive: account.clone(), account, stanza_id, whole });
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn how_far_it_has_come_is_a_share_of_the_time_away() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let mut catch_up = CatchUp::default();
        assert_eq!(catch_up.percent(at(200)), 0);
        catch_up.since = Some(at(100));
        assert_eq!(catch_up.percent(at(200)), 0);
        catch_up.reached(Some(at(125)));
        assert_eq!(catch_up.percent(at(200)), 25);
        catch_up.reached(Some(at(110)));
        catch_up.reached(None);
        assert_eq!(catch_up.percent(at(200)), 25, "never back");
        catch_up.reached_back(Some(at(190)));
        assert_eq!(catch_up.percent(at(200)), 35, "from both sides");
        catch_up.reached_back(Some(at(195)));
        catch_up.reached_back(None);
        assert_eq!(catch_up.percent(at(200)), 35, "never back");
        catch_up.reached(Some(at(999)));
        assert_eq!((catch_up.percent(at(200)), catch_up.percent(at(50))), (100, 0));
    }
}
