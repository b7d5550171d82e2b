-- Whether the password itself may be sent, and the strongest SCRAM mechanism that was signed in with.
ALTER TABLE accounts ADD COLUMN allow_plain INTEGER NOT NULL DEFAULT 1;
ALTER TABLE accounts ADD COLUMN hash_seen TEXT;
