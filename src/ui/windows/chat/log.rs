//! The messages of a conversation as rows: in order of time, with days between, runs of one sender under one name.

use super::notices::{Notices, Told};
use super::words;
use crate::i18n::{t, t_with};
use crate::model::{Changing, Comings, Direction, Hearing, Jid, Kind, Manner, Message, MessageId, MessageState, Notice, PictureId};
use crate::ui::text::{Body, bidi};
use crate::ui::widgets::avatar;
use crate::ui::widgets::chat_log::{Chip, Content, Key, Line, Note, Quote, Row, Tone};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many messages are held while the end is looked at, and so many are left of more.
const MOST: usize = 2_000;
const KEPT: usize = 1_000;
/// When all that is dropped would be wanted, it is looked again after so many.
const STEP: usize = 200;

/// A run ends when nobody wrote for so long.
const PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// What rows need to know beside the messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The other one's name in a chat.
    pub peer: String,
    /// Our address, for our colour.
    pub own: String,
    /// What those look like who write here, by their addresses.
    pub pictures: BTreeMap<String, PictureId>,
    /// Our nickname in a room.
    pub nick: Option<String>,
    /// Its address.
    pub room: Option<String>,
    /// Names that look like somebody else's, and whose.
    pub look_alikes: BTreeMap<String, String>,
    pub comings: Comings,
    /// What calls us in rooms, and whom we do not hear.
    pub hearing: Hearing,
    pub today: Date,
    pub zone: TimeZone,
}

#[derive(Debug)]
struct Entry {
    message: Message,
    body: Arc<Body>,
    /// Hidden words that were asked for.
    open: bool,
}

/// Where what was said before the first message is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Before {
    /// Nowhere, as far as anybody knows.
    #[default]
    Nothing,
    /// In the store.
    Stored,
    /// In the archive of the room, if there.
    Archived,
}

/// The messages that are loaded, and their rows.
#[derive(Debug, Default)]
pub struct Log {
    entries: Vec<Entry>,
    /// The greatest of all ids that are or were here.
    newest: MessageId,
    /// It is not looked again for what to drop before there are more than this.
    looked_at: usize,
    /// Who has written here.
    senders: BTreeSet<Jid>,
    notices: Notices,
    /// What was said up to here was cleared away.
    floor: Option<(Timestamp, MessageId)>,
    rows: Vec<Row>,
    /// The first message that was not looked at.
    new_from: Option<MessageId>,
    before: Before,
    loading: bool,
    /// From which message on the rows are not as they should be.
    stale: Option<usize>,
    built_for: Option<Setting>,
}

impl Log {
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Older messages could be asked for now.
    pub fn can_load(&self) -> bool {
        self.before != Before::Nothing && !self.loading
    }

    pub fn before(&self) -> Before {
        self.before
    }

    pub fn is_loading(&self) -> bool {
        self.loading
    }

    pub fn oldest(&self) -> Option<MessageId> {
        self.entries.first().map(|entry| entry.message.id)
    }

    pub fn message(&self, id: MessageId) -> Option<&Message> {
        self.entries.iter().rev().map(|entry| &entry.message).find(|message| message.id == id)
    }

    pub fn senders(&self) -> &BTreeSet<Jid> {
        &self.senders
    }

    /// What we said, the newest first.
    pub fn said_by_us(&self) -> impl Iterator<Item = &str> {
        let own = self.entries.iter().rev().map(|entry| &entry.message).filter(|message| message.direction == Direction::Out);
        own.filter(|message| !message.retracted && !message.body.is_empty()).map(|message| message.body.as_str())
    }

    /// The newest own message that still stands.
    pub fn last_own(&self) -> Option<&Message> {
        self.entries.iter().rev().map(|entry| &entry.message).find(|message| message.direction == Direction::Out && !message.retracted)
    }

