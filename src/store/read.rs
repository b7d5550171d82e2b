//! What can be asked: on connections of their own, so that nobody waits for the writer.

use super::{Queued, SavedRoom, Store, Unmarked, messages, notices, pictures, rows, search};
use crate::model::gap::{ArchiveGap, RoomGap};
use crate::model::problem::StorageFault;
use crate::model::search::Search;
use crate::model::{
    Account, BareJid, Conversation, Invitation, Jid, Kind, Message, MessageId, Notice, PictureId, Request, RosterItem, Spot,
};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

/// Before a message that is looked up, for what it was about.
const CONTEXT: u32 = 20;
/// So much of what one person said is taken back at once.
const MOST_OF_ONE: u32 = 500;
/// A log of so many is still quick.
const MOST_FROM: u32 = 50_000;

type Answer<T> = Result<T, StorageFault>;

impl Store {
    /// In the order in which they were added.
    pub fn accounts(&self) -> Answer<Vec<Account>> {
        self.read(|db| all(db, "SELECT * FROM accounts ORDER BY id", [], rows::account))
    }

    /// The cached roster (RFC 6121 §2.6) with its version, by address.
    pub fn roster(&self, account: &BareJid) -> Answer<(Option<String>, Vec<RosterItem>)> {
        self.read(|db| {
            // One snapshot: a version must never stand beside another version's entries.
            let db = db.unchecked_transaction()?;
            let version = db
                .prepare_cached("SELECT roster_version FROM accounts WHERE jid = ?1")?
                .query_row([account.as_str()], |row| row.get(0))
                .optional()?
                .flatten();
            let sql = "SELECT r.* FROM roster r JOIN accounts a ON a.id = r.account WHERE a.jid = ?1 ORDER BY r.jid";
            Ok((version, all(&db, sql, [account.as_str()], rows::roster_item)?))
        })
    }

    /// The earliest first.
    pub fn requests(&self, account: &BareJid) -> Answer<Vec<Request>> {
        let sql = "SELECT r.* FROM requests r JOIN accounts a ON a.id = r.account WHERE a.jid = ?1 ORDER BY r.time, r.jid";
        self.read(|db| all(db, sql, [account.as_str()], |row| rows::request(account, row)))
    }

    /// The earliest first.
    pub fn invitations(&self, account: &BareJid) -> Answer<Vec<Invitation>> {
        let sql = "SELECT i.* FROM invitations i JOIN accounts a ON a.id = i.account WHERE a.jid = ?1 ORDER BY i.time, i.room";
        self.read(|db| all(db, sql, [account.as_str()], |row| rows::invitation(account, row)))
    }

    /// What happened in a room, oldest first.
    pub fn notices(&self, account: &BareJid, room: &BareJid) -> Answer<Vec<Notice>> {
        self.read(|db| notices::all(db, account, room))
    }

    /// What the sender of a line in a room has said there, the newest first, with the ids of the room's archive: under the same
    /// occupant-id, else under the same name since a time. Not what was taken back.
    pub fn said_by_the_same(&self, id: MessageId, since: Timestamp) -> Answer<Vec<(MessageId, String)>> {
        let sql = "SELECT m.id, m.stanza_id FROM messages p JOIN messages m ON m.conversation = p.conversation
                    WHERE p.id = ?1 AND m.direction = 'in' AND m.retracted = 0 AND m.stanza_id IS NOT NULL
                      AND CASE WHEN p.occupant_id IS NOT NULL THEN m.occupant_id = p.occupant_id
                               ELSE m.occupant_id IS NULL AND m.sender = p.sender AND p.time >= ?2 AND m.time >= ?2 END
                    ORDER BY m.id DESC LIMIT ?3";
        let values = params![id.0, since.as_microsecond(), MOST_OF_ONE];
        self.read(|db| all(db, sql, values, |row| Ok((MessageId(row.get(0)?), row.get(1)?))))
    }

    /// Whose pictures are which.
    pub fn pictures(&self, account: &BareJid) -> Answer<Vec<(BareJid, PictureId)>> {
        self.read(|db| pictures::of_account(db, account))
    }

    pub fn has_picture(&self, id: PictureId) -> Answer<bool> {
        self.read(|db| pictures::is_here(db, id))
    }

