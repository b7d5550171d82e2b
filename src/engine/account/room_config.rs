//! Making a room as it is wished, changing it, and putting an end to it (XEP-0045 §10).
//!
//! A new room is configured before it counts as ours: where the server keeps it locked until then (Prosody) nobody comes in
//! earlier, where it does not (ejabberd) the wishes go out with the first word. A room that cannot be as it was wished is destroyed,
//! never left open; a session that ends meanwhile does not make it anew with the server's defaults.

use super::answers::Purpose;
use super::rooms::Entering;
use super::{AccountTask, Answer};
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{
    Affiliation, BareJid, Event, Fact, Happening, MessageId, Problem, Reply, RoomDetail, RoomInfo, RoomOptions, RoomWishes, Secret,
};
use crate::store::Change;
use crate::xmpp::rooms::config::LeftOut;
use crate::xmpp::rooms::{Phase, RoomSession, admin, config, register};
use crate::xmpp::{disco, iq};
use jiff::Timestamp;

/// What a room, or the place where one is to be, was asked.
#[derive(Debug)]
pub(super) enum Asked {
    /// Is there one already?
    Free {
        nick: Option<String>,
        wishes: Box<RoomWishes>,
        answer: Answer,
    },
    FormToShow(Answer),
    FormToFill(Configuring),
    Filled(Configuring),
    /// What it is now.
    ReadBack(Configuring),
    Destroyed {
        successor: Option<BareJid>,
        answer: Answer,
    },
    /// Of a room that was not to be: its form, that it stays no more, its end.
    FormToTakeBack(Undoing),
    Loosened(Undoing),
    TakenBack(Undoing),
    Info(Answer),
    /// Under which name does it know us?
    Reserved(Answer),
    Registration {
        nick: String,
        answer: Answer,
    },
    Registered(Answer),
    RegistrationToShow(Answer),
    Affiliated {
        affiliation: Affiliation,
        answer: Answer,
    },
    /// Somebody else's message is to be taken back.
    Moderated {
        message: MessageId,
        stanza_id: String,
        answer: Answer,
    },
}

#[derive(Debug)]
pub(super) struct Configuring {
    wishes: Box<RoomWishes>,
    left_out: LeftOut,
    /// The room has taken the form.
    configured: bool,
    /// It was made for this, and ends with it.
    new: bool,
    answers: Vec<Answer>,
}

/// Who is told of it once a room is gone that was not to be, and what.
#[derive(Debug)]
pub(super) struct Undoing {
    answers: Vec<Answer>,
    told: Result<Reply, Problem>,
}

impl AccountTask {
    pub(super) fn ask_room(&mut self, room: &BareJid, request: iq::Request, asked: Asked) {
        self.ask(request, Purpose::Room(room.clone(), asked));
    }

