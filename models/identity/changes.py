"""The changes and doubts of one list as values, with ids that survive a replay."""

from typing import NamedTuple

from models.identity.evidence import Weighed
from models.identity.ids import FoldedRow, pair_id
from models.identity.known import KnownAgreement
from models.identity.transitions import Transition
from models.kinds import first_status
from models.lists.changes import Change, change_id
from models.lists.folding import tidy
from models.lists.resolution import Doubt, IncomingList
from models.vocabulary import ChangeKind, ChangeStatus, ListKind

ARRIVAL_KINDS = frozenset(
    {
        ChangeKind.AGREEMENT_ADDED, ChangeKind.AGREEMENT_RENEWED, ChangeKind.AGREEMENT_RETURNED,
        ChangeKind.AGREEMENT_SWITCHED,
    }
)  # fmt: skip


# The chance that the record has the right answer where a list and a document contradict each other: no case is known.
_AS_LISTED = 0.5


class Subject(NamedTuple):
    """What a change is about: the agreement before it (None: new), the row, and the row's agency and agreement now."""

    known: KnownAgreement | None
    folded: FoldedRow
    agency_id: str
    agreement_id: str
    weighed: Weighed | None = None


def change_of(incoming: IncomingList, transition: Transition, subject: Subject) -> Change:
    """The change that a transition from an agreement to a row makes."""
    known, folded, agency_id, agreement_id, weighed = subject
    name = tidy(folded.meant.agency)
    signed = folded.signed or (known.signed if known else None)
    about = (agreement_id, "came")
    if known and transition.kind not in ARRIVAL_KINDS:
        about = (known.id, f"altered {transition.attribute}")
    return Change(
        id=change_id(incoming.document_sha256, *about),
        kind=transition.kind,
        status=ChangeStatus.CONFIRMED,
        list_kind=ListKind.PARTICIPATING,
        snapshot_id=incoming.snapshot_id,
        state=folded.state,
        state_before=known.state if known and known.state != folded.state else None,
        agency_id=agency_id,
        agency=name,
        agency_before=known.name if known and known.name != name else None,
        agreement_id=agreement_id,
        agreement_before=known.id if known and known.id != agreement_id else None,
        support_type=folded.support_type,
        support_type_before=known.support_type if known and known.support_type != folded.support_type else None,
        signed=signed,
        signed_before=known.signed if known and known.signed != signed else None,
        row=folded.row,
        confidence=weighed.confidence if weighed else 1.0,
        evidence=tuple(dict.fromkeys((*transition.evidence, *(weighed.evidence if weighed else ())))),
    )


def ending_of(incoming: IncomingList, known: KnownAgreement, row: int, evidence: tuple[str, ...]) -> Change:
    """The suspected ending of an agreement whose row, with its number on the last list, is missing."""
    return Change(
        id=change_id(incoming.document_sha256, known.id, "left"),
        kind=ChangeKind.AGREEMENT_ENDED,
        status=first_status(ChangeKind.AGREEMENT_ENDED),
        list_kind=ListKind.PARTICIPATING,
        snapshot_id=incoming.snapshot_id,
        state=known.state,
        agency_id=known.agency_id,
        agency=known.name,
        agreement_id=known.id,
        support_type=known.support_type,
        signed=known.signed,
        row=row,
        evidence=evidence,
    )


def doubt_about_date(
    incoming: IncomingList,
    known: KnownAgreement,
    folded: FoldedRow,
    evidence: tuple[str, ...],
    told: tuple[Change, ...],
) -> Doubt:
    """The question to a person about a later date that the documents contradict."""
    again = any(each.kind in ARRIVAL_KINDS for each in told)
    return Doubt(
        id=change_id(incoming.document_sha256, f"{known.id} {folded.signed}", "signed again"),
        snapshot_id=incoming.snapshot_id,
        question=(
            f"Did {tidy(folded.meant.agency)} ({folded.state}, {folded.support_type}) sign again on {folded.signed},"
            f" after {known.signed}? The list and the document disagree."
        ),
        assumed="Yes, as listed" if again else "No: the list corrects its date",
        change_ids=tuple(each.id for each in told),
        confidence=_AS_LISTED,
        evidence=evidence,
    )


def doubt_of(
    incoming: IncomingList, known: KnownAgreement, folded: FoldedRow, weighed: Weighed, told: tuple[Change, ...]
) -> Doubt:
    """The question to a person about a pair too close to call."""
    return Doubt(
        id=pair_id(incoming.document_sha256, known.id, folded.slot),
        snapshot_id=incoming.snapshot_id,
        question=(
            f"Is {tidy(folded.meant.agency)} ({folded.state}, {folded.support_type}) the agreement previously listed"
            f" as {known.name} ({known.state}, {known.support_type})?"
        ),
        assumed=(
            "The same agreement, printed differently: recorded as neither an ending nor an addition"
            if weighed.is_accepted
            else "Two agreements: one suspected to have ended, one added"
        ),
        change_ids=tuple(each.id for each in told),
        confidence=weighed.confidence if weighed.is_accepted else round(1 - weighed.confidence, 3),
        evidence=weighed.evidence,
    )