    /// The newest own message that failed.
    pub fn failed(&self) -> Option<&Message> {
        let own = |message: &&Message| message.direction == Direction::Out;
        self.entries
            .iter()
            .rev()
            .map(|entry| &entry.message)
            .find(own)
            .filter(|message| matches!(message.state, MessageState::Failed(_)) && !message.retracted)
    }

    /// Nothing is shown any more but what comes from now on.
    pub fn clear(&mut self) {
        let newest = self.entries.last().map(|entry| order(&entry.message));
        let mut notices = std::mem::take(&mut self.notices);
        notices.clear();
        *self = Self { floor: newest.max(self.floor), notices, ..Self::default() };
    }

    pub fn set_loading(&mut self) {
        (self.loading, self.stale) = (true, Some(0));
    }

    /// A page of history came, oldest first; fewer than asked for means that there are no more stored.
    pub fn add_page(&mut self, page: Vec<Message>, asked: u32) {
        let groupchat = page.first().or(self.entries.first().map(|entry| &entry.message)).is_some_and(|m| m.kind == Kind::Groupchat);
        self.before = match (page.len() >= asked as usize, groupchat) {
            _ if self.floor.is_some() => Before::Nothing,
            (true, _) => Before::Stored,
            (false, true) => Before::Archived,
            (false, false) => Before::Nothing,
        };
        self.loading = false;
        self.stale = Some(0);
        for message in page {
            self.put(message);
        }
    }

    /// The page could not be read, or there is none.
    pub fn page_failed(&mut self) {
        (self.loading, self.before, self.stale) = (false, Before::Nothing, Some(0));
    }

    /// A page of the room's archive has come, message by message.
    pub fn archive_told(&mut self) {
        (self.loading, self.stale) = (false, Some(0));
    }

    /// A message is new or has changed. Whether it is one of somebody else that was not here before.
    pub fn add(&mut self, message: &Message) -> bool {
        let before_all = self.entries.first().is_some_and(|first| order(message) < order(&first.message));
        if before_all && self.before == Before::Stored {
            // It comes with its page.
            return false;
        }
        self.put(message.clone()) && message.direction == Direction::In
    }

    /// Keeps the newest only, when there are very many: the others are in the store, and come when somebody goes back to them.
    pub fn trim(&mut self) {
        if self.entries.len() <= MOST.max(self.looked_at) || self.floor.is_some() || self.loading {
            return;
        }
        self.looked_at = self.entries.len() + STEP;
        // Of those that are seen: who is not heard may say as much as he likes.
        let ignored = self.built_for.as_ref().map(|setting| self.ignored(setting)).unwrap_or_default();
        let seen = |entry: &Entry| !entry.message.from.resource().is_some_and(|nick| ignored.contains(nick.as_str()));
        let from = self.entries.iter().enumerate().rev().filter(|(_, entry)| seen(entry)).nth(KEPT - 1).map(|(at, _)| at);
        let Some(from) = from.filter(|from| *from > 0) else { return };
        self.entries.drain(..from);
        self.looked_at = 0;
        (self.before, self.stale) = (Before::Stored, Some(0));
    }

    /// Something happened in the room.
    pub fn notice(&mut self, notice: Notice) {
        self.outdate(self.entries.partition_point(|entry| entry.message.time < notice.time));
        self.notices.add(notice);
    }

    /// Draws the line above a message; `None` takes it away.
    pub fn set_new_from(&mut self, id: Option<MessageId>) {
        if self.new_from != id {
            let line = |id: Option<MessageId>| self.entries.iter().rposition(|entry| Some(entry.message.id) == id);
            let from = [line(self.new_from), line(id)].into_iter().flatten().min();
            self.new_from = id;
            from.into_iter().for_each(|from| self.outdate(from));
        }
    }

    pub fn new_from(&self) -> Option<MessageId> {
        self.new_from
    }

