-- Who wants us in a room, until we have answered.

CREATE TABLE invitations (
    account INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    room    TEXT NOT NULL,
    sender  TEXT NOT NULL,
    reason  TEXT,
    direct  INTEGER NOT NULL,
    time    INTEGER NOT NULL,
    PRIMARY KEY (account, room)
) STRICT, WITHOUT ROWID;
