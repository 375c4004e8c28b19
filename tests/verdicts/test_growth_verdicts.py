"""A growth against the lists, and against the counts beside it."""

from dataclasses import replace

import pytest

from models.claims.stated import Baseline, ClaimPart, Grounds, Metric, Role, Unit
from models.vocabulary import VerdictKind
from tests.support.verdict_record import claim, percent, verdict


def test_609_percent_is_135_to_957() -> None:
    found = verdict(percent(609))
    assert found.kind is VerdictKind.SUPPORTED
    assert found.computed is not None
    assert found.computed[:2] == (135, 957)


def test_950_percent_beside_135_and_1168_is_inconsistent() -> None:
    stated = percent(950, as_of=None, qualifier="nearly")
    before = claim(Metric.AGENCIES, 135, as_of=None, role=Role.BASELINE)
    now = claim(Metric.AGENCIES, 1168, as_of="2026-01-26")
    found = verdict(stated, before, now)
    assert (found.kind, found.computed) == (VerdictKind.INCONSISTENT, (135, 1168, 765.2))
    assert "+765%" in found.sentence


def test_a_growth_that_follows_from_the_counts_beside_it_waits_for_a_list() -> None:
    now = claim(Metric.AGREEMENTS, 1168, as_of="2026-01-26")
    before = claim(Metric.AGREEMENTS, 135, as_of=None, role=Role.BASELINE)
    assert verdict(percent(765, as_of=None), before, now).kind is VerdictKind.NO_LIST


def test_counts_of_another_starting_day_do_not_contradict_a_growth() -> None:
    since_july = percent(40, baseline=Baseline(None, "July", "2025-07"))
    before = claim(Metric.AGREEMENTS, 135, as_of="2025-01-20", role=Role.BASELINE)
    now = claim(Metric.AGREEMENTS, 957)
    assert verdict(since_july, before, now).kind is not VerdictKind.INCONSISTENT


def test_a_growth_that_the_lists_give_is_still_inconsistent_with_other_counts_from_the_same_start() -> None:
    before = claim(Metric.AGENCIES, 135, as_of=None, role=Role.BASELINE)
    now = claim(Metric.AGENCIES, 798)
    found = verdict(percent(609), before, now)
    assert found.kind is VerdictKind.INCONSISTENT
    assert "+491%" in found.sentence
    assert "from 135 agreements in January 2025 to 957 agreements" in found.sentence


def test_a_known_starting_figure_starts_a_growth_whatever_its_role() -> None:
    before = claim(Metric.AGENCIES, 135, as_of="2026-01-26", qualifier="only")
    now = claim(Metric.AGENCIES, 1168, as_of="2026-01-26")
    found = verdict(percent(950, as_of=None, qualifier="nearly"), before, now)
    assert (found.kind, found.computed) == (VerdictKind.INCONSISTENT, (135, 1168, 765.2))


def test_a_growth_of_an_earlier_time_is_not_held_against_the_present_counts() -> None:
    before = claim(Metric.AGREEMENTS, 135, as_of=None, role=Role.BASELINE)
    then = percent(563, role=Role.HISTORICAL)
    assert verdict(then, before, claim(Metric.AGREEMENTS, 957)).kind is not VerdictKind.INCONSISTENT


def test_counts_from_another_start_do_not_contradict_a_growth_that_the_lists_give() -> None:
    before = claim(Metric.AGENCIES, 150, as_of="2021", role=Role.HISTORICAL)
    now = claim(Metric.AGREEMENTS, 957)
    assert verdict(percent(609), before, now).kind is VerdictKind.SUPPORTED


def test_two_counts_that_grow_in_the_sentence_of_the_growth_are_its_counts() -> None:
    sentence = "40 agreements grew to 100, a 300% increase."
    parts = [
        claim(Metric.AGREEMENTS, 40, as_of=None, sentence=sentence, start=0),
        claim(Metric.AGREEMENTS, 100, as_of="2026-01-26", sentence=sentence, start=23),
    ]
    found = verdict(percent(300, as_of=None, sentence=sentence, start=32), *parts)
    assert (found.kind, found.computed) == (VerdictKind.INCONSISTENT, (40, 100, 150.0))
    apart = [replace(part, sentence="Another sentence.") for part in parts]
    assert verdict(percent(300, as_of=None, sentence=sentence), *apart).kind is not VerdictKind.INCONSISTENT


def test_the_share_told_as_the_increase_is_recognised() -> None:
    found = verdict(percent(709))
    assert (found.kind, found.way) == (VerdictKind.SUPPORTED_OTHERWISE, "share instead of increase")


def test_sevenfold_is_a_growth_by_times() -> None:
    assert verdict(percent(7, unit=Unit.TIMES)).kind is VerdictKind.SUPPORTED
    doubled = percent(2, unit=Unit.TIMES, baseline=Baseline(None, "January 2025", "2025-01-20"))
    assert verdict(doubled).kind is VerdictKind.OFF_BY


