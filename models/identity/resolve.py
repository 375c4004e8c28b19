"""One list resolved against the record so far.

The record is the fold of `resolve` over all lists, in the order of publication; a live run folds one more list.
"""

from dataclasses import replace
from typing import NamedTuple

from models.documents.linked import NO_DOCUMENTS, DocumentsBehind
from models.identity import applications
from models.identity.acceptance import Acceptance
from models.identity.holding import agrees, examine, is_suspicious, placeless
from models.identity.pending import PendingAcceptance
from models.identity.possible_dates import without_dates_to_come
from models.identity.slips import slips
from models.identity.staleness import pending_keeps_pace
from models.identity.state import RecordState
from models.lists.resolution import Finding, IncomingList, ListOutcome
from models.lists.rulings import Decision, Rulings
from models.vocabulary import ListKind, SnapshotStatus

# Raise this when a rule gives another result for the same lists: a stored state of another version is derived again.
RULES_VERSION = 7

# So many later lists that agree with a held list release it; together they are the three lists that also confirm an
# ending.
_AGREEING_LISTS = 2

# Of what a held list lacked, at most one in so many may be back for the next list to bear it out.
_FEW = 5

# The variation of about two months of lists, which come several times a week.
_MAX_VARIATIONS = 60

NO_RULINGS = Rulings()


class Resolution(NamedTuple):
    """The state after the list, and the outcome of it and of any held lists that it decided, in their order."""

    state: RecordState
    outcomes: tuple[ListOutcome, ...]


def resolve(
    state: RecordState, incoming: IncomingList, rulings: Rulings = NO_RULINGS, documents: DocumentsBehind = NO_DOCUMENTS
) -> Resolution:
    """Fold one list into the record. Lists must come in the order of `published_at`, then `snapshot_id`."""
    if incoming.published.names_only:
        return Resolution(state, (ListOutcome(incoming.snapshot_id, SnapshotStatus.ATTESTING),))
    if incoming.published.kind is ListKind.PENDING:
        return _resolve_pending(state, incoming, rulings)
    state, ruled_on = _apply_rulings(state, rulings, documents)
    after, outcomes = _resolve_participating(state, without_dates_to_come(incoming), rulings, documents)
    return Resolution(after, (*ruled_on, *outcomes))


def _resolve_participating(
    state: RecordState, incoming: IncomingList, rulings: Rulings, documents: DocumentsBehind
) -> Resolution:
    if _is_unchanged(state, incoming):
        return Resolution(state, (ListOutcome(incoming.snapshot_id, SnapshotStatus.UNCHANGED),))
    decision = rulings.decision(incoming.snapshot_id)
    trial = Acceptance(state, incoming, rulings, documents)
    findings = examine(state, incoming, trial)
    if decision is Decision.REJECT:
        return Resolution(state, (ListOutcome(incoming.snapshot_id, SnapshotStatus.REJECTED, findings),))
    if decision in (Decision.RELEASE, Decision.ACCEPT) or not is_suspicious(findings):
        if borne_out := tuple(
            held for held in state.held if _bears_out(state, held, incoming, trial, rulings, documents)
        ):
            return _release(state, (*borne_out, incoming), rulings, documents)
        rejected = tuple(_rejected(held, incoming) for held in state.held)
        after, accepted = _accept(replace(state, held=()), incoming, trial, findings)
        return Resolution(after, (*rejected, accepted))
    agreeing = _agreeing(state, incoming, rulings, documents)
    if len(agreeing) > _AGREEING_LISTS:
        return _release(state, agreeing, rulings, documents)
    held = replace(state, held=(*state.held, incoming))
    return Resolution(held, (ListOutcome(incoming.snapshot_id, SnapshotStatus.HELD, findings),))


def _resolve_pending(state: RecordState, incoming: IncomingList, rulings: Rulings) -> Resolution:
    """The pending list is never held: it may lose any number of rows at once, even all."""
    if state.pending.snapshot_id and state.pending.has_same_rows(incoming.published):
        return Resolution(state, (ListOutcome(incoming.snapshot_id, SnapshotStatus.UNCHANGED),))
    if rulings.decision(incoming.snapshot_id) is Decision.REJECT:
        return Resolution(state, (ListOutcome(incoming.snapshot_id, SnapshotStatus.REJECTED),))
    trial = PendingAcceptance(state, incoming, rulings)
    changes, findings = tuple(trial.changes.values()), placeless(trial.placeless)
    accepted = ListOutcome(incoming.snapshot_id, SnapshotStatus.ACCEPTED, findings, trial.placements, changes)
    return Resolution(trial.state_after(), (accepted,))


