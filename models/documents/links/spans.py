"""The rows of agreements with their links over time, which the changes that follow from bytes are about."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from models.lists.changes import Change
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType


class LinkSpan(NamedTuple):
    """A row of an agreement with its links, for as long as it was listed unchanged."""

    agreement_id: str
    agency_id: str
    state: str
    agency: str  # as printed
    support_type: SupportType | None
    link: str  # folded; '' where there is none
    addendum: str  # so too
    duplicate: bool  # the same agreement is printed on another row, too
    begins: datetime
    ends: datetime | None

    def is_listed(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


class PublishedAt(NamedTuple):
    """An accepted participating list."""

    published_at: datetime
    snapshot_id: str


def in_force(lists: Sequence[PublishedAt], at: datetime) -> str | None:
    """The list in force at a moment."""
    newest = max((each for each in lists if each.published_at <= at), default=None)
    return newest.snapshot_id if newest else None


def change_of(
    span: LinkSpan, kind: ChangeKind, status: ChangeStatus, id_: str, snapshot_id: str, evidence: tuple[str, ...]
) -> Change:
    """What bytes alone show, as a change of the list in force then."""
    return Change(
        id=id_,
        kind=kind,
        status=status,
        list_kind=ListKind.PARTICIPATING,
        snapshot_id=snapshot_id,
        state=span.state,
        agency_id=span.agency_id,
        agency=span.agency,
        agreement_id=span.agreement_id,
        support_type=span.support_type,
        evidence=evidence,
    )
