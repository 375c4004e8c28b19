-- How long do agreements last? Days so far of those still listed; at least so many of those that the first list had.
SELECT began_before_record, CASE WHEN until_day IS NULL THEN 1 ELSE 0 END AS still_listed, count(*) AS stretches,
    min(days) AS shortest, round(avg(days)) AS mean, max(days) AS longest
FROM agreement_stretches GROUP BY 1, 2 ORDER BY 1, 2
