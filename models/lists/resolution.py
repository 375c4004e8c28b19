"""What goes into the rules for one list, and what comes out of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from models.lists.changes import Change
from models.lists.listings import Headline, Listing, PublishedList
from models.vocabulary import SnapshotStatus, SupportType


@dataclass(frozen=True, slots=True)
class ListInHand:
    """A published list with what is known of its publication: the input of the rules.

    Lists are resolved in the order of `published_at`, then `snapshot_id`.
    """

    snapshot_id: str
    document_sha256: str
    published_at: datetime  # UTC
    published: PublishedList
    headline: Headline | None  # of the page that linked the list at the time; None where it was not seen


class Placement(NamedTuple):
    """Which agreement a printed row is, on the pending list which application. A duplicate row points at the
    agreement of the row it repeats.

    A row that the last list had as well keeps its placement, the very object.
    """

    listing: Listing
    state: str  # two letters; '' where the printed text is no place we know (also a remark)
    support_type: SupportType | None
    agency_id: str
    agreement_id: str | None  # None on the pending list
    duplicate: bool
    application_id: str | None = None  # None on the participating list

    @property
    def holder(self) -> str:
        """The agreement or the application that the row is."""
        return self.agreement_id or self.application_id or ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of a list, with its evidence, passed or not; `blocking` ones that fail hold the list."""

    check: str  # 'rows lost', 'state vanished', 'column emptied', 'headline', ...
    passed: bool
    blocking: bool
    sentence: str  # plain words with the figures: 'Florida: 341 rows before, 0 now'


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question for a person. It holds nothing up: the safer reading is already in the record."""

    id: str  # content-derived, stable over replays
    snapshot_id: str
    question: str
    reading: str  # what the record took, in words
    change_ids: tuple[str, ...]
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a list: usually the one in hand, and held ones that it released."""

    snapshot_id: str
    status: SnapshotStatus
    findings: tuple[Finding, ...]
    placements: Mapping[int, Placement]  # by row number, in printed order; empty unless accepted
    changes: tuple[Change, ...]  # new ones, and earlier ones whose status or kind this list settled
    doubts: tuple[Doubt, ...]
