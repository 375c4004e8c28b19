-- title: The busiest weeks
-- question: In which weeks did most new agreements come onto the list?
-- on PostgreSQL: date(first_day, 'weekday 0', '-6 days') -> CAST(date_trunc('week', first_day) AS date)
-- A week begins on Monday. Renewals, switches and the record's first list are left out.
-- Where `list_before` lies long before the week, no list between them is known: some of these agreements came earlier.
SELECT week_from, agreements, agencies, states,
    (
        SELECT max(in_force_from) FROM lists WHERE kind = 'participating' AND in_force_from < first_list
    ) AS list_before
FROM (
    SELECT date(first_day, 'weekday 0', '-6 days') AS week_from, count(*) AS agreements,
        count(DISTINCT agency_id) AS agencies, count(DISTINCT state) AS states, min(first_day) AS first_list
    FROM agreements
    WHERE replaces IS NULL AND began_before_record = 0
    GROUP BY date(first_day, 'weekday 0', '-6 days')
) AS weeks
ORDER BY agreements DESC, week_from
