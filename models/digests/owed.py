"""What a reader has not been told yet, change by change, from the journal and from what that reader was told.

A reading is told if it concerns the reader and was not told before; it is told again only if what it says is no longer
what the reader was told. A change that was withdrawn, or that a better reading made into something else, is told to
whoever was told it, also where it would no longer concern them; whoever was never told hears nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from models.digests.subscriptions import Subscriber, wants
from models.lists.changes import Change
from models.vocabulary import COSMETIC_KINDS, ChangeKind, ChangeStatus

# What a withdrawn change says is only that it is withdrawn, whatever its fields are by then.
_WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reading:
    """The latest entry in the journal for one change, with what a digest prints beside it."""

    change: Change
    version: int
    sequence: int  # its place in the journal
    dropped: bool  # no longer derived at all
    late: bool  # from a list that reached the record after a later one
    list_date: date
    list_sha256: str
    county: str = ""
    moa_url: str = ""

    @property
    def withdrawn(self) -> bool:
        return self.dropped or self.change.status is ChangeStatus.WITHDRAWN

    @property
    def cosmetic(self) -> bool:
        return self.change.kind in COSMETIC_KINDS

    @property
    def said(self) -> str:
        """A key of what a reader of this reading is told: versions that say the same have the same one."""
        if self.withdrawn:
            return _WITHDRAWN
        change = self.change
        # That an application is no longer listed is told as it is seen: later lists confirm nothing that was left open.
        status = None if change.kind is ChangeKind.PENDING_DROPPED else change.status
        facts = (
            change.kind, status, change.state, change.state_before, change.agency, change.agency_before,
            change.support_type, change.support_type_before, change.signed, change.signed_before,
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(map(str, facts)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader was last told of a change, and on which day (the reader's own)."""

    version: int
    kind: ChangeKind
    status: ChangeStatus
    said: str
    on: date


@dataclass(frozen=True, slots=True)
class Owed:
    """A reading that a reader must be told, with what they were told of the same change before."""

    reading: Reading
    told: Told | None


def owes(subscriber: Subscriber, reading: Reading, told: Told | None, known: Reading | None = None) -> bool:
    """Whether this reader must be told this reading.

    `known` is the reading that stood when the journal was last read for them: what was true then already, before they
    subscribed or asked for this place, is no news now because its evidence was put in other words.
    """
    if told is None:
        if reading.withdrawn or (known is not None and known.said == reading.said):
            return False
        return wants(subscriber, reading.change, reading.county)
    if told.said == reading.said:
        return False
    if told.status is ChangeStatus.WITHDRAWN:  # after a withdrawal it is news again, to whom it concerns
        return not reading.withdrawn and wants(subscriber, reading.change, reading.county)
    if told.kind in COSMETIC_KINDS:  # it was only counted: nobody needs a correction of a count of corrections
        return not (reading.withdrawn or reading.cosmetic) and wants(subscriber, reading.change, reading.county)
    return True
