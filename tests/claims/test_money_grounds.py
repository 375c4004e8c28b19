"""Sums of money and growths say what decided them, and which part of them is only likely."""

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText, Claim, ClaimPart, Unit


def claims(text: str, title: str = "") -> list[Claim]:
    return list(extract(ArticleText(title, text, "2025-09-18", "Gazette", "")).claims)


def money(text: str, title: str = "") -> Claim:
    return next(each for each in claims(text, title) if each.unit is Unit.USD)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Under the 287(g) program, ICE pays agencies up to $7,500 for each trained officer.", "US"),
        ("Under 287(g), the state of Texas set aside $20 million in grants for sheriffs who sign.", "TX"),
        (
            "The Lamar County Sheriff's Office in Texas received $100,000 from ICE under its 287(g) agreement.",
            "Lamar County, TX",
        ),
    ],
)
def test_a_sum_whose_sentence_says_what_it_is_for_and_whose_is_sure(text: str, scope: str) -> None:
    found = money(text)
    assert found.scope == scope
    assert {each.part for each in found.evidence} == set(ClaimPart)
    assert not {ClaimPart.METRIC, ClaimPart.SCOPE} & found.uncertain


def test_a_sum_that_only_its_neighbors_place_is_not() -> None:
    text = (
        "AUSTIN, Texas - Sheriffs in Texas have joined the 287(g) program. Texas lawmakers want more of them to. "
        "An agency gets up to $100,000 for a vehicle."
    )
    found = money(text, "Texas sheriffs sign 287(g) agreements")
    assert ClaimPart.SCOPE in found.uncertain
    (grounds,) = (each for each in found.evidence if each.part is ClaimPart.SCOPE)
    assert grounds.runner_up


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("ICE says that 287(g) agreements have grown 609 percent since January.", True),
        ("The 287(g) program is large. There has been a 609% increase since January.", False),
    ],
)
def test_a_growth_is_sure_where_its_clause_says_what_grew(text: str, sure: bool) -> None:
    (found,) = (each for each in claims(text) if each.unit is Unit.PERCENT)
    assert (ClaimPart.METRIC not in found.uncertain) is sure
