-- A panel of county by month: agreements in force at the month's end by support type, zeros included.
SELECT c.county_fips, d.day, count(CASE s.support_type WHEN 'JEM' THEN 1 END) AS jem, count(CASE s.support_type WHEN 'TFM' THEN 1 END) AS tfm,
    count(CASE s.support_type WHEN 'WSO' THEN 1 END) AS wso FROM counties c CROSS JOIN (SELECT max(day) AS day FROM daily_counts
    WHERE scope = 'US' AND support_type = 'all' GROUP BY substr(CAST(day AS TEXT), 1, 7)) d LEFT JOIN agreement_stretches s
    ON s.county_fips = c.county_fips AND s.from_day <= d.day AND COALESCE(s.until_day, '9999-12-31') > d.day
GROUP BY c.county_fips, d.day
