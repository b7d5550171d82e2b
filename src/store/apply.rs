//! What each change does to the tables. A change that names an account which is not there does nothing: late news of an account that
//! was removed must not bring a part of it back.

use super::{Change, Outcome, SavedRoom, amendments, messages, notices, pictures, rows};
use crate::model::gap::{ArchiveGap, Missing, RoomGap};
use crate::model::{Account, BareJid, Invitation, Request, RosterItem, ScramHash};
use jiff::Timestamp;
use rusqlite::{Connection, Result, named_params, params};

/// Carries out one change, inside the writer's transaction.
pub(super) fn apply(db: &Connection, change: &Change) -> Result<Outcome> {
    let changed = match change {
        Change::AddMessage(message) => return messages::add(db, message),
        Change::Queue(message) => return messages::queue(db, message),
        Change::Requeue(id) => return messages::requeue(db, *id),
        Change::SetState { account, origin_id, state } => return messages::set_state(db, account, origin_id, state),
        Change::GoesOut { account, conversation, origin_id, time } => {
            return messages::goes_out(db, account, conversation, origin_id, *time);
        }
        Change::SetStanzaId { account, origin_id, stanza_id } => return messages::set_stanza_id(db, account, origin_id, stanza_id),
        Change::Amend(message, amends) => return amendments::amend(db, message, amends),
        Change::Moderated { account, room, stanza_id } => return amendments::moderated(db, account, room, stanza_id),
        Change::QueueAmendment { account, message, origin_id, amendment, from, occupant_id } => {
            let who = occupant_id.as_deref().unwrap_or(from.as_str());
            return amendments::queue(db, account, *message, (origin_id, amendment), (who, from.as_str()));
        }
        Change::AmendmentRefused { account, message, unchanged } => return amendments::refused(db, account, *message, unchanged),
        Change::AmendmentSent { account, origin_id } => amendments::sent(db, account, origin_id)?,
        Change::Displayed { account, conversation, id } => return messages::displayed(db, account, conversation, id),
        Change::ReadTo { account, conversation, id } => return messages::read_to(db, account, conversation, id),
        Change::ReadToArchived { account, conversation, stanza_id } => {
            return messages::read_to_archived(db, account, conversation, stanza_id);
        }
        Change::MarkerSent(unmarked, account) => messages::marker_sent(db, account, unmarked)?,
        Change::MarkRead { account, conversation } => return messages::mark_read(db, account, conversation),
        Change::SaveAccount(account) => save_account(db, account)?,
        Change::RemoveAccount(account) => db.prepare_cached("DELETE FROM accounts WHERE jid = ?1")?.execute([account.as_str()])?,
        Change::ReplaceRoster { account, version, items } => replace_roster(db, account, version.as_deref(), items)?,
        Change::SaveContact { account, version, item } => save_contact(db, account, version.as_deref(), item)?,
        Change::RemoveContact { account, version, jid } => remove_contact(db, account, version.as_deref(), jid)?,
        Change::SaveRequest(request) => save_request(db, request)?,
        Change::SaveInvitation(invitation) => save_invitation(db, invitation)?,
        Change::RemoveInvitation { account, room } => db
            .prepare_cached("DELETE FROM invitations WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND room = ?2")?
            .execute([account.as_str(), room.as_str()])?,
        Change::RemoveRequest { account, jid } => db
            .prepare_cached("DELETE FROM requests WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND jid = ?2")?
            .execute([account.as_str(), jid.as_str()])?,
        Change::SavePicture { id, png } => pictures::save(db, *id, png, jiff::Timestamp::now())?,
        Change::PictureUsed { id } => pictures::used(db, *id, jiff::Timestamp::now())?,
        Change::SetPicture { account, jid, picture } => pictures::set(db, account, jid, *picture)?,
        Change::ForgetPictures { before } => pictures::forget_before(db, *before)?,
        Change::AddNotice(notice) => notices::add(db, notice)?,
        Change::RemoveConversation { account, conversation } => {
            notices::forget(db, account, conversation)?;
            db.prepare_cached(
                "INSERT INTO forgotten (account, jid, time, stanza_id)
                 SELECT c.account, c.jid, max(m.time), (SELECT n.stanza_id FROM messages n WHERE n.conversation = c.id
                        AND n.stanza_id IS NOT NULL ORDER BY n.time DESC, n.id DESC LIMIT 1)
                 FROM accounts a JOIN conversations c ON c.account = a.id
                 JOIN messages m ON m.conversation = c.id WHERE a.jid = ?1 AND c.jid = ?2 GROUP BY c.id
                 ON CONFLICT DO UPDATE SET time = max(time, excluded.time), stanza_id = coalesce(excluded.stanza_id, stanza_id)",
            )?
            .execute([account.as_str(), conversation.as_str()])?;
            // The archive tells again what came after the last of its ids that is known: own words and those of other devices.
            db.prepare_cached(
                "WITH latest AS (SELECT m.* FROM accounts a JOIN conversations c ON c.account = a.id JOIN messages m ON m.conversation = c.id
                                 WHERE a.jid = ?1 AND c.jid = ?2 ORDER BY m.id DESC LIMIT 500)
                 INSERT OR IGNORE INTO forgotten_messages (account, jid, name)
                 SELECT account, ?2, stanza_id FROM latest WHERE stanza_id IS NOT NULL
                 UNION SELECT account, ?2, origin_id FROM latest WHERE origin_id IS NOT NULL AND stanza_id IS NULL",
            )?
            .execute([account.as_str(), conversation.as_str()])?;
            db.prepare_cached("DELETE FROM conversations WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND jid = ?2")?
                .execute([account.as_str(), conversation.as_str()])?
        }
        Change::ForgetBefore { time, at_most } => {
            notices::forget_before(db, *time)?;
            db.prepare_cached(
                "DELETE FROM messages WHERE id IN
                     (SELECT m.id FROM conversations c CROSS JOIN messages m INDEXED BY messages_in_order ON m.conversation = c.id
                       WHERE m.time < ?1 AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.message = m.id) LIMIT ?2)",
            )?
            .execute(params![time.as_microsecond(), at_most])?
        }
        Change::SetDraft { account, conversation, body } if body.is_empty() => db
            .prepare_cached("DELETE FROM drafts WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND jid = ?2")?
            .execute([account.as_str(), conversation.as_str()])?,
        Change::SetDraft { account, conversation, body } => db
            .prepare_cached(
                "INSERT INTO drafts (account, jid, body) SELECT id, ?2, ?3 FROM accounts WHERE jid = ?1
                 ON CONFLICT DO UPDATE SET body = excluded.body WHERE body IS NOT excluded.body",
            )?
            .execute([account.as_str(), conversation.as_str(), body])?,
        Change::SetArchiveCursor { account, archive, stanza_id, whole } => db
            .prepare_cached(
                "INSERT INTO archive_cursors (account, archive, stanza_id, up_to)
                 SELECT id, ?2, ?3, CASE WHEN ?4 THEN (SELECT max(id) FROM messages) END FROM accounts WHERE jid = ?1
                 ON CONFLICT DO UPDATE SET stanza_id = excluded.stanza_id, up_to = excluded.up_to
                 WHERE stanza_id IS NOT excluded.stanza_id",
            )?
            .execute(params![account.as_str(), archive.as_str(), stanza_id, whole])?,
        Change::SetArchiveStart { account, archive, stanza_id, pages } => db
            .prepare_cached(
                "INSERT INTO archive_starts (account, archive, stanza_id, pages) SELECT id, ?2, ?3, ?4 FROM accounts WHERE jid = ?1
                 ON CONFLICT DO UPDATE SET stanza_id = excluded.stanza_id, pages = excluded.pages",
            )?
            .execute(params![account.as_str(), archive.as_str(), stanza_id, pages])?,
        Change::SetArchiveGaps { account, gaps } => set_archive_gaps(db, account, gaps)?,
        Change::SetRoomGaps { account, room, gaps } => set_room_gaps(db, account, room, gaps)?,
        Change::SaveRoom(room) => save_room(db, room)?,
        Change::RemoveRoom { account, room } => db
            .prepare_cached("DELETE FROM rooms WHERE account = (SELECT id FROM accounts WHERE jid = ?1) AND room = ?2")?
            .execute([account.as_str(), room.as_str()])?,
        Change::SaveCaps { hash, features } => db
            .prepare_cached(
                "INSERT INTO caps (hash, features) VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET features = excluded.features WHERE features IS NOT excluded.features",
            )?
            .execute(params![hash, rows::json(features)?])?,
        Change::SetSetting { key, value: Some(value) } => db
            .prepare_cached(
                "INSERT INTO settings (key, value) VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value",
            )?
            .execute([key, value])?,
        Change::SetSetting { key, value: None } => db.prepare_cached("DELETE FROM settings WHERE key = ?1")?.execute([key])?,
    };
    Ok(if changed == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn set_archive_gaps(db: &Connection, account: &BareJid, gaps: &[ArchiveGap]) -> Result<usize> {
    let Some(account) = rows::account_id(db, account)? else { return Ok(0) };
    db.prepare_cached("DELETE FROM archive_gaps WHERE account = ?1")?.execute([account])?;
    let mut add = db.prepare_cached(
        "INSERT INTO archive_gaps (account, after_id, since, before_id, pages, up_to, noted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for gap in gaps {
        let since = gap.since.map(Timestamp::as_microsecond);
        let Missing { up_to, noted, page } = gap.missing;
        add.execute(params![account, gap.after, since, gap.before, page, up_to.map(|up_to| up_to.0), noted.map(|noted| noted.0)])?;
    }
    Ok(1)
}

fn set_room_gaps(db: &Connection, account: &BareJid, room: &BareJid, gaps: &[RoomGap]) -> Result<usize> {
    let Some(account) = rows::account_id(db, account)? else { return Ok(0) };
    db.prepare_cached("DELETE FROM room_gaps WHERE account = ?1 AND room = ?2")?.execute(params![account, room.as_str()])?;
    let mut add = db.prepare_cached("INSERT INTO room_gaps (account, room, stanza_id, pages, up_to) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for RoomGap { before, missing } in gaps {
        add.execute(params![account, room.as_str(), before, missing.page, missing.up_to.map(|up_to| up_to.0)])?;
    }
    Ok(1)
}

fn save_account(db: &Connection, account: &Account) -> Result<usize> {
    db.prepare_cached(
        "INSERT INTO accounts (jid, enabled, alias, host, port, security, resource, remember, extra_roots, pinned, scram_seen,
                               channel_binding_seen, one_by_one, allow_plain, hash_seen)
         VALUES (:jid, :enabled, :alias, :host, :port, :security, :resource, :remember, :extra_roots, :pinned, :scram_seen,
                 :channel_binding_seen, :one_by_one, :allow_plain, :hash_seen)
         ON CONFLICT DO UPDATE SET enabled = excluded.enabled, alias = excluded.alias, host = excluded.host, port = excluded.port,
             security = excluded.security, resource = excluded.resource, remember = excluded.remember,
             extra_roots = excluded.extra_roots, pinned = excluded.pinned, scram_seen = excluded.scram_seen,
             channel_binding_seen = excluded.channel_binding_seen, one_by_one = excluded.one_by_one,
             allow_plain = excluded.allow_plain, hash_seen = excluded.hash_seen",
    )?
    .execute(named_params! {
        ":jid": account.jid.as_str(),
        ":enabled": account.enabled,
        ":alias": account.alias,
        ":host": account.host.as_ref().map(|host| &host.name),
        ":port": account.host.as_ref().and_then(|host| host.port),
        ":security": account.security.as_str(),
        ":resource": account.resource,
        ":remember": account.remember,
        ":extra_roots": account.extra_roots,
        ":pinned": account.pinned.map(|fingerprint| fingerprint.0),
        ":scram_seen": account.scram_seen,
        ":channel_binding_seen": account.channel_binding_seen,
        ":one_by_one": account.one_by_one,
        ":allow_plain": account.allow_plain,
        ":hash_seen": account.hash_seen.map(ScramHash::mechanism),
    })
}

