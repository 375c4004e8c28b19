-- A row is a source, with its health.
-- key: source
WITH attempts AS (
    SELECT
        source,
        max(id) AS last_id,
        max(CASE WHEN error IS NULL THEN id END) AS last_success_id,
        max(CASE WHEN error IS NOT NULL THEN id END) AS last_failure_id,
        count(DISTINCT document_sha256) AS documents
    FROM "fetch"
    GROUP BY source
)
SELECT
    attempts.source AS source, -- text: its name in the source registry
    success.requested_at AS last_success_at, -- moment: when it last answered with something usable
    last.requested_at AS last_attempt_at, -- moment: when it was last asked
    last.status AS last_status, -- integer: the HTTP status then; empty without an answer
    failure.error AS last_error, -- text: what was wrong when it last failed
    (
        SELECT count(*) FROM "fetch" AS attempt
        WHERE attempt.source = attempts.source AND attempt.id > COALESCE(attempts.last_success_id, 0)
    ) AS failures_in_a_row, -- integer: attempts since it last succeeded
    attempts.documents AS documents -- integer: different documents that it brought
FROM attempts
JOIN "fetch" AS last ON last.id = attempts.last_id
LEFT JOIN "fetch" AS success ON success.id = attempts.last_success_id
LEFT JOIN "fetch" AS failure ON failure.id = attempts.last_failure_id
