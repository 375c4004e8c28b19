-- Listed agreements whose text (MOA) is not posted: since when, and for how many days.
WITH bare AS (SELECT agreement_id, agency, state, support_type, COALESCE((SELECT max(until_day) FROM moa_links m
    WHERE m.agreement_id = a.agreement_id), first_day) AS since FROM agreements a WHERE status = 'listed' AND moa_url IS NULL)
SELECT bare.*, (SELECT count(*) FROM daily_counts d WHERE scope = 'US' AND d.support_type = 'all' AND day >= since) AS days
FROM bare ORDER BY since, agreement_id
