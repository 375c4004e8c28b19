"""Rows of a derived table in memory, as far as the lists at hand touch them, and written where they changed."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from models.record.batches import batches
from models.record.writing.lists.writing import insert_rows, is_empty, update_rows

_Columns = TypeVar("_Columns", bound=tuple[Any, ...])


class Mirror(Generic[_Columns]):
    """The rows of one table by their id. A record of many years has tens of thousands that no list touches any more: a
    row is read when a list first needs it, and none if the table was empty at the start."""

    def __init__(self, session: Session, table: type[SQLModel], columns: type[_Columns]) -> None:
        self._table = table
        self._columns = columns
        self._names: tuple[str, ...] = columns._fields  # type: ignore[attr-defined]
        self._rows: dict[str, _Columns] = {}
        self._in_table: dict[str, _Columns] = {}
        self._whole = is_empty(session, table)

    def load(self, session: Session, ids: Iterable[str]) -> None:
        """Read the rows of these ids, if they are in the table and were not read before."""
        if self._whole:
            return
        query = sa.select(*(getattr(self._table, name) for name in self._names))
        of_id = col(self._table.id)  # type: ignore[attr-defined]
        for portion in batches(sorted(set(ids) - self._rows.keys())):
            for row in session.connection().execute(query.where(of_id.in_(portion))):
                self._in_table[row.id] = self._rows[row.id] = self._columns(*row)

    def get(self, id_: str) -> _Columns | None:
        return self._rows.get(id_)

    def put(self, id_: str, row: _Columns) -> None:
        self._rows[id_] = row

    def clamp(self, change: Callable[[_Columns], _Columns]) -> None:
        """Change the rows in memory as a statement has changed those in the table; all must have been written."""
        self._rows = {id_: change(row) for id_, row in self._rows.items()}
        self._in_table = dict(self._rows)

    def flush(self, session: Session) -> None:
        changed = {id_: row for id_, row in self._rows.items() if self._in_table.get(id_) != row}
        as_columns = {id_: dict(zip(self._names, row, strict=True)) for id_, row in changed.items()}
        insert_rows(session, self._table, (row for id_, row in as_columns.items() if id_ not in self._in_table))
        update_rows(session, self._table, (row for id_, row in as_columns.items() if id_ in self._in_table))
        self._in_table |= changed
