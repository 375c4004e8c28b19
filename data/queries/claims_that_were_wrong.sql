-- title: Claims that were wrong
-- question: Which numbers in the news do not hold against the lists?
-- `off_by`: the lists count something else, by `difference`; `inconsistent`: with other numbers of the same text.
SELECT published_on, outlet, title, verdict, metric, value, list_value, difference, scope, as_of, said_by, sentence,
    verdict_sentence, list_day, list_sha256, url, claim_id
FROM claims
WHERE verdict IN ('off_by', 'inconsistent')
ORDER BY published_on DESC, outlet, claim_id
