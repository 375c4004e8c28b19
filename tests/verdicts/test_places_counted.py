"""States, territories, and both together are three counts, each held against its own."""

from dataclasses import replace
from datetime import date

import pytest

from models.claims.stated import Metric
from models.lists.counts import AgencyType
from models.places.bodies import Body
from models.verdicts.record_view import AgreementOnList, RecordView
from models.vocabulary import SupportType, VerdictKind
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


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (12, "ICE trained officers in 12 states under the program."),
        (12, "ICE held sessions on the agreements in 12 states."),
        (3, "ICE signed agreements in 3 new states and one territory."),
        (22, "In February, agencies in 22 states signed agreements."),
        (10, "Ten states have stayed out of the program."),
        (10, "No agreements are in force in 10 states."),
        (45, "Sheriffs against agreements in 45 states met."),
    ],
)
def test_places_of_something_else_are_no_wrong_number_of_those_on_the_list(value: float, sentence: str) -> None:
    found = verdict(claim(Metric.STATES, value, "2026-02-02", sentence=sentence), published="2026-02-02", record=RECORD)
    assert found.kind is not OFF, found.sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Agencies in 52 states take part.",
        "The 1,402 agreements are in force in 52 states.",
        "The program now runs in 52 states.",
        "There are 1,174 agencies across more than 52 states.",
    ],
)
def test_places_said_of_all_that_take_part_are_off(sentence: str) -> None:
    found = verdict(claim(Metric.STATES, 52, "2026-02-02", sentence=sentence), published="2026-02-02", record=RECORD)
    assert found.kind is OFF, found.sentence


def row(state: str, body: Body) -> AgreementOnList:
    return AgreementOnList(f"{state}-{body}", state, SupportType.TFM, body, AgencyType.COUNTY, None)


ROWS = [row("TX", Body.SHERIFF), row("FL", Body.SHERIFF), row("FL", Body.CONSTABLE), row("GU", Body.SHERIFF)]
WITH_ROWS = RecordView(tuple(replace(each, agreements=lambda: ROWS) for each in LISTS), known_until=date(2026, 2, 20))


@pytest.mark.parametrize(
    ("metric", "value", "sentence", "kind"),
    [
        (Metric.STATES, 2, "Sheriffs in 2 states take part.", COUNTED),
        (Metric.STATES, 1, "Constables in 1 state take part.", COUNTED),
        (Metric.TERRITORIES, 1, "Sheriffs in two states and 1 territory take part.", COUNTED),
        (Metric.STATES, 39, "Sheriffs in 39 states take part.", VerdictKind.NOT_CHECKABLE),
        (Metric.STATES, 39, "Sheriffs and police in 39 states take part.", COUNTED),
        (Metric.STATES, 39, "Participating police departments in 39 states get money.", COUNTED),
        (Metric.STATES, 39, "Task force agreements are in force in 39 states.", VerdictKind.NOT_CHECKABLE),
    ],
)
def test_the_places_of_one_kind_are_counted_by_themselves(
    metric: Metric, value: float, sentence: str, kind: VerdictKind
) -> None:
    stated = claim(metric, value, "2026-02-02", sentence=sentence)
    found = verdict(stated, published="2026-02-02", record=WITH_ROWS)
    assert found.kind is kind, found.sentence
