-- In a state on a day: agreements by support type, and agencies: how many sheriffs, police departments, constables?
WITH here AS (SELECT agency_id, body, support_type FROM agreement_stretches
    WHERE state = :state AND from_day <= :day AND COALESCE(until_day, '9999-12-31') > :day)
SELECT 'agreements' AS what, support_type AS which, count(*) AS number FROM here GROUP BY support_type
UNION ALL SELECT 'agencies', body, count(DISTINCT agency_id) FROM here GROUP BY body ORDER BY 1, 2
