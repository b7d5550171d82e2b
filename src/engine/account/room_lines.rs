//! What is said in a room, its subject, and what happens in it: told, kept, and counted.

use super::AccountTask;
use super::answers::Purpose;
use crate::model::{BareJid, Event, Happening, Kind, Notice};
use crate::store::Change;
use crate::xmpp::messages::Line;
use crate::xmpp::rooms::happening;
use crate::xmpp::rooms::line::{self, Said, Told, Us};
use crate::xmpp::{disco, moderation};
use jiff::Timestamp;
use std::time::Instant;
use xmpp_parsers::message::Message as Stanza;

impl AccountTask {
    /// Something happened in a room: it is told, and kept where it is more than of the moment.
    pub(super) fn notice(&mut self, room: &BareJid, what: Happening, time: Timestamp) {
        // As exact as it is kept: who hears it twice hears it once.
        let time = Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time);
        self.follow(room, &what);
        let ours = self.rooms.get(room).is_some_and(|session| what.concerns(&session.nick));
        let notice = Notice { account: self.own().clone(), room: room.clone(), time, ours, what };
        if notice.what.is_kept() {
            self.changes.push(Change::AddNotice(notice.clone()));
        }
        self.events.push(Event::Noticed(Box::new(notice)));
    }

    /// Somebody who is not heard has another name now. The hub keeps that for the next start.
    fn follow(&mut self, room: &BareJid, what: &Happening) {
        let own = self.status.config.jid.clone();
        if let Some(ignored) = self.hearing.ignored.after(&own, room, what, &mut self.followed) {
            self.hearing.ignored = ignored;
        }
    }

    /// Those who are not heard from now on are known by what the room calls them.
    pub(super) fn recognise_ignored(&mut self) {
        let own = self.status.config.jid.clone();
        for room in self.rooms.keys().cloned().collect::<Vec<_>>() {
            for nick in self.hearing.ignored.of(&own, &room) {
                self.recognise(&room, &nick);
            }
        }
    }

    /// Somebody who is not heard may be back under another name. Only a room that gives ids, ours among them, is believed.
    pub(super) fn recognise(&mut self, room: &BareJid, nick: &str) {
        let Some(session) = self.rooms.get(room).filter(|session| session.occupant_id.is_some() && session.nick != nick) else { return };
        let Some(who) = session.occupants.get(nick).and_then(|occupant| occupant.id.as_deref()) else { return };
        let own = self.status.config.jid.clone();
        if let Some(ignored) = self.hearing.ignored.recognised(&own, room, nick, who, &mut self.followed) {
            let who = who.to_owned();
            self.hearing.ignored = ignored;
            self.events.push(Event::Recognised { account: own, room: room.clone(), nick: nick.to_owned(), who });
        }
    }

    pub(super) fn on_room_message(&mut self, stanza: &Stanza, cut: bool) {
        let Some(room) = stanza.from.as_ref().map(jid::Jid::to_bare) else { return };
        let Some(session) = self.rooms.get_mut(&room).filter(|session| session.inside()) else { return };
        session.hear(Instant::now());
        if let Some(stanza_id) = moderation::read(stanza, &room) {
            return self.changes.push(Change::Moderated { account: self.own().clone(), room, stanza_id });
        }
        let told = if session.subject_told { Told::Live } else { Told::Entering };
        match self.read_room_line(&room, stanza, &told) {
            Some(Said::Line(line)) if self.forgotten.has_line(&room, line.stamp) && !self.is_here(&line) => {}
            Some(Said::Line(line)) => {
                self.on_spoken(&line.from);
                self.mend_room(&room, line.stanza_id.as_ref());
                if !self.joins.repeats(&room, &line) {
                    self.store_line(*line, cut);
                }
            }
            Some(Said::Subject { by, words, stamp }) => self.on_subject(&room, by, &words, stamp),
            Some(Said::ConfigurationChanged(facts)) => {
                if let Some(session) = self.rooms.get_mut(&room) {
                    let told = session.changing.get_or_insert_default();
                    told.retain(|told| facts.iter().all(|fact| std::mem::discriminant(fact) != std::mem::discriminant(told)));
                    told.extend(facts);
                }
                self.ask(disco::request(Some(room.clone().into()), None), Purpose::RoomInfo(room));
            }
            Some(Said::Nothing) | None => {}
        }
    }

    /// One of ours that was said since.
    fn is_here(&self, line: &Line) -> bool {
        let known = line.origin_id.as_deref().map(|id| self.store.own_message(self.own(), id));
        known.is_some_and(|known| known.is_ok_and(|known| known.is_some()))
    }

    /// What a message of the room, or of its archive, says.
    pub(super) fn read_room_line(&self, room: &BareJid, stanza: &Stanza, told: &Told) -> Option<Said> {
        let session = self.rooms.get(room)?;
        let (store, account) = (&self.store, self.own());
        // Ours only if we said these very words in this very room: ids are known to whoever we wrote to.
        let known = |id: &str, body: &str| {
            let said = store.own_message(account, id).ok().flatten();
            said.is_some_and(|said| {
                said.kind == Kind::Groupchat
                    && said.conversation.to_bare() == *room
                    && (said.body == body || said.corrected || said.retracted)
            })
        };
        let us = Us { nick: &session.nick, occupant_id: session.occupant_id.as_deref() };
        Some(line::read(stanza, us, told, known, jiff::Timestamp::now()))
    }

    /// The subject is the last thing a room tells on entering (XEP-0045 §7.2.15): its history is complete.
    fn on_subject(&mut self, room: &BareJid, by: Option<String>, subject: &str, stamp: Option<Timestamp>) {
        let Some(session) = self.rooms.get_mut(room) else { return };
        let before = session.subject.replace(subject.to_owned()).unwrap_or_default();
        session.subject.take_if(|subject| subject.is_empty());
        let words = happening::cut(subject);
        let live = std::mem::replace(&mut session.subject_told, true);
        let known =
            if live { happening::cut(&before) } else { self.store.last_subject(self.own(), room).ok().flatten().unwrap_or_default() };
        // What is said now is said now, whatever its sender writes of it.
        let stamp = stamp.filter(|_| !live);
        if words != known && !self.is_too_old(stamp) {
            self.notice(room, Happening::Subject { by, words }, stamp.unwrap_or_else(Timestamp::now));
        }
        self.history_told(room);
        self.read_position_again(room);
        self.tell_room(room);
        self.subject_told(room, subject);
    }

    pub(super) fn names_us(&self, line: &Line) -> bool {
        let session = self.rooms.get(&line.conversation.to_bare());
        session.is_some_and(|session| self.hearing.watched.calls(&line.body, &session.nick))
    }

    /// Somebody in a room whom the user does not want to hear.
    pub(super) fn is_ignored(&self, line: &Line) -> bool {
        let room = line.conversation.to_bare();
        let nick = line.from.resource().filter(|_| self.rooms.contains_key(&room));
        nick.is_some_and(|nick| self.hearing.ignored.has(self.own(), &room, nick))
    }

    /// What of our own lines the history did not tell, the room does not have.
    pub(super) fn history_told(&mut self, room: &BareJid) {
        self.outbox.certain(|message| message.kind == Kind::Groupchat && message.conversation.to_bare() == *room);
    }
}
