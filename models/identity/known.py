"""What is known of agreements and applications from the lists so far: the frozen values that the state is made of."""

from dataclasses import dataclass
from datetime import date, datetime

from models.lists.changes import Change
from models.lists.listings import Listing, texts
from models.vocabulary import SupportType

STILL = 0  # the end of a run that goes on

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A row of the last accepted list that the list in hand has not letter for letter, and whose it was."""

    row: int  # 0 for an agreement that had no row on the last list
    listing: Listing
    holder: str  # the agreement's id, on the pending list the application's
    duplicate: bool

    @property
    def cells(self) -> Cells:
        return texts(self.listing)


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """An agreement as the lists tell it so far. County, type and links are the last ones that were printed: a
    list that lacks a column, or loses a link, takes nothing away from what is known."""

    id: str
    agency_id: str
    state: str
    support_type: SupportType | None
    key: str  # the folded name it was last printed under
    name: str  # as printed, tidy
    agency_type: str
    county: str
    signed: date | None
    signed_text: str
    moa_url: str
    earlier_moa_urls: tuple[str, ...]
    addendum_url: str
    listed: bool
    replaced: bool = False  # switched away from, or renewed: its leaving is told by that change
    came: "Came | None" = None  # the switch or the renewal that brought it, while an older copy may undo that


@dataclass(frozen=True, slots=True)
class Came:
    """The change that put an agreement in the place of another one."""

    change: Change
    at: datetime


@dataclass(frozen=True, slots=True)
class Stand:
    """On which lists one folded name stood in one slot (state, name, support type), and for which agreement last."""

    agreement_id: str
    runs: tuple[tuple[int, int], ...]  # numbers of accepted lists, first and last; last 0: still there

    @property
    def standing(self) -> bool:
        return self.runs[-1][1] == STILL

    def met(self, other: "Stand") -> bool:
        """Whether both ever stood on one list together."""
        return any(
            start <= (other_end or start) and other_start <= (end or other_start)
            for start, end in self.runs
            for other_start, other_end in other.runs
        )


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement that left, from the list that first lacked it until nothing can explain it away any more."""

    change: Change
    document_sha256: str
    left_at: datetime
    lists_absent: int
    back_on: int = 0  # the number of the list that had it back; an older copy has it for one list only


@dataclass(frozen=True, slots=True)
class Application:
    """One row of the pending list: an agency that has applied for a model."""

    id: str
    agency_id: str
    state: str
    support_type: SupportType | None
    key: str
    name: str
    first_listed: datetime
    listed: bool
    left_at: datetime | None = None
    lists_absent: int = 0
    agreement_id: str | None = None  # what it became, once that is listed
    change: Change | None = None  # that it was dropped, while that may still be read anew


@dataclass(frozen=True, slots=True)
class Variation:
    """How much two accepted lists that follow each other differed: what the limits are learned from."""

    rows: int
    lost: int  # agreements that left unexplained
    lost_in_one_state: int  # the most in one state
    unlinked: int  # MOA links lost by rows that stayed
    late: int  # agreements new to the list that were signed long before it
    days: float
