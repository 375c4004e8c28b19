"""The counts of a list: for each place, support type and type of agency, in every way that people count.

Agreements, agencies, states and territories are four numbers. News and officials mix them up, and count rows, headers
and spellings, so the check of a claim needs all of those figures. Everything here is a pure function of one list's
placements.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from models.lists.folding import tidy
from models.lists.resolution import Placement
from models.vocabulary import STATE_NAMES, TERRITORY_NAMES, SupportType

NATION = "US"
ALL_TYPES = "all"  # of the support types together


def scope_kind(scope: str) -> str:
    """'nation', 'state' or 'county' for 'US', 'TX' and '48277'."""
    return "nation" if scope == NATION else "state" if len(scope) == len(NATION) else "county"


class AgencyType(StrEnum):
    """The TYPE column, in all its spellings (`Municipal`, `Muncipality`, `State Agency`, ...)."""

    COUNTY = "county"
    MUNICIPALITY = "municipality"
    STATE = "state"
    UNSTATED = "unstated"  # empty, `#NA`, or an unknown word


# The first letters that all spellings of a type share, even misspelled ones.
_TYPE_BEGINNINGS = {"county": AgencyType.COUNTY, "mun": AgencyType.MUNICIPALITY, "state": AgencyType.STATE}

_NOT_A_COUNTY = frozenset({"", "na"})  # `#N/A`, `#NA` and `N/A` without signs
_COUNTY_WORDS = re.compile(r"\b(county|parish|borough|census area)\b")
_SIGNS = re.compile(r"[^a-z0-9 ]+")


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of one slice of a list. The first four are for publication; the rest explain what others publish."""

    agreements: int = 0  # rows with an agency, without duplicates; on the pending list: applications
    agencies: int = 0  # whatever their spelling
    states: int = 0
    territories: int = 0
    counties: int = 0  # in the COUNTY column; 0 on lists without that column
    rows: int = 0  # duplicates and rows without an agency included
    agencies_as_spelt: int = 0  # by state and agency, without stray spaces
    agencies_with_county: int = 0  # the same, also by the COUNTY cell
    agencies_as_printed: int = 0  # by the two cells letter for letter
    agencies_printed_with_county: int = 0  # by those two and the COUNTY cell letter for letter
    state_spellings: int = 0  # by STATE cell letter for letter: `TEXAS ` beside `TEXAS`
    rows_of_usual_spelling: int = 0  # what a filter on the usual STATE spelling finds, without `TEXAS `

    @property
    def rows_and_header(self) -> int:
        """A spreadsheet's last row number: ICE's own headline said 958 for 957 rows."""
        return self.rows + 1

    @property
    def states_and_territories(self) -> int:
        return self.states + self.territories


_NOTHING = Count()

Slice = tuple[str, SupportType | None, AgencyType | None]
PublishedSlice = tuple[str, SupportType | None]


@dataclass(frozen=True, slots=True)
class ListCounts:
    """The counts of one list. A slice is a scope ('US', 'TX' or the `county_scope` of a county), a support type or
    None for all, and an agency type or None for all; a slice that does not occur counts zero."""

    slices: Mapping[Slice, Count]

    def of(
        self, scope: str = NATION, support_type: SupportType | None = None, agency_type: AgencyType | None = None
    ) -> Count:
        return self.slices.get((scope, support_type, agency_type), _NOTHING)

    def __iter__(self) -> Iterator[tuple[Slice, Count]]:
        return iter(self.slices.items())


def tally(placements: Iterable[Placement], county_of: Mapping[str, str] | None = None) -> ListCounts:
    """Count one list. A row in an unknown place counts only for the nation. `county_of`: the county of each agency, by
    its id, where more is known than the column names: of towns ICE prints none, or another."""
    smallest: dict[Slice, _Pile] = {}
    counties: dict[str, _Pile] = {}
    for placement in placements:
        kind = agency_type(placement.listing.agency_type)
        cell = (placement.state, placement.support_type, kind)
        pile = smallest.get(cell) or smallest.setdefault(cell, _Pile())
        county = county_key(placement.listing.county)
        pile.put(placement, county)
        if county_of is not None:
            county = county_key(county_of.get(placement.agency_id, ""))
        if county and placement.state:
            scope = f"{placement.state}:{county}"
            counties.setdefault(scope, _Pile()).put(placement, county)
    wider: dict[Slice, _Pile] = {}
    for (state, support_type, printed_type), pile in smallest.items():
        # A set, so that a row of unknown support type counts once in the slice of all.
        for types, kinds in product({support_type, None}, (printed_type, None)):
            for scope in {NATION, state} - {""}:
                wider.setdefault((scope, types, kinds), _Pile()).absorb(pile)
    wider.setdefault((NATION, None, None), _Pile())
    slices = {key: pile.count() for key, pile in wider.items()}
    slices |= {(scope, None, None): pile.count() for scope, pile in counties.items()}
    return ListCounts(MappingProxyType(slices))


class Figures(NamedTuple):
    """The published figures of one slice of a list, as in `Count`."""

    agreements: int
    rows: int
    agencies: int
    states: int
    territories: int


class CountedRow(NamedTuple):
    """What counts of a row: whose it is, and where the agency of its agreement is, however the row prints it."""

    agency_id: str
    support_type: SupportType | None
    duplicate: bool
    state: str  # two letters; '' for an unknown place
    county_fips: str | None

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(filter(None, (NATION, self.state, self.county_fips)))


