//! What is said later about a message takes effect where its sender may say it.
//!
//! Who may: a correction and a retraction only whoever wrote the message; a reaction anybody in the conversation. In a room the
//! occupant-id decides (XEP-0421); where the room tells none, the same name counts only for what was said since its bearer came.
//!
//! Which message: a correction names the stanza's id; a retraction and a reaction name it too in a chat, and the archive's id in a
//! room. A correction that was seen before says nothing new, however often it comes; of several the newest stands.

use super::{Amends, Follows, NewMessage, Novelty, Outcome, messages, rows};
use crate::model::{Amendment, BareJid, Direction, Kind, Manner, MessageId, Unchanged};
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

/// Who says something about a message.
struct By<'a> {
    direction: &'a str,
    sender: &'a str,
    occupant_id: Option<&'a str>,
    /// As `Amends::since`, in microseconds.
    since: Option<i64>,
}

/// When something was said about a message.
#[derive(Clone, Copy)]
struct When {
    /// In microseconds, by whichever clock.
    time: i64,
    /// After all that was said about it before, whatever the clocks say.
    is_last: bool,
}

impl When {
    fn of(said: &NewMessage) -> Self {
        // What we said ourselves the archive may tell after what we have said since.
        let goes_on = said.direction == Direction::In && matches!(said.follows, Follows::Archived { .. });
        Self { time: said.time.as_microsecond(), is_last: !said.delayed || goes_on }
    }
}

impl<'a> By<'a> {
    fn of(said: &'a NewMessage, amends: &Amends) -> Self {
        Self {
            direction: said.direction.as_str(),
            sender: said.from.as_str(),
            occupant_id: said.occupant_id.as_deref(),
            since: amends.since.map(jiff::Timestamp::as_microsecond),
        }
    }
}

/// So many amendments wait for their messages; the oldest make room.
const MOST_ORPHANS: i64 = 10_000;

pub(super) fn amend(db: &Connection, said: &NewMessage, amends: &Amends) -> Result<Outcome> {
    let by = By::of(said, amends);
    let when = When::of(said);
    let found = find(db, said, amends, &by)?;
    let unknown = found.is_none();
    let changed = match (&amends.amendment, found) {
        (Amendment::Reactions(emoji), Some(target)) => {
            let who = said.occupant_id.as_deref().unwrap_or(said.from.as_str());
            react(db, target.id, (who, said.from.as_str()), emoji, when)?.then_some(target.id)
        }
        (Amendment::Retraction, Some(target)) if writes(&by, &target) => retract(db, target.id)?.then_some(target.id),
        (Amendment::Correction(body), Some(target)) if writes(&by, &target) => {
            let corrected = correct(db, &target, said.origin_id.as_deref(), body, when)?;
            if let (true, Manner::Spoiler(about)) = (corrected, &said.manner) {
                hide(db, target.id, about)?;
            }
            corrected.then_some(target.id)
        }
        // Nobody may put words into another's mouth; they stand for themselves.
        (Amendment::Correction(_), _) => {
            let stands = messages::add(db, said)?;
            if let (true, Outcome::Message(message, Novelty::New)) = (unknown, &stands) {
                db.prepare_cached("UPDATE messages SET replaces = ?2 WHERE id = ?1")?.execute(params![message.id.0, amends.target])?;
            }
            return Ok(stands);
        }
        (Amendment::Retraction | Amendment::Reactions(_), None) => {
            wait_for_message(db, said, amends, &by)?;
            None
        }
        (Amendment::Retraction, Some(_)) => None,
    };
    changed.map_or(Ok(Outcome::Nothing), |id| messages::outcome(db, id, Novelty::Updated))
}

