-- Who we are to a room that tells (XEP-0421): its archive is read before it says so again.
ALTER TABLE rooms ADD COLUMN occupant_id TEXT;
