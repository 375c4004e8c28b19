-- A row is a policy event that a page of news tells: an act of an agency, a legislature, a court.
-- key: event_id
SELECT
    policy_event.id AS event_id, -- text: the event as one page tells it
    article.story_id AS story_id, -- text: its story
    policy_event.article_id AS article_id, -- text: its page
    article.title AS title, -- text: the page's title
    article.outlet AS outlet, -- text: who published it
    article.url AS url, -- text: where it is
    article.published_on AS published_on, -- day: when it was published
    policy_event.kind AS kind, -- text: signed, declined, terminated, law ...
    policy_event.actor AS actor, -- text: who acted
    policy_event.place AS place, -- text: where
    policy_event.happened AS happened, -- text: when: YYYY, YYYY-MM or YYYY-MM-DD
    CASE WHEN policy_event.proposed THEN 1 ELSE 0 END AS proposed, -- 0 or 1: whether it was only proposed
    policy_event.sentence AS sentence -- text: the sentence that tells it
FROM policy_event
JOIN article ON article.id = policy_event.article_id
