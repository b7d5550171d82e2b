//! One message is one message, however often it comes; and how far an own one has come.
//!
//! A message that comes in again (live, as a carbon, from the archive, after a resumption) is recognised inside its conversation:
//!
//! 1. By the id its archive gave it (XEP-0359). The archive of a `Chat` is the account's own, of a `Groupchat` the room's; an id of
//!    another conversation or of the other archive says nothing.
//! 2. An own one by its origin-id, which we or another of our devices made; but not where both have ids of the archive, and other words.
//! 3. Somebody else's, when exactly one of the two has the archive's id: by the same sender, origin-id and body.
//!
//! All else is new. Two messages with the same origin-id, or with none, stay two: senders repeat ids, and a message shown twice is a
//! smaller harm than one never shown. A copy may add the archive's id and raise the state of an own message; nothing else changes.
//!
//! Own messages move along queued < sent < failed < delivered < displayed and never back: what the server acknowledged may still
//! bounce, and a receipt proves that what bounced somewhere else did arrive. Only [`requeue`] starts a failed one again.
//!
//! Inside a conversation messages are in the order of their times, those of the same time in the order in which they were stored, which is
//! the archive's order. What an archive tells later stands at least at the time of what it told before ([`Follows`]). Neither ever changes, so pages read backwards from any message neither skip nor repeat one; but for an own
//! message that waited: it takes the time at which it goes out, and so its place after what came meanwhile ([`goes_out`]).

use super::rows;
use super::{Follows, Incoming, NewMessage, Novelty, Outcome, Unmarked};
use crate::model::gap::Missing;
use crate::model::message::page_order;
use crate::model::{BareJid, Direction, Jid, Kind, Manner, Message, MessageId, MessageState};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, named_params, params};

/// Stores a message, or notes what a copy of it tells.
pub(super) fn add(db: &Connection, message: &NewMessage) -> Result<Outcome> {
    let Some((id, novelty)) = add_row(db, message)? else { return Ok(Outcome::Nothing) };
    outcome(db, id, novelty)
}

/// Stores an own message and its place at the end of the outbox.
pub(super) fn queue(db: &Connection, message: &NewMessage) -> Result<Outcome> {
    let message = NewMessage { direction: Direction::Out, state: MessageState::Queued, incoming: Incoming::Read, ..message.clone() };
    let Some((id, novelty)) = add_row(db, &message)? else { return Ok(Outcome::Nothing) };
    if novelty == Novelty::New {
        append_to_outbox(db, id)?;
    }
    outcome(db, id, novelty)
}

/// Puts a failed own message into the outbox again, at the end, with the id it had.
pub(super) fn requeue(db: &Connection, id: MessageId) -> Result<Outcome> {
    let changed = db
        .prepare_cached("UPDATE messages SET state = 'queued', problem = NULL WHERE id = ?1 AND direction = 'out' AND state = 'failed' AND retracted = 0")?
        .execute([id.0])?;
    if changed == 0 {
        return outcome(db, id, Novelty::Known);
    }
    append_to_outbox(db, id)?;
    outcome(db, id, Novelty::Updated)
}

/// Moves an own message forward.
pub(super) fn set_state(db: &Connection, account: &BareJid, origin_id: &str, state: &MessageState) -> Result<Outcome> {
    let Some(own) = own(db, account, origin_id)? else { return Ok(Outcome::Nothing) };
    let novelty = if raise(db, &own, state)? { Novelty::Updated } else { Novelty::Known };
    outcome(db, own.id, novelty)
}

