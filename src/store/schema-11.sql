-- What is found stands by time, whenever it came in: the index's own order is the order of the answer. A row's number there is the
-- message's time in milliseconds, times 2^20, and the end of its id. No time that is kept is too large for that, nor before 1970.
DROP TRIGGER search_added;
DROP TRIGGER search_removed;
DROP TRIGGER search_changed;
DROP TABLE search;

UPDATE messages SET time = min(max(time, 0), 7258118400000000) WHERE time NOT BETWEEN 0 AND 7258118400000000;

CREATE INDEX messages_by_time ON messages (time);
CREATE VIRTUAL TABLE search USING fts5 (body, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO search (rowid, body) SELECT time / 1000 * 1048576 + (id & 1048575), body FROM messages ORDER BY time, id;

CREATE TRIGGER search_added AFTER INSERT ON messages BEGIN
    INSERT INTO search (rowid, body) VALUES (new.time / 1000 * 1048576 + (new.id & 1048575), new.body);
END;

CREATE TRIGGER search_removed AFTER DELETE ON messages BEGIN
    INSERT INTO search (search, rowid, body) VALUES ('delete', old.time / 1000 * 1048576 + (old.id & 1048575), old.body);
END;

CREATE TRIGGER search_changed AFTER UPDATE OF body, time ON messages WHEN old.body IS NOT new.body OR old.time IS NOT new.time BEGIN
    INSERT INTO search (search, rowid, body) VALUES ('delete', old.time / 1000 * 1048576 + (old.id & 1048575), old.body);
    INSERT INTO search (rowid, body) VALUES (new.time / 1000 * 1048576 + (new.id & 1048575), new.body);
END;

-- Up to which line of its archive a room's conversation was deleted.
ALTER TABLE forgotten ADD COLUMN stanza_id TEXT;
