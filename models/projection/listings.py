"""Printed rows as intervals: a row that does not change costs nothing per list."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select, update

from models import row_numbers
from models.projection.inserting import in_portions, insert_rows
from models.resolution import Placement
from models.tables import ListingRow, Snapshot
from models.vocabulary import ListKind


class _Open(NamedTuple):
    """An interval that has not ended. The order of these is the order of `Snapshot.row_numbers`."""

    valid_from: datetime
    first_row: int
    id: str


class ListingIntervals:
    """The listings in force of each kind of list, and their table."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open: dict[ListKind, dict[str, _Open]] = {kind: {} for kind in ListKind}
        for id_, kind, valid_from, first_row in session.exec(
            select(
                col(ListingRow.id), col(ListingRow.kind), col(ListingRow.valid_from), col(ListingRow.first_row)
            ).where(col(ListingRow.valid_until).is_(None))
        ):
            self._open[kind][_content_of(id_)] = _Open(valid_from, first_row, id_)

    def write(self, placements: Iterable[Placement], snapshot: Snapshot) -> None:
        """Close the intervals of rows that are gone, open those of rows that came, number all in force."""
        before = self._open[snapshot.kind]
        in_force: dict[str, _Open] = {}
        rows: dict[str, int] = {}
        fresh = []
        repeats: Counter[str] = Counter()
        mark = hashlib.sha256(snapshot.id.encode()).hexdigest()[:8]
        for placement in placements:
            printed = _content(placement)
            repeats[printed] += 1
            content = f"{printed}-{repeats[printed]}"
            interval = before.get(content)
            if interval is None:
                # The mark of the list tells this interval from one of the same row that ended before.
                interval = _Open(snapshot.published_at, placement.listing.row, f"{content}-{mark}")
                fresh.append(_row(interval.id, placement, snapshot))
            in_force[content] = interval
            rows[interval.id] = placement.listing.row
        gone = [interval.id for content, interval in before.items() if content not in in_force]
        for ids in in_portions(gone):
            self._session.exec(
                update(ListingRow).where(col(ListingRow.id).in_(ids)).values(valid_until=snapshot.published_at)
            )
        insert_rows(self._session, ListingRow, fresh)
        self._open[snapshot.kind] = in_force
        snapshot.row_numbers = row_numbers.pack([rows[interval.id] for interval in sorted(in_force.values())])
        self._session.add(snapshot)


def _content(placement: Placement) -> str:
    """A hash of all that a row says and of what it was taken for; not of its row number."""
    what = (
        placement.listing.cells,
        placement.state,
        placement.support_type,
        placement.agency_id,
        placement.agreement_id,
        placement.duplicate,
    )
    return hashlib.blake2b(repr(what).encode(), digest_size=8).hexdigest()


def _content_of(listing_id: str) -> str:
    return listing_id.rsplit("-", 1)[0]


def _row(listing_id: str, placement: Placement, snapshot: Snapshot) -> dict[str, Any]:
    listing = placement.listing
    return {
        "id": listing_id,
        "kind": snapshot.kind,
        "first_snapshot_id": snapshot.id,
        "valid_from": snapshot.published_at,
        "valid_until": None,
        "first_row": listing.row,
        "state_printed": listing.state,
        "agency_printed": listing.agency,
        "agency_type": listing.agency_type,
        "county": listing.county,
        "support_type_printed": listing.support_type,
        "signed": listing.signed,
        "signed_printed": listing.signed_text,
        "moa": listing.moa,
        "moa_url": listing.moa_url,
        "addendum": listing.addendum,
        "addendum_url": listing.addendum_url,
        "state": placement.state,
        "support_type": placement.support_type,
        "agency_id": placement.agency_id,
        "agreement_id": placement.agreement_id,
        "duplicate": placement.duplicate,
    }
