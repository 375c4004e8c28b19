"""The row number of each listing on each list, in a few rows of two tables.

A row inserted at the top of a list moves all others down, so storing a number for each listing and list would write
thousands of rows a list. Instead some lists are frames: for them each number is stored. Another list tells its numbers
from its frame: most rows have moved by the same few steps, and the rows that are new since stand by themselves.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

RowsOfListings = Mapping[int, int]  # the id of a listing -> its row number

# A list that differs from its frame in more than a twentieth of its rows becomes a frame itself: the rows told apart
# until then and those of the new frame then take about the same room.
_SHARE_TOLD_APART = 20
_ALWAYS_TOLD_APART = 20


class ToldFrom(NamedTuple):
    """The rows of a list, told from those of its frame."""

    shifts: Sequence[tuple[int, int]]  # from this row of the frame on, rows have moved by so much
    own: RowsOfListings  # of the listings that the frame lacks


def told_from(frame: RowsOfListings, rows: RowsOfListings) -> ToldFrom | None:
    """The rows told from the frame; None where the list had better be a frame itself."""
    own = {listing: row for listing, row in rows.items() if listing not in frame}
    shifts: list[tuple[int, int]] = []
    last = 0
    for at, row in sorted((frame[listing], row) for listing, row in rows.items() if listing in frame):
        if row - at != last:
            last = row - at
            shifts.append((at, last))
    if len(own) + len(shifts) > max(_ALWAYS_TOLD_APART, len(rows) // _SHARE_TOLD_APART):
        return None
    return ToldFrom(shifts, own)


def row_of(listing: int, frame: RowsOfListings, told: ToldFrom) -> int:
    """The row number of a listing. Raises KeyError where neither the list nor its frame has it."""
    if listing in told.own:
        return told.own[listing]
    at = frame[listing]
    before = bisect_right(told.shifts, at, key=lambda shift: shift[0])
    return at + (told.shifts[before - 1][1] if before else 0)