fn replace_roster(db: &Connection, account: &BareJid, version: Option<&str>, items: &[RosterItem]) -> Result<usize> {
    let Some(id) = set_roster_version(db, account, version)? else { return Ok(0) };
    db.prepare_cached("DELETE FROM roster WHERE account = ?1")?.execute([id])?;
    for item in items {
        put_contact(db, id, item)?;
    }
    Ok(1)
}

fn save_contact(db: &Connection, account: &BareJid, version: Option<&str>, item: &RosterItem) -> Result<usize> {
    let Some(id) = set_roster_version(db, account, version)? else { return Ok(0) };
    put_contact(db, id, item)
}

fn remove_contact(db: &Connection, account: &BareJid, version: Option<&str>, jid: &BareJid) -> Result<usize> {
    let Some(id) = set_roster_version(db, account, version)? else { return Ok(0) };
    db.prepare_cached("DELETE FROM roster WHERE account = ?1 AND jid = ?2")?.execute(params![id, jid.as_str()])
}

fn set_roster_version(db: &Connection, account: &BareJid, version: Option<&str>) -> Result<Option<i64>> {
    let Some(id) = rows::account_id(db, account)? else { return Ok(None) };
    db.prepare_cached("UPDATE accounts SET roster_version = ?2 WHERE id = ?1")?.execute(params![id, version])?;
    Ok(Some(id))
}

