"""Where an act was done, and whose it is: by the clause, the line, the town and the counties of the page."""

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText


def told(text: str, outlet: str = "") -> set[tuple[str, str]]:
    found = extract(ArticleText("Police and the 287(g) program", text, "2026-02-18", outlet, "")).events
    return {(event.kind.value, event.place) for event in found}


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "Presidio County, Texas, has no jail. In Travis County, Sheriff Monica Lane signed a 287(g) agreement.",
            {("signed", "Travis County, TX")},
        ),
        (
            "In Ridgeway, a town of 6,400 in western Missouri, the police chief joined 287(g) in September.",
            {("signed", "Ridgeway, MO")},
        ),
        (
            "KENNER, La. - Kenner has 60 officers. ICE approved Kenner's application to 287(g) on March 19.",
            {("signed", "Kenner, LA")},
        ),
        (
            "- Ford County, Kansas: joined 287(g) in 2024.\n- Sedgwick County, Kansas: Sheriff Jeff Eames says no.",
            {("signed", "Ford County, KS"), ("declined", "Sedgwick County, KS")},
        ),
        (
            "ICE approved 287(g) agreements with the sheriffs of Hartley, Oldham and Moore counties in Texas.",
            {("signed", f"{name} County, TX") for name in ("Hartley", "Oldham", "Moore")},
        ),
        (
            "Nine Maryland counties, including Harford, Cecil and Frederick, had to end their 287(g) agreements.",
            {("terminated", f"{name} County, MD") for name in ("Harford", "Cecil", "Frederick")},
        ),
        (
            "Del. Kathy Tran of Virginia sponsors a bill that would bar 287(g) agreements.",
            {("ban_law", "VA")},
        ),
        ("Washington Gov. Ann Poe signed a law that prohibits 287(g) agreements.", {("ban_law", "WA")}),
        (
            "A Louisiana sheriff was sued on Monday over 287(g) stops. The complaint, filed in Baton Rouge, names the "
            "Livingston Parish Sheriff's Office. The suit seeks damages from ICE and Kenner police.",
            {("lawsuit", "Livingston Parish, LA")},
        ),
    ],
)
def test_the_clause_the_line_and_the_page_place_an_act(text: str, acts: set[tuple[str, str]]) -> None:
    assert told(text) == acts


def test_minutes_and_own_pages_are_those_of_their_town() -> None:
    text = "In Wisconsin, motion by Lang to approve the 287(g) agreement of the police. Motion carried 4-1."
    assert told(text, "Town of Hartwell") == {("signed", "Hartwell, WI")}


def test_a_county_is_in_no_state_that_has_none_of_its_name() -> None:
    text = "Massachusetts has one 287(g) partner. Bucks County ended its 287(g) agreement, and Lancaster County joined."
    assert told(text) <= {("terminated", "Bucks County, PA"), ("signed", "Lancaster County, PA")}


@pytest.mark.parametrize(
    "text",
    [
        "The challenger in Kent County, Michigan, said she would never sign a 287(g) agreement.",
        "Nearly 600 departments, from Barrow County to Cape Coral, have signed 287(g) agreements.",
        "A bill would cut aid to Wisconsin counties whose sheriff refuses to join 287(g).",
        "A town department in Delaware that entered a 287(g) agreement had prompted it.",
        "Federal officials said they would not renew 287(g) agreements in Illinois.",
        "Florida's attorney general warned Doral after its council rejected a 287(g) agreement.",
    ],
)
def test_nobody_is_told_to_have_acted_where_nobody_is_named(text: str) -> None:
    assert told(text) == set()
