-- The day on which a file first named a unit; missing where that was before this was
-- kept.
ALTER TABLE unit ADD COLUMN known_since TEXT;

-- What has a date of its own, without looking at every act.
CREATE INDEX act_dated ON act (kind, day)
WHERE is_current = 1 AND withdrawn IS NULL AND kind IN ('tindak_lanjut', 'keberatan');
