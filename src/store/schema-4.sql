-- What is said later about a message: corrections, retractions, reactions; what it answers; how far it was marked.

ALTER TABLE messages ADD COLUMN message_id TEXT;  -- the stanza's own id, where the sender gave it another origin-id
ALTER TABLE messages ADD COLUMN occupant_id TEXT; -- who said it in a room that tells (XEP-0421)
ALTER TABLE messages ADD COLUMN answers TEXT;     -- the id of the message it answers
ALTER TABLE messages ADD COLUMN markable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN retracted INTEGER NOT NULL DEFAULT 0;

CREATE INDEX messages_by_message_id ON messages (account, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX messages_not_displayed ON messages (conversation, time, id) WHERE direction = 'out' AND state IN ('sent', 'delivered');
CREATE INDEX messages_to_mark ON messages (conversation, id) WHERE markable = 1;

-- The last message that the other side was told to be displayed.
ALTER TABLE conversations ADD COLUMN marked_to INTEGER NOT NULL DEFAULT 0;

-- All versions of a message that was corrected, the first among them.
CREATE TABLE versions (
    message   INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    origin_id TEXT, -- of the correction; NULL for the first version
    body      TEXT NOT NULL,
    time      INTEGER NOT NULL
) STRICT;

CREATE INDEX versions_by_message ON versions (message, origin_id);
CREATE INDEX versions_by_origin_id ON versions (origin_id) WHERE origin_id IS NOT NULL;

CREATE TABLE reactions (
    message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    who     TEXT NOT NULL, -- the occupant-id in a room that tells, else the sender
    sender  TEXT NOT NULL,
    emoji   TEXT NOT NULL, -- a JSON array
    time    INTEGER NOT NULL,
    PRIMARY KEY (message, who)
) STRICT, WITHOUT ROWID;

-- What was said about a message that is not here yet: the archive tells the newest first.
ALTER TABLE messages ADD COLUMN replaces TEXT; -- a correction that stands for itself: what it corrects
CREATE INDEX messages_that_replace ON messages (conversation, replaces) WHERE replaces IS NOT NULL;

CREATE TABLE orphans (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
    target       TEXT NOT NULL,
    direction    TEXT NOT NULL,
    sender       TEXT NOT NULL,
    occupant_id  TEXT,
    since        INTEGER,
    amendment    TEXT NOT NULL, -- JSON
    time         INTEGER NOT NULL
) STRICT;

CREATE INDEX orphans_by_target ON orphans (conversation, target);

-- Before which message of an archive there is more than what is here; NULL when all of it is.
CREATE TABLE archive_starts (
    account   INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    archive   TEXT NOT NULL,
    stanza_id TEXT,
    pages     INTEGER NOT NULL, -- so many are here, counted back from the end
    PRIMARY KEY (account, archive)
) STRICT, WITHOUT ROWID;

-- Amendments wait in one line with the messages.
ALTER TABLE outbox RENAME TO outbox_before;
CREATE TABLE outbox (
    place     INTEGER PRIMARY KEY AUTOINCREMENT,
    account   INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    message   INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    origin_id TEXT, -- of the amendment
    amendment TEXT  -- JSON; NULL for the message itself
) STRICT;
INSERT INTO outbox (place, account, message) SELECT place, account, message FROM outbox_before;
DROP TABLE outbox_before;
CREATE UNIQUE INDEX outbox_messages ON outbox (message) WHERE amendment IS NULL;

DROP VIEW message_rows;
CREATE VIEW message_rows AS
SELECT m.id, a.jid AS account, c.jid AS conversation, m.kind, m.direction, m.sender, m.time,
       CASE m.retracted WHEN 0 THEN m.body ELSE '' END AS body, m.state, m.problem,
       m.origin_id, m.stanza_id, m.delayed, m.shortened, m.corrected, m.retracted, m.answers,
       q.id AS quoted_id, q.sender AS quoted_sender, CASE q.retracted WHEN 0 THEN q.body ELSE '' END AS quoted_body,
       (SELECT json_group_array(json_array(r.sender, json(r.emoji))) FROM reactions r WHERE r.message = m.id) AS reactions,
       m.conversation AS conversation_id
FROM messages m JOIN conversations c ON c.id = m.conversation JOIN accounts a ON a.id = c.account
LEFT JOIN messages q ON m.answers IS NOT NULL AND q.id = CASE m.kind
    WHEN 'groupchat' THEN
        (SELECT i.id FROM messages i WHERE i.conversation = m.conversation AND i.stanza_id = m.answers AND i.kind = m.kind LIMIT 1)
    ELSE coalesce(
        (SELECT i.id FROM messages i
          WHERE i.account = m.account AND i.origin_id = m.answers AND i.conversation = m.conversation ORDER BY i.id DESC LIMIT 1),
        (SELECT i.id FROM messages i
          WHERE i.account = m.account AND i.message_id = m.answers AND i.conversation = m.conversation ORDER BY i.id DESC LIMIT 1))
    END;

DROP VIEW conversation_rows;
CREATE VIEW conversation_rows AS
SELECT a.jid AS account, c.jid AS conversation, c.kind,
       (SELECT count(*) FROM messages m WHERE m.conversation = c.id AND m.incoming > 0 AND m.id > c.read_to) AS unread,
       (SELECT count(*) FROM messages m
         WHERE m.conversation = c.id AND m.incoming > 0 AND m.incoming = 2 AND m.id > c.read_to) AS mentions,
       last.time AS last_time, CASE last.retracted WHEN 1 THEN '' ELSE substr(last.body, 1, 200) END AS last_body
FROM conversations c JOIN accounts a ON a.id = c.account
JOIN messages last ON last.id =
    (SELECT m.id FROM messages m WHERE m.conversation = c.id ORDER BY m.time DESC, m.id DESC LIMIT 1);
