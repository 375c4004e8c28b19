-- How many days from signing to the first list: the median, the mean, and the slips that spoil the mean.
WITH waits AS (SELECT days_to_list AS days, row_number() OVER (ORDER BY days_to_list) AS n, count(*) OVER () AS total
    FROM agreements WHERE days_to_list IS NOT NULL AND began_before_record = 0)
SELECT avg(CASE WHEN n IN ((total + 1) / 2, (total + 2) / 2) THEN days END) AS median_days, avg(days) AS mean_days,
    sum(CASE WHEN days < 0 OR days > 120 THEN 1 ELSE 0 END) AS slips, count(*) AS agreements FROM waits
