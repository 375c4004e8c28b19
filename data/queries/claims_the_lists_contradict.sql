-- title: Claims that were wrong
-- question: Which numbers in the news do the lists contradict?
-- `off_by` is near a list's count but not it; `inconsistent` fits no reading of it.
SELECT published_on, outlet, title, verdict, metric, value, list_value, difference, scope, as_of, said_by, sentence,
    verdict_sentence, list_day, list_sha256, url, claim_id
FROM claims
WHERE verdict IN ('off_by', 'inconsistent')
ORDER BY published_on DESC, outlet, claim_id
