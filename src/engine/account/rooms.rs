//! The rooms of the account: joining, being refused, coming back after a new session, and what is said in them.

use super::answers::Purpose;
use super::coming_back::Trial;
use super::{AccountTask, Answer};
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{BareJid, Event, FullJid, Message, Occupant, Problem, Reply, Room, RoomOptions, RoomState, RoomWishes, Secret};
use crate::store::{Change, SavedRoom};
use crate::xmpp::disco;
use crate::xmpp::iq;
use crate::xmpp::messages::Line;
use crate::xmpp::moderation;
use crate::xmpp::rooms::join;
use crate::xmpp::rooms::{self, Phase, RoomSession, config, hats};
use crate::xmpp::vcard;
use jid::ResourcePart;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use xmpp_parsers::presence::{Presence, Type};

/// How long a room may take to let us in or to refuse.
const JOIN_LIMIT: Duration = Duration::from_secs(30);
/// So many of the last lines are compared with the history of a room that gives its lines no ids.
const COMPARED: u32 = 200;

/// Joins that wait for the room's word.
#[derive(Debug, Default)]
pub(super) struct Joins {
    pub(super) waiting: BTreeMap<BareJid, Join>,
    /// Rooms that put us out without meaning us.
    pub(super) trials: BTreeMap<BareJid, Trial>,
    /// When rooms last said that we had left, which we had not.
    pub(super) lost: BTreeMap<BareJid, Instant>,
}

#[derive(Debug)]
pub(super) struct Join {
    until: Instant,
    pub(super) answers: Vec<Answer>,
    entering: Entering,
    /// Lines we have, by sender, id and words: history repeats the last of them.
    known: HashSet<(String, String, Option<String>)>,
}

/// What a room is entered for.
#[derive(Debug, Default)]
pub(super) enum Entering {
    #[default]
    ToBeIn,
    /// It is not there yet, and is to be like this.
    ToMake(Box<RoomWishes>),
}

impl Joins {
    /// Somebody waits for the room to let us in.
    fn is_asked(&self, room: &BareJid) -> bool {
        self.waiting.get(room).is_some_and(|join| !join.answers.is_empty())
    }

    /// The room has not been asked yet.
    pub(super) fn more_time(&mut self, room: &BareJid) {
        if let Some(join) = self.waiting.get_mut(room) {
            join.until = Instant::now() + JOIN_LIMIT;
        }
    }

    /// Somebody else waits for the room to let us in. Given back where nobody waits for that.
    pub(super) fn wait(&mut self, room: &BareJid, answer: Answer) -> Option<Answer> {
        match self.waiting.get_mut(room) {
            Some(join) => {
                join.answers.push(answer);
                None
            }
            None => Some(answer),
        }
    }

    /// A line of the history that we have, told by a room without ids of its own.
    pub(super) fn repeats(&self, room: &BareJid, line: &Line) -> bool {
        let (Some(_), None, Some(id)) = (line.stamp, &line.stanza_id, &line.origin_id) else { return false };
        if line.amends.is_some() {
            return false;
        }
        let key = |body| (line.from.to_string(), id.clone(), body);
        let join = self.waiting.get(room);
        join.is_some_and(|join| join.known.contains(&key(Some(line.body.clone()))) || join.known.contains(&key(None)))
    }

    pub(super) fn next_limit(&self) -> Option<Instant> {
        self.waiting.values().map(|join| join.until).chain(self.trials.values().filter_map(|trial| trial.again)).min()
    }
}

