-- A row is an application on the pending list.
-- key: application_id
WITH told AS (
    SELECT
        application.*,
        (
            SELECT signing.agreement_id FROM change AS signing
            WHERE signing.application_id = application.id AND signing.kind = 'pending_signed'
                AND signing.status <> 'withdrawn'
            ORDER BY signing.list_date DESC, signing.id LIMIT 1
        ) AS agreement_id,
        (
            SELECT dropping.status FROM change AS dropping
            WHERE dropping.application_id = application.id AND dropping.kind = 'pending_dropped'
            ORDER BY dropping.list_date DESC, dropping.id LIMIT 1
        ) AS dropping_status
    FROM application
)
SELECT
    told.id AS application_id, -- text: the application; stays the same for good
    told.agency_id AS agency_id, -- text: who applied
    agency.name AS agency, -- text: the agency's name as last printed
    agency.state AS state, -- text: two letters, as last printed
    agency.state_fips AS state_fips, -- text: the state's FIPS code
    agency.county_fips AS county_fips, -- text: the county's FIPS code
    agency.body AS body, -- text: what sort of agency
    told.support_type AS support_type, -- text: JEM, TFM or WSO; empty where the list prints none
    told.first_day AS first_day, -- day: the first day on the pending list
    CASE WHEN told.until_day > told.first_day THEN DAY_BEFORE(told.until_day) ELSE told.until_day END AS last_day, -- day: the last day on it; empty while it is pending
    DAYS(told.first_day, COALESCE(told.until_day, DAY_AFTER(PENDING_END))) AS days_pending, -- integer, days: how long it was on the pending list, so far
    CASE
        WHEN told.until_day IS NULL THEN 'pending'
        WHEN told.agreement_id IS NOT NULL THEN 'signed'
        WHEN told.dropping_status = 'confirmed' THEN 'dropped'
        ELSE 'missing'
    END AS status, -- text: pending; signed; dropped, confirmed; or missing, not confirmed
    told.agreement_id AS agreement_id, -- text: the agreement that came of it
    CASE WHEN told.first_day = (SELECT min(day) FROM list_day WHERE pending_id IS NOT NULL) THEN 1 ELSE 0 END AS began_before_record -- 0 or 1: whether it was on the first pending list, so that it began earlier than `first_day`
FROM told
JOIN agency ON agency.id = told.agency_id
