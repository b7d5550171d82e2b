-- What is missing of an account's own archive: all between two of its messages. The youngest last.
CREATE TABLE archive_gaps (
    place     INTEGER PRIMARY KEY AUTOINCREMENT,
    account   INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    after_id  TEXT NOT NULL,
    since     INTEGER, -- when the archive says that the last message before it was
    before_id TEXT NOT NULL,
    pages     INTEGER NOT NULL, -- that are here behind it
    up_to     INTEGER, -- the last message that is here from before it
    noted     INTEGER -- the last message that was here when it was noted
) STRICT;

CREATE INDEX archive_gaps_by_account ON archive_gaps (account, place);

-- The newest by time, since an archive tells its end first.
DROP INDEX messages_to_mark;
CREATE INDEX messages_to_mark ON messages (conversation, time, id) WHERE markable = 1 AND incoming > 0;

-- The ids of messages that the user has deleted and that the archive may not have told yet.
CREATE TABLE forgotten_messages (
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    jid     TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (account, jid, name)
) STRICT, WITHOUT ROWID;

-- The last message that is here from before it.
ALTER TABLE room_gaps ADD COLUMN up_to INTEGER;

-- Put out of it, and not back since; its bookmark is not written yet; and what it was when it was seen last (JSON).
ALTER TABLE rooms ADD COLUMN put_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN unwritten INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN options TEXT;
