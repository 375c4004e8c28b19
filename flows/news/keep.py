"""Noting news in the record: what a listing showed, what a page said, and what was read out of it.

An article is one address however often and by whomever it is listed; its texts are its versions. Claims and events are
those of the newest version, under ids that a sentence keeps as long as it stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from sqlmodel import Session, col, delete, select

from flows.sources.registry import NewsSource
from models.claims.extraction import extract
from models.claims.stated import ArticleText, Claim, PolicyEvent
from models.news.article_identity import address_key, content_id, title_key
from models.news.articles import ListedArticle, ReadArticle
from models.news.stories import changed_numbers
from models.record.tables.news import Article, ArticleVersion, ClaimRow, EventRow, Reading

OPAQUE = "its address is an aggregator's redirect: title and summary are all there is"


@dataclass(frozen=True, slots=True)
class PageText:
    """An article as read, and the document it was read from."""

    page: ReadArticle
    document_sha256: str
    read_at: datetime


def note_listed(
    session: Session, listed: ListedArticle, source: NewsSource, document_sha256: str, now: datetime
) -> bool:
    """An entry of a listing: a new article, or news of one that is known. Whether it is new."""
    outlet = listed.outlet or source.outlet
    titled = title_key(listed.title, outlet)
    known = _known(session, listed, titled)
    if known is None:
        known = _add(session, listed, source, outlet, titled, now)
        is_new = True
    else:
        is_new = False
        _update(known, listed)
    if listed.text:
        keep_text(session, known.id, PageText(_entry_as_page(listed, known), document_sha256, now))
    session.add(known)
    session.flush()
    return is_new


def unread(session: Session, source: str, most: int) -> list[Article]:
    """The articles that this source listed first and that wait to be read, the newest first."""
    return list(
        session.exec(
            select(Article)
            .where(Article.source == source, Article.reading == Reading.WAITING)
            .order_by(col(Article.published_on).desc(), col(Article.id))
            .limit(most)
        )
    )


def keep_without_text(session: Session, article_id: str, why: str, reading: Reading) -> None:
    """What could not be read keeps its title and summary, and says why; an article that has a text keeps that."""
    article = session.get_one(Article, article_id)
    article.attempts += 1
    article.remark = why
    if reading is Reading.TITLE_ONLY and _last_version(session, article_id) is not None:
        reading = Reading.READ
    article.reading = reading
    session.add(article)


def keep_text(session: Session, article_id: str, text: PageText) -> None:
    """The text of an article: a new version where it differs from the last one, with its claims and events."""
    article = session.get_one(Article, article_id)
    page = text.page
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
    article.reading = Reading.READ if page.text else Reading.TITLE_ONLY
    article.attempts += 1
    session.add(article)
    last = _last_version(session, article_id)
    digest = content_id(page.text)
    if not page.text or (last is not None and last.text_sha256 == digest):
        return
    version = ArticleVersion(
        article_id=article_id,
        number=last.number + 1 if last else 1,
        document_sha256=text.document_sha256,
        read_at=text.read_at,
        title=article.title,
        text=page.text,
        text_sha256=digest,
        relevant=False,
        changed_numbers=[list(pair) for pair in changed_numbers(last.text, page.text)] if last else [],
    )
    _read_out(session, article, version)


def read_out_again(session: Session) -> None:
    """Claims and events of every newest version once more, as the grammar reads them today."""
    for article in session.exec(select(Article).where(Article.reading == Reading.READ)).all():
        version = _last_version(session, article.id)
        if version is not None:
            _read_out(session, article, version)


def _read_out(session: Session, article: Article, version: ArticleVersion) -> None:
    """The claims and events of a version, in place of those of the version before."""
    published = article.published_at or article.published_on
    found = extract(
        ArticleText(
            article.title, version.text, published.isoformat() if published else None, article.outlet, article.url
        )
    )
    version.relevant = found.relevant
    version.remarks = list(found.remarks)
    session.add(version)
    session.exec(delete(ClaimRow).where(col(ClaimRow.article_id) == article.id))
    session.exec(delete(EventRow).where(col(EventRow.article_id) == article.id))
    claims, events = found.claims, found.events
    claim_ids = _ids(article.id, [(it.metric, it.value, it.value_high, it.scope, it.sentence) for it in claims])
    event_ids = _ids(article.id, [(it.kind, it.place, it.actor, it.sentence) for it in events])
    session.add_all(map(partial(_claim_row, version), claims, claim_ids))
    session.add_all(map(partial(_event_row, version), events, event_ids))
    session.flush()


def _ids(article_id: str, said: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """An id for each thing said, of its words alone; what is said a second time in one article counts as its own."""
    times: Counter[tuple[object, ...]] = Counter()
    for what in said:
        times[what] += 1
        yield content_id(article_id, *what, times[what])


def _known(session: Session, listed: ListedArticle, titled: str) -> Article | None:
    """The article under the entry's address, or under its title where one of the two addresses is opaque."""
    known = session.exec(select(Article).where(Article.key == _key(listed, titled))).first()
    if known is not None or not titled:
        return known
    namesakes = session.exec(select(Article).where(Article.title_key == titled)).all()
    if listed.opaque:
        return namesakes[0] if namesakes else None
    return next((article for article in namesakes if article.remark == OPAQUE), None)


