"""Places in a sentence, and where a page is at home."""

import pytest

from models.claims.home import home_of
from models.claims.places import mentions


def named(sentence: str) -> list[str]:
    return [place.scope("??") for place in mentions(sentence)]


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("agencies in Missouri and West Virginia", ["MO", "WV"]),
        ("in Lubbock, Texas", ["Lubbock, TX"]),
        ("in Jefferson City, Mo., and Paducah, KY", ["Jefferson City, MO", "Paducah, KY"]),
        ("the Lone Star State and the Sunshine State", ["TX", "FL"]),
        ("Lamar County, Texas", ["Lamar County, TX"]),
        ("Bucks County's sheriff", ["Bucks County, PA"]),
        ("Jackson County has two", ["Jackson County, ??"]),
        ("Bossier Parish, Louisiana", ["Bossier Parish, LA"]),
        ("the Dallas Police Department", ["Dallas, TX"]),
        ("the Lamar County Board of Commissioners, Texas", ["Lamar County, TX"]),
        ("Illinois, New Jersey and Washington", ["IL", "NJ", "WA"]),
    ],
)
def test_places_are_found_under_their_names(sentence: str, places: list[str]) -> None:
    assert named(sentence) == places


def test_a_small_town_brings_its_state_to_a_page_that_is_at_home_nowhere() -> None:
    (town,) = mentions("the Gulf Stream Police Department")
    assert (town.scope(""), town.scope("OH")) == ("Gulf Stream, FL", "Gulf Stream, OH")


@pytest.mark.parametrize(
    "sentence",
    [
        "Washington will pay",
        "the mayor of Kansas City",
        "on Virginia Avenue",
        "a deal in Dallas",
    ],
)
def test_names_that_only_look_like_states_are_none(sentence: str) -> None:
    assert named(sentence) == []


def test_a_county_named_like_a_state_is_no_state() -> None:
    assert named("Delaware County commissioners") == ["Delaware County, ??"]


@pytest.mark.parametrize(
    ("title", "text", "outlet", "state", "sure"),
    [
        ("Sheriff signs", "LUBBOCK, Texas (KTXB) - The sheriff signed.", "KTXB 12", "TX", True),
        ("Where Tennessee ranks", "The list is long.", "", "TN", True),
        ("ICE adds partners", "WASHINGTON (AP) - Florida leads the states.", "", "", False),
        ("Order signed", "CHARLESTON — The governor told lawmakers.", "", "WV", True),
        ("Deals grow", "Georgia has 41. Sheriffs in Georgia like it. Georgia law asks for it.", "", "GA", True),
        ("Deals grow", "Florida, Texas and Ohio lead.", "", "", False),
        ("Jail program", "DOBSON — The Surry County jail has two officers in it.", "", "NC", False),
        ("Where it goes", "HAMILTON — Butler County took part. Other Ohio sheriffs may.", "", "OH", True),
        ("Auditors report", "WASHINGTON -- Rep. Lee, D-Miss., asked for it.", "", "", False),
        ("Minutes", "Sheriff reported. Ten counties in Tennessee joined.", "Polk County Commission", "TN", True),
    ],
)
def test_a_page_is_at_home_where_dateline_title_or_text_say(
    title: str, text: str, outlet: str, state: str, sure: bool
) -> None:
    home = home_of(title, text, outlet)
    assert (home.state, home.sure) == (state, sure)


def test_a_national_page_that_names_one_state_in_passing_is_not_at_home_there() -> None:
    text = "ICE had 1,194 agreements with agencies. Nearly half are in Florida. Most are with sheriffs."
    assert not home_of("ICE adds partners", text, "").sure


def test_the_county_of_a_page_is_the_one_it_keeps_naming() -> None:
    text = "HALL COUNTY, Ga. - Hall County signed. Hall County has a jail. Cobb County has one too."
    assert home_of("", text, "").county == "Hall County"