    pub(super) fn on_room_answer(&mut self, room: &BareJid, asked: Asked, answer: iq::Answer) {
        match asked {
            Asked::Free { nick, wishes, answer: to } => self.on_free(room, nick, wishes, to, answer),
            Asked::FormToShow(to) => {
                let form = answer.and_then(config::form);
                self.reply(to, form.map(|form| Reply::Form(Box::new(form))));
            }
            Asked::FormToFill(configuring) => self.on_form(room, configuring, answer),
            Asked::Filled(configuring) => match answer {
                Ok(_) => self.ask_room(room, disco::request(Some(room.clone().into()), None), Asked::ReadBack(configuring)),
                Err(problem) => self.not_configured(room, configuring, &problem),
            },
            Asked::ReadBack(configuring) => self.on_read_back(room, configuring, answer),
            Asked::Destroyed { successor, answer: to } => match answer {
                Ok(_) => self.on_destroyed(room, successor, to),
                Err(problem) => self.reply(to, Err(problem)),
            },
            Asked::FormToTakeBack(undoing) | Asked::Loosened(undoing) | Asked::TakenBack(undoing) if answer == Err(Problem::Offline) => {
                undoing.answers.into_iter().for_each(|to| self.reply(to, Err(Problem::Offline)));
            }
            Asked::FormToTakeBack(undoing) => self.loosen(room, undoing, answer),
            Asked::Loosened(undoing) => self.ask_room(room, admin::destroy(room, None, None), Asked::TakenBack(undoing)),
            Asked::TakenBack(undoing) => self.on_taken_back(room, undoing, answer),
            Asked::Reserved(to) => self.on_reserved_nick(room, to, &answer),
            Asked::Registration { nick, answer: to } => self.on_registration(room, &nick, to, answer),
            Asked::Registered(to) => self.on_registered(room, to, answer),
            Asked::RegistrationToShow(to) => {
                let nick = self.rooms.get(room).map(|session| session.chosen_nick().to_owned()).unwrap_or_default();
                let form = answer.and_then(|answer| register::form(answer.as_ref(), &nick));
                self.reply(to, form.map(|form| Reply::Form(Box::new(form))));
            }
            Asked::Info(to) => {
                let info = answer.and_then(|answer| config::read(&answer, room).ok_or_else(|| Problem::stanza("bad-request")));
                self.reply(to, info.map(|info| Reply::RoomInfo(Box::new(info))));
            }
            Asked::Moderated { message, stanza_id, answer: to } => self.on_moderated(room, message, stanza_id, to, answer),
            Asked::Affiliated { affiliation, answer: to } => {
                let list = answer.and_then(|answer| admin::read_list(answer.as_ref(), affiliation).ok_or(Problem::stanza("bad-request")));
                self.reply(to, list.map(Reply::Affiliated));
            }
        }
    }

    pub(super) fn create_room(&mut self, room: &BareJid, nick: Option<String>, wishes: Box<RoomWishes>, answer: Answer) {
        let problem = if room.node().is_none() {
            Some(Problem::BadArgument(BadArgument::RoomAddress))
        } else if wishes.options.password_protected == Some(true) && wishes.password.as_ref().is_none_or(Secret::is_empty) {
            Some(Problem::BadArgument(BadArgument::RoomPassword))
        } else if self.rooms.get(room).is_some_and(RoomSession::inside) {
            Some(Problem::Conflict)
        } else {
            None
        };
        match problem {
            Some(problem) => self.reply(answer, Err(problem)),
            None => {
                let request = disco::request(Some(room.clone().into()), None);
                self.ask_room(room, request, Asked::Free { nick, wishes, answer });
            }
        }
    }

    fn on_free(&mut self, room: &BareJid, nick: Option<String>, wishes: Box<RoomWishes>, to: Answer, answer: iq::Answer) {
        match answer {
            Ok(_) => self.reply(to, Err(Problem::Conflict)),
            Err(Problem::Stanza { condition, .. }) if condition == "item-not-found" => {
                self.join_room(room, nick, None, false, Entering::ToMake(wishes), to);
            }
            Err(problem) => self.reply(to, Err(problem)),
        }
    }

    /// The new room has let us in.
    pub(super) fn on_created(&mut self, room: &BareJid, wishes: Box<RoomWishes>, answers: Vec<Answer>) {
        let configuring = Configuring { wishes, left_out: LeftOut::default(), configured: false, new: true, answers };
        self.ask_room(room, config::request(room), Asked::FormToFill(configuring));
    }

    pub(super) fn configure_room(&mut self, room: &BareJid, wishes: Box<RoomWishes>, answer: Answer) {
        let configuring = Configuring { wishes, left_out: LeftOut::default(), configured: false, new: false, answers: vec![answer] };
        self.ask_room(room, config::request(room), Asked::FormToFill(configuring));
    }

    fn on_form(&mut self, room: &BareJid, mut configuring: Configuring, answer: iq::Answer) {
        let filled = answer.and_then(config::form).and_then(|mut form| {
            let left_out = config::fill(&mut form, &configuring.wishes)?;
            Ok((form, left_out))
        });
        match filled {
            Ok((form, left_out)) => {
                configuring.left_out = left_out;
                self.ask_room(room, config::submit(room, &form), Asked::Filled(configuring));
            }
            Err(problem) => self.not_configured(room, configuring, &problem),
        }
    }

