//! The archive before what we have, page by page in the background, until all of it is here (XEP-0313).
//!
//! It begins where the first catch-up of this device has begun, or where a gap was left since the archive had forgotten our last
//! message; and goes on over sessions and restarts. What it brings is old: it counts as read.

use super::AccountTask;
use super::answers::Purpose;
use crate::model::Problem;
use crate::store::Change;
use crate::xmpp::archive::{self, From};
use crate::xmpp::iq;

#[derive(Debug, Default)]
pub(super) struct Backfill {
    /// The oldest message that is here without a gap; `None` when there is nothing before it, or nobody knows.
    before: Option<String>,
    /// Pages that are here.
    pages: u32,
    /// The page that is asked for.
    query: Option<String>,
    /// It tells of what the user does not want to keep.
    far_enough: bool,
}

impl Backfill {
    pub(super) fn load(&mut self, start: Option<(String, u32)>) {
        (self.before, self.pages) = start.map_or((None, 0), |(before, pages)| (Some(before), pages));
    }

    /// The number of the page that is asked for, counted back from the end of the archive, which is 0.
    pub(super) fn page(&self) -> u32 {
        self.pages + 1
    }

    pub(super) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// What came was said before what is kept: so was all before it.
    pub(super) fn is_far_enough(&mut self) {
        self.far_enough = true;
    }

    /// The session is gone, and the page that was asked for with it.
    pub(super) fn abandon(&mut self) {
        self.query = None;
    }
}

impl AccountTask {
    /// What is before this message is not here; so many pages are.
    pub(super) fn archive_begins_at(&mut self, stanza_id: Option<String>, pages: u32) {
        let account = self.own().clone();
        self.changes.push(Change::SetArchiveStart { archive: account.clone(), account, stanza_id: stanza_id.clone(), pages });
        (self.backfill.before, self.backfill.pages) = (stanza_id, pages);
    }

    /// The next page back, unless all is here or one is on its way.
    pub(super) fn ask_older(&mut self) {
        if let (Some(before), None) = (self.backfill.before.clone(), &self.backfill.query) {
            let query = uuid::Uuid::new_v4().to_string();
            self.ask(archive::request(None, &From::Before(before), &query), Purpose::OlderPage);
            self.backfill.query = Some(query);
        }
    }

    pub(super) fn on_older_page(&mut self, answer: iq::Answer) {
        let Some(before) = self.backfill.before.clone().filter(|_| self.backfill.query.take().is_some()) else { return };
        let gone = matches!(&answer, Err(Problem::Stanza { condition, .. }) if condition == "item-not-found");
        if gone {
            // The archive begins after what we have by now.
            return self.archive_begins_at(None, 0);
        }
        // A page that fails is asked for again in the next session: there is no hurry.
        let Some(end) = answer.ok().and_then(archive::page_end) else { return };
        // A page that begins where it was to end is the last, whatever else the server says of it.
        let far_enough = std::mem::take(&mut self.backfill.far_enough);
        let first = end.first.filter(|first| !end.complete && !far_enough && *first != before);
        self.archive_begins_at(first, self.backfill.page());
        self.ask_older();
    }
}
