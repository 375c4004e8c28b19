"""Printed rows as intervals: a row that does not change costs nothing per list."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from models.lists.listings import by_content
from models.lists.resolution import Placement
from models.record.listing_rows import columns_of, placement_of
from models.record.tables.lists import ListingRow
from models.record.writing.lists.lists import Mark
from models.record.writing.lists.writing import insert_rows, update_by_id
from models.vocabulary import ListKind


class _Open(NamedTuple):
    """An interval that has not ended. The order of these is the order of `Snapshot.row_numbers`."""

    valid_from: datetime
    first_row: int
    id: str


class _Standing(NamedTuple):
    """A row of the last list, and since when it stands there."""

    interval: _Open
    placement: Placement


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list beside the one before it."""

    in_force: list[tuple[_Standing, int]]  # the rows with their numbers, in the order of their intervals
    fresh: list[_Standing]  # those whose intervals begin here
    gone: list[_Standing]  # rows of the list before whose intervals end here

    @property
    def came(self) -> list[Placement]:
        return [each.placement for each in self.fresh]

    @property
    def went(self) -> list[Placement]:
        return [each.placement for each in self.gone]


class ListingIntervals:
    """The listings in force of each kind of list, and their table."""

    def __init__(self, session: Session) -> None:
        self._opened: dict[str, dict[str, Any]] = {}  # rows that are not in the table yet, by id
        self._closed: dict[str, dict[str, Any]] = {}  # of rows in the table, what differs there now
        self._in_force: dict[ListKind, list[_Standing]] = {}
        for kind in ListKind:
            stored = session.exec(
                select(ListingRow).where(ListingRow.kind == kind, col(ListingRow.valid_until).is_(None))
            )
            self._in_force[kind] = [
                _Standing(_Open(row.valid_from, row.first_row, row.id), placement_of(row)) for row in stored
            ]

    def compare(self, placements: Mapping[int, Placement], mark: Mark) -> Comparison:
        """What the list has that the one before it had not, and what it no longer has.

        A row that stayed keeps its placement, so most are known by that object alone. What is left on both sides is
        compared by what it says: a state that was read from a checkpoint has placements of its own.
        """
        before = {id(each.placement): each for each in self._in_force[mark.kind]}
        rows = {id(placement): row for row, placement in placements.items()}
        in_force = [(each, rows[same]) for same, each in before.items() if same in rows]
        left = [each for same, each in before.items() if same not in rows]
        came = [row for same, row in rows.items() if same not in before]
        left_at = by_content([_content(each.placement) for each in left], range(len(left)))
        fresh = []
        for content, row in by_content([_content(placements[row]) for row in came], came).items():
            at = left_at.pop(content, None)
            if at is None:
                fresh.append(_Standing(_Open(mark.published_at, row, _id(content, mark)), placements[row]))
                in_force.append((fresh[-1], row))
            else:
                in_force.append((left[at]._replace(placement=placements[row]), row))
        return Comparison(sorted(in_force, key=_INTERVAL), fresh, [left[at] for at in left_at.values()])

    def take(self, comparison: Comparison, mark: Mark) -> None:
        """Close the intervals of rows that are gone, open those of rows that came."""
        for interval, _ in comparison.gone:
            if interval.id in self._opened:
                self._opened[interval.id]["valid_until"] = mark.published_at
            else:
                self._closed[interval.id] = {"valid_until": mark.published_at}
        for interval, placement in comparison.fresh:
            self._opened[interval.id] = {
                "id": interval.id,
                "kind": mark.kind,
                "first_snapshot_id": mark.id,
                "valid_from": mark.published_at,
                "valid_until": None,
                "first_row": interval.first_row,
            } | columns_of(placement)
        self._in_force[mark.kind] = [each for each, _ in comparison.in_force]

    def flush(self, session: Session) -> None:
        insert_rows(session, ListingRow, self._opened.values())
        update_by_id(session, ListingRow, self._closed)
        self._opened.clear()
        self._closed.clear()


_INTERVAL = itemgetter(0)
# All that a row says and what it was taken for, as far as the table keeps it.
_content = itemgetter(slice(Placement._fields.index("application_id")))


def _id(content: tuple[Any, ...], mark: Mark) -> str:
    """From the row and the list that it first stood on."""
    listing, *rest = content
    return hashlib.blake2b(f"{mark.id}\n{(*listing, *rest)!r}".encode(), digest_size=12).hexdigest()
