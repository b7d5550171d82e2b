//! Coming back to rooms by ourselves: after a new session, after a room's server was away, under another name where ours is taken, and
//! where a room has lost us without a word (XEP-0410).

use super::AccountTask;
use super::answers::Purpose;
use super::rooms::Entering;
use crate::model::problem::NotFound;
use crate::model::{BareJid, FullJid, Problem};
use crate::xmpp::iq;
use crate::xmpp::rooms::join::{self, Still};
use crate::xmpp::rooms::{Phase, RoomSession};
use std::time::{Duration, Instant};

/// How long after a room's server went away it is tried again: the first time, and at most.
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(60);
/// More names than these are not tried where ours is taken.
const MOST_NAMES: usize = 5;

/// After so many times in vain.
fn after(in_vain: u32) -> Duration {
    FIRST.saturating_mul(1 << in_vain.min(8)).min(LONGEST)
}

/// How it goes with a room that puts us out without meaning us.
#[derive(Debug, Default)]
pub(super) struct Trial {
    in_vain: u32,
    /// When it is entered again.
    pub(super) again: Option<Instant>,
    /// Since when we are in it.
    since: Option<Instant>,
}

impl Trial {
    /// One that kept us for a while begins anew.
    fn is_out(&mut self, now: Instant) {
        if self.since.take().is_some_and(|since| now.duration_since(since) > LONGEST) {
            self.in_vain = 0;
        }
        self.again = Some(now + after(self.in_vain));
        self.in_vain = self.in_vain.saturating_add(1);
    }

    fn is_due(&mut self, now: Instant) -> bool {
        self.again.take_if(|again| *again <= now).is_some()
    }
}

impl AccountTask {
    pub(super) fn on_out(&mut self, room: &BareJid) {
        let Some(session) = self.rooms.get(room) else { return };
        let problem = match &session.phase {
            Phase::Failed(problem) => problem.clone(),
            Phase::Left | Phase::Joining | Phase::Making | Phase::Joined => Problem::NotFound(NotFound::Room),
        };
        if problem == Problem::Conflict && self.comes_as_another(room) {
            return;
        }
        let answers = self.joins.waiting.remove(room).map(|join| join.answers).unwrap_or_default();
        if let Some(session) = self.rooms.get_mut(room) {
            // Coming back by ourselves, we come back later where the room's server is not to be reached now.
            session.wanted &= answers.is_empty() && passes(&problem);
            if session.wanted {
                self.joins.trials.entry(room.clone()).or_default().is_out(Instant::now());
            }
        }
        self.save_room(room);
        for answer in answers {
            self.reply(answer, Err(problem.clone()));
        }
    }

    /// Back at once; a room that says it again and again is tried later.
    pub(super) fn on_lost(&mut self, room: &BareJid) {
        let before = self.joins.lost.insert(room.clone(), Instant::now());
        if before.is_none_or(|before| before.elapsed() > LONGEST) {
            return self.enter(room, Entering::ToBeIn, None);
        }
        if let Some(session) = self.rooms.get_mut(room) {
            session.phase = Phase::Failed(Problem::stanza("remote-server-timeout"));
        }
        self.on_out(room);
    }

    /// Somebody else has our name meanwhile: whoever was in comes back under another one. The next session tries the chosen one again.
    fn comes_as_another(&mut self, room: &BareJid) -> bool {
        let by_itself = self.joins.waiting.get(room).is_none_or(|join| join.answers.is_empty());
        let Some(session) = self.rooms.get_mut(room).filter(|session| session.wanted && by_itself) else { return false };
        let chosen = session.chosen_nick().to_owned();
        if session.nick.len() >= chosen.len() + MOST_NAMES {
            return false;
        }
        session.stands_in = Some(chosen);
        session.nick.push('_');
        self.enter(room, Entering::ToBeIn, None);
        true
    }

