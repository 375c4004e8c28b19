-- Confirmed endings by state and month, and the last state law known to be older; empty where the news told of none.
SELECT c.state, substr(CAST(c.day AS TEXT), 1, 7) AS month, count(DISTINCT c.change_id) AS endings, max(e.happened) AS law
FROM changes c LEFT JOIN policy_events e ON e.kind IN ('ban_law', 'mandate_law', 'executive_order') AND e.proposed = 0
    AND ';' || e.place || ';' LIKE '%;' || c.state || ';%'
    AND e.happened < substr(CAST(c.day AS TEXT), 1, length(e.happened))
WHERE c.kind = 'agreement_ended' AND c.status = 'confirmed' GROUP BY 1, 2 ORDER BY 1, 2
