"""The county of an agency, by its COUNTY cell, its name and the table of towns: start at `place_of`.

The cell and the name check each other. Where they differ, the better-proved one stands with a doubt that names the
other; where neither settles it, there is no county.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from models.lists.counts import AgencyType, agency_type
from models.lists.folding import fold_agency, tidy
from models.places.bodies import Body, body_of
from models.places.naming import (
    FORMS,
    CountyNamed,
    county_of_cell,
    county_of_name,
    county_of_words,
    is_blank,
    is_misspelling,
)
from models.places.spelling import letters, words
from models.places.tables import County, by_hand_of, counties, counties_by_name, neighbors, places_by_hand
from models.places.town import Town, town_of_name
from models.vocabulary import PLACE_NAMES


class FoundBy(StrEnum):
    """What proves the county."""

    PRINTED = "printed"  # the COUNTY cell
    MENDED = "mended"  # the COUNTY cell or the name, without a typo or with other words around the county
    NAME = "name"  # 'Lamar County Sheriff'
    TOWN = "town"  # the town in the name
    BY_HAND = "by_hand"  # `places_by_hand.csv`
    STATE_BODY = "state_body"  # none: it works in the whole state, or in several counties
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """The county of an agency, and how sure it is."""

    county_fips: str | None  # five digits
    by: FoundBy
    doubt: str = ""  # a sentence, where the evidence disagrees or is not enough
    runner_up: str = ""  # FIPS code of the county that the doubt is about


_NO_COUNTY = FoundPlace(None, FoundBy.STATE_BODY)

# These work in one place, even where the TYPE cell says state.
_LOCAL = frozenset({Body.SHERIFF, Body.CONSTABLE, Body.CAMPUS, Body.MARSHAL, Body.POLICE})
# A jail, a prosecutor or a campus may have a town's name and stand elsewhere: Albemarle District Jail is far from
# Albemarle, NC.
_OF_TOWNS = frozenset({Body.SHERIFF, Body.CONSTABLE, Body.MARSHAL, Body.POLICE, Body.OTHER})


@lru_cache(maxsize=20_000)
def place_of(state: str, name: str, agency_type_printed: str, county: str) -> FoundPlace:
    """The county of an agency, from its cells as printed.

    state: two letters. A body of several counties stands in the county of its seat where `places_by_hand.csv` has it.
    Raises nothing: an unknown state or an unreadable cell is a doubt.
    """
    cell = county_of_cell(state, county)
    folded = fold_agency(state, name)
    if by_hand := by_hand_of(places_by_hand(), state, folded.key):
        return _by_hand(by_hand, cell)
    said = tuple(folded.key.split())
    named = county_of_name(state, said)
    body = body_of(name, agency_type_printed, state)
    if not named.counties and _is_of_the_state(body, agency_type_printed, folded.naming):
        return _NO_COUNTY
    if body is Body.SHERIFF and not named.counties:
        before = said[: said.index("sheriff")] if "sheriff" in said else said
        named = named if FORMS & set(before) else county_of_words(state, before)
    if named.counties:
        return _of_a_county(state, named, cell)
    # As printed too: folding takes the article from The Villages and Davison for a misspelled division.
    town = (town_of_name(state, said) or town_of_name(state, words(name))) if body in _OF_TOWNS else None
    return _of_a_town(state, named, cell, town)


def counties_concerned(state: str, cell: str, county_fips: str | None) -> frozenset[str]:
    """The counties whose people an agency concerns: the one it is in.

    Where that is not known, those that its COUNTY cell names. 'Pasco and Pinellas' places an agency in neither, yet
    both are told of it: whoever watches a county must not miss an agency that the list prints under its name.
    """
    if county_fips:
        return frozenset({county_fips})
    return frozenset(county.fips for county in county_of_cell(state, cell).counties)


def _is_of_the_state(body: Body, agency_type_printed: str, naming: frozenset[str]) -> bool:
    if body is Body.STATE_POLICE:
        return True
    if agency_type(agency_type_printed) is AgencyType.STATE:
        return body not in _LOCAL or (body is Body.POLICE and not naming)  # 'Guam Police Department'
    # 'Department of Corrections' has no name of its own.
    return agency_type(agency_type_printed) is AgencyType.UNSTATED and not naming and body not in _LOCAL


def _by_hand(fips: str, cell: CountyNamed) -> FoundPlace:
    place = FoundPlace(fips, FoundBy.BY_HAND)
    if cell.one and cell.one.fips != fips:
        doubt = f"The list prints {tidy(cell.printed)}; the agency has its seat in {counties()[fips].full_name}."
        return replace(place, doubt=doubt, runner_up=cell.one.fips)
    return place


def _of_a_county(state: str, named: CountyNamed, cell: CountyNamed) -> FoundPlace:
    """A body that names its county, which the cell should repeat."""
    both = [county for county in named.counties if county in cell.counties] or named.counties
    if len(both) > 1:
        doubt = f"The name fits {' and '.join(county.full_name for county in both)}."
        return FoundPlace(None, FoundBy.NOTHING, doubt, both[0].fips)
    (county,) = both
    if county == cell.one:
        return FoundPlace(county.fips, FoundBy.MENDED if cell.slips or cell.rest else FoundBy.PRINTED)
    place = FoundPlace(county.fips, FoundBy.MENDED if named.slips else FoundBy.NAME)
    if not cell.printed or county in cell.counties:
        return place
    if cell.one:
        doubt = f"The list prints {tidy(cell.printed)}; the name says {county.full_name}."
        return replace(place, doubt=doubt, runner_up=cell.one.fips)
    if is_misspelling(cell.printed, county):
        return replace(place, by=FoundBy.MENDED)
    return replace(place, doubt=_unknown(state, tidy(cell.printed)))


def _of_a_town(state: str, named: CountyNamed, cell: CountyNamed, town: Town | None) -> FoundPlace:
    if cell.one:
        return _checked(cell.one, cell, town)
    in_both = [fips for fips in town.counties if counties()[fips] in cell.counties] if town else []
    if len(in_both) == 1 or (town and town.most and in_both[:1] == [town.counties[0]]):
        return FoundPlace(in_both[0], FoundBy.MENDED)
    if cell.counties:
        doubt = f"The list prints {tidy(cell.printed)}, which may be more than one county."
        return FoundPlace(None, FoundBy.NOTHING, doubt, cell.counties[0].fips)
    if town and town.sure and town.most and is_misspelling(cell.printed, counties()[town.counties[0]]):
        return FoundPlace(town.counties[0], FoundBy.MENDED)
    doubt = ""
    if cell.printed:
        doubt = _unknown(state, tidy(cell.printed))
    elif named.printed:
        doubt = f"The name says {named.printed.title()} County, which is not among {_state(state)}'s counties here."
    if town is None:
        if elsewhere := _elsewhere(state, named, cell):
            doubt = f"{doubt} There is a {elsewhere.full_name}."
        doubt = doubt or "The list prints no county, and the name has none."
        return FoundPlace(None, FoundBy.NOTHING, doubt, elsewhere.fips if elsewhere else "")
    return _by_town(town, doubt)


def _by_town(town: Town, doubt: str) -> FoundPlace:
    """The town alone; `doubt` is already known against it."""
    first, name = counties()[town.counties[0]], town.name.title()
    if not town.sure:
        why = f"By ZIP code, {name} is in {first.full_name}, but another place may have the name."
        return FoundPlace(None, FoundBy.NOTHING, f"{doubt} {why}".strip(), first.fips)
    if town.most:
        return FoundPlace(first.fips, FoundBy.TOWN, doubt)
    second = counties()[town.counties[1]]
    why = f"By ZIP code, {name} is in {first.full_name} and {second.full_name}."
    return FoundPlace(first.fips, FoundBy.TOWN, f"{doubt} {why}".strip(), second.fips)


def _checked(county: County, cell: CountyNamed, town: Town | None) -> FoundPlace:
    """What the cell says, held against the town's counties.

    'Monroe Police Department, Monroe County' is a slip: the city of Monroe, GA, is in Walton County. A town with a
    post office in one county, and none of its neighbors printed, is proved better than the cell, too.
    """
    place = FoundPlace(county.fips, FoundBy.MENDED if cell.slips or cell.rest else FoundBy.PRINTED)
    if town is None or not town.sure or county.fips in town.counties:
        return place
    other = counties()[town.counties[0]]
    doubt = f"The list prints {tidy(cell.printed)}; by ZIP code, {town.name.title()} is in {other.full_name}."
    namesake = letters(county.bare_name) == "".join(town.name.split())
    remote = len(town.counties) == 1 and county.fips not in neighbors().get(other.fips, ())
    if town.has_post_office and town.most and (namesake or remote):
        return FoundPlace(other.fips, FoundBy.TOWN, doubt, county.fips)
    return replace(place, doubt=doubt, runner_up=other.fips)


def _elsewhere(state: str, named: CountyNamed, cell: CountyNamed) -> County | None:
    """The one county of another state that has the name: the STATE cell may be wrong."""
    key = "".join(word for word in words(cell.printed or named.printed) if word not in FORMS)
    found = [
        county
        for other, by_name in counties_by_name().items()
        for county in by_name.get(key, ())
        if other != state and not is_blank(key)
    ]
    return found[0] if len(found) == 1 else None


def _unknown(state: str, printed: str) -> str:
    return f"The list prints {printed}, which is not among {_state(state)}'s counties here."


def _state(state: str) -> str:
    return PLACE_NAMES.get(state, "an unknown place")
