//! What is missing between where a catch-up left off and the end of our own archive (XEP-0313): filled from its younger edge in the
//! background, over sessions and restarts, the youngest gap first where there are several.
//!
//! A gap is filled when the archive comes to the very message after which it begins: others that are known lie within it, since a server
//! tells what it kept for us (XEP-0160) whether we have an archive or not.

use super::AccountTask;
use super::answers::Purpose;
use crate::model::gap::{ArchiveGap, Missing};
use crate::model::{Jid, Problem};
use crate::store::{Change, Follows};
use crate::xmpp::archive::{self, From};
use crate::xmpp::iq;
use crate::xmpp::messages::Origin;
use jiff::{SignedDuration, Timestamp};
use std::collections::{HashMap, VecDeque};
use xmpp_parsers::message::Message;

/// So much earlier than its beginning nothing of a gap was said, whatever was done to the server's clock: that beginning is gone.
const CLOCKS: SignedDuration = SignedDuration::from_hours(24);

/// So many words about messages that are missing yet are kept.
const MOST_EARLY: usize = 1000;

#[derive(Debug, Default)]
pub(super) struct ArchiveGaps {
    /// The youngest last.
    gaps: Vec<ArchiveGap>,
    /// The page that is asked for.
    query: Option<String>,
    /// It has come to where the gap begins, or to what the user does not keep.
    met: bool,
    /// The last that is here of each conversation from before it, and when it was said.
    floors: HashMap<Jid, Option<Timestamp>>,
    /// Nothing of it is told in this session.
    silent: bool,
    /// What was said of messages that may be missing yet.
    early: VecDeque<(Message, Origin)>,
}

impl ArchiveGaps {
    pub(super) fn load(&mut self, gaps: Vec<ArchiveGap>) {
        self.gaps = gaps;
    }

    pub(super) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// Something is missing, as far as we know.
    pub(super) fn any(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// Something is missing, and will be told.
    pub(super) fn is_filling(&self) -> bool {
        self.any() && !self.silent
    }

    pub(super) fn is_silent(&mut self) {
        self.silent = true;
    }

    /// The session is gone, and the page that was asked for with it.
    pub(super) fn abandon(&mut self) {
        (self.query, self.met, self.silent) = (None, false, false);
        self.floors.clear();
    }

    /// What was said was before what is kept: so was all before it.
    pub(super) fn is_far_enough(&mut self) {
        self.met = true;
    }

    /// It is heard once more when all is here.
    pub(super) fn hear_again(&mut self, message: &Message, origin: Origin) {
        if self.early.len() == MOST_EARLY {
            self.early.pop_front();
        }
        self.early.push_back((message.clone(), origin));
    }

    /// The archive tells of this one in a page of the youngest gap.
    fn tells(&mut self, stanza_id: &str, stamp: Option<Timestamp>) {
        let Some(gap) = self.gaps.last() else { return };
        let earliest = gap.since.and_then(|since| since.checked_sub(CLOCKS).ok());
        let before = stamp.zip(earliest).is_some_and(|(stamp, earliest)| stamp < earliest);
        self.met |= gap.after == stanza_id || before;
    }
}

impl AccountTask {
    /// All between two messages of the archive is missing.
    pub(super) fn open_gap(&mut self, gap: ArchiveGap) {
        self.archive_gaps.gaps.push(gap);
        self.save_gaps();
    }

    /// The end of the archive has come to where we left: nothing is missing.
    pub(super) fn close_gap(&mut self) {
        if self.catch_up.takes_gap_back() {
            self.archive_gaps.gaps.pop();
            self.save_gaps();
        }
    }

    fn save_gaps(&mut self) {
        self.changes.push(Change::SetArchiveGaps { account: self.own().clone(), gaps: self.archive_gaps.gaps.clone() });
    }

    /// The next page of the youngest gap. When there is none all is told.
    pub(super) fn fill_gap(&mut self) {
        if self.archive_gaps.query.is_some() {
            return;
        }
        let Some(gap) = self.archive_gaps.gaps.last() else { return self.all_is_told() };
        let query = uuid::Uuid::new_v4().to_string();
        let (from, since) = (From::Before(gap.before.clone()), gap.since);
        self.ask(archive::request(None, &from, &query), Purpose::GapPage);
        self.archive_gaps.query = Some(query);
        self.catch_up.missed_since(since);
        self.tell_progress();
    }

    /// The page of the gap that is told, counted back from the end of the archive, which is 0; and where its messages belong.
    pub(super) fn place_in_gap(&mut self, conversation: &Jid) -> (Option<u32>, Follows) {
        let Some(gap) = self.archive_gaps.gaps.last() else { return (None, Follows::Nothing) };
        let missing = Missing { page: gap.missing.page + 1, ..gap.missing };
        // Looked up once: what is told of the gap itself lies above it.
        let floor = *self.archive_gaps.floors.entry(conversation.clone()).or_insert_with(|| {
            let own = &self.status.config.jid;
            missing.up_to.and_then(|up_to| self.store.newest_up_to(own, conversation, up_to).ok().flatten())
        });
        (Some(missing.page), Follows::Gap { missing, floor })
    }

    /// A message of a gap.
    pub(super) fn gap_tells(&mut self, stanza_id: &str, stamp: Option<Timestamp>) {
        self.archive_gaps.tells(stanza_id, stamp);
        self.catch_up.reached_back(stamp);
    }

    pub(super) fn on_gap_page(&mut self, answer: iq::Answer) {
        if self.archive_gaps.query.take().is_none() || answer == Err(Problem::Offline) {
            return;
        }
        let met = std::mem::take(&mut self.archive_gaps.met);
        let many = self.archive_gaps.gaps.len();
        let Some(gap) = self.archive_gaps.gaps.last_mut() else { return };
        let none = |condition: &str| matches!(condition, "service-unavailable" | "feature-not-implemented");
        match &answer {
            // What stood at its edge has gone from the archive, by age as a rule: so has all that was before it.
            Err(Problem::Stanza { condition, .. }) if condition == "item-not-found" => drop(self.archive_gaps.gaps.pop()),
            // The server keeps no archive any more. It may again.
            Err(Problem::Stanza { condition, .. }) if none(condition) => {
                self.archive_gaps.is_silent();
                return self.all_is_told();
            }
            _ => {
                let Some(end) = answer.ok().and_then(archive::page_end) else { return self.page_failed() };
                // A page that begins where it was to end is the last, whatever else the server says of it.
                match end.first.filter(|first| !met && !end.complete && *first != gap.before) {
                    Some(first) => (gap.before, gap.missing.page) = (first, gap.missing.page + 1),
                    None => drop(self.archive_gaps.gaps.pop()),
                }
            }
        }
        if self.archive_gaps.gaps.len() < many {
            self.archive_gaps.floors.clear();
        }
        self.save_gaps();
        self.fill_gap();
    }

    /// What was said of messages that were missing is said once more, and what was uncertain is certain.
    fn all_is_told(&mut self) {
        for (message, origin) in std::mem::take(&mut self.archive_gaps.early) {
            self.on_signals(&message, origin);
        }
        self.read_positions_again();
        self.ask_older();
        self.nothing_is_uncertain();
    }
}