    /// The message above which `unread` messages of others are still to be read, and whether all of them are here.
    pub fn first_of_last(&self, unread: u32) -> (Option<MessageId>, bool) {
        let incoming = self.entries.iter().rev().filter(|entry| entry.message.direction == Direction::In);
        let (count, first) = incoming.take(unread as usize).fold((0, None), |(count, _), entry| (count + 1, Some(entry.message.id)));
        (first, count == unread)
    }

    /// Whether it was not there.
    fn put(&mut self, message: Message) -> bool {
        // What is newer than all that is here is not looked for: in a flood that would be long.
        let known = message.id <= self.newest;
        let known = known.then(|| self.entries.iter().rposition(|entry| entry.message.id == message.id)).flatten();
        if let Some(at) = known {
            self.outdate(at);
            let entry = &mut self.entries[at];
            let words = |message: &Message| (message.body.clone(), message.retracted, message.manner.clone());
            if words(&entry.message) != words(&message) {
                entry.body = body_of(&message, entry.open);
            }
            let moved = entry.message.time != message.time;
            entry.message = message;
            if moved {
                self.entries.sort_by_key(|entry| order(&entry.message));
                self.outdate(0);
            }
            return false;
        }
        if self.floor.is_some_and(|floor| order(&message) <= floor) {
            return false;
        }
        self.newest = self.newest.max(message.id);
        if !self.senders.contains(&message.from) {
            self.senders.insert(message.from.clone());
        }
        let body = body_of(&message, false);
        let at = self.entries.partition_point(|entry| order(&entry.message) <= order(&message));
        self.entries.insert(at, Entry { message, body, open: false });
        self.outdate(at);
        true
    }

    /// Shows hidden words, or hides them again.
    pub fn turn(&mut self, id: MessageId) {
        let Some(at) = self.entries.iter().rposition(|entry| entry.message.id == id) else { return };
        self.outdate(at);
        let entry = &mut self.entries[at];
        entry.open = !entry.open;
        entry.body = body_of(&entry.message, entry.open);
    }

    /// Whether hidden words are shown now; `None` where nothing is hidden.
    pub fn is_open(&self, id: MessageId) -> Option<bool> {
        let entry = self.entries.iter().rev().find(|entry| entry.message.id == id)?;
        hides(&entry.message).then_some(entry.open)
    }

    fn outdate(&mut self, from: usize) {
        self.stale = Some(self.stale.map_or(from, |stale| stale.min(from)));
    }

    /// From which message on rows are made anew: also those of ours before it, whose state is told or not by what follows.
    fn first_to_make(&self, setting: &Setting) -> Option<usize> {
        if self.built_for.as_ref() != Some(setting) {
            return Some(0);
        }
        let own = |entry: &Entry| entry.message.direction == Direction::Out;
        let from = self.stale?.min(self.entries.len());
        let ours = self.entries[from..].iter().any(own);
        Some(if ours { self.entries[..from].iter().rposition(own).unwrap_or(from) } else { from })
    }

