"""The file that an MOA link leads to: nine names in ten carry the day on which the agreement was signed."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from models.calendar import matched_day

# '287gJEM_KnoxCoTn2017-06-15.pdf'; '287g_JEM_Knox_6-8-2020.pdf', 'Lavaca_County_WSO_MOA_02.24.25.pdf',
# 'MontourCoSheriffsOfficePA_TFM_MOA_06112025.pdf'. Without separators a day has six or eight digits.
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_YEAR_LAST = (
    re.compile(r"(?<!\d)(?P<month>\d{1,2})([-._])(?P<day>\d{1,2})\2(?P<year>(?:20)?\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<month>\d\d)(?P<day>\d\d)(?P<year>(?:20)?\d\d)(?!\d)"),
)


def file_name(url: str) -> str:
    """The last part of the address: 'KnoxCo_WSO_MOA_06302025.pdf'."""
    return unquote(url.partition("?")[0].rstrip("/").rpartition("/")[2])


@lru_cache(maxsize=4_000)
def file_day(url: str) -> date | None:
    """The day in the file's name; None where it has none, or two."""
    name = file_name(url)
    found = {day for form in (_YEAR_FIRST, *_YEAR_LAST) for match in form.finditer(name) if (day := matched_day(match))}
    return found.pop() if len(found) == 1 else None
