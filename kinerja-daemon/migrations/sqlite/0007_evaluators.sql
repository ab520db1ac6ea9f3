-- Ratings are known by their evaluator too: whoever moved has several evaluators in
-- one period. What was said so far belongs to the evaluator whom the newest revision
-- that can be read names.
CREATE TABLE rated AS
SELECT act.region, act.key, MAX(act.revision) AS revision,
    CASE WHEN json_valid(act.body) THEN json_extract(act.body, '$.evaluator') END AS evaluator
FROM act
WHERE act.kind = 'penilaian'
    AND CASE WHEN json_valid(act.body) THEN json_extract(act.body, '$.evaluator') END IS NOT NULL
GROUP BY act.region, act.key;

CREATE UNIQUE INDEX rated_by_key ON rated (region, key);

-- Where none can be read, the row that is taken in once more is the first.
UPDATE act SET is_current = 0
WHERE kind = 'penilaian' AND is_current = 1 AND NOT EXISTS (
    SELECT 1 FROM rated WHERE rated.region = act.region AND rated.key = act.key);

UPDATE act SET key = key || '/' || (
    SELECT rated.evaluator FROM rated WHERE rated.region = act.region AND rated.key = act.key)
WHERE kind = 'penilaian' AND EXISTS (
    SELECT 1 FROM rated WHERE rated.region = act.region AND rated.key = act.key);

DROP TABLE rated;
