"""The county that a person asks for: by name, by code, or refused with the names that are near."""

import pytest

from models.errors import SettingsError
from models.places.asked import counties_asked, county_asked


@pytest.mark.parametrize(
    ("text", "fips"),
    [
        ("Lamar County, TX", "48277"),
        (" lamar county , texas ", "48277"),
        ("Lamar Co., TX", "48277"),
        ("TX:Lamar", "48277"),
        ("48277", "48277"),
        ("Orleans Parish, LA", "22071"),
        ("Orleans County, LA", "22071"),
        ("Carson City, NV", "32510"),
        ("Carson County, TX", "48065"),
        ("Doña Ana County, NM", "35013"),
        ("Dona Ana, NM", "35013"),
        ("Saint Johns County, FL", "12109"),
        ("DeKalb County, GA", "13089"),
        ("James City County, VA", "51095"),
        ("Roanoke County, VA", "51161"),
        ("Roanoke city, VA", "51770"),
        ("City of Fairfax, VA", "51600"),
        ("Guam, GU", "66010"),
    ],
)
def test_a_county_is_known_by_its_name_in_any_usual_form(text: str, fips: str) -> None:
    assert county_asked(text).fips == fips


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Lamr County, TX", "county 'Lamr County, TX': unknown; did you mean Lamar County, TX"),
        ("Orleans Parish, TX", "unknown; did you mean Orleans Parish, LA, Orleans County, NY or Orleans County, VT?"),
        ("Nowhere County, TX", "county 'Nowhere County, TX': unknown; write one like 'Lamar County, TX'"),
        ("TX:nowhere", "county 'TX:nowhere': unknown"),
        ("Roanoke, VA", "could be Roanoke County, VA or Roanoke city, VA"),
        ("Bay County", "include the state"),
        ("Lamar County, Texsa", "did you mean Texas"),
        ("Fairfield County, CT", "unknown; Connecticut has planning regions instead: Capitol, Greater Bridgeport, "),
        ("99999", "not the FIPS code of a county"),
        ("#N/A, TX", "unknown"),
        (", TX", "unknown"),
        ("", "include the state"),
    ],
)
def test_what_names_no_county_is_refused_with_what_is_near(text: str, reason: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        county_asked(text)
    assert reason in str(refusal.value)


def test_a_refusal_stays_one_short_line_whatever_was_written() -> None:
    with pytest.raises(SettingsError) as refusal:
        county_asked("x" * 100_000 + "\n, TX")
    assert len(str(refusal.value)) < 200
    assert "\n" not in str(refusal.value)


def test_without_a_state_a_name_means_every_county_that_has_it() -> None:
    assert {county.state for county in counties_asked("Lamar County")} == {"AL", "GA", "MS", "TX"}
    assert [county.fips for county in counties_asked("Lamar", "TX")] == ["48277"]