    fn on_read_back(&mut self, room: &BareJid, mut configuring: Configuring, answer: iq::Answer) {
        configuring.configured = true;
        if let Ok(payload) = &answer {
            self.room_can(room, &disco::features(payload));
            // A server may pass over it in silence, and people may trust in it.
            let (wished, told) = (configuring.wishes.details.addresses_shown, config::addresses_shown(payload));
            let left_out = &mut configuring.left_out.details;
            if wished.is_some() && told.is_some() {
                left_out.retain(|detail| *detail != RoomDetail::Addresses);
                left_out.extend((wished != told).then_some(RoomDetail::Addresses));
            }
        }
        let info = answer.and_then(|answer| config::read(&answer, room).ok_or_else(|| Problem::stanza("bad-request")));
        let info = match info {
            Ok(info) => info,
            Err(problem) => return self.not_configured(room, configuring, &problem),
        };
        if let Some(choice) = config::unmet(&configuring.wishes.options, &configuring.left_out.choices, &info.options) {
            self.room_told(room, &info);
            return self.not_configured(room, configuring, &Problem::RoomChoice(choice));
        }
        let Configuring { wishes, left_out, new, answers, .. } = configuring;
        if let Some(session) = self.rooms.get_mut(room) {
            match wishes.options.password_protected {
                Some(true) => session.password = wishes.password.or(session.password.take()),
                Some(false) => session.password = None,
                None => {}
            }
            // Also where it was set by the server's own field: we come back with it.
            if let Some((_, values)) = wishes.fields.iter().find(|(name, _)| name.as_str() == config::PASSWORD) {
                session.password = values.first().map(Secret::new).filter(|secret| !secret.is_empty());
            }
            // Left meanwhile, it is not entered by itself.
            session.wanted |= new && session.phase == Phase::Making;
        }
        self.room_told(room, &info);
        if let Some(session) = self.rooms.get_mut(room).filter(|_| new) {
            session.made();
            self.tell_room(room);
            self.answer_joined(room);
        }
        let configured = |room| Reply::Configured { room: Box::new(room), left_out: left_out.details };
        let result = self.room_value(room).map(configured).ok_or(Problem::NotFound(NotFound::Room));
        answers.into_iter().for_each(|answer| self.reply(answer, result.clone()));
    }

    /// What the room is, from its own mouth.
    pub(super) fn room_told(&mut self, room: &BareJid, info: &RoomInfo) {
        let Some(session) = self.rooms.get_mut(room) else { return };
        let named = Some(&info.name).filter(|name| session.name != **name && session.options != RoomOptions::default());
        let news = named.cloned().map(Fact::Name).into_iter().chain(Fact::news(&session.options, &info.options));
        let told = session.changing.take();
        let changed = told.is_some();
        let news: Vec<Fact> = news.collect();
        let facts: Vec<Fact> = session.learn(told.unwrap_or_default()).into_iter().chain(news).collect();
        session.name.clone_from(&info.name);
        session.options = info.options;
        session.private_messages = info.private_messages;
        let making = session.phase == Phase::Making;
        if making && !facts.is_empty() {
            self.notice(room, Happening::Entered { facts }, Timestamp::now());
        } else if !making && (changed || !facts.is_empty()) {
            self.notice(room, Happening::Changed { facts }, Timestamp::now());
        }
        self.keep_room_password(room);
        self.save_room(room);
        self.tell_room(room);
    }

    /// What a room has said of its changes, where it does not tell what it is.
    pub(super) fn told_of_changes(&mut self, room: &BareJid) {
        let Some(session) = self.rooms.get_mut(room) else { return };
        if let Some(told) = session.changing.take() {
            let facts = session.learn(told);
            self.notice(room, Happening::Changed { facts }, Timestamp::now());
        }
    }

    pub(super) fn room_reply(&self, room: &BareJid) -> Result<Reply, Problem> {
        self.room_value(room).map(|room| Reply::Room(Box::new(room))).ok_or(Problem::NotFound(NotFound::Room))
    }

