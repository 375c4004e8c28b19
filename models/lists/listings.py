"""One row of a published list, and one published list, as printed.

These are the frozen values that every reader in `flows.sources` returns and every rule takes. A value is what
the cell says, not what it means: `TEXAS ` keeps its trailing space, and `05/082025` stays a broken text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import NamedTuple

from models.vocabulary import ListKind


class Listing(NamedTuple):
    """What one row says, as printed. A column that the list does not have is an empty text.

    Two rows that say the same are equal, wherever they stand. A rebuild makes a hundred thousand of them: a named
    tuple takes 0.6 us, a frozen dataclass of as many fields 4.6.
    """

    state: str
    agency: str
    agency_type: str
    county: str
    support_type: str
    signed: date | None  # None where the cell is empty or holds no date, and on pending lists
    signed_text: str  # the cell as printed: ISO date where it held a real date, else its text
    moa: str  # the cell's text ('link', 'Link Pending', ...)
    moa_url: str  # the hyperlink's target, unwrapped, without staff addresses; '' where there is none
    addendum: str
    addendum_url: str


# The cells without `signed`, which `signed_text` tells too: texts alone, which can be joined and sorted.
texts = attrgetter(
    "state",
    "agency",
    "agency_type",
    "county",
    "support_type",
    "signed_text",
    "moa",
    "moa_url",
    "addendum",
    "addendum_url",
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The page's own sentence: 'ICE has signed 958 Memorandums of Agreement ... covering 40 states'."""

    agreements: int
    sentence: str


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A whole list as read from one document. `remarks` are signals for a person: an unknown column, a
    support type nobody has seen, a date that is none. They never stop the reading."""

    kind: ListKind
    # By row number, in printed order: the header of a workbook is row 1, its first agency row 2. What names no agency
    # is no row.
    rows: Mapping[int, Listing]
    columns: tuple[str, ...]  # the header cells as printed, without the empty ones
    remarks: tuple[str, ...] = ()
    saved_at: datetime | None = field(default=None, compare=False)  # UTC; by the workbook's own properties

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The rows in printed order."""
        return tuple(self.rows.values())
