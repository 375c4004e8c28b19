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
# Not the first word of an agency's name: 'Washington County Sheriff's Office', 'Texas Department of Public Safety'.
_NAMES_ON = (
    r"(?! (?:County|Parish|City|Police|Sheriff|Township|Borough|State|Department|Highway|Office|National|Attorney))"
)
STATE = r"(?<![A-Za-z])(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + rf")(?![A-Za-z]){_NAMES_ON}"
COUNTRY = r"\b[Tt]he United States\b"

# 'Lamar County, Texas', "St. John the Baptist Parish, Louisiana", 'Lamar County, TX'.
_KINDS = r"(?:County|Parish|Borough|Census Area|Municipality|Planning Region|city)"
_WORD = r"(?:[A-Z][\w.'’-]*|of|the|and|du|de|la)"
COUNTY = rf"(?<![\w.'’-])[A-Z][\w.'’-]*(?: {_WORD})*? {_KINDS}, (?:{STATE}|[A-Z]{{2}}\b)"

# An agency that was asked for by name stands in a statement as '@' and its id: see `Eye.marked`.
OWN_AGENCY = r"@[\w-]+"
PLACE = rf"(?:{OWN_AGENCY}|{COUNTRY}|{COUNTY}|{STATE})"

_PLACE = re.compile(PLACE)
_HEADING = re.compile(PLACE, re.IGNORECASE)
_FOLDED = {name.casefold(): code for name, code in CODES.items()}


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
    """'US', 'TX', '48277', or the id of an agency. Raises KeyError for a place that there is not."""
    if place.startswith("@"):
        return place[1:]
    folded = place.casefold()
    if folded == "the united states":
        return NATION
    if folded in _FOLDED:
        return _FOLDED[folded]
    name, _, state = place.rpartition(", ")
    return counties()[_FOLDED.get(state.casefold(), state.upper()), name.casefold()]


def places_in(text: str) -> list[str]:
    """The codes of the places that a text names, in its order; of a county that there is not, its state."""
    found = []
    for match in _PLACE.finditer(text):
        try:
            found.append(code_of(match[0]))
        except KeyError:
            found += [CODES[each] for each in re.findall(STATE, match[0])]
    return found


def place_in_section(heading: str) -> str | None:
    """The place in the heading of a section, wherever it stands: 'WHERE IN TEXAS'. The title of a mail has none."""
    match = None if heading.startswith("MOAWATCH") else _HEADING.search(heading)
    return place_of(heading[match.start() :]) if match else None


def place_of(heading: str) -> str | None:
    """The place that a line begins with, in whatever case it is printed."""
    match = _HEADING.match(heading)
    if match is None:
        return None
    try:
        return code_of(match[0])
    except KeyError:
        return None


def state_of(code: str) -> str | None:
    """The state that a place is in or is."""
    if len(code) == 5 and code.isdecimal():
        return county_names()[code].rpartition(", ")[2]
    return code if code in NAMES else None


def name_of(code: str) -> str:
    return "the United States" if code == NATION else NAMES.get(code) or county_names().get(code, code)
