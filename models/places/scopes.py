"""Which counties a place in the news is: 'Lamar County', 'Orleans Parish', 'Paris'."""

from functools import lru_cache

from models.places.naming import FORMS, county_of_cell
from models.places.spelling import words
from models.places.town import town_of_name


@lru_cache(maxsize=5_000)
def counties_of_place(state: str, place: str) -> frozenset[str]:
    """FIPS codes: of a county, or of the one that a town is in; none where the place is in several or unknown.

    Houston, TX, is a town in Harris County, and Texas has a Houston County too: only the word makes it a county.
    """
    said = words(place)
    if FORMS & set(said) and (named := county_of_cell(state, place)).counties and not named.slips:
        return frozenset(county.fips for county in named.counties)
    town = town_of_name(state, said)
    return frozenset(town.counties[:1]) if town and town.sure and town.most else frozenset()