    /// A picture as it is kept: a PNG.
    pub fn picture(&self, id: PictureId) -> Answer<Option<Vec<u8>>> {
        self.read(|db| pictures::picture(db, id))
    }

    /// What the subject of a room was set to last.
    pub fn last_subject(&self, account: &BareJid, room: &BareJid) -> Answer<Option<String>> {
        self.read(|db| notices::last_subject(db, account, room))
    }

    /// The one with the newest message first.
    pub fn conversations(&self, account: &BareJid) -> Answer<Vec<Conversation>> {
        let sql = "SELECT * FROM conversation_rows WHERE account = ?1 ORDER BY last_time DESC, conversation";
        self.read(|db| all(db, sql, [account.as_str()], rows::conversation))
    }

    pub fn conversation(&self, account: &BareJid, conversation: &Jid) -> Answer<Option<Conversation>> {
        let sql = "SELECT * FROM conversation_rows WHERE account = ?1 AND conversation = ?2";
        self.read(|db| one(db, sql, [account.as_str(), conversation.as_str()], rows::conversation))
    }

    /// Whether something was said there once, though nothing of it may be here any more.
    pub fn was_conversation(&self, account: &BareJid, conversation: &Jid) -> Answer<bool> {
        self.read(|db| Ok(rows::conversation_id(db, account, conversation)?.is_some()))
    }

    /// The last `limit` messages of a conversation, or the last before one of them; the oldest of them first.
    pub fn messages(&self, account: &BareJid, conversation: &Jid, before: Option<MessageId>, limit: u32) -> Answer<Vec<Message>> {
        self.read(|db| {
            let Some(id) = rows::conversation_id(db, account, conversation)? else { return Ok(Vec::new()) };
            let mut page = match before {
                None => {
                    let sql = "SELECT * FROM message_rows WHERE conversation_id = ?1 ORDER BY time DESC, id DESC LIMIT ?2";
                    all(db, sql, params![id, limit], rows::message)?
                }
                Some(before) => {
                    let sql = "SELECT * FROM message_rows
                               WHERE conversation_id = ?1
                                 AND (time, id) < (SELECT time, id FROM messages WHERE id = ?3 AND conversation = ?1)
                               ORDER BY time DESC, id DESC LIMIT ?2";
                    all(db, sql, params![id, limit, before.0], rows::message)?
                }
            };
            page.reverse();
            Ok(page)
        })
    }

    /// The first `limit` messages of a conversation, or the first after one of them; the oldest first.
    pub fn messages_after(&self, account: &BareJid, conversation: &Jid, after: Option<MessageId>, limit: u32) -> Answer<Vec<Message>> {
        self.read(|db| {
            let Some(id) = rows::conversation_id(db, account, conversation)? else { return Ok(Vec::new()) };
            let sql = "SELECT * FROM message_rows
                       WHERE conversation_id = ?1
                         AND (time, id) > (coalesce((SELECT time FROM messages WHERE id = ?2), -9223372036854775807), coalesce(?2, 0))
                       ORDER BY time, id LIMIT ?3";
            all(db, sql, params![id, after.map(|after| after.0), limit], rows::message)
        })
    }

    /// The messages of a conversation from a few before this one to the newest, oldest first; at most `MOST_FROM` of them.
    pub fn messages_from(&self, account: &BareJid, conversation: &Jid, from: MessageId) -> Answer<Vec<Message>> {
        self.messages_beside(account, conversation, from, (CONTEXT, MOST_FROM))
    }

    /// A message, and so many before and after it in its conversation, oldest first.
    pub fn messages_around(&self, account: &BareJid, conversation: &Jid, around: MessageId, each: u32) -> Answer<Vec<Message>> {
        self.messages_beside(account, conversation, around, (each, each + 1))
    }

    /// So many before a message, and so many from it on.
    fn messages_beside(
        &self,
        account: &BareJid,
        conversation: &Jid,
        beside: MessageId,
        (older, newer): (u32, u32),
    ) -> Answer<Vec<Message>> {
        let before = self.messages(account, conversation, Some(beside), older)?;
        let after = self.read(|db| {
            let Some(id) = rows::conversation_id(db, account, conversation)? else { return Ok(Vec::new()) };
            let sql = "SELECT * FROM message_rows
                       WHERE conversation_id = ?1
                         AND (time, id) >= (SELECT time, id FROM messages WHERE id = ?2 AND conversation = ?1)
                       ORDER BY time, id LIMIT ?3";
            all(db, sql, params![id, beside.0, newer], rows::message)
        })?;
        Ok(before.into_iter().chain(after).collect())
    }

