-- Mails that came back, as the reports of other hosts tell it. A report stands here
-- once: by the digest of its file.

CREATE TABLE bounce (
    mail_id INTEGER NOT NULL REFERENCES mail (id),
    sha256 TEXT NOT NULL,
    -- When it was taken in.
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('hard', 'soft')),
    -- As in RFC 3463, like 5.1.1; `-` where the report has none.
    status TEXT NOT NULL,
    -- Cut, and without addresses and long numbers.
    reply TEXT NOT NULL,
    -- What it was sent to, in lower case: a person with another address now is not
    -- touched by it.
    address TEXT NOT NULL,
    PRIMARY KEY (mail_id, sha256)
) STRICT, WITHOUT ROWID;