def _is_unchanged(state: RecordState, incoming: IncomingList) -> bool:
    """Whether the list before it, accepted or held, has the same cells."""
    if state.held:
        return state.held[-1].published.listings == incoming.published.listings
    return bool(state.participating.snapshot_id) and state.participating.has_same_rows(incoming.published)


def _accept(
    state: RecordState, incoming: IncomingList, trial: Acceptance, findings: tuple[Finding, ...]
) -> tuple[RecordState, ListOutcome]:
    after = trial.state_after()
    pending, signed = applications.signed(after, trial.arrived(), incoming)
    variations = (*state.variations, trial.variation())[-_MAX_VARIATIONS:]
    after = replace(
        after,
        applications=pending,
        variations=variations if state.participating.snapshot_id else (),
        lists_since_pending=state.lists_since_pending + 1,
        held=state.held,
    )
    found = slips(state, incoming, trial)
    findings = (*findings, *(slip.finding for slip in found), *pending_keeps_pace(after, incoming.published_at))
    doubts = (*trial.doubts, *(slip.doubt for slip in found))
    changes, placements = (*trial.changes, *signed), trial.draft.placements
    return after, ListOutcome(incoming.snapshot_id, SnapshotStatus.ACCEPTED, findings, placements, changes, doubts)


def _agreeing(
    state: RecordState, incoming: IncomingList, rulings: Rulings, documents: DocumentsBehind
) -> tuple[IncomingList, ...]:
    """The longest run of held lists, ending with the incoming one, in which each agrees with the one before."""
    run = [incoming]
    for held in reversed(state.held):
        as_if = Acceptance(state, held, rulings, documents).state_after()
        if not agrees(examine(as_if, run[0], Acceptance(as_if, run[0], rulings, documents))):
            break
        run.insert(0, held)
    return tuple(run)


def _bears_out(
    state: RecordState,
    held: IncomingList,
    incoming: IncomingList,
    trial: Acceptance,
    rulings: Rulings,
    documents: DocumentsBehind,
) -> bool:
    """Whether what a held list lacked is still lacking: after months the same loss is nothing unusual any more.

    In April 2013 ICE's table went from 57 rows to 39; the next one that is known, of September, has 36.
    """
    as_held = Acceptance(state, held, rulings, documents)
    before, kept, now = (
        {placed.holder for placed in rows.values()}
        for rows in (state.participating.rows, as_held.draft.placements, trial.draft.placements)
    )
    lost = before - kept
    if not lost or len(lost & now) * _FEW > len(lost):
        return False
    after = as_held.state_after()
    return agrees(examine(after, incoming, Acceptance(after, incoming, rulings, documents)))


def _release(
    state: RecordState, lists: tuple[IncomingList, ...], rulings: Rulings, documents: DocumentsBehind
) -> Resolution:
    """Accept held lists in their order, so that each change is dated to the first list that shows it."""
    outcomes = [_rejected(held, lists[0]) for held in state.held if held not in lists]
    state = replace(state, held=())
    for released in lists:
        trial = Acceptance(state, released, rulings, documents)
        findings = (*examine(state, released, trial), _RELEASED)
        state, accepted = _accept(state, released, trial, findings)
        outcomes.append(accepted)
    return Resolution(state, tuple(outcomes))


def _apply_rulings(state: RecordState, rulings: Rulings, documents: DocumentsBehind) -> Resolution:
    """Release or reject the held lists that a person has ruled on since."""
    outcomes: list[ListOutcome] = []
    for held in state.held:
        decision = rulings.decision(held.snapshot_id)
        if decision is Decision.REJECT:
            outcomes.append(ListOutcome(held.snapshot_id, SnapshotStatus.REJECTED, (_RULED_OUT,)))
            state = replace(state, held=tuple(other for other in state.held if other is not held))
        elif decision in (Decision.RELEASE, Decision.ACCEPT):
            later = state.held[state.held.index(held) + 1 :]
            state, released = _release(state, (held,), rulings, documents)
            state = replace(state, held=later)
            outcomes += (each for each in released if each.snapshot_id == held.snapshot_id)
    return Resolution(state, tuple(outcomes))


def _rejected(held: IncomingList, by: IncomingList) -> ListOutcome:
    sentence = f"the list of {by.published_at:%Y-%m-%d %H:%M} UTC agrees with the last accepted list, not with this one"
    return ListOutcome(
        held.snapshot_id,
        SnapshotStatus.REJECTED,
        (Finding("following lists", False, True, sentence, "the next lists contradict it"),),
    )


_RELEASED = Finding("following lists", True, False, "released: later lists agree with it")
_RULED_OUT = Finding("ruling", False, True, "rejected by a ruling", "rejected by a ruling")
