"""What the news stated: claims with their verdicts, policy events, the series of a figure, and who is still listed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import Session, col, select

from models.claims.stated import EventKind, Metric
from models.record.asking import Row
from models.record.asking.lists import list_in_force
from models.record.asking.news.listed_agencies import all_agencies, ending_agencies, former_agencies, listed_agencies
from models.record.claim_rows import statement_of
from models.record.tables.news import Article, ClaimRow, EventRow, VerdictRow
from models.verdicts.record_view import Statement
from models.verdicts.said_but_listed import (
    MEMORY,
    FormerAgency,
    ListedAgency,
    ReportedEvent,
    Standing,
    agencies_meant,
    left_since,
    said_to_end,
    said_to_join,
)
from models.vocabulary import ListKind, VerdictKind

_CLAIMED = (
    "metric", "qualifier", "value", "value_high", "unit", "scope", "support_type", "as_of", "role", "said_by",
)  # fmt: skip
_EVENTS = select(EventRow, Article).join(Article, col(Article.id) == col(EventRow.article_id))
_ENDS = (EventKind.TERMINATED, EventKind.WITHDREW)
_OF_AGENCIES = frozenset({EventKind.SIGNED, EventKind.DECLINED, *_ENDS})
_JUDGED = ("list_date", "list_sha256", "list_value", "way")


def claims(
    session: Session,
    *,
    verdict: VerdictKind | None = None,
    metric: Metric | None = None,
    since: date | None = None,
    state: str | None = None,
) -> list[Row]:
    """Every claim of the newest versions with the verdict believed now (None before it is judged), newest first.

    `since` is the day of publication, or of the first sighting for an article without a date.
    """
    believed = (col(VerdictRow.claim_id) == col(ClaimRow.id)) & col(VerdictRow.superseded_at).is_(None)
    query = (
        select(ClaimRow, Article, VerdictRow)
        .join(Article, col(Article.id) == col(ClaimRow.article_id))
        .join(VerdictRow, believed, isouter=True)
    )
    if verdict is not None:
        query = query.where(VerdictRow.kind == verdict)
    if metric is not None:
        query = query.where(ClaimRow.metric == metric)
    rows = [
        _claim(claim, article, found)
        for claim, article, found in session.exec(_since(query, since).order_by(col(ClaimRow.start_offset)))
        if state is None or _is_in(claim.scope, state)
    ]
    rows.sort(key=lambda row: (row["published"], row["article_id"]), reverse=True)
    return rows


def events(session: Session, *, state: str | None = None, since: date | None = None) -> list[Row]:
    """Every policy event of the newest versions, the newest first, once per story.

    `agency_id` is the agency that it is about, None where that is not sure; `against_the_list` is a sentence where the
    newest list contradicts the event, else None.
    """
    query = _since(_EVENTS, since).order_by(col(Article.published_at), col(EventRow.start_offset))
    standings = (*still_listed(session), *not_listed(session), *gone_again(session))
    against = {standing.event.id: standing.sentence for standing in standings}
    known = all_agencies(session)
    found: dict[tuple[object, ...], Row] = {}
    for event, article in session.exec(query):
        if state is None or _is_in(event.place, state):
            once = (article.story_key, event.kind, event.place, event.actor, event.happened)
            meant = agencies_meant(_as_reported(event, article), known) if event.kind in _OF_AGENCIES else []
            linked = {"agency_id": meant[0].agency_id if len(meant) == 1 else None}
            row = _event(event, article) | linked | {"against_the_list": against.get(event.id)}
            found.setdefault(once, row)
    return sorted(
        found.values(), key=lambda row: (row["date"] or row["published"].isoformat(), row["article_id"]), reverse=True
    )


def figures(session: Session, metric: Metric, statements: Iterable[Statement] = ()) -> list[Row]:
    """The series of what was stated of one metric: by whom, when and where; once per story, oldest first.

    `statements` are those that ship with the program.
    """
    rows = [_figure(each, each.said_on.isoformat(), "") for each in statements if each.metric is metric]
    claimed = select(ClaimRow, Article).join(Article, col(Article.id) == col(ClaimRow.article_id))
    stated = set()
    for claim, article in session.exec(claimed.where(ClaimRow.metric == metric).order_by(col(Article.published_on))):
        once = (article.story_key, claim.value, claim.value_high, claim.scope)
        if once not in stated:
            stated.add(once)
            said = replace(statement_of(claim, article), said_by=claim.said_by or article.outlet)
            rows.append(_figure(said, claim.as_of, article.outlet))
    return sorted(rows, key=lambda row: row["stated_on"])


def still_listed(session: Session, on: date | None = None) -> list[Standing]:
    """Agencies said to have ended their agreement that the newest list (or that of the day `on`) still shows."""
    newest = list_in_force(session, ListKind.PARTICIPATING, on)
    reported = _reported(session, _ENDS)
    if newest is None or not reported:
        return []
    signings = _reported(session, (EventKind.SIGNED,))
    first = min(event.day for event in reported)
    ending = ending_agencies(session, max(first, newest.published_on - MEMORY), newest.published_on)
    return said_to_end(reported, listed_agencies(session, newest), newest.published_on, signings, ending)


def not_listed(session: Session, on: date | None = None) -> list[Standing]:
    """Agencies said to have signed that neither newest list (or neither of the day `on`) shows nor any since showed."""
    lists = _lists_and_former(session, on)
    if lists is None:
        return []
    newest, listed, applied, former = lists
    reported = _reported(session, (EventKind.SIGNED,))
    reversals = _reported(session, (*_ENDS, EventKind.DECLINED))
    return said_to_join(reported, listed, applied, newest, former, reversals)


def gone_again(session: Session, on: date | None = None) -> list[Standing]:
    """Agencies said to have signed that were listed and are on neither newest list (or neither of the day `on`)."""
    lists = _lists_and_former(session, on)
    if lists is None:
        return []
    newest, _, _, former = lists
    return left_since(_reported(session, (EventKind.SIGNED,)), former, newest)


def _lists_and_former(
    session: Session, on: date | None
) -> tuple[date, list[ListedAgency], list[ListedAgency], list[FormerAgency]] | None:
    """The day of the newest list, the agencies on both lists, and those that were listed before."""
    newest = list_in_force(session, ListKind.PARTICIPATING, on)
    if newest is None or not _reported(session, (EventKind.SIGNED,)):
        return None
    waiting = list_in_force(session, ListKind.PENDING, on)
    listed = listed_agencies(session, newest)
    applied = listed_agencies(session, waiting) if waiting else []
    return newest.published_on, listed, applied, former_agencies(session, newest.published_on, [*listed, *applied])


def _figure(stated: Statement, as_of: str | None, outlet: str) -> Row:
    return {
        "stated_on": stated.said_on,
        "as_of": as_of,
        **{name: getattr(stated, name) for name in ("scope", "qualifier", "value", "value_high", "unit", "said_by")},
        "outlet": outlet,
        "url": stated.url,
    }


def _claim(claim: ClaimRow, article: Article, verdict: VerdictRow | None) -> Row:
    judged = {name: getattr(verdict, name) for name in _JUDGED} if verdict else dict.fromkeys(_JUDGED)
    return {
        "published": article.day,
        "outlet": article.outlet,
        **{name: getattr(claim, name) for name in _CLAIMED},
        "verdict": verdict.kind if verdict else None,
        "explanation": verdict.sentence if verdict else "",
        **judged,
        "said_before": verdict.said_before if verdict else [],
        "sentence": claim.sentence,
        "evidence": claim.evidence,
        **_source(article),
        "id": claim.id,
    }


def _event(event: EventRow, article: Article) -> dict[str, Any]:
    return {
        "date": event.happened,
        **{name: getattr(event, name) for name in ("kind", "place", "actor", "proposed", "sentence")},
        "reasons": event.reasons,
        "published": article.day,
        "outlet": article.outlet,
        **_source(article),
        "id": event.id,
    }


def _source(article: Article) -> dict[str, Any]:
    return {"title": article.title, "url": article.url, "story_id": article.story_id, "article_id": article.id}


def _reported(session: Session, kinds: Sequence[EventKind]) -> list[ReportedEvent]:
    """Events of these kinds, each once, however many articles report it."""
    query = _EVENTS.where(col(EventRow.kind).in_(kinds)).order_by(col(Article.published_on), col(EventRow.id))
    found: dict[tuple[object, ...], ReportedEvent] = {}
    for event, article in session.exec(query):
        reported = _as_reported(event, article)
        found.setdefault((event.kind, event.place, event.actor), reported)
    return list(found.values())


def _as_reported(event: EventRow, article: Article) -> ReportedEvent:
    return ReportedEvent(
        reported_on=article.day,
        outlet=article.outlet or article.source,
        url=article.url,
        **{name: getattr(event, name) for name in ("id", "kind", "actor", "place", "happened", "proposed", "sentence")},
    )


def _since(query: Any, since: date | None) -> Any:
    """The query, restricted to articles published (or first seen, if undated) on that day or later."""
    if since is None:
        return query
    start = datetime.combine(since, time.min, UTC)
    undated = col(Article.published_on).is_(None) & (col(Article.seen_at) >= start)
    return query.where((col(Article.published_on) >= since) | undated)


def _is_in(place: str, state: str) -> bool:
    """Whether 'TX', 'Lamar County, TX', 'IA+KS' or 'CA;OR' is about a state."""
    return state in place.replace("+", ";").replace(", ", ";").split(";")
