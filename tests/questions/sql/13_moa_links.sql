-- Every link to a text (MOA), the day on which it was first seen, and whether the agreement's link ever changed.
SELECT agreement_id, agency, state, support_type, moa_url, from_day, until_day,
    CASE WHEN min(moa_url) OVER (PARTITION BY agreement_id) <> max(moa_url) OVER (PARTITION BY agreement_id)
    THEN 1 ELSE 0 END AS changed
FROM moa_links ORDER BY agreement_id, from_day, moa_url
