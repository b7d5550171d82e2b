//! The verbs about rooms.

use super::json::Object;
use super::perform::{Outcome, Performer, all, not_understood, one, unexpected};
use super::pick::{Pick, bare, person, room};
use super::verb::RoomVerb;
use crate::model::form::truth;
use crate::model::problem::{BadArgument, NotFound};
use crate::model::room_config::rooms_of;
use crate::model::{
    Affiliated, Affiliation, Command, Occupant, Problem, Reply, Role, Room, RoomChoice, RoomInfo, RoomOptions, RoomState, RoomWishes,
    Secret,
};
use futures::StreamExt;

/// Rooms asked about themselves at the same time.
const AT_ONCE: usize = 16;

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
                self.invitation(Command::DeclineInvitation { account, room, reason: None }).await
            }
            RoomVerb::List { service } => self.rooms_of(&service, named).await,
            RoomVerb::Affiliation { room: address, jid, affiliation, reason } => {
                let (room, jid) = (room(&address)?, bare(&jid)?);
                let affiliation = Affiliation::parse(&affiliation).ok_or_else(not_understood)?;
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                let affiliated = Affiliated { jid: jid.clone(), affiliation, reason: reason.clone() };
                let command = Command::SetAffiliation { account: account.clone(), room: room.clone(), jid, affiliation, reason };
                self.engine.call(command).await?;
                Ok(one(Object::Affiliated { account, room, affiliated }))
            }
            RoomVerb::Role { room: address, nick, role, reason } => {
                let room = room(&address)?;
                let role = Role::parse(&role).ok_or_else(not_understood)?;
                let state = self.state().await?;
                let account = Pick::new(&state, named)?.with_room(&room)?;
                let occupant = state.occupant(&account, &room, &nick).cloned();
                let occupant = occupant.ok_or(Problem::NotFound(NotFound::Occupant))?;
                self.engine.call(Command::SetRole { account, room, nick, role, reason }).await?;
                Ok(one(Object::Occupant(Occupant { role, ..occupant })))
            }
            verb => self.room(verb, named).await.map(|room| one(Object::Room(room))),
        }
    }

    /// The public rooms of a service, each with what it tells of itself; what tells nothing is listed all the same.
    async fn rooms_of(&self, service: &str, named: Option<&str>) -> Result<Outcome, Problem> {
        let service = bare(service)?;
        let account = Pick::new(&*self.state().await?, named)?.one()?;
        let items = self.engine.call(Command::DiscoverItems { account: account.clone(), jid: service.clone().into(), node: None }).await?;
        let Reply::Items(items) = items else { return Err(unexpected(&items)) };
        let ask = |listed: RoomInfo| {
            let (engine, account) = (self.engine.clone(), account.clone());
            async move {
                match engine.call(Command::RoomInfo { account, room: listed.room.clone() }).await {
                    Ok(Reply::RoomInfo(info)) => RoomInfo { name: info.name.clone().or(listed.name), ..*info },
                    _ => listed,
                }
            }
        };
        let rooms = futures::stream::iter(rooms_of(&service, items)).map(ask).buffered(AT_ONCE).collect::<Vec<_>>().await;
        Ok(all(rooms, |info| Object::RoomInfo(Box::new(info))))
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
                return match self.engine.call(Command::LeaveRoom { account: account.clone(), room: room.clone(), words: None }).await? {
                    Reply::Room(room) => Ok(room),
                    // The room may be forgotten with the leaving: then it is as it was, but left.
                    _ => {
                        let after = self.state().await?.rooms.remove(&(account, room));
                        Ok(Box::new(after.unwrap_or(Room { state: RoomState::Left, occupants: 0, ..before })))
                    }
                };
            }
            RoomVerb::Create { room: address, name, temporary, persistent, public, hidden, members_only, password, moderated, nick } => {
                let room = room(&address)?;
                if nick.as_ref().is_some_and(|nick| room.with_resource_str(nick).is_err()) {
                    return Err(Problem::BadArgument(BadArgument::Nickname));
                }
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                let either = |yes: bool, no: bool| if yes { Some(true) } else { no.then_some(false) };
                let options = RoomOptions {
                    persistent: either(persistent, temporary),
                    public: either(public, hidden),
                    // Who makes a room says what it is to be: what is not said is not wanted.
                    members_only: Some(members_only),
                    password_protected: Some(password.is_some()),
                    moderated: Some(moderated),
                };
                let wishes = Box::new(RoomWishes { name, options, password, ..RoomWishes::default() });
                Command::CreateRoom { account, room, nick, wishes }
            }
            RoomVerb::Configure { room: address, options } => {
                let room = room(&address)?;
                let wishes = Box::new(wishes(&options)?);
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                Command::ConfigureRoom { account, room, wishes }
            }
            RoomVerb::Subject { room: address, text } => {
                let room = room(&address)?;
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                Command::SetSubject { account, room, subject: text }
            }
            RoomVerb::Destroy { room: address, reason, to } => {
                let (room, successor) = (room(&address)?, to.as_deref().map(self::room).transpose()?);
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                Command::DestroyRoom { account, room, reason, successor }
            }
            RoomVerb::Nick { room: address, nick } => {
                let room = room(&address)?;
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                Command::SetNick { account, room, nick }
            }
            RoomVerb::RequestVoice { room: address } => {
                let room = room(&address)?;
                let account = Pick::new(&*self.state().await?, named)?.with_room(&room)?;
                Command::RequestVoice { account, room }
            }
            // Carried out before: they answer with something else than a room.
            RoomVerb::List { .. }
            | RoomVerb::Invite { .. }
            | RoomVerb::Accept { .. }
            | RoomVerb::Decline { .. }
            | RoomVerb::Affiliation { .. }
            | RoomVerb::Role { .. } => return Err(Problem::NotImplemented),
        };
        match self.engine.call(command).await? {
            Reply::Room(room) | Reply::Configured { room, .. } => Ok(room),
            other => Err(unexpected(&other)),
        }
    }
}

