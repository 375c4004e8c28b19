"""A table for people, fitted to a width: what does not fit is cut, wrapped or left out, as its columns allow.

Drawn by hand: rich takes two seconds for the 6,000 changes of a year, which this draws in a tenth of one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from rich.cells import cell_len, set_cell_size

from flows.terminal.columns import Column, Shape, column_of
from flows.terminal.signs import one_line, printable
from models.record.asking import Row

_GAP = "  "

# A path or an address in a text stays in one piece up to here; a longer one is broken.
_LONGEST_WORD = 40


class Drawn(NamedTuple):
    """A table as text, and the names of the columns that had no room in it, but for those without any value."""

    text: str
    left_out: tuple[str, ...]


class _Laid(NamedTuple):
    """One column of one table."""

    column: Column
    rank: int
    heading: str
    cells: Sequence[str]
    number: bool
    least: int  # signs that it cannot do without
    widest: int  # signs of its widest cell
    natural: int  # signs of its widest cell, or of its heading on one line


# The last word or two of a name that ends with a number.
_NUMBERED = re.compile(r"\S+[ .]*#?\d+\w*$")


def draw(rows: Sequence[Row], names: Sequence[str], width: int | None, *, ascii_only: bool = False) -> Drawn:
    """`rows` under the columns `names`, in lines of at most `width` signs; None: as wide as it comes.

    Where not even one column fits, the most important one stands alone and is wider.
    """
    all_of = {name: _laid(name, rows) for name in names}
    widths = {name: laid.natural for name, laid in all_of.items()} if width is None else _fit(all_of, width)
    shown = {name: laid for name, laid in all_of.items() if name in widths}
    lines = [
        *_lines({name: laid.heading for name, laid in shown.items()}, shown, widths, wrapped=True),
        ("-" if ascii_only else "─") * (sum(widths.values()) + len(_GAP) * (len(widths) - 1)),
    ]
    ellipsis = "..." if ascii_only else "…"
    for number in range(len(rows)):
        lines += _lines({name: laid.cells[number] for name, laid in shown.items()}, shown, widths, ellipsis=ellipsis)
    return Drawn(
        "\n".join(lines) + "\n", tuple(name for name in names if name not in widths and any(all_of[name].cells))
    )


def _signs(text: str) -> int:
    """The width on a terminal: two for a Chinese sign, none for an accent that stands on the letter before."""
    return len(text) if text.isascii() else cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text, broken at words; only a word that is wider than a line is broken itself."""
    if _signs(text) <= width:
        return [text]
    from rich.console import Console
    from rich.text import Text

    return [line.plain.rstrip() for line in Text(text).wrap(Console(width=width), width)]


def shown_value(value: Any) -> str:
    """A value as people read it: numbers with commas, times to the minute in UTC, lists with semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(shown_value, value)))
    if not isinstance(value, (int, float)):
        return one_line(printable(str(value)))
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _laid(name: str, rows: Sequence[Row]) -> _Laid:
    values = [row.get(name) for row in rows]
    cells = [shown_value(value) for value in values]
    heading = name.replace("_", " ")
    rank, column = column_of(name, rows)
    widest = max(map(_signs, cells), default=0)
    of_heading = max(map(_signs, heading.split()), default=0)
    least = widest
    if column.shape is not Shape.WHOLE:
        least = min(widest, column.least)
    if column.shape is Shape.TEXT and widest > least:
        longest_word = max((_signs(word) for cell in cells for word in cell.split()), default=0)
        least = min(widest, max(least, min(longest_word, _LONGEST_WORD)))
    number = all(value is None or type(value) in (int, float) for value in values)
    return _Laid(column, rank, heading, cells, number, max(least, of_heading), widest, max(widest, _signs(heading)))


def _fit(columns: Mapping[str, _Laid], width: int) -> dict[str, int]:
    """The width of each column that has room, in the order of the table.

    The first column names the row and stays longest; one without any value goes first.
    """
    first, *others = columns
    in_order = [first, *sorted(others, key=lambda name: (not any(columns[name].cells), columns[name].rank))]
    room = width + len(_GAP)
    widths: dict[str, int] = {}
    for name in in_order:
        laid = columns[name]
        if laid.least + len(_GAP) <= room:
            widths[name] = max(laid.least, min(laid.widest, laid.column.wish, room - len(_GAP)))
            room -= widths[name] + len(_GAP)
    if not widths:  # then a text breaks its longest word, and a date or an id is wider than the line
        only = columns[in_order[0]]
        breaks = only.column.shape is Shape.TEXT
        widths = {in_order[0]: max(only.column.least, min(only.least, width)) if breaks else only.least}
        room = 0
    # The narrowest first, so that a long text leaves room to names; headings on one line are the last to get some.
    for wish in ("widest", "natural"):
        while room > 0 and (wanting := [name for name in widths if widths[name] < getattr(columns[name], wish)]):
            widths[min(wanting, key=widths.__getitem__)] += 1
            room -= 1
    return {name: widths[name] for name in columns if name in widths}


def _cut(cell: str, width: int, ellipsis: str) -> str:
    """A name that is too wide; its last number stays: 'Galveston County Con…Precinct 2' is not Precinct 4."""
    numbered = _NUMBERED.search(cell)
    end = numbered[0] if numbered and _signs(numbered[0]) * 2 < width else ""
    return set_cell_size(cell, width - len(ellipsis) - _signs(end)).rstrip() + ellipsis + end


def _lines(
    cells: Mapping[str, str],
    columns: Mapping[str, _Laid],
    widths: Mapping[str, int],
    *,
    wrapped: bool = False,
    ellipsis: str = "",
) -> Iterator[str]:
    """One row of the table, on as many lines as its longest text has."""
    pieces: list[list[str]] = []
    for name, cell in cells.items():
        if wrapped or columns[name].column.shape is Shape.TEXT:
            pieces.append(wrap(cell, widths[name]))
        elif columns[name].column.shape is Shape.NAME and _signs(cell) > widths[name]:
            pieces.append([_cut(cell, widths[name], ellipsis)])
        else:
            pieces.append([cell])
    for line in zip_longest(*pieces, fillvalue=""):
        padded = []
        for name, piece in zip(cells, line, strict=True):
            padding = " " * (widths[name] - _signs(piece))
            padded.append(padding + piece if columns[name].number else piece + padding)
        yield _GAP.join(padded).rstrip()
