"""The index of a web archive as it comes: rows of text, a thousand a page, at times damaged, cut off or without end."""

import re
from dataclasses import dataclass, field
from datetime import datetime

# Rows of one query, all pages together. The page of ICE has a few thousand.
MAX_ROWS = 50_000
ROWS_A_PAGE = 1_000

# Four times as many as full ones would need: the archive may give less than a page at once.
_MAX_PAGES = 4 * MAX_ROWS // ROWS_A_PAGE

_ROW = re.compile(rb"\S+ (?P<stamp>\d{14}) \S+ \S+ (?:\d{3}|-) [A-Z2-7]{32} (?:\d+|-)(?: .*)?")


@dataclass(slots=True)
class PagesRead:
    """What one query has brought so far."""

    _addresses: set[str] = field(default_factory=set)
    _rows: set[bytes] = field(default_factory=set)

    def fault_of_address(self, url: str) -> str:
        """Why the page at this address is not to be asked for; '' if it is."""
        if url in self._addresses:
            return "its index leads in a circle"
        if len(self._addresses) == _MAX_PAGES:
            return f"its index has more than {_MAX_PAGES:,} pages"
        self._addresses.add(url)
        return ""

    def fault_of_page(self, content: bytes) -> str:
        """Why no page is to be asked for after this one, although it says so; '' if it is."""
        rows, blank, _ = content.partition(b"\n\n")
        new = set(rows.splitlines()) - self._rows
        self._rows |= new
        return "its index repeats itself" if blank and not new else ""


def whole_rows(content: bytes) -> tuple[bytes, int]:
    """The index without damaged rows, and how many those were: for one of them the library gives up all the others."""
    rows, blank, key = content.partition(b"\n\n")
    whole = [line for line in rows.splitlines() if _is_whole(line)]
    return b"\n".join(whole) + (blank + key if key.strip() else b""), len(rows.splitlines()) - len(whole)


def is_torn(index: bytes) -> bool:
    lines = index.splitlines()
    if not index.strip():
        return False  # no captures
    if not any(map(_ROW.fullmatch, lines)):
        return True
    return not index.endswith(b"\n") and b"" not in lines and not _ROW.fullmatch(lines[-1])


def _is_whole(line: bytes) -> bool:
    """Whether it is a row with a possible time: '20219913002027' stands in the real index."""
    row = _ROW.fullmatch(line)
    try:
        return row is not None and bool(datetime.strptime(row["stamp"].decode(), "%Y%m%d%H%M%S"))
    except ValueError:
        return False