impl AccountTask {
    pub(super) fn load_rooms(&mut self, saved: Vec<SavedRoom>) {
        for saved in saved {
            let mut room = RoomSession::new(saved.room.clone(), saved.nick);
            room.name = saved.name;
            if saved.relisted {
                self.bookmarks.load_relisted(&saved.room);
            }
            room.label = saved.label;
            room.group = saved.group;
            room.autojoin = saved.autojoin;
            room.notify = saved.notify;
            room.proven = true;
            room.occupant_id = saved.occupant_id;
            room.gaps = self.store.room_gaps(self.own(), &saved.room).unwrap_or_default();
            (room.put_out, room.was) = (saved.put_out, saved.options);
            if saved.unwritten {
                self.bookmarks.load_unwritten(&saved.room);
            }
            room.wanted = saved.joined || saved.autojoin && !saved.put_out;
            if room.wanted {
                room.phase = Phase::Joining;
            }
            self.rooms.insert(saved.room.clone(), room);
            self.tell_room(&saved.room);
        }
    }

    /// A room as shown.
    pub(super) fn room_value(&self, room: &BareJid) -> Option<Room> {
        let session = self.rooms.get(room)?;
        Some(Room {
            account: self.own().clone(),
            room: room.clone(),
            name: session.name.clone(),
            alias: session.label.clone(),
            group: session.group.clone(),
            nick: session.nick.clone(),
            state: match &session.phase {
                Phase::Left => RoomState::Left,
                Phase::Joining | Phase::Making => RoomState::Joining,
                Phase::Joined => RoomState::Joined,
                Phase::Failed(problem) => RoomState::Failed(problem.clone()),
            },
            autojoin: session.autojoin,
            notify: session.notify,
            subject: session.subject.clone(),
            occupants: u32::try_from(session.occupants.len()).unwrap_or(u32::MAX),
            affiliation: session.affiliation,
            role: session.role,
            options: session.options,
            successor: session.successor.clone(),
            asking: session.asking.iter().cloned().collect(),
            moderates: session.moderation.is_some(),
            has_profile: session.has_profile,
            private_messages: session.private_messages,
        })
    }

    /// Whether this is the address of a room we know.
    pub(super) fn is_room(&self, jid: &BareJid) -> bool {
        self.rooms.get(jid).is_some_and(RoomSession::is_room)
    }

    /// Keeps a room for the next start; not an address that never let us in.
    pub(super) fn save_room(&mut self, room: &BareJid) {
        let Some(session) = self.rooms.get(room).filter(|session| session.proven) else { return };
        self.changes.push(Change::SaveRoom(SavedRoom {
            account: self.own().clone(),
            room: room.clone(),
            nick: session.chosen_nick().to_owned(),
            name: session.name.clone(),
            relisted: self.bookmarks.is_relisted(room),
            label: session.label.clone(),
            group: session.group.clone(),
            joined: session.wanted,
            autojoin: session.autojoin,
            notify: session.notify,
            occupant_id: session.occupant_id.clone(),
            put_out: session.put_out,
            unwritten: self.bookmarks.is_unwritten(room),
            options: known_options(session),
        }));
    }

