-- A panel of county by month: agreements in force at the month's end by support type, zeros included.
WITH ends AS (SELECT max(day) AS day FROM daily_counts WHERE scope = 'US' AND support_type = 'all' GROUP BY substr(CAST(day AS TEXT), 1, 7)),
    held AS (SELECT scope, day, support_type, agreements FROM daily_counts WHERE scope_kind = 'county' AND day IN (SELECT day FROM ends))
SELECT county_fips, ends.day, COALESCE(sum(CASE support_type WHEN 'JEM' THEN agreements END), 0) AS jem, COALESCE(sum(CASE support_type WHEN 'TFM' THEN agreements END), 0) AS tfm, COALESCE(sum(CASE support_type WHEN 'WSO' THEN agreements END), 0) AS wso
FROM counties CROSS JOIN ends LEFT JOIN held ON scope = county_fips AND held.day = ends.day GROUP BY county_fips, ends.day
