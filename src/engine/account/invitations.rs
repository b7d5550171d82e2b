//! Who wants us in a room. Joining is the user's own deed; the room that is joined needs no invitation any more.

use super::{AccountTask, Answer};
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{BareJid, Event, Happening, Invitation, Jid, Problem, Reply};
use crate::store::Change;
use crate::xmpp::rooms::Phase;
use crate::xmpp::rooms::happening;
use crate::xmpp::rooms::invite::{self, Received};
use xmpp_parsers::message::Message;

/// What the archive tells of longer ago was answered elsewhere, or nobody waits for it any more.
const OLD: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);
/// So many rooms may wait for our word; a flood beyond it is not kept.
const MOST: usize = 100;

/// Somebody we have asked into a room, through it.
#[derive(Debug)]
pub(super) struct AskedIn {
    id: String,
    room: BareJid,
    jid: BareJid,
    reason: Option<String>,
}

impl AccountTask {
    /// Whether a message was an invitation: then it is nothing else. Several into one room are one, the latest.
    pub(super) fn on_invitation(&mut self, message: &Message, stamp: Option<jiff::Timestamp>) -> bool {
        let Some(received) = invite::read(message) else { return false };
        let Received { room, from, reason, password, direct } = received;
        let full = self.invitations.len() >= MOST && !self.invitations.contains_key(&room);
        let ours = from.to_bare() == *self.own() || message.from.as_ref().is_some_and(|from| from.to_bare() == *self.own());
        let now = jiff::Timestamp::now();
        let time = stamp.unwrap_or(now);
        if !full && !ours && now.duration_since(time) < OLD && !self.is_in(&room) {
            let account = self.own().clone();
            let invitation = Invitation { account, room: room.clone(), from, reason, password, direct, time };
            self.changes.push(Change::SaveInvitation(Box::new(invitation.clone())));
            self.events.push(Event::Invitation(Box::new(invitation.clone())));
            self.invitations.insert(room, invitation);
        }
        true
    }

    fn is_in(&self, room: &BareJid) -> bool {
        self.rooms.get(room).is_some_and(|session| session.phase == Phase::Joined)
    }

    pub(super) fn invitation_gone(&mut self, room: &BareJid) -> Option<Invitation> {
        let invitation = self.invitations.remove(room)?;
        let account = self.own().clone();
        self.changes.push(Change::RemoveInvitation { account: account.clone(), room: room.clone() });
        self.events.push(Event::InvitationGone { account, room: room.clone() });
        Some(invitation)
    }

    pub(super) fn decline_invitation(&mut self, room: &BareJid, reason: Option<&str>, answer: Answer) {
        let Some(invitation) = self.invitation_gone(room) else {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Invitation)));
        };
        if !invitation.direct {
            self.send(invite::decline(room, &invitation.from, reason));
        }
        self.confirm(answer, Reply::Invitation(Box::new(invitation)));
    }

    pub(super) fn invite(&mut self, room: BareJid, jid: &BareJid, reason: Option<String>, answer: Answer) {
        if !self.is_in(&room) {
            return self.reply(answer, Err(Problem::NotFound(NotFound::Room)));
        }
        if jid.node().is_none() {
            return self.reply(answer, Err(Problem::BadArgument(BadArgument::Address)));
        }
        let id = uuid::Uuid::new_v4().to_string();
        self.send(invite::invite(&room, jid, reason.as_deref(), &id));
        self.asked_in.push_back(AskedIn { id, room: room.clone(), jid: jid.clone(), reason: reason.clone() });
        if self.asked_in.len() > MOST {
            self.asked_in.pop_front();
        }
        let (account, from, time) = (self.own().clone(), self.own().clone().into(), jiff::Timestamp::now());
        let sent = Invitation { account, room, from, reason, password: None, direct: false, time };
        self.confirm(answer, Reply::Invitation(Box::new(sent)));
    }

    /// A room that lets us invite nobody leaves it to us to ask them ourselves.
    pub(super) fn invitation_refused(&mut self, from: &Jid, id: &str) -> bool {
        let Some(at) = self.asked_in.iter().position(|asked| asked.id == id && from.is_bare() && from.to_bare() == asked.room) else {
            return false;
        };
        if let Some(AskedIn { room, jid, reason, .. }) = self.asked_in.remove(at) {
            let password = self.rooms.get(&room).and_then(|session| session.password.as_ref());
            self.send(invite::directly(&room, &jid, reason.as_deref(), password));
        }
        true
    }

    /// Somebody whom we asked in does not come.
    pub(super) fn on_declined(&mut self, message: &Message) -> bool {
        let Some((room, who, reason)) = invite::declined(message) else { return false };
        let who = who.to_bare();
        // A room passes on what anybody writes: whom we did not ask has nothing to decline.
        let Some(at) = self.asked_in.iter().position(|asked| asked.room == room && asked.jid == who) else { return true };
        self.asked_in.remove(at);
        let (who, reason) = (who.to_string(), reason.as_deref().map(happening::cut));
        self.notice(&room, Happening::Declined { who, reason }, jiff::Timestamp::now());
        true
    }
}