/// The room's word: whoever wrote it.
pub(super) fn moderated(db: &Connection, account: &BareJid, room: &BareJid, stanza_id: &str) -> Result<Outcome> {
    let conversation = rows::conversation_id(db, account, &room.clone().into())?;
    let id: Option<i64> = db
        .prepare_cached("SELECT id FROM messages WHERE conversation = ?1 AND stanza_id = ?2 AND kind = 'groupchat' AND retracted = 0")?
        .query_row(params![conversation, stanza_id], |row| row.get(0))
        .optional()?;
    match id.map(MessageId) {
        Some(id) if retract(db, id)? => messages::outcome(db, id, Novelty::Updated),
        _ => Ok(Outcome::Nothing),
    }
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
    let now = When { time: jiff::Timestamp::now().as_microsecond(), is_last: true };
    match amendment {
        Amendment::Correction(body) if ours => correct(db, &target, Some(origin_id), body, now)?,
        Amendment::Retraction if ours => retract(db, id)?,
        Amendment::Correction(_) | Amendment::Retraction => return Ok(Outcome::Nothing),
        Amendment::Reactions(emoji) => react(db, id, (who, sender), emoji, now)?,
    };
    let changes = amendment.changes();
    let amendment = json(amendment)?;
    // What was refused of another kind stays refused.
    if message.unchanged.is_some_and(|unchanged| unchanged.what == changes) {
        db.prepare_cached("UPDATE messages SET problem = NULL WHERE id = ?1 AND state <> 'failed'")?.execute([id.0])?;
    }
    db.prepare_cached(
        "INSERT INTO outbox (account, message, origin_id, amendment) SELECT account, id, ?2, ?3 FROM messages WHERE id = ?1",
    )?
    .execute(params![id.0, origin_id, amendment])?;
    messages::outcome(db, id, Novelty::Updated)
}

/// The other side, or its server, did not take a change of ours.
pub(super) fn refused(db: &Connection, account: &BareJid, id: MessageId, unchanged: &Unchanged) -> Result<Outcome> {
    if messages::by_id(db, id)?.is_none_or(|message| message.account != *account) {
        return Ok(Outcome::Nothing);
    }
    let changed = db
        .prepare_cached("UPDATE messages SET problem = ?2 WHERE id = ?1 AND state <> 'failed'")?
        .execute(params![id.0, rows::json(unchanged)?])?;
    messages::outcome(db, id, if changed == 0 { Novelty::Known } else { Novelty::Updated })
}

pub(super) fn sent(db: &Connection, account: &BareJid, origin_id: &str) -> Result<usize> {
    db.prepare_cached("DELETE FROM outbox WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND origin_id = ?2")?
        .execute([account.as_str(), origin_id])
}

/// The words of a message that was taken back are gone, and its versions with them.
pub(super) fn forget_words(db: &Connection, id: MessageId) -> Result<()> {
    db.prepare_cached("UPDATE messages SET body = '', spoiler = NULL, file = NULL WHERE id = ?1")?.execute([id.0])?;
    db.prepare_cached("DELETE FROM versions WHERE message = ?1")?.execute([id.0])?;
    Ok(())
}

fn wait_for_message(db: &Connection, said: &NewMessage, amends: &Amends, by: &By<'_>) -> Result<()> {
    let Some(account) = rows::account_id(db, &said.account)? else { return Ok(()) };
    // Whoever has never said a word here says nothing about one, unless the archive is told from its end.
    if !said.delayed && rows::conversation_id(db, &said.account, &said.conversation)?.is_none() {
        return Ok(());
    }
    let conversation = messages::touch(db, account, said)?;
    db.prepare_cached(
        "INSERT INTO orphans (conversation, target, direction, sender, occupant_id, since, amendment, time)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        conversation,
        amends.target,
        by.direction,
        by.sender,
        by.occupant_id,
        by.since,
        json(&amends.amendment)?,
        said.time.as_microsecond()
    ])?;
    db.prepare_cached("DELETE FROM orphans WHERE id <= ?1 - ?2")?.execute([db.last_insert_rowid(), MOST_ORPHANS])?;
    Ok(())
}

