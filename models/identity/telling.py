"""What is told of one list: changes and doubts as values, with ids that survive a replay."""

from dataclasses import dataclass

from models.identity.classes import Difference
from models.identity.evidence import Weighed
from models.identity.ids import Reading, pair_id
from models.identity.known import KnownAgreement, Seat
from models.lists.changes import Change, change_id
from models.lists.folding import tidy
from models.lists.resolution import Doubt, ListInHand
from models.vocabulary import ChangeKind, ChangeStatus, ListKind

CAME = frozenset(
    {
        ChangeKind.AGREEMENT_ADDED,
        ChangeKind.AGREEMENT_RENEWED,
        ChangeKind.AGREEMENT_RETURNED,
        ChangeKind.AGREEMENT_SWITCHED,
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """Who a change is about: the agreement as it stood (None: new), the row, and whose row it is now."""

    known: KnownAgreement | None
    reading: Reading
    agency_id: str
    agreement_id: str
    weighed: Weighed | None = None


def change(in_hand: ListInHand, difference: Difference, told: Told) -> Change:
    """The change that a difference between an agreement and a row makes."""
    known, reading, weighed = told.known, told.reading, told.weighed
    name = tidy(reading.meant.agency)
    signed = reading.signed or (known.signed if known else None)
    return Change(
        id=altered_id(in_hand, difference, told),
        kind=difference.kind,
        status=ChangeStatus.CONFIRMED,
        list_kind=ListKind.PARTICIPATING,
        snapshot_id=in_hand.snapshot_id,
        settled_by=None,
        state=reading.state,
        state_before=known.state if known and known.state != reading.state else None,
        agency_id=told.agency_id,
        agency=name,
        agency_before=known.name if known and known.name != name else None,
        agreement_id=told.agreement_id,
        support_type=reading.support_type,
        support_type_before=known.support_type if known and known.support_type != reading.support_type else None,
        signed=signed,
        signed_before=known.signed if known and known.signed != signed else None,
        row=reading.row,
        confidence=weighed.confidence if weighed else 1.0,
        evidence=tuple(dict.fromkeys((*difference.evidence, *(weighed.evidence if weighed else ())))),
    )


def altered_id(in_hand: ListInHand, difference: Difference, told: Told) -> str:
    if difference.kind in CAME or told.known is None:
        return change_id(in_hand.document_sha256, told.agreement_id, "came")
    return change_id(in_hand.document_sha256, told.known.id, f"altered {difference.attribute}")


def ending(in_hand: ListInHand, known: KnownAgreement, taken: Seat, evidence: tuple[str, ...]) -> Change:
    """The suspected ending of an agreement whose row is missing."""
    return Change(
        id=change_id(in_hand.document_sha256, known.id, "left"),
        kind=ChangeKind.AGREEMENT_ENDED,
        status=ChangeStatus.SUSPECTED,
        list_kind=ListKind.PARTICIPATING,
        snapshot_id=in_hand.snapshot_id,
        settled_by=None,
        state=known.state,
        state_before=None,
        agency_id=known.agency_id,
        agency=known.name,
        agency_before=None,
        agreement_id=known.id,
        support_type=known.support_type,
        support_type_before=None,
        signed=known.signed,
        signed_before=None,
        row=taken.row,
        confidence=1.0,
        evidence=evidence,
    )


def doubt(
    in_hand: ListInHand, known: KnownAgreement, reading: Reading, weighed: Weighed, told: tuple[Change, ...]
) -> Doubt:
    """The question that a pair near the line puts before a person."""
    return Doubt(
        id=pair_id(in_hand.document_sha256, known.id, reading.slot),
        snapshot_id=in_hand.snapshot_id,
        question=(
            f"Is {tidy(reading.meant.agency)} ({reading.state}, {reading.support_type}) the agreement that was listed"
            f" as {known.name} ({known.state}, {known.support_type})?"
        ),
        reading=(
            "The same agreement, printed otherwise: neither an ending nor an addition was told"
            if weighed.is_taken
            else "Two agreements: one suspected to have ended, one added"
        ),
        change_ids=tuple(each.id for each in told),
        confidence=weighed.confidence if weighed.is_taken else round(1 - weighed.confidence, 3),
        evidence=weighed.evidence,
    )
