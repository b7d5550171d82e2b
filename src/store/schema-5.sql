-- Who we are to a room that tells (XEP-0421): its archive is read before it says so again.
ALTER TABLE rooms ADD COLUMN occupant_id TEXT;

-- After a restart a new session is bound: a resumed one would leave buddies and rooms as unknown as they are then.
DROP TABLE streams;
