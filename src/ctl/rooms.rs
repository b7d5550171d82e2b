//! The verbs about rooms.

use super::json::Object;
use super::perform::{Outcome, Performer, one, unexpected};
use super::pick::{Pick, person, room};
use super::verb::RoomVerb;
use crate::model::problem::{BadArgument, NotFound};
use crate::model::{Command, Problem, Reply, Room, RoomState};

impl Performer {
    pub(super) async fn room_verb(&self, verb: RoomVerb, named: Option<&str>) -> Result<Outcome, Problem> {
        match verb {
            RoomVerb::Invite { room: address, jid, reason } => {
                let (room, jid) = (room(&address)?, person(&jid)?);
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                self.invitation(Command::Invite { account, room, jid, reason }).await
            }
            RoomVerb::Accept { room: address } => {
                let (state, room) = (self.state().await?, room(&address)?);
                let account = Pick::new(&state, named)?.with_invitation(&room)?;
                let invitation = state.invitations.get(&(account.clone(), room.clone())).ok_or(Problem::NotFound(NotFound::Invitation))?;
                let password = invitation.password.clone();
                self.engine.call(Command::JoinRoom { account, room, nick: None, password, autojoin: false }).await?;
                Ok(one(Object::Invitation(Box::new(invitation.clone()))))
            }
            RoomVerb::Decline { room: address } => {
                let room = room(&address)?;
                let account = Pick::new(&*self.state().await?, named)?.with_invitation(&room)?;
                self.invitation(Command::DeclineInvitation { account, room }).await
            }
            verb => self.room(verb, named).await.map(|room| one(Object::Room(room))),
        }
    }

    async fn invitation(&self, command: Command) -> Result<Outcome, Problem> {
        match self.engine.call(command).await? {
            Reply::Invitation(invitation) => Ok(one(Object::Invitation(invitation))),
            other => Err(unexpected(&other)),
        }
    }

    async fn room(&self, verb: RoomVerb, named: Option<&str>) -> Result<Box<Room>, Problem> {
        let command = match verb {
            RoomVerb::Join { room: address, nick, password, autojoin } => {
                let room = room(&address)?;
                if nick.as_ref().is_some_and(|nick| room.with_resource_str(nick).is_err()) {
                    return Err(Problem::BadArgument(BadArgument::Nickname));
                }
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                Command::JoinRoom { account, room, nick, password, autojoin }
            }
            RoomVerb::Leave { room: address } => {
                let room = room(&address)?;
                let state = self.state().await?;
                let account = Pick::new(&state, named)?.with_room(&room)?;
                let before = state.rooms.get(&(account.clone(), room.clone())).cloned();
                let before = before.ok_or(Problem::NotFound(NotFound::Room))?;
                return match self.engine.call(Command::LeaveRoom { account: account.clone(), room: room.clone() }).await? {
                    Reply::Room(room) => Ok(room),
                    // The room may be forgotten with the leaving: then it is as it was, but left.
                    _ => {
                        let after = self.state().await?.rooms.remove(&(account, room));
                        Ok(Box::new(after.unwrap_or(Room { state: RoomState::Left, occupants: 0, ..before })))
                    }
                };
            }
            RoomVerb::Create { .. }
            | RoomVerb::Configure { .. }
            | RoomVerb::Subject { .. }
            | RoomVerb::Destroy { .. }
            | RoomVerb::List { .. }
            | RoomVerb::Invite { .. }
            | RoomVerb::Accept { .. }
            | RoomVerb::Decline { .. }
            | RoomVerb::Affiliation { .. }
            | RoomVerb::Role { .. }
            | RoomVerb::Nick { .. }
            | RoomVerb::RequestVoice { .. } => return Err(Problem::NotImplemented),
        };
        match self.engine.call(command).await? {
            Reply::Room(room) => Ok(room),
            other => Err(unexpected(&other)),
        }
    }
}
