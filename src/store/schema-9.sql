-- How a message wants to be taken (XEP-0224, XEP-0382), and the address of the file it carries (XEP-0066).
ALTER TABLE messages ADD COLUMN attention INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN spoiler TEXT;
ALTER TABLE messages ADD COLUMN file TEXT;

DROP VIEW message_rows;
CREATE VIEW message_rows AS
SELECT m.id, a.jid AS account, c.jid AS conversation, m.kind, m.direction, m.sender, m.time,
       CASE m.retracted WHEN 0 THEN m.body ELSE '' END AS body, m.state, m.problem,
       m.origin_id, m.stanza_id, m.delayed, m.shortened, m.unstyled, m.attention,
       CASE m.retracted WHEN 0 THEN m.spoiler END AS spoiler, CASE m.retracted WHEN 0 THEN m.file END AS file,
       m.corrected, m.retracted, m.answers,
       q.id AS quoted_id, q.sender AS quoted_sender,
       CASE WHEN q.retracted <> 0 THEN '' WHEN q.spoiler IS NOT NULL THEN '…'
            WHEN q.attention <> 0 AND q.body = '' THEN '🔔' ELSE q.body END AS quoted_body,
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

-- What is hidden until it is asked for is not told by what stands elsewhere.
DROP VIEW conversation_rows;
CREATE VIEW conversation_rows AS
SELECT a.jid AS account, c.jid AS conversation, c.kind,
       (SELECT count(*) FROM messages m WHERE m.conversation = c.id AND m.incoming > 0 AND m.id > c.read_to) AS unread,
       (SELECT count(*) FROM messages m
         WHERE m.conversation = c.id AND m.incoming > 0 AND m.incoming = 2 AND m.id > c.read_to) AS mentions,
       last.time AS last_time, CASE WHEN last.retracted <> 0 THEN ''
                               WHEN last.spoiler IS NOT NULL AND last.direction = 'in' THEN '…'
                               WHEN last.attention <> 0 AND last.body = '' THEN '🔔'
                               ELSE substr(last.body, 1, 200) END AS last_body
FROM conversations c JOIN accounts a ON a.id = c.account
JOIN messages last ON last.id =
    (SELECT m.id FROM messages m WHERE m.conversation = c.id ORDER BY m.time DESC, m.id DESC LIMIT 1);
