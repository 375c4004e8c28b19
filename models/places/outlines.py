"""The counties' outlines on the map of their state, from `data/reference`; its README.md has the source."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from data import DATA
from models.places.tables import STATE_FIPS

Point = tuple[int, int]  # pixels from the left, and from the top


@dataclass(frozen=True, slots=True)
class Outline:
    """A county's place on the map of its state. A city inside the county covers it."""

    fips: str  # of a county, or of land whose counties of today are not on the map
    dot: Point  # inside the county, away from its borders
    rings: tuple[tuple[Point, ...], ...]  # the mainland and islands, each from its first point round to its last


@cache
def outlines(state: str) -> tuple[Outline, ...]:
    """The map of one state (two letters), in the order of FIPS codes."""
    rows = _rows_by_state().get(STATE_FIPS.get(state, ""), [])
    return tuple(Outline(fips, _points(dot)[0], tuple(map(_points, outline.split(";")))) for fips, dot, outline in rows)


@cache
def _rows_by_state() -> Mapping[str, list[tuple[str, str, str]]]:
    """The rows of the table by the two digits of their state; a state's are read when it is drawn."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with (DATA / "reference" / "outlines.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            found[row["county_fips"][:2]].append((row["county_fips"], row["dot"], row["outline"]))
    return found


def _points(written: str) -> tuple[Point, ...]:
    """'3 4 10 0' is the point (3, 4) and the one ten pixels to its right."""
    numbers = [int(number) for number in written.split()]
    return tuple(zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True))
