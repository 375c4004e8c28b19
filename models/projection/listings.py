"""Printed rows as intervals: a row that does not change costs nothing per list."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlmodel import Session, col, select, update

from models.projection.lists import Mark
from models.projection.writing import in_portions, insert_rows, update_rows
from models.resolution import Placement
from models.tables import ListingRow
from models.vocabulary import ListKind


class _Open(NamedTuple):
    """An interval that has not ended. The order of these is the order of `Snapshot.row_numbers`."""

    valid_from: datetime
    first_row: int
    id: str


# All that a row says and what it was taken for, not its row number. Of several such rows the second and later ones
# bear their number as well.
_Content = tuple[Any, ...]


class ListingIntervals:
    """The listings in force of each kind of list, and their table."""

    def __init__(self, session: Session) -> None:
        self._open: dict[ListKind, dict[_Content, _Open]] = {kind: {} for kind in ListKind}
        for kind in ListKind:
            repeats: dict[_Content, int] = {}
            for row in session.exec(
                select(ListingRow)
                .where(ListingRow.kind == kind, col(ListingRow.valid_until).is_(None))
                # Of rows that say the same, the first began with or before the second, and then above it.
                .order_by(col(ListingRow.valid_from), col(ListingRow.first_row))
            ):
                interval = _Open(row.valid_from, row.first_row, row.id)
                self._open[kind][_numbered(_stored_content(row), repeats)] = interval

    def compare(self, placements: Iterable[Placement], mark: Mark) -> "Comparison":
        """What the list has that the one before it had not, and what it no longer has."""
        before = self._open[mark.kind]
        comparison = Comparison({}, {}, {}, [])
        repeats: dict[_Content, int] = {}
        for placement in placements:
            content = _numbered(_content(placement), repeats)
            interval = before.get(content)
            if interval is None:
                interval = _Open(mark.published_at, placement.listing.row, _id(content, mark))
                comparison.fresh[interval.id] = placement
            comparison.in_force[content] = interval
            comparison.rows[interval.id] = placement.listing.row
        comparison.gone.extend(one.id for content, one in before.items() if content not in comparison.in_force)
        return comparison

    def write(self, session: Session, comparison: "Comparison", mark: Mark) -> None:
        """Close the intervals of rows that are gone, open those of rows that came."""
        for ids in in_portions(comparison.gone):
            update_rows(session, update(ListingRow).where(col(ListingRow.id).in_(ids)), valid_until=mark.published_at)
        insert_rows(session, ListingRow, (_row(id_, one, mark) for id_, one in comparison.fresh.items()))
        self._open[mark.kind] = comparison.in_force


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list beside the one before it."""

    in_force: dict[_Content, _Open]
    rows: dict[str, int]  # the row number of each interval in force
    fresh: dict[str, Placement]  # the rows whose intervals begin here
    gone: list[str]

    @property
    def row_numbers(self) -> list[int]:
        """Those of all intervals in force, in their order."""
        return [self.rows[interval.id] for interval in sorted(self.in_force.values())]


def _numbered(content: _Content, repeats: dict[_Content, int]) -> _Content:
    number = repeats[content] = repeats.get(content, 0) + 1
    return content if number == 1 else (*content, number)


def _id(content: _Content, mark: Mark) -> str:
    """From the row and the list that it first stood on."""
    return hashlib.blake2b(f"{mark.id}\n{content!r}".encode(), digest_size=12).hexdigest()


_taken_for = attrgetter("state", "support_type", "agency_id", "agreement_id", "duplicate")
_stored_cells = attrgetter(
    "state_printed",
    "agency_printed",
    "agency_type",
    "county",
    "support_type_printed",
    "signed",
    "signed_printed",
    "moa",
    "moa_url",
    "addendum",
    "addendum_url",
)


def _content(placement: Placement) -> tuple[Any, ...]:
    return placement.listing.cells + placement[1:]


def _stored_content(row: ListingRow) -> tuple[Any, ...]:
    """The same for a row of the table, in the order of `Listing.cells`."""
    content: tuple[Any, ...] = _stored_cells(row) + _taken_for(row)
    return content


def _row(listing_id: str, placement: Placement, mark: Mark) -> dict[str, Any]:
    listing = placement.listing
    return {
        "id": listing_id,
        "kind": mark.kind,
        "first_snapshot_id": mark.id,
        "valid_from": mark.published_at,
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
