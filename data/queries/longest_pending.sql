-- title: Longest pending
-- question: Which applications have waited longest on the pending list?
-- :state, for example GA: two letters; leave it empty for every state
-- Those on the first pending list of the record (`began_before_record` = 1) have waited longer than is known.
SELECT days_pending, first_day, agency, state, body, support_type, began_before_record, county_fips, agency_id,
    application_id
FROM applications
WHERE status = 'pending' AND (:state = '' OR state = upper(:state))
ORDER BY days_pending DESC, state, agency, support_type, application_id
