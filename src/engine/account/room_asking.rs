//! What a room is asked by a message or a presence, and answers in kind: a subject (XEP-0045 §8.1), another nickname (§7.6), a voice (§7.13).

use super::answers::Purpose;
use super::{AccountTask, Answer};
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{BareJid, Problem, Reply};
use crate::xmpp::rooms::{Phase, voice};
use crate::xmpp::{disco, iq, presence};
use jid::{Jid, ResourcePart};
use std::time::{Duration, Instant};
use xmpp_parsers::message::{Id, Message, MessageType};
use xmpp_parsers::presence::{Presence, Type};

/// How long a room may take.
const LIMIT: Duration = Duration::from_secs(30);

#[derive(Debug)]
struct Wish {
    room: BareJid,
    what: What,
    until: Instant,
    answer: Answer,
}

#[derive(Debug, PartialEq)]
enum What {
    Subject { id: String, words: String },
    Nick(String),
    Voice { id: String },
}

/// Wishes that wait for the room's word.
#[derive(Debug, Default)]
pub(super) struct Wishes(Vec<Wish>);

impl Wishes {
    pub(super) fn next_limit(&self) -> Option<Instant> {
        self.0.iter().map(|wish| wish.until).min()
    }

    fn take(&mut self, fits: impl Fn(&Wish) -> bool) -> Vec<Answer> {
        self.0.extract_if(.., |wish| fits(wish)).map(|wish| wish.answer).collect()
    }
}

impl AccountTask {
    fn wish(&mut self, room: &BareJid, what: What, answer: Answer) {
        self.wishes.0.push(Wish { room: room.clone(), what, until: Instant::now() + LIMIT, answer });
    }

    fn answer_wishes(&mut self, fits: impl Fn(&Wish) -> bool, result: &Result<Reply, Problem>) {
        let answers = self.wishes.take(fits);
        answers.into_iter().for_each(|answer| self.reply(answer, result.clone()));
    }

    /// Nobody asks a room anything without being in it.
    fn is_joined(&self, room: &BareJid) -> bool {
        self.rooms.get(room).is_some_and(|session| session.phase == Phase::Joined)
    }

    pub(super) fn set_subject(&mut self, room: &BareJid, subject: String, answer: Answer) {
        if !self.is_joined(room) {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Room)));
        }
        let id = uuid::Uuid::new_v4().to_string();
        let mut message = Message::new_with_type(MessageType::Groupchat, Some(room.clone().into()));
        message.id = Some(Id(id.clone()));
        message.subjects.insert(Default::default(), subject.clone());
        self.send(message);
        self.wish(room, What::Subject { id, words: subject }, answer);
    }

    pub(super) fn subject_told(&mut self, room: &BareJid, words: &str) {
        let result = self.room_reply(room);
        let told = |wish: &Wish| wish.room == *room && matches!(&wish.what, What::Subject { words: asked, .. } if asked == words);
        self.answer_wishes(told, &result);
    }

    pub(super) fn set_nick(&mut self, room: &BareJid, nick: &str, answer: Answer) {
        let Some(known) = self.rooms.get(room).filter(|session| session.phase == Phase::Joined) else {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Room)));
        };
        let Ok(wanted) = ResourcePart::new(nick.trim()) else {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::Nickname)));
        };
        if known.nick == wanted.as_str() {
            let result = self.room_reply(room);
            return self.reply(answer, result);
        }
        let shown = (self.status.availability, self.status.status_text.clone());
        let mut asking = presence::own(shown.0, shown.1.as_deref(), Some(room.with_resource(&wanted).into()));
        asking.type_ = Type::None;
        self.send(asking);
        self.wish(room, What::Nick(wanted.to_string()), answer);
    }

    /// The room shows us under our new name.
    pub(super) fn nick_told(&mut self, room: &BareJid) {
        let Some(session) = self.rooms.get(room).filter(|session| session.occupants.contains_key(&session.nick)) else { return };
        let (nick, result) = (session.nick.clone(), self.room_reply(room));
        self.answer_wishes(|wish| wish.room == *room && wish.what == What::Nick(nick.clone()), &result);
        self.rename_bookmark(room);
    }

    /// An error from the name we wanted to have.
    pub(super) fn nick_refused(&mut self, room: &BareJid, presence: &Presence) {
        let nick = presence.from.as_ref().and_then(Jid::resource).map(ToString::to_string);
        let Some(nick) = nick.filter(|_| presence.type_ == Type::Error) else { return };
        let problem = crate::xmpp::rooms::session::refusal(presence);
        self.answer_wishes(|wish| wish.room == *room && wish.what == What::Nick(nick.clone()), &Err(problem));
    }

    /// The room says nothing to a request it hands on: what it answers next shows that it has not refused it.
    pub(super) fn request_voice(&mut self, room: &BareJid, answer: Answer) {
        if !self.is_joined(room) {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Room)));
        }
        let id = uuid::Uuid::new_v4().to_string();
        self.send(voice::request(room, &id));
        self.ask(disco::request(Some(room.clone().into()), None), Purpose::VoiceAsked { room: room.clone(), id: id.clone() });
        self.wish(room, What::Voice { id }, answer);
    }

    pub(super) fn voice_asked(&mut self, room: &BareJid, id: &str, answer: &iq::Answer) {
        let result = match answer {
            Ok(_) | Err(Problem::Stanza { .. }) => self.room_reply(room),
            Err(problem) => Err(problem.clone()),
        };
        self.answer_wishes(|wish| matches!(&wish.what, What::Voice { id: asked } if asked == id), &result);
    }

    /// Somebody wants to speak in a room that we moderate.
    pub(super) fn on_voice_request(&mut self, room: &BareJid, nick: &str) {
        let news = self.rooms.get_mut(room).is_some_and(|session| session.on_voice_request(nick));
        if news {
            self.tell_room(room);
        }
    }

    /// Not now: they may ask again.
    pub(super) fn decline_voice(&mut self, room: &BareJid, nick: &str, answer: Answer) {
        if self.rooms.get_mut(room).is_some_and(|session| session.asking.remove(nick)) {
            self.tell_room(room);
        }
        let result = self.room_reply(room);
        self.reply(answer, result);
    }

    /// The room refuses a message, nobody in it: it may have been a wish.
    pub(super) fn wish_refused(&mut self, from: &Jid, id: &str, problem: &Problem) {
        let room = from.to_bare();
        if !from.is_bare() {
            return;
        }
        let ours = |wish: &Wish| {
            wish.room == room && matches!(&wish.what, What::Subject { id: asked, .. } | What::Voice { id: asked } if asked == id)
        };
        self.answer_wishes(ours, &Err(problem.clone()));
    }

    pub(super) fn on_wish_limits(&mut self, now: Instant) {
        self.answer_wishes(|wish| wish.until <= now, &Err(Problem::Timeout));
    }

    /// The session they were said in has ended.
    pub(super) fn abandon_wishes(&mut self) {
        self.answer_wishes(|_| true, &Err(Problem::Offline));
    }
}
