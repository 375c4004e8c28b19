"""The period in which agreements were signed that a text counts: 'since January', 'in July', 'on Sept. 3'."""

import calendar
import re
from datetime import date, timedelta

from models.claims.stated import Claim
from models.verdicts.stated_periods import Period, parse_period

_MONTHS = {
    name[:3].casefold(): number for number, name in enumerate(calendar.month_name) if name
}  # 'sept' begins with 'sep'
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WHEN = (
    rf"{_MONTH}(?:\s+(?P<day>\d{{1,2}})(?!\d))?(?:,?\s+(?P<year>20\d\d)|"
    r",?\s+(?:of\s+)?(?P<before>(?:last|(?:of\s+)?the\s+(?:previous|prior))\s+year)\b)?"
)
_SINCE = re.compile(
    rf"\b(?:since|after|from)\s+(?:early\s+|late\s+|mid-?\s*|the start of\s+|last\s+)?{_WHEN}", re.IGNORECASE
)
_IN = re.compile(rf"\b(?:in|during|on|dat\w+ from)\s+{_WHEN}", re.IGNORECASE)
_IN_YEAR = re.compile(r"\b(?:in|during|from|of)\s+(?P<year>20\d\d)\b", re.IGNORECASE)
_SINCE_YEAR = re.compile(r"\bsince\s+(?:the start of\s+)?(?P<year>20\d\d)\b", re.IGNORECASE)
# The second term of the president who had the program grow began on this day.
_TERM = re.compile(
    r"\bsince\b.{0,60}\b(?:took office|inaugurat\w+|return\w* to (?:the White House|office)|sworn in|second term)\b",
    re.IGNORECASE,
)
_TERM_BEGAN = date(2025, 1, 20)
_THIS = re.compile(r"\b(?P<which>this|last|past) (?P<unit>week|month|year)\b", re.IGNORECASE)


# Words for a day, or for another count, that tell of no period in which agreements were signed: 'as of last week there
# were 958', 'five times as many as in January', 'up 300 percent since July'.
_ASIDE = re.compile(
    r"\b(?:as of|by|through|until|at the end of)\s+(?:early |late |mid-?)?(?:last|this|past)\s+(?:week|month)\b|"
    r"\b(?:as|than|from)(?:\s+[\w,]+){0,2}?\s+(?:in|at|on)\s+(?:the\s+(?:start|end|beginning)\s+of\s+)?"
    r"(?:last\s+|early\s+|late\s+)?\w+(?:\s+\d{1,4}\b)?|"
    r"\b(?:up|increas\w+|rise|rose|risen|gr[eo]w\w*|growth|jump\w*|surg\w+|climb\w*|gain\w*)\b[^.;]{0,25}?"
    r"(?:%|percent|fold|times)\s+since\s+\w+(?:\s+\d{1,4}\b)?",
    re.IGNORECASE,
)


def without_asides(sentence: str) -> str:
    """The sentence with such words blanked, each other one in its place."""
    return _ASIDE.sub(lambda found: " " * len(found[0]), sentence)


def signing_period(claim: Claim, day: date) -> Period | None:
    """The period that the sentence names, up to `day` of the text; None where it names none that can be resolved."""
    words = without_asides(claim.sentence)
    if _TERM.search(words):
        return _up_to(_TERM_BEGAN, day)
    if found := _SINCE.search(words):
        first, _ = _month_or_day(found, day)
        return _up_to(first, day) if first else None
    if found := _SINCE_YEAR.search(words):
        return _up_to(date(int(found["year"]), 1, 1), day)
    if found := _IN.search(words):
        first, last = _month_or_day(found, day)
        return Period(first, min(last, day), "") if first and last and first <= day else None
    if found := _IN_YEAR.search(words):
        year = int(found["year"])
        return Period(date(year, 1, 1), min(date(year, 12, 31), day), "") if year <= day.year else None
    if found := _THIS.search(words):
        return _relative(found["which"].casefold(), found["unit"].casefold(), day)
    since = parse_period(claim.baseline.as_of) if claim.baseline and claim.baseline.as_of else None
    return _up_to(since[0], day) if since else None


def _up_to(first: date, day: date) -> Period | None:
    return Period(first, day, "") if first <= day else None


def _month_or_day(found: re.Match[str], day: date) -> tuple[date | None, date | None]:
    """First and last day of a stated month or day; without a year, the last one before the text."""
    month = _MONTHS[found["month"][:3].casefold()]
    try:
        year = int(found["year"]) if found["year"] else day.year - bool(found["before"])
        first = date(year, month, int(found["day"] or 1))
        if not found["year"] and first > day:
            first = first.replace(year=year - 1)
    except ValueError:
        return None, None
    if found["day"]:
        return first, first
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _relative(which: str, unit: str, day: date) -> Period | None:
    """'This month' and 'the past week' are clear; 'last week' may be the calendar's or the past seven days."""
    if which == "past":
        return Period(day - timedelta(days={"week": 7, "month": 30, "year": 365}[unit]), day, "")
    if which == "this" and unit == "year":
        return Period(date(day.year, 1, 1), day, "")
    if which == "this" and unit == "month":
        return Period(day.replace(day=1), day, "")
    if which == "last" and unit == "month":
        last = day.replace(day=1) - timedelta(days=1)
        return Period(last.replace(day=1), last, "")
    if which == "last" and unit == "year":
        return Period(date(day.year - 1, 1, 1), date(day.year - 1, 12, 31), "")
    return None
