-- title: Documents that do not fit
-- question: Which documents (PDFs) name another agency, support type or date than the row that links them?
-- `why` has both readings. `moawatch review` has the same questions, less those that a person has ruled on.
SELECT state, agency, support_type, signed, what, read_agency, read_state, read_support_type, why, url, sha256,
    agreement_id
FROM documents
WHERE fits = 'disagrees'
ORDER BY state, agency, agreement_id, what, sha256
