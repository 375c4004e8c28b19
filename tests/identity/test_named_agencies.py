"""Which agency some words of the news mean: one, or nobody."""

import pytest

from models.identity.named_agencies import KnownAgency, agencies_named, may_be_meant


def known(
    name: str, state: str = "TX", kind: str = "County", county: str = "", spellings: tuple[str, ...] = ()
) -> KnownAgency:
    return KnownAgency(name, state, (name, *spellings), kind, county)


TOWNS = [
    known(f"{town} Police Department", kind="Municipality", county="Aster County")
    for town in ("Foley", "Loxley", "Aster Shores", "Silverhill")
]
ASTER = known("Aster County Sheriff’s Office", county="Aster County")
BIRCH = known("Birch County Sheriff's Department", county="Birch")
BIRCH_ATTORNEY = known("Birch County Attorney's Office", county="Birch")
CEDAR_TOWN = known("Cedar Falls Police Department", kind="Municipality", county="Cedar County")
PRECINCTS = [known(f"Elm County Constable Precinct {number}", county="Elm County") for number in (2, 6)]
MIAMI = [
    known("City of Miami Police Department", "FL", "Municipality", "#NA"),
    known("Miami Springs Police Department", "FL", "Municipality", "Miami-Dade County"),
    known("Miami-Dade Sheriff's Office", "FL", "County", "Miami-Dade County"),
]
STATE = [
    known("Virginia Department of State Police", "VA", "State", "#N/A"),
    known("Virginia Department of Corrections", "VA", "State"),
    known("Louisiana State Police Department", "LA", "State", spellings=("Louisiana State Patrol",)),
    known("Florida Department of Highway Safety and Motor Vehicles, Division of Highway Patrol", "FL", "State"),
    known("Florida Department of Law Enforcement", "FL", "State"),
    known("Florida Atlantic University Police Department", "FL", "State"),
    known("University of North Florida Police Department", "FL", "State"),
]
LAMAR_TOWN = known("Lamar Police Department", kind="Municipality", county="Lamar County")
ALL = [*TOWNS, ASTER, BIRCH, BIRCH_ATTORNEY, CEDAR_TOWN, *PRECINCTS, *MIAMI, *STATE, LAMAR_TOWN]


@pytest.mark.parametrize(
    ("words", "place", "meant"),
    [
        ("Aster County Sheriff's Office", "Aster County, TX", ASTER.agency_id),
        ("Aster County Sheriff’s Department", "TX", ASTER.agency_id),
        ("Sheriff Neal Abbot", "Aster County, TX", ASTER.agency_id),
        ("Sheriff Neal Abbot of Aster County", "TX", ASTER.agency_id),
        ("Aster County Sheriff Neal Abbot", "TX", ASTER.agency_id),
        ("the Office of the Sheriff of Aster County", "TX", ASTER.agency_id),
        ("Aster County Sheriff's Office, Texas", "TX", ASTER.agency_id),
        ("the sheriff's office", "Aster County, TX", ASTER.agency_id),
        ("Aster County Commission", "Aster County, TX", ASTER.agency_id),
        ("", "Aster County, TX", ASTER.agency_id),
        ("Foley Police Department", "Foley, TX", "Foley Police Department"),
        ("City of Foley", "Foley, TX", "Foley Police Department"),
        ("Foley City Council", "Foley, TX", "Foley Police Department"),
        ("Mayor Jo Aspen", "Foley, TX", "Foley Police Department"),
        ("Foley police", "Aster County, TX", "Foley Police Department"),
        ("Elm County Constable Precinct 6", "Elm County, TX", "Elm County Constable Precinct 6"),
        ("Precinct 2 Constable Al Oakes of Elm County", "TX", "Elm County Constable Precinct 2"),
        ("Miami police", "Miami, FL", "City of Miami Police Department"),
        ("Virginia State Police", "VA", "Virginia Department of State Police"),
        ("Louisiana State Police", "LA", "Louisiana State Police Department"),
        ("Florida Highway Patrol", "FL", STATE[3].agency_id),
        ("Florida Atlantic University", "FL", "Florida Atlantic University Police Department"),
        ("University of North Florida", "FL", "University of North Florida Police Department"),
    ],
)
def test_the_words_mean_one_agency(words: str, place: str, meant: str) -> None:
    assert [each.agency_id for each in agencies_named(words, place, ALL)] == [meant]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Birch County commissioners", "Birch County, TX"),  # its sheriff and its attorney
        ("Elm County constable", "Elm County, TX"),  # two precincts
        ("Elm County Constable Precinct 4", "Elm County, TX"),
        ("Cedar County Sheriff's Department", "Cedar County, TX"),  # only a town of the county is listed
        ("Sheriff Jo Oakes", "Cedar County, TX"),
        ("Sheriff Jo Oakes", "Foley, TX"),  # a town in some county
        ("Lamar County", "Lamar County, TX"),  # the town of Lamar is not the county
        ("Fairhope Police Department", "Aster County, TX"),
        ("Aster County Sheriff's Office", "Birch County, TX"),
        ("Aster County Sheriff's Office", "Aster County, OH"),
        ("Aster County Sheriff's Office", "US"),
        ("Governor Birch", "TX"),
        ("Texas", "TX"),
        ("", "TX"),
        ("Florida State University", "FL"),
        ("University of Florida", "FL"),
        ("Miami Beach Police Department", "Miami Beach, FL"),
        ("North Miami police", "North Miami, FL"),
    ],
)
def test_where_nobody_or_several_can_be_meant_no_one_is(words: str, place: str) -> None:
    assert len(agencies_named(words, place, ALL)) != 1


def test_a_place_without_a_county_is_of_no_county() -> None:
    lost = [known("Foley Police Department", kind="Municipality", county="#NA"), known("Na Police", county="#NA")]
    assert agencies_named("the sheriff", "Na County, TX", lost) == []


def test_on_a_generous_view_a_shared_word_is_enough() -> None:
    assert may_be_meant("Birch Creek Police", "Birch Creek, TX", ALL)
    assert may_be_meant("Sheriff Jo Oakes", "Aster County, TX", ALL)
    assert not may_be_meant("Oak County Sheriff's Office", "Oak County, TX", ALL)
