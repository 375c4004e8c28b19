"""The sentences of verdicts are put together from parts that fit each other, whatever the qualifier, unit and place."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.claims.stated import Claim, Metric, Role, Unit
from models.verdicts.values import as_stated, compared, in_place, stated, units
from models.vocabulary import SupportType, VerdictKind
from tests.support.verdict_record import claim, verdict

QUALIFIERS = (
    None, "more than", "at least", "nearly", "almost", "just under", "about", "some", "up to", "fewer than", "only",
    "an additional", "additional", "another", "a further", "More Than", "an estimated", "no fewer than", "roughly",
)  # fmt: skip
METRICS = (Metric.AGENCIES, Metric.AGREEMENTS, Metric.STATES, Metric.COUNTIES, Metric.PENDING)

# What no careful writer prints: two articles, two spaces, an article before 'an additional', a stray point.
ODD = re.compile(r"\b(?:a|an|the) (?:a|an|the|another)\b|\s\s|\s[.,;]|[.,;]{2}|\(\)|''|\bNone\b|\b1 \w+ies\b")


@pytest.mark.parametrize(
    ("qualifier", "source", "words"),
    [
        (None, None, "23 fewer than the 31 stated"),
        ("an additional", None, "23 fewer than the 31 additional ones stated"),
        ("nearly", None, "23 fewer than the 'nearly 31' stated"),
        (None, "DHS", "23 fewer than the 31 stated by DHS"),
        ("another", "the sheriff", "23 fewer than the 31 additional ones stated by the sheriff"),
    ],
)
def test_a_difference_names_what_was_stated_and_by_whom(qualifier: str | None, source: str | None, words: str) -> None:
    assert compared(claim(Metric.AGREEMENTS, 31, qualifier=qualifier, source=source), 8) == words


def test_a_difference_from_a_range_is_that_from_its_nearer_end() -> None:
    between = claim(Metric.AGREEMENTS, 900, value_high=1000, qualifier="between")
    assert compared(between, 850) == "50 fewer than the 900 to 1,000 stated"
    assert compared(between, 1100) == "100 more than the 900 to 1,000 stated"


def test_a_sentence_taken_for_a_source_is_left_out() -> None:
    assert as_stated(claim(Metric.AGENCIES, 9, source="somebody " * 20)) == "9 stated"


CLAIMS = st.builds(
    claim,
    metric=st.sampled_from(METRICS),
    value=st.integers(1, 3_000),
    value_high=st.none() | st.integers(3_001, 4_000),
    as_of=st.sampled_from([None, "2025-09-02", "2025-09"]),
    qualifier=st.sampled_from(QUALIFIERS),
    source=st.sampled_from([None, "DHS", "the sheriff’s office"]),
    scope=st.sampled_from(["US", "TX", "IA+KS", "IA+KS+MO"]),
    support_type=st.none() | st.sampled_from(SupportType),
    role=st.sampled_from([Role.CURRENT, Role.COMPONENT, Role.BASELINE]),
    sentence=st.sampled_from(["It has them.", "126 sheriffs take part.", "Since January 40 new ones were signed."]),
)


@settings(deadline=None)  # the first example pays for what is made once
@given(CLAIMS)
def test_every_sentence_reads_well(each: Claim) -> None:
    sentence = verdict(each).sentence
    assert not ODD.search(sentence), sentence
    assert sentence[0].isupper() or sentence[0].isdigit()
    assert sentence.endswith(".")


@pytest.mark.parametrize("qualifier", QUALIFIERS)
@pytest.mark.parametrize("unit", [None, *Unit])
def test_every_figure_reads_well_with_every_unit(qualifier: str | None, unit: Unit | None) -> None:
    each = claim(Metric.OTHER, 31, qualifier=qualifier, unit=unit)
    assert not ODD.search(stated(each))
    assert not ODD.search(f"the {as_stated(each)}")


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_noun_has_its_number(metric: Metric, count: int) -> None:
    noun = units(claim(metric, 1), count)
    assert noun.endswith("s") is (count != 1)


def test_places_are_listed_as_one_says_them() -> None:
    assert in_place(claim(Metric.AGENCIES, 1, scope="IA+KS+MO")) == " in Iowa, Kansas and Missouri"
    assert in_place(claim(Metric.AGENCIES, 1, support_type=SupportType.TFM)) == " under the Task Force Model"


def test_only_a_number_that_differs_is_compared() -> None:
    found = verdict(claim(Metric.AGREEMENTS, 911))
    assert found.kind is VerdictKind.OFF_BY
    assert found.sentence == "The list of 2025-09-02 counts 957 agreements, 46 more than the 911 stated."
