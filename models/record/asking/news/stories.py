"""The stories of the news: the pages of each, its topics, which numbers changed, and what could not be read."""

from collections import defaultdict
from datetime import date

from sqlmodel import Session, col, select

from models.news.topics import Topic
from models.record.asking import Row
from models.record.batches import batches
from models.record.tables.news import Article, ArticleVersion, Story


def stories(
    session: Session, *, topic: Topic | None = None, since: date | None = None, everything: bool = False
) -> list[Row]:
    """The stories with that topic (None: with any), newest first; with `everything` also those without one.

    `changed` holds the numbers that differ between the versions of a page ('39 -> 38'), `not_read` why a page has
    no text or only part of it.
    """
    query = select(Story).order_by(col(Story.first_published).desc(), col(Story.id))
    if since is not None:
        query = query.where(col(Story.first_published) >= since)
    chosen = [
        story
        for story in session.exec(query)
        if (topic is None or topic.value in story.topics) and (story.topics or everything)
    ]
    pages = _pages(session, [story.id for story in chosen])
    changed = _changed(session, [article.id for story in chosen for article in pages[story.id]])
    return [_row(story, pages[story.id], changed) for story in chosen]


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


def _pages(session: Session, story_ids: list[str]) -> dict[str, list[Article]]:
    """Story id -> its pages: its first page, then the others by date."""
    found: dict[str, list[Article]] = defaultdict(list)
    for batch in batches(story_ids):
        query = select(Article).where(col(Article.story_id).in_(batch))
        for article in session.exec(query.order_by(col(Article.published_on), col(Article.id))):
            found[article.story_id or ""].append(article)
    return {story: sorted(pages, key=lambda article: article.id != story) for story, pages in found.items()}


def _changed(session: Session, articles: list[str]) -> dict[str, list[str]]:
    """Article id -> the numbers that its versions changed, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for batch in batches(articles):
        query = select(ArticleVersion).where(col(ArticleVersion.article_id).in_(batch))
        for version in session.exec(query.order_by(col(ArticleVersion.number))):
            found[version.article_id] += [f"{was} -> {now}" for was, now in version.changed_numbers]
    return found
