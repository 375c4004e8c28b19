-- title: Agreements without a document
-- question: For which listed agreements is no document (PDF) to be had, since when are they listed, and why is there none?
-- :state, for example TX: two letters; leave it empty for every state
-- Where the link was not asked for yet, a later run may still bring its document.
SELECT agreements.days_listed, agreements.first_day, agreements.agency, agreements.state, agreements.support_type,
    agreements.signed,
    CASE
        WHEN agreements.moa_url IS NULL THEN 'not linked'
        WHEN documents.gone_on IS NOT NULL THEN 'gone from its address'
        ELSE 'linked, nothing fetched'
    END AS why,
    documents.gone_on, agreements.moa_url, agreements.agreement_id
FROM agreements
LEFT JOIN documents ON documents.agreement_id = agreements.agreement_id AND documents.what = 'agreement'
    AND documents.is_current = 1
WHERE agreements.status = 'listed' AND (:state = '' OR agreements.state = upper(:state))
    AND (documents.sha256 IS NULL OR documents.gone_on IS NOT NULL)
ORDER BY agreements.days_listed DESC, agreements.state, agreements.agency, agreements.agreement_id
