-- What of a room calls for attention, when it was set.

ALTER TABLE rooms ADD COLUMN notify TEXT;
