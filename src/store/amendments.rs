//! What is said later about a message takes effect where its sender may say it.
//!
//! Who may: a correction and a retraction only whoever wrote the message; a reaction anybody in the conversation. In a room the
//! occupant-id decides (XEP-0421); where the room tells none, the same name counts only for what was said since its bearer came.
//!
//! Which message: a correction names the stanza's id; a retraction and a reaction name it too in a chat, and the archive's id in a
//! room. A correction that was seen before says nothing new, however often it comes; of several the newest stands.

use super::{Amends, NewMessage, Novelty, Outcome, messages, rows};
use crate::model::{Amendment, BareJid, Direction, Kind, MessageId};
use rusqlite::{Connection, OptionalExtension, Result, params};
use std::collections::BTreeSet;

/// A message that may be amended, as far as that is asked.
struct Target {
    id: MessageId,
    direction: String,
    sender: String,
    occupant_id: Option<String>,
    time: i64,
    retracted: bool,
}

pub(super) fn amend(db: &Connection, said: &NewMessage, amends: &Amends) -> Result<Outcome> {
    let found = find(db, said, amends)?;
    let changed = match (&amends.amendment, found) {
        (Amendment::Reactions(emoji), Some(target)) => {
            let who = said.occupant_id.as_deref().unwrap_or(said.from.as_str());
            react(db, target.id, who, said.from.as_str(), emoji, said.time.as_microsecond())?.then_some(target.id)
        }
        (Amendment::Retraction, Some(target)) if writes(said, amends, &target) => retract(db, target.id)?.then_some(target.id),
        (Amendment::Correction(body), Some(target)) if writes(said, amends, &target) => {
            correct(db, &target, said.origin_id.as_deref(), body, said.time.as_microsecond())?.then_some(target.id)
        }
        // Nobody may put words into another's mouth; they stand for themselves.
        (Amendment::Correction(_), _) => return messages::add(db, said),
        (Amendment::Retraction | Amendment::Reactions(_), _) => None,
    };
    changed.map_or(Ok(Outcome::Nothing), |id| messages::outcome(db, id, Novelty::Updated))
}

/// Stores an own amendment at the end of the outbox, and lets it take effect. `who` and `sender` are by what our reactions are known.
pub(super) fn queue(
    db: &Connection,
    account: &BareJid,
    id: MessageId,
    (origin_id, amendment): (&str, &Amendment),
    (who, sender): (&str, &str),
) -> Result<Outcome> {
    let Some(message) = messages::by_id(db, id)?.filter(|message| message.account == *account) else { return Ok(Outcome::Nothing) };
    let Some(target) = by_id(db, id)?.filter(|target| !target.retracted) else { return Ok(Outcome::Nothing) };
    let ours = message.direction == Direction::Out;
    let now = jiff::Timestamp::now().as_microsecond();
    match amendment {
        Amendment::Correction(body) if ours => correct(db, &target, Some(origin_id), body, now)?,
        Amendment::Retraction if ours => retract(db, id)?,
        Amendment::Correction(_) | Amendment::Retraction => return Ok(Outcome::Nothing),
        Amendment::Reactions(emoji) => react(db, id, who, sender, emoji, now)?,
    };
    let amendment = serde_json::to_string(amendment).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    db.prepare_cached(
        "INSERT INTO outbox (account, message, origin_id, amendment) SELECT account, id, ?2, ?3 FROM messages WHERE id = ?1",
    )?
    .execute(params![id.0, origin_id, amendment])?;
    messages::outcome(db, id, Novelty::Updated)
}

pub(super) fn sent(db: &Connection, account: &BareJid, origin_id: &str) -> Result<usize> {
    db.prepare_cached("DELETE FROM outbox WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND origin_id = ?2")?
        .execute([account.as_str(), origin_id])
}

/// The words of a message that was taken back are gone, and its versions with them.
pub(super) fn forget_words(db: &Connection, id: MessageId) -> Result<()> {
    db.prepare_cached("UPDATE messages SET body = '' WHERE id = ?1")?.execute([id.0])?;
    db.prepare_cached("DELETE FROM versions WHERE message = ?1")?.execute([id.0])?;
    Ok(())
}

