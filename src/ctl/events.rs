//! `events`: the state as objects, then each change, to a reader who may be slow.

use super::{json, wire};
use crate::engine::Engine;
use crate::i18n;
use crate::model::{BareJid, Event, State};
use serde::Serialize;
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// How much may wait for a reader, in bytes. Who is further behind is cut off: the engine never waits, nor does memory fill.
const LONGEST_BACKLOG: usize = 64 * 1024 * 1024;

/// Writes events, those of one account when it is named, until the reader goes or the engine ends. True when the engine has ended.
pub async fn stream<R, W>(engine: &Engine, account: Option<&BareJid>, language: &str, reader: &mut R, writer: &mut W) -> io::Result<bool>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut subscription = engine.subscribe();
    let mut state = State::default();
    let mut waiting: Vec<u8> = Vec::new();
    let mut running = true;
    let mut ignored = [0; 256];
    while running || !waiting.is_empty() {
        tokio::select! {
            batch = subscription.next(), if running => match batch {
                Some(events) => i18n::within(language, || {
                    for event in &events {
                        if account.is_none_or(|account| event.account() == Some(account)) {
                            for object in objects(&state, event) {
                                waiting.extend_from_slice(wire::object_line(&object).as_bytes());
                            }
                        }
                        state.apply(event);
                    }
                }),
                None => running = false,
            },
            written = writer.write(&waiting), if !waiting.is_empty() => match written? {
                0 => return Ok(false),
                written => drop(waiting.drain(..written)),
            },
            read = reader.read(&mut ignored) => if read? == 0 {
                return Ok(false);
            },
        }
        if waiting.len() > LONGEST_BACKLOG {
            return Err(io::Error::other("a reader of events was too slow"));
        }
    }
    Ok(true)
}

#[derive(Serialize)]
struct EventObject<O> {
    event: &'static str,
    /// Only there, and true, when the object is gone: the other fields are how it was.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    removed: bool,
    #[serde(flatten)]
    object: O,
}

fn now(event: &'static str, object: impl Serialize) -> Option<String> {
    Some(json::line(&EventObject { event, removed: false, object }))
}

fn gone(event: &'static str, object: impl Serialize) -> Option<String> {
    Some(json::line(&EventObject { event, removed: true, object }))
}

/// An event as objects: all that belonged to an account goes with it.
fn objects(before: &State, event: &Event) -> Vec<String> {
    let Event::AccountRemoved(account) = event else { return object(before, event).into_iter().collect() };
    let with_it = before.of_account(account);
    with_it.iter().filter_map(|event| object(before, event)).chain(object(before, event)).collect()
}

/// An event as an object; `before` is the state before it, which knows how a removed thing was. `None` for what the contract
/// does not show.
fn object(before: &State, event: &Event) -> Option<String> {
    match event {
        Event::Account(status) => now("account", json::account(status)),
        Event::AccountRemoved(account) => gone("account", json::account(before.accounts.get(account)?)),
        Event::Roster(contact) => now("roster", json::contact(contact)),
        Event::RosterRemoved { account, jid } => gone("roster", json::contact(before.contacts.get(&(account.clone(), jid.clone()))?)),
        Event::Presence(contact) => now("presence", json::contact(contact)),
        Event::Request(request) => now("request", json::request(request)),
        Event::RequestGone { account, jid } => gone("request", json::request(before.requests.get(&(account.clone(), jid.clone()))?)),
        Event::Message(message) => now("message", json::message(message)),
        Event::Conversation(conversation) => now("conversation", json::conversation(conversation)),
        Event::ConversationRemoved { account, conversation } => {
            gone("conversation", json::conversation(before.conversations.get(&(account.clone(), conversation.clone()))?))
        }
        Event::Room(room) => now("room", json::room(room)),
        Event::RoomRemoved { account, room } => gone("room", json::room(before.rooms.get(&(account.clone(), room.clone()))?)),
        Event::Occupant(occupant) => now("occupant", json::occupant(occupant)),
        Event::OccupantGone { account, room, nick } => gone("occupant", json::occupant(before.occupant(account, room, nick)?)),
        Event::Invitation(invitation) => now("invite", json::invitation(invitation)),
        Event::InvitationGone { account, room } => {
            gone("invite", json::invitation(before.invitations.get(&(account.clone(), room.clone()))?))
        }
        Event::Noticed(_)
        | Event::Recognised { .. }
        | Event::Draft { .. }
        | Event::Picture { .. }
        | Event::Mood { .. }
        | Event::Settings(_)
        | Event::CatchingUp { .. }
        | Event::Traced { .. } => None,
    }
}