/// An own message that goes out now comes after all that was said while it waited, and after those of ours that go out before it.
/// One that has its place already, because it has arrived, keeps it.
pub(super) fn goes_out(db: &Connection, account: &BareJid, conversation: &Jid, origin_id: &str, time: Timestamp) -> Result<Outcome> {
    let Some(own) = own(db, account, origin_id)?.filter(|own| own.conversation == *conversation) else { return Ok(Outcome::Nothing) };
    if matches!(own.state, MessageState::Delivered | MessageState::Displayed) {
        return outcome(db, own.id, Novelty::Known);
    }
    let moved = db
        .prepare_cached(
            "UPDATE messages AS m SET time = min(max(?2, latest.time + 1), ?3)
             FROM (SELECT x.time, x.id FROM messages o JOIN messages x INDEXED BY messages_in_order ON x.conversation = o.conversation
                   LEFT JOIN outbox waiting ON waiting.message = x.id AND waiting.amendment IS NULL
                   WHERE o.id = ?1 AND (x.time, x.id) > (o.time, o.id)
                     -- Those of ours that the server has, and the room has not told yet, keep their order among themselves.
                     AND NOT (x.kind = 'groupchat' AND x.direction = 'out' AND x.state IN ('sent', 'failed') AND x.id > o.id)
                     AND (waiting.place IS NULL OR waiting.place < (SELECT place FROM outbox WHERE message = ?1 AND amendment IS NULL))
                   ORDER BY x.time DESC, x.id DESC LIMIT 1) AS latest
             WHERE m.id = ?1",
        )?
        .execute(params![own.id.0, time.as_microsecond(), LATEST])?;
    outcome(db, own.id, if moved == 0 { Novelty::Known } else { Novelty::Updated })
}

/// Notes the archive's id of an own message.
pub(super) fn set_stanza_id(db: &Connection, account: &BareJid, origin_id: &str, stanza_id: &str) -> Result<Outcome> {
    let Some(own) = own(db, account, origin_id)? else { return Ok(Outcome::Nothing) };
    let novelty = if learn_stanza_id(db, &own, Some(stanza_id))? { Novelty::Updated } else { Novelty::Known };
    outcome(db, own.id, novelty)
}

