-- title: Documents replaced
-- question: Which agreements had their document (PDF) replaced, at the same address or by a link to another one?
-- `evidence` has the sha256 of both where both were fetched.
SELECT changes.day, changes.state, agreements.agency, agreements.support_type, agreements.signed, changes.evidence,
    agreements.moa_url, agreements.agreement_id
FROM changes
JOIN agreements ON agreements.agreement_id = changes.agreement_id
WHERE changes.kind = 'moa_replaced' AND changes.status = 'confirmed'
ORDER BY changes.day DESC, changes.state, agreements.agency, agreements.agreement_id, changes.change_id
