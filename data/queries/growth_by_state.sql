-- title: Growth by state
-- question: By how many agreements did each state grow between two days?
-- :since, for example 2025-07-31: YYYY-MM-DD
-- :until, for example 2025-08-31: YYYY-MM-DD
-- Agreements that came less those that went, at the end of each of the two days.
SELECT state, max(before) AS agreements_before, max(after) AS agreements_after, max(after) - max(before) AS growth
FROM (
    SELECT scope AS state, agreements AS before, 0 AS after FROM daily_counts
    WHERE day = :since AND scope_kind = 'state' AND support_type = 'all' AND agreements > 0
    UNION ALL
    SELECT scope, 0, agreements FROM daily_counts
    WHERE day = :until AND scope_kind = 'state' AND support_type = 'all' AND agreements > 0
) AS both_days
GROUP BY state
ORDER BY growth DESC, state