/// Moves the read position to the newest message stored that counts. What is stored later counts again, whatever time it bears.
pub(super) fn mark_read(db: &Connection, account: &BareJid, conversation: &Jid) -> Result<Outcome> {
    let Some(conversation) = rows::conversation_id(db, account, conversation)? else { return Ok(Outcome::Nothing) };
    let changed = db
        .prepare_cached(
            "WITH newest (id) AS (SELECT max(id) FROM messages WHERE conversation = ?1 AND incoming > 0)
             UPDATE conversations SET read_to = newest.id FROM newest WHERE conversations.id = ?1 AND read_to < newest.id",
        )?
        .execute([conversation])?;
    Ok(if changed == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// The message with this id as its sender names it, or with a correction of this id.
fn named(db: &Connection, account: &BareJid, conversation: i64, direction: Direction, id: &str) -> Result<Option<MessageId>> {
    let Some(account) = rows::account_id(db, account)? else { return Ok(None) };
    db.prepare_cached(
        "SELECT id FROM messages WHERE account = ?1 AND origin_id = ?2 AND conversation = ?3 AND direction = ?4
         UNION SELECT id FROM messages WHERE account = ?1 AND message_id = ?2 AND conversation = ?3 AND direction = ?4
         UNION SELECT m.id FROM versions v JOIN messages m ON m.id = v.message
             WHERE v.origin_id = ?2 AND m.account = ?1 AND m.conversation = ?3 AND m.direction = ?4
         ORDER BY id DESC LIMIT 1",
    )?
    .query_row(params![account, id, conversation, direction.as_str()], |row| row.get(0).map(MessageId))
    .optional()
}

/// The other side has looked at an own message, and at all before it.
pub(super) fn displayed(db: &Connection, account: &BareJid, conversation: &Jid, id: &str) -> Result<Outcome> {
    let Some(conversation) = rows::conversation_id(db, account, conversation)? else { return Ok(Outcome::Nothing) };
    let Some(newest) = named(db, account, conversation, Direction::Out, id)? else { return Ok(Outcome::Nothing) };
    let moved: Vec<i64> = db
        .prepare_cached(
            "UPDATE messages INDEXED BY messages_not_displayed SET state = 'displayed'
             WHERE conversation = ?1 AND direction = 'out' AND state IN ('sent', 'delivered')
               AND (time, id) <= (SELECT time, id FROM messages WHERE id = ?2)
             RETURNING id",
        )?
        .query_map(params![conversation, newest.0], |row| row.get(0))?
        .collect::<Result<_>>()?;
    // One that nobody had acknowledged was read all the same.
    let mut moved: Vec<MessageId> = moved.into_iter().map(MessageId).collect();
    if let Some(known) = by_id(db, newest)?
        && raise(db, &known, &MessageState::Displayed)?
    {
        moved.push(newest);
    }
    let messages: Vec<Message> = moved.into_iter().map(|id| by_id(db, id)).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    Ok(if messages.is_empty() { Outcome::Nothing } else { Outcome::Messages(messages) })
}

/// Another device of ours has read up to a message: those after it stay unread.
pub(super) fn read_to(db: &Connection, account: &BareJid, conversation: &Jid, id: &str) -> Result<Outcome> {
    let Some(conversation) = rows::conversation_id(db, account, conversation)? else { return Ok(Outcome::Nothing) };
    let message = named(db, account, conversation, Direction::In, id)?;
    message.map_or(Ok(Outcome::Nothing), |message| read_elsewhere(db, conversation, message))
}

/// The same, by the archive's id of the message, whoever wrote it.
pub(super) fn read_to_archived(db: &Connection, account: &BareJid, conversation: &Jid, stanza_id: &str) -> Result<Outcome> {
    let Some(conversation) = rows::conversation_id(db, account, conversation)? else { return Ok(Outcome::Nothing) };
    let message: Option<i64> = db
        .prepare_cached("SELECT id FROM messages WHERE conversation = ?1 AND stanza_id = ?2 ORDER BY id LIMIT 1")?
        .query_row(params![conversation, stanza_id], |row| row.get(0))
        .optional()?;
    message.map_or(Ok(Outcome::Nothing), |message| read_elsewhere(db, conversation, MessageId(message)))
}

/// Read positions only move forward. Messages that came from the archive later than newer ones have higher ids than these: the position
/// stays before the first that is later in time, and what lies behind it by its id alone is read one by one.
fn read_elsewhere(db: &Connection, conversation: i64, message: MessageId) -> Result<Outcome> {
    const UNREAD: &str = "conversation = ?1 AND incoming > 0 AND id > (SELECT read_to FROM conversations WHERE id = ?1)";
    const UP_TO_IT: &str = "(time, id) <= (SELECT time, id FROM messages WHERE id = ?2)";
    let moved = db
        .prepare_cached(&format!(
            "WITH up_to (last) AS (SELECT max(id) FROM messages
                                   WHERE {UNREAD} AND id < coalesce((SELECT min(id) FROM messages WHERE {UNREAD} AND NOT {UP_TO_IT}), id + 1))
             UPDATE conversations SET read_to = up_to.last FROM up_to WHERE conversations.id = ?1 AND up_to.last IS NOT NULL"
        ))?
        .execute(params![conversation, message.0])?;
    let read = db
        .prepare_cached(&format!("UPDATE messages SET incoming = 0 WHERE {UNREAD} AND {UP_TO_IT}"))?
        .execute(params![conversation, message.0])?;
    // The other device tells it, where it is told.
    db.prepare_cached(
        "UPDATE conversations SET marked_to = ?2
         WHERE id = ?1 AND coalesce((SELECT (n.time, n.id) > (o.time, o.id) FROM messages n, messages o WHERE n.id = ?2 AND o.id = marked_to),
                                    ?2 > marked_to)",
    )?
    .execute(params![conversation, message.0])?;
    Ok(if moved + read == 0 { Outcome::Nothing } else { Outcome::Done })
}

pub(super) fn marker_sent(db: &Connection, account: &BareJid, unmarked: &Unmarked) -> Result<usize> {
    db.prepare_cached(
        "UPDATE conversations SET marked_to = ?3
         WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND jid = ?2 AND marked_to <> ?3",
    )?
    .execute(params![account.as_str(), unmarked.conversation.as_str(), unmarked.message.0])
}

pub(super) fn by_id(db: &Connection, id: MessageId) -> Result<Option<Message>> {
    db.prepare_cached("SELECT * FROM message_rows WHERE id = ?1")?.query_row([id.0], rows::message).optional()
}

pub(super) fn outcome(db: &Connection, id: MessageId, novelty: Novelty) -> Result<Outcome> {
    Ok(by_id(db, id)?.map_or(Outcome::Nothing, |message| Outcome::Message(Box::new(message), novelty)))
}

/// `None` when the account is gone.
pub(super) fn add_row(db: &Connection, message: &NewMessage) -> Result<Option<(MessageId, Novelty)>> {
    let Some(account) = rows::account_id(db, &message.account)? else { return Ok(None) };
    let conversation = touch(db, account, message)?;
    if let Some(id) = find(db, conversation, message)? {
        let Some(known) = by_id(db, id)? else { return Ok(None) };
        let learned = learn_stanza_id(db, &known, message.stanza_id.as_deref())?;
        learn_occupant_id(db, id, message.occupant_id.as_deref())?;
        let raised = message.direction == Direction::Out && raise(db, &known, &message.state)?;
        return Ok(Some((id, if learned || raised { Novelty::Updated } else { Novelty::Known })));
    }
    insert(db, account, conversation, message)?;
    let id = MessageId(db.last_insert_rowid());
    super::amendments::adopt(db, conversation, id, message)?;
    Ok(Some((id, Novelty::New)))
}

/// The conversation's number; it appears with its first message. One that has a room's line is a room.
pub(super) fn touch(db: &Connection, account: i64, message: &NewMessage) -> Result<i64> {
    let known: Option<(i64, String)> = db
        .prepare_cached("SELECT id, kind FROM conversations WHERE account = ?1 AND jid = ?2")?
        .query_row(params![account, message.conversation.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, kind)) = known {
        if message.kind == Kind::Groupchat && kind != message.kind.as_str() {
            db.prepare_cached("UPDATE conversations SET kind = ?2 WHERE id = ?1")?.execute(params![id, message.kind.as_str()])?;
        }
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO conversations (account, jid, kind) VALUES (?1, ?2, ?3)")?.execute(params![
        account,
        message.conversation.as_str(),
        message.kind.as_str()
    ])?;
    Ok(db.last_insert_rowid())
}

