"""Writing articles: what a listing showed, what the page said, and the claims and events in it.

An article is one address, however often it is listed and by whom. Each text it had is a version. Its claims and events
are those of the newest version; a sentence that does not change keeps its ids.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial

from sqlmodel import Session, col, delete, select

from models.claims.extraction import extract
from models.claims.stated import ArticleText
from models.news.article_identity import address_key, content_id, title_key
from models.news.articles import ListedArticle, ReadArticle
from models.news.stories import changed_numbers
from models.record.claim_rows import claim_row, event_row
from models.record.tables.news import Article, ArticleStatus, ArticleVersion, ClaimRow, EventRow

OPAQUE = "its address is an aggregator's redirect, so only the title and summary are known"


def note_listed(
    session: Session, listed: ListedArticle, source: str, outlet: str, document_sha256: str, now: datetime
) -> bool:
    """Record an entry of a listing by `source`, which publishes as `outlet`. True if the article is new."""
    outlet = listed.outlet or outlet
    titled = title_key(listed.title, outlet)
    known = _known(session, listed, titled)
    if known is not None:
        _update(known, listed)
    article = known or _new_article(listed, source, outlet, titled, now)
    session.add(article)
    session.flush()
    if listed.text:
        keep_text(session, article.id, listed, document_sha256, now)
    return known is None


def keep_without_text(session: Session, article_id: str, why: str, retry: bool) -> None:
    """Record that a page could not be read. An article that has a text already keeps it."""
    article = session.get_one(Article, article_id)
    article.attempts += 1
    article.remark = why
    as_it_is = ArticleStatus.READ if _last_version(session, article_id) else ArticleStatus.TITLE_ONLY
    article.status = ArticleStatus.WAITING if retry else as_it_is
    session.add(article)


def keep_text(session: Session, article_id: str, page: ReadArticle, document_sha256: str, read_at: datetime) -> None:
    """Record an article as read from a document, or from a listing with its text. A changed text is a new version."""
    article = session.get_one(Article, article_id)
    article.title = page.title or article.title
    article.outlet = article.outlet or page.outlet
    article.author = article.author or page.author
    article.summary = article.summary or page.summary
    article.published_at = article.published_at or page.published
    if article.published_at is not None:
        article.published_on = article.published_at.date()
    article.updated_at = max(filter(None, (article.updated_at, page.updated)), default=None)
    article.title_key = title_key(article.title, article.outlet) or article.title_key
    article.remark = "; ".join(page.remarks)
    article.status = ArticleStatus.READ if page.text else ArticleStatus.TITLE_ONLY
    article.attempts += 1
    session.add(article)
    last = _last_version(session, article_id)
    digest = content_id(page.text)
    if not page.text or (last is not None and last.text_sha256 == digest):
        return
    version = ArticleVersion(
        article_id=article_id,
        number=last.number + 1 if last else 1,
        document_sha256=document_sha256,
        read_at=read_at,
        title=article.title,
        text=page.text,
        text_sha256=digest,
        relevant=False,
        changed_numbers=[list(pair) for pair in changed_numbers(last.text, page.text)] if last else [],
    )
    _read_out(session, article, version)


def read_out_again(session: Session) -> None:
    """Extract claims and events from every newest version again."""
    for article in session.exec(select(Article).where(Article.status == ArticleStatus.READ)).all():
        version = _last_version(session, article.id)
        if version is not None:
            _read_out(session, article, version)


def _read_out(session: Session, article: Article, version: ArticleVersion) -> None:
    """Replace the article's claims and events with those of `version`."""
    published = article.published_at or article.published_on
    stamp = published.isoformat() if published else None
    found = extract(ArticleText(article.title, version.text, stamp, article.outlet, article.url))
    version.relevant = found.relevant
    version.remarks = list(found.remarks)
    session.add(version)
    for table in (ClaimRow, EventRow):
        session.exec(delete(table).where(col(table.article_id) == article.id))
    claim_ids = _ids(article.id, [(it.metric, it.value, it.value_high, it.scope, it.sentence) for it in found.claims])
    event_ids = _ids(article.id, [(it.kind, it.place, it.actor, it.sentence) for it in found.events])
    session.add_all(map(partial(claim_row, version), found.claims, claim_ids))
    session.add_all(map(partial(event_row, version), found.events, event_ids))
    session.flush()


def _ids(article_id: str, said: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """An id for each thing said, from its words alone; a repetition within one article has an id of its own."""
    times: Counter[tuple[object, ...]] = Counter()
    for what in said:
        times[what] += 1
        yield content_id(article_id, *what, times[what])


def _known(session: Session, listed: ListedArticle, titled: str) -> Article | None:
    """The article under the entry's address, or under its title if one of the two addresses is opaque."""
    known = session.exec(select(Article).where(Article.key == _key(listed, titled))).first()
    if known is not None or not titled:
        return known
    namesakes = session.exec(select(Article).where(Article.title_key == titled)).all()
    return next((article for article in namesakes if listed.opaque or article.remark == OPAQUE), None)


def _key(listed: ListedArticle, titled: str) -> str:
    return f"title:{titled}|{listed.outlet.casefold()}" if listed.opaque and titled else address_key(listed.url)


def _new_article(listed: ListedArticle, source: str, outlet: str, titled: str, now: datetime) -> Article:
    key = _key(listed, titled)
    return Article(
        id=content_id(key),
        key=key,
        title_key=titled,
        url=listed.url,
        source=source,
        title=listed.title,
        outlet=outlet,
        author=listed.author,
        summary=listed.summary,
        published_at=listed.published or (listed.updated if not listed.stated_day else None),
        published_on=_day(listed),
        updated_at=listed.updated,
        seen_at=now,
        status=ArticleStatus.TITLE_ONLY if listed.opaque else ArticleStatus.WAITING,
        remark=OPAQUE if listed.opaque else "",
    )


def _update(article: Article, listed: ListedArticle) -> None:
    """Add what a later or another listing knows: the page behind an opaque link, the outlet, an updated version."""
    if article.remark == OPAQUE and not listed.opaque:
        article.url, article.status, article.remark = listed.url, ArticleStatus.WAITING, ""
        article.key = address_key(listed.url)
    article.outlet = article.outlet or listed.outlet
    article.author = article.author or listed.author
    article.published_at = article.published_at or listed.published
    article.published_on = article.published_on or _day(listed)
    if listed.updated is not None and (article.updated_at is None or listed.updated > article.updated_at):
        article.updated_at = listed.updated
        if article.status is ArticleStatus.READ and not listed.text and not listed.opaque:
            article.status, article.attempts = ArticleStatus.WAITING, 0


def _day(listed: ListedArticle) -> date | None:
    moment = listed.published or listed.updated
    return listed.stated_day or (moment.astimezone(UTC).date() if moment else None)


def _last_version(session: Session, article_id: str) -> ArticleVersion | None:
    versions = select(ArticleVersion).where(ArticleVersion.article_id == article_id)
    return session.exec(versions.order_by(col(ArticleVersion.number).desc()).limit(1)).first()