class RunningCounts:
    """The published figures of one list after the other: the same as `tally`, at the cost of the changed rows only.

    Every row must have an agency. `rows` is counted too, because the publisher's headline counts rows.
    """

    def __init__(self, rows: Iterable[CountedRow] = ()) -> None:
        """`rows` of the list before the first change."""
        self._at_first: dict[str, list[CountedRow]] = defaultdict(list)  # by scope; most of them are never touched
        for row in rows:
            for scope in row.scopes:
                self._at_first[scope].append(row)
        self._piles: dict[PublishedSlice, _RunningPile] = {}

    def change(self, came: Iterable[CountedRow], went: Iterable[CountedRow]) -> dict[PublishedSlice, Figures]:
        """Count the next list, given the rows that it adds and removes; the figures of every slice that they are in."""
        touched: set[PublishedSlice] = set()
        for rows, step in ((came, 1), (went, -1)):
            for row in rows:
                # A row of unknown support type counts once, in the slice of all.
                for slice_ in product(row.scopes, {row.support_type, None}):
                    self._pile(slice_).count(row, step)
                    touched.add(slice_)
        return {slice_: self._piles[slice_].figures() for slice_ in touched}

    def _pile(self, slice_: PublishedSlice) -> "_RunningPile":
        if slice_ not in self._piles:
            scope, support_type = slice_
            rows = self._at_first.get(scope, ())
            self._piles[slice_] = _RunningPile.of([row for row in rows if support_type in (None, row.support_type)])
        return self._piles[slice_]


@dataclass(slots=True)
class _RunningPile:
    """The rows of a published slice, and the number of rows of each agency and place."""

    agreements: int = 0
    rows: int = 0
    agencies: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: list[CountedRow]) -> "_RunningPile":
        return cls(
            agreements=sum(not row.duplicate for row in rows),
            rows=len(rows),
            agencies=dict(Counter(row.agency_id for row in rows)),
            places=dict(Counter(row.state for row in rows)),
        )

    def count(self, row: CountedRow, step: int) -> None:
        self.agreements += 0 if row.duplicate else step
        self.rows += step
        for pile, key in ((self.agencies, row.agency_id), (self.places, row.state)):
            number = pile.get(key, 0) + step
            if number:
                pile[key] = number
            else:
                del pile[key]

    def figures(self) -> Figures:
        return Figures(
            agreements=self.agreements,
            rows=self.rows,
            agencies=len(self.agencies),
            states=len(self.places.keys() & STATE_NAMES.keys()),
            territories=len(self.places.keys() & TERRITORY_NAMES.keys()),
        )


@lru_cache(maxsize=1_000)  # a list prints a dozen spellings
def agency_type(printed: str) -> AgencyType:
    """The TYPE cell, whatever its spelling."""
    folded = printed.strip().casefold()
    return next((kind for start, kind in _TYPE_BEGINNINGS.items() if folded.startswith(start)), AgencyType.UNSTATED)


@lru_cache(maxsize=10_000)  # there are 3,144 counties, a few under two spellings
def county_key(printed: str) -> str:
    """A county's name without 'County' and signs, so that the COUNTY cell matches a sentence; '' for none."""
    folded = _COUNTY_WORDS.sub(" ", _SIGNS.sub("", printed.casefold().replace("-", " ").replace("\n", " ")))
    key = re.sub(r"^saint\b", "st", " ".join(folded.split()))
    return "" if key in _NOT_A_COUNTY else key


def county_scope(state: str, county: str) -> str:
    """The scope of a county in `ListCounts`: ('TX', 'Lamar County') -> 'TX:lamar'."""
    return f"{state}:{county_key(county)}"


def growth_percent(before: float, now: float) -> float:
    """By how many percent `now` exceeds `before`: 135 to 958 is 609.6. `before` must not be zero."""
    return (now - before) / before * 100


@dataclass(slots=True)
class _Pile:
    """The rows of a slice while counting."""

    rows: int = 0
    agreements: int = 0
    places: set[str] = field(default_factory=set)
    sets: dict[str, set[object]] = field(default_factory=lambda: defaultdict(set))  # by the field of `Count`
    spellings: Counter[tuple[str, str]] = field(default_factory=Counter)

    def put(self, placement: Placement, county: str) -> None:
        row = placement.listing
        self.rows += 1
        self.spellings[placement.state, row.state] += 1
        if placement.state:
            self.places.add(placement.state)
            if county:
                self.sets["counties"].add((placement.state, county))
        agency = tidy(row.agency)
        if not agency:
            return
        self.agreements += not placement.duplicate
        state = placement.state or row.state.strip()
        self.sets["agencies"].add(placement.agency_id)
        self.sets["agencies_as_spelt"].add((state, agency))
        self.sets["agencies_with_county"].add((state, agency, row.county.strip()))
        self.sets["agencies_as_printed"].add((row.state, row.agency))
        self.sets["agencies_printed_with_county"].add((row.state, row.agency, row.county))

    def absorb(self, other: "_Pile") -> None:
        self.rows += other.rows
        self.agreements += other.agreements
        self.places |= other.places
        for name, members in other.sets.items():
            self.sets[name] |= members
        self.spellings.update(other.spellings)

    def count(self) -> Count:
        usual: dict[str, int] = {}
        for (state, _), rows in self.spellings.items():
            usual[state] = max(rows, usual.get(state, 0))
        return Count(
            agreements=self.agreements,
            states=len(self.places & STATE_NAMES.keys()),
            territories=len(self.places & TERRITORY_NAMES.keys()),
            rows=self.rows,
            state_spellings=len(self.spellings),
            rows_of_usual_spelling=sum(usual.values()),
            **{name: len(members) for name, members in self.sets.items()},
        )
