"""The record as a verdict sees it: every accepted list by its date, counted only when a verdict needs it."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial

from sqlmodel import Session, col, select

from models.calendar import day_of
from models.lists.counts import Count, ListCounts, Slice, tally
from models.record.asking.counts import figures_of
from models.record.asking.lists import placements
from models.record.tables.documents import Fetch
from models.record.tables.lists import CountedList, Snapshot
from models.verdicts.record_view import KnownBaseline, ListOnDate, RecordView, Statement
from models.vocabulary import ListKind, SupportType


def record_view(session: Session, baselines: Sequence[KnownBaseline], statements: Sequence[Statement]) -> RecordView:
    """What verdicts look at. It counts lists through `session` when needed, so the session must stay open."""
    return RecordView(
        participating=_lists(session, ListKind.PARTICIPATING),
        pending=_lists(session, ListKind.PENDING),
        baselines=baselines,
        statements=statements,
        known_until=_known_until(session),
    )


def _lists(session: Session, kind: ListKind) -> list[ListOnDate]:
    query = select(Snapshot, CountedList).join(CountedList, col(CountedList.snapshot_id) == Snapshot.id)
    believed = CountedList.kind == kind, col(CountedList.superseded_at).is_(None)
    return [
        ListOnDate(
            snapshot.published_on,
            snapshot.document_sha256,
            count=cache(partial(_counts, session, snapshot)),
            count_roughly=cache(partial(_stored_counts, session, counted)),
        )
        for snapshot, counted in session.exec(
            query.where(*believed).order_by(col(Snapshot.published_at), col(Snapshot.id))
        )
    ]


def _counts(session: Session, snapshot: Snapshot) -> ListCounts:
    return tally(placements(session, snapshot))


def _stored_counts(session: Session, counted: CountedList) -> ListCounts:
    """The figures that the record keeps of every list."""
    slices: dict[Slice, Count] = {
        (scope, SupportType(support_type) if support_type else None, None): Count(**figures._asdict())
        for (scope, support_type), figures in figures_of(session, counted).items()
        if figures.rows
    }
    return ListCounts(slices)


def _known_until(session: Session) -> date | None:
    """The last day on which a source of lists answered: up to then, no list is missing after our last one."""
    sources = select(Snapshot.source).distinct()
    last = session.exec(
        select(Fetch.requested_at)
        .where(col(Fetch.source).in_(sources), col(Fetch.error).is_(None), col(Fetch.noted).is_(True))
        .order_by(col(Fetch.requested_at).desc())
        .limit(1)
    ).first()
    return day_of(last) if last else None
