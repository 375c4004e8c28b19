"""What every format of an export does, and the two plain ones: CSV and JSON, a file for each view."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from flows.terminal import spreadsheet_text
from models.record.asking.views.exports import ViewRow
from models.record.views.dictionary import View, ViewColumn

# Takes some rows of a view, in their order.
Take = Callable[[Sequence[ViewRow]], None]


class ExportFormat(Protocol):
    """One format, writing into the folder that it was made with."""

    name: str

    def writing(self, view: View) -> AbstractContextManager[Take]:
        """The place for the rows of one view; whole when it is left."""

    def finish(self) -> None:
        """Make it whole, after the last view."""

    def close(self) -> None:
        """Let go of what it holds open, whole or not."""


class CsvFiles:
    """UTF-8 with a header; NULL is an empty cell, and no cell is a formula."""

    name = "csv"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def writing(self, view: View) -> Iterator[Take]:
        as_cells = [cell_of(column) for column in view.columns]
        with (self._folder / f"{view.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.name for column in view.columns)

            def take(rows: Sequence[ViewRow]) -> None:
                writer.writerows([as_cell(value) for as_cell, value in zip(as_cells, row, strict=True)] for row in rows)

            yield take

    def finish(self) -> None:
        pass

    def close(self) -> None:
        pass


class JsonFiles:
    """A list of objects, one on a line, with every text letter for letter."""

    name = "json"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def writing(self, view: View) -> Iterator[Take]:
        names = [column.name for column in view.columns]
        with (self._folder / f"{view.name}.json").open("w", encoding="utf-8", newline="") as file:
            separator = "[\n"

            def take(rows: Sequence[ViewRow]) -> None:
                nonlocal separator
                for row in rows:
                    file.write(separator + _ENCODER.encode(dict(zip(names, row, strict=True))))
                    separator = ",\n"

            yield take
            file.write("[]\n" if separator == "[\n" else "\n]\n")

    def finish(self) -> None:
        pass

    def close(self) -> None:
        pass


# A view repeats most of its texts and days on many rows.
_REPEATED = 100_000


def cell_of(column: ViewColumn) -> Callable[[Any], Any]:
    """What makes a cell of a value of that column; NULL stays None."""
    written: dict[str, Callable[[Any], Any]] = {"text": _text, "JSON": _list, "day": _day, "moment": as_moment}
    return written.get(column.type, _number)


def _number(value: int | float | None) -> int | float | None:
    return value


@lru_cache(_REPEATED)
def _text(value: str | None) -> str | None:
    return None if value is None else spreadsheet_text(value)


def _list(value: Any) -> str | None:
    return None if value is None else spreadsheet_text(as_json_text(value))


@lru_cache(_REPEATED)
def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def as_json_text(value: Any) -> str:
    """A list of the record as the text of a cell."""
    return json.dumps(value, ensure_ascii=False)


def as_moment(value: datetime | None) -> str | None:
    """UTC in ISO 8601, '2026-02-03T15:00:00Z', with microseconds where it has any."""
    return None if value is None else f"{value.replace(tzinfo=None).isoformat()}Z"


def in_json(value: date | datetime) -> str:
    """What JSON itself has no word for."""
    return as_moment(value) or "" if isinstance(value, datetime) else value.isoformat()


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=in_json)
