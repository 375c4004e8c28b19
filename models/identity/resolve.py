"""One list resolved against the record so far: the sentence that the rules carry out.

The record is the fold of `resolve` over all lists, in the order of publication; a live run folds one more list.
"""

from dataclasses import dataclass, replace

from models.identity import applications
from models.identity.acceptance import Acceptance
from models.identity.endings import Patience
from models.identity.holding import agrees, examine, is_suspicious
from models.identity.pending import PendingAcceptance
from models.identity.staleness import pending_keeps_pace
from models.identity.state import RecordState
from models.lists.resolution import Finding, ListInHand, Settled
from models.lists.rulings import Decision, Rulings
from models.vocabulary import ListKind, SnapshotStatus

# Raised whenever a rule reads the same lists otherwise: a stored state of another version is derived again.
RULES_VERSION = 1

# A list that was held is released by so many lists that agree with it; with itself they are the three lists that
# also confirm an ending.
_AGREEING_LISTS = 2

# The variation of about two months of lists, which come several times a week.
_VARIATIONS_KEPT = 60

NO_RULINGS = Rulings()
DEFAULT_PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The state after the list, and what became of it and of the lists that it released, in their order."""

    state: RecordState
    settled: tuple[Settled, ...]


def resolve(
    state: RecordState,
    in_hand: ListInHand,
    rulings: Rulings = NO_RULINGS,
    patience: Patience = DEFAULT_PATIENCE,
) -> Resolution:
    """Fold one list into the record. Lists come in the order of `published_at`, then `snapshot_id`."""
    if in_hand.published.kind is ListKind.PENDING:
        return _resolve_pending(state, in_hand, rulings, patience)
    state, settled = _released_by_ruling(state, rulings, patience)
    if _is_unchanged(state, in_hand):
        unchanged = Settled(in_hand.snapshot_id, SnapshotStatus.UNCHANGED, (), {}, (), ())
        return Resolution(state, (*settled, unchanged))
    verdict = rulings.verdict(in_hand.snapshot_id)
    trial = Acceptance(state, in_hand, rulings, patience)
    findings = examine(state, in_hand, trial)
    if verdict is Decision.REJECT:
        rejected = Settled(in_hand.snapshot_id, SnapshotStatus.REJECTED, findings, {}, (), ())
        return Resolution(state, (*settled, rejected))
    if verdict in (Decision.RELEASE, Decision.ACCEPT) or not is_suspicious(findings):
        rejected_lists = tuple(_rejected(held, in_hand) for held in state.held)
        after, accepted = _accept(replace(state, held=()), in_hand, trial, findings)
        return Resolution(after, (*settled, *rejected_lists, accepted))
    agreeing = _agreeing(state, in_hand, rulings, patience)
    if len(agreeing) > _AGREEING_LISTS:
        after, released = _release(state, agreeing, rulings, patience)
        return Resolution(after, (*settled, *released))
    held = Settled(in_hand.snapshot_id, SnapshotStatus.HELD, findings, {}, (), ())
    return Resolution(replace(state, held=(*state.held, in_hand)), (*settled, held))


def _resolve_pending(state: RecordState, in_hand: ListInHand, rulings: Rulings, patience: Patience) -> Resolution:
    """The pending list is never held: it may lose any number of rows at once, all of them also."""
    if state.pending.snapshot_id and state.pending.says_the_same_as(in_hand.published):
        return Resolution(state, (Settled(in_hand.snapshot_id, SnapshotStatus.UNCHANGED, (), {}, (), ()),))
    if rulings.verdict(in_hand.snapshot_id) is Decision.REJECT:
        return Resolution(state, (Settled(in_hand.snapshot_id, SnapshotStatus.REJECTED, (), {}, (), ()),))
    carried = PendingAcceptance(state, in_hand, rulings, patience)
    accepted = Settled(in_hand.snapshot_id, SnapshotStatus.ACCEPTED, (), carried.placements, carried.changes, ())
    return Resolution(carried.state_after(), (accepted,))


def _is_unchanged(state: RecordState, in_hand: ListInHand) -> bool:
    """Whether the list before it, accepted or held, has the same cells."""
    if state.held:
        return state.held[-1].published.listings == in_hand.published.listings
    return bool(state.participating.snapshot_id) and state.participating.says_the_same_as(in_hand.published)


def _accept(
    state: RecordState, in_hand: ListInHand, trial: Acceptance, findings: tuple[Finding, ...]
) -> tuple[RecordState, Settled]:
    after = trial.state_after()
    pending, signed = applications.signed(after.applications, trial.came(), in_hand)
    variations = (*state.variations, trial.variation())[-_VARIATIONS_KEPT:]
    after = replace(
        after,
        applications=pending,
        variations=variations if state.participating.snapshot_id else (),
        lists_since_pending=state.lists_since_pending + 1,
        held=state.held,
    )
    findings = (*findings, *pending_keeps_pace(after, in_hand.published_at))
    changes = (*trial.changes, *signed)
    placements, doubts = trial.draft.placements, trial.doubts
    return after, Settled(in_hand.snapshot_id, SnapshotStatus.ACCEPTED, findings, placements, changes, doubts)


def _agreeing(state: RecordState, in_hand: ListInHand, rulings: Rulings, patience: Patience) -> tuple[ListInHand, ...]:
    """The longest run of held lists up to the one in hand of which each agrees with the one before."""
    run = [in_hand]
    for held in reversed(state.held):
        as_if = Acceptance(state, held, rulings, patience).state_after()
        if not agrees(examine(as_if, run[0], Acceptance(as_if, run[0], rulings, patience))):
            break
        run.insert(0, held)
    return tuple(run)


def _release(
    state: RecordState, lists: tuple[ListInHand, ...], rulings: Rulings, patience: Patience
) -> tuple[RecordState, tuple[Settled, ...]]:
    """Accept held lists in their order, so that their changes are dated to when they were true."""
    settled = [_rejected(held, lists[0]) for held in state.held if held not in lists]
    state = replace(state, held=())
    for released in lists:
        trial = Acceptance(state, released, rulings, patience)
        findings = (*examine(state, released, trial), _RELEASED)
        state, accepted = _accept(state, released, trial, findings)
        settled.append(accepted)
    return state, tuple(settled)


def _released_by_ruling(
    state: RecordState, rulings: Rulings, patience: Patience
) -> tuple[RecordState, tuple[Settled, ...]]:
    """Settle held lists that a person has ruled on since."""
    settled: tuple[Settled, ...] = ()
    for held in state.held:
        verdict = rulings.verdict(held.snapshot_id)
        if verdict is Decision.REJECT:
            rejected = Settled(held.snapshot_id, SnapshotStatus.REJECTED, (_RULED_OUT,), {}, (), ())
            state = replace(state, held=tuple(other for other in state.held if other is not held))
            settled = (*settled, rejected)
        elif verdict in (Decision.RELEASE, Decision.ACCEPT):
            later = state.held[state.held.index(held) + 1 :]
            state, released = _release(state, (held,), rulings, patience)
            state = replace(state, held=later)
            settled = (*settled, *(each for each in released if each.snapshot_id == held.snapshot_id))
    return state, settled


def _rejected(held: ListInHand, by: ListInHand) -> Settled:
    sentence = f"the list of {by.published_at:%Y-%m-%d %H:%M} UTC agrees with the accepted state and not with this one"
    finding = Finding("following lists", False, True, sentence)
    return Settled(held.snapshot_id, SnapshotStatus.REJECTED, (finding,), {}, (), ())


_RELEASED = Finding("following lists", True, False, "released: the lists that followed agree with it")
_RULED_OUT = Finding("ruling", False, True, "rejected by a ruling")
