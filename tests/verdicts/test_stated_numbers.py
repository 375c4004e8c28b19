"""What a stated number leaves room for, and of which days a claim speaks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.claims.stated import Claim, Metric, Role
from models.verdicts.stated_numbers import Fit, closely, fit, share_fits
from models.verdicts.stated_periods import day_of_text, parse_period, period_of


@pytest.mark.parametrize(
    ("qualifier", "value", "found", "expected"),
    [
        (None, 957, 957, Fit.EXACT),
        (None, 957, 958, Fit.NONE),
        (None, 1000, 995, Fit.ROUNDED),
        (None, 1000, 957, Fit.NONE),
        (None, 40, 41, Fit.NONE),
        ("more than", 1100, 1168, Fit.ROUNDED),
        ("more than", 100, 957, Fit.LOOSE),
        ("more than", 957, 957, Fit.NONE),
        ("at least", 957, 957, Fit.EXACT),
        ("Over", 8500, 8501, Fit.ROUNDED),
        ("just over", 100, 90, Fit.NONE),
        ("nearly", 950, 946, Fit.ROUNDED),
        ("nearly", 950, 765, Fit.NONE),
        ("just under", 960, 957, Fit.ROUNDED),
        ("about", 150, 147, Fit.ROUNDED),
        ("some", 150, 120, Fit.NONE),
        ("up to", 1000, 957, Fit.ROUNDED),
        ("up to", 1000, 1001, Fit.NONE),
        ("fewer than", 1000, 100, Fit.LOOSE),
        ("only", 135, 135, Fit.EXACT),
        ("only", 135, 136, Fit.NONE),
    ],
)
def test_a_qualifier_leaves_room_on_its_own_side(
    qualifier: str | None, value: float, found: float, expected: Fit
) -> None:
    assert fit(value, None, qualifier, found) is expected


def test_a_range_holds_what_lies_in_it() -> None:
    assert fit(500, 1000, "between", 750)
    assert not fit(500, 1000, None, 1001)


@pytest.mark.parametrize(("stated", "found", "expected"), [(609, 609.6, True), (609, 608.9, True), (609, 612, False)])
def test_a_growth_is_rounded_or_cut_off(stated: float, found: float, expected: bool) -> None:
    assert share_fits(stated, None, found) is expected


NUMBERS = st.integers(0, 10**9)
QUALIFIERS = st.sampled_from([None, "more than", "at least", "nearly", "about", "up to", "fewer than", "only", "??"])


@given(NUMBERS, QUALIFIERS, NUMBERS)
def test_what_fits_closely_fits(value: int, qualifier: str | None, found: int) -> None:
    if closely(value, None, qualifier, found):
        assert fit(value, None, qualifier, found)


@given(NUMBERS)
def test_a_number_fits_itself_unless_it_is_to_be_more(value: int) -> None:
    assert fit(value, None, None, value) is Fit.EXACT
    assert not fit(value, None, "more than", value)


@pytest.mark.parametrize(
    ("stated", "bounds"),
    [
        ("2025", (date(2025, 1, 1), date(2025, 12, 31))),
        ("2025-02", (date(2025, 2, 1), date(2025, 2, 28))),
        ("2025-09-02", (date(2025, 9, 2), date(2025, 9, 2))),
        ("2025-09-02T10:00:00Z", (date(2025, 9, 2), date(2025, 9, 2))),
        ("2025-13", None),
        ("2025-02-30", None),
        ("last week", None),
        ("", None),
    ],
)
def test_a_stated_date_is_a_period_as_long_as_it_is_vague(stated: str, bounds: tuple[date, date] | None) -> None:
    assert parse_period(stated) == bounds


def said(as_of: str | None) -> Claim:
    return Claim(Metric.AGREEMENTS, 957, None, None, None, "US", None, as_of, None, None, Role.CURRENT, "", 0, 1)


def test_a_claim_without_a_date_speaks_of_the_days_before_its_text() -> None:
    period = period_of(said(None), date(2025, 9, 3))
    assert (period.first, period.last) == (date(2025, 8, 31), date(2025, 9, 3))


def test_a_date_still_to_come_is_when_something_starts_not_when_it_was_counted() -> None:
    period = period_of(said("2025-10-01"), date(2025, 9, 3))
    assert period.last == date(2025, 9, 3)


def test_the_current_year_ends_with_the_day_of_the_text() -> None:
    assert period_of(said("2025"), date(2025, 9, 3)).last == date(2025, 9, 3)


def test_a_text_without_a_date_speaks_from_what_most_of_its_claims_say() -> None:
    claims = [said("2025-09-02"), said("2025-09-02"), said("2025-10-01"), said(None)]
    assert day_of_text(None, claims, date(2026, 1, 1)) == date(2025, 9, 2)
    assert day_of_text(None, [said(None)], date(2026, 1, 1)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("qualifier", "value", "found", "fits"),
    [
        ("a little over", 537, 545, False),
        ("a little over", 537, 538, True),
        ("just over", 900, 920, True),
        ("about", 200, 239, False),
        ("about", 1000, 1190, False),
        ("some", 511, 500, False),
        ("about", 777, 775, True),
        ("about", 20, 25, False),
        ("about", 950, 957, True),
    ],
)
def test_a_rough_number_leaves_no_more_room_than_writers_take(
    qualifier: str, value: int, found: int, fits: bool
) -> None:
    assert closely(value, None, qualifier, found) is fits