def _key(listed: ListedArticle, titled: str) -> str:
    return f"title:{titled}|{listed.outlet.casefold()}" if listed.opaque and titled else address_key(listed.url)


def _add(
    session: Session, listed: ListedArticle, source: NewsSource, outlet: str, titled: str, now: datetime
) -> Article:
    key = _key(listed, titled)
    article = Article(
        id=content_id(key),
        key=key,
        title_key=titled,
        url=listed.url,
        source=source.name,
        title=listed.title,
        outlet=outlet,
        author=listed.author,
        summary=listed.summary,
        published_at=listed.published or (listed.updated if not listed.stated_day else None),
        published_on=_day(listed),
        updated_at=listed.updated,
        seen_at=now,
        reading=Reading.TITLE_ONLY if listed.opaque else Reading.WAITING,
        remark=OPAQUE if listed.opaque else "",
    )
    session.add(article)
    session.flush()
    return article


def _update(article: Article, listed: ListedArticle) -> None:
    """What another listing, or the same one later, knows better: the page behind an opaque link, a later version."""
    if article.remark == OPAQUE and not listed.opaque:
        article.url, article.reading, article.remark = listed.url, Reading.WAITING, ""
        article.key = address_key(listed.url)
    article.outlet = article.outlet or listed.outlet
    article.author = article.author or listed.author
    article.published_at = article.published_at or listed.published
    article.published_on = article.published_on or _day(listed)
    if listed.updated is not None and (article.updated_at is None or listed.updated > article.updated_at):
        article.updated_at = listed.updated
        if article.reading is Reading.READ and not listed.text and not listed.opaque:
            article.reading, article.attempts = Reading.WAITING, 0


def _day(listed: ListedArticle) -> date | None:
    moment = listed.published or listed.updated
    return listed.stated_day or (moment.astimezone(UTC).date() if moment else None)


def _entry_as_page(listed: ListedArticle, article: Article) -> ReadArticle:
    return ReadArticle(
        url=listed.url,
        title=listed.title,
        text=listed.text,
        outlet=article.outlet,
        author=listed.author,
        published=listed.published,
        updated=listed.updated,
        summary=listed.summary,
    )


def _last_version(session: Session, article_id: str) -> ArticleVersion | None:
    return session.exec(
        select(ArticleVersion)
        .where(ArticleVersion.article_id == article_id)
        .order_by(col(ArticleVersion.number).desc())
        .limit(1)
    ).first()


def _claim_row(version: ArticleVersion, claim: Claim, row_id: str) -> ClaimRow:
    baseline = claim.baseline
    return ClaimRow(
        id=row_id,
        article_id=version.article_id,
        version=version.number,
        metric=claim.metric,
        value=claim.value,
        value_high=claim.value_high,
        unit=claim.unit,
        qualifier=claim.qualifier,
        scope=claim.scope,
        support_type=claim.support_type,
        as_of=claim.as_of,
        baseline_value=baseline.value if baseline else None,
        baseline_what=baseline.what if baseline else None,
        baseline_as_of=baseline.as_of if baseline else None,
        said_by=claim.source,
        role=claim.role,
        sentence=claim.sentence,
        start_offset=claim.start,
        end_offset=claim.end,
    )


def _event_row(version: ArticleVersion, event: PolicyEvent, row_id: str) -> EventRow:
    return EventRow(
        id=row_id,
        article_id=version.article_id,
        version=version.number,
        kind=event.kind,
        actor=event.actor,
        place=event.place,
        happened=event.date,
        proposed=event.proposed,
        sentence=event.sentence,
        start_offset=event.start,
        end_offset=event.end,
    )
