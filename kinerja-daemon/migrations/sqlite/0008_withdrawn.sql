-- Why an act is withdrawn; missing where it holds. What is withdrawn stays on record
-- as the next revision of the act, and does not count.
ALTER TABLE act ADD COLUMN withdrawn TEXT;
