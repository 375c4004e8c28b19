"""The days a claim is about: its stated date, as precise as it is, or the days before publication."""

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.claims.stated import Claim, Role

# Writers look up a number without a date on the day of publication or shortly before.
WRITING_TIME = timedelta(days=3)

_RELATIVE_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|(?:this|last) (?:week|month|year))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date
    words: str  # '2025-09-02', '2025-09', 'the days before 2025-09-03'


def parse_period(stated: str) -> tuple[date, date] | None:
    """First and last day of 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD' (without any time after it); None for others."""
    try:
        parts = [int(part) for part in stated[:10].split("-")]
        match parts:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(*parts[:3]), date(*parts[:3])
    except (ValueError, calendar.IllegalMonthError):
        return None


def period_of(claim: Claim, day: date) -> Period:
    """The period of a claim in a text of `day`.

    A later date ('from October 1, in 40 states') says when something starts, not when it was counted.
    """
    bounds = parse_period(claim.as_of) if claim.as_of else None
    if bounds is None or bounds[0] > day:
        return Period(day - WRITING_TIME, day, f"the days before {day}")
    return Period(bounds[0], min(bounds[1], day), str(claim.as_of))


def says_its_day(claim: Claim) -> bool:
    """Whether the sentence of the claim itself dates it; otherwise its date was told elsewhere, of something else."""
    bounds = parse_period(claim.as_of) if claim.as_of else None
    if bounds is None:
        return False
    months = {calendar.month_abbr[day.month] for day in bounds}
    named = str(bounds[0].year) in claim.sentence or any(month in claim.sentence for month in months)
    return named or bool(_RELATIVE_DAY.search(claim.sentence))


def day_of_text(published: date | None, claims: Sequence[Claim], today: date) -> date:
    """The day of a text: its publication, or the date that most of its claims give."""
    if published is not None:
        return published
    dates = [
        bounds[1]
        for claim in claims
        if claim.role is Role.CURRENT and claim.as_of and (bounds := parse_period(claim.as_of)) and bounds[1] <= today
    ]
    often = Counter(dates)
    return max(often, key=lambda each: (often[each], -each.toordinal()), default=today)
