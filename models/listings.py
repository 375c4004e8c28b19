"""One row of a published list, and one published list, as printed.

These are the frozen values that every reader in `flows.sources` returns and every rule takes. A value is what
the cell says, not what it means: `TEXAS ` keeps its trailing space, and `05/082025` stays a broken text.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from models.vocabulary import ListKind


class Listing(NamedTuple):
    """One row as printed. A column that the list does not have is an empty text.

    A rebuild makes a hundred thousand of them: a named tuple takes 0.6 us, a frozen dataclass of as many fields 4.6.
    """

    row: int  # as the spreadsheet numbers it: the header of a workbook is row 1, its first agency row 2
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

    @property
    def cells(self) -> tuple[object, ...]:
        """Everything but the row number: two listings with equal cells are the same printed row."""
        return self[1:]


# The cells without `signed`, which `signed_text` tells too.
_texts = attrgetter(
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
    """The page's own sentence: 'ICE has signed 958 Memorandums of Agreement ... covering 40 states'.

    None is a number that the sentence does not state.
    """

    agreements: int
    states: int | None
    territories: int | None
    by_support_type: tuple[tuple[str, int], ...]  # ('TFM', 473), ... as far as the page states them
    sentence: str


@dataclass(frozen=True)
class PublishedList:
    """A whole list as read from one document. `remarks` are signals for a person: an unknown column, a
    support type nobody has seen, a date that is none. They never stop the reading."""

    kind: ListKind
    listings: tuple[Listing, ...]
    columns: tuple[str, ...]  # the header cells as printed, without the empty ones
    remarks: tuple[str, ...] = ()

    @cached_property
    def cells_sha256(self) -> str:
        """The hash of the kind and of the cells in printed order; row numbers and styling do not count."""
        digest = hashlib.sha256(self.kind.value.encode())
        for listing in self.listings:
            digest.update("\x1f".join(_texts(listing)).encode() + b"\x1e")
        return digest.hexdigest()
