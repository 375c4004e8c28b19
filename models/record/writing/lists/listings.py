"""Printed rows as intervals: an unchanged row costs nothing per list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from models.lists.listings import by_content
from models.lists.resolution import Placement
from models.record.listing_rows import columns_of, listings_in_force
from models.record.tables.lists import ListingRow
from models.record.writing.lists.lists import ListMark
from models.record.writing.lists.writing import clamp_days, insert_rows, update_rows
from models.vocabulary import ListKind


class _CurrentRow(NamedTuple):
    """A row of the last list, whose interval has not ended."""

    id: int
    placement: Placement


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list compared with the one before it."""

    numbers: dict[int, int]  # the row number of each listing on the list, by the listing's id
    stayed: list[_CurrentRow]
    fresh: list[_CurrentRow]  # rows whose intervals begin here
    gone: list[_CurrentRow]  # rows of the list before whose intervals end here

    @property
    def came(self) -> list[Placement]:
        return [each.placement for each in self.fresh]

    @property
    def went(self) -> list[Placement]:
        return [each.placement for each in self.gone]

    @property
    def now(self) -> list[Placement]:
        return [each.placement for each in (*self.stayed, *self.fresh)]

    @property
    def before(self) -> list[Placement]:
        """The rows of the list before."""
        return [each.placement for each in (*self.stayed, *self.gone)]


class ListingIntervals:
    """The current listings of each kind of list, and their table."""

    def __init__(self, session: Session) -> None:
        self._opened: dict[int, dict[str, Any]] = {}  # rows that are not in the table yet, by id
        self._closed: dict[int, dict[str, Any]] = {}  # the altered columns of rows in the table
        self._last_id = session.exec(select(func.max(ListingRow.id))).one() or 0
        self._current: dict[ListKind, list[_CurrentRow]] = {}
        for kind in ListKind:
            self._current[kind] = [_CurrentRow(*each) for each in listings_in_force(session, kind)]

    def current(self, kind: ListKind) -> list[Placement]:
        """The rows of the last list, in the order of their ids."""
        return [each.placement for each in sorted(self._current[kind], key=lambda each: each.id)]

    def compare(self, placements: Mapping[int, Placement], mark: ListMark) -> Comparison:
        """The rows that this list adds to the one before it, and those it no longer has.

        An unchanged row keeps its placement, so most are recognized by that object. The others are compared by their
        content: a state read from a checkpoint has new placements.
        """
        before = {id(each.placement): each for each in self._current[mark.kind]}
        rows = {id(placement): row for row, placement in placements.items()}
        numbers = {each.id: rows[same] for same, each in before.items() if same in rows}
        stayed = [each for same, each in before.items() if same in rows]
        missing = [each for same, each in before.items() if same not in rows]
        came = [row for same, row in rows.items() if same not in before]
        at_content = by_content([_content(each.placement) for each in missing], range(len(missing)))
        fresh = []
        for content, row in by_content([_content(placements[row]) for row in came], came).items():
            at = at_content.pop(content, None)
            if at is None:
                self._last_id += 1
                fresh.append(_CurrentRow(self._last_id, placements[row]))
                numbers[self._last_id] = row
            else:
                stayed.append(missing[at]._replace(placement=placements[row]))
                numbers[missing[at].id] = row
        return Comparison(numbers, stayed, fresh, [missing[at] for at in at_content.values()])

    def take(self, comparison: Comparison, mark: ListMark) -> None:
        """Close the intervals of missing rows and open those of new rows."""
        for gone in comparison.gone:
            columns = self._opened.get(gone.id) or self._closed.setdefault(gone.id, {})
            columns |= {"valid_until": mark.published_at, "until_day": mark.day}
        for fresh in comparison.fresh:
            interval: dict[str, Any] = {"id": fresh.id, "first_row": comparison.numbers[fresh.id]}
            interval |= {"kind": mark.kind, "first_snapshot_id": mark.id}
            interval |= {"valid_from": mark.published_at, "valid_until": None, "from_day": mark.day, "until_day": None}
            self._opened[fresh.id] = interval | columns_of(fresh.placement)
        self._current[mark.kind] = [*comparison.stayed, *comparison.fresh]

    def flush(self, session: Session) -> None:
        insert_rows(session, ListingRow, self._opened.values())
        update_rows(session, ListingRow, ({"id": id_} | columns for id_, columns in self._closed.items()))
        self._opened.clear()
        self._closed.clear()

    def clamp(self, session: Session, kind: ListKind, day: date) -> None:
        clamp_days(session, ListingRow, ("from_day", "until_day"), day, col(ListingRow.kind) == kind)


# A row and its placement, as far as the table keeps it.
_content = itemgetter(slice(Placement._fields.index("signed")))
