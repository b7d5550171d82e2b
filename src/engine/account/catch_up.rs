//! Catching up with our own archive at each new session: after the last message we have, page by page.

use super::AccountTask;
use super::session::Purpose;
use crate::model::{Event, Problem};
use crate::store::Change;
use crate::xmpp::archive::{self, From};
use crate::xmpp::iq;

#[derive(Debug, Default)]
pub(super) struct CatchUp {
    /// The last stanza-id of the archive that is kept for the next start.
    pub(super) cursor: Option<String>,
    /// The newest stanza-id committed, in the archive's order.
    newest: Option<String>,
    /// The query that is open.
    query: Option<String>,
}

impl CatchUp {
    pub(super) fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The session ended: an open query with it.
    pub(super) fn abandon(&mut self) {
        self.query = None;
        self.newest = None;
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
        let from = self.catch_up.cursor.clone().map_or(From::Last, From::After);
        self.events.push(Event::CatchingUp { account: self.own().clone(), running: true });
        self.ask_page(&from);
    }

    fn ask_page(&mut self, from: &From) {
        let query = uuid::Uuid::new_v4().to_string();
        self.ask(archive::request(from, &query), Purpose::ArchivePage);
        self.catch_up.query = Some(query);
    }

    pub(super) fn on_archive_page(&mut self, answer: iq::Answer) {
        if self.catch_up.query.is_none() || answer == Err(Problem::Offline) {
            // The session ended before the archive had told all: what is uncertain stays so.
            return;
        }
        if answer == Err(Problem::Timeout) {
            let from = self.catch_up.live_cursor().cloned().map_or(From::Last, From::After);
            return self.ask_page(&from);
        }
        let gone = matches!(&answer, Err(Problem::Stanza { condition, .. }) if condition == "item-not-found");
        if gone && self.catch_up.cursor.is_some() {
            // The archive has forgotten our last message: what it still has of the end is better than nothing.
            self.catch_up.cursor = None;
            return self.ask_page(&From::Last);
        }
        let end = answer.ok().and_then(archive::page_end);
        let next = end.as_ref().filter(|end| !end.complete && self.catch_up.cursor.is_some()).and_then(|end| end.last.clone());
        if let Some(last) = end.and_then(|end| end.last) {
            self.catch_up.newest = Some(last);
        }
        match next {
            Some(last) => self.ask_page(&From::After(last)),
            None => self.caught_up(),
        }
    }

    /// All is told, or the server keeps no archive: what was uncertain is certain.
    fn caught_up(&mut self) {
        self.catch_up.query = None;
        self.outbox.certain(|message| message.kind == crate::model::Kind::Chat);
        self.events.push(Event::CatchingUp { account: self.own().clone(), running: false });
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
            self.changes.push(Change::SetArchiveCursor { archive: account.clone(), account, stanza_id });
        }
    }
}
