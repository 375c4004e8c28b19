"""The counties, their neighbors and their towns, from `data/reference`; its README.md has the sources."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import TextIO

from data import DATA
from models.lists.folding import fold_agency
from models.places.spelling import letters

# Two digits by two letters, as the first two of a county's five.
STATE_FIPS = {
    "AL": "01", "AK": "02", "AZ": "04", "AR": "05", "CA": "06", "CO": "08", "CT": "09", "DE": "10", "DC": "11",
    "FL": "12", "GA": "13", "HI": "15", "ID": "16", "IL": "17", "IN": "18", "IA": "19", "KS": "20", "KY": "21",
    "LA": "22", "ME": "23", "MD": "24", "MA": "25", "MI": "26", "MN": "27", "MS": "28", "MO": "29", "MT": "30",
    "NE": "31", "NV": "32", "NH": "33", "NJ": "34", "NM": "35", "NY": "36", "NC": "37", "ND": "38", "OH": "39",
    "OK": "40", "OR": "41", "PA": "42", "RI": "44", "SC": "45", "SD": "46", "TN": "47", "TX": "48", "UT": "49",
    "VT": "50", "VA": "51", "WA": "53", "WV": "54", "WI": "55", "WY": "56", "AS": "60", "GU": "66", "MP": "69",
    "PR": "72", "VI": "78",
}  # fmt: skip

_STATES = {fips: state for state, fips in STATE_FIPS.items()}

# 'city' in small letters is an independent city ('Hampton city'); 'James City County' keeps its City.
_WHAT_IT_IS = re.compile(
    r" (?:County|Parish|City and Borough|Borough|Census Area|Municipality|Municipio|Planning Region|Island|District"
    r"|city)$"
)


@dataclass(frozen=True, slots=True)
class County:
    """A county or what a state has in its place: a parish, a borough, an independent city, a territory's island."""

    fips: str  # five digits
    state: str  # two letters
    name: str  # 'Lamar County', 'Acadia Parish', 'Hampton city'
    population: int | None  # on July 1, 2023, by the Census Bureau; None in a territory

    @property
    def full_name(self) -> str:
        """'Lamar County, TX'."""
        return f"{self.name}, {self.state}"

    @property
    def bare_name(self) -> str:
        """'Lamar', 'Acadia', 'Hampton', 'James City'."""
        return _WHAT_IT_IS.sub("", self.name)

    @property
    def is_city(self) -> bool:
        """An independent city; Virginia has a Roanoke County and a Roanoke city."""
        return self.name.endswith(" city")


@cache
def counties() -> Mapping[str, County]:
    """All 3,233 counties by FIPS code."""
    return MappingProxyType(
        {
            row["county_fips"]: County(
                row["county_fips"],
                row["state"],
                row["county"],
                int(row["population_2023"]) if row["population_2023"] else None,
            )
            for row in _rows("counties.csv")
        }
    )


def state_of(county_fips: str) -> str:
    """'TX' for '48277', from its first two digits; '' where no state has them."""
    return _STATES.get(county_fips[:2], "")


@cache
def neighbors() -> Mapping[str, frozenset[str]]:
    """The counties that share a border with a county, by FIPS code, across state lines too."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("neighbors.csv"):
        found[row["county_fips"]].add(row["neighbor_fips"])
        found[row["neighbor_fips"]].add(row["county_fips"])
    return MappingProxyType({fips: frozenset(others) for fips, others in found.items()})


@cache
def counties_by_name() -> Mapping[str, Mapping[str, tuple[County, ...]]]:
    """By state, then by the letters of the bare name; two where a county and a city share it."""
    found: dict[str, dict[str, tuple[County, ...]]] = {state: {} for state in STATE_FIPS}
    for county in counties().values():
        key = letters(county.bare_name)
        found[county.state][key] = (*found[county.state].get(key, ()), county)
    return MappingProxyType(found)


@cache
def towns(state: str) -> Mapping[str, Mapping[str, int]]:
    """By the letters of the town's name: its counties with their number of ZIP codes.

    The number is 0 where the mail only accepts the name, as for a suburb or a village without a post office.
    """
    found: dict[str, dict[str, int]] = {}
    for fips, town, codes in _towns_by_state().get(STATE_FIPS.get(state, ""), ()):
        shares = found.setdefault(letters(town), {})
        shares[fips] = shares.get(fips, 0) + int(codes)
    return MappingProxyType(found)


@cache
def states_with_town() -> Mapping[str, frozenset[str]]:
    """The states that have a town of a name, by the letters of the name."""
    found: dict[str, set[str]] = defaultdict(set)
    for state, fips in STATE_FIPS.items():
        for _, town, _ in _towns_by_state().get(fips, ()):
            found[letters(town)].add(state)
    return MappingProxyType({name: frozenset(states) for name, states in found.items()})


@cache
def _towns_by_state() -> Mapping[str, list[tuple[str, str, str]]]:
    """The rows of the table by the two digits of their state; a state's are folded when it is asked for."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with _table("towns.csv") as table:
        for fips, town, codes in islice(csv.reader(table), 1, None):
            found[fips[:2]].append((fips, town, codes))
    return found


ByHand = Mapping[tuple[str, str], str]  # by state and folded name of the agency


@cache
def places_by_hand() -> ByHand:
    """FIPS codes."""
    return _by_hand("places_by_hand.csv", "county_fips")


@cache
def bodies_by_hand() -> ByHand:
    """Sorts of agencies."""
    return _by_hand("bodies_by_hand.csv", "body")


def by_hand_of(table: ByHand, state: str, key: str) -> str:
    """What the table says of an agency by its folded name or the beginning of it: the row of a university holds for
    its police department and its board of trustees. '' if it says nothing."""
    words = key.split()
    beginnings = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((table[state, each] for each in beginnings if (state, each) in table), "")


def _by_hand(name: str, column: str) -> ByHand:
    return MappingProxyType(
        {(row["state"], fold_agency(row["state"], row["agency"]).key): row[column] for row in _rows(name)}
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with _table(name) as table:
        yield from csv.DictReader(table)


def _table(name: str) -> TextIO:
    return (DATA / "reference" / name).open(encoding="utf-8", newline="")
