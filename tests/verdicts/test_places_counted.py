"""States, territories, and both together are three counts, each held against its own."""

from datetime import date

import pytest

from models.claims.stated import Metric
from models.verdicts.record_view import RecordView
from models.vocabulary import VerdictKind
from tests.support.verdict_record import claim, listed, verdict

# 39 states and two territories on both lists, looked at until weeks later.
LISTS = tuple(listed(day, 1402, 1174, 39, territories=2) for day in ("2026-02-02", "2026-02-06"))
RECORD = RecordView(LISTS, known_until=date(2026, 2, 20))
COUNTED, OTHERWISE, OFF = VerdictKind.SUPPORTED, VerdictKind.SUPPORTED_OTHERWISE, VerdictKind.OFF_BY


@pytest.mark.parametrize(
    ("metric", "value", "words", "kind", "says"),
    [
        (Metric.TERRITORIES, 2, "39 states and 2 territories", COUNTED, "counts 2 territories."),
        (Metric.TERRITORIES, 5, "39 states and 5 territories", OFF, "counts 2 territories, 3 fewer than the 5 stated"),
        (Metric.STATES, 39, "39 states and 2 territories", COUNTED, "counts 39 states."),
        (Metric.STATES, 41, "41 states and territories", COUNTED, "counts 41 states and territories."),
        (Metric.STATES, 41, "41 states or U.S. territories", COUNTED, "counts 41 states and territories."),
        (Metric.STATES, 41, "41 states", OTHERWISE, "the number of states and territories together; the list has 39"),
        (Metric.STATES, 39, "39 states and territories", OTHERWISE, "39 is the number of states; the list has 41"),
    ],
)
def test_each_is_held_against_its_own_count(
    metric: Metric, value: float, words: str, kind: VerdictKind, says: str
) -> None:
    stated = claim(metric, value, "2026-02-02", sentence=f"The program has partners in {words}.")
    found = verdict(stated, published="2026-02-02", record=RECORD)
    assert found.kind is kind, found.sentence
    assert says in found.sentence


def test_one_territory_more_than_listed_may_be_of_a_list_that_the_record_lacks() -> None:
    stated = claim(Metric.TERRITORIES, 3, "2026-02-02", sentence="It has partners in 39 states and 3 territories.")
    found = verdict(stated, published="2026-02-02", record=RECORD)
    assert found.kind is VerdictKind.NO_LIST
    assert "counts 2 territories" in found.sentence
