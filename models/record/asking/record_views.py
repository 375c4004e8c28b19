"""The record as the verdicts use it: every accepted list by its date, counted when needed."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from models.lists.counts import Count, ListCounts, Slice, tally
from models.record.asking.lists import placements
from models.record.tables.documents import Fetch
from models.record.tables.lists import CountRow, Snapshot
from models.verdicts.record_view import KnownBaseline, ListOnDate, RecordView, Statement
from models.vocabulary import ListKind, SnapshotStatus, SupportType

# A list's day is the publisher's.
PUBLISHERS_ZONE = ZoneInfo("America/New_York")


def record_view(session: Session, baselines: Sequence[KnownBaseline], statements: Sequence[Statement]) -> RecordView:
    """What verdicts compare claims with. It reads lists from `session` when needed, so the session must stay open."""
    return RecordView(
        participating=_lists(session, ListKind.PARTICIPATING),
        pending=_lists(session, ListKind.PENDING),
        baselines=baselines,
        statements=statements,
        known_until=_known_until(session),
    )


def _lists(session: Session, kind: ListKind) -> list[ListOnDate]:
    query = select(Snapshot).where(Snapshot.kind == kind, Snapshot.status == SnapshotStatus.ACCEPTED)
    snapshots = session.exec(query.order_by(col(Snapshot.published_at), col(Snapshot.id)))
    return [_list(session, snapshot) for snapshot in snapshots]


def _list(session: Session, snapshot: Snapshot) -> ListOnDate:
    @cache
    def count() -> ListCounts:
        return tally(placements(session, snapshot))

    @cache
    def count_roughly() -> ListCounts:
        return _stored_counts(session, snapshot)

    return ListOnDate(snapshot.published_on, snapshot.document_sha256, count, count_roughly)


def _stored_counts(session: Session, snapshot: Snapshot) -> ListCounts:
    """The figures that the record keeps for every list."""
    rows = session.exec(
        select(CountRow).where(CountRow.snapshot_id == snapshot.id, col(CountRow.superseded_at).is_(None))
    )
    slices: dict[Slice, Count] = {}
    for row in rows:
        support_type = SupportType(row.support_type) if row.support_type else None
        slices[row.scope, support_type, None] = Count(
            agreements=row.agreements,
            agencies=row.agencies,
            states=row.states,
            territories=row.territories,
            rows=row.rows,
        )
    return ListCounts(slices)


def _known_until(session: Session) -> date | None:
    """The last day on which a source of lists answered: up to then, our last list is the newest."""
    sources = select(Snapshot.source).distinct()
    last = session.exec(
        select(Fetch.requested_at)
        .where(col(Fetch.source).in_(sources), col(Fetch.error).is_(None), col(Fetch.settled).is_(True))
        .order_by(col(Fetch.requested_at).desc())
        .limit(1)
    ).first()
    return last.astimezone(PUBLISHERS_ZONE).date() if last else None
