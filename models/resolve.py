"""One list resolved against the record so far: the sentence that the rules carry out.

The record is the fold of `resolve` over all lists, in the order of publication; a live run folds one more list.
"""

from dataclasses import dataclass, replace

from models.acceptance import Acceptance
from models.endings import Patience
from models.resolution import ListInHand, Settled
from models.rulings import Rulings
from models.state import RecordState
from models.vocabulary import ListKind, SnapshotStatus

# Raised whenever a rule reads the same lists otherwise: a stored state of another version is derived again.
RULES_VERSION = 1

NO_RULINGS = Rulings()
DEFAULT_PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The state after the list, and what became of it and of the lists that it released."""

    state: RecordState
    settled: tuple[Settled, ...]


def resolve(
    state: RecordState,
    in_hand: ListInHand,
    rulings: Rulings = NO_RULINGS,
    patience: Patience = DEFAULT_PATIENCE,
) -> Resolution:
    """Fold one list into the record. Lists come in the order of `published_at`, then `snapshot_id`."""
    last = state.pending if in_hand.published.kind is ListKind.PENDING else state.participating
    if last.snapshot_id and last.cells_sha256 == in_hand.published.cells_sha256:
        unchanged = Settled(in_hand.snapshot_id, SnapshotStatus.UNCHANGED, (), (), (), ())
        return Resolution(state, (unchanged,))
    if in_hand.published.kind is ListKind.PENDING:
        from models.pending import accept_pending

        after, settled = accept_pending(state, in_hand, rulings, patience)
        return Resolution(after, (settled,))
    trial = Acceptance(state, in_hand, rulings, patience)
    placements = tuple(sorted(trial.draft.placements, key=lambda p: p.listing.row))
    settled = Settled(in_hand.snapshot_id, SnapshotStatus.ACCEPTED, (), placements, trial.changes, tuple(trial.doubts))
    after = replace(trial.state_after(), variations=(*state.variations, trial.variation())[-60:])
    return Resolution(replace(after, held=()), (settled,))
