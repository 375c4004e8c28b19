-- Campus police, constables, prisons, National Guards, bodies of a whole state: who takes part now?
SELECT CASE WHEN lower(agency) LIKE '%national guard%' THEN 'national guard' ELSE body END AS who, count(*) AS agencies,
    sum(agreements_now) AS agreements, sum(CASE county_found_by WHEN 'state_body' THEN 1 ELSE 0 END) AS of_a_whole_state
FROM agencies WHERE agreements_now > 0 GROUP BY 1 ORDER BY 2 DESC, 1
