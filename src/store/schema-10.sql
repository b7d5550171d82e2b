-- Pictures of people and rooms, small, each by the SHA-1 of what was published; and whose is which.
CREATE TABLE pictures (
    id   BLOB PRIMARY KEY,
    png  BLOB NOT NULL,
    time INTEGER NOT NULL
);
CREATE TABLE pictures_of (
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    jid     TEXT NOT NULL,
    picture BLOB NOT NULL REFERENCES pictures (id),
    PRIMARY KEY (account, jid)
) WITHOUT ROWID;
CREATE INDEX pictures_in_use ON pictures_of (picture);

-- What the user calls a room, and in which group of the list it stands.
ALTER TABLE rooms ADD COLUMN label TEXT;
ALTER TABLE rooms ADD COLUMN list_group TEXT;
ALTER TABLE rooms ADD COLUMN relisted INTEGER NOT NULL DEFAULT 0;

-- Up to which message all was archived before the cursor's; unknown while a catch-up is open.
ALTER TABLE archive_cursors ADD COLUMN up_to INTEGER;

-- Conversations that the user deleted, and up to when: what is still fetched of the archive must not bring them back.
CREATE TABLE forgotten (
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    jid     TEXT NOT NULL,
    time    INTEGER NOT NULL,
    PRIMARY KEY (account, jid)
) WITHOUT ROWID;
