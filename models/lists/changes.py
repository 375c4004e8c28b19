"""What happened between two accepted lists, as one frozen value with an id that survives a replay."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. A `_before` field is None where the value is new or has not changed.

    For an ending or a dropped application, `agency`, `support_type` and `signed` are those last printed.
    """

    id: str  # from `change_id`: the same however often the record is derived again
    kind: ChangeKind
    status: ChangeStatus
    list_kind: ListKind
    snapshot_id: str  # the first list that shows it, also where a later list confirmed it
    settled_by: str | None = None  # the snapshot that confirmed, withdrew or reclassified it
    state: str  # two letters
    state_before: str | None = None
    agency_id: str
    agency: str  # as printed, without stray spaces
    agency_before: str | None = None
    agreement_id: str | None  # None for a pending application
    agreement_before: str | None = None  # the agreement that this one replaced: renewed, switched, or signed anew
    application_id: str | None = None  # the application that came, was signed or was dropped
    support_type: SupportType | None  # None where the list prints none (pending) or an unknown one
    support_type_before: SupportType | None = None
    signed: date | None = None
    signed_before: date | None = None
    row: int | None = None  # the row of the list that shows it; for a missing row, its row on the list before
    confidence: float = 1.0  # 0..1, how sure the pairing is; 1.0 where nothing was weighed
    evidence: tuple[str, ...]  # one plain phrase each: 'same MOA file', 'names differ by 2 letters, numbers equal'

    def become(self, status: ChangeStatus, snapshot_id: str, because: str) -> "Change":
        """The change after a list or a ruling confirmed, withdrew or reopened it."""
        return replace(self, status=status, settled_by=snapshot_id, evidence=(*self.evidence, because))


def change_id(list_sha256: str, subject: str, direction: str) -> str:
    """Twelve hex digits from the document, the slot or agreement it is about, and a word for whether it came, left
    or was altered. Kind and status are not part of it, so a reclassified change keeps its id."""
    return hashlib.sha256(f"{list_sha256}\n{subject}\n{direction}".encode()).hexdigest()[:12]
