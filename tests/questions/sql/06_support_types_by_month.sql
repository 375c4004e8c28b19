-- The mix of support types at the end of each month; the last row is the record's last day.
SELECT day, sum(CASE support_type WHEN 'JEM' THEN agreements ELSE 0 END) AS jem,
    sum(CASE support_type WHEN 'TFM' THEN agreements ELSE 0 END) AS tfm,
    sum(CASE support_type WHEN 'WSO' THEN agreements ELSE 0 END) AS wso
FROM daily_counts WHERE scope = 'US' AND day IN (SELECT max(day) FROM daily_counts
    WHERE scope = 'US' AND support_type = 'all' GROUP BY substr(CAST(day AS TEXT), 1, 7)) GROUP BY day ORDER BY day
