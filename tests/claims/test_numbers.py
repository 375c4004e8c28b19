"""The quantities of a sentence."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.claims.numbers import Measure, digits_value, quantities, value_of, word_value


def read(sentence: str) -> list[tuple[str, float, float | None]]:
    return [(quantity.measure.value, quantity.value, quantity.high) for quantity in quantities(sentence)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("nine", 9),
        ("Thirty-six", 36),
        ("five hundred and forty", 540),
        ("a thousand", 1_000),
        ("twelve hundred", 1_200),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("a single", 1),
        ("three hundred thousand", 300_000),
    ],
)
def test_numbers_in_words_have_their_value(words: str, value: float) -> None:
    assert value_of(words) == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,313", 1_313),
        ("$7,500", 7_500),
        ("1.4 billion", 1_400_000_000),
        ("12k", 12_000),
        ("$2.05 million", 2_050_000),
    ],
)
def test_numbers_in_digits_have_their_value(printed: str, value: float) -> None:
    assert value_of(printed) == value


@pytest.mark.parametrize("printed", ["1" * 16, "hundred", "thousand two"])
def test_what_is_no_stated_number_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match=r"digits|scale"):
        value_of(printed)


@given(st.integers(0, 10**12))
def test_digits_with_and_without_commas_mean_the_same(value: int) -> None:
    assert digits_value(f"{value:,}") == digits_value(str(value)) == value


_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@given(st.integers(1, 9), st.integers(1, 99))
def test_hundreds_in_words_are_built_from_their_parts(hundreds: int, rest: int) -> None:
    tens, units = divmod(rest, 10)
    above = _TENS[tens - 2] + (f"-{_SMALL[units - 1]}" if units else "") if rest >= 20 else ""
    words = f"{_SMALL[hundreds - 1]} hundred and {above or _SMALL[rest - 1]}"
    assert word_value(words) == hundreds * 100 + rest


def test_counts_percents_multiples_and_money_are_told_apart() -> None:
    sentence = "The 974 agreements, up 620%, more than doubled in May, at $3 million."
    assert read(sentence) == [
        ("multiple", 2, None),
        ("count", 974, None),
        ("percent", 620, None),
        ("money", 3_000_000, None),
    ]


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("between $700 million and $1.2 billion", 700_000_000, 1_200_000_000),
        ("a bonus of $600 to $900 for each", 600, 900),
        ("grants of $5-7 million", 5_000_000, 7_000_000),
        ("sums ranging from $70,000 to $120,000", 70_000, 120_000),
        ("between $80 and $140 thousand", 80_000, 140_000),
        ("between 11,200 and 12,900 deputies", 11_200, 12_900),
        ("80-90 deputies", 80, 90),
    ],
)
def test_ranges_have_both_ends(sentence: str, low: float, high: float) -> None:
    assert [(value, upper) for _, value, upper in read(sentence)] == [(low, high)]


@pytest.mark.parametrize("sentence", ["from 135 agreements to 958", "from $5 million to $26 million"])
def test_a_change_is_no_range(sentence: str) -> None:
    assert [upper for _, _, upper in read(sentence)] == [None, None]


@pytest.mark.parametrize(
    "sentence",
    [
        "Senate Bill 8 and H.B. 1105, under Section 287(g) and Executive Order 14159",
        "on Oct. 1, 2025, and again on March 4",
        "the council voted 6-3",
        "a 40-hour course for a 29-year-old",
        "within 48 hours, or 30 days",
        "Route 13 and Interstate 40",
        "call 1-800-555-0117 or 405-555-0148",
        "the 3rd floor, forms I-200 and I-205",
        "in 2019 and 2024",
        "at 9:30 a.m., again at 7 p.m.",
        "hundreds of agencies and dozens of towns",
    ],
)
def test_what_names_something_is_no_quantity(sentence: str) -> None:
    assert [quantity for quantity in quantities(sentence) if quantity.measure is Measure.COUNT] == []


@pytest.mark.parametrize("sentence", ["the sheriff doubled down", "a double standard", "triple-checked"])
def test_look_alikes_of_multiples_are_none(sentence: str) -> None:
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("more than quadrupled", 4),
        ("a ninefold increase", 9),
        ("nearly seven times as many", 7),
        ("twice as many", 2),
        ("10x the number", 10),
    ],
)
def test_multiples_are_read_as_printed(sentence: str, value: float) -> None:
    assert read(sentence) == [("multiple", value, None)]


@pytest.mark.parametrize(
    ("sentence", "qualifier"),
    [
        ("more than 1,000 agencies", "more than"),
        ("nearly 950%", "nearly"),
        ("just over $1.2 million", "just over"),
        ("fewer than fifty officers", "fewer than"),
        ("958 agencies", None),
    ],
)
def test_the_qualifier_before_a_number_is_kept(sentence: str, qualifier: str | None) -> None:
    assert next(quantities(sentence)).qualifier == qualifier


@given(st.text(alphabet="0123456789,.$% -abcdefghonetwhundr()", max_size=300))
def test_quantities_lie_in_order_inside_the_sentence(sentence: str) -> None:
    found = [quantity for quantity in quantities(sentence) if quantity.measure is not Measure.MULTIPLE]
    assert all(0 <= quantity.start < quantity.end <= len(sentence) for quantity in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
