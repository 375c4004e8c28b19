"""Dates stated in a sentence, resolved against the day of publication, as precisely as they were stated.

Every phrase of the field has plain arithmetic, so that nothing is guessed from a word that is no date.
"""

import calendar
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from models.claims.terms import presidential_terms

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTHS |= {"sept": 9, "might": 5}  # 'Might' is May in pages that a thesaurus has gone over
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAY = "|".join(_WEEKDAYS)

_PHRASE = re.compile(
    r"(?<!\w)(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d\b)|(?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b)"
    rf"|{_MONTH}(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
    r"|,?\s+(?:of\s+)?(?P<yearonly>(?:19|20)\d\d)\b)?"
    r"(?:,?\s+(?P<lastyear>(?:of\s+)?(?:last|the\s+(?:previous|prior))\s+year)\b)?"
    rf"|(?P<weekday>{_WEEKDAY})\b"
    r"|(?P<relative>(?:this\s+writing|the\s+date\s+of\s+this\s+\w+|today|yesterday|(?:this|last)\s+(?:morning|week|month|year|spring|summer|fall|autumn|winter)|"
    r"a\s+year\s+(?:ago|earlier)|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven)\s+(?:months?|years?|weeks?)\s+(?:ago|"
    r"earlier)|half\s+a\s+year\s+ago|"
    r"(?:start|beginning)\s+of\s+(?:the|this)\s+year|(?:start|beginning|end)\s+of\s+(?:19|20)\d\d|the\s+year\s+began|end\s+of\s+(?:the|"
    r"this)\s+(?:federal\s+)?fiscal\s+year|end\s+of\s+(?:the|this)\s+year)\b)"
    r"|(?P<bare>(?<![,.$/#-])(?:19[89]\d|20[0-4]\d)\b(?![\d,]*\d)(?!-\d)"
    r"(?!\s+(?:laws?\b|statutes?\b|act\b|stud(?:y|ies)\b|agenc|agree|officers|law\s+enforcement|depart|sher|part|deput))))",
    re.I,
)
_FULL_DATE = re.compile(
    rf"\b{_MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>20\d\d)\b|\b(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>(?:20)?\d\d)\b",
    re.I,
)
# What stands before a month or a weekday and belongs to it.
_PART = re.compile(
    r"\b(?:early|mid|late|(?:the\s+)?(?:end|start|beginning|close|first\s+half)\s+of|this\s+past|last|"
    r"this|next)[\s-]+$",
    re.I,
)
# A sentence without one of these has no date: most sentences are done with here.
_DATE_WORD = re.compile(
    r"\d|(?:J|F|M|A|S|O|N|D)[a-z]{2}|day\b|month|year|week|today|morning|spring|summer|winter|fall|"
    r"autumn|office|term|inaugur|sworn|Biden"
)
_AHEAD = re.compile(
    r"\b(?:beginning|starting|effective|next|will|by|deadline|until|takes\s+effect|scheduled)\b[^.;]{0,30}$", re.I
)
# 'the number climbed to 33 by July' looks back
_BY = re.compile(r"\bby\s+(?:the\s+end\s+of\s+|early\s+|mid-|late\s+)?$")
_PAST = re.compile(r"\b(?:had|was|were|rose|grew|climbed|jumped|reached|went|fell|signed|joined|trained|made)\b")
_TO_COME = re.compile(r"\b(?:will|would|to\s+be|expects?|plans?|must)\b")  # 'six will be trained by June'
_BEFORE_MAY = re.compile(
    r"\b(?:in|of|since|by|last|this|until|early|late|mid|from|to|through|for|and|during|on)[\s-]+$"
)
_MAY_IS_A_VERB = re.compile(
    r"\s+(?:be|not|have|soon|also|only|question|arrest|apply|ask|still|take|enter|sign|use|no|never|help|"
    r"include|receive|get)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date phrase of a sentence; offsets within the sentence."""

    start: int
    end: int
    iso: str  # YYYY, YYYY-MM or YYYY-MM-DD


def published_day(published: str | None) -> date | None:
    """The local day of publication; the first day where only a month or a year is known."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", published or "")
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def published_month(published: str | None) -> str | None:
    """The month of publication; None where only a year is known."""
    return published[:7] if published and len(published) >= 7 and published_day(published) else None


def reference_day(published: str | None, folded: str) -> date | None:
    """The day that phrases without a year are resolved against.

    Without a publication date it is the last full date that the text states; failing that, the second Trump
    term gives the year: it began in January 2025, and 'in one year' puts the page a year later.
    """
    if published and (day := published_day(published)):
        month = day.month if len(published) == 7 else 12
        return day if len(published) > 7 else date(day.year, month, calendar.monthrange(day.year, month)[1])
    dated = []
    for match in _FULL_DATE.finditer(folded[:50_000]):
        month = _MONTHS[match["month"].lower()] if match["month"] else int(match["m"])
        year = int(match["year"] or match["y"])
        with suppress(ValueError):
            dated.append(date(year + 2000 if year < 100 else year, month, int(match["day"] or match["d"])))
    if dated:
        return max(dated)
    if re.search(r"\bsecond\s+(?:Trump\s+)?term\b", folded, re.I):
        year_on = re.search(r"\bin\s+(?:just\s+|about\s+|only\s+)?(?:one|a)\s+year\b|\byear\s+into\b", folded, re.I)
        return date(2026, 12, 31) if year_on else date(2025, 12, 31)
    return None


@lru_cache(maxsize=64)  # claims and events of one sentence ask in turn
def date_mentions(sentence: str, reference: date | None) -> tuple[DateMention, ...]:
    """The dates of a folded sentence, in order; a phrase that cannot be resolved is left out."""
    if _DATE_WORD.search(sentence) is None:
        return ()
    found = list(_phrases(sentence, reference))
    found += [DateMention(*term) for term in presidential_terms(sentence, reference)]
    return tuple(sorted(found, key=lambda mention: mention.start))


def _phrases(sentence: str, reference: date | None) -> Iterator[DateMention]:
    for match in _PHRASE.finditer(sentence):
        try:
            iso = _resolve(match, sentence, reference)
        except (ValueError, OverflowError):
            continue  # 'Feb. 30', '13/45/25': printed so, but no day
        if iso:
            yield DateMention(match.start() - len(_part_before(sentence, match)), match.end(), iso)


def _part_before(sentence: str, match: re.Match[str]) -> str:
    """'the end of', 'mid-', 'last' before a month or weekday, as printed with its space; '' where there is none."""
    if not (match["month"] or match["weekday"]):
        return ""
    part = _PART.search(sentence, max(0, match.start() - 24), match.start())
    return part.group() if part else ""


def _resolve(match: re.Match[str], sentence: str, reference: date | None) -> str | None:
    if match["iso"]:
        return date.fromisoformat(match["iso"]).isoformat()
    if match["slash"]:
        month, day, year = (int(part) for part in match["slash"].split("/"))
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    if match["bare"]:
        return match["bare"]
    if match["month"]:
        return _month(match, sentence, reference)
    if reference is None:
        return None
    if match["weekday"]:
        return _weekday(match, sentence, reference)
    return _relative(match["relative"].lower(), reference)


def _month(match: re.Match[str], sentence: str, reference: date | None) -> str | None:
    printed, part = match["month"], _part_before(sentence, match).lower().strip(" -")
    if not printed[0].isupper() and match["day"] is None:
        return None  # 'may', 'march', 'might' as verbs
    if match["day"] is None and match["yearonly"] is None and printed in ("May", "March", "Might", "Mar"):
        before = sentence[max(0, match.start("month") - 14) : match.start("month")].lower()
        verb = printed == "Might" or _MAY_IS_A_VERB.match(sentence, match.end("month"))
        if verb or not _BEFORE_MAY.search(before):
            return None
    month = _MONTHS[printed.lower()]
    day = int(match["day"]) if match["day"] else None
    if stated := match["year"] or match["yearonly"]:
        year = int(stated)
    elif reference is None:
        return None
    else:
        lead = sentence[max(0, match.start() - 80) : match.start()]
        to_come = _TO_COME.search(lead) or not (_BY.search(lead) and _PAST.search(lead))
        year = _year_for(month, day, reference, bool(to_come and _AHEAD.search(lead[-45:])), part)
        if match["lastyear"]:
            year = reference.year - 1
    if day is not None:
        return date(year, month, day).isoformat()
    if "end of" in part or "close of" in part:
        return date(year, month, calendar.monthrange(year, month)[1]).isoformat()
    return f"{year:04d}-{month:02d}"


def _year_for(month: int, day: int | None, reference: date, ahead: bool, part: str) -> int:
    """The year of a month without one: the latest that is not in the future, or the next where it is ahead."""
    if (month, day or 1) > (reference.month, reference.day):
        return reference.year if ahead and month - reference.month <= 6 else reference.year - 1
    return reference.year + 1 if ahead and reference.month - month > 6 and "last" not in part else reference.year


def _weekday(match: re.Match[str], sentence: str, reference: date) -> str | None:
    part = _part_before(sentence, match).lower()
    if not match["weekday"][0].isupper() or part.startswith("next"):
        return None
    back = (reference.weekday() - _WEEKDAYS[match["weekday"].lower()]) % 7
    if back == 0 and ("last" in part or "past" in part):
        back = 7
    return (reference - timedelta(days=back)).isoformat()


def _relative(phrase: str, reference: date) -> str | None:
    year, month = reference.year, reference.month
    if phrase in ("today", "this morning", "this writing") or phrase.startswith("the date"):
        return reference.isoformat()
    if phrase == "yesterday":
        return (reference - timedelta(days=1)).isoformat()
    if "week" in phrase:
        weeks = 0 if phrase.startswith("this") else _count_of(phrase)
        return (reference - timedelta(weeks=weeks)).strftime("%Y-%m")
    if "fiscal" in phrase:
        return f"{year if month <= 9 else year + 1:04d}-09-30"
    if phrase[-4:].isdigit():
        return f"{phrase[-4:]}-{12 if phrase.startswith('end') else 1:02d}"
    if phrase.startswith("end of"):
        return f"{year:04d}-12-31"
    if "start of" in phrase or "beginning of" in phrase or "began" in phrase:
        return f"{year:04d}-01"
    if phrase == "half a year ago":
        return _months_back(year, month, 6)
    if "month" in phrase:
        return _months_back(year, month, 0 if phrase.startswith("this") else _count_of(phrase))
    if phrase in ("a year ago", "a year earlier", "one year ago", "one year earlier"):
        return f"{year - 1:04d}-{month:02d}"
    if "year" in phrase:
        return f"{year - (0 if phrase.startswith('this') else _count_of(phrase)):04d}"
    season = phrase.split()[-1]
    if phrase.startswith("this"):
        return f"{year:04d}"
    first_month = {"winter": 1, "spring": 3, "summer": 6, "fall": 9, "autumn": 9}[season]
    return f"{year if month > first_month + 3 else year - 1:04d}"


def _count_of(phrase: str) -> int:
    counted = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
    first = phrase.split()[0]
    return counted.index(first) + 1 if first in counted else 1


def _months_back(year: int, month: int, back: int) -> str:
    index = year * 12 + month - 1 - back
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
