-- title: All MOA links
-- question: Which links to agreements' texts were ever listed, when was each first seen, and which agreements' links changed?
-- :state, for example TX: two letters; leave it empty for every state
-- `document_seen`: when a document was first fetched there (an address printed in two ways: at the last). `changed` = 1: the
-- agreement had another link, too.
SELECT moa_links.from_day, moa_links.until_day, moa_links.state, moa_links.agency, moa_links.support_type,
    moa_links.moa_url, min(documents.first_seen) AS document_seen,
    CASE WHEN moa_links.agreement_id IN (
        SELECT agreement_id FROM moa_links GROUP BY agreement_id HAVING min(moa_url) <> max(moa_url)
    ) THEN 1 ELSE 0 END AS changed,
    moa_links.agreement_id
FROM moa_links
LEFT JOIN documents ON documents.agreement_id = moa_links.agreement_id AND documents.url = moa_links.moa_url
WHERE :state = '' OR moa_links.state = upper(:state)
GROUP BY moa_links.from_day, moa_links.until_day, moa_links.state, moa_links.agency, moa_links.support_type,
    moa_links.moa_url, moa_links.agreement_id
ORDER BY moa_links.from_day, moa_links.agreement_id, moa_links.moa_url