fn put_contact(db: &Connection, account: i64, item: &RosterItem) -> Result<usize> {
    db.prepare_cached("INSERT OR REPLACE INTO roster (account, jid, name, groups, subscription, ask) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![account, item.jid.as_str(), item.name, rows::json(&item.groups)?, item.subscription.as_str(), item.ask])
}

/// The same request again keeps its time, and the words it had where it brings none.
fn save_request(db: &Connection, request: &Request) -> Result<usize> {
    db.prepare_cached(
        "INSERT INTO requests (account, jid, nick, message, time) SELECT id, ?2, ?3, ?4, ?5 FROM accounts WHERE jid = ?1
         ON CONFLICT DO UPDATE SET nick = coalesce(excluded.nick, nick), message = coalesce(excluded.message, message)
         WHERE nick IS NOT coalesce(excluded.nick, nick) OR message IS NOT coalesce(excluded.message, message)",
    )?
    .execute(params![request.account.as_str(), request.jid.as_str(), request.nick, request.message, request.time.as_microsecond()])
}

fn save_invitation(db: &Connection, invitation: &Invitation) -> Result<usize> {
    let Invitation { account, room, from, reason, direct, time, .. } = invitation;
    db.prepare_cached(
        "INSERT INTO invitations (account, room, sender, reason, direct, time) SELECT id, ?2, ?3, ?4, ?5, ?6 FROM accounts WHERE jid = ?1
         ON CONFLICT DO UPDATE SET sender = excluded.sender, reason = excluded.reason, direct = excluded.direct, time = excluded.time",
    )?
    .execute(params![account.as_str(), room.as_str(), from.as_str(), reason, direct, time.as_microsecond()])
}

fn save_room(db: &Connection, room: &SavedRoom) -> Result<usize> {
    db.prepare_cached(
        "INSERT INTO rooms (account, room, nick, name, joined, autojoin, occupant_id, notify, label, list_group, relisted, put_out,
                            unwritten, options)
         SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14
         FROM accounts WHERE jid = ?1
         ON CONFLICT DO UPDATE SET nick = excluded.nick, name = excluded.name, joined = excluded.joined, autojoin = excluded.autojoin,
                                   occupant_id = excluded.occupant_id, notify = excluded.notify,
                                   label = excluded.label, list_group = excluded.list_group,
                                   relisted = excluded.relisted, put_out = excluded.put_out, unwritten = excluded.unwritten,
                                   options = excluded.options",
    )?
    .execute(params![
        room.account.as_str(),
        room.room.as_str(),
        room.nick,
        room.name,
        room.joined,
        room.autojoin,
        room.occupant_id,
        room.notify.as_str(),
        room.label,
        room.group,
        room.relisted,
        room.put_out,
        room.unwritten,
        rows::json(&room.options)?
    ])
}
