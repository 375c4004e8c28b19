-- title: Who left and came back
-- question: Which agencies had no agreement at all for a time, and then one again?
-- The gap is what the lists show. A gap of a few days may be a slip of the publisher, so the longest stand first.
-- on PostgreSQL: CAST(julianday(from_day) - julianday(gone_day) AS INTEGER) -> from_day - gone_day
WITH held AS (
    SELECT agency_id, agency, state, county_fips, body, from_day, until_day,
        max(COALESCE(until_day, '9999-12-31')) OVER (
            PARTITION BY agency_id ORDER BY from_day, agreement_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS gone_day
    FROM agreement_stretches
)
SELECT agency, state, body, gone_day, from_day AS back_day,
    CAST(julianday(from_day) - julianday(gone_day) AS INTEGER) AS days_gone,
    county_fips, agency_id
FROM held
WHERE from_day > gone_day
ORDER BY days_gone DESC, state, agency