def test_a_growth_since_nobody_knows_when_is_left_open() -> None:
    found = verdict(percent(80))
    assert found.kind is VerdictKind.NOT_CHECKABLE
    assert "since when" in found.sentence


def test_only_counts_of_one_thing_contradict_a_growth() -> None:
    before = claim(Metric.AGREEMENTS, 135, as_of=None, role=Role.BASELINE)
    doubled = percent(12, as_of=None, unit=Unit.TIMES, qualifier="more than")
    for other in (claim(Metric.AGENCIES, 203, as_of=None), claim(Metric.OFFICERS_TRAINED, 288, as_of=None)):
        assert verdict(doubled, before, other).kind is not VerdictKind.INCONSISTENT


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("He said that they doubled over the summer.", 100),  # its own months
        ("That is an increase of 1,000%, so it holds.", 1000),  # of numbers told just before
        ("Agreements rose 2,100%.", 2100),  # the others count something else
    ],
)
def test_counts_of_other_sentences_need_not_be_those_of_a_growth(sentence: str, value: float) -> None:
    stated = percent(value, as_of=None, sentence=sentence)
    before = claim(Metric.AGREEMENTS, 135, as_of=None, role=Role.BASELINE, sentence="It had 135.")
    now = claim(Metric.AGREEMENTS, 1135, as_of="2026-01-26", sentence="It has 1,135.")
    assert verdict(stated, before, now).kind is not VerdictKind.INCONSISTENT
    plain = percent(950, as_of=None, sentence="Agreements have grown 950%.")
    assert verdict(plain, before, now).kind is VerdictKind.INCONSISTENT


def test_a_growth_without_a_start_is_measured_from_the_newest_baseline() -> None:
    # 957 is 6.4 times the 150 of January 2021, and 7.1 times the 135 of January 2025.
    found = verdict(percent(6.4, unit=Unit.TIMES))
    assert found.computed is None or found.computed[0] in (135, 133)


def test_a_growth_from_a_known_baseline_to_the_texts_own_count_is_not_said_to_be_unexplained() -> None:
    now = claim(Metric.AGREEMENTS, 1255, as_of="2025-12-18")
    found = verdict(percent(829, as_of="2025-12-18"), now)
    assert found.kind is VerdictKind.NO_LIST
    assert found.sentence.startswith("This follows from 135 agreements in January 2025 to 1,255, the text's own count")


def test_a_growth_by_times_is_told_in_times() -> None:
    assert "is 7.1 times as many (+609%)" in verdict(percent(7, unit=Unit.TIMES)).sentence


def test_a_growth_with_an_open_part_is_never_off() -> None:
    open_day = (Grounds(ClaimPart.DATE, "2025-09-02", ("the day of the statement",), sure=False),)
    since = Baseline(None, None, "2025-01-20")
    assert verdict(percent(300, baseline=since)).kind is VerdictKind.OFF_BY
    found = verdict(percent(300, baseline=since, evidence=open_day))
    assert found.kind is VerdictKind.NOT_CHECKABLE
    assert "would be +609%" in found.sentence


def test_a_start_after_the_end_of_a_growth_is_no_start() -> None:
    later = Baseline(135.0, None, "2026-01")
    assert verdict(percent(609, baseline=later), published="2025-09-03").kind is VerdictKind.SUPPORTED


@pytest.mark.parametrize(("value", "way"), [(709, "share instead of increase"), (712, None), (700, None)])
def test_only_the_share_to_the_last_digit_is_taken_for_the_increase(value: float, way: str | None) -> None:
    assert verdict(percent(value)).way == way


@pytest.mark.parametrize(
    ("sentence", "value", "kind"),
    [
        ("Agreements have grown 609% since January.", 609, VerdictKind.SUPPORTED),
        ("Agreements have grown 500% since January.", 500, VerdictKind.SUPPORTED_OTHERWISE),
        ("The number of agencies has grown 500% since January.", 500, VerdictKind.SUPPORTED),
        ("The number of agencies has grown 609% since January.", 609, VerdictKind.SUPPORTED_OTHERWISE),
        ("Growth was 500%.", 500, VerdictKind.SUPPORTED),
    ],
)
def test_only_the_growth_of_what_the_text_names_supports_it(sentence: str, value: float, kind: VerdictKind) -> None:
    assert verdict(percent(value, sentence=sentence)).kind is kind


def test_only_the_growth_from_the_start_that_the_text_names_supports_it() -> None:
    sentence = "It rose from 135 to 957, up {}%."
    for value, kind in ((609, VerdictKind.SUPPORTED), (500, VerdictKind.SUPPORTED_OTHERWISE)):
        told = sentence.format(value)
        start = claim(Metric.AGREEMENTS, 135, as_of=None, role=Role.BASELINE, sentence=told)
        found = verdict(percent(value, sentence=told), start)
        assert found.kind is kind
