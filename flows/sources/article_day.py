"""The day that a page prints and does not state for machines: beside its own headline, never in a list of others."""

import re
from datetime import datetime

from bs4 import BeautifulSoup, Tag

from models.calendar import parsed_moment

# 'Posted 3 hours ago', 'Updated 12 mins ago', 'a day ago'.
_AGO = re.compile(
    r"(?:(?:posted|published|updated)\s*:?\s*)?\b(?:\d{1,3}|an?|one|two|three)\s+(?:minute|min|hour|hr|day)s?\.?\s+ago\b",
    re.IGNORECASE,
)
_LONGEST_BYLINE = 80  # a sentence with 'two days ago' is longer, and about something else
# Where a page shows other articles with their days.
_OTHERS = re.compile(
    r"side-?bar|related|recent|popular|trending|latest|most-?read|comment|widget|promo|recommend", re.IGNORECASE
)
_OTHER_TAGS = ("aside", "nav", "footer")


def time_ago(page: BeautifulSoup) -> str:
    """How long ago the page says that it appeared, in its own words; '' where it does not. A day elsewhere on it is
    then some other article's."""
    for text in page.find_all(string=_AGO):
        if len(text.strip()) <= _LONGEST_BYLINE and not _among_others(text.parent):
            found = _AGO.search(text)
            return " ".join(found[0].split()) if found else ""
    return ""


def printed_day_of(page: BeautifulSoup, iso_day: str) -> datetime | None:
    """The day that was found in a page, unless it is printed only where the page shows other articles."""
    moment = parsed_moment(iso_day)
    if moment is None:
        return None
    printed = _as_printed(moment)
    spots = [text.parent for text in page.find_all(string=printed)]
    spots += page.find_all("time", attrs={"datetime": re.compile(re.escape(f"{moment:%Y-%m-%d}"))})
    return None if spots and all(map(_among_others, spots)) else moment


def _as_printed(day: datetime) -> re.Pattern[str]:
    """The day in the ways that pages print it."""
    numbers = rf"0?{day.month}[/.-]0?{day.day}[/.-](?:{day.year}|{day:%y})\b"
    return re.compile(
        rf"{day:%Y}-{day:%m}-{day:%d}|\b{numbers}|\b{day:%b}[a-z]*\.?\s+0?{day.day},?\s+{day.year}"
        rf"|\b0?{day.day}\s+{day:%b}[a-z]*\.?,?\s+{day.year}",
        re.IGNORECASE,
    )


def _among_others(element: Tag | None) -> bool:
    for each in (element, *element.parents) if element is not None else ():
        if each.name in ("html", "body", "[document]"):
            return False
        named = f"{each.get('class', '')} {each.get('id', '')}"
        if each.name in _OTHER_TAGS or _OTHERS.search(named):
            return True
    return False
