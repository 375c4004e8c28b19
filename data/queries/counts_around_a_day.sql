-- title: Counts around a date
-- question: How many agreements and agencies were there in the days around a date?
-- :day, for example 2025-09-03: YYYY-MM-DD
-- :scope, for example US: US, two letters of a state, or the FIPS code of a county
-- on PostgreSQL: date(:day, '-7 days') -> CAST(:day AS date) - 7
-- on PostgreSQL: date(:day, '+7 days') -> CAST(:day AS date) + 7
SELECT day, agreements, agencies, states, territories, pending, list_id, list_sha256
FROM daily_counts
WHERE scope = :scope AND support_type = 'all' AND day BETWEEN date(:day, '-7 days') AND date(:day, '+7 days')
ORDER BY day
