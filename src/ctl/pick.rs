//! Which account a call means: the one it names, the only one, or the only one that knows the address.

use crate::model::problem::{BadArgument, NotFound};
use crate::model::{BareJid, Jid, Problem, State};

/// Reads an address without resource.
pub fn bare(text: &str) -> Result<BareJid, Problem> {
    text.trim().parse().map_err(|_| Problem::BadArgument(BadArgument::Address))
}

/// Reads the address of a person: `name@server`.
pub fn person(text: &str) -> Result<BareJid, Problem> {
    bare(text).and_then(|jid| if jid.node().is_some() { Ok(jid) } else { Err(Problem::BadArgument(BadArgument::Address)) })
}

/// Reads the address of a room: `room@service`.
pub fn room(text: &str) -> Result<BareJid, Problem> {
    person(text).map_err(|_| Problem::BadArgument(BadArgument::RoomAddress))
}

/// Reads any address.
pub fn any(text: &str) -> Result<Jid, Problem> {
    text.trim().parse().map_err(|_| Problem::BadArgument(BadArgument::Address))
}

/// The choice among the accounts of a state.
#[derive(Debug)]
pub struct Pick<'a> {
    state: &'a State,
    named: Option<BareJid>,
}

impl<'a> Pick<'a> {
    /// `named` is `--account` as written: an address that is no account is not found.
    pub fn new(state: &'a State, named: Option<&str>) -> Result<Self, Problem> {
        let named = named.map(bare).transpose()?;
        match &named {
            Some(account) if !state.accounts.contains_key(account) => Err(Problem::NotFound(NotFound::Account)),
            Some(_) | None => Ok(Self { state, named }),
        }
    }

    /// For verbs that list: is this account meant?
    pub fn means(&self, account: &BareJid) -> bool {
        self.named.as_ref().is_none_or(|named| named == account)
    }

    /// The account named, if one was.
    pub fn named(&self) -> Option<&BareJid> {
        self.named.as_ref()
    }

    /// The one account.
    pub fn one(&self) -> Result<BareJid, Problem> {
        self.among([])
    }

    /// The account with this buddy on its list or this conversation.
    pub fn with_person(&self, jid: &BareJid) -> Result<BareJid, Problem> {
        let listed = self.state.contacts.keys().filter(|(_, of)| of == jid).map(|(account, _)| account);
        let spoken = self.state.conversations.keys().filter(|(_, of)| of.to_bare() == *jid).map(|(account, _)| account);
        let rooms = self.state.rooms.keys().filter(|(_, of)| of == jid).map(|(account, _)| account);
        // Being listed says more than an old conversation.
        let known: Vec<_> = listed.chain(rooms).collect();
        if known.is_empty() { self.among(spoken) } else { self.among(known) }
    }

    /// The account with a waiting request of this person.
    pub fn with_request(&self, jid: &BareJid) -> Result<BareJid, Problem> {
        self.among(self.state.requests.keys().filter(|(_, of)| of == jid).map(|(account, _)| account))
    }

    /// The account that is invited into this room.
    pub fn with_invitation(&self, room: &BareJid) -> Result<BareJid, Problem> {
        self.among(self.state.invitations.keys().filter(|(_, of)| of == room).map(|(account, _)| account))
    }

    /// The account that knows this room.
    pub fn with_room(&self, room: &BareJid) -> Result<BareJid, Problem> {
        self.among(self.state.rooms.keys().filter(|(_, of)| of == room).map(|(account, _)| account))
    }

    /// The named one, the only one there is, or the only one of `knowing`.
    fn among<'b>(&self, knowing: impl IntoIterator<Item = &'b BareJid>) -> Result<BareJid, Problem> {
        if let Some(named) = &self.named {
            return Ok(named.clone());
        }
        let mut accounts = self.state.accounts.keys();
        match (accounts.next(), accounts.next()) {
            (None, _) => Err(Problem::NotFound(NotFound::Account)),
            (Some(only), None) => Ok(only.clone()),
            (Some(_), Some(_)) => {
                let mut knowing = knowing.into_iter();
                match (knowing.next(), knowing.next()) {
                    (Some(only), None) => Ok(only.clone()),
                    (None, _) | (Some(_), Some(_)) => Err(Problem::BadArgument(BadArgument::AccountNeeded)),
                }
            }
        }
    }
}
