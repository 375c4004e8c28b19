-- A row is a day, a scope and a support type: the counts at the end of that day. A missing row means zero; a scope that once had agreements, or has only applications, has a row with 0.
-- key: day, scope, support_type
SELECT
    list_day.day AS day, -- day: the publisher's day; each day from the first participating list to the newest
    run.scope AS scope, -- text: US, a state's two letters, or a county's FIPS code
    run.scope_kind AS scope_kind, -- text: nation, state or county
    run.support_type AS support_type, -- text: all, JEM, TFM or WSO; 'all' is the sum, so choose one and do not add them up
    run.agreements AS agreements, -- integer: agreements listed
    run.agencies AS agencies, -- integer: agencies with one, whatever their spelling
    run.states AS states, -- integer: states with one, the District of Columbia included
    run.territories AS territories, -- integer: territories with one
    CASE WHEN list_day.pending_id IS NULL THEN NULL ELSE COALESCE(
        (
            SELECT waiting.agreements FROM count_run AS waiting
            WHERE waiting.kind = 'pending' AND waiting.superseded_at IS NULL
                AND waiting.scope = run.scope AND waiting.support_type = run.support_type
                AND waiting.from_day <= list_day.day AND list_day.day < COALESCE(waiting.until_day, FAR_DAY)
            ORDER BY waiting.from_day DESC LIMIT 1
        ), 0
    ) END AS pending, -- integer: applications on the pending list; empty where no pending list is known for the day
    list_day.participating_id AS list_id, -- text: the list in force at the end of the day
    snapshot.document_sha256 AS list_sha256 -- text: its document
FROM list_day
JOIN snapshot ON snapshot.id = list_day.participating_id
JOIN count_run AS run
    ON run.kind = 'participating' AND run.superseded_at IS NULL
    AND list_day.day >= run.from_day AND list_day.day < COALESCE(run.until_day, FAR_DAY)
UNION ALL
SELECT
    list_day.day,
    run.scope,
    run.scope_kind,
    run.support_type,
    0,
    0,
    0,
    0,
    run.agreements,
    list_day.participating_id,
    snapshot.document_sha256
FROM list_day
JOIN snapshot ON snapshot.id = list_day.participating_id
JOIN count_run AS run
    ON run.kind = 'pending' AND run.superseded_at IS NULL
    AND list_day.day >= run.from_day AND list_day.day < COALESCE(run.until_day, FAR_DAY)
WHERE NOT EXISTS (
    SELECT 1 FROM (
        SELECT listed.until_day FROM count_run AS listed
        WHERE listed.kind = 'participating' AND listed.superseded_at IS NULL
            AND listed.scope = run.scope AND listed.support_type = run.support_type
            AND listed.from_day <= list_day.day
        ORDER BY listed.from_day DESC, listed.published_at DESC LIMIT 1
    ) AS newest
    WHERE list_day.day < COALESCE(newest.until_day, FAR_DAY)
)
