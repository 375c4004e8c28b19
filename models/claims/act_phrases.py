"""Phrases that date an act and no count: 'months ago', 'on his first day in office', 'two weeks after it joined'."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from models.claims.act_table import compiled
from models.claims.dates import DateMention
from models.claims.named_so_far import GOVERNOR

_MONTHS_AGO = 4  # 'months ago': some three to five
_INAUGURATED = "2025-01-20"
_OLDEST = 20_000  # days before the page; the program began in 2002
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_YEAR = re.compile(r"\d{4}")
_MORE = compiled(
    r"\b(?:(?P<law>(?:19|20)\d\d)(?= (?:state )?(?:law|statute|act|measure|bill)\b)|(?P<days>\w+) days (?:ago|earlier)|"
    r"(?P<months>(?:several |a few |some )?months ago)|(?P<weeks>(?:several |a few )?weeks ago)|"
    r"earlier this (?P<this>week|month|year)|"
    r"(?P<inaugurated>first day "
    r"(?:(?:back )?in (?:office|the White House)|back\b|(?=(?:President|Trump)\b)))|"
    r"(?P<today>overnight|this afternoon|tonight|this evening)|"
    r"(?:in|over|during|since) the (?P<season>spring|summer|fall|autumn)|"
    r"(?P<since>\w+) (?P<unit>days|weeks|months|years) after "
    r"(?=[^,;.]{3,60}\b(?:{sign.past}|{join.past}|{end.past}|joining|signing)))"
)
_SEASON_BEGINS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9}  # months
DAYS = {"days": 1, "weeks": 7, "months": 30.4, "years": 365.2}


def more_dates(text: str, reference: date | None) -> Iterator[DateMention]:
    """The dates that these phrases give, counted from the day of the page."""
    for match in _MORE.finditer(text):
        if match["since"] and _YEAR.search(text):
            continue  # 'Two years after it joined, in 2012, ...' is no news
        iso = match["law"] or (_resolved(match, text, reference) if reference else None)
        if iso:
            yield DateMention(match.start(), match.end(), iso)


def _resolved(match: re.Match[str], text: str, reference: date) -> str | None:
    if match["inaugurated"]:
        # A governor's first day is another.
        return None if GOVERNOR.search(text) or reference.isoformat() < _INAUGURATED else _INAUGURATED
    if match["since"]:
        count = count_of(match["since"])
        then = reference - timedelta(days=min(count * DAYS[match["unit"].lower()], _OLDEST))
        return then.isoformat()[: {"months": 7, "years": 4}.get(match["unit"].lower(), 10)] if count else None
    if match["season"]:
        return f"{reference.year - (reference.month < _SEASON_BEGINS[match['season'].lower()]):04d}"
    if match["days"]:
        count = count_of(match["days"])
        return (reference - timedelta(days=count)).isoformat() if count else None
    if match["months"]:
        return f"{(reference - timedelta(days=30 * _MONTHS_AGO)).year:04d}"
    if match["weeks"]:
        return (reference - timedelta(days=21)).isoformat()[:7]
    if match["this"]:
        return reference.isoformat()[: 4 if match["this"].lower() == "year" else 7]
    return reference.isoformat()


def count_of(word: str) -> int:
    """'ten', '12'; 0 where it is no number"""
    return _NUMBERS.get(word.lower()) or (int(word) if word.isdecimal() and len(word) < 3 else 0)
