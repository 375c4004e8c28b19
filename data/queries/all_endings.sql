-- title: All endings
-- question: Which agreements are gone from the list for good, and how long were they on it?
-- :state, for example FL: two letters; leave it empty for every state
-- Only confirmed endings: one missing list ends nothing. What was renewed or switched has not ended.
-- For agreements that were on the record's first list, `first_day` is when the record begins, not when they began.
SELECT last_day, agency, state, county, body, support_type, signed, first_day, began_before_record, days_listed,
    agency_id, agreement_id
FROM agreements
WHERE status = 'ended' AND (:state = '' OR state = upper(:state))
ORDER BY last_day DESC, state, agency, support_type, agreement_id
