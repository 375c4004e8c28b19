"""The verdicts that are expected of the two seed articles."""

import json
from typing import Any

import pytest

from models.claims.stated import Baseline, Claim, Metric, Role, Unit
from models.verdicts.holding.checking import hold_all
from models.vocabulary import VerdictKind
from tests.support.february_lists import february_record
from tests.support.paths import SHARED
from tests.support.verdict_record import RECORD, TODAY, claim

SEEDS = SHARED / "news" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seed articles are not here")
@pytest.mark.parametrize(
    ("seed", "metric", "value", "kind"),
    [
        ("seed000", "pct_increase", 950, VerdictKind.INCONSISTENT),
        ("seed000", "agencies", 1168, VerdictKind.NO_LIST),
        ("seed000", "agencies", 135, VerdictKind.SUPPORTED_OTHERWISE),
        ("seed000", "agencies", 150, VerdictKind.SUPPORTED_OTHERWISE),
        ("seed000", "agencies", 1100, VerdictKind.NO_LIST),
        ("seed000", "states", 39, VerdictKind.NO_LIST),
        ("seed000", "agreements", 342, VerdictKind.NO_LIST),
        ("seed000", "agreements", 52, VerdictKind.NO_LIST),
        ("seed004", "agencies", 958, VerdictKind.SUPPORTED_OTHERWISE),
        ("seed004", "pct_increase", 609, VerdictKind.SUPPORTED),
        ("seed004", "states", 40, VerdictKind.SUPPORTED),
        ("seed004", "officers_trained", 8500, VerdictKind.NOT_CHECKABLE),
        ("seed004", "officers_in_training", 2000, VerdictKind.NOT_CHECKABLE),
    ],
)
def test_the_labelled_claims_of_the_seed_articles_get_the_verdicts_expected_of_them(
    seed: str, metric: str, value: float, kind: VerdictKind
) -> None:
    labels = json.loads((SEEDS / f"{seed}_labels.json").read_text())["claims"]
    claims = [_labelled(label) for label in labels]
    found = [
        each.kind
        for label, each in zip(labels, hold_all(claims, None, TODAY, RECORD), strict=True)
        if (label["metric"], label["value"]) == (metric, value)
    ]
    assert found
    assert set(found) == {kind}


def _labelled(label: dict[str, Any]) -> Claim:
    baseline = label["baseline"]
    return claim(
        Metric(label["metric"]),
        label["value"],
        as_of=label["as_of"],
        value_high=label["value_high"],
        unit=Unit(label["unit"]) if label["unit"] else None,
        qualifier=label["qualifier"],
        scope=label["scope"],
        baseline=Baseline(baseline["value"], baseline["what"], baseline["as_of"]) if baseline else None,
        source=label["source"],
        role=Role(label["role"]),
        sentence=label["quote"],
        start=label["start"],
        end=label["end"],
    )


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared seed articles are not here")
def test_the_first_seed_article_on_the_lists_of_its_time() -> None:
    """Its figures are those of February 11, counted on the exact state string; its agencies are spellings."""
    labels = json.loads((SEEDS / "seed000_labels.json").read_text())["claims"]
    held = hold_all([_labelled(label) for label in labels], None, TODAY, february_record())
    kinds = {(label["metric"], label["value"]): found.kind for label, found in zip(labels, held, strict=True)}
    otherwise = [("agencies", 1168), *(("agreements", value) for value in (342, 296, 63, 58))]
    assert {kinds[each] for each in otherwise} == {VerdictKind.SUPPORTED_OTHERWISE}
    assert kinds["pct_increase", 950] is VerdictKind.INCONSISTENT
    assert kinds["states", 39] is kinds["agencies", 1100] is VerdictKind.SUPPORTED
    assert VerdictKind.OFF_BY not in kinds.values()