    /// Makes the rows, when something has changed.
    pub fn refresh(&mut self, setting: &Setting) {
        let Some(from) = self.first_to_make(setting) else { return };
        (self.stale, self.built_for) = (None, Some(setting.clone()));
        let mut rows = std::mem::take(&mut self.rows);
        let ignored = self.ignored(setting);
        let heard = |entry: &Entry| !entry.message.from.resource().is_some_and(|nick| ignored.contains(nick.as_str()));
        let last = self.entries[..from].iter().rposition(heard);
        let kept = last.and_then(|last| rows.iter().rposition(|row| row.key == Key::Message(self.entries[last].message.id)));
        // Without its row there is nothing to go on from.
        let (from, last) = if kept.is_some() { (from, last) } else { (0, None) };
        // What is new may begin with somebody who is not heard.
        let between = &self.entries[last.map_or(0, |last| last + 1)..from];
        let mut begins_new = between.iter().any(|entry| self.new_from == Some(entry.message.id));
        let last = last.map(|last| &self.entries[last]);
        rows.truncate(kept.map_or(0, |kept| kept + 1));
        if rows.is_empty() && self.loading && !self.entries.is_empty() {
            rows.push(divider(Key::Older, t("chat-log-older"), Tone::Quiet));
        }
        let shown = shown_states(&self.entries[from..]);
        let zoned = |time: Timestamp| time.to_zoned(setting.zone.clone());
        let mut days = Days { last: last.map(|last| zoned(last.message.time).date()), today: setting.today };
        // Up to where what happened is told: what was before all that is here comes with it.
        let mut told = last.map(|last| last.message.time);
        let mut before: Option<&Entry> = last;
        for (entry, shows_state) in self.entries[from..].iter().zip(shown) {
            begins_new |= self.new_from == Some(entry.message.id);
            if !heard(entry) {
                continue;
            }
            let written = zoned(entry.message.time);
            let mut head = before.is_none_or(|last| !continues(&last.message, &entry.message));
            if told.is_some() || self.before == Before::Nothing {
                let happened = self.happened(told, Some(entry.message.time), setting);
                head |= !happened.is_empty();
                happened.into_iter().for_each(|notice| {
                    rows.extend(days.begins(zoned(notice.time).date()));
                    rows.push(notice.row(&setting.zone));
                });
            }
            told = told.max(Some(entry.message.time));
            if let Some(day) = days.begins(written.date()) {
                rows.push(day);
                head = true;
            }
            if std::mem::take(&mut begins_new) {
                rows.push(divider(Key::New, t("chat-log-new"), Tone::Alarming));
                head = true;
            }
            let time = written.strftime("%H:%M").to_string();
            rows.push(line(entry, head, time, shows_state, setting));
            before = Some(entry);
        }
        if told.is_some() || !self.loading {
            for notice in self.happened(told, None, setting) {
                rows.extend(days.begins(zoned(notice.time).date()));
                rows.push(notice.row(&setting.zone));
            }
        }
        self.rows = rows;
    }

    /// The nicknames of those who are not heard here.
    fn ignored(&self, setting: &Setting) -> BTreeSet<String> {
        let room = |message: &Message| setting.hearing.ignored.of(&message.account, &message.conversation.to_bare());
        self.entries.first().map(|entry| room(&entry.message)).unwrap_or_default()
    }

    fn happened(&self, from: Option<Timestamp>, to: Option<Timestamp>, setting: &Setting) -> Vec<Told> {
        self.notices.between(from, to, setting.comings)
    }
}

/// The lines between days.
struct Days {
    last: Option<Date>,
    today: Date,
}

impl Days {
    /// A day that comes back, after a clock went wrong, needs no second line.
    fn begins(&mut self, day: Date) -> Option<Row> {
        let begins = self.last.is_none_or(|last| last < day);
        self.last = self.last.max(Some(day));
        begins.then(|| divider(Key::Day(day), words::day(day, self.today), Tone::Quiet))
    }
}

/// Its words wait to be asked for. Who wrote them knows them.
fn hides(message: &Message) -> bool {
    message.direction == Direction::In && !message.retracted && matches!(message.manner, Manner::Spoiler(_))
}

fn body_of(message: &Message, open: bool) -> Arc<Body> {
    Arc::new(match message {
        Message { retracted: true, .. } => Body::unstyled(&t("chat-retracted")),
        Message { manner: Manner::Spoiler(about), .. } if hides(message) && !open => Body::unstyled(&match about.as_str() {
            "" => t("chat-hidden"),
            about => t_with("chat-hidden-about", &[("about", bidi::isolate(about).into())]),
        }),
        Message { unstyled: true, body, .. } => Body::unstyled(body),
        Message { body, .. } => Body::new(body),
    })
}

fn order(message: &Message) -> (Timestamp, MessageId) {
    (message.time, message.id)
}

