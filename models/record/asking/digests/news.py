"""The news as a digest tells it: checked claims, reported acts, and discrepancies; each story once."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from models.claims.stated import Metric
from models.digests.content import CheckedClaim, Discrepancy, ReportedAct, Situation
from models.digests.wording import day_words
from models.record.asking import Row
from models.record.asking.news.statements import claims, events, not_listed, still_listed
from models.verdicts.said_but_listed import Standing
from models.vocabulary import VERDICT_TITLES, VerdictKind

# `moawatch claims` and `moawatch events` show all of it. Long enough for a subscriber who was away.
NEWS_DAYS = timedelta(days=45)

# Claims that no list can settle are left out.
_TOLD = frozenset(VerdictKind) - {VerdictKind.NO_LIST, VerdictKind.NOT_CHECKABLE}

# Metrics whose own names do not read well after a number.
_METRICS = {Metric.PCT_INCREASE: "growth", Metric.POLL_PCT: "in a poll", Metric.OTHER: ""}


def add_news(situation: Situation, session: Session, today: date) -> Situation:
    """`situation` with the news of the weeks up to `today`.

    An id is made of a story and what is told of it: a copy of the story is not told again, a changed verdict is.
    """
    since = today - NEWS_DAYS
    checked = (
        _claim(row) for row in claims(session, since=since) if row["verdict"] in _TOLD and row["published"] <= today
    )
    acts = (_act(row) for row in events(session, since=since) if row["published"] <= today)
    listed = (_still_listed(each) for each in still_listed(session, today) if each.event.reported_on <= today)
    missing = (_not_listed(each) for each in not_listed(session, today) if each.event.reported_on <= today)
    return replace(
        situation, claims=_once(checked), acts=_once(acts), still_listed=_once(listed), not_listed=_once(missing)
    )


def _still_listed(standing: Standing) -> Discrepancy:
    assert standing.agency is not None, "only an agency is listed"
    return Discrepancy(
        id=_id("still listed", standing.agency.agency_id, standing.event.day),
        what="reported as ended, still listed",
        scope=standing.agency.state,
        agency=standing.agency.name,
        reported=_reported(standing),
        url=standing.event.url,
    )


def _not_listed(standing: Standing) -> Discrepancy:
    place, _, state = standing.event.place.rpartition(", ")
    return Discrepancy(
        id=_id("not listed", standing.event.place, standing.event.actor, standing.event.day),
        what="reported as signed, on neither list",
        scope=state,
        agency=standing.event.actor or place,
        reported=_reported(standing),
        url=standing.event.url,
    )


def _reported(standing: Standing) -> str:
    return f"{standing.event.outlet}, {day_words(standing.event.reported_on)}"


def _claim(row: Row) -> CheckedClaim:
    claimed = f"{_figure(row)} {_METRICS.get(row['metric'], row['metric'].replace('_', ' '))}"
    return CheckedClaim(
        id=_id("claim", row["story_id"] or row["article_id"], claimed, row["scope"], row["verdict"]),
        outlet=row["outlet"] or "a page",
        published=row["published"].isoformat(),
        claimed=claimed,
        verdict=VERDICT_TITLES[row["verdict"]],
        **{name: row[name] for name in ("title", "url", "sentence", "scope", "explanation")},
    )


def _figure(row: Row) -> str:
    values = " to ".join(_number(value) for value in (row["value"], row["value_high"]) if value is not None)
    return " ".join(filter(None, (row["qualifier"], values + ("%" if row["unit"] == "%" else ""))))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _act(row: Row) -> ReportedAct:
    return ReportedAct(
        id=_id("act", row["story_id"] or row["article_id"], row["kind"], row["place"], row["actor"]),
        actor=row["actor"] or "",
        scope=row["place"],
        date=row["date"] or "",
        outlet=row["outlet"] or "a page",
        **{name: row[name] for name in ("kind", "proposed", "sentence", "url")},
    )


def _id(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


def _once(news: Iterable[Any]) -> tuple[Any, ...]:
    return tuple({each.id: each for each in news}.values())
