"""What a subscriber has not been told yet, change by change, from the journal and from what was told before.

An entry is told if it concerns the subscriber and was not told before; it is told again only if it now says something
else. A change that was withdrawn or reclassified is told to everyone who was told of it, even where it would no longer
concern them; those who were never told hear nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from models.digests.subscriptions import Subscriber, concerns
from models.kinds import COSMETIC_KINDS, KINDS
from models.lists.changes import Change
from models.places.bodies import Body
from models.vocabulary import ChangeKind, ChangeStatus


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """The latest entry in the journal for one change, with what a digest prints beside it."""

    change: Change
    version: int
    dropped: bool  # no longer derived at all
    late: bool  # from a list that reached the record after a later one
    list_date: date
    list_sha256: str
    agency_state: str = ""  # where the agency is by the record now, whatever a list printed; '' where it is not known
    county: str = ""  # as printed
    county_fips: str | None = None  # the county that the agency is in
    other_counties: frozenset[str] = frozenset()  # the one it was in before, or those it may be in: FIPS codes
    body: Body | None = None
    moa_url: str = ""

    @property
    def status(self) -> ChangeStatus:
        """The change's own, or WITHDRAWN where it is no longer derived at all."""
        return ChangeStatus.WITHDRAWN if self.dropped else self.change.status

    @property
    def withdrawn(self) -> bool:
        return self.status is ChangeStatus.WITHDRAWN

    @property
    def state(self) -> str:
        """Where the change counts: a list once printed the police of Lake Placid, Florida, in New York."""
        return self.agency_state or self.change.state

    @property
    def in_counties(self) -> frozenset[str]:
        """The counties that the change concerns, by FIPS code."""
        return self.other_counties | ({self.county_fips} if self.county_fips else frozenset())

    @property
    def cosmetic(self) -> bool:
        return self.change.kind in COSMETIC_KINDS

    @property
    def waits(self) -> bool:
        """Whether it is told neither way yet: a document that is not at its address may be there tomorrow."""
        return self.status is ChangeStatus.SUSPECTED and not KINDS[self.change.kind].starts_suspected

    @property
    def said(self) -> str:
        """A key of what a subscriber is told by this entry: versions that say the same have the same one."""
        if self.withdrawn:  # that is all it says, whatever its fields are by then
            return "withdrawn"
        change = self.change
        # A dropped application is told as soon as it is seen: later lists do not confirm it.
        status = None if change.kind is ChangeKind.PENDING_DROPPED else change.status
        facts = (
            change.kind, status, change.state, change.state_before, change.agency, change.agency_before,
            change.support_type, change.support_type_before, change.signed, change.signed_before,
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(map(str, facts)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class LastTold:
    """What a subscriber was last told of a change, and on which day (the subscriber's own)."""

    kind: ChangeKind
    status: ChangeStatus
    said: str
    on: date


@dataclass(frozen=True, slots=True)
class Owed:
    """An entry that a subscriber must be told, with what they were told of the same change before."""

    entry: JournalEntry
    told: LastTold | None


def owes(subscriber: Subscriber, entry: JournalEntry, told: LastTold | None, known: JournalEntry | None = None) -> bool:
    """Whether this subscriber must be told this entry.

    `known` is the change's last entry when the journal was last read for them: what was true then already, before they
    subscribed or asked for this place, is no news now because its evidence was put in other words.
    """
    if entry.waits:
        return False
    if told is None:
        if entry.withdrawn or (known is not None and known.said == entry.said):
            return False
    elif told.said == entry.said:
        return False
    elif told.status is ChangeStatus.WITHDRAWN:  # told as withdrawn: now it is news again to whomever it concerns
        if entry.withdrawn:
            return False
    elif told.kind in COSMETIC_KINDS:  # it was only counted: a count of corrections needs no correction
        if entry.withdrawn or entry.cosmetic:
            return False
    else:
        return True
    return concerns(subscriber, entry.change, entry.in_counties, entry.body, entry.state)