fn divider(key: Key, label: String, tone: Tone) -> Row {
    Row::new(key, Content::Divider { label, tone })
}

fn continues(last: &Message, next: &Message) -> bool {
    last.direction == next.direction && last.from == next.from && next.time.duration_since(last.time) < PAUSE
}

/// The state is told once for a row of own messages that have come equally far; what waits or failed always tells it.
fn shown_states(entries: &[Entry]) -> Vec<bool> {
    let mut next: Option<&MessageState> = None;
    let mut shown: Vec<bool> = entries
        .iter()
        .rev()
        .map(|entry| {
            let message = &entry.message;
            if message.direction == Direction::In {
                return false;
            }
            let always = matches!(message.state, MessageState::Queued | MessageState::Failed(_));
            let shows = always || next != Some(&message.state);
            next = Some(&message.state);
            shows
        })
        .collect();
    shown.reverse();
    shown
}

fn line(entry: &Entry, head: bool, time: String, shows_state: bool, setting: &Setting) -> Row {
    let message = &entry.message;
    let own = message.direction == Direction::Out;
    // In rooms and their private messages people are known by their nicknames.
    let nick = message.from.resource().map(|nick| nick.as_str().to_owned());
    let (sender, seed) = match (own, nick) {
        (true, _) => (t("chat-you"), setting.nick.clone().unwrap_or_else(|| setting.own.clone())),
        (false, Some(nick)) => match setting.look_alikes.get(&nick) {
            Some(other) => {
                (t_with("chat-sender-not", &[("nick", bidi::isolate(&nick).into()), ("other", bidi::isolate(other).into())]), nick)
            }
            None => (bidi::isolate(&nick), nick),
        },
        (false, None) => (bidi::isolate(&setting.peer), message.from.to_string()),
    };
    let initials = avatar::initials(match (own, message.from.resource()) {
        (true, _) => setting.nick.as_deref().unwrap_or(&setting.own),
        (false, Some(nick)) => nick.as_str(),
        (false, None) => &sender,
    });
    let picture = setting.pictures.get(if own { setting.own.as_str() } else { message.from.as_str() }).copied();
    let rings = !own && message.manner == Manner::Attention;
    let names_us = !own
        && message.kind == Kind::Groupchat
        && setting.nick.as_deref().is_some_and(|nick| setting.hearing.watched.calls(entry.body.text(), nick));
    let state = own.then(|| words::state(&message.state)).flatten().filter(|_| !message.retracted);
    // That it was changed is told of each, whoever wrote it.
    let edited = message.corrected.then(|| t("chat-corrected"));
    let (state, shows_state) = match (edited, state) {
        (Some(edited), Some(state)) => (Some(format!("{edited} · {state}")), true),
        (Some(edited), None) => (Some(edited), true),
        (None, state) => (state, shows_state),
    };
    let note = note(entry);
    let told = ring(message, &sender).or_else(|| deed(message, &sender, setting).filter(|_| entry.open || !hides(message)));
    let body = told.map_or_else(|| Arc::clone(&entry.body), Arc::new);
    let line = Line {
        sender,
        seed,
        initials,
        picture,
        time,
        head,
        own,
        mention: names_us || rings,
        quote: quote(message, setting),
        body,
        gone: message.retracted,
        state,
        shows_state,
        note,
        chips: chips(message, setting),
    };
    Row::new(Key::Message(message.id), Content::Line(Box::new(line)))
}

/// That somebody calls for attention, and with which words.
fn ring(message: &Message, sender: &str) -> Option<Body> {
    if message.manner != Manner::Attention || message.retracted {
        return None;
    }
    let who = match message.direction {
        Direction::Out => t("chat-rang"),
        Direction::In => t_with("chat-rings", &[("name", sender.into())]),
    };
    Some(Body::unstyled(&if message.body.is_empty() { who } else { format!("{who}\n{}", message.body) }))
}

