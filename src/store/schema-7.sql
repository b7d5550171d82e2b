-- What is missing of a room's archive, more than once where somebody was away for very long again before it was filled.

CREATE TABLE room_gaps (
    place     INTEGER PRIMARY KEY, -- the youngest last
    account   INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    room      TEXT NOT NULL,
    stanza_id TEXT NOT NULL, -- the line after it
    pages     INTEGER NOT NULL
) STRICT;

CREATE INDEX room_gaps_by_room ON room_gaps (account, room, place);

INSERT INTO room_gaps (account, room, stanza_id, pages)
SELECT s.account, s.archive, s.stanza_id, s.pages FROM archive_starts s JOIN accounts a ON a.id = s.account
WHERE s.archive != a.jid AND s.stanza_id IS NOT NULL;

DELETE FROM archive_starts WHERE archive != (SELECT jid FROM accounts WHERE id = archive_starts.account);
