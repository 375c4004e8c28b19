-- A row is an agreement for one unbroken time on the lists: listed at the end of each day from `from_day` up to, not including, `until_day`.
-- key: agreement_id, number
SELECT
    stretch.agreement_id AS agreement_id, -- text: the agreement
    stretch.number AS number, -- integer: the first, second ... time that it was listed
    agreement.agency_id AS agency_id, -- text: its agency
    agency.name AS agency, -- text: the agency's name as last printed
    agency.state AS state, -- text: two letters, as last printed
    agency.state_fips AS state_fips, -- text: the state's FIPS code
    agency.county_fips AS county_fips, -- text: the county's FIPS code
    agency.body AS body, -- text: what sort of agency
    agreement.support_type AS support_type, -- text: JEM, TFM or WSO
    agreement.signed AS signed, -- day: when it was signed
    stretch.from_day AS from_day, -- day: the first day on the list
    stretch.until_day AS until_day, -- day: the first day without it; empty while it is listed
    DAYS(stretch.from_day, COALESCE(stretch.until_day, DAY_AFTER(RECORD_END))) AS days, -- integer, days: on how many days it was listed at the day's end, so far
    CASE WHEN stretch.number = 1 AND agreement.first_snapshot_id = RECORD_FIRST THEN 1 ELSE 0 END AS began_before_record -- 0 or 1: whether it was on the record's first list, so that it began earlier than `from_day`
FROM stretch
JOIN agreement ON agreement.id = stretch.agreement_id
JOIN agency ON agency.id = agreement.agency_id
WHERE stretch.until_day IS NULL OR stretch.from_day < stretch.until_day
