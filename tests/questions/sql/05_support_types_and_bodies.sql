-- In a state on a day: agreements by support type, and how many sheriffs, police departments and constables?
WITH here AS (SELECT * FROM agreement_stretches WHERE state = :state AND from_day <= :day AND COALESCE(until_day, '9999-12-31') > :day),
    sorted AS (SELECT agency_id, body, support_type FROM here UNION ALL SELECT agency_id, body, 'all' FROM here)
SELECT support_type, count(*) AS agreements, count(DISTINCT agency_id) AS agencies, count(DISTINCT CASE body WHEN 'sheriff' THEN agency_id END) AS sheriffs, count(DISTINCT CASE body WHEN 'police' THEN agency_id END) AS police, count(DISTINCT CASE body WHEN 'constable' THEN agency_id END) AS constables
FROM sorted GROUP BY support_type ORDER BY support_type