/// A message that has just been stored: what was said about it before it came takes effect.
pub(super) fn adopt(db: &Connection, conversation: i64, id: MessageId, message: &NewMessage) -> Result<()> {
    let names = [message.origin_id.as_ref(), message.message_id.as_ref()];
    let named = if message.kind == Kind::Groupchat { [message.stanza_id.as_ref(), None] } else { names };
    for name in named.into_iter().flatten() {
        let mut waiting = db.prepare_cached(
            "SELECT id, direction, sender, occupant_id, since, amendment, time FROM orphans
             WHERE conversation = ?1 AND target = ?2 ORDER BY time, id",
        )?;
        let mut waiting = waiting.query(params![conversation, name])?;
        while let Some(orphan) = waiting.next()? {
            let (direction, sender, occupant): (String, String, Option<String>) = (orphan.get(1)?, orphan.get(2)?, orphan.get(3)?);
            let by = By { direction: &direction, sender: &sender, occupant_id: occupant.as_deref(), since: orphan.get(4)? };
            let Some(target) = by_id(db, id)? else { return Ok(()) };
            match serde_json::from_str(orphan.get_ref(5)?.as_str()?) {
                Ok(Amendment::Retraction) if writes(&by, &target) => retract(db, id)?,
                Ok(Amendment::Reactions(emoji)) => {
                    let told = When { time: orphan.get(6)?, is_last: false };
                    react(db, id, (by.occupant_id.unwrap_or(by.sender), by.sender), &emoji, told)?
                }
                _ => continue,
            };
            db.prepare_cached("DELETE FROM orphans WHERE id = ?1")?.execute([orphan.get::<_, i64>(0)?])?;
        }
    }
    for name in names.into_iter().flatten() {
        let mut corrections = db.prepare_cached(
            "SELECT id, direction, sender, occupant_id, origin_id, body, time, spoiler FROM messages INDEXED BY messages_that_replace
             WHERE conversation = ?1 AND replaces = ?2 AND id <> ?3 ORDER BY time, id",
        )?;
        let mut corrections = corrections.query(params![conversation, name, id.0])?;
        while let Some(correction) = corrections.next()? {
            let (direction, sender, occupant): (String, String, Option<String>) =
                (correction.get(1)?, correction.get(2)?, correction.get(3)?);
            let by = By { direction: &direction, sender: &sender, occupant_id: occupant.as_deref(), since: None };
            let Some(target) = by_id(db, id)? else { return Ok(()) };
            let people = message.from.is_bare() || occupant.is_some();
            if people && writes(&by, &target) {
                let (origin_id, body): (Option<String>, String) = (correction.get(4)?, correction.get(5)?);
                correct(db, &target, origin_id.as_deref(), &body, When { time: correction.get(6)?, is_last: false })?;
                if let Some(about) = correction.get::<_, Option<String>>(7)? {
                    hide(db, id, &about)?;
                }
                db.prepare_cached("DELETE FROM messages WHERE id = ?1")?.execute([correction.get::<_, i64>(0)?])?;
            }
        }
    }
    Ok(())
}