/// The message this is a copy of, by the three rules above, in their order.
fn find(db: &Connection, conversation: i64, message: &NewMessage) -> Result<Option<MessageId>> {
    let kind = message.kind.as_str();
    if let Some(stanza_id) = &message.stanza_id {
        let same_archive_id = db
            .prepare_cached("SELECT id FROM messages WHERE conversation = ?1 AND stanza_id = ?2 AND kind = ?3 ORDER BY id LIMIT 1")?
            .query_row(params![conversation, stanza_id, kind], |row| row.get(0))
            .optional()?;
        if same_archive_id.is_some() {
            return Ok(same_archive_id.map(MessageId));
        }
    }
    let Some(origin_id) = &message.origin_id else { return Ok(None) };
    let found: Option<i64> = match message.direction {
        Direction::Out => db
            .prepare_cached(
                "SELECT m.id FROM messages m JOIN conversations c ON c.id = ?1
                 WHERE m.account = c.account AND m.origin_id = ?2 AND m.conversation = ?1 AND m.kind = ?3 AND m.direction = 'out'
                   -- Some devices count from one in each session: other words under another id of the archive are another message.
                   AND (m.stanza_id IS NULL OR ?4 IS NULL OR m.body = ?5 OR m.retracted = 1 OR m.corrected = 1)
                 ORDER BY m.id LIMIT 1",
            )?
            .query_row(params![conversation, origin_id, kind, message.stanza_id, message.body], |row| row.get(0))
            .optional()?,
        Direction::In => db
            .prepare_cached(
                "SELECT m.id FROM messages m JOIN conversations c ON c.id = ?1
                 WHERE m.account = c.account AND m.origin_id = ?2 AND m.conversation = ?1 AND m.kind = ?3 AND m.direction = 'in'
                   AND m.sender = ?4 AND (m.stanza_id IS NULL) = ?6
                   AND (m.body = ?5 OR m.retracted = 1
                        OR m.corrected = 1 AND EXISTS (SELECT 1 FROM versions v WHERE v.message = m.id AND v.body = ?5))
                 ORDER BY m.id LIMIT 1",
            )?
            .query_row(params![conversation, origin_id, kind, message.from.as_str(), message.body, message.stanza_id.is_some()], |row| {
                row.get(0)
            })
            .optional()?,
    };
    Ok(found.map(MessageId))
}

