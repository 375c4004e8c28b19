"""A part is held against the same part of the list, and stays open where the list cannot count it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.claims.stated import Baseline, Claim, Metric, Role
from models.lists.counts import AgencyType, Count
from models.places.bodies import Body
from models.verdicts.holding.parts import named_part
from models.verdicts.holding.signing_periods import signing_period
from models.verdicts.record_view import AgreementOnList, RecordView
from models.vocabulary import SupportType, VerdictKind
from tests.support.verdict_record import BASELINES, claim, listed, verdict

DAY = date(2025, 9, 18)


def agreements(body: Body, kind: AgencyType, number: int, signed: str, state: str = "TX") -> list[AgreementOnList]:
    on = date.fromisoformat(signed)
    return [AgreementOnList(f"{body}-{signed}-{one}", state, SupportType.WSO, body, kind, on) for one in range(number)]


ROWS = [
    *agreements(Body.SHERIFF, AgencyType.COUNTY, 120, "2025-03-03"),
    *agreements(Body.SHERIFF, AgencyType.COUNTY, 6, "2025-09-15"),
    *agreements(Body.CONSTABLE, AgencyType.COUNTY, 5, "2024-02-02"),
    *agreements(Body.CAMPUS, AgencyType.STATE, 3, "2025-08-08"),
]
TEXAS = Count(agreements=len(ROWS), rows=len(ROWS), agencies=len(ROWS))
BEFORE = Count(agreements=5, rows=5, agencies=5)
LISTS = (
    replace(listed("2025-01-18", 135, 133, slices={"TX": BEFORE}), agreements=lambda: ROWS[126:131]),
    replace(listed("2025-09-17", 1000, 829, slices={"TX": TEXAS}), agreements=lambda: ROWS),
)
RECORD = RecordView(LISTS, (), BASELINES, known_until=DAY)


def said(sentence: str, value: float, metric: Metric = Metric.AGENCIES, **more: Any) -> Claim:
    return claim(metric, value, as_of=None, sentence=sentence, scope=more.pop("scope", "TX"), **more)


def kind_of(each: Claim) -> VerdictKind:
    return verdict(each, published="2025-09-18", record=RECORD).kind


@pytest.mark.parametrize(
    ("sentence", "value", "words"),
    [
        ("In Texas, 126 sheriffs take part.", 126, "126 sheriff's offices in Texas"),
        ("Of those that signed, 126 are sheriff’s offices in Texas.", 126, "126 sheriff's offices in Texas"),
        ("Texas has about 130 sheriff's departments in it.", 126, "126 sheriff's offices in Texas, which fits"),
        ("Five Texas constables hold an agreement.", 5, "5 constables in Texas"),
        ("Three universities have signed.", 3, "3 universities and colleges in Texas"),
    ],
)
def test_a_kind_of_body_is_counted_by_itself(sentence: str, value: float, words: str) -> None:
    qualifier = "about" if "about" in sentence else None
    stated = 130.0 if qualifier else value
    found = verdict(said(sentence, stated, qualifier=qualifier), published="2025-09-18", record=RECORD)
    assert (found.kind, found.list_value) == (VerdictKind.SUPPORTED, value)
    assert words in found.sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Texas sheriffs hold 126 agreements.",
        "As of Thursday, sheriffs in Texas have signed about 126 agreements.",
        "Texas has 126 agreements with sheriff's offices.",
        "The list shows 126 agreements held by sheriffs in Texas.",
    ],
)
def test_the_agreements_of_a_kind_of_body_are_counted_wherever_it_is_named(sentence: str) -> None:
    found = verdict(said(sentence, 126, Metric.AGREEMENTS), published="2025-09-18", record=RECORD)
    assert found.kind is VerdictKind.SUPPORTED
    assert "126 agreements of sheriff's offices in Texas" in found.sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Texas sheriffs and police departments hold 134 agreements.",
        "Police, sheriffs hold 134 agreements in Texas.",
        "The sheriffs' association of Texas says it counts 134 agreements.",
        "Texas, whose sheriffs lead, has 134 agreements.",
        "The agreements of the Collin County sheriff have grown to 134 agreements.",
    ],
)
def test_several_kinds_or_others_who_are_named_make_no_part_of_the_agreements(sentence: str) -> None:
    assert kind_of(said(sentence, 134, Metric.AGREEMENTS)) is VerdictKind.SUPPORTED


def test_another_number_of_a_kind_of_body_is_no_error() -> None:
    assert kind_of(said("Texas sheriffs hold 90 agreements.", 90, Metric.AGREEMENTS)) is VerdictKind.NOT_CHECKABLE
    assert kind_of(said("In Texas, 90 sheriffs take part.", 90)) is VerdictKind.NOT_CHECKABLE
    assert kind_of(said("In Texas, 12 universities take part.", 12)) is VerdictKind.NOT_CHECKABLE


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("All 134 sheriffs of Texas take part.", "of these, 126 are sheriff's offices"),
        ("In Texas, 134 police departments take part.", "of these, 0 are police departments"),
        ("In Texas, 134 of 254 sheriffs have agreements.", "of these, 126 are sheriff's offices"),
    ],
)
def test_the_number_of_all_bodies_is_not_that_of_one_kind(sentence: str, told: str) -> None:
    found = verdict(said(sentence, 134), published="2025-09-18", record=RECORD)
    assert found.kind is VerdictKind.SUPPORTED_OTHERWISE
    assert "134 agencies of every kind in Texas" in found.sentence
    assert told in found.sentence


def test_the_number_of_agreements_told_of_one_kind_of_body_names_its_own_count_too() -> None:
    found = verdict(
        said("Nationwide, 1,000 sheriffs take part.", 1000, scope="US"), published="2025-09-18", record=RECORD
    )
    assert found.kind is VerdictKind.SUPPORTED_OTHERWISE
    assert "126 are sheriff's offices" in found.sentence


def test_more_of_a_kind_than_of_all_is_an_error() -> None:
    assert kind_of(said("In Texas, 190 sheriffs take part.", 190)) is VerdictKind.OFF_BY


@pytest.mark.parametrize(
    ("sentence", "value", "kind"),
    [
        ("Texas signed 129 new agreements since January.", 129, VerdictKind.SUPPORTED),  # by the dates of signing
        ("Since Trump took office, 129 more agreements were signed.", 129, VerdictKind.SUPPORTED),
        ("Six agreements were signed on September 15.", 6, VerdictKind.SUPPORTED),
        ("Another 6 agreements were signed this month.", 6, VerdictKind.SUPPORTED),
        ("Texas signed 300 new agreements since January.", 300, VerdictKind.NOT_CHECKABLE),
        ("Another 40 agreements were signed.", 40, VerdictKind.NOT_CHECKABLE),
    ],
)
def test_what_is_new_is_counted_by_its_dates_never_as_the_whole(sentence: str, value: float, kind: VerdictKind) -> None:
    assert kind_of(said(sentence, value, Metric.AGREEMENTS, role=Role.COMPONENT)) is kind


def test_what_is_new_may_be_the_difference_of_two_lists() -> None:
    found = verdict(
        said("There are 865 new agreements since January 20.", 865, Metric.AGREEMENTS, scope="US"),
        published="2025-09-18",
        record=RECORD,
    )
    assert (found.kind, found.list_value) == (VerdictKind.SUPPORTED, 865)
    assert "grew by 865, from 135 to 1,000" in found.sentence


def test_a_part_of_a_number_told_before_is_not_the_whole() -> None:
    part = said("Of those, 90 follow it.", 90, Metric.AGREEMENTS, role=Role.COMPONENT)
    assert kind_of(part) is VerdictKind.NOT_CHECKABLE
    assert "only a part of a larger number" in verdict(part, published="2025-09-18", record=RECORD).sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Texas has 134 agencies in the program, said the sheriff.",
        "In Texas 134 agencies, more than in any state but one, take part.",
        "Since the last election 134 agencies take part in all, up 90%.",
    ],
)
def test_words_that_stand_elsewhere_make_no_part(sentence: str) -> None:
    assert kind_of(said(sentence, 134)) is VerdictKind.SUPPORTED


def test_a_state_of_a_list_of_states_is_no_part() -> None:
    state = claim(Metric.AGREEMENTS, 134, scope="TX", role=Role.COMPONENT)
    assert named_part(state, [state, claim(Metric.AGREEMENTS, 900)], DAY) is None
    assert named_part(state, [state], DAY) is not None


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("since January", "2025-01-01", "2025-09-18"),
        ("since Jan. 20, 2025", "2025-01-20", "2025-09-18"),
        ("since December", "2024-12-01", "2025-09-18"),
        ("in July", "2025-07-01", "2025-07-31"),
        ("on Sept. 3", "2025-09-03", "2025-09-03"),
        ("signed in 2024", "2024-01-01", "2024-12-31"),
        ("since 2024", "2024-01-01", "2025-09-18"),
        ("since President Trump returned to the White House", "2025-01-20", "2025-09-18"),
        ("this month", "2025-09-01", "2025-09-18"),
        ("last month", "2025-08-01", "2025-08-31"),
        ("this year", "2025-01-01", "2025-09-18"),
    ],
)
def test_the_words_for_a_period_are_resolved_against_the_day_of_the_text(sentence: str, first: str, last: str) -> None:
    found = signing_period(said(sentence, 1), DAY)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("sentence", ["", "recently", "since February 30", "in 2031", "since the spring"])
def test_words_that_name_no_period_give_none(sentence: str) -> None:
    assert signing_period(said(sentence, 1), DAY) is None
    since = said(sentence, 1, baseline=Baseline(None, None, "2025-03"))
    found = signing_period(since, DAY)
    assert found is None or found.first == date(2025, 3, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "Texas has 900 agreements, and 40 of the agreements are older than that.",
        "Of those in Texas, 40 are older.",
        "Texas signed them early: 40 of them are older.",
    ],
)
def test_some_of_those_counted_before_are_never_held_against_all(sentence: str) -> None:
    found = verdict(said(sentence, 40, Metric.AGREEMENTS), published="2025-09-18", record=RECORD)
    assert found.kind is VerdictKind.NOT_CHECKABLE
    assert "only a part of a larger number" in found.sentence


def test_all_of_a_place_are_no_part_of_a_number_told_before() -> None:
    assert kind_of(said("All 126 of its sheriffs take part.", 126)) is VerdictKind.SUPPORTED
    assert kind_of(said("On that day ICE counted 134 of the agreements in Texas.", 134)) is VerdictKind.SUPPORTED


def test_a_larger_number_of_the_sentence_may_hold_a_smaller_one() -> None:
    sentence = "The roster names 517 agencies; 271 hold more than one paper."
    parts = [claim(Metric.AGENCIES, value, sentence=sentence) for value in (271, 517)]
    record = RecordView((listed("2025-09-02", 957, 798),), (), BASELINES, known_until=date(2025, 9, 2))
    assert verdict(parts[0], parts[1], record=record).kind is VerdictKind.NOT_CHECKABLE
    assert verdict(parts[0], record=record).kind is VerdictKind.OFF_BY


@pytest.mark.parametrize(
    "sentence",
    [
        "Texas has 134 police departments and sheriff's offices in the program.",
        "In Texas, 134 city, county and state agencies take part.",
    ],
)
def test_several_kinds_together_are_all(sentence: str) -> None:
    assert kind_of(said(sentence, 134)) is VerdictKind.SUPPORTED


@pytest.mark.parametrize(
    "sentence",
    [
        "As of last week there were 134 agreements in Texas.",
        "By last week that figure had climbed to 134 in Texas.",
        "Texas has signed 134 agreements, five times as many as in January.",
        "So far 134 agreements have been signed in Texas, up 300 percent since July.",
    ],
)
def test_a_day_or_another_count_beside_a_number_makes_it_no_flow(sentence: str) -> None:
    assert kind_of(said(sentence, 134, Metric.AGREEMENTS)) is VerdictKind.SUPPORTED


def test_what_comes_in_a_month_is_no_baseline() -> None:
    monthly = said(
        "It added 93 last month, compared with more than 150 in some months of 2025.",
        150,
        Metric.AGREEMENTS,
        scope="US",
        qualifier="more than",
        role=Role.BASELINE,
    )
    found = verdict(replace(monthly, as_of="2025"), published="2025-09-18", record=RECORD)
    assert found.kind is VerdictKind.NOT_CHECKABLE


def test_pending_applications_of_one_kind_are_not_all_pending_ones() -> None:
    record = RecordView((), (listed("2025-09-17", 13, 13, slices={"TX": TEXAS}),), BASELINES)
    kind = said("Some 120 Texas universities have applied.", 120, Metric.PENDING, qualifier="at least")
    assert verdict(kind, published="2025-09-18", record=record).kind is VerdictKind.NOT_CHECKABLE


def test_one_of_a_kind_is_told_in_the_singular() -> None:
    rows = [*ROWS, *agreements(Body.STATE_POLICE, AgencyType.STATE, 1, "2025-05-05")]
    record = RecordView((replace(LISTS[1], agreements=lambda: rows),), (), BASELINES, known_until=DAY)
    found = verdict(said("Three state police agencies take part.", 3), published="2025-09-18", record=record)
    assert "shows 1 state police agency in Texas" in found.sentence
