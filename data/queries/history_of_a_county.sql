-- title: A county's history
-- question: What happened in a county, change by change?
-- :county, for example Lake County, FL: 'Name County, ST' or its five-digit FIPS code
-- Withdrawn changes and corrections of how the list is printed are left out.
SELECT day, kind, status, agency, support_type, signed, agency_before, support_type_before, list_sha256, row_number,
    agency_id, agreement_id, change_id
FROM changes
WHERE county_fips IN (
        SELECT county_fips FROM counties
        WHERE county_fips = :county OR lower(county || ', ' || state) = lower(:county)
    )
    AND status <> 'withdrawn' AND cosmetic = 0
ORDER BY day, agency, kind, change_id
