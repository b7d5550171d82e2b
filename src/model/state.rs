//! All that is going on, put together from events: the same for the engine, the windows and the remote control.

use super::{AccountStatus, Contact, Conversation, Event, Invitation, Mood, Occupant, PictureId, Request, Room, Settings};
use jid::{BareJid, Jid};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The key is always (account, JID), never the JID alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    pub settings: Settings,
    pub accounts: BTreeMap<BareJid, AccountStatus>,
    pub contacts: BTreeMap<(BareJid, BareJid), Contact>,
    pub requests: BTreeMap<(BareJid, BareJid), Request>,
    pub conversations: BTreeMap<(BareJid, Jid), Conversation>,
    /// What was begun to be written, never empty.
    pub drafts: BTreeMap<(BareJid, Jid), String>,
    pub rooms: BTreeMap<(BareJid, BareJid), Room>,
    /// By account and room.
    pub invitations: BTreeMap<(BareJid, BareJid), Invitation>,
    /// By account and room, then by nickname. There may be thousands: the engine, the windows and whoever follows the events share them.
    pub occupants: BTreeMap<(BareJid, BareJid), BTreeMap<String, Arc<Occupant>>>,
    /// Of people, ourselves among them, of rooms, and of those who are or were in rooms.
    pub pictures: BTreeMap<(BareJid, Jid), PictureId>,
    /// Of people, ourselves among them.
    pub moods: BTreeMap<(BareJid, BareJid), Mood>,
}

