-- Whether a mail waits or is in hand, for every statement to ask. `state IN (...)` with three
-- values or more makes a table of them whenever a statement begins, and each change of a
-- state made several: that was half of what a change took.
ALTER TABLE mail ADD COLUMN waits INTEGER
    AS (state = 'queued' OR state = 'deferred' OR state = 'unknown') VIRTUAL;

ALTER TABLE mail ADD COLUMN in_hand INTEGER
    AS (state = 'claimed' OR state = 'data_started') VIRTUAL;

DROP INDEX mail_waiting;
DROP INDEX mail_expiring;
DROP INDEX mail_in_hand;

CREATE INDEX mail_waiting ON mail (due_at, id) WHERE waits;

CREATE INDEX mail_expiring ON mail (expires_at) WHERE waits AND expires_at IS NOT NULL;

CREATE INDEX mail_in_hand ON mail (epoch) WHERE in_hand;

-- The same condition in other words. No row moves: this is how a CHECK is changed in place
-- by the documentation of SQLite's ALTER TABLE.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema
SET sql = replace(sql, 'state IN
        (''queued'', ''claimed'', ''data_started'', ''sent'', ''deferred'', ''rejected'', ''unknown'', ''held'', ''expired'', ''cancelled'')',
    'state = ''queued'' OR state = ''claimed'' OR state = ''data_started'' OR state = ''sent''
        OR state = ''deferred'' OR state = ''rejected'' OR state = ''unknown'' OR state = ''held''
        OR state = ''expired'' OR state = ''cancelled''')
WHERE type = 'table' AND name = 'mail';

PRAGMA writable_schema = RESET;
