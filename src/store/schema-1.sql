-- The first shape of the database. Never changed once released: what comes later is another migration.
-- Times are microseconds since 1970 UTC. JIDs are normalised text. Booleans are 0 or 1.
-- Ids of messages and accounts are never used twice (AUTOINCREMENT): pages and read positions hang on them.

PRAGMA application_id = 1181643884; -- "Fntl"

CREATE TABLE accounts (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    jid                  TEXT NOT NULL UNIQUE,
    enabled              INTEGER NOT NULL,
    alias                TEXT,
    host                 TEXT,
    port                 INTEGER,
    security             TEXT NOT NULL,
    resource             TEXT NOT NULL,
    remember             INTEGER NOT NULL,
    extra_roots          TEXT,
    pinned               BLOB,
    scram_seen           INTEGER NOT NULL,
    channel_binding_seen INTEGER NOT NULL,
    one_by_one           INTEGER NOT NULL,
    roster_version       TEXT
) STRICT;

CREATE TABLE roster (
    account      INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    jid          TEXT NOT NULL,
    name         TEXT,
    groups       TEXT NOT NULL, -- a JSON array
    subscription TEXT NOT NULL,
    ask          INTEGER NOT NULL,
    PRIMARY KEY (account, jid)
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    jid     TEXT NOT NULL,
    nick    TEXT,
    message TEXT,
    time    INTEGER NOT NULL,
    PRIMARY KEY (account, jid)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    jid     TEXT NOT NULL,
    kind    TEXT NOT NULL,
    read_to INTEGER NOT NULL DEFAULT 0, -- the read position: the last of the counted messages that was looked at, by id
    UNIQUE (account, jid)
) STRICT;

CREATE TABLE messages (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    account      INTEGER NOT NULL, -- the conversation's, beside it for the index on origin ids
    conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
    kind         TEXT NOT NULL,
    direction    TEXT NOT NULL,
    sender       TEXT NOT NULL,
    time         INTEGER NOT NULL,
    body         TEXT NOT NULL,
    state        TEXT NOT NULL,
    problem      TEXT, -- JSON, when the state is 'failed'
    origin_id    TEXT,
    stanza_id    TEXT,
    delayed      INTEGER NOT NULL,
    shortened    INTEGER NOT NULL,
    incoming     INTEGER NOT NULL -- 0 never counted as unread, 1 counted, 2 counted and it names us
) STRICT;

CREATE INDEX messages_in_order ON messages (conversation, time, id);
CREATE INDEX messages_to_read ON messages (conversation, id, incoming) WHERE incoming > 0;
CREATE INDEX messages_by_stanza_id ON messages (conversation, stanza_id) WHERE stanza_id IS NOT NULL;
CREATE INDEX messages_by_origin_id ON messages (account, origin_id) WHERE origin_id IS NOT NULL;

CREATE VIEW message_rows AS
SELECT m.id, a.jid AS account, c.jid AS conversation, m.kind, m.direction, m.sender, m.time, m.body, m.state, m.problem,
       m.origin_id, m.stanza_id, m.delayed, m.shortened, m.conversation AS conversation_id
FROM messages m JOIN conversations c ON c.id = m.conversation JOIN accounts a ON a.id = c.account;

CREATE VIEW conversation_rows AS
SELECT a.jid AS account, c.jid AS conversation, c.kind,
       (SELECT count(*) FROM messages m WHERE m.conversation = c.id AND m.incoming > 0 AND m.id > c.read_to) AS unread,
       (SELECT count(*) FROM messages m
         WHERE m.conversation = c.id AND m.incoming > 0 AND m.incoming = 2 AND m.id > c.read_to) AS mentions,
       last.time AS last_time, substr(last.body, 1, 200) AS last_body
FROM conversations c JOIN accounts a ON a.id = c.account
LEFT JOIN messages last ON last.id =
    (SELECT m.id FROM messages m WHERE m.conversation = c.id ORDER BY m.time DESC, m.id DESC LIMIT 1);

CREATE TABLE outbox (
    place   INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    message INTEGER NOT NULL UNIQUE REFERENCES messages ON DELETE CASCADE
) STRICT;

CREATE TABLE archive_cursors (
    account   INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    archive   TEXT NOT NULL,
    stanza_id TEXT NOT NULL,
    PRIMARY KEY (account, archive)
) STRICT, WITHOUT ROWID;

CREATE TABLE rooms (
    account  INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    room     TEXT NOT NULL,
    nick     TEXT NOT NULL,
    name     TEXT,
    joined   INTEGER NOT NULL,
    autojoin INTEGER NOT NULL,
    PRIMARY KEY (account, room)
) STRICT, WITHOUT ROWID;

CREATE TABLE streams (
    account INTEGER PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    id      TEXT NOT NULL,
    inbound INTEGER NOT NULL
) STRICT;

-- What a hash stands for is the same for every account.
CREATE TABLE caps (
    hash     TEXT PRIMARY KEY,
    features TEXT NOT NULL -- a JSON array
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Full-text search over the messages' own text (FTS5 with external content), kept true by triggers.
CREATE VIRTUAL TABLE search USING fts5 (body, content = 'messages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');

CREATE TRIGGER search_added AFTER INSERT ON messages BEGIN
    INSERT INTO search (rowid, body) VALUES (new.id, new.body);
END;

CREATE TRIGGER search_removed AFTER DELETE ON messages BEGIN
    INSERT INTO search (search, rowid, body) VALUES ('delete', old.id, old.body);
END;

CREATE TRIGGER search_changed AFTER UPDATE OF body ON messages BEGIN
    INSERT INTO search (search, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO search (rowid, body) VALUES (new.id, new.body);
END;
