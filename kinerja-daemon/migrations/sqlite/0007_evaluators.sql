-- Ratings are known by their evaluator too: whoever moved has several evaluators in
-- one period. What one row said so far belongs to the evaluator whom it names now.
CREATE TABLE rated AS
SELECT region, key, json_extract(body, '$.evaluator') AS evaluator
FROM act
WHERE kind = 'penilaian' AND is_current = 1 AND json_valid(body);

UPDATE act SET key = key || '/' || (
    SELECT rated.evaluator FROM rated WHERE rated.region = act.region AND rated.key = act.key)
WHERE kind = 'penilaian' AND EXISTS (
    SELECT 1 FROM rated
    WHERE rated.region = act.region AND rated.key = act.key AND rated.evaluator IS NOT NULL);

DROP TABLE rated;
