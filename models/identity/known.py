"""What is known of agreements and applications from the lists so far: the frozen values that make up the state."""

from dataclasses import dataclass
from datetime import date, datetime

from models.lists.changes import Change
from models.lists.listings import Listing, texts
from models.vocabulary import SupportType

ONGOING = 0  # the end of a run that has not ended

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviousRow:
    """A row of the last accepted list that the incoming list does not repeat letter for letter."""

    row: int  # 0 for an agreement that had no row on the last list
    listing: Listing
    holder: str  # the agreement's id, on the pending list the application's
    duplicate: bool

    @property
    def cells(self) -> Cells:
        return texts(self.listing)


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """An agreement as known from all lists so far. County, type and links are the last ones printed: a list that
    lacks a column or loses a link removes nothing."""

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
    first_listed: date | None  # the publisher's day; None for an agreement of the record's first list, which is older
    replaced: bool = False  # by a switch or a renewal, which tells of its end
    origin: "Origin | None" = None  # the switch or renewal that brought it, while an older copy may undo that


@dataclass(frozen=True, slots=True)
class Origin:
    """The change that put an agreement in the place of another one."""

    change: Change
    at: datetime


@dataclass(frozen=True, slots=True)
class SlotHistory:
    """The lists on which one folded name held one slot (state, name, support type), and its last agreement there."""

    agreement_id: str
    runs: tuple[tuple[int, int], ...]  # numbers of accepted lists, first and last; last 0: still there

    @property
    def ongoing(self) -> bool:
        return self.runs[-1][1] == ONGOING

    def overlaps(self, other: "SlotHistory") -> bool:
        """Whether both were ever on one list together."""
        return any(
            start <= (other_end or start) and other_start <= (end or other_start)
            for start, end in self.runs
            for other_start, other_end in other.runs
        )


@dataclass(frozen=True, slots=True)
class Ending:
    """A missing agreement, from the first list without it until nothing can explain its absence any more."""

    change: Change
    missing_since: datetime
    lists_absent: int
    back_on: int = 0  # the number of the list that had it again; an older copy has it for one list only


@dataclass(frozen=True, slots=True)
class Application:
    """One row of the pending list: an agency that has applied for a support type."""

    id: str
    agency_id: str
    state: str
    support_type: SupportType | None
    name: str
    first_listed: datetime
    listed: bool
    missing_since: datetime | None = None
    lists_absent: int = 0
    agreement_id: str | None = None  # the agreement it led to, once that is listed
    change: Change | None = None  # that it was dropped, while that may still be reclassified


@dataclass(frozen=True, slots=True)
class Variation:
    """How much two accepted lists in a row differed; the limits are learned from this."""

    lost: int  # agreements missing without explanation
    lost_in_one_state: int  # the most in one state
    unlinked: int  # MOA links lost by rows that stayed
    late: int  # agreements new to the list that were signed long before it
    corrected: int  # cells of one column that say something else; the most in one column
    days: float