    /// The message that was stored last, of all.
    pub fn newest(&self) -> Answer<Option<MessageId>> {
        self.read(|db| db.query_row("SELECT max(id) FROM messages", [], |row| Ok(row.get::<_, Option<i64>>(0)?.map(MessageId))))
    }

    /// The message to which our own archive gave this id.
    pub fn archived_as(&self, account: &BareJid, stanza_id: &str) -> Answer<Option<MessageId>> {
        let sql = "SELECT m.id FROM accounts a CROSS JOIN conversations c ON c.account = a.id
                   CROSS JOIN messages m ON m.conversation = c.id AND m.stanza_id = ?2
                   WHERE a.jid = ?1 AND m.kind = 'chat' ORDER BY m.id LIMIT 1";
        self.read(|db| one(db, sql, [account.as_str(), stanza_id], |row| row.get(0).map(MessageId)))
    }

    /// The message at a place in a conversation; `None` where there is none at all.
    pub fn spot(&self, account: &BareJid, conversation: &Jid, spot: Spot) -> Answer<Option<Message>> {
        self.read(|db| {
            let Some(id) = rows::conversation_id(db, account, conversation)? else { return Ok(None) };
            let row = |sql: &str, value: i64| one(db, sql, params![id, value], rows::message);
            match spot {
                Spot::Since(time) => {
                    let first = "SELECT * FROM message_rows WHERE conversation_id = ?1 AND time >= ?2 ORDER BY time, id LIMIT 1";
                    let last = "SELECT * FROM message_rows WHERE conversation_id = ?1 AND time < ?2 ORDER BY time DESC, id DESC LIMIT 1";
                    let time = time.as_microsecond();
                    Ok(row(first, time)?.or(row(last, time)?))
                }
                Spot::LastIn(count) => {
                    let sql = "SELECT * FROM message_rows WHERE id IN
                                   (SELECT id FROM messages WHERE conversation = ?1 AND incoming > 0 ORDER BY id DESC LIMIT ?2)
                               ORDER BY time, id LIMIT 1";
                    row(sql, count.into())
                }
            }
        })
    }

    pub fn message(&self, id: MessageId) -> Answer<Option<Message>> {
        self.read(|db| messages::by_id(db, id))
    }

    /// Which message was corrected by us with this id, where that is its last version.
    pub fn corrected_by(&self, account: &BareJid, origin_id: &str) -> Answer<Option<MessageId>> {
        let sql = "SELECT v.message FROM versions v JOIN messages m ON m.id = v.message JOIN accounts a ON a.id = m.account
                   WHERE v.origin_id = ?2 AND a.jid = ?1 AND m.direction = 'out'
                     AND NOT EXISTS (SELECT 1 FROM versions later WHERE later.message = v.message AND later.rowid > v.rowid) LIMIT 1";
        self.read(|db| one(db, sql, [account.as_str(), origin_id], |row| row.get(0).map(MessageId)))
    }

    /// The message of ours with this origin-id, the newest where an id came twice.
    pub fn own_message(&self, account: &BareJid, origin_id: &str) -> Answer<Option<Message>> {
        let sql = "SELECT m.* FROM message_rows m JOIN messages i ON i.id = m.id JOIN accounts a ON a.id = i.account
                   WHERE a.jid = ?1 AND i.origin_id = ?2 AND i.direction = 'out' ORDER BY i.id DESC LIMIT 1";
        self.read(|db| one(db, sql, [account.as_str(), origin_id], rows::message))
    }

    /// What its sender, or the archive of its room, calls a message.
    pub fn name(&self, message: MessageId, by_archive: bool) -> Answer<Option<String>> {
        let sql = "SELECT CASE WHEN ?2 THEN stanza_id ELSE coalesce(message_id, origin_id) END FROM messages WHERE id = ?1";
        self.read(|db| Ok(one(db, sql, params![message.0, by_archive], |row| row.get(0))?.flatten()))
    }

