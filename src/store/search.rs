//! Finding messages by their words (SQLite's FTS5) and by what they are. The best is the newest: all that was asked for is true of each.

use super::rows;
use crate::model::search::{Search, Word};
use crate::model::{Jid, Message};
use jiff::Timestamp;
use rusqlite::{Connection, Result, named_params};

pub(super) fn find(db: &Connection, search: &Search, limit: u32) -> Result<Vec<Message>> {
    if search.is_empty() {
        return Ok(Vec::new());
    }
    let words = expression(&search.words);
    // The index is in the order of time (schema-11.sql): the newest come first without being sorted.
    let (found, order) = match words.is_empty() {
        true => ("messages i", "i.time DESC, i.id DESC"),
        false => (FOUND, "f.rowid DESC"),
    };
    let matching = if words.is_empty() { ":words = ''" } else { "f.search MATCH :words" };
    // Only what is asked for is in the query: a filter that is not there costs nothing.
    let mut conditions = vec![matching, "i.retracted = 0"];
    let filters = [
        (search.account.is_some(), "i.account = (SELECT id FROM accounts WHERE jid = :account)"),
        (
            search.conversation.is_some() && search.account.is_none(),
            "i.conversation IN (SELECT id FROM conversations WHERE jid = :conversation)",
        ),
        // With words theirs is the index to begin with.
        (search.conversation.is_some() && search.account.is_some() && words.is_empty(), ONE),
        (search.conversation.is_some() && search.account.is_some() && !words.is_empty(), ONE_OF_FOUND),
        (search.after.is_some(), "i.time >= :after"),
        (search.before.is_some(), "i.time < :before"),
        (search.link, "instr(i.body, '://') > 0"),
        (search.file, "i.file IS NOT NULL"),
        (search.mention, "i.incoming = 2"),
        (search.from.is_some(), FROM),
        (search.within.is_some(), WITHIN),
    ];
    conditions.extend(filters.into_iter().filter(|(asked, _)| *asked).map(|(_, condition)| condition));
    // Every name is bound, whatever is asked for.
    let bound = ":account IS :account AND :conversation IS :conversation AND :after IS :after AND :before IS :before
        AND :sender IS :sender AND :within IS :within";
    let sql = format!(
        "SELECT m.* FROM (SELECT i.id AS found FROM {found} WHERE {} AND {bound} ORDER BY {order} LIMIT :limit) x
         CROSS JOIN message_rows m ON m.id = x.found ORDER BY m.time DESC, m.id DESC",
        conditions.join(" AND ")
    );
    db.prepare_cached(&sql)?
        .query_map(
            named_params! {
                ":words": words,
                ":account": search.account.as_ref().map(|account| account.as_str()),
                ":conversation": search.conversation.as_ref().map(Jid::as_str),
                ":after": search.after.map(Timestamp::as_microsecond),
                ":before": search.before.map(Timestamp::as_microsecond),
                ":sender": search.from,
                ":within": search.within,
                ":limit": limit,
            },
            rows::message,
        )?
        .collect()
}

/// What the index has found, each message by its time and the end of its id.
const FOUND: &str = "search f CROSS JOIN messages i
    ON i.time BETWEEN (f.rowid >> 20) * 1000 AND (f.rowid >> 20) * 1000 + 999 AND i.id & 1048575 = f.rowid & 1048575";

/// A conversation of an account: in its own order.
const ONE: &str = "i.conversation = (SELECT c.id FROM conversations c JOIN accounts a ON a.id = c.account
    WHERE a.jid = :account AND c.jid = :conversation)";
const ONE_OF_FOUND: &str = "+i.conversation = (SELECT c.id FROM conversations c JOIN accounts a ON a.id = c.account
    WHERE a.jid = :account AND c.jid = :conversation)";

/// A part of the sender's address or nickname, or of the name on the list.
const FROM: &str = "(CASE WHEN :sender = 'me' THEN i.direction = 'out' ELSE instr(folded(i.sender), folded(:sender)) > 0 OR EXISTS (
    SELECT 1 FROM roster r WHERE r.account = i.account AND r.jid = i.sender AND instr(folded(r.name), folded(:sender)) > 0) END)";

/// A part of the conversation's address, or of a name that it has, its own or the user's.
const WITHIN: &str = "i.conversation IN (SELECT c.id FROM conversations c WHERE instr(folded(c.jid), folded(:within)) > 0 OR EXISTS (
    SELECT 1 FROM roster r WHERE r.account = c.account AND r.jid = c.jid AND instr(folded(r.name), folded(:within)) > 0) OR EXISTS (
    SELECT 1 FROM rooms r WHERE r.account = c.account AND r.room = c.jid AND (instr(folded(r.name), folded(:within)) > 0
    OR instr(folded(r.label), folded(:within)) > 0)))";

/// As FTS5 reads it: every word as a string, so that nothing typed is an operator.
fn expression(words: &[Word]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let terms: Vec<String> = words
        .iter()
        .map(|word| match word {
            Word::Exact(text) => quoted(text),
            Word::Prefix(text) => format!("{}*", quoted(text)),
        })
        .collect();
    terms.join(" ")
}
