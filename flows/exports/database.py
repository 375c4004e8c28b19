"""An export as one SQLite database: a table for each view, and the tables `views` and `columns` that explain them."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.exports.formats import Take, as_json_text, as_moment
from models.record.asking.views.exports import ViewRow
from models.record.views.dictionary import View, ViewColumn

FILE = "moawatch.sqlite"

_TYPES = {"integer": "INTEGER", "0 or 1": "INTEGER", "number": "REAL"}


class DatabaseFile:
    """Every text letter for letter; days and moments as texts in ISO 8601, lists as JSON."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / FILE, isolation_level=None)
        # A file that takes its name when it is whole needs no journal.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")
        self._connection.execute("CREATE TABLE views (view TEXT PRIMARY KEY, row_is TEXT NOT NULL) WITHOUT ROWID")
        self._connection.execute(
            "CREATE TABLE columns (view TEXT NOT NULL REFERENCES views, number INTEGER NOT NULL, name TEXT NOT NULL,"
            " type TEXT NOT NULL, unit TEXT NOT NULL, meaning TEXT NOT NULL, PRIMARY KEY (view, number)) WITHOUT ROWID"
        )

    @contextmanager
    def writing(self, view: View) -> Iterator[Take]:
        self._connection.execute("INSERT INTO views VALUES (?, ?)", (view.name, view.row_is))
        described = (
            (view.name, number, each.name, each.type, each.unit, each.meaning)
            for number, each in enumerate(view.columns, start=1)
        )
        self._connection.executemany("INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?)", described)
        columns = ", ".join(f'"{each.name}" {_TYPES.get(each.type, "TEXT")}' for each in view.columns)
        # Rows come by their key, so that a table that is its own index is filled from left to right.
        self._connection.execute(
            f'CREATE TABLE "{view.name}" ({columns}, PRIMARY KEY ({", ".join(view.key)})) WITHOUT ROWID'
        )
        insert = f'INSERT INTO "{view.name}" VALUES ({", ".join("?" * len(view.columns))})'  # noqa: S608 - our own names
        as_values = [_value_of(column) for column in view.columns]

        def take(rows: Sequence[ViewRow]) -> None:
            self._connection.executemany(
                insert,
                (
                    [None if value is None else as_value(value) for as_value, value in zip(as_values, row, strict=True)]
                    for row in rows
                ),
            )

        yield take

    def finish(self) -> None:
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


def _value_of(column: ViewColumn) -> Callable[[Any], Any]:
    written: dict[str, Callable[[Any], Any]] = {"day": str, "moment": as_moment, "JSON": as_json_text}
    return written.get(column.type, lambda value: value)