/// Where a message stands: not before what it follows.
fn time_in_order(db: &Connection, conversation: i64, message: &NewMessage) -> Result<i64> {
    let time = message.time.as_microsecond();
    let newest = |up_to: MessageId, which: &str| {
        db.prepare_cached(&format!(
            "SELECT time FROM messages INDEXED BY messages_in_order WHERE conversation = ?1 AND time > ?2 AND id <= ?3 AND ({which})
             ORDER BY time DESC LIMIT 1"
        ))?
        .query_row(params![conversation, time, up_to.0], |row| row.get(0))
        .optional()
    };
    let line = match &message.follows {
        Follows::Archived { line: Some(line), .. } => db
            .prepare_cached("SELECT time FROM messages WHERE conversation = ?1 AND stanza_id = ?2 AND kind = ?3 ORDER BY id LIMIT 1")?
            .query_row(params![conversation, line, message.kind.as_str()], |row| row.get(0))
            .optional()?,
        _ => None,
    };
    let archived = "stanza_id IS NOT NULL";
    let before: Option<i64> = match (line, &message.follows) {
        (Some(line), _) => Some(line),
        (None, Follows::Archived { up_to: Some(up_to), is_end: false, .. }) => newest(*up_to, archived)?,
        // Where all of it would stand at one time, its pages still have an order.
        (None, Follows::Archived { up_to: Some(up_to), is_end: true, .. }) => newest(*up_to, archived)?.map(|time| time + page_order(0)),
        (None, Follows::Gap { missing, floor }) => {
            floor.map(Timestamp::as_microsecond).filter(|floor| *floor > time).map(|floor| floor + page_order(missing.page))
        }
        (None, Follows::Resumed { up_to }) => newest(*up_to, "stanza_id IS NOT NULL OR state IN ('sent', 'delivered', 'displayed')")?,
        (None, Follows::Nothing | Follows::Archived { up_to: None, .. }) => None,
    };
    before.map_or_else(|| time_among_others(db, conversation, message), |before| Ok(before.max(time)))
}

/// Many servers stamp whole seconds. Within such a second the order of arrival counts, which is the archive's: a line told later must
/// not come before one that arrived live in the same second. What arrives live comes last, though our clock was set back.
fn time_among_others(db: &Connection, conversation: i64, message: &NewMessage) -> Result<i64> {
    const SECOND: i64 = 1_000_000;
    let time = message.time.as_microsecond();
    let until = match (message.delayed, time % SECOND) {
        (false, _) => i64::MAX,
        (true, 0) => time + SECOND,
        (true, _) => return Ok(time),
    };
    let newest: Option<i64> = db
        .prepare_cached("SELECT max(time) FROM messages WHERE conversation = ?1 AND time >= ?2 AND time < ?3")?
        .query_row(params![conversation, time, until], |row| row.get(0))?;
    Ok(newest.unwrap_or(time))
}

/// Somebody has looked at what was said after the gap in which it was missing.
fn was_passed(db: &Connection, conversation: i64, follows: &Follows) -> Result<bool> {
    let Follows::Gap { missing: Missing { noted: Some(noted), .. }, .. } = follows else { return Ok(false) };
    db.prepare_cached("SELECT read_to > ?2 FROM conversations WHERE id = ?1")?.query_row([conversation, noted.0], |row| row.get(0))
}

/// In the year 2200: later times, and those before 1970, have no place in the index of words (schema-11.sql).
const LATEST: i64 = 7_258_118_400_000_000;

