-- A row is a list that was seen.
-- key: list_id
WITH in_force AS (
    SELECT
        snapshot_id AS id,
        day,
        lead(day) OVER (PARTITION BY kind ORDER BY published_at, snapshot_id) AS next_day
    FROM counted_list
    WHERE superseded_at IS NULL
), failed AS (
    SELECT snapshot_id, TEXT_LIST(sentence, number) AS sentences
    FROM (SELECT snapshot_id, number, sentence FROM finding WHERE NOT passed ORDER BY snapshot_id, number) AS against
    GROUP BY snapshot_id
)
SELECT
    snapshot.id AS list_id, -- text: the list; `moawatch review` names it so
    snapshot.kind AS kind, -- text: participating or pending
    snapshot.published_on AS day, -- day: the list's date, the publisher's
    CASE WHEN in_force.day = in_force.next_day THEN NULL ELSE in_force.day END AS in_force_from, -- day: the first day at whose end it was the list in force; empty where it never was
    CASE WHEN in_force.day = in_force.next_day THEN NULL ELSE in_force.next_day END AS in_force_until, -- day: the day on which another list took its place; empty while it is in force
    snapshot.document_sha256 AS sha256, -- text: its document
    snapshot."rows" AS row_count, -- integer: rows with an agency, repeated ones included
    snapshot.status AS status, -- text: accepted; unchanged (the same cells as the list before it); held for review; rejected (by a person or by later lists); or attesting (names agencies only)
    failed.sentences AS why, -- text: the checks that it failed
    snapshot.headline_agreements AS headline_agreements, -- integer: the agreements by the sentence on ICE's page
    snapshot.published_at AS published_at, -- moment: its place in the order of the lists
    snapshot.dated_by AS dated_by, -- text: what dates it: workbook properties, Last-Modified, file name, capture or seen
    snapshot.seen_at AS seen_at, -- moment: when it was first fetched or captured
    snapshot.file_name AS file_name, -- text: the publisher's name for it
    snapshot.source AS source -- text: where it was seen
FROM snapshot
LEFT JOIN in_force ON in_force.id = snapshot.id
LEFT JOIN failed ON failed.snapshot_id = snapshot.id
