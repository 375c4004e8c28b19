-- The rows of one agency on every list; `moawatch agency` adds its spellings, agreements and changes.
SELECT day, kind, sha256, row_number, agency_printed, support_type_printed, signed_printed, moa_url
FROM list_rows WHERE agency_id = :agency_id ORDER BY day, list_id, row_number
