"""Precision and recall over some 800 texts in the manner of the news, each written before the reader read it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText

_TEXTS = Path(__file__).parents[1] / "support" / "readings.txt"
_OPENING = "The 287(g) program lets local police enforce immigration law.\n\n"  # where text and title do not name it

Stated = tuple[str, float, float | None, str]


@dataclass(frozen=True)
class Wanted:
    text: str
    title: str
    required: frozenset[Stated]
    optional: frozenset[Stated]


def _wanted() -> list[Wanted]:
    found = []
    for line in _TEXTS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            text, title, claims = (part.strip() for part in line.split("|"))
            stated = [claim.strip() for claim in claims.split(";") if claim.strip()]
            required = frozenset(_stated(claim) for claim in stated if not claim.endswith("?"))
            optional = frozenset(_stated(claim.rstrip("?")) for claim in stated if claim.endswith("?"))
            found.append(Wanted(text.replace("⏎", "\n"), title, required, optional))
    return found


def _stated(claim: str) -> Stated:
    metric, value, scope = claim.split(" ", 2)
    low, _, high = value.partition("..")
    return metric, float(low), float(high) if high else None, scope


def _fits(wanted: Stated, told: Stated) -> bool:
    """A county's number may also be told as its state's."""
    return wanted[:3] == told[:3] and (wanted[3] == told[3] or wanted[3].endswith(f", {told[3]}"))


@pytest.fixture(scope="module")
def counted() -> tuple[int, int, int]:
    """How many claims were found, invented and missed."""
    right = invented = missed = 0
    for case in _wanted():
        opening = "" if "287(g)" in case.text + case.title else _OPENING
        page = ArticleText(case.title, opening + case.text, "2026-02-10", "", "")
        told = {(claim.metric.value, claim.value, claim.value_high, claim.scope) for claim in extract(page).claims}
        hits = [wanted for wanted in case.required if any(_fits(wanted, each) for each in told)]
        right += len(hits)
        missed += len(case.required) - len(hits)
        accepted = case.required | case.optional
        invented += sum(not any(_fits(wanted, each) for wanted in accepted) for each in told)
    return right, invented, missed


def test_hardly_a_claim_is_invented(counted: tuple[int, int, int]) -> None:
    right, invented, _ = counted
    assert right / (right + invented) >= 0.96


def test_nine_claims_in_ten_are_found(counted: tuple[int, int, int]) -> None:
    right, _, missed = counted
    assert right / (right + missed) >= 0.9
