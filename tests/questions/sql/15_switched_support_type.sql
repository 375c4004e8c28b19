-- Agencies that switched from one support type to another.
SELECT day, agency, state, support_type_before, support_type, signed_before, signed, list_sha256, row_number
FROM changes WHERE kind = 'agreement_switched' AND status = 'confirmed' ORDER BY day, state, agency
