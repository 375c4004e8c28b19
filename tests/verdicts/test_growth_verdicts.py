"""A growth against the lists, and against the counts beside it."""

from dataclasses import replace

from models.claims.stated import Baseline, Metric, Role, Unit
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
