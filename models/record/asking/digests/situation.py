"""The state of the record that every digest of one run describes: figures, series, lists in force, lists held."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.digests.content import FIGURES, ListUsed, Situation
from models.digests.health import HeldList
from models.lists.counts import ALL_TYPES, NATION
from models.record.asking.counts import counts
from models.record.asking.digests.mapped import mapped_agreements
from models.record.asking.lists import list_in_force
from models.record.asking.review import held_lists
from models.record.tables.lists import CountRun, ListDay
from models.verdicts.record_view import KnownBaseline
from models.vocabulary import ListKind

# A year of months and the month before it, which the chart of a digest compares.
_SERIES = timedelta(days=31 * 13)


def situation(session: Session, on: date | None = None, baselines: Sequence[KnownBaseline] = ()) -> Situation:
    """The record now, or as the lists up to the day `on` gave it. News and health are not in it."""
    nation = next(iter(counts(session, as_of=on)), None)
    if nation is None:
        return Situation(held=_held(session, on))
    return Situation(
        figures={name: nation[name] for name in FIGURES if nation[name] is not None},
        by_state={
            row["scope"]: row["agreements"] for row in counts(session, as_of=on, by="state") if row["agreements"]
        },
        series=_series(session, nation["list_date"]),
        mapped=mapped_agreements(session, on or nation["list_date"]),
        baselines=tuple(baselines),
        lists=_lists(session, on),
        held=_held(session, on),
    )


def _series(session: Session, last: date) -> tuple[tuple[date, int], ...]:
    """The agreements at the end of each day."""
    in_force = (
        col(CountRun.from_day) <= ListDay.day,
        col(CountRun.until_day).is_(None) | (col(CountRun.until_day) > ListDay.day),
    )
    nation = CountRun.kind == ListKind.PARTICIPATING, CountRun.scope == NATION, CountRun.support_type == ALL_TYPES
    rows = session.exec(
        select(col(ListDay.day), col(CountRun.agreements))
        .join(CountRun, sa.and_(*in_force))
        .where(*nation, col(CountRun.superseded_at).is_(None), ListDay.day > last - _SERIES, ListDay.day <= last)
        .order_by(col(ListDay.day))
    )
    return tuple((day, agreements) for day, agreements in rows)


def _lists(session: Session, on: date | None) -> tuple[ListUsed, ...]:
    in_force = (list_in_force(session, kind, on) for kind in ListKind)
    return tuple(
        ListUsed(snapshot.kind, snapshot.published_on, snapshot.document_sha256, snapshot.rows)
        for snapshot in in_force
        if snapshot is not None
    )


def _held(session: Session, on: date | None) -> tuple[HeldList, ...]:
    return tuple(
        HeldList(
            snapshot_id=row["id"],
            kind=ListKind(row["kind"]),
            on=row["list_date"],
            sha256=row["sha256"],
            reasons=tuple(finding["sentence"] for finding in row["findings"] if not finding["passed"]),
        )
        for row in held_lists(session)
        if on is None or row["list_date"] <= on
    )
