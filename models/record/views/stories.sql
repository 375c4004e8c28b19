-- A row is a story: the pages of news that tell the same report.
-- key: story_id
SELECT
    story.id AS story_id, -- text: the story
    story.title AS title, -- text: the title of its first page
    story.first_published AS first_published, -- day: of its first page
    story.articles AS pages, -- integer: how many pages tell it
    CAST(story.topics AS TEXT) AS topics, -- JSON: a list of topics
    (
        SELECT article.url FROM article WHERE article.story_id = story.id
        ORDER BY CASE article.relation WHEN 'first' THEN 0 ELSE 1 END, article.id LIMIT 1
    ) AS url, -- text: its first page
    (
        SELECT article.outlet FROM article WHERE article.story_id = story.id
        ORDER BY CASE article.relation WHEN 'first' THEN 0 ELSE 1 END, article.id LIMIT 1
    ) AS outlet -- text: who published that page
FROM story
