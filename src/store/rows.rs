//! How values of the model lie in the columns of the database.

use crate::model::gap::{ArchiveGap, Missing, RoomGap};
use crate::model::{
    Account, Answered, BareJid, Conversation, Direction, Fingerprint, Host, Invitation, Jid, Kind, Manner, Message, MessageId,
    MessageState, Notify, Problem, Quoted, Request, RosterItem, ScramHash, Security, Subscription, Typing, Unchanged,
};
use crate::store::{Queued, SavedRoom};
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Result, Row};
use std::collections::BTreeMap;
use std::error::Error;
use std::str::FromStr;

/// The number of an account in the database; `None` when it was removed (or never there).
pub(super) fn account_id(db: &Connection, account: &BareJid) -> Result<Option<i64>> {
    db.prepare_cached("SELECT id FROM accounts WHERE jid = ?1")?.query_row([account.as_str()], |row| row.get(0)).optional()
}

pub(super) fn conversation_id(db: &Connection, account: &BareJid, conversation: &Jid) -> Result<Option<i64>> {
    db.prepare_cached("SELECT c.id FROM conversations c JOIN accounts a ON a.id = c.account WHERE a.jid = ?1 AND c.jid = ?2")?
        .query_row([account.as_str(), conversation.as_str()], |row| row.get(0))
        .optional()
}

pub(super) fn account(row: &Row<'_>) -> Result<Account> {
    let host: Option<String> = row.get("host")?;
    let port = row.get("port")?;
    Ok(Account {
        jid: parsed(row, "jid")?,
        enabled: row.get("enabled")?,
        alias: row.get("alias")?,
        host: host.map(|name| Host { name, port }),
        security: word(row, "security", Security::parse)?,
        resource: row.get("resource")?,
        remember: row.get("remember")?,
        extra_roots: row.get("extra_roots")?,
        pinned: row.get::<_, Option<[u8; 32]>>("pinned")?.map(Fingerprint),
        allow_plain: row.get("allow_plain")?,
        scram_seen: row.get("scram_seen")?,
        hash_seen: row.get::<_, Option<String>>("hash_seen")?.as_deref().and_then(ScramHash::parse),
        channel_binding_seen: row.get("channel_binding_seen")?,
        one_by_one: row.get("one_by_one")?,
    })
}

pub(super) fn archive_gap(row: &Row<'_>) -> Result<ArchiveGap> {
    let since: Option<i64> = row.get("since")?;
    Ok(ArchiveGap {
        after: row.get("after_id")?,
        since: since.and_then(|since| Timestamp::from_microsecond(since).ok()),
        before: row.get("before_id")?,
        missing: Missing {
            up_to: row.get::<_, Option<i64>>("up_to")?.map(MessageId),
            noted: row.get::<_, Option<i64>>("noted")?.map(MessageId),
            page: row.get("pages")?,
        },
    })
}

pub(super) fn room_gap(row: &Row<'_>) -> Result<RoomGap> {
    let up_to = row.get::<_, Option<i64>>("up_to")?.map(MessageId);
    Ok(RoomGap { before: row.get("stanza_id")?, missing: Missing { up_to, noted: None, page: row.get("pages")? } })
}

pub(super) fn roster_item(row: &Row<'_>) -> Result<RosterItem> {
    Ok(RosterItem {
        jid: parsed(row, "jid")?,
        name: row.get("name")?,
        groups: list(row, "groups")?,
        subscription: word(row, "subscription", Subscription::parse)?,
        ask: row.get("ask")?,
    })
}

pub(super) fn request(account: &BareJid, row: &Row<'_>) -> Result<Request> {
    Ok(Request {
        account: account.clone(),
        jid: parsed(row, "jid")?,
        nick: row.get("nick")?,
        message: row.get("message")?,
        time: time(row, "time")?,
    })
}

pub(super) fn invitation(account: &BareJid, row: &Row<'_>) -> Result<Invitation> {
    Ok(Invitation {
        account: account.clone(),
        room: parsed(row, "room")?,
        from: parsed(row, "sender")?,
        reason: row.get("reason")?,
        password: None,
        direct: row.get("direct")?,
        time: time(row, "time")?,
    })
}

pub(super) fn room(account: &BareJid, row: &Row<'_>) -> Result<SavedRoom> {
    Ok(SavedRoom {
        account: account.clone(),
        room: parsed(row, "room")?,
        nick: row.get("nick")?,
        name: row.get("name")?,
        label: row.get("label")?,
        relisted: row.get("relisted")?,
        group: row.get("list_group")?,
        joined: row.get("joined")?,
        autojoin: row.get("autojoin")?,
        notify: row.get::<_, Option<String>>("notify")?.and_then(|word| Notify::parse(&word)).unwrap_or_default(),
        occupant_id: row.get("occupant_id")?,
        put_out: row.get("put_out")?,
        unwritten: row.get("unwritten")?,
        // One that cannot be read is a room that nothing is known of.
        options: row.get::<_, Option<String>>("options")?.and_then(|told| serde_json::from_str(&told).ok()).unwrap_or_default(),
    })
}

pub(super) fn conversation(row: &Row<'_>) -> Result<Conversation> {
    let last: Option<i64> = row.get("last_time")?;
    Ok(Conversation {
        account: parsed(row, "account")?,
        conversation: parsed(row, "conversation")?,
        kind: word(row, "kind", kind)?,
        unread: row.get("unread")?,
        mentions: row.get("mentions")?,
        last_time: last.map(|_| time(row, "last_time")).transpose()?,
        last_body: row.get("last_body")?,
        typing: Typing::Not,
    })
}