fn find(db: &Connection, said: &NewMessage, amends: &Amends) -> Result<Option<Target>> {
    let Some(conversation) = rows::conversation_id(db, &said.account, &said.conversation)? else { return Ok(None) };
    let by_archive = said.kind == Kind::Groupchat && !matches!(amends.amendment, Amendment::Correction(_));
    let named = if by_archive {
        "SELECT id FROM messages WHERE conversation = ?1 AND stanza_id = ?2 AND kind = ?3 ORDER BY id DESC"
    } else {
        "SELECT m.id FROM messages m JOIN conversations c ON c.id = ?1
         WHERE m.account = c.account AND m.conversation = ?1 AND m.kind = ?3 AND (m.origin_id = ?2 OR m.message_id = ?2) ORDER BY m.id DESC"
    };
    let mut named = db.prepare_cached(named)?;
    let ids: Vec<i64> =
        named.query_map(params![conversation, amends.target, said.kind.as_str()], |row| row.get(0))?.collect::<Result<_>>()?;
    let mut found = None;
    for id in ids {
        // Senders repeat ids: the one that this sender may amend is meant.
        let Some(target) = by_id(db, MessageId(id))? else { continue };
        let theirs = writes(said, amends, &target);
        if theirs || found.is_none() {
            found = Some(target);
        }
        if theirs {
            break;
        }
    }
    Ok(found)
}

fn by_id(db: &Connection, id: MessageId) -> Result<Option<Target>> {
    db.prepare_cached("SELECT direction, sender, occupant_id, time, retracted FROM messages WHERE id = ?1")?
        .query_row([id.0], |row| {
            Ok(Target {
                id,
                direction: row.get(0)?,
                sender: row.get(1)?,
                occupant_id: row.get(2)?,
                time: row.get(3)?,
                retracted: row.get(4)?,
            })
        })
        .optional()
}

/// Whether the sender of an amendment wrote the message.
fn writes(said: &NewMessage, amends: &Amends, target: &Target) -> bool {
    let same_side = said.direction.as_str() == target.direction;
    match (&said.occupant_id, &target.occupant_id) {
        (Some(now), Some(then)) => now == then,
        (None, None) => {
            let since = amends.since.is_none_or(|since| said.direction == Direction::Out || target.time >= since.as_microsecond());
            same_side && said.from.as_str() == target.sender && since
        }
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn retract(db: &Connection, id: MessageId) -> Result<bool> {
    let changed = db
        .prepare_cached("UPDATE messages SET retracted = 1, corrected = 0, incoming = 0 WHERE id = ?1 AND retracted = 0")?
        .execute([id.0])?;
    if changed == 0 {
        return Ok(false);
    }
    db.prepare_cached("DELETE FROM reactions WHERE message = ?1")?.execute([id.0])?;
    let waits: bool = db.prepare_cached("SELECT state = 'queued' FROM messages WHERE id = ?1")?.query_row([id.0], |row| row.get(0))?;
    if !waits {
        forget_words(db, id)?;
    }
    Ok(true)
}

fn correct(db: &Connection, target: &Target, origin_id: Option<&str>, body: &str, time: i64) -> Result<bool> {
    if target.retracted {
        return Ok(false);
    }
    let seen: bool = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM versions WHERE message = ?1 AND origin_id = ?2)")?
        .query_row(params![target.id.0, origin_id], |row| row.get(0))?;
    if seen {
        return Ok(false);
    }
    db.prepare_cached(
        "INSERT INTO versions (message, body, time) SELECT id, body, time FROM messages
         WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE message = ?1)",
    )?
    .execute([target.id.0])?;
    db.prepare_cached("INSERT INTO versions (message, origin_id, body, time) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        target.id.0,
        origin_id,
        body,
        time
    ])?;
    db.prepare_cached(
        "UPDATE messages SET corrected = 1,
             body = (SELECT body FROM versions WHERE message = ?1 ORDER BY origin_id IS NULL, time DESC, rowid DESC LIMIT 1)
         WHERE id = ?1",
    )?
    .execute([target.id.0])?;
    Ok(true)
}

fn react(db: &Connection, id: MessageId, who: &str, sender: &str, emoji: &BTreeSet<String>, time: i64) -> Result<bool> {
    let emoji: Vec<String> = emoji.iter().cloned().collect();
    let changed = if emoji.is_empty() {
        db.prepare_cached("DELETE FROM reactions WHERE message = ?1 AND who = ?2 AND time <= ?3")?.execute(params![id.0, who, time])?
    } else {
        db.prepare_cached(
            "INSERT INTO reactions (message, who, sender, emoji, time)
             SELECT id, ?2, ?3, ?4, ?5 FROM messages WHERE id = ?1 AND retracted = 0
             ON CONFLICT DO UPDATE SET sender = excluded.sender, emoji = excluded.emoji, time = excluded.time
             WHERE excluded.time >= time AND (emoji IS NOT excluded.emoji OR sender IS NOT excluded.sender)",
        )?
        .execute(params![id.0, who, sender, rows::json(&emoji)?, time])?
    };
    Ok(changed > 0)
}
