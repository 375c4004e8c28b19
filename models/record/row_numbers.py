"""Where each listing stands on one list, in a few hundred bytes.

A row inserted at the top of a list moves all others down, so a row number per listing would cost a row of the
database each. Instead a snapshot keeps one array: the row numbers of the listings in force, in the order of
their `valid_from`, `first_row` and `id`. Neighbours mostly stay neighbours, so the differences compress well.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any


def pack(rows: Sequence[int]) -> bytes:
    """The differences of the row numbers, compressed."""
    differences = [row - before for before, row in zip([0, *rows], rows, strict=False)]
    return zlib.compress(json.dumps(differences, separators=(",", ":")).encode())


def unpack(packed: bytes) -> list[int]:
    rows: list[int] = []
    row = 0
    for difference in json.loads(zlib.decompress(packed)):
        row += difference
        rows.append(row)
    return rows


def by_content(contents: Sequence[tuple[Any, ...]], rows: Iterable[int]) -> dict[tuple[Any, ...], int]:
    """The number of each row by what it says; of rows that say the same, the second bears a 2 as well, and so on."""
    found = dict(zip(contents, rows, strict=True))
    if len(found) == len(contents):
        return found
    repeats: dict[tuple[Any, ...], int] = {}
    return {_numbered(content, repeats): row for content, row in zip(contents, rows, strict=True)}


def _numbered(content: tuple[Any, ...], repeats: dict[tuple[Any, ...], int]) -> tuple[Any, ...]:
    """The content with its number where it was seen before; `repeats` counts."""
    number = repeats[content] = repeats.get(content, 0) + 1
    return content if number == 1 else (*content, number)
