"""Claims held against lists: what is right, what counts another thing, what is off, and what nothing can settle."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import DATA
from models.claims import Baseline, Claim, Metric, Role, Unit
from models.counts import Count, ListCounts
from models.verdicts.checking import hold, hold_all
from models.verdicts.record_view import KnownBaseline, ListOnDate, RecordView, Statement
from models.verdicts.stated_numbers import fit
from models.verdicts.values import Verdict
from models.vocabulary import SupportType, VerdictKind

TODAY = date(2026, 11, 21)
SHA = "ab" * 32

BASELINES = (
    KnownBaseline(
        "January 2025", date(2025, 1, 20), date(2024, 12, 18), 135, 133, 21, "ICE's page", "https://ice.example"
    ),
    KnownBaseline(
        "January 2021", date(2021, 1, 20), date(2021, 1, 13), 150, 147, 26, "ICE's page", "https://ice.example"
    ),
)


def listed(day: str, rows: int, agencies: int, states: int = 40, **more: Any) -> ListOnDate:
    """A list with `rows` agreements; `more` gives further slices as {'TX': Count(...)} and single figures."""
    slices = more.pop("slices", {})
    figures = {"agencies_as_spelt": agencies, "agencies_with_county": agencies, "agencies_as_printed": agencies} | more
    nation = Count(agreements=rows, rows=rows, agencies=agencies, states=states, **figures)
    counts = ListCounts({("US", None, None): nation} | {(scope, None, None): each for scope, each in slices.items()})
    return ListOnDate(date.fromisoformat(day), SHA, lambda: counts)


# The publisher's own numbers of the first days of September 2025.
AUGUST_29 = listed("2025-08-29", 956, 796)
TEXAS = Count(agreements=159, rows=159, agencies=126, rows_of_usual_spelling=152)
SEPTEMBER_2 = listed(
    "2025-09-02",
    957,
    798,
    agencies_as_printed=807,
    state_spellings=44,
    slices={"TX": TEXAS},
)
SEPTEMBER_9 = listed("2025-09-09", 1000, 831, slices={"TX": TEXAS})
RECORD = RecordView((AUGUST_29, SEPTEMBER_2, SEPTEMBER_9), (listed("2025-09-02", 30, 28),), BASELINES)


def claim(metric: Metric, value: float, as_of: str | None = "2025-09-02", **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "value_high": None,
        "unit": None,
        "qualifier": None,
        "scope": "US",
        "support_type": None,
        "baseline": None,
        "source": None,
        "role": Role.CURRENT,
        "sentence": "",
        "start": 0,
        "end": 1,
    }
    return Claim(metric, value, as_of=as_of, **(fields | more))


def percent(value: float, **more: Any) -> Claim:
    return claim(Metric.PCT_INCREASE, value, unit=more.pop("unit", Unit.PERCENT), **more)


def verdict(each: Claim, *siblings: Claim, published: str | None = None, record: RecordView = RECORD) -> Verdict:
    day = date.fromisoformat(published) if published else None
    return hold(each, (each, *siblings), day, TODAY, record)


def test_a_count_in_its_own_unit_is_supported_with_date_and_hash() -> None:
    found = verdict(claim(Metric.AGREEMENTS, 957))
    assert found.kind is VerdictKind.SUPPORTED
    assert (found.list_date, found.list_sha256) == (date(2025, 9, 2), SHA)
    assert found.sentence == "The list of 2025-09-02 counts 957 agreements."


def test_958_police_departments_are_rows_with_the_header_counted_not_departments() -> None:
    found = verdict(claim(Metric.AGENCIES, 958))
    assert (found.kind, found.way, found.list_value) == (VerdictKind.SUPPORTED_OTHERWISE, "rows and header", 798)
    assert "798 agencies" in found.sentence


@pytest.mark.parametrize(
    ("metric", "value", "way"),
    [
        (Metric.AGENCIES, 957, "agreements"),
        (Metric.AGENCIES, 807, "agencies as printed"),
        (Metric.AGREEMENTS, 798, "agencies"),
        (Metric.STATES, 44, "state spellings"),
        (Metric.AGREEMENTS, 987, "participating and pending"),
        (Metric.AGREEMENTS, 958, "rows and header"),
    ],
)
def test_each_known_miscount_is_explained(metric: Metric, value: int, way: str) -> None:
    found = verdict(claim(metric, value))
    assert (found.kind, found.way) == (VerdictKind.SUPPORTED_OTHERWISE, way)


def test_a_state_counted_by_its_usual_spelling_misses_rows() -> None:
    found = verdict(claim(Metric.AGREEMENTS, 152, scope="TX"))
    assert (found.way, found.list_value) == ("usual state spelling", 159)
    assert "159 agreements" in found.sentence


def test_a_number_of_a_neighbouring_day_is_supported_by_that_list() -> None:
    found = verdict(claim(Metric.AGREEMENTS, 1000))
    assert (found.kind, found.way, found.list_date) == (
        VerdictKind.SUPPORTED_OTHERWISE,
        "another date",
        date(2025, 9, 9),
    )


def test_a_number_without_a_date_may_have_been_looked_up_days_before_publication() -> None:
    found = verdict(claim(Metric.AGREEMENTS, 956, as_of=None), published="2025-09-03")
    assert (found.kind, found.list_date) == (VerdictKind.SUPPORTED, date(2025, 8, 29))


def test_a_number_that_nothing_explains_is_off_by_so_much() -> None:
    found = verdict(claim(Metric.AGREEMENTS, 911))
    assert (found.kind, found.list_value, found.difference) == (VerdictKind.OFF_BY, 957, -46)
    assert found.sentence == "The list of 2025-09-02 counts 957 agreements, 46 more than the 911 stated."


@pytest.mark.parametrize(
    ("qualifier", "value", "kind"),
    [
        ("more than", 900, VerdictKind.SUPPORTED),
        ("more than", 960, VerdictKind.OFF_BY),
        ("at least", 957, VerdictKind.SUPPORTED),
        ("nearly", 1000, VerdictKind.SUPPORTED),
        ("almost", 800, VerdictKind.SUPPORTED_OTHERWISE),
        ("about", 960, VerdictKind.SUPPORTED),
        ("fewer than", 1000, VerdictKind.SUPPORTED),
        ("just under", 957, VerdictKind.SUPPORTED),
        ("just over", 940, VerdictKind.SUPPORTED),
        ("roughly", 1200, VerdictKind.OFF_BY),
    ],
)
def test_a_qualifier_leaves_room_on_its_side(qualifier: str, value: int, kind: VerdictKind) -> None:
    record = RecordView((SEPTEMBER_2,), (), BASELINES, known_until=date(2025, 9, 2))
    assert verdict(claim(Metric.AGREEMENTS, value, qualifier=qualifier), record=record).kind is kind


def test_a_range_is_supported_by_what_lies_in_it() -> None:
    assert verdict(claim(Metric.AGREEMENTS, 900, value_high=1000)).kind is VerdictKind.SUPPORTED


def test_without_a_list_near_the_date_nobody_is_wrong() -> None:
    found = verdict(claim(Metric.AGREEMENTS, 342, as_of="2026-01-26", scope="FL"))
    assert (found.kind, found.list_date) == (VerdictKind.NO_LIST, None)
    assert "2025-09-09" in found.sentence


def test_a_rough_number_without_a_list_is_still_compared_with_the_exact_one_beside_it() -> None:
    exact = claim(Metric.AGENCIES, 1168, as_of="2026-01-26")
    rough = claim(Metric.AGENCIES, 1100, as_of=None, qualifier="more than")
    found = verdict(rough, exact)
    assert found.kind is VerdictKind.NO_LIST
    assert "agrees with the 1,168" in found.sentence


def test_a_list_missing_from_a_gap_proves_nobody_wrong() -> None:
    record = RecordView((listed("2025-04-11", 445, 345), listed("2025-04-28", 503, 400)), (), BASELINES)
    assert verdict(claim(Metric.AGREEMENTS, 471, as_of="2025-04-17"), record=record).kind is VerdictKind.NO_LIST
    assert verdict(claim(Metric.AGREEMENTS, 600, as_of="2025-04-17"), record=record).kind is VerdictKind.OFF_BY


def test_after_the_last_list_only_a_record_that_kept_looking_says_off() -> None:
    late = claim(Metric.AGREEMENTS, 1061, as_of="2025-09-15")
    assert verdict(late).kind is VerdictKind.NO_LIST
    looked = RecordView(RECORD.participating, RECORD.pending, BASELINES, known_until=date(2025, 9, 16))
    assert verdict(late, record=looked).kind is VerdictKind.OFF_BY


def test_a_part_may_be_smaller_than_the_whole_but_not_larger() -> None:
    nine = claim(Metric.AGENCIES, 9, scope="TX", sentence="Nine public universities in Texas have signed.")
    assert verdict(nine).kind is VerdictKind.NOT_CHECKABLE
    many = claim(Metric.AGENCIES, 190, scope="TX", sentence="In Texas 190 sheriffs have signed.")
    assert verdict(many).kind is VerdictKind.OFF_BY


@pytest.mark.parametrize(
    "sentence",
    [
        "In the last weeks 300 more agencies came in.",
        "300 sheriffs take part.",
        "Since spring, 300 agencies have come in.",
        "300 agencies joined.",
    ],
)
def test_what_is_new_or_of_one_kind_is_a_part_of_the_nations_number(sentence: str) -> None:
    assert verdict(claim(Metric.AGENCIES, 300, sentence=sentence)).kind is VerdictKind.NOT_CHECKABLE
    assert verdict(claim(Metric.AGENCIES, 300, sentence="300 agencies take part.")).kind is VerdictKind.OFF_BY


def test_a_handful_is_never_the_nations_number() -> None:
    three = claim(Metric.AGREEMENTS, 3, sentence="Polk County has signed three agreements.")
    assert verdict(three).kind is VerdictKind.NOT_CHECKABLE


def test_an_item_in_a_list_of_states_is_the_whole_of_its_state() -> None:
    item = claim(Metric.AGREEMENTS, 170, scope="TX", role=Role.COMPONENT)
    florida = claim(Metric.AGREEMENTS, 300, scope="FL", role=Role.COMPONENT)
    assert verdict(item, florida).kind is VerdictKind.OFF_BY
    alone = claim(Metric.AGREEMENTS, 70, scope="TX", role=Role.COMPONENT)
    assert verdict(alone).kind is VerdictKind.NOT_CHECKABLE


def test_the_agencies_of_two_spellings_are_a_matter_of_judgment() -> None:
    found = verdict(claim(Metric.AGENCIES, 795), record=RecordView((SEPTEMBER_2,), (), BASELINES))
    assert (found.kind, found.way) == (VerdictKind.SUPPORTED_OTHERWISE, "agencies by judgment")


def test_135_agencies_of_an_undated_earlier_time_are_135_agreements() -> None:
    found = verdict(claim(Metric.AGENCIES, 135, as_of=None, role=Role.BASELINE))
    assert (found.kind, found.way, found.list_value) == (VerdictKind.SUPPORTED_OTHERWISE, "agreements", 133)
    right = verdict(claim(Metric.AGREEMENTS, 135, as_of=None, role=Role.BASELINE))
    assert right.kind is VerdictKind.SUPPORTED


def test_a_known_starting_figure_told_as_of_now_is_of_its_own_time() -> None:
    found = verdict(claim(Metric.AGENCIES, 135, qualifier="only"))
    assert (found.kind, found.way) == (VerdictKind.SUPPORTED_OTHERWISE, "January 2025")
    assert "798 agencies" in found.sentence


def test_150_agencies_in_january_2021_are_150_agreements() -> None:
    found = verdict(claim(Metric.AGENCIES, 150, as_of="2021-01-20", role=Role.HISTORICAL))
    assert (found.kind, found.list_value) == (VerdictKind.SUPPORTED_OTHERWISE, 147)


def test_an_earlier_time_without_a_date_is_not_held_against_todays_list() -> None:
    assert verdict(claim(Metric.AGENCIES, 77, as_of=None, role=Role.HISTORICAL)).kind is VerdictKind.NOT_CHECKABLE


def test_an_earlier_time_that_only_the_context_dates_proves_nothing() -> None:
    early = RecordView((listed("2021-01-15", 148, 145),), (), BASELINES, known_until=date(2021, 1, 20))
    vague = claim(Metric.AGENCIES, 1100, as_of="2021-01-20", role=Role.HISTORICAL, sentence="1,100 agencies took part.")
    assert verdict(vague, record=early).kind is VerdictKind.NOT_CHECKABLE
    plain = replace(vague, sentence="In January 2021, 1,100 agencies took part.")
    assert verdict(plain, record=early).kind is VerdictKind.OFF_BY


def test_the_exact_starting_figure_is_preferred_to_what_a_round_number_leaves_room_for() -> None:
    early = RecordView((listed("2021-01-15", 148, 145),), (), BASELINES)
    found = verdict(claim(Metric.AGENCIES, 150, as_of="2021-01-20", role=Role.HISTORICAL), record=early)
    assert (found.way, found.list_date) == ("agreements", date(2021, 1, 13))


def test_a_projection_is_not_checkable() -> None:
    assert verdict(claim(Metric.AGENCIES, 3000, role=Role.PROJECTION)).kind is VerdictKind.NOT_CHECKABLE


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


def test_what_no_list_counts_is_followed_to_who_said_it_first() -> None:
    said = Statement(
        Metric.OFFICERS_TRAINED, 8501, None, None, None, "US", "DHS", date(2025, 9, 2), "https://dhs.example"
    )
    record = RecordView(RECORD.participating, (), BASELINES, (said,))
    found = verdict(claim(Metric.OFFICERS_TRAINED, 8500, qualifier="over"), record=record)
    assert (found.kind, found.said_before) == (VerdictKind.NOT_CHECKABLE, (said,))
    assert "DHS stated 8,501 on 2025-09-02" in found.sentence
    twice = replace(record, statements=(said, replace(said, said_by="Ledger", said_on=date(2025, 9, 2))))
    again = verdict(claim(Metric.OFFICERS_TRAINED, 8501), record=twice)
    assert again.sentence.endswith("DHS stated 8,501 on 2025-09-02; 1 further statement says the same.")
    earlier = verdict(claim(Metric.OFFICERS_TRAINED, 8500, as_of="2025-08-01"), published="2025-08-01", record=record)
    assert earlier.said_before == ()


def test_a_support_type_told_as_the_whole_is_explained() -> None:
    slices = dict(SEPTEMBER_2.counts.slices)
    slices[("US", SupportType.TFM, None)] = Count(agreements=473, rows=473, agencies=470)
    record = RecordView((ListOnDate(date(2025, 9, 2), SHA, lambda: ListCounts(slices)),), (), BASELINES)
    found = verdict(claim(Metric.AGREEMENTS, 473), record=record)
    assert (found.kind, found.way) == (VerdictKind.SUPPORTED_OTHERWISE, "TFM")
    own = verdict(claim(Metric.AGREEMENTS, 473, support_type=SupportType.TFM), record=record)
    assert own.kind is VerdictKind.SUPPORTED


def test_several_states_are_summed() -> None:
    slices = {scope: Count(agreements=n, rows=n, agencies=n, states=1) for scope, n in (("IA", 3), ("KS", 5))}
    record = RecordView((listed("2025-09-02", 957, 798, slices=slices),), (), BASELINES)
    found = verdict(claim(Metric.AGREEMENTS, 8, scope="IA+KS"), record=record)
    assert found.kind is VerdictKind.SUPPORTED
    assert "in Iowa and Kansas" in found.sentence


def test_a_county_that_the_list_does_not_name_is_no_county_without_agreements() -> None:
    found = verdict(claim(Metric.AGENCIES, 2, scope="Aster County, TX"))
    assert found.kind is VerdictKind.NOT_CHECKABLE


def test_a_county_may_have_more_agencies_than_the_county_column_names() -> None:
    slices = {"PA:aster": Count(agreements=2, rows=2, agencies=2)}
    record = RecordView((listed("2025-09-02", 957, 798, slices=slices),), (), BASELINES)
    five = claim(Metric.AGENCIES, 5, scope="Aster County, PA")
    assert verdict(five, record=record).kind is VerdictKind.NOT_CHECKABLE
    two = claim(Metric.AGENCIES, 2, scope="Aster County, PA")
    assert verdict(two, record=record).kind is VerdictKind.SUPPORTED


def test_counties_may_be_more_than_the_county_column_names() -> None:
    slices = {"TX": Count(agreements=9, rows=9, agencies=9, counties=3)}
    record = RecordView((listed("2025-09-02", 957, 798, slices=slices),), (), BASELINES)
    six = claim(Metric.COUNTIES, 6, scope="TX")
    assert verdict(six, record=record).kind is VerdictKind.NOT_CHECKABLE
    assert verdict(claim(Metric.COUNTIES, 40, scope="TX"), record=record).kind is VerdictKind.OFF_BY


def test_a_text_without_a_date_speaks_from_the_day_its_claims_give() -> None:
    dated = claim(Metric.AGREEMENTS, 957)
    undated = claim(Metric.STATES, 40, as_of=None)
    assert [each.kind for each in hold_all([dated, undated], None, TODAY, RECORD)] == [VerdictKind.SUPPORTED] * 2


def test_the_shipped_baselines_have_source_and_date() -> None:
    shipped = tomllib.loads((DATA / "baselines.toml").read_text())
    figures = {(each["on"].year, each["agreements"], each["agencies"]) for each in shipped["baseline"]}
    assert figures == {(2025, 135, 133), (2021, 150, 147)}
    for each in (*shipped["baseline"], *shipped["statement"]):
        assert each["url"].startswith("https://")
        assert isinstance(each["on"], date)


CLAIMS = st.builds(
    claim,
    metric=st.sampled_from(Metric),
    value=st.floats(0, 1e12, allow_nan=False) | st.integers(0, 2_000),
    as_of=st.sampled_from(
        [None, "2025", "2025-09", "2025-09-02", "1999-01-01", "2031-01-01", "soon", "2025-13-77", ""]
    ),
    value_high=st.none() | st.integers(0, 3_000),
    unit=st.none() | st.sampled_from(Unit),
    qualifier=st.sampled_from([None, "more than", "nearly", "about", "up to", "at least", "only", "\u200b"]),
    scope=st.sampled_from(["US", "TX", "IA+KS", "Aster County, TX", "Aster, TX", "region", "", "+", ", "]),
    support_type=st.none() | st.sampled_from(SupportType),
    baseline=st.none()
    | st.builds(Baseline, st.none() | st.integers(-5, 500), st.none(), st.sampled_from([None, "2025-01", "x"])),
    role=st.sampled_from(Role),
    sentence=st.text(max_size=40),
)


@given(st.lists(CLAIMS, max_size=6), st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)))
def test_whatever_is_claimed_gets_a_verdict_that_says_what_it_rests_on(
    claims: list[Claim], published: date | None
) -> None:
    for each, found in zip(claims, hold_all(claims, published, TODAY, RECORD), strict=True):
        assert found.sentence.endswith(".")
        if found.kind is VerdictKind.OFF_BY:
            assert found.list_sha256 == SHA
            assert found.list_date is not None
            assert found.difference != 0
        if found.kind is VerdictKind.SUPPORTED and each.metric is not Metric.PCT_INCREASE:
            assert found.list_value is not None
            assert fit(each.value, each.value_high, each.qualifier, found.list_value)
        if found.kind is VerdictKind.SUPPORTED_OTHERWISE:
            assert found.way


SEEDS = Path(__file__).parents[2] / "shared" / "news" / "seeds"


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
