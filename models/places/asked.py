"""The counties that a person asks for, in an option, a cell of an import or a form."""

from collections.abc import Iterable

from models.errors import SettingsError
from models.nearest import did_you_mean
from models.places.spelling import letters, words
from models.places.tables import County, counties, counties_by_name
from models.vocabulary import PLACE_NAMES, state_code

FIPS_DIGITS = 5
_MOST_SHOWN = 60

# People write 'Orleans County, LA' of a parish and 'Lamar Co., TX'.
_WORDS_FOR_A_COUNTY = frozenset({"county", "parish", "co"})

# Connecticut's, since 2022.
_REGION = " Planning Region"

_EXAMPLE = "; write one like 'Lamar County, TX' or its FIPS code"


def counties_asked(text: str, state: str | None = None) -> tuple[County, ...]:
    """All counties that `text` means: 'Lamar County, TX', 'TX:Lamar', '48277', or 'Lamar' within `state`.

    Several where it names no state, or a county and a city share the name. Raises SettingsError with the nearest names.
    """
    name, place = _parted(text)
    if not place and name.isdecimal() and len(name) == FIPS_DIGITS:
        county = counties().get(name)
        if county is None or state not in (None, county.state):
            where = f" in {PLACE_NAMES[state]}" if state else ""
            raise SettingsError(f"county {_shown(text)}: not the FIPS code of a county{where}")
        return (county,)
    if place:
        state = _same_state(text, state_code(place), state)
    states = (state,) if state else tuple(counties_by_name())
    found = [county for each in states for county in _named(each, name)]
    if not found:
        raise SettingsError(f"county {_shown(text)}: unknown{_regions(states) or _nearest(name, states) or _EXAMPLE}")
    return tuple(found)


def county_asked(text: str) -> County:
    """The one county that `text` means. Raises SettingsError."""
    if not _parted(text)[1] and not text.strip().isdecimal():
        raise SettingsError(f"county {_shown(text)}: include the state, as in 'Lamar County, TX'")
    found = counties_asked(text)
    if len(found) > 1:
        raise SettingsError(f"county {_shown(text)}: could be {' or '.join(county.full_name for county in found)}")
    return found[0]


def _shown(text: str) -> str:
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}...")


def _parted(text: str) -> tuple[str, str]:
    """The name and the state of 'Lamar County, TX' or 'TX:Lamar'."""
    before, colon, after = text.partition(":")
    place, name = (before, after) if colon else text.rpartition(",")[::-2] if "," in text else ("", text)
    return name.strip(), place.strip()


def _same_state(text: str, said: str, state: str | None) -> str:
    if state not in (None, said):
        raise SettingsError(f"county {_shown(text)}: not in {PLACE_NAMES[state or '']}")
    return said


def _named(state: str, name: str) -> Iterable[County]:
    """'Roanoke County' and 'Roanoke city' are two places; 'Roanoke' is either."""
    said = words(name)
    bare = "".join(word for word in said if word not in _WORDS_FOR_A_COUNTY)
    if said[:2] == ("city", "of"):
        said = (*said[2:], "city")
    here = counties_by_name().get(state, {})
    exact = [county for same in here.values() for county in same if letters(county.name) == "".join(said)]
    both = exact or here.get(bare, ())
    return [county for county in both if not county.is_city] if len(both) > 1 and bare != "".join(said) else both


def _regions(states: tuple[str, ...]) -> str:
    """Of a state that has regions in place of its former counties, which people still name: all of them."""
    names = [county.name for same in counties_by_name().get(states[0], {}).values() for county in same]
    if len(states) > 1 or not names or not all(name.endswith(_REGION) for name in names):
        return ""
    listed = ", ".join(sorted(name.removesuffix(_REGION) for name in names))
    return f"; {PLACE_NAMES[states[0]]} has planning regions instead: {listed}"


def _nearest(name: str, states: Iterable[str]) -> str:
    """The same name elsewhere, else like names in the state."""
    bare = "".join(word for word in words(name) if word not in _WORDS_FOR_A_COUNTY)
    elsewhere = [county for state in counties_by_name() for county in _named(state, name)] if bare else []
    if 0 < len(elsewhere) <= 3:
        return did_you_mean(bare, {county.full_name: bare for county in elsewhere})
    known = {
        county.full_name: key
        for state in states
        for key, same in counties_by_name().get(state, {}).items()
        for county in same
    }
    return did_you_mean(bare, known)