fn json(amendment: &Amendment) -> Result<String> {
    serde_json::to_string(amendment).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

fn find(db: &Connection, said: &NewMessage, amends: &Amends, by: &By<'_>) -> Result<Option<Target>> {
    let Some(account) = rows::account_id(db, &said.account)? else { return Ok(None) };
    let Some(conversation) = rows::conversation_id(db, &said.account, &said.conversation)? else { return Ok(None) };
    let by_archive = said.kind == Kind::Groupchat && !matches!(amends.amendment, Amendment::Correction(_));
    let named = if by_archive {
        "SELECT id FROM messages WHERE conversation = ?1 AND stanza_id = ?2 AND kind = ?3 AND account = ?4 ORDER BY id DESC"
    } else {
        "SELECT id FROM messages WHERE account = ?4 AND origin_id = ?2 AND conversation = ?1 AND kind = ?3
         UNION SELECT id FROM messages WHERE account = ?4 AND message_id = ?2 AND conversation = ?1 AND kind = ?3 ORDER BY id DESC"
    };
    let mut named = db.prepare_cached(named)?;
    let ids: Vec<i64> =
        named.query_map(params![conversation, amends.target, said.kind.as_str(), account], |row| row.get(0))?.collect::<Result<_>>()?;
    let mut found = None;
    for id in ids {
        // Senders repeat ids: the one that this sender may amend is meant.
        let Some(target) = by_id(db, MessageId(id))? else { continue };
        let theirs = writes(by, &target);
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
fn writes(by: &By<'_>, target: &Target) -> bool {
    match (by.occupant_id, &target.occupant_id) {
        (Some(now), Some(then)) => now == then,
        (None, None) => {
            let ours = by.direction == Direction::Out.as_str();
            by.direction == target.direction && by.sender == target.sender && (ours || by.since.is_none_or(|since| target.time >= since))
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

fn correct(db: &Connection, target: &Target, origin_id: Option<&str>, body: &str, when: When) -> Result<bool> {
    if target.retracted {
        return Ok(false);
    }
    let seen: bool = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM versions WHERE message = ?1 AND origin_id IS ?2 AND (?2 IS NOT NULL OR body = ?3 AND rowid > (SELECT min(rowid) FROM versions WHERE message = ?1)))",
        )?
        .query_row(params![target.id.0, origin_id, body], |row| row.get(0))?;
    if seen {
        // Told again by the archive, in its order: of two that come so the second is the last word.
        let moved = db
            .prepare_cached(
                "UPDATE versions SET time = (SELECT max(time) + 1 FROM versions WHERE message = ?1)
                 WHERE message = ?1 AND origin_id = ?2 AND ?3 AND time < (SELECT max(time) FROM versions WHERE message = ?1)",
            )?
            .execute(params![target.id.0, origin_id, when.is_last])?;
        return if moved == 0 { Ok(false) } else { show_last(db, target.id) };
    }
    db.prepare_cached(
        "INSERT INTO versions (message, body, time) SELECT id, body, time FROM messages
         WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE message = ?1)",
    )?
    .execute([target.id.0])?;
    db.prepare_cached(
        "INSERT INTO versions (message, origin_id, body, time)
         VALUES (?1, ?2, ?3, CASE WHEN ?5 THEN max(?4, (SELECT max(time) + 1 FROM versions WHERE message = ?1)) ELSE ?4 END)",
    )?
    .execute(params![target.id.0, origin_id, body, when.time, when.is_last])?;
    show_last(db, target.id)
}

/// A message says what its last version says.
fn show_last(db: &Connection, id: MessageId) -> Result<bool> {
    db.prepare_cached(
        "UPDATE messages SET corrected = 1,
             body = (SELECT body FROM versions WHERE message = ?1 ORDER BY origin_id IS NULL, time DESC, rowid DESC LIMIT 1)
         WHERE id = ?1",
    )?
    .execute([id.0])?;
    Ok(true)
}

/// Its sender hides what was seen by whoever looked before.
fn hide(db: &Connection, id: MessageId, about: &str) -> Result<()> {
    db.prepare_cached("UPDATE messages SET spoiler = ?2 WHERE id = ?1")?.execute(params![id.0, about])?;
    Ok(())
}

fn react(db: &Connection, id: MessageId, (who, sender): (&str, &str), emoji: &BTreeSet<String>, when: When) -> Result<bool> {
    let emoji: Vec<String> = emoji.iter().cloned().collect();
    // Also when it takes all back: an earlier one, told later by the archive, must not count again.
    let changed = db
        .prepare_cached(
            "INSERT INTO reactions (message, who, sender, emoji, time)
             SELECT id, ?2, ?3, ?4, ?5 FROM messages WHERE id = ?1 AND retracted = 0
             ON CONFLICT DO UPDATE SET sender = excluded.sender, emoji = excluded.emoji, time = max(time, excluded.time)
             WHERE ?6 OR excluded.time >= time",
        )?
        .execute(params![id.0, who, sender, rows::json(&emoji)?, when.time, when.is_last])?;
    Ok(changed > 0)
}
