"""A small record of September 2025, claims to hold against it, and what comes of that."""

from datetime import date
from typing import Any

from models.claims.stated import Claim, Metric, Role, Unit
from models.lists.counts import Count, ListCounts
from models.verdicts.holding.checking import hold
from models.verdicts.record_view import KnownBaseline, ListOnDate, RecordView
from models.verdicts.values import Verdict

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
