"""What was gained or lost is never held against the number in force."""

from dataclasses import replace
from datetime import date

import pytest

from models.claims.stated import Claim, Metric
from models.lists.counts import AgencyType, Count
from models.places.bodies import Body
from models.verdicts.record_view import AgreementOnList, EndedAgreement, RecordView
from models.verdicts.values import Verdict
from models.vocabulary import SupportType, VerdictKind
from tests.support.verdict_record import claim, listed, verdict

DAY = date(2025, 9, 18)
ROWS = [
    AgreementOnList(str(one), "TX", SupportType.WSO, Body.SHERIFF, AgencyType.COUNTY, signed)
    for one, signed in enumerate([date(2025, 3, 3)] * 125 + [date(2025, 9, 15)] * 9)
]
TEXAS = Count(agreements=134, rows=134, agencies=134)
LIST = replace(listed("2025-09-17", 1000, 829, slices={"TX": TEXAS}), agreements=lambda: ROWS)
RECORD = RecordView((LIST,), (), known_until=DAY)


def said(sentence: str, value: float, scope: str = "TX", metric: Metric = Metric.AGREEMENTS) -> Claim:
    return claim(metric, value, as_of=None, sentence=sentence, scope=scope)


def held(each: Claim) -> Verdict:
    return verdict(each, published=str(DAY), record=RECORD)


@pytest.mark.parametrize(
    "sentence",
    [
        "Texas lost {} agreements.",
        "Texas lost {} agreements in September.",
        "Texas has shed a total of {} agreements.",
        "Counties of Texas dropped at least {} agreements this year.",
        "Texas suspended all {} agreements.",
        "Texas saw {} agreements end in September.",
        "In Texas, {} agreements were terminated.",
        "In Texas, {} agreements expired in September.",
        "Texas was down {} agreements in September.",
    ],
)
@pytest.mark.parametrize(("number", "value"), [("134", 134), ("two", 2), ("nine", 9)])
def test_what_was_lost_is_no_number_in_force_nor_one_of_those_signed(sentence: str, number: str, value: float) -> None:
    assert held(said(sentence.format(number), value)).kind is VerdictKind.NOT_CHECKABLE


@pytest.mark.parametrize("verb", ["gained", "landed", "secured", "won", "netted", "picked up", "saw", "is up"])
def test_what_was_gained_is_held_against_what_was_signed_in_its_period_alone(verb: str) -> None:
    assert held(said(f"Texas {verb} 134 agreements.", 134)).kind is VerdictKind.NOT_CHECKABLE
    assert held(said(f"Texas {verb} two agreements in September.", 2)).kind is VerdictKind.NOT_CHECKABLE
    found = held(said(f"Texas {verb} nine agreements in September.", 9))
    assert (found.kind, found.list_value) == (VerdictKind.SUPPORTED, 9)


def ended(state: str, on: str, confirmed: bool = True) -> EndedAgreement:
    return EndedAgreement(state, SupportType.WSO, date.fromisoformat(on), confirmed)


LISTS = [listed(day, 1000, 829) for day in ("2025-04-29", "2025-05-02", "2025-08-28", "2025-09-03", "2025-09-17")]
ENDINGS = [ended("TX", "2025-04-29"), ended("TX", "2025-05-02"), ended("TX", "2025-09-03"), ended("VA", "2025-09-17")]
LOSSES = RecordView(LISTS, (), endings=ENDINGS, known_until=DAY)


@pytest.mark.parametrize(
    ("sentence", "value", "says"),
    [
        (
            "Texas has lost two agreements since May.",
            2,
            "lists of 2025-04-29 and 2025-09-17, 2 agreements in Texas ended",
        ),
        ("In Texas, 2 agreements were terminated since May 1.", 2, "2 agreements in Texas ended"),
        (
            "Texas saw one agreement end in September.",
            1,
            "lists of 2025-08-28 and 2025-09-17, 1 agreement in Texas ended",
        ),
    ],
)
def test_what_was_lost_is_supported_by_as_many_confirmed_endings(sentence: str, value: float, says: str) -> None:
    found = verdict(said(sentence, value), published=str(DAY), record=LOSSES)
    assert (found.kind, found.list_value) == (VerdictKind.SUPPORTED, value)
    assert says in found.sentence


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Texas has lost three agreements since May.", 3),  # another number is no error
        ("Texas has lost two agreements.", 2),  # in no time that is told
        ("Texas has lost two agreements since 2024.", 2),  # before the first list
        ("Texas would have lost two agreements since May.", 2),
        ("Texas has lost two agreements with sheriffs since May.", 2),
        ("Texas has not lost two agreements since May.", 2),
        ("Texas suspended two agreements since May.", 2),
        ("North Texas has lost two agreements since May.", 2),
        ("Texas police have lost two agreements since May.", 2),
        ("Dallas has lost two agreements since May.", 2),
        ("Officials denied that Texas has lost two agreements since May.", 2),
        ("Texas has lost two tourism agreements since May.", 2),
        ("Texas has lost two agreements with hospitals since May.", 2),
        ("Texas lost two agreements from May 1 to Sept. 10.", 2),
        ("Texas has lost two agreements since last May.", 2),
        ("Texas lost two task force agreements since May.", 2),  # the claim is of every support type
        ("Texas lost one agreement in September of last year.", 1),
    ],
)
def test_what_was_lost_stays_open_otherwise(sentence: str, value: float) -> None:
    assert verdict(said(sentence, value), published=str(DAY), record=LOSSES).kind is VerdictKind.NOT_CHECKABLE


def test_no_county_is_said_to_have_lost_none_for_want_of_its_name() -> None:
    stated = said("Collin County lost zero agreements since May.", 0, "Collin County, TX")
    assert verdict(stated, published=str(DAY), record=LOSSES).kind is not VerdictKind.SUPPORTED


def test_an_ending_that_is_not_confirmed_leaves_the_number_open() -> None:
    open_ = replace(LOSSES, endings=[*ENDINGS[:2], ended("TX", "2025-09-03", confirmed=False)])
    stated = said("Texas has lost two agreements since May.", 2)
    assert verdict(stated, published=str(DAY), record=open_).kind is VerdictKind.NOT_CHECKABLE


def test_a_number_lost_nationwide_is_not_the_one_of_a_known_day() -> None:
    assert held(said("ICE lost 1,000 agreements.", 1000, "US")).kind is VerdictKind.NOT_CHECKABLE
    assert held(said("The program lost 40 states.", 40, "US", Metric.STATES)).kind is VerdictKind.NOT_CHECKABLE


def test_a_number_in_words_is_told_by_its_verb() -> None:
    assert held(said("Texas lost twenty-two agreements in September.", 22)).kind is VerdictKind.NOT_CHECKABLE


@pytest.mark.parametrize(
    "sentence",
    [
        "Texas dropped to 134 agreements.",
        "Texas has signed 134 agreements.",
        "There are 134 agreements left in Texas.",
        "Texas has 134 agreements after two ended.",
        "Texas had 134 agreements at the end of the week.",
        "Two agreements ended, leaving 134 agreements in Texas.",
    ],
)
def test_what_is_there_after_a_change_is_still_a_number_in_force(sentence: str) -> None:
    assert held(said(sentence, 134)).kind is VerdictKind.SUPPORTED
