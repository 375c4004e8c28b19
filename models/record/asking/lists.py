"""All lists, and the rows of one of them."""

import zlib
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models.errors import RecordError
from models.lists.resolution import Placement
from models.record import row_numbers
from models.record.asking import Row
from models.record.listing_rows import placement_of
from models.record.tables.lists import FindingRow, ListingRow, Snapshot
from models.vocabulary import ListKind, SnapshotStatus


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
    """The accepted list of the day `on`, the last one before it, or the newest where `on` is None.

    None if the record has no list that old.
    """
    query = select(Snapshot).where(Snapshot.kind == kind, Snapshot.status == SnapshotStatus.ACCEPTED)
    if on is not None:
        query = query.where(Snapshot.published_on <= on)
    return session.exec(query.order_by(col(Snapshot.published_at).desc(), col(Snapshot.id).desc())).first()


def placements(session: Session, snapshot: Snapshot) -> tuple[Placement, ...]:
    """The rows of `snapshot` in order, each with its agreement."""
    rows = numbered_rows(session, snapshot)
    listings = session.exec(select(ListingRow).where(*_is_on(snapshot)))
    return tuple(map(placement_of, sorted(listings, key=lambda listing: rows[listing.id])))


def numbered_rows(session: Session, snapshot: Snapshot) -> dict[str, int]:
    """The row number on `snapshot` of each of its listings, by the listing's id."""
    in_order = session.exec(
        select(col(ListingRow.id))
        .where(*_is_on(snapshot))
        .order_by(col(ListingRow.valid_from), col(ListingRow.first_row), col(ListingRow.id))
    )
    try:
        return dict(zip(in_order, row_numbers.unpack(snapshot.row_numbers), strict=True))
    except (ValueError, zlib.error) as error:
        raise RecordError(
            f"record: the rows of the list {snapshot.id} are damaged; `moawatch rebuild` derives them again"
        ) from error


def _is_on(snapshot: Snapshot) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(ListingRow.kind) == snapshot.kind,
        col(ListingRow.valid_from) <= snapshot.published_at,
        col(ListingRow.valid_until).is_(None) | (col(ListingRow.valid_until) > snapshot.published_at),
    )
