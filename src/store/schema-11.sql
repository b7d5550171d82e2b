-- What is found stands by time, whenever it came in: the index's own order is the order of the answer. A row's number there is the
-- message's time in microseconds, times 1024, and the end of its id.
DROP TRIGGER search_added;
DROP TRIGGER search_removed;
DROP TRIGGER search_changed;
DROP TABLE search;

CREATE INDEX messages_by_time ON messages (time);
CREATE VIRTUAL TABLE search USING fts5 (body, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO search (rowid, body) SELECT time * 1024 + (id & 1023), body FROM messages ORDER BY time, id;

CREATE TRIGGER search_added AFTER INSERT ON messages BEGIN
    INSERT INTO search (rowid, body) VALUES (new.time * 1024 + (new.id & 1023), new.body);
END;

CREATE TRIGGER search_removed AFTER DELETE ON messages BEGIN
    INSERT INTO search (search, rowid, body) VALUES ('delete', old.time * 1024 + (old.id & 1023), old.body);
END;

CREATE TRIGGER search_changed AFTER UPDATE OF body, time ON messages WHEN old.body IS NOT new.body OR old.time IS NOT new.time BEGIN
    INSERT INTO search (search, rowid, body) VALUES ('delete', old.time * 1024 + (old.id & 1023), old.body);
    INSERT INTO search (rowid, body) VALUES (new.time * 1024 + (new.id & 1023), new.body);
END;
