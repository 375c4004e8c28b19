"""When a workbook says that Excel last saved it."""

import re
from datetime import datetime

from models.calendar import parsed_moment

_MODIFIED = re.compile(rb"<dcterms:modified\b[^>]*>\s*([0-9T:.+Z-]{10,35})\s*<")

# Excel has written .xlsx since 2006. Another year comes from a broken clock, or from a writer without one (0001, 9999).
_YEARS = range(2006, 2100)


def saved_time(properties: bytes) -> datetime | None:
    """The time in the part docProps/core.xml, UTC; None where it has none that can be."""
    found = _MODIFIED.search(properties)
    moment = parsed_moment(found[1].decode()) if found else None
    return moment if moment and moment.year in _YEARS else None
