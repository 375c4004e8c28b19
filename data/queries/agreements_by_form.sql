-- title: Agreements by form
-- question: On which revision of ICE's form do the listed agreements stand, by what their documents (PDFs) say?
-- :state, for example TX: two letters; leave it empty for every state
-- A form without a revision is one whose pages can all be read and print none; a scan is illegible.
SELECT COALESCE(CAST(documents.revision AS TEXT), CASE
        WHEN documents.sha256 IS NULL THEN 'no document fetched'
        WHEN documents.layer = 'text' THEN 'no revision printed'
        ELSE 'illegible'
    END) AS form,
    agreements.support_type, count(*) AS agreements,
    min(agreements.signed) AS first_signed, max(agreements.signed) AS last_signed
FROM agreements
LEFT JOIN documents ON documents.agreement_id = agreements.agreement_id AND documents.what = 'agreement'
    AND documents.is_current = 1
WHERE agreements.status = 'listed' AND (:state = '' OR agreements.state = upper(:state))
GROUP BY 1, agreements.support_type
ORDER BY form, agreements.support_type
