//! Catching up with our own archive at each new session: after the last message we have, page by page.

use super::AccountTask;
use super::answers::Purpose;
use crate::model::{Event, Jid, MessageId, Problem};
use crate::store::{Change, Follows};
use crate::xmpp::archive::{self, From};
use crate::xmpp::iq;
use jiff::Timestamp;
use std::collections::HashMap;
use std::time::{Duration, Instant};

#[derive(Debug, Default)]
pub(super) struct CatchUp {
    /// The last stanza-id of the archive that is kept for the next start.
    pub(super) cursor: Option<String>,
    /// The newest stanza-id committed, in the archive's order.
    newest: Option<String>,
    /// The query that is open, or failed and is to be repeated: until all is told, live messages move no cursor.
    query: Option<String>,
    /// The open query went out before our presence: what came between its answer and the presence is nowhere in it.
    early: bool,
    /// The open query asks for the end of the archive, and not for all after a message.
    of_the_end: bool,
    /// The message after which it began, where that is here.
    after: Option<MessageId>,
    /// The last line that it told of each conversation.
    told: HashMap<Jid, String>,
    /// When we were here last, and until when it has told: how far it has come.
    since: Option<Timestamp>,
    reached: Option<Timestamp>,
    /// Pages that failed in this session.
    failures: u32,
    /// When the failed page is asked for again.
    retry_at: Option<Instant>,
}

/// So often a failing archive is asked again in one session, and after how long.
const MOST_FAILURES: u32 = 3;
const RETRY: Duration = Duration::from_secs(30);

impl CatchUp {
    pub(super) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// What a line comes after that it tells now.
    pub(super) fn follows(&mut self, conversation: &Jid, stanza_id: &str) -> Follows {
        if self.of_the_end {
            return Follows::Nothing;
        }
        Follows::Archived { line: self.told.insert(conversation.clone(), stanza_id.to_owned()), up_to: self.after }
    }

    /// It has told what was said then.
    pub(super) fn reached(&mut self, stamp: Option<Timestamp>) {
        self.reached = self.reached.max(stamp.map(|stamp| stamp.min(Timestamp::now())));
    }

    /// How much of the time away it has told; nothing where that is not known.
    fn percent(&self, now: Timestamp) -> u8 {
        let (Some(since), Some(reached)) = (self.since, self.reached) else { return 0 };
        let (told, all) = (reached.duration_since(since).as_secs(), now.duration_since(since).as_secs());
        u8::try_from(told.clamp(0, all.max(0)) * 100 / all.max(1)).unwrap_or(0)
    }

    /// The open query asks for the end of the archive.
    pub(super) fn is_of_the_end(&self) -> bool {
        self.of_the_end
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
        self.ask_page(&from);
        self.catch_up.early = true;
    }

    fn ask_page(&mut self, from: &From) {
        let query = uuid::Uuid::new_v4().to_string();
        self.ask(archive::request(None, from, &query), Purpose::ArchivePage);
        self.catch_up.query = Some(query);
        self.catch_up.early = false;
        self.catch_up.of_the_end = *from == From::Last;
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
            self.catch_up.cursor = None;
            return self.ask_page(&From::Last);
        }
        let Some(end) = answer.ok().and_then(archive::page_end) else { return self.page_failed() };
        // A page that ends where it began is the last, whatever else the server says of it: else it would be asked for for ever.
        let further = end.last.is_some() && end.last.as_ref() != self.catch_up.live_cursor();
        let more = further && !end.complete && !self.catch_up.of_the_end;
        if self.catch_up.of_the_end && !end.complete && end.first.is_some() {
            self.archive_begins_at(end.first, 0);
        }
        if let Some(last) = end.last {
            self.catch_up.newest = Some(last);
        }
        if more || self.catch_up.early {
            self.tell_progress();
            self.ask_page(&self.catch_up.known());
        } else {
            self.caught_up();
        }
    }

    fn tell_progress(&mut self) {
        let percent = Some(self.catch_up.percent(Timestamp::now()));
        self.events.push(Event::CatchingUp { account: self.own().clone(), percent });
    }

    /// What lies beyond is not told: the cursor stays, and the page is asked for again after a while.
    fn page_failed(&mut self) {
        self.catch_up.failures += 1;
        if self.catch_up.failures < MOST_FAILURES {
            self.catch_up.retry_at = Some(Instant::now() + RETRY);
            return;
        }
        // Waiting for ever would hold back what the user writes. The next session asks from the same place.
        self.outbox.certain(|message| message.kind == crate::model::Kind::Chat);
        self.events.push(Event::CatchingUp { account: self.own().clone(), percent: None });
    }

    pub(super) fn retry_page(&mut self, now: Instant) {
        if self.online() && self.catch_up.retry_at.is_some_and(|at| at <= now) {
            self.catch_up.retry_at = None;
            self.ask_page(&self.catch_up.known());
        }
    }

    /// All is told, or the server keeps no archive: what was uncertain is certain.
    fn caught_up(&mut self) {
        self.catch_up.query = None;
        self.ask_read_positions();
        self.ask_older();
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
            self.catch_up.cursor = Some(stanza_id.clone());
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
        catch_up.reached(Some(at(999)));
        assert_eq!((catch_up.percent(at(200)), catch_up.percent(at(50))), (100, 0));
    }
}
