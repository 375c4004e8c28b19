"""Whether a page is about the program: near misses are not."""

import pytest

from models.claims.extraction import extract
from models.claims.relevance import is_relevant
from models.claims.stated import ArticleText
from models.claims.text import fold, sentences


def relevant(text: str, title: str = "") -> bool:
    folded = fold(text)
    return is_relevant(fold(title), folded, list(sentences(folded)))


@pytest.mark.parametrize("name", ["287(g)", "287 (g)", "287g", "287-G", "Section 287(g)"])
def test_a_page_that_names_the_program_is_about_it(name: str) -> None:
    assert relevant(f"The sheriff joined the {name} program in May.")


@pytest.mark.parametrize(
    "text",
    [
        "A truck fire shut U.S. 287 (G Street ramp) on Monday. Deputies from three agencies came.",
        "Executive Order 14287 names sanctuary jurisdictions. Twelve states are on the list.",
        "The county will house 120 ICE detainees under a contract at $90 a day. The jail has 300 beds.",
        "ICE hired 12,000 officers with signing bonuses. Recruits train for eight weeks.",
        "Our office runs 26 plate readers. This office has no 287(g) agreement with ICE. Searches are logged.",
        "Fourteen agencies signed a pact to share a dispatch center. The partnership covers nine cities.",
        "A resolution amending Schedule 25-287 (G) of the zoning code passed.",
    ],
)
def test_near_misses_are_not_about_it(text: str) -> None:
    assert not relevant(text)


def test_a_page_may_tell_of_the_program_without_its_number() -> None:
    text = (
        "Sheriffs who sign agreements with ICE get paid for it. Twenty-one of the state's sheriffs have an agreement "
        "to partner with immigration officers."
    )
    assert relevant(text, "Deputies could get ICE bonuses")


def test_a_ban_of_the_agreements_is_about_them() -> None:
    assert relevant("Under the bill no police body may sign a 287(g) agreement.")


def test_an_irrelevant_page_yields_neither_claims_nor_events() -> None:
    text = "The Justice Department named 12 states and 18 cities as sanctuaries. Gov. Lee signed an executive order."
    found = extract(ArticleText("Sanctuary list", text, "2025-08-05", "", ""))
    assert (found.relevant, found.claims, found.events) == (False, (), ())
