"""The state of the record that every digest of one run describes: figures, series, lists in force, lists held."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from models.digests.content import FIGURES, HeldList, ListUsed, Situation
from models.lists.counts import NATION
from models.record.asking.counts import counts
from models.record.asking.lists import list_in_force
from models.record.asking.review import held_lists
from models.record.tables.lists import CountRow
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
        baselines=tuple(baselines),
        lists=_lists(session, on),
        held=_held(session, on),
    )


def _series(session: Session, last: date) -> tuple[tuple[date, int], ...]:
    rows = session.exec(
        select(col(CountRow.published_on), col(CountRow.agreements))
        .where(
            CountRow.kind == ListKind.PARTICIPATING,
            CountRow.scope == NATION,
            CountRow.support_type == "",
            col(CountRow.superseded_at).is_(None),
            CountRow.published_on > last - _SERIES,
            CountRow.published_on <= last,
        )
        .order_by(col(CountRow.published_at), col(CountRow.snapshot_id))
    )
    return tuple((published_on, agreements) for published_on, agreements in rows)


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
