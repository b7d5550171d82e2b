//! What happened in rooms, as it is kept.

use super::rows;
use crate::model::{BareJid, Jid, Notice};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, params};

/// So many of a room are kept.
const MOST: u32 = 500;

pub(super) fn add(db: &Connection, notice: &Notice) -> Result<usize> {
    let Some(account) = rows::account_id(db, &notice.account)? else { return Ok(0) };
    db.prepare_cached("INSERT INTO notices (account, room, time, ours, what) VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        account,
        notice.room.as_str(),
        notice.time.as_microsecond(),
        notice.ours,
        rows::json(&notice.what)?
    ])?;
    db.prepare_cached(
        "DELETE FROM notices WHERE id IN
             (SELECT id FROM notices WHERE account = ?1 AND room = ?2 ORDER BY time DESC, id DESC LIMIT -1 OFFSET ?3)
         -- The subject as it was told last is known however much has happened since: it is no news.
         AND id IS NOT (SELECT id FROM notices WHERE account = ?1 AND room = ?2 AND what ->> 'what' = 'subject'
                         ORDER BY time DESC, id DESC LIMIT 1)",
    )?
    .execute(params![account, notice.room.as_str(), MOST])?;
    Ok(1)
}

/// What the subject of a room was set to last, as far as is kept.
pub(super) fn last_subject(db: &Connection, account: &BareJid, room: &BareJid) -> Result<Option<String>> {
    let sql = "SELECT n.what ->> 'words' FROM notices n JOIN accounts a ON a.id = n.account
                WHERE a.jid = ?1 AND n.room = ?2 AND n.what ->> 'what' = 'subject' ORDER BY n.time DESC, n.id DESC LIMIT 1";
    db.prepare_cached(sql)?.query_row([account.as_str(), room.as_str()], |row| row.get(0)).optional()
}

/// Those of a room that is forgotten with all that was said in it.
pub(super) fn forget(db: &Connection, account: &BareJid, conversation: &Jid) -> Result<usize> {
    db.prepare_cached("DELETE FROM notices WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND room = ?2")?
        .execute([account.as_str(), conversation.as_str()])
}

pub(super) fn forget_before(db: &Connection, time: Timestamp) -> Result<usize> {
    db.prepare_cached("DELETE FROM notices WHERE time < ?1")?.execute([time.as_microsecond()])
}

/// Oldest first. What a newer version has written and this one cannot read is left out.
pub(super) fn all(db: &Connection, account: &BareJid, room: &BareJid) -> Result<Vec<Notice>> {
    let sql = "SELECT n.time, n.ours, n.what FROM notices n JOIN accounts a ON a.id = n.account WHERE a.jid = ?1 AND n.room = ?2 ORDER BY n.time, n.id";
    let mut statement = db.prepare_cached(sql)?;
    let read = statement.query_map([account.as_str(), room.as_str()], |row| {
        Ok((row.get::<_, i64>("time")?, row.get("ours")?, row.get::<_, String>("what")?))
    })?;
    let mut notices = Vec::new();
    for row in read {
        let (time, ours, what) = row?;
        let (Ok(time), Ok(what)) = (Timestamp::from_microsecond(time), serde_json::from_str(&what)) else { continue };
        notices.push(Notice { account: account.clone(), room: room.clone(), time, ours, what });
    }
    Ok(notices)
}
