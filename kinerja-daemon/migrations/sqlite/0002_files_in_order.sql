-- Files stand in the order in which they were taken in: only the latest of its
-- region and kind says what is on record. A file may stand here more than once.
-- The digest is missing where rows of the file were set aside.

CREATE TABLE taken_file (
    id INTEGER NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    sha256 TEXT,
    name TEXT NOT NULL,
    records INTEGER NOT NULL,
    day TEXT NOT NULL
) STRICT;

-- The order of the files before is known by day only, so none of them counts
-- as the latest: taking one in again changes nothing that is equal.
INSERT INTO taken_file (region, kind, sha256, name, records, day)
SELECT region, kind, NULL, name, records, day FROM imported_file ORDER BY day, name;

DROP TABLE imported_file;

ALTER TABLE taken_file RENAME TO imported_file;

CREATE INDEX imported_file_latest ON imported_file (region, kind, id);
