"""Cities and counties that news pages name without their state, from `data/gazetteer.csv`.

A county is in it only where its name is one state's alone, or one state's to every reader ('Harris County'); a
name that several states share ('Jackson County') is left to the page's home.
"""

import csv
from functools import cache

from data import DATA


@cache
def _columns() -> tuple[dict[str, str], dict[str, str]]:
    cities: dict[str, str] = {}
    counties: dict[str, str] = {}
    with (DATA / "gazetteer.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            cities |= dict.fromkeys(filter(None, row["cities"].split(";")), row["state"])
            counties |= dict.fromkeys(filter(None, row["counties"].split(";")), row["state"])
    return cities, counties


def city_states() -> dict[str, str]:
    """City name -> two letters."""
    return _columns()[0]


def county_state(name: str) -> str:
    """The state of a county by its bare name ('Bucks' -> 'PA'); '' where the name does not settle it."""
    return _columns()[1].get(name, "")
