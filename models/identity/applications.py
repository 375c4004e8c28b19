"""The life of an application: pending, then signed or dropped.

Half of the applications are signed within eight days, and the two lists are not changed at the same moment: an
agreement is listed up to two weeks before its application leaves the pending list, or some days after. So an
application that leaves is suspected to be dropped until lists have passed, and read as signed when its agreement
comes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from models.identity.endings import Patience
from models.identity.known import Application, KnownAgreement
from models.identity.naming import Relation, relation
from models.lists.changes import Change, change_id
from models.lists.folding import fold_agency
from models.lists.resolution import ListInHand
from models.vocabulary import ChangeKind, ChangeStatus, ListKind

# An agreement that is listed later than this after its application left is another story.
_SIGNED_WITHIN = timedelta(days=60)

# The pending list trails the other: an application may first be seen when its agreement is signed already.
_SIGNED_BEFORE = timedelta(days=14)


def settles(known: KnownAgreement, application: Application) -> bool:
    """Whether an agreement is what the application applied for."""
    if (known.state, known.support_type) != (application.state, application.support_type):
        return False
    if known.signed is None or known.signed < (application.first_listed - _SIGNED_BEFORE).date():
        return False
    if known.agency_id == application.agency_id:
        return True
    name, other = fold_agency(known.state, known.name), fold_agency(application.state, application.name)
    return relation(name, other).relation <= Relation.REWORDED


def signed(
    applications: Mapping[str, Application], came: Iterable[KnownAgreement], in_hand: ListInHand
) -> tuple[dict[str, Application], list[Change]]:
    """The applications after new agreements were listed, and what that tells."""
    after = dict(applications)
    told: list[Change] = []
    waiting = [
        application
        for _, application in sorted(applications.items())
        if application.agreement_id is None and _still_open(application, in_hand.published_at)
    ]
    for known in came:
        fitting = [application for application in waiting if settles(known, application)]
        # The agency's own application goes before one of a name that is only like it.
        fitting.sort(key=lambda application: (application.agency_id != known.agency_id, application.id))
        for application in fitting[:1]:
            waiting.remove(application)
            change = signing(application, known, in_hand)
            after[application.id] = replace(application, agreement_id=known.id, change=None)
            told.append(change)
    return after, told


def signing(application: Application, known: KnownAgreement, in_hand: ListInHand) -> Change:
    """That an application was signed; if it was told as dropped, the same change is read anew."""
    days = (in_hand.published_at - application.first_listed).days
    evidence = (f"pending for {days} days, since {application.first_listed.date()}", f"listed as {known.name}")
    if application.change is not None:
        return replace(
            application.change,
            kind=ChangeKind.PENDING_SIGNED,
            status=ChangeStatus.CONFIRMED,
            settled_by=in_hand.snapshot_id,
            agreement_id=known.id,
            signed=known.signed,
            evidence=evidence,
        )
    change = about(in_hand, ChangeKind.PENDING_SIGNED, application, None, evidence)
    return replace(change, agreement_id=known.id, signed=known.signed)


def dropping(application: Application, row: int, in_hand: ListInHand) -> Change:
    """That an application is not pending any more and no agreement is listed for it yet."""
    days = (in_hand.published_at - application.first_listed).days
    evidence = (f"pending for {days} days, since {application.first_listed.date()}", "no agreement is listed for it")
    change = about(in_hand, ChangeKind.PENDING_DROPPED, application, row, evidence)
    return replace(change, status=ChangeStatus.SUSPECTED)


def aged(application: Application, in_hand: ListInHand, patience: Patience) -> Application:
    """An application that left, after one more pending list without it."""
    if application.left_at is None or application.change is None:
        return application
    absent, change = application.lists_absent + 1, application.change
    away = in_hand.published_at - application.left_at
    if change.status is ChangeStatus.SUSPECTED and absent >= patience.lists and away >= timedelta(days=patience.days):
        change = replace(change, status=ChangeStatus.CONFIRMED, settled_by=in_hand.snapshot_id)
    return replace(application, lists_absent=absent, change=change)


def about(
    in_hand: ListInHand, kind: ChangeKind, application: Application, row: int | None, evidence: tuple[str, ...]
) -> Change:
    """A change about an application, dated to the list in hand."""
    return Change(
        id=change_id(in_hand.document_sha256, application.id, _DIRECTIONS[kind]),
        kind=kind,
        status=ChangeStatus.CONFIRMED,
        list_kind=in_hand.published.kind,
        snapshot_id=in_hand.snapshot_id,
        settled_by=None,
        state=application.state,
        state_before=None,
        agency_id=application.agency_id,
        agency=application.name,
        agency_before=None,
        agreement_id=None,
        support_type=application.support_type,
        support_type_before=None,
        signed=None,
        signed_before=None,
        row=row if in_hand.published.kind is ListKind.PENDING else None,
        confidence=1.0,
        evidence=evidence,
    )


_DIRECTIONS = {
    ChangeKind.PENDING_ADDED: "came",
    ChangeKind.PENDING_SIGNED: "left",
    ChangeKind.PENDING_DROPPED: "left",
}


def _still_open(application: Application, now: datetime) -> bool:
    return application.listed or (application.left_at is not None and now - application.left_at <= _SIGNED_WITHIN)
