"""Rows that an archive notes beside its documents, one line of JSON each, for a record that is made again from it."""

import json
from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel

from flows.fetching.archive import Archive

Row = TypeVar("Row", bound=BaseModel)


def note_rows(archive: Archive, name: str, rows: Iterable[BaseModel]) -> None:
    """Add the rows that the file does not have yet, and put them on the disk."""
    if new := [_line(row) for row in unnoted(archive, name, rows)]:
        archive.append(name, "\n".join(new))


def unnoted(archive: Archive, name: str, rows: Iterable[Row]) -> list[Row]:
    """The rows that the file does not have."""
    known = set(archive.text(name).splitlines())
    return [row for row in rows if _line(row) not in known]


def noted_rows(archive: Archive, name: str, table: type[Row]) -> list[Row | None]:
    """The rows of the file, in order; None for a line that is torn or damaged."""
    return [_row(line, table) for line in filter(str.strip, archive.text(name).splitlines())]


def _line(row: BaseModel) -> str:
    return json.dumps(row.model_dump(mode="json", exclude={"id"}), sort_keys=True)


def _row(line: str, table: type[Row]) -> Row | None:
    if not line.isascii():  # as every line is written
        return None
    try:
        return table.model_validate(json.loads(line))
    except (ValueError, RecursionError):
        return None
