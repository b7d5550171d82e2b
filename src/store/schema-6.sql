-- What happened in a room beside what was said.

CREATE TABLE notices (
    id      INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    room    TEXT NOT NULL,
    time    INTEGER NOT NULL,
    ours    INTEGER NOT NULL, -- it happened to us, or we did it
    what    TEXT NOT NULL -- JSON
) STRICT;

CREATE INDEX notices_in_order ON notices (account, room, time, id);
CREATE INDEX notices_by_time ON notices (time);
