"""Which county a COUNTY cell or an agency's name means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.places.naming import county_of_cell, county_of_name, is_blank
from models.places.tables import County, counties


def meant(state: str, cell: str) -> list[str]:
    return [county.name for county in county_of_cell(state, cell).counties]


@pytest.mark.parametrize("cell", ["", " ", "#NA", "#N/A", "N/A", "n/a", "NA", "None"])
def test_a_blank_cell_says_nothing(cell: str) -> None:
    assert is_blank(cell)
    assert meant("TX", cell) == []


@pytest.mark.parametrize(
    ("state", "cell", "county"),
    [
        ("TX", "Lamar County", "Lamar County"),
        ("TX", "  LAMAR  county ", "Lamar County"),
        ("TX", "Lamar", "Lamar County"),
        ("LA", "St. Landry County", "St. Landry Parish"),
        ("LA", "Saint Landry Parish", "St. Landry Parish"),
        ("TX", "De Witt County", "DeWitt County"),
        ("IN", "La Porte", "LaPorte County"),
        ("NM", "Dona Ana County", "Doña Ana County"),
        ("MD", "Prince Georges County", "Prince George's County"),
        ("FL", "Miami Dade", "Miami-Dade County"),
        ("VA", "Hampton City", "Hampton city"),
        ("VA", "Portsmouth County", "Portsmouth city"),  # Virginia has no such county, only the city
        ("VA", "Roanoke County", "Roanoke County"),
        ("VA", "Roanoke City", "Roanoke city"),
        ("VA", "City of Richmond", "Richmond city"),
        ("VA", "James City County", "James City County"),
        ("NV", "Carson City", "Carson City"),
        ("AK", "Matanuska-Susitna Borough", "Matanuska-Susitna Borough"),
    ],
)
def test_a_county_is_known_under_its_usual_spellings(state: str, cell: str, county: str) -> None:
    assert meant(state, cell) == [county]
    assert county_of_cell(state, cell).slips == 0


@pytest.mark.parametrize(
    ("state", "cell", "county"),
    [
        ("FL", "Lake Conty", "Lake County"),
        ("AL", "Baldwin Couny", "Baldwin County"),
        ("AL", "Frankin County", "Franklin County"),
        ("FL", "Flager County", "Flagler County"),
        ("MI", "Berrian County", "Berrien County"),
        ("TX", "Somervill", "Somervell County"),
        ("PA", "Alleghany County", "Allegheny County"),  # Virginia and North Carolina do have an Alleghany County
        ("TN", "Sparta-White County", "White County"),
        ("TX", "Lamar County, TX", "Lamar County"),
    ],
)
def test_a_misspelled_county_is_mended(state: str, cell: str, county: str) -> None:
    assert meant(state, cell) == [county]


@pytest.mark.parametrize(
    ("state", "cell"),
    [
        ("TX", "Waler County"),  # Walker and Waller are both one letter away
        ("TX", "Talor County"),  # Taylor is one letter away, Baylor two
        ("OK", "Wichita County"),  # Washita is two letters away: as likely another state's county
        ("FL", "Kershaw County"),
        ("GU", "Kattan District"),
        ("CT", "Fairfield County"),
        ("", "Lamar County"),
    ],
)
def test_what_is_no_county_of_the_state_is_none(state: str, cell: str) -> None:
    assert meant(state, cell) == []


def test_a_county_and_a_city_of_one_name_are_both_meant_if_nothing_says_which() -> None:
    assert sorted(meant("VA", "Roanoke")) == ["Roanoke County", "Roanoke city"]


def test_a_cell_of_several_counties_means_them_all() -> None:
    assert meant("FL", "Pasco and Pinellas") == ["Pasco County", "Pinellas County"]


@pytest.mark.parametrize(
    ("state", "name", "county"),
    [
        ("TX", "lamar county sheriff", "Lamar County"),
        ("FL", "saint johns county sheriff", "St. Johns County"),
        ("PA", "county of franklin franklin county jail", "Franklin County"),
        ("PA", "pennsylvania state constable cambria county", "Cambria County"),
        ("GA", "athens clarke county police department", "Clarke County"),
        ("MI", "metro police authority of genesee county", "Genesee County"),
        ("MI", "berrian county sheriff", "Berrien County"),
        ("VA", "james city county police department", "James City County"),
    ],
)
def test_a_name_says_its_county(state: str, name: str, county: str) -> None:
    named = county_of_name(state, tuple(name.split())).one
    assert named is not None
    assert named.name == county


def test_a_borough_is_a_county_in_alaska_alone() -> None:
    assert county_of_name("AK", ("kenai", "peninsula", "borough")).one is not None
    assert county_of_name("PA", ("somerset", "borough", "police", "department")).counties == ()


def test_every_county_is_known_by_its_whole_name() -> None:
    assert [county for county in counties().values() if county_of_cell(county.state, county.name).one != county] == []


@given(st.sampled_from(list(counties().values())), st.data())
def test_a_lost_letter_never_makes_another_county_unless_it_is_that_ones_name(
    county: County, data: st.DataObject
) -> None:
    bare = county.bare_name
    lost = data.draw(st.integers(0, len(bare) - 1))
    found = county_of_cell(county.state, bare[:lost] + bare[lost + 1 :])
    names = {each.bare_name for each in found.counties}
    assert names <= {bare} or (found.slips == 0 and bare not in names)
