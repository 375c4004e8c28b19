-- Signing dates that were corrected: from, to, by how many days.
SELECT day, agency, state, support_type, signed_before, signed, days_moved, list_sha256, row_number
FROM changes WHERE kind = 'signing_date_corrected' AND status = 'confirmed' ORDER BY day, state, agency, support_type