impl State {
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Account(status) => {
                self.accounts.insert(status.jid().clone(), (**status).clone());
            }
            Event::AccountRemoved(account) => self.forget(account),
            Event::Roster(contact) | Event::Presence(contact) => {
                self.contacts.insert((contact.account.clone(), contact.item.jid.clone()), contact.clone());
            }
            Event::RosterRemoved { account, jid } => {
                self.contacts.remove(&(account.clone(), jid.clone()));
            }
            Event::Request(request) => {
                self.requests.insert((request.account.clone(), request.jid.clone()), request.clone());
            }
            Event::RequestGone { account, jid } => {
                self.requests.remove(&(account.clone(), jid.clone()));
            }
            Event::Conversation(conversation) => {
                let key = (conversation.account.clone(), conversation.conversation.clone());
                self.conversations.insert(key, conversation.clone());
            }
            Event::ConversationRemoved { account, conversation } => {
                self.conversations.remove(&(account.clone(), conversation.clone()));
            }
            Event::Room(room) => {
                self.rooms.insert((room.account.clone(), room.room.clone()), (**room).clone());
            }
            Event::RoomRemoved { account, room } => {
                self.rooms.remove(&(account.clone(), room.clone()));
                self.occupants.remove(&(account.clone(), room.clone()));
                self.pictures.retain(|(owner, jid), _| owner != account || jid.to_bare() != *room);
            }
            Event::Occupant(occupant) => {
                let room = ((*occupant.account).clone(), (*occupant.room).clone());
                self.occupants.entry(room).or_default().insert(occupant.nick.clone(), Arc::clone(occupant));
            }
            Event::OccupantGone { account, room, nick } => {
                let room = (account.clone(), room.clone());
                if let Some(people) = self.occupants.get_mut(&room) {
                    people.remove(nick);
                    if people.is_empty() {
                        self.occupants.remove(&room);
                    }
                }
            }
            Event::Invitation(invitation) => {
                self.invitations.insert((invitation.account.clone(), invitation.room.clone()), (**invitation).clone());
            }
            Event::InvitationGone { account, room } => {
                self.invitations.remove(&(account.clone(), room.clone()));
            }
            Event::Draft { account, conversation, body } => {
                let key = (account.clone(), conversation.clone());
                if body.is_empty() { drop(self.drafts.remove(&key)) } else { drop(self.drafts.insert(key, body.clone())) }
            }
            Event::Picture { account, jid, picture } => {
                let key = (account.clone(), jid.clone());
                match picture {
                    Some(picture) => drop(self.pictures.insert(key, *picture)),
                    None => drop(self.pictures.remove(&key)),
                }
            }
            Event::Mood { account, jid, mood } => {
                let key = (account.clone(), jid.clone());
                match mood {
                    Some(mood) => drop(self.moods.insert(key, mood.clone())),
                    None => drop(self.moods.remove(&key)),
                }
            }
            Event::Settings(settings) => self.settings = (**settings).clone(),
            Event::Message(_) | Event::Noticed(_) | Event::Recognised { .. } | Event::CatchingUp { .. } | Event::Traced { .. } => {}
        }
    }

    /// The state as events, settings and accounts first: applying them to an empty state gives this one.
    pub fn events(&self) -> Vec<Event> {
        let settings = std::iter::once(Event::Settings(Box::new(self.settings.clone())));
        let accounts = self.accounts.values().map(|account| Event::Account(Box::new(account.clone())));
        let contacts = self.contacts.values().cloned().map(Event::Roster);
        let requests = self.requests.values().cloned().map(Event::Request);
        let invitations = self.invitations.values().map(|invitation| Event::Invitation(Box::new(invitation.clone())));
        let rooms = self.rooms.values().map(|room| Event::Room(Box::new(room.clone())));
        let occupants = self.occupants.values().flat_map(BTreeMap::values).cloned().map(Event::Occupant);
        let conversations = self.conversations.values().cloned().map(Event::Conversation);
        let drafts = self.drafts.iter().map(|((account, conversation), body)| Event::Draft {
            account: account.clone(),
            conversation: conversation.clone(),
            body: body.clone(),
        });
        let pictures = self.pictures.iter().map(|((account, jid), picture)| Event::Picture {
            account: account.clone(),
            jid: jid.clone(),
            picture: Some(*picture),
        });
        let moods = self.moods.iter().map(|((account, jid), mood)| Event::Mood {
            account: account.clone(),
            jid: jid.clone(),
            mood: Some(mood.clone()),
        });
        let people = settings.chain(accounts).chain(contacts).chain(requests);
        people.chain(rooms).chain(occupants).chain(invitations).chain(conversations).chain(drafts).chain(pictures).chain(moods).collect()
    }

    pub fn picture(&self, account: &BareJid, of: impl Into<Jid>) -> Option<PictureId> {
        self.pictures.get(&(account.clone(), of.into())).copied()
    }

    pub fn mood(&self, account: &BareJid, of: &BareJid) -> Option<&Mood> {
        self.moods.get(&(account.clone(), of.clone()))
    }

    /// The people in a room, by nickname.
    pub fn occupants_of<'a>(&'a self, account: &BareJid, room: &BareJid) -> impl Iterator<Item = &'a Occupant> + use<'a> {
        let people = self.occupants.get(&(account.clone(), room.clone()));
        people.into_iter().flat_map(BTreeMap::values).map(|occupant| &**occupant)
    }

    pub fn occupant(&self, account: &BareJid, room: &BareJid, nick: &str) -> Option<&Occupant> {
        self.occupants.get(&(account.clone(), room.clone()))?.get(nick).map(|occupant| &**occupant)
    }

    /// What goes with an account, as events: people, rooms and who is in them, conversations.
    pub fn of_account(&self, account: &BareJid) -> Vec<Event> {
        let of = |owner: &BareJid| (owner == account).then(|| account.clone());
        let occupants = self.occupants.iter().filter(|((owner, _), _)| owner == account);
        let occupants = occupants.flat_map(|((owner, room), people)| {
            people.keys().map(|nick| Event::OccupantGone { account: owner.clone(), room: room.clone(), nick: nick.clone() })
        });
        let rooms = self.rooms.keys().filter_map(|(owner, room)| Some(Event::RoomRemoved { account: of(owner)?, room: room.clone() }));
        let invitations =
            self.invitations.keys().filter_map(|(owner, room)| Some(Event::InvitationGone { account: of(owner)?, room: room.clone() }));
        let requests = self.requests.keys().filter_map(|(owner, jid)| Some(Event::RequestGone { account: of(owner)?, jid: jid.clone() }));
        let conversations = self.conversations.keys().filter_map(|(owner, conversation)| {
            Some(Event::ConversationRemoved { account: of(owner)?, conversation: conversation.clone() })
        });
        let contacts = self.contacts.keys().filter_map(|(owner, jid)| Some(Event::RosterRemoved { account: of(owner)?, jid: jid.clone() }));
        occupants.chain(rooms).chain(invitations).chain(requests).chain(conversations).chain(contacts).collect()
    }

    fn forget(&mut self, account: &BareJid) {
        self.accounts.remove(account);
        self.contacts.retain(|(owner, _), _| owner != account);
        self.requests.retain(|(owner, _), _| owner != account);
        self.conversations.retain(|(owner, _), _| owner != account);
        self.drafts.retain(|(owner, _), _| owner != account);
        self.rooms.retain(|(owner, _), _| owner != account);
        self.invitations.retain(|(owner, _), _| owner != account);
        self.occupants.retain(|(owner, _), _| owner != account);
        self.pictures.retain(|(owner, _), _| owner != account);
        self.moods.retain(|(owner, _), _| owner != account);
    }
}
