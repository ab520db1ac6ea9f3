-- From what the files of a region were made, and what they were: as long as both
-- are the same, nothing is made again.

CREATE TABLE published (
    region TEXT NOT NULL PRIMARY KEY,
    inputs TEXT NOT NULL,
    files_sha256 TEXT NOT NULL
) STRICT;
