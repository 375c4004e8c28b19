"""The day of an act: stated, resolved against the page, told as news, or none."""

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText, PolicyEvent


def first_event(text: str, published: str | None = "2026-02-20") -> PolicyEvent:
    return extract(ArticleText("Police and the 287(g) program", text, published, "", "")).events[0]


_SIGNED = "Polk County, Iowa, signed a 287(g) agreement"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{_SIGNED} on Tuesday.", "2026-02-17"),
        (f"{_SIGNED} on Feb. 3.", "2026-02-03"),
        (f"{_SIGNED} in June.", "2025-06"),
        (f"{_SIGNED} last month.", "2026-01"),
        (f"{_SIGNED} three days ago.", "2026-02-17"),
        (f"{_SIGNED} months ago.", "2025"),
        ("In 2014 Polk County, Iowa, ended its 287(g) agreement.", "2014"),
        ("On Feb. 3 the sheriff of Polk County, Iowa, spoke of the 287(g) agreement that he signed in May.", "2025-05"),
        (f"{_SIGNED} in the summer.", "2025"),
        (f"{_SIGNED} the day after the election of Nov. 4.", "2025-11-05"),
        (f"{_SIGNED} on Jan. 12, a week after the governor's order of Jan. 5.", "2026-01-12"),
        ("A 2024 law requires sheriffs in Georgia to apply for 287(g).", "2024"),
        ("A ban on 287(g) agreements took effect in Maine on Monday.", "2026-02-16"),
        (
            "The governor of Texas signed Senate Bill 8 on Jan. 20. Under it, sheriffs must seek 287(g) agreements.",
            "2026-01-20",
        ),
    ],
)
def test_a_day_beside_the_act_is_resolved_against_the_page(text: str, day: str) -> None:
    assert first_event(text).date == day


@pytest.mark.parametrize(
    "text",
    [
        "The sheriff of Polk County, Iowa, had signed a 287(g) agreement before the election of Nov. 4.",
        "Polk County, Iowa, which signed a 287(g) agreement, expects it to expire on June 30.",
    ],
)
def test_the_day_of_something_else_is_not_the_act_s(text: str) -> None:
    assert first_event(text).date is None


def test_an_act_that_the_opening_tells_without_a_day_is_the_month_s_news() -> None:
    event = first_event(f"{_SIGNED}.")
    assert event.date == "2026-02"
    assert event.reasons[-1] == "date: the page tells it as news"
    assert first_event(f"{_SIGNED}.", published=None).date is None


def test_a_done_act_is_never_dated_ahead_of_its_page() -> None:
    assert first_event(f"{_SIGNED} on Nov. 3.").date == "2025-11-03"
    assert first_event(f"{_SIGNED} on Nov. 3, 2026.").date != "2026-11-03"


def test_an_agreement_that_ends_within_weeks_was_withdrawn() -> None:
    text = "Polk County, Iowa, signed a 287(g) agreement on Jan. 24. On Feb. 6 it ended the agreement."
    found = extract(ArticleText("287(g)", text, "2026-02-20", "", "")).events
    assert [(event.kind.value, event.date) for event in found] == [("signed", "2026-01-24"), ("withdrew", "2026-02-06")]


def test_what_came_later_counts_from_what_came_first() -> None:
    text = "Polk County, Iowa, joined the 287(g) program on Jan. 5 and left it two days later. Linn County did too."
    found = extract(ArticleText("Police and the 287(g) program", text, "2026-02-20", "", "")).events
    assert {event.date for event in found} == {"2026-01-05", "2026-01-07"}


def test_what_somebody_has_said_at_some_time_has_no_day() -> None:
    assert first_event("The sheriff of Polk County, Iowa, has said no to 287(g).").date is None
    assert first_event("The sheriff of Polk County, Iowa, said no to 287(g).").date == "2026-02"


def test_a_law_without_a_day_has_the_only_one_that_its_page_tells() -> None:
    text = "Every Arkansas sheriff must join 287(g) under a new law. The governor signed the law on Jan. 14."
    assert first_event(text).date == "2026-01-14"
