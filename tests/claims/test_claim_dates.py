"""Dates stated in a sentence, resolved against the day of publication."""

from datetime import date

import pytest

from models.claims.dates import date_mentions, published_day, reference_day

WEDNESDAY = date(2025, 9, 3)


def resolved(sentence: str, reference: date | None = WEDNESDAY) -> list[str]:
    return [mention.iso for mention in date_mentions(sentence, reference)]


@pytest.mark.parametrize(
    ("sentence", "iso"),
    [
        ("as of Sept. 5, 2024", "2024-09-05"),
        ("as of August 28", "2025-08-28"),
        ("on Dec. 18", "2024-12-18"),
        ("on Tuesday", "2025-09-02"),
        ("on Wednesday", "2025-09-03"),
        ("last Wednesday", "2025-08-27"),
        ("in mid-August", "2025-08"),
        ("at the end of July", "2025-07-31"),
        ("last December", "2024-12"),
        ("in August of last year", "2024-08"),
        ("by Aug. 15 of the previous year", "2024-08-15"),
        ("in March 2017", "2017-03"),
        ("in 2020", "2020"),
        ("updated 8/29/25", "2025-08-29"),
        ("dated 2025-01-20", "2025-01-20"),
        ("today", "2025-09-03"),
        ("yesterday", "2025-09-02"),
        ("last month", "2025-08"),
        ("a year ago", "2024-09"),
        ("at the beginning of the year", "2025-01"),
        ("by the end of the fiscal year", "2025-09-30"),
        ("beginning Oct. 1", "2025-10-01"),
        ("since President Trump returned to office", "2025-01-20"),
        ("at the end of Trump's first term", "2021-01-20"),
        ("signed on in Might 2025", "2025-05"),
        ("six will be trained by December", "2025-12"),
        ("the number climbed to 33 by December", "2024-12"),
    ],
)
def test_phrases_resolve_as_precisely_as_they_were_stated(sentence: str, iso: str) -> None:
    assert resolved(sentence) == [iso]


@pytest.mark.parametrize(
    "sentence",
    [
        "officers may question people",
        "deputies march on",
        "1,990 agencies",
        "2024 agencies signed",
        "on Feb. 30",
        "updated 13/45/25",
        "the sun rose",
    ],
)
def test_what_is_no_date_stays_none(sentence: str) -> None:
    assert resolved(sentence) == []


def test_before_the_second_term_taking_office_means_the_first() -> None:
    assert resolved("since Trump took office", date(2018, 6, 1)) == ["2017-01-20"]


def test_two_dates_in_a_sentence_stay_in_order() -> None:
    assert resolved("890 in mid-August and 951 by Friday") == ["2025-08", "2025-08-29"]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2025-09-03T21:40:00Z", WEDNESDAY),
        ("2025-09", date(2025, 9, 1)),
        ("", None),
        (None, None),
        ("2025-13-40", None),
    ],
)
def test_the_day_of_publication_is_read_from_any_precision(published: str | None, day: date | None) -> None:
    assert published_day(published) == day


def test_a_page_without_a_date_is_read_by_the_last_date_it_states() -> None:
    assert reference_day(None, "As of May 2, 2025, and again on June 9, 2025, ...") == date(2025, 6, 9)


def test_a_page_without_any_date_is_placed_by_the_term() -> None:
    page = "Agreements grew 950% in one year of Trump's second term."
    assert resolved("As of January 26", reference_day(None, page)) == ["2026-01-26"]


def test_without_a_reference_only_full_dates_resolve() -> None:
    assert resolved("on Tuesday, June 3, and in 2019", None) == ["2019"]
