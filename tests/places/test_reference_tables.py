"""The tables of `data/reference` are whole, sorted, and fit each other."""

import csv
from pathlib import Path

import pytest

from data import DATA
from models.places.bodies import Body
from models.places.tables import STATE_FIPS, counties, neighbors, towns
from models.vocabulary import PLACE_NAMES, STATE_NAMES

REFERENCE = DATA / "reference"
README = (REFERENCE / "README.md").read_text("utf-8")


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_the_states_have_the_census_bureaus_counties_and_people() -> None:
    of_states = [county for county in counties().values() if county.state in STATE_NAMES]
    assert len(of_states) == 3_144
    assert sum(county.population or 0 for county in of_states) == 334_914_895


def test_a_fips_code_begins_with_its_states() -> None:
    assert STATE_FIPS.keys() == PLACE_NAMES.keys()
    assert {county.state for county in counties().values()} == PLACE_NAMES.keys()
    assert all(county.fips[:2] == STATE_FIPS[county.state] for county in counties().values())


def test_a_territorys_people_are_unknown_and_not_zero() -> None:
    assert {county.population for county in counties().values() if county.state not in STATE_NAMES} == {None}


@pytest.mark.parametrize("name", ["counties.csv", "neighbors.csv", "towns.csv"])
def test_a_made_table_is_sorted_without_doubles_and_of_known_counties(name: str) -> None:
    found = [tuple(row.values())[:2] if name != "counties.csv" else (row["county_fips"],) for row in rows(name)]
    assert found == sorted(set(found))
    assert {row["county_fips"] for row in rows(name)} <= counties().keys()


def test_neighbors_are_each_others() -> None:
    assert all(fips in neighbors()[other] for fips, others in neighbors().items() for other in others)
    lamar_tx, fannin_tx, choctaw_ok, harris_tx = "48277", "48147", "40023", "48201"
    assert {fannin_tx, choctaw_ok} <= neighbors()[lamar_tx]
    assert harris_tx not in neighbors()[lamar_tx]


def test_only_islands_and_what_was_drawn_anew_have_no_neighbors() -> None:
    of_states = [county for county in counties().values() if county.state in STATE_NAMES]
    alone = {county.name for county in of_states if county.fips not in neighbors()}
    redrawn = {county.name for county in of_states if county.state == "CT"}
    redrawn |= {"Chugach Census Area", "Copper River Census Area"}
    islands = {"Aleutians West Census Area", "Hawaii County", "Honolulu County", "Kauai County", "Nantucket County"}
    assert alone == redrawn | islands | {"San Juan County"}


def test_a_town_in_two_counties_keeps_both() -> None:
    assert towns("TX")["paris"] == {"48277": 3}
    assert len(towns("MO")["kansascity"]) > 2


@pytest.mark.parametrize(("name", "column"), [("places_by_hand.csv", "county_fips"), ("bodies_by_hand.csv", "body")])
def test_what_is_settled_by_hand_has_a_reason_and_stands_once(name: str, column: str) -> None:
    found = rows(name)
    assert all(row["reason"].strip().endswith(".") for row in found)
    assert [(row["state"], row["agency"]) for row in found] == sorted({(row["state"], row["agency"]) for row in found})
    if column == "body":
        assert {row["body"] for row in found} <= set(Body)
    else:
        assert all(counties()[row["county_fips"]].state == row["state"] for row in found)


def test_the_readme_names_every_table_and_they_are_small() -> None:
    tables = sorted(path.name for path in REFERENCE.glob("*.csv"))
    assert all(f"`{name}`" in README for name in tables)
    sizes = {name: Path(REFERENCE / name).stat().st_size for name in tables}
    assert sizes.pop("outlines.csv") < 400_000
    assert sum(sizes.values()) < 1_000_000
