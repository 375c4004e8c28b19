"""What happened between two accepted lists, as one frozen value with an id that survives a replay."""

import hashlib
from dataclasses import dataclass
from datetime import date

from models.vocabulary import ChangeKind, ChangeStatus, ListKind, SupportType


@dataclass(frozen=True, slots=True)
class Change:
    """One change. The `_before` fields are None where nothing stood before or it is the same as now.

    For an ending or a dropped application, `agency`, `support_type` and `signed` are those last printed.
    """

    id: str  # from `change_id`: the same however often the record is derived again
    kind: ChangeKind
    status: ChangeStatus
    list_kind: ListKind
    snapshot_id: str  # the list in which it first showed, also where a later list confirmed it
    settled_by: str | None  # the snapshot that confirmed, withdrew or re-classified it; None: nothing to settle
    state: str  # two letters
    state_before: str | None
    agency_id: str
    agency: str  # as printed, stray spaces taken off
    agency_before: str | None
    agreement_id: str | None  # None for a pending application
    support_type: SupportType | None  # None where the list prints none (pending) or one that nobody knows
    support_type_before: SupportType | None
    signed: date | None
    signed_before: date | None
    row: int | None  # the row of the list in which it shows; for what left, the row of the list before
    confidence: float  # 0..1, how sure the pairing is; 1.0 where nothing had to be weighed
    evidence: tuple[str, ...]  # one plain phrase each: 'same MOA file', 'name distance 2, digits equal'


def change_id(list_sha256: str, subject: str, direction: str) -> str:
    """Twelve hex digits from the document, the slot or agreement that it is about, and whether it came,
    left or was altered; kind and status stay out, so that a re-classified change keeps its id."""
    return hashlib.sha256(f"{list_sha256}\n{subject}\n{direction}".encode()).hexdigest()[:12]
