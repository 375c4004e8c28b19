"""The index of a web archive as it comes: rows of text, a thousand a page, at times damaged, cut off or without end."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

# Rows of one query, all pages together. The page of ICE has a few thousand.
MAX_ROWS = 50_000
ROWS_A_PAGE = 1_000

# Four times as many as full ones would need: the archive may give less than a page at once.
_MAX_PAGES = 4 * MAX_ROWS // ROWS_A_PAGE

_ROW = re.compile(rb"\S+ (?P<stamp>\d{14}) \S+ \S+ (?:\d{3}|-) [A-Z2-7]{32} (?:\d+|-)(?: .*)?")


# Nothing was archived before 1996; a row of 2099 would make its list the newest for as long.
_FIRST_YEAR = 1996
_CLOCKS_DIFFER = timedelta(days=1)


class EndlessIndexError(Exception):
    """The pages of a query would never end."""


@dataclass(slots=True)
class PagesRead:
    """What the query that is asked has brought so far."""

    lost_rows: int = 0  # of all queries, which could not be read
    _addresses: set[str] = field(default_factory=set)
    _rows: set[bytes] = field(default_factory=set)

    def begin_query(self) -> None:
        self._addresses, self._rows = set(), set()

    def begin(self, url: str) -> None:
        """Raises EndlessIndexError where the page at this address is not to be asked for."""
        if url in self._addresses:
            raise EndlessIndexError("its index leads in a circle")
        if len(self._addresses) == _MAX_PAGES:
            raise EndlessIndexError(f"its index has more than {_MAX_PAGES:,} pages")
        self._addresses.add(url)

    def whole(self, page: bytes, now: datetime) -> bytes:
        """The page without damaged rows: for one of them the library gives up all the others. Raises EndlessIndexError
        where it leads to a next one and brings nothing new."""
        rows, blank, key = page.partition(b"\n\n")
        lines = rows.splitlines()
        whole = [line for line in lines if _is_whole(line, now)]
        self.lost_rows += len(lines) - len(whole)
        new = set(whole) - self._rows
        self._rows |= new
        leads_on = bool(blank and key.strip())
        if leads_on and not new:
            raise EndlessIndexError("its index repeats itself")
        return b"\n".join(whole) + (blank + key if leads_on else b"")


def is_torn(index: bytes) -> bool:
    lines = index.splitlines()
    if not index.strip():
        return False  # no captures
    if not any(map(_ROW.fullmatch, lines)):
        return True
    return not index.endswith(b"\n") and b"" not in lines and not _ROW.fullmatch(lines[-1])


def _is_whole(line: bytes, now: datetime) -> bool:
    """Whether it is a row with a possible time: '20219913002027' stands in the real index."""
    row = _ROW.fullmatch(line)
    try:
        captured_at = datetime.strptime(row["stamp"].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if row else None
    except ValueError:
        return False
    return captured_at is not None and captured_at.year >= _FIRST_YEAR and captured_at <= now + _CLOCKS_DIFFER
