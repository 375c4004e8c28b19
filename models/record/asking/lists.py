"""All lists, and the rows of one of them."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import RecordError
from models.lists.reasons import reason
from models.lists.resolution import Placement
from models.record.asking import Row
from models.record.listing_rows import placement_of
from models.record.row_numbers import ToldFrom, row_of
from models.record.tables.lists import CountedList, FindingRow, ListingRow, RowNumber, RowShift, Snapshot
from models.vocabulary import ListKind, SnapshotStatus


def lists(session: Session, kind: ListKind | None = None, since: date | None = None) -> list[Row]:
    """Every snapshot in the order of publication; `why` has its failed checks.

    With `since` those of that day and later ones, and any that is still held.
    """
    query = select(Snapshot).order_by(col(Snapshot.published_at), col(Snapshot.id))
    if kind is not None:
        query = query.where(Snapshot.kind == kind)
    failed: dict[str, list[str]] = {}
    for finding in session.exec(_against(since)):
        failed.setdefault(finding.snapshot_id, []).append(finding.sentence)
    if since is not None:
        query = query.where(_shown_since(since))
    return [
        {
            "list_date": snapshot.published_on,
            "kind": snapshot.kind.value,
            "rows": snapshot.rows,
            "status": snapshot.status.value,
            "why": failed.get(snapshot.id, []),
            "published_at": snapshot.published_at,
            "dated_by": snapshot.dated_by,
            "captured": snapshot.seen_at,
            "headline_agreements": snapshot.headline_agreements,
            "file_name": snapshot.file_name,
            "source": snapshot.source,
            "remarks": snapshot.remarks,
            "sha256": snapshot.document_sha256,
            "id": snapshot.id,
        }
        for snapshot in session.exec(query)
    ]


def reasons(session: Session, since: date | None = None) -> dict[str, str]:
    """List id -> why it was held, in one clause; the evidence is in `lists` and `held_lists`."""
    failed: dict[str, list[tuple[str, str]]] = {}
    for one in session.exec(_against(since)):
        failed.setdefault(one.snapshot_id, []).append((one.check_name, one.brief))
    return {id_: reason(of_list) for id_, of_list in failed.items()}


def not_accepted(session: Session, ids: Collection[str]) -> list[Row]:
    """Of the lists with these ids, those that are held or rejected, each with why in one clause."""
    left_out = col(Snapshot.status).in_((SnapshotStatus.HELD, SnapshotStatus.REJECTED))
    query = select(Snapshot).where(left_out).order_by(col(Snapshot.published_at), col(Snapshot.id))
    why = reasons(session)
    return [
        {"id": each.id, "list_date": each.published_on, "kind": each.kind.value, "status": each.status.value}
        | {"why": why.get(each.id, "")}
        for each in session.exec(query)
        if each.id in ids
    ]


def _against(since: date | None) -> SelectOfScalar[FindingRow]:
    """The failed checks of lists, in their order."""
    failed = select(FindingRow).where(col(FindingRow.passed).is_(False))
    if since is not None:
        failed = failed.where(col(FindingRow.snapshot_id).in_(select(Snapshot.id).where(_shown_since(since))))
    return failed.order_by(col(FindingRow.snapshot_id), col(FindingRow.number))


def _shown_since(since: date) -> sa.ColumnElement[bool]:
    return (col(Snapshot.published_on) >= since) | (col(Snapshot.status) == SnapshotStatus.HELD)


def list_in_force(session: Session, kind: ListKind, on: date | None) -> Snapshot | None:
    """The list in force at the end of the publisher's day `on`, or the newest where that is None.

    None if the record has no list that old.
    """
    query = (
        select(Snapshot)
        .join(CountedList, col(CountedList.snapshot_id) == Snapshot.id)
        .where(CountedList.kind == kind, col(CountedList.superseded_at).is_(None))
    )
    if on is not None:
        query = query.where(CountedList.day <= on)
    return session.exec(query.order_by(col(CountedList.published_at).desc(), col(Snapshot.id).desc()).limit(1)).first()


def newest_day(session: Session, on: date | None = None, known_at: datetime | None = None) -> date | None:
    """The day of the newest participating list, up to the day `on` and seen by `known_at`, that the record stands by.

    One with the same rows as the list before counts too: it shows that nothing changed until then.
    """
    stands_by = (SnapshotStatus.ACCEPTED, SnapshotStatus.UNCHANGED)
    query = select(sa.func.max(Snapshot.published_on)).where(
        Snapshot.kind == ListKind.PARTICIPATING, col(Snapshot.status).in_(stands_by)
    )
    if on is not None:
        query = query.where(Snapshot.published_on <= on)
    if known_at is not None:
        query = query.where(Snapshot.seen_at <= known_at)
    return session.exec(query).one()


def first_day(session: Session) -> date | None:
    """The day of the first list with agreements: of what was before it, the record says nothing."""
    counted = select(sa.func.min(CountedList.published_on)).where(
        CountedList.kind == ListKind.PARTICIPATING, col(CountedList.superseded_at).is_(None)
    )
    return session.exec(counted).one()


def placements(session: Session, snapshot: Snapshot) -> tuple[Placement, ...]:
    """The rows of `snapshot` in order, each with its agreement."""
    rows = numbered_rows(session, snapshot)
    listings = session.exec(select(ListingRow).where(*_is_on(snapshot)))
    return tuple(map(placement_of, sorted(listings, key=lambda listing: rows[listing.id])))


def numbered_rows(session: Session, snapshot: Snapshot) -> dict[int, int]:
    """The row number on `snapshot` of each of its listings, by the listing's id."""
    listings = session.exec(select(ListingRow.id).where(*_is_on(snapshot))).all()
    frame, own = (_numbers(session, number) for number in (snapshot.frame, snapshot.number))
    shifts = session.exec(
        select(RowShift.from_row, RowShift.shift)
        .where(RowShift.list_number == snapshot.number)
        .order_by(col(RowShift.from_row))
    )
    told = ToldFrom([(from_row, shift) for from_row, shift in shifts], own)
    try:
        return {listing: row_of(listing, frame, told) for listing in listings}
    except KeyError as error:
        raise RecordError(
            f"record: the rows of the list {snapshot.id} are damaged; `moawatch rebuild` derives them again"
        ) from error


def _numbers(session: Session, number: int | None) -> dict[int, int]:
    numbers = select(RowNumber.listing_id, RowNumber.row).where(RowNumber.list_number == number)
    return dict(session.exec(numbers).all())


def _is_on(snapshot: Snapshot) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(ListingRow.kind) == snapshot.kind,
        col(ListingRow.valid_from) <= snapshot.published_at,
        col(ListingRow.valid_until).is_(None) | (col(ListingRow.valid_until) > snapshot.published_at),
    )
