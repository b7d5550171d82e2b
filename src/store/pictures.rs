//! Pictures of people and rooms, as small as they are kept, and whose is which.

use super::rows;
use crate::model::{BareJid, PictureId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, params};

pub(super) fn save(db: &Connection, id: PictureId, png: &[u8], time: Timestamp) -> Result<usize> {
    db.prepare_cached("INSERT INTO pictures (id, png, time) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?.execute(params![
        id.0,
        png,
        time.as_microsecond()
    ])
}

/// Once a day is enough.
pub(super) fn used(db: &Connection, id: PictureId, time: Timestamp) -> Result<usize> {
    const DAY: i64 = 86_400_000_000;
    db.prepare_cached("UPDATE pictures SET time = ?2 WHERE id = ?1 AND time < ?3")?.execute(params![
        id.0,
        time.as_microsecond(),
        time.as_microsecond() - DAY
    ])
}

/// A picture that is not here is nobody's.
pub(super) fn set(db: &Connection, account: &BareJid, jid: &BareJid, picture: Option<PictureId>) -> Result<usize> {
    let Some(account) = rows::account_id(db, account)? else { return Ok(0) };
    match picture {
        Some(picture) => db
            .prepare_cached(
                "INSERT INTO pictures_of (account, jid, picture) SELECT ?1, ?2, id FROM pictures WHERE id = ?3
                 ON CONFLICT DO UPDATE SET picture = excluded.picture WHERE picture IS NOT excluded.picture",
            )?
            .execute(params![account, jid.as_str(), picture.0]),
        None => db.prepare_cached("DELETE FROM pictures_of WHERE account = ?1 AND jid = ?2")?.execute(params![account, jid.as_str()]),
    }
}

/// Those that nobody on any list has, and that came before this.
pub(super) fn forget_before(db: &Connection, time: Timestamp) -> Result<usize> {
    db.prepare_cached("DELETE FROM pictures WHERE time < ?1 AND NOT EXISTS (SELECT 1 FROM pictures_of o WHERE o.picture = pictures.id)")?
        .execute([time.as_microsecond()])
}

pub(super) fn is_here(db: &Connection, id: PictureId) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM pictures WHERE id = ?1")?.exists([id.0])
}

/// The PNG.
pub(super) fn picture(db: &Connection, id: PictureId) -> Result<Option<Vec<u8>>> {
    db.prepare_cached("SELECT png FROM pictures WHERE id = ?1")?.query_row([id.0], |row| row.get(0)).optional()
}

pub(super) fn of_account(db: &Connection, account: &BareJid) -> Result<Vec<(BareJid, PictureId)>> {
    let sql = "SELECT o.jid, o.picture FROM pictures_of o JOIN accounts a ON a.id = o.account WHERE a.jid = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([account.as_str()], |row| Ok((rows::parsed(row, "jid")?, PictureId(row.get("picture")?))))?;
    rows.collect()
}
