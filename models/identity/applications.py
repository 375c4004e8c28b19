"""The life of an application: pending, then signed or dropped.

Half of the applications are signed within eight days, and the two lists do not change at the same moment: an agreement
may be listed up to two weeks before its application leaves the pending list, or some days after. So a missing
application is suspected as dropped until more lists have come, and counts as signed once its agreement is listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from models.identity.endings import is_long_missing
from models.identity.known import Application, KnownAgreement
from models.identity.partial import working_copy
from models.identity.state import RecordState
from models.kinds import first_status
from models.lists.agency_names import NameRelation, compare_names
from models.lists.changes import Change, change_id
from models.lists.folding import fold_agency, tidy
from models.lists.listings import Listing
from models.lists.resolution import IncomingList, Placement
from models.places.finding import place_of
from models.vocabulary import ChangeKind, ChangeStatus, ListKind, counted

# An agreement listed longer than this after its application went missing is unrelated.
_SIGNED_WITHIN = timedelta(days=60)

# The pending list lags behind: an application may first be listed when its agreement is already signed.
_SIGNED_BEFORE = timedelta(days=14)


def fulfills(known: KnownAgreement, application: Application) -> bool:
    """Whether an agreement is what the application asked for."""
    if (known.state, known.support_type) != (application.state, application.support_type):
        return False
    since = known.signed or known.first_listed  # an agreement without a date is as old as its first list
    if since is None or since < _earliest(application):
        return False
    return known.agency_id == application.agency_id or _named_alike(known.state, known.name, application)


def may_fulfill(placed: Placement, meant: Listing, application: Application) -> bool:
    """Whether the agreement of a listed row can be what the application asked for, as far as the row tells."""
    if meant.signed is not None and meant.signed < _earliest(application):
        return False
    return placed.agency_id == application.agency_id or _named_alike(placed.state, tidy(meant.agency), application)


def _earliest(application: Application) -> date:
    return (application.first_listed - _SIGNED_BEFORE).date()


def _named_alike(state: str, name: str, application: Application) -> bool:
    """Whether two names are one agency's by themselves. Nothing else is weighed here, so a typo must be a single letter
    and must not lead to another place: 'Barndall' is 'Barnsdall', but 'Castro' is not 'Bastrop', nor 'Walker' 'Waller'.
    """
    compared = compare_names(fold_agency(state, name), fold_agency(application.state, application.name))
    if compared.relation is not NameRelation.MISSPELLED:
        return compared.relation <= NameRelation.REWORDED
    counties = {place_of(state, each, "", "").county_fips for each in (name, application.name)}
    return compared.slips <= 1 and (None in counties or len(counties) == 1)


def stays_open(application: Application, now: datetime) -> bool:
    """Whether a later list may still alter it, unless the agency applies again."""
    suspected = application.change is not None and application.change.status is ChangeStatus.SUSPECTED
    return suspected or (_is_open(application, now) and (application.listed or application.agreement_id is None))


def signed(
    state: RecordState, arrived: Sequence[KnownAgreement], incoming: IncomingList
) -> tuple[Mapping[str, Application], list[Change]]:
    """The applications after new agreements were listed, and the changes."""
    if not arrived:
        return state.applications, []
    after = working_copy(state.applications)
    changes: list[Change] = []
    unsigned = (each for each in map(after.__getitem__, state.open_applications) if each.agreement_id is None)
    waiting = [each for each in unsigned if _is_open(each, incoming.published_at)]
    for known in arrived:
        fitting = [application for application in waiting if fulfills(known, application)]
        if fitting:
            # The agency's own application comes before one with only a similar name.
            application = min(fitting, key=lambda each: (each.agency_id != known.agency_id, each.id))
            waiting.remove(application)
            changes.append(signing(application, known, incoming))
            after[application.id] = replace(application, agreement_id=known.id, change=None)
    return after, changes


def signing(application: Application, known: KnownAgreement, incoming: IncomingList) -> Change:
    """That an application was signed. If it was recorded as dropped, that change is reclassified."""
    evidence = (_pending_for(application, incoming), f"listed as {known.name}")
    if application.change is not None:
        return replace(
            application.change,
            kind=ChangeKind.PENDING_SIGNED,
            status=ChangeStatus.CONFIRMED,
            settled_by=incoming.snapshot_id,
            agreement_id=known.id,
            signed=known.signed,
            evidence=evidence,
        )
    change = change_about(incoming, ChangeKind.PENDING_SIGNED, application, None, evidence)
    return replace(change, agreement_id=known.id, signed=known.signed)


def dropping(application: Application, row: int, incoming: IncomingList) -> Change:
    """That an application is no longer pending and no agreement is listed for it yet."""
    evidence = (_pending_for(application, incoming), "no agreement is listed for it")
    return change_about(incoming, ChangeKind.PENDING_DROPPED, application, row, evidence)


def _pending_for(application: Application, incoming: IncomingList) -> str:
    days = (incoming.published_at - application.first_listed).days
    return f"pending for {counted(days, 'day')}, since {application.first_listed.date()}"


def aged(application: Application, incoming: IncomingList) -> Application:
    """A missing application after one more pending list without it."""
    if application.missing_since is None or application.change is None:
        return application
    if application.change.status is not ChangeStatus.SUSPECTED:
        return application
    absent, change = application.lists_absent + 1, application.change
    away = incoming.published_at - application.missing_since
    if is_long_missing(absent, away):
        change = replace(change, status=ChangeStatus.CONFIRMED, settled_by=incoming.snapshot_id)
    return replace(application, lists_absent=absent, change=change)


def change_about(
    incoming: IncomingList, kind: ChangeKind, application: Application, row: int | None, evidence: tuple[str, ...]
) -> Change:
    """A change of an application, dated to the incoming list."""
    direction = "came" if kind is ChangeKind.PENDING_ADDED else "left"
    return Change(
        id=change_id(incoming.document_sha256, application.id, direction),
        kind=kind,
        status=first_status(kind),
        list_kind=incoming.published.kind,
        snapshot_id=incoming.snapshot_id,
        state=application.state,
        agency_id=application.agency_id,
        agency=application.name,
        agreement_id=None,
        application_id=application.id,
        support_type=application.support_type,
        row=row if incoming.published.kind is ListKind.PENDING else None,
        evidence=evidence,
    )


def _is_open(application: Application, now: datetime) -> bool:
    since = application.missing_since
    return application.listed or (since is not None and now - since <= _SIGNED_WITHIN)
