-- A row is an agency that has or had an agreement, as it was last printed.
-- key: agency_id
WITH held AS (
    SELECT
        agreement.agency_id,
        count(DISTINCT agreement.id) AS agreements_ever,
        count(CASE WHEN stretch.until_day IS NULL THEN 1 END) AS agreements_now,
        max(CASE WHEN stretch.until_day IS NULL AND agreement.support_type = 'JEM' THEN 1 ELSE 0 END) AS jem,
        max(CASE WHEN stretch.until_day IS NULL AND agreement.support_type = 'TFM' THEN 1 ELSE 0 END) AS tfm,
        max(CASE WHEN stretch.until_day IS NULL AND agreement.support_type = 'WSO' THEN 1 ELSE 0 END) AS wso,
        min(stretch.from_day) AS first_day,
        max(stretch.until_day) AS until_day
    FROM stretch
    JOIN agreement ON agreement.id = stretch.agreement_id
    WHERE stretch.until_day IS NULL OR stretch.from_day < stretch.until_day
    GROUP BY agreement.agency_id
)
SELECT
    agency.id AS agency_id, -- text: the agency; stays the same for good
    agency.name AS agency, -- text: its name as last printed
    agency.state AS state, -- text: two letters, as last printed
    agency.state_fips AS state_fips, -- text: the state's FIPS code, two digits
    agency.county_fips AS county_fips, -- text: the county's FIPS code, five digits; empty for state bodies and where it is not sure
    county.name AS county, -- text: the county's name
    NULLIF(agency.county, '') AS county_printed, -- text: the county as last printed
    agency.county_found_by AS county_found_by, -- text: what told the county: printed, mended (a typo or other words in the cell), name, town, by_hand (a table with reasons), state_body (none), nothing
    NULLIF(agency.agency_type, '') AS agency_type, -- text: the type of agency as last printed
    agency.body AS body, -- text: sheriff, police, constable, corrections, prosecutor, campus, marshal, state_police or other
    (SELECT count(*) FROM spelling WHERE spelling.agency_id = agency.id) AS spellings, -- integer: under how many spellings it was printed
    held.agreements_now AS agreements_now, -- integer: agreements on the newest list
    held.agreements_ever AS agreements_ever, -- integer: agreements that were ever on a list
    held.jem AS jem, -- 0 or 1: whether it has the Jail Enforcement Model now
    held.tfm AS tfm, -- 0 or 1: whether it has the Task Force Model now
    held.wso AS wso, -- 0 or 1: whether it has the Warrant Service Officer program now
    held.first_day AS first_day, -- day: the first day with an agreement on the list
    CASE WHEN held.agreements_now > 0 THEN NULL ELSE DAY_BEFORE(held.until_day) END AS last_day -- day: the last day with one; empty while it has one
FROM agency
JOIN held ON held.agency_id = agency.id
LEFT JOIN county ON county.fips = agency.county_fips
