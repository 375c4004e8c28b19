-- How many days from the first pending list to the first list of agreements: the median, of applications seen from the start.
WITH waits AS (SELECT g.days_pending AS days, row_number() OVER (ORDER BY g.days_pending) AS n, count(*) OVER () AS total
    FROM agreements g JOIN applications a ON a.application_id = g.application_id
    WHERE a.began_before_record = 0 AND g.began_before_record = 0)
SELECT avg(days) AS median_days, max(total) AS applications FROM waits WHERE n IN ((total + 1) / 2, (total + 2) / 2)
