-- A row is a claim: a number that a page of news states, with the verdict of the record.
-- key: claim_id
SELECT
    claim.id AS claim_id, -- text: the claim
    article.story_id AS story_id, -- text: its story
    claim.article_id AS article_id, -- text: its page
    article.title AS title, -- text: the page's title
    article.outlet AS outlet, -- text: who published it
    article.url AS url, -- text: where it is
    article.published_on AS published_on, -- day: when it was published
    claim.metric AS metric, -- text: what the number counts
    claim.value AS value, -- number: as stated; the lower end of a range
    claim.value_high AS value_high, -- number: the upper end of a range
    claim.unit AS unit, -- text: the unit that the text names
    claim.qualifier AS qualifier, -- text: about, more than, nearly ...
    claim.scope AS scope, -- text: US, two letters, or a county by name ('Cottle County, TX')
    claim.support_type AS support_type, -- text: JEM, TFM or WSO, where the text names one
    claim.as_of AS as_of, -- text: the date that the text gives: YYYY, YYYY-MM or YYYY-MM-DD
    claim.said_by AS said_by, -- text: whom the text gives as its source
    claim.role AS role, -- text: current, component (a part), historical, baseline or projection
    claim.sentence AS sentence, -- text: the sentence that states it
    verdict.kind AS verdict, -- text: supported, supported_otherwise, off_by, inconsistent, no_list or not_checkable
    verdict.sentence AS verdict_sentence, -- text: the verdict in words
    verdict.list_date AS list_day, -- day: of the list that decided
    verdict.list_sha256 AS list_sha256, -- text: its document
    verdict.list_value AS list_value, -- number: what that list counts
    verdict.difference AS difference -- number: stated less counted
FROM claim
JOIN article ON article.id = claim.article_id
LEFT JOIN verdict ON verdict.claim_id = claim.id AND verdict.superseded_at IS NULL