    /// It is time to try again.
    pub(super) fn on_again(&mut self, now: Instant) {
        let due: Vec<BareJid> = self.joins.trials.iter_mut().filter_map(|(room, trial)| trial.is_due(now).then(|| room.clone())).collect();
        for room in due {
            let out = |session: &RoomSession| session.wanted && matches!(session.phase, Phase::Failed(_) | Phase::Left);
            // A new session enters them anyway.
            if self.online() && self.rooms.get(&room).is_some_and(out) {
                self.enter(&room, Entering::ToBeIn, None);
            }
        }
        self.ping_silent_rooms(now);
    }

    /// It has let us in.
    pub(super) fn is_back(&mut self, room: &BareJid) {
        if let Some(trial) = self.joins.trials.get_mut(room) {
            (trial.again, trial.since) = (None, Some(Instant::now()));
        }
    }

    pub(super) fn rejoin_rooms(&mut self) {
        self.joins.trials.clear();
        for session in self.rooms.values_mut() {
            session.take_chosen_nick();
        }
        let rooms = self.rooms.iter().filter(|(_, session)| session.wanted);
        let rooms: Vec<BareJid> = rooms.map(|(room, _)| room.clone()).collect();
        for room in rooms {
            self.enter(&room, Entering::ToBeIn, None);
        }
    }

    /// After a resumption each room is asked whether we are still in it (XEP-0410).
    pub(super) fn ping_rooms(&mut self) {
        let joined: Vec<(BareJid, FullJid)> = self.joined();
        for (room, occupant) in joined {
            if let Some(session) = self.rooms.get_mut(&room) {
                session.hear(Instant::now());
            }
            self.ask(join::self_ping(&occupant), Purpose::SelfPing(room));
        }
    }

    pub(super) fn on_self_ping(&mut self, room: &BareJid, answer: &iq::Answer) {
        match join::on_self_ping(answer) {
            Still::In | Still::Unknown => {}
            // Left meanwhile, it is not entered any more.
            Still::Out if self.rooms.get(room).is_some_and(|session| session.wanted && session.phase == Phase::Joined) => {
                self.enter(room, Entering::ToBeIn, None);
            }
            Still::Out => {}
        }
    }

    /// Whoever hears nothing for long may have been forgotten (XEP-0410 §3).
    fn ping_silent_rooms(&mut self, now: Instant) {
        if !self.online() {
            return;
        }
        for (room, occupant) in self.joined() {
            let Some(session) = self.rooms.get_mut(&room).filter(|session| session.silent_at() <= now) else { continue };
            session.hear(now);
            self.ask(join::self_ping(&occupant), Purpose::SelfPing(room));
        }
    }

    /// When the next room has been silent for too long.
    pub(super) fn next_silence(&self) -> Option<Instant> {
        let joined = self.online().then(|| self.joined()).into_iter().flatten();
        joined.filter_map(|(room, _)| self.rooms.get(&room)).map(RoomSession::silent_at).min()
    }
}

/// A hindrance that is over by itself.
fn passes(problem: &Problem) -> bool {
    const PASSING: [&str; 5] =
        ["system-shutdown", "remote-server-timeout", "remote-server-not-found", "internal-server-error", "resource-constraint"];
    match problem {
        Problem::Stanza { condition, .. } => PASSING.contains(&condition.as_str()),
        problem => *problem == Problem::Timeout,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_tried_again_within_seconds_and_then_ever_more_rarely() {
        let waits: Vec<u64> = (0..8).map(|in_vain| after(in_vain).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(after(u32::MAX), LONGEST);
    }

    #[test]
    fn a_room_that_lets_us_in_for_a_moment_only_is_not_run_against() {
        let (mut trial, mut now, mut waits) = (Trial::default(), Instant::now(), Vec::new());
        for stays in [1, 1, 1, 90] {
            trial.is_out(now);
            waits.push(trial.again.unwrap().duration_since(now).as_secs());
            assert!(!trial.is_due(now));
            now = trial.again.unwrap();
            assert!(trial.is_due(now) && !trial.is_due(now), "once");
            trial.since = Some(now);
            now += Duration::from_secs(stays);
        }
        trial.is_out(now);
        assert_eq!((waits, trial.again.unwrap().duration_since(now).as_secs()), (vec![2, 4, 8, 16], 2));
    }
}