    /// What waits to be sent, in the order in which it was queued.
    pub fn outbox(&self, account: &BareJid) -> Answer<Vec<Queued>> {
        let sql = "SELECT m.*, i.body AS words, o.amendment, o.origin_id AS amendment_id
                   FROM outbox o JOIN message_rows m ON m.id = o.message JOIN messages i ON i.id = o.message
                   JOIN accounts a ON a.id = o.account WHERE a.jid = ?1 ORDER BY o.place";
        self.read(|db| all(db, sql, [account.as_str()], rows::queued))
    }

    /// What was looked at, and its senders want to know (XEP-0333): the newest of each conversation.
    pub fn unmarked(&self, account: &BareJid) -> Answer<Vec<Unmarked>> {
        let sql = "SELECT c.jid AS conversation, m.kind, m.id,
                          CASE m.kind WHEN 'groupchat' THEN m.stanza_id ELSE coalesce(m.message_id, m.origin_id) END AS name
                   FROM conversations c JOIN accounts a ON a.id = c.account
                   JOIN messages m ON m.id =
                       (SELECT i.id FROM messages i WHERE i.conversation = c.id AND i.markable = 1 AND i.incoming > 0 AND i.id <= c.read_to
                           AND (i.kind <> 'groupchat' OR i.stanza_id IS NOT NULL) ORDER BY i.time DESC, i.id DESC LIMIT 1)
                   LEFT JOIN messages marked ON marked.id = c.marked_to
                   WHERE a.jid = ?1 AND name IS NOT NULL
                     AND CASE WHEN marked.id IS NULL THEN m.id > c.marked_to ELSE (m.time, m.id) > (marked.time, marked.id) END";
        let unmarked = |row: &Row<'_>| {
            let (conversation, kind) = (rows::parsed(row, "conversation")?, rows::word(row, "kind", rows::kind)?);
            Ok(Unmarked { conversation, kind, message: MessageId(row.get("id")?), id: row.get("name")? })
        };
        self.read(|db| all(db, sql, [account.as_str()], unmarked))
    }

    /// The archive's id of the newest message of others in a conversation that was looked at, as was all before it; and of which kind
    /// it is.
    pub fn newest_read(&self, account: &BareJid, conversation: &Jid) -> Answer<Option<(String, Kind)>> {
        let sql = "SELECT m.stanza_id, m.kind FROM accounts a CROSS JOIN conversations c ON c.account = a.id
                   CROSS JOIN messages m INDEXED BY messages_in_order ON m.conversation = c.id
                   WHERE a.jid = ?1 AND c.jid = ?2 AND m.direction = 'in' AND m.stanza_id IS NOT NULL
                     AND (m.incoming = 0 OR m.id <= c.read_to)
                     AND NOT EXISTS (SELECT 1 FROM messages u WHERE u.conversation = c.id AND u.incoming > 0 AND u.id > c.read_to
                                     AND (u.time, u.id) < (m.time, m.id))
                   ORDER BY m.time DESC, m.id DESC LIMIT 1";
        let row = |row: &Row<'_>| Ok((row.get(0)?, rows::word(row, "kind", rows::kind)?));
        self.read(|db| one(db, sql, [account.as_str(), conversation.as_str()], row))
    }

    /// What a message said before it was corrected, the first version first; nothing when it never was.
    pub fn versions(&self, message: MessageId) -> Answer<Vec<(Timestamp, String)>> {
        let sql = "SELECT time, body FROM versions WHERE message = ?1 ORDER BY time, rowid";
        self.read(|db| all(db, sql, [message.0], |row| Ok((rows::time(row, "time")?, row.get("body")?))))
    }

    /// The messages that a search finds, the best first.
    pub fn search(&self, search: &Search, limit: u32) -> Answer<Vec<Message>> {
        self.read(|db| search::find(db, search, limit))
    }

    /// The last stanza-id seen of an archive (XEP-0313).
    pub fn archive_cursor(&self, account: &BareJid, archive: &BareJid) -> Answer<Option<String>> {
        let sql = "SELECT c.stanza_id FROM archive_cursors c JOIN accounts a ON a.id = c.account WHERE a.jid = ?1 AND c.archive = ?2";
        self.read(|db| one(db, sql, [account.as_str(), archive.as_str()], |row| row.get(0)))
    }

    /// What is missing of our own archive: see `Change::SetArchiveGaps`.
    pub fn archive_gaps(&self, account: &BareJid) -> Answer<Vec<ArchiveGap>> {
        let sql = "SELECT g.* FROM archive_gaps g JOIN accounts a ON a.id = g.account WHERE a.jid = ?1 ORDER BY g.place";
        self.read(|db| all(db, sql, [account.as_str()], rows::archive_gap))
    }

    /// What is missing of a room's archive: see `Change::SetRoomGaps`.
    pub fn room_gaps(&self, account: &BareJid, room: &BareJid) -> Answer<Vec<RoomGap>> {
        let sql = "SELECT g.* FROM room_gaps g JOIN accounts a ON a.id = g.account
                    WHERE a.jid = ?1 AND g.room = ?2 ORDER BY g.place";
        self.read(|db| all(db, sql, [account.as_str(), room.as_str()], rows::room_gap))
    }

    /// Before which message of an archive there is more than what is here, and how many pages are.
    pub fn archive_start(&self, account: &BareJid, archive: &BareJid) -> Answer<Option<(String, u32)>> {
        let sql = "SELECT s.stanza_id, s.pages FROM archive_starts s JOIN accounts a ON a.id = s.account
                   WHERE a.jid = ?1 AND s.archive = ?2 AND s.stanza_id IS NOT NULL";
        self.read(|db| one(db, sql, [account.as_str(), archive.as_str()], |row| Ok((row.get(0)?, row.get(1)?))))
    }

    /// Conversations that no archive must bring back: up to when, and up to which of its archive.
    pub fn forgotten(&self, account: &BareJid) -> Answer<Vec<(Jid, Timestamp, Option<String>)>> {
        let sql = "SELECT f.jid, f.time, f.stanza_id FROM forgotten f JOIN accounts a ON a.id = f.account WHERE a.jid = ?1";
        let one = |row: &Row<'_>| Ok((rows::parsed(row, "jid")?, rows::time(row, "time")?, row.get("stanza_id")?));
        self.read(|db| all(db, sql, [account.as_str()], one))
    }

    /// The ids of the last messages that were deleted with them.
    pub fn forgotten_messages(&self, account: &BareJid) -> Answer<Vec<(Jid, String)>> {
        let sql = "SELECT f.jid, f.name FROM forgotten_messages f JOIN accounts a ON a.id = f.account WHERE a.jid = ?1";
        self.read(|db| all(db, sql, [account.as_str()], |row| Ok((rows::parsed(row, "jid")?, row.get("name")?))))
    }

    /// The newest message of those that were archived before the cursor of our own archive, where that is this one and it is known.
    pub fn before_cursor(&self, account: &BareJid, stanza_id: &str) -> Answer<Option<MessageId>> {
        let sql = "SELECT c.up_to FROM archive_cursors c JOIN accounts a ON a.id = c.account
                   WHERE a.jid = ?1 AND c.archive = a.jid AND c.stanza_id = ?2 AND c.up_to IS NOT NULL";
        self.read(|db| one(db, sql, [account.as_str(), stanza_id], |row| row.get(0).map(MessageId)))
    }

    /// The newest line of a room to which its archive gave an id: the id, and its time.
    pub fn newest_archived(&self, account: &BareJid, room: &Jid) -> Answer<Option<(String, Timestamp)>> {
        self.archived(account, room, "DESC")
    }

    /// The oldest one.
    pub fn oldest_archived(&self, account: &BareJid, room: &Jid) -> Answer<Option<(String, Timestamp)>> {
        self.archived(account, room, "ASC")
    }

    fn archived(&self, account: &BareJid, room: &Jid, order: &str) -> Answer<Option<(String, Timestamp)>> {
        let sql = format!(
            "SELECT m.stanza_id, m.time FROM accounts a CROSS JOIN conversations c ON c.account = a.id
             CROSS JOIN messages m INDEXED BY messages_in_order ON m.conversation = c.id
             WHERE a.jid = ?1 AND c.jid = ?2 AND m.kind = 'groupchat' AND m.stanza_id IS NOT NULL
             ORDER BY m.time {order}, m.id {order} LIMIT 1"
        );
        self.read(|db| one(db, &sql, [account.as_str(), room.as_str()], |row| Ok((row.get(0)?, rows::time(row, "time")?))))
    }

    /// Whether the line of a room to which its archive gave this id is here.
    pub fn is_archived(&self, account: &BareJid, room: &Jid, stanza_id: &str) -> Answer<bool> {
        let sql = "SELECT 1 FROM messages m JOIN conversations c ON c.id = m.conversation JOIN accounts a ON a.id = c.account
                   WHERE a.jid = ?1 AND c.jid = ?2 AND m.stanza_id = ?3 AND m.kind = 'groupchat'";
        self.read(|db| one(db, sql, [account.as_str(), room.as_str(), stanza_id], |_| Ok(()))).map(|found| found.is_some())
    }

    /// Whether the first of two messages of a conversation, by the ids that its archive gave them, comes after the other; `None` where
    /// one of them is not here.
    pub fn is_after(&self, account: &BareJid, conversation: &Jid, one_of: &str, other: &str) -> Answer<Option<bool>> {
        let sql = "SELECT (m.time, m.id) > (o.time, o.id) FROM accounts a JOIN conversations c ON c.account = a.id
                   JOIN messages m ON m.conversation = c.id AND m.stanza_id = ?3
                   JOIN messages o ON o.conversation = c.id AND o.stanza_id = ?4
                   WHERE a.jid = ?1 AND c.jid = ?2 LIMIT 1";
        self.read(|db| one(db, sql, [account.as_str(), conversation.as_str(), one_of, other], |row| row.get(0)))
    }

    /// When the newest of the messages of a conversation was said to which an archive gave an id, of those stored up to this one.
    pub fn newest_up_to(&self, account: &BareJid, conversation: &Jid, up_to: MessageId) -> Answer<Option<Timestamp>> {
        let sql = "SELECT m.time FROM accounts a CROSS JOIN conversations c ON c.account = a.id
                   CROSS JOIN messages m INDEXED BY messages_in_order ON m.conversation = c.id
                   WHERE a.jid = ?1 AND c.jid = ?2 AND m.id <= ?3 AND m.stanza_id IS NOT NULL ORDER BY m.time DESC, m.id DESC LIMIT 1";
        self.read(|db| one(db, sql, params![account.as_str(), conversation.as_str(), up_to.0], |row| rows::time(row, "time")))
    }

    /// The time of the newest message that a conversation itself has told. What waits here to be sent tells nothing of it.
    pub fn last_time(&self, account: &BareJid, conversation: &Jid) -> Answer<Option<Timestamp>> {
        let sql = "SELECT m.* FROM message_rows m JOIN conversations c ON c.id = m.conversation_id
                   JOIN accounts a ON a.id = c.account
                   WHERE a.jid = ?1 AND c.jid = ?2 AND (m.direction = 'in' OR m.state = 'delivered')
                   ORDER BY m.time DESC LIMIT 1";
        let newest = self.read(|db| one(db, sql, [account.as_str(), conversation.as_str()], rows::message))?;
        Ok(newest.map(|message| message.time))
    }

    pub fn rooms(&self, account: &BareJid) -> Answer<Vec<SavedRoom>> {
        let sql = "SELECT r.* FROM rooms r JOIN accounts a ON a.id = r.account WHERE a.jid = ?1 ORDER BY r.room";
        self.read(|db| all(db, sql, [account.as_str()], |row| rows::room(account, row)))
    }

    /// What was begun to be written: account, conversation, text.
    pub fn drafts(&self) -> Answer<Vec<(BareJid, Jid, String)>> {
        let sql = "SELECT a.jid AS account, d.jid AS conversation, d.body FROM drafts d JOIN accounts a ON a.id = d.account";
        self.read(|db| all(db, sql, [], |row| Ok((rows::parsed(row, "account")?, rows::parsed(row, "conversation")?, row.get("body")?))))
    }

    /// The features of a verified caps hash (XEP-0115).
    pub fn caps(&self, hash: &str) -> Answer<Option<Vec<String>>> {
        self.read(|db| one(db, "SELECT features FROM caps WHERE hash = ?1", [hash], |row| rows::list(row, "features")))
    }

    /// Everything that is set: keys and values.
    pub fn settings(&self) -> Answer<Vec<(String, String)>> {
        self.read(|db| all(db, "SELECT key, value FROM settings", [], |row| Ok((row.get(0)?, row.get(1)?))))
    }

    pub fn setting(&self, key: &str) -> Answer<Option<String>> {
        self.read(|db| one(db, "SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0)))
    }
}

fn all<T>(db: &Connection, sql: &str, params: impl Params, row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> rusqlite::Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map(params, row)?.collect()
}

fn one<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    db.prepare_cached(sql)?.query_row(params, row).optional()
}