/// `/me waves` is told of whoever wrote it (XEP-0245).
fn deed(message: &Message, sender: &str, setting: &Setting) -> Option<Body> {
    let deed = message.body.strip_prefix("/me ").filter(|_| !message.retracted)?;
    let own = || setting.nick.clone().unwrap_or_else(|| setting.own.split('@').next().unwrap_or_default().to_owned());
    let who = if message.direction == Direction::Out { own() } else { bidi::strip(sender) };
    Some(Body::new(&format!("* {who} {deed}")))
}

/// The beginning of what a message answers.
fn quote(message: &Message, setting: &Setting) -> Option<Quote> {
    let answered = message.answers.as_ref()?;
    let Some(quoted) = &answered.message else { return Some(Quote { text: t("chat-answers-unknown"), to: None }) };
    let ours = quoted.from.as_str() == setting.own || Some(quoted.from.as_str()) == own_occupant(setting).as_deref();
    let who = match quoted.from.resource() {
        _ if ours => t("chat-you"),
        Some(nick) => bidi::isolate(nick.as_str()),
        None => bidi::isolate(&setting.peer),
    };
    let words = if quoted.body.is_empty() { t("chat-retracted") } else { bidi::isolate(quoted.body.lines().next().unwrap_or_default()) };
    Some(Quote { text: format!("{who}: {words}"), to: Some(quoted.id) })
}

fn chips(message: &Message, setting: &Setting) -> Vec<Chip> {
    let own = own_occupant(setting).filter(|_| message.kind == Kind::Groupchat).unwrap_or_else(|| setting.own.clone());
    let chip = |(emoji, who): (&String, &Vec<Jid>)| {
        let names = who.iter().map(|who| match who.resource() {
            _ if who.as_str() == own => t("chat-you"),
            Some(nick) => nick.as_str().to_owned(),
            None => setting.peer.clone(),
        });
        Chip {
            emoji: emoji.clone(),
            count: who.len(),
            ours: who.iter().any(|who| who.as_str() == own),
            names: names.collect::<Vec<_>>().join(", "),
        }
    };
    message.reactions.iter().map(chip).collect()
}

fn own_occupant(setting: &Setting) -> Option<String> {
    Some(format!("{}/{}", setting.room.as_ref()?, setting.nick.as_ref()?))
}

fn note(entry: &Entry) -> Option<Note> {
    let quiet = |key: &str| Some(Note { text: t(key), tone: Tone::Quiet, offer: None });
    match &entry.message.state {
        _ if entry.message.unchanged.is_some() => entry.message.unchanged.as_ref().map(|unchanged| {
            let (key, offer) = match unchanged.what {
                Changing::Words => ("chat-not-changed", Some(t("chat-retry"))),
                Changing::Existence => ("chat-not-taken-back", None),
                Changing::Reactions => ("chat-not-felt", None),
            };
            let reason = crate::i18n::problem::words(&unchanged.problem);
            Note { text: t_with(key, &[("reason", reason.into())]), tone: Tone::Alarming, offer }
        }),
        _ if entry.message.retracted => None,
        MessageState::Failed(problem) if entry.message.direction == Direction::Out => {
            let text = words::failure(problem, entry.message.kind == Kind::Groupchat);
            Some(Note { text, tone: Tone::Alarming, offer: Some(t("chat-retry")) })
        }
        _ if hides(&entry.message) => {
            let (text, offer) = if entry.open { ("chat-hidden-shown", "chat-hide") } else { ("chat-hidden-note", "chat-show") };
            Some(Note { text: t(text), tone: Tone::Quiet, offer: Some(t(offer)) })
        }
        _ if matches!(entry.message.manner, Manner::Spoiler(_)) => quiet("chat-hidden-own"),
        _ if entry.message.shortened => quiet("chat-shortened"),
        _ if entry.body.is_cut() => quiet("chat-cut"),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
