//! Nicknames that a room keeps for us: asked for before we come in the first time (XEP-0045 §7.12), and registered (§7.10).

use super::room_config::Asked;
use super::rooms::Entering;
use super::{AccountTask, Answer};
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{BareJid, Problem};
use crate::xmpp::iq;
use crate::xmpp::rooms::{Phase, register};
use jid::ResourcePart;

impl AccountTask {
    /// Under which name does it know us?
    pub(super) fn ask_reserved_nick(&mut self, room: &BareJid, answer: Answer) {
        self.ask_room(room, register::reserved(room), Asked::Reserved(answer));
        self.tell_room(room);
    }

    /// Whatever it says, we come in; left meanwhile, we do not.
    pub(super) fn on_reserved_nick(&mut self, room: &BareJid, to: Answer, answer: &iq::Answer) {
        // Asked again meanwhile, with a name: that counts.
        let Some(to) = self.joins.wait(room, to) else { return };
        let Some(session) = self.rooms.get_mut(room).filter(|session| session.phase == Phase::Joining) else {
            let joined = self.rooms.get(room).is_some_and(|session| session.phase == Phase::Joined);
            let result = if joined { self.room_reply(room) } else { Err(Problem::NotFound(NotFound::Room)) };
            return self.reply(to, result);
        };
        if *answer == Err(Problem::Offline) {
            return self.reply(to, Err(Problem::Offline));
        }
        let kept = register::of(answer).and_then(|nick| ResourcePart::new(&nick).ok().map(|nick| nick.to_string()));
        if let Some(nick) = kept {
            session.called(nick);
        }
        self.enter(room, Entering::ToBeIn, Some(to));
    }

    pub(super) fn register_nick(&mut self, room: &BareJid, nick: &str, answer: Answer) {
        if !self.rooms.get(room).is_some_and(|session| session.phase == Phase::Joined) {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Room)));
        }
        match ResourcePart::new(nick.trim()) {
            Ok(nick) => self.ask_room(room, register::request(room), Asked::Registration { nick: nick.to_string(), answer }),
            Err(_) => self.reply(answer, Err(Problem::BadArgument(BadArgument::Nickname))),
        }
    }

    /// The room's own form: what it asks beside the name nobody can answer for the user.
    pub(super) fn on_registration(&mut self, room: &BareJid, nick: &str, to: Answer, answer: iq::Answer) {
        match answer.and_then(|answer| register::fill(answer.as_ref(), nick)) {
            Ok(form) => self.ask_room(room, register::submit(room, form), Asked::Registered(to)),
            Err(problem) => self.reply(to, Err(problem)),
        }
    }

    pub(super) fn on_registered(&mut self, room: &BareJid, to: Answer, answer: iq::Answer) {
        let result = answer.and_then(|_| self.room_reply(room));
        self.reply(to, result);
    }
}
