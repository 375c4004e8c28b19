-- A row is an agreement: one signed instrument of one agency.
-- key: agreement_id
WITH span AS (
    SELECT
        agreement_id,
        count(*) AS stretches,
        min(from_day) AS first_day,
        max(CASE WHEN until_day IS NULL THEN 1 ELSE 0 END) AS is_listed,
        max(until_day) AS until_day,
        sum(DAYS(from_day, COALESCE(until_day, DAY_AFTER(RECORD_END)))) AS days_listed
    FROM stretch
    WHERE until_day IS NULL OR from_day < until_day
    GROUP BY agreement_id
)
SELECT
    agreement.id AS agreement_id, -- text: the agreement; stays the same for good, whatever is corrected: do not read names or dates out of it
    agreement.agency_id AS agency_id, -- text: its agency
    agency.name AS agency, -- text: the agency's name as last printed
    agency.state AS state, -- text: two letters, as last printed
    agency.state_fips AS state_fips, -- text: the state's FIPS code, two digits
    agency.county_fips AS county_fips, -- text: the county's FIPS code, five digits; empty for state bodies and where it is not sure
    county.name AS county, -- text: the county's name
    agency.body AS body, -- text: sheriff, police, constable, corrections, prosecutor, campus, marshal, state_police or other
    agency.agency_type AS agency_type, -- text: the type of agency as last printed
    agreement.support_type AS support_type, -- text: JEM, TFM or WSO
    agreement.signed AS signed, -- day: when it was signed, as printed now; empty where no possible date is printed
    CASE
        WHEN span.is_listed = 1 THEN 'listed'
        WHEN EXISTS (
            SELECT 1 FROM change AS next
            WHERE next.agreement_before = agreement.id AND next.status <> 'withdrawn'
                AND next.kind IN ('agreement_renewed', 'agreement_switched')
        ) THEN 'superseded'
        WHEN (
            SELECT ending.status FROM change AS ending
            WHERE ending.agreement_id = agreement.id AND ending.kind = 'agreement_ended'
            ORDER BY ending.list_date DESC, ending.id LIMIT 1
        ) = 'confirmed' THEN 'ended'
        -- Told as signed again or switched by mistake: its row is the earlier agreement's after all.
        WHEN EXISTS (
            SELECT 1 FROM change AS came
            WHERE came.agreement_id = agreement.id AND came.status = 'withdrawn'
                AND came.kind IN ('agreement_renewed', 'agreement_switched')
        ) AND NOT EXISTS (
            SELECT 1 FROM change AS ending WHERE ending.agreement_id = agreement.id AND ending.kind = 'agreement_ended'
        ) THEN 'superseded'
        ELSE 'missing'
    END AS status, -- text: listed; superseded by another agreement; ended, confirmed; or missing, its end not confirmed
    COALESCE(span.first_day, agreement.first_day) AS first_day, -- day: the first day on the list
    DAYS(agreement.signed, COALESCE(span.first_day, agreement.first_day)) AS days_to_list, -- integer, days: from the signing date to the first day on the list; negative or long where a date is misprinted
    CASE WHEN span.is_listed = 1 THEN NULL ELSE COALESCE(DAY_BEFORE(span.until_day), agreement.first_day) END AS last_day, -- day: the last day on the list; empty while it is listed
    COALESCE(span.days_listed, 0) AS days_listed, -- integer, days: on how many days it was listed at the day's end
    COALESCE(span.stretches, 0) AS stretches, -- integer: how many unbroken times it was listed
    CASE WHEN agreement.first_snapshot_id = RECORD_FIRST THEN 1 ELSE 0 END AS began_before_record, -- 0 or 1: whether it was on the record's first list, so that it began earlier than `first_day`
    (
        SELECT signing.application_id FROM change AS signing
        WHERE signing.agreement_id = agreement.id AND signing.kind = 'pending_signed'
            AND signing.status <> 'withdrawn'
        ORDER BY signing.list_date DESC, signing.id LIMIT 1
    ) AS application_id, -- text: the application that it came of, if one was on the pending list
    DAYS(
        (
            SELECT application.first_day FROM change AS signing
            JOIN application ON application.id = signing.application_id
            WHERE signing.agreement_id = agreement.id AND signing.kind = 'pending_signed'
                AND signing.status <> 'withdrawn'
            ORDER BY signing.list_date DESC, signing.id LIMIT 1
        ), COALESCE(span.first_day, agreement.first_day)
    ) AS days_pending, -- integer, days: from the first day on the pending list to the first day as an agreement; negative where the pending list came late
    NULLIF(agreement.moa_url, '') AS moa_url, -- text: the link to its text (MOA); empty where none is posted
    agreement.moa_since AS moa_since, -- day: since when that link is on the list
    NULLIF(agreement.addendum_url, '') AS addendum_url, -- text: the link to its addendum
    (
        SELECT earlier.agreement_before FROM change AS earlier
        WHERE earlier.agreement_id = agreement.id AND earlier.status <> 'withdrawn'
            AND earlier.kind IN ('agreement_renewed', 'agreement_switched')
        ORDER BY earlier.list_date DESC, earlier.id LIMIT 1
    ) AS replaces, -- text: the agreement that it renewed or was switched from
    (
        SELECT next.agreement_id FROM change AS next
        WHERE next.agreement_before = agreement.id AND next.status <> 'withdrawn'
            AND next.kind IN ('agreement_renewed', 'agreement_switched')
        ORDER BY next.list_date DESC, next.id LIMIT 1
    ) AS replaced_by, -- text: the agreement that renewed it or that it was switched to
    (
        SELECT CASE next.kind WHEN 'agreement_renewed' THEN 'renewed' ELSE 'switched' END FROM change AS next
        WHERE next.agreement_before = agreement.id AND next.status <> 'withdrawn'
            AND next.kind IN ('agreement_renewed', 'agreement_switched')
        ORDER BY next.list_date DESC, next.id LIMIT 1
    ) AS replaced_how, -- text: renewed (signed again) or switched (another support type)
    snapshot.document_sha256 AS first_list_sha256, -- text: the document that first listed it
    agreement.first_row AS first_row -- integer: its row there
FROM agreement
JOIN agency ON agency.id = agreement.agency_id
JOIN snapshot ON snapshot.id = agreement.first_snapshot_id
LEFT JOIN county ON county.fips = agency.county_fips
LEFT JOIN span ON span.agreement_id = agreement.id
