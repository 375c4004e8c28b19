"""Printed rows as intervals: an unchanged row costs nothing per list."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from sqlmodel import Session

from models.lists.listings import by_content
from models.lists.resolution import Placement
from models.record.listing_rows import columns_of, listings_in_force
from models.record.tables.lists import ListingRow
from models.record.writing.lists.lists import ListMark
from models.record.writing.lists.writing import insert_rows, update_by_id
from models.vocabulary import ListKind


class _CurrentRow(NamedTuple):
    """A row of the last list, and its interval, which has not ended."""

    valid_from: datetime
    first_row: int
    id: str
    placement: Placement


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list compared with the one before it."""

    in_force: list[tuple[_CurrentRow, int]]  # the rows with their numbers, in the order of their intervals
    fresh: list[_CurrentRow]  # rows whose intervals begin here
    gone: list[_CurrentRow]  # rows of the list before whose intervals end here

    @property
    def came(self) -> list[Placement]:
        return [each.placement for each in self.fresh]

    @property
    def went(self) -> list[Placement]:
        return [each.placement for each in self.gone]


class ListingIntervals:
    """The current listings of each kind of list, and their table."""

    def __init__(self, session: Session) -> None:
        self._opened: dict[str, dict[str, Any]] = {}  # rows that are not in the table yet, by id
        self._closed: dict[str, dict[str, Any]] = {}  # the altered columns of rows in the table
        self._in_force: dict[ListKind, list[_CurrentRow]] = {}
        for kind in ListKind:
            self._in_force[kind] = [
                _CurrentRow(row.valid_from, row.first_row, row.id, placement)
                for row, placement in listings_in_force(session, kind)
            ]

    def current(self, kind: ListKind) -> list[Placement]:
        """The rows of the last list, in the order of their ids."""
        return [each.placement for each in sorted(self._in_force[kind], key=lambda each: each.id)]

    def compare(self, placements: Mapping[int, Placement], mark: ListMark) -> Comparison:
        """The rows that this list adds to the one before it, and those it no longer has.

        An unchanged row keeps its placement, so most are recognized by that object. The others are compared by their
        content: a state read from a checkpoint has new placements.
        """
        before = {id(each.placement): each for each in self._in_force[mark.kind]}
        rows = {id(placement): row for row, placement in placements.items()}
        in_force = [(each, rows[same]) for same, each in before.items() if same in rows]
        missing = [each for same, each in before.items() if same not in rows]
        came = [row for same, row in rows.items() if same not in before]
        at_content = by_content([_content(each.placement) for each in missing], range(len(missing)))
        fresh = []
        for content, row in by_content([_content(placements[row]) for row in came], came).items():
            at = at_content.pop(content, None)
            if at is None:
                fresh.append(_CurrentRow(mark.published_at, row, _id(content, mark), placements[row]))
                in_force.append((fresh[-1], row))
            else:
                in_force.append((missing[at]._replace(placement=placements[row]), row))
        return Comparison(sorted(in_force, key=_interval), fresh, [missing[at] for at in at_content.values()])

    def take(self, comparison: Comparison, mark: ListMark) -> None:
        """Close the intervals of missing rows and open those of new rows."""
        for gone in comparison.gone:
            columns = self._opened.get(gone.id) or self._closed.setdefault(gone.id, {})
            columns["valid_until"] = mark.published_at
        for fresh in comparison.fresh:
            interval = {name: getattr(fresh, name) for name in ("id", "valid_from", "first_row")}
            interval |= {"kind": mark.kind, "first_snapshot_id": mark.id, "valid_until": None}
            self._opened[fresh.id] = interval | columns_of(fresh.placement)
        self._in_force[mark.kind] = [each for each, _ in comparison.in_force]

    def flush(self, session: Session) -> None:
        insert_rows(session, ListingRow, self._opened.values())
        update_by_id(session, ListingRow, self._closed)
        self._opened.clear()
        self._closed.clear()


def _interval(row_and_number: tuple[_CurrentRow, int]) -> tuple[datetime, int, str]:
    """By these the rows of `Snapshot.row_numbers` are in order."""
    return row_and_number[0][:3]


# A row and its placement, as far as the table keeps it.
_content = itemgetter(slice(Placement._fields.index("application_id")))


def _id(content: tuple[Any, ...], mark: ListMark) -> str:
    """From the row and the first list that has it."""
    return hashlib.blake2b(f"{mark.id}\n{(*content[0], *content[1:])!r}".encode(), digest_size=12).hexdigest()
