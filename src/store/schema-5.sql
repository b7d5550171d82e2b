-- Who we are to a room that tells (XEP-0421): its archive is read before it says so again.
ALTER TABLE rooms ADD COLUMN occupant_id TEXT;

-- After a restart a new session is bound: a resumed one would leave buddies and rooms as unknown as they are then.
DROP TABLE streams;

-- Its sender wants the words as they are (XEP-0393).
ALTER TABLE messages ADD COLUMN unstyled INTEGER NOT NULL DEFAULT 0;

DROP VIEW message_rows;
CREATE VIEW message_rows AS
SELECT m.id, a.jid AS account, c.jid AS conversation, m.kind, m.direction, m.sender, m.time,
       CASE m.retracted WHEN 0 THEN m.body ELSE '' END AS body, m.state, m.problem,
       m.origin_id, m.stanza_id, m.delayed, m.shortened, m.unstyled, m.corrected, m.retracted, m.answers,
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