    fn not_configured(&mut self, room: &BareJid, configuring: Configuring, problem: &Problem) {
        // One that was not configured yet does not stay, and may be locked: it must not be opened to be destroyed.
        let stays = configuring.configured && configuring.wishes.options.persistent == Some(true);
        let comes_back = self.rooms.get(room).is_some_and(|session| session.wanted);
        match (configuring.new, comes_back) {
            (true, false) => self.forget_room(room),
            // It was there before, and is made anew with the next session.
            (true, true) if *problem == Problem::Offline => {}
            (true, true) => self.refused(room, problem.clone()),
            (false, _) => {}
        }
        let undoing = Undoing { answers: configuring.answers, told: Err(problem.clone()) };
        if configuring.new && self.online() {
            return match stays {
                true => self.undo(room, undoing),
                false => self.ask_room(room, admin::destroy(room, None, None), Asked::TakenBack(undoing)),
            };
        }
        undoing.answers.into_iter().for_each(|answer| self.reply(answer, undoing.told.clone()));
    }

    pub(super) fn take_back_room(&mut self, room: &BareJid, answer: Answer) {
        self.undo(room, Undoing { answers: vec![answer], told: Ok(Reply::Done) });
    }

    /// Where a room that stays is destroyed, servers keep its address from being used again: it is made one that does not stay first.
    fn undo(&mut self, room: &BareJid, undoing: Undoing) {
        self.ask_room(room, config::request(room), Asked::FormToTakeBack(undoing));
    }

    fn loosen(&mut self, room: &BareJid, undoing: Undoing, answer: iq::Answer) {
        let options = RoomOptions { persistent: Some(false), ..RoomOptions::default() };
        let wishes = RoomWishes { options, ..RoomWishes::default() };
        let filled = answer.and_then(config::form).and_then(|mut form| config::fill(&mut form, &wishes).map(|_| form));
        match filled {
            Ok(form) => self.ask_room(room, config::submit(room, &form), Asked::Loosened(undoing)),
            Err(_) => self.ask_room(room, admin::destroy(room, None, None), Asked::TakenBack(undoing)),
        }
    }

    fn on_taken_back(&mut self, room: &BareJid, Undoing { answers, told }: Undoing, answer: iq::Answer) {
        // Of one that was never made nothing is known here any more.
        if let (Ok(_), Ok(_), Some(session)) = (&answer, &told, self.rooms.get_mut(room)) {
            session.phase = Phase::Left;
            let gone = session.empty();
            self.tell_gone(room, gone);
            self.forget_room_password(room);
            self.forget_room(room);
        }
        let told = told.and_then(|reply| answer.map(|_| reply));
        answers.into_iter().for_each(|to| self.reply(to, told.clone()));
    }

    /// It is not ours any more.
    pub(super) fn forget_room(&mut self, room: &BareJid) {
        self.rooms.remove(room);
        self.forget_pictures_of(room);
        let account = self.own().clone();
        self.changes.push(Change::RemoveRoom { account: account.clone(), room: room.clone() });
        self.events.push(Event::RoomRemoved { account, room: room.clone() });
    }

    pub(super) fn destroy_room(&mut self, room: &BareJid, reason: Option<&str>, successor: Option<BareJid>, answer: Answer) {
        let request = admin::destroy(room, reason, successor.as_ref());
        self.ask_room(room, request, Asked::Destroyed { successor, answer });
    }

    /// We have put an end to it ourselves: it is not a room that put us out.
    fn on_destroyed(&mut self, room: &BareJid, successor: Option<BareJid>, answer: Answer) {
        if let Some(session) = self.rooms.get_mut(room) {
            session.phase = Phase::Left;
            (session.wanted, session.autojoin) = (false, false);
            session.successor = successor;
            let gone = session.empty();
            self.tell_gone(room, gone);
            self.save_room(room);
            self.tell_room(room);
            self.write_bookmark(room);
            self.forget_room_password(room);
        }
        let result = self.room_reply(room);
        self.reply(answer, result);
    }
}
