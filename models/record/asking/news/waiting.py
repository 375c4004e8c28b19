"""Which articles are to be fetched, and how the last attempt at a page went."""

from collections.abc import Callable, Sequence
from itertools import islice

from sqlmodel import Session, col, select

from models.record.tables.documents import Fetch
from models.record.tables.news import Article, ArticleStatus
from models.record.tables.runs import FailedItem, ItemKind


def waiting_articles(
    session: Session, source: str, limit: int, wanted: Callable[[str], bool] = lambda _: True
) -> Sequence[Article]:
    """The articles that this source listed first and that are still to be read, the newest first; none set aside, and
    only those at wanted addresses."""
    set_aside = select(FailedItem.item).where(
        FailedItem.kind == ItemKind.ARTICLE, FailedItem.source == source, col(FailedItem.set_aside_at).is_not(None)
    )
    waiting = select(Article).where(
        Article.source == source, Article.status == ArticleStatus.WAITING, col(Article.url).not_in(set_aside)
    )
    in_order = session.exec(waiting.order_by(col(Article.published_on).desc(), col(Article.id)))
    return list(islice((article for article in in_order if wanted(article.url)), limit))


def last_status(session: Session, url: str) -> int | None:
    """The HTTP status of the last attempt at a page; None if there was no answer or no attempt."""
    return session.exec(select(Fetch.status).where(Fetch.url == url).order_by(col(Fetch.id).desc()).limit(1)).first()
