"""The record as a verdict sees it: every accepted list by its date, counted only when a verdict needs it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial

from sqlmodel import Session, col, select

from models.calendar import day_of
from models.errors import RecordError
from models.lists.counts import ALL_TYPES, Count, ListCounts, Slice, agency_type, tally
from models.lists.resolution import Placement
from models.places.bodies import Body
from models.places.tables import counties
from models.record.asking.counts import figures_of
from models.record.asking.lists import placements
from models.record.tables.agreements import Agency
from models.record.tables.changes import ChangeRow
from models.record.tables.documents import Fetch
from models.record.tables.lists import CountedList, Snapshot
from models.verdicts.record_view import (
    AgreementOnList,
    EndedAgreement,
    KnownBaseline,
    ListOnDate,
    RecordView,
    Statement,
)
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType


def record_view(session: Session, baselines: Sequence[KnownBaseline], statements: Sequence[Statement]) -> RecordView:
    """What verdicts look at. It counts lists through `session` when needed, so the session must stay open."""
    return RecordView(
        participating=_lists(session, ListKind.PARTICIPATING),
        pending=_lists(session, ListKind.PENDING),
        baselines=baselines,
        statements=statements,
        endings=_endings(session),
        known_until=_known_until(session),
    )


def _lists(session: Session, kind: ListKind) -> list[ListOnDate]:
    query = select(Snapshot, CountedList).join(CountedList, col(CountedList.snapshot_id) == Snapshot.id)
    believed = CountedList.kind == kind, col(CountedList.superseded_at).is_(None)
    bodies = cache(lambda: {one.id: one.body for one in session.exec(select(Agency))})
    county_of = cache(partial(_county_of, session))

    def list_on_date(snapshot: Snapshot, counted: CountedList) -> ListOnDate:
        rows = partial(placements, session, snapshot)  # not kept: a list is a thousand rows, and its counts are few
        stored = cache(partial(_stored_counts, session, counted))
        return ListOnDate(
            snapshot.published_on,
            snapshot.document_sha256,
            count=cache(lambda: tally(read, county_of()) if (read := _read(rows)) is not None else stored()),
            count_roughly=stored,
            agreements=cache(lambda: tuple(_agreements(read, bodies())) if (read := _read(rows)) is not None else None),
        )

    return [
        list_on_date(snapshot, counted)
        for snapshot, counted in session.exec(
            query.where(*believed).order_by(col(Snapshot.published_at), col(Snapshot.id))
        )
    ]


def _county_of(session: Session) -> dict[str, str]:
    """Agency id -> the county that it counts for, as in the roster and in `daily_counts`."""
    placed = session.exec(select(Agency.id, Agency.county_fips).where(col(Agency.county_fips).is_not(None)))
    return {id_: counties()[fips].name for id_, fips in placed if fips and fips in counties()}


def _endings(session: Session) -> list[EndedAgreement]:
    gone = ChangeRow.kind == ChangeKind.AGREEMENT_ENDED, ChangeRow.status != ChangeStatus.WITHDRAWN
    return [
        EndedAgreement(each.state, each.support_type, each.list_date, each.status is ChangeStatus.CONFIRMED)
        for each in session.exec(select(ChangeRow).where(*gone))
    ]


def _read(rows: Callable[[], tuple[Placement, ...]]) -> tuple[Placement, ...] | None:
    """The rows of a list; None where the record cannot tell them any more. Its counts are kept by themselves, and one
    damaged list must not keep hundreds of verdicts from being told."""
    try:
        return rows()
    except RecordError:
        return None


def _agreements(rows: Iterable[Placement], bodies: Mapping[str, Body]) -> Iterator[AgreementOnList]:
    for row in rows:
        if not row.duplicate:
            kind = agency_type(row.listing.agency_type)
            body = bodies.get(row.agency_id, Body.OTHER)
            signed = row.signed or row.listing.signed
            yield AgreementOnList(row.agency_id, row.state, row.support_type, body, kind, signed)


def _stored_counts(session: Session, counted: CountedList) -> ListCounts:
    """The figures that the record keeps of every list."""
    slices: dict[Slice, Count] = {
        (scope, None if support_type == ALL_TYPES else SupportType(support_type), None): Count(**figures._asdict())
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
