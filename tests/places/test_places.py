"""The county of an agency, and the doubts about it."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import DATA
from models.places.finding import FoundBy, FoundPlace, place_of
from models.places.spelling import words
from models.places.tables import counties
from models.places.town import town_of_name
from models.vocabulary import PLACE_NAMES

# state, name, type, COUNTY cell, county, how
CERTAIN = [
    ("TX", "Lamar County Sheriff's Office", "County", "Lamar County", "Lamar County", FoundBy.PRINTED),
    ("TX", "Lamar County Sheriff's Office", "County", "", "Lamar County", FoundBy.NAME),
    ("TX", "Paris Police Department", "Municipality", "Lamar County", "Lamar County", FoundBy.PRINTED),
    ("TX", "Paris Police Department", "Municipality", "#NA", "Lamar County", FoundBy.TOWN),
    ("FL", "Howey in the Hills Police Department ", "Municipality", "Lake Conty", "Lake County", FoundBy.MENDED),
    ("MI", "Berrian County Sheriff's Office", "County", "", "Berrien County", FoundBy.MENDED),
    ("TX", "Taylor County Sheriff's Office", "County", "Talor County", "Taylor County", FoundBy.MENDED),
    ("TX", "Abilene Police Department", "Municipality", "Talor County", "Taylor County", FoundBy.MENDED),
    ("FL", "Jacksonville Sheriff's Office", "County", "", "Duval County", FoundBy.TOWN),
    ("FL", "City of Miami Police Department ", "Municipality", "#NA", "Miami-Dade County", FoundBy.TOWN),
    ("FL", "North Port Police Department", "Municipality", "", "Sarasota County", FoundBy.TOWN),
    ("FL", "Safety Harbor Police Department", "Municipality", "", "Pinellas County", FoundBy.TOWN),
    ("TX", "The Colony Police Department", "Municipality", "", "Denton County", FoundBy.TOWN),
    ("MI", "Davison Police Department", "Municipality", "", "Genesee County", FoundBy.TOWN),
    ("PA", "Constable Monroeville 6th Ward", "Municipality", "Allegheny", "Allegheny County", FoundBy.PRINTED),
    ("FL", "Bal Harbour Village Police Department", "Municipality", "", "Miami-Dade County", FoundBy.TOWN),
    ("FL", "Melbourne International Airport Police Department", "Municipality", "", "Brevard County", FoundBy.TOWN),
    ("PA", "Constable Unity Township", "Municipality", "Westmoreland", "Westmoreland County", FoundBy.PRINTED),
    ("PA", "Coolspring Township Constable", "Municipality", "Mercer County", "Mercer County", FoundBy.PRINTED),
    ("VA", "Hampton City Sheriff's Office", "County", "", "Hampton city", FoundBy.NAME),
    ("VA", "Hopewell County Sheriff's Office", "County", "Hopewell County", "Hopewell city", FoundBy.PRINTED),
    ("VA", "Roanoke City Sheriff's Office", "County", "Roanoke", "Roanoke city", FoundBy.NAME),
    ("VA", "Roanoke Police Department", "Municipality", "Roanoke", "Roanoke city", FoundBy.MENDED),
    ("NV", "Carson City Sheriff's Office", "County", "", "Carson City", FoundBy.NAME),
    ("LA", "Union Parish Sheriff's Office", "County", "Union County", "Union Parish", FoundBy.PRINTED),
    ("FL", "University of Florida Police Department", "Municipality", "", "Alachua County", FoundBy.BY_HAND),
    ("FL", "University of Florida Board of Trustees", "State", "", "Alachua County", FoundBy.BY_HAND),
    ("FL", "Pensacola State College", "State", "Escambia County", "Escambia County", FoundBy.PRINTED),
    ("NC", "Albemarle District Jail", "County", "Albemarle County", "Pasquotank County", FoundBy.BY_HAND),
]

STATE_BODIES = [
    ("FL", "Florida Department of Law Enforcement", "State Agency", ""),
    ("AK", "Department of Corrections", "", ""),
    ("ID", "Idaho State Police Department ", "State Agency", "Jerome County"),  # where its headquarters' paper was
    ("MS", "Mississippi Office of the State Auditor", "State", "Hinds County"),
    ("WV", "West Virginia National Guard", "State Agency", ""),
    ("FL", "Office of the State Attorney Sixth Judical Circuit", "State", "#NA"),
    ("GU", "Guam Police Department", "State", ""),
]


def county(place: FoundPlace) -> str | None:
    return counties()[place.county_fips].name if place.county_fips else None


@pytest.mark.parametrize(("state", "name", "kind", "cell", "where", "by"), CERTAIN)
def test_a_certain_place(state: str, name: str, kind: str, cell: str, where: str, by: FoundBy) -> None:
    place = place_of(state, name, kind, cell)
    assert (county(place), place.by, place.doubt, place.runner_up) == (where, by, "", "")


@pytest.mark.parametrize(("state", "name", "kind", "cell"), STATE_BODIES)
def test_a_states_own_body_has_no_county_and_no_doubt(state: str, name: str, kind: str, cell: str) -> None:
    assert place_of(state, name, kind, cell) == FoundPlace(None, FoundBy.STATE_BODY)


def test_a_sheriff_named_otherwise_than_the_cell_is_in_the_county_of_the_name() -> None:
    place = place_of("TX", "Lamar County Sheriff's Office", "County", "Delta County")
    assert (place.county_fips, place.by, place.runner_up) == ("48277", FoundBy.NAME, "48119")
    assert place.doubt == "The list prints Delta County; the name says Lamar County, TX."


@pytest.mark.parametrize(
    ("state", "town", "printed", "where"),
    [
        ("GA", "Monroe", "Monroe County", "Walton County"),
        ("AL", "Jackson", "Jackson County", "Clarke County"),
        ("TX", "Yoakum", "Yoakum County", "Lavaca County"),
    ],
)
def test_a_county_printed_for_the_town_of_its_name_is_a_slip(state: str, town: str, printed: str, where: str) -> None:
    place = place_of(state, f"{town} Police Department", "Municipality", printed)
    assert (county(place), place.by) == (where, FoundBy.TOWN)
    assert counties()[place.runner_up].name == printed
    assert place.doubt == f"The list prints {printed}; by ZIP code, {town} is in {where}, {state}."


def test_a_remote_county_is_a_slip_where_the_town_has_a_post_office() -> None:
    place = place_of("MO", "Wheaton Police Department", "Municipality", "Montgomery County")
    assert (county(place), bool(place.doubt)) == ("Barry County", True)


def test_a_neighbor_county_stays_as_printed_with_a_doubt() -> None:
    place = place_of("TX", "Yoakum Police Department", "Municipality", "DeWitt County")
    assert (county(place), place.by, place.runner_up) == ("DeWitt County", FoundBy.PRINTED, "48285")
    assert place.doubt


def test_a_name_without_a_post_office_does_not_outweigh_the_cell() -> None:
    place = place_of("TX", "Reno Police Department", "Municipality", "Parker County")  # there are two Renos
    assert (county(place), place.runner_up) == ("Parker County", "48277")


def test_a_county_of_another_state_gives_none_and_names_it() -> None:
    place = place_of("FL", "Kershaw County Sheriff's Office", "County", "Kershaw County")
    assert (place.county_fips, place.by, place.runner_up) == (None, FoundBy.NOTHING, "45055")
    assert "not among Florida's counties here. There is a Kershaw County, SC." in place.doubt


def test_a_county_that_several_other_states_have_names_none() -> None:
    place = place_of("OK", "Wichita County Sheriff's Office", "County", "Wichita County")
    assert (place.county_fips, place.runner_up) == (None, "")


def test_a_town_across_the_state_line_is_found_with_a_doubt() -> None:
    place = place_of("AR", "Texarkana Police Department", "Municipality", "Bowie County")
    assert (county(place), place.by) == ("Miller County", FoundBy.TOWN)
    assert place.doubt == "The list prints Bowie County, which is not among Arkansas's counties here."


@pytest.mark.parametrize("township", ["Derry Township Constable's Office", "Washington Township Police Department"])
def test_a_township_is_not_found_by_the_mails_town_of_its_name(township: str) -> None:
    place = place_of("PA", township, "Municipality", "")
    assert (place.county_fips, place.by) == (None, FoundBy.NOTHING)
    assert place.runner_up


@pytest.mark.parametrize("cell", ["", "Pasco and Pinellas"])
def test_a_jail_is_not_found_by_a_town(cell: str) -> None:
    place = place_of("FL", "Tampa District Jail", "County", cell)
    assert (place.county_fips, bool(place.doubt)) == (None, True)


def test_of_several_counties_printed_the_towns_stands() -> None:
    place = place_of("FL", "Largo Police Department", "Municipality", "Pasco and Pinellas")
    assert (county(place), place.doubt) == ("Pinellas County", "")


def test_a_town_of_two_counties_names_both() -> None:
    place = place_of("MO", "St. Louis Metropolitan Police Department", "Municipality", "")
    assert county(place) == "St. Louis city"
    assert counties()[place.runner_up].name == "St. Louis County"


def test_a_seat_by_hand_is_told_where_the_list_prints_another_county() -> None:
    place = place_of("FL", "Florida Atlantic Police Department ", "Municipality", "Broward County ")
    assert (county(place), place.by) == ("Palm Beach County", FoundBy.BY_HAND)
    assert place.doubt == "The list prints Broward County; the agency has its seat in Palm Beach County, FL."


WORDS = ("city", "of", "town", "county", "parish", "sheriff", "police", "St.", "Lake", "Paris", "township", "#NA", "2")
NAMES = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))


@given(st.sampled_from([*PLACE_NAMES, "", "ZZ"]), NAMES, st.sampled_from(["County", "State Agency", ""]), NAMES)
def test_whatever_is_printed_a_place_is_in_its_state_and_none_is_explained(
    state: str, name: str, kind: str, cell: str
) -> None:
    place = place_of(state, name, kind, cell)
    if place.county_fips:
        assert counties()[place.county_fips].state == state
        assert place.by not in (FoundBy.STATE_BODY, FoundBy.NOTHING)
    else:
        assert place.by in (FoundBy.STATE_BODY, FoundBy.NOTHING)
        assert bool(place.doubt) == (place.by is FoundBy.NOTHING)
    assert not place.runner_up or (place.runner_up in counties() and place.doubt)
    assert place.runner_up != place.county_fips


@given(st.sampled_from(CERTAIN), st.sampled_from([str.upper, "  {} ".format, lambda text: text.replace(" ", "\u00a0")]))
def test_case_and_stray_spaces_move_nobody(case: tuple[str, str, str, str, str, FoundBy], spoil: object) -> None:
    state, name, kind, cell, where, _ = case
    assert callable(spoil)
    assert county(place_of(state, spoil(name), kind, spoil(cell))) == where


def test_nearly_every_town_of_the_table_is_found_in_its_police_departments_name() -> None:
    missed = []
    for row in csv.DictReader((DATA / "reference" / "towns.csv").read_text("utf-8").splitlines()):
        state = counties()[row["county_fips"]].state
        town = town_of_name(state, words(f"{row['town']} Police Department"))
        if town is None or row["county_fips"] not in town.counties:
            missed.append(row["town"])
    # Airports and parks with a ZIP code of their own ('La Guardia Airport').
    assert len(missed) < 10