    pub(super) fn join_room(
        &mut self,
        room: &BareJid,
        nick: Option<String>,
        password: Option<Secret>,
        autojoin: bool,
        entering: Entering,
        answer: Answer,
    ) {
        if room.node().is_none() {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::RoomAddress)));
        }
        let own_name = self.own().node().map(ToString::to_string).unwrap_or_default();
        let known = self.rooms.get(room);
        if known.is_some_and(|known| known.phase == Phase::Making) {
            // It is open to nobody yet, to us neither.
            if let Some(answer) = self.joins.wait(room, answer) {
                self.reply(answer, Err(Problem::Conflict));
            }
            return;
        }
        // Whoever chooses no name is known there by one, perhaps.
        let asks = nick.is_none() && known.is_none() && matches!(entering, Entering::ToBeIn) && self.online();
        let wanted = nick.or_else(|| known.map(|known| known.chosen_nick().to_owned())).unwrap_or(own_name);
        // As the room will call us: compatibility forms are folded (RFC 6122).
        let Ok(wanted) = ResourcePart::new(&wanted).map(|nick| nick.to_string()) else {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::Nickname)));
        };
        // Somebody asks to be let in there at the same time: two names at once there cannot be.
        let another = known.is_some_and(|known| known.phase == Phase::Joining && known.chosen_nick() != wanted);
        if another && self.joins.is_asked(room) {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::AlreadyJoinedWithOtherNick)));
        }
        if let Some(known) = known.filter(|known| known.phase == Phase::Joined) {
            if ![known.nick.as_str(), known.chosen_nick()].contains(&wanted.as_str()) {
                return self.reply(answer, Err(Problem::BadArgument(BadArgument::AlreadyJoinedWithOtherNick)));
            }
            let autojoin = autojoin || known.autojoin;
            return self.set_autojoin(room, autojoin, answer);
        }
        let mut session = self.rooms.remove(room).unwrap_or_else(|| RoomSession::new(room.clone(), wanted.clone()));
        (session.nick, session.stands_in) = (wanted, None);
        session.password = password.filter(|password| !password.is_empty()).or(session.password);
        session.autojoin |= autojoin;
        session.phase = Phase::Joining;
        session.successor = None;
        // One that is not made yet is not to come back by itself, with the server's defaults.
        session.wanted = matches!(entering, Entering::ToBeIn);
        if session.autojoin {
            self.bookmarks.wish(room);
        }
        self.rooms.insert(room.clone(), session);
        if asks {
            return self.ask_reserved_nick(room, answer);
        }
        self.enter(room, entering, Some(answer));
    }

    /// Asks to be let in, once the archive has told what was missed.
    pub(super) fn enter(&mut self, room: &BareJid, entering: Entering, answer: Option<Answer>) {
        let Some(session) = self.rooms.get_mut(room).filter(|session| session.occupant_jid().is_some()) else { return };
        let gone = session.empty();
        session.phase = Phase::Joining;
        self.tell_gone(room, gone);
        let waiting = self.joins.waiting.entry(room.clone());
        let until = Instant::now() + JOIN_LIMIT;
        let join = waiting.or_insert_with(|| Join { until, answers: Vec::new(), entering: Entering::ToBeIn, known: HashSet::new() });
        join.until = until;
        join.answers.extend(answer);
        let has_a_past = matches!(entering, Entering::ToBeIn);
        join.entering = entering;
        if !(has_a_past && (self.room_archives.holds_back(room) || self.catch_up_room(room))) {
            self.knock(room);
        }
        self.tell_room(room);
    }

    /// Sends the presence that asks to be let in.
    pub(super) fn knock(&mut self, room: &BareJid) {
        let since = self.store.last_time(self.own(), &room.clone().into()).ok().flatten().or(self.forgotten.in_room(room));
        // Clocks differ, and the last line may have companions of the same second: what is told twice is recognised.
        let since = since.and_then(|since| since.checked_sub(jiff::SignedDuration::from_secs(60)).ok());
        let shown = (self.status.availability, self.status.status_text.clone());
        // Left meanwhile, it is not entered any more.
        let Some(session) = self.rooms.get(room).filter(|session| session.phase == Phase::Joining) else { return };
        let Some(occupant) = session.occupant_jid() else { return };
        self.send(join::enter(&occupant, session.password.as_ref(), since, (shown.0, shown.1.as_deref())));
        let known = self.known_lines(room);
        if let Some(join) = self.joins.waiting.get_mut(room) {
            (join.until, join.known) = (Instant::now() + JOIN_LIMIT, known);
        }
    }

    /// Without its words where they are not the first any more.
    fn known_lines(&self, room: &BareJid) -> HashSet<(String, String, Option<String>)> {
        let lines = self.store.messages(self.own(), &room.clone().into(), None, COMPARED).unwrap_or_default();
        let key = |line: Message| {
            let first = !line.corrected && !line.retracted;
            line.origin_id.map(|id| (line.from.to_string(), id, first.then_some(line.body)))
        };
        lines.into_iter().filter_map(key).collect()
    }

    pub(super) fn leave_room(&mut self, room: &BareJid, words: Option<&str>, answer: Answer) {
        if !self.rooms.contains_key(room) {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Room)));
        }
        self.leave(room, words);
        self.forget_room_password(room);
        // Left here, it is not entered by itself on any device.
        self.write_bookmark(room);
        match self.room_value(room) {
            Some(_) if self.bookmarks.is_open(room) => self.once_bookmarked(room, answer),
            Some(value) if self.online() => self.confirm(answer, Reply::Room(Box::new(value))),
            Some(value) => self.reply(answer, Ok(Reply::Room(Box::new(value)))),
            None => self.reply(answer, Ok(Reply::Done)),
        }
    }

    /// Whoever waits to be let in is told.
    pub(super) fn leave(&mut self, room: &BareJid, words: Option<&str>) {
        let Some(session) = self.rooms.get_mut(room) else { return };
        let inside = session.inside();
        let occupant = session.occupant_jid();
        session.phase = Phase::Left;
        session.wanted = false;
        session.autojoin = false;
        let gone = session.empty();
        self.tell_gone(room, gone);
        if let Some(occupant) = occupant.filter(|_| inside) {
            self.send(join::leave(&occupant, words));
        }
        self.save_room(room);
        self.tell_room(room);
        for waiting in self.joins.waiting.remove(room).map(|join| join.answers).unwrap_or_default() {
            self.reply(waiting, Err(Problem::NotFound(NotFound::Room)));
        }
    }

    pub(super) fn tell_gone(&mut self, room: &BareJid, nicks: Vec<String>) {
        let account = self.own().clone();
        let gone = nicks.into_iter().map(|nick| Event::OccupantGone { account: account.clone(), room: room.clone(), nick });
        self.events.extend(gone);
    }

    pub(super) fn on_room_presence(&mut self, room: &BareJid, presence: &Presence) {
        let Some(session) = self.rooms.get_mut(room) else { return };
        session.hear(Instant::now());
        if matches!(presence.type_, Type::Subscribe | Type::Subscribed | Type::Unsubscribe | Type::Unsubscribed | Type::Probe) {
            return;
        }
        let changes = session.on_presence(presence);
        self.nick_refused(room, presence);
        self.on_picture_in_room(room, presence);
        let counted = !changes.is_empty();
        for change in changes {
            match change {
                rooms::Change::Occupant(nick) => {
                    self.recognise(room, &nick);
                    let occupant = self.occupant(room, &nick);
                    self.events.extend(occupant.map(Event::Occupant));
                }
                rooms::Change::Gone(nick) => self.tell_gone(room, vec![nick]),
                rooms::Change::LetIn { created } => self.on_let_in(room, created),
                rooms::Change::Self_ => {
                    self.save_room(room);
                    self.nick_told(room);
                }
                rooms::Change::Out => self.on_out(room),
                rooms::Change::Lost => self.on_lost(room),
                rooms::Change::Happened(what) => self.notice(room, what, Timestamp::now()),
            }
        }
        if counted {
            self.tell_room(room);
        }
    }

    fn occupant(&self, room: &BareJid, nick: &str) -> Option<Arc<Occupant>> {
        let session = self.rooms.get(room)?;
        let occupant = session.occupants.get(nick)?;
        Some(Arc::new(Occupant {
            account: Arc::clone(&self.shared_own),
            room: Arc::clone(&session.room),
            nick: nick.to_owned(),
            jid: occupant.jid.clone(),
            affiliation: occupant.affiliation,
            role: occupant.role,
            show: occupant.show,
            status: occupant.status.clone(),
            hats: session.hats(nick).to_vec(),
            resembles: occupant.resembles.clone(),
        }))
    }

    fn on_let_in(&mut self, room: &BareJid, created: bool) {
        let join = self.joins.waiting.get_mut(room);
        let entering = join.map(|join| std::mem::take(&mut join.entering)).unwrap_or_default();
        match (entering, created) {
            (Entering::ToBeIn, false) => self.on_joined(room),
            (Entering::ToBeIn, true) if self.lacks_its_password(room) => {
                // Made anew without it, it would be open. Its owner says what becomes of it.
                if let Some(occupant) = self.rooms.get(room).and_then(RoomSession::occupant_jid) {
                    self.send(join::leave(&occupant, None));
                }
                self.refused(room, Problem::stanza("gone"));
            }
            (Entering::ToBeIn, true) if self.is_made_anew_by_itself(room) => {
                let wishes = self.rooms.get(room).map(as_it_was).unwrap_or_default();
                self.on_created(room, Box::new(wishes), Vec::new());
            }
            (Entering::ToBeIn, true) => {
                self.ask(join::accept_defaults(room), Purpose::RoomDefaults(room.clone()));
                self.save_room(room);
            }
            (Entering::ToMake(wishes), true) => {
                let answers = self.joins.waiting.get_mut(room).map(|join| std::mem::take(&mut join.answers)).unwrap_or_default();
                self.on_created(room, wishes, answers);
            }
            // Somebody else was faster.
            (Entering::ToMake(_), false) => {
                if let Some(occupant) = self.rooms.get(room).and_then(RoomSession::occupant_jid) {
                    self.send(join::leave(&occupant, None));
                }
                self.refused(room, Problem::Conflict);
            }
        }
    }

    /// The room we come back to is gone, and nobody asked for another one: what was private must not be open now.
    fn is_made_anew_by_itself(&self, room: &BareJid) -> bool {
        let asked = self.joins.is_asked(room);
        !asked && self.rooms.get(room).is_some_and(|session| known_options(session) != RoomOptions::default())
    }

    /// The same of one that asked for a password which is known no more.
    fn lacks_its_password(&self, room: &BareJid) -> bool {
        let lacks = |session: &RoomSession| known_options(session).password_protected == Some(true) && session.password.is_none();
        !self.joins.is_asked(room) && self.rooms.get(room).is_some_and(lacks)
    }

    fn on_joined(&mut self, room: &BareJid) {
        if let Some(session) = self.rooms.get_mut(room) {
            session.made();
            session.put_out = false;
        }
        self.is_back(room);
        self.invitation_gone(room);
        let there: Vec<String> = self.rooms.get(room).into_iter().flat_map(|session| session.occupants.keys().cloned()).collect();
        there.iter().for_each(|nick| self.recognise(room, nick));
        self.ask(disco::request(Some(room.clone().into()), None), Purpose::RoomInfo(room.clone()));
        self.save_room(room);
        self.bookmark_once_in(room);
        self.fill_room_gap(room);
    }

    /// The owner's first word is said: the new room is open.
    pub(super) fn on_room_defaults(&mut self, room: &BareJid, answer: iq::Answer) {
        match answer {
            Ok(_) => {
                self.on_joined(room);
                self.tell_room(room);
            }
            Err(Problem::Offline) => {}
            Err(problem) => self.refused(room, problem),
        }
    }

    /// The room is known now, as far as it tells: the join is answered.
    pub(super) fn on_room_info(&mut self, room: &BareJid, answer: iq::Answer) {
        if answer == Err(Problem::Offline) {
            return;
        }
        let info = answer.ok().and_then(|payload| {
            self.room_can(room, &disco::features(&payload));
            config::read(&payload, room)
        });
        match info {
            Some(info) => {
                self.on_room_described(room, info.picture);
                self.room_told(room, &info);
                self.save_room(room);
                // What was read before the room was known is told now.
                self.markers_due = true;
            }
            // It has said that it changed, and does not say into what.
            None => self.told_of_changes(room),
        }
        self.answer_joined(room);
    }

    /// Whoever waits for the room is told that we are in.
    pub(super) fn answer_joined(&mut self, room: &BareJid) {
        let Some(value) = self.room_value(room) else { return };
        if value.state != RoomState::Joined {
            return;
        }
        let join = self.joins.waiting.get_mut(room);
        let answers = join.map(|join| std::mem::take(&mut join.answers)).unwrap_or_default();
        for answer in answers {
            self.once_bookmarked(room, answer);
        }
    }

    /// What a room offers, by its features.
    pub(super) fn room_can(&mut self, room: &BareJid, features: &BTreeSet<String>) {
        let Some(session) = self.rooms.get_mut(room) else { return };
        session.moderation = moderation::offered(features);
        session.has_profile = vcard::offered(features);
        let gives_hats = hats::offered(features);
        if std::mem::replace(&mut session.gives_hats, gives_hats) == gives_hats {
            return;
        }
        let hatted: Vec<String> = session.occupants.iter().filter(|(_, one)| !one.hats.is_empty()).map(|(nick, _)| nick.clone()).collect();
        let told: Vec<Event> = hatted.iter().filter_map(|nick| self.occupant(room, nick)).map(Event::Occupant).collect();
        self.events.extend(told);
    }

    pub(super) fn refused(&mut self, room: &BareJid, problem: Problem) {
        let Some(session) = self.rooms.get_mut(room) else { return };
        session.phase = Phase::Failed(problem);
        let gone = session.empty();
        self.tell_gone(room, gone);
        self.on_out(room);
        self.tell_room(room);
    }

    pub(super) fn on_join_limits(&mut self, now: Instant) {
        self.on_again(now);
        let late: Vec<BareJid> = self.joins.waiting.iter().filter(|(_, join)| join.until <= now).map(|(room, _)| room.clone()).collect();
        for room in late {
            let waits = self.rooms.get(&room).is_some_and(|session| session.phase == Phase::Joining);
            if waits && self.online() {
                self.refused(&room, Problem::Timeout);
            } else {
                let joined = self.room_value(&room).filter(|room| room.state == RoomState::Joined);
                for answer in self.joins.waiting.remove(&room).map(|join| join.answers).unwrap_or_default() {
                    let result = joined.clone().map(|room| Reply::Room(Box::new(room))).ok_or(if self.online() {
                        Problem::Timeout
                    } else {
                        Problem::Offline
                    });
                    self.reply(answer, result);
                }
                // A room that tells no subject has told its history by now.
                if self.rooms.get(&room).is_some_and(|session| session.phase == Phase::Joined) {
                    self.history_told(&room);
                }
            }
        }
    }

    /// The session is gone: nobody is known to be anywhere. Rooms we were in are entered again with the next one.
    pub(super) fn leave_all_rooms_silently(&mut self) {
        let rooms: Vec<BareJid> = self.rooms.keys().cloned().collect();
        for room in rooms {
            let Some(session) = self.rooms.get_mut(&room) else { continue };
            if session.inside() {
                session.phase = if session.wanted { Phase::Joining } else { Phase::Left };
            }
            let gone = session.empty();
            self.tell_gone(&room, gone);
        }
    }

    pub(super) fn joined(&self) -> Vec<(BareJid, FullJid)> {
        let joined = self.rooms.iter().filter(|(_, session)| session.phase == Phase::Joined);
        joined.filter_map(|(room, session)| Some((room.clone(), session.occupant_jid()?))).collect()
    }

    pub(super) fn joined_occupants(&self) -> Vec<FullJid> {
        self.joined().into_iter().map(|(_, occupant)| occupant).collect()
    }
}

/// As far as it has told, in this run or in an earlier one.
fn known_options(session: &RoomSession) -> RoomOptions {
    if session.options == RoomOptions::default() { session.was } else { session.options }
}

/// What a room was when we were in it last.
fn as_it_was(session: &RoomSession) -> RoomWishes {
    let mut options = known_options(session);
    if session.password.is_none() {
        options.password_protected = None;
    }
    RoomWishes { name: session.name.clone(), options, password: session.password.clone(), ..RoomWishes::default() }
}
