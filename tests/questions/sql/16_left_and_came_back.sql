-- Agencies that left the list and came back, and for how many days they were gone.
WITH times AS (SELECT agency_id, agency, state, from_day, max(COALESCE(until_day, '9999-12-31'))
    OVER (PARTITION BY agency_id ORDER BY from_day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS gone FROM agreement_stretches)
SELECT agency, state, gone, from_day AS back, (SELECT count(*) FROM daily_counts WHERE scope = 'US' AND support_type = 'all'
    AND day >= gone AND day < from_day) AS days_gone FROM times WHERE from_day > gone ORDER BY gone, agency_id
