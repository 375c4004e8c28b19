"""Which of a state's counties a text names: the COUNTY cell, or an agency's name."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from models.places.spelling import letters, words
from models.places.tables import County, counties_by_name

# One wrong letter for every four: 'Flager' is Flagler, 'Frankin' is Franklin. The runner-up must be two letters
# further away: Walker and Waller, both in Texas, are one letter apart, so 'Waler' is neither.
_LETTERS_PER_SLIP = 4
_MARGIN = 2
_MOST_SLIPS = 2

FORMS = frozenset({"county", "parish", "borough", "counties", "parishes"})
_MOST_WORDS = 4  # 'Prince of Wales Hyder', 'Lake of the Woods' has four

_BLANK = frozenset({"", "na", "none", "unknown", "statewide", "tbd", "various", "multiple"})


class CountyNamed(NamedTuple):
    """The counties that a text names: none, one, or several."""

    counties: tuple[County, ...]
    printed: str  # the words that name them: 'Frankin County'
    slips: int = 0  # wrong letters
    rest: bool = False  # whether the name has more words than the county's: 'Sparta-White County'

    @property
    def one(self) -> County | None:
        return self.counties[0] if len(self.counties) == 1 else None


def is_blank(cell: str) -> bool:
    """Whether a COUNTY cell says nothing: empty, '#NA', 'N/A'."""
    return "".join(words(cell)) in _BLANK


@lru_cache(maxsize=20_000)
def county_of_cell(state: str, cell: str) -> CountyNamed:
    """What the COUNTY cell says: 'Lamar', 'Lake Conty', 'Sparta-White County', 'Pasco and Pinellas'."""
    said = words(cell)
    if is_blank(cell):
        return CountyNamed((), "")
    bare = tuple(word for word in said if not _is_form(word)) if len(said) > 1 else said
    form = _form(said)
    if bare[:2] == ("city", "of"):
        bare = bare[2:]
    if exact := _exactly(state, bare, form):
        return CountyNamed(exact, cell, slips=any(map(_is_misspelled_form, said)))
    if bare[-1:] == ("city",) and (exact := _exactly(state, bare[:-1], "city")):
        return CountyNamed(exact, cell)
    if mended := _nearly(state, "".join(bare), form):
        return mended._replace(printed=cell)
    within = _within(state, bare)
    return CountyNamed(within, cell, rest=True)


@lru_cache(maxsize=20_000)
def county_of_name(state: str, name: tuple[str, ...]) -> CountyNamed:
    """The county that an agency's name says with the word: 'Lamar County Sheriff', 'County of Franklin'."""
    found: dict[str, County] = {}
    named = CountyNamed((), "")
    for at, word in enumerate(name):
        if word not in FORMS or (word == "borough" and state != "AK"):  # elsewhere a borough is a town
            continue
        one = _before(state, name[:at])
        if not one.counties and name[at + 1 : at + 2] == ("of",):
            one = _after(state, name[at + 2 :])
        found |= {county.fips: county for county in one.counties}
        named = one if one.counties or not named.printed else named
    return named._replace(counties=tuple(found.values()))


def is_misspelling(cell: str, county: County) -> bool:
    """Whether a cell that means no county by itself can be a typo of this one, which something else proves: 'Talor
    County', as near to Baylor as a typo may be, of Taylor County's sheriff."""
    said = "".join(word for word in words(cell) if not _is_form(word))
    return OSA.distance(said, letters(county.bare_name)) <= _MOST_SLIPS < len(said)


def _before(state: str, name: tuple[str, ...]) -> CountyNamed:
    """The county whose name ends right before the word: the longest that fits, or the nearest."""
    tail = name[-_MOST_WORDS:]
    for length in range(len(tail), 0, -1):
        if exact := _exactly(state, tail[-length:], "county"):
            return CountyNamed(exact, " ".join(tail[-length:]), rest=len(name) > length)
    for length in range(len(tail), 0, -1):
        if mended := _nearly(state, "".join(tail[-length:]), "county"):
            return mended._replace(printed=" ".join(tail[-length:]), rest=len(name) > length)
    return CountyNamed((), " ".join(tail))


def _after(state: str, name: tuple[str, ...]) -> CountyNamed:
    for length in range(min(_MOST_WORDS, len(name)), 0, -1):
        if exact := _exactly(state, name[:length], "county"):
            return CountyNamed(exact, " ".join(name[:length]))
    return CountyNamed((), " ".join(name[:_MOST_WORDS]))


@lru_cache(maxsize=20_000)
def county_of_words(state: str, name: tuple[str, ...]) -> CountyNamed:
    """The county that words name without saying so: 'okaloosa' of 'Okaloosa Sheriff', 'city of hampton'."""
    form = "city" if "city" in name else ""
    bare = tuple(word for word in name if word not in ("city", "of")) if form else name
    exact = _exactly(state, name, "") or _exactly(state, bare, form)
    return CountyNamed(exact, " ".join(name) if exact else "")


def _exactly(state: str, name: Sequence[str], form: str) -> tuple[County, ...]:
    """The counties of that name; of a county and a city the one whose form is said."""
    found = counties_by_name().get(state, {}).get("".join(name), ())
    if len(found) > 1 and form:
        found = tuple(county for county in found if county.is_city == (form == "city"))
    return found


def _nearly(state: str, name: str, form: str) -> CountyNamed | None:
    near = sorted((OSA.distance(name, known), known) for known in counties_by_name().get(state, {}))
    if not near or not 0 < near[0][0] <= min(_MOST_SLIPS, len(name) // _LETTERS_PER_SLIP):
        return None
    if len(near) > 1 and near[1][0] - near[0][0] < _MARGIN:
        return None
    return CountyNamed(_exactly(state, (near[0][1],), form), "", slips=near[0][0])


def _within(state: str, said: tuple[str, ...]) -> tuple[County, ...]:
    """The counties named somewhere in a cell of more words; a longer name hides the shorter one within it."""
    found: dict[str, County] = {}
    at = 0
    while at < len(said):
        for length in range(min(_MOST_WORDS, len(said) - at), 0, -1):
            if exact := _exactly(state, said[at : at + length], "county"):
                found |= {county.fips: county for county in exact}
                at += length - 1
                break
        at += 1
    return tuple(found.values())


def _is_form(word: str) -> bool:
    return word in FORMS or word == "co" or _is_misspelled_form(word)


def _is_misspelled_form(word: str) -> bool:
    """'Conty', 'Couny'; no county's name is that near."""
    return word not in FORMS and word[:1] == "c" and len(word) > 3 and OSA.distance(word, "county") <= 2


def _form(said: tuple[str, ...]) -> str:
    if any(_is_form(word) for word in said):
        return "county"
    return "city" if "city" in said else ""
