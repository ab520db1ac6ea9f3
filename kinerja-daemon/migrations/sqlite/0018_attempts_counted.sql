-- How many conversations with a relay stand on record: asked at each pass, of a table
-- that grows for years. One that was cut off is put on record by the next life, before
-- it sends anything, and does not count.
CREATE TABLE attempts_made (made INTEGER NOT NULL) STRICT;

INSERT INTO attempts_made
SELECT COUNT(*) FROM attempt WHERE phase IS NOT NULL AND phase <> 'body';

CREATE TRIGGER attempt_made AFTER INSERT ON attempt
WHEN new.phase IS NOT NULL AND new.phase <> 'body'
BEGIN
    UPDATE attempts_made SET made = made + 1;
END;