pub(super) fn message(row: &Row<'_>) -> Result<Message> {
    let state = state(row)?;
    Ok(Message {
        id: MessageId(row.get("id")?),
        account: parsed(row, "account")?,
        conversation: parsed(row, "conversation")?,
        kind: word(row, "kind", kind)?,
        direction: word(row, "direction", direction)?,
        from: parsed(row, "sender")?,
        time: time(row, "time")?,
        body: row.get("body")?,
        unchanged: unchanged(row, &state)?,
        state,
        origin_id: row.get("origin_id")?,
        stanza_id: row.get("stanza_id")?,
        delayed: row.get("delayed")?,
        shortened: row.get("shortened")?,
        unstyled: row.get("unstyled")?,
        manner: manner(row)?,
        file: row.get("file")?,
        corrected: row.get("corrected")?,
        retracted: row.get("retracted")?,
        answers: answers(row)?,
        reactions: reactions(row)?,
    })
}

fn manner(row: &Row<'_>) -> Result<Manner> {
    let about: Option<String> = row.get("spoiler")?;
    let calls: bool = row.get("attention")?;
    Ok(if calls { Manner::Attention } else { about.map_or(Manner::Plain, Manner::Spoiler) })
}

fn answers(row: &Row<'_>) -> Result<Option<Box<Answered>>> {
    let Some(id) = row.get("answers")? else { return Ok(None) };
    let message = match row.get("quoted_id")? {
        None => None,
        Some(id) => Some(Quoted { id: MessageId(id), from: parsed(row, "quoted_sender")?, body: row.get("quoted_body")? }),
    };
    Ok(Some(Box::new(Answered { id, message })))
}

/// By emoji, each sender once.
fn reactions(row: &Row<'_>) -> Result<BTreeMap<String, Vec<Jid>>> {
    let text = row.get_ref("reactions")?.as_str().map_err(unreadable)?;
    let mut reactions: BTreeMap<String, Vec<Jid>> = BTreeMap::new();
    if text == "[]" {
        return Ok(reactions);
    }
    let kept: Vec<(String, Vec<String>)> = serde_json::from_str(text).map_err(unreadable)?;
    for (sender, emoji) in kept {
        let sender: Jid = sender.parse().map_err(unreadable)?;
        for emoji in emoji {
            reactions.entry(emoji).or_default().push(sender.clone());
        }
    }
    Ok(reactions)
}

/// What waits to be sent. The words of a message that was taken back meanwhile are still there until it has gone out.
pub(super) fn queued(row: &Row<'_>) -> Result<Queued> {
    let message = Message { body: row.get("words")?, ..message(row)? };
    let amendment = match row.get::<_, Option<String>>("amendment")? {
        None => None,
        Some(amendment) => Some((row.get("amendment_id")?, serde_json::from_str(&amendment).map_err(unreadable)?)),
    };
    Ok(Queued { message, amendment })
}

/// A list of words as the text of one column.
pub(super) fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The reason of a failure as the text of its column; `None` for the other states.
pub(super) fn problem(state: &MessageState) -> Result<Option<String>> {
    let MessageState::Failed(problem) = state else { return Ok(None) };
    json(problem).map(Some)
}

pub(super) fn list(row: &Row<'_>, column: &str) -> Result<Vec<String>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(unreadable)
}

pub(super) fn kind(word: &str) -> Option<Kind> {
    [Kind::Chat, Kind::Groupchat].into_iter().find(|kind| kind.as_str() == word)
}

fn direction(word: &str) -> Option<Direction> {
    [Direction::In, Direction::Out].into_iter().find(|direction| direction.as_str() == word)
}

fn reason(row: &Row<'_>) -> Result<Option<Problem>> {
    let text: Option<String> = row.get("problem")?;
    // A reason of a later version, or one given up since, still is one.
    Ok(text.map(|text| serde_json::from_str(&text).unwrap_or_else(|_| Problem::stanza("undefined-condition"))))
}

/// The last change of a message that did not get through: its column is that of the message itself, which did.
fn unchanged(row: &Row<'_>, state: &MessageState) -> Result<Option<Unchanged>> {
    let text: Option<String> = row.get("problem")?;
    Ok(text.filter(|_| !matches!(state, MessageState::Failed(_))).and_then(|text| serde_json::from_str(&text).ok()))
}

fn state(row: &Row<'_>) -> Result<MessageState> {
    if row.get_ref("state")?.as_str().is_ok_and(|word| word == "failed") {
        return Ok(MessageState::Failed(reason(row)?.unwrap_or_else(|| Problem::stanza("undefined-condition"))));
    }
    let plain = [MessageState::Queued, MessageState::Sent, MessageState::Delivered, MessageState::Displayed, MessageState::Received];
    word(row, "state", |word| plain.iter().find(|state| state.as_str() == word).cloned())
}

pub(super) fn time(row: &Row<'_>, column: &str) -> Result<Timestamp> {
    Timestamp::from_microsecond(row.get(column)?).map_err(unreadable)
}

pub(super) fn parsed<T: FromStr<Err: Error + Send + Sync + 'static>>(row: &Row<'_>, column: &str) -> Result<T> {
    row.get_ref(column)?.as_str().map_err(unreadable)?.parse().map_err(unreadable)
}

pub(super) fn word<T>(row: &Row<'_>, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
    let text: String = row.get(column)?;
    parse(&text).ok_or_else(|| unreadable(format!("unknown word in {column}")))
}

fn unreadable(error: impl Into<Box<dyn Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
}
