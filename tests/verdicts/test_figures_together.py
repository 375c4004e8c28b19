"""A text's figures are explained together: by one list and one way of counting, whatever day another sentence gives."""

from dataclasses import replace
from datetime import date

import pytest

from models.claims.stated import Claim, Metric, Role, Unit
from models.verdicts.holding.checking import hold_all
from models.verdicts.record_view import RecordView
from models.verdicts.values import Verdict
from models.vocabulary import VerdictKind
from tests.support.february_lists import FIVE_STATES, LISTS, FebruaryList, february_record
from tests.support.verdict_record import TODAY, claim

RECORD = february_record()
STATED = {"FL": 342, "TX": 296, "TN": 63, "PA": 58, "AL": 52}


def state_figures(stated: dict[str, int], as_of: str | None = None) -> list[Claim]:
    return [
        claim(Metric.AGREEMENTS, value, as_of=as_of, scope=state, sentence=f"{state}: {value} agreements", start=number)
        for number, (state, value) in enumerate(stated.items())
    ]


def article(as_of: str | None = None) -> list[Claim]:
    """A text that dates its agencies in one sentence and lists the agreements of states in another."""
    growth = claim(Metric.PCT_INCREASE, 950, as_of=None, unit=Unit.PERCENT, qualifier="nearly", start=90)
    dated = claim(
        Metric.AGENCIES, 1168, as_of="2026-01-26", sentence="As of January 26, 1,168 agencies take part.", start=91
    )
    before = claim(Metric.AGENCIES, 135, as_of=None, role=Role.BASELINE, start=92)
    states = claim(Metric.STATES, 39, as_of=as_of, sentence="In total, 39 states take part.", start=93)
    many = claim(Metric.AGENCIES, 1100, as_of=as_of, qualifier="more than", sentence="More than 1,100 now.", start=94)
    return [growth, dated, before, *state_figures(STATED, as_of), states, many]


def held(claims: list[Claim], published: str | None = None, record: RecordView = RECORD) -> dict[float, Verdict]:
    day = date.fromisoformat(published) if published else None
    return {each.value: found for each, found in zip(claims, hold_all(claims, day, TODAY, record), strict=True)}


@pytest.mark.parametrize("each", LISTS, ids=lambda each: each.day)
def test_the_lists_have_the_counts_that_they_are_made_for(each: FebruaryList) -> None:
    (listed,) = (one for one in RECORD.participating if one.published_on.isoformat() == each.day)
    nation = listed.count().of()
    assert (nation.rows, nation.agreements, nation.agencies) == (each.rows, each.rows, each.agencies)
    assert (nation.agencies_as_spelt, nation.agencies_with_county) == (each.spelt, each.spelt_with_county)
    assert (nation.agencies_as_printed, nation.agencies_printed_with_county) == (each.printed, each.printed_with_county)
    assert (nation.states, nation.territories) == (39, 2)
    for state, total, stray in zip(FIVE_STATES, each.by_state, each.stray, strict=True):
        count = listed.count().of(state)
        assert (count.rows, count.rows_of_usual_spelling) == (total, total - stray)


@pytest.mark.parametrize("as_of", [None, "2026-01-26"])
@pytest.mark.parametrize("published", [None, "2026-02-12", "2026-02-16"])
def test_four_figures_of_states_are_one_list_counted_by_the_exact_state(
    as_of: str | None, published: str | None
) -> None:
    found = held(article(as_of), published)
    for state, true in (("TX", 301), ("PA", 60)):
        told = found[STATED[state]]
        assert (told.kind, told.way) == (VerdictKind.SUPPORTED_OTHERWISE, "usual state spelling")
        assert (told.list_date, told.list_value) == (date(2026, 2, 11), true)
    assert {found[STATED[state]].list_date for state in ("FL", "TN")} == {date(2026, 2, 11)}
    assert {found[STATED[state]].list_value for state in ("FL", "TN")} == {342, 63}


def test_the_joint_explanation_says_what_was_missed() -> None:
    assert held(article())[296].sentence == (
        "This and 3 other figures of the text are those of the list of 2026-02-11, counted so that 5 rows with a stray "
        "space or a typo in the state are missed; the list has 301 agreements in Texas."
    )
    told = held(article())[342]
    assert (told.kind, told.way) == (VerdictKind.SUPPORTED_OTHERWISE, "another date")
    assert told.reasons[0] == "explained together: 4 figures on one of 10 lists"


def test_the_figure_beside_them_is_of_a_day_soon_after() -> None:
    found = held(article())[52]
    assert (found.kind, found.way) == (VerdictKind.SUPPORTED_OTHERWISE, "another date")
    assert found.list_date == date(2026, 2, 17)


def test_a_count_of_spellings_is_told_as_one_beside_the_agencies() -> None:
    found = held(article())[1168]
    assert found.kind is VerdictKind.SUPPORTED_OTHERWISE
    assert found.way in ("agencies as printed", "agencies printed with county")
    assert "agencies under one name each" in found.sentence


def test_a_growth_is_that_of_the_list_of_the_other_figures() -> None:
    found = held(article())[950]
    assert (found.kind, found.computed) == (VerdictKind.INCONSISTENT, (135, 1168, 765.2))
    assert "to 1,414 agreements on the list of 2026-02-11 (+947%)" in found.sentence


def test_what_fits_the_day_that_the_text_gives_is_simply_supported() -> None:
    found = held(article())
    assert found[39].kind is found[1100].kind is VerdictKind.SUPPORTED
    right = state_figures({"FL": 341, "TX": 287, "TN": 63, "PA": 54})
    assert {each.kind for each in held(right, "2026-01-27").values()} == {VerdictKind.SUPPORTED}


def test_figures_of_no_list_are_not_explained_by_chance() -> None:
    made_up = state_figures({"FL": 311, "TX": 274, "TN": 71, "PA": 44})
    assert {each.way for each in held(made_up, "2026-02-12").values()} & {
        "usual state spelling",
        "another date",
    } == set()


def test_two_figures_are_too_few_to_overrule_a_day() -> None:
    two = state_figures({"TX": 296, "PA": 58})
    assert "figures of the text" not in " ".join(each.sentence for each in held(two, "2026-01-28").values())


def test_a_figure_that_its_own_sentence_dates_is_held_against_that_day() -> None:
    dated = replace(
        claim(Metric.AGREEMENTS, 49, scope="AL", sentence="Alabama had 49 on January 26."), as_of="2026-01-26"
    )
    found = held([*state_figures(STATED), dated], "2026-02-16")
    assert (found[49].kind, found[49].list_date) == (VerdictKind.SUPPORTED, date(2026, 1, 26))
