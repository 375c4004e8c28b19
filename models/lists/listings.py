"""One row of a published list, and one published list, as printed and dated.

Every reader in `flows.sources` returns these frozen values, and every rule takes them. A value is what the cell says,
not what it means: `TEXAS ` keeps its trailing space, and `05/082025` stays a broken text.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from models.calendar import day_of
from models.vocabulary import ListKind


class Listing(NamedTuple):
    """One row as printed. A column that the list does not have is an empty text.

    Two rows with the same cells are equal, wherever they are on the list. A rebuild makes a hundred thousand of them:
    a named tuple takes 0.6 us, a frozen dataclass of as many fields 4.6.
    """

    state: str
    agency: str
    agency_type: str
    county: str
    support_type: str
    signed: date | None  # None where the cell is empty or holds no date, and on pending lists
    signed_text: str  # the cell as printed: an ISO date for a real date, otherwise its text
    moa: str  # the cell's text ('link', 'Link Pending', ...)
    moa_url: str  # the hyperlink's target, unwrapped, without staff addresses; '' without a link
    addendum: str
    addendum_url: str


# The cells without `signed`, which `signed_text` repeats: only texts, which can be joined and sorted.
texts = attrgetter(*(name for name in Listing._fields if name != "signed"))


@dataclass(frozen=True, slots=True)
class Headline:
    """The page's own sentence: 'ICE has signed 958 Memorandums of Agreement ... covering 40 states'."""

    agreements: int
    sentence: str


# The columns of a list that has no others.
NAMES_ONLY = ("STATE", "LAW ENFORCEMENT AGENCY")


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A whole list as read from one document. `remarks` need a person's attention: an unknown column, a new support
    type, a broken date. They never stop the reading."""

    kind: ListKind
    # By row number, in printed order: the header of a workbook is row 1, its first agency row 2. Rows without an agency
    # are left out.
    rows: Mapping[int, Listing]
    columns: tuple[str, ...]  # the header cells as printed, without the empty ones
    remarks: tuple[str, ...] = ()
    saved_at: datetime | None = field(default=None, compare=False)  # UTC; by the workbook's own properties

    @property
    def names_only(self) -> bool:
        """Whether it says no more than which agencies took part, as the lists of 2007 and 2008."""
        return self.columns == NAMES_ONLY

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The rows in printed order."""
        return tuple(self.rows.values())


# Clocks and time zones differ; a date further ahead of its own sighting is wrong.
_CLOCKS_DIFFER = timedelta(days=1)


def is_ahead(published_at: datetime, seen_at: datetime) -> bool:
    """Whether a list is dated after it was seen. It would stay the newest one for as long."""
    return published_at - seen_at > _CLOCKS_DIFFER


@dataclass(frozen=True, slots=True)
class Dating:
    """When a document was published, and what says so.

    Lists are ordered by `published_at`: its seconds are those of the stamp named by `dated_by`, its microseconds put
    lists with the same stamp in the order of their names ('07082025pm' and '07092025am' were saved in one second).
    """

    published_at: datetime  # UTC
    published_on: date  # the publisher's day
    dated_by: str  # 'workbook properties', 'Last-Modified', 'file name', 'capture' or 'seen'
    remarks: tuple[str, ...] = ()

    @classmethod
    def when_seen(cls, seen_at: datetime) -> "Dating":
        """For a document published now whatever its stamps say: an older copy posted again."""
        return cls(seen_at.astimezone(UTC), day_of(seen_at), "seen")


def by_content(contents: Sequence[tuple[Any, ...]], rows: Iterable[int]) -> dict[tuple[Any, ...], int]:
    """The number of each row by its content; the second of several equal rows gets a 2 after its content, and so on."""
    found = dict(zip(contents, rows, strict=True))
    if len(found) < len(contents):
        found.clear()
        seen: Counter[tuple[Any, ...]] = Counter()
        for content, row in zip(contents, rows, strict=True):
            seen[content] += 1
            found[content if seen[content] == 1 else (*content, seen[content])] = row
    return found