/// `OPTION=VALUE`: the five choices as `rooms` calls them, `name`, `password`, or any field of the server's form, which may be repeated.
fn wishes(options: &[String]) -> Result<RoomWishes, Problem> {
    let mut wishes = RoomWishes::default();
    for option in options {
        let (name, value) = option.split_once('=').ok_or(Problem::BadArgument(BadArgument::RoomOption))?;
        let name = name.trim().replace('-', "_");
        match RoomChoice::ALL.into_iter().find(|choice| choice.as_str() == name) {
            Some(choice) => {
                let on = truth(value).ok_or(Problem::BadArgument(BadArgument::RoomOption))?;
                wishes.options.set(choice, Some(on));
            }
            None if name == "name" => wishes.name = Some(value.to_owned()),
            None if name == "password" => {
                wishes.options.password_protected = Some(!value.is_empty());
                wishes.password = Some(Secret::new(value)).filter(|password| !password.is_empty());
            }
            None => wishes.fields.entry(option[..option.len() - value.len() - 1].trim().to_owned()).or_default().push(value.to_owned()),
        }
    }
    Ok(wishes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(options: &[&str]) -> Result<RoomWishes, Problem> {
        wishes(&options.iter().map(|option| (*option).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_the_five_choices_a_name_a_password_or_fields() {
        let wishes =
            read(&["members_only=true", "public=no", "name=Tea", "password=a=b", "muc#roomconfig_x-y=1", "muc#roomconfig_x-y=2"]).unwrap();
        assert_eq!((wishes.options.members_only, wishes.options.public, wishes.options.moderated), (Some(true), Some(false), None));
        assert_eq!((wishes.name.as_deref(), wishes.options.password_protected), (Some("Tea"), Some(true)));
        assert_eq!(wishes.password, Some(Secret::new("a=b")));
        assert_eq!(wishes.fields["muc#roomconfig_x-y"], ["1", "2"]);
        assert_eq!(read(&["password="]).unwrap().options.password_protected, Some(false));
    }

    #[test]
    fn an_option_without_a_value_or_with_one_that_is_neither_yes_nor_no_is_refused() {
        assert_eq!(read(&["public"]), Err(Problem::BadArgument(BadArgument::RoomOption)));
        assert_eq!(read(&["public=perhaps"]), Err(Problem::BadArgument(BadArgument::RoomOption)));
    }
}
