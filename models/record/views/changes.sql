-- A row is a change, as it is told now.
-- key: change_id
SELECT
    change.id AS change_id, -- text: the change; stays the same for good
    change.kind AS kind, -- text: what happened; the README lists the kinds
    change.status AS status, -- text: suspected, confirmed or withdrawn
    change.list_date AS day, -- day: of the first list that shows it
    WEEK(change.list_date) AS week, -- day: the Monday of that day's week
    change.list_kind AS list_kind, -- text: participating or pending
    change.agency_id AS agency_id, -- text: the agency concerned
    change.agency AS agency, -- text: the name as printed then
    change.agency_before AS agency_before, -- text: the name before, where it changed
    change.state AS state, -- text: two letters, as printed then
    change.state_before AS state_before, -- text: the state before, where it was corrected
    agency.state_fips AS state_fips, -- text: the FIPS code of the agency's state
    agency.county_fips AS county_fips, -- text: the FIPS code of the agency's county
    agency.body AS body, -- text: what sort of agency
    change.agreement_id AS agreement_id, -- text: the agreement, after the change
    change.agreement_before AS agreement_before, -- text: the agreement that it replaced
    change.application_id AS application_id, -- text: the application, for changes of the pending list
    change.support_type AS support_type, -- text: JEM, TFM or WSO
    change.support_type_before AS support_type_before, -- text: the support type before, where it changed
    change.signed AS signed, -- day: the signing date
    change.signed_before AS signed_before, -- day: the signing date before, where it changed
    DAYS(change.signed_before, change.signed) AS days_moved, -- integer, days: by how many the signing date moved; negative to an earlier one
    change.snapshot_id AS list_id, -- text: the first list that shows it
    change.list_sha256 AS list_sha256, -- text: its document
    change."row" AS row_number, -- integer: the row there; for a row that is missing, its row on the list before
    settling.published_on AS settled_day, -- day: of the list that confirmed, withdrew or reclassified it
    CASE WHEN change.kind IN (COSMETIC_KINDS) THEN 1 ELSE 0 END AS cosmetic, -- 0 or 1: whether it corrects how the list is printed, not what was agreed
    change.confidence AS confidence, -- number, 0 to 1: how sure the pairing of rows is; 1 where nothing was weighed
    CAST(change.evidence AS TEXT) AS evidence, -- JSON: the evidence, a list of phrases
    change.version AS version, -- integer: how often it was told differently, from 1
    change.recorded_at AS recorded_at -- moment: when this version came into the record
FROM change
JOIN agency ON agency.id = change.agency_id
LEFT JOIN snapshot AS settling ON settling.id = change.settled_by
