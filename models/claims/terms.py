"""The days that the field dates by without naming them: when a president came into office, or left it."""

import re
from collections.abc import Iterator
from datetime import date

# 'when Trump took office', 'before his inauguration', 'since he returned to the White House'
_CAME = re.compile(
    r"\b(?:return(?:ed|s|ing)?\s+to\s+(?:office|the\s+white\s+house|power|the\s+presidency)|"
    r"(?:took|retook|taking|retaking|takes|take|assumed|came\s+(?:back\s+)?into|came\s+back\s+to|regained)\s+(?:office|power)|"
    r"(?:began|begun|started)\s+his\s+(?:second|current|new)\s+term|inauguration|inaugurated|took\s+the\s+oath|administration\s+inherited|sworn\s+in(?:to\s+office)?|"
    r"(?:second\s+)?(?:term|administration|presidency)\s+(?:began|started)|"
    r"(?:start|beginning|outset)\s+of\s+(?:(?:president\s+)?(?:donald\s+)?trump's|his|the\s+president's|the\s+(?:second\s+)?trump)\s+"
    r"(?:(?:current|second|new)\s+)?(?:term|administration|presidency))\b",
    re.I,
)
_OVER = r"(?:end|close|conclusion|final\s+(?:days|weeks|months?)|last\s+(?:days|weeks|months?))\s+of\s+(?:the\s+)?"
_SPAN = r"(?:term|administration|presidency|years|tenure)"


def _left(president: str, span: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b{_OVER}(?:{president})(?:'s)?\s+{span}\b|\b(?:{president})\s+(?:first\s+)?(?:left|leaves|was\s+leaving|departed)\s+(?:office|the\s+white\s+house)\b",
        re.I,
    )


_LEFT = (
    (_left(r"(?:president\s+)?(?:donald\s+)?trump|the\s+president|his", rf"first\s+{_SPAN}"), "2021-01-20"),
    (_left(r"(?:president\s+)?(?:george\s+w\.\s+)?bush", rf"(?:second\s+)?{_SPAN}"), "2009-01-20"),
    (_left(r"(?:president\s+)?(?:barack\s+)?obama", rf"(?:second\s+)?{_SPAN}"), "2017-01-20"),
    (_left(r"(?:president\s+)?(?:joe\s+)?biden", _SPAN), "2025-01-20"),
)
# Where growth is measured from; a count of such a day dates no other figure of the page.
INAUGURATIONS = frozenset({"2009-01-20", "2017-01-20", "2021-01-20", "2025-01-20"})
# A sentence without one of these tells of no turn of office.
_TURNS = re.compile(
    r"naugurat|sworn|oath|Trump|Biden|Obama|Bush|resident|dministration|White House|\b(?:he|his|term)\b"
)
# Before the second inauguration the same words mean the first one.
_SECOND_TERM = date(2025, 1, 20)
_FIRST_TERM = "2017-01-20"


def presidential_terms(sentence: str, reference: date | None) -> Iterator[tuple[int, int, str]]:
    """The turns of office that a folded sentence dates by: start and end offset, and the ISO day."""
    if _TURNS.search(sentence) is None:
        return
    first = reference is not None and reference < _SECOND_TERM
    for match in _CAME.finditer(sentence):
        yield match.start(), match.end(), _FIRST_TERM if first else "2025-01-20"
    for pattern, iso in _LEFT:
        for match in pattern.finditer(sentence):
            yield match.start(), match.end(), iso
