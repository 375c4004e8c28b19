"""The grammar of statements: which words make a number mean what, and how that is found in the record.

A reading is a template with named holes and a truth for each of them. '{n} new agreements? in {place}' with
`n=lambda eye, found: ...` finds such words anywhere in a statement and holds the number against the truth. What no
reading has covered in the end, and holds a digit, is unread.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

from tests.replay.eye import Eye
from tests.replay.mails import Statement
from tests.replay.places import NATION, PLACE, code_of

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LONG_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"  # 'January 2025'
)

# The one form of a day, and of a number.
DAY = rf"{_MONTH} \d{{1,2}}, \d{{4}}"
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d%])"

_HOLES = {
    "day": DAY,
    "month": rf"(?:{_LONG_MONTH}|{_MONTH}) \d{{4}}",
    "place": PLACE,
    "step": rf"(?:[+−-]{NUMBER}|±0)",
    "percent": r"[+−-]?[\d,]+%",
    "sha": r"[0-9a-f]{12,64}",
    "number": NUMBER,
    "word": r"[^|]+?",
}

Truth = Callable[[Eye, SimpleNamespace], Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Words with holes, and what belongs into each hole. `about` tells whose number it is: a code of a place, or None
    for words that are about no place."""

    words: re.Pattern[str]
    truths: Mapping[str, Truth]
    about: Truth | None
    source: str
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """One hole of one reading in one statement."""

    hole: str
    said: Any
    truth: Any

    @property
    def is_right(self) -> bool:
        return self.said in self.truth if isinstance(self.truth, (set, frozenset)) else self.said == self.truth


def reading(words: str, *, about: Truth | None = None, parts: str = "", **truths: Truth) -> Reading:
    """A reading from its template. The name of a hole tells its form: `{day}`, `{day_before}` are days, `{place}`,
    `{month}`, `{step}` (a signed number), `{percent}`, `{sha}`, `{word}`; any other is a number."""
    holes = re.findall(r"\{([a-z_]+)\}", words)
    pattern = re.sub(r"\{([a-z_]+)\}", lambda hole: f"(?P<{hole[1]}>{_HOLES[_form(hole[1])]})", words)
    unexplained = [hole for hole in holes if hole not in truths and _form(hole) not in ("place", "word")]
    assert not unexplained, f"{words}: no truth for {unexplained}"
    if about is None and "place" in holes:
        about = lambda eye, found: getattr(found, "place", None)  # noqa: E731
    return Reading(re.compile(pattern), truths, about, words, frozenset(parts.split()))


@cache
def _form(hole: str) -> str:
    name = hole.partition("_")[0]
    return name if name in _HOLES else "number"


def number(text: str) -> int:
    return int(text.replace(",", "").replace("−", "-").replace("±", "").rstrip("%"))


def day_of(text: str) -> date | None:
    """None for a day that there is not."""
    month, day, year = text.replace(",", "").split()
    try:
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def month_of(text: str) -> tuple[int, int]:
    month, year = text.split()
    return int(year), MONTHS.index(month[:3]) + 1


_VALUES: dict[str, Callable[[str], Any]] = {
    "day": day_of, "month": month_of, "place": code_of, "step": number, "percent": number, "number": number,
    "sha": str, "word": str,
}  # fmt: skip


def values(match: re.Match[str]) -> SimpleNamespace:
    """What stands in the holes. Raises KeyError for a place that there is not."""
    return SimpleNamespace(
        **{hole: _VALUES[_form(hole)](text) for hole, text in match.groupdict().items() if text is not None}
    )


def judge(found: Reading, match: re.Match[str], eye: Eye, statement: Statement) -> tuple[list[Judged], str | None]:
    """Each hole with its truth, and the place that the words are about."""
    said = values(match)
    said.statement = statement
    said.heading = _place_of(statement.group)
    judged = [
        Judged(hole, getattr(said, hole), truth(eye, said)) for hole, truth in found.truths.items() if hasattr(said, hole)
    ]
    return judged, found.about(eye, said) if found.about else None


def _place_of(heading: str) -> str | None:
    match = re.match(PLACE, heading)
    return code_of(match[0]) if match else None


def to_day(moment: datetime) -> date:
    return moment.date()


__all__ = ["DAY", "NATION", "NUMBER", "Judged", "Reading", "day_of", "judge", "number", "reading"]
