"""Of which days a claim speaks: its stated date as precise as it is, else the days before its publication."""

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.claims.stated import Claim, Role

# A number without a date is looked up by the writer on the day of publication or shortly before.
WRITING_TIME = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date
    words: str  # '2025-09-02', '2025-09', 'the days before 2025-09-03'


def parse_period(stated: str) -> tuple[date, date] | None:
    """First and last day of 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD' (a time after it is left out); None for others."""
    try:
        parts = [int(part) for part in stated[:10].split("-")]
        year, month, day = (*parts, 0, 0)[:3]
        if len(parts) == 1:
            return date(year, 1, 1), date(year, 12, 31)
        if len(parts) == 2:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def period_of(claim: Claim, day: date) -> Period:
    """The period of a claim in a text that speaks from `day`.

    A date still to come ('from October 1, in 40 states') tells when something starts, not when it was counted.
    """
    bounds = parse_period(claim.as_of) if claim.as_of else None
    if bounds is None or bounds[0] > day:
        return Period(day - WRITING_TIME, day, f"the days before {day}")
    return Period(bounds[0], min(bounds[1], day), str(claim.as_of))


def day_of_text(published: date | None, claims: Sequence[Claim], today: date) -> date:
    """The day that a text speaks from: its publication, else the date that most of its claims give."""
    if published is not None:
        return published
    dates = [
        bounds[1]
        for claim in claims
        if claim.role is Role.CURRENT and claim.as_of and (bounds := parse_period(claim.as_of)) and bounds[1] <= today
    ]
    if not dates:
        return today
    often = Counter(dates)
    return max(often, key=lambda each: (often[each], -each.toordinal()))
