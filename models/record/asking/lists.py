"""All lists, and the rows of one of them."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.lists.resolution import Placement
from models.record.asking import Row
from models.record.listing_rows import placement_of
from models.record.row_numbers import ToldFrom, row_of
from models.record.tables.lists import CountedList, FindingRow, ListingRow, RowNumber, RowShift, Snapshot
from models.vocabulary import ListKind


def lists(session: Session, kind: ListKind | None = None) -> list[Row]:
    """Every snapshot in the order of publication; `why` has its failed checks."""
    query = select(Snapshot).order_by(col(Snapshot.published_at), col(Snapshot.id))
    if kind is not None:
        query = query.where(Snapshot.kind == kind)
    failed: dict[str, list[str]] = {}
    for finding in session.exec(select(FindingRow).where(col(FindingRow.passed).is_(False))):
        failed.setdefault(finding.snapshot_id, []).append(finding.sentence)
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
