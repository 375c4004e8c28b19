-- title: New this month in my state
-- question: Which agreements came onto the list in a month, in one state or in all?
-- :state, for example TX: two letters; leave it empty for every state
-- :month, for example 2025-08: YYYY-MM; leave it empty for the month of the newest list
-- Renewals and switches to another support type are left out: they replace an agreement that was listed before.
SELECT first_day, agency, state, county, body, support_type, signed, status, agency_id, agreement_id
FROM agreements
WHERE substr(CAST(first_day AS TEXT), 1, 7)
    = COALESCE(NULLIF(:month, ''), (
        SELECT substr(CAST(max(in_force_from) AS TEXT), 1, 7) FROM lists WHERE kind = 'participating'
    ))
  AND (:state = '' OR state = upper(:state))
  AND replaces IS NULL AND began_before_record = 0
ORDER BY first_day DESC, state, agency, support_type, agreement_id
