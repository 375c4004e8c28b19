"""Who signed a document and when, as far as that is typed: handwriting is unknown."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from models.documents.letters import one_line
from models.documents.revisions import REVISED

_SIGNING = re.compile(
    r"By signing this|fully authorized to enter into|Digitally signed|represents (?:that )?it is fully", re.I
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_DAY = re.compile(
    r"\b(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+"
    r"(?P<year>20\d\d)\b",
    re.IGNORECASE,
)
_NUMBERED_DAY = re.compile(r"(?<![\d/])(?P<month>[01]?\d)[/-](?P<day>[0-3]?\d)[/-](?P<year>20\d\d|\d\d)(?![\d/])")
_STAMPED_DAY = re.compile(r"\b(?P<year>20\d\d)[.-](?P<month>[01]\d)[.-](?P<day>[0-3]\d)\b")

# Nobody signed an agreement before section 287(g) was law; what lies far ahead was misread.
_FIRST_YEAR, _LAST_YEAR = 1996, 2040

_LABELS = r"(?!(?:Name|Title|Agency|Date|Signature)\b)"
_CAPITAL, _SMALL = "[A-Z\u00c0-\u00de]", "[a-z\u00df-\u00ff]"
_PERSON = (
    rf"(?P<person>{_CAPITAL}{_SMALL}+(?: [\"'(]{_CAPITAL}{_SMALL}+[\"')])?(?: [A-Z]\.?){{0,2}}"
    rf"(?: (?:[A-Z]\.? ?)?{_LABELS}{_CAPITAL}[a-z\u00df-\u00ff'-]+[A-Za-z\u00c0-\u00ff]*){{1,2}})"
)
_TITLE = (
    r"(?:(?:Acting |Deputy |Assistant |Executive |Interim |Associate |State )*"
    r"(?:Sheriff|Chief(?: of Police)?|Director|Commissioner|Colonel|Superintendent|Constable|Marshal|Jailer|Warden"
    r"|Attorney General|Secretary|Adjutant General))"
)
_PERSONS = (
    re.compile(rf"\bName: {_PERSON}"),
    re.compile(rf"\b{_PERSON},? {_TITLE}\b(?!'s| Office| Department)"),
    re.compile(rf"\b{_TITLE},? {_PERSON} (?:Title|Agency|Date|Signature)\b"),
    re.compile(rf"Digitally signed by {_PERSON} Date"),
)
_NO_PERSON = re.compile(
    r"\b(?:County|Office|Sheriffs?|Police|Department|Title|Date|Agency|Signature|Name|Acting|Assistant|Director|Chief"
    r"|Homeland|Security|Enforcement|Operations|Town|City|State|General|Center|Digitally)\b"
)


class Signatures(NamedTuple):
    persons: tuple[str, ...]
    days: tuple[date, ...]  # the earliest first


def signatures(pages: Sequence[str]) -> Signatures:
    """The typed names and days on the pages where the parties sign."""
    persons: dict[str, None] = {}
    days: set[date] = set()
    for page in pages:
        if begins := _SIGNING.search(page):
            # A stamp may come out before the sentence that it stands below.
            text = one_line(REVISED.sub(" ", page if begins[0].startswith("Digital") else page[begins.start() :]))
            days.update(_days(text))
            persons.update(dict.fromkeys(_persons(text)))
    return Signatures(tuple(persons), tuple(sorted(days)))


def _days(text: str) -> Iterator[date]:
    for form in (_NAMED_DAY, _NUMBERED_DAY, _STAMPED_DAY):
        for match in form.finditer(text):
            month = match["month"]
            number = int(month) if month.isdigit() else _MONTHS.index(month.casefold()) + 1
            year = int(match["year"])
            try:
                day = date(year if year > 99 else 2000 + year, number, int(match["day"]))
            except ValueError:
                continue
            if _FIRST_YEAR <= day.year <= _LAST_YEAR:
                yield day


def _persons(text: str) -> Iterator[str]:
    for form in _PERSONS:
        for match in form.finditer(text):
            if not _NO_PERSON.search(match["person"]):
                yield match["person"]
