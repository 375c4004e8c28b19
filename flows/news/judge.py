"""Holding the claims of the record against its lists, again whenever either may have changed.

A verdict that differs from the one believed so far takes its place; the old one keeps the time at which it was
superseded.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from flows.news.figures import known_baselines, known_statements
from models.claims.stated import Baseline, Claim, Metric
from models.record.asking.record_views import record_view
from models.record.store import read_session, write_session
from models.record.tables.lists import Snapshot
from models.record.tables.news import Article, ClaimRow, VerdictRow
from models.verdicts.checking import hold_all
from models.verdicts.record_view import Statement
from models.verdicts.values import Verdict, stated
from models.vocabulary import SnapshotStatus, VerdictKind

# New lists explain the claims of the weeks around them; an older verdict stands unless its list is gone.
RECENT = timedelta(days=30)

# Databases take some thousands of values in one question.
BATCH = 500

# What lists settle needs no earlier statement.
COUNTED = {Metric.AGENCIES, Metric.AGREEMENTS, Metric.STATES, Metric.COUNTIES, Metric.PENDING, Metric.PCT_INCREASE}


def judge(engine: sa.Engine, now: datetime, everything: bool = False) -> int:
    """Hold the claims that may have another verdict now (or all) against the record; how many verdicts are new.

    The lists are counted before the writing begins, so that nobody waits for it.
    """
    with read_session(engine) as session:
        verdicts = _verdicts(session, sorted(_due(session, now, everything)))
    with write_session(engine) as session:
        new = sum(_keep(session, claim_id, verdict, now) for claim_id, verdict in verdicts)
        _retire(session, now)
    return new


def _verdicts(session: Session, due: Sequence[str]) -> list[tuple[str, Verdict]]:
    """Claim id and verdict for every claim of the articles `due`."""
    view = record_view(session, known_baselines(), known_statements())
    said = _said(session) if due else []
    found: list[tuple[str, Verdict]] = []
    for start in range(0, len(due), BATCH):
        batch = due[start : start + BATCH]
        claims = _claims_of(session, batch)
        for article in session.exec(select(Article).where(col(Article.id).in_(batch))):
            rows = claims[article.id]
            elsewhere = [each for story, each in said if story != _story(article)]
            own_view = replace(view, statements=[*view.statements, *elsewhere])
            siblings = [claim_of(row) for row in rows]
            verdicts = hold_all(siblings, article.published_on, article.seen_at.date(), own_view)
            found += zip((row.id for row in rows), verdicts, strict=True)
    return found


def claim_of(row: ClaimRow) -> Claim:
    """The stored claim as the value that it was."""
    has_baseline = row.baseline_value is not None or row.baseline_what or row.baseline_as_of
    return Claim(
        metric=row.metric,
        value=row.value,
        value_high=row.value_high,
        unit=row.unit,
        qualifier=row.qualifier,
        scope=row.scope,
        support_type=row.support_type,
        as_of=row.as_of,
        baseline=Baseline(row.baseline_value, row.baseline_what, row.baseline_as_of) if has_baseline else None,
        source=row.said_by,
        role=row.role,
        sentence=row.sentence,
        start=row.start_offset,
        end=row.end_offset,
    )


def _due(session: Session, now: datetime, everything: bool) -> set[str]:
    """The articles with a claim that has no verdict, is recent, found no list, or rests on a list that is gone."""
    if everything:
        return set(session.exec(select(ClaimRow.article_id).distinct()))
    believed = select(VerdictRow).where(col(VerdictRow.superseded_at).is_(None)).subquery()
    accepted = select(Snapshot.document_sha256).where(Snapshot.status == SnapshotStatus.ACCEPTED)
    query = (
        select(ClaimRow.article_id)
        .join(Article, col(Article.id) == col(ClaimRow.article_id))
        .join(believed, believed.c.claim_id == ClaimRow.id, isouter=True)
        .where(
            sa.or_(
                believed.c.claim_id.is_(None),
                col(Article.seen_at) >= now - RECENT,
                believed.c.kind == VerdictKind.NO_LIST,
                sa.and_(believed.c.list_sha256.is_not(None), believed.c.list_sha256.not_in(accepted)),
            )
        )
    )
    return set(session.exec(query.distinct()))


def _claims_of(session: Session, articles: Iterable[str]) -> dict[str, list[ClaimRow]]:
    rows = session.exec(
        select(ClaimRow).where(col(ClaimRow.article_id).in_(articles)).order_by(col(ClaimRow.start_offset))
    )
    found = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _said(session: Session) -> list[tuple[str, Statement]]:
    """What articles stated that no list counts, with the story that said it."""
    rows = session.exec(
        select(ClaimRow, Article)
        .join(Article, col(Article.id) == col(ClaimRow.article_id))
        .where(col(ClaimRow.metric).not_in(COUNTED))
    )
    return [(_story(article), _statement(row, article)) for row, article in rows]


def _story(article: Article) -> str:
    return article.story_id or article.id


def _statement(row: ClaimRow, article: Article) -> Statement:
    return Statement(
        metric=row.metric,
        value=row.value,
        value_high=row.value_high,
        unit=row.unit,
        qualifier=row.qualifier,
        scope=row.scope,
        said_by=row.said_by or article.outlet or article.source,
        said_on=article.published_on or article.seen_at.date(),
        url=article.url,
    )


def _keep(session: Session, claim_id: str, verdict: Verdict, now: datetime) -> bool:
    """Write a verdict unless it is the one believed. Whether it was written."""
    row = VerdictRow(
        claim_id=claim_id,
        recorded_at=now,
        kind=verdict.kind,
        sentence=verdict.sentence,
        list_date=verdict.list_date,
        list_sha256=verdict.list_sha256,
        list_value=verdict.list_value,
        difference=verdict.difference,
        way=verdict.way,
        computed=list(verdict.computed or ()),
        said_before=[f"{each.said_by}, {each.said_on}: {stated(each)} ({each.url})" for each in verdict.said_before],
    )
    believed = session.exec(
        select(VerdictRow).where(VerdictRow.claim_id == claim_id, col(VerdictRow.superseded_at).is_(None))
    ).first()
    if believed is not None:
        if _said_the_same(believed, row):
            return False
        if believed.recorded_at == now:  # a second look in one run is not a second belief
            session.delete(believed)
            session.flush()
        else:
            believed.superseded_at = now
            session.add(believed)
    session.add(row)
    session.flush()
    return True


def _said_the_same(one: VerdictRow, other: VerdictRow) -> bool:
    left_out = {"recorded_at", "superseded_at"}
    return one.model_dump(exclude=left_out) == other.model_dump(exclude=left_out)


def _retire(session: Session, now: datetime) -> None:
    """Verdicts on claims that no newest version makes any more are believed no longer."""
    made = select(ClaimRow.id)
    session.exec(
        sa.update(VerdictRow)
        .where(col(VerdictRow.superseded_at).is_(None), col(VerdictRow.claim_id).not_in(made))
        .values(superseded_at=now)
    )
