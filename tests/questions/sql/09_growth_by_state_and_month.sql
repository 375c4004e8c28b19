-- Net growth by state and month, between the ends of months: which grew most in one?
WITH ends AS (SELECT max(day) AS day, lag(max(day)) OVER (ORDER BY max(day)) AS before FROM daily_counts
    WHERE scope = 'US' AND support_type = 'all' GROUP BY substr(CAST(day AS TEXT), 1, 7))
SELECT scope, ends.day, sum(CASE WHEN c.day = ends.day THEN agreements ELSE -agreements END) AS growth FROM ends
JOIN daily_counts c ON c.day IN (ends.day, ends.before) AND scope_kind = 'state' AND support_type = 'all'
WHERE before IS NOT NULL GROUP BY scope, ends.day ORDER BY ends.day DESC, growth DESC, scope
