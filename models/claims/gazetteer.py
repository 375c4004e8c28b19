"""Cities and counties that news pages name without their state, from the tables of `data`."""

import csv
from collections import defaultdict
from functools import cache

from data import DATA
from models.places.spelling import letters
from models.places.tables import County, counties, states_with_town

# A county that has this share of all the people who live in counties of its name is meant by it to every reader:
# Harris County is the one in Texas, Jackson County none of its 23.
_TO_EVERY_READER = 0.8
_KNOWN_FROM = 100_000


@cache
def city_states() -> dict[str, str]:
    """City name -> two letters."""
    with (DATA / "claims" / "cities.csv").open(encoding="utf-8", newline="") as table:
        return {city: row["state"] for row in csv.DictReader(table) for city in filter(None, row["cities"].split(";"))}


@cache
def _by_name() -> dict[str, list[County]]:
    found: dict[str, list[County]] = defaultdict(list)
    for county in counties().values():
        found[_plain(county.name)].append(county)
    return dict(found)


def _plain(name: str) -> str:
    return name.replace(".", "").replace(" city", "").casefold()


def states_with(name: str) -> frozenset[str]:
    """The states that have a county of a name as printed, 'Jackson County'."""
    return frozenset(county.state for county in _by_name().get(_plain(name), ()))


def has_county(state: str, name: str) -> bool:
    return state in states_with(name)


def states_with_place(name: str) -> frozenset[str]:
    """The states that have a town of a name."""
    return states_with_town().get(letters(name), frozenset())


@cache
def people_in(state: str) -> int:
    """How many people live in a state; 0 where the Census Bureau's table has none."""
    return sum(county.population or 0 for county in counties().values() if county.state == state)


@cache
def county_count(state: str) -> int:
    """How many counties or parishes a state has."""
    return sum(county.state == state and not county.is_city for county in counties().values())


@cache
def county_state(name: str) -> tuple[str, bool]:
    """The state of a county by its name alone ('Bucks County' -> 'PA'), and whether no other state has one of that
    name; '' where the name does not settle it."""
    named = _by_name().get(_plain(name), [])
    if len({county.state for county in named}) == 1:
        return named[0].state, True
    people = sorted(named, key=lambda county: county.population or 0, reverse=True)
    all_people = sum(county.population or 0 for county in people)
    if people and (people[0].population or 0) >= max(_KNOWN_FROM, _TO_EVERY_READER * all_people):
        return people[0].state, False
    return "", False
