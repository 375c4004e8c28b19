"""The input of the rules for one list, and their output."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from models.lists.changes import Change
from models.lists.listings import Headline, Listing, PublishedList
from models.vocabulary import SnapshotStatus, SupportType


@dataclass(frozen=True, slots=True)
class IncomingList:
    """A published list and the facts of its publication: the input of the rules."""

    snapshot_id: str
    document_sha256: str
    published_at: datetime  # UTC
    published: PublishedList
    headline: Headline | None  # of the page that linked the list at the time; None if unknown


class Placement(NamedTuple):
    """The agreement that a printed row is, or on the pending list the application. A duplicate row has the agreement
    of the row it repeats.

    A row that the last list also had keeps its placement, the same object.
    """

    listing: Listing
    state: str  # two letters; '' for an unknown place (also a remark)
    support_type: SupportType | None
    agency_id: str
    agreement_id: str | None  # None on the pending list
    duplicate: bool
    application_id: str | None = None  # None on the participating list
    signed: date | None = None  # of the agreement, with the corrections applied; None where no possible date is known
    moa_url: str = ""  # the row's link, with the corrections applied; empty on the pending list

    @property
    def holder(self) -> str:
        """The id of the agreement or the application."""
        return self.agreement_id or self.application_id or ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of a list with its evidence; a failed one that is `blocking` holds the list."""

    check: str  # 'rows lost', 'state vanished', 'column emptied', 'headline', ...
    passed: bool
    blocking: bool
    sentence: str  # with the figures: 'Florida: 341 rows before, 0 now'
    brief: str = ""  # the same in a few words, for a line about the whole list: 'Florida gone'


@dataclass(frozen=True, slots=True)
class Doubt:
    """An unclear change that needs review. It delays nothing: the record already has the safer answer."""

    id: str  # content-derived, stable over replays
    snapshot_id: str
    question: str
    assumed: str  # the answer in the record, as a sentence
    change_ids: tuple[str, ...]
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """What became of a list: the incoming one, or a held one that it released or ruled out."""

    snapshot_id: str
    status: SnapshotStatus
    findings: tuple[Finding, ...] = ()
    placements: Mapping[int, Placement] = field(default_factory=dict)  # by row number; empty unless accepted
    changes: tuple[Change, ...] = ()  # new ones, and earlier ones whose status or kind this list altered
    doubts: tuple[Doubt, ...] = ()
