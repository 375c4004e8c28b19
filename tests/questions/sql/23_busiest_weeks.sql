-- The weeks with most new agreements (weeks begin on Monday), and how many lists showed them.
SELECT week, count(*) AS added, count(DISTINCT list_id) AS lists FROM changes
WHERE kind = 'agreement_added' AND status = 'confirmed' GROUP BY week ORDER BY added DESC, week LIMIT 10
