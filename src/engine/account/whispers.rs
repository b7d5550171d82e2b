//! Private messages in rooms (XEP-0045 §7.5): they go to whoever bears a name there, and names change hands.

use super::AccountTask;
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{Jid, Problem};
use crate::xmpp::rooms::Phase;
use std::collections::BTreeMap;

/// Whom each of them goes to, by what the room calls him whatever his name is (XEP-0421).
#[derive(Debug, Default)]
pub(super) struct Whispers(BTreeMap<Jid, Box<str>>);

impl AccountTask {
    /// Who bears the name now, in a room that we are in and that shows him. An error where it shows nobody of that name.
    fn bearer(&self, conversation: &Jid) -> Result<Option<Box<str>>, Problem> {
        let room = self.rooms.get(&conversation.to_bare()).filter(|room| room.is_room() && room.phase == Phase::Joined);
        let (Some(room), Some(nick)) = (room, conversation.resource()) else { return Ok(None) };
        let occupant = room.occupants.get(nick.as_str()).ok_or(Problem::NotFound(NotFound::Occupant))?;
        Ok(occupant.id.clone())
    }

    /// Somebody has said something in private, or is written to: from now on that conversation is his.
    pub(super) fn whispers_with(&mut self, conversation: &Jid) {
        if let Ok(Some(id)) = self.bearer(conversation) {
            self.whispers.0.insert(conversation.clone(), id);
        }
    }

    /// The user writes. The first words to another person than before are refused once, so that nobody takes him for the other.
    pub(super) fn whisper_to(&mut self, conversation: &Jid) -> Result<(), Problem> {
        let Ok(bearer) = self.bearer(conversation) else { return Ok(()) };
        let before = self.whispers.0.get(conversation);
        let another = before.zip(bearer.as_ref()).is_some_and(|(before, now)| before != now);
        self.whispers_with(conversation);
        if another { Err(Problem::BadArgument(BadArgument::AnotherPerson)) } else { Ok(()) }
    }

    /// What has waited, or is said about an earlier message, goes out now, if it is still the same person's.
    pub(super) fn still_whispers_to(&self, conversation: &Jid) -> Result<(), Problem> {
        match (self.whispers.0.get(conversation), self.bearer(conversation)) {
            (Some(before), Ok(Some(now))) if *before != now => Err(Problem::BadArgument(BadArgument::AnotherPerson)),
            // Written in an earlier run: nobody knows to whom.
            (None, Ok(Some(_))) => Err(Problem::NotFound(NotFound::Occupant)),
            (Some(_), Err(gone)) => Err(gone),
            // Some rooms show not everybody: the room says whether he is there.
            (None, Err(_)) | (_, Ok(_)) => Ok(()),
        }
    }
}
