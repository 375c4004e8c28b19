"""Places as mails name them: the country, a state, a county with its state."""

import csv
import re
from functools import cache

from models.vocabulary import PLACE_NAMES
from tests.support.paths import ROOT

NATION = "US"
CODES = {name: code for code, name in PLACE_NAMES.items()}
NAMES = {code: name for name, code in CODES.items()}

_LONGEST_FIRST = sorted(CODES, key=len, reverse=True)
STATE = r"(?<![A-Za-z])(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + r")(?![A-Za-z])"

# 'Lamar County, Texas', "St. John the Baptist Parish, Louisiana", 'Lamar County, TX'.
_KINDS = r"(?:County|Parish|Borough|Census Area|Municipality|Planning Region|city)"
_WORD = r"(?:[A-Z][\w.'’-]*|of|the|and|du|de|la)"
COUNTY = rf"(?<![\w.'’-])[A-Z][\w.'’-]*(?: {_WORD})*? {_KINDS}, (?:{STATE}|[A-Z]{{2}}\b)"
PLACE = rf"(?:{COUNTY}|{STATE})"

_COUNTY = re.compile(COUNTY)
_PLACE = re.compile(PLACE)


@cache
def counties() -> dict[tuple[str, str], str]:
    """(state, name) -> FIPS code."""
    with (ROOT / "data" / "reference" / "counties.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {(each["state"], each["county"].casefold()): each["county_fips"] for each in rows}


@cache
def county_names() -> dict[str, str]:
    """FIPS code -> 'Lamar County, TX'."""
    return {fips: f"{name.title()}, {state}" for (state, name), fips in counties().items()}


def code_of(place: str) -> str:
    """'TX', '48277'. Raises KeyError for a place that there is not."""
    if place in CODES:
        return CODES[place]
    name, _, state = place.rpartition(", ")
    return counties()[CODES.get(state, state), name.casefold()]


def places_in(text: str) -> list[str]:
    """The codes of the places that a text names, in its order; a county that there is not is left out."""
    found = []
    for match in _PLACE.finditer(text):
        try:
            found.append(code_of(match[0]))
        except KeyError:
            found += [CODES[each] for each in re.findall(STATE, match[0])]
    return found


def state_of(code: str) -> str | None:
    """The state that a place is in or is."""
    if len(code) == 5 and code.isdecimal():
        return county_names()[code].rpartition(", ")[2]
    return code if code in NAMES else None
