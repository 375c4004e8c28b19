"""Claims held against lists: what is right, what counts another thing, what is off, and what nothing can settle."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.figures import known_baselines, known_statements
from models.claims.stated import Baseline, Claim, ClaimPart, Grounds, Metric, Role, Unit
from models.lists.counts import Count, ListCounts
from models.verdicts.holding.checking import hold_all
from models.verdicts.record_view import ListOnDate, RecordView, Statement
from models.verdicts.stated_numbers import fit
from models.vocabulary import SupportType, VerdictKind
from tests.support.verdict_record import BASELINES, RECORD, SEPTEMBER_2, SHA, TODAY, claim, listed, verdict


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
    ("qualifier", "words"),
    [
        ("an additional", "243 fewer than the 1,200 additional ones stated"),
        ("nearly", "243 fewer than the 'nearly 1,200' stated"),
    ],
)
def test_a_number_that_is_off_is_told_with_its_qualifier(qualifier: str, words: str) -> None:
    found = verdict(claim(Metric.AGREEMENTS, 1200, qualifier=qualifier))
    assert found.sentence == f"The list of 2025-09-02 counts 957 agreements, {words}."


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


def test_what_no_list_counts_is_followed_to_who_said_it_first() -> None:
    said = Statement(
        metric=Metric.OFFICERS_TRAINED, value=8501, said_by="DHS", said_on=date(2025, 9, 2), url="https://dhs.example"
    )
    record = RecordView(RECORD.participating, (), BASELINES, (said,))
    found = verdict(claim(Metric.OFFICERS_TRAINED, 8500, qualifier="over"), record=record)
    assert (found.kind, found.said_before) == (VerdictKind.NOT_CHECKABLE, (said,))
    assert "DHS stated 8,501 on 2025-09-02" in found.sentence
    twice = replace(record, statements=(said, replace(said, said_by="Ledger", said_on=date(2025, 9, 2))))
    again = verdict(claim(Metric.OFFICERS_TRAINED, 8501), record=twice)
    assert again.sentence.endswith("DHS stated 8,501 on 2025-09-02; 1 other source says the same.")
    earlier = verdict(claim(Metric.OFFICERS_TRAINED, 8500, as_of="2025-08-01"), published="2025-08-01", record=record)
    assert earlier.said_before == ()


def test_a_support_type_told_as_the_whole_is_explained() -> None:
    slices = dict(SEPTEMBER_2.count().slices)
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
    figures = {(each.on.year, each.agreements, each.agencies) for each in known_baselines()}
    assert figures == {(2025, 135, 133), (2021, 150, 147)}
    dated = [(each.url, each.on) for each in known_baselines()]
    dated += [(each.url, each.said_on) for each in known_statements()]
    for url, day in dated:
        assert url.startswith("https://")
        assert isinstance(day, date)


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


def test_a_small_number_is_explained_by_no_other_count() -> None:
    """Some way of counting fits any number below twenty."""
    place = Count(agreements=6, rows=6, agencies=3)
    record = RecordView((listed("2025-09-02", 957, 798, slices={"MO": place}),), (), BASELINES)
    assert verdict(claim(Metric.AGENCIES, 6, scope="MO"), record=record).kind is not VerdictKind.SUPPORTED_OTHERWISE


def test_a_number_that_the_text_tells_apart_from_another_is_not_that_other_one() -> None:
    """'798 agreements held by 651 agencies': the writer does not take agencies for agreements."""
    stated, beside = claim(Metric.AGREEMENTS, 798), claim(Metric.AGENCIES, 651)
    assert verdict(stated).way == "agencies"
    assert verdict(stated, beside).kind is not VerdictKind.SUPPORTED_OTHERWISE
    assert verdict(stated, claim(Metric.AGENCIES, 800)).way == "agencies"


def test_a_number_of_an_open_place_is_explained_by_no_other_place() -> None:
    open_place = (Grounds(ClaimPart.SCOPE, "TX", ("the title",), "US", sure=False),)
    nations = claim(Metric.AGREEMENTS, 957, scope="TX")
    assert verdict(nations).way == "nationwide"
    assert verdict(replace(nations, evidence=open_place)).way is None
    assert verdict(claim(Metric.AGREEMENTS, 958, evidence=open_place)).way == "rows and header"


def test_a_number_below_a_hundred_of_an_open_place_is_explained_by_no_other_count() -> None:
    place = Count(agreements=46, rows=46, agencies=33)
    record = RecordView((listed("2025-09-02", 957, 798, slices={"MO": place}),), (), BASELINES)
    stated = claim(Metric.AGENCIES, 46, scope="MO")
    assert verdict(stated, record=record).way == "agreements"
    unsure = replace(stated, evidence=(Grounds(ClaimPart.SCOPE, "MO", (), sure=False),))
    assert verdict(unsure, record=record).kind is not VerdictKind.SUPPORTED_OTHERWISE


@pytest.mark.parametrize(("published", "kind"), [("2026-07-02", "not_checkable"), ("2025-09-12", "supported")])
def test_a_small_number_of_a_whole_year_is_right_only_on_the_day_of_its_text(published: str, kind: str) -> None:
    lists = [
        listed(day, 900, 800, slices={"WY": Count(agreements=count, rows=count, agencies=count)})
        for day, count in (("2025-03-01", 2), ("2025-05-19", 4), ("2025-09-09", 7))
    ]
    record = RecordView(lists, (), BASELINES)
    said = claim(Metric.AGENCIES, 4 if kind == "not_checkable" else 7, as_of="2025", scope="WY")
    found = verdict(said, published=published, record=record)
    assert found.kind.value == kind
    if kind == "not_checkable":
        assert "no day closer than 2025; the lists of that time count 2 to 7 agencies in Wyoming" in found.sentence


def test_a_figure_of_another_year_is_no_baseline() -> None:
    earlier = claim(Metric.AGREEMENTS, 150, as_of="2025-07", role=Role.BASELINE)
    assert verdict(earlier).list_date != date(2021, 1, 13)


def test_a_figure_whose_place_is_open_repeats_nobody() -> None:
    said = Statement(
        metric=Metric.OFFICERS_TRAINED, value=8501, said_by="DHS", said_on=date(2025, 9, 1), url="https://dhs.example"
    )
    record = RecordView((), (), BASELINES, (said,))
    open_place = (Grounds(ClaimPart.SCOPE, "US", ("the country",), "TX", sure=False),)
    figure = claim(Metric.OFFICERS_TRAINED, 8501)
    assert verdict(figure, record=record).said_before == (said,)
    found = verdict(replace(figure, evidence=open_place), record=record)
    assert (found.kind, found.said_before) == (VerdictKind.NOT_CHECKABLE, ())
    assert "does not settle for which place" in found.sentence


def test_a_number_through_which_a_small_state_only_passed_is_not_that_days() -> None:
    lists = [
        listed(f"2025-08-{day:02}", 900, 800, slices={"PA": Count(agreements=count, rows=count, agencies=count)})
        for day, count in ((20, 21), (22, 24), (24, 27), (26, 30), (28, 33), (30, 36))
    ]
    record = RecordView(lists, (), BASELINES, known_until=date(2025, 9, 2))
    passed = claim(Metric.AGREEMENTS, 24, scope="PA")
    assert verdict(passed, record=record).way is None
    once = RecordView((lists[1], lists[-1]), (), BASELINES, known_until=date(2025, 9, 2))
    assert verdict(passed, record=once).way == "another date"


@pytest.mark.parametrize(("metric", "scope", "value"), [("agencies", "TX", 131), ("agreements", "US", 806)])
def test_spellings_explain_only_what_is_counted_by_spelling(metric: str, scope: str, value: int) -> None:
    texas = Count(agreements=159, rows=159, agencies=126, agencies_as_printed=133, rows_of_usual_spelling=152)
    record = RecordView((listed("2025-09-02", 957, 798, agencies_as_printed=807, slices={"TX": texas}),), (), BASELINES)
    assert verdict(claim(Metric(metric), value, scope=scope), record=record).kind is not VerdictKind.SUPPORTED_OTHERWISE
    assert verdict(claim(Metric.AGENCIES, 133, scope="TX"), record=record).way == "agencies as printed"


def test_more_than_a_state_can_have_is_not_told_as_a_wrong_number_of_the_nation() -> None:
    stated = claim(Metric.AGREEMENTS, 527, sentence="Florida has 527 agreements, more than any other state.")
    assert verdict(stated).kind is VerdictKind.NOT_CHECKABLE
    whole = replace(stated, sentence="ICE has 527 agreements nationwide, most in Florida.")
    assert verdict(whole).kind is VerdictKind.OFF_BY


def test_agreements_of_another_purpose_are_no_wrong_number() -> None:
    stated = claim(Metric.AGREEMENTS, 1500, sentence="Sheriffs hold 1,500 agreements to house federal inmates.")
    assert verdict(stated).kind is VerdictKind.NOT_CHECKABLE
    plain = replace(stated, sentence="Sheriffs hold 1,500 agreements.")
    assert verdict(plain).kind is VerdictKind.OFF_BY