fn insert(db: &Connection, account: i64, conversation: i64, message: &NewMessage) -> Result<()> {
    let incoming = match message.incoming {
        _ if was_passed(db, conversation, &message.follows)? => 0,
        Incoming::Read => 0,
        Incoming::Unread => 1,
        Incoming::Mention => 2,
    };
    db.prepare_cached(
        "INSERT INTO messages (account, conversation, kind, direction, sender, time, body, state, problem, origin_id, message_id,
                               stanza_id, occupant_id, answers, markable, delayed, shortened, unstyled, attention, spoiler, file,
                               incoming)
         VALUES (:account, :conversation, :kind, :direction, :sender, :time, :body, :state, :problem, :origin_id, :message_id,
                 :stanza_id, :occupant_id, :answers, :markable, :delayed, :shortened, :unstyled, :attention, :spoiler, :file,
                 :incoming)",
    )?
    .execute(named_params! {
        ":account": account,
        ":conversation": conversation,
        ":kind": message.kind.as_str(),
        ":direction": message.direction.as_str(),
        ":sender": message.from.as_str(),
        ":time": time_in_order(db, conversation, message)?.clamp(0, LATEST),
        ":body": message.body,
        ":state": message.state.as_str(),
        ":problem": rows::problem(&message.state)?,
        ":origin_id": message.origin_id,
        ":message_id": message.message_id,
        ":stanza_id": message.stanza_id,
        ":occupant_id": message.occupant_id,
        ":answers": message.answers,
        ":markable": message.markable,
        ":delayed": message.delayed,
        ":shortened": message.shortened,
        ":unstyled": message.unstyled,
        ":attention": message.manner == Manner::Attention,
        ":spoiler": match &message.manner {
            Manner::Spoiler(about) => Some(about),
            Manner::Plain | Manner::Attention => None,
        },
        ":file": message.file,
        ":incoming": incoming,
    })?;
    Ok(())
}

/// The newest of our own messages with this origin-id.
fn own(db: &Connection, account: &BareJid, origin_id: &str) -> Result<Option<Message>> {
    let Some(account) = rows::account_id(db, account)? else { return Ok(None) };
    let id: Option<i64> = db
        .prepare_cached("SELECT id FROM messages WHERE account = ?1 AND origin_id = ?2 AND direction = 'out' ORDER BY id DESC LIMIT 1")?
        .query_row(params![account, origin_id], |row| row.get(0))
        .optional()?;
    id.map_or(Ok(None), |id| by_id(db, MessageId(id)))
}

fn learn_stanza_id(db: &Connection, known: &Message, stanza_id: Option<&str>) -> Result<bool> {
    if known.stanza_id.is_some() || stanza_id.is_none() {
        return Ok(false);
    }
    db.prepare_cached("UPDATE messages SET stanza_id = ?2 WHERE id = ?1")?.execute(params![known.id.0, stanza_id])?;
    Ok(true)
}

/// A room tells who we are in it with the reflection of our own line.
fn learn_occupant_id(db: &Connection, id: MessageId, occupant_id: Option<&str>) -> Result<()> {
    if occupant_id.is_some() {
        db.prepare_cached("UPDATE messages SET occupant_id = ?2 WHERE id = ?1 AND occupant_id IS NULL")?
            .execute(params![id.0, occupant_id])?;
    }
    Ok(())
}

/// Moves an own message forward; whoever leaves `Queued` leaves the outbox. Tells whether it moved.
fn raise(db: &Connection, known: &Message, state: &MessageState) -> Result<bool> {
    let (Some(from), Some(to)) = (step(&known.state), step(state)) else { return Ok(false) };
    if known.direction != Direction::Out || to <= from {
        return Ok(false);
    }
    // What did not get through of a change stays so when the message itself is looked at.
    let kept =
        "UPDATE messages SET state = ?2, problem = CASE WHEN ?3 IS NULL AND state <> 'failed' THEN problem ELSE ?3 END WHERE id = ?1";
    db.prepare_cached(kept)?.execute(params![known.id.0, state.as_str(), rows::problem(state)?])?;
    db.prepare_cached("DELETE FROM outbox WHERE message = ?1 AND amendment IS NULL")?.execute([known.id.0])?;
    if known.retracted {
        // Its words were kept until it had gone out: the other side has to take them back, too.
        super::amendments::forget_words(db, known.id)?;
    }
    Ok(true)
}

/// The place of a state on the way of an own message.
fn step(state: &MessageState) -> Option<u8> {
    match state {
        MessageState::Queued => Some(0),
        MessageState::Sent => Some(1),
        MessageState::Failed(_) => Some(2),
        MessageState::Delivered => Some(3),
        MessageState::Displayed => Some(4),
        MessageState::Received => None,
    }
}

fn append_to_outbox(db: &Connection, id: MessageId) -> Result<()> {
    db.prepare_cached("INSERT INTO outbox (account, message) SELECT account, id FROM messages WHERE id = ?1")?.execute([id.0])?;
    Ok(())
}
