-- What was begun to be written, and not sent yet.

CREATE TABLE drafts (
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    jid     TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (account, jid)
) STRICT, WITHOUT ROWID;
