"""The revision of the form ('Revised 02/14/2025'), as printed at the foot or head of its pages."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from models.calendar import matched_day

# Recognition reads a slash as 1, l or I: '02/1512025', '02114/2025'.
_SLASH = r"\s?[/1lI|]\s?"
_DAY = rf"(?P<month>[01]?\d){_SLASH}(?P<day>[0-3]?\d){_SLASH}(?P<year>20\d\d|\d\d(?!\d))"
_REVISED = re.compile(rf"\bRev(?:ised|\.|)\s*:?\s*{_DAY}", re.IGNORECASE)
REVISED = re.compile(r"\bRev(?:ised|\.|)\s*:?\s*[\dlI|][\dlI|/ ]{4,12}", re.IGNORECASE)


def form_revision(pages: Sequence[str]) -> date | None:
    """The revision that most pages carry; None where no two readings outweigh another."""
    seen = Counter(day for page in pages for match in _REVISED.finditer(page) if (day := matched_day(match)))
    ranked = seen.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
