"""The stories of the news: which pages tell each, what it is about, which numbers changed, and what was not read."""

from collections import defaultdict
from datetime import date

from sqlmodel import Session, col, select

from models.news.topics import Topic
from models.record.asking import Row
from models.record.tables.news import Article, ArticleVersion, Story

_BATCH = 500  # databases take some thousands of values in one question


def stories(
    session: Session, *, topic: Topic | None = None, since: date | None = None, everything: bool = False
) -> list[Row]:
    """The stories with that topic (None: with any), the newest first; with `everything` also those without one.

    `changed` holds the numbers that differ between the versions of its pages ('39 -> 38'), `not_read` why a page has
    no text, or less than all of it.
    """
    query = select(Story).order_by(col(Story.first_published).desc(), col(Story.id))
    if since is not None:
        query = query.where(col(Story.first_published) >= since)
    told = [
        story
        for story in session.exec(query)
        if (topic is None or topic.value in story.topics) and (story.topics or everything)
    ]
    pages = _pages(session, [story.id for story in told])
    changed = _changed(session, [article.id for story in told for article in pages[story.id]])
    return [_row(story, pages[story.id], changed) for story in told]


def _row(story: Story, pages: list[Article], changed: dict[str, list[str]]) -> Row:
    return {
        "published": story.first_published,
        "title": story.title,
        "outlets": list(dict.fromkeys(article.outlet or article.source for article in pages)),
        "pages": story.articles,
        "topics": story.topics,
        "changed": [words for article in pages for words in changed.get(article.id, [])],
        "not_read": list(dict.fromkeys(article.remark for article in pages if article.remark)),
        "articles": [
            {
                "title": article.title,
                "outlet": article.outlet,
                "url": article.url,
                "published": article.published_on,
                "relation": article.relation,
                "reading": article.status.value,
                "remark": article.remark,
                "changed": changed.get(article.id, []),
            }
            for article in pages
        ],
        "id": story.id,
    }


def _pages(session: Session, stories_told: list[str]) -> dict[str, list[Article]]:
    """Story id -> its pages, the first of the story at the head."""
    found: dict[str, list[Article]] = defaultdict(list)
    for start in range(0, len(stories_told), _BATCH):
        query = select(Article).where(col(Article.story_id).in_(stories_told[start : start + _BATCH]))
        for article in session.exec(query.order_by(col(Article.published_on), col(Article.id))):
            found[article.story_id or ""].append(article)
    for story, pages in found.items():
        pages.sort(key=lambda article: article.id != story)
    return found


def _changed(session: Session, articles: list[str]) -> dict[str, list[str]]:
    """Article id -> the numbers that its versions changed, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for start in range(0, len(articles), _BATCH):
        query = select(ArticleVersion).where(col(ArticleVersion.article_id).in_(articles[start : start + _BATCH]))
        for version in session.exec(query.order_by(col(ArticleVersion.number))):
            found[version.article_id] += [f"{was} -> {now}" for was, now in version.changed_numbers]
    return found
