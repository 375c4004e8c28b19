-- title: MOAs not posted
-- question: For which agreements on the newest list is the text (MOA) not linked, and for how long have they been listed?
-- :state, for example TX: two letters; leave it empty for every state
-- `linked_before` = 1: an earlier list linked a text, and the newest one does not.
SELECT days_listed, first_day, agency, state, county, body, support_type, signed,
    CASE WHEN agreement_id IN (SELECT agreement_id FROM moa_links) THEN 1 ELSE 0 END AS linked_before,
    agency_id, agreement_id
FROM agreements
WHERE status = 'listed' AND moa_url IS NULL AND (:state = '' OR state = upper(:state))
ORDER BY days_listed DESC, state, agency, support_type, agreement_id
